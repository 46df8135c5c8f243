//! Every type of the interface, there and back.

use motcua_tests::database;
use serde_json::{Value, json};

use crate::given::given;
use crate::postgres::{BOTH, granted, steps};

/// A type, its name in the interface, and values of it.
#[rustfmt::skip]
const TYPES: &[(&str, &str, &[&str])] = &[
    ("bool",        "Boolean",      &[r#"{"boolean":true}"#, r#"{"boolean":false}"#]),
    ("int2",        "Int16",        &[r#"{"int16":-32768}"#, r#"{"int16":32767}"#]),
    ("int4",        "Int32",        &[r#"{"int32":-2147483648}"#, r#"{"int32":2147483647}"#]),
    ("int8",        "Int64",        &[r#"{"int64":-9223372036854775808}"#, r#"{"int64":9223372036854775807}"#]),
    ("float4",      "Floating32",   &[r#"{"floating32":"1.5"}"#, r#"{"floating32":"NaN"}"#, r#"{"floating32":"-inf"}"#]),
    ("float8",      "Floating64",   &[r#"{"floating64":"0.1"}"#, r#"{"floating64":"-0"}"#, r#"{"floating64":"inf"}"#]),
    ("text",        "Str",          &[r#"{"str":""}"#, r#"{"str":"Đường Nguyễn Huệ, 'x'\\"}"#]),
    ("varchar",     "Str",          &[r#"{"str":"Huế"}"#]),
    ("char(4)",     "Str",          &[r#"{"str":"ab  "}"#]),
    ("bytea",       "Binary",       &[r#"{"binary":[]}"#, r#"{"binary":[0,255,1]}"#]),
    ("date",        "Date",         &[r#"{"date":[2025,7,1]}"#, r#"{"date":[2024,2,29]}"#, r#"{"date":[-4712,1,1]}"#, r#"{"date":[5874897,12,31]}"#]),
    ("time",        "Time",         &[r#"{"time":[0,0,0,0]}"#, r#"{"time":[23,59,59,999999000]}"#, r#"{"time":[24,0,0,0]}"#]),
    ("timestamp",   "Datetime",     &[r#"{"datetime":[2025,7,1,8,30,0,1000]}"#, r#"{"datetime":[-4712,1,1,0,0,0,0]}"#, r#"{"datetime":[294276,12,31,23,59,59,999999000]}"#]),
    ("uuid",        "Uuid",         &[r#"{"uuid":"018f3c1e-7b1a-7c2d-9e4f-0123456789ab"}"#]),
    ("jsonb",       "Jsonb",        &[r#"{"jsonb":"{\"a\": [1, null, 12345678901234567890.123456789]}"}"#, r#"{"jsonb":"null"}"#]),
    ("numeric",     "Decimal",      &[r#"{"decimal":"0"}"#, r#"{"decimal":"-1.50"}"#, r#"{"decimal":"1234567890123456789012345678901234567890.000000000000000000000000000000000000000001"}"#, r#"{"decimal":"NaN"}"#]),
    ("int4range",   "RangeInt32",   &[r#"{"range-int32":[1,"[",5,")"]}"#, r#"{"range-int32":[null,"(",5,")"]}"#, r#"{"range-int32":[1,"[",null,")"]}"#, r#"{"range-int32":[null,"(",null,")"]}"#]),
    ("int8range",   "RangeInt64",   &[r#"{"range-int64":[-9223372036854775808,"[",9223372036854775807,")"]}"#]),
    ("numrange",    "RangeDecimal", &[r#"{"range-decimal":["1.5","[","2.5","]"]}"#, r#"{"range-decimal":["1","(","2",")"]}"#, r#"{"range-decimal":[null,"(","2","]"]}"#]),
    ("int4[]",      "ArrayInt32",   &[r#"{"array-int32":[]}"#, r#"{"array-int32":[1,null,-1]}"#]),
    ("int8[]",      "ArrayInt64",   &[r#"{"array-int64":[9223372036854775807,null]}"#]),
    ("numeric[]",   "ArrayDecimal", &[r#"{"array-decimal":["1.5",null,"-3"]}"#, r#"{"array-decimal":[]}"#]),
    ("text[]",      "ArrayStr",     &[r#"{"array-str":["Huế",null,""]}"#, r#"{"array-str":[]}"#]),
    ("varchar[]",   "ArrayStr",     &[r#"{"array-str":["a"]}"#]),
    ("interval",    "Interval",     &[r#"{"interval":[-1,2,-3]}"#, r#"{"interval":[9223372036854775807,2147483647,-2147483648]}"#]),
];

/// What is told otherwise than it was given: a type, the parameter, the type's name and the value.
#[rustfmt::skip]
const OTHERWISE: &[(&str, &str, &str, &str)] = &[
    ("timestamptz", r#"{"timestamp":0}"#,                 "Datetime",   r#"{"datetime":[1970,1,1,0,0,0,0]}"#),
    ("timestamptz", r#"{"timestamp":-1}"#,                "Datetime",   r#"{"datetime":[1969,12,31,23,59,59,0]}"#),
    ("time",        r#"{"time":[1,2,3,4567]}"#,           "Time",       r#"{"time":[1,2,3,4000]}"#),
    ("\"char\"",    r#"{"int8":-1}"#,                     "other char", r#"{"unsupported":[255]}"#),
    ("json",        r#"{"jsonb":"[1]"}"#,                 "other json", r#"{"unsupported":[91,49,93]}"#),
    ("name",        r#"{"str":"a"}"#,                     "other name", r#"{"unsupported":[97]}"#),
    ("uuid",        r#"{"uuid":"{018F3C1E-7B1A-7C2D-9E4F-0123456789AB}"}"#, "Uuid", r#"{"uuid":"018f3c1e-7b1a-7c2d-9e4f-0123456789ab"}"#),
    ("numeric",     r#"{"decimal":"+007.10"}"#,           "Decimal",    r#"{"decimal":"7.10"}"#),
    ("jsonb",       r#"{"jsonb":" {\"b\":1,\"a\":2} "}"#, "Jsonb",      r#"{"jsonb":"{\"a\": 2, \"b\": 1}"}"#),
    ("int4range",   r#"{"range-int32":[1,"(",5,"]"]}"#,   "RangeInt32", r#"{"range-int32":[2,"[",6,")"]}"#),
    // Nothing between is empty, however it was written.
    ("int4range",   r#"{"range-int32":[5,"[",5,")"]}"#,   "RangeInt32", r#"{"range-int32":[0,"(",0,")"]}"#),
    ("numrange",    r#"{"range-decimal":["1","(","1","]"]}"#, "RangeDecimal", r#"{"range-decimal":["0","(","0",")"]}"#),
];

/// What has no parameter: an expression, the type's name, and the value, or the error.
#[rustfmt::skip]
const READ: &[(&str, &str, Result<&str, &str>)] = &[
    ("'infinity'::date",                  "Date",         Err("ValueConversionFailed")),
    ("'-infinity'::timestamp",            "Datetime",     Err("ValueConversionFailed")),
    ("'infinity'::timestamptz",           "Datetime",     Err("ValueConversionFailed")),
    ("'4713-01-01 BC'::date",             "Date",         Ok(r#"{"date":[-4712,1,1]}"#)),
    ("'{{1,2},{3,4}}'::int4[]",           "ArrayInt32",   Err("ValueConversionFailed")),
    ("'empty'::int8range",                "RangeInt64",   Ok(r#"{"range-int64":[0,"(",0,")"]}"#)),
    ("'Infinity'::numeric",               "Decimal",      Ok(r#"{"decimal":"Infinity"}"#)),
    ("'1.2.3.4'::inet",                   "other inet",   Ok(r#"{"unsupported":[2,32,0,4,1,2,3,4]}"#)),
    ("'{1}'::int2[]",                     "other _int2",  Ok(r#"{"unsupported":[0,0,0,1,0,0,0,0,0,0,0,21,0,0,0,1,0,0,0,1,0,0,0,2,0,1]}"#)),
    ("'ok'::mood",                        "other mood",   Ok(r#"{"unsupported":[111,107]}"#)),
    ("5::positive",                       "Int32",        Ok(r#"{"int32":5}"#)),
    ("ROW(1)",                            "other record", Ok(r#"{"unsupported":[0,0,0,1,0,0,0,23,0,0,0,4,0,0,0,1]}"#)),
];

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn every_value_comes_back_as_it_was_given() {
    let (application, address) = (given(&granted("a")).start(), database());
    for path in BOTH {
        for (ty, name, values) in TYPES {
            let sql = format!("SELECT $1::{ty} AS v");
            for value in *values {
                let answer = steps(&application, path, &address, &[("param", value), ("sql", &sql)]);
                assert_eq!(answer, json!({ "columns": [["v", name]], "rows": [[json(value)]] }), "{ty} {value}");
            }
            let null = steps(&application, path, &address, &[("param", r#"{"db-null":null}"#), ("sql", &sql)]);
            assert_eq!(null, json!({ "columns": [["v", name]], "rows": [[{ "db-null": null }]] }), "{ty}");
        }
    }
}

#[test]
fn what_has_another_form_comes_back_in_it() {
    let (application, address) = (given(&granted("a")).start(), database());
    for path in BOTH {
        for (ty, given, name, value) in OTHERWISE {
            let sql = format!("SELECT $1::{ty} AS v");
            let answer = steps(&application, path, &address, &[("param", given), ("sql", &sql)]);
            assert_eq!(answer, json!({ "columns": [["v", name]], "rows": [[json(value)]] }), "{ty} {given}");
        }
    }
}

#[test]
fn what_the_interface_has_no_word_for_is_bytes_or_an_error() {
    let (application, address) = (given(&granted("a")).start(), database());
    let types = ["CREATE TYPE mood AS ENUM ('ok')", "CREATE DOMAIN positive AS int CHECK (value > 0)"];
    steps(&application, BOTH[0], &address, &types.map(|sql| ("sql", sql)));
    for path in BOTH {
        for (expression, name, expected) in READ {
            let sql = format!("SELECT {expression} AS v");
            let answer = steps(&application, path, &address, &[("try", &sql)]);
            match expected {
                Ok(value) => {
                    assert_eq!(answer, json!({ "columns": [["v", name]], "rows": [[json(value)]] }), "{expression}");
                }
                Err(word) => {
                    assert!(
                        answer["failed"].as_str().is_some_and(|error| error.contains(word)),
                        "{expression}: {answer}"
                    );
                }
            }
        }
        // Rows that cannot be read leave nothing in the way of the next statement.
        let unread = "SELECT 'infinity'::date FROM generate_series(1, 1000)";
        let answer = steps(&application, path, &address, &[("try", unread), ("sql", "SELECT 1 AS x")]);
        assert_eq!(answer["rows"], json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn a_value_beyond_what_postgres_takes_is_an_error_and_no_trap() {
    let (application, address) = (given(&granted("a")).start(), database());
    #[rustfmt::skip]
    let cases = [
        ("date",        r#"{"date":[2147483647,1,1]}"#),
        ("date",        r#"{"date":[-2147483648,1,1]}"#),
        ("date",        r#"{"date":[5874898,1,1]}"#),
        ("timestamp",   r#"{"datetime":[294277,1,1,0,0,0,0]}"#),
        ("timestamptz", r#"{"timestamp":9223372036854775807}"#),
        ("timestamptz", r#"{"timestamp":-9223372036854775808}"#),
        ("time",        r#"{"time":[24,0,0,1000]}"#),
        ("int4range",   r#"{"range-int32":[2147483647,"(",null,")"]}"#),
        ("int4range",   r#"{"range-int32":[5,"[",1,")"]}"#),
        ("text",        r#"{"str":"a\u0000b"}"#),
        ("jsonb",       r#"{"jsonb":"{"}"#),
    ];
    for path in BOTH {
        for (ty, value) in cases {
            let answer = steps(&application, path, &address, &[("param", value), ("try", &format!("SELECT $1::{ty}"))]);
            assert!(answer["failed"].is_string(), "{ty} {value}: {answer}");
        }
    }
}
