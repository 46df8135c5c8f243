//! What is wrong with a form, found before anybody has to fill it in.

mod papers;
mod possible;
mod words;

use super::{Condition, Field, Form, Kind, NUMBER_MAX, Pattern, Role};

pub use papers::papers;

/// One thing that is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The section, field or slot, the beginning of a paper's line, or the procedure for the form as a whole.
    pub at: String,
    /// What is wrong there.
    pub defect: Defect,
}

/// What can be wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The procedure's code is none.
    NoProcedure,
    /// Something before it has the same name.
    NameTaken,
    /// The name is not in snake case, or longer than 60 letters.
    NameUnfit,
    /// Words are missing in a language, or have spaces at an end.
    WordsMissing,
    /// The example would itself be refused.
    ExampleRefused,
    /// A condition looks at a field that is not asked before, in the same group.
    UnknownField(String),
    /// A condition names a choice that the field does not have, or the field has none.
    UnknownChoice(String),
    /// Its conditions contradict each other, or those of a field that they look at: nobody is ever asked.
    NeverShown,
    /// One of its conditions always holds.
    AlwaysHolds,
    /// There is nothing to choose: less than two choices.
    NothingToChoose,
    /// The bounds are missing, too wide, or exclude each other.
    Bounds,
    /// A group within a group.
    NestedGroup,
    /// Not everybody who files must tell who applies, how to reach them, or a place.
    RoleMissing(Role),
    /// Two fields that can be shown together have this role.
    RoleTwice(Role),
    /// The field with this role takes another kind of answer than the role means.
    RoleUnfit(Role),
    /// It tells something about a person and is not marked as personal.
    NotPersonal,
    /// A slot takes no file.
    NothingAccepted,
    /// The procedure has no such paper, or it is a note.
    PaperUnknown,
    /// Something before it asks for the same paper.
    PaperTwice,
    /// The words mean more than one paper, and these are different ones.
    PaperAmbiguous,
    /// Nothing says what becomes of this paper.
    PaperForgotten,
}

/// Fields that see each other's answers, each with the conditions that it stands under.
type Scope<'f> = Vec<(&'f Field, Vec<&'f Condition>)>;

/// Everything that is wrong with a form by itself; [`papers`] holds it against the procedure.
pub fn lint(form: &Form) -> Vec<Lint> {
    let mut lints = words::lint(form);
    if crate::procedure::Code::parse(&form.procedure).is_none() {
        lints.push(Lint { at: form.procedure.clone(), defect: Defect::NoProcedure });
    }
    let all = scope(form);
    lints.extend(fields(&all));
    for (field, _) in &all {
        let inner: Scope<'_> = field.kind.fields().iter().map(|field| (field, field.shown.iter().collect())).collect();
        lints.extend(fields(&inner));
        let nested = inner.iter().filter(|(inner, _)| !inner.kind.fields().is_empty());
        lints.extend(nested.map(|(inner, _)| Lint { at: inner.name.clone(), defect: Defect::NestedGroup }));
    }
    lints.extend(slots(form, &all));
    lints.extend(roles(form, &all));
    lints
}

fn scope(form: &Form) -> Scope<'_> {
    form.fields().map(|(section, field)| (field, section.shown.iter().chain(&field.shown).collect())).collect()
}

fn fields(scope: &Scope<'_>) -> Vec<Lint> {
    let mut lints = Vec::new();
    for (index, (field, conditions)) in scope.iter().enumerate() {
        let before = scope.get(..index).unwrap_or_default();
        let mut found = conditional(conditions, before);
        found.extend(bounds(&field.kind));
        found.extend((is_about_a_person(field) && !field.personal).then_some(Defect::NotPersonal));
        found.extend(field.role.filter(|role| !fits(*role, &field.kind)).map(Defect::RoleUnfit));
        lints.extend(found.into_iter().map(|defect| Lint { at: field.name.clone(), defect }));
    }
    lints
}

fn slots(form: &Form, scope: &Scope<'_>) -> Vec<Lint> {
    let mut lints = Vec::new();
    for slot in &form.slots {
        let mut found = conditional(&slot.shown.iter().collect::<Vec<_>>(), scope);
        found.extend(slot.accepts.is_empty().then_some(Defect::NothingAccepted));
        found.extend((!(1..=FILES_MAX).contains(&slot.files_max)).then_some(Defect::Bounds));
        lints.extend(found.into_iter().map(|defect| Lint { at: slot.name.clone(), defect }));
    }
    lints
}

