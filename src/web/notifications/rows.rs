//! Deliveries in words.

use super::DeliveryRow;
use crate::domain::notice::{Channel, Kind, State, Trouble};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::Locale;
use crate::store::notices::deliveries::Delivery;
use crate::web::place;
use crate::web::view::{Badge, BadgeKind, When};

/// The label of a kind.
pub(crate) fn kind(locale: Locale, kind: Kind) -> String {
    locale.t(match kind {
        Kind::Issued => "notify-kind-issued",
        Kind::Rotated => "notify-kind-rotated",
        Kind::Revoked => "notify-kind-revoked",
        Kind::Expires30 => "notify-kind-expires-30",
        Kind::Expires7 => "notify-kind-expires-7",
        Kind::Expires1 => "notify-kind-expires-1",
        Kind::Expired => "notify-kind-expired",
        Kind::Test => "notify-kind-test",
    })
}

/// A delivery as the page shows it.
pub(super) fn row(locale: Locale, tenant: &Tenant, now: Timestamp, delivery: Delivery) -> DeliveryRow {
    let zone = tenant.zone;
    let again = (delivery.state == State::Waiting && delivery.attempts > 0 && delivery.due_at > now)
        .then(|| locale.t1("notify-tried-again", "when", &locale.moment(delivery.due_at, zone)));
    let why = delivery.last_error.as_deref().filter(|_| delivery.state != State::Delivered);
    let told: Vec<String> = why.map(|code| trouble(locale, code)).into_iter().chain(again).collect();
    let notice = delivery.notice;
    DeliveryRow {
        id: delivery.id.to_string(),
        what: kind(locale, notice.kind),
        token: notice.token.map(|(id, name)| (name, place::details(&tenant.slug, id))),
        to: match delivery.channel {
            Channel::Email => delivery.target,
            Channel::Webhook => locale.t("notify-webhook"),
        },
        state: badge(locale, delivery.state),
        trouble: told.join(" · "),
        when: When::ago(locale, notice.occurred_at, now, zone),
    }
}

/// The badge of a state.
pub(crate) fn badge(locale: Locale, state: State) -> Badge {
    let (kind, key) = match state {
        State::Waiting => (BadgeKind::Expiring, "notify-waiting"),
        State::Delivered => (BadgeKind::Active, "notify-delivered"),
        State::Logged => (BadgeKind::Disabled, "notify-logged"),
        State::Failed => (BadgeKind::Revoked, "notify-failed"),
    };
    Badge { kind, text: locale.t(key) }
}

/// Why it did not arrive; the code of another version as it is.
pub(crate) fn trouble(locale: Locale, code: &str) -> String {
    let key = match Trouble::from_code(code) {
        Some(Trouble::Status(status)) => {
            return locale.t1("notify-trouble-status", "code", &status.to_string());
        }
        Some(Trouble::MailRefused(code)) => {
            return locale.t1("notify-trouble-mail", "code", &code.to_string());
        }
        Some(Trouble::Timeout) => "notify-trouble-timeout",
        Some(Trouble::NoSuchName) => "notify-trouble-name",
        Some(Trouble::Private) => "notify-trouble-private",
        Some(Trouble::NoConnection) => "notify-trouble-connection",
        Some(Trouble::BrokenOff) => "notify-trouble-broken-off",
        Some(Trouble::Gone) => "notify-trouble-gone",
        Some(Trouble::NoMailServer) => "notify-trouble-mail-server",
        Some(Trouble::NoLetter) => "notify-trouble-letter",
        None => return code.to_owned(),
    };
    locale.t(key)
}
