//! Verifies the audit chains, to find events that were changed bypassing Latchkey.

use serde::Serialize;
use uuid::Uuid;

use super::Act;
use crate::domain::audit::Object;
use crate::domain::chain::{Chain, ChainVerifier, Fault, Finding, Head};
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::service::Change;
use crate::state::State;
use crate::store::audit;

/// How many events are read per transaction, so that a long chain blocks nobody.
const PORTION: i64 = 500;
/// How many events are examined to explain a fault.
const AROUND: i64 = 1_000;

/// The result for one chain.
#[derive(Clone, Debug)]
pub struct Checked {
    pub chain: Chain,
    /// How many events were verified.
    pub events: i64,
    /// The last valid event.
    pub at: Head,
    /// The first fault, if any.
    pub finding: Option<Finding>,
    /// Whether the end of the chain, or a fault, was reached.
    pub finished: bool,
}

/// How long a check may take.
#[derive(Clone, Copy, Debug)]
pub enum TimeLimit {
    /// Unlimited.
    None,
    /// No batch starts after this, except the first one of each chain.
    Until(Timestamp),
}

/// What to verify.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The tenant whose audit log records the check; `None` for that of the platform.
    pub tenant: Option<TenantId>,
    /// The chains, in this order.
    pub chains: Vec<Chain>,
    /// Where an earlier check stopped: chains before this one, and its events up to this sequence, are skipped.
    /// Ignored if the chain is not among `chains`.
    pub from: Option<(Chain, i64)>,
}

/// The result for several chains.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How many events were verified.
    pub events: i64,
    /// The first fault of each broken chain.
    pub broken: Vec<(Chain, Finding)>,
    /// Where to continue, if time ran out.
    pub rest: Option<(Chain, i64)>,
}

/// Verifies the chains, and records the check and its result in the audit log.
///
/// # Errors
/// 401 or 403 if the right has ended by the end of the check; otherwise if the database fails.
pub async fn check_recorded(act: &Act<'_>, scope: &Scope, limit: TimeLimit) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let from = scope.from.filter(|(chain, _)| scope.chains.contains(chain));
    for &chain in &scope.chains {
        let behind = match from {
            Some((first, _)) if chain < first => continue,
            Some((first, sequence)) if chain == first => sequence,
            _ => 0,
        };
        let checked = check(act.state(), chain, behind, limit).await?;
        outcome.events += checked.events;
        if let Some(finding) = checked.finding {
            outcome.broken.push((chain, finding));
        } else if !checked.finished {
            outcome.rest = Some((chain, checked.at.sequence));
            break;
        }
    }
    let object = Object { id: scope.tenant.map_or(Uuid::nil(), TenantId::uuid), label: "" };
    let (broken, whole) = (outcome.broken.len(), outcome.rest.is_none());
    let change = Change::only_after(&Snapshot { events: outcome.events, broken, whole })?;
    // Only now: a transaction that writes holds others up, and a check takes seconds.
    let mut tx = act.begin().await?;
    tx.record(scope.tenant, EventKind::AuditChecked, object, change)?;
    tx.commit().await?;
    Ok(outcome)
}

/// Verifies a chain after the event `from` (0 for all of it), including events that are added meanwhile.
///
/// # Errors
/// If the database cannot be read.
pub async fn check(state: &State, chain: Chain, from: i64, limit: TimeLimit) -> Result<Checked> {
    let key = &state.fixed.audit_key;
    let begin = begin(state, chain, from).await?;
    let mut walk = ChainVerifier::behind(key, begin);
    loop {
        // One snapshot, because a chain and its head change together.
        let mut tx = state.db.read().await?;
        let head = audit::chain::head(&mut tx, chain).await?;
        // Starts at the last valid event, not after it, to find a second event with the same sequence.
        let from = if walk.at.sequence > 0 { walk.at.sequence } else { i64::MIN };
        let rows = audit::chain::portion(&mut tx, chain, from, PORTION).await?;
        let last = i64::try_from(rows.len()).unwrap_or(PORTION) < PORTION;
        let mut finding = None;
        let mut known = walk.at.sequence > 0;
        for row in &rows {
            if known && row.sequence == walk.at.sequence && row.link == walk.at.link {
                known = false;
                continue;
            }
            if !walk.step(row) {
                let around = audit::chain::portion(&mut tx, chain, row.sequence, AROUND).await?;
                let place = around.iter().position(|other| other == row).unwrap_or_default();
                finding = walk.explain(around.get(place..).unwrap_or_default());
                break;
            }
        }
        if finding.is_none() && last {
            finding = walk.end(head);
            if finding.is_none() {
                let stray = audit::chain::without_a_place(&mut tx, chain).await?;
                finding =
                    stray.map(|row| Finding { sequence: None, ..Finding::about(&row, Fault::Inserted) });
            }
        }
        drop(tx);
        let finished = last || finding.is_some();
        let late = matches!(limit, TimeLimit::Until(end) if state.now() >= end);
        if finished || late {
            let events = walk.at.sequence - begin.sequence;
            return Ok(Checked { chain, events, at: walk.at, finding, finished });
        }
    }
}

/// Starts after an event that an earlier check verified, or else at the beginning.
async fn begin(state: &State, chain: Chain, from: i64) -> Result<Head> {
    if from <= 0 {
        return Ok(Head::default());
    }
    let mut tx = state.db.read().await?;
    let link = audit::chain::link_at(&mut tx, chain, from).await?;
    Ok(link.map_or_else(Head::default, |link| Head { sequence: from, link }))
}

/// Whether a chain still contains an exported head; if not, the fault.
///
/// # Errors
/// If the database cannot be read.
pub async fn contains(state: &State, chain: Chain, head: Head) -> Result<Option<Finding>> {
    if head.sequence == 0 {
        return Ok(None);
    }
    let mut tx = state.db.read().await?;
    let rows = audit::chain::portion(&mut tx, chain, head.sequence, 1).await?;
    Ok(match rows.first().filter(|row| row.sequence == head.sequence) {
        None => Some(Finding::nothing_at(head.sequence, Fault::CutOff)),
        Some(row) if row.link != head.link => Some(Finding::about(row, Fault::Replaced)),
        Some(_) => None,
    })
}

/// The result of a check in audit events.
#[derive(Serialize)]
struct Snapshot {
    events: i64,
    /// Number of broken chains.
    broken: usize,
    /// Whether all events were checked.
    whole: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = serde_json::to_string(&Snapshot { events: 7, broken: 1, whole: false }).unwrap();
        assert_eq!(stored, r#"{"events":7,"broken":1,"whole":false}"#);
    }
}
