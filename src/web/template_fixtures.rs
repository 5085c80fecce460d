//! Every page with believable data, in every language: what the tests render, and what a designer looks at.

mod audit;
mod bulk;
mod life;
mod modules;
mod notifications;
mod platform;
mod tenants;
mod tokens;
mod wizard;

use askama::Template;
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::account::{AccountPage, OwnPasswordPage};
use super::errors::{ErrorPage, Problem};
use super::explorer::{self, ExplorerPage};
use super::page::{Errors, Flash, Page, Signed, SwitcherTenant};
use super::place::Back;
use super::setup::SetupPage;
use super::sign_in::SignInPage;
use super::tokens::ListPage;
use super::view::{Badge, BadgeKind, Choice, Permissions, TenantRef};
use crate::auth::session::Undo;
use crate::domain::labels::Texts;
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, Message, msg};

const BERLIN: Tz = chrono_tz::Europe::Berlin;
/// 22 November 2026, 10:00 UTC.
const NOW: Timestamp = Timestamp::from_micros(1_795_341_600_000_000);
const TOKEN: &str = "tok_01jd8m4qk7f2v9x3z5c6b8n0rt";
/// Made up, and not of the right checksum: no sample is a token.
const SECRET: &str = "lk_7Yq0ZrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4DzbHk0";

/// Any picture.
const LOGO: &str = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path fill='%230b6b5d' d='M0 0h8v8H0z'/><path fill='%23f4b24d' d='M1 7 4 1l3 6z'/></svg>";

/// What a token of the samples is called.
const TOKEN_NAME: &str = "Warehouse scanner – production";

/// The texts of a token.
fn texts(name: &str, description: &str) -> Texts<String> {
    Texts { name: name.to_owned(), description: description.to_owned() }
}

fn days(n: i64) -> Timestamp {
    NOW.plus(TimeDelta::days(n))
}

fn acme() -> TenantRef {
    TenantRef { name: "Acme".to_owned(), slug: "acme".to_owned() }
}

/// What a signed-in owner's page shares.
fn signed_in(locale: Locale) -> Page {
    let tenant = |name: &str, slug: &str, current| SwitcherTenant {
        name: name.to_owned(),
        slug: slug.to_owned(),
        current,
    };
    Page {
        locale,
        csrf: "a-csrf-token".to_owned(),
        person: Some(Signed {
            email: "owner@example.com".to_owned(),
            sees_modules: true,
            sees_all_tokens: true,
            reads_audit: true,
            manages_api_clients: true,
        }),
        tenants: vec![tenant("Acme", "acme", true), tenant("Globex", "globex", false)],
        tenant: Some(tenant("Acme", "acme", true)),
        closed: None,
        disk: None,
        flash: None,
        at: None,
    }
}

/// A page while nothing is verified.
fn closed(locale: Locale, reason: Message<'_>) -> Page {
    Page { closed: Some(locale.t(reason)), ..signed_in(locale) }
}

/// The shared part of a page for a visitor.
fn signed_out(locale: Locale) -> Page {
    Page {
        locale,
        csrf: "a-csrf-token".to_owned(),
        person: None,
        tenants: Vec::new(),
        tenant: None,
        closed: None,
        disk: None,
        flash: None,
        at: None,
    }
}

/// A page that comes after something was done.
fn after(locale: Locale, success: bool, text: &str) -> Page {
    Page { flash: Some(Flash { success, text: text.to_owned(), undo: None }), ..signed_in(locale) }
}

/// A page that comes after something that can be undone.
fn undoable(locale: Locale) -> Page {
    let undo =
        Undo { action: acme().url("/api/x/enable"), fields: vec![("back".to_owned(), "q=a".to_owned())] };
    Page {
        flash: Some(Flash { success: true, text: "OK".to_owned(), undo: Some(undo) }),
        ..signed_in(locale)
    }
}

