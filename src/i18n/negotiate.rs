//! Which language a browser asks for.

use super::Locale;

/// A browser sends a handful of languages; a header of thousands is not worth sorting.
const MOST_RANGES: usize = 32;

/// The language that `Accept-Language` prefers among ours, or `None`.
///
/// A range counts by its primary subtag, so `de-AT` asks for German. Among equal weights the first wins; what cannot
/// be read is skipped.
pub(super) fn best(accept_language: &str) -> Option<Locale> {
    let mut best: Option<(Locale, u16)> = None;
    for range in accept_language.split(',').take(MOST_RANGES) {
        let mut parts = range.split(';');
        let Some(locale) = parts.next().and_then(|tag| spoken(tag.trim())) else { continue };
        let Some(weight) = weight(parts.next()) else { continue };
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

/// Our language for a range; `*` takes any, and English is the one everybody has a chance to read.
fn spoken(range: &str) -> Option<Locale> {
    if range == "*" {
        return Some(Locale::En);
    }
    let primary = range.split('-').next()?;
    Locale::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
}

/// `q=0.8` in thousandths; no parameter is full weight, an unreadable one is `None`.
fn weight(parameter: Option<&str>) -> Option<u16> {
    let Some(parameter) = parameter else { return Some(1000) };
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let value: f32 = value.trim().parse().ok()?;
    (0.0..=1.0).contains(&value).then_some((value * 1000.0).round() as u16)
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
            Locale::negotiate(&header);
        }

        #[test]
        fn nothing_that_looks_like_a_header_is_too_odd(header in "[def rn*;q=.0-9,-]{0,60}") {
            Locale::negotiate(&header);
        }
    }
}
