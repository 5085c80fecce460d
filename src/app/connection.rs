//! Bounds what a connection holds in memory for any client.
//!
//! Actix reads ahead: while it answers the first request, it reads everything the client sends, up to thousands of
//! pipelined requests. Here a connection passes one head, then as much of the body as the handler asks for, and the
//! next head only when the response is ready and the previous one has been sent. The rest waits in the socket, and so
//! does the client. A head that does not complete in time ends the connection.

use std::cell::{Cell, RefCell};
use std::io::{ErrorKind, Result};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use actix_http::{HttpMessage as _, Request};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE};
use actix_web::rt::net::TcpStream;
use actix_web::web::{Buf as _, Bytes, BytesMut};
use futures_util::Stream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::head::LineState;
use super::turn::{LONG_HEAD, Turn};

/// Maximum size of a head in bytes.
const MAX_HEAD: usize = 68 * 1024;
/// Passed to actix instead of the rest of a longer head. It is not a valid header name, so actix answers 400 and
/// closes.
const TOO_LONG: &[u8] = b"\r\n\0\r\n\r\n";
/// How long a head may take from its first byte. For the first head of a connection, actix itself gives up after 5
/// seconds.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How long a client may accept nothing of a response.
const SEND_PATIENCE: Duration = Duration::from_secs(60);
/// The same after a long head.
const LONG_SEND_PATIENCE: Duration = Duration::from_secs(10);
/// How long the unread rest of a body is still received, so that the client gets the response.
const REST_PATIENCE: Duration = Duration::from_secs(5);
/// How many bytes are still received when the connection closes.
const MAX_REST: usize = 512 * 1024;
/// How long the body of a request with a long head may take.
const LONG_PATIENCE: Duration = Duration::from_secs(10);
/// How many bytes of a body pass before its reader asks for more.
const AHEAD: u64 = 16 * 1024;
/// The same if only actix knows where the body ends, because more requests may follow in the same bytes.
const AHEAD_OF_UNKNOWN: u64 = 2 * 1024;

/// A connection as actix sees it.
pub struct Connection {
    io: TcpStream,
    flow: Flow,
    /// Bytes read that may not pass yet.
    held: BytesMut,
    /// Its permit for a long head.
    turn: Turn,
    /// When a client that accepts nothing is disconnected.
    sending: Option<Pin<Box<Sleep>>>,
    /// The deadline of the current stage.
    deadline: Option<Pin<Box<Sleep>>>,
    /// How many bytes may still be received when the connection closes.
    rest: usize,
    /// The deadline by which a request with a long head must be complete.
    whole: Option<Pin<Box<Sleep>>>,
    /// Whether to yield, so that actix processes what has passed.
    pausing: bool,
}

/// The state that a connection shares with its requests.
#[derive(Clone, Default)]
pub struct Flow(Rc<State>);

#[derive(Default)]
struct State {
    stage: Cell<Stage>,
    /// Whether the client is not accepting what is sent.
    stuck: Cell<bool>,
    /// Whether a head was long.
    long: Cell<bool>,
    /// Whether this request is the last one, because only actix knows where its body ends.
    last: Cell<bool>,
    /// The reader that is waiting although there is something to read.
    waiting: RefCell<Option<Waker>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// A head is passing; the number is how many of its bytes have passed.
    Head(LineState, usize),
    /// The head has passed, and its request has not started.
    Queued,
    /// A request is being handled. `left` bytes of its body have not passed, `None` if only actix knows; `room` of
    /// them may.
    Body { left: Option<u64>, room: u64 },
    /// The response is ready. The rest of the body passes, for actix to discard.
    Rest { left: Option<u64> },
}

impl Default for Stage {
    fn default() -> Self {
        Self::Head(LineState::Before, 0)
    }
}

impl Flow {
    fn set(&self, stage: Stage) {
        self.0.stage.set(stage);
        self.wake();
    }

    fn wake(&self) {
        if let Some(waker) = self.0.waiting.take() {
            waker.wake();
        }
    }

