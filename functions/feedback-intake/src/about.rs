//! Whose an item is: what it points at is looked up, and the rules say which desk has it.

use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_reference::{place, procedure};
use motcua_rules::agency::Id;
use motcua_rules::code::Code;
use motcua_rules::feedback::About;
use motcua_rules::feedback::route::{Target, Why, route};
use motcua_rules::quote::{Competence, Facts, Place, PlaceUnit, Seat};
use motcua_rules::resolve::Meant;

use crate::asked::Asked;
use crate::opened::has_desk;
use crate::said::Item;

/// Whose an item is, and what is known of its place.
pub struct Routed {
    /// The agency whose desk has it.
    pub desk: Id,
    /// Why this one.
    pub why: Why,
    /// The place, where one was said and could be looked up.
    pub place: Option<Place>,
}

impl Routed {
    /// The unit that the item is about: the commune, or the province where no commune was said.
    pub fn unit(&self) -> Option<&PlaceUnit> {
        self.place.as_ref().map(|place| place.commune.as_ref().unwrap_or(&place.province))
    }
}

/// The desk of an item.
///
/// What a citizen can mend is refused: a place that there is not, or that may be one of several. What is wrong on our side is
/// not: an item that cannot be looked up goes to the national desk with what was typed, and that desk passes it on.
pub async fn routed(asked: &Asked, item: &Item) -> Result<Routed, Problem> {
    let place = place(asked, &item.place, item.meant).await?;
    let facts = match item.about {
        About::Procedure => degraded(facts(asked, &item.object).await)?,
        _ => None,
    };
    let code = (item.about == About::Dossier).then(|| dossier(&item.object)).transpose()?;
    let agency = (item.about == About::Agency).then(|| agency(&item.object)).transpose()?;
    let target = match (item.about, &place) {
        (About::Dossier, _) => code.as_ref().map(Target::Dossier),
        (About::Agency, _) => agency.as_ref().map(Target::Agency),
        (About::Place, Some(place)) => Some(Target::Place(place)),
        (About::Procedure, place) => {
            facts.as_ref().map(|facts| Target::Procedure { seat: seat(facts, place.as_ref()), place: place.as_ref() })
        }
        (About::Place, None) => None,
        (About::Portal, _) => Some(Target::Portal),
    };
    let national = &asked.settings.national;
    let (desk, why) = match target {
        Some(target) => {
            let routed = route(item.kind, &target, national);
            // What somebody typed may be no agency, or one that is no more.
            let is_typed = matches!(target, Target::Dossier(_) | Target::Agency(_));
            if is_typed && !has_desk(asked, &routed.agency) {
                (national.clone(), Why::NoDesk)
            } else {
                (routed.agency, routed.why)
            }
        }
        None => (national.clone(), Why::NoDesk),
    };
    Ok(Routed { desk, why, place })
}

/// Nothing where it is the portal that cannot answer just now.
fn degraded<T>(found: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(problem) if problem.status().is_server_error() => {
            eprintln!("an item is taken without being looked up: {}", problem.kind());
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

/// The place of a code or a name; nothing where none was said, and where it cannot be looked up just now.
pub async fn place(asked: &Asked, text: &str, meant: Meant) -> Result<Option<Place>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let settled = place::settle(text, meant, &asked.today().to_string()).await;
    let settled = degraded(settled.map_err(|problem| problem.field("place")))?;
    Ok(settled.map(|settled| settled.place))
}

async fn facts(asked: &Asked, code: &str) -> Result<Facts, Problem> {
    let found = procedure::find(code, &asked.today().to_string()).await.map_err(|problem| problem.field("object"))?;
    procedure::facts(&found)
}

fn seat<'a>(facts: &Facts, place: Option<&'a Place>) -> Seat<'a> {
    Competence::of(facts, None).seat(place)
}

fn dossier(text: &str) -> Result<Code, Problem> {
    let expected = both("Mã hồ sơ, ví dụ H29.101-250701-0001.", "A dossier's code, such as H29.101-250701-0001.");
    Code::parse(text).map_err(|_| refusal::malformed_parameter("object", text, expected))
}

fn agency(text: &str) -> Result<Id, Problem> {
    let expected = both("Mã định danh cơ quan, ví dụ H29.101.", "An agency's identification code, such as H29.101.");
    Id::parse(text).ok_or_else(|| refusal::malformed_parameter("object", text, expected))
}
