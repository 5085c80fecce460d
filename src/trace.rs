//! Logs a line for every request, with an ID that error pages repeat.
//!
//! Only the path is logged, never the query, headers or body, because they may contain secrets.

use std::cell::Cell;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, web};
use tracing::Instrument as _;

use crate::state::State;

/// The ID of a request: 16 digits and letters, together with its route, so that recording the route costs nothing
/// extra.
#[derive(Clone, Debug)]
pub struct RequestId(pub String, Cell<Option<usize>>);

impl RequestId {
    /// The ID of this request.
    pub fn of(request: &HttpRequest) -> Option<String> {
        request.extensions().get::<Self>().map(|id| id.0.clone())
    }
}

/// Records that the route at `place` in the routing table handles the request.
pub fn note_route(request: &ServiceRequest, place: usize) {
    if let Some(id) = request.extensions().get::<RequestId>() {
        id.1.set(Some(place));
    }
}

/// Assigns the request's ID, and logs the outcome.
pub async fn middleware<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    let id = state.as_ref().and_then(|state| state.entropy.base62(16).ok()).unwrap_or_else(|| "-".to_owned());
    // The debug format escapes line breaks and terminal control codes.
    let path = state.as_ref().map_or_else(
        || request.path().to_owned(),
        |state| without_secrets(request.path(), &state.fixed.token_prefix),
    );
    let span = tracing::info_span!("request", %id, method = ?request.method().as_str(), ?path);
    request.extensions_mut().insert(RequestId(id, Cell::new(None)));
    let began = std::time::Instant::now();
    async move {
        let answer = next.call(request).await;
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (status, route) = match &answer {
            Ok(response) => {
                let route = response.request().extensions().get::<RequestId>().and_then(|id| id.1.get());
                (response.status(), route)
            }
            // Only middleware fails like this, before or after the route.
            Err(error) => (error.as_response_error().status_code(), None),
        };
        if let Some(state) = state {
            state.metrics.answered(route, status.as_u16());
        }
        tracing::info!(status = status.as_u16(), micros, "answered");
        answer
    }
    .instrument(span)
    .await
}

/// A path without anything that looks like a token's secret, which someone may have pasted into the address bar.
fn without_secrets(path: &str, prefix: &str) -> String {
    let begin = format!("{prefix}_");
    let mut pieces = path.split(begin.as_str());
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        clean.push_str(&begin);
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len());
        let (run, rest) = piece.split_at(end);
        clean.push_str(if run.len() > 20 { "…" } else { run });
        clean.push_str(rest);
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_a_path_is_not_logged() {
        let secret = format!("lk_{}", "a1".repeat(25));
        assert_eq!(without_secrets(&format!("/x/{secret}/y"), "lk"), "/x/lk_…/y");
        assert_eq!(without_secrets(&secret, "lk"), "lk_…");
        for path in ["/", "/administration/tenants/lk_1/api", "/api/v1/me"] {
            assert_eq!(without_secrets(path, "lk"), path);
        }
    }
}
