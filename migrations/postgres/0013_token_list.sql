-- Why: the list of tokens is sorted and filtered in several ways, and has to be as quick for a tenant with a hundred
-- thousand of them as for one with ten. A page is read from where the one before it ended, so each way of sorting has
-- an index that ends in the id; a filter that can be rare in a large tenant has one of its own.
--
-- There is none for last_used_at: it is written up to once a minute for each token in use, and each write would move
-- the token within the index. last_used_hour says the same by the hour (in hours since 1970; 0 for never), so the index
-- is written once an hour at most, and among the uses of one hour the list has an order of its own.
--
-- late_day is the last day (in days since 1970; 0 for none) on which something was refused to a token whose end had
-- come before that day began: somebody still calls with it. To find these among the counts of usage_days would take a
-- look at every token that ever expired.
--
-- issued_by_person tells the tokens of people who are gone from those that another token issued: created_by is empty in
-- both. Nobody could be deleted so far.
ALTER TABLE tokens ADD COLUMN last_used_hour BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN late_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN issued_by_person BIGINT NOT NULL DEFAULT 1
    CONSTRAINT tokens_issued_by_person_known CHECK (issued_by_person IN (0, 1));
UPDATE tokens SET last_used_hour = COALESCE(last_used_at / 3600000000, 0),
    issued_by_person = CASE WHEN created_by IS NULL THEN 0 ELSE 1 END;

CREATE INDEX tokens_by_name ON tokens (tenant_id, search_name, id);
-- What never expires comes after all that does.
CREATE INDEX tokens_by_expiry ON tokens (tenant_id, COALESCE(expires_at, 9223372036854775807), id);
CREATE INDEX tokens_by_use ON tokens (tenant_id, last_used_hour, id);
CREATE INDEX tokens_by_creator ON tokens (tenant_id, created_by_label, id);
-- In the order of the ids as well: it stands in for the one there was.
DROP INDEX tokens_by_app;
CREATE INDEX tokens_of_app ON tokens (tenant_id, app_id, id) WHERE app_id IS NOT NULL;
CREATE INDEX tokens_reaching_far ON tokens (tenant_id, tenant_scope, id) WHERE tenant_scope <> 'this';
CREATE INDEX tokens_revoked ON tokens (tenant_id, id) WHERE revoked_at IS NOT NULL;
CREATE INDEX tokens_disabled ON tokens (tenant_id, id) WHERE disabled_at IS NOT NULL;
CREATE INDEX tokens_late ON tokens (tenant_id, id) WHERE late_day > 0;
CREATE INDEX tokens_orphaned ON tokens (tenant_id, id) WHERE created_by IS NULL;
-- Finds the tokens of somebody: those who are disabled, and whoever is about to be deleted.
CREATE INDEX tokens_by_person ON tokens (created_by, tenant_id) WHERE created_by IS NOT NULL;
