//! Deliveries in words.

use super::DeliveryRow;
use crate::domain::notice::{Channel, DeliveryError, DeliveryState, Kind};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, msg};
use crate::store::notices::deliveries::Delivery;
use crate::web::token_urls;
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
    let again = (delivery.state == DeliveryState::Waiting && delivery.attempts > 0 && delivery.due_at > now)
        .then(|| locale.t(msg::notify_tried_again(&locale.moment(delivery.due_at, zone))));
    let why = delivery.last_error.as_deref().filter(|_| delivery.state != DeliveryState::Delivered);
    let parts: Vec<String> = why.map(|code| trouble(locale, code)).into_iter().chain(again).collect();
    let notice = delivery.notice;
    DeliveryRow {
        id: delivery.id.to_string(),
        what: kind(locale, notice.kind),
        token: notice.token.map(|(id, name)| (name, token_urls::details(&tenant.slug, id))),
        to: match delivery.channel {
            Channel::Email => delivery.target,
            Channel::Webhook => locale.t(msg::NOTIFY_WEBHOOK),
        },
        state: badge(locale, delivery.state),
        trouble: parts.join(" · "),
        when: When::ago(locale, notice.occurred_at, now, zone),
    }
}

/// The badge of a state.
pub(crate) fn badge(locale: Locale, state: DeliveryState) -> Badge {
    let (kind, message) = match state {
        DeliveryState::Waiting => (BadgeKind::Expiring, msg::NOTIFY_WAITING),
        DeliveryState::Delivered => (BadgeKind::Active, msg::NOTIFY_DELIVERED),
        DeliveryState::Logged => (BadgeKind::Disabled, msg::NOTIFY_LOGGED),
        DeliveryState::Failed => (BadgeKind::Revoked, msg::NOTIFY_FAILED),
    };
    Badge { kind, text: locale.t(message) }
}

/// Why the last attempt failed; an unknown code is shown as it is.
pub(crate) fn trouble(locale: Locale, code: &str) -> String {
    let message = match DeliveryError::from_code(code) {
        Some(DeliveryError::Status(status)) => {
            return locale.t(msg::notify_trouble_status(&status.to_string()));
        }
        Some(DeliveryError::MailRefused(code)) => {
            return locale.t(msg::notify_trouble_mail(&code.to_string()));
        }
        Some(DeliveryError::Timeout) => msg::NOTIFY_TROUBLE_TIMEOUT,
        Some(DeliveryError::NoSuchName) => msg::NOTIFY_TROUBLE_NAME,
        Some(DeliveryError::Private) => msg::NOTIFY_TROUBLE_PRIVATE,
        Some(DeliveryError::NoConnection) => msg::NOTIFY_TROUBLE_CONNECTION,
        Some(DeliveryError::BrokenOff) => msg::NOTIFY_TROUBLE_BROKEN_OFF,
        Some(DeliveryError::Gone) => msg::NOTIFY_TROUBLE_GONE,
        Some(DeliveryError::NoMailServer) => msg::NOTIFY_TROUBLE_MAIL_SERVER,
        Some(DeliveryError::Undeliverable) => msg::NOTIFY_TROUBLE_LETTER,
        None => return code.to_owned(),
    };
    locale.t(message)
}
