//! `GET /auth/verify`: forward authentication for nginx, Caddy and Traefik. The hot path.
//!
//! 200 with the identity headers, 401 if no valid token is presented, 403 if the token may not do this here, and 503
//! if the database is unavailable (every proxy refuses then); no other status.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::net::SocketAddr;
use std::time::Instant;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use actix_web::web::{BytesMut, Data};
use actix_web::{HttpRequest, HttpResponse};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::form_urlencoded;

use crate::auth::bearer::{self, Evaluation, Presentation, TokenSources};
use crate::auth::peer;
use crate::domain::decision::{DenyReason, Reach, Requirement, is_ambiguous, permission_for};
use crate::domain::id::TenantId;
use crate::domain::permission::Permission;
use crate::domain::presented::Presented;
use crate::domain::secret::PlainSecret;
use crate::error::{Error, Result, chain};
use crate::state::State;
use crate::store::verification::decisions::Refused;

/// How names are sent in headers: visible ASCII unchanged, everything else percent-encoded, and so are `%` and `"`.
const IN_HEADER: &AsciiSet = &CONTROLS.add(b'%').add(b'"');

// As constants, they are checked at compile time instead of per request.
const METHOD: [HeaderName; 2] =
    [HeaderName::from_static("x-forwarded-method"), HeaderName::from_static("x-original-method")];
const TARGET: [HeaderName; 2] =
    [HeaderName::from_static("x-forwarded-uri"), HeaderName::from_static("x-original-uri")];
const TOKEN_ID: HeaderName = HeaderName::from_static("x-latchkey-token-id");
const TOKEN_NAME: HeaderName = HeaderName::from_static("x-latchkey-token-name");
const TENANT: HeaderName = HeaderName::from_static("x-latchkey-tenant");
const TENANT_ID: HeaderName = HeaderName::from_static("x-latchkey-tenant-id");
const APP: HeaderName = HeaderName::from_static("x-latchkey-app");
const MODULES: HeaderName = HeaderName::from_static("x-latchkey-modules");
const PERMISSIONS: HeaderName = HeaderName::from_static("x-latchkey-permissions");
const DECISION_ID: HeaderName = HeaderName::from_static("x-latchkey-decision-id");

/// What of a request counts here.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Its query.
    pub query: &'a str,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Who sent it.
    pub peer: Option<SocketAddr>,
}

/// What the proxy asks for: pinned by its configuration in the query, and told of the request in headers.
struct VerifyRequest<'a> {
    tenant: Option<Cow<'a, str>>,
    tenant_id: Option<TenantId>,
    module: Option<Cow<'a, str>>,
    method: &'a str,
}

/// What is to be decided.
struct Case<'a> {
    asked: VerifyRequest<'a>,
    permission: Permission,
    secret: PlainSecret,
}

/// Why there is nothing to decide, and what was asked for if that can be told.
type Refusal<'a> = (Option<VerifyRequest<'a>>, Reason);

/// Answers from memory, at once; `None` where only the database can tell.
pub fn from_memory(state: &State, question: Question<'_>) -> Option<Result<HttpResponse>> {
    let began = Instant::now();
    let answer = match case(state, question) {
        Err((asked, reason)) => refuse(state, question, asked.as_ref(), None, reason),
        Ok(case) => {
            let address = peer::address_of(question.peer, question.headers, &state.settings.trusted_proxies);
            let evaluation = bearer::decide_in_memory(state, &case.secret, case.requirement(), Some(address));
            match evaluation {
                Ok(evaluation) => conclude(state, question, &case, evaluation?),
                Err(error) => Err(error),
            }
        }
    };
    state.metrics.verified(began.elapsed());
    Some(answer.map_err(undecided))
}

/// Answers for the request that the proxy holds.
pub async fn show(state: Data<State>, request: HttpRequest) -> Result<HttpResponse> {
    let question =
        Question { query: request.query_string(), headers: request.headers(), peer: request.peer_addr() };
    let began = Instant::now();
    let answer = answer(&state, question).await;
    state.metrics.verified(began.elapsed());
    answer.map_err(undecided)
}

/// Whatever keeps us from deciding, the proxy is told one thing: not now.
fn undecided(error: Error) -> Error {
    match error {
        Error::Internal(cause) => {
            tracing::error!(cause = chain(&*cause), "a verification failed");
            Error::Busy(cause)
        }
        other => other,
    }
}

