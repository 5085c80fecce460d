-- Why: whoever gets at the database shall not be able to change what happened without being found out. The events of
-- a tenant, and those of no tenant, are each a chain: an event has the next sequence, and its link is an HMAC over what
-- it says, its sequence and the link before it, under a key that is not in the database. audit_heads knows the newest
-- link of each chain, so that a chain that was cut off at its end is found; its row is also what two writers at once
-- wait for, so that a chain never forks. The chain of no tenant goes by the id of zeros.
--
-- Both columns may be empty because older rows have none until the first start of this version gives them theirs,
-- which instance.audit_sealed_at notes: from then on a row without them is one that was not written by Latchkey.
-- For that reason stop copies of an older version before this one starts.
ALTER TABLE audit_events ADD COLUMN sequence BIGINT;
ALTER TABLE audit_events ADD COLUMN link BYTEA;
ALTER TABLE instance ADD COLUMN audit_sealed_at BIGINT;
CREATE TABLE audit_heads (
    chain    UUID    NOT NULL CONSTRAINT audit_heads_pk PRIMARY KEY,
    sequence BIGINT NOT NULL,
    link     BYTEA   NOT NULL CONSTRAINT audit_heads_link_length CHECK (octet_length(link) = 32)
);
CREATE INDEX audit_events_by_sequence ON audit_events (tenant_id, sequence, id);
-- The audit pages are filtered by who did what to what.
CREATE INDEX audit_events_by_actor ON audit_events (actor_label, id);
CREATE INDEX audit_events_by_action ON audit_events (action, id);
CREATE INDEX audit_events_by_label ON audit_events (object_label, id);
