//! Whether there is room for another one. Each is counted no further than its bound, in an index.

use uuid::Uuid;

use super::statement::{Arg, Statement};
use super::{Error, Result, Tx};
use crate::domain::limits::Limit;

/// Counting a million rows takes a moment, so that is done for one new token in so many.
const COUNTED_EACH: u8 = 64;

/// Refuses another one when there are as many as there may be. `within` is the tenant, or the token for
/// [`Limit::IdempotencyKeys`]; it does not matter for what is counted for everybody together.
///
/// # Errors
/// [`Error::Limit`] when there are as many as there may be; otherwise when the database fails.
pub async fn check(tx: &mut Tx, limit: Limit, within: Uuid) -> Result<()> {
    check_at(tx, limit, within, limit.bound()).await
}

/// The same after another one was made in this transaction, which is undone when it was one too many.
///
/// # Errors
/// [`Error::Limit`] when there are as many as there may be; otherwise when the database fails.
pub async fn check_made(tx: &mut Tx, limit: Limit, within: Uuid) -> Result<()> {
    check_at(tx, limit, within, limit.bound() + 1).await
}

/// [`check`] for a new token with that id.
///
/// # Errors
/// [`Error::Limit`] when there are as many as there may be; otherwise when the database fails.
pub async fn check_token(tx: &mut Tx, tenant: Uuid, token: Uuid) -> Result<()> {
    // The end of an id is random.
    match token.as_bytes().last() {
        Some(last) if last % COUNTED_EACH == 0 => check(tx, Limit::Tokens, tenant).await,
        _ => Ok(()),
    }
}

/// [`check`] with another bound than the limit's own.
///
/// # Errors
/// [`Error::Limit`] when there are as many as there may be; otherwise when the database fails.
pub async fn check_at(tx: &mut Tx, limit: Limit, within: Uuid, bound: i64) -> Result<()> {
    let mut statement = Statement::new("SELECT 1 AS one FROM ");
    let (rows, of) = match limit {
        Limit::Apps => ("apps WHERE tenant_id = ", true),
        Limit::Modules => ("modules", false),
        Limit::ApiClients => ("api_clients WHERE revoked_at IS NULL", false),
        Limit::Tenants => ("tenants", false),
        Limit::Tokens => ("tokens WHERE tenant_id = ", true),
        Limit::IdempotencyKeys => ("idempotency_keys WHERE token_id = ", true),
        Limit::RunningBulkJobs => ("bulk_jobs WHERE state = 'running' AND tenant_id = ", true),
    };
    statement.push(rows);
    if of {
        statement.bind(Arg::Id(within));
    }
    statement.push(" LIMIT ").bind(Arg::Int(bound));
    if statement.count(tx).await? < bound { Ok(()) } else { Err(Error::Limit(limit)) }
}
