//! How many connections have a long head at a time: the memory for one is many times that of an ordinary head.

use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::Context;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A head with more bytes waits for its turn and is the last one of its connection: actix keeps room for twice its length
/// and more until the connection ends.
pub const LONG_HEAD: usize = 12 * 1024;
/// So many connections have a long head at a time.
static LONG_HEADS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(32)));

/// A connection's turn, from when it is taken until the connection ends.
#[derive(Default)]
pub enum Turn {
    /// Not asked for.
    #[default]
    No,
    /// Waits for one.
    Waits(Pin<Box<dyn Future<Output = Option<OwnedSemaphorePermit>>>>),
    /// Has it.
    Has {
        /// Given back when it is dropped.
        _permit: Option<OwnedSemaphorePermit>,
    },
}

impl Turn {
    /// Asks for a turn, and says whether it is taken. If not, `cx` is woken when it can be.
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
