//! `/administration/tenants/{slug}/apps/new`: makes an app.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;

use super::AppNewPage;
use crate::auth::authority::Authority;
use crate::auth::authz::CurrentTenant;
use crate::auth::session;
use crate::domain::id::AppId;
use crate::error::Result;
use crate::service;
use crate::service::apps::Outcome;
use crate::state::State;
use crate::web::form::Form;
use crate::web::named::{self, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(page: Page, CurrentTenant(tenant): CurrentTenant) -> Result<HttpResponse> {
    respond::page(&AppNewPage {
        page,
        tenant: (&tenant).into(),
        errors: Errors::default(),
        fields: NamedFields::default(),
    })
}

/// `POST`: 303 to the tenant's apps, 422 with what is wrong.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    CurrentTenant(tenant): CurrentTenant,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(new) = named::read(&form, page.locale, &mut errors) {
        let id = AppId::new(state.now(), &state.entropy)?;
        let mut tx = authority.begin(&state).await?;
        let tenant = tx.tenant()?;
        let named = (&new.name, &new.slug);
        if service::apps::create(&mut tx, &state, authority.origin(), tenant.id, id, named).await?
            == Outcome::Done
        {
            tx.commit().await?;
            let text = page.t1("apps-created-flash", "name", new.name.as_str());
            session::set_flash(&session, &session::Flash { success: true, text });
            return Ok(respond::see_other(&format!("/administration/tenants/{}/apps", tenant.slug)));
        }
        errors.add("slug", page.t("apps-slug-taken"));
    }
    let fields = NamedFields::typed(&form);
    respond::unprocessable(&AppNewPage { page, tenant: (&tenant).into(), errors, fields })
}
