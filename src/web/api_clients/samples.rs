//! The pages of API clients that do not exist.

use super::{
    ApiClientListPage, ApiClientNewPage, ApiClientPage, ApiClientRevokePage, ApiClientSecretPage,
    ApiClientView,
};
use crate::i18n::Locale;
use crate::web::page::{Errors, Page};
use crate::web::samples::{Sample, after, badge, days, errors, sample, signed_in};
use crate::web::view::{BadgeKind, Choice, When};

const CLIENT: &str = "cli_01jd8m4qk7f2v9x3z5c6b8n0rt";
/// Made up, and not of the right checksum.
const SECRET: &str = "lki_4Zr8XrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4DzbHk0";

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    let wrong = |fields| errors(locale, fields);
    vec![
        sample("api-clients", list(page(), true)),
        sample("api-clients-empty", list(page(), false)),
        sample("api-client-new", new(page(), Errors::default(), "")),
        sample("api-client-new-wrong", new(page(), wrong(&["form", "name", "modules"]), "A")),
        sample("api-client-secret", secret(page())),
        sample("api-client", details(after(locale, true, "OK"), false)),
        sample("api-client-revoked", details(page(), true)),
        sample("api-client-revoke", revoke(page(), Errors::default(), "")),
        sample("api-client-revoke-wrong", revoke(page(), wrong(&["name"]), "billing")),
    ]
}

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

fn list(page: Page, filled: bool) -> ApiClientListPage {
    let rows = vec![
        client(page.locale, "Billing API", BadgeKind::Active),
        client(page.locale, "Device gateway – Lyon", BadgeKind::Revoked),
    ];
    ApiClientListPage { rows: if filled { rows } else { Vec::new() }, page }
}

fn new(page: Page, errors: Errors, name: &str) -> ApiClientNewPage {
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

fn secret(page: Page) -> ApiClientSecretPage {
    ApiClientSecretPage {
        page,
        id: CLIENT.to_owned(),
        name: "Billing API".to_owned(),
        secret: SECRET.to_owned(),
        public_url: "https://tokens.example.com".to_owned(),
        gone_url: format!("/administration/api-clients/{CLIENT}"),
    }
}

fn details(page: Page, revoked: bool) -> ApiClientPage {
    let kind = if revoked { BadgeKind::Revoked } else { BadgeKind::Active };
    ApiClientPage { client: client(page.locale, "Billing API", kind), page }
}

fn revoke(page: Page, errors: Errors, typed: &str) -> ApiClientRevokePage {
    let client = client(page.locale, "Billing API", BadgeKind::Active);
    ApiClientRevokePage { page, client, errors, typed: typed.to_owned() }
}
