//! How tokens are presented (RFC 6750, and two ways of older clients), and whether they are accepted.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::peer;
use crate::domain::decision::{DenyReason, Requirement};
use crate::domain::presented::Presented;
use crate::domain::secret::{PlainSecret, SecretHash};
use crate::domain::time::Timestamp;
use crate::error::{Challenge, Error, Result};
use crate::state::State;
use crate::store::usage::Use;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What a request presents.
pub enum Presentation {
    /// Nothing.
    Nothing,
    /// A malformed token, or more than one.
    Malformed,
    /// A well-formed token.
    Secret(PlainSecret),
}

/// The accepted ways of presenting a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenSources {
    /// Only `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Bearer`, `X-API-Key`, or the password of `Authorization: Basic`; only one of them at a time.
    Any,
}

/// The token in the headers. The query is ignored, because it ends up in logs.
pub fn presented(headers: &HeaderMap, ways: TokenSources, prefix: &str) -> Presentation {
    let authorization: Vec<_> = headers.get_all(AUTHORIZATION).collect();
    let keys: Vec<_> = match ways {
        TokenSources::Any => headers.get_all(API_KEY).collect(),
        TokenSources::Bearer => Vec::new(),
    };
    let secret = match (authorization.as_slice(), keys.as_slice()) {
        ([], []) => return Presentation::Nothing,
        ([header], []) => header.to_str().ok().and_then(|value| from_authorization(value, ways, prefix)),
        ([], [header]) => header.to_str().ok().and_then(|value| PlainSecret::parse(prefix, value)),
        _ => None,
    };
    secret.map_or(Presentation::Malformed, Presentation::Secret)
}

/// The scheme is case-insensitive (RFC 9110 section 11.1) and followed by one space.
fn from_authorization(value: &str, ways: TokenSources, prefix: &str) -> Option<PlainSecret> {
    let (scheme, credentials) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return PlainSecret::parse(prefix, credentials);
    }
    if ways == TokenSources::Any && scheme.eq_ignore_ascii_case("basic") {
        let decoded = zeroize::Zeroizing::new(STANDARD.decode(credentials).ok()?);
        let (_user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
        return PlainSecret::parse(prefix, password);
    }
    None
}

/// The token if it meets the requirement, or else the reason and the token, if there is one.
pub type Evaluation = std::result::Result<Presented, (DenyReason, Option<Presented>)>;

/// Evaluates a secret, and records the use of its token.
pub async fn decide(
    state: &State,
    secret: &PlainSecret,
    requirement: Requirement<'_>,
    address: Option<IpAddr>,
) -> Result<Evaluation> {
    let (now, evaluation) = evaluate(state, secret, requirement).await?;
    note(state, &evaluation, requirement, address, now);
    Ok(evaluation)
}

/// The same from memory alone, at once; `None` where only the database can tell.
///
/// # Errors
/// While nothing may be verified.
pub fn decide_in_memory(
    state: &State,
    secret: &PlainSecret,
    requirement: Requirement<'_>,
    address: Option<IpAddr>,
) -> Result<Option<Evaluation>> {
    let hash = state.fixed.secret_key.hash(secret);
    let Some(found) = state.lookup.facts_in_memory(&hash, requirement)? else { return Ok(None) };
    let now = state.now();
    let evaluation = evaluated(found, requirement, now);
    note(state, &evaluation, requirement, address, now);
    Ok(Some(evaluation))
}

fn note(
    state: &State,
    evaluation: &Evaluation,
    requirement: Requirement<'_>,
    address: Option<IpAddr>,
    now: Timestamp,
) {
    if let Some(token) = evaluation.as_ref().map_or_else(|(_, token)| token.as_ref(), Some) {
        state.usage.note(Use::of(token, requirement, evaluation.is_ok(), address, now));
    }
}

/// Evaluates a secret and returns the time it was evaluated at. For callers that check more before it counts as a
/// use.
pub async fn evaluate(
    state: &State,
    secret: &PlainSecret,
    requirement: Requirement<'_>,
) -> Result<(Timestamp, Evaluation)> {
    let hash = state.fixed.secret_key.hash(secret);
    let found = state.lookup.facts(&hash, requirement).await?;
    // Read after the facts, so that everything committed before the lookup counts.
    let now = state.now();
    Ok((now, evaluated(found, requirement, now)))
}

/// Evaluates the facts found for a secret.
#[expect(clippy::result_large_err, reason = "a refused token is described as fully as an accepted one")]
pub(super) fn evaluated(
    found: Option<Presented>,
    requirement: Requirement<'_>,
    now: Timestamp,
) -> Evaluation {
    match found {
        None => Err((DenyReason::Unknown, None)),
        Some(found) => match found.facts.decide(requirement, now) {
            Ok(()) => Ok(found),
            Err(refusal) => Err((refusal, Some(found))),
        },
    }
}

/// What the response reveals about a refused token.
pub(super) fn challenge(refusal: DenyReason) -> Challenge {
    match refusal {
        DenyReason::WrongModule => Challenge::LacksModule,
        DenyReason::MissingPermission(permission) => Challenge::Lacks(permission.into()),
        _ => Challenge::InvalidToken,
    }
}

/// The token in the `Authorization` header, if it meets the requirement, and the hash of its secret.
///
/// Returns [`Error::Bearer`] if there is no token, more than one, one that is not accepted, or one that lacks a
/// right, and [`Error::NotFound`] if it cannot access the tenant. Why a token is not accepted is only logged.
pub async fn accept(
    state: &State,
    request: &HttpRequest,
    requirement: Requirement<'_>,
) -> Result<(Presented, SecretHash)> {
    let secret = match presented(request.headers(), TokenSources::Bearer, &state.fixed.token_prefix) {
        Presentation::Nothing => return Err(Error::Bearer(Challenge::Missing)),
        Presentation::Malformed => return Err(Error::Bearer(Challenge::InvalidToken)),
        Presentation::Secret(secret) => secret,
    };
    let address = peer::address(request, &state.settings.trusted_proxies);
    let evaluation = decide(state, &secret, requirement, Some(address)).await?;
    let accepted = evaluation.inspect(|_| state.metrics.allowed()).map_err(|(reason, found)| {
        state.metrics.refused(reason.reason());
        let lacks =
            found.as_ref().and_then(|found| requirement.permissions?.missing_from(found.facts.permissions));
        // Anyone can cause these, so only a sample of unknown tokens is logged.
        if found.is_some() || state.refusals.is_in_sample(address, state.now()) {
            let token = found.map(|found| found.id.to_string());
            tracing::info!(token, %reason, "token refused");
        }
        match reason {
            DenyReason::WrongTenant => Error::NotFound,
            DenyReason::MissingPermission(permission) => {
                Error::Bearer(Challenge::Lacks(lacks.unwrap_or_else(|| permission.into())))
            }
            other => Error::Bearer(challenge(other)),
        }
    })?;
    Ok((accepted, state.fixed.secret_key.hash(&secret)))
}
