//! Who may read `/metrics`: holders of the token in the settings or, if none is set, programs on this machine.

use actix_web::HttpRequest;
use subtle::ConstantTimeEq as _;

use super::peer;
use crate::error::{Challenge, Error, Result};
use crate::state::State;

/// Headers with which proxies describe the client. Over loopback they mean that the request came from elsewhere.
const FORWARDING: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// If a token is set, returns [`Error::Bearer`] unless it is presented; otherwise [`Error::Forbidden`] to callers on
/// other machines.
pub fn allow(state: &State, request: &HttpRequest) -> Result<()> {
    let Some(token) = &state.settings.metrics_token else {
        return if is_local(state, request) { Ok(()) } else { Err(Error::Forbidden) };
    };
    let mut given = request.headers().get_all(actix_web::http::header::AUTHORIZATION);
    let (given, more) = (given.next(), given.next());
    let Some(given) = given else { return Err(Error::Bearer(Challenge::Missing)) };
    let presented = given.to_str().ok().and_then(|value| value.split_once(' '));
    let right = presented.is_some_and(|(scheme, presented)| {
        scheme.eq_ignore_ascii_case("bearer")
            && bool::from(presented.as_bytes().ct_eq(token.expose().as_bytes()))
    });
    if right && more.is_none() { Ok(()) } else { Err(Error::Bearer(Challenge::InvalidToken)) }
}

/// Behind a local proxy that is not trusted, every client looks local; the proxy's headers reveal it.
fn is_local(state: &State, request: &HttpRequest) -> bool {
    let trusted = &state.settings.trusted_proxies;
    let by_proxy = FORWARDING.iter().any(|name| request.headers().contains_key(*name));
    let from_trusted = request
        .peer_addr()
        .is_some_and(|peer| trusted.iter().any(|network| network.contains(&peer.ip().to_canonical())));
    peer::address(request, trusted).is_loopback() && (!by_proxy || from_trusted)
}
