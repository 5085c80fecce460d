//! Error pages.

use askama::Template;

use super::page::Page;
use crate::domain::limits::Limit;
use crate::i18n::{Message, msg};

/// An error that fills the page. It contains only the language and the ID in the log, so that two refusals for the
/// same reason have the same bytes.
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

/// The same as a message on the current page.
#[derive(Template)]
#[template(path = "errors/note.html")]
pub struct ErrorNote<'a> {
    /// The error.
    pub shown: &'a ErrorPage,
}

impl ErrorPage {
    /// The headline.
    fn title(&self) -> String {
        self.page.t(match self.problem {
            Problem::BadRequest => msg::ERROR_BAD_REQUEST,
            Problem::SignedOut => msg::ERROR_SIGNED_OUT,
            Problem::Forbidden => msg::ERROR_FORBIDDEN,
            Problem::StaleForm => msg::ERROR_STALE_FORM,
            Problem::NotFound => msg::ERROR_NOT_FOUND,
            Problem::MethodNotAllowed => msg::ERROR_METHOD,
            Problem::Conflict => msg::ERROR_CONFLICT,
            Problem::Limit(_) => msg::ERROR_LIMIT,
            Problem::TooLarge => msg::ERROR_TOO_LARGE,
            Problem::Unprocessable => msg::ERROR_UNPROCESSABLE,
            Problem::TooMany => msg::ERROR_TOO_MANY,
            Problem::Broken => msg::ERROR_BROKEN,
            Problem::Unavailable => msg::ERROR_UNAVAILABLE,
            Problem::DiskFull => msg::ERROR_DISK_FULL,
        })
    }

    /// What happened, and what to do next.
    fn text(&self) -> String {
        if let Problem::Limit(limit) = self.problem {
            return self.page.t(limit_text(limit));
        }
        self.page.t(match self.problem {
            Problem::BadRequest => msg::ERROR_BAD_REQUEST_TEXT,
            Problem::SignedOut => msg::ERROR_SIGNED_OUT_TEXT,
            Problem::Forbidden => msg::ERROR_FORBIDDEN_TEXT,
            Problem::StaleForm => msg::ERROR_STALE_FORM_TEXT,
            Problem::NotFound => msg::ERROR_NOT_FOUND_TEXT,
            Problem::MethodNotAllowed => msg::ERROR_METHOD_TEXT,
            Problem::Conflict | Problem::Limit(_) => msg::ERROR_CONFLICT_TEXT,
            Problem::TooLarge => msg::ERROR_TOO_LARGE_TEXT,
            Problem::Unprocessable => msg::ERROR_UNPROCESSABLE_TEXT,
            Problem::TooMany => msg::ERROR_TOO_MANY_TEXT,
            Problem::Broken => msg::ERROR_BROKEN_TEXT,
            Problem::Unavailable => msg::ERROR_UNAVAILABLE_TEXT,
            Problem::DiskFull => msg::ERROR_DISK_FULL_TEXT,
        })
    }
}

/// Which limit is reached, and what to do.
fn limit_text(limit: Limit) -> Message<'static> {
    let most = limit.bound();
    match limit {
        Limit::Apps => msg::error_limit_apps(most),
        Limit::Modules => msg::error_limit_modules(most),
        Limit::ApiClients => msg::error_limit_api_clients(most),
        Limit::Tenants => msg::error_limit_tenants(most),
        Limit::Tokens => msg::error_limit_tokens(most),
        Limit::IdempotencyKeys => msg::error_limit_keys(most),
        Limit::RunningBulkJobs => msg::error_limit_bulk(most),
    }
}

/// The problems that have a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// 400: the request is malformed.
    BadRequest,
    /// 401: the session ended during the request.
    SignedOut,
    /// 403: the person may not do this.
    Forbidden,
    /// 403: the form's CSRF token is missing or outdated.
    StaleForm,
    /// 404: it does not exist, or the person may not see it.
    NotFound,
    /// 405: the address does not support this method.
    MethodNotAllowed,
    /// 409: it was changed meanwhile.
    Conflict,
    /// 409, or 429: the maximum number is reached.
    Limit(Limit),
    /// 413: the request is too large.
    TooLarge,
    /// 422: the request is invalid.
    Unprocessable,
    /// 429: too many requests.
    TooMany,
    /// 500: Latchkey's fault.
    Broken,
    /// 503: temporarily unavailable.
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

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::samples::{Sample, sample, signed_out};

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let page = |problem| {
            let id = (problem == Problem::Broken).then(|| "0193c2f0-6a1e".to_owned());
            sample(&format!("error-{problem:?}"), ErrorPage { page: signed_out(locale), problem, id })
        };
        Problem::ALL.map(page).into()
    }
}
