//! The network address of a request.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address: the peer's, or, if the peer is a trusted proxy, the one it reports.
pub fn address(request: &HttpRequest, trusted: &[IpNet]) -> IpAddr {
    address_of(request.peer_addr(), request.headers(), trusted)
}

/// The same of a request's parts.
pub fn address_of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    // No peer address is a request that came over no network: a test's.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    client(peer, headers, trusted)
}

/// Walks back from the peer, hop by hop, while the reporting hop is trusted. Entries further left were added by an
/// untrusted hop and are ignored, and so are entries that aren't addresses.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).filter_map(|line| line.to_str().ok()).collect();
    // An unreadable line could hide a hop, so that nothing beyond the peer is certain.
    if lines.len() != headers.get_all(FORWARDED_FOR).count() {
        return client;
    }
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !trusted.iter().any(|network| network.contains(&client)) {
            break;
        }
        let Some(address) = parse(hop.trim()) else { break };
        client = address;
    }
    client
}

/// An address with or without a port: proxies send both.
fn parse(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()));
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    address.ok().or_else(bare).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn from(peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static(FORWARDED_FOR), HeaderValue::from_str(line).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn an_untrusted_peer_is_the_client_whatever_it_says() {
        assert_eq!(from("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(from("192.0.2.1", &["10.0.0.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(from("::ffff:192.0.2.1", &[]), "192.0.2.1");
    }

    #[test]
    fn behind_trusted_proxies_the_rightmost_untrusted_hop_is_the_client() {
        assert_eq!(from("10.0.0.1", &["203.0.113.9, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(from("10.0.0.1", &["203.0.113.9", "198.51.100.7, 10.1.1.1"]), "198.51.100.7");
        assert_eq!(from("::ffff:10.0.0.1", &["198.51.100.7:4711"]), "198.51.100.7");
        assert_eq!(from("fd00::1", &["[2001:db8::5]:443"]), "2001:db8::5");
        assert_eq!(from("fd00::1", &["[2001:db8::5]"]), "2001:db8::5");
        assert_eq!(from("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn garbage_ends_the_way_back() {
        for garbage in ["unknown", "", ",", "1.2.3.4.5", "198.51.100.7, <script>", "\t", "_hidden"] {
            assert_eq!(from("10.0.0.1", &[garbage]), "10.0.0.1", "{garbage}");
        }
        assert_eq!(from("10.0.0.1", &["198.51.100.7, x, 10.0.0.2"]), "10.0.0.2");
    }
}
