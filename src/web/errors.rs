//! What people see when something does not work.

use askama::Template;

use super::page::Page;
use crate::domain::limits::Limit;

/// A problem that fills the page. It carries nothing but the language and the id of the log line, so that two
/// refusals for the same reason are the same bytes.
#[derive(Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage {
    /// The language; the person, the CSRF token and the flash are not shown.
    pub page: Page,
    /// What happened.
    pub problem: Problem,
    /// The ID in the log, for [`Problem::Broken`].
    pub id: Option<String>,
}

/// The same as news on the page that stays.
#[derive(Template)]
#[template(path = "errors/note.html")]
pub struct ErrorNote<'a> {
    /// What it tells.
    pub shown: &'a ErrorPage,
}

impl ErrorPage {
    /// The headline.
    fn title(&self) -> String {
        self.page.t(match self.problem {
            Problem::BadRequest => "error-bad-request",
            Problem::SignedOut => "error-signed-out",
            Problem::Forbidden => "error-forbidden",
            Problem::StaleForm => "error-stale-form",
            Problem::NotFound => "error-not-found",
            Problem::MethodNotAllowed => "error-method",
            Problem::Conflict => "error-conflict",
            Problem::Limit(_) => "error-limit",
            Problem::TooLarge => "error-too-large",
            Problem::Unprocessable => "error-unprocessable",
            Problem::TooMany => "error-too-many",
            Problem::Broken => "error-broken",
            Problem::Unavailable => "error-unavailable",
            Problem::DiskFull => "error-disk-full",
        })
    }

    /// What happened, and what to do now.
    fn text(&self) -> String {
        if let Problem::Limit(limit) = self.problem {
            return self.page.tn(limit_text(limit), limit.bound());
        }
        self.page.t(match self.problem {
            Problem::BadRequest => "error-bad-request-text",
            Problem::SignedOut => "error-signed-out-text",
            Problem::Forbidden => "error-forbidden-text",
            Problem::StaleForm => "error-stale-form-text",
            Problem::NotFound => "error-not-found-text",
            Problem::MethodNotAllowed => "error-method-text",
            Problem::Conflict | Problem::Limit(_) => "error-conflict-text",
            Problem::TooLarge => "error-too-large-text",
            Problem::Unprocessable => "error-unprocessable-text",
            Problem::TooMany => "error-too-many-text",
            Problem::Broken => "error-broken-text",
            Problem::Unavailable => "error-unavailable-text",
            Problem::DiskFull => "error-disk-full-text",
        })
    }
}

/// What there are as many of as there may be, and what to do.
const fn limit_text(limit: Limit) -> &'static str {
    match limit {
        Limit::Apps => "error-limit-apps",
        Limit::Modules => "error-limit-modules",
        Limit::ApiClients => "error-limit-api-clients",
        Limit::Tenants => "error-limit-tenants",
        Limit::Tokens => "error-limit-tokens",
        Limit::IdempotencyKeys => "error-limit-keys",
        Limit::RunningBulkJobs => "error-limit-bulk",
    }
}

/// The problems that have a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// 400: the request makes no sense.
    BadRequest,
    /// 401: the session ended while the request was under way.
    SignedOut,
    /// 403: not allowed.
    Forbidden,
    /// 403: the form's CSRF token is missing or old.
    StaleForm,
    /// 404: not there, or not for this person.
    NotFound,
    /// 405: not with this method.
    MethodNotAllowed,
    /// 409: it has changed meanwhile.
    Conflict,
    /// 409, or 429: there are as many as there may be.
    Limit(Limit),
    /// 413: too much was sent.
    TooLarge,
    /// 422: it cannot be understood.
    Unprocessable,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Broken,
    /// 503: not now.
    Unavailable,
    /// 503: the disk of the database is full.
    DiskFull,
}

impl Problem {
    /// Every problem, for tests.
    pub const ALL: [Self; 14] = [
        Self::BadRequest,
        Self::SignedOut,
        Self::Forbidden,
        Self::StaleForm,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::Limit(Limit::Apps),
        Self::TooLarge,
        Self::Unprocessable,
        Self::TooMany,
        Self::Broken,
        Self::Unavailable,
        Self::DiskFull,
    ];

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignedOut => 401,
            Self::Forbidden | Self::StaleForm => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::Limit(_) => 409,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Broken => 500,
            Self::Unavailable | Self::DiskFull => 503,
        }
    }
}
