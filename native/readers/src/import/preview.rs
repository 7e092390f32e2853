//! A column as it would be with some settings.

use super::inspect::glance;
use crate::columns::{Choices, Column, Reading, Settings, Values, type_texts};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::options::{ColumnKind, DateOrder, ImportOptions, NumberFormat};
use crate::profile::{MarkerCount, number_text};
use crate::values::calendar;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Rows whose values are shown.
const SHOWN: usize = 100;
/// Rows of a file that are looked at.
const LOOKED_AT: usize = 20_000;

/// The contract's ColumnSettings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ColumnSettings {
    pub kind: Option<ColumnKind>,
    pub missing_markers: Option<Vec<String>>,
    pub number_format: Option<NumberFormat>,
    pub date_order: Option<DateOrder>,
    /// How the column was read before, where that is settled.
    pub reading: Option<Reading>,
}

impl From<ColumnSettings> for Choices {
    fn from(settings: ColumnSettings) -> Self {
        Self {
            kind: settings.kind,
            missing_markers: settings.missing_markers,
            number_format: settings.number_format,
            date_order: settings.date_order,
            reading: settings.reading,
        }
    }
}

/// The contract's ColumnPreview.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnPreview {
    pub kind: ColumnKind,
    pub reading: Reading,
    pub rows: u64,
    pub whole: bool,
    pub fit: u64,
    pub missing: u64,
    pub unfit: u64,
    pub missing_markers: Vec<MarkerCount>,
    pub values: Vec<PreviewedValue>,
    pub unfit_texts: Vec<UnfitText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreviewedValue {
    pub row: usize,
    pub text: String,
    /// `None` for a missing one.
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfitText {
    pub row: u64,
    pub text: String,
}

/// A column of the beginning of a file; `settings` go before those of the options.
///
/// # Errors
/// As `inspect`, and `not-found` where there is no such column.
pub fn preview_column(
    path: &Path,
    file_name: &str,
    options: &ImportOptions,
    column: &str,
    settings: &ColumnSettings,
) -> Result<ColumnPreview> {
    let head = Settings {
        texts: false,
        values: false,
        statistics: false,
        head: LOOKED_AT,
        ..Settings::import(options)
    };
    let (table, is_whole) = glance(path, file_name, options, &head)?;
    let Some(at) = table.about.names.iter().position(|name| name == column) else {
        return Err(ReaderError::new(
            ErrorKind::NotFound,
            format!("“{file_name}” has no column “{column}”."),
        )
        .in_column(column));
    };
    let texts: Vec<&str> = table.head.iter().map(|row| row[at].as_str()).collect();
    let slipped: Vec<u32> = table
        .irregular_rows
        .iter()
        .filter_map(|one| one.row.and_then(|row| u32::try_from(row).ok()))
        .filter(|row| (*row as usize) < texts.len())
        .collect();
    let is_whole = is_whole && texts.len() as u64 == table.rows;
    let chosen = over(Choices::of(options, column), settings);
    preview(column, &texts, &slipped, chosen, is_whole)
}

/// A column of which the first texts are at hand; `slipped` are rows that do not decide its kind.
///
/// # Errors
/// `unusable-input` where the texts are too long together.
pub fn preview_texts(
    column: &str,
    texts: &[&str],
    slipped: &[u32],
    settings: ColumnSettings,
    is_whole: bool,
) -> Result<ColumnPreview> {
    preview(column, texts, slipped, settings.into(), is_whole)
}

fn over(before: Choices, settings: &ColumnSettings) -> Choices {
    let settings = settings.clone();
    Choices {
        kind: settings.kind.or(before.kind),
        missing_markers: settings.missing_markers.or(before.missing_markers),
        number_format: settings.number_format.or(before.number_format),
        date_order: settings.date_order.or(before.date_order),
        reading: settings.reading.or(before.reading),
    }
}

fn preview(
    name: &str,
    texts: &[&str],
    slipped: &[u32],
    choices: Choices,
    whole: bool,
) -> Result<ColumnPreview> {
    let column = type_texts(name, texts.iter().copied(), slipped, choices)?;
    let rows = texts.len() as u64;
    let unfit = column.unparsed.count;
    let values = texts.iter().take(SHOWN).enumerate();
    Ok(ColumnPreview {
        kind: column.kind,
        reading: column.reading,
        rows,
        whole,
        fit: rows.saturating_sub(column.missing),
        missing: column.missing.saturating_sub(unfit),
        unfit,
        missing_markers: column
            .missing_markers
            .iter()
            .map(|(marker, count)| MarkerCount {
                marker: marker.clone(),
                count: *count,
            })
            .collect(),
        values: values
            .map(|(row, text)| PreviewedValue {
                row,
                text: (*text).to_owned(),
                value: value_text(&column, row),
            })
            .collect(),
        unfit_texts: column
            .unparsed
            .examples
            .iter()
            .zip(&column.unparsed.rows)
            .map(|(text, row)| UnfitText {
                row: *row,
                text: text.clone(),
            })
            .collect(),
    })
}

/// A value as a table shows it; `None` for a missing one.
fn value_text(column: &Column, row: usize) -> Option<String> {
    match &column.values {
        Values::Numbers(values) => {
            let value = values.get(row).copied().filter(|value| !value.is_nan())?;
            Some(if column.kind == ColumnKind::Date {
                calendar::text_of(value)
            } else {
                number_text(value)
            })
        }
        Values::Codes { codes, levels } => {
            let code = usize::try_from(*codes.get(row)?).ok()?;
            levels.get(code).map(str::to_owned)
        }
    }
}
