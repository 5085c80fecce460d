//! The error type of request handlers.
//!
//! | when | use |
//! |---|---|
//! | the resource does not exist, or the caller may not know of it | [`Error::NotFound`] |
//! | the caller may see it, but not do this to it | [`Error::Forbidden`] |
//! | nobody is signed in | [`Error::SignIn`] |
//! | the session ended during the request | [`Error::SignedOut`] |
//! | the form was not sent from one of Latchkey's pages, or its session has ended | [`Error::CsrfFailed`] |
//! | someone else was faster | [`Error::Conflict`] |
//! | the browser should continue at another address | [`Error::Redirect`] |
//! | a limit is exceeded | [`Error::TooLarge`], [`Error::RateLimited`], [`Error::Limit`] |
//! | a retry may succeed | [`Error::Busy`], [`Error::DiskFull`] |
//! | the presented token is not accepted | [`Error::Bearer`] |
//! | a program's request is invalid | [`Error::Refused`] |
//! | the caller is not an API client | [`Error::ApiClient`] |
//! | anything else | [`Error::Internal`], by `?` |
//!
//! An invalid form is not an error: its handler renders the page again, with status 422. How errors look is up to
//! `web::failure`, which turns them into a page or problem+json.

use std::error::Error as StdError;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::domain::limits::Limit;
use crate::domain::permission::Permissions;
use crate::domain::random::NoEntropy;
use crate::store;

/// The result of handlers.
pub type Result<T> = std::result::Result<T, Error>;

/// The cause of an error: logged, never sent.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404. Does not reveal whether the resource exists for others.
    #[error("not found")]
    NotFound,
    /// 403: the caller may see the resource, but not do this to it.
    #[error("forbidden")]
    Forbidden,
    /// 303 to the sign-in page, and back to this path afterwards.
    #[error("not signed in")]
    SignIn {
        /// Path and query to return to.
        return_to: String,
    },
    /// 401: the session ended, or the person was disabled, during the request. Nothing was changed.
    #[error("the session has ended")]
    SignedOut,
    /// 303 to this path: what was requested is over, or something else has to come first.
    #[error("redirect to {0}")]
    Redirect(String),
    /// 403: the CSRF token is missing or wrong, or the request comes from another site.
    #[error("CSRF check failed: {0}")]
    CsrfFailed(&'static str),
    /// 409: the request conflicts with the current state.
    #[error("conflict")]
    Conflict,
    /// 400: something that no browser sends.
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    /// 413: more than is accepted.
    #[error("the request is too large")]
    TooLarge,
    /// 409, or 429 for a limit that resets with time: the maximum number is reached.
    #[error("{}", .0.detail())]
    Limit(Limit),
    /// 429: too many requests.
    #[error("too many requests")]
    RateLimited {
        /// When to retry, in seconds.
        retry_after: u32,
    },
    /// 503: the disk of the database is full.
    #[error("the disk is full: {cause}")]
    DiskFull {
        /// The database's error.
        #[source]
        cause: Cause,
        /// Whether a write was tried and failed.
        tried: bool,
    },
    /// 503: a retry may succeed.
    #[error("busy: {0}")]
    Busy(#[source] Cause),
    /// 401 for programs, or 403 if the token lacks a right.
    #[error("bearer token refused: {0:?}")]
    Bearer(Challenge),
    /// 4xx for programs: the request is invalid, for these reasons.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// 401 for APIs that introspect, because the client is not authenticated (RFC 6749 section 5.2,
    /// `invalid_client`).
    #[error("unknown API client")]
    ApiClient,
    /// 500: a fault of Latchkey or the machine. The cause is logged, never sent.
    #[error("internal: {0}")]
    Internal(#[source] Cause),
}

/// Why a bearer token was refused, as far as the response reveals it (RFC 6750 section 3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Challenge {
    /// No token was presented.
    Missing,
    /// The token is malformed, unknown, expired, disabled or revoked; the response does not say which.
    InvalidToken,
    /// The token is accepted, but may not use the module `administration` here.
    LacksModule,
    /// The token is accepted, but lacks these permissions.
    Lacks(Permissions),
}

impl Challenge {
    /// 401, or 403 if the token itself is accepted.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::LacksModule | Self::Lacks(_) => StatusCode::FORBIDDEN,
        }
    }
}

/// Why a program's request is refused: problem details (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The status: 4xx.
    pub status: StatusCode,
    /// What is wrong, in English.
    pub detail: String,
    /// The invalid fields, if any.
    pub errors: Vec<Wrong>,
}

/// An invalid field of a program's request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wrong {
    /// The field: a member of the body, a query parameter, or a header.
    pub field: String,
    /// What is wrong with it, in English.
    pub detail: String,
}

impl Refused {
    /// A refusal without invalid fields.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new() }
    }

    /// 422 with these fields.
    pub fn fields(errors: Vec<Wrong>) -> Self {
        let detail = "One or more fields are invalid.".to_owned();
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, detail, errors }
    }
}

