//! `GET …/files/{file}`: a file goes back to whoever uploaded it.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_record::digest;
use motcua_record::file::About;
use motcua_reference::problem::damaged;

use crate::folder::Folder;
use crate::store::files::File;
use crate::{kept, problem};

/// The finished file, as it is kept: to be saved, never to be opened in the portal's name.
pub async fn download(folder: &Folder<'_>, file: &File) -> Result<Answer, Problem> {
    let About::Known(known) = folder.shelf.about(file)? else { return Err(problem::unfinished()) };
    let bytes = kept::whole(folder, file).await?;
    if digest::of(&bytes) != known.sha256 {
        return Err(damaged("a file is another than it was"));
    }
    let media_type = HeaderValue::try_from(&known.media_type).map_err(|_| damaged("the type of a file is no type"))?;
    let mut answer = answer::private(&folder.parts.headers, folder.language, media_type, Bytes::from(bytes));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let disposition = HeaderValue::try_from(attachment(&known.name));
    headers.insert(CONTENT_DISPOSITION, disposition.map_err(|_| damaged("the name of a file is no name"))?);
    Ok(answer)
}

/// A name in a header (RFC 6266, RFC 8187): every byte but a few is written as `%C4`.
fn attachment(name: &str) -> String {
    let mut text = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_so_that_every_browser_reads_it() {
        assert_eq!(attachment("Căn cước.pdf"), "attachment; filename*=UTF-8''C%C4%83n%20c%C6%B0%E1%BB%9Bc.pdf");
        assert_eq!(attachment("a\"; x=\r\n"), "attachment; filename*=UTF-8''a%22%3B%20x%3D%0D%0A");
    }
}
