//! The host of an entry, and the host that a component calls.

use std::net::IpAddr;

use super::Why;

/// The domain of service chaining: no name server knows it.
pub(super) const CHAINING: &str = "spin.internal";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Any,
    /// `self`: the application as it is reached from outside.
    ToSelf,
    /// The domain of `*.domain`, in lower case.
    Below(String),
    /// In lower case.
    Name(String),
    Address(IpAddr),
    Network {
        address: IpAddr,
        bits: u8,
    },
}

/// A host that is about to be called.
pub(super) enum Target<'a> {
    Address(IpAddr),
    Name(&'a str),
}

impl<'a> Target<'a> {
    pub(super) fn read(host: &'a str) -> Target<'a> {
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        // Other spellings of an address (`127.1`, `0x7f000001`) stay names: only a rule for any host allows them.
        bare.parse().map_or(Target::Name(host), Target::Address)
    }
}

impl Host {
    pub(super) fn parse(text: &str) -> Result<Host, Why> {
        match text {
            "*" => return Ok(Host::Any),
            "self" | "self.alt" => return Ok(Host::ToSelf),
            _ if text.starts_with('{') => return Err(Why::List),
            _ => {}
        }
        if let Some((address, bits)) = text.split_once('/') {
            return parse_network(address, bits);
        }
        if let Some(domain) = text.strip_prefix("*.") {
            return parse_name(domain).map(Host::Below);
        }
        if let Some(address) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            return address.parse().map(IpAddr::V6).map(Host::Address).map_err(|_| Why::Host);
        }
        match text.parse() {
            Ok(address) => Ok(Host::Address(IpAddr::V4(address))),
            Err(_) => parse_name(text).map(Host::Name),
        }
    }

    pub(super) fn allows(&self, target: &Target<'_>) -> bool {
        match (self, target) {
            (Host::Any, _) => true,
            (Host::Name(name), Target::Name(host)) => host.eq_ignore_ascii_case(name),
            (Host::Below(domain), Target::Name(host)) => is_below(domain, host),
            (Host::Address(allowed), Target::Address(address)) => allowed == address,
            (Host::Network { address, bits }, Target::Address(host)) => is_within(*address, *bits, *host),
            _ => false,
        }
    }
}

/// Names are compared in ASCII without case. Of components, only the direct names exist.
fn is_below(domain: &str, host: &str) -> bool {
    let Some(cut) = host.len().checked_sub(domain.len() + 1).filter(|&cut| cut > 0 && host.is_char_boundary(cut))
    else {
        return false;
    };
    let (name, rest) = host.split_at(cut);
    let is_suffix = rest.strip_prefix('.').is_some_and(|rest| rest.eq_ignore_ascii_case(domain));
    is_suffix && (domain != CHAINING || !name.contains('.'))
}

fn is_within(network: IpAddr, bits: u8, host: IpAddr) -> bool {
    let (network, host, width) = match (network, host) {
        (IpAddr::V4(network), IpAddr::V4(host)) => (u128::from(network.to_bits()), u128::from(host.to_bits()), 32),
        (IpAddr::V6(network), IpAddr::V6(host)) => (network.to_bits(), host.to_bits(), 128),
        _ => return false,
    };
    // All bits free: a shift by the whole width is none in Rust.
    (network ^ host).checked_shr(width - u32::from(bits)).unwrap_or(0) == 0
}

fn parse_network(address: &str, bits: &str) -> Result<Host, Why> {
    let address: IpAddr = address.parse().map_err(|_| Why::Path)?;
    let width = if address.is_ipv4() { 32 } else { 128 };
    match bits.parse() {
        Ok(bits) if bits <= width => Ok(Host::Network { address, bits }),
        _ => Err(Why::Path),
    }
}

fn parse_name(name: &str) -> Result<String, Why> {
    if name.contains('*') {
        return Err(Why::Wildcard);
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || !name.split('.').all(is_label) {
        return Err(Why::Host);
    }
    Ok(name.to_ascii_lowercase())
}
