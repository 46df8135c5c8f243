//! What the operator set, read once an instance.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::keys::{Sealing, Signing};
use spin_sdk::variables;

thread_local! {
    static KEPT: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
}

/// The variables of this function. There is no `Debug`: it holds keys. Those of the gateway are its part's alone.
pub struct Settings {
    /// What the gateway is called in addresses: `vnpay`.
    pub gateway: String,
    /// What personal data are sealed with.
    pub sealing: Sealing,
    /// What receipts are signed with.
    pub signing: Signing,
    /// Where people and gateways reach the portal, without a slash at the end.
    pub portal_url: String,
    /// The load balancers that say truly whom they ask for.
    pub proxies: Vec<IpAddr>,
    /// Who answers for the money: `name=token name2=token2`.
    pub cashiers: String,
    /// Who may have the sweep done from outside, in the same form; nobody where it is empty.
    pub sweepers: String,
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
        gateway: text("gateway").await?,
        sealing: Sealing::read(&text("sealing_keys").await?).map_err(|_| unusable("sealing_keys"))?,
        signing: Signing::read(&text("receipt_keys").await?).map_err(|_| unusable("receipt_keys"))?,
        portal_url: text("portal_url").await?.trim_end_matches('/').to_owned(),
        proxies: proxies.map_err(|_| unusable("trusted_proxies"))?,
        cashiers: text("cashiers").await?,
        sweepers: text("sweepers").await?,
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
