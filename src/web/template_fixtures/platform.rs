//! API clients and the look-up of decisions.

use super::{BERLIN, NOW, TOKEN, acme, badge, days};
use crate::i18n::Locale;
use crate::web::api_clients::{
    ApiClientListPage, ApiClientNewPage, ApiClientPage, ApiClientRevokePage, ApiClientSecretPage,
    ApiClientView,
};
use crate::web::decisions::{DecisionPage, DecisionView, explain};
use crate::web::page::{Errors, Page};
use crate::web::view::{BadgeKind, Choice, When};

const CLIENT: &str = "cli_01jd8m4qk7f2v9x3z5c6b8n0rt";
/// Made up, and not of the right checksum.
const SECRET: &str = "lki_4Zr8XrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4DzbHk0";

fn client(locale: Locale, name: &str, kind: BadgeKind) -> ApiClientView {
    ApiClientView {
        id: CLIENT.to_owned(),
        name: name.to_owned(),
        masked: "lki_…bHk0".to_owned(),
        modules: "Billing, Devices".to_owned(),
        status: badge(locale, kind),
        created: When::date(locale, days(-40), chrono_tz::UTC),
        created_by: "owner@example.com".to_owned(),
        revoked: (kind == BadgeKind::Revoked).then(|| When::moment(locale, days(-1), chrono_tz::UTC)),
    }
}

pub fn clients(page: Page, filled: bool) -> ApiClientListPage {
    let rows = vec![
        client(page.locale, "Billing API", BadgeKind::Active),
        client(page.locale, "Device gateway – Lyon", BadgeKind::Revoked),
    ];
    ApiClientListPage { rows: if filled { rows } else { Vec::new() }, page }
}

pub fn new(page: Page, errors: Errors, name: &str) -> ApiClientNewPage {
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: value == "billing",
    };
    ApiClientNewPage {
        page,
        errors,
        id: CLIENT.to_owned(),
        name: name.to_owned(),
        modules: vec![
            choice("administration", "Tenant API"),
            choice("billing", "Billing"),
            choice("devices", "Devices"),
        ],
    }
}

pub fn secret(page: Page) -> ApiClientSecretPage {
    ApiClientSecretPage {
        page,
        id: CLIENT.to_owned(),
        name: "Billing API".to_owned(),
        secret: SECRET.to_owned(),
        public_url: "https://tokens.example.com".to_owned(),
        gone_url: format!("/administration/api-clients/{CLIENT}"),
    }
}

pub fn details(page: Page, revoked: bool) -> ApiClientPage {
    let kind = if revoked { BadgeKind::Revoked } else { BadgeKind::Active };
    ApiClientPage { client: client(page.locale, "Billing API", kind), page }
}

pub fn revoke(page: Page, errors: Errors, typed: &str) -> ApiClientRevokePage {
    let client = client(page.locale, "Billing API", BadgeKind::Active);
    ApiClientRevokePage { page, client, errors, typed: typed.to_owned() }
}

/// One of which only the id is left.
pub fn decision_counted(page: Page) -> DecisionPage {
    let mut page = decision(page, "unknown", Some(false));
    page.found = page.found.map(|found| DecisionView { kept: false, ..found });
    page
}

/// `known` is whether a token was recognised; `None` for no decision at all.
pub fn decision(page: Page, text: &str, known: Option<bool>) -> DecisionPage {
    let found = known.map(|known| {
        let (reason, advice) = explain(page.locale, text);
        let token = ("Nightly export".to_owned(), acme().url(&format!("/api/{TOKEN}")));
        let told = |text: &str| known.then(|| text.to_owned());
        DecisionView {
            at: When::moment(page.locale, NOW, BERLIN),
            reason,
            advice,
            token: known.then_some(token),
            tenant: told("acme"),
            module: told("devices"),
            method: Some("GET".to_owned()),
            address: Some("10.0.3.7".to_owned()),
            kept: true,
        }
    });
    let id = if known.is_some() { "Xk29fQ2mBv8Kd1NfTgW5".to_owned() } else { text.to_owned() };
    DecisionPage { page, id, found }
}
