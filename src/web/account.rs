//! One's own account.

use askama::Template;

use super::page::{Errors, Page};
use super::view::Choice;

/// `/account`. Its two forms go to `/account/language` and `/account/password`.
#[derive(Template)]
#[template(path = "account/account.html")]
pub struct AccountPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `language`, `current_password`, `new_password`.
    pub errors: Errors,
    /// The address one signs in with.
    pub email: String,
    /// The name of one's role, in one's language.
    pub role: String,
    /// Every language.
    pub languages: Vec<Choice>,
}
