use motcua_edge::both::both;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_rules::dossier::{Act, Actor, apply};

use super::*;

fn all() -> Vec<(Problem, u16)> {
    let why = apply(None, Actor::Applicant, Act::Withdraw, "2026-01-05T08:00".parse().unwrap()).unwrap_err();
    let sentence = || both("Vì sao.", "Why.");
    vec![
        (weak_key(32), 400),
        (malformed_feed(), 400),
        (missing_match(), 428),
        (malformed_match(), 400),
        (no_draft(), 404),
        (changed_elsewhere(1, 2), 412),
        (unknown_answers(&["a".into()]), 422),
        (answers_too_large(9), 413),
        (already_filed("H29.101-250701-0001", "4T7X"), 409),
        (not_ready([1], [2], [3]), 422),
        (no_agency("Bộ", "Ministry"), 422),
        (no_desk(sentence()), 422),
        (not_offered(sentence()), 422),
        (no_dossier(), 404),
        (not_allowed_now(&why), 409),
        (changed_meanwhile(), 409),
        (incomplete_supplement(&["Giấy"]), 422),
        (paper_not_asked("Giấy", &["Khác".into()]), 422),
        (no_papers(), 422),
        (not_usable("0f"), 422),
    ]
}

#[test]
fn every_refusal_says_what_and_what_to_do_in_both_languages() {
    let mut kinds = Vec::new();
    for (problem, status) in all() {
        assert_eq!(problem.status().as_u16(), status, "{}", problem.kind());
        for (vi, en) in problem.texts(Language::Vi).iter().zip(problem.texts(Language::En)) {
            assert!(!vi.is_empty() && !en.is_empty() && *vi != en, "{}", problem.kind());
        }
        kinds.push(problem.kind());
    }
    kinds.sort_unstable();
    assert!(kinds.windows(2).all(|pair| pair[0] != pair[1]), "{kinds:?}");
}
