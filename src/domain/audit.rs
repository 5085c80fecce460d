//! Audit events.

use serde_json::Value;
use uuid::Uuid;

use super::event::EventKind;
use super::id::{TenantId, TokenId, UserId};
use super::time::Timestamp;

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A person, with the address they sign in with.
    User(UserId, String),
    /// A token, over the Tenant API, with its name.
    Token(TokenId, String),
    /// Latchkey itself or its operator: `command line`, `setup`, `clean-up`.
    System(&'static str),
}

/// Who acts, and from where.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Who.
    pub actor: Actor,
    /// The client's address, when there is one.
    pub address: Option<String>,
    /// The id of the request in the log, when there is one.
    pub request_id: Option<String>,
}

impl Origin {
    /// An act of Latchkey itself or of its operator.
    pub const fn system(what: &'static str) -> Self {
        Self { actor: Actor::System(what), address: None, request_id: None }
    }
}

/// What is acted upon.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// Which.
    pub id: Uuid,
    /// Its name as it is at this moment.
    pub label: &'a str,
}

/// What happened.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// When.
    pub at: Timestamp,
    /// In which tenant; `None` when it concerns no single one.
    pub tenant: Option<TenantId>,
    /// Who did it, and from where.
    pub origin: &'a Origin,
    /// What was done.
    pub kind: EventKind,
    /// To what.
    pub object: Object<'a>,
    /// What changed, as it was. Never a secret.
    pub before: Option<Value>,
    /// What changed, as it is now. Never a secret.
    pub after: Option<Value>,
}

impl Actor {
    /// Its kind's name in the database and in the API.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::User(..) => "user",
            Self::Token(..) => "token",
            Self::System(_) => "system",
        }
    }
}

/// An event as it is read.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which event. Their order is the order in which they happened.
    pub id: Uuid,
    /// In which tenant; `None` when it concerns no single one.
    pub tenant: Option<TenantId>,
    /// Its place in its chain.
    pub sequence: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// `user`, `token` or `system`.
    pub actor_kind: String,
    /// Which person or token.
    pub actor_id: Option<Uuid>,
    /// What they were called then.
    pub actor_label: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which one.
    pub object_id: Option<Uuid>,
    /// What it was called then.
    pub object_label: String,
    /// What changed, as it was.
    pub before: Option<Value>,
    /// What changed, as it became.
    pub after: Option<Value>,
    /// The client's address, when there was one.
    pub address: Option<String>,
    /// The id of the request in the log, when there was one.
    pub request_id: Option<String>,
}
