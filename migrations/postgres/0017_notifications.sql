-- Why: somebody has to hear of a token that is about to end before its users do, and programs want to hear of what
-- becomes of tokens.
--
-- notification_settings says who is told of what in a tenant; a tenant without a row tells nobody. emails holds an
-- address a line, kinds a bit for each kind. The webhook's secret is not here: it is made from the key of the instance
-- and secret_id, so that a stolen database signs nothing; the old one goes on signing beside it until old_secret_until.
-- scanned_at is the moment up to which the ends of tokens were looked through.
--
-- A notice is what happened. Those of issue, rotate and revoke are written in the transaction of the change itself. Those
-- of an end to come are made by whichever copy looks first: notices_once keeps a second one out, and a token whose end
-- was moved has new ones. The token's name is what it was called then.
--
-- A delivery is a notice on its way to one address. While it waits, due_at says when it is tried next; whoever tries it
-- puts due_at into the future first, with a lease of its own, so that no other copy takes it meanwhile, and so that it
-- comes back by itself when that copy dies before it wrote down how it went.
CREATE TABLE notification_settings (
    tenant_id        UUID    NOT NULL CONSTRAINT notification_settings_pk PRIMARY KEY
                     CONSTRAINT notification_settings_tenant_fk REFERENCES tenants (id),
    kinds            BIGINT NOT NULL CONSTRAINT notification_settings_kinds_known CHECK (kinds BETWEEN 0 AND 127),
    emails           TEXT    NOT NULL,
    webhook_url      TEXT,
    secret_id        UUID,
    secret_made_at   BIGINT,
    old_secret_id    UUID,
    old_secret_until BIGINT,
    scanned_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    CONSTRAINT notification_settings_webhook_signs CHECK (webhook_url IS NULL OR secret_id IS NOT NULL),
    CONSTRAINT notification_settings_secret_whole CHECK ((secret_id IS NULL) = (secret_made_at IS NULL)),
    CONSTRAINT notification_settings_old_secret_whole CHECK ((old_secret_id IS NULL) = (old_secret_until IS NULL))
);

CREATE TABLE notices (
    id          UUID    NOT NULL CONSTRAINT notices_pk PRIMARY KEY,
    tenant_id   UUID    NOT NULL CONSTRAINT notices_tenant_fk REFERENCES tenants (id),
    kind        TEXT    NOT NULL CONSTRAINT notices_kind_known
                CHECK (kind IN ('token.issued', 'token.rotated', 'token.revoked', 'token.expires_in_30_days',
                    'token.expires_in_7_days', 'token.expires_in_1_day', 'token.expired', 'test')),
    token_id    UUID    CONSTRAINT notices_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    token_name  TEXT    NOT NULL,
    expires_at  BIGINT,
    announces   BIGINT,
    occurred_at BIGINT NOT NULL,
    CONSTRAINT notices_once UNIQUE (token_id, kind, announces),
    CONSTRAINT notices_of_a_token CHECK ((kind = 'test') = (token_id IS NULL))
);

CREATE TABLE deliveries (
    id          UUID    NOT NULL CONSTRAINT deliveries_pk PRIMARY KEY,
    notice_id   UUID    NOT NULL CONSTRAINT deliveries_notice_fk REFERENCES notices (id) ON DELETE CASCADE,
    tenant_id   UUID    NOT NULL CONSTRAINT deliveries_tenant_fk REFERENCES tenants (id),
    channel     TEXT    NOT NULL CONSTRAINT deliveries_channel_known CHECK (channel IN ('email', 'webhook')),
    target      TEXT    NOT NULL,
    state       TEXT    NOT NULL CONSTRAINT deliveries_state_known
                CHECK (state IN ('waiting', 'delivered', 'logged', 'failed')),
    attempts    BIGINT NOT NULL DEFAULT 0,
    due_at      BIGINT NOT NULL,
    lease       UUID,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT deliveries_target_of_channel CHECK ((channel = 'email') = (target <> '')),
    CONSTRAINT deliveries_finished CHECK ((state = 'waiting') = (finished_at IS NULL))
);
CREATE INDEX deliveries_waiting ON deliveries (due_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_to ON deliveries (tenant_id, target, due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_failed ON deliveries (tenant_id, created_at, id) WHERE state = 'failed';
CREATE INDEX deliveries_by_tenant ON deliveries (tenant_id, created_at, id);
CREATE INDEX deliveries_by_notice ON deliveries (notice_id);
