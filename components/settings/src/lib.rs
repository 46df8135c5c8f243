//! What the operator set: the variables of a function, read once an instance, since they are fixed when the portal starts.
//!
//! A variable that is missing, or is not what it has to be, is our fault and no client's. The log names it and not its value,
//! which may be a key; whoever asked is told that the portal is out of order.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;
use std::thread::LocalKey;

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use spin_sdk::variables;

/// Where an instance keeps its settings.
pub type Kept<S> = RefCell<Option<Rc<S>>>;

/// The settings of this instance; its first request reads them.
pub async fn kept<S>(
    place: &'static LocalKey<Kept<S>>,
    read: impl AsyncFnOnce() -> Result<S, Problem>,
) -> Result<Rc<S>, Problem> {
    if let Some(kept) = place.with_borrow(Option::clone) {
        return Ok(kept);
    }
    let read = Rc::new(read().await?);
    place.set(Some(read.clone()));
    Ok(read)
}

/// A variable as it was written.
pub async fn text(name: &str) -> Result<String, Problem> {
    variables::get(name).await.map_err(|error| {
        eprintln!("the variable `{name}` cannot be read: {error}");
        refusal::out_of_order()
    })
}

/// A variable as what it has to be.
pub async fn value<T, E>(name: &str, read: impl FnOnce(&str) -> Result<T, E>) -> Result<T, Problem> {
    read(&text(name).await?).map_err(|_| {
        eprintln!("the variable `{name}` is not what it has to be");
        refusal::out_of_order()
    })
}

/// A variable that is a number.
pub async fn number(name: &str) -> Result<u64, Problem> {
    value(name, |text| text.trim().parse::<u64>()).await
}

/// Where people reach the portal (`portal_url`), without a slash at the end.
pub async fn portal_url() -> Result<String, Problem> {
    Ok(text("portal_url").await?.trim_end_matches('/').to_owned())
}

/// The load balancers that say truly whom they ask for (`trusted_proxies`).
pub async fn proxies() -> Result<Vec<IpAddr>, Problem> {
    value("trusted_proxies", |text| text.split_whitespace().map(str::parse).collect::<Result<_, _>>()).await
}
