-- Why: a program that got no answer asks again, and must not end up with two tokens.
--
-- A row says that a token (the caller) made something under a key of its own choice. Key and request are kept as
-- hashes: neither is needed in the plain, and a body may hold what is nobody's business. Of what was answered only the
-- id stands here, never a secret, so the same request again is told what was made, but not its plaintext.
CREATE TABLE idempotency_keys (
    token_id     UUID    NOT NULL CONSTRAINT idempotency_keys_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    key_hash     BYTEA    NOT NULL CONSTRAINT idempotency_keys_key_length CHECK (octet_length(key_hash) = 32),
    request_hash BYTEA    NOT NULL CONSTRAINT idempotency_keys_request_length CHECK (octet_length(request_hash) = 32),
    made_id      UUID    NOT NULL,
    created_at   BIGINT NOT NULL,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (token_id, key_hash)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
