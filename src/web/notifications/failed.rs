//! `POST .../settings/notifications/failed`: retries failed deliveries, or removes them from the list.

use actix_web::HttpResponse;

use super::address;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::notifications::{self, Retry};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;

/// `POST`: 303 back to the page. The field `delivery` names one, or all if empty; `go` is `again` or `forget`. Other
/// tenants' deliveries are not affected.
pub async fn settle(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let delivery = match form.first("delivery") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let retry = if form.first("go") == "forget" { Retry::Dismiss } else { Retry::Again };
    let (tenant, count) = notifications::retry_failed(&cx.act(), delivery, retry).await?;
    cx.flash(match retry {
        Retry::Again => cx.page.t(msg::notify_again_flash(count)),
        Retry::Dismiss => cx.page.t(msg::notify_forgotten_flash(count)),
    });
    Ok(respond::see_other(&address(&tenant.slug)))
}
