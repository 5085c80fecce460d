-- Why: a tenant may stand below another one, and two questions about that are asked on every verification: whether a
-- tenant is below another one, and whether anything above it is disabled. Walking up parent_id would be a query in a
-- loop, so both are kept ready, by whoever moves, disables or enables a tenant, in the same transaction.
--
-- tenant_ancestors has a row for each tenant and each tenant above it, however far. disabled_at tells since when a
-- tenant is out of use, whether it was disabled itself (disabled_itself) or one above it was.
ALTER TABLE tenants ADD COLUMN disabled_itself INTEGER NOT NULL DEFAULT 0
    CONSTRAINT tenants_disabled_itself_is_bool CHECK (disabled_itself IN (0, 1));
UPDATE tenants SET disabled_itself = 1 WHERE disabled_at IS NOT NULL;
CREATE TABLE tenant_ancestors (
    tenant_id   BLOB    NOT NULL CONSTRAINT tenant_ancestors_tenant_fk REFERENCES tenants (id),
    ancestor_id BLOB    NOT NULL CONSTRAINT tenant_ancestors_ancestor_fk REFERENCES tenants (id),
    distance    INTEGER NOT NULL CONSTRAINT tenant_ancestors_distance_range CHECK (distance BETWEEN 1 AND 7),
    CONSTRAINT tenant_ancestors_pk PRIMARY KEY (tenant_id, ancestor_id),
    CONSTRAINT tenant_ancestors_not_itself CHECK (tenant_id <> ancestor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_ancestors_by_ancestor ON tenant_ancestors (ancestor_id, tenant_id);
-- How many tokens reach what is below their tenant is told before a tenant is moved.
CREATE INDEX tokens_reaching_below ON tokens (tenant_id) WHERE include_subtenants = 1;
