//! What the sender of an item may do: add what was asked for, have it reopened, say what the answer is worth.

use motcua_edge::answer::Answer;
use motcua_edge::asked::JSON;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::feedback::{Facts, Words};
use motcua_reference::problem::damaged;
use motcua_rules::feedback::{Actor, FILES_MAX, Satisfaction, TEXT_CHARS_MAX, Verb};
use serde::Deserialize;

use crate::asked::{Asked, request};
use crate::opened::{self, By, Opened};
use crate::receive::tally;
use crate::said::{missing, text, word};
use crate::step::{Act, done, refused, republished, sealed, shown};
use crate::store::handling::{self, Step};
use crate::store::intake::Tally;
use crate::store::types::{Event, NewEvent, Request};
use crate::{Body, life, problem, uploads, view};

const BODY_BYTES_MAX: usize = 128 * 1024;
/// A history has an end, and a desk has to be able to write into it.
const RATINGS_MAX: usize = 10;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wanted {
    version: Option<u32>,
    text: String,
    satisfaction: String,
}

/// What the sender says, and the version that was seen as it was said: so a repetition finds its own step.
pub struct Said<'a> {
    /// The version.
    pub version: u32,
    /// What is added, or why.
    pub text: &'a str,
    /// The word for what the answer is worth.
    pub satisfaction: &'a str,
}

/// `supplement`, `reopening` or `satisfaction`, for whoever bears the item's secret.
pub async fn act(asked: &Asked, code: &str, act: &str, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let request = request(asked, &bytes)?;
    let wanted: Wanted = json::read(&bytes)?;
    let opened = opened::item(asked, code).await?;
    let version = wanted.version.ok_or_else(|| missing("version"))?;
    let said = Said { version, text: &wanted.text, satisfaction: &wanted.satisfaction };
    acted(asked, &opened, act, &said, request).await?;
    shown(asked, opened).await
}

/// Does it.
pub async fn acted(
    asked: &Asked,
    opened: &Opened,
    act: &str,
    said: &Said<'_>,
    request: Request,
) -> Result<u32, Problem> {
    if !matches!(opened.by, By::Sender) {
        return Err(problem::no_item());
    }
    let expected = said.version;
    match act {
        "supplement" => {
            let words = Words {
                text: Some(text("text", said.text, TEXT_CHARS_MAX)?),
                files: files(asked, opened).await?,
                ..Words::default()
            };
            done(asked, opened, by_sender(Verb::Supplement, words), expected, request).await
        }
        "reopening" => {
            let words = Words { text: Some(text("text", said.text, TEXT_CHARS_MAX)?), ..Words::default() };
            done(asked, opened, by_sender(Verb::Reopen, words), expected, request).await
        }
        _ => rate(asked, opened, said, request).await,
    }
}

fn by_sender(verb: Verb, words: Words) -> Act {
    Act { verb, actor: Actor::Sender, words, desk: None, public: None }
}

/// The files that went up since the item was sent.
async fn files(asked: &Asked, opened: &Opened) -> Result<Vec<motcua_record::filed::FiledFile>, Problem> {
    let said = opened::said(asked, &opened.item)?;
    let files = uploads::finished(asked, &opened.item.agency, &opened.item.id, &said.files).await?;
    if files.len() > FILES_MAX { Err(problem::too_many_files(FILES_MAX)) } else { Ok(files) }
}

/// Keeps what the sender thinks of the answer. It may be said again and otherwise: the last word counts.
async fn rate(asked: &Asked, opened: &Opened, said: &Said<'_>, request: Request) -> Result<u32, Problem> {
    let item = &opened.item;
    if said.version > item.version {
        return Err(problem::changed_to(item.version));
    }
    let all = Satisfaction::ALL.iter().map(|one| one.as_str());
    let satisfaction = word("satisfaction", said.satisfaction, Satisfaction::parse, all)?;
    let life = life::of(&opened.history, None).ok_or_else(|| damaged("the history of an item cannot be"))?;
    if life.answers.last().is_none_or(|answer| answer.reopened.is_some()) {
        return Err(problem::nothing_to_rate());
    }
    // Of a repetition its own is not among them.
    let is_before = |event: &&Event| event.event == life::RATED && event.number <= said.version;
    if opened.history.iter().filter(is_before).count() >= RATINGS_MAX {
        return Err(problem::rated_often());
    }
    let reason = Some(said.text).filter(|text| !text.trim().is_empty());
    let words = Words {
        text: reason.map(|reason| text("text", reason, TEXT_CHARS_MAX)).transpose()?,
        satisfaction: Some(satisfaction.as_str().to_owned()),
        ..Words::default()
    };
    let facts = Facts { satisfaction: Some(satisfaction.as_str().to_owned()), ..opened.facts.clone() };
    let number = said.version.saturating_add(1);
    let event = NewEvent {
        at: asked.now,
        event: life::RATED.to_owned(),
        actor: Actor::Sender.as_str().to_owned(),
        day: None,
        sealed: sealed(asked, opened, number, &words),
    };
    let step = Step {
        agency: item.agency.clone(),
        code: item.code.clone(),
        expected: said.version,
        state: item.state.clone(),
        desk: item.desk.clone(),
        due: item.due.clone(),
        facts: view::json(&facts)?,
        files: Vec::new(),
        publication: republished(opened, |entry| entry.satisfaction.clone_from(&facts.satisfaction)).await?,
        event,
        messages: Vec::new(),
        tallies: ratings(opened, asked.now, satisfaction),
        request: Some(request),
    };
    handling::append(step).await.map_err(refused)
}

/// One opinion an item: the word before is taken back.
fn ratings(opened: &Opened, now: u64, satisfaction: Satisfaction) -> Vec<Tally> {
    let field = &opened.item.field;
    let before = opened.facts.satisfaction.as_deref();
    let was = opened.history.iter().rev().find(|event| event.event == life::RATED).map_or(now, |event| event.at);
    let taken_back = before.map(|word| tally(field, was, word, -1));
    taken_back.into_iter().chain([tally(field, now, satisfaction.as_str(), 1)]).collect()
}
