//! `allowed_outbound_hosts`: where a component may call, in Spin's grammar `scheme://host[:port]`.
//!
//! Absent on purpose: any name resolution. A name is allowed as a name and an address as an address; that a name which is
//! allowed leads to an address which is not is no business of this list, in Spin neither.

mod host;
#[cfg(test)]
mod tests;

use crate::variables::{Template, Variables};
use host::{Host, Target};

/// The ports that a scheme means when none is written; Spin's list.
const PORTS: &[(&str, u16)] =
    &[("http", 80), ("https", 443), ("mqtt", 1883), ("mysql", 3306), ("postgres", 5432), ("redis", 6379)];

/// Where a component may call. The default allows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// None: any.
    scheme: Option<String>,
    host: Host,
    ports: Ports,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Ports {
    Any,
    /// From, and the first that is not meant: Spin's `8000..9000` leaves 9000 out.
    Range(u16, u16),
    One(u16),
}

/// An entry that is not understood. One line: which, why, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{entry}' in allowed_outbound_hosts: {why}")]
pub struct Error {
    /// The entry as written, its template not filled in: what a variable holds may be a secret.
    pub entry: String,
    /// What is wrong with it.
    pub why: Why,
}

/// Why an entry is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the message says it")]
pub enum Why {
    #[error("allows everything, which Spin refuses too: write '*://*:*' if you mean it")]
    AllowAll,
    #[error("names a variable that is not declared: add it to [variables]")]
    Variable,
    #[error("has no scheme: write scheme://host or scheme://host:port")]
    NoScheme,
    #[error("the scheme must be '*' or lower-case letters")]
    Scheme,
    #[error("lists in braces are not supported: write one entry for each")]
    List,
    #[error("has no port, and the scheme has no usual one: write scheme://host:port or scheme://host:*")]
    NoPort,
    #[error("the port must be a number up to 65535, a range 'from..before', or '*'")]
    Port,
    #[error("must not have a path")]
    Path,
    #[error("'*' may stand for the whole host or, as '*.', for the names below a domain")]
    Wildcard,
    #[error("the host must be a name in ASCII (punycode), an IPv4 address, an [IPv6] address, or address/bits")]
    Host,
}

impl AllowedHosts {
    /// Fills in and reads the entries of a component.
    ///
    /// A template that comes out empty, or as a scheme without a host, stands for an optional service that is not configured
    /// and falls away, as in Spin. An entry without a template does not.
    pub fn resolve(entries: &[Template], variables: &Variables) -> Result<AllowedHosts, Error> {
        let mut rules = Vec::new();
        for entry in entries {
            let refused = |why| Error { entry: entry.to_string(), why };
            let filled = variables.fill(entry).map_err(|_| refused(Why::Variable))?;
            if entry.is_literal() || !matches!(filled.expose(), "" | "http://" | "https://") {
                rules.push(parse_rule(filled.expose().trim()).map_err(refused)?);
            }
        }
        Ok(AllowedHosts(rules))
    }

    /// Reads entries without templates.
    pub fn parse<S: AsRef<str>>(entries: &[S]) -> Result<AllowedHosts, Error> {
        let rules = entries.iter().map(|entry| {
            let entry = entry.as_ref();
            parse_rule(entry.trim()).map_err(|why| Error { entry: entry.to_owned(), why })
        });
        rules.collect::<Result<_, _>>().map(AllowedHosts)
    }

    /// Whether this may be called. `host` is a name, an IPv4 address or an IPv6 address, with or without brackets; without a
    /// port, the scheme's usual one is meant.
    pub fn allows(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        let target = Target::read(host);
        let port = port.or_else(|| usual_port(scheme));
        let is_meant = |rule: &Rule| rule.allows_scheme(scheme) && rule.host.allows(&target) && rule.ports.allow(port);
        self.0.iter().any(is_meant)
    }

    /// Whether the application may call itself (a relative URL, or the host `self.alt`), whatever its port.
    pub fn allows_self(&self, scheme: &str) -> bool {
        let is_self = |host: &Host| matches!(host, Host::Any | Host::ToSelf);
        self.0.iter().any(|rule| rule.allows_scheme(scheme) && is_self(&rule.host))
    }
}

/// The component that a host name calls in memory: `x` of `x.spin.internal`. Whether the caller may is for
/// [`AllowedHosts::allows`] to say.
pub fn chained_component(host: &str) -> Option<&str> {
    let (name, domain) = host.split_once('.')?;
    domain.eq_ignore_ascii_case(host::CHAINING).then_some(name)
}

impl Rule {
    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_ref().is_none_or(|allowed| allowed.eq_ignore_ascii_case(scheme))
    }
}

impl Ports {
    fn allow(&self, port: Option<u16>) -> bool {
        match (self, port) {
            (Ports::Any, _) => true,
            (Ports::One(allowed), Some(port)) => *allowed == port,
            (Ports::Range(from, before), Some(port)) => (*from..*before).contains(&port),
            (_, None) => false,
        }
    }
}

fn parse_rule(entry: &str) -> Result<Rule, Why> {
    if entry == "insecure:allow-all" {
        return Err(Why::AllowAll);
    }
    let (scheme, rest) = entry.split_once("://").ok_or(Why::NoScheme)?;
    let scheme_name = match scheme {
        "*" => None,
        _ if scheme.starts_with('{') => return Err(Why::List),
        _ if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_lowercase()) => return Err(Why::Scheme),
        _ => Some(scheme.to_owned()),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    // An IPv6 network has colons without brackets, so the whole is tried as a host first.
    let (host, port) = match (Host::parse(rest), rest.rsplit_once(':')) {
        (Ok(host), _) => (host, ""),
        (Err(_), Some((host, port))) => {
            if port.contains('/') && !host.starts_with('[') {
                return Err(Why::Path);
            }
            (Host::parse(host)?, port)
        }
        (Err(why), None) => return Err(why),
    };
    Ok(Rule { scheme: scheme_name, host, ports: parse_ports(port, scheme)? })
}

fn parse_ports(port: &str, scheme: &str) -> Result<Ports, Why> {
    match port {
        "" => usual_port(scheme).map(Ports::One).ok_or(Why::NoPort),
        "*" => Ok(Ports::Any),
        _ if port.starts_with('{') => Err(Why::List),
        _ => match port.split_once("..") {
            Some((from, before)) => {
                let (from, before) = (parse_port(from)?, parse_port(before)?);
                if from < before { Ok(Ports::Range(from, before)) } else { Err(Why::Port) }
            }
            None => parse_port(port).map(Ports::One),
        },
    }
}

fn parse_port(port: &str) -> Result<u16, Why> {
    // `parse` would take "+80".
    if port.bytes().all(|byte| byte.is_ascii_digit()) { port.parse().map_err(|_| Why::Port) } else { Err(Why::Port) }
}

fn usual_port(scheme: &str) -> Option<u16> {
    PORTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(scheme)).map(|(_, port)| *port)
}
