//! Reports, and the items that they become.

use super::*;

fn pairs_of(form: &[(&str, &str)]) -> Vec<(String, String)> {
    form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn filed(form: &[(&str, &str)]) -> Filed {
    let required = [("service_code", "roads_traffic"), ("description", "Ổ gà"), ("lat", "21.0280"), ("long", "105.8")];
    form::read(&pairs_of(&[&required, form].concat())).unwrap()
}

fn item(form: &[(&str, &str)]) -> Result<said::Item, Option<u16>> {
    let wanted = wanted(&filed(form)).map_err(|_| None)?;
    said::placeless(&wanted).map_err(|problem| Some(problem.status().as_u16()))
}

#[test]
fn a_report_without_a_place_is_an_item_about_one() {
    let Ok(item) = item(&[]) else { panic!("it is refused") };
    assert_eq!((item.about.as_str(), item.place.as_str(), item.kind.as_str()), ("place", "", "conduct"));
    assert_eq!((item.said.lat.as_deref(), item.said.long.as_deref()), (Some("21.0280"), Some("105.8")));
    assert_eq!(item.identity, Identity::Anonymous);
}

#[test]
fn names_are_joined_and_whoever_has_none_is_called_by_what_reaches_them() {
    for (form, name) in [
        (vec![("first_name", "Nguyễn"), ("last_name", "Văn An"), ("phone", "0912 345 678")], "Nguyễn Văn An"),
        (vec![("email", "an@example.vn"), ("phone", "0912 345 678")], "an@example.vn"),
        (vec![("phone", "0912 345 678")], "0912 345 678"),
    ] {
        let Ok(item) = item(&form) else { panic!("{form:?}") };
        assert_eq!((item.who.name.as_deref(), item.identity), (Some(name), Identity::Named));
    }
}

#[test]
fn whoever_chose_to_stay_unknown_is_not_known() {
    let form = [("email", "no address"), ("first_name", "An"), ("attribute[identity]", "anonymous")];
    let Ok(item) = item(&form) else { panic!("it is refused") };
    assert!(item.who == motcua_record::feedback::Who::default() && item.identity == Identity::Anonymous);
}

#[test]
fn what_is_wrong_is_refused() {
    for form in [
        [("email", "no address")],
        [("phone", "111111111111111")],
        [("attribute[about]", "weather")],
        [("attribute[about]", "dossier")],
        [("attribute[kind]", "x")],
        [("attribute[identity]", "confidential")],
    ] {
        assert_eq!(item(&form).err(), Some(Some(400)), "{form:?}");
    }
}

#[test]
fn links_are_lines_of_the_text_and_leave_room_for_it() {
    let Ok(text) =
        text(&filed(&[("media_url", "https://example.vn/1.jpg"), ("media_url", "https://example.vn/2.jpg")]))
    else {
        panic!("it is refused")
    };
    assert_eq!(text, "Ổ gà\nẢnh: https://example.vn/1.jpg\nẢnh: https://example.vn/2.jpg");
    let long = "x".repeat(TEXT_CHARS_MAX);
    let with = |form: &[(&str, &str)]| {
        let required = [("service_code", "other"), ("description", long.as_str()), ("address_id", "1")];
        super::text(&form::read(&pairs_of(&[&required, form].concat())).unwrap())
    };
    assert_eq!(with(&[]).map(|text| text.len()), Ok(TEXT_CHARS_MAX));
    let flaw = Flaw::TooLong { field: "description", chars_max: TEXT_CHARS_MAX - 18 };
    assert_eq!(with(&[("media_url", "https://a.vn")]), Err(flaw));
    let link = format!("https://example.vn/{}", "x".repeat(1_900));
    let flaw = Flaw::TooLong { field: "media_url", chars_max: LINKS_CHARS_MAX };
    assert_eq!(with(&[("media_url", &link), ("media_url", &link), ("media_url", &link)]), Err(flaw));
}

#[test]
fn the_same_form_is_the_same_however_it_is_ordered() {
    let one = canonical(&pairs_of(&[("a", "1"), ("b", "2"), ("b", "3"), ("c", "")]));
    let with_effort = [("b", "3"), ("attribute[ticket]", "t"), ("b", "2"), ("a", "1"), ("attribute[nonce]", "n")];
    assert_eq!(one, canonical(&pairs_of(&with_effort)));
    for other in [vec![("a", "1"), ("b", "2")], vec![("a", "1\",\"b"), ("b", "2"), ("b", "3")]] {
        assert_ne!(one, canonical(&pairs_of(&other)));
    }
}
