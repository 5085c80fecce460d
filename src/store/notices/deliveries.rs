//! Deliveries: notices being sent to one address each.
//!
//! A replica leases a delivery before it attempts it: the delivery is due again when the lease ends, and no other
//! replica takes it before then. So two replicas never attempt the same delivery at the same time, and if one dies,
//! the delivery is retried with the same ID.

use uuid::Uuid;

use crate::domain::id::{DeliveryId, TenantId};
use crate::domain::notice::{Channel, DeliveryState, Kind, Notice};
use crate::domain::time::Timestamp;
use crate::store::statement::{Arg, Statement};
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    DUE = "SELECT id, tenant_id, channel, target FROM deliveries
           WHERE state = 'waiting' AND due_at <= $1 AND tenant_id NOT IN ($2, $3, $4) ORDER BY due_at, id LIMIT $5";
    // The second of two claims waits for the first one's commit, and then finds the delivery not due.
    CLAIM = "UPDATE deliveries SET lease = $2, due_at = $3, attempts = attempts + 1
             WHERE id = $1 AND state = 'waiting' AND due_at <= $4";
    CLAIM_MAIL_SQLITE = "UPDATE deliveries SET lease = $3, due_at = $4, attempts = attempts + 1
                         WHERE id IN (SELECT id FROM deliveries WHERE tenant_id = $1 AND target = $2
                                          AND state = 'waiting' AND due_at <= $5 ORDER BY due_at, id LIMIT $6)
                         RETURNING id";
    // Materialized, or PostgreSQL would repeat the inner query for rows that changed meanwhile, and exceed its limit.
    CLAIM_MAIL_POSTGRES = "WITH mine AS MATERIALIZED (
                               SELECT id FROM deliveries WHERE tenant_id = $1 AND target = $2 AND state = 'waiting'
                                   AND due_at <= $5 ORDER BY due_at, id LIMIT $6 FOR UPDATE SKIP LOCKED)
                           UPDATE deliveries SET lease = $3, due_at = $4, attempts = attempts + 1
                           WHERE id IN (SELECT id FROM mine) RETURNING id";
    FINISH = "UPDATE deliveries SET state = $3, lease = NULL, last_error = $4, finished_at = $5
              WHERE id = $1 AND lease = $2";
    POSTPONE = "UPDATE deliveries SET lease = NULL, due_at = $3, last_error = $4 WHERE id = $1 AND lease = $2";
    FAILED_COUNT = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM deliveries WHERE tenant_id = $1 AND state = 'failed'
                    LIMIT $2) AS counted";
    TEST_WAITING = "SELECT COUNT(*) FROM deliveries d JOIN notices n ON n.id = d.notice_id
                    WHERE d.tenant_id = $1 AND d.state = 'waiting' AND n.kind = 'test'";
    WAITING_COUNT = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM deliveries WHERE state = 'waiting' LIMIT $1) AS counted";
}

/// Counts stop at this.
pub(crate) const COUNT_LIMIT: i64 = 1_000;

/// A delivery that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueDelivery {
    pub id: DeliveryId,
    pub tenant: TenantId,
    pub channel: Channel,
    /// The email address; empty for the webhook.
    pub target: String,
}

/// A lease: only its holder may record the outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lease {
    pub id: Uuid,
    /// When it expires.
    pub until: Timestamp,
}

/// A delivery as it is sent, or shown.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: DeliveryId,
    /// The notice.
    pub notice: Notice,
    pub channel: Channel,
    /// The email address; empty for the webhook.
    pub target: String,
    /// Its state.
    pub state: DeliveryState,
    /// How many attempts were made.
    pub attempts: i64,
    /// When the next attempt is due, while it is pending.
    pub due_at: Timestamp,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was delivered, or failed.
    pub finished_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    channel: String,
    target: String,
    state: String,
    attempts: i64,
    due_at: i64,
    last_error: Option<String>,
    finished_at: Option<i64>,
    notice_id: Uuid,
    tenant_id: Uuid,
    kind: String,
    token_id: Option<Uuid>,
    token_name: String,
    expires_at: Option<i64>,
    occurred_at: i64,
}

impl TryFrom<Row> for Delivery {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            notice: Notice {
                id: row.notice_id,
                tenant: row.tenant_id.into(),
                kind: Kind::from_name(&row.kind).ok_or(Error::Corrupt("notices.kind"))?,
                token: row.token_id.map(|id| (id.into(), row.token_name)),
                expires_at: row.expires_at.map(Timestamp::from_micros),
                occurred_at: Timestamp::from_micros(row.occurred_at),
            },
            channel: Channel::from_name(&row.channel).ok_or(Error::Corrupt("deliveries.channel"))?,
            target: row.target,
            state: DeliveryState::from_name(&row.state).ok_or(Error::Corrupt("deliveries.state"))?,
            attempts: row.attempts,
            due_at: Timestamp::from_micros(row.due_at),
            last_error: row.last_error,
            finished_at: row.finished_at.map(Timestamp::from_micros),
        })
    }
}

/// Due deliveries, the longest due first: at most `limit`, and none of the first three tenants in `others`, so that
/// one tenant's deliveries don't delay the others.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn due(
    tx: &mut Tx,
    others: &[TenantId],
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DueDelivery>> {
    let other = |place: usize| others.get(place).map_or(Uuid::nil(), |tenant| tenant.uuid());
    let rows: Vec<(Uuid, Uuid, String, String)> = on!(tx, conn => sqlx::query_as(DUE)
        .bind(now.micros()).bind(other(0)).bind(other(1)).bind(other(2)).bind(limit)
        .fetch_all(conn).await)?;
    let due = |(id, tenant, channel, target): (Uuid, Uuid, String, String)| {
        let channel = Channel::from_name(&channel).ok_or(Error::Corrupt("deliveries.channel"))?;
        Ok(DueDelivery { id: id.into(), tenant: tenant.into(), channel, target })
    };
    rows.into_iter().map(due).collect()
}

