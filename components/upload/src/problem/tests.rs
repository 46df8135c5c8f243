use motcua_edge::language::Language;
use motcua_paper::{Flaw, Foreign, Kind, Refused};
use motcua_rules::form::Accepted;

use super::*;
use crate::store::types::Fault;

fn all() -> Vec<(Problem, u16)> {
    vec![
        (no_file(), 404),
        (other_version(), 412),
        (malformed("Upload-Offset"), 400),
        (missing_length(), 400),
        (malformed_metadata(), 400),
        (missing_metadata("slot"), 400),
        (unknown_slot(vec!["card"]), 422),
        (too_large(5_242_880), 413),
        (slot_full(2), 422),
        (draft_full(), 422),
        (other_offset(7), 409),
        (beyond_end(7), 400),
        (finished(), 409),
        (unfinished(), 409),
        (unknown_checksum("sha1"), 400),
        (other_checksum(), 460),
        (empty(), 422),
        (not_accepted(Kind::Xml, &[Accepted::Pdf, Accepted::Image, Accepted::Xml]), 422),
        (too_many_pieces(), 422),
        (of_paper(Refused::Foreign(Foreign::Heif)), 422),
        (of_paper(Refused::Flawed(Kind::Pdf, Flaw::Locked)), 422),
    ]
}

fn is_said(problem: &Problem) {
    for (vi, en) in problem.texts(Language::Vi).iter().zip(problem.texts(Language::En)) {
        assert!(!vi.is_empty() && !en.is_empty() && *vi != en, "{}: {vi}", problem.kind());
    }
}

#[test]
fn every_refusal_says_what_and_what_to_do_in_both_languages() {
    let mut kinds = Vec::new();
    for (problem, status) in all() {
        assert_eq!(problem.status().as_u16(), status, "{}", problem.kind());
        is_said(&problem);
        kinds.push(problem.kind());
    }
    kinds.sort_unstable();
    assert!(kinds.windows(2).all(|pair| pair[0] != pair[1]), "{kinds:?}");
}

#[test]
fn every_kind_and_flaw_has_its_words() {
    use Flaw::*;
    let foreign = [
        Foreign::Heif,
        Foreign::WebPicture,
        Foreign::Gif,
        Foreign::Tiff,
        Foreign::Bitmap,
        Foreign::Film,
        Foreign::Document,
        Foreign::Archive,
        Foreign::Program,
        Foreign::WebPage,
        Foreign::Drawing,
        Foreign::Text,
        Foreign::Unknown,
    ];
    let flaws = [
        Incomplete,
        Broken(9),
        NotAlone,
        TooManyPixels(9, 9),
        TooComplex,
        Locked,
        Active,
        Attached,
        NotUtf8,
        Doctype,
        BrokenSignature,
    ];
    let refused = foreign.map(Refused::Foreign).into_iter().chain(flaws.map(|flaw| Refused::Flawed(Kind::Pdf, flaw)));
    let mut details: Vec<String> = Vec::new();
    for problem in refused.map(of_paper) {
        is_said(&problem);
        details.push(problem.texts(Language::Vi)[1].to_owned());
    }
    details.sort_unstable();
    assert!(details.windows(2).all(|pair| pair[0] != pair[1]), "{details:?}");
}

#[test]
fn what_the_store_refuses_has_the_status_by_which_one_acts() {
    for (refused, status) in [
        (Refusal::Gone, 404),
        (Refusal::Offset(7), 409),
        (Refusal::Finished, 409),
        (Refusal::TooMany, 422),
        (Refusal::Conflict, 409),
        (Refusal::Failed(Fault::Full), 507),
        (Refusal::Failed(Fault::InDoubt), 503),
    ] {
        assert_eq!(of_refusal(refused, no_file).status().as_u16(), status);
    }
}

#[test]
fn who_keeps_to_what_is_said_is_within_the_bound() {
    assert_eq!(too_large(5_242_880).texts(Language::En)[1], "Files of 5.0 MB at most are taken here.");
}
