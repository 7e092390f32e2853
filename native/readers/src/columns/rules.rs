//! What was decided about a column before its texts are seen, made ready for use on every text.

use super::column::Choices;
use crate::options::{ColumnKind, DateOrder, NumberFormat};
use crate::values::markers::{Marker, marker, trimmed};
use crate::values::{Class, classify, dates, numbers};
use std::collections::HashSet;

/// A column's choices as they are applied to every text.
#[derive(Debug, Clone)]
pub struct Rules {
    pub choices: Choices,
    chosen: Option<Chosen>,
    /// Some chosen marker would be read as a number, a date or a time.
    pub markers_first: bool,
}

/// The texts that a person chose to count as missing. One that is a number or a date stands for every way of writing
/// it, but among texts: 999 also for 999.0, 1900-01-01 also for 01.01.1900 00:00.
#[derive(Debug, Clone, Default)]
struct Chosen {
    texts: HashSet<Vec<u8>>,
    numbers: Vec<f64>,
    /// Milliseconds since 1970-01-01 UTC.
    dates: Vec<f64>,
}

/// The orders in which the days of markers are looked for.
const ORDERS: [DateOrder; 4] = [
    DateOrder::YearFirst,
    DateOrder::DayFirst,
    DateOrder::MonthFirst,
    DateOrder::Named,
];

impl Chosen {
    fn new(markers: &[String]) -> Self {
        let mut chosen = Self::default();
        for marker in markers {
            let text = trimmed(marker.as_bytes());
            chosen.texts.insert(text.to_vec());
            if let Some(number) = numbers::read(text, NumberFormat::Plain) {
                chosen
                    .numbers
                    .extend(Some(number.value).filter(|value| !value.is_nan()));
            } else if let Some(date) = dates::iso(text).filter(|_| is_same_in_all_orders(text)) {
                chosen.dates.push(date);
            }
        }
        chosen
    }

    fn has_value(&self, text: &[u8], choices: &Choices) -> bool {
        let is_one_of = |value: f64, values: &[f64]| values.contains(&value);
        if !self.numbers.is_empty() {
            let format = choices.number_format.unwrap_or_default();
            if let Some(number) = numbers::read(text, format) {
                return is_one_of(number.value, &self.numbers);
            }
        }
        !self.dates.is_empty()
            && ORDERS.into_iter().any(|order| {
                dates::read(text, order).is_some_and(|date| is_one_of(date.value, &self.dates))
            })
    }
}

/// Whether day and month of an ISO date cannot be taken for one another: 1900-01-01 and 9999-12-31, not 2024-03-04.
fn is_same_in_all_orders(text: &[u8]) -> bool {
    matches!(text, [.., m1, m2, b'-', d1, d2] if (m1, m2) == (d1, d2) || (*d1, *d2) > (b'1', b'2'))
}

impl Rules {
    pub fn new(choices: Choices) -> Self {
        let chosen = choices.missing_markers.as_deref().map(Chosen::new);
        let markers_first = chosen
            .iter()
            .flat_map(|chosen| &chosen.texts)
            .any(|marker| classify(marker) != Class::Word);
        Self {
            choices,
            chosen,
            markers_first,
        }
    }

    /// The marker that a trimmed text is. Chosen ones are certain, and no others count.
    pub fn marker(&self, text: &[u8]) -> Option<Marker> {
        let Some(chosen) = &self.chosen else {
            return marker(text);
        };
        let is_marker = text.is_empty()
            || chosen.texts.contains(text)
            || (!self.wants_texts() && chosen.has_value(text, &self.choices));
        is_marker.then_some(Marker::Certain)
    }

    pub fn markers_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// Whether the values are texts whatever they look like.
    pub fn wants_texts(&self) -> bool {
        matches!(
            self.choices.kind,
            Some(ColumnKind::Category | ColumnKind::Text | ColumnKind::Boolean)
        )
    }
}
