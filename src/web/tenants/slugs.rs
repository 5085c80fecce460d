//! `/administration/tenants/{slug}/settings/slugs?slug=...`: removes a slug that the tenant had before.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::{TenantAskPage, settings};
use crate::error::{Error, Result};
use crate::service::tenants::slugs::remove_former;
use crate::store::tenants;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::named::Holders;
use crate::web::respond;

/// The query of the address.
#[derive(Deserialize)]
pub struct SlugQuery {
    #[serde(default)]
    slug: String,
}

/// `GET`: 200 with what follows from removing the slug, 404 when it is no former slug of the tenant, 303 to Settings
/// without one.
pub async fn show(cx: TenantCx, query: Query<SlugQuery>) -> Result<HttpResponse> {
    let slug = query.into_inner().slug;
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", cx.tenant.slug)));
    }
    if !tenants::slugs::is_former(&mut cx.read().await?, cx.tenant.id, &slug).await? {
        return Err(Error::NotFound);
    }
    respond::page(&TenantAskPage {
        tenant: (&cx.tenant).into(),
        can_edit_tenant: true,
        tab: "settings",
        title: cx.page.t("tenant-former-remove-title"),
        headline: cx.page.t2("tenant-former-headline", "name", &cx.tenant.name, "slug", &slug),
        effects: vec![
            cx.page.t1("tenant-former-refused", "slug", &slug),
            cx.page.t1("tenant-former-kept", "name", &cx.tenant.name),
        ],
        tokens: Holders::default(),
        list: String::new(),
        action: "/settings/slugs",
        hidden: vec![("slug", slug)],
        button: cx.page.t("tenant-former-remove"),
        page: cx.page,
    })
}

/// `POST`: 303 to Settings, also without a slug; 404 when it is no former slug of the tenant, or removed already.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let slug = form.first("slug");
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", cx.tenant.slug)));
    }
    let tenant = remove_former(&cx.act(), slug).await?;
    cx.flash(cx.page.t1("tenant-former-removed-flash", "slug", slug));
    Ok(settings::to_settings(&tenant.slug))
}
