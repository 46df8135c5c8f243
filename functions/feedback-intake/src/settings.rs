//! What the operator set, read once an instance.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::keys::{Lookup, Sealing};
use motcua_rules::agency::Id;
use motcua_upload::Sizes;
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
    let bytes = text("feedback_file_bytes").await?.trim().parse().map_err(|_| unusable("feedback_file_bytes"))?;
    Ok(Settings {
        sealing: Sealing::read(&text("sealing_keys").await?).map_err(|_| unusable("sealing_keys"))?,
        lookup: Lookup::read(&text("lookup_key").await?).map_err(|_| unusable("lookup_key"))?,
        portal_url: text("portal_url").await?.trim_end_matches('/').to_owned(),
        proxies: proxies.map_err(|_| unusable("trusted_proxies"))?,
        national: Id::parse(text("feedback_national").await?.trim()).ok_or_else(|| unusable("feedback_national"))?,
        desks: text("feedback_desks").await?,
        operators: text("feedback_operators").await?,
        sizes: Sizes { small: bytes, medium: bytes, large: bytes },
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
