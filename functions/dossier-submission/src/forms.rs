//! `GET /api/forms/{procedure}`: what is asked for a procedure.

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;

use crate::asked::Asked;

/// The form in force today, as JSON.
pub async fn read(_asked: &Asked, _procedure: &str) -> Result<Answer, Problem> {
    Err(refusal::not_found())
}
