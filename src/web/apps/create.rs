//! `/administration/tenants/{slug}/apps/new`: makes an app.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

use super::AppNewPage;
use crate::auth::acting::{self, Acting, Change};
use crate::auth::gate::Here;
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::id::AppId;
use crate::error::Result;
use crate::state::State;
use crate::store::apps;
use crate::web::form::Form;
use crate::web::named::{self, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(page: Page, Here(tenant): Here) -> Result<HttpResponse> {
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
    Here(tenant): Here,
    Acting(origin): Acting,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(new) = named::read(&form, page.locale, &mut errors) {
        let now = state.now();
        let id = AppId::new(now, &state.entropy)?;
        let mut tx = state.db.write().await?;
        match apps::insert(&mut tx, tenant.id, id, &new.name, &new.slug, now).await {
            Ok(()) => {
                let object = Object { kind: "app", id: id.uuid(), label: new.name.as_str() };
                let after = json!({ "name": new.name.as_str(), "slug": new.slug.as_str() });
                let change = Change { before: None, after: Some(after) };
                acting::record(&mut tx, &state, &origin, Some(tenant.id), "app.created", object, change)
                    .await?;
                tx.commit().await?;
                let text = page.t1("apps-created-flash", "name", new.name.as_str());
                session::set_flash(&session, &session::Flash { success: true, text });
                return Ok(respond::see_other(&format!("/administration/tenants/{}/apps", tenant.slug)));
            }
            Err(error) if error.is_duplicate() => errors.add("slug", page.t("apps-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    let fields = NamedFields::typed(&form);
    respond::unprocessable(&AppNewPage { page, tenant: (&tenant).into(), errors, fields })
}
