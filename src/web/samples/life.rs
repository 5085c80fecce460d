//! What becomes of a token after it was issued: edited.

use super::{acme, wizard};
use crate::web::page::{Errors, Page};
use crate::web::tokens::{EditPage, EditReview};

const NAME: &str = "Warehouse scanner – production";

fn url() -> String {
    acme().url(&format!("/api/{}", super::TOKEN))
}

pub fn edit(page: Page, errors: Errors, overtaken: bool) -> EditPage {
    let mut general = wizard::general_fields(&page, !errors.is_empty());
    general.keep = Some(page.t1("edit-keep", "end", "2027-02-20"));
    general.expires_in = "keep".to_owned();
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

pub fn review(page: Page) -> EditReview {
    EditReview {
        tenant: acme(),
        url: url(),
        name: NAME.to_owned(),
        version: "64f".to_owned(),
        changes: vec![
            (true, page.t1("edit-adds", "permissions", &page.t("permission-delete"))),
            (false, page.t1("edit-reaches-no-longer", "tenants", "Globex")),
        ],
        sentence: wizard::overview(super::signed_in(page.locale), "x", false).sentence,
        hidden: vec![("description", "Handhelds in hall 3\nowner: \"logistics\"".to_owned())],
        page,
    }
}
