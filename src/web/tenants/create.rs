//! `/administration/tenants/new`: makes a tenant.

use actix_web::HttpResponse;

use super::{TenantFields, TenantNewPage, fields, parent, settings};
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::error::Result;
use crate::state::State;
use crate::store::tenants;
use crate::store::tenants::tree::{Moved, Relative};
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let fields = TenantFields::empty(cx.page.locale);
    let parents = parent::choices(&mut cx.read().await?, cx.page.locale, None, "").await?;
    respond::page(&TenantNewPage { page: cx.page, errors: Errors::default(), fields, parents })
}

/// `POST`: 303 to the new tenant, 422 with what is wrong.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(settings) = fields::read(&form, None, cx.page.locale, &mut errors) {
        let now = cx.now();
        let id = TenantId::new(now, &cx.state.entropy)?;
        let mut tx = cx.write().await?;
        tenants::tree::hold(&mut tx).await?;
        let above = parent::read(&mut tx, &form, cx.page.locale, &mut errors).await?;
        match tenants::insert(&mut tx, id, &settings, now).await {
            Ok(()) if above.is_none() => {}
            Ok(()) => {
                let above = above.flatten();
                let object = Object { id: id.uuid(), label: settings.name.as_str() };
                let change = Change { before: None, after: Some(settings::described(&settings)) };
                tx.record(Some(id), EventKind::TenantCreated, object, change)?;
                if let Some(above) = above {
                    match tenants::tree::set_parent(&mut tx, id, Some(above.id), now).await? {
                        Moved::Done => {}
                        Moved::Circle | Moved::TooDeep => {
                            errors.add("parent", cx.page.t("tenant-parent-too-deep"));
                            return again(&cx.state, cx.page, &form, errors).await;
                        }
                    }
                    let name = settings.name.as_str();
                    let above = Relative::from(&above);
                    parent::record(&mut tx, (id, name), None, Some(&above))?;
                }
                tx.commit().await?;
                let text = cx.page.t1("tenant-created-flash", "name", settings.name.as_str());
                cx.flash(text);
                return Ok(respond::see_other(&format!("/administration/tenants/{}", settings.slug)));
            }
            Err(error) if error.is_taken_name() => errors.add("name", cx.page.t("tenant-name-taken")),
            Err(error) if error.is_duplicate() => errors.add("slug", cx.page.t("tenant-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    again(&cx.state, cx.page, &form, errors).await
}

async fn again(state: &State, page: Page, form: &Form, errors: Errors) -> Result<HttpResponse> {
    let parents =
        parent::choices(&mut state.db.read().await?, page.locale, None, form.first("parent")).await?;
    respond::unprocessable(&TenantNewPage { page, errors, fields: TenantFields::typed(form), parents })
}
