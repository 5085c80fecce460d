//! The network addresses that Latchkey may call. The person who configures a webhook chooses its target, but must not
//! reach what only this machine can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net};

/// IPv4 blocks outside the public internet (IANA's registry of special-purpose addresses, RFC 6890).
const SPECIAL_V4: [(Ipv4Addr, u8); 15] = [
    // "This" network; 0.0.0.0 is the local machine.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    // Private (RFC 1918).
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Carrier-grade NAT (RFC 6598).
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Loopback.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, including the metadata services of clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Private.
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    // IETF protocol assignments.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    // 6to4 relays, deprecated.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // Private.
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Benchmarking.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Documentation.
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, and limited broadcast.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The addresses that may be called: the public internet, and networks that the operator adds.
#[derive(Clone, Debug, Default)]
pub struct AllowedNetworks(Vec<IpNet>);

impl AllowedNetworks {
    /// The public internet and these networks.
    pub const fn with(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether this address may be called.
    pub fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.adds(address)
    }

    /// Whether the operator added this address. Requests to it may also go without TLS.
    pub fn adds(&self, address: IpAddr) -> bool {
        let plain = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address) || network.contains(&plain))
    }

    /// Whether the operator added any network.
    pub const fn adds_any(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Whether the address belongs to the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let within = |(network, length): &(Ipv4Addr, u8)| {
        Ipv4Net::new(*network, *length).is_ok_and(|network| network.contains(&address))
    };
    !SPECIAL_V4.iter().any(within)
}

/// Only 2000::/3 is allocated (RFC 4291). Everything else is excluded: loopback, unspecified, link-local, unique
/// local, multicast, and IPv4-mapped addresses.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let [.., a, b, c, d] = address.octets();
    match (first, second) {
        // NAT64 (RFC 6052): the embedded IPv4 address counts.
        (0x64, 0xff9b) if address.segments()[2..6] == [0; 4] => is_public_v4(Ipv4Addr::new(a, b, c, d)),
        // IETF protocol assignments, including Teredo, which embeds an IPv4 address.
        (0x2001, 0x0000..=0x01ff) => false,
        // Documentation.
        (0x2001, 0x0db8) | (0x3fff, 0x0000..=0x0fff) => false,
        // 6to4: the IPv4 address follows the first 16 bits.
        (0x2002, _) => {
            let [a, b] = second.to_be_bytes();
            let [c, d] = third.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_the_public_internet_is_not_called() {
        let refused = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
            198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
            :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::127.0.0.1 ::7f00:1
            fe80::1 febf::1 fec0::1 fc00::1 fd12:3456::1 fd00:ec2::254 ff02::1 ff0e::1 100::1 64:ff9b::10.0.0.1
            64:ff9b::7f00:1 64:ff9b:1::8.8.8.8 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1
            2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:1::1 3fff::1 4000::1 5f00::1";
        for address in refused.split_whitespace() {
            assert!(!AllowedNetworks::default().permits(address.parse().unwrap()), "{address}");
        }
        let called = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
            169.253.255.255 169.255.0.1 172.15.255.255 172.32.0.1 192.0.1.1 192.167.255.255 192.169.0.1 198.17.255.255
            198.20.0.1 223.255.255.255 2606:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888 2002:808:808::1
            64:ff9b::808:808 3ffe::1";
        for address in called.split_whitespace() {
            assert!(AllowedNetworks::default().permits(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn the_operator_may_add_networks() {
        let allowed_networks =
            AllowedNetworks::with(vec!["10.1.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()]);
        for (address, permitted, added) in [
            ("10.1.2.3", true, true),
            ("::ffff:10.1.2.3", true, true),
            ("10.2.0.1", false, false),
            ("fd00:1::5", true, true),
            ("fd00:2::5", false, false),
            ("127.0.0.1", false, false),
            ("8.8.8.8", true, false),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(
                (allowed_networks.permits(address), allowed_networks.adds(address)),
                (permitted, added),
                "{address}"
            );
        }
        assert!(allowed_networks.adds_any() && !AllowedNetworks::default().adds_any());
    }
}