async fn answer(state: &State, question: Question<'_>) -> Result<HttpResponse> {
    match case(state, question) {
        Err((asked, reason)) => refuse(state, question, asked.as_ref(), None, reason),
        Ok(case) => {
            let address = peer::address_of(question.peer, question.headers, &state.settings.trusted_proxies);
            let evaluation = bearer::decide(state, &case.secret, case.requirement(), Some(address)).await?;
            conclude(state, question, &case, evaluation)
        }
    }
}

fn conclude(
    state: &State,
    question: Question<'_>,
    case: &Case<'_>,
    evaluation: Evaluation,
) -> Result<HttpResponse> {
    match evaluation {
        Ok(token) => {
            state.metrics.allowed();
            Ok(identity(&token))
        }
        Err((refusal, token)) => {
            refuse(state, question, Some(&case.asked), token.as_ref(), Reason::Token(refusal))
        }
    }
}

impl Case<'_> {
    fn requirement(&self) -> Requirement<'_> {
        Requirement {
            tenant: self.asked.tenant.as_deref(),
            tenant_id: self.asked.tenant_id,
            module: self.asked.module.as_deref(),
            permissions: Some(self.permission.into()),
        }
    }
}

fn case<'a>(state: &State, question: Question<'a>) -> std::result::Result<Case<'a>, Refusal<'a>> {
    let headers = question.headers;
    let asked = match asked(question.query, headers) {
        Ok(asked) => asked,
        // A token in the query is an unknown parameter to a client that has presented none.
        Err(UNKNOWN_PARAMETER) if presents_nothing(state, headers) => return Err((None, Reason::NoToken)),
        Err(reason) => return Err((None, Reason::Request(reason))),
    };
    let Some(permission) = permission_for(asked.method) else {
        return Err((Some(asked), Reason::Request("unknown-method")));
    };
    match bearer::presented(headers, TokenSources::Any, &state.fixed.token_prefix) {
        Presentation::Nothing => Err((Some(asked), Reason::NoToken)),
        Presentation::Malformed => Err((Some(asked), Reason::Token(DenyReason::Unknown))),
        Presentation::Secret(secret) => Ok(Case { asked, permission, secret }),
    }
}

const UNKNOWN_PARAMETER: &str = "unknown-parameter";

fn presents_nothing(state: &State, headers: &HeaderMap) -> bool {
    matches!(bearer::presented(headers, TokenSources::Any, &state.fixed.token_prefix), Presentation::Nothing)
}

/// The proxy's question, or the reason it can't be read.
fn asked<'a>(query: &'a str, headers: &'a HeaderMap) -> std::result::Result<VerifyRequest<'a>, &'static str> {
    let method = agreed(headers, METHOD).map_err(|()| "ambiguous-method")?.ok_or("no-method")?;
    match agreed(headers, TARGET) {
        Ok(None) => {}
        Ok(Some(target)) if !is_ambiguous(target) && !is_split(headers) => {}
        Ok(Some(_)) | Err(()) => return Err("ambiguous-path"),
    }
    let mut asked = VerifyRequest { tenant: None, tenant_id: None, module: None, method };
    let mut tenant_id = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        // A mistyped pin would pin nothing, and let tokens of every tenant through.
        let pin = match &*name {
            "tenant" => &mut asked.tenant,
            "tenant_id" => &mut tenant_id,
            "module" => &mut asked.module,
            _ => return Err(UNKNOWN_PARAMETER),
        };
        // PostgreSQL rejects NUL in text, even in a search.
        if value.is_empty() || value.contains('\0') || pin.replace(value).is_some() {
            return Err("unreadable-query");
        }
    }
    if let Some(id) = tenant_id {
        asked.tenant_id = Some(TenantId::from_public(&id).ok_or("unreadable-query")?);
    }
    Ok(asked)
}

/// Whether method and path come from two families of headers: one of them was not set by the proxy.
fn is_split(headers: &HeaderMap) -> bool {
    let whole =
        |family: usize| headers.contains_key(&METHOD[family]) && headers.contains_key(&TARGET[family]);
    !whole(0) && !whole(1)
}

/// The one value of all headers with these names. Different values are an error: proxy and client, or two proxies,
/// don't mean the same request.
fn agreed(headers: &HeaderMap, names: [HeaderName; 2]) -> std::result::Result<Option<&str>, ()> {
    let mut values = names.into_iter().flat_map(|name| headers.get_all(name));
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|value| value != first) {
        return Err(());
    }
    first.to_str().map(Some).map_err(|_| ())
}

