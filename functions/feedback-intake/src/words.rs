//! `GET /api/feedback/words`: the closed lists of which a client makes its form.

use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_rules::feedback::{About, Field, Identity, Kind, Reason, Satisfaction};
use serde::Serialize;

use crate::asked::Asked;

/// A word and what it is called.
#[derive(Serialize)]
struct Word {
    code: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Words {
    kinds: Vec<Word>,
    about: Vec<Word>,
    fields: Vec<Word>,
    identities: Vec<Word>,
    reasons: Vec<Word>,
    satisfaction: Vec<Word>,
}

/// All lists.
pub fn read(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    asked.no_query()?;
    let language = asked.language;
    let words = Words {
        kinds: list(Kind::ALL, |one| (one.as_str(), one.label(language))),
        about: list(About::ALL, |one| (one.as_str(), one.label(language))),
        fields: list(Field::ALL, |one| (one.as_str(), one.label(language))),
        identities: list(Identity::ALL, |one| (one.as_str(), one.label(language))),
        reasons: list(Reason::ALL, |one| (one.as_str(), one.label(language))),
        satisfaction: list(Satisfaction::ALL, |one| (one.as_str(), one.label(language))),
    };
    answer::public_json(&asked.parts.headers, language, &words)
}

fn list<T: Copy>(all: &[T], word: impl Fn(T) -> (&'static str, &'static str)) -> Vec<Word> {
    all.iter().map(|one| word(*one)).map(|(code, name)| Word { code, name }).collect()
}
