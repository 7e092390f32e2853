//! How a column is to be read, decided from what all of its texts are.

use super::column::{Doubts, Odd, Reading, Unit};
use super::evidence::{Evidence, Family};
use super::rules::Rules;
use super::units;
use crate::options::{ColumnKind, DateOrder, NumberFormat};
use crate::values::dates::{self, DATE_ORDERS, Orders};
use crate::values::markers::Marker;
use crate::values::numbers::{self, Formats, NUMBER_FORMATS, Sign};
use crate::values::times;
use crate::values::{Class, booleans};

/// How the texts of a numeric column become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Number(NumberFormat),
    Date(DateOrder),
    /// Times of day and durations, in seconds.
    Time,
}

impl Way {
    /// Whether values read in this way are those of another, as far as formats `agree`.
    pub fn reads_as(self, other: Self, agrees: Formats) -> bool {
        match (self, other) {
            (Self::Number(_), Self::Number(format)) if agrees.has(format) => true,
            _ => self == other,
        }
    }

    /// The value of a trimmed text, if it fits.
    pub fn value(self, text: &[u8]) -> Option<f64> {
        let value = match self {
            Self::Number(format) => numbers::read(text, format)?.value,
            Self::Date(order) => dates::read(text, order)?.value,
            Self::Time => times::read(text)?.seconds,
        };
        (!value.is_nan()).then_some(value)
    }
}

/// How a column is to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `Category` is not yet told from `Text`: that needs the number of different texts.
    pub kind: ColumnKind,
    pub inferred_kind: ColumnKind,
    pub reading: Reading,
    pub doubts: Doubts,
    /// Whether doubtful markers count, and those beside numbers.
    doubtful_missing: bool,
    beside_missing: bool,
}

/// A column is "nearly" numbers, or dates, where at most one value in ten is none.
const NEARLY: u64 = 10;

/// What fits all values, if one thing does.
enum Fit<T> {
    None,
    One(T),
    Ambiguous,
}

impl Plan {
    pub fn decide(evidence: &Evidence, rules: &Rules) -> Self {
        let values = evidence.values();
        let choices = &rules.choices;
        let format = number_format(evidence, values, choices.number_format);
        let order = date_order(evidence, values, choices.date_order);
        let time = units::time_unit(evidence, values);
        let mixed_units = units::has_mixed_units(evidence);
        let is_name = matches!(format, Fit::One(_)) && units::names_multiples(evidence);
        // Where hardly anything is a number, words such as "unknown" are values, too.
        let beside_missing = evidence.beside <= values.saturating_mul(NEARLY);
        let inferred_kind = if values == 0 && evidence.beside == 0 {
            ColumnKind::Text
        } else if !beside_missing {
            ColumnKind::Category
        } else if matches!(format, Fit::One(_)) && !mixed_units && !is_name || time.is_some() {
            ColumnKind::Number
        } else if matches!(order, Fit::One(_)) {
            ColumnKind::Date
        } else if is_boolean(evidence, values) {
            ColumnKind::Boolean
        } else {
            ColumnKind::Category
        };
        let kind = choices
            .kind
            .or_else(|| implied_kind(rules, evidence))
            .unwrap_or(inferred_kind);
        let is_numeric = matches!(kind, ColumnKind::Number | ColumnKind::Date);
        let reading = choices.reading.unwrap_or_else(|| Reading {
            number_format: match (format, kind) {
                (Fit::One(format), _) => format,
                (_, ColumnKind::Number) => choices
                    .number_format
                    .unwrap_or_else(|| best_format(evidence)),
                _ => NumberFormat::Plain,
            },
            date_order: match (order, kind) {
                (Fit::One(order), _) => order,
                (_, ColumnKind::Date) => choices.date_order.unwrap_or_else(|| best_order(evidence)),
                _ => DateOrder::YearFirst,
            },
            unit: units::unit(evidence, time).filter(|_| kind == ColumnKind::Number),
            measure: units::measure(evidence)
                .filter(|_| kind == ColumnKind::Number && !mixed_units),
        });
        let mut doubts = doubts(evidence, values, inferred_kind);
        doubts.mixed_units = mixed_units;
        doubts.may_be_abbreviated = is_name;
        doubts.mixed_measures = mixed_units && units::measure(evidence).is_some();
        Self {
            kind,
            inferred_kind,
            reading,
            doubts,
            doubtful_missing: !evidence.punctuation,
            beside_missing: is_numeric,
        }
    }

