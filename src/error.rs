//! The one error type of everything that answers requests.
//!
//! | when | use |
//! |---|---|
//! | the thing does not exist, or the caller may not even know of it | [`Error::NotFound`] |
//! | the caller may see it, but not do this to it | [`Error::Forbidden`] |
//! | nobody is signed in | [`Error::SignIn`] |
//! | the session was there when the request came, and has ended since | [`Error::SignedOut`] |
//! | the form was not sent from our own page, or its session is over | [`Error::CsrfFailed`] |
//! | somebody else was quicker | [`Error::Conflict`] |
//! | there is nothing to do here any more, but elsewhere | [`Error::Redirect`] |
//! | more than we take, or keep | [`Error::TooLarge`], [`Error::RateLimited`], [`Error::Limit`] |
//! | a moment later it may work | [`Error::Busy`], [`Error::DiskFull`] |
//! | the token presented is none that is accepted | [`Error::Bearer`] |
//! | a program asked for something in a wrong way, and is told in words | [`Error::Refused`] |
//! | the caller is no API client that may introspect | [`Error::ApiClient`] |
//! | everything else | [`Error::Internal`], by `?` |
//!
//! A wrong form is no error: its handler renders the page again, with status 422. How an error looks is not decided
//! here: `web::failure` makes a page or problem+json of it.

use std::error::Error as StdError;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::domain::limits::Limit;
use crate::domain::permission::Permissions;
use crate::domain::random::NoEntropy;
use crate::store;

/// What handlers give when they cannot do what was asked.
pub type Result<T> = std::result::Result<T, Error>;

/// What lies behind an error: goes to the log, and never into an answer.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404. Does not reveal whether the thing exists for others.
    #[error("not found")]
    NotFound,
    /// 403: the caller may see the thing, but not do this to it.
    #[error("forbidden")]
    Forbidden,
    /// To the sign-in page, and back to this path afterwards.
    #[error("not signed in")]
    SignIn {
        /// Path and query to come back to.
        return_to: String,
    },
    /// 401: the session ended, or the person was disabled, while the request was under way. Nothing was done.
    #[error("the session has ended")]
    SignedOut,
    /// 303: what was asked for is over, or is to come first; the person is led on to this path.
    #[error("redirect to {0}")]
    Redirect(String),
    /// 403: the CSRF token is missing or wrong, or the request comes from another site.
    #[error("CSRF check failed: {0}")]
    CsrfFailed(&'static str),
    /// 409: what was asked for does not fit what is there by now.
    #[error("conflict")]
    Conflict,
    /// 400: no browser sends this.
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    /// 413: more than we take.
    #[error("the request is too large")]
    TooLarge,
    /// 409, or 429 for what passes by itself: there are as many as there may be.
    #[error("{}", .0.detail())]
    Limit(Limit),
    /// 429: too much at once.
    #[error("too many requests")]
    RateLimited {
        /// After how many seconds to try again.
        retry_after: u32,
    },
    /// 503: the disk of the database is full. `tried` says that a write failed just now.
    #[error("the disk is full: {cause}")]
    DiskFull {
        /// What the database said.
        cause: Cause,
        /// Whether it was tried.
        tried: bool,
    },
    /// 503: a moment later it may work.
    #[error("busy: {0}")]
    Busy(#[source] Cause),
    /// 401 for programs, or 403 when the token may not do this.
    #[error("bearer token refused: {0:?}")]
    Bearer(Challenge),
    /// The request of a program is invalid, with the details.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// 401 for APIs that introspect: the caller did not prove to be one (RFC 6749 section 5.2, `invalid_client`).
    #[error("unknown API client")]
    ApiClient,
    /// 500: a fault of Latchkey or the machine. The cause is logged, but never sent.
    #[error("internal: {0}")]
    Internal(#[source] Cause),
}

/// How a bearer token failed, as far as the response reveals it (RFC 6750 section 3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Challenge {
    /// None was presented.
    Missing,
    /// It is malformed, unknown, expired, disabled or revoked; the response does not say which.
    InvalidToken,
    /// It is accepted, but may not use the module `administration` here.
    LacksModule,
    /// It is accepted, but lacks these permissions.
    Lacks(Permissions),
}

impl Challenge {
    /// 401, or 403 when the token itself is accepted.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::LacksModule | Self::Lacks(_) => StatusCode::FORBIDDEN,
        }
    }
}

/// What is wrong with a program's request: problem details (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The status: 4xx.
    pub status: StatusCode,
    /// What is wrong, in English.
    pub detail: String,
    /// What is wrong with which field, if fields are to blame.
    pub errors: Vec<Wrong>,
}

/// What is wrong with a field of a program's request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wrong {
    /// The field: a member of the body, a parameter of the query, or a header.
    pub field: String,
    /// What is wrong with it, in English.
    pub detail: String,
}

impl Refused {
    /// A refusal that blames no single field.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new() }
    }

    /// 422 for these fields.
    pub fn fields(errors: Vec<Wrong>) -> Self {
        let detail = "One or more fields are invalid.".to_owned();
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, detail, errors }
    }
}

impl Wrong {
    /// `detail` is wrong with `field`.
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), detail: detail.into() }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// What of an error reaches the page that shows it; travels in the response's extensions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The page of that status.
    Status(StatusCode),
    /// To the sign-in page.
    SignIn(String),
    /// 401 with a link to the sign-in page.
    SignedOut,
    /// 403 with a hint to reload the form.
    CsrfFailed,
    /// 429.
    RateLimited(u32),
    /// There are as many as there may be.
    Limit(Limit),
    /// The disk of the database is full.
    DiskFull {
        /// Whether a write failed just now.
        tried: bool,
    },
    /// 401 or 403 for programs.
    Bearer(Challenge),
    /// What is wrong with a program's request.
    Refused(Refused),
    /// 401 for APIs that introspect.
    ApiClient,
}

impl Error {
    /// [`Error::Internal`], because of this.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// [`Error::Busy`], because of this.
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

/// An error and the causes behind it in one line, for the log. Many errors repeat their cause at their own end: it is
/// left out there.
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
