//! Bulk actions. They are stored first, and then run batch by batch, each in one transaction with the audit events
//! and the progress. A process that is killed at any point loses nothing and repeats nothing.
//!
//! Each token is changed by the same functions as a single one. The rights of the person who started the action are
//! checked again for each batch.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::token_details::{self, TokenDetails};
use super::{AuthorizedTx, granting, tokens};
use crate::domain::audit::{Actor, Object, Origin};
use crate::domain::bulk::{BulkAction, Shift, Standing};
use crate::domain::event::EventKind;
use crate::domain::expiry::is_expired;
use crate::domain::id::{BulkId, TenantId, TokenId, UserId};
use crate::domain::person::{Action, Person, Reach};
use crate::domain::time::Timestamp;
use crate::domain::token::{TenantScope, Token};
use crate::error::{Error, Result};
use crate::service::Change;
use crate::state::State;
use crate::store::bulk::jobs::{Job, NewJob, Stopped};
use crate::store::bulk::{
    self,
    tokens::{Forecast, Plan, Selection},
};
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, database::holds, people::users, tenants};

/// How many tokens one transaction changes, while other writers wait.
pub const PORTION: usize = 200;
/// How long a worker's lease lasts. Each batch renews it.
const LEASE: TimeDelta = TimeDelta::seconds(15);

/// The result of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// More batches remain.
    More,
    /// The action is complete, or was stopped.
    Over,
    /// Another worker has the lease.
    Lost,
}

/// Stores a bulk action and its audit event; `false` if one with this ID exists.
///
/// # Errors
/// [`Error::Limit`] if the tenant has the maximum number of running actions, [`Error::TooLarge`] if the selection is
/// too long; otherwise if the database or the random generator fails.
pub async fn start(tx: &mut AuthorizedTx, job: &NewJob) -> Result<bool> {
    if takes_away(job.deed) {
        tx.may_use_reserve();
    }
    if !bulk::jobs::insert(tx, job).await? {
        return Ok(false);
    }
    told(tx, (job.tenant, job.id), EventKind::BulkStarted, (job.deed, job.expected))?;
    Ok(true)
}

/// Stops a bulk action for this reason; `false` if it was already over.
///
/// # Errors
/// [`Error::NotFound`] if the row was deleted meanwhile; otherwise if the database or the random generator fails.
pub async fn stop(tx: &mut AuthorizedTx, work: (TenantId, BulkId), why: Stopped) -> Result<bool> {
    let now = tx.now();
    if !bulk::jobs::finish(tx, work, Some(why), now).await? {
        return Ok(false);
    }
    // Read now, because the progress is final only after a batch in progress was waited for.
    let job = bulk::jobs::find(tx, work.0, work.1).await?.ok_or(Error::NotFound)?;
    told(tx, work, EventKind::BulkStopped, (job.deed, job.so_far.done))?;
    Ok(true)
}

/// Stops all bulk actions of a user, in every tenant: a new password ends what someone with the old one started.
///
/// # Errors
/// If the database fails.
pub async fn stop_all_of(tx: &mut AuthorizedTx, user: UserId) -> Result<()> {
    for work in bulk::jobs::running_by(tx, user).await? {
        stop(tx, work, Stopped::Asked).await?;
    }
    Ok(())
}

fn told(
    tx: &mut AuthorizedTx,
    (tenant, id): (TenantId, BulkId),
    kind: EventKind,
    (deed, tokens): (BulkAction, i64),
) -> Result<()> {
    let object = Object { id: id.uuid(), label: "" };
    let mut after = json!({ "deed": deed.name(), "tokens": tokens });
    if let BulkAction::Expire(end) = deed {
        after["expires_at"] = json!(end.as_ref().map(Timestamp::to_string));
    }
    let change = Change { before: None, after: Some(after) };
    tx.record(Some(tenant), kind, object, change)
}

