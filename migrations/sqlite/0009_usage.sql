-- Why: whoever comes back to a token after a year wants to know whether anybody still uses it, for what, and how much.
--
-- tokens gets what its last use was for, beside when and from where. A column is empty when the use asked for no
-- permission or no module. Only a use that was allowed is a last use.
--
-- usage_days counts decisions on tokens by the day (whole days of UTC since 1970), so that it grows with the days and
-- not with the requests. tenant_id is the tenant that was asked for if the token reaches it, else the token's own.
-- module is the slug of the module that was asked for if the token may use it there, else ''; with introspection it is
-- the only one that token and client have in common, if it is the only one. permission is the one the method needs, 0
-- where no method is known (introspection, /api/v1/me). So no caller can make up a row by asking for names that do not
-- concern the token. Refusals count as soon as the secret leads to a token.
--
-- The rows are added to in batches, some seconds to a minute after the uses, by each replica for itself: always
-- "+ so many", never "= so many". A process that is killed loses what it had not written, a minute at most.
ALTER TABLE tokens ADD COLUMN last_used_permission INTEGER
    CONSTRAINT tokens_last_permission_known CHECK (last_used_permission IN (1, 2, 4, 8));
ALTER TABLE tokens ADD COLUMN last_used_module TEXT;

CREATE TABLE usage_days (
    token_id   BLOB    NOT NULL CONSTRAINT usage_days_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    day        INTEGER NOT NULL,
    tenant_id  BLOB    NOT NULL CONSTRAINT usage_days_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
    module     TEXT    NOT NULL,
    permission INTEGER NOT NULL CONSTRAINT usage_days_permission_known CHECK (permission IN (0, 1, 2, 4, 8)),
    allowed    INTEGER NOT NULL CONSTRAINT usage_days_allowed_not_negative CHECK (allowed >= 0),
    refused    INTEGER NOT NULL CONSTRAINT usage_days_refused_not_negative CHECK (refused >= 0),
    CONSTRAINT usage_days_pk PRIMARY KEY (token_id, day, tenant_id, module, permission)
) STRICT, WITHOUT ROWID;
-- Finds what is old enough to be thrown away.
CREATE INDEX usage_days_by_day ON usage_days (day);
