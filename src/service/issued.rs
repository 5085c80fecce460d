//! The tokens created with a token, which a thief may have left behind, and revoking them along with it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::granting::{Denied, Holder};
use super::grantor::Grantor;
use super::tokens::TokenAct;
use super::tokens::held::Held;
use super::tokens::revoke::revoke_held;
use super::{Act, AuthorizedTx, bulk};
use crate::domain::bulk::BulkAction;
use crate::domain::id::{BulkId, TenantId, TokenId};
use crate::domain::person::{Action, Person, Reach};
use crate::domain::token::Token;
use crate::error::Result;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::jobs::NewJob;
use crate::store::tokens::issued::{self, Issued};
use crate::store::{Tx, tenants, tokens};

/// How many tokens one search finds at most.
pub(crate) const MAX_COUNTED: i64 = 10_000;
/// How many tokens one transaction revokes, while other writers wait.
pub(crate) const PORTION: usize = 200;

/// Which tokens to find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IssuedFilter {
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
    /// Whether there are more than [`MAX_COUNTED`]; the others are not counted.
    pub more: bool,
}

/// The tokens created with `token`, directly or indirectly. Those in tenants outside `within` are only counted.
///
/// # Errors
/// If the database fails.
pub async fn find(tx: &mut Tx, token: TokenId, which: IssuedFilter, reach: &Reach) -> Result<IssuedWith> {
    let mut found = issued::with(tx, token, which == IssuedFilter::All, MAX_COUNTED + 1).await?;
    let most = usize::try_from(MAX_COUNTED).unwrap_or(usize::MAX);
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

/// The same for a token that calls the Tenant API: only tokens of tenants where it may use the API.
///
/// # Errors
/// If the database fails.
pub(crate) async fn find_for(
    tx: &mut Tx,
    token: TokenId,
    which: IssuedFilter,
    holder: &Holder,
) -> Result<IssuedWith> {
    let mut found = find(tx, token, which, &holder.reach()).await?;
    let all = found.within.len();
    found.within.retain(|issued| issued.administered);
    found.beyond += all.saturating_sub(found.within.len());
    Ok(found)
}

/// The tokens that are not revoked and that the actor may revoke.
async fn left(tx: &mut Tx, token: TokenId, by: &Grantor) -> Result<IssuedWith> {
    let reach = match by {
        Grantor::Person(person) => person.reach(Action::ManageTokens),
        Grantor::Token(_, holder) => return find_for(tx, token, IssuedFilter::NotRevoked, holder).await,
        Grantor::System => Reach::Everywhere,
    };
    find(tx, token, IssuedFilter::NotRevoked, &reach).await
}

/// The result of revoking a token together with the tokens created with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RevokedAlong {
    /// They are revoked.
    Done {
        /// The tokens that were not revoked before, the named one first.
        revoked: Vec<TokenId>,
        /// How many remain in tenants out of reach.
        beyond: usize,
    },
    /// The actor may not do this; nothing changed.
    Denied(Denied),
}

