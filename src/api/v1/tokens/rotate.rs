//! `POST .../tokens/{token}/rotate`: another secret for the same token.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::{OVER, conflict, hold, id, issued};
use crate::api::v1::body::Body;
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, version, views};
use crate::auth::authority::Authority;
use crate::contract::fields;
use crate::domain::rotation::Overlap;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::tokens::{self as service, Rotated};
use crate::state::State;
use crate::store::tokens;

/// 200 with the token and its new secret, which no other answer ever carries; 200 without the secret when the same
/// request rotated it before; 409 while an earlier secret still works beside the present one.
pub async fn rotate(
    state: Data<State>,
    authority: Authority,
    request: HttpRequest,
    Body(body): Body,
) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_ROTATE)?;
    let overlap = input.text("overlap", |name| {
        Overlap::from_name(name).ok_or_else(|| format!("must be one of {}", Overlap::NAMES.join(", ")))
    });
    let (Some(overlap), true) = (overlap.value(), input.is_fine()) else { return Err(input.refusal()) };

    let now = state.now();
    let id = id(&request)?;
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, &request).await?;
    if idempotency::claim(&mut tx, caller.id, keyed.as_ref(), id.uuid(), now).await?.is_some() {
        let until = tokens::changes::overlap(&mut tx, id, now).await?;
        let version = before.token.updated_at;
        let view = views::token(&state, before, &tenant, &caller, now);
        return Ok(respond::versioned(&issued(view, None, until), version));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_rotate(&before))?;
    version::check(&request, before.token.updated_at)?;
    let (secret, kept) = service::fresh_secret(&state)?;
    let until = match service::rotate(&mut tx, &before.token, &kept, overlap).await? {
        Rotated::Until(until) => until,
        Rotated::Over => return Err(conflict(OVER)),
        Rotated::Overlapping(until) => {
            return Err(conflict(format!(
                "An earlier secret still works until {until}. Until then, only the overlap none is possible, which \
                 ends both."
            )));
        }
    };
    let after = super::find(&mut tx, &tenant, &request).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    let view = views::token(&state, after, &tenant, &caller, now);
    Ok(respond::versioned(&issued(view, Some(&secret), Some(until)), version))
}
