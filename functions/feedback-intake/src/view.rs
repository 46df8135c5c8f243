//! What is shown of an item, and to whom how much.

use motcua_edge::clock::iso;
use motcua_edge::problem::Problem;
use motcua_record::feedback::Words;
use motcua_record::filed::FiledFile;
use motcua_reference::problem::damaged;
use motcua_rules::feedback::clock::Life;
use motcua_rules::feedback::route::Why;
use motcua_rules::feedback::{
    About, Actor, Channel, Event as RuleEvent, Field, Identity, Kind, Reason, Satisfaction, Stage, State, Verb, choices,
};
use motcua_rules::language::Language;
use serde::Serialize;

use crate::asked::Asked;
use crate::life;
use crate::opened::{self, By, Opened};
use crate::receive::Receipt;
use crate::store::types::Event;

/// A word of a closed list, and what it is called.
#[derive(Serialize)]
pub struct Word {
    /// The word that data and URLs use.
    pub code: String,
    /// How a person reads it.
    pub name: String,
}

/// What was received.
#[derive(Serialize)]
pub struct Received {
    /// The item's code.
    pub code: String,
    /// The secret that opens it.
    pub secret: String,
    /// The agency whose desk has it.
    pub desk: String,
    /// Why that one.
    pub why: Word,
    /// Where it stands.
    pub state: Word,
    /// The last day on which the desk is in time, if anything can be said.
    pub due: Option<String>,
    /// What that day is for, in a sentence.
    pub due_text: Option<String>,
    /// When it was received.
    pub received: String,
}

/// An item as whoever may open it sees it.
#[derive(Serialize)]
pub struct Shown {
    /// The item's code.
    pub code: String,
    /// About a rule or about conduct.
    pub kind: Word,
    /// What it points at.
    pub about: Word,
    /// The code of that; empty for a supporter.
    pub object: String,
    /// The field.
    pub field: Word,
    /// The code of the unit.
    pub place: String,
    /// What the unit is called.
    pub place_name: String,
    /// Whether anybody knows who said it.
    pub identity: Word,
    /// How it came, for the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Word>,
    /// The agency whose desk has it.
    pub desk: String,
    /// Where it stands.
    pub state: Word,
    /// The number of its last event.
    pub version: u32,
    /// When it was received.
    pub received: String,
    /// The last day on which the desk is in time.
    pub due: Option<String>,
    /// What that day is for, in a sentence.
    pub due_text: Option<String>,
    /// Whether a duty was missed.
    pub is_late: bool,
    /// How many others said the same.
    pub supporters: u32,
    /// What the sender thinks of the answer.
    pub satisfaction: Option<Word>,
    /// Until when it can be reopened.
    pub reopen_until: Option<String>,
    /// What was said; nothing for a supporter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<SaidView>,
    /// Who said it, for the desk, where it is not confidential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderView>,
    /// The draft where files of a supplement go up, for the sender who is asked for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// What happened.
    pub history: Vec<StepView>,
    /// What whoever asks may do now.
    pub may: Vec<Word>,
}

/// What was said.
#[derive(Serialize)]
pub struct SaidView {
    /// The text.
    pub text: String,
    /// Where, in words.
    pub address: Option<String>,
    /// Degrees of latitude.
    pub lat: Option<String>,
    /// Degrees of longitude.
    pub long: Option<String>,
    /// The files.
    pub files: Vec<FileView>,
}

