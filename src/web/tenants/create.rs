//! `/administration/tenants/new`: makes a tenant.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;

use super::{TenantFields, TenantNewPage, fields, settings};
use crate::auth::acting::{self, Acting, Change};
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::id::TenantId;
use crate::error::Result;
use crate::state::State;
use crate::store::tenants;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(page: Page) -> Result<HttpResponse> {
    let fields = TenantFields::empty(page.locale);
    respond::page(&TenantNewPage { page, errors: Errors::default(), fields })
}

/// `POST`: 303 to the new tenant, 422 with what is wrong.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    Acting(origin): Acting,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(settings) = fields::read(&form, page.locale, &mut errors) {
        let now = state.now();
        let id = TenantId::new(now, &state.entropy)?;
        let mut tx = state.db.write().await?;
        match tenants::insert(&mut tx, id, &settings, now).await {
            Ok(()) => {
                let object = Object { kind: "tenant", id: id.uuid(), label: settings.name.as_str() };
                let change = Change { before: None, after: Some(settings::described(&settings)) };
                acting::record(&mut tx, &state, &origin, Some(id), "tenant.created", object, change).await?;
                tx.commit().await?;
                let text = page.t1("tenant-created-flash", "name", settings.name.as_str());
                session::set_flash(&session, &session::Flash { success: true, text });
                return Ok(respond::see_other(&format!("/administration/tenants/{}", settings.slug)));
            }
            Err(error) if error.is_duplicate() => errors.add("slug", page.t("tenant-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    respond::unprocessable(&TenantNewPage { page, errors, fields: TenantFields::typed(&form) })
}
