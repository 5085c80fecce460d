//! Detects that the database was restored from a backup, and accepts it once an operator confirms.
//!
//! Yesterday's database does not know what was revoked today. So each process remembers the newest heads of the audit
//! chains, and stores them outside the database in the head file. If the database lacks any of them, verification is
//! paused: in this process by a switch in memory, in the others by a note in the database, which every process reads
//! once a second. It resumes when all heads are present, or when an operator confirms that what is missing is lost.
//!
//! The head file may be behind the database, if a process was killed before it wrote. It is ahead of the database
//! only after a restore, because it contains only what was read from there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::audit_heads::HeadFile;
use super::{Act, Change};
use crate::disk;
use crate::domain::audit::Object;
use crate::domain::chain::{Chain, Head};
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::PauseReason;
use crate::store::{self, Tx, audit, database::instance};

/// What is missing from the database.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MissingEvents {
    /// The time of the newest known state: RFC 3339.
    pub known_at: String,
    /// The number of confirmed restores at that time.
    pub restores: i64,
    /// The chains that lack events.
    pub gaps: Vec<Gap>,
}

/// What is missing from a chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// The tenant's ID; `None` for platform events.
    tenant_id: Option<String>,
    /// The known number of events.
    pub known: i64,
    /// The present number of events. If it is not smaller, the events differ.
    pub present: i64,
}

impl Gap {
    /// The chain.
    pub fn chain(&self) -> Chain {
        Chain(self.tenant_id.as_deref().and_then(|id| id.parse().ok()))
    }
}

/// The newest known heads.
#[derive(Clone, Debug)]
struct KnownHeads {
    at: String,
    restores: i64,
    heads: BTreeMap<Chain, Head>,
}

/// What this process knows.
#[derive(Clone, Debug)]
enum LastKnown {
    Nothing,
    Heads(KnownHeads),
    /// The head file cannot be used. This pauses verification until more restores are confirmed than `restores`, the
    /// number when the file was first read.
    Unusable {
        why: String,
        restores: Option<i64>,
    },
}

/// Detects a restored database.
pub struct RestoreGuard {
    file: Option<PathBuf>,
    memory: LastKnown,
    /// The number of chains and events when the database was last complete.
    size: Option<(i64, i64)>,
    /// Whether there are heads that are not in the file yet.
    unwritten: bool,
    /// Whether the file could last be written, so that a failure is logged once, not every few seconds.
    writable: bool,
}

impl RestoreGuard {
    /// Starts with the heads in the file, if there is one.
    pub fn begin(state: &State, file: Option<&Path>) -> Self {
        let memory = file.map_or(LastKnown::Nothing, |path| read(state, path));
        if let LastKnown::Unusable { why, .. } = &memory {
            tracing::error!(reason = %why, "the head file cannot be used");
        }
        Self { file: file.map(Path::to_owned), memory, size: None, unwritten: true, writable: true }
    }

    /// Whether there was a head file, usable or not.
    pub const fn began_with_a_file(&self) -> bool {
        !matches!(self.memory, LastKnown::Nothing)
    }

    /// Compares the database with the known heads, and pauses or resumes verification.
    ///
    /// # Errors
    /// [`store::Error::Busy`] if other writers take too long to note what is missing; [`store::Error::Corrupt`] for a
    /// row that no version of Latchkey writes; otherwise if the database fails. Verification stays as it was then.
    pub async fn look(&mut self, state: &State) -> store::Result<()> {
        let mut tx = state.db.read().await?;
        let standing = instance::restore_state(&mut tx).await?;
        let size = audit::chain::size(&mut tx).await?;
        let missing = self.missing(&mut tx, standing.restores, size).await?;
        let reason = match (&missing, &self.memory) {
            (Some(_), _) => Some(PauseReason::Behind),
            _ if standing.behind.is_some() => Some(PauseReason::Behind),
            (None, LastKnown::Unusable { .. }) => Some(PauseReason::UnusableHead),
            (None, _) => None,
        };
        if reason.is_none() && self.size != Some(size) {
            let heads = audit::chain::heads(&mut tx).await?;
            self.memory = LastKnown::Heads(KnownHeads {
                at: state.now().to_string(),
                restores: standing.restores,
                heads,
            });
            self.size = Some(size);
            self.unwritten = true;
        }
        drop(tx);
        // First in this process, even if the note for the others can't be written.
        if state.lookup.closed().set(reason) {
            match reason {
                Some(reason) => tracing::error!(
                    %reason,
                    "verification is paused; on this host run: latchkey confirm-restore"
                ),
                None => tracing::warn!("verification resumed"),
            }
        }
        if let Some(missing) = missing.filter(|_| standing.behind.is_none()) {
            note(state, &missing).await?;
        }
        Ok(())
    }

