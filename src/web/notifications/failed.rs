//! `POST .../settings/notifications/failed`: what failed for good is tried again, or taken off the list.

use actix_web::HttpResponse;
use serde_json::json;

use super::address;
use crate::auth::acting::Change;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::store::notices::deliveries;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;

/// `POST`: 303 back to the page. The field `delivery` names one, or all if empty; `go` is `again` or `forget`.
/// Deliveries of other tenants are not affected.
pub async fn settle(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let which = match form.first("delivery") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let again = form.first("go") != "forget";
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    let count = if again {
        deliveries::try_again(&mut tx, tenant.id, which, cx.now()).await?
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
        tx.record(Some(tenant.id), action, object, change)?;
        tx.commit().await?;
    }
    session::set_flash(&cx.session(), &Flash { success: true, text: cx.page.tn(key, count) });
    Ok(respond::see_other(&address(&tenant.slug)))
}