/// Revokes a token together with the tokens created with it, one portion per transaction, so that other writers get
/// their turn in between. The named token is revoked first, so that it creates no more. The token that acts, if it is
/// among them, is revoked last, because each transaction checks its right. `check` may refuse the named token as it
/// is.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
/// ended; the errors of `check`. Portions that were committed stay revoked.
pub async fn revoke_along(
    act: &Act<'_>,
    id: TokenId,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<RevokedAlong> {
    let mut revoked: Vec<TokenId> = Vec::new();
    let mut check = Some(check);
    loop {
        let mut held = Held::open(act, id).await?;
        if let Some(check) = check.take() {
            check(held.token())?;
        }
        if let Err(denied) = held.by.may_take_along() {
            return Ok(RevokedAlong::Denied(denied));
        }
        let own = held.by.presented().ok().map(|caller| caller.id);
        let found = left(&mut held.tx, id, &held.by).await?;
        let (own_too, mut portion): (Vec<_>, Vec<_>) =
            found.within.into_iter().partition(|issued| Some(issued.id) == own);
        // A token revokes its last portion and itself in one transaction. An operator searches once more, because a
        // token in the portion may have created others before it was revoked.
        let fits = own.is_some() && portion.len() <= PORTION && !found.more;
        let last = portion.is_empty() || fits;
        portion.truncate(PORTION);
        if (last || own != Some(id)) && revoke_held(&mut held.tx, &held.details.token, None).await? {
            revoked.insert(0, id);
        }
        revoked.extend(revoke_portion(&mut held.tx, id, &portion).await?);
        if last {
            revoked.extend(revoke_portion(&mut held.tx, id, &own_too).await?);
        }
        held.tx.commit().await?;
        if last {
            return Ok(RevokedAlong::Done { revoked, beyond: found.beyond });
        }
    }
}

/// The result of revoking a token in the console.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confirmed {
    /// The token is revoked.
    Done {
        /// Whether it was not revoked before.
        first: bool,
        /// How many of the tokens created with it are revoked too.
        others: usize,
        /// Whether bulk actions revoke those in the background.
        under_way: bool,
    },
    /// The typed name does not match; nothing changed.
    WrongName,
}

/// Revokes a token for a person who typed its name, and if `along`, the tokens created with it in tenants whose
/// tokens they manage. If those are too many for one transaction, bulk actions revoke them in the background.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
/// ended; [`Error::Limit`](crate::error::Error::Limit) if a tenant has the maximum number of running bulk actions.
pub async fn revoke_confirmed(
    act: &Act<'_>,
    id: TokenId,
    typed: &str,
    along: bool,
) -> Result<TokenAct<Confirmed>> {
    let mut held = Held::open(act, id).await?;
    let person = held.by.person()?.clone();
    if typed.trim() != held.token().labels.name {
        return Ok(held.refused(Confirmed::WrongName));
    }
    let first = revoke_held(&mut held.tx, &held.details.token, None).await?;
    let (mut others, mut started) = (0, Vec::new());
    if along {
        let found = left(&mut held.tx, id, &held.by).await?.within;
        others = found.len();
        if others <= PORTION {
            others = revoke_portion(&mut held.tx, id, &found).await?.len();
        } else {
            started = start(&mut held.tx, &person, id, &found).await?;
        }
    }
    let outcome = Confirmed::Done { first, others, under_way: !started.is_empty() };
    if !first && others == 0 {
        return Ok(held.refused(outcome));
    }
    let done = held.commit(outcome).await?;
    for work in started {
        bulk::begin(act.state(), work).await;
    }
    Ok(done)
}

/// Revokes these tokens, at most [`PORTION`], which were created with `cause`; the audit event of each says so.
/// Returns those that were not revoked before.
async fn revoke_portion(tx: &mut AuthorizedTx, cause: TokenId, portion: &[Issued]) -> Result<Vec<TokenId>> {
    let mut revoked = Vec::new();
    // In the order of their IDs, so that two transactions that lock many tokens never deadlock.
    for issued in portion {
        // Locked, so that the audit event records its state when it was revoked.
        tokens::changes::lock(tx, issued.tenant, issued.id).await?;
        let Some(token) = tokens::find(tx, issued.tenant, issued.id).await? else { continue };
        if revoke_held(tx, &token, Some(cause)).await? {
            revoked.push(token.id);
        }
    }
    Ok(revoked)
}

/// Starts bulk actions, one per tenant, to revoke these tokens, of which there are too many for one transaction. They
/// continue if the browser disconnects or the process dies.
async fn start(
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
            action: BulkAction::Revoke,
            expected: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            chosen: Chosen::IssuedWith(cause, ids),
            as_of: now,
            created_at: now,
        };
        bulk::start_held(tx, &job).await?;
        started.push((tenant, job.id));
    }
    Ok(started)
}
