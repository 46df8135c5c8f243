//! Values of the interface, as parameters. The server says what type a parameter has; a value of another is an error
//! and not converted, as in Spin: a cast in the statement says what is meant.

use bytes::{BufMut, BytesMut};
use postgres_protocol::types::{self, RangeBound};
use tokio_postgres::types::{IsNull, Kind, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::failure::{Fault, Misfit};
use super::{calendar, decimal};
use crate::bindings::spin::postgres::postgres::{Interval, ParameterValue, RangeBoundKind};

/// A parameter and its number.
#[derive(Debug)]
pub struct Parameter<'a> {
    number: usize,
    value: &'a ParameterValue,
}

/// All parameters of a statement.
pub fn numbered(values: &[ParameterValue]) -> impl ExactSizeIterator<Item = Parameter<'_>> {
    values.iter().enumerate().map(|(index, value)| Parameter { number: index.saturating_add(1), value })
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        let misfit = |why| Misfit { number: self.number, why };
        let written = match accepted(self.value, ty) {
            Ok(()) => write(self.value, ty, out),
            Err(name) => Err(format!("a value of type {name} where the statement has {ty}").into()),
        };
        written.map_err(|why| misfit(why).into())
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Whether a value may stand for a parameter of this type, or what it is called.
#[rustfmt::skip]
fn accepted(value: &ParameterValue, ty: &Type) -> Result<(), &'static str> {
    let (name, is_accepted) = match value {
        ParameterValue::Boolean(_)      => ("boolean",       bool::accepts(ty)),
        ParameterValue::Int8(_)         => ("int8",          i8::accepts(ty)),
        ParameterValue::Int16(_)        => ("int16",         i16::accepts(ty)),
        ParameterValue::Int32(_)        => ("int32",         i32::accepts(ty)),
        ParameterValue::Int64(_)        => ("int64",         i64::accepts(ty)),
        ParameterValue::Floating32(_)   => ("floating32",    f32::accepts(ty)),
        ParameterValue::Floating64(_)   => ("floating64",    f64::accepts(ty)),
        ParameterValue::Str(_)          => ("str",           String::accepts(ty)),
        ParameterValue::Binary(_)       => ("binary",        *ty == Type::BYTEA),
        ParameterValue::Date(_)         => ("date",          *ty == Type::DATE),
        ParameterValue::Time(_)         => ("time",          *ty == Type::TIME),
        ParameterValue::Datetime(_)     => ("datetime",      *ty == Type::TIMESTAMP),
        ParameterValue::Timestamp(_)    => ("timestamp",     *ty == Type::TIMESTAMPTZ),
        ParameterValue::Uuid(_)         => ("uuid",          *ty == Type::UUID),
        ParameterValue::Jsonb(_)        => ("jsonb",         matches!(*ty, Type::JSONB | Type::JSON)),
        ParameterValue::Decimal(_)      => ("decimal",       *ty == Type::NUMERIC),
        ParameterValue::RangeInt32(_)   => ("range-int32",   is_range_of(ty, &Type::INT4)),
        ParameterValue::RangeInt64(_)   => ("range-int64",   is_range_of(ty, &Type::INT8)),
        ParameterValue::RangeDecimal(_) => ("range-decimal", is_range_of(ty, &Type::NUMERIC)),
        ParameterValue::ArrayInt32(_)   => ("array-int32",   Vec::<i32>::accepts(ty)),
        ParameterValue::ArrayInt64(_)   => ("array-int64",   Vec::<i64>::accepts(ty)),
        ParameterValue::ArrayDecimal(_) => ("array-decimal", Vec::<Decimal<'_>>::accepts(ty)),
        ParameterValue::ArrayStr(_)     => ("array-str",     Vec::<String>::accepts(ty)),
        ParameterValue::Interval(_)     => ("interval",      *ty == Type::INTERVAL),
        ParameterValue::DbNull          => ("db-null",       true),
    };
    if is_accepted { Ok(()) } else { Err(name) }
}

fn is_range_of(ty: &Type, element: &Type) -> bool {
    matches!(ty.kind(), Kind::Range(of) if of == element)
}

