//! Audit events.

use serde_json::Value;
use uuid::Uuid;

use super::event::EventKind;
use super::id::{TenantId, TokenId, UserId};
use super::time::Timestamp;

/// Who acted.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A person, with the address they sign in with.
    User(UserId, String),
    /// A token, over the Tenant API, with its name.
    Token(TokenId, String),
    /// Latchkey itself or its operator: `command line`, `setup`, `clean-up`.
    System(&'static str),
}

/// Who acted, and from where.
#[derive(Clone, Debug)]
pub struct Origin {
    pub actor: Actor,
    /// The client's address, if there is one.
    pub address: Option<String>,
    /// The request's ID in the log, if there is one.
    pub request_id: Option<String>,
}

impl Origin {
    /// Latchkey itself or its operator.
    pub const fn system(what: &'static str) -> Self {
        Self { actor: Actor::System(what), address: None, request_id: None }
    }
}

/// What an event is about.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// Its ID.
    pub id: Uuid,
    /// Its current name.
    pub label: &'a str,
}

/// An event to be recorded.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// The tenant; `None` if it concerns no single one.
    pub tenant: Option<TenantId>,
    pub origin: &'a Origin,
    /// The action.
    pub kind: EventKind,
    /// What it was done to.
    pub object: Object<'a>,
    /// The changed values before. Never a secret.
    pub before: Option<Value>,
    /// The changed values after. Never a secret.
    pub after: Option<Value>,
}

impl Actor {
    /// The kind of actor, as named in the database and the API.
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
pub struct RecordedEvent {
    /// Its ID, in chronological order.
    pub id: Uuid,
    /// The tenant; `None` if it concerns no single one.
    pub tenant: Option<TenantId>,
    /// Its position in its chain.
    pub sequence: Option<i64>,
    /// When it happened.
    pub at: Timestamp,
    /// `user`, `token` or `system`.
    pub actor_kind: String,
    /// The person or token.
    pub actor_id: Option<Uuid>,
    /// The actor's name at that time.
    pub actor_label: String,
    /// The action.
    pub action: String,
    /// The kind of the object.
    pub object_kind: String,
    /// The object's ID.
    pub object_id: Option<Uuid>,
    /// The object's name at that time.
    pub object_label: String,
    /// The changed values before.
    pub before: Option<Value>,
    /// The changed values after.
    pub after: Option<Value>,
    /// The client's address, if there was one.
    pub address: Option<String>,
    /// The request's ID in the log, if there was one.
    pub request_id: Option<String>,
}
