//! No accessibility violations and no browser complaints on any page, light or dark.

use latchkey::i18n::Locale;

use crate::browser::{Browser, Options};
use crate::tour::{self, Part};

async fn look(browser: &Browser, name: &str) {
    browser.assert_no_barriers().await;
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "the browser complains on {name}:\n{}", complaints.join("\n"));
}

#[test]
fn the_pages_before_sign_in_have_no_barriers_and_break_no_policy() {
    tour::visit(&[Part::Doors], Locale::En, Options::default(), look);
}

#[test]
fn the_pages_of_the_console_have_no_barriers_and_break_no_policy() {
    tour::visit(&[Part::Console], Locale::En, Options::default(), look);
}

#[test]
fn the_steps_of_the_wizard_have_no_barriers_and_break_no_policy() {
    tour::visit(&[Part::Wizard], Locale::En, Options::default(), look);
}