/// What is wrong with the conditions of something that stands behind these fields.
fn conditional(conditions: &[&Condition], before: &[(&Field, Vec<&Condition>)]) -> Vec<Defect> {
    let simple: Vec<&Condition> = conditions.iter().flat_map(|condition| condition.simple()).collect();
    let unknown: Vec<Defect> = simple.iter().flat_map(|condition| possible::unknown(condition, before)).collect();
    if !unknown.is_empty() {
        return unknown;
    }
    let never = !possible::are_possible(&simple, before);
    let always = simple.iter().any(|condition| possible::always_holds(condition, before));
    never.then_some(Defect::NeverShown).into_iter().chain(always.then_some(Defect::AlwaysHolds)).collect()
}

/// No line of a legal form is longer; what is longer is several lines.
const LINE_MAX: u16 = 500;
const LINES_MAX: u16 = 5_000;
const MEMBERS_MAX: u16 = 100;
const FILES_MAX: u16 = 50;

fn bounds(kind: &Kind) -> Option<Defect> {
    let unfit = match kind {
        Kind::Text { min, max, pattern } => {
            let (shortest, longest) = pattern.map_or((1, LINE_MAX), Pattern::lengths);
            *min < 1 || min > max || *max > LINE_MAX || *max < shortest || *min > longest
        }
        Kind::LongText { max } => !(1..=LINES_MAX).contains(max),
        Kind::Number { min, max } => min >= max || *min < -NUMBER_MAX || *max > NUMBER_MAX,
        Kind::Money { min, max } => min >= max || *max > NUMBER_MAX.unsigned_abs(),
        Kind::Group { min, max, fields } => min > max || !(1..=MEMBERS_MAX).contains(max) || fields.is_empty(),
        _ => false,
    };
    let choosing = matches!(kind, Kind::Choice { .. } | Kind::Several { .. });
    let nothing = (choosing && kind.choices().len() < 2).then_some(Defect::NothingToChoose);
    nothing.or(unfit.then_some(Defect::Bounds))
}

/// The kinds that can hold nothing else than something about a person; a tax code may be a citizen's own number.
const fn is_about_a_person(field: &Field) -> bool {
    matches!(field.kind, Kind::PersonNumber | Kind::TaxCode | Kind::Phone | Kind::Email)
}

const fn fits(role: Role, kind: &Kind) -> bool {
    match role {
        Role::ApplicantName | Role::ApplicantAddress => matches!(kind, Kind::Text { .. }),
        Role::ApplicantNumber => matches!(kind, Kind::PersonNumber),
        Role::ApplicantTaxCode => matches!(kind, Kind::TaxCode),
        Role::ApplicantBirthDate => matches!(kind, Kind::Date { .. }),
        Role::ApplicantPhone => matches!(kind, Kind::Phone),
        Role::ApplicantEmail => matches!(kind, Kind::Email),
        Role::ApplicantPlace | Role::MatterPlace => matches!(kind, Kind::Place),
        Role::Delivery => matches!(kind, Kind::Choice { .. }),
    }
}

/// Of each row, one must be known of everybody who files.
const NEEDED: &[&[Role]] = &[
    &[Role::ApplicantName],
    &[Role::ApplicantPhone, Role::ApplicantEmail],
    &[Role::ApplicantPlace, Role::MatterPlace],
];

fn roles(form: &Form, scope: &Scope<'_>) -> Vec<Lint> {
    let is_known = |any: &&&[Role]| {
        let fields =
            scope.iter().filter(|(field, _)| field.required && field.role.is_some_and(|role| any.contains(&role)));
        possible::is_asked_of_everybody(&fields.collect::<Vec<_>>(), scope)
    };
    let missing = NEEDED.iter().filter(|any| !is_known(any)).filter_map(|any| any.first());
    let mut lints: Vec<Lint> =
        missing.map(|role| Lint { at: form.procedure.clone(), defect: Defect::RoleMissing(*role) }).collect();
    for (index, (field, conditions)) in scope.iter().enumerate() {
        let Some(role) = field.role else { continue };
        let together = |(_, earlier): &&(&Field, Vec<&Condition>)| {
            let both: Vec<&Condition> = conditions.iter().chain(earlier).flat_map(|one| one.simple()).collect();
            possible::are_possible(&both, scope)
        };
        let before = scope.iter().take(index).filter(|(one, _)| one.role == Some(role));
        if before.into_iter().any(|earlier| together(&earlier)) {
            lints.push(Lint { at: field.name.clone(), defect: Defect::RoleTwice(role) });
        }
    }
    lints
}
