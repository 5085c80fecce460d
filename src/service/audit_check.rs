//! Walking the chains of audit events, to find what was changed past Latchkey.

use crate::domain::chain::{Chain, Fault, Finding, Head, Walk};
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::audit;

/// So many events are read at a time, each time in a transaction of its own: a long chain holds nothing up.
const PORTION: i64 = 500;
/// So many events are looked at to say what became of a broken one.
const AROUND: i64 = 1_000;

/// What a walk along one chain came to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Which chain.
    pub chain: Chain,
    /// How many events were looked at.
    pub events: i64,
    /// The last event that was right; the walk began behind an earlier one.
    pub at: Head,
    /// The first broken place, if any.
    pub finding: Option<Finding>,
    /// Whether the walk came to the chain's end, or to something broken.
    pub finished: bool,
}

/// How long a walk may take.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    /// As long as it takes.
    Endless,
    /// No new portion is begun from this moment on; but one is walked in any case.
    Until(Timestamp),
}

/// Walks along a chain behind the event `from` (0 for all of it). Events that are added meanwhile are walked too.
///
/// # Errors
/// [`store::Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise
/// when the database fails.
pub async fn check(state: &State, chain: Chain, from: i64, patience: Patience) -> Result<Checked> {
    let key = &state.fixed.audit_key;
    let begin = begin(state, chain, from).await?;
    let mut walk = Walk::behind(key, begin);
    loop {
        // One moment's view: a chain and its head are changed together.
        let mut tx = state.db.read().await?;
        let head = audit::chain::head(&mut tx, chain).await?;
        // From the last one that was right, not behind it: a second one of its sequence is none of ours.
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
        let late = matches!(patience, Patience::Until(end) if state.now() >= end);
        if finished || late {
            let events = walk.at.sequence - begin.sequence;
            return Ok(Checked { chain, events, at: walk.at, finding, finished });
        }
    }
}

/// Where to begin: behind an event that an earlier walk found right, else at the beginning.
async fn begin(state: &State, chain: Chain, from: i64) -> Result<Head> {
    if from <= 0 {
        return Ok(Head::default());
    }
    let mut tx = state.db.read().await?;
    let link = audit::chain::link_at(&mut tx, chain, from).await?;
    Ok(link.map_or_else(Head::default, |link| Head { sequence: from, link }))
}

/// Whether a chain still contains what an exported head knows of it; if not, what is wrong.
///
/// # Errors
/// When the database fails.
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
