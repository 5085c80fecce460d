-- Why: a token can be held to modules of the protected API and bound to one app of its tenant. Their pages come
-- later; their place in the model is settled before the first token is issued.
CREATE TABLE modules (
    id         UUID    NOT NULL CONSTRAINT modules_pk PRIMARY KEY,
    slug       TEXT    NOT NULL CONSTRAINT modules_slug_unique UNIQUE,
    name       TEXT    NOT NULL CONSTRAINT modules_name_length CHECK (length(name) BETWEEN 1 AND 100),
    created_at BIGINT NOT NULL
);

CREATE TABLE tenant_modules (
    tenant_id  UUID    NOT NULL CONSTRAINT tenant_modules_tenant_fk REFERENCES tenants (id),
    module_id  UUID    NOT NULL CONSTRAINT tenant_modules_module_fk REFERENCES modules (id),
    created_at BIGINT NOT NULL,
    CONSTRAINT tenant_modules_pk PRIMARY KEY (tenant_id, module_id)
);

CREATE TABLE apps (
    id         UUID    NOT NULL CONSTRAINT apps_pk PRIMARY KEY,
    tenant_id  UUID    NOT NULL CONSTRAINT apps_tenant_fk REFERENCES tenants (id),
    slug       TEXT    NOT NULL,
    name       TEXT    NOT NULL CONSTRAINT apps_name_length CHECK (length(name) BETWEEN 1 AND 100),
    created_at BIGINT NOT NULL,
    CONSTRAINT apps_slug_unique UNIQUE (tenant_id, slug),
    CONSTRAINT apps_of_tenant UNIQUE (tenant_id, id)
);
