//! Rotations whose secret was shown but not saved yet. They never authenticate anything.

use crate::domain::id::{TokenId, UserId};
use crate::domain::limits::ROTATIONS;
use crate::domain::rotation::Overlap;
use crate::domain::secret::SecretHash;
use crate::domain::time::Timestamp;
use crate::domain::token::KeptSecret;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    FIND = "SELECT generation, saved, follows, overlap, ends_at, hash, key_id, last_four
            FROM rotations WHERE token_id = $1 AND created_by = $2";
    BEGIN = "INSERT INTO rotations (token_id, created_by, generation, saved, follows, overlap, updated_at)
             VALUES ($1, $2, 0, 0, 0, 'none', $3) ON CONFLICT (token_id, created_by) DO NOTHING";
    PROPOSE = "UPDATE rotations SET generation = generation + 1, follows = $4, overlap = $5, ends_at = $6, hash = $7,
                   key_id = $8, last_four = $9, updated_at = $10
               WHERE token_id = $1 AND created_by = $2 AND generation = $3";
    TAKE = "UPDATE rotations SET saved = generation, hash = NULL, key_id = NULL, last_four = NULL, updated_at = $4
            WHERE token_id = $1 AND created_by = $2 AND generation = $3 AND hash IS NOT NULL";
    DISCARD = "UPDATE rotations SET hash = NULL, key_id = NULL, last_four = NULL
               WHERE token_id = $1 AND created_by = $2 AND hash IS NOT NULL";
}

/// A rotation in progress.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// How many secrets were shown.
    pub generation: i64,
    /// The generation that was saved last; 0 if none was.
    pub saved: i64,
    /// The token's newest generation when the newest of these secrets was shown.
    pub follows: i64,
    /// How long the old secret keeps working after Save.
    pub overlap: Overlap,
    /// The newest secret, unless it was saved or discarded.
    pub secret: Option<KeptSecret>,
}

#[derive(sqlx::FromRow)]
struct Row {
    generation: i64,
    saved: i64,
    follows: i64,
    overlap: String,
    ends_at: Option<i64>,
    hash: Option<Vec<u8>>,
    key_id: Option<String>,
    last_four: Option<String>,
}

/// The pending rotation of this token by `person`.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find(tx: &mut Tx, token: TokenId, person: UserId) -> Result<Option<Rotation>> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(FIND).bind(token.uuid()).bind(person.uuid())
        .fetch_optional(conn).await)?;
    row.map(Rotation::try_from).transpose()
}

/// Stores a new secret if `seen` of them were shown so far, else returns `false`. Of concurrent submissions, one
/// creates a secret and shows it.
///
/// # Errors
/// An error that [`Error::is_in_use`] if the token or the person was deleted; otherwise if the database fails.
pub async fn propose(
    tx: &mut Tx,
    token: TokenId,
    person: UserId,
    seen: i64,
    (follows, overlap): (i64, Overlap),
    secret: &KeptSecret,
    now: Timestamp,
) -> Result<bool> {
    on!(&mut *tx, conn => sqlx::query(BEGIN).bind(token.uuid()).bind(person.uuid()).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    trim(tx, person, token, ROTATIONS).await?;
    Ok(on!(tx, conn => sqlx::query(PROPOSE).bind(token.uuid()).bind(person.uuid()).bind(seen)
        .bind(follows).bind(overlap.name()).bind(overlap.moment().map(Timestamp::micros))
        .bind(secret.hash.bytes().as_slice()).bind(&secret.key_id).bind(&secret.last_four).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Takes the secret of this generation, to save it; `false` if it is saved already, or void.
///
/// # Errors
/// If the database fails.
pub async fn take(
    tx: &mut Tx,
    token: TokenId,
    person: UserId,
    generation: i64,
    now: Timestamp,
) -> Result<bool> {
    Ok(
        on!(tx, conn => sqlx::query(TAKE).bind(token.uuid()).bind(person.uuid()).bind(generation).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
            == 1,
    )
}

/// Discards the secret.
///
/// # Errors
/// If the database fails.
pub async fn discard(tx: &mut Tx, token: TokenId, person: UserId) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(DISCARD).bind(token.uuid()).bind(person.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Deletes a person's rotations except that of `token` and `keep - 1` others: first those that were saved, then the
/// oldest. Returns how many.
///
/// # Errors
/// If the database fails.
pub async fn trim(tx: &mut Tx, person: UserId, token: TokenId, keep: i64) -> Result<u64> {
    ROWS.but(keep - 1)
        .delete(tx, |statement| {
            statement.push("created_by = ").bind(Arg::Id(person.uuid()));
            statement
                .push(" AND token_id <> ")
                .bind(Arg::Id(token.uuid()))
                .push(" ORDER BY hash IS NULL, updated_at DESC");
        })
        .await
}

/// Deletes a batch of rotations that were not changed since `before`; returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push("updated_at < ").bind(Arg::Int(before.micros()));
    })
    .await
}

const ROWS: DeletableRows = DeletableRows::of("rotations", "token_id, created_by");

impl TryFrom<Row> for Rotation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let secret = match (row.hash, row.key_id, row.last_four) {
            (Some(hash), Some(key_id), Some(last_four)) => Some(KeptSecret {
                key_id,
                hash: SecretHash::from_bytes(&hash).ok_or(Error::Corrupt("rotations.hash"))?,
                last_four,
            }),
            (None, None, None) => None,
            _ => return Err(Error::Corrupt("rotations secret")),
        };
        let overlap = match row.ends_at {
            Some(at) => Some(Overlap::Until(Timestamp::from_micros(at))),
            None => Overlap::from_name(&row.overlap),
        };
        Ok(Self {
            generation: row.generation,
            saved: row.saved,
            follows: row.follows,
            overlap: overlap.ok_or(Error::Corrupt("rotations.overlap"))?,
            secret,
        })
    }
}
