//! A request to this function.

use motcua_edge::asked;
use motcua_edge::problem::Problem;

use crate::problem::{KEY_CHARS_MIN, weak_key};
use crate::settings::Settings;
use crate::store::types;

/// What was asked, by whom in which language, and when.
pub type Asked = asked::Asked<Settings>;

/// What makes a request known to the store when it comes again.
pub fn request(asked: &Asked, body: &[u8]) -> Result<types::Request, Problem> {
    let asked::Repeatable { key, hash } = asked.needs_repeatable(body)?;
    Ok(types::Request { key, hash })
}

/// The same with a key that no stranger guesses: whoever repeats the request is told a secret.
pub fn strong_request(asked: &Asked, body: &[u8]) -> Result<types::Request, Problem> {
    let request = request(asked, body)?;
    if request.key.len() < KEY_CHARS_MIN { Err(weak_key()) } else { Ok(request) }
}
