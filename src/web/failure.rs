//! Turns errors into pages, or problem+json (RFC 9457).

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::errors::{ErrorNote, ErrorPage, Problem};
use super::page::Page;
use super::{htmx, respond, shell};
use crate::domain::limits::Limit;
use crate::error::{Challenge, Error, Failure};
use crate::i18n::Locale;
use crate::state::State;
use crate::trace::RequestId;

/// What an error page needs from the request, saved before it is handled.
struct RequestInfo {
    path: String,
    language: Locale,
    by_htmx: bool,
    for_news: bool,
    from: Option<String>,
    id: Option<String>,
}

/// Replaces the body of every error response.
pub async fn middleware<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let mut asked = RequestInfo {
        path: request.path().to_owned(),
        language: shell::language_of(request.request()),
        by_htmx: request.headers().contains_key("HX-Request"),
        for_news: htmx::wants_news(request.headers()),
        from: htmx::current_page(request.headers()),
        id: RequestId::of(request.request()),
    };
    match next.call(request).await {
        Ok(response) => {
            let status = response.status();
            let failure = response.response().extensions().get::<Failure>().cloned();
            let has_body = response.headers().contains_key(header::CONTENT_TYPE);
            if matches!(failure, Some(Failure::DiskFull { tried: true }))
                && let Some(state) = response.request().app_data::<web::Data<State>>()
            {
                state.db.disk().failed();
            }
            let failure = match failure {
                Some(failure) => failure,
                // The router's 404 and 405, and refusals of the framework itself, have no body.
                None if (status.is_client_error() || status.is_server_error()) && !has_body => {
                    Failure::Status(status)
                }
                None => return Ok(response.map_into_left_body()),
            };
            asked.language = shell::language_of(response.request());
            let allow = response.headers().get(header::ALLOW).cloned();
            let mut page = render(&asked, status, &failure);
            if let Some(allow) = allow {
                page.headers_mut().insert(header::ALLOW, allow);
            }
            Ok(response.into_response(page).map_into_right_body())
        }
        // Only middleware returns errors instead of responses: the session store, if the database is down.
        Err(error) => {
            let status = error.as_response_error().status_code();
            let failure = error.error_response().extensions().get::<Failure>().cloned();
            let page = render(&asked, status, &failure.unwrap_or(Failure::Status(status)));
            Err(InternalError::from_response(error, page).into())
        }
    }
}

/// The response for a program whose request bypasses this middleware. The log has more under the ID in the response.
pub fn of_a_program(state: &State, error: &Error) -> HttpResponse {
    let id = state.entropy.base62(16).ok();
    let span = tracing::info_span!("request", id);
    let response = span.in_scope(|| error.error_response());
    let status = response.status();
    let failure = response.extensions().get::<Failure>().cloned().unwrap_or(Failure::Status(status));
    let mut response = problem_json(id.as_deref(), status, &failure);
    say_when(&mut response, &failure);
    response
}

fn render(asked: &RequestInfo, status: StatusCode, failure: &Failure) -> HttpResponse {
    match failure {
        Failure::SignIn(return_to) => return to_sign_in(asked, return_to),
        Failure::ApiClient => return invalid_client(),
        _ => {}
    }
    let for_programs =
        ["/api/", "/auth/", "/oauth2/", "/metrics"].iter().any(|area| asked.path.starts_with(area));
    let mut response = if for_programs {
        problem_json(asked.id.as_deref(), status, failure)
    } else {
        page(asked, status, failure)
    };
    say_when(&mut response, failure);
    response
}

/// When it is worth asking again, in seconds, if it is.
fn say_when(response: &mut HttpResponse, failure: &Failure) {
    let retry_after = match failure {
        Failure::RateLimited(seconds) => Some(*seconds),
        // The oldest key of the last day expires within about an hour.
        Failure::Limit(Limit::IdempotencyKeys) => Some(3_600),
        Failure::Status(StatusCode::SERVICE_UNAVAILABLE) => Some(1),
        _ => None,
    };
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
}

fn to_sign_in(asked: &RequestInfo, return_to: &str) -> HttpResponse {
    let way = |to: &str| format!("/login?next={}", utf8_percent_encode(to, NON_ALPHANUMERIC));
    let address = way(return_to);
    if asked.by_htmx {
        // htmx replaces part of a page, so return to that page and not to the requested part.
        let address = asked.from.as_deref().map_or(address, way);
        // A redirect would insert the sign-in page into the current page; this makes htmx load it as a whole.
        return HttpResponse::Ok().insert_header(("HX-Redirect", address)).finish();
    }
    respond::see_other(&address)
}

