//! How findings are put into words.

use crate::options::ColumnKind;
use crate::report::{Remedy, counted};

/// `5%`, `12.5%`, `99.9%`; never `100%` for less than all, nor `0%` for more than none.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0%".to_owned();
    }
    let share = 100.0 * part as f64 / whole as f64;
    if part < whole && share >= 99.95 {
        return "over 99.9%".to_owned();
    }
    if share < 0.05 {
        return "under 0.1%".to_owned();
    }
    let text = if (10.0..=90.0).contains(&share) {
        format!("{share:.0}")
    } else {
        format!("{share:.1}")
    };
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// At most 40 characters of a text, on one line.
pub(crate) fn shortened(text: &str) -> String {
    let line = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(41)
        .collect::<String>();
    match line.char_indices().nth(40) {
        None => line,
        Some(_) => line.chars().take(39).chain(['…']).collect(),
    }
}

/// “a”, “b”, “c” and 4 more.
pub(crate) fn listed<'a>(texts: impl ExactSizeIterator<Item = &'a str>, shown: usize) -> String {
    let total = texts.len();
    // One more is not worth hiding.
    let shown = if total == shown + 1 { total } else { shown };
    let mut text = texts
        .take(shown)
        .map(|one| format!("“{}”", shortened(one)))
        .collect::<Vec<_>>()
        .join(", ");
    if total > shown {
        text.push_str(&format!(" and {} more", counted_plain(total - shown)));
    }
    text
}

fn counted_plain(number: usize) -> String {
    crate::report::grouped(number as u64)
}

/// A number as a file would write it, in full.
pub(crate) fn exact(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&value.abs()) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A number to four significant digits.
pub(crate) fn rounded(value: f64) -> String {
    format!("{value:.3e}")
        .parse::<f64>()
        .map_or_else(|_| exact(value), exact)
}

/// A day in ISO 8601, with its time where there is one. `milliseconds` since 1970-01-01 UTC.
pub(crate) fn date_text(milliseconds: f64) -> String {
    let total = milliseconds as i64;
    let (days, rest) = (total.div_euclid(86_400_000), total.rem_euclid(86_400_000));
    // Civil date of a day number (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let date = format!("{year:04}-{month:02}-{day:02}");
    if rest == 0 {
        return date;
    }
    let seconds = rest / 1000;
    format!(
        "{date}T{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// `is` or `are`.
pub(crate) fn is_are(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// `3 values of “age”`.
pub(crate) fn values_of(count: u64, column: &str) -> String {
    format!("{} of “{}”", counted(count, "value"), shortened(column))
}

pub(crate) fn ignore(column: &str) -> Remedy {
    Remedy::IgnoreColumn {
        label: "Ignore this column".to_owned(),
        column: column.to_owned(),
    }
}

/// As `ignore`, for findings about several columns.
pub(crate) fn ignore_named(column: &str) -> Remedy {
    Remedy::IgnoreColumn {
        label: format!("Ignore “{}”", shortened(column)),
        column: column.to_owned(),
    }
}

pub(crate) fn set_kind(label: &str, column: &str, column_kind: ColumnKind) -> Remedy {
    Remedy::SetKind {
        label: label.to_owned(),
        column: column.to_owned(),
        column_kind,
    }
}

pub(crate) fn set_missing(column: &str, marker: &str) -> Remedy {
    Remedy::SetMissing {
        label: format!("Read {} as missing", quoted_unless_number(marker)),
        column: column.to_owned(),
        marker: marker.to_owned(),
    }
}

fn quoted_unless_number(text: &str) -> String {
    if text.parse::<f64>().is_ok() {
        text.to_owned()
    } else {
        format!("“{}”", shortened(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_to_none_or_all() {
        assert_eq!(percent(1, 2), "50%");
        assert_eq!(percent(1, 40), "2.5%");
        assert_eq!(percent(99_999, 100_000), "over 99.9%");
        assert_eq!(percent(1, 100_000), "under 0.1%");
        assert_eq!(percent(3, 3), "100%");
    }

    #[test]
    fn lists_are_cut_where_that_saves_something() {
        assert_eq!(listed(["a", "b"].into_iter(), 1), "“a”, “b”");
        assert_eq!(listed(["a", "b", "c"].into_iter(), 1), "“a” and 2 more");
        assert_eq!(shortened(&"x".repeat(50)).chars().count(), 40);
        assert_eq!(shortened("two\nlines"), "two lines");
    }

    #[test]
    fn dates_are_iso() {
        assert_eq!(date_text(0.0), "1970-01-01");
        assert_eq!(date_text(-2_208_988_800_000.0), "1900-01-01");
        assert_eq!(
            date_text(951_782_400_000.0 + 3_661_000.0),
            "2000-02-29T01:01:01"
        );
        assert_eq!(date_text(253_402_214_400_000.0), "9999-12-31");
    }

    #[test]
    fn numbers_are_written_as_in_files() {
        assert_eq!(exact(-999.0), "-999");
        assert_eq!(exact(1e30), "1e30");
        assert_eq!(rounded(1234.567), "1235");
        assert_eq!(rounded(0.000_123_456), "0.0001235");
    }
}
