//! `/nop-ho-so/{draft}`: the form, its papers, and the button that files.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::{self, Answer};
use motcua_edge::body;
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_pages::{error_summary, fact, note};
use motcua_record::draft::Prepared;
use motcua_reference::{place, unit};
use motcua_rules::clock::say_date;
use motcua_rules::form::tidy::tidy;
use motcua_rules::form::{Answers, Field, Form, Kind, check};
use motcua_rules::resolve::Meant;
use serde_json::{Value, json};

use super::fields::Asking;
use super::names::id_of;
use super::{conflict, link, see_other, sent, shown, slots, start, wants_json};
use crate::asked::Asked;
use crate::basis::Basis;
use crate::examine::examine;
use crate::papers::{self, Paper};
use crate::save::{ANSWERS_BYTES_MAX, replace};
use crate::store::drafts::Draft;
use crate::store::types;
use crate::{Body, opened, submit};

/// A draft as its page needs it.
pub struct Opened {
    pub draft: Draft,
    pub basis: Basis,
    pub prepared: Prepared,
    pub papers: Vec<Paper>,
}

/// What is wrong: where, and the words.
type Errors = Vec<(String, String)>;

impl Opened {
    async fn read(asked: &Asked, id: &str) -> Result<Opened, Problem> {
        let draft = opened::draft(asked, id).await?;
        let basis = Basis::of(&draft.procedure, &draft.place, asked.today()).await?;
        let prepared = if draft.dossier.is_some() { Prepared::default() } else { opened::prepared(asked, &draft)? };
        let papers = papers::of(asked, &draft.agency, &draft.id).await?;
        Ok(Opened { draft, basis, prepared, papers })
    }

    /// The page of the dossier that it has become.
    fn filed(&self, asked: &Asked) -> Option<Result<Answer, Problem>> {
        self.draft.dossier.as_ref().map(|code| see_other(&link(&format!("/ho-so/{code}"), asked.language)))
    }

    fn form(&self) -> &Form {
        &self.basis.version.form
    }
}

/// The draft as it stands.
pub async fn show(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    let opened = Opened::read(asked, id).await?;
    match opened.filed(asked) {
        Some(elsewhere) => elsewhere,
        None => page(asked, id, &opened, StatusCode::OK, &Vec::new()).await,
    }
}

/// Saves what was sent, and then does what was asked: nothing more, a look at what is wrong, or the filing.
pub async fn change(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    let pairs = body::pairs(&asked.body(body, ANSWERS_BYTES_MAX.saturating_mul(3), body::FORM).await?)?;
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let mut opened = Opened::read(asked, id).await?;
    if let Some(elsewhere) = opened.filed(asked) {
        return elsewhere;
    }
    let before = opened.prepared.answers.clone();
    let known = tidy(opened.form(), before.clone());
    let mut after = sent::answers(opened.form(), &known, &pairs);
    sent::rearrange(opened.form(), &mut after, value("do"));
    places_settled(asked, opened.form(), &mut after).await?;
    if after != known && value("version") != opened.draft.version.to_string() {
        return Ok(conflict::page(asked, id, &opened, &known, &after));
    }
    let asks_otherwise = names(opened.form(), &known) != names(opened.form(), &tidy(opened.form(), after.clone()));
    if after != known {
        opened.prepared.answers = after.clone();
        opened.draft.version = replace(asked, &opened.draft, &before, &opened.prepared, after).await?;
        opened.draft.expires = asked.expires();
    }
    match value("do") {
        "check" => page(asked, id, &opened, StatusCode::OK, &errors(asked, &opened).await?).await,
        "submit" => filed(asked, id, &opened).await,
        _ if wants_json(asked) => {
            let told = json!({ "version": opened.draft.version, "asks_otherwise": asks_otherwise });
            answer::json(StatusCode::OK, asked.language, &told)
        }
        _ => see_other(&link(&format!("/nop-ho-so/{id}"), asked.language)),
    }
}

/// The names of what is asked: another answer may ask for something else.
fn names<'f>(form: &'f Form, answers: &Answers) -> Vec<&'f str> {
    let shown = form.shown(answers);
    let slots = shown.slots.iter().map(|slot| slot.name.as_str());
    shown.fields.iter().map(|field| field.name.as_str()).chain(slots).collect()
}

/// Files it, and leads to the dossier. A draft is filed once, so its own name is the key by which a repetition is known.
async fn filed(asked: &Asked, id: &str, opened: &Opened) -> Result<Answer, Problem> {
    let request = types::Request { key: format!("page-{id}"), hash: "page".to_owned() };
    match submit::file(asked, &opened.draft, None, request).await {
        Ok(filed) => see_other(&link(&format!("/ho-so/{}", filed.code), asked.language)),
        Err(problem) if problem.kind() == "not-ready" => {
            page(asked, id, opened, problem.status(), &errors(asked, opened).await?).await
        }
        Err(problem) => Err(problem),
    }
}

async fn errors(asked: &Asked, opened: &Opened) -> Result<Errors, Problem> {
    let found = examine(asked, &opened.basis, opened.prepared.answers.clone(), &opened.papers).await?;
    let answers =
        found.errors.iter().map(|flaw| (flaw.field.clone(), flaw.message.in_language(asked.language).to_owned()));
    let slots =
        found.slots.iter().map(|gap| (slots::at(&gap.slot), gap.message.in_language(asked.language).to_owned()));
    Ok(answers.chain(slots).collect())
}

