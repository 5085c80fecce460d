-- Why: a proxy pins a tenant by its slug. A slug that another tenant could take after a rename would let that tenant's
-- tokens in where the first one's were meant. So a slug belongs to the first tenant that has it, for good: after a
-- rename the old one stays an alias until an owner drops it, and a dropped one is reserved (dropped_at).
CREATE TABLE tenant_slugs (
    slug       TEXT    NOT NULL CONSTRAINT tenant_slugs_pk PRIMARY KEY
               CONSTRAINT tenant_slugs_slug_length CHECK (length(slug) BETWEEN 1 AND 40),
    tenant_id  BLOB    NOT NULL CONSTRAINT tenant_slugs_tenant_fk REFERENCES tenants (id),
    created_at INTEGER NOT NULL,
    dropped_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_slugs_by_tenant ON tenant_slugs (tenant_id);
INSERT INTO tenant_slugs (slug, tenant_id, created_at) SELECT slug, id, created_at FROM tenants;
