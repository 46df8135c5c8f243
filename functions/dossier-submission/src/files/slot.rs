//! The slots that a draft's files are for.

use motcua_edge::problem::Problem;
use motcua_reference::{form, procedure};
use motcua_rules::form::{Accepted, Size, Slot, Words};
use motcua_upload::unknown_slot;

use crate::asked::Asked;
use crate::store::drafts::Draft;

/// What a dossier is asked for later has no slot in any form.
pub const SUPPLEMENT: &str = "supplement";

/// The slot of this name in the form in force. Once a draft is filed there is one more, for what the authority asks for.
pub async fn of(asked: &Asked, draft: &Draft, name: &str) -> Result<Slot, Problem> {
    if draft.dossier.is_some() && name == SUPPLEMENT {
        return Ok(supplement());
    }
    let day = asked.today().to_string();
    let procedure = procedure::find(&draft.procedure, &day).await?;
    let form = form::of(&procedure, &day).await?.form;
    let slot = form.slots.iter().find(|slot| slot.name == name);
    slot.cloned().ok_or_else(|| unknown_slot(form.slots.iter().map(|slot| slot.name.as_str()).collect()))
}

fn supplement() -> Slot {
    Slot {
        name: SUPPLEMENT.to_owned(),
        label: Words::new("Giấy tờ bổ sung theo yêu cầu", "Papers that were asked for"),
        paper: None,
        required: false,
        shown: None,
        accepts: vec![Accepted::Pdf, Accepted::Image, Accepted::Xml],
        size: Size::Large,
        files_max: u16::MAX,
    }
}
