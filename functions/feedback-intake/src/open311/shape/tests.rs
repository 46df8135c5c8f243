//! Each document beside the text that it becomes.

use serde_json::{Value, json};

use super::*;

fn json(document: &Document) -> Value {
    serde_json::from_str(&document.written(Format::Json)).unwrap()
}

fn xml(document: &Document) -> String {
    let written = document.written(Format::Xml);
    written.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").unwrap().to_owned()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn services() {
    let pothole = Service {
        service_code: "duong-hu-hong".to_owned(),
        service_name: "Đường hư hỏng".to_owned(),
        description: "Ổ gà & nắp cống".to_owned(),
        metadata: true,
        kind: Kind::Realtime,
        keywords: vec!["ổ gà".to_owned(), "pothole".to_owned()],
        group: "Giao thông".to_owned(),
    };
    let document = Document::Services(vec![pothole]);
    let wanted = json!([{
        "service_code": "duong-hu-hong", "service_name": "Đường hư hỏng", "description": "Ổ gà & nắp cống",
        "metadata": true, "type": "realtime", "keywords": "ổ gà, pothole", "group": "Giao thông",
    }]);
    assert_eq!(json(&document), wanted);
    assert_eq!(
        xml(&document),
        "<services><service><service_code>duong-hu-hong</service_code><service_name>Đường hư hỏng</service_name>\
         <description>Ổ gà &amp; nắp cống</description><metadata>true</metadata><type>realtime</type>\
         <keywords>ổ gà, pothole</keywords><group>Giao thông</group></service></services>"
    );
    let none = Document::Services(Vec::new());
    assert_eq!((json(&none), xml(&none)), (json!([]), "<services/>".to_owned()));
}

#[test]
fn definition() {
    let attribute = |code: &str, datatype, order, values| Attribute {
        variable: true,
        code: code.to_owned(),
        datatype,
        required: order == 1,
        datatype_description: String::new(),
        order,
        description: "Kích thước?".to_owned(),
        values,
    };
    let small = Choice { key: "S".to_owned(), name: "Nhỏ hơn 30 cm".to_owned() };
    let document = Document::Definition(Definition {
        service_code: "duong-hu-hong".to_owned(),
        attributes: vec![
            attribute("size", Datatype::Singlevaluelist, 1, vec![small]),
            attribute("note", Datatype::Text, 2, Vec::new()),
        ],
    });
    let wanted = json!({"service_code": "duong-hu-hong", "attributes": [
        {"variable": true, "code": "size", "datatype": "singlevaluelist", "required": true, "datatype_description": null,
         "order": 1, "description": "Kích thước?", "values": [{"key": "S", "name": "Nhỏ hơn 30 cm"}]},
        {"variable": true, "code": "note", "datatype": "text", "required": false, "datatype_description": null,
         "order": 2, "description": "Kích thước?"},
    ]});
    assert_eq!(json(&document), wanted);
    assert_eq!(
        xml(&document),
        "<service_definition><service_code>duong-hu-hong</service_code><attributes><attribute><variable>true</variable>\
         <code>size</code><datatype>singlevaluelist</datatype><required>true</required><datatype_description/>\
         <order>1</order><description>Kích thước?</description><values><value><key>S</key><name>Nhỏ hơn 30 cm</name>\
         </value></values></attribute><attribute><variable>true</variable><code>note</code><datatype>text</datatype>\
         <required>false</required><datatype_description/><order>2</order><description>Kích thước?</description>\
         </attribute></attributes></service_definition>"
    );
}

#[test]
fn created() {
    let created = |given| Document::Created(Created { given, service_notice: some("Đã nhận"), account_id: None });
    let number = created(Given::RequestId("PA-1".to_owned()));
    let wanted = json!([{"service_request_id": "PA-1", "service_notice": "Đã nhận", "account_id": null}]);
    assert_eq!(json(&number), wanted);
    assert_eq!(
        xml(&number),
        "<service_requests><request><service_request_id>PA-1</service_request_id><service_notice>Đã nhận\
         </service_notice><account_id/></request></service_requests>"
    );
    let token = created(Given::Token("t".to_owned()));
    assert_eq!(json(&token), json!([{"token": "t", "service_notice": "Đã nhận", "account_id": null}]));
}

#[test]
fn resolved() {
    let document = Document::Resolved(Resolved { service_request_id: "PA-1".to_owned(), token: "t".to_owned() });
    assert_eq!(json(&document), json!([{"service_request_id": "PA-1", "token": "t"}]));
    assert_eq!(
        xml(&document),
        "<service_requests><request><service_request_id>PA-1</service_request_id><token>t</token></request>\
         </service_requests>"
    );
}

