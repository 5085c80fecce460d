//! The first run.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::form::Form;
use super::page::{Errors, Page};
use super::tenants::{TenantFields, fields, settings};
use super::{password, problem, visitor};
use crate::auth::Guards;
use crate::auth::acting::Change;
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, UserId};
use crate::domain::person::{Assignment, Role};
use crate::domain::tenant::TenantSettings;
use crate::domain::text::Email;
use crate::error::{Error, Result};
use crate::service::AuthorizedTx;
use crate::state::State;
use crate::store::{database::instance, people::users, tenants};

/// `/setup`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `code`, `email`, `password`, `name`, `slug`, `time_zone`, `language`.
    pub errors: Errors,
    /// The one-time code from the terminal, if it came with the address or was typed.
    pub code: String,
    /// What was typed.
    pub email: String,
    /// The first tenant.
    pub fields: TenantFields,
}

/// What makes the first owner and the first tenant, checked.
struct Beginning {
    email: Email,
    password_hash: String,
    tenant: TenantSettings,
}

/// `GET /setup`: 200 with the form, 404 once an owner was made.
pub async fn show(state: Data<State>, request: HttpRequest, page: Page) -> Result<HttpResponse> {
    is_open(&state).await?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let code = pairs.into_iter().find(|(name, _)| name == "code").map(|(_, code)| code).unwrap_or_default();
    let fields = TenantFields::empty(page.locale);
    visitor::form_page(&state, &request, StatusCode::OK, page, |page| SetupPage {
        page,
        errors: Errors::default(),
        code,
        email: String::new(),
        fields,
    })
}

/// `POST /setup`: makes the owner and the first tenant, and signs the owner in: 303 to the tenant. 422 with what is
/// wrong, 404 once an owner was made, also when that happened a moment ago.
pub async fn submit(
    state: Data<State>,
    guards: Data<Guards>,
    request: HttpRequest,
    session: Session,
    page: Page,
    form: Form,
) -> Result<HttpResponse> {
    is_open(&state).await?;
    let mut errors = Errors::default();
    let Some(beginning) = read(&state, &guards, &page, &form, &mut errors).await? else {
        return visitor::form_page(&state, &request, StatusCode::UNPROCESSABLE_ENTITY, page, |page| {
            SetupPage {
                page,
                errors,
                code: form.first("code").to_owned(),
                email: form.first("email").to_owned(),
                fields: TenantFields::typed(&form),
            }
        });
    };
    let user = begin(&state, &request, &beginning).await?;
    let to = format!("/administration/tenants/{}", beginning.tenant.slug);
    let response = visitor::welcome(&state, &session, user, &beginning.email, &beginning.password_hash, &to)?;
    let text = page.t1("setup-done-flash", "name", beginning.tenant.name.as_str());
    session::set_flash(&session, &session::Flash { success: true, text });
    Ok(response)
}

async fn is_open(state: &State) -> Result<()> {
    let mut tx = state.db.read().await?;
    if instance::has_owner(&mut tx).await? { Err(Error::NotFound) } else { Ok(()) }
}

/// Reads the form. Without the right code nothing else of it is looked at.
async fn read(
    state: &State,
    guards: &Guards,
    page: &Page,
    form: &Form,
    errors: &mut Errors,
) -> Result<Option<Beginning>> {
    let (expected, given) = (state.fixed.setup_code.as_bytes(), form.one("code").unwrap_or_default().trim());
    if expected.is_empty() || !bool::from(expected.ct_eq(given.as_bytes())) {
        errors.add("code", page.t("setup-code-wrong"));
        return Ok(None);
    }
    let locale = page.locale;
    let email = problem::text(form, "email", locale, errors, Email::parse);
    let about = ["email", "name", "slug"].map(|field| form.first(field).to_owned()).into();
    let password_hash = password::read_new(state, guards, form, "password", locale, errors, about).await?;
    let tenant = fields::read(form, None, locale, errors);
    // Hashing takes a while. Who was second in the meantime finds setup closed, not a name that is taken.
    is_open(state).await?;
    if let Some(email) = &email
        && users::find_account(&mut state.db.read().await?, email).await?.is_some()
    {
        errors.add("email", page.t("setup-email-taken"));
    }
    if let Some(tenant) = &tenant {
        let mut tx = state.db.read().await?;
        if tenants::find_by_slug(&mut tx, tenant.slug.as_str()).await?.is_some() {
            errors.add("slug", page.t("tenant-slug-taken"));
        }
        if tenants::names::is_taken(&mut tx, &tenant.name).await? {
            errors.add("name", page.t("tenant-name-taken"));
        }
    }
    Ok(match (email, password_hash, tenant) {
        (Some(email), Some(password_hash), Some(tenant)) if errors.is_empty() => {
            Some(Beginning { email, password_hash, tenant })
        }
        _ => None,
    })
}

/// Makes the owner and the tenant, both or neither.
async fn begin(state: &State, request: &HttpRequest, beginning: &Beginning) -> Result<UserId> {
    let now = state.now();
    let (user, tenant) = (UserId::new(now, &state.entropy)?, TenantId::new(now, &state.entropy)?);
    let Beginning { email, password_hash, tenant: first } = beginning;
    let origin = visitor::origin(state, request, user, email);
    let mut tx = AuthorizedTx::unattended(state, origin).await?;
    // The second of two submissions finds setup closed, and nothing is created.
    if !instance::claim_owner(&mut tx, now).await? {
        return Err(Error::NotFound);
    }
    let owner = Assignment { role: Role::Owner, tenant: None };
    users::create(&mut tx, user, email, password_hash, None, now).await?;
    users::assign(&mut tx, user, owner, now).await?;
    tenants::insert(&mut tx, tenant, first, now).await?;
    let made = Object { id: user.uuid(), label: email.as_str() };
    let change = Change { before: None, after: Some(json!({ "email": email.as_str(), "role": "owner" })) };
    tx.record(None, EventKind::UserCreated, made, change)?;
    let made = Object { id: tenant.uuid(), label: first.name.as_str() };
    let change = Change { before: None, after: Some(settings::described(first)) };
    tx.record(Some(tenant), EventKind::TenantCreated, made, change)?;
    tx.commit().await?;
    Ok(user)
}
