-- Why: somebody who rotated a secret wants to see whether anything still uses the old one, and somebody who looks at a
-- token wants to read what became of it, without waiting for a look through the events of its whole tenant.
ALTER TABLE token_secrets ADD COLUMN last_used_at INTEGER;
ALTER TABLE token_secrets ADD COLUMN last_used_from TEXT;
-- Until now a token had one secret, so what is known of the token is true of it.
UPDATE token_secrets SET last_used_at = t.last_used_at, last_used_from = t.last_used_from
FROM tokens t WHERE t.id = token_secrets.token_id AND t.last_used_at IS NOT NULL;
CREATE INDEX audit_events_by_object ON audit_events (object_id, id);
