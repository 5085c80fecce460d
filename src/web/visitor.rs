//! Pages for people who are not signed in, and the start of a session.

use actix_session::Session;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::cx::VisitorCx;
use super::page::Page;
use super::respond;
use crate::auth::{csrf, device, peer, session};
use crate::domain::audit::{Actor, Origin};
use crate::domain::id::UserId;
use crate::domain::text::Email;
use crate::error::{Error, Result};
use crate::state::State;
use crate::trace::RequestId;

/// A page with a form for visitors who are not signed in. Its CSRF token belongs to a cookie.
pub fn form_page<T: Template>(
    cx: VisitorCx,
    status: StatusCode,
    build: impl FnOnce(Page) -> T,
) -> Result<HttpResponse> {
    let visitor = csrf::visitor(&cx.request, &cx.state)?;
    let mut page = cx.page;
    page.csrf = visitor.token;
    let mut response = respond::html(status, &build(page))?;
    if let Some(cookie) = visitor.cookie {
        add(&mut response, &cookie)?;
    }
    Ok(response)
}

/// Opens a session for an authenticated user, remembers their browser, and redirects to `to`.
pub fn welcome(
    state: &State,
    session: &Session,
    user: UserId,
    email: &Email,
    password_hash: &str,
    to: &str,
) -> Result<HttpResponse> {
    session::sign_in(session, user, password_hash, &state.entropy)?;
    let mut response = respond::see_other(to);
    add(&mut response, &device::cookie(state, email.as_str())?)?;
    Ok(response)
}

/// Actor and address for a user whose session starts with this request.
pub fn origin(state: &State, request: &HttpRequest, user: UserId, email: &Email) -> Origin {
    Origin {
        actor: Actor::User(user, email.as_str().to_owned()),
        address: Some(peer::address(request, &state.settings.trusted_proxies).to_string()),
        request_id: RequestId::of(request),
    }
}

fn add(response: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<()> {
    response.add_cookie(cookie).map_err(Error::internal)
}
