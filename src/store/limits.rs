//! Checks whether a limit is reached. Rows are counted in an index, up to the limit.

use uuid::Uuid;

use super::statement::{Arg, Statement};
use super::{Error, Result, Tx};
use crate::domain::limits::Limit;

/// Counting a million rows takes a moment, so only one in this many new tokens is checked.
const COUNTED_EACH: u8 = 64;

/// Checks that another row may be added. `within` is the tenant, or the token for [`Limit::IdempotencyKeys`]; it is
/// ignored for limits of the whole instance.
///
/// # Errors
/// [`Error::Limit`] if the limit is reached; otherwise if the database fails.
pub async fn check(tx: &mut Tx, limit: Limit, within: Uuid) -> Result<()> {
    check_at(tx, limit, within, limit.bound()).await
}

/// The same after the row was added in this transaction, which must be rolled back if the limit is exceeded.
///
/// # Errors
/// [`Error::Limit`] if the limit is exceeded; otherwise if the database fails.
pub async fn check_made(tx: &mut Tx, limit: Limit, within: Uuid) -> Result<()> {
    check_at(tx, limit, within, limit.bound() + 1).await
}

/// [`check`] for a new token with this ID.
///
/// # Errors
/// [`Error::Limit`] if the limit is reached; otherwise if the database fails.
pub async fn check_token(tx: &mut Tx, tenant: Uuid, token: Uuid) -> Result<()> {
    // The end of an ID is random.
    match token.as_bytes().last() {
        Some(last) if last % COUNTED_EACH == 0 => check(tx, Limit::Tokens, tenant).await,
        _ => Ok(()),
    }
}

/// [`check`] with a different bound.
///
/// # Errors
/// [`Error::Limit`] if the limit is reached; otherwise if the database fails.
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
