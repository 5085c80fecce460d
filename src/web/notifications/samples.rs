//! Notification settings with made-up recipients and deliveries.

use super::rows::{badge, kind, trouble};
use super::{DeliveryRow, NotificationsPage, NotifyFields, SecretView, WebhookSecretPage, choices};
use crate::domain::notice::{DeliveryError, DeliveryState, Kind};
use crate::i18n::{Locale, msg};
use crate::web::page::{Errors, Page};
use crate::web::samples::{BERLIN, NOW, Sample, TOKEN, acme, after, days, errors, sample, signed_in};
use crate::web::view::When;

/// Made up: no key leads to it.
const SECRET: &str = "whsec_9Qz5XrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4A=";

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    let wrong = errors(locale, &["emails", "webhook", "kinds"]);
    let typed = NotifyFields {
        emails: "<b>".to_owned(),
        webhook: "http://10.0.0.1/".to_owned(),
        kinds: choices(locale, |_| false),
    };
    let secret = |secret: &str, old_until| WebhookSecretPage {
        page: page(),
        tenant: acme(),
        secret: secret.to_owned(),
        old_until,
    };
    let tomorrow = When::moment(locale, days(1), BERLIN);
    vec![
        sample("notifications", settings(after(locale, true, "OK"), Errors::default(), None)),
        sample("notifications-none", bare(page())),
        sample("notifications-wrong", settings(page(), wrong, Some(typed))),
        sample("notifications-secret", secret(SECRET, None)),
        sample("notifications-new-secret", secret("whsec_…", Some(tomorrow))),
    ]
}

fn settings(page: Page, errors: Errors, typed: Option<NotifyFields>) -> NotificationsPage {
    let locale = page.locale;
    let stored = NotifyFields {
        emails: "ops@example.com\nsecurity@example.com".to_owned(),
        webhook: "https://hooks.example.com/latchkey".to_owned(),
        kinds: choices(locale, |kind| kind != Kind::Rotated),
    };
    let delivery = |number, what, to: &str, state, why: Option<DeliveryError>| DeliveryRow {
        id: format!("0193c2f0-6a1e-8000-8000-00000000000{number}"),
        what: kind(locale, what),
        token: (what != Kind::Test)
            .then(|| ("Nightly export".to_owned(), acme().url(&format!("/api/{TOKEN}")))),
        to: if to.is_empty() { locale.t(msg::NOTIFY_WEBHOOK) } else { to.to_owned() },
        state: badge(locale, state),
        trouble: why.map_or_else(String::new, |why| trouble(locale, &why.code())),
        when: When::ago(locale, days(-i64::from(number)), NOW, BERLIN),
    };
    NotificationsPage {
        tenant: acme(),
        can_edit_tenant: true,
        errors,
        fields: typed.unwrap_or(stored),
        only_logs: false,
        secret: Some(SecretView {
            id: "0193c2f0-6a1e-7000-8000-000000000000".to_owned(),
            since: When::moment(locale, days(-3), BERLIN),
            old_until: Some(When::moment(locale, days(1), BERLIN)),
        }),
        can_test: true,
        failed_count: locale.t(msg::notify_failed_count(&locale.number(2))),
        failed: vec![
            delivery(1, Kind::Expires7, "", DeliveryState::Failed, Some(DeliveryError::Status(503))),
            delivery(
                2,
                Kind::Expired,
                "ops@example.com",
                DeliveryState::Failed,
                Some(DeliveryError::MailRefused(550)),
            ),
        ],
        rows: vec![
            delivery(
                0,
                Kind::Test,
                "ops@example.com",
                DeliveryState::Waiting,
                Some(DeliveryError::NoMailServer),
            ),
            delivery(0, Kind::Issued, "", DeliveryState::Delivered, None),
            delivery(3, Kind::Revoked, "security@example.com", DeliveryState::Logged, None),
        ],
        page,
    }
}

fn bare(page: Page) -> NotificationsPage {
    let fields =
        NotifyFields { emails: String::new(), webhook: String::new(), kinds: choices(page.locale, |_| true) };
    NotificationsPage {
        fields,
        only_logs: true,
        secret: None,
        can_test: false,
        failed_count: String::new(),
        failed: Vec::new(),
        rows: Vec::new(),
        ..settings(page, Errors::default(), None)
    }
}
