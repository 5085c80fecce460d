//! Keeping a view up to date: reading what changed since, in one snapshot, and putting it in.

use std::sync::Arc;

use super::change_log::{self, LogState};
use super::deciding;
use crate::store::{Db, Error, Result};
use crate::verifier::Verifier;

/// Follows a database.
pub struct Follower {
    db: Db,
    verifier: Arc<Verifier>,
    /// Where the view stands; nothing before it is loaded.
    at: Option<LogState>,
}

impl Follower {
    /// Begins with nothing. `db` has connections for this alone.
    pub const fn new(db: Db, verifier: Arc<Verifier>) -> Self {
        Self { db, verifier, at: None }
    }

    /// Puts everything into the view that was committed before this was called. Loads it where that has to be; nobody has
    /// a lease meanwhile.
    ///
    /// # Errors
    /// The database's own, and [`Error::Incomplete`] where triggers are missing. After an error nobody has a lease unless
    /// the one that was granted before is still running.
    pub async fn catch_up(&mut self) -> Result<&LogState> {
        let mut tx = self.db.read().await?;
        let now = change_log::standing(&mut tx).await?;
        self.verifier.counts.answer();
        if !now.is_complete() {
            self.forget();
            return Err(Error::Incomplete);
        }
        let changes = match &self.at {
            Some(at) => change_log::since(&mut tx, at, &now).await?,
            None => None,
        };
        let full = match changes {
            Some(changes) if changes.is_empty() => Ok(()),
            Some(changes) => {
                let changes = deciding::read(&mut tx, &changes).await?;
                self.verifier.view.apply(&changes)
            }
            None => {
                self.forget();
                let loader = deciding::load(&mut tx, || self.verifier.counts.answer()).await?;
                self.verifier.view.replace(loader)
            }
        };
        if full.is_err() {
            self.forget();
            return Err(Error::TooLarge);
        }
        Ok(self.at.insert(now))
    }

    /// What the view has counts no more: it is loaded again.
    pub fn forget(&mut self) {
        self.verifier.lease.end();
        self.at = None;
    }

    /// Where the view stands, if it is loaded.
    pub const fn at(&self) -> Option<&LogState> {
        self.at.as_ref()
    }

    /// What it keeps up to date.
    pub const fn verifier(&self) -> &Arc<Verifier> {
        &self.verifier
    }
}
