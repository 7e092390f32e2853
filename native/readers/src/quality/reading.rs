//! What was decided while a column's texts were read, and what could not be.

use super::disguised::may_be_a_code;
use super::view::{ColumnView, Values};
use super::words::{ignore, is_are, listed, set_kind, shortened, values_of};
use crate::options::{ColumnKind, DateOrder, NumberFormat};
use crate::report::{Finding, Remedy, counted};

/// How a column's texts became values.
#[derive(Debug, Clone, Default)]
pub(crate) struct HowRead {
    /// Texts read as missing and how often, the empty text left out.
    pub markers: Vec<(String, u64)>,
    /// A person chose what counts as missing: then it need not be told.
    pub markers_chosen: bool,
    /// A person chose the kind, the format or the order: then they need not be told.
    pub reading_chosen: bool,
    pub number_format: NumberFormat,
    pub date_order: DateOrder,
    pub unit: Unit,
    /// The unit of measure that the numbers stand with.
    pub measure: Option<&'static str>,
    /// Values with a currency sign.
    pub currencies: u64,
    /// Values that end with a multiple for short: 1.5M.
    pub abbreviated: u64,
    /// Values with more significant digits than a number holds.
    pub rounded: u64,
    /// Texts that do not fit the kind and count as missing: how many, some of them, and their rows.
    pub misfits: Misfits,
    /// Of a column of texts that are numbers but for a few: those few.
    pub not_numbers: Misfits,
    /// Every text is a date, but day and month cannot be told apart.
    pub ambiguous_date: bool,
    /// Every text is a number, but 1,234 could be a thousand or a little more than one.
    pub ambiguous_number: bool,
}

/// What a column's numbers stand for where the texts say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Unit {
    #[default]
    Plain,
    /// 12 % is 0.12.
    Percent,
    /// Seconds since midnight.
    TimeOfDay,
    /// Seconds.
    Duration,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Misfits {
    pub count: u64,
    /// Different ones, at most 20.
    pub examples: Vec<String>,
    /// From 0, at most 100.
    pub rows: Vec<u64>,
}

/// All that a person should know about how a column was read.
pub(crate) fn findings(column: &ColumnView, how: &HowRead) -> Vec<Finding> {
    let mut findings = markers(column, how);
    findings.extend(misfits(column, how));
    findings.extend(nearly_numbers(column, how));
    findings.extend(ambiguous(column, how));
    if !how.reading_chosen {
        findings.extend(number_format(column, how));
        findings.extend(unit(column, how));
        findings.extend(measure(column, how));
        findings.extend(currency(column, how));
        findings.extend(abbreviated(column, how));
        findings.extend(date_order(column, how));
    }
    findings.extend(rounded(column, how));
    findings
}

fn markers(column: &ColumnView, how: &HowRead) -> Vec<Finding> {
    if how.markers_chosen {
        return Vec::new();
    }
    let name = shortened(column.name);
    let rows = super::missing::rows(column);
    how.markers
        .iter()
        .map(|(marker, count)| {
            let times = counted(*count, "time");
            let is_code = match column.values {
                Values::Levels { levels, .. } => may_be_a_code(marker, levels),
                Values::Numbers { .. } => false,
            };
            let finding = if is_code {
                let message = format!(
                    "“{marker}” was read as missing in “{name}” ({times}), but the others are codes like it: it may be one of them (NA is Namibia, or North America)."
                );
                Finding::warning("markerRead", message)
            } else {
                let message = format!("“{marker}” was read as missing in “{name}” ({times}).");
                Finding::info("markerRead", message)
            };
            finding
                .of_column(column.name)
                .at_rows(rows.iter().copied())
                .with(Remedy::KeepMarker {
                    label: format!("Keep “{}” as a value", shortened(marker)),
                    column: column.name.to_owned(),
                    marker: marker.clone(),
                })
        })
        .collect()
}

fn misfits(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    let Misfits {
        count,
        examples,
        rows,
    } = &how.misfits;
    if *count == 0 {
        return None;
    }
    let message = format!(
        "{} {} no {} and {} as missing: {}.",
        values_of(*count, column.name),
        is_are(*count),
        kind_word(column.kind),
        if *count == 1 { "counts" } else { "count" },
        listed(examples.iter().map(String::as_str), 3),
    );
    Some(
        Finding::warning("unparsed", message)
            .of_column(column.name)
            .at_rows(rows.iter().copied())
            .with(as_category(column)),
    )
}

fn nearly_numbers(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    let Misfits {
        count,
        examples,
        rows,
    } = &how.not_numbers;
    if *count == 0 || column.kind == ColumnKind::Number {
        return None;
    }
    let message = format!(
        "“{}” would be numbers but for {}: {}.",
        shortened(column.name),
        counted(*count, "value"),
        listed(examples.iter().map(String::as_str), 3),
    );
    Some(
        Finding::warning("nearlyNumbers", message)
            .of_column(column.name)
            .at_rows(rows.iter().copied())
            .with(set_kind(
                "Read it as numbers, the rest as missing",
                column.name,
                ColumnKind::Number,
            )),
    )
}

fn ambiguous(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    let name = shortened(column.name);
    if how.ambiguous_date && column.kind != ColumnKind::Date {
        let order = |label: &str, date_order| Remedy::SetDateOrder {
            label: label.to_owned(),
            column: column.name.to_owned(),
            date_order,
        };
        let message = format!(
            "“{name}” looks like dates, but day and month cannot be told apart (all are 12 or less), so it was left as texts."
        );
        return Some(
            Finding::warning("ambiguousDate", message)
                .of_column(column.name)
                .with(order("Read the day first", DateOrder::DayFirst))
                .with(order("Read the month first", DateOrder::MonthFirst)),
        );
    }
    if how.ambiguous_number && column.kind != ColumnKind::Number {
        let message = format!(
            "“{name}” looks like numbers, but 1,234 may mean a thousand or a little more than one, so it was left as texts."
        );
        return Some(
            Finding::warning("ambiguousNumber", message)
                .of_column(column.name)
                .with(as_format(
                    column,
                    "Read 1,234 as a thousand",
                    NumberFormat::CommaThousands,
                ))
                .with(as_format(
                    column,
                    "Read the comma as the decimal mark",
                    NumberFormat::CommaDecimal,
                )),
        );
    }
    None
}

