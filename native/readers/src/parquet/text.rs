//! Values of Parquet's types as texts.

use crate::workbook::{civil, write_number};
use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use ::parquet::schema::types::ColumnDescriptor;
use std::io::Write;

/// How a column's stored values are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Plain,
    Unsigned,
    /// Digits after the point.
    Decimal(u32),
    /// Days since 1970-01-01.
    Date,
    /// Parts of a second since midnight: how many digits they have.
    Time(u32),
    /// Parts of a second since 1970-01-01.
    Timestamp(u32),
    Text,
    Uuid,
    Half,
    /// Bytes without a meaning: a text where they are one.
    Bytes,
    /// Two numbers and a duration, WKB shapes and the like: no value of a table.
    Unknown,
}

/// What a column's values mean, by its annotations.
pub fn meaning(column: &ColumnDescriptor) -> Meaning {
    if let Some(logical) = column.logical_type_ref() {
        return match logical {
            LogicalType::Decimal(decimal) => decimal_of(decimal.scale),
            LogicalType::Date => Meaning::Date,
            LogicalType::Time(time) => Meaning::Time(digits(&time.unit)),
            LogicalType::Timestamp(time) => Meaning::Timestamp(digits(&time.unit)),
            LogicalType::Integer(integer) if !integer.is_signed => Meaning::Unsigned,
            LogicalType::Integer(_) => Meaning::Plain,
            LogicalType::String | LogicalType::Enum | LogicalType::Json => Meaning::Text,
            LogicalType::Uuid => Meaning::Uuid,
            LogicalType::Float16 => Meaning::Half,
            LogicalType::Unknown => Meaning::Plain,
            _ => Meaning::Unknown,
        };
    }
    match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Meaning::Text,
        ConvertedType::DECIMAL => decimal_of(column.type_scale()),
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIME_MILLIS => Meaning::Time(3),
        ConvertedType::TIME_MICROS => Meaning::Time(6),
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Timestamp(3),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Timestamp(6),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Meaning::Unsigned,
        ConvertedType::INTERVAL | ConvertedType::BSON => Meaning::Unknown,
        _ => match column.physical_type() {
            Type::INT96 => Meaning::Timestamp(9),
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => Meaning::Bytes,
            _ => Meaning::Plain,
        },
    }
}

fn decimal_of(scale: i32) -> Meaning {
    u32::try_from(scale).map_or(Meaning::Unknown, Meaning::Decimal)
}

fn digits(unit: &TimeUnit) -> u32 {
    match unit {
        TimeUnit::MILLIS => 3,
        TimeUnit::MICROS => 6,
        TimeUnit::NANOS => 9,
    }
}

/// Writes an integer of at most 64 bits; `bits` are those it is stored with.
pub fn write_integer(out: &mut Vec<u8>, value: i64, bits: u32, meaning: Meaning) {
    // Writing into memory cannot fail.
    let _ = match meaning {
        Meaning::Unsigned if bits == 32 => write!(out, "{}", value as u32),
        Meaning::Unsigned => write!(out, "{}", value as u64),
        Meaning::Decimal(scale) => {
            write_decimal(out, i128::from(value), scale);
            Ok(())
        }
        Meaning::Date => {
            write_date(out, value);
            Ok(())
        }
        Meaning::Time(digits) => {
            write_time(out, i128::from(value), digits);
            Ok(())
        }
        Meaning::Timestamp(digits) => {
            write_timestamp(out, i128::from(value), digits);
            Ok(())
        }
        _ => write!(out, "{value}"),
    };
}

/// Parts of a second since 1970-01-01 as ISO 8601, the time only where there is one.
pub fn write_timestamp(out: &mut Vec<u8>, value: i128, digits: u32) {
    let day = 86_400 * 10_i128.pow(digits);
    let (days, rest) = (value.div_euclid(day), value.rem_euclid(day));
    // 2^64 seconds are some 2^47 days.
    write_date(out, i64::try_from(days).unwrap_or(i64::MAX / 1_000_000));
    if rest > 0 {
        out.push(b'T');
        write_time(out, rest, digits);
    }
}

