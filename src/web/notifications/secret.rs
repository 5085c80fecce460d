//! `POST .../settings/notifications/secret`: rotates the secret of the webhook. The old one also signs for a day, so
//! that the receiver can switch without losing anything.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::TimeDelta;
use uuid::Uuid;

use super::{WebhookSecretPage, address};
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::new_id;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::notices;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::When;

/// For so long the old secret signs too.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// `POST`: 200 with the secret, once; 303 back to the page when the one that was seen is not the present one any more.
pub async fn replace(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let now = state.now();
    let (until, made) = (now.plus(OVERLAP), new_id(now, &state.entropy)?);
    let seen = form.one("secret").ok().and_then(|id| id.parse::<Uuid>().ok()).unwrap_or_default();
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    if !notices::settings::replace_secret(&mut tx, tenant.id, seen, made, until, now).await? {
        let flash = Flash { success: false, text: page.t("notify-secret-replaced-flash") };
        session::set_flash(&session, &flash);
        return Ok(respond::see_other(&address(&tenant.slug)));
    }
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    let action = EventKind::WebhookSecretReplaced;
    acting::record(&mut tx, &state, authority.origin(), Some(tenant.id), action, object, Change::default())
        .await?;
    tx.commit().await?;
    reveal(&state, page, &tenant, made, Some(until))
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
