-- Why: a database that was put back from a backup no longer knows what was revoked since, so nothing may be verified
-- against it until an operator has seen what is missing. Each process knows the newest heads of the audit chains from a
-- file outside of the database. The first one that finds the database behind them notes it in `behind` (JSON: what is
-- missing), so that every replica refuses, also one whose own file knows less. Confirming empties `behind` and raises
-- `restores`, which tells the replicas, and the files they keep, that the heads they know count no more.
ALTER TABLE instance ADD COLUMN restores BIGINT NOT NULL DEFAULT 0;
ALTER TABLE instance ADD COLUMN behind TEXT;
