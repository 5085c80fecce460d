//! What is done to many tokens at once: which ones, a question, and how far it got.

mod choice;
pub mod confirm;
pub mod progress;
pub(crate) mod wording;

use askama::Template;

use crate::i18n::msg;
use crate::web::page::{Errors, Page};
use crate::web::view::{TenantRef, When};
use crate::web::wizard::GeneralFields;

pub use choice::BulkBar;
pub(super) use progress::under_way;

/// `/administration/tenants/{slug}/api/bulk`: what will be done, to how many tokens, and which ones first.
#[derive(Template)]
#[template(path = "tokens/bulk_confirm.html")]
pub struct BulkConfirmPage {
    /// What every page shares.
    pub page: Page,
    /// Whose tokens these are.
    pub tenant: TenantRef,
    /// What was wrong with what was typed (field `typed`).
    pub errors: Errors,
    /// `Revoke 12 tokens`.
    pub title: String,
    /// What becomes of them.
    pub what: String,
    /// Whether it cannot be undone.
    pub grave: bool,
    /// The newest of them: name, public id, address.
    pub first: Vec<(String, String, String)>,
    /// `and 2 more`; empty when there are no more.
    pub more: String,
    /// The skipped tokens, with a sentence for each reason.
    pub left: Vec<String>,
    /// Whether nothing is to be done at all.
    pub nothing: bool,
    /// Whether something has changed since the page before was made.
    pub overtaken: bool,
    /// What has to be typed, where something has to be.
    pub number: Option<String>,
    /// What was typed before, when it did not match.
    pub typed: String,
    /// The fields that carry the choice on.
    pub hidden: Vec<(&'static str, String)>,
    /// The list it came from.
    pub back: String,
}

/// The same address, before an end is chosen.
#[derive(Template)]
#[template(path = "tokens/bulk_expiry.html")]
pub struct BulkExpiryPage {
    /// What every page shares.
    pub page: Page,
    /// Whose tokens these are.
    pub tenant: TenantRef,
    /// What is wrong, by field: `expires_in`, `expires_date`, `expires_time`.
    pub errors: Errors,
    /// The end, and what else the wizard's first step has.
    pub general: GeneralFields,
    /// The fields that carry the choice on.
    pub hidden: Vec<(&'static str, String)>,
    /// The list it came from.
    pub back: String,
}

/// `/administration/tenants/{slug}/api/bulk/{job}`: how far it got.
#[derive(Template)]
#[template(path = "tokens/bulk_progress.html")]
pub struct BulkProgressPage {
    /// What every page shares.
    pub page: Page,
    /// Whose tokens these are.
    pub tenant: TenantRef,
    /// `Revoking tokens`.
    pub title: String,
    /// The address of this page.
    pub url: String,
    /// Whether it goes on.
    pub running: bool,
    /// Whether it got to the end.
    pub finished: bool,
    /// Number of tokens processed.
    pub seen: i64,
    /// Total number of tokens; at least 1.
    pub all: i64,
    /// The same in words.
    pub progress: String,
    /// `12 tokens are revoked.`
    pub done: String,
    /// The skipped tokens, with a sentence for each reason.
    pub left: Vec<String>,
    /// Why it stopped; empty when it did not.
    pub stopped: String,
    /// When it was asked for.
    pub begun: When,
    /// By whom.
    pub by: String,
    /// Whether this person may stop it.
    pub can_stop: bool,
}
