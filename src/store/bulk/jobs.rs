//! Bulk actions: what was requested, the progress, and the worker.

use uuid::Uuid;

use super::chosen::Chosen;
use super::tokens::Forecast;
use crate::domain::bulk::BulkAction;
use crate::domain::id::{BulkId, TenantId, TokenId, UserId};
use crate::domain::limits::{BULK_BYTES, BULK_JOBS, Limit};
use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Error, Result, Tx, limits, on, sql};

sql! {
    INSERT = "INSERT INTO bulk_jobs (id, tenant_id, created_by, created_by_label, address, request_id, deed, expires_at,
                  chosen, as_of, expected, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING";
    FIND = "SELECT id, tenant_id, created_by, created_by_label, address, request_id, deed, expires_at, chosen, as_of,
                expected, done, left_already, left_expired, left_revoked, left_not_theirs, place, state, reason,
                created_at, finished_at
            FROM bulk_jobs WHERE tenant_id = $1 AND id = $2";
    RUNNING = "SELECT id, tenant_id, created_by, created_by_label, address, request_id, deed, expires_at, chosen, as_of,
                   expected, done, left_already, left_expired, left_revoked, left_not_theirs, place, state, reason,
                   created_at, finished_at
               FROM bulk_jobs WHERE tenant_id = $1 AND state = 'running' ORDER BY id DESC LIMIT $2";
    RUNNING_BY = "SELECT tenant_id, id FROM bulk_jobs WHERE created_by = $1 AND state = 'running' ORDER BY id";
    WAITING = "SELECT tenant_id, id FROM bulk_jobs
               WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= $1)
               ORDER BY CASE WHEN id > $2 THEN 0 ELSE 1 END, id LIMIT 1";
    TAKE = "UPDATE bulk_jobs SET lease_by = $3, lease_until = $4
            WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND (lease_until IS NULL OR lease_until <= $5)";
    HOLD = "UPDATE bulk_jobs SET lease_until = $4
            WHERE tenant_id = $1 AND id = $2 AND lease_by = $3 AND state = 'running'";
    RELEASE = "UPDATE bulk_jobs SET lease_by = NULL, lease_until = NULL
               WHERE tenant_id = $1 AND id = $2 AND lease_by = $3";
    ADVANCE = "UPDATE bulk_jobs SET done = done + $3, left_already = left_already + $4,
                   left_expired = left_expired + $5, left_revoked = left_revoked + $6,
                   left_not_theirs = left_not_theirs + $7, place = $8
               WHERE tenant_id = $1 AND id = $2";
    FINISH = "UPDATE bulk_jobs SET state = $3, reason = $4, finished_at = $5, lease_by = NULL, lease_until = NULL
              WHERE tenant_id = $1 AND id = $2 AND state = 'running'";
}

/// A bulk action to be stored.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Created with the form, so that submitting it twice starts one action.
    pub id: BulkId,
    /// The tenant whose tokens it changes.
    pub tenant: TenantId,
    /// The user who starts it.
    pub by: UserId,
    /// The address they sign in with.
    pub by_label: String,
    /// The client's address.
    pub address: Option<String>,
    /// The request's ID in the log.
    pub request_id: Option<String>,
    /// The action.
    pub action: BulkAction,
    /// The selected tokens.
    pub chosen: Chosen,
    /// When the selection was made. Tokens created later don't belong to it.
    pub as_of: Timestamp,
    /// How many tokens it applied to then.
    pub expected: i64,
    /// When it is started.
    pub created_at: Timestamp,
}

/// A stored bulk action and its progress.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: BulkId,
    /// The tenant whose tokens it changes.
    pub tenant: TenantId,
    /// The user who started it; `None` if they were deleted.
    pub by: Option<UserId>,
    /// The address they signed in with.
    pub by_label: String,
    /// The client's address.
    pub address: Option<String>,
    /// The request's ID in the log.
    pub request_id: Option<String>,
    /// The action.
    pub action: BulkAction,
    /// The selected tokens.
    pub chosen: Chosen,
    /// When the selection was made.
    pub as_of: Timestamp,
    /// How many tokens it applied to then.
    pub expected: i64,
    /// The results so far.
    pub so_far: Forecast,
    /// The last token that was processed.
    pub place: Option<TokenId>,
    /// Its state.
    pub state: JobState,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// The state of a bulk action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobState {
    /// It is running, or waits for a worker.
    Running,
    /// It processed all tokens.
    Done,
    /// It was stopped before that.
    Stopped(StopReason),
}

