//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

use crate::fields::{self, Pairs};
use crate::json::{self, Object};
use crate::{Refusal, amount, mac, moment};

/// A query. Whatever is read is read the same when its pairs stand in another order, or are encoded anew.
pub fn pairs(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let decoded = fields::decoded(&text);
    assert_eq!(
        decoded.as_deref().map(|text| fields::decoded(&fields::encode(text, "-_.~", "%20"))),
        decoded.clone().map(Some)
    );
    let Ok(pairs) = Pairs::read(&text) else { return };
    for (place, pair) in pairs.all().iter().enumerate() {
        assert!(!pair.name.contains('\0') && !pair.value.contains('\0'));
        assert!(pairs.all().iter().skip(place + 1).all(|other| other.name != pair.name));
        assert_eq!(pairs.text(&pair.name), Some(pair.value.as_str()).filter(|value| !value.is_empty()));
    }
    let plain: Vec<(&str, &str)> = pairs.all().iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    let turned: Vec<_> = plain.iter().rev().copied().collect();
    let again = Pairs::read(&fields::encoded(&turned)).unwrap();
    assert!(plain.iter().all(|(name, value)| again.text(name).unwrap_or_default() == *value));
}

/// An object of JSON, by the reader that everybody else uses.
pub fn object(bytes: &[u8]) {
    let plain: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
    let object = match Object::read(bytes) {
        Ok(object) => object,
        Err(Refusal::Repeated(_) | Refusal::Malformed(_)) => return,
        Err(other) => panic!("{other:?}"),
    };
    let members: Vec<(&str, &str)> = object.raw().collect();
    for (name, raw) in &members {
        let (scalar, _) = (object.scalar(name), (object.text(name), object.object(name), object.objects(name)));
        if let Ok(Some(text)) = &scalar {
            assert!(!text.contains('\0'));
            let _ = (amount::dong(text), amount::hundredths(text), mac::from_hex(text));
            let _ = (moment::read_fourteen(text), moment::read_spaced(text));
        }
        assert_eq!(json::scalar(raw), scalar.ok());
        // Another reader takes numbers for floating point and nests less deep; where it reads, it reads the same.
        if let Ok(plain) = &plain {
            let value = &plain[*name];
            match json::scalar(raw) {
                Some(Some(text)) if value.is_string() => assert_eq!(value.as_str(), Some(text.as_str())),
                Some(Some(text)) => assert!(value.is_number() || value.as_bool() == text.parse().ok(), "{text}"),
                Some(None) => assert!(value.is_null()),
                None => assert!(
                    value.is_array() || value.is_object() || value.as_str().is_some_and(|text| text.contains('\0'))
                ),
            }
        }
    }
    assert!(plain.as_ref().map_or(true, |plain| plain.as_object().is_some_and(|plain| plain.len() == members.len())));
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    for (target, law) in [("pairs", pairs as fn(&[u8])), ("object", object)] {
        let folder = format!("{}/../../tests/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
        let files: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
        assert!(!files.is_empty(), "{folder}");
        for file in files {
            law(&std::fs::read(file.unwrap().path()).unwrap());
        }
    }
}
