-- Why: whoever may see all tenants has one list of all their tokens. It sorts and filters as a tenant's own list does,
-- and has to be as quick at a million tokens as at a thousand, so each of its orders, and each filter that can be rare,
-- has an index that does not begin with the tenant. The order of the ids is that of the primary key.
CREATE INDEX tokens_anywhere_by_name ON tokens (search_name, id);
CREATE INDEX tokens_anywhere_by_expiry ON tokens (COALESCE(expires_at, 9223372036854775807), id);
CREATE INDEX tokens_anywhere_by_use ON tokens (last_used_hour, id);
CREATE INDEX tokens_anywhere_by_creator ON tokens (created_by_label, id);
CREATE INDEX tokens_anywhere_reaching_far ON tokens (tenant_scope, id) WHERE tenant_scope <> 'this';
CREATE INDEX tokens_anywhere_revoked ON tokens (id) WHERE revoked_at IS NOT NULL;
CREATE INDEX tokens_anywhere_disabled ON tokens (id) WHERE disabled_at IS NOT NULL;
CREATE INDEX tokens_anywhere_late ON tokens (id) WHERE late_day > 0;
CREATE INDEX tokens_anywhere_orphaned ON tokens (id) WHERE created_by IS NULL;
