//! The tokens created with a token, which a thief may have left behind, and revoking them along with it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::authorized::AuthorizedTx;
use super::bulk;
use super::tokens as service;
use crate::domain::bulk::BulkAction;
use crate::domain::id::{BulkId, TenantId, TokenId};
use crate::domain::person::{Person, Reach};
use crate::error::Result;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::jobs::NewJob;
use crate::store::tokens::issued::{self, Issued};
use crate::store::{Tx, tenants, tokens};

/// Maximum number of tokens found at once.
pub const MOST: i64 = 10_000;
/// How many tokens one transaction revokes, while other writers wait.
pub const PORTION: usize = 200;

/// Which tokens to find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    All,
    NotRevoked,
}

/// Tokens created with another one.
#[derive(Clone, Debug, Default)]
pub struct IssuedWith {
    /// Those in visible tenants, oldest first.
    pub within: Vec<Issued>,
    /// How many are in other tenants.
    pub beyond: usize,
    /// Whether there are more than [`MOST`]; the others are not counted.
    pub more: bool,
}

/// The tokens created with `token`, directly or indirectly. Those in tenants outside `within` are only counted.
///
/// # Errors
/// If the database fails.
pub async fn find(tx: &mut Tx, token: TokenId, which: Which, reach: &Reach) -> Result<IssuedWith> {
    let mut found = issued::with(tx, token, which == Which::All, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let all = found.len();
    if *reach != Reach::Everywhere {
        let slugs: BTreeSet<&String> = found.iter().map(|issued| &issued.tenant_slug).collect();
        let slugs: Vec<String> = slugs.into_iter().cloned().collect();
        let near = tenants::by_slugs(tx, reach, &slugs).await?;
        let near: HashSet<TenantId> = near.into_iter().map(|tenant| tenant.id).collect();
        found.retain(|issued| near.contains(&issued.tenant));
    }
    Ok(IssuedWith { beyond: all.saturating_sub(found.len()), within: found, more })
}

/// Revokes these tokens, at most [`PORTION`], which were created with `cause`; the audit event of each says so.
/// Returns those that were not revoked before.
///
/// # Errors
/// If the database or the random generator fails.
pub async fn revoke(tx: &mut AuthorizedTx, cause: TokenId, portion: &[Issued]) -> Result<Vec<TokenId>> {
    let mut revoked = Vec::new();
    // In the order of their IDs, so that two transactions that lock many tokens never deadlock.
    for issued in portion {
        // Locked, so that the audit event records its state when it was revoked.
        tokens::changes::lock(tx, issued.tenant, issued.id).await?;
        let Some(token) = tokens::find(tx, issued.tenant, issued.id).await? else { continue };
        if service::revoke_along(tx, &token, cause).await? {
            revoked.push(token.id);
        }
    }
    Ok(revoked)
}

/// Starts bulk actions, one per tenant, to revoke these tokens, of which there are too many for one transaction. They
/// continue if the browser disconnects or the process dies.
///
/// # Errors
/// [`Error::Limit`](crate::error::Error::Limit) if a tenant has the maximum number of running actions,
/// [`Error::TooLarge`](crate::error::Error::TooLarge) if the selection is too long; otherwise if the database or the
/// random generator fails.
pub async fn start(
    tx: &mut AuthorizedTx,
    person: &Person,
    cause: TokenId,
    tokens: &[Issued],
) -> Result<Vec<(TenantId, BulkId)>> {
    let now = tx.now();
    let mut by_tenant: BTreeMap<TenantId, Vec<TokenId>> = BTreeMap::new();
    for issued in tokens {
        by_tenant.entry(issued.tenant).or_default().push(issued.id);
    }
    let mut started = Vec::new();
    for (tenant, ids) in by_tenant {
        let job = NewJob {
            id: BulkId::new(now, &tx.state().entropy)?,
            tenant,
            by: person.id,
            by_label: person.email.clone(),
            address: tx.origin().address.clone(),
            request_id: tx.origin().request_id.clone(),
            deed: BulkAction::Revoke,
            expected: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            chosen: Chosen::IssuedWith(cause, ids),
            as_of: now,
            created_at: now,
        };
        bulk::start(tx, &job).await?;
        started.push((tenant, job.id));
    }
    Ok(started)
}
