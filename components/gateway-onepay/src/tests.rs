//! Against vectors that other people's code made (`tests/vectors/onepay.jsonl`); one of them OnePay itself. Responses to
//! questions are of our own making: nobody published one that is signed.

use motcua_gateway::fields::encoded;
use motcua_gateway::inquiry::Finding;
use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refusal, Response, fields, malformed};
use proptest::prelude::*;
use serde_json::Value;

use crate::account::{self, Account};
use crate::laws::account;
use crate::sign::{SIGNATURE, signature};
use crate::{inquiry, notice, pay};

fn vectors() -> Vec<Value> {
    include_str!("../../../tests/vectors/onepay.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn ours() -> Account {
    account("DVCTEST", "0123456789ABCDEF0123456789ABCDEF")
}

fn get(query: &str) -> Call {
    Call { method: "GET".into(), url: String::new(), query: query.into(), headers: vec![], body: vec![], now: 0 }
}

fn post(kind: &str, body: &str) -> Call {
    let headers = vec![("content-type".into(), kind.into())];
    Call { method: "POST".into(), headers, body: body.into(), ..get("") }
}

fn call(request: &Value) -> Call {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    match text("method") {
        "POST" => post(request["headers"]["content-type"].as_str().unwrap(), text("body")),
        _ => get(text("query")),
    }
}

fn read(query: &str) -> Result<Message, Refusal> {
    notice::read(&ours(), &get(query))
}

fn noticed(message: Result<Message, Refusal>) -> Notice {
    match message.unwrap() {
        Message::Notice(notice) => notice,
        other => panic!("{other:?}"),
    }
}

/// The query with these fields in place of those of a good one, signed.
fn signed(change: &[(&str, &str)]) -> String {
    let mut fields: Vec<(&str, &str)> = vec![
        ("vpc_Amount", "15000000"),
        ("vpc_Command", "pay"),
        ("vpc_CurrencyCode", "VND"),
        ("vpc_MerchTxnRef", "100000000000001"),
        ("vpc_Merchant", "DVCTEST"),
        ("vpc_TransactionNo", "1681946"),
        ("vpc_TxnResponseCode", "0"),
    ];
    fields.retain(|(name, _)| change.iter().all(|(changed, _)| changed != name));
    fields.extend(change);
    let signature = signature(&ours(), &fields);
    fields.push((SIGNATURE, &signature));
    encoded(&fields)
}

/// What a caller would do with a message, so far as a vector tells it.
fn outcome(vector: &Value, message: Result<Message, Refusal>) -> (&'static str, Outcome) {
    let notice = match message {
        Err(Refusal::NotAuthentic) => return ("bad_signature", Outcome::Refused(Refusal::NotAuthentic)),
        message => noticed(message),
    };
    let order = &vector["context"]["order"];
    if order.is_null() {
        return ("order_not_found", Outcome::UnknownOrder);
    }
    assert_eq!(notice.reference, order["txn_ref"].as_str().unwrap());
    assert_eq!(notice.amount, order["amount_vnd"].as_u64());
    match (notice.meaning, order["status"].as_str().unwrap()) {
        (Meaning::Paid, "pending") => ("valid", Outcome::Recorded),
        (Meaning::Paid, _) => ("valid_duplicate", Outcome::Known),
        (Meaning::Failed, _) => ("valid_payment_failed", Outcome::Recorded),
        (meaning, status) => panic!("{meaning:?} {status}"),
    }
}

#[test]
fn every_vector_means_and_is_answered_what_its_makers_say() {
    for vector in vectors() {
        let merchant = vector["context"]["order"]["merchant"].as_str().unwrap_or("DVCTEST");
        let account = account(merchant, vector["secrets"]["secure_hash_key_hex"].as_str().unwrap());
        let (found, outcome) = outcome(&vector, notice::read(&account, &call(&vector["request"])));
        assert_eq!(vector["expect"], found, "{}", vector["name"]);
        let reply = notice::answer(&outcome);
        assert_eq!(vector["expect_response"]["status"], reply.status, "{}", vector["name"]);
        let text = String::from_utf8(reply.body).unwrap();
        assert_eq!(vector["expect_response"]["text"], text, "{}", vector["name"]);
    }
}

#[test]
fn any_order_of_the_pairs_says_the_same_and_any_changed_byte_is_refused() {
    let vector = &vectors()[0];
    let query = vector["request"]["query"].as_str().unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.reverse();
    assert_eq!(read(query), read(&pairs.join("&")));
    for place in 0..query.len() {
        let mut bytes = query.as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
        assert!(read(&String::from_utf8(bytes).unwrap()).is_err(), "byte {place}");
    }
}

#[test]
fn only_the_text_0_is_paid() {
    for (code, meaning) in [
        ("0", Meaning::Paid),
        ("300", Meaning::Pending),
        ("100", Meaning::Pending),
        ("99", Meaning::Failed),
        ("253", Meaning::Failed),
        ("7", Meaning::Failed),
        ("F", Meaning::Failed),
        ("00", Meaning::Failed),
        ("0.0", Meaning::Failed),
        (" 0", Meaning::Failed),
        ("+0", Meaning::Failed),
    ] {
        assert_eq!(noticed(read(&signed(&[("vpc_TxnResponseCode", code)]))).meaning, meaning, "{code}");
    }
}

#[test]
fn unknown_fields_are_signed_by_their_name() {
    let extra = signed(&[("vpc_Card", "970436"), ("user_Note", "a&b=c")]);
    assert_eq!(noticed(read(&extra)).amount, Some(150_000));
    assert_eq!(read(&format!("{extra}&lang=vi")), read(&extra));
    assert_eq!(read(&format!("{extra}&vpc_SecureHashType=SHA256")), read(&extra));
    for field in ["vpc_New=1", "user_New=1"] {
        assert_eq!(read(&format!("{extra}&{field}")), Err(Refusal::NotAuthentic), "{field}");
    }
    for field in ["vpc_Amount=1", "vpc%5FAmount=1", "lang=vi&lang=en"] {
        assert!(matches!(read(&format!("{extra}&{field}")), Err(Refusal::Repeated(_))), "{field}");
    }
}

#[test]
fn empty_fields_may_be_signed_or_left_out() {
    let dropped = signed(&[("vpc_Message", "")]);
    assert_eq!(noticed(read(&dropped)).meaning, Meaning::Paid);
    let kept = "vpc_Amount=100&vpc_CurrencyCode=VND&vpc_MerchTxnRef=1&vpc_Merchant=DVCTEST&vpc_Message=&\
                vpc_TransactionNo=2&vpc_TxnResponseCode=0";
    let hash = motcua_gateway::mac::hex(&motcua_gateway::mac::sha256(&ours().keys[1], kept.as_bytes()));
    assert_eq!(noticed(read(&format!("{kept}&{SIGNATURE}={hash}"))).amount, Some(1));
}

#[test]
fn what_is_signed_is_still_looked_at() {
    for (change, refusal) in [
        (("vpc_Merchant", "OTHER"), Refusal::OtherMerchant),
        (("vpc_Merchant", ""), malformed("vpc_Merchant")),
        (("vpc_Amount", "15000050"), Refusal::MalformedAmount),
        (("vpc_Amount", "15e6"), Refusal::MalformedAmount),
        (("vpc_Amount", "-15000000"), Refusal::MalformedAmount),
        (("vpc_Amount", ""), malformed("vpc_Amount")),
        (("vpc_CurrencyCode", "USD"), malformed("vpc_CurrencyCode")),
        (("vpc_CurrencyCode", ""), malformed("vpc_CurrencyCode")),
        (("vpc_TransactionNo", ""), malformed("vpc_TransactionNo")),
        (("vpc_TransactionNo", "0"), malformed("vpc_TransactionNo")),
        (("vpc_TransactionNo", "1&vpc_X=2"), malformed("vpc_TransactionNo")),
        (("vpc_MerchTxnRef", "1&vpc_MerchX=2"), malformed("vpc_MerchTxnRef")),
    ] {
        assert_eq!(read(&signed(&[change])), Err(refusal), "{change:?}");
    }
    assert_eq!(read(&signed(&[("vpc_Command", "queryDR")])), Ok(Message::Other("queryDR".into())));
    assert_eq!(read(""), Err(Refusal::Unsigned));
    assert_eq!(read("vpc_Amount=1&vpc_SecureHash="), Err(Refusal::Unsigned));
    assert_eq!(read("vpc_Amount=%zz"), Err(malformed("vpc_Amount")));
}

#[test]
fn a_form_is_read_only_where_it_is_called_one() {
    let (account, body) = (ours(), signed(&[]));
    let form = "application/x-www-form-urlencoded";
    assert!(notice::read(&account, &post(&format!("{form}; charset=utf-8"), &body)).is_ok());
    for kind in ["application/json", "text/plain", ""] {
        assert_eq!(notice::read(&account, &post(kind, &body)), Err(Refusal::OtherMediaType), "{kind}");
    }
    // What stands in the address of a form is not read: nobody knows which one is meant.
    let both = Call { query: body.clone(), ..post(form, "") };
    assert_eq!(notice::read(&account, &both), Err(Refusal::Unsigned));
}

#[test]
fn a_payers_address_says_the_order_and_is_signed() {
    let order = Order {
        purpose: "Le phi ho so H29.101-250701-0001 Cap ban sao".into(),
        return_url: "https://dvc.example.gov.vn/thanh-toan?a=1&b=2".into(),
        notify_url: "https://dvc.example.gov.vn/api/payments/onepay".into(),
        ..order("100000000000001")
    };
    let mut account = ours();
    account.keys.reverse();
    let address = pay::address(&account, &order);
    let query = address.strip_prefix("https://mtf.onepay.vn/paygate/vpcpay.op?").unwrap();
    let pairs = fields::Pairs::read(query).unwrap();
    assert_eq!(crate::sign::check(&account, &pairs), Ok(()));
    assert_eq!((pairs.text("vpc_Amount"), pairs.text("vpc_Locale")), (Some("15000000"), Some("vn")));
    assert_eq!(pairs.text("vpc_OrderInfo"), Some("Le phi ho so H29.101-250701-0001"));
    assert_eq!(pairs.text("vpc_ReturnURL"), Some(order.return_url.as_str()));
    assert!(pairs.text(SIGNATURE).unwrap().bytes().all(|byte| !byte.is_ascii_lowercase()));
}

#[test]
fn a_question_is_answered_by_what_onepay_signs() {
    let hear = |body: &str| inquiry::finding(&ours(), &Response { status: 200, headers: vec![], body: body.into() });
    let paid = signed(&[("vpc_DRExists", "Y"), ("vpc_Command", "queryDR"), ("vpc_CurrencyCode", "")]);
    let Ok(Finding::Notice(notice)) = hear(&format!("{paid}\n")) else { panic!() };
    assert_eq!(
        (notice.meaning, notice.amount, notice.transaction.as_deref()),
        (Meaning::Paid, Some(150_000), Some("1681946"))
    );
    let waits = signed(&[("vpc_DRExists", "Y"), ("vpc_TxnResponseCode", "100"), ("vpc_TransactionNo", "")]);
    assert!(matches!(hear(&waits), Ok(Finding::Notice(Notice { meaning: Meaning::Pending, .. }))));
    assert_eq!(hear(&signed(&[("vpc_DRExists", "N")])), Ok(Finding::Nothing));
    assert_eq!(hear(&signed(&[("vpc_DRExists", "maybe")])), Err(malformed("vpc_DRExists")));
    assert_eq!(hear(&signed(&[("vpc_DRExists", "Y"), ("vpc_Merchant", "OTHER")])), Err(Refusal::OtherMerchant));
    assert_eq!(hear("vpc_DRExists=N"), Err(Refusal::Unsigned));
    assert_eq!(hear(&paid.replace("vpc_DRExists=Y", "vpc_DRExists=N")), Err(Refusal::NotAuthentic));
}

#[test]
fn the_question_is_a_signed_form() {
    let request = inquiry::request(&ours(), &order("100000000000001"));
    let pairs = fields::Pairs::read(core::str::from_utf8(&request.body).unwrap()).unwrap();
    assert_eq!((request.method.as_str(), pairs.text("vpc_Command")), ("POST", Some("queryDR")));
    assert_eq!((pairs.text("vpc_MerchTxnRef"), pairs.text("vpc_User")), (Some("100000000000001"), Some("op01")));
    assert_eq!(crate::sign::check(&ours(), &pairs), Ok(()));
}

#[test]
fn every_outcome_has_one_of_two_answers() {
    let text = |outcome| String::from_utf8(notice::answer(&outcome).body).unwrap();
    for outcome in
        [Outcome::Recorded, Outcome::Known, Outcome::Surplus, Outcome::Contradicted, Outcome::Heard, Outcome::Ignored]
    {
        assert_eq!(text(outcome), "responsecode=1&desc=confirm-success");
    }
    for outcome in [
        Outcome::UnknownOrder,
        Outcome::OtherAmount,
        Outcome::OtherOrder,
        Outcome::Unavailable,
        Outcome::Refused(Refusal::NotAuthentic),
    ] {
        assert_eq!(text(outcome), "responsecode=0&desc=confirm-fail");
    }
}

#[test]
fn a_hash_code_is_hexadecimal_or_unusable() {
    let keys = |code: &str| account::keys(&[code.to_owned()]);
    assert_eq!(keys("0aFF"), Ok(vec![vec![10, 255]]));
    for code in ["", "0", "0g", "secret"] {
        assert_eq!(keys(code), Err(Refusal::Unusable("onepay_secrets".into())), "{code}");
    }
}

proptest! {
    #[test]
    fn any_call_is_read_or_refused(
        is_form: bool,
        query in "([a-zA-Z_%0-9+]{0,12}=?[^&]{0,12}&){0,6}",
        headers in proptest::collection::vec(("content-type|x-a", "application/x-www-form-urlencoded|.{0,20}"), 0..3),
        body in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        let method = if is_form { "POST" } else { "GET" };
        let call = Call { method: method.into(), headers, body, ..get(&query) };
        prop_assert!(notice::read(&ours(), &call).is_err());
        let response = Response { status: 200, headers: vec![], body: call.body };
        prop_assert!(inquiry::finding(&ours(), &response).is_err());
    }

    #[test]
    fn any_fields_that_are_signed_are_read_or_refused(values in proptest::collection::vec(".{0,12}", 7)) {
        let names = ["vpc_Amount", "vpc_Command", "vpc_MerchTxnRef", "vpc_TransactionNo", "vpc_TxnResponseCode",
            "vpc_OrderInfo", "user_Note"];
        let change: Vec<_> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
        prop_assert_ne!(read(&signed(&change)), Err(Refusal::NotAuthentic));
    }
}

fn order(reference: &str) -> Order {
    Order {
        number: 100_000_000_000_001,
        reference: reference.to_owned(),
        amount: 150_000,
        purpose: "Le phi".to_owned(),
        created: 0,
        expires: 0,
        language: "vi".to_owned(),
        return_url: String::new(),
        notify_url: String::new(),
        payer_address: "127.0.0.1".to_owned(),
        bill: Bill {
            dossier: String::new(),
            procedure: String::new(),
            procedure_name: String::new(),
            agency: String::new(),
            agency_name: String::new(),
        },
    }
}
