//! Refusals, kept for some days: the answer to "why was this refused?" by the id that the refused caller was given.
//!
//! What is kept is bounded, in rows here and in bytes by the table's own constraints. [`Refusals`] decides what is kept,
//! and writes it; the oldest rows make room for new ones. Rows about tokens and rows about none have a bound each, so
//! that no flood of unknown tokens displaces what happened to tokens that exist.

mod refusals;

use uuid::Uuid;

pub use refusals::{Counts, Noted, Refusals, Refused};

use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Result, Tx, on, sql};

sql! {
    INSERT = "INSERT INTO decisions (id, at, reason, token_id, tenant_id, asked_tenant, asked_module, method, address)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    FIND = "SELECT d.id, d.at, d.reason, d.token_id, t.name AS token_name, d.tenant_id, o.slug AS tenant_slug,
                d.asked_tenant, d.asked_module, d.method, d.address
            FROM decisions d LEFT JOIN tokens t ON t.id = d.token_id LEFT JOIN tenants o ON o.id = d.tenant_id
            WHERE d.id = $1";
    COUNT_KNOWN = "SELECT COUNT(*) FROM decisions WHERE token_id IS NOT NULL";
    COUNT_UNKNOWN = "SELECT COUNT(*) FROM decisions WHERE token_id IS NULL";
}

/// Bytes that are kept of what was asked, as the table's constraints have it: a slug, and several.
pub(crate) const SLUG_BYTES: usize = 40;
/// Of the slugs of an API client's modules, with commas between them.
pub(crate) const MODULES_BYTES: usize = 120;
/// Of a method. The longest that a permission belongs to is OPTIONS.
pub(crate) const METHOD_BYTES: usize = 20;

/// How many rows stay.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// About tokens.
    pub known: i64,
    /// About a single token.
    pub per_token: i64,
    /// About no token: unknown and missing ones, and requests that could not be understood.
    pub unknown: i64,
    /// Rows are counted each time so many were written, and those above the bound less this are deleted: with one
    /// process there are never more than the bound, and so many more for each further one.
    pub slack: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { known: 150_000, per_token: 500, unknown: 50_000, slack: 1_000 }
    }
}

/// Whether a refusal is about a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalSubject {
    /// The secret led to a token.
    Token,
    /// It did not, or there was none.
    Nobody,
}

/// A refusal as it is kept.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    at: Timestamp,
    reason: &'static str,
    token: Option<(TokenId, TenantId)>,
    asked_tenant: Option<String>,
    asked_module: Option<String>,
    method: Option<String>,
    address: String,
}

/// A refusal with what it was about, as it is called now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRecord {
    /// Its id.
    pub id: String,
    /// When, in microseconds.
    pub at: i64,
    /// Why.
    pub reason: String,
    /// The token, if the secret led to one.
    pub token_id: Option<Uuid>,
    /// The token's name.
    pub token_name: Option<String>,
    /// The tenant that token belongs to.
    pub tenant_id: Option<Uuid>,
    /// That tenant's slug.
    pub tenant_slug: Option<String>,
    /// The tenant that the proxy asked for; empty for what cannot be a slug.
    pub asked_tenant: Option<String>,
    /// The module that the proxy asked for; empty for what cannot be a slug.
    pub asked_module: Option<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
}

async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(&row.id).bind(row.at.micros()).bind(row.reason)
        .bind(row.token.map(|(token, _)| token.uuid())).bind(row.token.map(|(_, tenant)| tenant.uuid()))
        .bind(&row.asked_tenant).bind(&row.asked_module).bind(&row.method).bind(&row.address)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The refusal of that id.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<DecisionRecord>> {
    Ok(on!(tx, conn => sqlx::query_as(FIND).bind(id).fetch_optional(conn).await)?)
}

/// How many refusals are kept.
///
/// # Errors
/// When the database fails.
pub(crate) async fn count(tx: &mut Tx, about: RefusalSubject) -> Result<i64> {
    let text = match about {
        RefusalSubject::Token => COUNT_KNOWN,
        RefusalSubject::Nobody => COUNT_UNKNOWN,
    };
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(text).fetch_one(conn).await)?;
    Ok(count)
}

/// Deletes a portion of the refusals from before `before`; gives how many.
///
/// # Errors
/// When the database fails.
pub(crate) async fn delete_old(tx: &mut Tx, about: RefusalSubject, before: Timestamp) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push(of(about)).push(" AND at < ").bind(Arg::Int(before.micros()));
    })
    .await
}

/// Deletes the oldest refusals, at most `limit`; gives how many.
///
/// # Errors
/// When the database fails.
pub(crate) async fn delete_oldest(tx: &mut Tx, about: RefusalSubject, limit: i64) -> Result<u64> {
    ROWS.at_most(limit)
        .delete(tx, |statement| {
            statement.push(of(about)).push(" ORDER BY at");
        })
        .await
}

/// Whether no other replica trims the table at this moment; none begins to until the transaction ends. Two that count and
/// delete at once would delete twice what is too much. SQLite has one writer anyway.
async fn is_only_trimmer(tx: &mut Tx) -> Result<bool> {
    match tx {
        Tx::Sqlite(..) => Ok(true),
        Tx::Postgres(tx, _) => {
            let (alone,): (bool,) = sqlx::query_as(ONLY_TRIMMER).bind(TRIMMING).fetch_one(&mut **tx).await?;
            Ok(alone)
        }
    }
}

/// Deletes a portion of a token's refusals but for the newest `keep`; gives how many.
///
/// # Errors
/// When the database fails.
pub(crate) async fn trim_token(tx: &mut Tx, token: TokenId, keep: i64) -> Result<u64> {
    ROWS.but(keep)
        .delete(tx, |statement| {
            statement.push("token_id = ").bind(Arg::Id(token.uuid())).push(" ORDER BY at DESC");
        })
        .await
}

// PostgreSQL's alone, so it is not among the texts that both databases are to understand.
const ONLY_TRIMMER: &str = "SELECT pg_try_advisory_xact_lock($1)";
/// Names the lock, among all that might be taken in this database.
const TRIMMING: i64 = 0x6c61_7463_6864_6563;

const ROWS: DeletableRows = DeletableRows::of("decisions", "id");

const fn of(about: RefusalSubject) -> &'static str {
    match about {
        RefusalSubject::Token => "token_id IS NOT NULL",
        RefusalSubject::Nobody => "token_id IS NULL",
    }
}