    /// How texts become values; `None` where they stay texts.
    pub fn way(&self) -> Option<Way> {
        match (self.kind, self.reading.unit) {
            (ColumnKind::Number, Some(Unit::TimeOfDay | Unit::Duration)) => Some(Way::Time),
            (ColumnKind::Number, _) => Some(Way::Number(self.reading.number_format)),
            (ColumnKind::Date, _) => Some(Way::Date(self.reading.date_order)),
            _ => None,
        }
    }

    /// Whether a trimmed text counts as missing.
    pub fn is_missing(&self, text: &[u8], rules: &Rules) -> bool {
        match rules.marker(text) {
            Some(Marker::Certain) => true,
            Some(Marker::Doubtful) => self.doubtful_missing,
            Some(Marker::BesideNumbers) => self.beside_missing,
            None => false,
        }
    }
}

/// The way that most values fit, if there is one: a guess that typing may begin with.
pub fn likely_way(evidence: &Evidence) -> Option<Way> {
    let counts = [
        (
            evidence.count(|class| matches!(class, Class::Number { .. })),
            Way::Number(best_format(evidence)),
        ),
        (
            evidence.count(|class| matches!(class, Class::Date { .. })),
            Way::Date(best_order(evidence)),
        ),
        (
            evidence.count(|class| matches!(class, Class::Time(_))),
            Way::Time,
        ),
    ];
    let (count, way) = counts.into_iter().max_by_key(|(count, _)| *count)?;
    (count > 0 && count.saturating_mul(5) >= evidence.values().saturating_mul(4)).then_some(way)
}

/// Whether a column of texts names things one by one rather than groups rows.
pub fn is_mostly_distinct(distinct: u64, values: u64) -> bool {
    values >= 20 && distinct > values / 2
}

/// A person who says how numbers or dates are written wants them read so.
fn implied_kind(rules: &Rules, evidence: &Evidence) -> Option<ColumnKind> {
    let fitting =
        |way: Option<u64>, kind| way.filter(|count| *count > 0).map(|count| (count, kind));
    let numbers = fitting(
        rules
            .choices
            .number_format
            .map(|format| fitting_format(evidence, format)),
        ColumnKind::Number,
    );
    let dates = fitting(
        rules
            .choices
            .date_order
            .map(|order| fitting_order(evidence, order)),
        ColumnKind::Date,
    );
    numbers
        .into_iter()
        .chain(dates)
        .max_by_key(|(count, _)| *count)
        .map(|(_, kind)| kind)
}

/// The format of all values. Formats that read the same in all of them are no ambiguity: the first counts.
fn number_format(
    evidence: &Evidence,
    values: u64,
    chosen: Option<NumberFormat>,
) -> Fit<NumberFormat> {
    let mut common = Formats::ALL;
    let mut count = 0;
    for (class, times) in evidence.classes() {
        if let Class::Number { formats, .. } = class {
            common = common.and(*formats);
            count += times;
        }
    }
    if values == 0 || count < values || common.is_empty() {
        return Fit::None;
    }
    if let Some(chosen) = chosen {
        return if common.has(chosen) {
            Fit::One(chosen)
        } else {
            Fit::None
        };
    }
    let has = |format: &NumberFormat| common.has(*format);
    let first = NUMBER_FORMATS.into_iter().find(has);
    match first {
        // 1,234 alone: with a point somewhere, or other groups, only one of the two would fit.
        Some(NumberFormat::CommaThousands) if common.has(NumberFormat::CommaDecimal) => {
            Fit::Ambiguous
        }
        Some(format) => Fit::One(format),
        None => Fit::None,
    }
}

fn date_order(evidence: &Evidence, values: u64, chosen: Option<DateOrder>) -> Fit<DateOrder> {
    let mut common = Orders::ALL;
    let (mut count, mut seasons) = (0, 0);
    let mut is_year_short = false;
    for (class, times) in evidence.classes() {
        if let Class::Date { orders, writing } = class {
            common = common.and(*orders);
            count += times;
            seasons += if writing.season { *times } else { 0 };
            is_year_short |= writing.short_year;
        }
    }
    // Seasons such as 2010-11 are no months, unless another text of the column says so.
    if values == 0 || count < values || common.is_empty() || seasons == count {
        return Fit::None;
    }
    if let Some(chosen) = chosen {
        return if common.has(chosen) {
            Fit::One(chosen)
        } else {
            Fit::None
        };
    }
    let fitting: Vec<DateOrder> = DATE_ORDERS
        .into_iter()
        .filter(|order| common.has(*order))
        // 01-02-03 is hardly ever written with the year first.
        .filter(|order| {
            !(is_year_short && *order == DateOrder::YearFirst && common != Orders::of(*order))
        })
        .collect();
    match fitting.as_slice() {
        [] => Fit::None,
        [only] => Fit::One(*only),
        _ => Fit::Ambiguous,
    }
}

