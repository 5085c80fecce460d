//! `POST .../tokens/{token}/rotate`: rotates a token.

use actix_web::HttpResponse;

use super::{OVER, conflict, issued, refusal};
use crate::api::v1::body::Body;
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, version, views};
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::domain::token::Token;
use crate::error::Result;
use crate::service::tokens::TokenAct;
use crate::service::tokens::rotate::{self as service, Rotated, Rotation};

/// 200 with the token and its new secret, in this one response only; 200 without the secret if the same request rotated
/// it before; 409 while an earlier secret still works.
pub async fn rotate(cx: ApiTenantCx, Id(id): Id<TokenId>, Body(body): Body) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&cx.request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_ROTATE)?;
    let overlap = input.text("overlap", |name| {
        Overlap::from_name(name).ok_or_else(|| format!("must be one of {}", Overlap::NAMES.join(", ")))
    });
    let (Some(overlap), true) = (overlap.value(), input.is_fine()) else { return Err(input.refusal()) };

    let rotation = Rotation { overlap, key: keyed.as_ref() };
    let check = |token: &Token| version::check(&cx.request, token.updated_at);
    let TokenAct { by, tenant, details, outcome } = service::rotate(&cx.act(), id, rotation, check).await?;
    let (secret, until) = match outcome {
        Rotated::Done { secret, until } => (Some(secret), Some(until)),
        Rotated::Repeated(until) => (None, until),
        Rotated::KeyReused => return Err(idempotency::reused()),
        Rotated::Over => return Err(conflict(OVER)),
        Rotated::Overlapping(until) => {
            return Err(conflict(format!(
                "An earlier secret still works until {until}. Until then, only the overlap none is possible, which \
                 ends both."
            )));
        }
        Rotated::Denied(denied) => return Err(refusal(denied)),
    };
    let version = details.token.updated_at;
    let view = views::token(&cx.state, details, &tenant, by.presented()?, cx.now());
    Ok(respond::versioned(&issued(view, secret.as_ref(), until), version))
}
