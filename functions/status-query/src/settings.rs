//! What the operator set, read once an instance: it is fixed when the portal starts.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_record::keys::{Lookup, Sealing, Signing};
use motcua_settings::{self as settings, Kept};

thread_local! {
    static KEPT: Kept<Settings> = const { RefCell::new(None) };
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
    settings::kept(&KEPT, read).await
}

async fn read() -> Result<Settings, Problem> {
    Ok(Settings {
        sealing: settings::value("sealing_keys", Sealing::read).await?,
        lookup: settings::value("lookup_key", Lookup::read).await?,
        signing: settings::value("receipt_keys", Signing::read).await?,
        portal_url: settings::portal_url().await?,
        proxies: settings::proxies().await?,
        gateways: settings::text("gateways").await?.split_whitespace().map(str::to_owned).collect(),
    })
}
