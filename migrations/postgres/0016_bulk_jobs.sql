-- Why: what is done to many tokens at once may take minutes, and goes on when the browser, or the whole process, is gone.
--
-- A row holds everything that is needed to go on: what is done (deed, expires_at for a new end), to which tokens (chosen,
-- as JSON: their ids, or the list's filter), and how far it got (place: the last token that was looked at). It is moved on
-- in the very transaction that changes the tokens, so that nothing is done twice and nothing is forgotten. Tokens issued
-- after as_of are none of them: nobody saw those when it was confirmed.
--
-- Whoever works on it says so in lease_by, and until when nobody else shall. A reason stands with what was stopped only.
CREATE TABLE bulk_jobs (
    id               UUID NOT NULL CONSTRAINT bulk_jobs_pk PRIMARY KEY,
    tenant_id        UUID NOT NULL CONSTRAINT bulk_jobs_tenant_fk REFERENCES tenants (id),
    created_by       UUID CONSTRAINT bulk_jobs_creator_fk REFERENCES users (id) ON DELETE SET NULL,
    created_by_label TEXT NOT NULL,
    address          TEXT,
    request_id       TEXT,
    deed             TEXT NOT NULL CONSTRAINT bulk_jobs_deed_known
                     CHECK (deed IN ('disable', 'enable', 'revoke', 'expire')),
    expires_at       BIGINT,
    chosen           TEXT NOT NULL,
    as_of            BIGINT NOT NULL,
    expected         BIGINT NOT NULL,
    done             BIGINT NOT NULL DEFAULT 0,
    left_already     BIGINT NOT NULL DEFAULT 0,
    left_expired     BIGINT NOT NULL DEFAULT 0,
    left_revoked     BIGINT NOT NULL DEFAULT 0,
    left_not_theirs  BIGINT NOT NULL DEFAULT 0,
    place            UUID,
    state            TEXT NOT NULL DEFAULT 'running' CONSTRAINT bulk_jobs_state_known
                     CHECK (state IN ('running', 'done', 'stopped')),
    reason           TEXT CONSTRAINT bulk_jobs_reason_known CHECK (reason IN ('asked', 'rights', 'tenant', 'past')),
    lease_by         UUID,
    lease_until      BIGINT,
    created_at       BIGINT NOT NULL,
    finished_at      BIGINT,
    CONSTRAINT bulk_jobs_reason_of_stopped CHECK ((state = 'stopped') = (reason IS NOT NULL)),
    CONSTRAINT bulk_jobs_lease_whole CHECK ((lease_by IS NULL) = (lease_until IS NULL)),
    CONSTRAINT bulk_jobs_finished_at_end CHECK ((state = 'running') = (finished_at IS NULL))
);
CREATE INDEX bulk_jobs_running ON bulk_jobs (tenant_id, id) WHERE state = 'running';
CREATE INDEX bulk_jobs_by_age ON bulk_jobs (finished_at) WHERE finished_at IS NOT NULL;
