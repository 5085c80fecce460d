-- Why: of what a person, a token or a stranger makes there is a bound now, and what is too much goes, the oldest first.
-- These find it.
CREATE INDEX drafts_by_person ON drafts (created_by, updated_at);
CREATE INDEX rotations_by_person ON rotations (created_by, updated_at);
CREATE INDEX logos_by_tenant ON logos (tenant_id, created_at);
CREATE INDEX notices_by_tenant ON notices (tenant_id, id);
CREATE INDEX bulk_jobs_of_tenant ON bulk_jobs (tenant_id, id);
