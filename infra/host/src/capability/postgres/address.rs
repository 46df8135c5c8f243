//! The address of a database: where it leads, and what the host adds to it.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{Authority, connector};
use crate::bindings::spin::postgres::postgres::Error;

const PORT: u16 = 5432;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A server that has gone without a word is noticed after a minute, not after the two hours of the system.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(30);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(10);
const KEEPALIVE_RETRIES: u32 = 3;
const UNACKNOWLEDGED_MAX: Duration = Duration::from_secs(30);
/// What the driver takes when an address does not say.
const KEEPALIVE_IDLE_UNSET: Duration = Duration::from_secs(2 * 60 * 60);
/// Settings of each session, in milliseconds. No request lives longer than the first; the second frees the locks of a
/// guest that sits on a transaction.
const SETTINGS: [(&str, u32); 2] = [("statement_timeout", 30_000), ("idle_in_transaction_session_timeout", 60_000)];

/// An address, ready to be connected to.
pub struct Address {
    text: String,
    authority: Option<Arc<Authority>>,
    /// What the address says, and our defaults where it says nothing.
    pub config: Config,
    /// `None` when the address disables TLS.
    pub tls: Option<MakeRustlsConnect>,
}

impl Address {
    /// Reads a connection string, of either form. An error does not repeat it: it holds a password.
    pub fn read(text: String, authority: Option<Arc<Authority>>) -> Result<Address, Error> {
        let mut config: Config = text.parse().map_err(|_| {
            failed("the address is no connection string: write postgres://user:password@host:port/database")
        })?;
        add_defaults(&mut config);
        let tls = connector(&config, authority.as_deref())?;
        Ok(Address { text, authority, config, tls })
    }

    /// True when it was read from `text` and trusts the same authority.
    pub fn is_for(&self, text: &str, authority: Option<&Arc<Authority>>) -> bool {
        self.text == text && self.authority.as_ref() == authority
    }

    /// True when a connection to one is a connection to the other.
    pub fn is_same(&self, other: &Address) -> bool {
        std::ptr::eq(self, other) || self.is_for(&other.text, other.authority.as_ref())
    }

    /// Every host and port that a connection may lead to. `hostaddr` stands beside the names: it is what is called, and
    /// a name that is allowed must not hide it.
    pub fn targets(&self) -> Result<Vec<(String, u16)>, Error> {
        let ports = self.config.get_ports();
        let port = |index: usize| ports.get(index).or(ports.first()).copied().unwrap_or(PORT);
        let mut targets = Vec::new();
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            match host {
                Host::Tcp(host) => targets.push((host.clone(), port(index))),
                Host::Unix(_) => return Err(failed("Unix sockets are not supported on WebAssembly")),
            }
        }
        let addresses = self.config.get_hostaddrs().iter().enumerate();
        targets.extend(addresses.map(|(index, address)| (address.to_string(), port(index))));
        if targets.is_empty() { Err(failed("the address names no host")) } else { Ok(targets) }
    }
}

fn failed(why: &str) -> Error {
    Error::ConnectionFailed(why.to_owned())
}

fn add_defaults(config: &mut Config) {
    if config.get_application_name().is_none() {
        config.application_name("motcua");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNACKNOWLEDGED_MAX);
    }
    if config.get_keepalives_idle() == KEEPALIVE_IDLE_UNSET {
        config.keepalives_idle(KEEPALIVE_IDLE);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(KEEPALIVE_INTERVAL);
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(KEEPALIVE_RETRIES);
    }
    let mut options = config.get_options().unwrap_or_default().to_owned();
    // Postgres takes `--statement-timeout=1` as well.
    let given = options.replace('-', "_");
    for (name, milliseconds) in SETTINGS.iter().filter(|(name, _)| !given.contains(name)) {
        options.push_str(&format!(" -c {name}={milliseconds}"));
    }
    config.options(options.trim_start());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Address, Error> {
        Address::read(text.to_owned(), None)
    }

    #[test]
    fn every_host_is_a_target() {
        #[rustfmt::skip]
        let cases: &[(&str, &[(&str, u16)])] = &[
            ("postgres://u:p@db/x",                           &[("db", 5432)]),
            ("postgresql://u@a:1,b:2/x",                      &[("a", 1), ("b", 2)]),
            ("host=a,b port=7",                               &[("a", 7), ("b", 7)]),
            ("host=a hostaddr=10.0.0.1 port=7",               &[("a", 7), ("10.0.0.1", 7)]),
            ("hostaddr=10.0.0.1,10.0.0.2 port=1,2",           &[("10.0.0.1", 1), ("10.0.0.2", 2)]),
            ("postgres://db/x?hostaddr=10.0.0.1",             &[("db", 5432), ("10.0.0.1", 5432)]),
            ("postgres://[::1]:5433/x",                       &[("::1", 5433)]),
        ];
        for (text, expected) in cases {
            let targets = read(text).unwrap().targets().unwrap();
            let targets: Vec<(&str, u16)> = targets.iter().map(|(host, port)| (&**host, *port)).collect();
            assert_eq!(targets, *expected, "{text}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused_without_repeating_it() {
        for text in
            ["", "user=u", "host=/run/postgresql", "postgres://%2Frun%2Fpostgresql/x", "password=secret word", "x"]
        {
            let error = read(text).and_then(|address| address.targets()).unwrap_err();
            let Error::ConnectionFailed(why) = error else { panic!("{text}: {error:?}") };
            assert!(!why.contains("secret") && !why.contains("word "), "{why}");
        }
    }

    #[test]
    fn limits_are_set_unless_the_address_sets_them() {
        #[rustfmt::skip]
        let cases = [
            ("host=a", "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000"),
            ("host=a options='-c statement_timeout=1'", "-c statement_timeout=1 -c idle_in_transaction_session_timeout=60000"),
            ("postgres://a?options=--statement-timeout%3D1", "--statement-timeout=1 -c idle_in_transaction_session_timeout=60000"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap().config.get_options(), Some(expected), "{text}");
        }
    }
}
