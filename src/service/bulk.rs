//! Work on many tokens at once. It is asked for once, and then done a portion at a time: each in a transaction of its own,
//! with the audit event of each token and with how far it got. So a process that is killed at any moment has lost nothing
//! and repeats nothing.
//!
//! Each token is changed by the very acts that change one alone. What the person who asked may do is asked anew with each
//! portion.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde::Serialize;
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

/// So many tokens are changed in one transaction: other writers wait for it.
pub const PORTION: usize = 200;
/// For so long nobody else works on what somebody has taken. Each portion takes it anew.
const LEASE: TimeDelta = TimeDelta::seconds(15);

/// What a portion came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// There is more to do.
    More,
    /// All is done, or it was stopped.
    Over,
    /// Somebody else works on it now.
    Lost,
}

/// Keeps work that is asked for, and the event that tells of it; `false` when work of that id is there already.
///
/// # Errors
/// [`Error::Limit`] when as much of the tenant goes on as may, [`Error::TooLarge`] when the choice is too long;
/// otherwise when the database or the random generator fails.
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

/// Stops work for this reason; `false` when it was over already.
///
/// # Errors
/// [`Error::NotFound`] when the row went meanwhile; otherwise when the database or the random generator fails.
pub async fn stop(tx: &mut AuthorizedTx, work: (TenantId, BulkId), why: Stopped) -> Result<bool> {
    let now = tx.now();
    if !bulk::jobs::finish(tx, work, Some(why), now).await? {
        return Ok(false);
    }
    // Only now is it sure how far it got: a portion under way was waited for.
    let job = bulk::jobs::find(tx, work.0, work.1).await?.ok_or(Error::NotFound)?;
    told(tx, work, EventKind::BulkStopped, (job.deed, job.so_far.done))?;
    Ok(true)
}

/// Stops all that a user has started, in every tenant: a new password ends what somebody with the old one began.
///
/// # Errors
/// When the database fails.
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
    let expires_at = match deed {
        BulkAction::Expire(end) => Some(end.as_ref().map(Timestamp::to_string)),
        BulkAction::Disable | BulkAction::Enable | BulkAction::Revoke => None,
    };
    let change = Change::only_after(&Snapshot { action: deed.name(), tokens, expires_at })?;
    tx.record(Some(tenant), kind, object, change)
}

/// Takes work that nobody does; `false` when somebody was quicker, or it is over.
///
/// # Errors
/// [`Error::Busy`] when other writers take too long; otherwise when the database fails.
pub async fn take(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<bool> {
    let now = state.now();
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    tx.may_use_reserve();
    let taken = bulk::jobs::take(&mut tx, work, worker, now.plus(LEASE), now).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Leaves it to whoever comes next.
///
/// # Errors
/// [`Error::Busy`] when other writers take too long; otherwise when the database fails.
pub async fn release(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<()> {
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    tx.may_use_reserve();
    bulk::jobs::release(&mut tx, work, worker).await?;
    tx.commit().await
}

/// Takes the work that was just asked for and does its first portion, so that a small one is done at once.
///
/// # Errors
/// As [`take`] and [`step`]; what was taken is released then.
pub async fn begin(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<()> {
    if !take(state, work, worker).await? {
        return Ok(());
    }
    let outcome = step(state, work, worker).await;
    if !matches!(outcome, Ok(Step::Over)) {
        // After a failure too: whoever comes next need not wait until its time is over.
        release(state, work, worker).await?;
    }
    outcome.map(|_| ())
}

/// Does the next portion of what `worker` has taken.
///
/// # Errors
/// [`Error::Busy`] when other writers take too long, [`Error::DiskFull`] when the disk is full and the work gives
/// access; otherwise when the database or the random generator fails. Nothing of the portion is done then.
pub async fn step(state: &State, work: (TenantId, BulkId), worker: Uuid) -> Result<Step> {
    // They are looked for before anybody has to wait: where few match, that takes a while.
    let mut tx = state.db.read().await?;
    let Some(seen) = bulk::jobs::find(&mut tx, work.0, work.1).await? else { return Ok(Step::Over) };
    let limit = i64::try_from(PORTION).unwrap_or(i64::MAX);
    let ids = bulk::tokens::portion(&mut tx, selection(&seen), seen.place, limit).await?;
    drop(tx);

    let now = state.now();
    let mut tx = AuthorizedTx::unattended(state, Origin::system("background work")).await?;
    // In the order of whoever acts by a right: the person who asked for it, the tenant, and only then the work.
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

/// Whether it is done on a full disk too.
const fn takes_away(deed: BulkAction) -> bool {
    match deed {
        BulkAction::Disable | BulkAction::Revoke => true,
        BulkAction::Enable | BulkAction::Expire(_) => false,
    }
}

fn selection(job: &Job) -> Selection<'_> {
    Selection { tenant: job.tenant, chosen: &job.chosen, as_of: job.as_of }
}

/// Whoever asked for it, if they still may, or why it does not go on.
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
    // Nobody sets an end that has come, and nobody meant to end them this way.
    if is_expired(job.deed.end(), state.now()) {
        return Ok(Err(Stopped::Past));
    }
    Ok(Ok(person))
}

/// What `person` would do.
pub fn plan<'a>(state: &State, person: &Person, manages: &'a Reach, deed: BulkAction) -> Plan<'a> {
    Plan { deed, gives_all: person.may_everywhere(Action::IssueForAllTenants), manages, now: state.now() }
}

struct BulkRun<'a> {
    deed: BulkAction,
    /// The token with which they were issued, where they are revoked for that.
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

/// What was asked already: many tokens reach the same tenants.
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
