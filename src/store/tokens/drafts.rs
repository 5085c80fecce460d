//! Drafts of tokens. They never authenticate anything.

use uuid::Uuid;

use crate::domain::id::{DraftId, LogoId, TenantId, TokenId, UserId};
use crate::domain::limits::{DRAFT_BYTES, DRAFTS};
use crate::domain::secret::SecretHash;
use crate::domain::time::Timestamp;
use crate::domain::token::KeptSecret;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    INSERT = "INSERT INTO drafts (id, tenant_id, created_by, general, access, created_at, updated_at)
              VALUES ($1, $2, $3, '{}', '{}', $4, $4) ON CONFLICT (id) DO NOTHING";
    FIND = "SELECT id, general, access, logo_id, generation, hash, key_id, last_four, expires_at, token_id
            FROM drafts WHERE tenant_id = $1 AND created_by = $2 AND id = $3";
    SET_GENERAL = "UPDATE drafts SET general = $2, logo_id = $3, hash = NULL, key_id = NULL, last_four = NULL,
                   expires_at = NULL, updated_at = $4 WHERE id = $1 AND token_id IS NULL";
    SET_ACCESS = "UPDATE drafts SET access = $2, hash = NULL, key_id = NULL, last_four = NULL,
                  expires_at = NULL, updated_at = $3 WHERE id = $1 AND token_id IS NULL";
    SET_SECRET = "UPDATE drafts SET generation = generation + 1, hash = $3, key_id = $4, last_four = $5,
                  expires_at = $6, updated_at = $7
                  WHERE id = $1 AND generation = $2 AND general = $8 AND access = $9 AND token_id IS NULL";
    CLAIM = "UPDATE drafts SET updated_at = $3
             WHERE id = $1 AND generation = $2 AND hash IS NOT NULL AND token_id IS NULL";
    FINISH = "UPDATE drafts SET token_id = $2, hash = NULL, key_id = NULL, last_four = NULL
              WHERE id = $1 AND token_id IS NULL";
    DELETE = "DELETE FROM drafts WHERE id = $1 AND token_id IS NULL";
}

/// A draft as stored.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: DraftId,
    /// The input of the step General: JSON, unchecked.
    pub general: String,
    /// The input of the step Access: JSON, unchecked.
    pub access: String,
    pub logo: Option<LogoId>,
    /// How many secrets were created for it.
    pub generation: i64,
    /// The newest secret, unless the draft was changed after it was created.
    pub secret: Option<KeptSecret>,
    /// The expiration that was shown with that secret.
    pub expires_at: Option<Timestamp>,
    /// The token that it was saved as.
    pub token: Option<TokenId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    general: String,
    access: String,
    logo_id: Option<Uuid>,
    generation: i64,
    hash: Option<Vec<u8>>,
    key_id: Option<String>,
    last_four: Option<String>,
    expires_at: Option<i64>,
    token_id: Option<Uuid>,
}

/// Creates a draft; does nothing if this ID exists. Of a person's drafts, the [`DRAFTS`] most recently changed are
/// kept.
///
/// # Errors
/// If the database fails.
pub async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    creator: UserId,
    id: DraftId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id.uuid()).bind(tenant.uuid()).bind(creator.uuid()).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    trim(tx, creator, id, DRAFTS).await?;
    Ok(())
}

/// Deletes a person's drafts except `id` and the most recently changed others, `keep` in total; returns how many.
/// # Errors
/// If the database fails.
pub async fn trim(tx: &mut Tx, creator: UserId, id: DraftId, keep: i64) -> Result<u64> {
    ROWS.but(keep - 1)
        .delete(tx, |statement| {
            statement.push("created_by = ").bind(Arg::Id(creator.uuid()));
            statement.push(" AND id <> ").bind(Arg::Id(id.uuid())).push(" ORDER BY updated_at DESC");
        })
        .await
}

const ROWS: DeletableRows = DeletableRows::of("drafts", "id");