/// The order that fits most of a column of dates, where none fits all.
fn mixed_orders(evidence: &Evidence, values: u64) -> Option<(DateOrder, u64)> {
    let orders = evidence.classes().iter().map(|(class, _)| match class {
        Class::Date { orders, .. } => *orders,
        _ => Orders::NONE,
    });
    let dates = evidence.count(|class| matches!(class, Class::Date { .. }));
    let is_mixed = dates > 0 && dates == values && orders.fold(Orders::ALL, Orders::and).is_empty();
    let order = best_order(evidence);
    is_mixed.then(|| (order, fitting_order(evidence, order)))
}

fn is_boolean(evidence: &Evidence, values: u64) -> bool {
    let only_words = evidence.count(|class| *class == Class::Word) == values;
    let both_marks = evidence.doubtful > 0 && evidence.punctuation;
    only_words
        && !both_marks
        && evidence.beside == 0
        && evidence
            .words()
            .is_some_and(|words| booleans::is_pair(&words))
}

fn fitting_format(evidence: &Evidence, format: NumberFormat) -> u64 {
    evidence.count(|class| matches!(class, Class::Number { formats, .. } if formats.has(format)))
}

fn fitting_order(evidence: &Evidence, order: DateOrder) -> u64 {
    evidence.count(|class| matches!(class, Class::Date { orders, .. } if orders.has(order)))
}

/// For a kind that not every text fits: what most of them fit; a tie goes to the earlier.
fn best_format(evidence: &Evidence) -> NumberFormat {
    best(NUMBER_FORMATS, |format| fitting_format(evidence, format))
}

fn best_order(evidence: &Evidence) -> DateOrder {
    best(DATE_ORDERS, |order| fitting_order(evidence, order))
}

fn best<T: Copy + Default, const N: usize>(options: [T; N], fitting: impl Fn(T) -> u64) -> T {
    let counted = options
        .into_iter()
        .rev()
        .map(|option| (fitting(option), option));
    counted
        .max_by_key(|(count, _)| *count)
        .map(|(_, option)| option)
        .unwrap_or_default()
}

fn doubts(evidence: &Evidence, values: u64, inferred: ColumnKind) -> Doubts {
    let is_category = inferred == ColumnKind::Category;
    let nearly = |of: Family| -> Option<Odd> {
        let families = [
            Family::Number,
            Family::Date,
            Family::Time,
            Family::LeadingZeros,
            Family::TooLong,
            Family::Word,
        ];
        let others: Vec<Family> = families
            .into_iter()
            .filter(|family| *family != of)
            .collect();
        let odd = evidence.odd(&others)?;
        (is_category && odd.count <= values / NEARLY).then_some(odd)
    };
    let format = number_format(evidence, values, None);
    let order = date_order(evidence, values, None);
    let is_number = inferred == ColumnKind::Number;
    let with_point = evidence
        .count(|class| matches!(class, Class::Number { formats, .. } if *formats != Formats::ALL));
    Doubts {
        ambiguous_date: matches!(order, Fit::Ambiguous),
        ambiguous_number: matches!(format, Fit::Ambiguous),
        ambiguous_point: is_number
            && matches!(format, Fit::One(NumberFormat::Plain))
            && with_point > 0
            && fitting_format(evidence, NumberFormat::CommaDecimal) == values,
        mixed_units: false,
        may_be_abbreviated: false,
        mixed_measures: false,
        mixed_orders: mixed_orders(evidence, values),
        not_numbers: nearly(Family::Number),
        not_dates: nearly(Family::Date),
        leading_zeros: evidence.odd(&[Family::LeadingZeros]),
        too_long: evidence.odd(&[Family::TooLong]),
        currencies: evidence.count(|class| {
            matches!(
                class,
                Class::Number {
                    sign: Sign::Currency(_),
                    ..
                }
            )
        }),
        abbreviated: evidence.count(|class| matches!(class, Class::Number { power: 1.., .. })),
        rounded: evidence.count(|class| matches!(class, Class::Number { rounded: true, .. })),
        short_years: evidence
            .count(|class| matches!(class, Class::Date { writing, .. } if writing.short_year)),
        finer: evidence
            .count(|class| matches!(class, Class::Date { writing, .. } if writing.finer)),
    }
}
