//! What a draft stands on: the procedure, its form and the place of filing, as they are in force on a day.

use jiff::civil::{Date, DateTime};
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_reference::form::Version;
use motcua_reference::quote::{CALENDAR, SCHEDULE};
use motcua_reference::store::procedures::Procedure;
use motcua_reference::{form, place, procedure};
use motcua_rules::agency::Agency;
use motcua_rules::desk::{Desk, DeskRequest, Jurisdiction, Receiving, jurisdiction};
use motcua_rules::language::Language;
use motcua_rules::procedure::Channel;
use motcua_rules::quote::{Missing, Place, PlaceUnit, QuoteRequest, Told};

use crate::problem;

/// Procedure, form and place.
pub struct Basis {
    /// The procedure in force.
    pub procedure: Procedure,
    /// Its form.
    pub version: Version,
    /// Where the dossier is filed.
    pub place: Place,
}

/// A desk that receives, and the agency that heads the codes of its dossiers.
pub struct Receiver {
    /// The desk.
    pub desk: Desk,
    /// Its agency.
    pub agency: Agency,
}

impl Basis {
    /// As it is in force on a day: a procedure's code and the code of a unit.
    pub async fn of(procedure: &str, place: &str, day: Date) -> Result<Basis, Problem> {
        let day = day.to_string();
        let place = place::of_code(place, &day).await?;
        Basis::with_place(procedure, place, &day).await
    }

    /// The same for a place that is settled.
    pub async fn with_place(procedure: &str, place: Place, day: &str) -> Result<Basis, Problem> {
        let procedure = procedure::find(procedure, day).await?;
        let version = form::of(&procedure, day).await?;
        Ok(Basis { procedure, version, place })
    }

    /// The unit at whose desk it is filed.
    pub fn unit(&self) -> &PlaceUnit {
        self.place.commune.as_ref().unwrap_or(&self.place.province)
    }

    /// Who receives and who decides, by when and for how much, if it is filed over the portal at that moment. `matter` is
    /// where the matter belongs; without one it belongs where it is filed.
    pub fn jurisdiction(&self, matter: Option<Place>, filed: DateTime) -> Result<Jurisdiction, Problem> {
        let facts = procedure::facts(&self.procedure)?;
        let place = Some(matter.unwrap_or_else(|| self.place.clone()));
        let quote =
            QuoteRequest { channel: Some(Channel::Online), filed, place, level: None, copies: None, pages: None };
        let request = DeskRequest { quote, filing: Ok(self.place.clone()) };
        Ok(SCHEDULE.with(|schedule| CALENDAR.with(|calendar| jurisdiction(&facts, &request, schedule, calendar))))
    }
}

/// The desk that receives, or why none does: nobody can say which, it can give no codes, or the procedure is not filed
/// over the portal at all.
pub fn receiver(jurisdiction: &Jurisdiction) -> Result<Receiver, Problem> {
    if let Told::Missing(missing @ Missing::NotOffered { offered, .. }) = &jurisdiction.quote.appointed
        && !offered.is_empty()
    {
        return Err(problem::not_offered(both(missing.say(Language::Vi), missing.say(Language::En))));
    }
    let desk = match &jurisdiction.receiving {
        Ok(Receiving { desk, .. }) => desk.clone(),
        Err(open) => return Err(problem::no_desk(both(open.say(Language::Vi), open.say(Language::En)))),
    };
    let agency = desk.agency.clone().ok_or_else(|| problem::no_agency(&desk.name_vi, &desk.name_en))?;
    Ok(Receiver { desk, agency })
}