/// Who said it.
#[derive(Serialize)]
pub struct SenderView {
    /// The name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// A file.
#[derive(Serialize)]
pub struct FileView {
    /// Its id.
    pub id: String,
    /// The name that the sender gave it.
    pub name: String,
    /// The media type by its content.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// A step of the history.
#[derive(Serialize)]
pub struct StepView {
    /// Counted from 1.
    pub number: u32,
    /// When.
    pub at: String,
    /// What.
    pub event: Word,
    /// In whose right.
    pub actor: Word,
    /// What was written with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why it was refused or given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Word>,
    /// The agency that it was passed or given back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// The files that were brought.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileView>,
}

/// A value as JSON for the store.
pub fn json(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|_| damaged("what is known of an item cannot be written"))
}

fn named(code: &str, name: Option<&str>) -> Word {
    Word { code: code.to_owned(), name: name.unwrap_or(code).to_owned() }
}

/// Where an item stands: the stage's word, without what the machine remembers beside it.
pub fn state(word: &str, language: Language) -> Word {
    match State::parse(word) {
        Some(state) => named(state.stage().as_str(), Some(state.stage().label(language))),
        None => named(word, None),
    }
}

/// The word of a field.
pub fn field(word: &str, language: Language) -> Word {
    named(word, Field::parse(word).map(|field| field.label(language)))
}

/// The word of a kind.
pub fn kind(word: &str, language: Language) -> Word {
    named(word, Kind::parse(word).map(|kind| kind.label(language)))
}

/// The word of what an item points at.
pub fn about(word: &str, language: Language) -> Word {
    named(word, About::parse(word).map(|about| about.label(language)))
}

/// The word of what a sender thinks.
pub fn satisfaction(word: &str, language: Language) -> Word {
    named(word, Satisfaction::parse(word).map(|one| one.label(language)))
}

/// What was received, for whoever sent it: as it was then, whatever became of it, so that a repetition is told the same.
pub fn received(asked: &Asked, receipt: Receipt) -> Received {
    let Receipt { code, secret, received, facts } = receipt;
    let life = life::of(&[], Some((RuleEvent::Received, received)));
    let (due, due_text) = life.map(|life| life::say(&life, asked.language)).unwrap_or_default();
    Received {
        code,
        secret,
        desk: facts.first_desk,
        why: named(&facts.why, Why::parse(&facts.why).map(|why| why.label(asked.language))),
        state: named(Stage::Received.as_str(), Some(Stage::Received.label(asked.language))),
        due,
        due_text,
        received: iso(received),
    }
}

/// An item for whoever opened it.
pub fn shown(asked: &Asked, opened: &Opened) -> Result<Shown, Problem> {
    let (item, language) = (&opened.item, asked.language);
    let life = life::of(&opened.history, None).ok_or_else(|| damaged("the history of an item cannot be"))?;
    let (due, due_text) = life::say(&life, language);
    // Neither says what the sender's own words may be.
    let is_sealed = matches!(opened.by, By::Supporter);
    let is_typed = item.place.is_empty();
    let place_name = language.pick(&opened.facts.place_vi, &opened.facts.place_en);
    Ok(Shown {
        code: item.code.clone(),
        kind: kind(&item.kind, language),
        about: about(&item.about, language),
        object: if is_sealed { String::new() } else { item.object.clone() },
        field: field(&item.field, language),
        place: item.place.clone(),
        place_name: if is_sealed && is_typed { String::new() } else { place_name.to_owned() },
        identity: named(&opened.facts.identity, Identity::parse(&opened.facts.identity).map(|one| one.label(language))),
        channel: channel(opened, language),
        desk: item.desk.clone(),
        state: state(&item.state, language),
        version: item.version,
        received: iso(item.received),
        due,
        due_text,
        is_late: !life::lateness(&life, asked.now).is_empty(),
        supporters: item.supporters,
        satisfaction: opened.facts.satisfaction.as_deref().map(|word| satisfaction(word, language)),
        reopen_until: life.reopen_until().map(|day| day.to_string()),
        said: said(asked, opened)?,
        sender: sender(asked, opened)?,
        draft: draft(opened, &life),
        history: opened.history.iter().map(|event| step(asked, opened, event)).collect::<Result<_, Problem>>()?,
        may: may(asked, opened, &life),
    })
}

fn said(asked: &Asked, opened: &Opened) -> Result<Option<SaidView>, Problem> {
    if matches!(opened.by, By::Supporter) {
        return Ok(None);
    }
    let said = opened::said(asked, &opened.item)?;
    Ok(Some(SaidView {
        text: said.text,
        address: said.address,
        lat: said.lat,
        long: said.long,
        files: said.files.into_iter().map(file).collect(),
    }))
}

/// A desk sees who it is only where the sender wanted to be known. What is confidential stays sealed: only messages are sent
/// to it.
fn sender(asked: &Asked, opened: &Opened) -> Result<Option<SenderView>, Problem> {
    let is_named = Identity::parse(&opened.facts.identity) == Some(Identity::Named);
    if !is_named || !matches!(opened.by, By::Desk(_)) {
        return Ok(None);
    }
    let who = opened::who(asked, &opened.item)?;
    Ok(Some(SenderView { name: who.name, phone: who.phone, email: who.email }))
}

/// A desk may want to know whether somebody else wrote it down.
fn channel(opened: &Opened, language: Language) -> Option<Word> {
    let word = &opened.facts.channel;
    matches!(opened.by, By::Desk(_)).then(|| named(word, Channel::parse(word).map(|one| one.label(language))))
}

fn draft(opened: &Opened, life: &Life) -> Option<String> {
    let is_asked = matches!(opened.by, By::Sender) && life.state.is_waiting();
    is_asked.then(|| format!("{}-{}", opened.item.agency, opened.item.id))
}

fn file(file: FiledFile) -> FileView {
    FileView { id: file.id, name: file.name, media_type: file.media_type, size: file.size, sha256: file.sha256 }
}

fn step(asked: &Asked, opened: &Opened, event: &Event) -> Result<StepView, Problem> {
    let language = asked.language;
    let words = opened::words(asked, &opened.item, event)?;
    let label = match RuleEvent::parse(&event.event) {
        Some(event) => event.label(language),
        None => language.pick("Người gửi đánh giá", "Rated by the sender"),
    };
    let words = if matches!(opened.by, By::Supporter) && !is_for_all(event) { Words::default() } else { words };
    let rating = words.satisfaction.as_deref().map(|word| satisfaction(word, language).name);
    Ok(StepView {
        number: event.number,
        at: iso(event.at),
        event: named(&event.event, Some(label)),
        actor: named(&event.actor, Actor::parse(&event.actor).map(|actor| actor.label(language))),
        text: words.text.or(rating),
        reason: words.reason.map(|reason| named(&reason, Reason::parse(&reason).map(|one| one.label(language)))),
        desk: words.desk,
        files: words.files.into_iter().map(file).collect(),
    })
}

/// Whether the words of a step are for whoever said the same: what came of it. The rest is the sender's and the desk's.
fn is_for_all(event: &Event) -> bool {
    matches!(RuleEvent::parse(&event.event), Some(RuleEvent::Answered | RuleEvent::Refused | RuleEvent::Returned))
}

fn may(asked: &Asked, opened: &Opened, life: &Life) -> Vec<Word> {
    let actor = match opened.by {
        By::Sender => Actor::Sender,
        By::Desk(ref desk) if opened::is_over(desk, &opened.item.desk) => Actor::Desk,
        // Whoever had it before reads where it went.
        By::Desk(_) | By::Supporter => return Vec::new(),
    };
    let in_time = |verb: &Verb| *verb != Verb::Reopen || life.may_reopen(asked.civil());
    let open = choices(Some(life.state), actor).into_iter().filter(in_time);
    open.map(|verb| named(verb.as_str(), Some(verb.label(asked.language)))).collect()
}
