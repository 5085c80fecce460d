//! `/administration/tenants/new`: makes a tenant.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;

use super::{TenantFields, TenantNewPage, fields, parent, settings};
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::error::Result;
use crate::state::State;
use crate::store::tenants;
use crate::store::tenants::tree::{Moved, Relative};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(state: Data<State>, page: Page) -> Result<HttpResponse> {
    let fields = TenantFields::empty(page.locale);
    let parents = parent::choices(&mut state.db.read().await?, page.locale, None, "").await?;
    respond::page(&TenantNewPage { page, errors: Errors::default(), fields, parents })
}

/// `POST`: 303 to the new tenant, 422 with what is wrong.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(settings) = fields::read(&form, None, page.locale, &mut errors) {
        let now = state.now();
        let id = TenantId::new(now, &state.entropy)?;
        let mut tx = authority.begin(&state).await?;
        tenants::tree::hold(&mut tx).await?;
        let above = parent::read(&mut tx, &form, page.locale, &mut errors).await?;
        match tenants::insert(&mut tx, id, &settings, now).await {
            Ok(()) if above.is_none() => {}
            Ok(()) => {
                let above = above.flatten();
                let object = Object { id: id.uuid(), label: settings.name.as_str() };
                let change = Change { before: None, after: Some(settings::described(&settings)) };
                acting::record(
                    &mut tx,
                    &state,
                    authority.origin(),
                    Some(id),
                    EventKind::TenantCreated,
                    object,
                    change,
                )
                .await?;
                if let Some(above) = above {
                    match tenants::tree::set_parent(&mut tx, id, Some(above.id), now).await? {
                        Moved::Done => {}
                        Moved::Circle | Moved::TooDeep => {
                            errors.add("parent", page.t("tenant-parent-too-deep"));
                            return again(&state, page, &form, errors).await;
                        }
                    }
                    let name = settings.name.as_str();
                    let above = Relative::from(&above);
                    parent::record(&mut tx, &state, authority.origin(), (id, name), None, Some(&above))
                        .await?;
                }
                tx.commit().await?;
                let text = page.t1("tenant-created-flash", "name", settings.name.as_str());
                session::set_flash(&session, &session::Flash { success: true, text });
                return Ok(respond::see_other(&format!("/administration/tenants/{}", settings.slug)));
            }
            Err(error) if error.is_taken_name() => errors.add("name", page.t("tenant-name-taken")),
            Err(error) if error.is_duplicate() => errors.add("slug", page.t("tenant-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    again(&state, page, &form, errors).await
}

async fn again(state: &State, page: Page, form: &Form, errors: Errors) -> Result<HttpResponse> {
    let parents =
        parent::choices(&mut state.db.read().await?, page.locale, None, form.first("parent")).await?;
    respond::unprocessable(&TenantNewPage { page, errors, fields: TenantFields::typed(form), parents })
}