#[test]
fn requests() {
    let request = Request {
        service_request_id: "PA-1".to_owned(),
        status: Status::Closed,
        status_notes: some("Đã vá"),
        service_name: "Đường hư hỏng".to_owned(),
        service_code: "duong-hu-hong".to_owned(),
        description: some("Ổ gà\nrất to"),
        agency_responsible: some("UBND phường"),
        service_notice: None,
        requested_datetime: at("2026-11-30T12:33:15.999+07:00"),
        updated_datetime: at("2026-12-01T01:00:00Z"),
        expected_datetime: None,
        address: some("Số 1 Tràng Tiền"),
        address_id: None,
        zipcode: None,
        lat: some("21.0280"),
        long: some("105.8"),
        media_url: some("https://example.vn/a.jpg?b=1&c=2"),
    };
    let document = Document::Requests(vec![request]);
    let wanted = json!([{
        "service_request_id": "PA-1", "status": "closed", "status_notes": "Đã vá", "service_name": "Đường hư hỏng",
        "service_code": "duong-hu-hong", "description": "Ổ gà\nrất to", "agency_responsible": "UBND phường",
        "service_notice": null, "requested_datetime": "2026-11-30T05:33:15Z", "updated_datetime": "2026-12-01T01:00:00Z",
        "expected_datetime": null, "address": "Số 1 Tràng Tiền", "address_id": null, "zipcode": null, "lat": 21.028,
        "long": 105.8, "media_url": "https://example.vn/a.jpg?b=1&c=2",
    }]);
    assert_eq!(json(&document), wanted);
    assert_eq!(
        xml(&document),
        "<service_requests><request><service_request_id>PA-1</service_request_id><status>closed</status>\
         <status_notes>Đã vá</status_notes><service_name>Đường hư hỏng</service_name>\
         <service_code>duong-hu-hong</service_code><description>Ổ gà\nrất to</description>\
         <agency_responsible>UBND phường</agency_responsible><service_notice/>\
         <requested_datetime>2026-11-30T05:33:15Z</requested_datetime>\
         <updated_datetime>2026-12-01T01:00:00Z</updated_datetime><expected_datetime/>\
         <address>Số 1 Tràng Tiền</address><address_id/><zipcode/><lat>21.0280</lat><long>105.8</long>\
         <media_url>https://example.vn/a.jpg?b=1&amp;c=2</media_url></request></service_requests>"
    );
}

#[test]
fn errors() {
    let document = Document::Errors(vec![Error::new(404, "Không có dịch vụ này.", "There is no such service.")]);
    let wanted = json!([{"code": 404, "description": "Không có dịch vụ này. / There is no such service."}]);
    assert_eq!(json(&document), wanted);
    assert_eq!(
        xml(&document),
        "<errors><error><code>404</code><description>Không có dịch vụ này. / There is no such service.</description>\
         </error></errors>"
    );
}

#[test]
fn discovery() {
    let document = Document::Discovery(Discovery {
        changeset: at("2026-11-30T00:00:00Z"),
        contact: "gopy@example.vn".to_owned(),
        key_service: "Không cần khoá".to_owned(),
        url: "https://example.vn/open311/v2".to_owned(),
        is_production: true,
    });
    let wanted = json!({
        "changeset": "2026-11-30T00:00:00Z", "contact": "gopy@example.vn", "key_service": "Không cần khoá",
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2", "url": "https://example.vn/open311/v2",
            "changeset": "2026-11-30T00:00:00Z", "type": "production", "formats": ["text/xml", "application/json"],
        }],
    });
    assert_eq!(json(&document), wanted);
    assert_eq!(
        xml(&document),
        "<discovery><changeset>2026-11-30T00:00:00Z</changeset><contact>gopy@example.vn</contact>\
         <key_service>Không cần khoá</key_service><endpoints><endpoint>\
         <specification>http://wiki.open311.org/GeoReport_v2</specification><url>https://example.vn/open311/v2</url>\
         <changeset>2026-11-30T00:00:00Z</changeset><type>production</type><formats><format>text/xml</format>\
         <format>application/json</format></formats></endpoint></endpoints></discovery>"
    );
}

#[test]
fn statuses_are_read_in_any_case() {
    assert_eq!(Status::of("open"), Some(Status::Open));
    assert_eq!(Status::of("CLOSED"), Some(Status::Closed));
    assert_eq!(Status::of("fixed"), None);
}
