//! Whether the database was put back from a backup, and letting it count all the same.
//!
//! A database of yesterday does not know what was revoked today, and cannot tell. So each process knows the newest
//! heads of the audit chains, and keeps them in a file outside of the database, the head file. When the database lacks
//! anything of them, verification is closed: in this process by a switch in memory, in all others by a note in the
//! database, which every process reads once a second. It opens again when the heads are all there, or when an operator
//! confirms that what is missing is lost.
//!
//! The head file may be behind the database (a process was killed before it wrote): that says nothing. It is never
//! ahead of it but after a restore, since only what was read from the database is written there.

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

/// What the database lacks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Missing {
    /// Until when it is known what there was: RFC 3339.
    pub known_at: String,
    /// How many restores had been confirmed then.
    pub restores: i64,
    /// In which chains.
    pub gaps: Vec<Gap>,
}

/// What a chain lacks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// The tenant's id; `None` for the events of no tenant.
    tenant_id: Option<String>,
    /// How many events it had.
    pub known: i64,
    /// How many it has. When they are as many or more, they are others.
    pub present: i64,
}

impl Gap {
    /// Which chain.
    pub fn chain(&self) -> Chain {
        Chain(self.tenant_id.as_deref().and_then(|id| id.parse().ok()))
    }
}

/// The newest heads that this process knows.
#[derive(Clone, Debug)]
struct Known {
    at: String,
    restores: i64,
    heads: BTreeMap<Chain, Head>,
}

/// What there is to go by.
#[derive(Clone, Debug)]
enum Memory {
    /// Nothing yet.
    Nothing,
    /// These heads.
    Heads(Known),
    /// A file that is of no use. It counts no more once more restores than `restores` were confirmed, which is how many
    /// there were when it was met.
    Unusable { why: String, restores: Option<i64> },
}

/// Keeps an eye on the database.
pub struct RestoreGuard {
    file: Option<PathBuf>,
    memory: Memory,
    /// How many chains and events there were when all was last well.
    size: Option<(i64, i64)>,
    /// Whether more is known than stands in the file.
    unwritten: bool,
    /// Whether the file could be written last time: told once, not every few seconds.
    writable: bool,
}

impl RestoreGuard {
    /// Begins with what the head file knows, if there is one.
    pub fn begin(state: &State, file: Option<&Path>) -> Self {
        let memory = file.map_or(Memory::Nothing, |path| read(state, path));
        if let Memory::Unusable { why, .. } = &memory {
            tracing::error!(reason = %why, "the head file cannot be used");
        }
        Self { file: file.map(Path::to_owned), memory, size: None, unwritten: true, writable: true }
    }

    /// Whether there was a head file, usable or not.
    pub const fn began_with_a_file(&self) -> bool {
        !matches!(self.memory, Memory::Nothing)
    }

