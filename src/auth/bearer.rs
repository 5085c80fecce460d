//! Presented tokens: how they are presented (RFC 6750, and two ways that older clients have), and whether they are
//! accepted.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::peer;
use crate::domain::decision::{DenyReason, Requirement};
use crate::domain::secret::{PlainSecret, SecretHash};
use crate::domain::time::Timestamp;
use crate::error::{Challenge, Error, Result};
use crate::state::State;
use crate::store::usage::Use;
use crate::store::verification::Presented;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What was presented.
pub enum Presentation {
    /// Nothing.
    Nothing,
    /// Something that no token can be, or more than one.
    Malformed,
    /// What may be a token.
    Secret(PlainSecret),
}

/// Which ways of presenting a token count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ways {
    /// `Authorization: Bearer` alone.
    Bearer,
    /// That, or `X-API-Key`, or the password of `Authorization: Basic`; never two of them.
    Any,
}

/// The token in the headers. The query is ignored, because it ends up in logs.
pub fn presented(headers: &HeaderMap, ways: Ways, prefix: &str) -> Presentation {
    let authorization: Vec<_> = headers.get_all(AUTHORIZATION).collect();
    let keys: Vec<_> = match ways {
        Ways::Any => headers.get_all(API_KEY).collect(),
        Ways::Bearer => Vec::new(),
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
fn from_authorization(value: &str, ways: Ways, prefix: &str) -> Option<PlainSecret> {
    let (scheme, credentials) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return PlainSecret::parse(prefix, credentials);
    }
    if ways == Ways::Any && scheme.eq_ignore_ascii_case("basic") {
        let decoded = zeroize::Zeroizing::new(STANDARD.decode(credentials).ok()?);
        let (_user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
        return PlainSecret::parse(prefix, password);
    }
    None
}

/// The token, if it may do as is wished; else why not, and which token it is, if any.
pub type Judgement = std::result::Result<Presented, (DenyReason, Option<Presented>)>;

/// The judgement on that secret. If there is such a token, it is noted as a use.
pub async fn decide(
    state: &State,
    secret: &PlainSecret,
    requirement: Requirement<'_>,
    address: Option<IpAddr>,
) -> Result<Judgement> {
    let (now, judgement) = evaluate(state, secret, requirement).await?;
    note(state, &judgement, requirement, address, now);
    Ok(judgement)
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
) -> Result<Option<Judgement>> {
    let hash = state.fixed.secret_key.hash(secret);
    let Some(found) = state.lookup.facts_in_memory(&hash, requirement)? else { return Ok(None) };
    let now = state.now();
    let judgement = evaluated(found, requirement, now);
    note(state, &judgement, requirement, address, now);
    Ok(Some(judgement))
}

fn note(
    state: &State,
    judgement: &Judgement,
    requirement: Requirement<'_>,
    address: Option<IpAddr>,
    now: Timestamp,
) {
    if let Some(token) = judgement.as_ref().map_or_else(|(_, token)| token.as_ref(), Some) {
        state.usage.note(Use::of(token, requirement, judgement.is_ok(), address, now));
    }
}

/// The judgement on that secret and the moment it is of, for who has more to ask before it counts as a use.
pub async fn evaluate(
    state: &State,
    secret: &PlainSecret,
    requirement: Requirement<'_>,
) -> Result<(Timestamp, Judgement)> {
    let hash = state.fixed.secret_key.hash(secret);
    let found = state.lookup.facts(&hash, requirement).await?;
    // The clock is read after the facts, so that everything committed before the lookup counts.
    let now = state.now();
    Ok((now, evaluated(found, requirement, now)))
}

/// The judgement on what a secret led to.
#[expect(
    clippy::result_large_err,
    reason = "a token that is refused is told of as fully as one that is accepted"
)]
pub(super) fn evaluated(found: Option<Presented>, requirement: Requirement<'_>, now: Timestamp) -> Judgement {
    match found {
        None => Err((DenyReason::Unknown, None)),
        Some(found) => match found.facts.decide(requirement, now) {
            Ok(()) => Ok(found),
            Err(refusal) => Err((refusal, Some(found))),
        },
    }
}

/// What a caller is told of a refused token.
pub(super) fn challenge(refusal: DenyReason) -> Challenge {
    match refusal {
        DenyReason::WrongModule => Challenge::LacksModule,
        DenyReason::MissingPermission(permission) => Challenge::Lacks(permission.into()),
        _ => Challenge::InvalidToken,
    }
}

/// The token that the request presents in its `Authorization` header, if it may do as is wished, and the hash of the
/// secret that it was presented by.
///
/// Gives [`Error::Bearer`] when there is none, more than one, one that is not accepted, or one that lacks something,
/// and [`Error::NotFound`] when it does not reach the tenant; why a token is not accepted stands in the log only.
pub async fn accept(
    state: &State,
    request: &HttpRequest,
    requirement: Requirement<'_>,
) -> Result<(Presented, SecretHash)> {
    let secret = match presented(request.headers(), Ways::Bearer, &state.fixed.token_prefix) {
        Presentation::Nothing => return Err(Error::Bearer(Challenge::Missing)),
        Presentation::Malformed => return Err(Error::Bearer(Challenge::InvalidToken)),
        Presentation::Secret(secret) => secret,
    };
    let address = peer::address(request, &state.fixed.trusted_proxies);
    let judgement = decide(state, &secret, requirement, Some(address)).await?;
    let accepted = judgement.inspect(|_| state.metrics.allowed()).map_err(|(reason, found)| {
        state.metrics.refused(reason.reason());
        let lacks =
            found.as_ref().and_then(|found| requirement.permissions?.missing_from(found.facts.permissions));
        // Strangers make as many of these as they like: of unknown tokens the log has a sample.
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
