//! Values of the interface as JSON: each an object whose one key says its type.

use std::error::Error;

use serde_json::{Value as Json, json};

use crate::bindings::spin::postgres::postgres::{
    Column, DbDataType, DbValue, Interval, ParameterValue, RangeBoundKind, RowSet,
};

type Parsed<T> = Result<T, Box<dyn Error>>;
type End<T> = Option<(T, RangeBoundKind)>;

/// The value of a parameter.
#[rustfmt::skip]
pub fn parameter(text: &str) -> Parsed<ParameterValue> {
    let json: Json = serde_json::from_str(text)?;
    let (name, value) = json.as_object().and_then(|object| object.iter().next()).ok_or("no value")?;
    let value = value.clone();
    Ok(match name.as_str() {
        "boolean"       => ParameterValue::Boolean(read(value)?),
        "int8"          => ParameterValue::Int8(read(value)?),
        "int16"         => ParameterValue::Int16(read(value)?),
        "int32"         => ParameterValue::Int32(read(value)?),
        "int64"         => ParameterValue::Int64(read(value)?),
        "floating32"    => ParameterValue::Floating32(read::<String>(value)?.parse()?),
        "floating64"    => ParameterValue::Floating64(read::<String>(value)?.parse()?),
        "str"           => ParameterValue::Str(read(value)?),
        "binary"        => ParameterValue::Binary(read(value)?),
        "date"          => ParameterValue::Date(read(value)?),
        "time"          => ParameterValue::Time(read(value)?),
        "datetime"      => ParameterValue::Datetime(read(value)?),
        "timestamp"     => ParameterValue::Timestamp(read(value)?),
        "uuid"          => ParameterValue::Uuid(read(value)?),
        "jsonb"         => ParameterValue::Jsonb(read::<String>(value)?.into_bytes()),
        "decimal"       => ParameterValue::Decimal(read(value)?),
        "range-int32"   => ParameterValue::RangeInt32(ends(value)?),
        "range-int64"   => ParameterValue::RangeInt64(ends(value)?),
        "range-decimal" => ParameterValue::RangeDecimal(ends(value)?),
        "array-int32"   => ParameterValue::ArrayInt32(read(value)?),
        "array-int64"   => ParameterValue::ArrayInt64(read(value)?),
        "array-decimal" => ParameterValue::ArrayDecimal(read(value)?),
        "array-str"     => ParameterValue::ArrayStr(read(value)?),
        "interval"      => {
            let (micros, days, months) = read(value)?;
            ParameterValue::Interval(Interval { micros, days, months })
        }
        "db-null"       => ParameterValue::DbNull,
        _               => return Err(format!("no such type: {name}").into()),
    })
}

fn read<T: serde::de::DeserializeOwned>(value: Json) -> Parsed<T> {
    Ok(serde_json::from_value(value)?)
}

/// `[1, "[", 2, ")"]`, with `null` for an open end.
fn ends<T: serde::de::DeserializeOwned>(value: Json) -> Parsed<(End<T>, End<T>)> {
    let (lower, opening, upper, closing): (Option<T>, char, Option<T>, char) = read(value)?;
    let kind = |sign: char| match sign {
        '[' | ']' => RangeBoundKind::Inclusive,
        _ => RangeBoundKind::Exclusive,
    };
    Ok((lower.map(|lower| (lower, kind(opening))), upper.map(|upper| (upper, kind(closing)))))
}

/// A result.
pub fn shown(result: RowSet) -> Json {
    let column = |column: Column| json!([column.name, name(column.data_type)]);
    let row = |row: Vec<DbValue>| row.into_iter().map(value).collect::<Vec<_>>();
    json!({
        "columns": result.columns.into_iter().map(column).collect::<Vec<_>>(),
        "rows": result.rows.into_iter().map(row).collect::<Vec<_>>(),
    })
}

fn name(data_type: DbDataType) -> String {
    match data_type {
        DbDataType::Other(name) => format!("other {name}"),
        known => format!("{known:?}").trim_start_matches("DbDataType::").to_owned(),
    }
}

#[rustfmt::skip]
fn value(value: DbValue) -> Json {
    match value {
        DbValue::Boolean(v)      => json!({ "boolean": v }),
        DbValue::Int8(v)         => json!({ "int8": v }),
        DbValue::Int16(v)        => json!({ "int16": v }),
        DbValue::Int32(v)        => json!({ "int32": v }),
        DbValue::Int64(v)        => json!({ "int64": v }),
        DbValue::Floating32(v)   => json!({ "floating32": v.to_string() }),
        DbValue::Floating64(v)   => json!({ "floating64": v.to_string() }),
        DbValue::Str(v)          => json!({ "str": v }),
        DbValue::Binary(v)       => json!({ "binary": v }),
        DbValue::Date(v)         => json!({ "date": v }),
        DbValue::Time(v)         => json!({ "time": v }),
        DbValue::Datetime(v)     => json!({ "datetime": v }),
        DbValue::Timestamp(v)    => json!({ "timestamp": v }),
        DbValue::Uuid(v)         => json!({ "uuid": v }),
        DbValue::Jsonb(v)        => json!({ "jsonb": String::from_utf8_lossy(&v) }),
        DbValue::Decimal(v)      => json!({ "decimal": v }),
        DbValue::RangeInt32(v)   => json!({ "range-int32": range(v) }),
        DbValue::RangeInt64(v)   => json!({ "range-int64": range(v) }),
        DbValue::RangeDecimal(v) => json!({ "range-decimal": range(v) }),
        DbValue::ArrayInt32(v)   => json!({ "array-int32": v }),
        DbValue::ArrayInt64(v)   => json!({ "array-int64": v }),
        DbValue::ArrayDecimal(v) => json!({ "array-decimal": v }),
        DbValue::ArrayStr(v)     => json!({ "array-str": v }),
        DbValue::Interval(v)     => json!({ "interval": [v.micros, v.days, v.months] }),
        DbValue::DbNull          => json!({ "db-null": null }),
        DbValue::Unsupported(v)  => json!({ "unsupported": v }),
    }
}

fn range<T: serde::Serialize>((lower, upper): (End<T>, End<T>)) -> Json {
    let sign = |end: &End<T>, inclusive: char, exclusive: char| match end {
        Some((_, RangeBoundKind::Inclusive)) => inclusive,
        _ => exclusive,
    };
    let (opening, closing) = (sign(&lower, '[', '('), sign(&upper, ']', ')'));
    json!([lower.map(|(value, _)| value), opening, upper.map(|(value, _)| value), closing])
}
