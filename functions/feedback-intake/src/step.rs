//! `POST /api/feedback/items/{code}/steps`: the desk that has an item moves it on.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::asked::JSON;
use motcua_edge::both::both;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::feedback::{Entry, Words};
use motcua_record::filed::FiledFile;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::agency::Id;
use motcua_rules::feedback::clock::Life;
use motcua_rules::feedback::terms::terms;
use motcua_rules::feedback::{Actor, Reason, State, Verb, needs_reason};
use serde::Deserialize;

use crate::asked::{Asked, request};
use crate::opened::{self, By, Opened, has_desk};
use crate::receive::tally;
use crate::said::{self, text, word};
use crate::store::handling::{self, Publication, Refusal, Step};
use crate::store::intake::Tally;
use crate::store::outbox::NewMessage;
use crate::store::types::{NewEvent, Request};
use crate::{Body, life, problem, register, view};
use motcua_reference::problem::damaged;

const BODY_BYTES_MAX: usize = 192 * 1024;
/// An answer may quote what it answers.
const TEXT_CHARS_MAX: usize = 20_000;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wanted {
    verb: String,
    version: Option<u32>,
    text: String,
    reason: String,
    desk: String,
    title: String,
    public_text: String,
}

/// What somebody does to an item, with all that goes with it.
pub struct Act {
    /// What is done.
    pub verb: Verb,
    /// In whose right.
    pub actor: Actor,
    /// What is written with it.
    pub words: Words,
    /// The agency that has it from now on, where that changes.
    pub desk: Option<Id>,
    /// What the register shows from now on: its title and text.
    pub public: Option<(String, String)>,
}

/// Takes a step as the desk that has the item, on the version that it has seen.
pub async fn take(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let request = request(asked, &bytes)?;
    let wanted: Wanted = json::read(&bytes)?;
    let opened = opened::item(asked, code).await?;
    let By::Desk(desk) = &opened.by else { return Err(refusal::unauthorized()) };
    let version = wanted.version.ok_or_else(|| said::missing("version"))?;
    // Whoever had it may send once more what was done then: the store knows it again.
    if !opened::is_over(desk, &opened.item.desk) && version >= opened.item.version {
        return Err(problem::not_here());
    }
    let act = act(asked, &opened, &wanted, version)?;
    done(asked, &opened, act, version, request).await?;
    shown(asked, opened).await
}

/// The item after a step.
pub async fn shown(asked: &Asked, before: Opened) -> Result<Answer, Problem> {
    let opened = opened::again(before).await?;
    answer::json(StatusCode::OK, asked.language, &view::shown(asked, &opened)?)
}

fn act(asked: &Asked, opened: &Opened, wanted: &Wanted, version: u32) -> Result<Act, Problem> {
    let verb = word("verb", &wanted.verb, Verb::parse, Verb::ALL.iter().map(|one| one.as_str()))?;
    let needs_text = needs_reason(verb) || matches!(verb, Verb::AskSupplement | Verb::Answer);
    let text = match (needs_text, wanted.text.trim()) {
        (false, "") => None,
        _ => Some(text("text", &wanted.text, TEXT_CHARS_MAX)?),
    };
    let reason = reason(verb, &wanted.reason)?;
    let desk = desk(asked, opened, verb, &wanted.desk, version < opened.item.version)?;
    let public = (verb == Verb::Publish).then(|| public(wanted)).transpose()?;
    let words = Words {
        text,
        reason: reason.map(|one| one.as_str().to_owned()),
        desk: desk.as_ref().map(Id::to_string),
        ..Words::default()
    };
    Ok(Act { verb, actor: Actor::Desk, words, desk, public })
}

fn reason(verb: Verb, word: &str) -> Result<Option<Reason>, Problem> {
    let fits = || Reason::ALL.iter().copied().filter(|one| one.fits(verb));
    let all = fits().map(Reason::as_str);
    match (needs_reason(verb), word) {
        (false, "") => Ok(None),
        (false, _) => Err(refusal::malformed_parameter(
            "reason",
            word,
            both("Bước này không có lý do.", "This step has no reason."),
        )),
        (true, word) => said::word("reason", word, |text| fits().find(|one| one.as_str() == text), all).map(Some),
    }
}

