-- Why: a rotation is like a token in the wizard: its new secret is shown first, and counts when it is saved.
--
-- A row is what one person is about to do to one token. What stands here opens nothing, because verification reads
-- token_secrets only; saving moves the hash over, and only then does the overlap of the old secret begin. generation
-- counts the secrets shown, so that of many submissions at once one shows a secret; saved is the one that was saved
-- last. follows is the newest generation of the token's own secrets when the secret was shown: whoever rotates what
-- somebody else has rotated meanwhile is told so, and there are never two successors. overlap and ends_at are what was
-- chosen for the old secret.
CREATE TABLE rotations (
    token_id   UUID    NOT NULL CONSTRAINT rotations_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    created_by UUID    NOT NULL CONSTRAINT rotations_creator_fk REFERENCES users (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    saved      BIGINT NOT NULL,
    follows    BIGINT NOT NULL,
    overlap    TEXT    NOT NULL CONSTRAINT rotations_overlap_known
               CHECK (overlap IN ('none', '1h', '24h', '7d', 'custom')),
    ends_at    BIGINT,
    hash       BYTEA   CONSTRAINT rotations_hash_length CHECK (octet_length(hash) = 32),
    key_id     TEXT,
    last_four  TEXT,
    updated_at BIGINT NOT NULL,
    CONSTRAINT rotations_pk PRIMARY KEY (token_id, created_by),
    CONSTRAINT rotations_custom_has_an_end CHECK ((overlap = 'custom') = (ends_at IS NOT NULL)),
    CONSTRAINT rotations_secret_whole CHECK ((hash IS NULL) = (key_id IS NULL) AND (hash IS NULL) = (last_four IS NULL))
);
CREATE INDEX rotations_by_age ON rotations (updated_at);
