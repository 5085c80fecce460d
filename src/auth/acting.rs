//! Who acts, and from where, for the audit log.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use serde_json::Value;

use super::gate::{Accepted, Caller};
use super::peer;
use crate::domain::audit::{Actor, Event, Object, Origin};
use crate::domain::id::{TenantId, new_id};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, audit};
use crate::trace::RequestId;

/// The signed-in person, or the token, that sends this request.
#[derive(Clone, Debug)]
pub struct Acting(pub Origin);

/// What changed, as it was and as it is now.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// As it was; `None` for what is new.
    pub before: Option<Value>,
    /// As it is now; `None` for what is gone.
    pub after: Option<Value>,
}

/// Notes, in the transaction of the change itself, that `origin` did `action` to `object`.
pub async fn record(
    tx: &mut Tx,
    state: &State,
    origin: &Origin,
    tenant: Option<TenantId>,
    action: &'static str,
    object: Object<'_>,
    change: Change,
) -> Result<()> {
    let at = state.now();
    let Change { before, after } = change;
    let event = Event { at, tenant, origin, action, object, before, after };
    audit::record(tx, &state.fixed.audit_key, new_id(at, &state.entropy)?, &event);
    Ok(())
}

impl FromRequest for Acting {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(acting(request))
    }
}

fn acting(request: &HttpRequest) -> Result<Acting> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    let extensions = request.extensions();
    let person =
        extensions.get::<Caller>().map(|Caller(person)| Actor::User(person.id, person.email.clone()));
    let token =
        || extensions.get::<Accepted>().map(|Accepted(token)| Actor::Token(token.id, token.name.clone()));
    let actor = person.or_else(token);
    Ok(Acting(Origin {
        actor: actor.ok_or_else(|| Error::Internal("the route's rule provides no actor".into()))?,
        address: Some(peer::address(request, &state.fixed.trusted_proxies).to_string()),
        request_id: extensions.get::<RequestId>().map(|id| id.0.clone()),
    }))
}
