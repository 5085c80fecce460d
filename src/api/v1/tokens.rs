//! `/api/v1/tenants/{slug}/tokens`: the tokens of a tenant.
//!
//! A token never gives more than it has itself: it issues nothing beyond its own tenants, app, modules, permissions and
//! end, widens and renames nothing beyond them, and gets neither the next secret of a stronger token nor switches one on
//! again. Taking away is allowed to whoever has the permission: narrowing, disabling, revoking; a secret that is being
//! replaced takes away only from what it could give. The rules are in `service::granting`.

pub mod create;
mod limits;
pub mod list;
pub mod revoke;
pub mod rotate;
mod spec;
pub mod switch;
pub mod update;

pub(super) use self::limits::refusal;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::api::v1::cx::ApiTenantCx;
use crate::api::v1::{respond, views};
use crate::contract::answers;
use crate::contract::shape::Moment;
use crate::domain::id::TokenId;
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Refused, Result};
use crate::service::token_details::{self, TokenDetails};
use crate::service::tokens::TokenAct;
use crate::store::Tx;

/// The token of that ID, if it is this tenant's.
async fn find(tx: &mut Tx, tenant: &Tenant, id: TokenId) -> Result<TokenDetails> {
    token_details::find(tx, tenant.id, id).await?.ok_or(Error::NotFound)
}

/// 200 with a token after a change.
fn changed<T>(cx: &ApiTenantCx, done: TokenAct<T>) -> Result<HttpResponse> {
    let TokenAct { by, tenant, details, .. } = done;
    let version = details.token.updated_at;
    let view = views::token(&cx.state, details, &tenant, by.presented()?, cx.now());
    Ok(respond::versioned(&view, version))
}

/// A token as creating and rotating answer it.
fn issued(
    token: answers::Token,
    secret: Option<&PlainSecret>,
    previous_secret_ends_at: Option<Timestamp>,
) -> answers::Issued {
    answers::Issued {
        token,
        secret: secret.map(|secret| secret.expose().to_owned()),
        replayed: secret.is_none(),
        previous_secret_ends_at: previous_secret_ends_at.map(Moment),
    }
}

/// 409, in words.
fn conflict(detail: impl Into<String>) -> Error {
    Refused::new(StatusCode::CONFLICT, detail).into()
}

/// What is said of a token that is revoked or expired when it was to be changed.
const OVER: &str = "The token is revoked or expired and can't be changed.";
