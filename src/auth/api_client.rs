//! API clients, which introspect tokens, and how they authenticate (RFC 7662 section 2.1).

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::domain::api_client::secret_prefix;
use crate::domain::id::ApiClientId;
use crate::domain::secret::{PlainSecret, SecretHash};
use crate::error::{Error, Result};
use crate::state::State;

/// A client's secret, and its ID if the scheme carries one.
struct Credentials {
    id: Option<ApiClientId>,
    secret: PlainSecret,
}

/// The credentials in these headers: `Authorization: Basic` with ID and secret (RFC 6749 section 2.3.1), or
/// `Authorization: Bearer` with the secret alone.
///
/// Returns [`Error::ApiClient`] for anything else: no credentials, two of them, or ID and secret of different
/// clients.
pub(super) fn presented(state: &State, headers: &HeaderMap) -> Result<(SecretHash, Option<ApiClientId>)> {
    let prefix = secret_prefix(&state.fixed.token_prefix);
    let credentials = credentials(headers, &prefix).ok_or(Error::ApiClient)?;
    Ok((state.fixed.secret_key.hash(&credentials.secret), credentials.id))
}

fn credentials(headers: &HeaderMap, prefix: &str) -> Option<Credentials> {
    let mut values = headers.get_all(AUTHORIZATION);
    let (value, None) = (values.next()?.to_str().ok()?, values.next()) else { return None };
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(Credentials { id: None, secret: PlainSecret::parse(prefix, rest)? });
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = Zeroizing::new(STANDARD.decode(rest).ok()?);
    let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some(Credentials { id: Some(id.parse().ok()?), secret: PlainSecret::parse(prefix, secret)? })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;
    use crate::domain::random::Entropy;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(AUTHORIZATION, HeaderValue::from_str(line).unwrap());
        }
        headers
    }

    #[test]
    fn a_client_says_who_it_is_in_one_way_and_no_other() {
        let secret = PlainSecret::generate("lki", &Entropy::seeded(1)).unwrap().expose().to_owned();
        let token = PlainSecret::generate("lk", &Entropy::seeded(2)).unwrap().expose().to_owned();
        let id = "cli_01JD8MABCDEFGH1234567890AB";
        let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let (good, bearer) = (basic(&format!("{id}:{secret}")), format!("bearer {secret}"));
        assert_eq!(credentials(&headers(&[&good]), "lki").unwrap().id, id.parse().ok());
        assert_eq!(credentials(&headers(&[&bearer]), "lki").unwrap().id, None);
        for lines in [
            vec![],
            vec![good.as_str(), good.as_str()],
            vec![good.as_str(), bearer.as_str()],
            vec![&basic(&secret)],
            vec![&basic(&format!(":{secret}"))],
            vec![&basic(&format!("{id}:{token}"))],
            vec![&format!("Bearer {token}")],
            vec![&format!("Bearer  {secret}")],
            vec![&format!("Digest {secret}")],
            vec!["Basic ????"],
            vec!["Basic"],
        ] {
            assert!(credentials(&headers(&lines), "lki").is_none(), "{lines:?}");
        }
    }
}
