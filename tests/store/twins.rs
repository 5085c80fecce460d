//! The two databases have the same tables, both in the migrations and in the databases themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Kind, TestDatabase, run};

/// How a part of a name is found each database has for itself: SQLite in tables whose names begin with
/// `search_` and the index `tokens_found`, PostgreSQL by the index `tokens_by_part_of_name`. Each has its own functions to
/// take a public ID apart, and its own triggers. What says in which order changes became visible is a number on SQLite and
/// a transaction on PostgreSQL, which alone has several verifiers that must know of each other.
const EACH_ITS_OWN: [&str; 6] = [
    "0021_search.sql",
    "0024_found.sql",
    "0025_issued_with.sql",
    "0027_slugs_are_kept.sql",
    "0035_change_log.sql",
    "0034_token_uses.sql",
];

#[test]
fn twin_migrations_say_the_same_but_for_the_names_of_types() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut compared = 0;
    for entry in fs::read_dir(root.join("sqlite")).unwrap() {
        let name = entry.unwrap().file_name();
        if EACH_ITS_OWN.iter().any(|own| name == *own) {
            continue;
        }
        let sqlite = fs::read_to_string(root.join("sqlite").join(&name)).unwrap();
        let postgres = fs::read_to_string(root.join("postgres").join(&name)).unwrap();
        assert_eq!(plain(&sqlite), plain(&postgres), "{}", name.display());
        compared += 1;
    }
    assert!(compared > 5);
}

/// A migration on one line, with SQLite's types and without what only one database can express.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| match word {
            "UUID" | "BYTEA" => "BLOB",
            "BIGINT" => "INTEGER",
            "BIGINT," => "INTEGER,",
            "BIGINT;" => "INTEGER;",
            "UUID," => "BLOB,",
            "BYTEA;" => "BLOB;",
            word => word,
        })
        .collect();
    words
        .join(" ")
        .replace(" COLLATE \"C\"", "")
        .replace("octet_length(", "length(")
        .replace(") STRICT, WITHOUT ROWID;", ");")
        .replace(") STRICT;", ");")
        // The only ID in migrations.
        .replace("X'01980000000070008000000000000001'", "'01980000-0000-7000-8000-000000000001'")
}

#[test]
fn both_databases_understood_the_same() {
    let (mut sqlite, mut postgres) = (BTreeSet::new(), BTreeSet::new());
    run(Kind::Sqlite, async |base| sqlite = shape(base, SQLITE).await);
    run(Kind::Postgres, async |base| postgres = shape(base, POSTGRES).await);
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).cloned().collect()
    };
    assert_eq!((only(&sqlite, &postgres), only(&postgres, &sqlite)), (Vec::new(), Vec::new()));
    assert!(sqlite.len() > 150, "{sqlite:#?}");
}

#[test]
fn every_table_of_sqlite_is_strict() {
    run(Kind::Sqlite, async |base| {
        let lax = "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict
                   AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'
                   AND name NOT LIKE 'search\\_%' ESCAPE '\\'";
        assert_eq!(base.texts(lax).await, Vec::<String>::new());
    });
}

async fn shape(base: &TestDatabase, queries: &[&str]) -> BTreeSet<String> {
    let mut shape = BTreeSet::new();
    for query in queries {
        for line in base.texts(query).await {
            if ["change_log.", "verifier_replicas."].iter().any(|table| line.contains(table)) {
                continue;
            }
            // An index with a condition: PostgreSQL puts the condition, and each part of it, in brackets.
            let line = match line.split_once(" WHERE ") {
                Some((index, condition)) => format!(
                    "{index} WHERE {}",
                    condition.trim_matches(['(', ')']).replace(") AND (", " AND ")
                ),
                None => line,
            };
            let line =
                line.replace("::text", "").replace("'9223372036854775807'::bigint", "9223372036854775807");
            shape.insert(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    shape
}

const SQLITE: &[&str] = &[
    "SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || ' null=' || (1 - c.\"notnull\") || ' default='
         || COALESCE(c.dflt_value, '')
     FROM sqlite_master t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'
         AND t.name NOT LIKE 'search\\_%' ESCAPE '\\'",
    "SELECT 'key ' || t.name || '.' || c.name || ' ' || c.pk
     FROM sqlite_master t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'
         AND t.name NOT LIKE 'search\\_%' ESCAPE '\\' AND c.pk > 0",
    "SELECT 'refers ' || t.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\" || ' on delete '
         || f.on_delete || ' on update ' || f.on_update
     FROM sqlite_master t, pragma_foreign_key_list(t.name) f
     WHERE t.type = 'table' AND t.name NOT LIKE 'search\\_%' ESCAPE '\\'",
    "SELECT 'unique ' || t.name || ' '
         || (SELECT group_concat(name, ', ') FROM (SELECT c.name FROM pragma_index_info(i.name) c ORDER BY c.seqno))
     FROM sqlite_master t, pragma_index_list(t.name) i
     WHERE t.type = 'table' AND i.origin = 'u' AND t.name NOT LIKE 'search\\_%' ESCAPE '\\'",
    "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name <> 'tokens_found'",
];

const POSTGRES: &[&str] = &[
    "SELECT 'column ' || table_name || '.' || column_name || ' '
         || CASE data_type WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER'
                WHEN 'text' THEN 'TEXT' ELSE data_type END
         || ' null=' || CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END || ' default=' || COALESCE(column_default, '')
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
    "SELECT 'key ' || c.conrelid::regclass || '.' || a.attname || ' ' || k.place
     FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (number, place)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
     WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace
         AND c.conrelid::regclass::text NOT LIKE '\\_sqlx%'",
    "SELECT 'refers ' || c.conrelid::regclass || '.' || a.attname || ' to ' || c.confrelid::regclass || '.' || b.attname
         || ' on delete ' || CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' END
         || ' on update ' || CASE c.confupdtype WHEN 'a' THEN 'NO ACTION' END
     FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (own, other)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
         JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
     WHERE c.contype = 'f'",
    "SELECT 'unique ' || c.conrelid::regclass || ' ' || string_agg(a.attname, ', ' ORDER BY k.place)
     FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (number, place)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
     WHERE c.contype = 'u' AND c.connamespace = 'public'::regnamespace GROUP BY c.oid, c.conrelid",
    "SELECT replace(replace(indexdef, ' ON public.', ' ON '), ' USING btree', '') FROM pg_indexes
     WHERE schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)
         AND indexname <> 'tokens_by_part_of_name'",
];
