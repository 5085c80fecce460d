//! Limits how many connections have a long head at once, because one takes many times the memory of an ordinary head.

use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::Context;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A head with more bytes needs a permit and is the last one on its connection, because actix keeps a buffer of more
/// than twice its length until the connection closes.
pub const LONG_HEAD: usize = 12 * 1024;
/// How many connections may have a long head at once.
static LONG_HEADS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(32)));

/// A connection's permit, held until the connection closes.
#[derive(Default)]
pub enum Turn {
    /// Not requested.
    #[default]
    No,
    /// Waiting for a permit.
    Waits(Pin<Box<dyn Future<Output = Option<OwnedSemaphorePermit>>>>),
    /// Held.
    Has {
        /// Released when dropped.
        _permit: Option<OwnedSemaphorePermit>,
    },
}

impl Turn {
    /// Requests a permit; returns whether it is held. If not, `cx` is woken when it can be.
    pub fn is_taken(&mut self, cx: &mut Context<'_>) -> bool {
        if matches!(self, Self::No) {
            let turn = Arc::clone(&LONG_HEADS).acquire_owned();
            *self = Self::Waits(Box::pin(async { turn.await.ok() }));
        }
        if let Self::Waits(turn) = self
            && let std::task::Poll::Ready(permit) = turn.as_mut().poll(cx)
        {
            *self = Self::Has { _permit: permit };
        }
        matches!(self, Self::Has { .. })
    }
}