/// 200 with the token's identity. Every header is present even if empty: if one were absent, the client's own could
/// pass.
fn identity(token: &Presented) -> HttpResponse {
    let facts = &token.facts;
    let mut response = HttpResponse::new(StatusCode::OK);
    // All values are parts of one text: one piece of memory for all of them.
    let mut text = BytesMut::with_capacity(512);
    let mut put = |header: HeaderName, write: &dyn Fn(&mut BytesMut)| {
        write(&mut text);
        // What cannot stand in a header becomes an empty one.
        let value = HeaderValue::from_maybe_shared(text.split().freeze());
        response.headers_mut().insert(header, value.unwrap_or_else(|_| HeaderValue::from_static("")));
    };
    put(TOKEN_ID, &|text| list(text, [token.id]));
    put(TOKEN_NAME, &|text| list(text, [utf8_percent_encode(&token.name, IN_HEADER)]));
    match &facts.reach {
        Reach::Everything => {
            put(TENANT, &|text| list(text, ["*"]));
            put(TENANT_ID, &|text| list(text, ["*"]));
        }
        Reach::These(slugs) => {
            put(TENANT, &|text| list(text, slugs));
            put(TENANT_ID, &|text| list(text, token.tenant_ids.iter().map(|id| id.public())));
        }
    }
    put(APP, &|text| list(text, &token.app));
    put(MODULES, &|text| list(text, &facts.modules));
    put(PERMISSIONS, &|text| list(text, facts.permissions.iter().map(Permission::name)));
    response
}

/// Writes these with commas in between.
fn list(text: &mut BytesMut, items: impl IntoIterator<Item = impl Display>) {
    for (place, item) in items.into_iter().enumerate() {
        // Writing into memory cannot fail.
        let _ = write!(text, "{}{item}", if place == 0 { "" } else { "," });
    }
}

/// Why a request is refused.
enum Reason {
    /// No token was presented.
    NoToken,
    /// The request itself cannot be decided on.
    Request(&'static str),
    /// The token is not accepted, or may not do this.
    Token(DenyReason),
}

/// 401 or 403, with an ID by which an administrator finds the reason.
fn refuse(
    state: &State,
    question: Question<'_>,
    asked: Option<&VerifyRequest<'_>>,
    token: Option<&Presented>,
    reason: Reason,
) -> Result<HttpResponse> {
    // Refusals that need no token allocate no text.
    let (status, challenge, name) = match reason {
        Reason::NoToken => {
            (StatusCode::UNAUTHORIZED, HeaderValue::from_static(r#"Bearer realm="Latchkey""#), "no-token")
        }
        Reason::Request(name) => (
            StatusCode::FORBIDDEN,
            value(format!(r#"Bearer realm="Latchkey", error="invalid_request", error_description="{name}""#)),
            name,
        ),
        Reason::Token(refusal) if refusal.is_of_the_token() => (
            StatusCode::UNAUTHORIZED,
            HeaderValue::from_static(r#"Bearer realm="Latchkey", error="invalid_token""#),
            refusal.reason(),
        ),
        Reason::Token(refusal) => {
            let (missing, scope) = match refusal {
                DenyReason::MissingPermission(permission) => (
                    format!("missing permission {}", permission.name()),
                    format!(r#", scope="{}""#, permission.name()),
                ),
                other => (other.to_string(), String::new()),
            };
            let challenge = format!(
                r#"Bearer realm="Latchkey", error="insufficient_scope", error_description="{missing}"{scope}"#
            );
            (StatusCode::FORBIDDEN, value(challenge), refusal.reason())
        }
    };
    state.metrics.refused(name);
    let module = asked.and_then(|asked| asked.module.as_deref());
    let pinned_id = asked
        .filter(|asked| asked.tenant.is_none())
        .and_then(|asked| asked.tenant_id)
        .map(|id| id.public().to_string());
    let noted = state.refusals.note(&Refused {
        at: state.now(),
        reason: name,
        token: token.map(|token| (token.id, token.home)),
        asked_tenant: asked.and_then(|asked| asked.tenant.as_deref()).or(pinned_id.as_deref()),
        asked_modules: module.as_slice(),
        method: asked.map(|asked| asked.method),
        address: peer::address_of(question.peer, question.headers, &state.settings.trusted_proxies),
    });
    let id = noted.id;
    if noted.kept {
        let token = token.map(|token| token.id.to_string());
        tracing::info!(decision = id, reason = name, token, "refused");
    }
    let mut response = HttpResponse::build(status);
    response
        .insert_header((WWW_AUTHENTICATE, challenge))
        .insert_header((DECISION_ID, value(id)))
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")));
    Ok(response.body("refused\n"))
}

/// A text that cannot be a header value becomes an empty one.
fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
