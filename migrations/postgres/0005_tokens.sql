-- Why: the heart of Latchkey.
--
-- A token and its secrets are two tables, because rotation gives one token several secrets that overlap.
-- A draft is a third: what stands in it authenticates nothing, because verification reads token_secrets only.
-- Saving moves the hash over. The three tenant scopes are three different things: "this" and "all" have no rows in
-- token_tenants, "selected" has one for each tenant, and none of them is ever read off an empty list.
CREATE TABLE logos (
    id         UUID    NOT NULL CONSTRAINT logos_pk PRIMARY KEY,
    tenant_id  UUID    NOT NULL CONSTRAINT logos_tenant_fk REFERENCES tenants (id),
    png        BYTEA    NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE tokens (
    id                  UUID    NOT NULL CONSTRAINT tokens_pk PRIMARY KEY,
    tenant_id           UUID    NOT NULL CONSTRAINT tokens_tenant_fk REFERENCES tenants (id),
    name                TEXT    NOT NULL CONSTRAINT tokens_name_length CHECK (length(name) BETWEEN 1 AND 100),
    search_name         TEXT COLLATE "C" NOT NULL,
    description         TEXT    NOT NULL CONSTRAINT tokens_description_length CHECK (length(description) <= 500),
    logo_id             UUID    CONSTRAINT tokens_logo_fk REFERENCES logos (id),
    tenant_scope        TEXT    NOT NULL CONSTRAINT tokens_scope_known
                        CHECK (tenant_scope IN ('this', 'selected', 'all')),
    include_subtenants  BIGINT NOT NULL DEFAULT 0 CONSTRAINT tokens_subtenants_of_this
                        CHECK (include_subtenants = 0 OR (include_subtenants = 1 AND tenant_scope = 'this')),
    permissions         BIGINT NOT NULL CONSTRAINT tokens_permissions_known CHECK (permissions BETWEEN 1 AND 15),
    app_id              UUID,
    expires_at          BIGINT,
    disabled_at         BIGINT,
    revoked_at          BIGINT,
    created_by          UUID    CONSTRAINT tokens_creator_fk REFERENCES users (id) ON DELETE SET NULL,
    created_by_label    TEXT    NOT NULL,
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL,
    last_used_at        BIGINT,
    last_used_from      TEXT,
    CONSTRAINT tokens_app_fk FOREIGN KEY (tenant_id, app_id) REFERENCES apps (tenant_id, id)
);
CREATE INDEX tokens_by_tenant ON tokens (tenant_id, id);
CREATE INDEX tokens_by_logo ON tokens (logo_id) WHERE logo_id IS NOT NULL;

CREATE TABLE token_tenants (
    token_id  UUID NOT NULL CONSTRAINT token_tenants_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    tenant_id UUID NOT NULL CONSTRAINT token_tenants_tenant_fk REFERENCES tenants (id),
    CONSTRAINT token_tenants_pk PRIMARY KEY (token_id, tenant_id)
);
CREATE INDEX token_tenants_by_tenant ON token_tenants (tenant_id);

CREATE TABLE token_modules (
    token_id  UUID NOT NULL CONSTRAINT token_modules_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    module_id UUID NOT NULL CONSTRAINT token_modules_module_fk REFERENCES modules (id),
    CONSTRAINT token_modules_pk PRIMARY KEY (token_id, module_id)
);

-- ends_at is set when a rotation replaces the secret: the end of its overlap.
CREATE TABLE token_secrets (
    hash       BYTEA    NOT NULL CONSTRAINT token_secrets_pk PRIMARY KEY
               CONSTRAINT token_secrets_hash_length CHECK (octet_length(hash) = 32),
    key_id     TEXT    NOT NULL,
    token_id   UUID    NOT NULL CONSTRAINT token_secrets_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    last_four  TEXT    NOT NULL CONSTRAINT token_secrets_last_four_length CHECK (length(last_four) = 4),
    created_at BIGINT NOT NULL,
    ends_at    BIGINT,
    CONSTRAINT token_secrets_generation_unique UNIQUE (token_id, generation)
);

-- general and access hold what was typed, as JSON and unchecked, so that nothing typed is lost to a mistake elsewhere.
-- generation counts the secrets made for this draft; the columns of the newest one are all set or all empty.
CREATE TABLE drafts (
    id          UUID    NOT NULL CONSTRAINT drafts_pk PRIMARY KEY,
    tenant_id   UUID    NOT NULL CONSTRAINT drafts_tenant_fk REFERENCES tenants (id),
    created_by  UUID    NOT NULL CONSTRAINT drafts_creator_fk REFERENCES users (id) ON DELETE CASCADE,
    general     TEXT    NOT NULL,
    access      TEXT    NOT NULL,
    logo_id     UUID    CONSTRAINT drafts_logo_fk REFERENCES logos (id),
    generation  BIGINT NOT NULL DEFAULT 0,
    hash        BYTEA    CONSTRAINT drafts_hash_length CHECK (octet_length(hash) = 32),
    key_id      TEXT,
    last_four   TEXT,
    expires_at  BIGINT,
    token_id    UUID    CONSTRAINT drafts_token_fk REFERENCES tokens (id),
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    CONSTRAINT drafts_secret_whole CHECK ((hash IS NULL) = (key_id IS NULL) AND (hash IS NULL) = (last_four IS NULL)),
    CONSTRAINT drafts_saved_keeps_no_secret CHECK (token_id IS NULL OR hash IS NULL)
);
CREATE INDEX drafts_by_age ON drafts (updated_at);
CREATE INDEX drafts_by_logo ON drafts (logo_id) WHERE logo_id IS NOT NULL;