    /// A request starts: from now on its body passes as it is read.
    pub fn begin(&self, request: &mut Request) {
        if matches!(request.payload(), Payload::None) {
            self.0.stage.set(Stage::Body { left: Some(0), room: 0 });
            return;
        }
        let headers = request.headers();
        // Actix takes everything after an upgrade or CONNECT request for its body, regardless of the length.
        if headers.contains_key(UPGRADE) || request.method() == Method::CONNECT {
            self.0.last.set(true);
        }
        // A head that arrived with other bytes may have passed together with a part of its body.
        let alone = self.0.stage.get() == Stage::Queued;
        let counts = alone && !headers.contains_key(TRANSFER_ENCODING) && !self.0.last.get();
        let length = headers.get(CONTENT_LENGTH).filter(|_| counts);
        let left = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let whole = std::mem::replace(request.payload(), Payload::None);
        let stream = Box::pin(Body { whole, flow: self.clone() });
        *request.payload() = Payload::Stream { payload: stream };
        self.set(Stage::Body { left, room: ahead(left) });
    }

    /// Whether the connection closes after this response.
    pub fn is_last(&self) -> bool {
        self.0.long.get() || self.0.last.get()
    }

    /// The response is ready.
    pub fn answered(&self) {
        if let Stage::Body { left, .. } = self.0.stage.get() {
            self.0.last.set(self.0.last.get() || left.is_none());
            self.set(if left == Some(0) { Stage::default() } else { Stage::Rest { left } });
        }
    }

    fn wants_more(&self) {
        if let Stage::Body { left, room } = self.0.stage.get()
            && room < ahead(left)
        {
            self.set(Stage::Body { left, room: ahead(left) });
        }
    }

    fn has_read_all(&self) {
        if let Stage::Body { .. } = self.0.stage.get() {
            self.0.stage.set(Stage::Body { left: Some(0), room: 0 });
        }
    }
}

const fn ahead(left: Option<u64>) -> u64 {
    if left.is_some() { AHEAD } else { AHEAD_OF_UNKNOWN }
}

/// A request's body that notifies the connection when it is read.
struct Body {
    whole: Payload,
    flow: Flow,
}

impl Stream for Body {
    type Item = std::result::Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.whole).poll_next(cx);
        match next {
            Poll::Pending => self.flow.wants_more(),
            Poll::Ready(None) => self.flow.has_read_all(),
            Poll::Ready(Some(_)) => {}
        }
        next
    }
}

impl Connection {
    /// Wraps an accepted connection.
    pub fn new(io: TcpStream) -> Self {
        Self {
            io,
            flow: Flow::default(),
            held: BytesMut::new(),
            turn: Turn::default(),
            sending: None,
            deadline: None,
            rest: MAX_REST,
            whole: None,
            pausing: false,
        }
    }

    /// The state to share with its requests.
    pub fn flow(&self) -> Flow {
        self.flow.clone()
    }

    /// Nothing may pass yet. The reader is woken when something may, or when there is something to read.
    fn wait(&self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if !self.held.is_empty() || self.io.poll_read_ready(cx).is_ready() {
            *self.flow.0.waiting.borrow_mut() = Some(cx.waker().clone());
        }
        Poll::Pending
    }

    /// Reads at most `most` bytes: what is held, or else from the socket.
    fn fill(&mut self, cx: &mut Context<'_>, to: &mut ReadBuf<'_>, most: u64) -> Poll<Result<()>> {
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(to.remaining());
        if !self.held.is_empty() {
            let passing = self.held.len().min(most);
            to.put_slice(self.held.get(..passing).unwrap_or_default());
            self.held.advance(passing);
            return Poll::Ready(Ok(()));
        }
        let mut part = ReadBuf::new(to.initialize_unfilled_to(most));
        let read = Pin::new(&mut self.io).poll_read(cx, &mut part);
        let length = part.filled().len();
        to.advance(length);
        read
    }

    /// Whether more of a long head may pass. If not, the reader is woken when it may.
    fn has_turn(&mut self, cx: &mut Context<'_>) -> bool {
        let begins = self.turn.is_taken(cx) && !self.flow.0.long.replace(true);
        if begins {
            self.whole = Some(Box::pin(sleep(LONG_PATIENCE)));
        }
        self.flow.0.long.get()
    }