/// Where it goes: passed on to the agency that is named, given back to the desk that it was received for.
fn desk(asked: &Asked, opened: &Opened, verb: Verb, named: &str, is_again: bool) -> Result<Option<Id>, Problem> {
    match verb {
        Verb::PassOn => {
            // What is sent once more was meant while another desk had it.
            let is_other = |id: &Id| is_again || id.as_str() != opened.item.desk;
            let expected = both(
                "Mã định danh cơ quan khác, ví dụ H29.101.",
                "Another agency's identification code, such as H29.101.",
            );
            let other = Id::parse(named).filter(is_other);
            let other = other.ok_or_else(|| refusal::malformed_parameter("desk", named, expected))?;
            if is_again || has_desk(asked, &other) { Ok(Some(other)) } else { Err(problem::no_desk(named)) }
        }
        _ if !named.is_empty() => {
            Err(refusal::malformed_parameter("desk", named, both("Chỉ khi chuyển.", "Only where it is passed on.")))
        }
        Verb::Return if State::parse(&opened.item.state).is_some_and(|state| state.is_local()) => {
            Ok(Id::parse(&opened.facts.first_desk))
        }
        _ => Ok(None),
    }
}

/// What everybody will read: words that the desk chose, for the sender's own may tell who it is.
fn public(wanted: &Wanted) -> Result<(String, String), Problem> {
    let title = said::line("title", &wanted.title)?;
    if title.is_empty() {
        return Err(said::missing("title"));
    }
    Ok((title, text("public_text", &wanted.public_text, TEXT_CHARS_MAX)?))
}

/// Does it, if the rules let it be done, and answers with the new version.
pub async fn done(asked: &Asked, opened: &Opened, act: Act, expected: u32, request: Request) -> Result<u32, Problem> {
    let item = &opened.item;
    if expected > item.version {
        return Err(problem::changed_to(item.version));
    }
    // A repetition finds its own step behind the version that it saw: the store knows it again.
    let history: Vec<_> = opened.history.iter().filter(|event| event.number <= expected).cloned().collect();
    let before = life::of(&history, None).ok_or_else(problem::changed)?;
    let step = motcua_rules::feedback::step(Some(before.state), act.verb, act.actor)
        .map_err(|why| problem::not_allowed(&why))?;
    if act.verb == Verb::Reopen && !before.may_reopen(asked.civil()) {
        return Err(problem::too_late_to_reopen());
    }
    let number = expected.saturating_add(1);
    let desk = act.desk.as_ref().map(Id::to_string);
    let mut facts = opened.facts.clone();
    // What somebody thought of the answer before is nothing about this one.
    facts.satisfaction = facts.satisfaction.filter(|_| act.verb != Verb::Answer);
    facts.later_desks.extend(desk.clone().filter(|desk| !facts.later_desks.contains(desk)));
    let after = life::of(&history, Some((step.event, asked.now)));
    let due = after.as_ref().and_then(life::due_day);
    let event = NewEvent {
        at: asked.now,
        event: step.event.as_str().to_owned(),
        actor: act.actor.as_str().to_owned(),
        day: due.clone(),
        sealed: sealed(asked, opened, number, &act.words),
    };
    let wanted = Step {
        agency: item.agency.clone(),
        code: item.code.clone(),
        expected,
        state: step.to.to_string(),
        desk: desk.unwrap_or_else(|| item.desk.clone()),
        due,
        facts: view::json(&facts)?,
        files: act.words.files.iter().map(|file: &FiledFile| file.id.clone()).collect(),
        publication: match act.public {
            Some(public) => Some(publication(asked, opened, public)?),
            // Everybody shall know that its answer is doubted.
            None if act.verb == Verb::Reopen => republished(opened, |entry| entry.reopened = true).await?,
            None => None,
        },
        event,
        messages: messages(act.verb),
        tallies: tallies(item.field.as_str(), asked.now, act.verb, after.as_ref()),
        request: Some(request),
    };
    handling::append(wanted).await.map_err(refused)
}

