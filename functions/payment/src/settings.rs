//! What the operator set, read once an instance.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_record::keys::{Sealing, Signing};
use motcua_settings::{self as settings, Kept};

thread_local! {
    static KEPT: Kept<Settings> = const { RefCell::new(None) };
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
    settings::kept(&KEPT, read).await
}

async fn read() -> Result<Settings, Problem> {
    Ok(Settings {
        gateway: settings::text("gateway").await?,
        sealing: settings::value("sealing_keys", Sealing::read).await?,
        signing: settings::value("receipt_keys", Signing::read).await?,
        portal_url: settings::portal_url().await?,
        proxies: settings::proxies().await?,
        cashiers: settings::text("cashiers").await?,
        sweepers: settings::text("sweepers").await?,
    })
}
