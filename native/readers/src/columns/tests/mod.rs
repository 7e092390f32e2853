//! Columns read from tables in memory.

mod kinds;
mod missing;
mod tables;

use super::{Choices, Column, Values, type_texts};
use crate::options::ColumnKind;
use crate::profile::number_text;
use crate::values::calendar;

fn typed_as(texts: &[&str], choices: Choices) -> Column {
    type_texts("c", texts.iter().copied(), &[], choices).unwrap()
}

fn typed(texts: &[&str]) -> Column {
    typed_as(texts, Choices::default())
}

fn of_kind(kind: ColumnKind) -> Choices {
    Choices {
        kind: Some(kind),
        ..Choices::default()
    }
}

fn with_markers(markers: &[&str]) -> Choices {
    Choices {
        missing_markers: Some(markers.iter().map(|marker| (*marker).to_owned()).collect()),
        ..Choices::default()
    }
}

/// Values as a table shows them; '' for missing.
fn shown(column: &Column) -> Vec<String> {
    match &column.values {
        Values::Numbers(values) => values
            .iter()
            .map(|value| match column.kind {
                _ if value.is_nan() => String::new(),
                ColumnKind::Date => calendar::text_of(*value),
                _ => number_text(*value),
            })
            .collect(),
        Values::Codes { codes, levels } => codes
            .iter()
            .map(|code| {
                usize::try_from(*code)
                    .ok()
                    .and_then(|code| levels.get(code))
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect(),
    }
}

fn numbered(count: usize, text: impl Fn(usize) -> String) -> Vec<String> {
    (0..count).map(text).collect()
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
