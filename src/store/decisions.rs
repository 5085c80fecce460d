//! Refusals, kept for some days: the answer to "why was this refused?" by the id that the refused caller was given.
//! Gathered in memory and written in batches, so that no request waits for it and no flood of them stops a writer.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::{Db, Result, Tx, on, sql};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;

sql! {
    INSERT = "INSERT INTO decisions (id, at, reason, token_id, tenant_id, asked_tenant, asked_module, method, address)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    FIND = "SELECT d.id, d.at, d.reason, d.token_id, t.name AS token_name, d.tenant_id, o.slug AS tenant_slug,
                d.asked_tenant, d.asked_module, d.method, d.address
            FROM decisions d LEFT JOIN tokens t ON t.id = d.token_id LEFT JOIN tenants o ON o.id = d.tenant_id
            WHERE d.id = $1";
    DELETE_OLD = "DELETE FROM decisions WHERE at < $1";
}

/// More refusals than this between two writes are counted, not kept.
const MOST: usize = 2_000;

/// A refusal.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What the caller was given: 20 digits and letters.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Why: the name of a `Refusal`, or of what was wrong with the request.
    pub reason: String,
    /// The token, if the secret led to one.
    pub token: Option<TokenId>,
    /// The tenant that token belongs to.
    pub tenant: Option<TenantId>,
    /// The tenant that the proxy asked for.
    pub asked_tenant: Option<String>,
    /// The module that the proxy asked for.
    pub asked_module: Option<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
}

/// A refusal with what it was about, as it is called now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Found {
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
    /// The tenant that the proxy asked for.
    pub asked_tenant: Option<String>,
    /// The module that the proxy asked for.
    pub asked_module: Option<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
}

/// Refusals that are not written yet. Clones share it.
#[derive(Clone, Default)]
pub struct Refusals {
    waiting: Arc<Mutex<Waiting>>,
    /// Held while they are written: who asks for a write has what was noted before in the database afterwards, also
    /// when somebody else was writing it.
    writing: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Waiting {
    refusals: Vec<Refused>,
    dropped: u64,
}

impl Refusals {
    /// Notes a refusal.
    pub fn note(&self, refused: Refused) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.refusals.len() < MOST {
            waiting.refusals.push(refused);
        } else {
            waiting.dropped += 1;
        }
    }

    /// How many wait to be written.
    pub fn depth(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).refusals.len()
    }

    /// Writes what waits. When the database fails, it waits on.
    pub async fn flush(&self, db: &Db) -> Result<()> {
        let _alone = self.writing.lock().await;
        let batch = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.dropped > 0 {
                tracing::warn!(dropped = waiting.dropped, "too many refusals at once: some were not stored");
                waiting.dropped = 0;
            }
            std::mem::take(&mut waiting.refusals)
        };
        if batch.is_empty() {
            return Ok(());
        }
        let outcome = write(db, &batch).await;
        if outcome.is_err() {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let room = MOST.saturating_sub(waiting.refusals.len());
            waiting.refusals.extend(batch.into_iter().take(room));
        }
        outcome
    }
}

async fn write(db: &Db, batch: &[Refused]) -> Result<()> {
    let mut tx = db.write().await?;
    for refused in batch {
        on!(&mut tx, conn => sqlx::query(INSERT)
            .bind(&refused.id).bind(refused.at.micros()).bind(&refused.reason)
            .bind(refused.token.map(TokenId::uuid)).bind(refused.tenant.map(TenantId::uuid))
            .bind(&refused.asked_tenant).bind(&refused.asked_module).bind(&refused.method).bind(&refused.address)
            .execute(conn).await.map(|_| ()))?;
    }
    tx.commit().await
}

/// The refusal of that id.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Found>> {
    Ok(on!(tx, conn => sqlx::query_as(FIND).bind(id).fetch_optional(conn).await)?)
}

/// Throws away refusals from before `before`; gives how many.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(DELETE_OLD).bind(before.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}
