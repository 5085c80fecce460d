//! CSRF tokens: proof that a form was filled in on one of Latchkey's pages.
//!
//! A token is a secret of the browser's session, masked with new random bytes on every page. Pages are compressed,
//! and an unmasked secret in each of them could be deduced from their lengths (BREACH). Before sign-in, the secret is
//! derived from a random cookie, so that visitors cost the database nothing.

use actix_session::Session;
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use subtle::ConstantTimeEq as _;

use super::{cookie_name, decode, encode, keyed, session};
use crate::domain::random::{Entropy, NoEntropy};
use crate::state::State;

const COOKIE: &str = "latchkey-form";
/// Forms for people who are not signed in, or don't know that they are: a sign-in page left open in another tab.
const VISITORS_FORMS: [&str; 2] = ["/login", "/setup"];

/// The token for a form of a visitor who is not signed in.
pub struct Visitor {
    /// The value of the form's hidden field `csrf`.
    pub token: String,
    /// The cookie to set, unless the browser already has it.
    pub cookie: Option<Cookie<'static>>,
}

/// The token for forms of a signed-in person; `None` if nobody is signed in.
pub fn token(session: &Session, entropy: &Entropy) -> Result<Option<String>, NoEntropy> {
    session::csrf_secret(session).map(|secret| mask(&secret, entropy)).transpose()
}

/// The token for forms of a visitor who is not signed in.
pub fn visitor(request: &HttpRequest, state: &State) -> Result<Visitor, NoEntropy> {
    let (nonce, cookie) = match nonce(request, state) {
        Some(nonce) => (nonce, None),
        None => {
            let nonce = state.entropy.bytes::<32>()?;
            (nonce, Some(cookie(state, &nonce)))
        }
    };
    Ok(Visitor { token: mask(&visitor_secret(state, &nonce), &state.entropy)?, cookie })
}

/// Whether `token` proves that the form came from one of Latchkey's pages, in this browser.
pub fn is_valid(request: &HttpRequest, session: &Session, state: &State, token: &str) -> bool {
    let Some(given) = unmask(token) else { return false };
    let secret = session::csrf_secret(session);
    let visitor = (secret.is_none() || VISITORS_FORMS.contains(&request.path()))
        .then(|| nonce(request, state).map(|nonce| visitor_secret(state, &nonce)))
        .flatten();
    [secret, visitor].into_iter().flatten().any(|secret| bool::from(secret.ct_eq(&given)))
}

fn nonce(request: &HttpRequest, state: &State) -> Option<[u8; 32]> {
    decode(request.cookie(&cookie_name(state.is_https(), COOKIE))?.value())
}

fn cookie(state: &State, nonce: &[u8; 32]) -> Cookie<'static> {
    let mut cookie = Cookie::new(cookie_name(state.is_https(), COOKIE), encode(nonce));
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(state.is_https());
    cookie
}

/// Keyed, so that knowing or planting a cookie (possible without TLS) is not enough to create a token.
fn visitor_secret(state: &State, nonce: &[u8; 32]) -> [u8; 32] {
    keyed(&state.fixed.csrf_key, "form of a visitor", &[nonce])
}

fn mask(secret: &[u8; 32], entropy: &Entropy) -> Result<String, NoEntropy> {
    let mut token = [0; 64];
    let pad = entropy.bytes::<32>()?;
    let masked = secret.iter().zip(&pad).map(|(secret, pad)| secret ^ pad);
    token.iter_mut().zip(pad.into_iter().chain(masked)).for_each(|(to, from)| *to = from);
    Ok(encode(&token))
}

fn unmask(token: &str) -> Option<[u8; 32]> {
    let bytes = decode::<64>(token)?;
    let (pad, masked) = bytes.split_first_chunk::<32>()?;
    let mut secret = *pad;
    secret.iter_mut().zip(masked).for_each(|(secret, masked)| *secret ^= masked);
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_another_each_time_and_reads_back() {
        let entropy = Entropy::seeded(3);
        let (one, two) = (mask(&[9; 32], &entropy).unwrap(), mask(&[9; 32], &entropy).unwrap());
        assert_ne!(one, two);
        assert_eq!(unmask(&one), Some([9; 32]));
        assert_eq!(unmask(&two), Some([9; 32]));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let token = mask(&[9; 32], &Entropy::seeded(3)).unwrap();
        for wrong in
            ["", "x", &token[1..], &format!("{token}A"), &token.replace(|_| true, "ü"), &"=".repeat(86)]
        {
            assert_eq!(unmask(wrong), None, "{wrong}");
        }
    }
}
