//! Bulk actions. They are stored first, and then run batch by batch, each in one transaction with the audit events
//! and the progress. A process that is killed at any point loses nothing and repeats nothing.
//!
//! Each token is changed by the same functions as a single one. The rights of the person who started the action are
//! checked again for each batch.

use chrono::TimeDelta;
use serde::Serialize;
use uuid::Uuid;

use super::grantor::{Granted, Grantor, Grants};
use super::token_details::{self, TokenDetails};
use super::tokens::expiry::set_end_held;
use super::tokens::revoke::revoke_held;
use super::tokens::status::{disable_held, enable_held};
use super::{Act, AuthorizedTx};
use crate::domain::audit::{Actor, Object, Origin};
use crate::domain::bulk::{BulkAction, Candidate, Shift};
use crate::domain::event::EventKind;
use crate::domain::expiry::is_expired;
use crate::domain::id::{BulkId, TenantId, TokenId, UserId, new_id};
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::error::{Error, Result};
use crate::service::Change;
use crate::state::State;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::jobs::{Job, NewJob, StopReason};
use crate::store::bulk::{
    self,
    tokens::{BulkPlan, Forecast, Selection},
};
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

/// A bulk action to start.
#[derive(Clone, Debug)]
pub struct BulkRequest {
    /// Its ID, which identifies a repeated request.
    pub id: BulkId,
    /// The action on each token.
    pub action: BulkAction,
    /// The selected tokens.
    pub chosen: Chosen,
    /// When they were counted: tokens created later are not included.
    pub as_of: Timestamp,
    /// How many tokens were counted.
    pub expected: i64,
}

/// The result of starting a bulk action.
#[derive(Clone, Debug)]
pub enum Started {
    /// It is stored, and its first batch has run; its tenant.
    New(Tenant),
    /// An action with this ID exists; nothing changed.
    Existing(Tenant),
}

/// Starts a bulk action on tokens of the request's tenant, for a person who manages them. Each batch checks what they
/// may do to each token.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Limit`] if the tenant has the maximum number of running actions,
/// [`Error::TooLarge`] if the selection is too long.
pub async fn start(act: &Act<'_>, request: BulkRequest) -> Result<Started> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let by = Grantor::of(&mut tx, &tenant).await?;
    let person = by.person()?;
    let BulkRequest { id, action, chosen, as_of, expected } = request;
    let job = NewJob {
        id,
        tenant: tenant.id,
        by: person.id,
        by_label: person.email.clone(),
        address: tx.origin().address.clone(),
        request_id: tx.origin().request_id.clone(),
        action,
        chosen,
        as_of,
        expected,
        created_at: tx.now(),
    };
    if !start_held(&mut tx, &job).await? {
        return Ok(Started::Existing(tenant));
    }
    tx.commit().await?;
    begin(act.state(), (tenant.id, id)).await;
    Ok(Started::New(tenant))
}

/// Stores a bulk action and its audit event; `false` if one with this ID exists.
///
/// # Errors
/// [`Error::Limit`] if the tenant has the maximum number of running actions, [`Error::TooLarge`] if the selection is
/// too long; otherwise if the database or the random generator fails.
pub(super) async fn start_held(tx: &mut AuthorizedTx, job: &NewJob) -> Result<bool> {
    if takes_away(job.action) {
        tx.may_use_reserve();
    }
    if !bulk::jobs::insert(tx, job).await? {
        return Ok(false);
    }
    record(tx, (job.tenant, job.id), EventKind::BulkStarted, (job.action, job.expected))?;
    Ok(true)
}

/// The result of stopping a bulk action.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The tenant whose tokens it changes.
    pub tenant: Tenant,
    /// Whether it was still running.
    pub stopped: bool,
}

/// Stops a bulk action of the request's tenant, for a person who manages its tokens. What was changed stays changed;
/// nothing changes after the commit.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::NotFound`] if the tenant has no such action.
pub async fn stop(act: &Act<'_>, id: BulkId) -> Result<Stop> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    Grantor::of(&mut tx, &tenant).await?.person()?;
    bulk::jobs::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    let stopped = stop_held(&mut tx, (tenant.id, id), StopReason::Requested).await?;
    tx.commit().await?;
    Ok(Stop { tenant, stopped })
}

/// Stops a bulk action for this reason; `false` if it was already over.
async fn stop_held(tx: &mut AuthorizedTx, work: (TenantId, BulkId), why: StopReason) -> Result<bool> {
    let now = tx.now();
    if !bulk::jobs::finish(tx, work, Some(why), now).await? {
        return Ok(false);
    }
    // Read now, because the progress is final only after a batch in progress was waited for.
    let job = bulk::jobs::find(tx, work.0, work.1).await?.ok_or(Error::NotFound)?;
    record(tx, work, EventKind::BulkStopped, (job.action, job.so_far.done))?;
    Ok(true)
}

/// Stops all bulk actions of a user, in every tenant: a new password ends what someone with the old one started.
///
/// # Errors
/// If the database fails.
pub async fn stop_all_of(tx: &mut AuthorizedTx, user: UserId) -> Result<()> {
    for work in bulk::jobs::running_by(tx, user).await? {
        stop_held(tx, work, StopReason::Requested).await?;
    }
    Ok(())
}

