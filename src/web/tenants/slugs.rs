//! `/administration/tenants/{slug}/settings/slugs?slug=...`: removes a slug that the tenant had before.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;
use serde_json::json;

use super::TenantAskPage;
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::authz::CurrentTenant;
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::tenants;
use crate::web::form::Form;
use crate::web::named::Holders;
use crate::web::page::Page;
use crate::web::respond;

/// Which slug.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    slug: String,
}

/// `GET`: 200 with what follows from removing the slug, 404 when it is no former slug of the tenant, 303 to Settings
/// without one.
pub async fn show(
    state: Data<State>,
    page: Page,
    CurrentTenant(tenant): CurrentTenant,
    which: Query<Which>,
) -> Result<HttpResponse> {
    let slug = which.into_inner().slug;
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", tenant.slug)));
    }
    if !tenants::slugs::is_former(&mut state.db.read().await?, tenant.id, &slug).await? {
        return Err(Error::NotFound);
    }
    respond::page(&TenantAskPage {
        tenant: (&tenant).into(),
        can_edit_tenant: true,
        tab: "settings",
        title: page.t("tenant-former-remove-title"),
        headline: page.t2("tenant-former-headline", "name", &tenant.name, "slug", &slug),
        effects: vec![
            page.t1("tenant-former-refused", "slug", &slug),
            page.t1("tenant-former-kept", "name", &tenant.name),
        ],
        tokens: Holders::default(),
        list: String::new(),
        action: "/settings/slugs",
        hidden: vec![("slug", slug)],
        button: page.t("tenant-former-remove"),
        page,
    })
}

/// `POST`: 303 to Settings, also without a slug; 404 when it is no former slug of the tenant, or removed already.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let slug = form.first("slug");
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", tenant.slug)));
    }
    if !tenants::slugs::drop_former(&mut tx, tenant.id, slug, state.now()).await? {
        return Err(Error::NotFound);
    }
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    let change = Change { before: Some(json!({ "slug": slug })), after: Some(json!({ "slug": null })) };
    let place = Some(tenant.id);
    acting::record(&mut tx, &state, authority.origin(), place, EventKind::SlugRemoved, object, change)
        .await?;
    tx.commit().await?;
    let text = page.t1("tenant-former-removed-flash", "slug", slug);
    session::set_flash(&session, &session::Flash { success: true, text });
    Ok(respond::see_other(&format!("/administration/tenants/{}/settings", tenant.slug)))
}
