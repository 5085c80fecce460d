//! `/administration/tenants/{slug}/apps/new`: makes an app.

use actix_web::HttpResponse;

use super::AppNewPage;
use crate::domain::id::AppId;
use crate::error::Result;
use crate::service;
use crate::service::apps::Outcome;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::named::{self, NamedFields};
use crate::web::page::Errors;
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    respond::page(&AppNewPage {
        page: cx.page,
        tenant: (&cx.tenant).into(),
        errors: Errors::default(),
        fields: NamedFields::default(),
    })
}

/// `POST`: 303 to the tenant's apps, 422 with what is wrong.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(new) = named::read(&form, cx.page.locale, &mut errors) {
        let id = AppId::new(cx.now(), &cx.state.entropy)?;
        let mut tx = cx.write().await?;
        let tenant = tx.tenant()?;
        let named = (&new.name, &new.slug);
        if service::apps::create(&mut tx, tenant.id, id, named).await? == Outcome::Done {
            tx.commit().await?;
            let text = cx.page.t1("apps-created-flash", "name", new.name.as_str());
            cx.flash(text);
            return Ok(respond::see_other(&format!("/administration/tenants/{}/apps", tenant.slug)));
        }
        errors.add("slug", cx.page.t("apps-slug-taken"));
    }
    let fields = NamedFields::typed(&form);
    respond::unprocessable(&AppNewPage { page: cx.page, tenant: (&cx.tenant).into(), errors, fields })
}
