//! What becomes of a token after it was issued: edited, rotated.

use super::{BERLIN, SECRET, acme, days, wizard};
use crate::i18n::msg;
use crate::web::page::{Errors, Page};
use crate::web::tokens::{EditPage, EditReview, RotatePage, RotateSecret};
use crate::web::view::When;

const NAME: &str = super::TOKEN_NAME;

fn url() -> String {
    acme().url(&format!("/api/{}", super::TOKEN))
}

pub fn edit(page: Page, errors: Errors, overtaken: bool) -> EditPage {
    let mut general = wizard::general_fields(&page, !errors.is_empty());
    general.keep = Some(page.t(msg::edit_keep("2027-02-20")));
    general.input.expires_in = "keep".to_owned();
    EditPage {
        general,
        access: wizard::access_fields(&page, "selected", 3),
        tenant: acme(),
        errors,
        url: url(),
        name: NAME.to_owned(),
        version: "64f".to_owned(),
        logo_now: "same".to_owned(),
        overtaken,
        page,
    }
}

/// Of a token that this person could not issue.
pub fn edit_locked(page: Page) -> EditPage {
    let mut view = edit(page, Errors::default(), false);
    (view.general.locked, view.access.locked) = (true, true);
    view.access.apps.retain(|app| app.chosen);
    view
}

pub fn review(page: Page) -> EditReview {
    EditReview {
        tenant: acme(),
        url: url(),
        name: NAME.to_owned(),
        version: "64f".to_owned(),
        changes: vec![
            (true, page.t(msg::edit_adds(&page.t(msg::PERMISSION_DELETE)))),
            (false, page.t(msg::edit_reaches_no_longer("Globex"))),
        ],
        sentence: wizard::overview(super::signed_in(page.locale), "x", false).sentence,
        hidden: vec![("description", "Handhelds in hall 3\nowner: \"logistics\"".to_owned())],
        page,
    }
}

pub fn rotate(page: Page, errors: Errors, running: bool) -> RotatePage {
    RotatePage {
        tenant: acme(),
        url: url(),
        name: NAME.to_owned(),
        masked: "lk_…9fQ2".to_owned(),
        lost: !errors.is_empty(),
        generation: 1,
        overlap: if errors.is_empty() { "24h" } else { "custom" }.to_owned(),
        overlap_date: String::new(),
        overlap_time: String::new(),
        time_zone: BERLIN.name().to_owned(),
        running: running.then(|| When::moment(page.locale, days(1), BERLIN)),
        expires: (!running).then(|| When::moment(page.locale, days(90), BERLIN)),
        errors,
        page,
    }
}

pub fn rotate_secret(page: Page) -> RotateSecret {
    RotateSecret {
        tenant: acme(),
        url: url(),
        name: NAME.to_owned(),
        secret: SECRET.to_owned(),
        public_url: "https://tokens.example.com".to_owned(),
        old_ends: page.t(msg::ROTATE_OLD_ENDS_IN_DAY),
        generation: 1,
        page,
    }
}
