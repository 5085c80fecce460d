//! `/administration/tenants/{slug}/api/{token id}/disable` and `/enable`: off and on again, with one click each, and one
//! more to undo it.

use actix_session::SessionExt as _;
use actix_web::{HttpRequest, HttpResponse};

use super::list::TokenPage;
use super::place::Back;
use super::{details, place};
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash, Undo};
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::service::token_details::TokenDetails;
use crate::service::{self, AuthorizedTx, granting};
use crate::state::State;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{self, Page};
use crate::web::{htmx, respond};

/// `POST .../disable`: 303 to where the button stood, once it is committed. From then on the token is refused. htmx gets
/// the row of the list instead.
pub async fn disable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    Switch { state: &cx.state, page: cx.page, request: cx.request, on: false }
        .turn(&cx.authority, &form)
        .await
}

/// `POST .../enable`: the same the other way; 403 for a token that this person could not issue.
pub async fn enable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    Switch { state: &cx.state, page: cx.page, request: cx.request, on: true }.turn(&cx.authority, &form).await
}

struct Switch<'a> {
    state: &'a State,
    page: Page,
    request: HttpRequest,
    on: bool,
}

/// What a press of the button came to.
enum Turned {
    Done,
    /// It was already in that state: someone else was faster, or the button was pressed twice.
    Before,
    /// The token is revoked or expired.
    Over(Status),
}

impl Switch<'_> {
    async fn turn(self, authority: &Authority, form: &Form) -> Result<HttpResponse> {
        let id: TokenId =
            self.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
        let (turned, person, tenant) = self.change(authority, id).await?;
        let own = place::details(&tenant.slug, id);
        let back = Back::of(form);
        let sentence = match (&turned, self.on) {
            (Turned::Over(Status::Revoked), _) => "token-over-revoked",
            (Turned::Over(_), _) => "token-over-expired",
            (Turned::Done, true) => "token-enabled-flash",
            (Turned::Done, false) => "token-disabled-flash",
            (Turned::Before, true) => "token-already-enabled-flash",
            (Turned::Before, false) => "token-already-disabled-flash",
        };
        let mut tx = self.state.db.read().await?;
        let whole = details::find_whole(&mut tx, &tenant, id).await?;
        drop(tx);
        let text = self.page.t1(sentence, "name", &whole.token.name);
        let success = !matches!(turned, Turned::Over(_));
        let undo = matches!(turned, Turned::Done).then(|| Undo {
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

    /// Also gives who pressed it, and where, as both were when it was done.
    async fn change(&self, authority: &Authority, id: TokenId) -> Result<(Turned, Person, Tenant)> {
        let mut tx = authority.begin(self.state).await?;
        let (person, tenant) = (tx.person()?, tx.tenant()?);
        let turned = self.flip(&mut tx, (&person, &tenant), id).await?;
        if matches!(turned, Turned::Done) {
            tx.commit().await?;
        }
        Ok((turned, person, tenant))
    }

    async fn flip(
        &self,
        tx: &mut AuthorizedTx,
        (person, tenant): (&Person, &Tenant),
        id: TokenId,
    ) -> Result<Turned> {
        let TokenDetails { token, reached, .. } = details::hold(tx, tenant, id).await?;
        let status = token.life.status(self.state.now());
        if matches!(status, Status::Revoked | Status::Expired) {
            return Ok(Turned::Over(status));
        }
        let done = if self.on {
            if !granting::can_grant(tx, person, &token.scope, &reached).await? {
                return Err(Error::Forbidden);
            }
            service::tokens::enable(tx, &token).await?
        } else {
            service::tokens::disable(tx, &token).await?
        };
        Ok(if done { Turned::Done } else { Turned::Before })
    }
}
