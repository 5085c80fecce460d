-- Why: no change without a trace. Each row is written in the transaction of the change it tells of.
-- before and after are JSON objects of what changed; labels are kept as they were then, so that the story can
-- still be read when the person or the token is gone.
CREATE TABLE audit_events (
    id          BLOB    NOT NULL CONSTRAINT audit_events_pk PRIMARY KEY,
    at          INTEGER NOT NULL,
    tenant_id   BLOB    CONSTRAINT audit_events_tenant_fk REFERENCES tenants (id),
    actor_kind  TEXT    NOT NULL CONSTRAINT audit_events_actor_known CHECK (actor_kind IN ('user', 'token', 'system')),
    actor_id    BLOB,
    actor_label TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    object_kind TEXT    NOT NULL,
    object_id   BLOB,
    object_label TEXT   NOT NULL,
    before      TEXT,
    after       TEXT,
    address     TEXT,
    request_id  TEXT
) STRICT;
CREATE INDEX audit_events_by_tenant ON audit_events (tenant_id, id);
