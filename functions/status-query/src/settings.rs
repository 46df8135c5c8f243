//! What the operator set, read once an instance: it is fixed when the portal starts.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::keys::{Lookup, Sealing, Signing};
use spin_sdk::variables;

thread_local! {
    static KEPT: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
}

/// The variables of this function. There is no `Debug`: it holds keys.
pub struct Settings {
    /// What personal data are sealed with.
    pub sealing: Sealing,
    /// What things are found by that must not be kept readable.
    pub lookup: Lookup,
    /// What receipts are signed with.
    pub signing: Signing,
    /// Where people reach the portal, without a slash at the end.
    pub portal_url: String,
    /// The load balancers that say truly whom they ask for.
    pub proxies: Vec<IpAddr>,
    /// The gateways at which a fee can be paid, as addresses call them: `vnpay`.
    pub gateways: Vec<String>,
}

/// The settings of this instance.
pub async fn kept() -> Result<Rc<Settings>, Problem> {
    if let Some(kept) = KEPT.with_borrow(Option::clone) {
        return Ok(kept);
    }
    let read = Rc::new(read().await?);
    KEPT.set(Some(read.clone()));
    Ok(read)
}

async fn read() -> Result<Settings, Problem> {
    let proxies = text("trusted_proxies").await?;
    let proxies: Result<Vec<IpAddr>, _> = proxies.split_whitespace().map(str::parse).collect();
    Ok(Settings {
        sealing: Sealing::read(&text("sealing_keys").await?).map_err(|_| unusable("sealing_keys"))?,
        lookup: Lookup::read(&text("lookup_key").await?).map_err(|_| unusable("lookup_key"))?,
        signing: Signing::read(&text("receipt_keys").await?).map_err(|_| unusable("receipt_keys"))?,
        portal_url: text("portal_url").await?.trim_end_matches('/').to_owned(),
        proxies: proxies.map_err(|_| unusable("trusted_proxies"))?,
        gateways: text("gateways").await?.split_whitespace().map(str::to_owned).collect(),
    })
}

async fn text(name: &str) -> Result<String, Problem> {
    variables::get(name).await.map_err(|error| {
        eprintln!("the variable `{name}` cannot be read: {error}");
        refusal::out_of_order()
    })
}

/// Names the variable and not its value, which may be a key.
fn unusable(name: &str) -> Problem {
    eprintln!("the variable `{name}` is not what it has to be");
    refusal::out_of_order()
}
