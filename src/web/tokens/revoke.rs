//! `/administration/tenants/{slug}/api/{token id}/revoke`: ends a token for good, confirmed by typing its name.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{RevokePage, details, look};
use crate::acts;
use crate::auth::acting::Acting;
use crate::auth::gate::Here;
use crate::auth::session;
use crate::domain::tenant::Tenant;
use crate::domain::token::{Status, Token};
use crate::error::{Error, Result};
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
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let token = details::find(&mut tx, tenant.id, &path.1).await?;
    drop(tx);
    if token.life.status(state.now()) == Status::Revoked {
        return Ok(respond::see_other(&address(&tenant, &token)));
    }
    respond::page(&question(&state, page, &tenant, &token, Errors::default(), ""))
}

/// `POST`: 303 to the list once it is committed, 422 when the name does not match.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    Here(tenant): Here,
    Acting(origin): Acting,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let id = path.1.parse().map_err(|_| Error::NotFound)?;
    let mut tx = state.db.write().await?;
    // Held, so that the audit trail says what it was when it was revoked: others may be changing it at this moment.
    let token = details::hold(&mut tx, &tenant, id).await?.token;
    let typed = form.one("name");
    if typed.map(str::trim) != Ok(token.name.as_str()) {
        let mut errors = Errors::default();
        errors
            .add("name", typed.map_or_else(|misfit| page.t(misfit.key()), |_| page.t("token-name-mismatch")));
        return respond::unprocessable(&question(&state, page, &tenant, &token, errors, form.first("name")));
    }
    let sentence = if acts::tokens::revoke(&mut tx, &state, &origin, &token).await? {
        tx.commit().await?;
        "token-revoked-flash"
    } else {
        "token-already-revoked-flash"
    };
    let text = page.t1(sentence, "name", &token.name);
    session::set_flash(&session, &session::Flash { success: true, text });
    Ok(respond::see_other(&format!("/administration/tenants/{}/api", tenant.slug)))
}

fn address(tenant: &Tenant, token: &Token) -> String {
    format!("/administration/tenants/{}/api/{}", tenant.slug, token.id)
}

fn question(
    state: &State,
    page: Page,
    tenant: &Tenant,
    token: &Token,
    errors: Errors,
    typed: &str,
) -> RevokePage {
    let last_used = token.last_used_at.map(|at| When::ago(page.locale, at, state.now(), tenant.zone));
    RevokePage {
        page,
        tenant: tenant.into(),
        errors,
        id: token.id.to_string(),
        name: token.name.clone(),
        masked: look::masked(&state.fixed.token_prefix, &token.last_four),
        last_used,
        typed: typed.to_owned(),
    }
}
