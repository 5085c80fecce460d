//! Deliveries in words.

use super::DeliveryRow;
use crate::domain::notice::{Channel, Kind, State, Trouble};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, msg};
use crate::store::notices::deliveries::Delivery;
use crate::web::place;
use crate::web::view::{Badge, BadgeKind, When};

/// The label of a kind.
pub(crate) fn kind(locale: Locale, kind: Kind) -> String {
    locale.t(match kind {
        Kind::Issued => msg::NOTIFY_KIND_ISSUED,
        Kind::Rotated => msg::NOTIFY_KIND_ROTATED,
        Kind::Revoked => msg::NOTIFY_KIND_REVOKED,
        Kind::Expires30 => msg::NOTIFY_KIND_EXPIRES_30,
        Kind::Expires7 => msg::NOTIFY_KIND_EXPIRES_7,
        Kind::Expires1 => msg::NOTIFY_KIND_EXPIRES_1,
        Kind::Expired => msg::NOTIFY_KIND_EXPIRED,
        Kind::Test => msg::NOTIFY_KIND_TEST,
    })
}

/// A delivery as the page shows it.
pub(super) fn row(locale: Locale, tenant: &Tenant, now: Timestamp, delivery: Delivery) -> DeliveryRow {
    let zone = tenant.zone;
    let again = (delivery.state == State::Waiting && delivery.attempts > 0 && delivery.due_at > now)
        .then(|| locale.t(msg::notify_tried_again(&locale.moment(delivery.due_at, zone))));
    let why = delivery.last_error.as_deref().filter(|_| delivery.state != State::Delivered);
    let told: Vec<String> = why.map(|code| trouble(locale, code)).into_iter().chain(again).collect();
    let notice = delivery.notice;
    DeliveryRow {
        id: delivery.id.to_string(),
        what: kind(locale, notice.kind),
        token: notice.token.map(|(id, name)| (name, place::details(&tenant.slug, id))),
        to: match delivery.channel {
            Channel::Email => delivery.target,
            Channel::Webhook => locale.t(msg::NOTIFY_WEBHOOK),
        },
        state: badge(locale, delivery.state),
        trouble: told.join(" · "),
        when: When::ago(locale, notice.occurred_at, now, zone),
    }
}

/// The badge of a state.
pub(crate) fn badge(locale: Locale, state: State) -> Badge {
    let (kind, message) = match state {
        State::Waiting => (BadgeKind::Expiring, msg::NOTIFY_WAITING),
        State::Delivered => (BadgeKind::Active, msg::NOTIFY_DELIVERED),
        State::Logged => (BadgeKind::Disabled, msg::NOTIFY_LOGGED),
        State::Failed => (BadgeKind::Revoked, msg::NOTIFY_FAILED),
    };
    Badge { kind, text: locale.t(message) }
}

/// Why the last attempt failed; an unknown code is shown as it is.
pub(crate) fn trouble(locale: Locale, code: &str) -> String {
    let message = match Trouble::from_code(code) {
        Some(Trouble::Status(status)) => {
            return locale.t(msg::notify_trouble_status(&status.to_string()));
        }
        Some(Trouble::MailRefused(code)) => {
            return locale.t(msg::notify_trouble_mail(&code.to_string()));
        }
        Some(Trouble::Timeout) => msg::NOTIFY_TROUBLE_TIMEOUT,
        Some(Trouble::NoSuchName) => msg::NOTIFY_TROUBLE_NAME,
        Some(Trouble::Private) => msg::NOTIFY_TROUBLE_PRIVATE,
        Some(Trouble::NoConnection) => msg::NOTIFY_TROUBLE_CONNECTION,
        Some(Trouble::BrokenOff) => msg::NOTIFY_TROUBLE_BROKEN_OFF,
        Some(Trouble::Gone) => msg::NOTIFY_TROUBLE_GONE,
        Some(Trouble::NoMailServer) => msg::NOTIFY_TROUBLE_MAIL_SERVER,
        Some(Trouble::NoLetter) => msg::NOTIFY_TROUBLE_LETTER,
        None => return code.to_owned(),
    };
    locale.t(message)
}
