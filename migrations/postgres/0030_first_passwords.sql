-- Why: a password that Latchkey makes passes through a terminal, and mostly through a message to the person. It opens one
-- page only, the one on which they choose another.
ALTER TABLE users ADD COLUMN must_change_password BIGINT NOT NULL DEFAULT 0
    CONSTRAINT users_must_change_password_is_bool CHECK (must_change_password IN (0, 1));
