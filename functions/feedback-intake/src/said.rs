//! What somebody sends, read and checked: everything that can be wrong with it without looking anything up.

use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::feedback::{Said, Who};
use motcua_rules::feedback::{About, Field, Identity, Kind, TEXT_CHARS_MAX};
use motcua_rules::resolve::Meant;
use serde::{Deserialize, Serialize};

use crate::contact;

/// A line: a name, an address, a code.
const LINE_CHARS_MAX: usize = 300;
/// A token that a device made up: long enough that no two have the same.
const DEVICE_CHARS: core::ops::RangeInclusive<usize> = 16..=100;

/// An item as it is sent.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// `conduct`, unless it is about a rule.
    pub kind: String,
    /// What it points at.
    pub about: String,
    /// The code of the dossier, procedure or agency.
    pub object: String,
    /// A place by its code or name, old or new.
    pub place: String,
    /// `old` for a code that is meant as it was before July 2025.
    #[serde(rename = "as")]
    pub meant: String,
    /// The field.
    pub field: String,
    /// What is said.
    pub text: String,
    /// `anonymous`, unless a name is given.
    pub identity: String,
    /// The sender's name.
    pub name: String,
    /// The sender's telephone number.
    pub phone: String,
    /// The sender's e-mail address.
    pub email: String,
    /// Where, in words.
    pub address: String,
    /// Degrees of latitude as decimal text.
    pub lat: String,
    /// Degrees of longitude as decimal text.
    pub long: String,
    /// The draft that has the files: its id.
    pub draft: String,
    /// The secret of that draft.
    pub draft_secret: String,
    /// What the sender's device calls itself, made up by chance and kept there.
    pub device: String,
    /// `hotline` or `import`, for whoever brings it in for somebody else.
    pub channel: String,
    /// When an imported item was received: `2026-01-01T08:00:00+07:00`.
    pub received: String,
    /// The ticket that was given when too much came from one place.
    pub ticket: String,
    /// What solves it.
    pub nonce: String,
}

/// An item that could be one.
pub struct Item {
    /// About a rule or about conduct.
    pub kind: Kind,
    /// What it points at.
    pub about: About,
    /// The code of that, as typed; empty where there is none.
    pub object: String,
    /// The place as typed; empty where there is none.
    pub place: String,
    /// How a code of a place is meant.
    pub meant: Meant,
    /// The field.
    pub field: Field,
    /// What is said; its files are not here yet.
    pub said: Said,
    /// Who says it; nobody where it is anonymous.
    pub who: Who,
    /// Whether anybody may know.
    pub identity: Identity,
}

/// Reads what was sent.
pub fn read(wanted: &Wanted) -> Result<Item, Problem> {
    let item = placeless(wanted)?;
    if item.place.is_empty() && item.about == About::Place {
        return Err(missing("place"));
    }
    Ok(item)
}

/// The same where an item about a place may have none: it goes to the national desk, which reads where it is.
pub fn placeless(wanted: &Wanted) -> Result<Item, Problem> {
    let kind = word("kind", or(&wanted.kind, "conduct"), Kind::parse, Kind::ALL.iter().map(|one| one.as_str()))?;
    let about = word("about", &wanted.about, About::parse, About::ALL.iter().map(|one| one.as_str()))?;
    let field = word("field", &wanted.field, Field::parse, Field::ALL.iter().map(|one| one.as_str()))?;
    let who = contact::read(&wanted.name, &wanted.phone, &wanted.email)?;
    let identity = identity(&wanted.identity, &who)?;
    let object = line("object", &wanted.object)?;
    let place = line("place", &wanted.place)?;
    match about {
        About::Dossier | About::Procedure | About::Agency if object.is_empty() => return Err(missing("object")),
        // It is kept readable, so it is a code and nothing that somebody says.
        About::Place | About::Portal if !object.is_empty() => return Err(no_object(&object)),
        _ => {}
    }
    let meant = meant(&wanted.meant)?;
    let said = Said {
        text: text("text", &wanted.text, TEXT_CHARS_MAX)?,
        address: some(line("address", &wanted.address)?),
        lat: some(degrees("lat", &wanted.lat, 90)?),
        long: some(degrees("long", &wanted.long, 180)?),
        files: Vec::new(),
    };
    if said.lat.is_some() != said.long.is_some() {
        return Err(missing(if said.lat.is_some() { "long" } else { "lat" }));
    }
    Ok(Item { kind, about, object, place, meant, field, said, who, identity })
}

fn no_object(object: &str) -> Problem {
    let expected = both(
        "Để trống: mã chỉ dành cho hồ sơ, thủ tục hoặc cơ quan; điều muốn nói thì ghi vào nội dung.",
        "Empty: a code is for a dossier, a procedure or an agency; what is to be said goes into the text.",
    );
    refusal::malformed_parameter("object", object, expected)
}

/// Whoever gives a name and says nothing of it is named; nobody is anonymous with one, and nobody named without.
fn identity(word: &str, who: &Who) -> Result<Identity, Problem> {
    let is_known = *who != Who::default();
    let all = Identity::ALL.iter().map(|one| one.as_str());
    let unsaid = if is_known { Identity::Named } else { Identity::Anonymous };
    match self::word("identity", or(word, unsaid.as_str()), Identity::parse, all)? {
        Identity::Anonymous if is_known => {
            let expected = both(
                "Đã chọn ẩn danh: bỏ trống họ tên, điện thoại và e-mail, hoặc chọn cách khác.",
                "Anonymous was chosen: leave name, telephone and e-mail empty, or choose otherwise.",
            );
            Err(refusal::malformed_parameter("identity", word, expected))
        }
        Identity::Named | Identity::Confidential if who.name.is_none() => Err(missing("name")),
        identity => Ok(identity),
    }
}

