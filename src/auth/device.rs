//! Known devices: a browser that has signed in to an account carries a cookie that says so. The cookie grants
//! nothing. It only gives the browser its own count of failures, so that other people's guessing does not slow it
//! down.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;
use subtle::ConstantTimeEq as _;

use super::{cookie_name, decode, encode, keyed};
use crate::domain::random::NoEntropy;
use crate::domain::time::Timestamp;
use crate::state::State;
use crate::store::people::sign_in_failures::Subject;

const COOKIE: &str = "latchkey-device";
/// How many days a browser is known after its last sign-in.
const KNOWN_FOR_DAYS: i64 = 365;
/// Length of the random ID. The cookie consists of this ID, the time it was set, and the MAC over both and the
/// account.
const ID: usize = 16;
const LENGTH: usize = ID + 8 + 32;

/// The cookie that makes this browser known to the account with this address. It contains neither.
pub fn cookie(state: &State, email: &str) -> Result<Cookie<'static>, NoEntropy> {
    let id = state.entropy.bytes::<ID>()?;
    let issued = state.now().micros().to_be_bytes();
    let mac = mac(state, &id, &issued, email);
    let mut cookie =
        Cookie::new(cookie_name(state.is_https(), COOKIE), encode(&[id.as_slice(), &issued, &mac].concat()));
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(state.is_https());
    cookie.set_max_age(Duration::days(KNOWN_FOR_DAYS));
    Ok(cookie)
}

/// The subject to count failures for when this browser signs in to the account with this address; `None` if the
/// browser is not known there: no cookie, or one that is forged, too old or another account's.
pub fn known(request: &HttpRequest, state: &State, email: &str) -> Option<Subject> {
    let cookie = request.cookie(&cookie_name(state.is_https(), COOKIE))?;
    let bytes = decode::<LENGTH>(cookie.value())?;
    let (id, rest) = bytes.split_first_chunk::<ID>()?;
    let (issued, given) = rest.split_first_chunk::<8>()?;
    let age = state.now().since(Timestamp::from_micros(i64::from_be_bytes(*issued)));
    let genuine: bool = mac(state, id, issued, email).ct_eq(given).into();
    (genuine && age < TimeDelta::days(KNOWN_FOR_DAYS))
        .then(|| Subject::new(keyed(&state.fixed.device_key, "failures of a device", &[id])))
}

fn mac(state: &State, id: &[u8; ID], issued: &[u8; 8], email: &str) -> [u8; 32] {
    keyed(&state.fixed.device_key, "known device", &[id, issued, email.as_bytes()])
}
