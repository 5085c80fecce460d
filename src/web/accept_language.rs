//! The language that a browser prefers.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap, Quality, QualityItem};

use crate::i18n::Locale;

/// Maximum number of ranges: browsers send a handful.
const MAX_RANGES: usize = 32;

/// The console's language that `Accept-Language` prefers (RFC 9110 section 12.5.4); English if none matches.
pub fn preferred(headers: &HeaderMap) -> Locale {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.and_then(best).unwrap_or(Locale::En)
}

/// Ranges match by their primary subtag, so `de-AT` means German. Among equal weights the first one wins; unreadable
/// ranges are skipped.
fn best(accept_language: &str) -> Option<Locale> {
    let mut best: Option<(Locale, Quality)> = None;
    for range in accept_language.split(',').take(MAX_RANGES) {
        let Ok(range) = range.trim().parse::<QualityItem<String>>() else { continue };
        let Some(locale) = spoken(&range.item) else { continue };
        if range.quality > best.map_or(Quality::ZERO, |(_, quality)| quality) {
            best = Some((locale, range.quality));
        }
    }
    best.map(|(locale, _)| locale)
}

/// The language for a range. `*` means English, which most people can read.
fn spoken(range: &str) -> Option<Locale> {
    if range == "*" {
        return Some(Locale::En);
    }
    let primary = range.split('-').next()?;
    Locale::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_heaviest_language_wins_and_the_first_among_equals() {
        for (header, expected) in [
            ("de", Some(Locale::De)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Locale::De)),
            ("en;q=0.3, fr;q=0.7 , de;q=0.5", Some(Locale::Fr)),
            ("fr;q=0.7,de;q=0.7", Some(Locale::Fr)),
            ("es,it;q=0.9,FR-ca;q=0.2", Some(Locale::Fr)),
            ("*", Some(Locale::En)),
            ("es, *;q=0.1", Some(Locale::En)),
            ("de;q=0, fr;q=0.001", Some(Locale::Fr)),
            ("de;q=0", None),
            ("es", None),
            ("", None),
        ] {
            assert_eq!(best(header), expected, "{header:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_skipped() {
        for (header, expected) in [
            ("de;q=abc, fr", Some(Locale::Fr)),
            ("de;q=2, fr;q=0.1", Some(Locale::Fr)),
            ("de;q=NaN", None),
            ("de;q=-1", None),
            ("de;level=1", None),
            ("d e, -de, ;q=1, ,,,", None),
        ] {
            assert_eq!(best(header), expected, "{header:?}");
        }
        let far_down = format!("{}de", "es,".repeat(100_000));
        assert_eq!(best(&far_down), None);
    }

    proptest! {
        #[test]
        fn no_header_is_too_odd(header in "\\PC*") {
            best(&header);
        }

        #[test]
        fn nothing_that_looks_like_a_header_is_too_odd(header in "[def rn*;q=.0-9,-]{0,60}") {
            best(&header);
        }
    }
}
