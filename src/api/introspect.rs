//! `POST /oauth2/introspect`: token introspection (RFC 7662) for APIs that call Latchkey themselves.
//!
//! The route's rule authenticates the caller as an API client. A client learns only about modules it is registered
//! for: to it, a token with none of them is inactive.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use futures_util::StreamExt as _;
use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use crate::auth::authority::Authority;
use crate::auth::{bearer, peer};
use crate::domain::decision::{DenyReason, Reach, Requirement};
use crate::domain::permission::Permission;
use crate::domain::presented::Presented;
use crate::domain::secret::PlainSecret;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::api_clients::RegisteredClient;
use crate::store::usage::Use;
use crate::store::verification::decisions::{Noted, Refused};

/// Maximum size of the body in bytes; a token and a hint take about a hundred.
const MAX_BODY: usize = 16 * 1024;
/// How long the body may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The response for an active token: the members of RFC 7662 section 2.2, then Latchkey's own.
#[derive(Serialize)]
struct Active<'a> {
    active: bool,
    /// The permissions, separated by spaces.
    scope: String,
    /// Slug of the app that the token is bound to, or else the token's ID.
    client_id: String,
    token_type: &'static str,
    /// Seconds since 1970; absent if the token never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    iat: i64,
    /// The token's public ID.
    sub: String,
    /// The public URL of this instance.
    iss: &'a str,
    /// Slug of the tenant that the token belongs to.
    tenant: &'a str,
    /// ID of that tenant; it never changes.
    tenant_id: String,
    /// Slugs of the tenants it can access; `["*"]` means all, including future ones.
    tenants: Vec<&'a str>,
    /// Their IDs, in the same order.
    tenant_ids: Vec<String>,
    /// Slugs of its modules, as far as the client is registered for them.
    modules: Vec<&'a str>,
    /// Slug of the app that it is bound to, or null.
    app: Option<&'a str>,
    permissions: Vec<&'static str>,
}

/// 200 with the members above, or with exactly `{"active":false}`; 400, 408, 413 or 415 for an invalid request.
pub async fn answer(authority: Authority, request: HttpRequest, payload: Payload) -> Result<HttpResponse> {
    let state = request.app_data::<Data<State>>().cloned();
    let state = state.ok_or_else(|| Error::Internal("no state".into()))?;
    let body = tokio::time::timeout(TIMEOUT, token_of(&request, payload)).await;
    // The body may have taken long to arrive, and the client may have been revoked meanwhile.
    let (tx, found) = authority.look(&state).await?;
    drop(tx);
    let client = found.client()?;
    let presented = match body {
        Ok(Ok(presented)) => presented,
        Ok(Err(status)) => return Ok(invalid_request(status)),
        Err(_) => return Ok(invalid_request(StatusCode::REQUEST_TIMEOUT)),
    };
    let address = peer::address(&request, &state.settings.trusted_proxies);
    match evaluate(&state, &client, &presented, address).await? {
        Ok((token, modules)) => {
            state.metrics.allowed();
            Ok(active(&state, &token, &modules))
        }
        Err((refusal, token)) => inactive(&state, &client, address, refusal, token.as_ref()),
    }
}

/// Evaluates the token as `/auth/verify` does, then checks that it has one of the client's modules.
async fn evaluate(
    state: &State,
    client: &RegisteredClient,
    presented: &str,
    address: IpAddr,
) -> Result<std::result::Result<(Presented, Vec<Arc<str>>), (DenyReason, Option<Presented>)>> {
    let Some(secret) = PlainSecret::parse(&state.fixed.token_prefix, presented) else {
        return Ok(Err((DenyReason::Unknown, None)));
    };
    let (now, evaluation) = bearer::evaluate(state, &secret, Requirement::default()).await?;
    let outcome = match evaluation {
        Ok(token) => match token.facts.modules_among(&client.modules) {
            Ok(modules) => Ok((token, modules)),
            Err(refusal) => Err((refusal, Some(token))),
        },
        Err(refused) => Err(refused),
    };
    let (token, modules) = match &outcome {
        Ok((token, modules)) => (Some(token), modules.as_slice()),
        Err((_, token)) => (token.as_ref(), [].as_slice()),
    };
    if let Some(token) = token {
        // What the caller is about to do with it nobody knows; for what, only if there is no choice.
        let module = if let [only] = modules { Some(&**only) } else { None };
        let requirement = Requirement { module, ..Requirement::default() };
        state.usage.note(Use::of(token, requirement, outcome.is_ok(), Some(address), now));
    }
    Ok(outcome)
}

