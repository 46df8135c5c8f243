//! What Postgres sends, as values of the interface. A type that has none is handed over as its bytes.

use postgres_protocol::types::{self, Range, RangeBound};
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Row, Statement};
use uuid::Uuid;

use super::failure::Fault;
use super::{calendar, decimal};
use crate::bindings::spin::postgres::postgres::{Column, DbDataType, DbValue, Error, Interval, RangeBoundKind};

/// A range of the interface: each end is open or has a value.
type Ends<T> = (Option<(T, RangeBoundKind)>, Option<(T, RangeBoundKind)>);

/// The columns that a statement answers with.
pub fn columns(statement: &Statement) -> Vec<Column> {
    let column = |column: &tokio_postgres::Column| Column {
        name: column.name().to_owned(),
        data_type: data_type(column.type_()),
    };
    statement.columns().iter().map(column).collect()
}

#[rustfmt::skip]
fn data_type(ty: &Type) -> DbDataType {
    match *ty {
        Type::BOOL                                                  => DbDataType::Boolean,
        Type::INT2                                                  => DbDataType::Int16,
        Type::INT4                                                  => DbDataType::Int32,
        Type::INT8                                                  => DbDataType::Int64,
        Type::FLOAT4                                                => DbDataType::Floating32,
        Type::FLOAT8                                                => DbDataType::Floating64,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR                   => DbDataType::Str,
        Type::BYTEA                                                 => DbDataType::Binary,
        Type::DATE                                                  => DbDataType::Date,
        Type::TIME                                                  => DbDataType::Time,
        Type::TIMESTAMP | Type::TIMESTAMPTZ                         => DbDataType::Datetime,
        Type::UUID                                                  => DbDataType::Uuid,
        Type::JSONB                                                 => DbDataType::Jsonb,
        Type::NUMERIC                                               => DbDataType::Decimal,
        Type::INT4_RANGE                                            => DbDataType::RangeInt32,
        Type::INT8_RANGE                                            => DbDataType::RangeInt64,
        Type::NUM_RANGE                                             => DbDataType::RangeDecimal,
        Type::INT4_ARRAY                                            => DbDataType::ArrayInt32,
        Type::INT8_ARRAY                                            => DbDataType::ArrayInt64,
        Type::NUMERIC_ARRAY                                         => DbDataType::ArrayDecimal,
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => DbDataType::ArrayStr,
        Type::INTERVAL                                              => DbDataType::Interval,
        ref other                                                   => DbDataType::Other(other.name().to_owned()),
    }
}

/// The values of a row.
pub fn values(row: &Row) -> Result<Vec<DbValue>, Error> {
    let value = |(index, column): (usize, &tokio_postgres::Column)| {
        let refused = |why: &dyn std::fmt::Display| {
            Error::ValueConversionFailed(format!("column '{}', {}: {why}", column.name(), column.type_()))
        };
        match row.try_get::<_, Option<Raw<'_>>>(index).map_err(|error| refused(&error))? {
            Some(Raw(raw)) => value(column.type_(), raw).map_err(|fault| refused(&fault)),
            None => Ok(DbValue::DbNull),
        }
    };
    row.columns().iter().enumerate().map(value).collect()
}

