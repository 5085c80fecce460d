//! Every page on small screens and zoomed: nothing overflows, and everything is reachable.

use latchkey::i18n::Locale;

use crate::browser::{Browser, DESK, Options, PHONE};
use crate::tour::{self, Part};

/// A small phone; an ordinary window at 200 % zoom; and a low one just wide enough for the menu at the side.
const SIZES: [(u32, u32); 4] = [PHONE, (320, 640), (680, 380), (760, 380)];

/// Opens everything that a small screen hides behind a button, or that can be unfolded.
const UNFOLD: &str = "for (const e of document.querySelectorAll('details')) e.open = true";
const FOLD: &str = "for (const e of document.querySelectorAll('details')) e.open = false";

async fn look(browser: &Browser, _: &str) {
    for size in SIZES {
        browser.resize(size).await;
        browser.assert_fits().await;
        browser.assert_all_in_reach().await;
        browser.run::<()>(UNFOLD, vec![]).await;
        browser.assert_fits().await;
        browser.run::<()>(FOLD, vec![]).await;
    }
    browser.resize(DESK).await;
}

#[test]
fn every_page_fits_small_screens_and_everything_can_be_reached() {
    tour::visit(&[Part::Doors, Part::Console, Part::Wizard], Locale::En, Options::default(), look);
}

#[test]
fn german_words_fit_too() {
    tour::visit(
        &[Part::Console, Part::Wizard],
        Locale::De,
        Options { language: "de", ..Options::default() },
        look,
    );
}
