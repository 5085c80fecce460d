//! The samples of tokens and of the wizard.

mod bulk;
mod life;
mod tokens;
mod wizard;

use super::page::{Errors, Page};
use super::samples::{
    BERLIN, LOGO, NOW, SECRET, Sample, TOKEN, acme, after, badge, closed, days, errors, permissions, sample,
    signed_in, undoable,
};
use super::token_urls::BackLink;
use super::tokens::ListPage;
use super::view::BadgeKind;
use crate::domain::labels::Texts;
use crate::i18n::{Locale, msg};

/// What a token of the samples is called.
const TOKEN_NAME: &str = "Warehouse scanner – production";

/// The texts of a token.
fn texts(name: &str, description: &str) -> Texts<String> {
    Texts { name: name.to_owned(), description: description.to_owned() }
}

/// The list of tokens, for who wants its parts.
pub fn token_list(locale: Locale) -> ListPage {
    tokens::list(signed_in(locale), tokens::rows(locale), "", "all")
}

pub fn pages(locale: Locale) -> Vec<Sample> {
    let signed = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let list = |page: Page, rows| tokens::list(page, rows, "", "all");
    let mut first = tokens::rows(locale);
    first[0].logo = Some(LOGO.to_owned());
    let read_only = ListPage {
        can_create: false,
        can_edit_tenant: false,
        tenant_disabled: true,
        bulk: None,
        ..list(signed(), Vec::new())
    };
    let everywhere = ListPage {
        tenant: None,
        can_create: false,
        bulk: None,
        here: BackLink { everywhere: true, query: String::new() },
        ..token_list(locale)
    };
    let edit_wrong = wrong(&["form", "logo", "app", "permissions"]);
    let expiry_wrong = wrong(&["name", "logo", "expires_date"]);
    vec![
        sample("tokens", token_list(locale)),
        sample("tokens-logo", tokens::list(after(locale, true, "OK"), first, "scan", "active")),
        sample("tokens-closed", list(closed(locale, msg::SHELL_CLOSED_BEHIND), Vec::new())),
        sample("tokens-closed-head", list(closed(locale, msg::SHELL_CLOSED_HEAD), Vec::new())),
        sample("tokens-empty", list(signed(), Vec::new())),
        sample("tokens-empty-read-only", read_only),
        sample("tokens-of-all", everywhere),
        sample("tokens-nothing-matches", tokens::list(signed(), Vec::new(), "<b>", "revoked")),
        sample("token-details", tokens::general(signed(), BadgeKind::Active)),
        sample("token-disabled", tokens::general(undoable(locale), BadgeKind::Disabled)),
        sample("token-revoked", tokens::general(after(locale, false, "!"), BadgeKind::Revoked)),
        sample("token-edit", life::edit(signed(), good(), false)),
        sample("token-edit-wrong", life::edit(signed(), edit_wrong, true)),
        sample("token-edit-locked", life::edit_locked(signed())),
        sample("token-edit-review", life::review(signed())),
        sample("token-rotate", life::rotate(signed(), good(), false)),
        sample("token-rotate-running", life::rotate(signed(), good(), true)),
        sample("token-rotate-wrong", life::rotate(signed(), wrong(&["overlap_date", "overlap_time"]), false)),
        sample("token-rotate-secret", life::rotate_secret(signed())),
        sample("token-access", tokens::access(signed(), false)),
        sample("token-access-all", tokens::access(signed(), true)),
        sample("token-usage", tokens::used(signed(), true)),
        sample("token-usage-none", tokens::used(signed(), false)),
        sample("token-audit", tokens::audit(signed(), true)),
        sample("token-audit-none", tokens::audit(signed(), false)),
        sample("token-revoke", tokens::revoke(signed(), good())),
        sample("token-revoke-along", tokens::revoke_along(signed(), false)),
        sample("token-revoke-only-along", tokens::revoke_along(signed(), true)),
        sample("token-revoke-wrong", tokens::revoke(signed(), wrong(&["name"]))),
        sample("wizard-general", wizard::general(signed(), good())),
        sample("wizard-general-wrong", wizard::general(signed(), expiry_wrong)),
        sample("wizard-access", wizard::access(signed(), good(), "this", 3)),
        sample("wizard-access-subtenants", wizard::access(signed(), good(), "this_and_subtenants", 3)),
        sample("wizard-access-many", wizard::access(signed(), good(), "selected", 24)),
        sample("wizard-access-one", wizard::access(signed(), good(), "this", 0)),
        sample(
            "wizard-access-wrong",
            wizard::access(signed(), wrong(&["tenants", "permissions"]), "selected", 3),
        ),
        sample("wizard-overview", wizard::overview(signed(), "Handhelds in hall 3, owner: logistics", false)),
        sample("wizard-overview-all", wizard::overview(signed(), "", true)),
        sample("wizard-token", wizard::token(signed())),
        sample("wizard-gone", wizard::gone(signed())),
        sample("wizard-summary", wizard::summary(signed())),
    ]
    .into_iter()
    .chain(bulk::pages(locale))
    .collect()
}
