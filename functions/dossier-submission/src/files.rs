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
