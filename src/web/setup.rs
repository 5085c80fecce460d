//! The first-run setup.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use subtle::ConstantTimeEq as _;

use super::cx::VisitorCx;
use super::form::Form;
use super::page::{Errors, Page};
use super::tenants::{TenantFields, fields};
use super::{password, problem, visitor};
use crate::auth::session;
use crate::domain::id::UserId;
use crate::domain::tenant::TenantSettings;
use crate::domain::text::Email;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::Act;
use crate::service::people::{self, Setup};
use crate::state::State;
use crate::store::{database::instance, people::users, tenants};

/// `/setup`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `code`, `email`, `password`, `name`, `slug`, `time_zone`, `language`.
    pub errors: Errors,
    /// The one-time code from the terminal, if it is in the address or was typed.
    pub code: String,
    /// The typed email address.
    pub email: String,
    /// The fields of the first tenant.
    pub fields: TenantFields,
}

/// The first owner and the first tenant, checked.
struct FirstOwner {
    email: Email,
    password_hash: String,
    tenant: TenantSettings,
}

/// `GET /setup`: 200 with the form, 404 if an owner exists.
pub async fn show(cx: VisitorCx) -> Result<HttpResponse> {
    is_open(&cx.state).await?;
    let query = cx.request.query_string();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let code = pairs.into_iter().find(|(name, _)| name == "code").map(|(_, code)| code).unwrap_or_default();
    let fields = TenantFields::empty(cx.page.locale);
    visitor::form_page(cx, StatusCode::OK, |page| SetupPage {
        page,
        errors: Errors::default(),
        code,
        email: String::new(),
        fields,
    })
}

/// `POST /setup`: creates the owner and the first tenant, and signs the owner in: 303 to the tenant. 422 with the
/// errors; 404 if an owner exists, even if created a moment ago.
pub async fn submit(cx: VisitorCx, form: Form) -> Result<HttpResponse> {
    is_open(&cx.state).await?;
    let mut errors = Errors::default();
    let Some(FirstOwner { email, password_hash, tenant }) = read(&cx, &form, &mut errors).await? else {
        return visitor::form_page(cx, StatusCode::UNPROCESSABLE_ENTITY, |page| SetupPage {
            page,
            errors,
            code: form.first("code").to_owned(),
            email: form.first("email").to_owned(),
            fields: TenantFields::typed(&form),
        });
    };
    let owner = UserId::new(cx.state.now(), &cx.state.entropy)?;
    let act = Act::visitor(visitor::origin(&cx.state, &cx.request, owner, &email), &cx.state);
    let setup = Setup { owner, email: &email, password_hash: &password_hash, tenant: &tenant };
    people::set_up(&act, &setup).await?;
    let to = format!("/administration/tenants/{}", tenant.slug);
    let session = cx.session();
    let response = visitor::welcome(&cx.state, &session, owner, &email, &password_hash, &to)?;
    let text = cx.page.t(msg::setup_done_flash(tenant.name.as_str()));
    session::set_flash(&session, &session::Flash { success: true, text });
    Ok(response)
}

async fn is_open(state: &State) -> Result<()> {
    let mut tx = state.db.read().await?;
    if instance::has_owner(&mut tx).await? { Err(Error::NotFound) } else { Ok(()) }
}

/// Reads the form. Without the right code, the rest is ignored.
async fn read(cx: &VisitorCx, form: &Form, errors: &mut Errors) -> Result<Option<FirstOwner>> {
    let (state, page) = (&cx.state, &cx.page);
    let (expected, given) = (state.fixed.setup_code.as_bytes(), form.one("code").unwrap_or_default().trim());
    if expected.is_empty() || !bool::from(expected.ct_eq(given.as_bytes())) {
        errors.add("code", page.t(msg::SETUP_CODE_WRONG));
        return Ok(None);
    }
    let locale = page.locale;
    let email = problem::text(form, "email", locale, errors, Email::parse);
    let about = ["email", "name", "slug"].map(|field| form.first(field).to_owned()).into();
    let password_hash =
        password::read_new(state, &cx.guards, form, "password", locale, errors, about).await?;
    let tenant = fields::read(form, None, locale, errors);
    // Hashing takes a while. If someone else was faster, setup is closed, rather than a name taken.
    is_open(state).await?;
    if let Some(email) = &email
        && users::find_account(&mut state.db.read().await?, email).await?.is_some()
    {
        errors.add("email", page.t(msg::SETUP_EMAIL_TAKEN));
    }
    if let Some(tenant) = &tenant {
        let mut tx = state.db.read().await?;
        if tenants::find_by_slug(&mut tx, tenant.slug.as_str()).await?.is_some() {
            errors.add("slug", page.t(msg::TENANT_SLUG_TAKEN));
        }
        if tenants::names::is_taken(&mut tx, &tenant.name).await? {
            errors.add("name", page.t(msg::TENANT_NAME_TAKEN));
        }
    }
    Ok(match (email, password_hash, tenant) {
        (Some(email), Some(password_hash), Some(tenant)) if errors.is_empty() => {
            Some(FirstOwner { email, password_hash, tenant })
        }
        _ => None,
    })
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::samples::{Sample, errors, sample, signed_out};
    use crate::web::tenants::samples::fields;

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let setup = |errors, code: &str, email: &str| SetupPage {
            page: signed_out(locale),
            errors,
            code: code.to_owned(),
            email: email.to_owned(),
            fields: fields("", ""),
        };
        let wrong = errors(locale, &["code", "email", "password", "name"]);
        vec![
            sample("setup", setup(Errors::default(), "7KQ4-M2XD", "")),
            sample("setup-wrong", setup(wrong, "", "owner")),
        ]
    }
}
