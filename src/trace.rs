//! A line in the log for every request, and the id that ties an error page to it.
//!
//! Only the path is logged, never the query, a header or a body: secrets travel there.

use std::cell::Cell;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, web};
use tracing::Instrument as _;

use crate::state::State;

/// The id of a request: 16 digits and letters. Beside it stands which line of the table of routes answers, so that
/// noting that costs nothing more.
#[derive(Clone, Debug)]
pub struct RequestId(pub String, Cell<Option<usize>>);

impl RequestId {
    /// The id of that request.
    pub fn of(request: &HttpRequest) -> Option<String> {
        request.extensions().get::<Self>().map(|id| id.0.clone())
    }
}

/// Notes that the line at `place` of the table of routes answers the request.
pub fn note_route(request: &ServiceRequest, place: usize) {
    if let Some(id) = request.extensions().get::<RequestId>() {
        id.1.set(Some(place));
    }
}

/// Gives the request its id, and logs how it ended.
pub async fn middleware<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    let id = state.as_ref().and_then(|state| state.entropy.base62(16).ok()).unwrap_or_else(|| "-".to_owned());
    // The debug form escapes whatever would break a line or colour a terminal.
    let span =
        tracing::info_span!("request", %id, method = ?request.method().as_str(), path = ?request.path());
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
            // Only middleware fails so, before or after its route.
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
