//! `/administration/tenants/{slug}/api/{token id}/revoke`: ends a token for good, confirmed by typing its name.

use actix_session::Session;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::place::Back;
use super::{RevokePage, details, look, place};
use crate::auth::authority::Authority;
use crate::auth::gate::Here;
use crate::auth::session;
use crate::domain::tenant::Tenant;
use crate::domain::token::{Status, Token};
use crate::error::{Error, Result};
use crate::service;
use crate::state::State;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::When;

/// `GET`: 200 with the question; a token that is revoked already has nothing to ask.
pub async fn show(
    state: Data<State>,
    page: Page,
    Here(tenant): Here,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let token = details::find(&mut tx, tenant.id, &path.1).await?;
    drop(tx);
    if token.life.status(state.now()) == Status::Revoked {
        return Ok(respond::see_other(&place::details(&tenant.slug, token.id)));
    }
    let back = Back::of_browser(request.headers(), &tenant.slug);
    respond::page(&question(&state, page, &tenant, &token, back.as_ref()))
}

/// `POST`: 303 to the list where it was asked for, once it is committed; 422 when the name does not match.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let id = path.1.parse().map_err(|_| Error::NotFound)?;
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    // Held, so that the audit log says what it was when it was revoked: others may be changing it at this moment.
    let token = details::hold(&mut tx, &tenant, id).await?.token;
    let typed = form.one("name");
    if typed.map(str::trim) != Ok(token.name.as_str()) {
        let mut errors = Errors::default();
        errors
            .add("name", typed.map_or_else(|misfit| page.t(misfit.key()), |_| page.t("token-name-mismatch")));
        let typed = form.first("name").to_owned();
        let again = question(&state, page, &tenant, &token, Back::of(&form).as_ref());
        return respond::unprocessable(&RevokePage { errors, typed, ..again });
    }
    let sentence = if service::tokens::revoke(&mut tx, &state, authority.origin(), &token).await? {
        tx.commit().await?;
        "token-revoked-flash"
    } else {
        "token-already-revoked-flash"
    };
    let text = page.t1(sentence, "name", &token.name);
    session::set_flash(&session, &session::Flash { success: true, text });
    session::set_at(&session, &token.id.to_string());
    let list = Back::of(&form).map(|back| back.address(&tenant.slug));
    Ok(respond::see_other(&list.unwrap_or_else(|| place::list(&tenant.slug, ""))))
}

fn question(state: &State, page: Page, tenant: &Tenant, token: &Token, back: Option<&Back>) -> RevokePage {
    let last_used = token.last_used_at.map(|at| When::ago(page.locale, at, state.now(), tenant.zone));
    RevokePage {
        page,
        tenant: tenant.into(),
        errors: Errors::default(),
        id: token.id.to_string(),
        name: token.name.clone(),
        masked: look::masked(&state.fixed.token_prefix, &token.last_four),
        last_used,
        typed: String::new(),
        cancel: back
            .map_or_else(|| place::details(&tenant.slug, token.id), |back| back.row(&tenant.slug, token.id)),
        carried: back.map(Back::fields).unwrap_or_default(),
    }
}
