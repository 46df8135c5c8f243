//! Forms that clients send, and forms that nobody should.

use super::*;

fn pairs(form: &[(&str, &str)]) -> Vec<(String, String)> {
    form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A form with all that is required, and these.
fn with(form: &[(&str, &str)]) -> Result<Filed, Vec<Flaw>> {
    let required = [("service_code", "duong-hu-hong"), ("description", "Ổ gà"), ("address_string", "Tràng Tiền")];
    read(&pairs(&[&required, form].concat()))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_example_of_the_specification() {
    let filed = read(&pairs(&[
        ("api_key", "xyz"),
        ("jurisdiction_id", "city.gov"),
        ("service_code", "001"),
        ("lat", "37.76524078"),
        ("long", "-122.4212043"),
        ("address_string", "1234 5th street"),
        ("email", "smit333@sfgov.edu"),
        ("device_id", "tt222111"),
        ("account_id", "123456"),
        ("first_name", "john"),
        ("last_name", "smith"),
        ("phone", "111111111"),
        ("description", "A large sinkhole is destroying the street"),
        ("media_url", "http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg"),
        ("attribute[WHISPAWN]", "123456"),
        ("attribute[WHISDORN]", "COISL001"),
    ]));
    let wanted = Filed {
        service_code: "001".to_owned(),
        description: "A large sinkhole is destroying the street".to_owned(),
        lat: some("37.76524078"),
        long: some("-122.4212043"),
        address_string: some("1234 5th street"),
        address_id: None,
        email: some("smit333@sfgov.edu"),
        device_id: some("tt222111"),
        account_id: some("123456"),
        first_name: some("john"),
        last_name: some("smith"),
        phone: some("111111111"),
        media_url: vec!["http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg".to_owned()],
        jurisdiction_id: some("city.gov"),
        api_key: some("xyz"),
        attributes: pairs(&[("WHISPAWN", "123456"), ("WHISDORN", "COISL001")]),
    };
    assert_eq!(filed, Ok(wanted));
}

#[test]
fn what_fixmystreet_sends() {
    let filed = read(&pairs(&[
        ("service_code", "duong-hu-hong"),
        ("description", "Ổ gà\r\n\r\nRất to\r\n\r\nhttps://fixmystreet.example/report/7\r\n"),
        ("lat", "21.028511"),
        ("long", "105.804817"),
        ("first_name", "Nguyễn"),
        ("last_name", "Văn An"),
        ("email", "an@example.vn"),
        ("deviceid", "iOS"),
        ("media_url", "https://fixmystreet.example/photo/7.0.full.jpeg"),
        ("media_url", "https://fixmystreet.example/photo/7.1.full.jpeg"),
        ("attribute[title]", "Ổ gà"),
        ("attribute[fixmystreet_id]", "7"),
        ("extended_status", "x"),
        ("requested_datetime", "2026-11-30T05:33:15Z"),
    ]))
    .unwrap();
    assert_eq!(filed.description, "Ổ gà\n\nRất to\n\nhttps://fixmystreet.example/report/7");
    assert_eq!((filed.first_name, filed.last_name), (some("Nguyễn"), some("Văn An")));
    assert_eq!(filed.device_id, some("iOS"));
    assert_eq!(filed.media_url.len(), 2);
    assert_eq!(filed.attributes, pairs(&[("title", "Ổ gà"), ("fixmystreet_id", "7")]));
}

#[test]
fn an_empty_field_was_not_sent() {
    let filed = with(&[("api_key", ""), ("lat", ""), ("long", " "), ("media_url", ""), ("attribute[a]", " ")]).unwrap();
    assert_eq!((filed.api_key, filed.lat, filed.long), (None, None, None));
    assert!(filed.media_url.is_empty() && filed.attributes.is_empty());
    assert_eq!(with(&[("email", ""), ("email", "an@example.vn")]).unwrap().email, some("an@example.vn"));
}

#[test]
fn an_attribute_may_have_several_values() {
    let filed = with(&[("attribute[a][]", "1"), ("attribute[b]", "hai\r\nba"), ("attribute[a][]", "2")]).unwrap();
    assert_eq!(filed.attributes, pairs(&[("a", "1"), ("b", "hai\nba"), ("a", "2")]));
}

#[test]
fn other_names_are_passed_over() {
    for name in
        ["attribute", "attribute[]", "attribute[][]", "attribute[a", "attribute[a][b]", "attribute[a]b", "Lat", ""]
    {
        assert_eq!(with(&[(name, "x")]), with(&[]), "{name}");
    }
}

#[test]
fn all_that_is_missing_is_said_at_once() {
    let flaws = read(&[]).unwrap_err();
    assert_eq!(flaws, [Flaw::Missing("service_code"), Flaw::Missing("description"), Flaw::NoPlace]);
}

#[test]
fn half_a_place_is_none() {
    assert_eq!(with(&[("lat", "21.03")]), Err(vec![Flaw::Missing("long")]));
    assert_eq!(with(&[("long", "105.8")]), Err(vec![Flaw::Missing("lat")]));
}

#[test]
fn a_place_in_an_address_register_is_enough() {
    let form = pairs(&[("service_code", "a"), ("description", "b"), ("address_id", "545483")]);
    assert_eq!(read(&form).unwrap().address_id, some("545483"));
}

#[test]
fn degrees_that_are_none_are_said_once() {
    let wanted = [Flaw::NotDegrees { field: "lat", most: 90 }, Flaw::NotDegrees { field: "long", most: 180 }];
    assert_eq!(with(&[("lat", "90.1"), ("long", "105,8")]), Err(wanted.into()));
}

#[test]
fn a_text_of_the_last_length_is_taken_whole() {
    let text = "ổ".repeat(DESCRIPTION_CHARS_MAX);
    let form = |text: &str| pairs(&[("service_code", "a"), ("address_id", "1"), ("description", text)]);
    assert_eq!(read(&form(&text)).unwrap().description, text);
    let flaw = Flaw::TooLong { field: "description", chars_max: DESCRIPTION_CHARS_MAX };
    assert_eq!(read(&form(&format!("{text}a"))), Err(vec![flaw]));
}

#[test]
fn a_line_is_one_line() {
    assert_eq!(with(&[("first_name", "An\r\nBcc: x")]).unwrap().first_name, some("An  Bcc: x"));
}

#[test]
fn a_link_leads_to_the_web() {
    assert_eq!(with(&[("media_url", "HTTPS://example.vn/ảnh.jpg")]).unwrap().media_url, ["HTTPS://example.vn/ảnh.jpg"]);
    for link in
        ["javascript:alert(1)", "ftp://a", "//a", "https://", "https://a b", "ảnh.jpg", "data:image/png;base64,AA"]
    {
        assert_eq!(with(&[("media_url", link)]), Err(vec![Flaw::NotWeb("media_url")]), "{link}");
    }
}

#[test]
fn nobody_fills_our_memory() {
    let link = ("media_url", "https://example.vn/a.jpg");
    let too_many = Flaw::TooMany { field: "media_url", most: MEDIA_MAX };
    assert_eq!(with(&[link; MEDIA_MAX]).unwrap().media_url.len(), MEDIA_MAX);
    assert_eq!(with(&[link; MEDIA_MAX + 1]), Err(vec![too_many]));
    let too_many = Flaw::TooMany { field: "attribute", most: ATTRIBUTES_MAX };
    assert_eq!(with(&[("attribute[a]", "b"); ATTRIBUTES_MAX + 1]), Err(vec![too_many]));
    let long = format!("attribute[{}]", "a".repeat(LINE_CHARS_MAX + 1));
    assert_eq!(with(&[(&long, "b")]), Err(vec![Flaw::TooLong { field: "attribute", chars_max: LINE_CHARS_MAX }]));
}