/// Leases a due delivery; `false` if another replica has it.
///
/// # Errors
/// If the database fails.
pub(crate) async fn claim(tx: &mut Tx, id: DeliveryId, lease: Lease, now: Timestamp) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(CLAIM)
        .bind(id.uuid()).bind(lease.id).bind(lease.until.micros()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Leases all that is due to one email address, at most `limit` deliveries.
///
/// # Errors
/// If the database fails.
pub(crate) async fn claim_mail(
    tx: &mut Tx,
    tenant: TenantId,
    address: &str,
    lease: Lease,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DeliveryId>> {
    let text = if matches!(tx, Tx::Sqlite(..)) { CLAIM_MAIL_SQLITE } else { CLAIM_MAIL_POSTGRES };
    let rows: Vec<(Uuid,)> = on!(tx, conn => sqlx::query_as(text)
        .bind(tenant.uuid()).bind(address).bind(lease.id).bind(lease.until.micros()).bind(now.micros()).bind(limit)
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Records that a delivery succeeded (or was logged), or has failed; `false` if the lease has expired and another
/// replica attempts it.
///
/// # Errors
/// If the database fails.
pub(crate) async fn finish(
    tx: &mut Tx,
    id: DeliveryId,
    lease: Lease,
    state: DeliveryState,
    error: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(FINISH)
        .bind(id.uuid()).bind(lease.id).bind(state.name()).bind(error).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Records a failed attempt, to be retried at `due`; `false` if the lease has expired and another replica attempts
/// it.
///
/// # Errors
/// If the database fails.
pub(crate) async fn postpone(
    tx: &mut Tx,
    id: DeliveryId,
    lease: Lease,
    due: Timestamp,
    error: &str,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(POSTPONE)
        .bind(id.uuid()).bind(lease.id).bind(due.micros()).bind(error)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const WHOLE: &str =
    "SELECT d.id, d.channel, d.target, d.state, d.attempts, d.due_at, d.last_error, d.finished_at,
         n.id AS notice_id, n.tenant_id, n.kind, n.token_id, n.token_name, n.expires_at, n.occurred_at
     FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE ";

/// These deliveries, oldest notices first.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn by_ids(tx: &mut Tx, ids: &[DeliveryId]) -> Result<Vec<Delivery>> {
    let mut statement = Statement::new(WHOLE);
    statement.push("d.id IN ").bind_ids(ids.iter().map(|id| id.uuid()));
    statement.push(" ORDER BY n.occurred_at, n.id");
    statement.fetch_all::<Row>(tx).await?.into_iter().map(Delivery::try_from).collect()
}

/// The newest deliveries of a tenant, at most `limit`; only failed ones if `failed`.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn newest(tx: &mut Tx, tenant: TenantId, failed: bool, limit: i64) -> Result<Vec<Delivery>> {
    let mut statement = Statement::new(WHOLE);
    statement.push("d.tenant_id = ").bind(Arg::Id(tenant.uuid()));
    if failed {
        statement.push(" AND d.state = 'failed'");
    }
    statement.push(" ORDER BY d.created_at DESC, d.id DESC LIMIT ").bind(Arg::Int(limit));
    statement.fetch_all::<Row>(tx).await?.into_iter().map(Delivery::try_from).collect()
}

/// How many deliveries of a tenant have failed, counted up to [`COUNT_LIMIT`] + 1.
///
/// # Errors
/// If the database fails.
pub(crate) async fn count_failed(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(FAILED_COUNT)
        .bind(tenant.uuid()).bind(COUNT_LIMIT + 1).fetch_one(conn).await)?;
    Ok(count)
}

/// Whether a test of a tenant is pending.
///
/// # Errors
/// If the database fails.
pub(crate) async fn is_testing(tx: &mut Tx, tenant: TenantId) -> Result<bool> {
    let (count,): (i64,) =
        on!(tx, conn => sqlx::query_as(TEST_WAITING).bind(tenant.uuid()).fetch_one(conn).await)?;
    Ok(count > 0)
}

/// How many deliveries are pending in all tenants, counted up to `limit`.
///
/// # Errors
/// If the database fails.
pub(crate) async fn count_waiting(tx: &mut Tx, limit: i64) -> Result<i64> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(WAITING_COUNT).bind(limit).fetch_one(conn).await)?;
    Ok(count)
}

/// Restarts failed deliveries: the one with this ID, or all of the tenant. Returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn try_again(
    tx: &mut Tx,
    tenant: TenantId,
    id: Option<DeliveryId>,
    now: Timestamp,
) -> Result<i64> {
    let mut statement = Statement::new(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, finished_at = NULL, due_at = ",
    );
    statement.bind(Arg::Int(now.micros()));
    failed_of(statement, tx, tenant, id).await
}

/// Deletes failed deliveries: the one with this ID, or all of the tenant. Returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn forget(tx: &mut Tx, tenant: TenantId, id: Option<DeliveryId>) -> Result<i64> {
    failed_of(Statement::new("DELETE FROM deliveries"), tx, tenant, id).await
}

async fn failed_of(
    mut statement: Statement,
    tx: &mut Tx,
    tenant: TenantId,
    id: Option<DeliveryId>,
) -> Result<i64> {
    statement.push(" WHERE state = 'failed' AND tenant_id = ").bind(Arg::Id(tenant.uuid()));
    if let Some(id) = id {
        statement.push(" AND id = ").bind(Arg::Id(id.uuid()));
    }
    statement.push(" RETURNING id");
    let rows: Vec<(Uuid,)> = statement.fetch_all(tx).await?;
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}
