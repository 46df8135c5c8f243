//! Forms, row by row: each is read, and looked through for what would keep somebody from filling it in.
//!
//! Whether a form forgets a paper of its procedure is not asked: the form may be published before the procedure is.

mod defect;

use motcua_edge::both::{Both, both};
use motcua_rules::form::Form;
use motcua_rules::form::lint::{Defect, lint};

use crate::row::Row;
use crate::store::publication::FormRow;
use crate::table::{Column, needed, optional};

/// The longest form as it is kept. The longest of the country has 20 KiB; the answers to it must fit into a draft.
const BYTES_MAX: usize = 64 * 1024;

/// The columns of a list of forms.
pub const COLUMNS: &[Column] =
    &[needed("procedure"), optional("law"), needed("sections"), optional("slots"), optional("not_asked")];

/// A form that somebody can fill in.
///
/// It is kept as the rules write it, so that the same form with other spaces, or its names in another order, is unchanged.
pub fn form(row: &mut Row<'_>) -> Option<FormRow> {
    let form: Form = row.fitted()?;
    let body = serde_json::to_string(&form).unwrap_or_default();
    if body.len() > BYTES_MAX {
        row.flaw("sections", too_long());
        return None;
    }
    for found in lint(&form) {
        let column = match found.defect {
            Defect::NoProcedure => "procedure",
            Defect::RoleMissing(_) => "sections",
            _ => &found.at,
        };
        row.flaw(column, defect::say(&found.defect));
    }
    Some(FormRow { procedure: form.procedure, body })
}

fn too_long() -> Both {
    let kib = BYTES_MAX / 1024;
    both(format!("Biểu mẫu dài hơn {kib} KiB."), format!("The form is longer than {kib} KiB."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::tests::flaws_of;
    use serde_json::{Value, json};

    fn birth() -> Value {
        serde_json::from_str(include_str!("../../../infra/data/forms/1.001193.json")).unwrap()
    }

    #[test]
    fn a_form_is_checked_by_its_shape_and_then_by_its_sense() {
        let flaws = |form: &Value| flaws_of(&form.to_string(), self::form);
        assert_eq!(flaws(&birth()), [""; 0]);
        let mut misspelt = birth();
        misspelt["sections"][1]["fields"][0]["requird"] = true.into();
        assert_eq!(flaws(&misspelt), ["sections[1].fields[0].requird"]);
        assert_eq!(
            flaws(&json!({"procedure": "1.1", "sections": []})),
            ["procedure", "sections", "sections", "sections"]
        );
        let mut endless = birth();
        endless["sections"][0]["label"]["vi"] = "a".repeat(BYTES_MAX).into();
        assert_eq!(flaws(&endless), ["sections"]);
        let mut unfit = birth();
        unfit["slots"][0]["accepts"] = json!([]);
        assert_eq!(flaws(&unfit), [unfit["slots"][0]["name"].as_str().unwrap()]);
    }

    #[test]
    fn spaces_and_the_order_of_names_change_no_form() {
        let kept = |text: &str| {
            let table = crate::table::Table::read(crate::table::Format::Json, text, COLUMNS).unwrap();
            table.records(form).unwrap().pop().unwrap().body
        };
        let text = include_str!("../../../infra/data/forms/1.001193.json");
        let sorted: std::collections::BTreeMap<String, Value> = serde_json::from_str(text).unwrap();
        let sorted = serde_json::to_string_pretty(&[sorted]).unwrap();
        assert_eq!(kept(&sorted), kept(&format!("[{text}]")));
        assert_eq!(Form::read(&kept(&sorted)).unwrap(), Form::read(text).unwrap());
    }
}
