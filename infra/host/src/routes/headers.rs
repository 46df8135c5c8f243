//! The `spin-*` headers: what a guest is told about its route.

use std::borrow::Cow;
use std::net::SocketAddr;

use super::Match;

/// Where a request came from, as the server saw it.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// `http` or `https`: how the server was reached.
    pub scheme: &'a str,
    /// The `Host` header; Spin says `localhost` where there is none.
    pub host: &'a str,
    /// The target as sent, with its query.
    pub path_and_query: &'a str,
    /// The peer; `0.0.0.0:0` for a chained request.
    pub client: SocketAddr,
}

/// The headers that a guest gets besides those of the client, names in lower case.
///
/// What the client sent under such names must be gone before: see [`is_spin_header`].
pub fn headers<'a>(found: &Match<'a>, origin: &Origin<'_>) -> Vec<(&'a str, Cow<'a, str>)> {
    let Origin { scheme, host, path_and_query, client } = origin;
    let raw = found.route();
    let mut headers = vec![
        ("spin-path-info", found.path_info().into()),
        ("spin-full-url", format!("{scheme}://{host}{path_and_query}").into()),
        ("spin-matched-route", matched_route(raw)),
        // Spin 4 has no base path any more, but still sends the header.
        ("spin-base-path", "/".into()),
        ("spin-raw-component-route", raw.into()),
        ("spin-component-route", raw.strip_suffix("/...").unwrap_or(raw).into()),
        ("spin-client-addr", client.to_string().into()),
    ];
    headers.extend(found.segments().into_iter().map(|(header, value)| (header, value.into())));
    headers
}

/// The route with a slash in front and one less behind, so that the root is empty: Spin's reading of it.
fn matched_route(raw: &str) -> Cow<'_, str> {
    let route = raw.strip_suffix('/').unwrap_or(raw);
    match route.starts_with('/') || route.is_empty() {
        true => route.into(),
        false => format!("/{route}").into(),
    }
}

/// Whether only the host may say this: a client's header of such a name is dropped.
///
/// Spin itself lets them through beside its own, and a guest that reads the first value believes the client.
pub fn is_spin_header(name: &str) -> bool {
    name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("spin-"))
}
