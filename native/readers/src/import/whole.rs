//! A whole file as typed columns with all that is said about them.

use super::inspect::Dialect;
use super::irregular::irregular_findings;
use super::{describe, without_rows};
use crate::columns::{
    Chunk, IrregularCounts, IrregularRow, Levels, OriginRun, Packer, Settings, Sink, Values,
    lay_out, read,
};
use crate::error::Result;
use crate::open::open;
use crate::options::ImportOptions;
use crate::profile::ColumnSummary;
use crate::report::Finding;
use crate::table::{Extent, FileFormat, Place};
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Takes what an import brings: chunks while the file is read, dictionaries and lines at its end.
pub trait Events: Sink {
    /// A column's dictionary as a stored list of texts; `None` for numbers and dates.
    ///
    /// # Errors
    /// Whatever it returns ends the import.
    fn levels(&mut self, column: usize, bytes: Option<Vec<u8>>) -> Result<()>;

    /// The lines of the file, or rows of the sheet, that the rows stand on.
    ///
    /// # Errors
    /// As `levels`.
    fn origins(&mut self, runs: Vec<OriginRun>) -> Result<()>;
}

/// A table that was read, for the project's description of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    pub rows: u64,
    pub columns: Vec<ColumnSummary>,
    pub source: Source,
    pub irregular: IrregularCounts,
    pub irregular_rows: Vec<IrregularRow>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub size_bytes: u64,
    pub format: FileFormat,
    pub dialect: Option<Dialect>,
    pub sheet: Option<String>,
    pub places: Vec<Place>,
}

/// Characters that all texts of irregular rows may take together; later ones are shortened.
const MOST_CHARACTERS: usize = 32 << 20;
const SHORTENED: usize = 80;

/// Reads a file to its end.
///
/// # Errors
/// As `open`, `unusable-input` for a table without rows, `cancelled`, and what `events` return.
pub fn import(
    path: &Path,
    file_name: &str,
    options: &ImportOptions,
    events: &mut dyn Events,
    cancel: &AtomicBool,
) -> Result<Imported> {
    let settings = Settings::import(options);
    let source = open(path, file_name, options, Extent::Whole)?;
    let table = read(source, &settings, &mut OnlyChunks(events), cancel)?;
    if table.rows == 0 {
        return Err(without_rows(file_name, &table.about));
    }
    let described = describe(&table.columns, &settings);
    for (at, column) in table.columns.iter().enumerate() {
        let bytes = match &column.values {
            Values::Numbers(_) => None,
            Values::Codes { levels, .. } => Some(packed_levels(levels)?),
        };
        events.levels(at, bytes)?;
    }
    events.origins(table.origins)?;
    let mut findings = table.findings;
    findings.extend(irregular_findings(&table.irregular, &table.irregular_rows));
    findings.extend(described.findings);
    Ok(Imported {
        rows: table.rows,
        columns: described.columns,
        source: Source {
            size_bytes: table.about.size_bytes,
            format: table.about.format,
            dialect: Dialect::of(&table.about),
            sheet: table.about.sheet,
            places: table.about.places,
        },
        irregular: table.irregular,
        irregular_rows: bounded(table.irregular_rows),
        findings,
    })
}

/// A dictionary as a stored list of texts.
///
/// # Errors
/// `internal` where there is no memory for it.
pub fn packed_levels(levels: &Levels) -> Result<Vec<u8>> {
    let texts = levels.iter().map(str::as_bytes).collect();
    Packer::new()?.pack(&lay_out(&[texts])?)
}

fn bounded(mut rows: Vec<IrregularRow>) -> Vec<IrregularRow> {
    let mut room = MOST_CHARACTERS;
    for row in &mut rows {
        if room < row.text.len() {
            let end = row.text.char_indices().nth(SHORTENED);
            if let Some((end, _)) = end {
                row.text.truncate(end);
            }
            row.surplus.clear();
        }
        room = room.saturating_sub(row.text.len());
    }
    rows
}

struct OnlyChunks<'a>(&'a mut dyn Events);

impl Sink for OnlyChunks<'_> {
    fn chunk(&mut self, chunk: Chunk) -> Result<()> {
        self.0.chunk(chunk)
    }

    fn progress(&mut self, fraction: f64, rows: u64) {
        self.0.progress(fraction, rows);
    }
}