/// The draft with this ID, if `creator` started it in this tenant. Nobody else can see it.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId, creator: UserId, id: DraftId) -> Result<Option<Draft>> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(FIND)
        .bind(tenant.uuid()).bind(creator.uuid()).bind(id.uuid()).fetch_optional(conn).await)?;
    row.map(Draft::try_from).transpose()
}

/// Stores the step General. A secret created earlier becomes void, because it was shown for other choices.
///
/// # Errors
/// [`Error::TooLarge`] if the input exceeds the maximum size; an error that [`Error::is_in_use`] if the logo was
/// deleted; otherwise if the database fails.
pub async fn set_general(
    tx: &mut Tx,
    id: DraftId,
    general: &str,
    logo: Option<LogoId>,
    now: Timestamp,
) -> Result<bool> {
    fits(general)?;
    Ok(on!(tx, conn => sqlx::query(SET_GENERAL).bind(id.uuid()).bind(general)
        .bind(logo.map(LogoId::uuid)).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Stores the step Access. A secret created earlier becomes void, because it was shown for other choices.
///
/// # Errors
/// [`Error::TooLarge`] if the input exceeds the maximum size; otherwise if the database fails.
pub async fn set_access(tx: &mut Tx, id: DraftId, access: &str, now: Timestamp) -> Result<bool> {
    fits(access)?;
    Ok(on!(tx, conn => sqlx::query(SET_ACCESS).bind(id.uuid()).bind(access).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Stores a new secret for `draft` if it has had `generation` secrets so far; `false` if the draft has changed since
/// it was read. Of many concurrent submissions, one creates a secret and shows it.
///
/// # Errors
/// If the database fails.
pub async fn set_secret(
    tx: &mut Tx,
    draft: &Draft,
    generation: i64,
    secret: &KeptSecret,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(SET_SECRET).bind(draft.id.uuid()).bind(generation)
        .bind(secret.hash.bytes().as_slice()).bind(&secret.key_id).bind(&secret.last_four)
        .bind(expires_at.map(Timestamp::micros)).bind(now.micros())
        .bind(&draft.general).bind(&draft.access)
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Claims the right to save the secret of this generation; `false` if it is saved already, or void. The row stays
/// locked until the transaction ends, so that only one of several concurrent requests succeeds.
///
/// # Errors
/// If the database fails.
pub async fn claim(tx: &mut Tx, id: DraftId, generation: i64, now: Timestamp) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(CLAIM).bind(id.uuid()).bind(generation).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Records which token the draft was saved as, and clears the secret's hash here; `false` if it was saved before.
///
/// # Errors
/// If the database fails.
pub async fn finish(tx: &mut Tx, id: DraftId, token: TokenId) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(FINISH).bind(id.uuid()).bind(token.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Deletes a draft, unless it was saved.
///
/// # Errors
/// If the database fails.
pub async fn delete(tx: &mut Tx, id: DraftId) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(DELETE).bind(id.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Deletes a batch of drafts that were not changed since `before`; returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push("updated_at < ").bind(Arg::Int(before.micros()));
    })
    .await
}

/// Refuses input that exceeds the maximum size.
const fn fits(step: &str) -> Result<()> {
    if step.len() <= DRAFT_BYTES { Ok(()) } else { Err(Error::TooLarge) }
}

impl TryFrom<Row> for Draft {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let secret = match (row.hash, row.key_id, row.last_four) {
            (Some(hash), Some(key_id), Some(last_four)) => Some(KeptSecret {
                key_id,
                hash: SecretHash::from_bytes(&hash).ok_or(Error::Corrupt("drafts.hash"))?,
                last_four,
            }),
            (None, None, None) => None,
            _ => return Err(Error::Corrupt("drafts secret")),
        };
        Ok(Self {
            id: row.id.into(),
            general: row.general,
            access: row.access,
            logo: row.logo_id.map(LogoId::from),
            generation: row.generation,
            secret,
            expires_at: row.expires_at.map(Timestamp::from_micros),
            token: row.token_id.map(TokenId::from),
        })
    }
}
