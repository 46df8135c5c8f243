//! The form of a procedure: the published one, or the common one made of its papers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use motcua_edge::problem::Problem;
use motcua_rules::form::{Form, common};
use motcua_rules::procedure::audiences;

use crate::problem::{damaged, of_fault};
use crate::procedure::{cases, code};
use crate::store::forms;
use crate::store::procedures::Procedure;

/// So many parsed forms are kept. They are a few dozen KiB each; the procedures that have one are few.
const KEPT_MAX: usize = 32;

thread_local! {
    static KEPT: RefCell<HashMap<(String, String), Kept>> = RefCell::default();
}

struct Kept {
    body: String,
    form: Rc<Form>,
}

/// A form in force.
#[derive(Clone, Debug)]
pub struct Version {
    /// The first day on which it holds, empty for before all records: of the published form, or of the version of the
    /// procedure that a common form was made of.
    pub start: String,
    /// What is asked.
    pub form: Rc<Form>,
}

/// The form of a procedure in force on a day.
pub async fn of(procedure: &Procedure, day: &str) -> Result<Version, Problem> {
    match forms::read(procedure.code.clone(), day.to_owned()).await.map_err(of_fault)? {
        Some(published) => parsed(published),
        None => Ok(Version {
            start: procedure.holds.start.clone().unwrap_or_default(),
            form: Rc::new(common::form(code(procedure)?, &audiences(&procedure.subjects_vi), &cases(procedure))),
        }),
    }
}

/// A published form. Parsed forms are kept by procedure and first day; a list that was published again for the same day
/// says something else under the same name, so what is kept must also have the same text.
fn parsed(published: forms::Form) -> Result<Version, Problem> {
    let forms::Form { procedure, start, body } = published;
    let key = (procedure, start);
    let kept = KEPT.with_borrow(|kept| kept.get(&key).filter(|one| one.body == body).map(|one| one.form.clone()));
    if let Some(form) = kept {
        return Ok(Version { start: key.1, form });
    }
    let read = Form::read(&body).map_err(|error| damaged(&format!("the form of {} from {}: {error}", key.0, key.1)))?;
    let version = Version { start: key.1.clone(), form: Rc::new(read) };
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, Kept { body, form: version.form.clone() })
    });
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(procedure: &str, body: &str) -> forms::Form {
        forms::Form { procedure: procedure.into(), start: "2026-01-01".into(), body: body.into() }
    }

    #[test]
    fn a_form_is_parsed_once_until_its_text_is_another() {
        let body = include_str!("../../../infra/data/forms/1.001193.json");
        let first = parsed(published("1.001193", body)).unwrap();
        assert_eq!((first.start.as_str(), first.form.procedure.as_str()), ("2026-01-01", "1.001193"));
        assert!(Rc::ptr_eq(&first.form, &parsed(published("1.001193", body)).unwrap().form));
        let other = body.replacen("recalled\": true", "recalled\": false", 1);
        assert_ne!(other, body);
        let second = parsed(published("1.001193", &other)).unwrap();
        assert_ne!(first.form, second.form);
    }

    #[test]
    fn no_more_forms_are_kept_than_there_is_room_for() {
        for number in 0..100 {
            let code = format!("1.{number:06}");
            let body = format!(r#"{{"procedure":"{code}","sections":[]}}"#);
            assert_eq!(parsed(published(&code, &body)).unwrap().form.procedure, code);
            assert!(KEPT.with_borrow(|kept| (1..=KEPT_MAX).contains(&kept.len())));
        }
    }

    #[test]
    fn what_is_no_form_is_damage() {
        assert_eq!(parsed(published("1.001193", "{}")).unwrap_err().kind(), "out-of-order");
    }
}
