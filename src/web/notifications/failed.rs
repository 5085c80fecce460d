//! `POST .../settings/notifications/failed`: what failed for good is tried again, or taken off the list.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

use super::address;
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::notices::deliveries;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;

/// `POST`: 303 back to the page. The field `delivery` names one, or all if empty; `go` is `again` or `forget`.
/// Deliveries of other tenants are not affected.
pub async fn settle(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let which = match form.first("delivery") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let again = form.first("go") != "forget";
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    let count = if again {
        deliveries::try_again(&mut tx, tenant.id, which, state.now()).await?
    } else {
        deliveries::forget(&mut tx, tenant.id, which).await?
    };
    let (action, key) = if again {
        (EventKind::NotificationsRetried, "notify-again-flash")
    } else {
        (EventKind::NotificationsDismissed, "notify-forgotten-flash")
    };
    if count > 0 {
        let object = Object { id: tenant.id.uuid(), label: &tenant.name };
        let change = Change { before: None, after: Some(json!({ "deliveries": count })) };
        acting::record(&mut tx, &state, authority.origin(), Some(tenant.id), action, object, change).await?;
        tx.commit().await?;
    }
    session::set_flash(&session, &Flash { success: true, text: page.tn(key, count) });
    Ok(respond::see_other(&address(&tenant.slug)))
}
