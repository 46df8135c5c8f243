//! From where a request came.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;

/// What the host says of its peer. The host drops what a client sends under such a name.
const PEER: &str = "spin-client-addr";
const FORWARDED: &str = "x-forwarded-for";

/// The address to count attempts by: the peer's, or behind load balancers that are trusted the last one that none of them
/// has. Of IPv6 the first 64 bits, because everybody has all of the others. `None` where the host does not say.
pub fn address(headers: &HeaderMap, trusted: &[IpAddr]) -> Option<String> {
    let peer = headers.get(PEER)?.to_str().ok()?;
    let peer = peer.parse::<SocketAddr>().map(|peer| peer.ip()).or_else(|_| peer.parse()).ok()?.to_canonical();
    let mut address = peer;
    if is_trusted(trusted, peer) {
        let lines: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            // Behind what nobody understands stands what a client made up.
            let Some(hop) = read(hop) else { break };
            address = hop;
            if !is_trusted(trusted, hop) {
                break;
            }
        }
    }
    Some(shown(address))
}

fn is_trusted(trusted: &[IpAddr], address: IpAddr) -> bool {
    trusted.iter().any(|one| one.to_canonical() == address)
}

/// An address with or without a port, IPv6 in brackets or not.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().or_else(|_| hop.parse::<SocketAddr>().map(|hop| hop.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

fn shown(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;
    use proptest::prelude::*;

    fn of(peer: &str, forwarded: &[&str], trusted: &[&str]) -> Option<String> {
        let peer = (HeaderName::from_static(PEER), peer.parse().unwrap());
        let lines = forwarded.iter().map(|line| (HeaderName::from_static(FORWARDED), line.parse().unwrap()));
        let headers = HeaderMap::from_iter(core::iter::once(peer).chain(lines));
        let trusted: Vec<IpAddr> = trusted.iter().map(|one| one.parse().unwrap()).collect();
        address(&headers, &trusted)
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(of("203.0.113.7:4711", &["198.51.100.1"], &[]).as_deref(), Some("203.0.113.7"));
        assert_eq!(of("203.0.113.7:4711", &["198.51.100.1"], &["10.0.0.1"]).as_deref(), Some("203.0.113.7"));
        assert_eq!(of("nobody", &[], &[]), None);
    }

    #[test]
    fn a_trusted_proxy_says_who_asked_it() {
        let trusted = &["10.0.0.1", "10.0.0.2"];
        let of = |lines: &[&str]| of("10.0.0.1:80", lines, trusted).unwrap();
        assert_eq!(of(&["198.51.100.1"]), "198.51.100.1");
        assert_eq!(of(&["1.1.1.1, 198.51.100.1 , 10.0.0.2"]), "198.51.100.1");
        assert_eq!(of(&["1.1.1.1", "198.51.100.1:5555, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(of(&["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(of(&["unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(of(&[]), "10.0.0.1");
    }

    #[test]
    fn a_neighbourhood_of_ipv6_is_one() {
        assert_eq!(of("[2001:db8:1:2:3:4:5:6]:80", &[], &[]).as_deref(), Some("2001:db8:1:2::/64"));
        assert_eq!(of("[2001:db8:1:2::1]:80", &[], &[]).as_deref(), Some("2001:db8:1:2::/64"));
        assert_eq!(of("[::ffff:203.0.113.7]:80", &[], &[]).as_deref(), Some("203.0.113.7"));
        assert_eq!(of("10.0.0.1:80", &["[2001:db8::1]:443"], &["10.0.0.1"]).as_deref(), Some("2001:db8:0:0::/64"));
    }

    proptest! {
        #[test]
        fn any_header_is_read(peer in "[ -~]{0,30}", line in "[ -~]{0,60}") {
            of(&peer, &[&line], &["10.0.0.1"]);
            of("10.0.0.1:80", &[&line], &["10.0.0.1"]);
        }
    }
}
