//! `POST .../tokens/{token}/rotate`: another secret for the same token.

use actix_web::HttpResponse;

use super::limits::require;
use super::{OVER, conflict, hold, issued};
use crate::api::v1::body::Body;
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, version, views};
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::tokens::{self as service, Rotated};
use crate::store::tokens;

/// 200 with the token and its new secret, which no other answer ever carries; 200 without the secret when the same
/// request rotated it before; 409 while an earlier secret still works beside the present one.
pub async fn rotate(cx: ApiTenantCx, Id(id): Id<TokenId>, Body(body): Body) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&cx.request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_ROTATE)?;
    let overlap = input.text("overlap", |name| {
        Overlap::from_name(name).ok_or_else(|| format!("must be one of {}", Overlap::NAMES.join(", ")))
    });
    let (Some(overlap), true) = (overlap.value(), input.is_fine()) else { return Err(input.refusal()) };

    let now = cx.now();
    let mut tx = cx.write().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, id).await?;
    if idempotency::claim(&mut tx, caller.id, keyed.as_ref(), id.uuid(), now).await?.is_some() {
        let until = tokens::changes::overlap(&mut tx, id, now).await?;
        let version = before.token.updated_at;
        let view = views::token(&cx.state, before, &tenant, &caller, now);
        return Ok(respond::versioned(&issued(view, None, until), version));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    require(own.may_rotate(&before))?;
    version::check(&cx.request, before.token.updated_at)?;
    let (secret, kept) = service::fresh_secret(&cx.state)?;
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
    let after = super::find(&mut tx, &tenant, id).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    let view = views::token(&cx.state, after, &tenant, &caller, now);
    Ok(respond::versioned(&issued(view, Some(&secret), Some(until)), version))
}
