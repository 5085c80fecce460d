//! Drops cookies of other applications before anything reads Latchkey's.
//!
//! Cookies are shared between the ports of a host and, if their setters choose so, between the hosts of a domain.
//! actix-web reads a `Cookie` line as a whole or not at all: one byte of a neighbour's cookie that is not UTF-8 hides
//! Latchkey's, and would prevent everyone from signing in.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::cookie::Cookie;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue};
use actix_web::middleware::Next;

/// Prefixes of the names of Latchkey's cookies.
const OURS: [&str; 2] = ["latchkey", "__Host-latchkey"];

/// Middleware, before that of sessions: keeps Latchkey's readable cookies only.
pub async fn keep_ours<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if request.headers().contains_key(COOKIE) {
        tidy(request.headers_mut());
    }
    next.call(request).await
}

fn tidy(headers: &mut HeaderMap) {
    // Line by line and byte by byte, so that invalid UTF-8 affects only its own cookie.
    let kept: Vec<&str> = headers
        .get_all(COOKIE)
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok().map(str::trim))
        .filter(|pair| OURS.iter().any(|name| pair.starts_with(name)) && Cookie::parse_encoded(*pair).is_ok())
        .collect();
    let line = HeaderValue::from_str(&kept.join("; "));
    headers.remove(COOKIE);
    if let Ok(line) = line
        && !line.is_empty()
    {
        headers.insert(COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(lines: &[&[u8]]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
        }
        tidy(&mut headers);
        headers.get(COOKIE).map_or_else(String::new, |line| line.to_str().unwrap().to_owned())
    }

    #[test]
    fn neighbours_cookies_do_not_hide_ours() {
        assert_eq!(tidied(&[b"latchkey=a%2Fb=; latchkey-form=c"]), "latchkey=a%2Fb=; latchkey-form=c");
        assert_eq!(tidied(&[b"bare; x=%ff; y=\"{1}\"; latchkey=a; =z;;"]), "latchkey=a");
        assert_eq!(
            tidied(&[b"x=\xff\xfe; __Host-latchkey=a", b"latchkey-device=b; c"]),
            "__Host-latchkey=a; latchkey-device=b"
        );
        assert_eq!(tidied(&[b"latchkey=%ff; latchkey; latchkey-form=\xff"]), "");
    }
}