fn write_date(out: &mut Vec<u8>, days: i64) {
    let (year, month, day) = civil(days);
    // ISO 8601 has four digits for years; others are numbers of days and are kept as such.
    let _ = if (0..=9999).contains(&year) {
        write!(out, "{year:04}-{month:02}-{day:02}")
    } else {
        write!(out, "{year}-{month:02}-{day:02}")
    };
}

fn write_time(out: &mut Vec<u8>, parts: i128, digits: u32) {
    let unit = 10_i128.pow(digits);
    let (seconds, fraction) = (parts.div_euclid(unit), parts.rem_euclid(unit));
    let _ = write!(
        out,
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if fraction > 0 {
        let text = format!("{fraction:0width$}", width = digits as usize);
        let _ = write!(out, ".{}", text.trim_end_matches('0'));
    }
}

/// A whole number with a decimal point before its last `scale` digits.
pub fn write_decimal(out: &mut Vec<u8>, value: i128, scale: u32) {
    let digits = value.unsigned_abs().to_string();
    place_point(out, value < 0, &digits, scale as usize);
}

fn place_point(out: &mut Vec<u8>, negative: bool, digits: &str, scale: usize) {
    if negative {
        out.push(b'-');
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    out.extend_from_slice(whole.as_bytes());
    if scale > 0 {
        out.push(b'.');
        out.extend_from_slice(fraction.as_bytes());
    }
}

/// Writes bytes by their meaning; false where they are no value of a table.
pub fn write_bytes(out: &mut Vec<u8>, bytes: &[u8], meaning: Meaning) -> bool {
    match meaning {
        Meaning::Decimal(scale) => {
            // Two's complement, the highest byte first. 76 digits are the most that any writer makes.
            if bytes.len() > 32 || scale > 100 {
                return false;
            }
            let (negative, digits) = decimal_digits(bytes);
            place_point(out, negative, &digits, scale as usize);
            true
        }
        Meaning::Uuid if bytes.len() == 16 => {
            for (at, byte) in bytes.iter().enumerate() {
                if matches!(at, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                let _ = write!(out, "{byte:02x}");
            }
            true
        }
        Meaning::Half => match bytes {
            [low, high] => {
                write_float(out, half(u16::from_le_bytes([*low, *high])));
                true
            }
            _ => false,
        },
        Meaning::Text => {
            out.extend_from_slice(String::from_utf8_lossy(bytes).as_bytes());
            true
        }
        Meaning::Bytes => match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => {
                out.extend_from_slice(bytes);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// The decimal digits of a two's complement number of at most 32 bytes, and whether it is negative.
fn decimal_digits(bytes: &[u8]) -> (bool, String) {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let mut limbs: Vec<u8> = bytes.to_vec();
    if negative {
        let mut carry = true;
        for byte in limbs.iter_mut().rev() {
            let (value, over) = (!*byte).overflowing_add(u8::from(carry));
            *byte = value;
            carry = over;
        }
    }
    // Long division by ten, digit by digit.
    let mut digits = Vec::new();
    while limbs.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u16;
        for byte in &mut limbs {
            let value = rest * 256 + u16::from(*byte);
            *byte = (value / 10) as u8;
            rest = value % 10;
        }
        digits.push(b'0' + rest as u8);
    }
    digits.reverse();
    let text = String::from_utf8_lossy(&digits).into_owned();
    (
        negative,
        if text.is_empty() {
            "0".to_owned()
        } else {
            text
        },
    )
}

/// The shortest decimal that reads back to the same float32.
pub fn write_float(out: &mut Vec<u8>, value: f32) {
    let size = value.abs();
    let _ = if value == 0.0 {
        write!(out, "0")
    } else if value.is_finite() && !(1e-6..1e21).contains(&size) {
        write!(out, "{value:e}")
    } else {
        write!(out, "{value}")
    };
}

pub fn write_double(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        write_number(out, value);
    } else {
        let _ = write!(out, "{value}");
    }
}

/// IEEE 754 binary16.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f32::from(bits & 0x3ff);
    let size = match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1024.0 + fraction) * 2_f32.powi(exponent - 25),
    };
    sign * size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn integer(value: i64, meaning: Meaning) -> String {
        text(|out| write_integer(out, value, 64, meaning))
    }

    #[test]
    fn integers_by_their_meaning() {
        for (value, meaning, expected) in [
            (-5, Meaning::Plain, "-5"),
            (-1, Meaning::Unsigned, "18446744073709551615"),
            (-12_345, Meaning::Decimal(2), "-123.45"),
            (5, Meaning::Decimal(3), "0.005"),
            (7, Meaning::Decimal(0), "7"),
            (19_782, Meaning::Date, "2024-02-29"),
            (-1, Meaning::Date, "1969-12-31"),
            (48_605_250, Meaning::Time(3), "13:30:05.25"),
            (
                1_709_213_405_000_001,
                Meaning::Timestamp(6),
                "2024-02-29T13:30:05.000001",
            ),
            (1_709_164_800_000, Meaning::Timestamp(3), "2024-02-29"),
            (-1, Meaning::Timestamp(9), "1969-12-31T23:59:59.999999999"),
        ] {
            assert_eq!(integer(value, meaning), expected, "{meaning:?}");
        }
        assert_eq!(
            text(|out| write_integer(out, -1, 32, Meaning::Unsigned)),
            "4294967295"
        );
        assert!(!integer(i64::MAX, Meaning::Timestamp(3)).is_empty());
        assert!(!integer(i64::MIN, Meaning::Date).is_empty());
    }

    #[test]
    fn bytes_by_their_meaning() {
        let bytes = |bytes: &[u8], meaning| {
            let mut out = Vec::new();
            write_bytes(&mut out, bytes, meaning).then(|| String::from_utf8(out).unwrap())
        };
        assert_eq!(
            bytes(&[0xff, 0xcf, 0xc7], Meaning::Decimal(2)).as_deref(),
            Some("-123.45")
        );
        assert_eq!(bytes(&[0x80], Meaning::Decimal(0)).as_deref(), Some("-128"));
        assert_eq!(bytes(&[], Meaning::Decimal(1)).as_deref(), Some("0.0"));
        let mut large = vec![0x7f];
        large.resize(32, 0xff);
        assert_eq!(
            bytes(&large, Meaning::Decimal(0)).as_deref(),
            Some("57896044618658097711785492504343953926634992332820282019728792003956564819967")
        );
        assert_eq!(
            bytes(&[0; 16], Meaning::Uuid).as_deref(),
            Some("00000000-0000-0000-0000-000000000000")
        );
        assert_eq!(bytes(&[0x00, 0x3e], Meaning::Half).as_deref(), Some("1.5"));
        assert_eq!(
            bytes(&[0x01, 0x00], Meaning::Half).as_deref(),
            Some("5.9604645e-8")
        );
        assert_eq!(bytes("é".as_bytes(), Meaning::Bytes).as_deref(), Some("é"));
        assert_eq!(bytes(&[0xff, 0], Meaning::Bytes), None);
        assert_eq!(bytes(&[0xff], Meaning::Text).as_deref(), Some("\u{fffd}"));
    }

    #[test]
    fn floats_of_both_widths_are_their_shortest_texts() {
        assert_eq!(text(|out| write_float(out, 0.1)), "0.1");
        assert_eq!(text(|out| write_float(out, 1e-9)), "1e-9");
        assert_eq!(text(|out| write_float(out, f32::NAN)), "NaN");
        assert_eq!(text(|out| write_double(out, 0.1)), "0.1");
        assert_eq!(text(|out| write_double(out, f64::NEG_INFINITY)), "-inf");
    }
}
