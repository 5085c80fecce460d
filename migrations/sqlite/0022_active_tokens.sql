-- Why: the list of tenants says how many tokens of each are active, fifty tenants at a time. Counted in this index alone,
-- without a look at the tokens themselves; what never expires comes after all that does.
CREATE INDEX tokens_active ON tokens (tenant_id, COALESCE(expires_at, 9223372036854775807))
    WHERE revoked_at IS NULL AND disabled_at IS NULL;
