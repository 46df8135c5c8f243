//! `Upload-Metadata`: what a citizen's machine says of a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use motcua_edge::problem::Problem;
use motcua_record::file::{About, Named};
use motcua_reference::problem::damaged;

use crate::{headers, problem};

const HEADER: &str = "upload-metadata";
const HEADER_BYTES_MAX: usize = 4096;
/// A name is a label in a list. Paths, and what turns the direction of writing around so that `fdp.exe` reads `exe.pdf`, are
/// no part of it.
const NAME_CHARS_MAX: usize = 120;
const TYPE_CHARS_MAX: usize = 100;
/// What a file is called whose name is nothing.
const NAMELESS: &str = "tep";

/// What is said of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The form's slot that it is for.
    pub slot: String,
    /// Its name on the citizen's machine.
    pub name: String,
    /// Its media type there.
    pub claimed: Option<String>,
}

impl Metadata {
    /// Reads `slot <base64>,filename <base64>,filetype <base64>`. Other keys say nothing to us, but each stands there once.
    pub fn read(request: &HeaderMap) -> Result<Metadata, Problem> {
        let text = headers::text(request, HEADER)?.unwrap_or_default();
        if text.len() > HEADER_BYTES_MAX {
            return Err(problem::malformed_metadata());
        }
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for pair in text.split(',').map(str::trim).filter(|_| !text.trim().is_empty()) {
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let is_new = !key.is_empty() && pairs.iter().all(|(earlier, _)| *earlier != key);
            pairs.push((key, value.filter(|_| is_new).ok_or_else(problem::malformed_metadata)?));
        }
        let of = |key: &str| pairs.iter().find(|(one, _)| *one == key).map(|(_, value)| value.as_str());
        Ok(Metadata {
            slot: of("slot").ok_or_else(|| problem::missing_metadata("slot"))?.to_owned(),
            name: label(of("filename").ok_or_else(|| problem::missing_metadata("filename"))?),
            claimed: of("filetype").and_then(claimed),
        })
    }

    /// The same where only the name is said, as by a page.
    pub fn of(slot: &str, name: &str) -> Metadata {
        Metadata { slot: slot.to_owned(), name: label(name), claimed: None }
    }

    /// The same as it is kept.
    pub fn named(self) -> About {
        About::Named(Named { name: self.name, claimed: self.claimed })
    }
}

/// What is said of a file, as a header.
pub fn written(slot: &str, about: &About) -> Result<HeaderValue, Problem> {
    let (name, media_type) = match about {
        About::Named(named) => (&named.name, named.claimed.as_deref()),
        About::Known(known) => (&known.name, Some(known.media_type.as_str())),
    };
    let of = |text: &str| STANDARD.encode(text);
    let claimed = media_type.map(|media_type| format!(",filetype {}", of(media_type))).unwrap_or_default();
    let text = format!("slot {},filename {}{claimed}", of(slot), of(name));
    HeaderValue::try_from(text).map_err(|_| damaged("what is known of a file is no header"))
}

/// A name as a label: its last part, without what cannot be seen, short enough for a line, its ending kept.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|char| !char.is_control() && !is_invisible(*char)).collect();
    let name = seen.trim().trim_start_matches('.').trim_start();
    let length = name.chars().count();
    if length <= NAME_CHARS_MAX {
        return if name.is_empty() { NAMELESS.to_owned() } else { name.to_owned() };
    }
    let ending =
        name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| (1..=8).contains(&ending.chars().count()));
    let ending = ending.map(|ending| format!("….{ending}")).unwrap_or_else(|| "…".to_owned());
    let room = NAME_CHARS_MAX.saturating_sub(ending.chars().count());
    name.chars().take(room).chain(ending.chars()).collect()
}

/// Marks of direction and width, tags and what a text may hold besides letters (Unicode's Cf, as far as names meet it).
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn claimed(text: &str) -> Option<String> {
    let is_type = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    (!text.is_empty() && text.len() <= TYPE_CHARS_MAX && text.bytes().all(is_type)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Metadata, &'static str> {
        let headers = HeaderMap::from_iter([(HEADER.parse().unwrap(), text.parse().unwrap())]);
        Metadata::read(&headers).map_err(|problem| problem.kind())
    }

    fn pair(key: &str, value: &str) -> String {
        format!("{key} {}", STANDARD.encode(value))
    }

    #[test]
    fn a_file_is_named_for_its_slot() {
        let said = [
            pair("slot", "card"),
            pair("filename", "Căn cước.jpg"),
            pair("filetype", "image/jpeg"),
            "is_confidential".into(),
        ];
        let read = |text: &str| read(text);
        assert_eq!(
            read(&said.join(",")),
            Ok(Metadata { slot: "card".into(), name: "Căn cước.jpg".into(), claimed: Some("image/jpeg".into()) })
        );
        assert_eq!(read(&pair("slot", "card")), Err("missing-upload-metadata"));
        assert_eq!(read(""), Err("missing-upload-metadata"));
        for wrong in [
            "slot".to_owned() + "  Y2FyZA==",
            "slot Y2FyZA".into(),
            "slot ?".into(),
            "slot /w==".into(),
            format!("{0},{0}", pair("slot", "a")),
            format!("{},", pair("slot", "a")),
            "x".repeat(HEADER_BYTES_MAX + 1),
        ] {
            assert_eq!(read(&wrong), Err("malformed-upload-metadata"), "{wrong}");
        }
        assert_eq!(Metadata::read(&HeaderMap::new()).unwrap_err().kind(), "missing-upload-metadata");
    }

    #[test]
    fn a_name_is_only_a_label() {
        for (name, is) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\An\\giấy.pdf", "giấy.pdf"),
            ("..", NAMELESS),
            ("", NAMELESS),
            (" .htaccess ", "htaccess"),
            ("a\r\nSet-Cookie: b\0.pdf", "aSet-Cookie: b.pdf"),
            ("giay-\u{202E}fdp.exe", "giay-fdp.exe"),
        ] {
            assert_eq!(label(name), is, "{name:?}");
        }
        assert_eq!(label(&format!("{}.pdf", "ả".repeat(200))), format!("{}….pdf", "ả".repeat(115)));
        assert_eq!(label(&"b".repeat(200)).chars().count(), NAME_CHARS_MAX);
    }

    proptest! {
        #[test]
        fn what_was_read_is_written_and_read_again(name in "\\PC{0,150}", slot in "[a-z_]{1,20}") {
            let first = read(&[pair("slot", &slot), pair("filename", &name)].join(",")).unwrap();
            let again = written(&slot, &first.named()).unwrap();
            let second = read(again.to_str().unwrap()).unwrap();
            prop_assert_eq!(&second.slot, &slot);
            prop_assert_eq!(&second.name, &label(&name));
            prop_assert!((1..=NAME_CHARS_MAX).contains(&second.name.chars().count()));
        }

        #[test]
        fn any_header_is_read(text in "[ -~]{0,200}") {
            let _ = read(&text);
        }
    }
}
