//! `/administration/tenants/new`: creates a tenant.

use actix_web::HttpResponse;

use super::{TenantFields, TenantNewPage, fields, parent};
use crate::error::Result;
use crate::i18n::msg;
use crate::service::tenants::{self, Created, NewTenant};
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let fields = TenantFields::empty(cx.page.locale);
    let parents = parent::choices(&mut cx.read().await?, cx.page.locale, None, "").await?;
    respond::page(&TenantNewPage { page: cx.page, errors: Errors::default(), fields, parents })
}

/// `POST`: 303 to the new tenant, 422 with the errors.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let settings = fields::read(&form, None, cx.page.locale, &mut errors);
    let parent = parent::read(&form, cx.page.locale, &mut errors);
    if let (Some(settings), Some(parent)) = (settings, parent) {
        match tenants::create(&cx.act(), &NewTenant { settings: &settings, parent }).await? {
            Created::Done => {
                cx.flash(cx.page.t(msg::tenant_created_flash(settings.name.as_str())));
                return Ok(respond::see_other(&format!("/administration/tenants/{}", settings.slug)));
            }
            Created::Refused(problems) => {
                for problem in problems {
                    fields::explain(cx.page.locale, problem, &mut errors);
                }
            }
        }
    }
    let parents = parent::choices(&mut cx.read().await?, cx.page.locale, None, form.first("parent")).await?;
    let fields = TenantFields::typed(&form);
    respond::unprocessable(&TenantNewPage { page: cx.page, errors, fields, parents })
}