    /// Whether the current stage has taken longer than `patience`.
    fn is_late(&mut self, cx: &mut Context<'_>, patience: Duration) -> bool {
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(patience)));
        deadline.as_mut().poll(cx).is_ready()
    }

    fn read_head(
        &mut self,
        cx: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
        line: LineState,
        passed: usize,
    ) -> Poll<Result<()>> {
        if line == LineState::Before && self.flow.0.stuck.get() {
            return self.wait(cx);
        }
        let most = if passed < LONG_HEAD {
            LONG_HEAD - passed
        } else if self.has_turn(cx) {
            MAX_HEAD
        } else if self.is_late(cx, HEAD_PATIENCE) {
            return Poll::Ready(Ok(()));
        } else {
            return Poll::Pending;
        };
        let before = to.filled().len();
        let read = self.fill(cx, to, most as u64);
        let new = to.filled().get(before..).unwrap_or_default();
        let (belongs, next) = line.scan(new);
        let rest = new.get(belongs..).unwrap_or_default();
        if !rest.is_empty() {
            let mut held = BytesMut::with_capacity(rest.len() + self.held.len());
            held.extend_from_slice(rest);
            held.extend_from_slice(&self.held);
            self.held = held;
        }
        // Empty lines before a head don't belong to it.
        let passed = if next == Some(LineState::Before) { 0 } else { passed + belongs };
        if passed > MAX_HEAD {
            to.set_filled(before);
            to.put_slice(TOO_LONG.get(..to.remaining()).unwrap_or(TOO_LONG));
            self.flow.0.stage.set(Stage::Queued);
            return Poll::Ready(Ok(()));
        }
        to.set_filled(before + belongs);
        self.flow.0.stage.set(next.map_or(Stage::Queued, |line| Stage::Head(line, passed)));
        match next {
            None | Some(LineState::Before) => self.deadline = None,
            // Reading nothing makes actix close the connection.
            Some(_) if self.is_late(cx, HEAD_PATIENCE) => {
                to.set_filled(before);
                return Poll::Ready(Ok(()));
            }
            Some(_) => {}
        }
        read
    }

    /// Reads from a body with `left` bytes left.
    fn read_body(
        &mut self,
        cx: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
        left: Option<u64>,
        most: u64,
    ) -> (Poll<Result<()>>, Option<u64>, u64) {
        let before = to.filled().len();
        let read = self.fill(cx, to, left.map_or(most, |left| left.min(most)));
        let passed = u64::try_from(to.filled().len() - before).unwrap_or(u64::MAX);
        (read, left.map(|left| left.saturating_sub(passed)), passed)
    }
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let this = self.get_mut();
        let stage = this.flow.0.stage.get();
        if matches!(stage, Stage::Body { left, .. } if left != Some(0))
            && let Some(whole) = &mut this.whole
            && whole.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Ok(()));
        }
        match stage {
            Stage::Head(line, passed) => this.read_head(cx, to, line, passed),
            Stage::Queued | Stage::Body { left: Some(0), .. } | Stage::Body { room: 0, .. } => {
                this.deadline = None;
                this.wait(cx)
            }
            Stage::Body { left, room } => {
                let (read, left, passed) = this.read_body(cx, to, left, room);
                this.flow.0.stage.set(Stage::Body { left, room: room.saturating_sub(passed) });
                read
            }
            Stage::Rest { .. } if this.is_late(cx, REST_PATIENCE) => Poll::Ready(Ok(())),
            Stage::Rest { .. } if std::mem::take(&mut this.pausing) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Stage::Rest { left } => {
                let (read, left, passed) = this.read_body(cx, to, left, ahead(left));
                this.pausing = passed > 0;
                if left == Some(0) {
                    this.deadline = None;
                    this.flow.0.stage.set(Stage::default());
                } else {
                    this.flow.0.stage.set(Stage::Rest { left });
                }
                read
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.io).poll_write(cx, bytes);
        if written.is_pending() {
            this.flow.0.stuck.set(true);
            let patience = if this.flow.0.long.get() { LONG_SEND_PATIENCE } else { SEND_PATIENCE };
            let deadline = this.sending.get_or_insert_with(|| Box::pin(sleep(patience)));
            return deadline.as_mut().poll(cx).map(|()| Err(ErrorKind::TimedOut.into()));
        }
        this.sending = None;
        if this.flow.0.stuck.replace(false) {
            this.flow.wake();
        }
        written
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.io).poll_shutdown(cx))?;
        if !this.flow.is_last() {
            return Poll::Ready(Ok(()));
        }
        // Closing with unread bytes would reset the connection before the client reads the response. Actix allows a
        // second for this.
        let mut bytes = [0; AHEAD_OF_UNKNOWN as usize];
        while this.rest > 0 {
            let mut rest = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut this.io).poll_read(cx, &mut rest))?;
            let length = rest.filled().len();
            this.rest = if length == 0 { 0 } else { this.rest.saturating_sub(length) };
        }
        Poll::Ready(Ok(()))
    }
}