fn permissions(letters: &str) -> Permissions {
    Permissions {
        read: letters.contains('R'),
        write: letters.contains('W'),
        create: letters.contains('C'),
        delete: letters.contains('D'),
    }
}

fn badge(locale: Locale, kind: BadgeKind) -> Badge {
    let text = match kind {
        BadgeKind::Active => locale.t(msg::STATUS_ACTIVE),
        BadgeKind::Expiring => locale.t(msg::status_expires_in_days(3)),
        BadgeKind::Disabled => locale.t(msg::STATUS_DISABLED),
        BadgeKind::Expired => locale.t(msg::STATUS_EXPIRED),
        BadgeKind::Revoked => locale.t(msg::STATUS_REVOKED),
    };
    Badge { kind, text }
}

fn errors(locale: Locale, wrong: &[&'static str]) -> Errors {
    let mut errors = Errors::default();
    for field in wrong {
        // Any sentence works as a sample message; the real ones come from the handlers.
        errors.add(field, locale.t(msg::ERROR_UNPROCESSABLE_TEXT));
    }
    errors
}

fn account(page: Page, errors: Errors) -> AccountPage {
    AccountPage {
        page,
        errors,
        email: "owner@example.com".to_owned(),
        role: "owner".to_owned(),
        languages: Choice::languages("en"),
    }
}

/// The list of tokens, for who wants its parts.
pub fn token_list(locale: Locale) -> ListPage {
    tokens::list(signed_in(locale), tokens::rows(locale), "", "all")
}

/// Every page in that language, rendered, by a name of its own.
pub fn pages(locale: Locale) -> Vec<(String, String)> {
    let signed = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let mut first = tokens::rows(locale);
    let none = Vec::new;
    first[0].logo = Some(LOGO.to_owned());
    let nobody = Page { tenant: None, tenants: Vec::new(), ..signed() };
    let auditor = Page { tenant: None, tenants: Vec::new(), ..signed() };
    let read_only = ListPage {
        can_create: false,
        can_edit_tenant: false,
        tenant_disabled: true,
        bulk: None,
        ..tokens::list(signed(), none(), "", "all")
    };
    let everywhere = ListPage {
        tenant: None,
        can_create: false,
        bulk: None,
        here: Back { everywhere: true, query: String::new() },
        ..tokens::list(signed(), tokens::rows(locale), "", "all")
    };
    let shown: Vec<(&str, Box<dyn askama::DynTemplate>)> = vec![
        ("tokens", Box::new(tokens::list(signed(), tokens::rows(locale), "", "all"))),
        ("tokens-logo", Box::new(tokens::list(after(locale, true, "OK"), first, "scan", "active"))),
        (
            "tokens-closed",
            Box::new(tokens::list(closed(locale, msg::SHELL_CLOSED_BEHIND), none(), "", "all")),
        ),
        (
            "tokens-closed-head",
            Box::new(tokens::list(closed(locale, msg::SHELL_CLOSED_HEAD), none(), "", "all")),
        ),
        ("tokens-empty", Box::new(tokens::list(signed(), none(), "", "all"))),
        ("tokens-empty-read-only", Box::new(read_only)),
        ("tokens-of-all", Box::new(everywhere)),
        ("tokens-nothing-matches", Box::new(tokens::list(signed(), none(), "<b>", "revoked"))),
        (
            "explorer",
            Box::new(ExplorerPage {
                groups: explorer::groups(&signed(), "acme", "https://keys.example.com"),
                tenant: acme(),
                page: signed(),
            }),
        ),
        ("token-details", Box::new(tokens::general(signed(), BadgeKind::Active))),
        ("token-disabled", Box::new(tokens::general(undoable(locale), BadgeKind::Disabled))),
        ("token-revoked", Box::new(tokens::general(after(locale, false, "!"), BadgeKind::Revoked))),
        ("token-edit", Box::new(life::edit(signed(), good(), false))),
        (
            "token-edit-wrong",
            Box::new(life::edit(signed(), wrong(&["form", "logo", "app", "permissions"]), true)),
        ),
        ("token-edit-locked", Box::new(life::edit_locked(signed()))),
        ("token-edit-review", Box::new(life::review(signed()))),
        ("token-rotate", Box::new(life::rotate(signed(), good(), false))),
        ("token-rotate-running", Box::new(life::rotate(signed(), good(), true))),
        (
            "token-rotate-wrong",
            Box::new(life::rotate(signed(), wrong(&["overlap_date", "overlap_time"]), false)),
        ),
        ("token-rotate-secret", Box::new(life::rotate_secret(signed()))),
        ("token-access", Box::new(tokens::access(signed(), false))),
        ("token-access-all", Box::new(tokens::access(signed(), true))),
        ("token-usage", Box::new(tokens::used(signed(), true))),
        ("token-usage-none", Box::new(tokens::used(signed(), false))),
        ("token-audit", Box::new(tokens::audit(signed(), true))),
        ("token-audit-none", Box::new(tokens::audit(signed(), false))),
        ("audit", Box::new(audit::list(signed(), false, true, ""))),
        ("audit-all", Box::new(audit::list(signed(), true, true, ""))),
        ("audit-none", Box::new(audit::list(signed(), false, false, ""))),
        ("audit-nothing-matches", Box::new(audit::list(signed(), true, false, "<b>"))),
        ("token-revoke", Box::new(tokens::revoke(signed(), good()))),
        ("token-revoke-along", Box::new(tokens::revoke_along(signed(), false))),
        ("token-revoke-only-along", Box::new(tokens::revoke_along(signed(), true))),
        ("token-revoke-wrong", Box::new(tokens::revoke(signed(), wrong(&["name"])))),
        ("wizard-general", Box::new(wizard::general(signed(), good()))),
        (
            "wizard-general-wrong",
            Box::new(wizard::general(signed(), wrong(&["name", "logo", "expires_date"]))),
        ),
        ("wizard-access", Box::new(wizard::access(signed(), good(), "this", 3))),
        ("wizard-access-subtenants", Box::new(wizard::access(signed(), good(), "this_and_subtenants", 3))),
        ("wizard-access-many", Box::new(wizard::access(signed(), good(), "selected", 24))),
        ("wizard-access-one", Box::new(wizard::access(signed(), good(), "this", 0))),
        (
            "wizard-access-wrong",
            Box::new(wizard::access(signed(), wrong(&["tenants", "permissions"]), "selected", 3)),
        ),
        (
            "wizard-overview",
            Box::new(wizard::overview(signed(), "Handhelds in hall 3, owner: logistics", false)),
        ),
        ("wizard-overview-all", Box::new(wizard::overview(signed(), "", true))),
        ("wizard-token", Box::new(wizard::token(signed()))),
        ("wizard-gone", Box::new(wizard::gone(signed()))),
        ("wizard-summary", Box::new(wizard::summary(signed()))),
        ("tenants", Box::new(tenants::list(signed(), true, true, ""))),
        ("tenants-empty", Box::new(tenants::list(nobody, true, false, ""))),
        ("tenants-none-given", Box::new(tenants::list(auditor, false, false, ""))),
        ("tenants-nothing-matches", Box::new(tenants::list(signed(), true, false, "umbrella"))),
        ("tenant-new", Box::new(tenants::new(signed(), good(), ""))),
        (
            "tenant-new-wrong",
            Box::new(tenants::new(
                signed(),
                wrong(&["name", "slug", "time_zone", "language", "parent"]),
                "A!",
            )),
        ),
        ("tenant-summary", Box::new(tenants::summary(after(locale, true, "OK")))),
        ("tenant-settings", Box::new(tenants::settings(signed(), good(), false))),
        ("tenant-slug", Box::new(tenants::slug(signed()))),
        ("tenant-ask", Box::new(tenants::ask(signed()))),
        ("tenant-former", Box::new(tenants::former(signed()))),
        ("tenant-parent", Box::new(tenants::parent(signed(), good(), false))),
        ("tenant-parent-wrong", Box::new(tenants::parent(signed(), wrong(&["parent"]), false))),
        ("tenant-parent-review", Box::new(tenants::parent(signed(), good(), true))),
        ("tenant-settings-disabled", Box::new(tenants::settings(signed(), wrong(&["name"]), true))),
        ("api-clients", Box::new(platform::clients(signed(), true))),
        ("api-clients-empty", Box::new(platform::clients(signed(), false))),
        ("api-client-new", Box::new(platform::new(signed(), good(), ""))),
        ("api-client-new-wrong", Box::new(platform::new(signed(), wrong(&["form", "name", "modules"]), "A"))),
        ("api-client-secret", Box::new(platform::secret(signed()))),
        ("api-client", Box::new(platform::details(after(locale, true, "OK"), false))),
        ("api-client-revoked", Box::new(platform::details(signed(), true))),
        ("api-client-revoke", Box::new(platform::revoke(signed(), good(), ""))),
        ("api-client-revoke-wrong", Box::new(platform::revoke(signed(), wrong(&["name"]), "billing"))),
        ("decisions", Box::new(platform::decision(signed(), "", None))),
        ("decision", Box::new(platform::decision(signed(), "expired", Some(true)))),
        ("decision-unknown", Box::new(platform::decision(signed(), "unknown", Some(false)))),
        ("decision-counted", Box::new(platform::decision_counted(signed()))),
        ("decision-none", Box::new(platform::decision(signed(), "<b>", None))),
        (
            "sign-in",
            Box::new(SignInPage {
                page: signed_out(locale),
                email: String::new(),
                next: "/".to_owned(),
                problem: None,
            }),
        ),
        (
            "sign-in-wrong",
            Box::new(SignInPage {
                page: Page {
                    flash: Some(Flash { success: true, text: "OK".to_owned(), undo: None }),
                    ..signed_out(locale)
                },
                email: "owner@example.com".to_owned(),
                next: "/account".to_owned(),
                problem: Some(locale.t(msg::ERROR_UNPROCESSABLE_TEXT)),
            }),
        ),
        (
            "setup",
            Box::new(SetupPage {
                page: signed_out(locale),
                errors: good(),
                code: "7KQ4-M2XD".to_owned(),
                email: String::new(),
                fields: tenants::fields("", ""),
            }),
        ),
        (
            "setup-wrong",
            Box::new(SetupPage {
                page: signed_out(locale),
                errors: wrong(&["code", "email", "password", "name"]),
                code: String::new(),
                email: "owner".to_owned(),
                fields: tenants::fields("", ""),
            }),
        ),
        (
            "account-own-password",
            Box::new(OwnPasswordPage {
                page: signed_out(locale),
                errors: good(),
                email: "owner@example.com".to_owned(),
            }),
        ),
        (
            "account-own-password-wrong",
            Box::new(OwnPasswordPage {
                page: signed_out(locale),
                errors: wrong(&["current_password", "new_password"]),
                email: "owner@example.com".to_owned(),
            }),
        ),
        ("account", Box::new(account(signed(), good()))),
        ("account-wrong", Box::new(account(signed(), wrong(&["current_password", "new_password"])))),
    ];
    let problems = Problem::ALL.map(|problem| {
        let id = (problem == Problem::Broken).then(|| "0193c2f0-6a1e".to_owned());
        let shown = ErrorPage { page: signed_out(locale), problem, id };
        (format!("error-{problem:?}"), shown.render().unwrap())
    });
    shown
        .into_iter()
        .chain(modules::pages(locale))
        .chain(bulk::pages(locale))
        .chain(notifications::pages(locale))
        .map(|(name, page)| (name.to_owned(), page.dyn_render().unwrap()))
        .chain(problems)
        .collect()
}
