//! `POST .../settings/notifications/secret`: rotates the secret of the webhook. The old one also signs for a day, so
//! that the receiver can switch without losing anything.

use actix_web::HttpResponse;
use chrono::TimeDelta;
use uuid::Uuid;

use super::{WebhookSecretPage, address};
use crate::auth::acting::Change;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::new_id;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::notices;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::When;

/// For so long the old secret signs too.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// `POST`: 200 with the secret, once; 303 back to the page when the one that was seen is not the present one any more.
pub async fn replace(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let (until, made) = (now.plus(OVERLAP), new_id(now, &cx.state.entropy)?);
    let seen = form.one("secret").ok().and_then(|id| id.parse::<Uuid>().ok()).unwrap_or_default();
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    if !notices::settings::replace_secret(&mut tx, tenant.id, seen, made, until, now).await? {
        let flash = Flash { success: false, text: cx.page.t("notify-secret-replaced-flash") };
        session::set_flash(&cx.session(), &flash);
        return Ok(respond::see_other(&address(&tenant.slug)));
    }
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    let action = EventKind::WebhookSecretReplaced;
    tx.record(Some(tenant.id), action, object, Change::default())?;
    tx.commit().await?;
    reveal(&cx.state, cx.page, &tenant, made, Some(until))
}

/// 200 with the secret, made from its id.
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
