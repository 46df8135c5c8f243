//! What can be filed: `discovery`, `services` and `services/{code}`.

use jiff::Timestamp;
use motcua_edge::problem::Problem;
use motcua_rules::feedback::{About, Field, Identity, Kind};
use motcua_rules::language::Language;

use super::refused::no_service;
use super::shape::{self, Attribute, Choice, Datatype, Definition, Discovery, Document, Service};
use crate::asked::Asked;

/// When the list or a definition last changed (2026-11-30T00:00:00Z): whoever changes one changes this.
const CHANGED: Timestamp = Timestamp::constant(1_795_996_800, 0);

/// Where the service is.
pub fn discovery(asked: &Asked) -> Document {
    let portal = &asked.settings.portal_url;
    Document::Discovery(Discovery {
        changeset: CHANGED,
        contact: format!("Phản ánh, kiến nghị / Feedback: {portal}/phan-anh"),
        key_service: "Không cần khoá. / No key is needed.".to_owned(),
        url: format!("{portal}/open311/v2"),
        is_production: true,
    })
}

/// A service a field.
pub fn services() -> Document {
    let service = |field: &Field| Service {
        service_code: field.as_str().to_owned(),
        service_name: field.label(Language::Vi).to_owned(),
        description: field.label(Language::En).to_owned(),
        metadata: true,
        kind: shape::Kind::Realtime,
        keywords: Vec::new(),
        group: "feedback".to_owned(),
    };
    Document::Services(Field::ALL.iter().map(service).collect())
}

/// What is asked for beside the description, the same for every service.
pub fn definition(code: &str) -> Result<Document, Problem> {
    let field = Field::parse(code).ok_or_else(no_service)?;
    let (list, line) = (Datatype::Singlevaluelist, Datatype::String);
    let attributes = vec![
        attribute("about", list, 1, "Phản ánh về / It is about", "Mặc định: một địa điểm. / A place, if nothing is chosen.")
            .of(About::ALL, About::as_str, About::label),
        attribute(
            "object",
            line,
            2,
            "Mã hồ sơ, thủ tục hoặc cơ quan / Code of the dossier, procedure or agency",
            "Cần có khi không phản ánh về một địa điểm hoặc về cổng này. / Needed unless it is about a place or this portal.",
        ),
        attribute(
            "place",
            line,
            3,
            "Xã, phường / Commune",
            "Tên hoặc mã, ví dụ: phường Thanh Xuân, Hà Nội. Nếu bỏ trống, cổng tìm trong address_string. / \
             Its name or code; without it address_string is looked through.",
        ),
        attribute("kind", list, 4, "Loại phản ánh / Kind", "Mặc định: conduct. / conduct, if nothing is chosen.")
            .of(Kind::ALL, Kind::as_str, Kind::label),
        attribute(
            "identity",
            list,
            5,
            "Danh tính người gửi / Who may know the sender",
            "Mặc định: nêu tên nếu có họ tên, điện thoại hoặc e-mail. / By name where a name, telephone or e-mail is sent.",
        )
        .of(Identity::ALL, Identity::as_str, Identity::label),
    ];
    Ok(Document::Definition(Definition { service_code: field.as_str().to_owned(), attributes }))
}

fn attribute(code: &str, datatype: Datatype, order: u16, description: &str, how: &str) -> Attribute {
    Attribute {
        variable: true,
        code: code.to_owned(),
        datatype,
        // A client that knows the specification and not us can file all the same.
        required: false,
        datatype_description: how.to_owned(),
        order,
        description: description.to_owned(),
        values: Vec::new(),
    }
}

impl Attribute {
    /// The same with the words of a closed list to choose from.
    fn of<T: Copy>(
        self,
        all: &[T],
        word: impl Fn(T) -> &'static str,
        label: impl Fn(T, Language) -> &'static str,
    ) -> Attribute {
        let name = |one| format!("{} / {}", label(one, Language::Vi), label(one, Language::En));
        let values = all.iter().map(|&one| Choice { key: word(one).to_owned(), name: name(one) }).collect();
        Attribute { values, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::Format;
    use super::*;
    use serde_json::Value;

    fn json(document: &Document) -> Value {
        serde_json::from_str(&document.written(Format::Json)).unwrap()
    }

    #[test]
    fn each_field_is_a_service_with_a_definition() {
        let services = json(&services());
        assert_eq!(services.as_array().map(Vec::len), Some(Field::ALL.len()));
        for service in services.as_array().unwrap() {
            let code = service["service_code"].as_str().unwrap();
            let definition = json(&definition(code).unwrap_or_else(|problem| panic!("{}", problem.kind())));
            assert_eq!(definition["service_code"], code);
            assert_eq!(definition["attributes"].as_array().map(Vec::len), Some(5));
        }
        assert_eq!(definition("Other").err().map(|problem| problem.status().as_u16()), Some(404));
    }

    #[test]
    fn a_list_has_the_words_of_the_rules() {
        let definition = json(&definition("other").unwrap_or_else(|problem| panic!("{}", problem.kind())));
        let about = &definition["attributes"][0];
        assert_eq!(
            (&about["required"], about["values"].as_array().map(Vec::len)),
            (&Value::from(false), Some(About::ALL.len()))
        );
        assert_eq!(about["values"][0], serde_json::json!({"key": "dossier", "name": "Một hồ sơ / A dossier"}));
        assert!(definition["attributes"][1].get("values").is_none());
    }

    #[test]
    fn the_day_of_the_last_change() {
        assert_eq!(CHANGED.to_string(), "2026-11-30T00:00:00Z");
    }
}
