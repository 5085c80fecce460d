//! What the table of work on many tokens forbids.

use super::constraints::Case;
use super::constraints::Rule::{Check, Foreign, Unique};

pub const BULK: &[Case] = &[
    ("bulk_jobs_pk", Unique("bulk_jobs.id"), "UPDATE bulk_jobs SET id = {1} WHERE id = {2}"),
    ("bulk_jobs_tenant_fk", Foreign, "UPDATE bulk_jobs SET tenant_id = {30}"),
    ("bulk_jobs_creator_fk", Foreign, "UPDATE bulk_jobs SET created_by = {30}"),
    ("bulk_jobs_deed_known", Check, "UPDATE bulk_jobs SET deed = 'delete'"),
    (
        "bulk_jobs_state_known",
        Check,
        "UPDATE bulk_jobs SET state = 'waiting', finished_at = 1 WHERE id = {1}",
    ),
    ("bulk_jobs_reason_known", Check, "UPDATE bulk_jobs SET reason = 'tired' WHERE id = {2}"),
    ("bulk_jobs_reason_of_stopped", Check, "UPDATE bulk_jobs SET reason = NULL WHERE id = {2}"),
    ("bulk_jobs_reason_of_stopped", Check, "UPDATE bulk_jobs SET reason = 'asked' WHERE id = {1}"),
    ("bulk_jobs_lease_whole", Check, "UPDATE bulk_jobs SET lease_by = NULL WHERE id = {1}"),
    ("bulk_jobs_lease_whole", Check, "UPDATE bulk_jobs SET lease_until = 3 WHERE id = {2}"),
    ("bulk_jobs_finished_at_end", Check, "UPDATE bulk_jobs SET finished_at = 3 WHERE id = {1}"),
    ("bulk_jobs_finished_at_end", Check, "UPDATE bulk_jobs SET finished_at = NULL WHERE id = {2}"),
];
