//! All that a submission may be refused for, besides what edge and reference data refuse by themselves.

mod dossier;
mod draft;
mod request;

pub use dossier::{
    changed_meanwhile, incomplete_supplement, no_dossier, no_papers, not_allowed_now, not_usable, paper_not_asked,
};
pub use draft::{
    already_filed, answers_too_large, changed_elsewhere, no_agency, no_desk, no_draft, not_offered, not_ready,
    unknown_answers,
};
pub use motcua_reference::problem::{damaged, of_fault};
pub use request::{malformed_feed, malformed_match, missing_match, weak_key};

#[cfg(test)]
mod tests;
