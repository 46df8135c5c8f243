//! Against codes that other people's code made, one of them a gateway's (`tests/vectors/vietqr-emvco.jsonl`).

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    include_str!("../../../../tests/vectors/vietqr-emvco.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_vector_reads_as_its_makers_say() {
    for vector in vectors() {
        let name = &vector["name"];
        let payload = vector["request"]["payload"].as_str().unwrap();
        let found = match Code::read(payload) {
            Ok(code) => {
                let says = |field: &str, value: Option<&str>| match &vector["fields"] {
                    Value::Null => {}
                    fields => assert_eq!(fields[field].as_str(), value, "{name}"),
                };
                says("bankBin", Some(&code.bank_bin));
                says("bankNumber", Some(&code.number));
                says("amount", code.amount.map(|amount| amount.to_string()).as_deref());
                says("purpose", code.purpose.as_deref());
                "valid"
            }
            Err(Fault::Crc) => "bad_crc",
            Err(Fault::Malformed) => "malformed",
        };
        let expected = vector["expect"].as_str().unwrap();
        assert!(expected == found || expected == "valid_or_reject_lowercase", "{name}: {found}");
        // What is ASCII we write the same way, to the byte.
        if payload.is_ascii() {
            let written = Code::read(payload).unwrap().write().unwrap();
            assert!(written.eq_ignore_ascii_case(payload), "{name}: {written}");
        }
    }
}

#[test]
fn a_changed_text_is_no_code() {
    let good = "00020101021238560010A0000007270126000697042201121133666688880208QRIBFTTA530370454061500005802VN\
                62180814Nop le phi H2663044CBA";
    assert!(Code::read(good).is_ok());
    for place in 0..good.len() {
        let mut bytes = good.as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'7' { b'8' } else { b'7' };
        assert!(Code::read(core::str::from_utf8(&bytes).unwrap()).is_err(), "{place}");
        assert_eq!(Code::read(&good[..place]), Err(Fault::Malformed), "{place}");
    }
    assert_eq!(Code::read(&good.replace("150000", "150001")), Err(Fault::Crc));
    assert_eq!(Code::read(&format!("{good}0")), Err(Fault::Malformed));
    assert_eq!(Code::read(&format!("{good}0002AB")), Err(Fault::Malformed));
}

#[test]
fn another_scheme_currency_or_amount_is_none_of_ours() {
    let seal = |text: &str| format!("{text}6304{:04X}", crc(format!("{text}6304").as_bytes()));
    let payee = "38560010A000000727012600069704220112113366668888";
    let good = format!("000201010212{payee}0208QRIBFTTA53037045802VN");
    assert!(Code::read(&seal(&good)).is_ok());
    for (from, to) in [
        ("A000000727", "A000000728"),
        ("QRIBFTTA", "QRPUSHXX"),
        ("5303704", "5303840"),
        ("5802VN", "5802TH"),
        ("5802VN", "54031.55802VN"),
        ("5802VN", "540301 5802VN"),
        ("5802VN", "5802VN5802VN"),
        ("5802VN", "5802VN5400"),
        ("010212", "010213"),
        ("000201", "000202"),
    ] {
        assert_eq!(Code::read(&seal(&good.replace(from, to))), Err(Fault::Malformed), "{from} {to}");
    }
    assert_eq!(Code::read(&seal(&good.replace("QRIBFTTA", "QRIBFTTC"))).map(|code| code.to_card), Ok(true));
}

/// The check value of CRC-16/CCITT-FALSE (also called IBM-3740).
#[test]
fn the_checksum_is_that_of_its_definition() {
    assert_eq!(crc(b"123456789"), 0x29B1);
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        once: bool, to_card: bool, bank_bin in "[0-9]{6}", number in "[A-Z0-9]{1,19}",
        amount in proptest::option::of(0u64..1_000_000_000), purpose in proptest::option::of("[A-Za-z0-9 .-]{1,25}"),
    ) {
        let code = Code { once, bank_bin, number, to_card, amount, purpose };
        prop_assert_eq!(Code::read(&code.write().unwrap()), Ok(code));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(00|38|62|63|0[0-9])?.{0,40}", purpose in ".{0,120}") {
        let _ = Code::read(&text);
        let code = Code {
            once: true, bank_bin: "970422".into(), number: "1".into(), to_card: false, amount: None, purpose: Some(purpose.clone()),
        };
        let fits = purpose.is_ascii() && (1..=95).contains(&purpose.len());
        prop_assert_eq!(code.write().is_some(), fits);
    }
}