    /// What is missing from the database.
    async fn missing(
        &mut self,
        tx: &mut Tx,
        restores: i64,
        size: (i64, i64),
    ) -> store::Result<Option<MissingEvents>> {
        match &mut self.memory {
            LastKnown::Nothing => Ok(None),
            LastKnown::Unusable { restores: then, .. } => {
                if *then.get_or_insert(restores) < restores {
                    self.forget();
                }
                Ok(None)
            }
            LastKnown::Heads(known) if known.restores < restores => {
                self.forget();
                Ok(None)
            }
            LastKnown::Heads(known) => {
                if known.restores == restores && self.size == Some(size) {
                    return Ok(None);
                }
                missing(tx, known, restores).await
            }
        }
    }

    /// Discards heads from before an operator confirmed a restore.
    fn forget(&mut self) {
        self.memory = LastKnown::Nothing;
        self.size = None;
    }

    /// Writes new heads to the head file.
    pub async fn keep(&mut self, state: &State) {
        let (Some(path), LastKnown::Heads(known), true) = (&self.file, &self.memory, self.unwritten) else {
            return;
        };
        if state.lookup.closed().reason().is_some() {
            return;
        }
        let text = HeadFile::of(&state.fixed.audit_key, state.now(), known.restores, &known.heads).text();
        let target = path.clone();
        let written = tokio::task::spawn_blocking(move || disk::replace(&target, &text)).await;
        let failed = match written {
            Ok(Ok(())) => None,
            // Another process of this host is writing the same heads.
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::WouldBlock => return,
            Ok(Err(error)) => Some(error.to_string()),
            Err(error) => Some(error.to_string()),
        };
        match failed {
            None => self.unwritten = false,
            Some(error) if self.writable => tracing::warn!(
                file = %path.display(), %error,
                "cannot write the head file: a restored database may go unnoticed after the next start"
            ),
            Some(_) => {}
        }
        self.writable = !self.unwritten;
    }
}

fn read(state: &State, path: &Path) -> LastKnown {
    let unusable =
        |why: String| LastKnown::Unusable { why: format!("{}: {why}", path.display()), restores: None };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return LastKnown::Nothing,
        Err(error) => return unusable(error.to_string()),
    };
    let file = HeadFile::parse(&text, &state.fixed.audit_key);
    match file.and_then(|file| Ok((file.known()?, file))) {
        Ok((heads, file)) => {
            LastKnown::Heads(KnownHeads { at: file.exported_at, restores: file.restores, heads })
        }
        Err(error) => unusable(error.to_string()),
    }
}

async fn missing(tx: &mut Tx, known: &KnownHeads, restores: i64) -> store::Result<Option<MissingEvents>> {
    let heads = audit::chain::heads(tx).await?;
    let mut gaps = Vec::new();
    for (chain, head) in &known.heads {
        let now = heads.get(chain).copied().unwrap_or_default();
        let contained = now == *head
            || head.sequence == 0
            || now.sequence > head.sequence
                && audit::chain::link_at(tx, *chain, head.sequence).await? == Some(head.link);
        if !contained {
            gaps.push(Gap {
                tenant_id: chain.0.map(|id| id.to_string()),
                known: head.sequence,
                present: now.sequence,
            });
        }
    }
    let behind = !gaps.is_empty() || known.restores > restores;
    Ok(behind.then(|| MissingEvents { known_at: known.at.clone(), restores: known.restores, gaps }))
}

async fn note(state: &State, missing: &MissingEvents) -> store::Result<()> {
    // Only texts and numbers, which JSON can always represent.
    let text = serde_json::to_string(missing).unwrap_or_default();
    let mut tx = state.db.write().await?;
    // So that the other replicas pause verification even if the disk is full.
    tx.may_use_reserve();
    instance::note_behind(&mut tx, &text).await?;
    tx.commit().await
}