fn number_format(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    if column.kind != ColumnKind::Number {
        return None;
    }
    let (what, other) = match how.number_format {
        NumberFormat::Plain => return None,
        NumberFormat::CommaThousands => (
            "The comma in “{}” was read as a thousands separator",
            Some((
                "Read the comma as the decimal mark",
                NumberFormat::CommaDecimal,
            )),
        ),
        NumberFormat::CommaDecimal => (
            "The comma in “{}” was read as the decimal mark",
            Some((
                "Read the comma as a thousands separator",
                NumberFormat::CommaThousands,
            )),
        ),
        NumberFormat::SpaceThousands => {
            ("The blanks in “{}” were read as thousands separators", None)
        }
        NumberFormat::SpaceCommaDecimal => (
            "In “{}” the comma was read as the decimal mark and the blank as a thousands separator",
            None,
        ),
        NumberFormat::ApostropheThousands => (
            "The apostrophes in “{}” were read as thousands separators",
            None,
        ),
    };
    let message = format!("{}.", what.replace("{}", &shortened(column.name)));
    let mut finding = Finding::info("numberFormat", message).of_column(column.name);
    if let Some((label, format)) = other {
        finding = finding.with(as_format(column, label, format));
    }
    Some(finding.with(as_category(column)))
}

fn unit(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    if column.kind != ColumnKind::Number {
        return None;
    }
    let name = shortened(column.name);
    let (kind, message) = match how.unit {
        Unit::Plain => return None,
        Unit::Percent => (
            "percent",
            format!("“{name}” is written in percent and was read as shares of 1: 12 % is 0.12."),
        ),
        Unit::TimeOfDay => (
            "timeOfDay",
            format!("“{name}” holds times of day, read as seconds since midnight: 01:00 is 3600."),
        ),
        Unit::Duration => (
            "duration",
            format!("“{name}” holds durations, read as seconds: 1:00:00 is 3600."),
        ),
    };
    Some(
        Finding::info(kind, message)
            .of_column(column.name)
            .with(as_category(column)),
    )
}

fn measure(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    let measure = how.measure.filter(|_| column.kind == ColumnKind::Number)?;
    let message = format!(
        "“{}” is written with its unit, {measure}, and was read as numbers in it.",
        shortened(column.name),
    );
    Some(
        Finding::info("measure", message)
            .of_column(column.name)
            .with(as_category(column)),
    )
}

fn currency(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    if column.kind != ColumnKind::Number || how.currencies == 0 {
        return None;
    }
    let message = format!(
        "{} {} a currency sign, which was left out.",
        values_of(how.currencies, column.name),
        if how.currencies == 1 { "has" } else { "have" },
    );
    Some(
        Finding::info("currency", message)
            .of_column(column.name)
            .with(as_category(column)),
    )
}

fn abbreviated(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    if column.kind != ColumnKind::Number || how.abbreviated == 0 {
        return None;
    }
    let message = format!(
        "{} {} written for short and {} read in full: 1.5k is 1500, 2M is 2000000.",
        values_of(how.abbreviated, column.name),
        is_are(how.abbreviated),
        if how.abbreviated == 1 { "was" } else { "were" },
    );
    Some(
        Finding::info("abbreviated", message)
            .of_column(column.name)
            .with(as_category(column)),
    )
}

fn date_order(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    let (word, label, other) = match how.date_order {
        DateOrder::DayFirst => ("day", "Read the month first", DateOrder::MonthFirst),
        DateOrder::MonthFirst => ("month", "Read the day first", DateOrder::DayFirst),
        DateOrder::YearFirst | DateOrder::Named => return None,
    };
    if column.kind != ColumnKind::Date {
        return None;
    }
    let message = format!(
        "The dates of “{}” were read with the {word} first.",
        shortened(column.name)
    );
    Some(
        Finding::info("dateOrder", message)
            .of_column(column.name)
            .with(Remedy::SetDateOrder {
                label: label.to_owned(),
                column: column.name.to_owned(),
                date_order: other,
            })
            .with(as_category(column)),
    )
}

fn rounded(column: &ColumnView, how: &HowRead) -> Option<Finding> {
    if column.kind != ColumnKind::Number || how.rounded == 0 {
        return None;
    }
    let message = format!(
        "{} {} more digits than a number holds (about 16); the last of them are lost.",
        values_of(how.rounded, column.name),
        if how.rounded == 1 { "has" } else { "have" },
    );
    Some(
        Finding::info("roundedNumbers", message)
            .of_column(column.name)
            .with(set_kind("Keep it as texts", column.name, ColumnKind::Text))
            .with(ignore(column.name)),
    )
}

fn as_category(column: &ColumnView) -> Remedy {
    set_kind("Read it as a category", column.name, ColumnKind::Category)
}

fn as_format(column: &ColumnView, label: &str, number_format: NumberFormat) -> Remedy {
    Remedy::SetNumberFormat {
        label: label.to_owned(),
        column: column.name.to_owned(),
        number_format,
    }
}

fn kind_word(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Number => "number",
        ColumnKind::Category => "category",
        ColumnKind::Date => "date",
        ColumnKind::Text => "text",
        ColumnKind::Boolean => "boolean",
    }
}
