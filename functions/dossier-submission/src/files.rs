//! `/api/drafts/{id}/files`: uploads.

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;

use crate::Body;
use crate::asked::Asked;

/// Answers for the files of a draft, or for one of them. Method and secret are not looked at yet.
pub async fn route(_asked: &Asked, _draft: &str, _file: Option<&str>, _body: Body) -> Result<Answer, Problem> {
    Err(refusal::not_found())
}

/// Keeps a file that came in one piece, as an upload in pieces would have been kept.
pub async fn keep(
    _asked: &Asked,
    _draft: &crate::store::drafts::Draft,
    _slot: &str,
    _name: &str,
    _bytes: &[u8],
) -> Result<(), Problem> {
    Err(refusal::not_found())
}

/// Takes a file out of a draft.
pub async fn take_out(_draft: &crate::store::drafts::Draft, _file: &str) -> Result<(), Problem> {
    Err(refusal::not_found())
}
