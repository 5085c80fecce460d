//! `/administration/tenants/{slug}/api/{token id}/disable` and `/enable`: disables and enables a token with one click
//! each, and one more to undo it.

use actix_web::{HttpRequest, HttpResponse};

use super::list::TokenPage;
use crate::auth::session::{self, Flash, Undo};
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::tokens::TokenAct;
use crate::service::tokens::status::{self, Switch};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page;
use crate::web::token_urls;
use crate::web::token_urls::BackLink;
use crate::web::{htmx, respond};

/// `POST .../disable`: 303 back to the page with the button, once it is committed. From then on, the token is
/// refused. htmx gets the row of the list instead.
pub async fn disable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let done = status::disable(&cx.act(), named(&cx.request)?, |_| Ok(())).await?;
    answer(cx, &form, done, false).await
}

/// `POST .../enable`: the same for enabling; 403 for a token that this person could not create.
pub async fn enable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let done = status::enable(&cx.act(), named(&cx.request)?, |_| Ok(())).await?;
    answer(cx, &form, done, true).await
}

/// The token that the address names.
fn named(request: &HttpRequest) -> Result<TokenId> {
    request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

async fn answer(cx: TenantCx, form: &Form, done: TokenAct<Switch>, on: bool) -> Result<HttpResponse> {
    let TokenAct { by, tenant, details, outcome } = done;
    let own = token_urls::details(&tenant.slug, details.token.id);
    let back = BackLink::of(form);
    let sentence = match (&outcome, on) {
        (Switch::Denied(_), _) => return Err(Error::Forbidden),
        (Switch::Over(Status::Revoked), _) => msg::token_over_revoked,
        (Switch::Over(_), _) => msg::token_over_expired,
        (Switch::Done, true) => msg::token_enabled_flash,
        (Switch::Done, false) => msg::token_disabled_flash,
        (Switch::Unchanged, true) => msg::token_already_enabled_flash,
        (Switch::Unchanged, false) => msg::token_already_disabled_flash,
    };
    let text = cx.page.t(sentence(&details.token.labels.name));
    let success = !matches!(outcome, Switch::Over(_));
    let undo = matches!(outcome, Switch::Done).then(|| Undo {
        action: format!("{own}/{}", if on { "disable" } else { "enable" }),
        fields: back.as_ref().map(BackLink::fields).unwrap_or_default(),
    });
    let session = cx.session();
    if let Some(back) = back.as_ref().filter(|_| htmx::wants_news(cx.request.headers())) {
        let looking = TokenPage { state: &cx.state, person: by.person()? };
        let news = page::Flash { success, text: text.clone(), undo: undo.clone() };
        if let Some(answer) = looking.after(cx.page, &tenant, &details, back, news).await? {
            return Ok(answer);
        }
    }
    let flash = Flash { success, text };
    match &undo {
        Some(undo) => session::set_flash_with_undo(&session, &flash, undo),
        None => session::set_flash(&session, &flash),
    }
    if back.is_some() {
        session::set_at(&session, &details.token.id.to_string());
    }
    Ok(respond::see_other(&back.map_or(own, |back| back.address(&tenant.slug))))
}
