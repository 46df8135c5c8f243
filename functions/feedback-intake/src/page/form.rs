//! What a browser sends: words, and files where there are any.

use bytes::Bytes;
use motcua_edge::body;
use motcua_edge::multipart::parts;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_rules::feedback::FILES_MAX;

use crate::Body;
use crate::asked::Asked;

const MULTIPART: &str = "multipart/form-data";
const URLENCODED: &str = "application/x-www-form-urlencoded";
/// All that stands beside the files: a text of ten thousand characters, each of four bytes that are written as `%xx`.
const WORDS_BYTES_MAX: usize = 256 * 1024;

/// A form as it was sent.
pub struct Form {
    pairs: Vec<(String, String)>,
    files: Vec<(String, Bytes)>,
}

impl Form {
    /// Reads a form with or without files.
    pub async fn read(asked: &Asked, body: Body) -> Result<Form, Problem> {
        let headers = &asked.parts.headers;
        let is_multipart = body::media_type(headers, &[MULTIPART, URLENCODED])? == MULTIPART;
        let file_bytes_max = usize::try_from(asked.settings.sizes.largest()).unwrap_or(usize::MAX);
        let files_bytes_max = if is_multipart { file_bytes_max.saturating_mul(FILES_MAX) } else { 0 };
        let bytes = body::whole(headers, body, files_bytes_max.saturating_add(WORDS_BYTES_MAX)).await?;
        if !is_multipart {
            return Ok(Form { pairs: body::pairs(&bytes)?, files: Vec::new() });
        }
        let mut form = Form { pairs: Vec::new(), files: Vec::new() };
        for part in parts(headers, &bytes).ok_or_else(refusal::body_broken)? {
            match part.file_name {
                // A browser sends an input without a file as one without a name.
                Some("") => {}
                Some(name) => form.files.push((name.to_owned(), bytes.slice_ref(part.content))),
                None => {
                    let text = core::str::from_utf8(part.content).map_err(|_| refusal::body_broken())?;
                    form.pairs.push((part.name.to_owned(), text.to_owned()));
                }
            }
        }
        Ok(form)
    }

    /// What an input of this name holds; nothing where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// All that inputs of this name hold.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The files, with what the browser calls them.
    pub fn files(&self) -> &[(String, Bytes)] {
        &self.files
    }
}

#[cfg(test)]
impl Form {
    /// A form of these words.
    pub fn of(pairs: &[(&str, &str)]) -> Form {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Form { pairs, files: Vec::new() }
    }
}
