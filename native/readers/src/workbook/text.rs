//! Canonical texts of values: what the same value would be in a text file.

use super::number_format::NumberKind;
use std::io::Write;

/// From which day a workbook counts its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Epoch {
    /// 1 is 1900-01-01, and 60 the day 1900-02-29 that never was.
    #[default]
    Year1900,
    /// 0 is 1904-01-01.
    Year1904,
}

/// Writes a number that a sheet holds as decimal digits. What reads back to the same float64 in fewer digits is
/// written so; whole numbers beyond a float64's 53 bits stay as they stand.
pub fn write_digits(out: &mut Vec<u8>, digits: &[u8]) {
    if is_shortest(digits) {
        out.extend_from_slice(digits);
        return;
    }
    let number = std::str::from_utf8(digits)
        .ok()
        .and_then(|text| text.trim().parse::<f64>().ok())
        .filter(|number| number.is_finite());
    match number {
        Some(number) => write_number(out, number),
        None => out.extend_from_slice(digits),
    }
}

/// Whether a number's digits are its shortest already: at most 15 of them, which a float64 always keeps, none in vain;
/// or a whole number of more digits than a float64 keeps.
fn is_shortest(digits: &[u8]) -> bool {
    let body = digits.strip_prefix(b"-").unwrap_or(digits);
    let mut points = 0;
    for byte in body {
        match byte {
            b'0'..=b'9' => {}
            b'.' => points += 1,
            _ => return false,
        }
    }
    let Some((&first, &last)) = body.first().zip(body.last()) else {
        return false;
    };
    let leading_zero = first == b'0' && body.len() > 1 && body[1] != b'.';
    if leading_zero || first == b'.' {
        return false;
    }
    match points {
        0 => body.len() <= 40 && !(first == b'0' && digits[0] == b'-'),
        1 => body.len() <= 16 && last != b'0' && last != b'.' && !body.starts_with(b"0.00000"),
        _ => false,
    }
}

/// The shortest decimal that reads back to the same float64; exponents only where the plain form is long.
pub fn write_number(out: &mut Vec<u8>, value: f64) {
    let size = value.abs();
    // Writing into memory cannot fail.
    let _ = if value == 0.0 {
        out.write_all(b"0")
    } else if (1e-6..1e21).contains(&size) {
        write!(out, "{value}")
    } else {
        write!(out, "{value:e}")
    };
}

/// A serial number by its format: ISO 8601 for dates (the time only where there is one), HH:MM:SS for times of day
/// and durations. Serials outside the years 1900 to 9999 are numbers that were formatted as dates.
pub fn write_serial(out: &mut Vec<u8>, serial: f64, kind: NumberKind, epoch: Epoch) {
    let clock = kind == NumberKind::Duration
        || ((0.0..1.0).contains(&serial) && (kind == NumberKind::Time || epoch == Epoch::Year1900));
    if clock {
        write_clock(out, serial);
    } else if (0.0..2_958_466.0).contains(&serial) {
        write_moment(out, serial, epoch);
    } else {
        write_number(out, serial);
    }
}

const DAY: u64 = 86_400_000;

fn write_moment(out: &mut Vec<u8>, serial: f64, epoch: Epoch) {
    let mut day = serial.floor() as i64;
    let mut time = (serial.fract() * DAY as f64).round() as u64;
    if time >= DAY {
        time -= DAY;
        day += 1;
    }
    let (year, month, date) = match epoch {
        Epoch::Year1900 if day == 60 => (1900, 2, 29),
        Epoch::Year1900 => civil(day - if day > 60 { 25_569 } else { 25_568 }),
        Epoch::Year1904 => civil(day - 24_107),
    };
    let _ = write!(out, "{year:04}-{month:02}-{date:02}");
    if time > 0 {
        out.push(b'T');
        write_time(out, time);
    }
}

/// Days as hours, minutes and seconds; hours may exceed 24.
fn write_clock(out: &mut Vec<u8>, days: f64) {
    let milliseconds = (days.abs() * DAY as f64).round();
    if !milliseconds.is_finite() || milliseconds > 1e15 {
        write_number(out, days);
        return;
    }
    if days < 0.0 {
        out.push(b'-');
    }
    write_time(out, milliseconds as u64);
}

fn write_time(out: &mut Vec<u8>, milliseconds: u64) {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
    if rest > 0 {
        let _ = write!(out, ".{rest:03}");
    }
}

/// Year, month and day of a number of days since 1970-01-01, in the proleptic Gregorian calendar. Source: H. Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
pub fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn serial(value: f64, kind: NumberKind, epoch: Epoch) -> String {
        text(|out| write_serial(out, value, kind, epoch))
    }

    #[test]
    fn numbers_are_the_shortest_text_that_reads_back() {
        for (value, expected) in [
            (5.0, "5"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e300, "1e300"),
            (-2.5e-9, "-2.5e-9"),
            (123_456_789_012.5, "123456789012.5"),
        ] {
            assert_eq!(text(|out| write_number(out, value)), expected);
            assert_eq!(expected.parse::<f64>().unwrap(), value);
        }
    }

    #[test]
    fn digits_are_shortened_only_where_no_value_is_lost() {
        for (digits, expected) in [
            ("61.5", "61.5"),
            ("0.10000000000000001", "0.1"),
            ("1.0", "1"),
            ("-0", "0"),
            ("007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1E-3", "0.001"),
            ("0.0000001", "1e-7"),
            ("12345678901234567890", "12345678901234567890"),
            ("9007199254740993", "9007199254740993"),
            ("1.2345678901234567E+19", "12345678901234567000"),
            ("1e999", "1e999"),
            ("n.a.", "n.a."),
        ] {
            assert_eq!(text(|out| write_digits(out, digits.as_bytes())), expected);
        }
    }

    #[test]
    fn dates_are_iso_and_times_are_clock_times() {
        let date = |value| serial(value, NumberKind::Date, Epoch::Year1900);
        assert_eq!(date(43_547.0), "2019-03-23");
        assert_eq!(date(43_547.75), "2019-03-23T18:00:00");
        assert_eq!(date(43_547.0 + 1e-12), "2019-03-23");
        assert_eq!(date(43_546.999_999_999_9), "2019-03-23");
        assert_eq!(date(1.0), "1900-01-01");
        assert_eq!(date(59.0), "1900-02-28");
        assert_eq!(date(60.0), "1900-02-29");
        assert_eq!(date(61.0), "1900-03-01");
        assert_eq!(date(2_958_465.0), "9999-12-31");
        assert_eq!(date(0.5), "12:00:00");
        assert_eq!(date(1e9), "1000000000");
        assert_eq!(date(-1.0), "-1");
    }

    #[test]
    fn the_other_epoch_is_four_years_and_a_day_later() {
        let date = |value| serial(value, NumberKind::Date, Epoch::Year1904);
        assert_eq!(date(0.0), "1904-01-01");
        assert_eq!(date(42_085.0), "2019-03-23");
        assert_eq!(serial(0.25, NumberKind::Time, Epoch::Year1904), "06:00:00");
    }

    #[test]
    fn durations_may_exceed_a_day() {
        let duration = |value| serial(value, NumberKind::Duration, Epoch::Year1900);
        assert_eq!(duration(1.5), "36:00:00");
        assert_eq!(duration(-0.25), "-06:00:00");
        assert_eq!(duration(0.5 / 86_400.0), "00:00:00.500");
    }
}