/// The words of a step, sealed for its number.
pub fn sealed(asked: &Asked, opened: &Opened, number: u32, words: &Words) -> Vec<u8> {
    if *words == Words::default() {
        return Vec::new();
    }
    let place = number.to_string();
    let bound = Bound { purpose: Purpose::Event, agency: &opened.item.agency, draft: &opened.item.id, place: &place };
    asked.settings.sealing.seal_json(&bound, words)
}

/// Why the store took no step.
pub fn refused(refused: Refusal) -> Problem {
    match refused {
        Refusal::Unknown => problem::no_item(),
        Refusal::Changed(version) => problem::changed_to(version),
        Refusal::Missing(_) => problem::files_unfinished(),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Failed(fault) => motcua_reference::problem::of_fault(fault),
    }
}

/// Whoever sends messages reads the item for whom to reach: its sender, and all who said the same.
fn messages(verb: Verb) -> Vec<NewMessage> {
    let kind = match verb {
        Verb::AskSupplement => "feedback-supplement-wanted",
        Verb::Answer => "feedback-answered",
        Verb::Refuse => "feedback-refused",
        Verb::Return => "feedback-returned",
        Verb::Publish => "feedback-published",
        _ => return Vec::new(),
    };
    vec![NewMessage { kind: kind.to_owned(), sealed: Vec::new() }]
}

/// What is counted. Whether an answer is in time is settled as it is given; one of which nobody can say it is not counted.
fn tallies(field: &str, now: u64, verb: Verb, after: Option<&Life>) -> Vec<Tally> {
    let measure = match verb {
        Verb::Answer => match after.and_then(life::is_in_time) {
            Some(true) => "answered_in_time",
            Some(false) => "answered_late",
            None => return Vec::new(),
        },
        Verb::Refuse => "refused",
        Verb::Publish => "published",
        Verb::Reopen => "reopened",
        _ => return Vec::new(),
    };
    vec![tally(field, now, measure, 1)]
}

/// The entry of the register: what the desk wrote for everybody, and its last answer.
fn publication(asked: &Asked, opened: &Opened, (title, text): (String, String)) -> Result<Publication, Problem> {
    let item = &opened.item;
    let answers =
        opened.history.iter().rev().find(|event| event.event == motcua_rules::feedback::Event::Answered.as_str());
    let answered = answers.ok_or_else(|| damaged("an item is published without an answer"))?;
    let answer = opened::words(asked, item, answered)?.text.unwrap_or_default();
    let entry = Entry {
        title,
        text,
        answer,
        kind: item.kind.clone(),
        about: item.about.clone(),
        field: item.field.clone(),
        place: item.place.clone(),
        // Without a unit it is what the sender typed.
        place_vi: Some(opened.facts.place_vi.clone()).filter(|_| !item.place.is_empty()).unwrap_or_default(),
        place_en: Some(opened.facts.place_en.clone()).filter(|_| !item.place.is_empty()).unwrap_or_default(),
        desk: item.desk.clone(),
        received: item.received,
        answered: answered.at,
        satisfaction: opened.facts.satisfaction.clone(),
        supporters: item.supporters,
        reopened: false,
    };
    published(&item.agency, &entry)
}

/// The entry of the register with a change, where there is one.
pub async fn republished(opened: &Opened, change: impl FnOnce(&mut Entry)) -> Result<Option<Publication>, Problem> {
    let Some(kept) = register::kept(&opened.item.code).await? else { return Ok(None) };
    let mut entry = register::entry(&kept)?;
    change(&mut entry);
    published(&opened.item.agency, &entry).map(Some)
}

/// An entry with the terms by which it is found: words of its texts, and its filters' words, which no text can have.
fn published(agency: &str, entry: &Entry) -> Result<Publication, Problem> {
    let words = terms(&[&entry.title, &entry.text, &entry.answer, &entry.place_vi].map(String::as_str).join("\n"));
    let mut all = vec![
        "all:".to_owned(),
        format!("province:{agency}"),
        format!("field:{}", entry.field),
        format!("kind:{}", entry.kind),
    ];
    all.push(format!("satisfaction:{}", entry.satisfaction.as_deref().unwrap_or("none")));
    all.extend(words);
    Ok(Publication { content: view::json(entry)?, terms: all })
}