/// Each place that was typed as a name becomes the code that it leads to; one that leads to several stays as it was typed, and
/// the check names it.
async fn places_settled(asked: &Asked, form: &Form, answers: &mut Answers) -> Result<(), Problem> {
    let fields: Vec<&Field> = form.fields().map(|(_, field)| field).collect();
    let mut typed: Vec<&mut Value> = Vec::new();
    typed_places(&fields, answers, &mut typed);
    for value in typed {
        let Some(text) = value.as_str().filter(|text| !text.bytes().all(|byte| byte.is_ascii_digit())) else {
            continue;
        };
        if let Ok(settled) = place::settle(text, Meant::Unsaid, &asked.today().to_string()).await {
            *value = settled.unit.code.into();
        }
    }
    Ok(())
}

fn typed_places<'v>(fields: &[&Field], answers: &'v mut Answers, found: &mut Vec<&'v mut Value>) {
    for (name, value) in answers.iter_mut() {
        match fields.iter().find(|field| field.name == *name).map(|field| &field.kind) {
            Some(Kind::Place) => found.push(value),
            Some(Kind::Group { fields, .. }) => {
                let fields: Vec<&Field> = fields.iter().collect();
                let members = value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut);
                members.for_each(|member| typed_places(&fields, member, found));
            }
            _ => {}
        }
    }
}

/// What the answered codes are called.
async fn known_places(asked: &Asked, form: &Form, answers: &Answers) -> Result<Errors, Problem> {
    let mut known = Vec::new();
    for (at, code) in check::places(form, answers) {
        if let Some(unit) = unit::known(code, &asked.today().to_string()).await? {
            let within = unit.within.last().map(|province| format!(", {}", province.name_vi)).unwrap_or_default();
            known.push((at, format!("{}: {}{within}", unit.code, unit.name_vi)));
        }
    }
    Ok(known)
}

async fn page(
    asked: &Asked,
    id: &str,
    opened: &Opened,
    status: StatusCode,
    errors: &Errors,
) -> Result<Answer, Problem> {
    let answers = tidy(opened.form(), opened.prepared.answers.clone());
    let places = known_places(asked, opened.form(), &answers).await?;
    let asking = Asking { form: opened.form(), answers: &answers, errors, places: &places, language: asked.language };
    let say = |vi, en| asked.language.pick(vi, en);
    let body = html! {
        (error_summary(asked.language, &summary(asked, opened, errors)))
        (about(asked, opened))
        form #draft method="post" action=(link(&format!("/nop-ho-so/{id}"), asked.language)) novalidate {
            input type="hidden" name="version" value=(opened.draft.version);
            // What Enter in a field does: saving, and nothing that cannot be taken back.
            button.first type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" {}
            (asking.sections())
            div.actions {
                button.quiet type="submit" name="do" value="save" { (say("Lưu bản nháp", "Save")) }
                span #saved .saved role="status" data-saving=(say("Đang lưu…", "Saving…")) data-done=(say("Đã lưu", "Saved"))
                    data-failed=(say("Chưa lưu được; sẽ thử lại", "Not saved yet; it will be tried again")) {}
            }
        }
        (slots::section(asked, id, &opened.form().shown(&answers).slots, &opened.papers, errors))
        div.actions {
            button.quiet form="draft" type="submit" name="do" value="check" { (say("Kiểm tra", "Check")) }
            button form="draft" type="submit" name="do" value="submit" { (say("Nộp hồ sơ", "File")) }
        }
        script src="/static/draft.js" defer {}
    };
    Ok(shown(asked, status, start::name(asked, &opened.basis.procedure), body))
}

fn about(asked: &Asked, opened: &Opened) -> Markup {
    let say = |vi, en| asked.language.pick(vi, en);
    let unit = opened.basis.unit();
    html! {
        dl {
            (fact(say("Nơi nộp", "Filed at"), html! { (asked.language.pick(&unit.name_vi, &unit.name_en)) }))
            (fact(say("Bản nháp giữ đến", "Kept until"), html! { (say_date(civil(opened.draft.expires).date(), asked.language)) }))
        }
        @if opened.prepared.former.is_some() {
            (note(say("Nộp lại hồ sơ đã bị từ chối: mọi thông tin và giấy tờ được giữ nguyên.", "Filed again after a refusal: everything was kept.")))
        }
    }
}

/// What is wrong, with the question that it is about before it.
fn summary(asked: &Asked, opened: &Opened, errors: &Errors) -> Errors {
    let label = |at: &str| {
        let name = at.rsplit('/').next().unwrap_or(at);
        let fields = opened.form().fields().flat_map(|(_, field)| core::iter::once(field).chain(field.kind.fields()));
        let of_field = fields.into_iter().find(|field| field.name == name).map(|field| &field.label);
        let of_slot = || opened.form().slots.iter().find(|slot| slots::at(&slot.name) == at).map(|slot| &slot.label);
        of_field.or_else(of_slot).map_or_else(|| name.to_owned(), |words| words.say(asked.language).to_owned())
    };
    errors.iter().map(|(at, words)| (id_of(at), format!("{}: {words}", label(at)))).collect()
}