/// Why a bulk action was stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopReason {
    /// A user stopped it.
    Requested,
    /// The user who started it no longer has the rights.
    Rights,
    /// The tenant was disabled, and the action would grant access.
    Tenant,
    /// The new expiration has passed.
    Past,
}

impl StopReason {
    const ALL: [Self; 4] = [Self::Requested, Self::Rights, Self::Tenant, Self::Past];

    const fn name(self) -> &'static str {
        match self {
            Self::Requested => "asked",
            Self::Rights => "rights",
            Self::Tenant => "tenant",
            Self::Past => "past",
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    tenant_id: Uuid,
    created_by: Option<Uuid>,
    created_by_label: String,
    address: Option<String>,
    request_id: Option<String>,
    deed: String,
    expires_at: Option<i64>,
    chosen: String,
    as_of: i64,
    expected: i64,
    done: i64,
    left_already: i64,
    left_expired: i64,
    left_revoked: i64,
    left_not_theirs: i64,
    place: Option<Uuid>,
    state: String,
    reason: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
}

/// Stores a bulk action; `false` if one with this ID exists, possibly another tenant's. Of the tenant's finished
/// actions, the newest [`BULK_JOBS`] are kept.
///
/// # Errors
/// [`Error::Limit`] if the tenant has the maximum number of running actions, [`Error::TooLarge`] if the selection is
/// too long; otherwise if the database fails.
pub async fn insert(tx: &mut Tx, job: &NewJob) -> Result<bool> {
    let chosen = job.chosen.to_json()?;
    if chosen.len() > BULK_BYTES {
        return Err(Error::TooLarge);
    }
    let rows = on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(job.id.uuid()).bind(job.tenant.uuid()).bind(job.by.uuid()).bind(&job.by_label)
        .bind(&job.address).bind(&job.request_id).bind(job.action.name()).bind(job.action.end().map(Timestamp::micros))
        .bind(chosen).bind(job.as_of.micros()).bind(job.expected).bind(job.created_at.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Ok(false);
    }
    // Checked only now, because a form that is submitted twice is a single action.
    limits::check_made(tx, Limit::RunningBulkJobs, job.tenant.uuid()).await?;
    trim(tx, job.tenant, BULK_JOBS).await?;
    Ok(true)
}

/// The bulk action with this ID, if it is this tenant's.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: BulkId) -> Result<Option<Job>> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(FIND).bind(tenant.uuid()).bind(id.uuid())
        .fetch_optional(conn).await)?;
    row.map(Job::try_from).transpose()
}

/// The tenant's running bulk actions, newest first, at most `most`.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn running(tx: &mut Tx, tenant: TenantId, most: i64) -> Result<Vec<Job>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(RUNNING).bind(tenant.uuid()).bind(most)
        .fetch_all(conn).await)?;
    rows.into_iter().map(Job::try_from).collect()
}

/// A user's running bulk actions in all tenants, oldest first.
///
/// # Errors
/// If the database fails.
pub(crate) async fn running_by(tx: &mut Tx, user: UserId) -> Result<Vec<(TenantId, BulkId)>> {
    let rows: Vec<(Uuid, Uuid)> =
        on!(tx, conn => sqlx::query_as(RUNNING_BY).bind(user.uuid()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(tenant, id)| (tenant.into(), id.into())).collect())
}

/// The next bulk action after `last` that needs a worker, so that all get their turn.
///
/// # Errors
/// If the database fails.
pub(crate) async fn waiting(tx: &mut Tx, now: Timestamp, last: BulkId) -> Result<Option<(TenantId, BulkId)>> {
    let row: Option<(Uuid, Uuid)> = on!(tx, conn => sqlx::query_as(WAITING).bind(now.micros()).bind(last.uuid())
        .fetch_optional(conn).await)?;
    Ok(row.map(|(tenant, id)| (tenant.into(), id.into())))
}