/// What an operator has to confirm.
#[derive(Debug)]
pub struct Unconfirmed {
    /// What is missing, according to this host's head file and the note in the database.
    pub missing: MissingEvents,
    /// Why this host's head file cannot be used, if so.
    pub unusable: Option<String>,
    /// A number of restores greater than all known ones.
    restores: i64,
}

/// What has to be confirmed, if anything, according to the note in the database and the head file of this host.
///
/// # Errors
/// If the database fails, or its note cannot be read.
pub async fn unconfirmed(state: &State, file: Option<&Path>) -> Result<Option<Unconfirmed>> {
    let memory = file.map_or(LastKnown::Nothing, |path| read(state, path));
    let mut tx = state.db.read().await?;
    let standing = instance::restore_state(&mut tx).await?;
    let noted = standing.behind.as_deref().map(serde_json::from_str::<MissingEvents>).transpose()?;
    let (mut own, mut unusable) = (None, None);
    match memory {
        LastKnown::Heads(known) if known.restores >= standing.restores => {
            own = missing(&mut tx, &known, standing.restores).await?;
        }
        LastKnown::Unusable { why, .. } => unusable = Some(why),
        _ => {}
    }
    if noted.is_none() && own.is_none() && unusable.is_none() {
        return Ok(None);
    }
    let missing = merged(noted, own);
    let restores = standing.restores.max(missing.restores).saturating_add(1);
    Ok(Some(Unconfirmed { missing, unusable, restores }))
}

/// Merges both: the later time, and the longer known length of each chain.
fn merged(one: Option<MissingEvents>, other: Option<MissingEvents>) -> MissingEvents {
    let mut all = one.unwrap_or_default();
    let other = other.unwrap_or_default();
    all.known_at = all.known_at.max(other.known_at);
    all.restores = all.restores.max(other.restores);
    for gap in other.gaps {
        match all.gaps.iter_mut().find(|known| known.tenant_id == gap.tenant_id) {
            Some(known) => known.known = known.known.max(gap.known),
            None => all.gaps.push(gap),
        }
    }
    all
}

/// Accepts the database as it is, records that in the audit log, and starts a new head file.
///
/// # Errors
/// [`Error::Busy`] if other writers take too long; [`Error::Internal`] if the head file could not be written,
/// although the restore is confirmed then; otherwise if the database or the random generator fails.
pub async fn confirm(state: &State, file: Option<&Path>, seen: &Unconfirmed) -> Result<()> {
    let mut tx = Act::system("command line", state).begin().await?;
    instance::confirm_restore(&mut tx, seen.restores).await?;
    let standing = instance::restore_state(&mut tx).await?;
    let object = Object { id: standing.instance_id, label: "Latchkey" };
    let gaps = &seen.missing.gaps;
    let change = Change::only_after(&Snapshot {
        known_until: &seen.missing.known_at,
        lost_events: gaps.iter().map(Gap::lacks).sum(),
        chains: gaps,
    })?;
    tx.record(None, EventKind::DatabaseRestored, object, change)?;
    tx.commit().await?;
    let mut watch = RestoreGuard::begin(state, None);
    watch.file = file.map(Path::to_owned);
    watch.look(state).await?;
    watch.keep(state).await;
    if watch.unwritten && file.is_some() {
        return Err(Error::internal("confirmed, but the head file could not be written"));
    }
    Ok(())
}

impl Gap {
    /// How many events are missing at least.
    pub fn lacks(&self) -> i64 {
        self.known.saturating_sub(self.present).max(0)
    }
}

/// A confirmed restore in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    known_until: &'a str,
    lost_events: i64,
    chains: &'a [Gap],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let chains = &[Gap { tenant_id: None, known: 9, present: 7 }];
        let restore = Snapshot { known_until: "2026-11-22T10:00:00Z", lost_events: 2, chains };
        assert_eq!(
            serde_json::to_string(&restore).unwrap(),
            r#"{"known_until":"2026-11-22T10:00:00Z","lost_events":2,"chains":[{"tenant_id":null,"known":9,"present":7}]}"#
        );
    }
}
