-- SQLite alone needs an index here: PostgreSQL checks what it finds as it finds it.
SELECT 1;
