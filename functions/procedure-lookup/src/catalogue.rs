//! The procedures in force today, indexed for search and kept between requests.
//!
//! It is public data, so an instance may keep it; each request asks the store whether it is still the edition in force,
//! which costs one small read, and a publication is seen by the next request.

use std::cell::RefCell;
use std::rc::Rc;

use jiff::civil::Date;
use motcua_edge::problem::Problem;
use motcua_reference::problem::{damaged, of_fault};
use motcua_reference::store::procedures::{self, Summary, catalogue_of};
use motcua_reference::words::{channel, level, time_unit};
use motcua_rules::procedure::{Code, audiences};
use motcua_rules::search::{Entry, Index};
use motcua_rules::term;

thread_local! {
    static KEPT: RefCell<Option<Rc<Catalogue>>> = const { RefCell::new(None) };
}

/// One edition, ready to be searched.
pub struct Catalogue {
    edition: String,
    /// The search index.
    pub index: Index,
    /// What a list shows besides, in the order of the codes.
    headlines: Vec<Headline>,
}

/// What is published first of a procedure's time and fee.
pub struct Headline {
    code: Code,
    /// The number of the time limit.
    pub time: Option<u32>,
    /// What it counts.
    pub unit: Option<term::Unit>,
    /// In đồng; nothing is not zero, and zero is not free.
    pub fee: Option<u64>,
}

impl Catalogue {
    /// The headline of a procedure in this catalogue.
    pub fn headline(&self, code: Code) -> Option<&Headline> {
        let at = self.headlines.binary_search_by_key(&code, |headline| headline.code).ok()?;
        self.headlines.get(at)
    }
}

/// The catalogue in force today.
pub async fn today(today: Date) -> Result<Rc<Catalogue>, Problem> {
    let kept = KEPT.with_borrow(Option::clone);
    let known = kept.as_ref().map(|kept| kept.edition.clone());
    let newer = catalogue_of(today.to_string(), known).await.map_err(of_fault)?;
    match (newer, kept) {
        (None, Some(kept)) => Ok(kept),
        (None, None) => Err(damaged("no catalogue where none was known")),
        (Some(newer), _) => {
            let catalogue = Rc::new(indexed(newer)?);
            KEPT.set(Some(catalogue.clone()));
            Ok(catalogue)
        }
    }
}

fn indexed(catalogue: procedures::Catalogue) -> Result<Catalogue, Problem> {
    let mut entries = Vec::with_capacity(catalogue.summaries.len());
    let mut headlines = Vec::with_capacity(catalogue.summaries.len());
    for summary in catalogue.summaries {
        let code = Code::parse(&summary.code).ok_or_else(|| damaged(&format!("procedure code {}", summary.code)))?;
        headlines.push(Headline { code, time: summary.time, unit: summary.time_unit.map(time_unit), fee: summary.fee });
        entries.push(entry(code, summary));
    }
    Ok(Catalogue { edition: catalogue.edition, index: Index::new(entries), headlines })
}

fn entry(code: Code, summary: Summary) -> Entry {
    Entry {
        code,
        name_vi: summary.name_vi,
        name_en: summary.name_en,
        field: summary.field_vi,
        levels: summary.levels.into_iter().map(level).collect(),
        channels: summary.channels.into_iter().map(channel).collect(),
        audiences: audiences(&summary.subjects_vi),
        popularity: summary.volume_rank.and_then(|rank| u16::try_from(rank.saturating_sub(1)).ok()),
    }
}
