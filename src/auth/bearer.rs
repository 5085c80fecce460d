//! Bearer tokens (RFC 6750).

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use super::peer;
use crate::domain::secret::PlainSecret;
use crate::domain::token::Refusal;
use crate::error::{Challenge, Error, Result};
use crate::state::State;
use crate::store::tokens::{self, Presented};

/// The active token that the request presents in its `Authorization` header.
///
/// Gives [`Error::Bearer`] when there is none, more than one, or one that is not accepted; the reason stands in the
/// log only.
pub async fn accept(state: &State, request: &HttpRequest) -> Result<Presented> {
    let secret = presented_secret(state, request)?;
    let now = state.now();
    let mut tx = state.db.read().await?;
    let found = tokens::presented(&mut tx, &state.fixed.secret_key.hash(&secret)).await?;
    let decision = found.as_ref().map_or(Err(Refusal::Unknown), |found| found.facts.decide(now));
    match (found, decision) {
        (Some(found), Ok(())) => {
            state.last_used.note(found.id, now, Some(peer::address(request, &state.fixed.trusted_proxies)));
            Ok(found)
        }
        (found, refused) => {
            let token = found.map(|found| found.id.to_string());
            let reason = refused.err().unwrap_or(Refusal::Unknown);
            tracing::info!(token, %reason, "a token was refused");
            Err(Error::Bearer(Challenge::InvalidToken))
        }
    }
}

/// `Authorization: Bearer` and one secret, exactly once; the scheme's case does not matter (RFC 9110 section 11.1).
fn presented_secret(state: &State, request: &HttpRequest) -> Result<PlainSecret> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next().ok_or(Error::Bearer(Challenge::Missing))?;
    if headers.next().is_some() {
        return Err(Error::Bearer(Challenge::InvalidToken));
    }
    header
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, secret)| PlainSecret::parse(&state.fixed.token_prefix, secret))
        .ok_or(Error::Bearer(Challenge::InvalidToken))
}
