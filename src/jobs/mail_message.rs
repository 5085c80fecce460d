//! Writes notification mail, in the tenant's language and time zone.

use crate::domain::notice::Kind;
use crate::domain::tenant::Tenant;
use crate::i18n::{Locale, msg};
use crate::outbound::MailMessage;
use crate::store::notices::deliveries::Delivery;

/// One message to one recipient about all these deliveries; `None` if there are none.
pub(super) fn write(public_url: &str, tenant: &Tenant, deliveries: &[Delivery]) -> Option<MailMessage> {
    let newest = deliveries.last()?;
    let locale = Locale::from_tag(&tenant.language).unwrap_or(Locale::En);
    let home = format!("{public_url}/administration/tenants/{}", tenant.slug);
    let about = match deliveries {
        [only] => headline(locale, only),
        many => locale.t(msg::mail_many(i64::try_from(many.len()).unwrap_or(i64::MAX))),
    };
    let paragraphs: Vec<String> =
        deliveries.iter().map(|delivery| paragraph(locale, tenant, &home, delivery)).collect();
    let settings = format!("{home}/settings/notifications");
    let why = locale.t(msg::mail_why(&settings, &tenant.name));
    Some(MailMessage {
        id: newest.id.uuid(),
        to: newest.target.clone(),
        subject: format!("[{}] {about}", tenant.name),
        text: format!("{}\n\n-- \n{why}\n", paragraphs.join("\n\n\n")),
        at: newest.notice.occurred_at,
    })
}

fn headline(locale: Locale, delivery: &Delivery) -> String {
    // Only a test has no token.
    let name = delivery.notice.token.as_ref().map_or("", |(_, name)| name.as_str());
    locale.t(match delivery.notice.kind {
        Kind::Issued => msg::mail_issued(name),
        Kind::Rotated => msg::mail_rotated(name),
        Kind::Revoked => msg::mail_revoked(name),
        Kind::Expires30 => msg::mail_expires_30(name),
        Kind::Expires7 => msg::mail_expires_7(name),
        Kind::Expires1 => msg::mail_expires_1(name),
        Kind::Expired => msg::mail_expired(name),
        Kind::Test => msg::MAIL_TEST,
    })
}

fn paragraph(locale: Locale, tenant: &Tenant, home: &str, delivery: &Delivery) -> String {
    let notice = &delivery.notice;
    let moment = |at| locale.moment_with_zone(at, tenant.zone);
    let advice = match notice.kind {
        Kind::Expires30 | Kind::Expires7 | Kind::Expires1 => Some(locale.t(msg::MAIL_ADVICE_EXPIRES)),
        Kind::Expired => Some(locale.t(msg::MAIL_ADVICE_EXPIRED)),
        Kind::Test => Some(locale.t(msg::MAIL_ADVICE_TEST)),
        Kind::Issued | Kind::Rotated | Kind::Revoked => None,
    };
    let mut lines = vec![headline(locale, delivery), String::new()];
    lines.extend(advice.into_iter().flat_map(|advice| [advice, String::new()]));
    lines.push(locale.t(msg::mail_tenant(&tenant.name)));
    if let Some((id, _)) = &notice.token {
        lines.push(locale.t(msg::mail_id(&id.to_string())));
        lines.push(match notice.expires_at {
            Some(at) => locale.t(msg::mail_end(&moment(at))),
            None => locale.t(msg::MAIL_NO_END),
        });
    }
    lines.push(locale.t(msg::mail_when(&moment(notice.occurred_at))));
    if let Some((id, _)) = &notice.token {
        lines.push(format!("{home}/api/{id}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notice::{Channel, DeliveryState, Notice};
    use crate::domain::time::Timestamp;
    use uuid::Uuid;

    const NOON: Timestamp = Timestamp::from_micros(1_795_176_000_000_000);

    fn delivery(kind: Kind) -> Delivery {
        let token = (kind != Kind::Test).then(|| (Uuid::from_u128(5).into(), "CI deploy".to_owned()));
        Delivery {
            id: Uuid::from_u128(9).into(),
            notice: Notice {
                id: Uuid::from_u128(1),
                tenant: Uuid::from_u128(2).into(),
                kind,
                token,
                expires_at: Some(NOON),
                occurred_at: NOON,
            },
            channel: Channel::Email,
            target: "ops@example.org".to_owned(),
            state: DeliveryState::Waiting,
            attempts: 1,
            due_at: NOON,
            last_error: None,
            finished_at: None,
        }
    }

    fn tenant(language: &str) -> Tenant {
        Tenant {
            id: Uuid::from_u128(2).into(),
            lineage: Vec::new(),
            name: "Acme".to_owned(),
            slug: "acme".to_owned(),
            zone: chrono_tz::Europe::Berlin,
            language: language.to_owned(),
            disabled_at: None,
            disabled_itself: false,
            created_at: NOON,
        }
    }

    #[test]
    fn a_letter_says_what_when_and_where_to_look() {
        let message = write("https://keys.example.com", &tenant("de"), &[delivery(Kind::Expires7)]).unwrap();
        assert_eq!(message.subject, "[Acme] Token „CI deploy“ läuft innerhalb von 7 Tagen ab");
        let lines: Vec<&str> = message.text.lines().filter(|line| !line.is_empty()).collect();
        let when = "20. November 2026, 13:00 Europe/Berlin (UTC+1)";
        assert_eq!(lines[0], "Token „CI deploy“ läuft innerhalb von 7 Tagen ab");
        assert!(lines[1].starts_with("Programme, die es verwenden, funktionieren dann nicht mehr."));
        assert_eq!(lines[2..4], ["Tenant: Acme", "Token: tok_00000000000000000000000005"]);
        assert_eq!(lines[4..6], [format!("Ablauf: {when}"), format!("Zeitpunkt: {when}")]);
        let home = "https://keys.example.com/administration/tenants/acme";
        assert_eq!(lines[6..8], [format!("{home}/api/tok_00000000000000000000000005"), "-- ".to_owned()]);
        assert!(lines[8].ends_with(&format!(" {home}/settings/notifications")), "{}", lines[8]);
        assert_eq!((message.to.as_str(), message.id), ("ops@example.org", Uuid::from_u128(9)));
    }

    #[test]
    fn many_things_make_one_letter() {
        let all: Vec<Delivery> = Kind::CHOICES.into_iter().chain([Kind::Test]).map(delivery).collect();
        for language in ["en", "de", "fr", "xx"] {
            let message = write("https://keys.example.com", &tenant(language), &all).unwrap();
            assert!(message.subject.contains('8') && !message.subject.contains('\n'), "{}", message.subject);
            assert_eq!(message.text.matches("/administration/tenants/acme/api/tok_").count(), 7);
            assert!(!message.text.contains("mail-"), "{}", message.text);
        }
        assert_eq!(write("https://keys.example.com", &tenant("en"), &[]), None);
    }
}