    /// Compares the database with what is known of it, and closes or opens verification.
    ///
    /// # Errors
    /// [`store::Error::Busy`] when other writers take too long to note what is missing; [`store::Error::Corrupt`] for
    /// a row that no version of Latchkey writes; otherwise when the database fails. Verification stays as it was
    /// then.
    pub async fn look(&mut self, state: &State) -> store::Result<()> {
        let mut tx = state.db.read().await?;
        let standing = instance::standing(&mut tx).await?;
        let size = audit::chain::size(&mut tx).await?;
        let missing = self.missing(&mut tx, standing.restores, size).await?;
        let reason = match (&missing, &self.memory) {
            (Some(_), _) => Some(PauseReason::Behind),
            _ if standing.behind.is_some() => Some(PauseReason::Behind),
            (None, Memory::Unusable { .. }) => Some(PauseReason::UnusableHead),
            (None, _) => None,
        };
        if reason.is_none() && self.size != Some(size) {
            let heads = audit::chain::heads(&mut tx).await?;
            self.memory =
                Memory::Heads(Known { at: state.now().to_string(), restores: standing.restores, heads });
            self.size = Some(size);
            self.unwritten = true;
        }
        drop(tx);
        // First of all here, whatever becomes of the note for the others.
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

    /// What the database lacks of what is known.
    async fn missing(
        &mut self,
        tx: &mut Tx,
        restores: i64,
        size: (i64, i64),
    ) -> store::Result<Option<Missing>> {
        match &mut self.memory {
            Memory::Nothing => Ok(None),
            Memory::Unusable { restores: then, .. } => {
                if *then.get_or_insert(restores) < restores {
                    self.forget();
                }
                Ok(None)
            }
            Memory::Heads(known) if known.restores < restores => {
                self.forget();
                Ok(None)
            }
            Memory::Heads(known) => {
                if known.restores == restores && self.size == Some(size) {
                    return Ok(None);
                }
                missing(tx, known, restores).await
            }
        }
    }

    /// What was known before an operator confirmed a restore counts no more.
    fn forget(&mut self) {
        self.memory = Memory::Nothing;
        self.size = None;
    }

    /// Writes what is known to the head file, if that is news.
    pub async fn keep(&mut self, state: &State) {
        let (Some(path), Memory::Heads(known), true) = (&self.file, &self.memory, self.unwritten) else {
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
            // Another process of this host is just writing the same.
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

fn read(state: &State, path: &Path) -> Memory {
    let unusable =
        |why: String| Memory::Unusable { why: format!("{}: {why}", path.display()), restores: None };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Memory::Nothing,
        Err(error) => return unusable(error.to_string()),
    };
    let file = HeadFile::parse(&text, &state.fixed.audit_key);
    match file.and_then(|file| Ok((file.known()?, file))) {
        Ok((heads, file)) => Memory::Heads(Known { at: file.exported_at, restores: file.restores, heads }),
        Err(error) => unusable(error.to_string()),
    }
}

async fn missing(tx: &mut Tx, known: &Known, restores: i64) -> store::Result<Option<Missing>> {
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
    Ok(behind.then(|| Missing { known_at: known.at.clone(), restores: known.restores, gaps }))
}

async fn note(state: &State, missing: &Missing) -> store::Result<()> {
    // Texts and numbers only: there is nothing in it that JSON cannot say.
    let text = serde_json::to_string(missing).unwrap_or_default();
    let mut tx = state.db.write().await?;
    // The other replicas stop verifying at once.
    tx.may_use_reserve();
    instance::note_behind(&mut tx, &text).await?;
    tx.commit().await
}

/// What an operator has to confirm.
#[derive(Debug)]
pub struct Unconfirmed {
    /// What the database lacks, as far as this host's head file and the replicas know.
    pub missing: Missing,
    /// Why this host's head file is of no use, if it is not.
    pub unusable: Option<String>,
    /// More restores than anybody knows of.
    restores: i64,
}

/// What there is to confirm, if there is anything; by the note in the database and the head file of this host.
///
/// # Errors
/// When the database fails, or its note of what is missing cannot be read.
pub async fn unconfirmed(state: &State, file: Option<&Path>) -> Result<Option<Unconfirmed>> {
    let memory = file.map_or(Memory::Nothing, |path| read(state, path));
    let mut tx = state.db.read().await?;
    let standing = instance::standing(&mut tx).await?;
    let noted = standing.behind.as_deref().map(serde_json::from_str::<Missing>).transpose()?;
    let (mut own, mut unusable) = (None, None);
    match memory {
        Memory::Heads(known) if known.restores >= standing.restores => {
            own = missing(&mut tx, &known, standing.restores).await?;
        }
        Memory::Unusable { why, .. } => unusable = Some(why),
        _ => {}
    }
    if noted.is_none() && own.is_none() && unusable.is_none() {
        return Ok(None);
    }
    let missing = merged(noted, own);
    let restores = standing.restores.max(missing.restores).saturating_add(1);
    Ok(Some(Unconfirmed { missing, unusable, restores }))
}

/// All that either knows; the later moment, and of each chain the longer form.
fn merged(one: Option<Missing>, other: Option<Missing>) -> Missing {
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

/// Lets the database count as it is, tells of it in the audit trail, and begins the head file anew.
///
/// # Errors
/// [`Error::Busy`] when other writers take too long; [`Error::Internal`] when the head file could not be written,
/// though the restore is confirmed then; otherwise when the database or the random generator fails.
pub async fn confirm(state: &State, file: Option<&Path>, seen: &Unconfirmed) -> Result<()> {
    let mut tx = Act::system("command line", state).begin().await?;
    instance::confirm_restore(&mut tx, seen.restores).await?;
    let standing = instance::standing(&mut tx).await?;
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
    /// How many events are certainly missing.
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