/// How a code of a place is meant.
pub fn meant(word: &str) -> Result<Meant, Problem> {
    match word {
        "" | "new" => Ok(Meant::New),
        "old" => Ok(Meant::Old),
        other => Err(refusal::malformed_parameter("as", other, both("“old” hoặc “new”.", "“old” or “new”."))),
    }
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A word of a closed list.
pub fn word<T>(
    name: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
    all: impl Iterator<Item = &'static str>,
) -> Result<T, Problem> {
    if text.is_empty() {
        return Err(missing(name));
    }
    parse(text).ok_or_else(|| {
        let all = all.collect::<Vec<_>>().join(", ");
        refusal::malformed_parameter(name, text, both(format!("Một trong: {all}."), format!("One of: {all}.")))
    })
}

/// A line: trimmed, without control characters, and short.
pub fn line(name: &'static str, text: &str) -> Result<String, Problem> {
    let line = text.trim();
    if line.chars().count() <= LINE_CHARS_MAX && !line.chars().any(char::is_control) {
        return Ok(line.to_owned());
    }
    Err(refusal::malformed_parameter(name, "", one_line()))
}

fn one_line() -> Both {
    both(
        format!("Một dòng chữ, tối đa {LINE_CHARS_MAX} ký tự."),
        format!("One line of at most {LINE_CHARS_MAX} characters."),
    )
}

/// Words for people to read: not empty, of several lines, short enough, and without what no keyboard types.
pub fn text(name: &'static str, text: &str, chars_max: usize) -> Result<String, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Err(missing(name));
    }
    let is_odd = |char: char| char.is_control() && !matches!(char, '\n' | '\t' | '\r');
    if text.chars().count() <= chars_max && !text.chars().any(is_odd) {
        return Ok(text);
    }
    let expected = both(
        format!("Văn bản tối đa {chars_max} ký tự, không có ký tự điều khiển."),
        format!("Text of at most {chars_max} characters, without control characters."),
    );
    // What was said is not repeated.
    Err(refusal::malformed_parameter(name, "", expected))
}

/// Degrees as decimal text, or nothing. Nobody reckons with them, so they stay text.
fn degrees(name: &'static str, text: &str, most: u16) -> Result<String, Problem> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    crate::open311::degrees::degrees(text, most).ok_or_else(|| {
        let expected = both(
            format!("Số thập phân từ -{most} đến {most}, dùng dấu chấm."),
            format!("A decimal number from -{most} to {most} with a point."),
        );
        refusal::malformed_parameter(name, text, expected)
    })
}

/// What a device calls itself; nothing where it says nothing.
pub fn device(text: &str) -> Result<Option<&str>, Problem> {
    let fits = DEVICE_CHARS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match text {
        "" => Ok(None),
        text if fits => Ok(Some(text)),
        _ => {
            let expected = both("16 đến 100 ký tự ngẫu nhiên.", "16 to 100 characters drawn by chance.");
            Err(refusal::malformed_parameter("device", "", expected))
        }
    }
}

/// 400: something has to be said.
pub fn missing(name: &'static str) -> Problem {
    refusal::malformed_parameter(name, "", both("Không được bỏ trống.", "It may not be empty."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_rules::language::Language;

    fn wanted() -> Wanted {
        Wanted {
            about: "place".into(),
            place: "00070".into(),
            field: "environment".into(),
            text: " Rác\r\nkhông thu gom ".into(),
            ..Wanted::default()
        }
    }

    fn refused(change: impl FnOnce(&mut Wanted)) -> Option<serde_json::Value> {
        let mut one = wanted();
        change(&mut one);
        let answer = read(&one).err()?.answer(Language::En);
        let problem: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
        Some(problem["field"].clone())
    }

    #[test]
    fn what_is_not_said_is_what_most_people_mean() {
        let item = read(&wanted()).unwrap_or_else(|problem| panic!("{}", problem.kind()));
        assert_eq!((item.kind, item.identity, item.meant), (Kind::Conduct, Identity::Anonymous, Meant::New));
        assert_eq!(item.said.text, "Rác\nkhông thu gom");
        let named = Wanted { name: "Nguyễn Văn An".into(), ..wanted() };
        assert_eq!(read(&named).ok().map(|item| item.identity), Some(Identity::Named));
    }

    #[test]
    fn each_flaw_names_its_field() {
        assert_eq!(refused(|one| one.text = " \n".into()), Some("text".into()));
        assert_eq!(refused(|one| one.text = "x".repeat(TEXT_CHARS_MAX + 1)), Some("text".into()));
        assert_eq!(refused(|one| one.text = "a\0b".into()), Some("text".into()));
        assert_eq!(refused(|one| one.about = "weather".into()), Some("about".into()));
        assert_eq!(refused(|one| one.place = String::new()), Some("place".into()));
        assert_eq!(refused(|one| one.about = "dossier".into()), Some("object".into()));
        assert_eq!(refused(|one| one.lat = "21".into()), Some("long".into()));
        assert_eq!(refused(|one| one.lat = "91".into()), Some("lat".into()));
        assert_eq!(refused(|one| one.identity = "confidential".into()), Some("name".into()));
        assert_eq!(
            refused(|one| (one.identity, one.name) = ("anonymous".into(), "An".into())),
            Some("identity".into())
        );
        assert_eq!(refused(|one| one.phone = "12".into()), Some("phone".into()));
    }
}