fn record(
    tx: &mut AuthorizedTx,
    (tenant, id): (TenantId, BulkId),
    kind: EventKind,
    (action, tokens): (BulkAction, i64),
) -> Result<()> {
    let object = Object { id: id.uuid(), label: "" };
    let expires_at = match action {
        BulkAction::Expire(end) => Some(end.as_ref().map(Timestamp::to_string)),
        BulkAction::Disable | BulkAction::Enable | BulkAction::Revoke => None,
    };
    let change = Change::only_after(&Snapshot { action: action.name(), tokens, expires_at })?;
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

/// Leases a bulk action that was just started and runs its first batch, so that a small one completes immediately. If
/// that fails, the batch is retried with the others.
pub(super) async fn begin(state: &State, work: (TenantId, BulkId)) {
    if let Err(error) = first(state, work).await {
        tracing::warn!(%error, "the first batch failed and will be retried with the others");
    }
}

async fn first(state: &State, work: (TenantId, BulkId)) -> Result<()> {
    let worker = new_id(state.now(), &state.entropy)?;
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
            stop_held(&mut tx, work, why).await?;
            tx.commit().await?;
            return Ok(Step::Over);
        }
    };
    if takes_away(job.action) {
        tx.may_use_reserve();
    }
    let Some(last) = ids.last() else { return done(tx, work, state).await };
    let found = bulk::tokens::hold(&mut tx, selection(&job), &ids).await?;
    tx.acts_as(Origin {
        actor: Actor::User(person.id, job.by_label.clone()),
        address: job.address.clone(),
        request_id: job.request_id.clone(),
    });
    let doing = BulkRun { action: job.action, cause: job.chosen.cause(), person: &person };
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
const fn takes_away(action: BulkAction) -> bool {
    match action {
        BulkAction::Disable | BulkAction::Revoke => true,
        BulkAction::Enable | BulkAction::Expire(_) => false,
    }
}

fn selection(job: &Job) -> Selection<'_> {
    Selection { tenant: job.tenant, chosen: &job.chosen, as_of: job.as_of }
}

/// The person who started the action if they still have the right, or why it stops.
async fn allowed(tx: &mut Tx, state: &State, job: &Job) -> Result<std::result::Result<Person, StopReason>> {
    let Some(tenant) = tenants::find(tx, job.tenant).await? else { return Ok(Err(StopReason::Rights)) };
    let Some(by) = job.by else { return Ok(Err(StopReason::Rights)) };
    let person = users::find_signed_in(tx, by).await?.map(|found| found.person);
    let Some(person) = person.filter(|person| person.may(Action::ManageTokens, &tenant.lineage)) else {
        return Ok(Err(StopReason::Rights));
    };
    if job.action.gives() && tenant.is_disabled() {
        return Ok(Err(StopReason::Tenant));
    }
    // Nobody sets an expiration that has passed; the token would expire unintentionally.
    if is_expired(job.action.end(), state.now()) {
        return Ok(Err(StopReason::Past));
    }
    Ok(Ok(person))
}

/// What the action would do if `person` ran it.
pub fn plan<'a>(state: &State, person: &Person, manages: &'a Reach, action: BulkAction) -> BulkPlan<'a> {
    BulkPlan {
        action,
        gives_all: person.may_everywhere(Action::IssueForAllTenants),
        manages,
        now: state.now(),
    }
}

struct BulkRun<'a> {
    action: BulkAction,
    /// The token that created them, if they are revoked because of it.
    cause: Option<TokenId>,
    person: &'a Person,
}

impl BulkRun<'_> {
    async fn all(&self, tx: &mut AuthorizedTx, found: Vec<TokenDetails>) -> Result<Forecast> {
        let mut portion = Forecast::default();
        let mut grants = Grants::of(self.person);
        for details in found {
            let status = details.token.life.status(tx.now());
            let shift = match self.action {
                BulkAction::Expire(end) => Shift::from(details.token.life.expires_at, end),
                _ => Shift::Same,
            };
            let gives = self.action.gives();
            let granted = if gives { grants.granted(tx, &details).await? } else { None };
            let givable = !gives || granted.is_some();
            let verdict = self.action.allows(Candidate { status, shift, givable });
            if verdict.is_ok() {
                self.one(tx, &details.token, granted).await?;
            }
            portion.add(verdict, 1);
        }
        Ok(portion)
    }

    async fn one(&self, tx: &mut AuthorizedTx, token: &Token, granted: Option<Granted<'_>>) -> Result<bool> {
        match self.action {
            BulkAction::Disable => disable_held(tx, token).await,
            BulkAction::Enable => enable_held(tx, granted.ok_or(Error::Forbidden)?).await,
            BulkAction::Revoke => revoke_held(tx, token, self.cause).await,
            BulkAction::Expire(end) => set_end_held(tx, token, end, granted).await,
        }
    }
}

/// A bulk action in audit events.
#[derive(Serialize)]
struct Snapshot {
    #[serde(rename = "deed")]
    action: &'static str,
    tokens: i64,
    /// The expiration date that is set; `Some(None)` for none, and `None` for other actions.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Option<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored =
            |action, expires_at| serde_json::to_string(&Snapshot { action, tokens: 3, expires_at }).unwrap();
        assert_eq!(stored("revoke", None), r#"{"deed":"revoke","tokens":3}"#);
        assert_eq!(stored("expire", Some(None)), r#"{"deed":"expire","tokens":3,"expires_at":null}"#);
    }
}
