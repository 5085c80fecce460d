//! Reading from PostgreSQL in one round trip.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::sync::Semaphore;

use crate::domain::decision::Requirement;
use crate::domain::secret::SecretHash;
use crate::store::verification::{self, Row};

/// As many connections all threads of a process have for this together.
const MAX_CONNECTIONS: usize = 16;
/// One that was quiet for longer may have been forgotten by a firewall on the way, which would say nothing.
const QUIET: Duration = Duration::from_secs(30);

/// Connections of one thread. The pool asks the server before it gives a connection away and when it takes it back
/// whether it is still there: two round trips beside the one that is needed. Here the question itself is the test; who
/// fails asks again over the pool.
pub struct PgConnections {
    options: PgConnectOptions,
    /// Idle connections, with the time since when.
    idle: Mutex<Vec<(PgConnection, Instant)>>,
    turns: Semaphore,
}

impl PgConnections {
    /// None is opened before it is needed.
    pub fn new(options: &PgConnectOptions, threads: usize) -> Self {
        let most = (MAX_CONNECTIONS / threads.max(1)).max(1);
        Self {
            options: options.clone().disable_statement_logging(),
            idle: Mutex::new(Vec::with_capacity(most)),
            turns: Semaphore::new(most),
        }
    }

    /// What the database has on that secret.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn row(&self, hash: &SecretHash, requirement: Requirement<'_>) -> sqlx::Result<Option<Row>> {
        let _turn = self.turns.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let mut line = match self.take() {
            Some(line) => line,
            None => self.options.connect().await?,
        };
        // A line on which something went wrong, or whose caller is gone, is not put back: nobody meets its remains.
        let row = verification::ask(&mut line, hash, requirement).await?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((line, Instant::now()));
        Ok(row)
    }

    fn take(&self) -> Option<PgConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The last one was used most recently: if it was quiet for too long, all were.
        match idle.pop() {
            Some((line, since)) if since.elapsed() < QUIET => Some(line),
            _ => {
                idle.clear();
                None
            }
        }
    }
}
