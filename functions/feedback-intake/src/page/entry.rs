//! An item while it is written: what the form holds, from one page to the next.

use http::request::Parts;
use motcua_edge::idempotency;
use motcua_edge::problem::Problem;
use motcua_record::filed::FiledFile;
use motcua_record::random;

use super::form::Form;
use crate::asked::Asked;
use crate::problem::{KEY_CHARS_MIN, weak_key};
use crate::said::Wanted;
use crate::store::types::Request;

/// No key that a page made is longer.
const KEY_CHARS_MAX: usize = 255;

/// What is written, and all that the form carries unseen.
pub struct Entry {
    /// The item so far. Its device is the browser's.
    pub wanted: Wanted,
    /// What makes the request known when it comes again.
    pub key: String,
    /// Whether those who said the same were shown before.
    pub is_sure: bool,
    /// The files that are kept already.
    pub kept: Vec<FiledFile>,
}

impl Entry {
    /// An empty form.
    pub fn new(device: String) -> Entry {
        let wanted = Wanted { device, ..Wanted::default() };
        Entry { wanted, key: random::token(), is_sure: false, kept: Vec::new() }
    }

    /// The form as it was sent. `device` is what the browser calls itself.
    pub fn read(form: &Form, device: String) -> Result<Entry, Problem> {
        let key = form.value("key").to_owned();
        let is_key =
            (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_key {
            return Err(weak_key());
        }
        let is_sure = form.value("sure") == "1";
        Ok(Entry { wanted: wanted(form, device), key, is_sure, kept: Vec::new() })
    }

    /// What the form carries besides what is asked.
    pub fn unseen(&self) -> [(&'static str, &str); 5] {
        [
            ("key", &self.key),
            ("device", &self.wanted.device),
            ("draft", &self.wanted.draft),
            ("draft_secret", &self.wanted.draft_secret),
            ("ticket", &self.wanted.ticket),
        ]
    }

    /// All of it, to be sent by a button.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut inputs: Vec<(&str, String)> =
            shown(&self.wanted).map(|(name, value)| (name, value.to_owned())).to_vec();
        inputs.extend(self.unseen().map(|(name, value)| (name, value.to_owned())));
        inputs.retain(|(_, value)| !value.is_empty());
        inputs
    }

    /// What makes the request known when it comes again.
    pub fn request(&self, asked: &Asked) -> Request {
        Request { key: self.key.clone(), hash: hash(&asked.parts, &self.wanted) }
    }
}

/// A place that was picked from a list of what the typed one may mean is the place.
fn wanted(form: &Form, device: String) -> Wanted {
    let value = |name: &str| form.value(name).trim().replace("\r\n", "\n");
    let picked = value("place_of");
    Wanted {
        kind: value("kind"),
        about: value("about"),
        object: value("object"),
        place: if picked.is_empty() { value("place") } else { picked },
        field: value("field"),
        text: value("text"),
        address: value("address"),
        identity: value("identity"),
        name: value("name"),
        phone: value("phone"),
        email: value("email"),
        draft: value("draft"),
        draft_secret: value("draft_secret"),
        ticket: value("ticket"),
        device,
        ..Wanted::default()
    }
}

/// What the sender wrote and chose, by the name of its input.
fn shown(wanted: &Wanted) -> [(&'static str, &str); 11] {
    [
        ("kind", &wanted.kind),
        ("about", &wanted.about),
        ("object", &wanted.object),
        ("place", &wanted.place),
        ("field", &wanted.field),
        ("text", &wanted.text),
        ("address", &wanted.address),
        ("identity", &wanted.identity),
        ("name", &wanted.name),
        ("phone", &wanted.phone),
        ("email", &wanted.email),
    ]
}

/// A hash of what the sender wrote and chose. What the pages in between add (where the files are kept, that the sender is
/// sure, what was waited for) makes no other request.
fn hash(parts: &Parts, wanted: &Wanted) -> String {
    let written: Vec<String> =
        shown(wanted).iter().map(|(name, value)| format!("{name}={}:{value}", value.len())).collect();
    idempotency::hash(parts, written.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: (&str, &str) = ("key", "0123456789abcdef0123456789abcdef");

    fn hash_of(pairs: &[(&str, &str)]) -> String {
        let entry = Entry::read(&Form::of(&[&[KEY], pairs].concat()), "device".to_owned()).ok().unwrap();
        hash(&http::Request::post("/phan-anh/gui").body(()).unwrap().into_parts().0, &entry.wanted)
    }

    #[test]
    fn what_the_pages_in_between_add_makes_no_other_request() {
        let first = hash_of(&[("text", "Rác\r\nkhông thu gom "), ("place", "00070")]);
        let again = [
            ("text", "Rác\nkhông thu gom"),
            ("place", "00070"),
            ("sure", "1"),
            ("ticket", "1.2.3"),
            ("draft", "H29-0a"),
        ];
        assert_eq!(first, hash_of(&again));
        assert_eq!(first, hash_of(&[("text", "Rác\nkhông thu gom"), ("place", "?"), ("place_of", "00070")]));
        assert_ne!(first, hash_of(&[("text", "Rác\nkhông thu gom"), ("place", "00071")]));
    }

    #[test]
    fn a_button_sends_all_of_it_again() {
        let sent = [
            KEY,
            ("text", "a\nb"),
            ("about", "place"),
            ("draft", "H29-0a"),
            ("name", "An"),
            ("device", "device"),
            ("ticket", "1.2.3"),
        ];
        let hidden = Entry::read(&Form::of(&sent), "device".to_owned()).ok().unwrap().hidden();
        assert_eq!(hidden.len(), sent.len());
        for (name, value) in sent {
            assert!(hidden.contains(&(name, value.to_owned())), "{name}");
        }
    }

    #[test]
    fn a_key_that_somebody_may_guess_is_refused() {
        for key in ["", "short", &"x".repeat(256), &"é".repeat(32)] {
            assert!(Entry::read(&Form::of(&[("key", key)]), String::new()).is_err(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn other_words_are_another_request(a in "[a-z=\n:0-9]{0,6}", b in "[a-z=\n:0-9]{0,6}", c in "[a-z=\n:0-9]{0,6}", d in "[a-z=\n:0-9]{0,6}") {
            let hash_of = |text: &str, name: &str| hash_of(&[("text", text), ("name", name)]);
            let is_same = (a.trim(), b.trim()) == (c.trim(), d.trim());
            prop_assert_eq!(hash_of(&a, &b) == hash_of(&c, &d), is_same);
        }
    }
}
