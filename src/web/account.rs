//! The person's own account.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use super::form::Form;
use super::page::{Errors, Page};
use super::view::Choice;
use super::{password, problem, respond, visitor};
use crate::auth::Guards;
use crate::auth::password::{self as auth_password, Password};
use crate::auth::{proof, session};
use crate::domain::person::{Action, Person, Role};
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::account;
use crate::web::cx::AdminCx;

/// `/account`. Its two forms are sent to `/account` and `/account/password`.
#[derive(Template)]
#[template(path = "account/account.html")]
pub struct AccountPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `language`, `current_password`, `new_password`.
    pub errors: Errors,
    /// The address the person signs in with.
    pub email: String,
    /// The name of the person's role.
    pub role: String,
    /// Every language.
    pub languages: Vec<Choice>,
}

impl AccountPage {
    fn of(page: Page, person: &Person, errors: Errors) -> Self {
        let own = person.language.as_deref().unwrap_or_default();
        let follow = Choice {
            value: String::new(),
            text: page.t(msg::ACCOUNT_LANGUAGE_AUTOMATIC),
            chosen: own.is_empty(),
        };
        Self {
            errors,
            email: person.email.clone(),
            role: roles(page.locale, person),
            languages: std::iter::once(follow).chain(Choice::languages(own)).collect(),
            page,
        }
    }
}

/// `/account/password`, for people who must change a generated password. Its form is sent there too.
#[derive(Template)]
#[template(path = "account/own_password.html")]
pub struct OwnPasswordPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `current_password`, `new_password`.
    pub errors: Errors,
    /// The address the person signs in with.
    pub email: String,
}

/// `GET /account/password`: 200 for people who must change their password, 303 to the account for others.
pub async fn own_password(cx: AdminCx) -> Result<HttpResponse> {
    if !cx.person.must_change_password {
        return Ok(respond::see_other("/account"));
    }
    respond::page(&OwnPasswordPage { page: cx.page, errors: Errors::default(), email: cx.person.email })
}

/// `GET /account`: 200.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    respond::page(&AccountPage::of(cx.page, &cx.person, Errors::default()))
}

/// `POST /account`: sets the language. 303 back, 422 for an unsupported one.
pub async fn set_language(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let chosen = problem::choice(&form, "language", cx.page.locale, &mut errors, |value| match value {
        "" => Some(None),
        tag => Locale::from_tag(tag).map(Some),
    });
    let Some(chosen) = chosen else {
        return respond::unprocessable(&AccountPage::of(cx.page, &cx.person, errors));
    };
    account::set_language(&cx.act(), chosen.map(Locale::tag)).await?;
    cx.flash(chosen.unwrap_or(cx.page.locale).t(msg::ACCOUNT_SAVED_FLASH));
    Ok(respond::see_other("/account"))
}

/// `POST /account/password`: 303 back. Every other session of this person ends, and this one continues with a new
/// key. 422 if the current password is wrong or the new one too weak.
pub async fn set_password(cx: AdminCx, guards: Data<Guards>, form: Form) -> Result<HttpResponse> {
    let session = cx.session();
    let mut errors = Errors::default();
    let current = Password::new(form.one("current_password").unwrap_or_default().to_owned());
    // Throttled like a sign-in, because guessing in an open session must not be faster than outside.
    let proven = if current.is_empty() {
        None
    } else {
        proof::by_password(&cx.state, &guards, &cx.request, &cx.person.email, current).await?
    };
    if proven.is_none() {
        errors.add("current_password", cx.page.t(msg::ACCOUNT_CURRENT_WRONG));
    }
    let about = {
        let reach = cx.person.reach(Action::ReadTenant);
        auth_password::about(&mut cx.read().await?, &cx.person.email, &reach).await?
    };
    let same = form.first("new_password") == form.first("current_password");
    let new = if proven.is_some() && same {
        errors.add("new_password", cx.page.t(msg::PASSWORD_SAME));
        None
    } else {
        password::read_new(&cx.state, &guards, &form, "new_password", cx.page.locale, &mut errors, about)
            .await?
    };
    let wrong = |page, person: &Person, errors| {
        if person.must_change_password {
            return respond::unprocessable(&OwnPasswordPage { page, errors, email: person.email.clone() });
        }
        respond::unprocessable(&AccountPage::of(page, person, errors))
    };
    let Some(proven) = proven else {
        // Verifying a password takes a while: someone who was signed out meanwhile must learn that, and nothing else.
        drop(cx.authority.look(&cx.state).await?);
        return wrong(cx.page, &cx.person, errors);
    };
    let Some(new) = new else {
        let person = account::accept_attempt(&cx.act(), proven.attempt).await?;
        return wrong(cx.page, &person, errors);
    };
    let email = proven.email.clone();
    let person = account::change_password(&cx.act(), proven, &new).await?;

    let tenant = session::tenant(&session);
    let to = if person.must_change_password { "/" } else { "/account" };
    let response = visitor::welcome(&cx.state, &session, person.id, &email, &new, to)?;
    if let Some(slug) = tenant {
        session::set_tenant(&session, &slug);
    }
    let text = cx.page.t(msg::ACCOUNT_PASSWORD_FLASH);
    session::set_flash(&session, &session::Flash { success: true, text });
    Ok(response)
}

/// All roles of a user, each once.
fn roles(locale: Locale, person: &Person) -> String {
    let has = |role: &Role| person.assignments.iter().any(|assignment| assignment.role == *role);
    let names: Vec<String> = Role::ALL
        .into_iter()
        .filter(has)
        .map(|role| match role {
            Role::Owner => locale.t(msg::ACCOUNT_ROLE_OWNER),
            Role::TenantAdmin => locale.t(msg::ACCOUNT_ROLE_TENANT_ADMIN),
            Role::Auditor => locale.t(msg::ACCOUNT_ROLE_AUDITOR),
        })
        .collect();
    if names.is_empty() { locale.t(msg::ACCOUNT_ROLE_NONE) } else { locale.and_list(&names) }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::web::samples::{Sample, errors, sample, signed_in, signed_out};

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let email = || "owner@example.com".to_owned();
        let account = |errors| AccountPage {
            page: signed_in(locale),
            errors,
            email: email(),
            role: "owner".to_owned(),
            languages: Choice::languages("en"),
        };
        let own_password = |errors| OwnPasswordPage { page: signed_out(locale), errors, email: email() };
        let wrong = || errors(locale, &["current_password", "new_password"]);
        vec![
            sample("account", account(Errors::default())),
            sample("account-wrong", account(wrong())),
            sample("account-own-password", own_password(Errors::default())),
            sample("account-own-password-wrong", own_password(wrong())),
        ]
    }
}