/// RFC 6749 section 5.2, to which RFC 7662 section 2.3 refers: its own JSON, and the supported schemes.
fn invalid_client() -> HttpResponse {
    HttpResponse::Unauthorized()
        .append_header((header::WWW_AUTHENTICATE, r#"Basic realm="Latchkey introspection""#))
        .append_header((header::WWW_AUTHENTICATE, r#"Bearer realm="Latchkey introspection""#))
        .json(json!({ "error": "invalid_client" }))
}

fn page(asked: &RequestInfo, status: StatusCode, failure: &Failure) -> HttpResponse {
    let problem = match failure {
        Failure::CsrfFailed => Problem::StaleForm,
        Failure::Limit(limit) => Problem::Limit(*limit),
        Failure::DiskFull { .. } => Problem::DiskFull,
        _ => Problem::ALL
            .into_iter()
            .find(|problem| problem.status() == status.as_u16())
            .unwrap_or(if status.is_server_error() { Problem::Broken } else { Problem::BadRequest }),
    };
    // The ID is shown if the log has more; otherwise two responses to the same request have the same bytes.
    let id = if status.is_server_error() { asked.id.clone() } else { None };
    let page = ErrorPage { page: Page::bare(asked.language), problem, id };
    let text = if asked.for_news { ErrorNote { shown: &page }.render() } else { page.render() };
    let Ok(text) = text else { return HttpResponse::new(status) };
    let mut answer = respond::markup(status, text);
    if asked.for_news {
        htmx::is_news(&mut answer);
    }
    answer
}

fn problem_json(id: Option<&str>, status: StatusCode, failure: &Failure) -> HttpResponse {
    let mut problem = Map::new();
    problem.insert("type".to_owned(), json!("about:blank"));
    problem.insert("title".to_owned(), json!(status.canonical_reason().unwrap_or("Error")));
    problem.insert("status".to_owned(), json!(status.as_u16()));
    match failure {
        Failure::Refused(refused) => {
            problem.insert("detail".to_owned(), json!(refused.detail));
            if !refused.errors.is_empty() {
                problem.insert("errors".to_owned(), json!(refused.errors));
            }
        }
        Failure::DiskFull { .. } => {
            let detail =
                "The disk of the database is full. Verifying, revoking, disabling and signing in still work.";
            problem.insert("detail".to_owned(), json!(detail));
        }
        Failure::Limit(limit) => {
            problem.insert("detail".to_owned(), json!(limit.detail()));
        }
        Failure::Bearer(Challenge::Lacks(permissions)) => {
            let kind = if permissions.iter().nth(1).is_some() { "permissions" } else { "permission" };
            let detail = format!("The token doesn't have the {kind} {}.", permissions.names().join(" and "));
            problem.insert("detail".to_owned(), json!(detail));
        }
        Failure::Bearer(Challenge::LacksModule) => {
            let detail = "The token doesn't have the module administration here.";
            problem.insert("detail".to_owned(), json!(detail));
        }
        _ => {}
    }
    if let Some(id) = id.filter(|_| status.is_server_error()) {
        problem.insert("instance".to_owned(), json!(format!("urn:latchkey:request:{id}")));
    }
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
    if let Failure::Bearer(challenge) = failure {
        response.insert_header((header::WWW_AUTHENTICATE, challenge_header(*challenge)));
    }
    response.body(Value::Object(problem).to_string())
}

/// RFC 6750 section 3. Without a token there is no error code (section 3.1).
fn challenge_header(challenge: Challenge) -> String {
    match challenge {
        Challenge::Missing => r#"Bearer realm="Latchkey""#.to_owned(),
        Challenge::InvalidToken => r#"Bearer realm="Latchkey", error="invalid_token""#.to_owned(),
        Challenge::LacksModule => {
            r#"Bearer realm="Latchkey", error="insufficient_scope", error_description="wrong-module""#
                .to_owned()
        }
        Challenge::Lacks(permissions) => {
            let names = permissions.names().join(" ");
            format!(
                r#"Bearer realm="Latchkey", error="insufficient_scope", error_description="missing permission {names}", scope="{names}""#
            )
        }
    }
}
