-- Why: tenants keep resources apart, and people are given roles in them. A role with no tenant counts everywhere:
-- an owner always, a tenant administrator never, an auditor as chosen.
CREATE TABLE tenants (
    id          BLOB    NOT NULL CONSTRAINT tenants_pk PRIMARY KEY,
    parent_id   BLOB    CONSTRAINT tenants_parent_fk REFERENCES tenants (id),
    slug        TEXT    NOT NULL CONSTRAINT tenants_slug_unique UNIQUE
                CONSTRAINT tenants_slug_length CHECK (length(slug) BETWEEN 1 AND 40),
    name        TEXT    NOT NULL CONSTRAINT tenants_name_length CHECK (length(name) BETWEEN 1 AND 100),
    search_name TEXT    NOT NULL,
    time_zone   TEXT    NOT NULL,
    language    TEXT    NOT NULL CONSTRAINT tenants_language_known CHECK (language IN ('en', 'de', 'fr')),
    disabled_at INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    CONSTRAINT tenants_not_own_parent CHECK (parent_id <> id)
) STRICT;
CREATE INDEX tenants_by_parent ON tenants (parent_id);
CREATE INDEX tenants_by_name ON tenants (search_name, id);

CREATE TABLE users (
    id            BLOB    NOT NULL CONSTRAINT users_pk PRIMARY KEY,
    email         TEXT    NOT NULL CONSTRAINT users_email_unique UNIQUE
                  CONSTRAINT users_email_lower CHECK (email = lower(email)),
    password_hash TEXT    NOT NULL,
    language      TEXT    CONSTRAINT users_language_known CHECK (language IN ('en', 'de', 'fr')),
    disabled_at   INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE role_assignments (
    user_id    BLOB    NOT NULL CONSTRAINT role_assignments_user_fk REFERENCES users (id) ON DELETE CASCADE,
    role       TEXT    NOT NULL CONSTRAINT role_assignments_role_known
               CHECK (role IN ('owner', 'tenant-admin', 'auditor')),
    tenant_id  BLOB    CONSTRAINT role_assignments_tenant_fk REFERENCES tenants (id),
    created_at INTEGER NOT NULL,
    CONSTRAINT role_assignments_place CHECK (
        (role = 'owner' AND tenant_id IS NULL) OR (role = 'tenant-admin' AND tenant_id IS NOT NULL) OR role = 'auditor')
) STRICT;
CREATE UNIQUE INDEX role_assignments_once_a_tenant ON role_assignments (user_id, role, tenant_id)
    WHERE tenant_id IS NOT NULL;
CREATE UNIQUE INDEX role_assignments_once_everywhere ON role_assignments (user_id, role) WHERE tenant_id IS NULL;
