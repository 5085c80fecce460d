//! Whether a program accepts the API's responses.
//!
//! Actix reads `Accept` too, but drops ranges whose weight has no leading zero, like `*/*; q=.2` from Java's
//! `HttpURLConnection`, and would refuse those programs.

use actix_web::http::header::{ACCEPT, HeaderMap};

/// The media ranges that include the API's responses.
const OURS: [&str; 4] = ["*/*", "application/*", "application/json", "application/problem+json"];

/// Whether `Accept` allows JSON (RFC 9110 section 12.5.1). Without the header, everything is acceptable.
pub fn accepts_json(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(ACCEPT).peekable();
    if lines.peek().is_none() {
        return true;
    }
    let text: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    let ranges = text.iter().flat_map(|line| line.split(','));
    let mut named = false;
    for range in ranges.map(str::trim).filter(|range| !range.is_empty()) {
        named = true;
        let mut pieces = range.split(';').map(str::trim);
        let kind = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let refused = pieces.any(|piece| {
            let piece = piece.to_ascii_lowercase();
            piece
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
        });
        if !refused && OURS.contains(&kind.as_str()) {
            return true;
        }
    }
    !named
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn accepts(lines: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT, HeaderValue::from_str(line).unwrap());
        }
        accepts_json(&headers)
    }

    #[test]
    fn json_goes_to_whoever_does_not_exclude_it() {
        for lines in [
            &[][..],
            &[""],
            &["*/*"],
            &["Application/JSON"],
            &["text/html, application/json;q=0.1"],
            &["text/html", "application/*; q=0.5"],
            &["application/problem+json"],
            &["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"],
        ] {
            assert!(accepts(lines), "{lines:?}");
        }
        for lines in [&["text/html"][..], &["application/json;q=0"], &["image/*", "text/plain"], &["json"]] {
            assert!(!accepts(lines), "{lines:?}");
        }
    }
}
