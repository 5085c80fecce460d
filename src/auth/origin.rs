//! Refuses cross-site changes. The CSRF token would refuse them too; this check runs first, before any form is read.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::error::Error;
use crate::state::State;

const FETCH_SITE: &str = "sec-fetch-site";
/// Paths that programs call with a token instead of a browser with a cookie.
const PROGRAMS: [&str; 3] = ["/api/", "/auth/", "/oauth2/"];

/// Middleware: refuses unsafe methods on the console's addresses unless they come from one of Latchkey's pages.
pub async fn check(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let public_url = request.app_data::<Data<State>>().map(|state| state.fixed.public_url.clone());
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    let for_programs = PROGRAMS.iter().any(|prefix| request.path().starts_with(prefix));
    if safe || for_programs || is_ours(request.headers(), &public_url.unwrap_or_default()) {
        next.call(request).await
    } else {
        Err(Error::CsrfFailed("cross-site request").into())
    }
}

/// Whether a request with these headers comes from one of Latchkey's pages, as far as the browser reveals it.
///
/// Browsers send `Sec-Fetch-Site` only to `https:` and `localhost`, so on plain HTTP `Origin` has to do. A request
/// with neither is left to the CSRF token.
fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let mut sites = headers.get_all(FETCH_SITE).peekable();
    if sites.peek().is_some() {
        return sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    }
    let ours = origin(public_url);
    // Comparing with `Host` is safe: a page that pretends to be on this host doesn't get this host's cookies. It lets
    // people reach the console under another name.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    headers.get_all(ORIGIN).all(|given| {
        let given = given.to_str().ok().and_then(origin);
        given.is_some() && (given == ours || given.as_ref().is_some_and(|given| is_host(given, host)))
    })
}

#[derive(PartialEq, Eq)]
struct Origin {
    scheme: &'static str,
    authority: String,
}

/// Scheme, host and port, without a default port; `None` for anything else, including `null`.
fn origin(text: &str) -> Option<Origin> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = ["http", "https"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
    (!rest.is_empty() && !rest.contains(['/', '@', '?', '#']))
        .then(|| Origin { scheme, authority: authority(scheme, rest) })
}

fn authority(scheme: &str, text: &str) -> String {
    let own_port = if scheme == "https" { ":443" } else { ":80" };
    text.strip_suffix(own_port).unwrap_or(text).to_ascii_lowercase()
}

fn is_host(origin: &Origin, host: Option<&str>) -> bool {
    host.is_some_and(|host| !host.is_empty() && authority(origin.scheme, host) == origin.authority)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn ours(lines: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        is_ours(&headers, "https://keys.example")
    }

    #[test]
    fn what_the_browser_says_about_the_site_decides() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, cross-site", "x"] {
            assert!(!ours(&[("sec-fetch-site", site), ("origin", "https://keys.example")]), "{site}");
        }
        assert!(!ours(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn without_it_the_origin_decides() {
        for (origin, host) in [
            ("https://keys.example", "127.0.0.1:8080"),
            ("https://KEYS.example:443", "x"),
            ("http://localhost:8080", "localhost:8080"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("https://other.example", "other.example:443"),
            ("http://other.example", "other.example"),
        ] {
            assert!(ours(&[("origin", origin), ("host", host)]), "{origin} on {host}");
        }
        for (origin, host) in [
            ("null", "keys.example"),
            ("http://keys.example", "x"),
            ("https://keys.example.evil.example", "keys.example"),
            ("https://evil.example", "keys.example"),
            ("http://localhost:8081", "localhost:8080"),
            ("http://localhost:8080", "127.0.0.1:8080"),
            ("https://keys.example/", "keys.example"),
            ("https://a@keys.example", "keys.example"),
            ("https://", ""),
            ("", ""),
            ("file://", ""),
            ("https://other.example:80", "other.example"),
        ] {
            assert!(!ours(&[("origin", origin), ("host", host)]), "{origin} on {host}");
        }
        assert!(!ours(&[("origin", "https://keys.example"), ("origin", "https://evil.example")]));
    }

    #[test]
    fn with_neither_the_csrf_token_decides() {
        assert!(ours(&[]));
        assert!(ours(&[("host", "keys.example")]));
    }
}
