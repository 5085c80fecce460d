//! Sign-in.

use askama::Template;

use super::page::Page;

/// `/login`.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    /// What every page shares.
    pub page: Page,
    /// What was typed.
    pub email: String,
    /// Where to go afterwards: a path on this origin, sent back in the hidden field `next`.
    pub next: String,
    /// Why it did not work, the same sentence for every reason that must not be told apart.
    pub problem: Option<String>,
}