/// A value as it was sent.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Raw<'a>, Fault> {
        Ok(Raw(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

#[rustfmt::skip]
fn value(ty: &Type, raw: &[u8]) -> Result<DbValue, Fault> {
    Ok(match *ty {
        Type::BOOL          => DbValue::Boolean(types::bool_from_sql(raw)?),
        Type::INT2          => DbValue::Int16(types::int2_from_sql(raw)?),
        Type::INT4          => DbValue::Int32(types::int4_from_sql(raw)?),
        Type::INT8          => DbValue::Int64(types::int8_from_sql(raw)?),
        Type::FLOAT4        => DbValue::Floating32(types::float4_from_sql(raw)?),
        Type::FLOAT8        => DbValue::Floating64(types::float8_from_sql(raw)?),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR
                            => DbValue::Str(types::text_from_sql(raw)?.to_owned()),
        Type::BYTEA         => DbValue::Binary(raw.to_vec()),
        Type::DATE          => DbValue::Date(calendar::date(types::date_from_sql(raw)?)?),
        Type::TIME          => DbValue::Time(calendar::time(types::time_from_sql(raw)?)?),
        Type::TIMESTAMP | Type::TIMESTAMPTZ
                            => DbValue::Datetime(calendar::datetime(types::timestamp_from_sql(raw)?)?),
        Type::UUID          => DbValue::Uuid(Uuid::from_bytes(types::uuid_from_sql(raw)?).to_string()),
        Type::JSONB         => DbValue::Jsonb(json(raw)?),
        Type::NUMERIC       => DbValue::Decimal(decimal::text(raw)?),
        Type::INT4_RANGE    => DbValue::RangeInt32(ends(raw, types::int4_from_sql, 0)?),
        Type::INT8_RANGE    => DbValue::RangeInt64(ends(raw, types::int8_from_sql, 0)?),
        Type::NUM_RANGE     => DbValue::RangeDecimal(ends(raw, decimal::text, "0".to_owned())?),
        Type::INT4_ARRAY    => DbValue::ArrayInt32(Vec::from_sql(ty, raw)?),
        Type::INT8_ARRAY    => DbValue::ArrayInt64(Vec::from_sql(ty, raw)?),
        Type::NUMERIC_ARRAY => DbValue::ArrayDecimal(decimals(ty, raw)?),
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY
                            => DbValue::ArrayStr(Vec::from_sql(ty, raw)?),
        Type::INTERVAL      => DbValue::Interval(interval(raw)?),
        _                   => DbValue::Unsupported(raw.to_vec()),
    })
}

/// Not parsed on its way: the guest will, and a parser would lose digits of large numbers.
fn json(raw: &[u8]) -> Result<Vec<u8>, Fault> {
    match raw.split_first() {
        Some((1, text)) => Ok(text.to_vec()),
        _ => Err("an unknown version of jsonb".into()),
    }
}

fn interval(raw: &[u8]) -> Result<Interval, Fault> {
    let malformed = || Fault::from("a malformed interval");
    let (micros, rest) = raw.split_first_chunk::<8>().ok_or_else(malformed)?;
    let (days, rest) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
    let months = rest.try_into().map_err(|_| malformed())?;
    Ok(Interval {
        micros: i64::from_be_bytes(*micros),
        days: i32::from_be_bytes(*days),
        months: i32::from_be_bytes(months),
    })
}

struct Decimal(String);

impl<'a> FromSql<'a> for Decimal {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Decimal, Fault> {
        decimal::text(raw).map(Decimal)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::NUMERIC
    }
}

fn decimals(ty: &Type, raw: &[u8]) -> Result<Vec<Option<String>>, Fault> {
    let decimals: Vec<Option<Decimal>> = Vec::from_sql(ty, raw)?;
    Ok(decimals.into_iter().map(|decimal| decimal.map(|Decimal(text)| text)).collect())
}

/// The interface has no word for an empty range, and two open ends, as in Spin, would be its contrary: everything. From
/// `nought` to `nought`, both excluded, is empty too.
fn ends<T: Clone>(raw: &[u8], element: impl Fn(&[u8]) -> Result<T, Fault>, nought: T) -> Result<Ends<T>, Fault> {
    let end = |bound: RangeBound<Option<&[u8]>>| {
        let (raw, kind) = match bound {
            RangeBound::Inclusive(raw) => (raw, RangeBoundKind::Inclusive),
            RangeBound::Exclusive(raw) => (raw, RangeBoundKind::Exclusive),
            RangeBound::Unbounded => return Ok(None),
        };
        Ok::<_, Fault>(Some((element(raw.ok_or("a bound without a value")?)?, kind)))
    };
    match types::range_from_sql(raw)? {
        Range::Nonempty(lower, upper) => Ok((end(lower)?, end(upper)?)),
        Range::Empty => {
            let end = Some((nought, RangeBoundKind::Exclusive));
            Ok((end.clone(), end))
        }
    }
}