#[rustfmt::skip]
fn write(value: &ParameterValue, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
    match value {
        ParameterValue::Boolean(v)      => types::bool_to_sql(*v, out),
        ParameterValue::Int8(v)         => types::char_to_sql(*v, out),
        ParameterValue::Int16(v)        => types::int2_to_sql(*v, out),
        ParameterValue::Int32(v)        => types::int4_to_sql(*v, out),
        ParameterValue::Int64(v)        => types::int8_to_sql(*v, out),
        ParameterValue::Floating32(v)   => types::float4_to_sql(*v, out),
        ParameterValue::Floating64(v)   => types::float8_to_sql(*v, out),
        ParameterValue::Str(v)          => return v.to_sql(ty, out),
        ParameterValue::Binary(v)       => types::bytea_to_sql(v, out),
        ParameterValue::Date(v)         => types::date_to_sql(calendar::days(*v)?, out),
        ParameterValue::Time(v)         => types::time_to_sql(calendar::micros(*v)?, out),
        ParameterValue::Datetime(v)     => types::timestamp_to_sql(calendar::micros_of_datetime(*v)?, out),
        ParameterValue::Timestamp(v)    => types::timestamp_to_sql(calendar::micros_of_timestamp(*v)?, out),
        ParameterValue::Uuid(v)         => types::uuid_to_sql(Uuid::parse_str(v)?.into_bytes(), out),
        ParameterValue::Jsonb(v)        => write_json(v, ty, out),
        ParameterValue::Decimal(v)      => decimal::write(v, out)?,
        ParameterValue::RangeInt32(v)   => write_range(v, out, |v, out| v.to_sql(ty, out))?,
        ParameterValue::RangeInt64(v)   => write_range(v, out, |v, out| v.to_sql(ty, out))?,
        ParameterValue::RangeDecimal(v) => write_range(v, out, |v, out| Decimal(v).to_sql(ty, out))?,
        ParameterValue::ArrayInt32(v)   => return v.to_sql(ty, out),
        ParameterValue::ArrayInt64(v)   => return v.to_sql(ty, out),
        ParameterValue::ArrayDecimal(v) => {
            let decimals: Vec<_> = v.iter().map(|v| v.as_deref().map(Decimal)).collect();
            return decimals.to_sql(ty, out);
        }
        ParameterValue::ArrayStr(v)     => return v.to_sql(ty, out),
        ParameterValue::Interval(v)     => write_interval(v, out),
        ParameterValue::DbNull          => return Ok(IsNull::Yes),
    }
    Ok(IsNull::No)
}

/// Not parsed on its way: the server does that.
fn write_json(text: &[u8], ty: &Type, out: &mut BytesMut) {
    if *ty == Type::JSONB {
        out.put_u8(1);
    }
    out.extend_from_slice(text);
}

fn write_interval(interval: &Interval, out: &mut BytesMut) {
    out.put_i64(interval.micros);
    out.put_i32(interval.days);
    out.put_i32(interval.months);
}

#[derive(Debug)]
struct Decimal<'a>(&'a str);

impl ToSql for Decimal<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        decimal::write(self.0, out).map(|()| IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::NUMERIC
    }

    to_sql_checked!();
}

type End<T> = Option<(T, RangeBoundKind)>;

fn write_range<T>(
    (lower, upper): &(End<T>, End<T>),
    out: &mut BytesMut,
    element: impl Fn(&T, &mut BytesMut) -> Result<IsNull, Fault>,
) -> Result<(), Fault> {
    let end = |end: &End<T>, out: &mut BytesMut| {
        let Some((value, kind)) = end else { return Ok(RangeBound::Unbounded) };
        element(value, out)?;
        Ok(match kind {
            RangeBoundKind::Inclusive => RangeBound::Inclusive(postgres_protocol::IsNull::No),
            RangeBoundKind::Exclusive => RangeBound::Exclusive(postgres_protocol::IsNull::No),
        })
    };
    types::range_to_sql(|out| end(lower, out), |out| end(upper, out), out)
}
