//! The secrets of a token: the current one and earlier ones.

use crate::domain::id::TokenId;
use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Result, Tx, on, sql};

sql! {
    // The use of the secret that was used last is in the token's row.
    LIST = "SELECT s.generation, s.last_four, s.created_at, s.ends_at, COALESCE(u.at, o.at) AS last_used_at,
                CASE WHEN u.at IS NULL THEN o.address ELSE u.address END AS last_used_from
            FROM token_secrets s
                LEFT JOIN token_uses u ON u.token_id = s.token_id AND u.generation = s.generation
                LEFT JOIN secret_uses o ON o.token_id = s.token_id AND o.generation = s.generation
            WHERE s.token_id = $1 ORDER BY s.generation DESC LIMIT $2";
    TRIM_USES = "DELETE FROM secret_uses WHERE token_id = $1 AND generation NOT IN
                     (SELECT s.generation FROM token_secrets s WHERE s.token_id = $1)";
    ENDS_AT = "SELECT ends_at FROM token_secrets WHERE token_id = $1 AND generation = $2";
    END = "UPDATE token_secrets SET ends_at = $3 WHERE token_id = $1 AND generation = $2 AND ends_at > $3";
    EXTEND = "UPDATE token_secrets SET ends_at = $3
              WHERE token_id = $1 AND generation = $2 AND ends_at > $4 AND ends_at < $3";
}

/// A secret as shown, without the secret itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secret {
    /// Its generation, starting at 1.
    pub generation: i64,
    /// Its last four characters.
    pub last_four: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it stops working, if it was replaced.
    pub ends_at: Option<Timestamp>,
    /// When it was last used, if known.
    pub last_used_at: Option<Timestamp>,
    /// The address that last used it.
    pub last_used_from: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    generation: i64,
    last_four: String,
    created_at: i64,
    ends_at: Option<i64>,
    last_used_at: Option<i64>,
    last_used_from: Option<String>,
}

/// The newest secrets of a token, at most `limit`, newest first.
///
/// # Errors
/// If the database fails.
pub async fn of_token(tx: &mut Tx, token: TokenId, limit: i64) -> Result<Vec<Secret>> {
    let rows: Vec<Row> =
        on!(tx, conn => sqlx::query_as(LIST).bind(token.uuid()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Secret::from).collect())
}

/// When this secret of a token ends because it was replaced; `None` if it was not. The outer `None` means that there
/// is no such secret.
///
/// # Errors
/// If the database fails.
pub(crate) async fn ends_at(
    tx: &mut Tx,
    token: TokenId,
    generation: i64,
) -> Result<Option<Option<Timestamp>>> {
    let row: Option<(Option<i64>,)> = on!(tx, conn => sqlx::query_as(ENDS_AT).bind(token.uuid()).bind(generation)
        .fetch_optional(conn).await)?;
    Ok(row.map(|(end,)| end.map(Timestamp::from_micros)))
}

/// Ends a replaced secret that still works; `false` if it no longer does, or was never replaced.
///
/// # Errors
/// If the database fails.
pub async fn end(tx: &mut Tx, token: TokenId, generation: i64, now: Timestamp) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(END).bind(token.uuid()).bind(generation).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Moves the end of a replaced secret that still works to a later time; `false` if it no longer works, or already
/// works that long.
///
/// # Errors
/// If the database fails.
pub(crate) async fn extend(
    tx: &mut Tx,
    token: TokenId,
    generation: i64,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    Ok(
        on!(tx, conn => sqlx::query(EXTEND).bind(token.uuid()).bind(generation).bind(until.micros()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
            == 1,
    )
}

/// Deletes secrets of a token that have ended by `now`, except its newest `keep`; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn trim(tx: &mut Tx, token: TokenId, keep: i64, now: Timestamp) -> Result<u64> {
    // Only the newest secret has no end, and at most one before it has not ended: both are kept.
    let trimmed = DeletableRows::of("token_secrets", "hash")
        .but(keep - 1)
        .delete(tx, |statement| {
            statement.push("token_id = ").bind(Arg::Id(token.uuid()));
            statement.push(" AND ends_at <= ").bind(Arg::Int(now.micros())).push(" ORDER BY generation DESC");
        })
        .await?;
    if trimmed > 0 {
        // The last use of a secret is deleted with it.
        on!(tx, conn => sqlx::query(TRIM_USES).bind(token.uuid()).execute(conn).await.map(|_| ()))?;
    }
    Ok(trimmed)
}

impl From<Row> for Secret {
    fn from(row: Row) -> Self {
        Self {
            generation: row.generation,
            last_four: row.last_four,
            created_at: Timestamp::from_micros(row.created_at),
            ends_at: row.ends_at.map(Timestamp::from_micros),
            last_used_at: row.last_used_at.map(Timestamp::from_micros),
            last_used_from: row.last_used_from,
        }
    }
}
