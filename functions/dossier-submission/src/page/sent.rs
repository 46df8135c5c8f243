//! What a page sent, as answers.

use motcua_rules::form::{Answers, Field, Form, Kind};
use serde_json::Value;

use super::names::name_of;

/// The answers after a page was sent: what it asked is replaced, what it did not ask stays. An input that is empty or not
/// there (a box that is not ticked) takes its answer away. What was typed stays as it was typed; the check makes it tidy.
pub fn answers(form: &Form, before: &Answers, pairs: &[(String, String)]) -> Answers {
    let mut answers = before.clone();
    for field in form.shown(before).fields {
        put(&mut answers, field, &field.name, pairs);
    }
    answers
}

/// Adds an empty member to a group, or takes one away: `add/members`, `remove/members/1`.
pub fn rearrange(form: &Form, answers: &mut Answers, act: &str) {
    let words: Vec<&str> = act.split('/').collect();
    let max = |name: &str| {
        let field = form.fields().map(|(_, field)| field).find(|field| field.name == name);
        field.and_then(|field| if let Kind::Group { max, .. } = field.kind { Some(usize::from(max)) } else { None })
    };
    match words.as_slice() {
        ["add", group] => {
            let Some(max) = max(group) else { return };
            let items = answers.entry(*group).or_insert_with(|| Value::Array(Vec::new()));
            let Some(items) = items.as_array_mut() else { return };
            // The page shows one member before there is any.
            let wanted = items.len().max(1).saturating_add(1).min(max);
            items.resize(wanted, Value::Object(Answers::new()));
        }
        ["remove", group, index] => {
            let items = answers.get_mut(*group).and_then(Value::as_array_mut);
            if let (Some(items), Ok(index)) = (items, index.parse::<usize>())
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn put(answers: &mut Answers, field: &Field, at: &str, pairs: &[(String, String)]) {
    let value = match &field.kind {
        Kind::Several { .. } => several(at, pairs),
        Kind::Group { max, fields, .. } => members(at, usize::from(*max), fields, pairs),
        _ => first(at, pairs),
    };
    match value {
        Some(value) => drop(answers.insert(field.name.clone(), value)),
        None => drop(answers.remove(&field.name)),
    }
}

fn first(at: &str, pairs: &[(String, String)]) -> Option<Value> {
    let name = name_of(at);
    let value = pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value)?;
    (!value.is_empty()).then(|| value.as_str().into())
}

fn several(at: &str, pairs: &[(String, String)]) -> Option<Value> {
    let name = name_of(at);
    let chosen: Vec<Value> =
        pairs.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.as_str().into()).collect();
    (!chosen.is_empty()).then_some(Value::Array(chosen))
}

/// As many members as the page has rows: one whose inputs are all empty stays, since breaches name rows by their number.
fn members(at: &str, max: usize, fields: &[Field], pairs: &[(String, String)]) -> Option<Value> {
    let prefix = format!("{}/", name_of(at));
    let indexes =
        pairs.iter().filter_map(|(key, _)| key.strip_prefix(&prefix)?.split('/').next()?.parse::<usize>().ok());
    let count = indexes.max().map_or(0, |last| last.saturating_add(1)).min(max);
    let member = |index: usize| {
        let mut member = Answers::new();
        fields.iter().for_each(|field| put(&mut member, field, &format!("{at}/{index}/{}", field.name), pairs));
        Value::Object(member)
    };
    (count > 0).then(|| (0..count).map(member).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        let words = json!({"vi": "Nhãn", "en": "Label"});
        let choices = json!([{"value": "x", "label": words}, {"value": "y", "label": words}]);
        let fields = json!([
            {"name": "name", "label": words, "kind": {"text": {"max": 9}}},
            {"name": "which", "label": words, "kind": {"several": {"choices": choices}}},
            {"name": "late", "label": words, "kind": {"text": {"max": 9}}, "shown": {"is": ["name", "zz"]}},
            {"name": "members", "label": words, "kind": {"group": {"max": 3, "fields": [
                {"name": "born", "label": words, "kind": {"text": {"max": 9}}},
            ]}}},
        ]);
        let form = json!({"procedure": "1.000001", "sections": [{"name": "all", "label": words, "fields": fields}]});
        Form::read(&form.to_string()).unwrap()
    }

    fn sent(before: &Value, pairs: &[(&str, &str)]) -> Value {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        Value::Object(answers(&form(), before.as_object().unwrap(), &pairs))
    }

    #[test]
    fn what_was_asked_is_replaced_and_the_rest_stays() {
        let before = json!({"name": "a", "which": ["x"], "late": "kept"});
        let after = sent(
            &before,
            &[("a/name", "b"), ("a/which", "x"), ("a/which", "y"), ("a/late", "not asked"), ("name", "c")],
        );
        assert_eq!(after, json!({"name": "b", "which": ["x", "y"], "late": "kept"}));
        assert_eq!(sent(&before, &[("a/name", "")]), json!({"late": "kept"}));
    }

    #[test]
    fn members_keep_their_number() {
        let after = sent(
            &json!({}),
            &[("a/members/0/born", ""), ("a/members/1/born", "1990"), ("a/members/9999999/born", "x")],
        );
        assert_eq!(after, json!({"members": [{}, {"born": "1990"}, {}]}));
    }

    #[test]
    fn a_group_grows_to_its_bound_and_shrinks() {
        let mut answers = Answers::new();
        for (act, count) in [
            ("add/members", 2),
            ("add/members", 3),
            ("add/members", 3),
            ("add/name", 3),
            ("remove/members/1", 2),
            ("remove/members/7", 2),
            ("remove/members/x", 2),
            ("", 2),
        ] {
            rearrange(&form(), &mut answers, act);
            assert_eq!(answers["members"].as_array().map(Vec::len), Some(count), "{act}");
        }
        assert!(!answers.contains_key("name"));
    }
}
