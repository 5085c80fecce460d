//! The first run.

use askama::Template;

use super::page::{Errors, Page};
use super::tenants::TenantFields;

/// `/setup`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `code`, `email`, `password`, `name`, `slug`, `time_zone`, `language`.
    pub errors: Errors,
    /// The one-time code from the terminal, if it came with the address or was typed.
    pub code: String,
    /// What was typed.
    pub email: String,
    /// The first tenant.
    pub fields: TenantFields,
}
