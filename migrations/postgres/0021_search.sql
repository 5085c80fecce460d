-- Why: a part of a name is found in a large tenant without a look at each of its tokens. The index knows each three
-- letters in a row of each name, and the tenant beside them: with it, what is common elsewhere and rare in the tenant is
-- found as quickly. SQLite does the same with tables of its own.
--
-- Both extensions come with PostgreSQL, and whoever may create things in the database may have them. Where they are
-- missing or not allowed, Latchkey works as well, and only searches in tenants with very many tokens are slow; to mend
-- that, have somebody who may run what stands below.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    -- Without a list of what is still to be sorted in: each search would read it, and tokens are searched more often
    -- than made.
    CREATE INDEX tokens_by_part_of_name ON tokens USING gin (tenant_id, search_name gin_trgm_ops)
        WITH (fastupdate = off);
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
        RAISE WARNING 'searches by a part of a name go without an index: %', SQLERRM;
END
$$;
