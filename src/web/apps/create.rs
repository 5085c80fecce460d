//! `/administration/tenants/{slug}/apps/new`: creates an app.

use actix_web::HttpResponse;

use super::{AppNewPage, list_url};
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::apps::{self, AppInput, Created};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::name_form::{self, NamedFields};
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

/// `POST`: 303 to the tenant's apps, 422 with the errors.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(new) = name_form::read(&form, cx.page.locale, &mut errors) {
        let input = AppInput { name: &new.name, slug: &new.slug, key: None };
        match apps::create(&cx.act(), &input).await? {
            Created::Done(made) => {
                cx.flash(cx.page.t(msg::apps_created_flash(&made.app.name)));
                return Ok(respond::see_other(&list_url(&made.tenant)));
            }
            Created::SlugTaken => errors.add("slug", cx.page.t(msg::APPS_SLUG_TAKEN)),
            Created::Repeated(_) | Created::KeyReused | Created::Denied(_) => return Err(Error::Forbidden),
        }
    }
    let fields = NamedFields::typed(&form);
    respond::unprocessable(&AppNewPage { page: cx.page, tenant: (&cx.tenant).into(), errors, fields })
}