/// Leases a bulk action without a worker to `worker` until this time; `false` if another worker has it, or it is
/// over.
///
/// # Errors
/// If the database fails.
pub async fn take(
    tx: &mut Tx,
    (tenant, id): (TenantId, BulkId),
    worker: Uuid,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(TAKE).bind(tenant.uuid()).bind(id.uuid()).bind(worker)
        .bind(until.micros()).bind(now.micros()).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Locks a bulk action leased by `worker` until the end of the transaction and extends the lease; `None` if it was
/// stopped or another worker has leased it.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn hold(
    tx: &mut Tx,
    (tenant, id): (TenantId, BulkId),
    worker: Uuid,
    until: Timestamp,
) -> Result<Option<Job>> {
    let rows = on!(&mut *tx, conn => sqlx::query(HOLD).bind(tenant.uuid()).bind(id.uuid()).bind(worker)
        .bind(until.micros()).execute(conn).await.map(|done| done.rows_affected()))?;
    if rows == 1 { find(tx, tenant, id).await } else { Ok(None) }
}

/// Releases the lease.
///
/// # Errors
/// If the database fails.
pub(crate) async fn release(tx: &mut Tx, (tenant, id): (TenantId, BulkId), worker: Uuid) -> Result<()> {
    on!(tx, conn => sqlx::query(RELEASE).bind(tenant.uuid()).bind(id.uuid()).bind(worker)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Stores the results up to the token `place`.
///
/// # Errors
/// If the database fails.
pub async fn advance(
    tx: &mut Tx,
    (tenant, id): (TenantId, BulkId),
    portion: &Forecast,
    place: TokenId,
) -> Result<()> {
    let [already, expired, revoked, not_theirs] = portion.left;
    on!(tx, conn => sqlx::query(ADVANCE).bind(tenant.uuid()).bind(id.uuid()).bind(portion.done)
        .bind(already).bind(expired).bind(revoked).bind(not_theirs).bind(place.uuid())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Ends a bulk action; `false` if it has ended already. `stopped` is the reason if it is incomplete.
///
/// # Errors
/// If the database fails.
pub(crate) async fn finish(
    tx: &mut Tx,
    (tenant, id): (TenantId, BulkId),
    stopped: Option<StopReason>,
    now: Timestamp,
) -> Result<bool> {
    let state = if stopped.is_some() { "stopped" } else { "done" };
    let rows = on!(tx, conn => sqlx::query(FINISH).bind(tenant.uuid()).bind(id.uuid()).bind(state)
        .bind(stopped.map(StopReason::name)).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Deletes the tenant's finished bulk actions except the newest `keep`; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn trim(tx: &mut Tx, tenant: TenantId, keep: i64) -> Result<u64> {
    ROWS.but(keep)
        .delete(tx, |statement| {
            statement.push("tenant_id = ").bind(Arg::Id(tenant.uuid()));
            statement.push(" AND finished_at IS NOT NULL ORDER BY id DESC");
        })
        .await
}

/// Deletes a batch of bulk actions that ended before this time; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push("finished_at < ").bind(Arg::Int(before.micros()));
    })
    .await
}

const ROWS: DeletableRows = DeletableRows::of("bulk_jobs", "id");

impl TryFrom<Row> for Job {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let stopped = |reason: &str| StopReason::ALL.into_iter().find(|stopped| stopped.name() == reason);
        Ok(Self {
            id: row.id.into(),
            tenant: row.tenant_id.into(),
            by: row.created_by.map(Into::into),
            by_label: row.created_by_label,
            address: row.address,
            request_id: row.request_id,
            action: BulkAction::from_name(&row.deed, row.expires_at.map(Timestamp::from_micros))
                .ok_or(Error::Corrupt("bulk_jobs.deed"))?,
            chosen: Chosen::read(&row.chosen)?,
            as_of: Timestamp::from_micros(row.as_of),
            expected: row.expected,
            so_far: Forecast {
                done: row.done,
                left: [row.left_already, row.left_expired, row.left_revoked, row.left_not_theirs],
            },
            place: row.place.map(Into::into),
            state: match (row.state.as_str(), row.reason.as_deref()) {
                ("running", None) => JobState::Running,
                ("done", None) => JobState::Done,
                ("stopped", Some(reason)) => {
                    JobState::Stopped(stopped(reason).ok_or(Error::Corrupt("bulk_jobs.reason"))?)
                }
                _ => return Err(Error::Corrupt("bulk_jobs.state")),
            },
            created_at: Timestamp::from_micros(row.created_at),
            finished_at: row.finished_at.map(Timestamp::from_micros),
        })
    }
}