fn active(state: &State, token: &Presented, modules: &[Arc<str>]) -> HttpResponse {
    let facts = &token.facts;
    let permissions: Vec<&str> = facts.permissions.iter().map(Permission::name).collect();
    let id = token.id.to_string();
    HttpResponse::Ok().json(Active {
        active: true,
        scope: permissions.join(" "),
        client_id: token.app.as_ref().map_or_else(|| id.clone(), ToString::to_string),
        token_type: "Bearer",
        exp: facts.ends_at().map(seconds),
        iat: seconds(token.issued_at),
        sub: id,
        iss: &state.fixed.public_url,
        tenant: &token.home_slug,
        tenant_id: token.home.public().to_string(),
        tenants: match &facts.reach {
            Reach::Everything => vec!["*"],
            Reach::These(slugs) => slugs.iter().map(|slug| &**slug).collect(),
        },
        tenant_ids: match &facts.reach {
            Reach::Everything => vec!["*".to_owned()],
            Reach::These(_) => token.tenant_ids.iter().map(|id| id.public().to_string()).collect(),
        },
        modules: modules.iter().map(|slug| &**slug).collect(),
        app: token.app.as_deref(),
        permissions,
    })
}

/// The response doesn't say why; an administrator can look up the decision ID in the header, as with verification.
fn inactive(
    state: &State,
    client: &RegisteredClient,
    address: IpAddr,
    refusal: DenyReason,
    token: Option<&Presented>,
) -> Result<HttpResponse> {
    let reason = refusal.reason();
    state.metrics.refused(reason);
    let modules: Vec<&str> = client.modules.iter().map(String::as_str).collect();
    let Noted { id, kept } = state.refusals.note(&Refused {
        at: state.now(),
        reason,
        token: token.map(|token| (token.id, token.home)),
        asked_tenant: None,
        asked_modules: &modules,
        method: None,
        address,
    });
    if kept {
        let token = token.map(|token| token.id.to_string());
        tracing::info!(decision = id, reason, token, client = %client.id, "introspected token is not active");
    }
    Ok(HttpResponse::Ok()
        .insert_header(("x-latchkey-decision-id", id))
        .content_type("application/json")
        .body(r#"{"active":false}"#))
}

/// RFC 6749 section 5.2: the client is authenticated, but its request is invalid.
fn invalid_request(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status).json(json!({ "error": "invalid_request" }))
}

/// Whole seconds, rounded down, so that a token never appears to live longer than it does.
fn seconds(at: Timestamp) -> i64 {
    at.micros().div_euclid(1_000_000)
}

/// The form's single `token`. Other parameters, such as `token_type_hint`, are ignored.
async fn token_of(
    request: &HttpRequest,
    mut payload: Payload,
) -> std::result::Result<Zeroizing<String>, StatusCode> {
    if request.content_type() != "application/x-www-form-urlencoded" {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.map_err(|_| StatusCode::BAD_REQUEST)?);
        if body.len() > MAX_BODY {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
    only_token(&body).ok_or(StatusCode::BAD_REQUEST)
}

fn only_token(body: &[u8]) -> Option<Zeroizing<String>> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    let mut tokens = fields.into_iter().filter(|(name, _)| name == "token").map(|(_, value)| value);
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => Some(Zeroizing::new(token)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stands_in_the_form_exactly_once() {
        let only = |body: &str| only_token(body.as_bytes()).map(|token| token.to_string());
        assert_eq!(only("token=a"), Some("a".to_owned()));
        assert_eq!(only("token_type_hint=access_token&token=a%2Bb"), Some("a+b".to_owned()));
        assert_eq!(only("token="), Some(String::new()));
        for body in ["", "token=a&token=a", "TOKEN=a", "token_type_hint=token", "token%5B%5D=a"] {
            assert_eq!(only(body), None, "{body}");
        }
    }

    #[test]
    fn a_part_of_a_second_is_not_counted() {
        assert_eq!(seconds(Timestamp::from_micros(1_999_999)), 1);
        assert_eq!(seconds(Timestamp::from_micros(2_000_000)), 2);
        assert_eq!(seconds(Timestamp::from_micros(-1)), -1);
    }
}
