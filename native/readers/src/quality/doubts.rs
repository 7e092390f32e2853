//! Doubts that remain once all texts of a column were read.

use super::view::{ColumnView, Values};
use super::words::{ignore, is_are, listed, set_kind, shortened};
use crate::columns::{Choices, Doubts, Odd};
use crate::options::{ColumnKind, DateOrder, NumberFormat};
use crate::report::{Finding, Remedy, counted, grouped};

/// Adds what is not told yet. What a person chose is no doubt.
pub(crate) fn add(
    findings: &mut Vec<Finding>,
    column: &ColumnView,
    doubts: &Doubts,
    choices: &Choices,
) {
    let told = |kind: &str| findings.iter().any(|finding| finding.kind == kind);
    let mut more = Vec::new();
    if choices.number_format.is_none() && !told("decimalMark") {
        more.extend(points(column, doubts));
    }
    if choices.kind.is_none() {
        more.extend(nearly_dates(column, doubts.not_dates.as_ref()));
        more.extend(mixed_signs(column, doubts));
        more.extend(mixed_orders(column, doubts));
        more.extend(may_be_abbreviated(column, doubts));
    }
    more.extend(short_years(column, doubts));
    more.extend(finer(column, doubts));
    findings.extend(more);
}

/// Whether the third decimal is 0 in three of ten values: of measurements it is in one.
fn often_round(column: &ColumnView) -> bool {
    let Values::Numbers { sorted, .. } = column.values else {
        return false;
    };
    let is_round = |value: &&f64| (**value * 1000.0).round() % 10.0 == 0.0;
    sorted.iter().filter(is_round).count() * 10 >= sorted.len() * 3
}

fn points(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    if !doubts.ambiguous_point || column.kind != ColumnKind::Number || !often_round(column) {
        return None;
    }
    let message = format!(
        "The point in “{}” was read as the decimal mark, but each has three digits behind it: 1.234 might be 1,234.",
        shortened(column.name),
    );
    Some(
        Finding::info("decimalMark", message)
            .of_column(column.name)
            .with(Remedy::SetNumberFormat {
                label: "Read the point as a thousands separator".to_owned(),
                column: column.name.to_owned(),
                number_format: NumberFormat::CommaDecimal,
            }),
    )
}

fn nearly_dates(column: &ColumnView, odd: Option<&Odd>) -> Option<Finding> {
    let odd = odd.filter(|_| column.kind != ColumnKind::Date)?;
    let message = format!(
        "“{}” would be dates but for {}, the first of them {}.",
        shortened(column.name),
        counted(odd.count, "value"),
        listed([odd.example.as_str()].into_iter(), 1),
    );
    Some(
        Finding::warning("nearlyDates", message)
            .of_column(column.name)
            .at_rows([odd.row])
            .with(set_kind(
                "Read it as dates, the rest as missing",
                column.name,
                ColumnKind::Date,
            )),
    )
}

fn mixed_signs(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    if !doubts.mixed_units || column.kind == ColumnKind::Number {
        return None;
    }
    let name = shortened(column.name);
    if doubts.mixed_measures {
        let message = format!(
            "“{name}” holds numbers in different units, or some without one, so it was left as texts: write all of \
             them in one unit to have them read as numbers."
        );
        return Some(
            Finding::warning("mixedSigns", message)
                .of_column(column.name)
                .with(ignore(column.name)),
        );
    }
    let message = format!(
        "“{name}” holds numbers of different currencies, or percents beside plain numbers, so it was left as texts.",
    );
    Some(
        Finding::warning("mixedSigns", message)
            .of_column(column.name)
            .with(set_kind(
                "Read them as numbers without their signs",
                column.name,
                ColumnKind::Number,
            )),
    )
}

fn may_be_abbreviated(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    if !doubts.may_be_abbreviated || column.kind == ColumnKind::Number {
        return None;
    }
    let message = format!(
        "“{}” may be numbers written for short (20k for 20000) or names (4K), so it was left as texts.",
        shortened(column.name),
    );
    Some(
        Finding::info("abbreviated", message)
            .of_column(column.name)
            .with(set_kind(
                "Read them as numbers",
                column.name,
                ColumnKind::Number,
            )),
    )
}

fn mixed_orders(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    let (order, count) = doubts
        .mixed_orders
        .filter(|_| column.kind != ColumnKind::Date)?;
    let written = match order {
        DateOrder::YearFirst => "with the year first (2019-03-23)",
        DateOrder::DayFirst => "with the day first (23.3.2019)",
        DateOrder::MonthFirst => "with the month first (3/23/2019)",
        DateOrder::Named => "with the month’s name (23 Mar 2019)",
    };
    let message = format!(
        "“{}” holds dates that are written in several ways, so it was left as texts: {} can be read {written}, the \
         others only otherwise.",
        shortened(column.name),
        grouped(count),
    );
    Some(
        Finding::warning("mixedDates", message)
            .of_column(column.name)
            .with(set_kind(
                "Read these as dates, the rest as missing",
                column.name,
                ColumnKind::Date,
            )),
    )
}

fn short_years(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    if doubts.short_years == 0 || column.kind != ColumnKind::Date {
        return None;
    }
    let message = format!(
        "{} of “{}” {} written with two digits of the year: 24 was read as 2024, 85 as 1985.",
        counted(doubts.short_years, "date"),
        shortened(column.name),
        is_are(doubts.short_years),
    );
    Some(
        Finding::info("shortYears", message)
            .of_column(column.name)
            .with(set_kind(
                "Read it as a category",
                column.name,
                ColumnKind::Category,
            )),
    )
}

fn finer(column: &ColumnView, doubts: &Doubts) -> Option<Finding> {
    if doubts.finer == 0 || column.kind != ColumnKind::Date {
        return None;
    }
    let message = format!(
        "{} of “{}” {} given finer than to a millisecond; what is finer was left out.",
        counted(doubts.finer, "moment"),
        shortened(column.name),
        is_are(doubts.finer),
    );
    Some(Finding::info("finerThanMilliseconds", message).of_column(column.name))
}
