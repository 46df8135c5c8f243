//! `POST /api/dossiers/{code}/supplements`: the applicant brings what was asked for, all of it at once.

use motcua_edge::answer::Answer;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::filed::FiledFile;
use motcua_record::note::{Note, SuppliedPaper};
use motcua_rules::dossier::{Act, Papers, Text};
use serde::Deserialize;

use crate::asked::{Asked, JSON};
use crate::papers::{self, Paper};
use crate::problem::{damaged, incomplete_supplement, no_papers, not_usable, paper_not_asked};
use crate::step::{self, Case, Change};
use crate::store::types;
use crate::{Body, opened};

/// Papers are named in full, and lines of lists run up to 4,700 characters.
const BODY_BYTES_MAX: usize = 512 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    papers: Vec<Brought>,
}

/// A paper as it was asked for, and the files that it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// As it was asked for.
    pub paper: String,
    /// The ids of its files.
    pub files: Vec<String>,
}

/// Supplements a dossier that waits for papers.
pub async fn supplement(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = json::read(&bytes)?;
    let request = asked.needed_request(&bytes)?;

    let case = Case::of(asked, opened::dossier(asked, code).await?).await?;
    bring(asked, &case, wanted.papers, request).await
}

/// Brings papers, unless this very request has brought them before.
pub async fn bring(
    asked: &Asked,
    case: &Case,
    brought: Vec<Brought>,
    request: types::Request,
) -> Result<Answer, Problem> {
    let taken = match change(asked, case, brought).await {
        Ok((act, change)) => step::take(asked, case, act, change, request.clone()).await,
        Err(problem) => Err(problem),
    };
    match taken {
        Ok(answer) => Ok(answer),
        Err(problem) => step::again(asked, &case.dossier, request).await?.ok_or(problem),
    }
}

/// The act and what goes with it. Whether it may be done now, the rules say first: what is wrong with the papers of a
/// supplement that nobody asked for helps no one.
async fn change(asked: &Asked, case: &Case, brought: Vec<Brought>) -> Result<(Act, Change), Problem> {
    let papers = named(&brought)?;
    let act = Act::Supplement { papers };
    step::allowed(asked, case, act.clone())?;
    whole(&missing(asked, case)?, &brought)?;
    let added = added(asked, case, &brought).await?;
    let note = Note {
        papers: brought.into_iter().map(|one| SuppliedPaper { paper: one.paper, files: one.files }).collect(),
        ..Note::default()
    };
    Ok((act, Change { kind: "dossier-supplemented", note, added }))
}

fn named(brought: &[Brought]) -> Result<Papers, Problem> {
    let mut papers = Vec::with_capacity(brought.len());
    for one in brought {
        let is_twice = papers.iter().any(|known: &Text| known.as_str() == one.paper.trim());
        let paper = Text::new(&one.paper).filter(|_| !is_twice);
        papers.push(paper.ok_or_else(|| paper_not_asked(&one.paper, &[]))?);
    }
    Papers::new(papers).ok_or_else(no_papers)
}

/// The papers that were asked for last.
pub fn missing(asked: &Asked, case: &Case) -> Result<Vec<String>, Problem> {
    for event in case.events.iter().rev() {
        let note = case.note(asked, event)?;
        if !note.missing.is_empty() {
            return Ok(note.missing);
        }
    }
    Err(damaged(&format!("{} waits for papers, and nobody said which", case.dossier.code)))
}

/// Whether all papers are there that were asked for, and no others.
fn whole(missing: &[String], brought: &[Brought]) -> Result<(), Problem> {
    let is_same = |paper: &String, one: &Brought| one.paper.trim() == paper.trim();
    if let Some(other) = brought.iter().find(|one| !missing.iter().any(|paper| is_same(paper, one))) {
        return Err(paper_not_asked(&other.paper, missing));
    }
    let is_there = |paper: &String| brought.iter().any(|one| is_same(paper, one) && !one.files.is_empty());
    let lacking: Vec<&str> = missing.iter().filter(|paper| !is_there(paper)).map(String::as_str).collect();
    if lacking.is_empty() { Ok(()) } else { Err(incomplete_supplement(&lacking)) }
}

/// The files, each finished, intact, named once and not part of the dossier yet.
async fn added(asked: &Asked, case: &Case, brought: &[Brought]) -> Result<Vec<FiledFile>, Problem> {
    let (agency, draft) = (&case.dossier.agency, &case.dossier.draft);
    let uploaded = papers::of(asked, agency, draft).await?;
    let mut added: Vec<FiledFile> = Vec::new();
    for id in brought.iter().flat_map(|one| &one.files) {
        let is_used = case.filed.files.iter().chain(&added).any(|file| file.id == *id);
        let found = uploaded.iter().find(|paper| paper.file.id == *id).and_then(Paper::filed);
        let file = found.filter(|_| !is_used).ok_or_else(|| not_usable(id))?;
        if !papers::is_intact(asked, agency, draft, &file).await? {
            return Err(not_usable(id));
        }
        added.push(file);
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought(papers: &[(&str, usize)]) -> Vec<Brought> {
        let one = |(paper, files): &(&str, usize)| Brought { paper: (*paper).into(), files: vec!["f".into(); *files] };
        papers.iter().map(one).collect()
    }

    #[test]
    fn all_that_was_asked_for_comes_at_once_and_nothing_else() {
        let missing = ["Giấy chứng sinh".to_owned(), "Sổ hộ khẩu".to_owned()];
        let of = |papers: &[(&str, usize)]| whole(&missing, &brought(papers)).map_err(|problem| problem.kind());
        assert_eq!(of(&[("Sổ hộ khẩu", 1), (" Giấy chứng sinh ", 2)]), Ok(()));
        assert_eq!(of(&[("Sổ hộ khẩu", 1)]), Err("incomplete-supplement"));
        assert_eq!(of(&[("Sổ hộ khẩu", 1), ("Giấy chứng sinh", 0)]), Err("incomplete-supplement"));
        assert_eq!(of(&[("Sổ hộ khẩu", 1), ("Giấy chứng sinh", 1), ("Sổ đỏ", 1)]), Err("paper-not-asked"));
    }

    #[test]
    fn a_paper_is_named_once_and_in_words() {
        let of = |papers: &[(&str, usize)]| named(&brought(papers)).map(|_| ()).map_err(|problem| problem.kind());
        assert_eq!(of(&[("a", 1), ("b", 1)]), Ok(()));
        assert_eq!(of(&[]), Err("no-papers"));
        assert_eq!(of(&[("a", 1), (" a", 1)]), Err("paper-not-asked"));
        assert_eq!(of(&[(" ", 1)]), Err("paper-not-asked"));
    }
}
