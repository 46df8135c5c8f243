//! What the operator set, read once an instance.

use std::cell::RefCell;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_record::keys::{Lookup, Sealing};
use motcua_settings::{self as settings, Kept, number};
use motcua_upload::Sizes;

thread_local! {
    static KEPT: Kept<Settings> = const { RefCell::new(None) };
}

const DAY_MS: u64 = 86_400_000;
/// No draft is kept for longer than a year, whatever was set.
const DRAFT_DAYS_MAX: u64 = 365;
/// The store lists so many files of a draft.
const FILES_MAX: u32 = 200;

/// The variables of this function. There is no `Debug`: it holds keys.
pub struct Settings {
    /// What personal data are sealed with.
    pub sealing: Sealing,
    /// What things are found by that must not be kept readable.
    pub lookup: Lookup,
    /// Where people reach the portal, without a slash at the end.
    pub portal_url: String,
    /// How many files a draft may have.
    pub files_max: u32,
    /// How long a draft lives after its last change, in milliseconds.
    pub draft_ms: u64,
    /// How many bytes a file may have.
    pub sizes: Sizes,
}

/// The settings of this instance.
pub async fn kept() -> Result<Rc<Settings>, Problem> {
    settings::kept(&KEPT, read).await
}

async fn read() -> Result<Settings, Problem> {
    Ok(Settings {
        sealing: settings::value("sealing_keys", Sealing::read).await?,
        lookup: settings::value("lookup_key", Lookup::read).await?,
        portal_url: settings::portal_url().await?,
        files_max: number("draft_files_max").await?.try_into().unwrap_or(FILES_MAX).clamp(1, FILES_MAX),
        draft_ms: number("draft_days").await?.clamp(1, DRAFT_DAYS_MAX).saturating_mul(DAY_MS),
        sizes: Sizes {
            small: number("upload_small_bytes").await?,
            medium: number("upload_medium_bytes").await?,
            large: number("upload_large_bytes").await?,
        },
    })
}
