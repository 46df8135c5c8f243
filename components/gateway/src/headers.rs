//! The headers of a call.

use crate::{Call, Refusal};

/// What a header says, without the space around it; `None` where it is missing. Refused where it came twice: whoever stands between
/// may have read the other one.
pub fn one<'call>(call: &'call Call, name: &str) -> Result<Option<&'call str>, Refusal> {
    let mut values = all(call, name);
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        (_, Some(_)) => Err(Refusal::Repeated(name.to_owned())),
    }
}

/// What every header of a name says, in the order in which they came.
pub fn all<'call>(call: &'call Call, name: &str) -> impl Iterator<Item = &'call str> {
    call.headers.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.trim_matches([' ', '\t']))
}

/// Refuses a body of another media type than this one. Parameters like `charset` are not looked at: all types we read are UTF-8.
pub fn need_media_type(call: &Call, wanted: &str) -> Result<(), Refusal> {
    let given = one(call, "content-type")?.unwrap_or_default();
    let essence = given.split_once(';').map_or(given, |(essence, _)| essence).trim_end();
    if essence.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(Refusal::OtherMediaType) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(headers: &[(&str, &str)]) -> Call {
        Call {
            method: "POST".to_owned(),
            url: String::new(),
            query: String::new(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: vec![],
            now: 0,
        }
    }

    #[test]
    fn a_header_that_came_twice_says_nothing() {
        let twice = call(&[("x-a", " 1 "), ("x-b", "2"), ("x-b", "3")]);
        assert_eq!((one(&twice, "x-a"), one(&twice, "x-c")), (Ok(Some("1")), Ok(None)));
        assert_eq!(one(&twice, "x-b"), Err(Refusal::Repeated("x-b".to_owned())));
        assert_eq!(all(&twice, "x-b").collect::<Vec<_>>(), ["2", "3"]);
    }

    #[test]
    fn a_media_type_is_read_without_its_parameters() {
        for given in ["application/json", "Application/JSON; charset=utf-8", "application/json ;x"] {
            assert_eq!(need_media_type(&call(&[("content-type", given)]), "application/json"), Ok(()), "{given}");
        }
        for given in ["", "text/plain", "application/jsonx", "application/json, text/plain"] {
            let refused = need_media_type(&call(&[("content-type", given)]), "application/json");
            assert_eq!(refused, Err(Refusal::OtherMediaType), "{given}");
        }
        assert_eq!(need_media_type(&call(&[]), "application/json"), Err(Refusal::OtherMediaType));
    }
}
