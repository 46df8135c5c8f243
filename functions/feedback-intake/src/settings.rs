//! What the operator set, read once an instance.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_record::keys::{Lookup, Sealing};
use motcua_rules::agency::Id;
use motcua_settings::{self as settings, Kept};
use motcua_upload::Sizes;

thread_local! {
    static KEPT: Kept<Settings> = const { RefCell::new(None) };
}

/// The variables of this function. There is no `Debug`: it holds keys.
pub struct Settings {
    /// What personal data are sealed with.
    pub sealing: Sealing,
    /// What things are found by that must not be kept readable.
    pub lookup: Lookup,
    /// Where people reach the portal, without a slash at the end.
    pub portal_url: String,
    /// The load balancers that say truly whom they ask for.
    pub proxies: Vec<IpAddr>,
    /// The desk of the national system: whatever no other desk has.
    pub national: Id,
    /// Who handles items, `H29.101=token`: the agency and all below it.
    pub desks: String,
    /// Who brings items in for others, `hotline-h29=token`: operators of a hotline, other systems.
    pub operators: String,
    /// How many bytes a file may have.
    pub sizes: Sizes,
}

/// The settings of this instance.
pub async fn kept() -> Result<Rc<Settings>, Problem> {
    settings::kept(&KEPT, read).await
}

async fn read() -> Result<Settings, Problem> {
    let bytes = settings::number("feedback_file_bytes").await?;
    Ok(Settings {
        sealing: settings::value("sealing_keys", Sealing::read).await?,
        lookup: settings::value("lookup_key", Lookup::read).await?,
        portal_url: settings::portal_url().await?,
        proxies: settings::proxies().await?,
        national: settings::value("feedback_national", |text| Id::parse(text.trim()).ok_or(())).await?,
        desks: settings::text("feedback_desks").await?,
        operators: settings::text("feedback_operators").await?,
        sizes: Sizes { small: bytes, medium: bytes, large: bytes },
    })
}
