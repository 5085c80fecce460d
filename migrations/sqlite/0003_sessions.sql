-- Why: sessions live in SQL so that they end for good when they are ended, on every replica. Only a hash of the
-- session key is kept: whoever reads the database cannot step into a session.
CREATE TABLE sessions (
    key_hash     BLOB    NOT NULL CONSTRAINT sessions_pk PRIMARY KEY,
    user_id      BLOB    CONSTRAINT sessions_user_fk REFERENCES users (id) ON DELETE CASCADE,
    state        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Failed sign-ins, counted by account, address or known device (a keyed hash of each), so that the growing delay
-- survives a restart and is shared by all replicas.
CREATE TABLE sign_in_failures (
    subject        BLOB    NOT NULL CONSTRAINT sign_in_failures_pk PRIMARY KEY,
    failures       INTEGER NOT NULL CONSTRAINT sign_in_failures_positive CHECK (failures > 0),
    last_failed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_failed_at);
