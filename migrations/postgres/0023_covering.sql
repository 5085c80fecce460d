-- Why: a count of a thousand tokens, or a walk past thousands that a filter leaves out, shall not fetch each of them: they
-- lie all over a large database. So an index also has what the filters look at. What never expires comes after all that
-- does; expires_at stands beside, as PostgreSQL answers from an index alone only if it has the column itself, and so do
-- columns that are always empty in an index, for the same reason with SQLite.
DROP INDEX tokens_by_tenant;
CREATE INDEX tokens_by_tenant ON tokens
    (tenant_id, id, permissions, tenant_scope, include_subtenants, revoked_at, disabled_at, expires_at);
DROP INDEX tokens_by_expiry;
CREATE INDEX tokens_by_expiry ON tokens
    (tenant_id, COALESCE(expires_at, 9223372036854775807), id, revoked_at, expires_at);
DROP INDEX tokens_by_use;
CREATE INDEX tokens_by_use ON tokens (tenant_id, last_used_hour, id, created_at);
DROP INDEX tokens_active;
CREATE INDEX tokens_active ON tokens
    (tenant_id, COALESCE(expires_at, 9223372036854775807), expires_at, revoked_at, disabled_at)
    WHERE revoked_at IS NULL AND disabled_at IS NULL;
DROP INDEX tokens_of_app;
CREATE INDEX tokens_of_app ON tokens (tenant_id, app_id, id, expires_at, revoked_at, disabled_at)
    WHERE app_id IS NOT NULL;
-- The active ones that nobody uses.
CREATE INDEX tokens_idle ON tokens
    (tenant_id, last_used_hour, created_at, id, expires_at, revoked_at, disabled_at)
    WHERE revoked_at IS NULL AND disabled_at IS NULL;
-- In these the names are looked at, as few others are left.
DROP INDEX tokens_revoked;
CREATE INDEX tokens_revoked ON tokens (tenant_id, id, search_name, revoked_at) WHERE revoked_at IS NOT NULL;
DROP INDEX tokens_disabled;
CREATE INDEX tokens_disabled ON tokens (tenant_id, id, search_name, expires_at, revoked_at, disabled_at)
    WHERE disabled_at IS NOT NULL AND revoked_at IS NULL;
DROP INDEX tokens_reaching_below;
CREATE INDEX tokens_reaching_below ON tokens (tenant_id, id, include_subtenants) WHERE include_subtenants = 1;
DROP INDEX tokens_late;
CREATE INDEX tokens_late ON tokens (tenant_id, late_day, expires_at, id, revoked_at)
    WHERE late_day > 0 AND revoked_at IS NULL;

-- The same for the list of all tenants' tokens.
DROP INDEX tokens_anywhere_by_expiry;
CREATE INDEX tokens_anywhere_by_expiry ON tokens
    (COALESCE(expires_at, 9223372036854775807), id, revoked_at, expires_at);
DROP INDEX tokens_anywhere_by_use;
CREATE INDEX tokens_anywhere_by_use ON tokens (last_used_hour, id, created_at);
DROP INDEX tokens_anywhere_revoked;
CREATE INDEX tokens_anywhere_revoked ON tokens (id, search_name, revoked_at) WHERE revoked_at IS NOT NULL;
DROP INDEX tokens_anywhere_disabled;
CREATE INDEX tokens_anywhere_disabled ON tokens (id, search_name, expires_at, revoked_at, disabled_at)
    WHERE disabled_at IS NOT NULL AND revoked_at IS NULL;
DROP INDEX tokens_anywhere_late;
CREATE INDEX tokens_anywhere_late ON tokens (late_day, expires_at, id, revoked_at)
    WHERE late_day > 0 AND revoked_at IS NULL;

-- A tenant's tokens that have a module are found without a look at those that have not, however few they are.
CREATE TABLE kept AS SELECT m.token_id, m.module_id, t.tenant_id FROM token_modules m JOIN tokens t ON t.id = m.token_id;
DROP TABLE token_modules;
CREATE TABLE token_modules (
    token_id  UUID NOT NULL CONSTRAINT token_modules_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    module_id UUID NOT NULL CONSTRAINT token_modules_module_fk REFERENCES modules (id),
    tenant_id UUID NOT NULL CONSTRAINT token_modules_tenant_fk REFERENCES tenants (id),
    CONSTRAINT token_modules_pk PRIMARY KEY (token_id, module_id)
);
INSERT INTO token_modules (token_id, module_id, tenant_id) SELECT token_id, module_id, tenant_id FROM kept;
DROP TABLE kept;
CREATE INDEX token_modules_by_module ON token_modules (module_id, token_id);
CREATE INDEX token_modules_of_tenant ON token_modules (tenant_id, module_id, token_id);
