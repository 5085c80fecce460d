//! `/administration/tenants/{slug}/api/{token id}/disable` and `/enable`: off and on again, with one click each, and one
//! more to undo it.

use actix_session::SessionExt as _;
use actix_web::{HttpRequest, HttpResponse};

use super::details;
use super::list::TokenPage;
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash, Undo};
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::Act;
use crate::service::status::{self, Switch, Switched};
use crate::state::State;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{self, Page};
use crate::web::place;
use crate::web::place::Back;
use crate::web::{htmx, respond};

/// `POST .../disable`: 303 to where the button stood, once it is committed. From then on the token is refused. htmx gets
/// the row of the list instead.
pub async fn disable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    Turn { state: &cx.state, page: cx.page, request: cx.request, on: false }.turn(&cx.authority, &form).await
}

/// `POST .../enable`: the same the other way; 403 for a token that this person could not issue.
pub async fn enable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    Turn { state: &cx.state, page: cx.page, request: cx.request, on: true }.turn(&cx.authority, &form).await
}

struct Turn<'a> {
    state: &'a State,
    page: Page,
    request: HttpRequest,
    on: bool,
}

impl Turn<'_> {
    async fn turn(self, authority: &Authority, form: &Form) -> Result<HttpResponse> {
        let id: TokenId =
            self.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
        let act = Act::by(authority, self.state);
        let switched =
            if self.on { status::enable(&act, id).await? } else { status::disable(&act, id).await? };
        let Switched { person, tenant, outcome } = switched;
        let own = place::details(&tenant.slug, id);
        let back = Back::of(form);
        let sentence = match (outcome, self.on) {
            (Switch::Over(Status::Revoked), _) => msg::token_over_revoked,
            (Switch::Over(_), _) => msg::token_over_expired,
            (Switch::Done, true) => msg::token_enabled_flash,
            (Switch::Done, false) => msg::token_disabled_flash,
            (Switch::Unchanged, true) => msg::token_already_enabled_flash,
            (Switch::Unchanged, false) => msg::token_already_disabled_flash,
        };
        let mut tx = self.state.db.read().await?;
        let whole = details::find_whole(&mut tx, &tenant, id).await?;
        drop(tx);
        let text = self.page.t(sentence(&whole.token.labels.name));
        let success = !matches!(outcome, Switch::Over(_));
        let undo = matches!(outcome, Switch::Done).then(|| Undo {
            action: format!("{own}/{}", if self.on { "disable" } else { "enable" }),
            fields: back.as_ref().map(Back::fields).unwrap_or_default(),
        });
        let session = self.request.get_session();
        if let Some(back) = back.as_ref().filter(|_| htmx::wants_news(self.request.headers())) {
            let looking = TokenPage { state: self.state, person: &person };
            let news = page::Flash { success, text: text.clone(), undo: undo.clone() };
            if let Some(answer) = looking.after(self.page, &tenant, &whole, back, news).await? {
                return Ok(answer);
            }
        }
        let flash = Flash { success, text };
        match &undo {
            Some(undo) => session::set_flash_with_undo(&session, &flash, undo),
            None => session::set_flash(&session, &flash),
        }
        if back.is_some() {
            session::set_at(&session, &id.to_string());
        }
        Ok(respond::see_other(&back.map_or(own, |back| back.address(&tenant.slug))))
    }
}
