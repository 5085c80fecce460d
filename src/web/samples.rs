//! What the samples of all pages share: a moment, a tenant, an owner who is signed in. Each page's own stand beside its
//! view struct; `rendered` lists them.

use askama::Template;
use chrono::TimeDelta;
use chrono_tz::Tz;
use uuid::Uuid;

use super::page::{Errors, Flash, Page, SwitcherTenant};
use super::view::{Badge, BadgeKind, Permissions, TenantRef};
use crate::auth::session::Undo;
use crate::domain::person::{Assignment, Person, Role};
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, Message, msg};

pub const BERLIN: Tz = chrono_tz::Europe::Berlin;
/// 22 November 2026, 10:00 UTC.
pub const NOW: Timestamp = Timestamp::from_micros(1_795_341_600_000_000);
pub const TOKEN: &str = "tok_01jd8m4qk7f2v9x3z5c6b8n0rt";
/// Made up, and not of the right checksum: no sample is a token.
pub const SECRET: &str = "lk_7Yq0ZrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4DzbHk0";

/// Any picture.
pub const LOGO: &str = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path fill='%230b6b5d' d='M0 0h8v8H0z'/><path fill='%23f4b24d' d='M1 7 4 1l3 6z'/></svg>";

/// A page with believable data, rendered.
pub struct Sample {
    /// A name of its own, also the one of the preview.
    pub name: String,
    /// The type of the view struct.
    pub view: &'static str,
    pub html: String,
}

pub fn sample<V: Template>(name: &str, view: V) -> Sample {
    Sample { name: name.to_owned(), view: std::any::type_name::<V>(), html: view.render().unwrap() }
}

pub fn days(n: i64) -> Timestamp {
    NOW.plus(TimeDelta::days(n))
}

pub fn acme() -> TenantRef {
    TenantRef { name: "Acme".to_owned(), slug: "acme".to_owned() }
}

/// What a signed-in owner's page shares.
pub fn signed_in(locale: Locale) -> Page {
    let tenant = |name: &str, slug: &str, current| SwitcherTenant {
        name: name.to_owned(),
        slug: slug.to_owned(),
        current,
    };
    Page {
        locale,
        csrf: "a-csrf-token".to_owned(),
        person: Some(Person {
            id: Uuid::nil().into(),
            email: "owner@example.com".to_owned(),
            language: None,
            assignments: vec![Assignment { role: Role::Owner, tenant: None }],
            must_change_password: false,
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
pub fn closed(locale: Locale, reason: Message<'_>) -> Page {
    Page { closed: Some(locale.t(reason)), ..signed_in(locale) }
}

/// The shared part of a page for a visitor.
pub fn signed_out(locale: Locale) -> Page {
    Page { csrf: "a-csrf-token".to_owned(), ..Page::bare(locale) }
}

/// A page that comes after something was done.
pub fn after(locale: Locale, success: bool, text: &str) -> Page {
    Page { flash: Some(Flash { success, text: text.to_owned(), undo: None }), ..signed_in(locale) }
}

/// A page that comes after something that can be undone.
pub fn undoable(locale: Locale) -> Page {
    let undo =
        Undo { action: acme().url("/api/x/enable"), fields: vec![("back".to_owned(), "q=a".to_owned())] };
    Page {
        flash: Some(Flash { success: true, text: "OK".to_owned(), undo: Some(undo) }),
        ..signed_in(locale)
    }
}

pub fn permissions(letters: &str) -> Permissions {
    Permissions {
        read: letters.contains('R'),
        write: letters.contains('W'),
        create: letters.contains('C'),
        delete: letters.contains('D'),
    }
}

pub fn badge(locale: Locale, kind: BadgeKind) -> Badge {
    let text = match kind {
        BadgeKind::Active => locale.t(msg::STATUS_ACTIVE),
        BadgeKind::Expiring => locale.t(msg::status_expires_in_days(3)),
        BadgeKind::Disabled => locale.t(msg::STATUS_DISABLED),
        BadgeKind::Expired => locale.t(msg::STATUS_EXPIRED),
        BadgeKind::Revoked => locale.t(msg::STATUS_REVOKED),
    };
    Badge { kind, text }
}

pub fn errors(locale: Locale, wrong: &[&'static str]) -> Errors {
    let mut errors = Errors::default();
    for field in wrong {
        // Any sentence works as a sample message; the real ones come from the handlers.
        errors.add(field, locale.t(msg::ERROR_UNPROCESSABLE_TEXT));
    }
    errors
}
