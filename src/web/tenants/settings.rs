//! `/administration/tenants/{slug}/settings`, and disabling and enabling the tenant.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::{Value, json};

use super::{TenantFields, TenantSettingsPage, fields};
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::gate::{Caller, Here};
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::{Tenant, TenantSettings};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{tenant_tree, tenants};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the form.
pub async fn show(
    state: Data<State>,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
) -> Result<HttpResponse> {
    let fields = TenantFields::stored(&tenant);
    respond::page(&settings_page(&state, page, &person, &tenant, Errors::default(), fields).await?)
}

/// `POST`: 303 back to the form, 422 with what is wrong.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    Caller(person): Caller,
    Here(tenant): Here,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(settings) = fields::read(&form, page.locale, &mut errors) {
        let mut tx = authority.begin(&state).await?;
        // As it is now: somebody else may have saved since the request came in.
        let was = tx.tenant()?;
        match tenants::update(&mut tx, tenant.id, &settings, state.now()).await {
            Ok(()) => {
                let object = Object { kind: "tenant", id: tenant.id.uuid(), label: settings.name.as_str() };
                let before = json!({ "name": was.name, "slug": was.slug, "time_zone": was.zone.name(),
                    "language": was.language });
                let change = Change { before: Some(before), after: Some(described(&settings)) };
                acting::record(
                    &mut tx,
                    &state,
                    authority.origin(),
                    Some(tenant.id),
                    "tenant.changed",
                    object,
                    change,
                )
                .await?;
                tx.commit().await?;
                let text = page.t("tenant-saved-flash");
                session::set_flash(&session, &session::Flash { success: true, text });
                return Ok(respond::see_other(&format!(
                    "/administration/tenants/{}/settings",
                    settings.slug
                )));
            }
            Err(error) if error.is_duplicate() => errors.add("slug", page.t("tenant-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    let fields = TenantFields::typed(&form);
    respond::unprocessable(&settings_page(&state, page, &person, &tenant, errors, fields).await?)
}

/// `POST .../disable`: 303 back to the form. From the commit on, none of the tenant's tokens is accepted.
pub async fn disable(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    _form: Form,
) -> Result<HttpResponse> {
    flip(&state, &page, &session, &authority, true).await
}

/// `POST .../enable`: 303 back to the form.
pub async fn enable(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    _form: Form,
) -> Result<HttpResponse> {
    flip(&state, &page, &session, &authority, false).await
}

async fn flip(
    state: &State,
    page: &Page,
    session: &Session,
    authority: &Authority,
    disabled: bool,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = authority.begin(state).await?;
    let tenant = tx.tenant()?;
    if !disabled && authority.was_disabled_since(&tenant) {
        // Whoever asked did not know of it yet.
        return Err(Error::Forbidden);
    }
    let (changed, action, sentence) = if disabled {
        (tenants::disable(&mut tx, tenant.id, now).await?, "tenant.disabled", "tenant-disabled-flash")
    } else {
        (tenants::enable(&mut tx, tenant.id, now).await?, "tenant.enabled", "tenant-enabled-flash")
    };
    // Asked twice, it is done once, and told of once.
    if changed {
        let object = Object { kind: "tenant", id: tenant.id.uuid(), label: &tenant.name };
        let change = Change {
            before: Some(json!({ "disabled": !disabled })),
            after: Some(json!({ "disabled": disabled })),
        };
        acting::record(&mut tx, state, authority.origin(), Some(tenant.id), action, object, change).await?;
        tx.commit().await?;
    }
    let text = page.t1(sentence, "name", &tenant.name);
    session::set_flash(session, &session::Flash { success: true, text });
    Ok(respond::see_other(&format!("/administration/tenants/{}/settings", tenant.slug)))
}

async fn settings_page(
    state: &State,
    page: Page,
    person: &Person,
    tenant: &Tenant,
    errors: Errors,
    fields: TenantFields,
) -> Result<TenantSettingsPage> {
    let parent = tenant_tree::parent(&mut state.db.read().await?, tenant.id).await?;
    Ok(TenantSettingsPage {
        page,
        tenant: tenant.into(),
        can_edit_tenant: true,
        errors,
        fields,
        disabled: tenant.disabled_itself,
        disabled_above: tenant.is_disabled() && !tenant.disabled_itself,
        parent: parent.map(|parent| parent.name).unwrap_or_default(),
        can_move: person.may(Action::MoveTenant, &tenant.lineage),
        can_disable: person.may(Action::DisableTenant, &tenant.lineage),
    })
}

/// Settings as the audit trail shows them.
pub(crate) fn described(settings: &TenantSettings) -> Value {
    json!({
        "name": settings.name.as_str(),
        "slug": settings.slug.as_str(),
        "time_zone": settings.zone.name(),
        "language": settings.language,
    })
}
