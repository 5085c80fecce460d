//! `/administration/tenants/{slug}/api/{token id}/disable` and `/enable`: off and on again, with one click each, and one
//! more to undo it.

use actix_session::SessionExt as _;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::{details, place};
use crate::acts::whole::Whole;
use crate::acts::{self, giving};
use crate::auth::acting::Acting;
use crate::auth::gate::{Caller, Here};
use crate::auth::session::{self, Flash, Undo};
use crate::domain::audit::Origin;
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::state::State;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;

/// `POST .../disable`: 303 to where the button stood, once it is committed. From then on the token is refused.
pub async fn disable(
    state: Data<State>,
    page: Page,
    request: HttpRequest,
    caller: Caller,
    here: Here,
    acting: Acting,
    form: Form,
) -> Result<HttpResponse> {
    Switch { state: &state, page, request, on: false }.turn(caller, here, acting, &form).await
}

/// `POST .../enable`: the same the other way; 403 for a token that this person could not issue.
pub async fn enable(
    state: Data<State>,
    page: Page,
    request: HttpRequest,
    caller: Caller,
    here: Here,
    acting: Acting,
    form: Form,
) -> Result<HttpResponse> {
    Switch { state: &state, page, request, on: true }.turn(caller, here, acting, &form).await
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
    /// It was so already: somebody else was quicker, or it was pressed twice.
    Before,
    /// The token is revoked or expired.
    Over(Status),
}

impl Switch<'_> {
    async fn turn(
        self,
        Caller(person): Caller,
        Here(tenant): Here,
        Acting(origin): Acting,
        form: &Form,
    ) -> Result<HttpResponse> {
        let id: TokenId =
            self.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
        let (name, turned) = self.change(&person, &tenant, &origin, id).await?;
        let session = self.request.get_session();
        let own = place::details(&tenant.slug, id);
        let back = form.one("back").ok();
        let sentence = match (&turned, self.on) {
            (Turned::Over(Status::Revoked), _) => "token-over-revoked",
            (Turned::Over(_), _) => "token-over-expired",
            (Turned::Done, true) => "token-enabled-flash",
            (Turned::Done, false) => "token-disabled-flash",
            (Turned::Before, true) => "token-already-enabled-flash",
            (Turned::Before, false) => "token-already-disabled-flash",
        };
        let flash = Flash {
            success: !matches!(turned, Turned::Over(_)),
            text: self.page.t1(sentence, "name", &name),
        };
        if matches!(turned, Turned::Done) {
            let action = format!("{own}/{}", if self.on { "disable" } else { "enable" });
            let undo = Undo { action, back: back.map(ToOwned::to_owned) };
            session::set_flash_with_undo(&session, &flash, &undo);
        } else {
            session::set_flash(&session, &flash);
        }
        Ok(respond::see_other(&back.map_or(own, |query| place::list(&tenant.slug, query))))
    }

    async fn change(
        &self,
        person: &Person,
        tenant: &Tenant,
        origin: &Origin,
        id: TokenId,
    ) -> Result<(String, Turned)> {
        let mut tx = self.state.db.write().await?;
        let Whole { token, reached, .. } = details::hold(&mut tx, tenant, id).await?;
        let status = token.life.status(self.state.now());
        if matches!(status, Status::Revoked | Status::Expired) {
            return Ok((token.name, Turned::Over(status)));
        }
        let done = if self.on {
            if !giving::may_give(&mut tx, person, &token.scope, &reached).await? {
                return Err(Error::Forbidden);
            }
            acts::tokens::enable(&mut tx, self.state, origin, &token).await?
        } else {
            acts::tokens::disable(&mut tx, self.state, origin, &token).await?
        };
        if !done {
            return Ok((token.name, Turned::Before));
        }
        tx.commit().await?;
        Ok((token.name, Turned::Done))
    }
}
