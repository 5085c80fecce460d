-- Why: modules and apps get their pages, and the wizard asks for them.
--
-- The built-in module "administration" stands for Latchkey's own Tenant API. It has the same id everywhere, so that
-- code and databases mean the same row, and it is marked, so that nobody renames or deletes it. Every tenant has it
-- from the beginning, as every new one will: enabling it gives nobody anything, only a token that was issued for it
-- may use it. That is also why a tenant's tokens of before this migration stay without any module: none is never all.
--
-- search_name serves lists in the order of names, alike on both databases. The defaults are for SQLite, which adds
-- no column without one; both tables were empty so far, because nothing could fill them.
ALTER TABLE modules ADD COLUMN search_name TEXT NOT NULL DEFAULT '';
ALTER TABLE modules ADD COLUMN built_in INTEGER NOT NULL DEFAULT 0
    CONSTRAINT modules_built_in_known CHECK (built_in IN (0, 1));
ALTER TABLE modules ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN search_name TEXT NOT NULL DEFAULT '';
ALTER TABLE apps ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX apps_by_name ON apps (tenant_id, search_name, id);

-- What is in use is not deleted: these find who uses it, and let the foreign keys look it up.
CREATE INDEX tenant_modules_by_module ON tenant_modules (module_id);
CREATE INDEX token_modules_by_module ON token_modules (module_id);
CREATE INDEX tokens_by_app ON tokens (tenant_id, app_id) WHERE app_id IS NOT NULL;

INSERT INTO modules (id, slug, name, search_name, built_in, created_at, updated_at)
VALUES (X'01980000000070008000000000000001', 'administration', 'Tenant API', 'tenant api', 1, 0, 0);
INSERT INTO tenant_modules (tenant_id, module_id, created_at)
SELECT t.id, m.id, t.created_at FROM tenants t CROSS JOIN modules m WHERE m.built_in = 1;