/// Leases a bulk action that has no worker; `false` if another worker was faster, or it is over.
///
/// # Errors
/// [`Error::Busy`] if other writers take too long; otherwise if the database fails.
pub async fn take(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<bool> {
    let now = state.now();
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    tx.may_use_reserve();
    let taken = bulk::jobs::take(&mut tx, work, worker, now.plus(LEASE), now).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Releases the lease for the next worker.
///
/// # Errors
/// [`Error::Busy`] if other writers take too long; otherwise if the database fails.
pub async fn release(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<()> {
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    tx.may_use_reserve();
    bulk::jobs::release(&mut tx, work, worker).await?;
    tx.commit().await
}

/// Leases a bulk action that was just started and runs its first batch, so that a small one completes immediately.
///
/// # Errors
/// As [`take`] and [`step`]; the lease is released then.
pub async fn begin(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<()> {
    if !take(state, work, worker).await? {
        return Ok(());
    }
    let outcome = step(state, work, worker).await;
    if !matches!(outcome, Ok(Step::Over)) {
        // Even after a failure, so that the next worker needn't wait for the lease to expire.
        release(state, work, worker).await?;
    }
    outcome.map(|_| ())
}

/// Runs the next batch of a bulk action that `worker` has leased.
///
/// # Errors
/// [`Error::Busy`] if other writers take too long, [`Error::DiskFull`] if the disk is full and the action grants
/// access; otherwise if the database or the random generator fails. Nothing of the batch is done then.
pub async fn step(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<Step> {
    // Tokens are found in a read transaction, because a search with few matches takes a while.
    let mut tx = state.db.read().await?;
    let Some(seen) = bulk::jobs::find(&mut tx, work.0, work.1).await? else { return Ok(Step::Over) };
    let limit = i64::try_from(PORTION).unwrap_or(i64::MAX);
    let ids = bulk::tokens::portion(&mut tx, selection(&seen), seen.place, limit).await?;
    drop(tx);

    let now = state.now();
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    // Locks in the same order as requests: the person, the tenant, and then the bulk action.
    if let Some(by) = seen.by {
        holds::user(&mut tx, by).await?;
    }
    holds::tenants(&mut tx, seen.tenant, None).await?;
    let Some(job) = bulk::jobs::hold(&mut tx, work, worker, now.plus(LEASE)).await? else {
        return Ok(Step::Lost);
    };
    if job.place != seen.place {
        return Ok(Step::More);
    }
    let person = match allowed(&mut tx, state, &job).await? {
        Ok(person) => person,
        Err(why) => {
            stop(&mut tx, work, why).await?;
            tx.commit().await?;
            return Ok(Step::Over);
        }
    };
    if takes_away(job.deed) {
        tx.may_use_reserve();
    }
    let Some(last) = ids.last() else { return done(tx, work, state).await };
    let found = bulk::tokens::hold(&mut tx, selection(&job), &ids).await?;
    tx.acts_as(Origin {
        actor: Actor::User(person.id, job.by_label.clone()),
        address: job.address.clone(),
        request_id: job.request_id.clone(),
    });
    let doing = BulkRun { deed: job.deed, cause: job.chosen.cause(), person: &person };
    let found = token_details::all(&mut tx, found).await?;
    let portion = doing.all(&mut tx, found).await?;
    bulk::jobs::advance(&mut tx, work, &portion, *last).await?;
    if ids.len() < PORTION {
        return done(tx, work, state).await;
    }
    tx.commit().await?;
    Ok(Step::More)
}

async fn done(mut tx: AuthorizedTx, work: (TenantId, BulkId), state: &State) -> Result<Step> {
    bulk::jobs::finish(&mut tx, work, None, state.now()).await?;
    tx.commit().await?;
    Ok(Step::Over)
}

/// Whether it also runs on a full disk.
const fn takes_away(deed: BulkAction) -> bool {
    match deed {
        BulkAction::Disable | BulkAction::Revoke => true,
        BulkAction::Enable | BulkAction::Expire(_) => false,
    }
}

fn selection(job: &Job) -> Selection<'_> {
    Selection { tenant: job.tenant, chosen: &job.chosen, as_of: job.as_of }
}

/// The person who started the action if they still have the right, or why it stops.
async fn allowed(tx: &mut Tx, state: &State, job: &Job) -> Result<std::result::Result<Person, Stopped>> {
    let Some(tenant) = tenants::find(tx, job.tenant).await? else { return Ok(Err(Stopped::Rights)) };
    let Some(by) = job.by else { return Ok(Err(Stopped::Rights)) };
    let person = users::find_signed_in(tx, by).await?.map(|found| found.person);
    let Some(person) = person.filter(|person| person.may(Action::ManageTokens, &tenant.lineage)) else {
        return Ok(Err(Stopped::Rights));
    };
    if job.deed.gives() && tenant.is_disabled() {
        return Ok(Err(Stopped::Tenant));
    }
    // Nobody sets an expiration that has passed; the token would expire unintentionally.
    if is_expired(job.deed.end(), state.now()) {
        return Ok(Err(Stopped::Past));
    }
    Ok(Ok(person))
}

/// What the action would do if `person` ran it.
pub fn plan<'a>(state: &State, person: &Person, manages: &'a Reach, deed: BulkAction) -> Plan<'a> {
    Plan { deed, gives_all: person.may_everywhere(Action::IssueForAllTenants), manages, now: state.now() }
}

struct BulkRun<'a> {
    deed: BulkAction,
    /// The token that created them, if they are revoked because of it.
    cause: Option<TokenId>,
    person: &'a Person,
}

impl BulkRun<'_> {
    async fn all(&self, tx: &mut AuthorizedTx, found: Vec<TokenDetails>) -> Result<Forecast> {
        let mut portion = Forecast::default();
        let mut given = Given::default();
        for whole in found {
            let status = whole.token.life.status(tx.now());
            let shift = match self.deed {
                BulkAction::Expire(end) => Shift::from(whole.token.life.expires_at, end),
                _ => Shift::Same,
            };
            let givable = !self.deed.gives() || given.may(tx, self.person, &whole).await?;
            let verdict = self.deed.allows(Standing { status, shift, givable });
            if verdict.is_ok() {
                self.one(tx, &whole.token).await?;
            }
            portion.add(verdict, 1);
        }
        Ok(portion)
    }

    async fn one(&self, tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
        match self.deed {
            BulkAction::Disable => tokens::disable(tx, token).await,
            BulkAction::Enable => tokens::enable(tx, token).await,
            BulkAction::Revoke => match self.cause {
                Some(cause) => tokens::revoke_along(tx, token, cause).await,
                None => tokens::revoke(tx, token).await,
            },
            BulkAction::Expire(end) => tokens::set_end(tx, token, end).await,
        }
    }
}

/// Cached answers, because many tokens have the same tenants.
#[derive(Default)]
struct Given(HashMap<Vec<TenantId>, bool>);

impl Given {
    async fn may(&mut self, tx: &mut Tx, person: &Person, whole: &TokenDetails) -> Result<bool> {
        let TenantScope::Selected(tenants) = &whole.token.scope else {
            return granting::can_grant(tx, person, &whole.token.scope, &[]).await;
        };
        if let Some(known) = self.0.get(tenants) {
            return Ok(*known);
        }
        let reached: &[ReachedTenant] = &whole.reached;
        let may = granting::can_grant(tx, person, &whole.token.scope, reached).await?;
        self.0.insert(tenants.clone(), may);
        Ok(may)
    }
}