impl Wrong {
    /// Says that `detail` is wrong with `field`.
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), detail: detail.into() }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// What the page for an error needs to know; passed in the response's extensions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The page for this status.
    Status(StatusCode),
    /// 303 to the sign-in page.
    SignIn(String),
    /// 401 with a link to the sign-in page.
    SignedOut,
    /// 403 with a hint to reload the form.
    CsrfFailed,
    /// 429, with the seconds after which to retry.
    RateLimited(u32),
    /// The maximum number is reached.
    Limit(Limit),
    /// The disk of the database is full.
    DiskFull {
        /// Whether a write was tried and failed.
        tried: bool,
    },
    /// 401 or 403 for programs.
    Bearer(Challenge),
    /// Why a program's request is refused.
    Refused(Refused),
    /// 401 for APIs that introspect.
    ApiClient,
}

impl Error {
    /// [`Error::Internal`] with this cause.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// [`Error::Busy`] with this cause.
    pub fn busy(cause: impl Into<Cause>) -> Self {
        Self::Busy(cause.into())
    }

    fn failure(&self) -> Failure {
        match self {
            Self::SignIn { return_to } => Failure::SignIn(return_to.clone()),
            Self::SignedOut => Failure::SignedOut,
            Self::CsrfFailed(_) => Failure::CsrfFailed,
            Self::RateLimited { retry_after } => Failure::RateLimited(*retry_after),
            Self::Limit(limit) => Failure::Limit(*limit),
            Self::DiskFull { tried, .. } => Failure::DiskFull { tried: *tried },
            Self::Bearer(challenge) => Failure::Bearer(*challenge),
            Self::Refused(refused) => Failure::Refused(refused.clone()),
            Self::ApiClient => Failure::ApiClient,
            other => Failure::Status(other.status_code()),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CsrfFailed(_) => StatusCode::FORBIDDEN,
            Self::SignIn { .. } | Self::Redirect(_) => StatusCode::SEE_OTHER,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Limit(Limit::IdempotencyKeys) => StatusCode::TOO_MANY_REQUESTS,
            Self::Limit(_) => StatusCode::CONFLICT,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::DiskFull { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Bearer(challenge) => challenge.status(),
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Refused(refused) => refused.status,
            Self::ApiClient => StatusCode::UNAUTHORIZED,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Internal(cause) => tracing::error!(cause = chain(&**cause), "request failed"),
            Self::Busy(cause) => tracing::warn!(cause = chain(&**cause), "request refused: busy"),
            Self::DiskFull { cause, .. } => {
                tracing::warn!(cause = chain(&**cause), "request refused: disk full")
            }
            Self::CsrfFailed(cause) => tracing::info!(%cause, "form refused"),
            _ => {}
        }
        if let Self::Redirect(path) = self {
            return HttpResponse::SeeOther().insert_header((LOCATION, path.as_str())).finish();
        }
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.failure());
        response
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        if error.is_disk_full() {
            let tried = !matches!(error, store::Error::DiskFull);
            Self::DiskFull { cause: error.into(), tried }
        } else if let store::Error::Limit(limit) = error {
            Self::Limit(limit)
        } else if matches!(error, store::Error::TooLarge) {
            Self::TooLarge
        } else if error.is_passing() {
            Self::busy(error)
        } else if error.is_unreadable_text() {
            Self::Malformed("text contains a NUL character")
        } else {
            Self::internal(error)
        }
    }
}

impl From<NoEntropy> for Error {
    fn from(error: NoEntropy) -> Self {
        Self::internal(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

/// An error and its causes in one line, for the log. A cause that the error repeats at its end is left out.
pub fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut line = error.to_string();
    for cause in std::iter::successors(error.source(), |&cause| cause.source()).map(ToString::to_string) {
        if !line.ends_with(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_keeps_what_lies_behind_it() {
        let error = Error::from(store::Error::connection_reset());
        assert!(matches!(&error, Error::Busy(_)));
        let behind = error.source().and_then(|error| error.downcast_ref::<store::Error>()).unwrap();
        assert!(matches!(behind, store::Error::Database(_)));

        let error = Error::from(serde_json::from_str::<u8>("x").unwrap_err());
        assert!(error.source().unwrap().is::<serde_json::Error>());
        assert_eq!(chain(&Error::internal("no state")), "internal: no state");
    }

    #[test]
    fn the_log_names_every_cause_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("the page cannot be shown")]
        struct Outer(#[source] store::Error);
        let text = "error communicating with database: connection reset";
        let outer = Outer(store::Error::connection_reset());
        assert_eq!(chain(&outer), format!("the page cannot be shown: database: {text}"));
        assert_eq!(
            chain(&Error::internal(outer)),
            format!("internal: the page cannot be shown: database: {text}")
        );
    }
}
