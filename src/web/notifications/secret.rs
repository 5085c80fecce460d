//! `POST .../settings/notifications/secret`: rotates the webhook's secret. The old one also signs for a day, so that
//! the receiver can switch without losing a delivery.

use actix_web::HttpResponse;
use uuid::Uuid;

use super::{WebhookSecretPage, address};
use crate::auth::session::{self, Flash};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::notifications::{self, Rotated};
use crate::state::State;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::When;

/// `POST`: 200 with the secret, once; 303 back to the page if the secret was rotated since it was rendered.
pub async fn replace(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let seen = form.one("secret").ok().and_then(|id| id.parse::<Uuid>().ok()).unwrap_or_default();
    match notifications::rotate_secret(&cx.act(), seen).await? {
        Rotated::Done { tenant, secret, old_until } => {
            reveal(&cx.state, cx.page, &tenant, secret, Some(old_until))
        }
        Rotated::Outdated(tenant) => {
            let flash = Flash { success: false, text: cx.page.t(msg::NOTIFY_SECRET_REPLACED_FLASH) };
            session::set_flash(&cx.session(), &flash);
            Ok(respond::see_other(&address(&tenant.slug)))
        }
    }
}

/// 200 with the secret, derived from its ID.
pub(super) fn reveal(
    state: &State,
    page: Page,
    tenant: &Tenant,
    id: Uuid,
    old_until: Option<Timestamp>,
) -> Result<HttpResponse> {
    let secret = state.fixed.webhook_key.secret(tenant.id, id);
    respond::page(&WebhookSecretPage {
        old_until: old_until.map(|until| When::moment(page.locale, until, tenant.zone)),
        tenant: tenant.into(),
        secret: secret.expose().to_string(),
        page,
    })
}
