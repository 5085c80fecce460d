//! Sign-in and sign-out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::cx::{AdminDataCx, VisitorCx};
use super::form::Form;
use super::page::Page;
use super::{respond, visitor};
use crate::auth::password::Password;
use crate::auth::{proof, session};
use crate::error::Result;
use crate::i18n::msg;
use crate::service::{Act, sessions};
use crate::store::database::instance;

/// `/login`.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    /// What every page shares.
    pub page: Page,
    /// The typed email address.
    pub email: String,
    /// Where to go after sign-in: a path on this origin, sent back in the hidden field `next`.
    pub next: String,
    /// Why it failed, with the same sentence for all reasons that must be indistinguishable.
    pub problem: Option<String>,
}

/// `GET /login`: 200 with the form; 303 to the first-run setup while there is no owner, or to the next page if
/// already signed in.
pub async fn show(cx: VisitorCx) -> Result<HttpResponse> {
    let next = safe_path(&next_of(cx.request.query_string())).to_owned();
    let mut tx = cx.read().await?;
    if !instance::has_owner(&mut tx).await? {
        return Ok(respond::see_other("/setup"));
    }
    if session::person(&mut tx, &cx.session(), cx.state.now()).await?.is_some() {
        return Ok(respond::see_other(&next));
    }
    drop(tx);
    visitor::form_page(cx, StatusCode::OK, |page| SignInPage {
        page,
        email: String::new(),
        next,
        problem: None,
    })
}

/// `POST /login`: 303 to the next page, 422 for a wrong address or password.
pub async fn submit(cx: VisitorCx, form: Form) -> Result<HttpResponse> {
    let next = safe_path(form.first("next")).to_owned();
    let proven = match (form.one("email"), form.one("password")) {
        (Ok(email), Ok(password)) if !email.trim().is_empty() && !password.is_empty() => {
            let password = Password::new(password.to_owned());
            proof::by_password(&cx.state, &cx.guards, &cx.request, email, password).await?
        }
        _ => None,
    };
    let session = cx.session();
    if let Some(proven) = proven {
        let origin = visitor::origin(&cx.state, &cx.request, proven.account.id, &proven.email);
        let act = Act::visitor(origin, &cx.state);
        if let Some(signed_in) = sessions::sign_in(&act, proven, session::row(&session)).await? {
            let sessions::SignedIn { account, email } = signed_in;
            let hash = &account.password_hash;
            return visitor::welcome(&cx.state, &session, account.id, &email, hash, &next);
        }
    }
    visitor::form_page(cx, StatusCode::UNPROCESSABLE_ENTITY, |page| SignInPage {
        problem: Some(page.t(msg::SIGN_IN_WRONG)),
        page,
        email: form.first("email").to_owned(),
        next,
    })
}

/// `POST /logout`: 303 to the sign-in page. The session has ended when the response is sent.
pub async fn sign_out(cx: AdminDataCx, _form: Form) -> Result<HttpResponse> {
    let session = cx.session();
    sessions::sign_out(&cx.act(), session::row(&session)).await?;
    session::sign_out(&session);
    Ok(respond::see_other("/login"))
}

/// The value of `next` in a query; empty unless it appears exactly once.
fn next_of(query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut values = pairs.into_iter().filter(|(name, _)| name == "next").map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(next), None) => next,
        _ => String::new(),
    }
}

/// `next` if it is a path on this origin that a browser can be redirected to, else the start page.
///
/// Browsers take `//host` and `/\host` for another host, and drop tabs and line breaks first, so only printable ASCII
/// is allowed. The addresses for signing in and out are not valid targets.
fn safe_path(next: &str) -> &str {
    const LONGEST: usize = 2000;
    let mut rest = next.chars();
    let begins = rest.next() == Some('/') && !matches!(rest.next(), Some('/' | '\\'));
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let leads_somewhere = !matches!(path, "/login" | "/logout" | "/setup");
    if begins && plain && leads_somewhere && next.len() <= LONGEST { next } else { "/" }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::page::Flash;
    use crate::web::samples::{Sample, sample, signed_out};

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let first = SignInPage {
            page: signed_out(locale),
            email: String::new(),
            next: "/".to_owned(),
            problem: None,
        };
        let flash = Flash { success: true, text: "OK".to_owned(), undo: None };
        let wrong = SignInPage {
            page: Page { flash: Some(flash), ..signed_out(locale) },
            email: "owner@example.com".to_owned(),
            next: "/account".to_owned(),
            problem: Some(locale.t(msg::ERROR_UNPROCESSABLE_TEXT)),
        };
        vec![sample("sign-in", first), sample("sign-in-wrong", wrong)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_origin() {
        for fine in
            ["/", "/account", "/administration/tenants?q=a&after=b", "/a/b#c", "/a//b", "/a?u=https://b"]
        {
            assert_eq!(safe_path(fine), fine);
        }
        for hostile in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/a\r\nSet-Cookie: a=b",
            "/a\0",
            "/ü",
            "/a b",
            "/a\\b",
            "/login",
            "/login?next=/",
            "/logout",
        ] {
            assert_eq!(safe_path(hostile), "/", "{hostile:?}");
        }
        assert_eq!(safe_path(&format!("/{}", "a".repeat(2000))), "/");
    }

    #[test]
    fn next_is_read_once_or_not_at_all() {
        assert_eq!(next_of("next=%2Faccount&x=1"), "/account");
        assert_eq!(next_of("next=%2Fa&next=%2Fb"), "");
        assert_eq!(next_of("%zz&next"), "");
        assert_eq!(next_of(""), "");
    }
}
