//! One cell as canonical text: what the same value would be in a text file.

use calamine::{Data, ExcelDateTime};

/// The text of a cell, or `None` for an error value (#N/A, #DIV/0!), which is missing.
///
/// Numbers are the shortest decimal that reads back to the same float64; dates are ISO 8601 (the time only where
/// there is one); times of day and durations are HH:MM:SS; booleans are TRUE and FALSE.
pub(crate) fn text(cell: &Data) -> Option<String> {
    match cell {
        Data::Empty => Some(String::new()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Some(text.clone())
        }
        Data::Int(value) => Some(value.to_string()),
        Data::Float(value) => Some(number(*value)),
        Data::Bool(value) => Some(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        Data::DateTime(moment) => Some(date(moment)),
        Data::Error(_) => None,
    }
}

fn number(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && !(1e-6..1e21).contains(&size) {
        format!("{value:e}")
    } else if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value}")
    }
}

fn date(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&serial) {
        return clock(serial);
    }
    // Serials outside the calendar's years 1900 to 9999 are numbers that were formatted as dates.
    if !(0.0..2_958_466.0).contains(&serial) {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return day;
    }
    let time = format!("{day}T{hour:02}:{minute:02}:{second:02}");
    if milli == 0 {
        time
    } else {
        format!("{time}.{milli:03}")
    }
}

/// Days as hours, minutes and seconds; hours may exceed 24.
fn clock(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round();
    if !seconds.is_finite() || seconds > 1e15 {
        return number(days);
    }
    let seconds = seconds as u64;
    let sign = if days < 0.0 { "-" } else { "" };
    format!(
        "{sign}{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    fn day(serial: f64) -> Data {
        Data::DateTime(ExcelDateTime::new(
            serial,
            ExcelDateTimeType::DateTime,
            false,
        ))
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
            assert_eq!(text(&Data::Float(value)).as_deref(), Some(expected));
            assert_eq!(expected.parse::<f64>().unwrap(), value);
        }
    }

    #[test]
    fn dates_are_iso_and_times_are_clock_times() {
        assert_eq!(text(&day(43_547.0)).as_deref(), Some("2019-03-23"));
        assert_eq!(
            text(&day(43_547.75)).as_deref(),
            Some("2019-03-23T18:00:00")
        );
        assert_eq!(text(&day(0.5)).as_deref(), Some("12:00:00"));
        assert_eq!(text(&day(1e9)).as_deref(), Some("1000000000"));
    }

    #[test]
    fn booleans_empty_cells_and_errors_are_told_apart() {
        assert_eq!(text(&Data::Bool(true)).as_deref(), Some("TRUE"));
        assert_eq!(text(&Data::Empty).as_deref(), Some(""));
        assert_eq!(text(&Data::Error(CellErrorType::NA)), None);
    }
}
