//! `/administration/tenants/{slug}/settings/slugs?slug=...`: removes a former slug.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::{TenantConfirmPage, settings};
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::tenants::slugs::remove_former;
use crate::store::tenants;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::name_form::Dependents;
use crate::web::respond;

/// The query parameters.
#[derive(Deserialize)]
pub struct SlugQuery {
    #[serde(default)]
    slug: String,
}

/// `GET`: 200 with the consequences of removing the slug, 404 if it is not a former slug of the tenant, 303 to
/// Settings without one.
pub async fn show(cx: TenantCx, query: Query<SlugQuery>) -> Result<HttpResponse> {
    let slug = query.into_inner().slug;
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", cx.tenant.slug)));
    }
    if !tenants::slugs::is_former(&mut cx.read().await?, cx.tenant.id, &slug).await? {
        return Err(Error::NotFound);
    }
    respond::page(&TenantConfirmPage {
        tenant: (&cx.tenant).into(),
        can_edit_tenant: true,
        tab: "settings",
        title: cx.page.t(msg::TENANT_FORMER_REMOVE_TITLE),
        headline: cx.page.t(msg::tenant_former_headline(&cx.tenant.name, &slug)),
        effects: vec![
            cx.page.t(msg::tenant_former_refused(&slug)),
            cx.page.t(msg::tenant_former_kept(&cx.tenant.name)),
        ],
        tokens: Dependents::default(),
        list: String::new(),
        action: "/settings/slugs",
        hidden: vec![("slug", slug)],
        button: cx.page.t(msg::TENANT_FORMER_REMOVE),
        page: cx.page,
    })
}

/// `POST`: 303 to Settings, also without a slug; 404 if it is not a former slug of the tenant, or was removed
/// already.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let slug = form.first("slug");
    if slug.is_empty() {
        return Err(Error::Redirect(format!("/administration/tenants/{}/settings", cx.tenant.slug)));
    }
    let tenant = remove_former(&cx.act(), slug).await?;
    cx.flash(cx.page.t(msg::tenant_former_removed_flash(slug)));
    Ok(settings::to_settings(&tenant.slug))
}
