//! The beginning of a file, as it would be read.

use super::irregular::irregular_findings;
use super::{describe, without_rows};
use crate::columns::{NoSink, OriginRun, Reading, Settings, Table, read};
use crate::error::Result;
use crate::open::open;
use crate::options::{ColumnKind, ImportOptions, Quote};
use crate::report::Finding;
use crate::table::{About, Extent, FileFormat, Place, RawBlock, Sheet, TableSource};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Rows that are shown.
const SHOWN: usize = 1000;

/// The contract's Inspection, without the file's name.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    pub size_bytes: u64,
    pub format: FileFormat,
    pub dialect: Option<Dialect>,
    pub sheets: Vec<Sheet>,
    pub sheet: Option<String>,
    pub tables: Vec<Offer>,
    pub table: u32,
    pub decisions: Vec<Decision>,
    pub columns: Vec<InspectedColumn>,
    pub rows: Vec<Vec<String>>,
    pub lines: Vec<u64>,
    pub places: Vec<Place>,
    pub inspected_rows: Option<u64>,
    pub findings: Vec<Finding>,
}

/// The dialect with the layout, as the contract has it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dialect {
    #[serde(flatten)]
    pub dialect: crate::table::Dialect,
    pub header_rows: u32,
    /// The line where the table begins with its names.
    pub first_row: u32,
}

impl Dialect {
    pub fn of(about: &About) -> Option<Self> {
        about.dialect.clone().map(|dialect| Self {
            dialect,
            header_rows: about.header_rows,
            first_row: first_row(about),
        })
    }
}

fn first_row(about: &About) -> u32 {
    about.first_line.saturating_sub(about.header_rows).max(1)
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub index: u32,
    pub first_line: u32,
    /// `None` where the glance did not reach its end.
    pub rows: Option<u64>,
    pub columns: u32,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectedColumn {
    pub name: String,
    pub kind: ColumnKind,
    pub reading: Reading,
}

/// One thing that was decided about a file, and how sure that is.
#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    pub what: &'static str,
    pub value: String,
    pub certainty: &'static str,
    pub reason: &'static str,
}

/// Looks at the beginning of a file.
///
/// # Errors
/// As `open`, and `unusable-input` for a table without rows.
pub fn inspect(path: &Path, file_name: &str, options: &ImportOptions) -> Result<Inspection> {
    let settings = Settings {
        texts: false,
        values: false,
        head: SHOWN,
        ..Settings::import(options)
    };
    let (table, is_whole) = glance(path, file_name, options, &settings)?;
    let described = describe(&table.columns, &settings);
    let about = table.about;
    let mut findings = table.findings;
    findings.extend(irregular_findings(&table.irregular, &table.irregular_rows));
    findings.extend(described.findings);
    findings.extend(
        described
            .columns
            .iter()
            .flat_map(|column| column.warnings.iter().cloned()),
    );
    Ok(Inspection {
        size_bytes: about.size_bytes,
        format: about.format,
        dialect: Dialect::of(&about),
        decisions: decisions(&about, options),
        tables: about
            .tables
            .iter()
            .map(|offer| Offer {
                index: offer.index,
                first_line: offer.first_line,
                rows: is_whole.then_some(offer.rows),
                columns: offer.columns,
            })
            .collect(),
        columns: described
            .columns
            .into_iter()
            .map(|column| InspectedColumn {
                name: column.name,
                kind: column.kind,
                reading: column.reading,
            })
            .collect(),
        lines: lines(&table.origins, table.head.len()),
        rows: table.head,
        inspected_rows: (!is_whole).then_some(table.rows),
        sheets: about.sheets,
        sheet: about.sheet,
        table: about.table,
        places: about.places,
        findings,
    })
}

/// The beginning of a file, typed, and whether that is all of it.
pub(super) fn glance(
    path: &Path,
    file_name: &str,
    options: &ImportOptions,
    settings: &Settings,
) -> Result<(Table, bool)> {
    let source = open(path, file_name, options, Extent::Glance)?;
    let seen = Arc::new(AtomicU64::new(0));
    let watched = Box::new(Watched {
        source,
        seen: Arc::clone(&seen),
    });
    let table = read(watched, settings, &mut NoSink, &AtomicBool::new(false))?;
    if table.rows == 0 {
        return Err(without_rows(file_name, &table.about));
    }
    let is_whole = seen.load(Ordering::Relaxed) >= table.about.size_bytes;
    Ok((table, is_whole))
}

/// Notes how far a source was read.
struct Watched {
    source: Box<dyn TableSource>,
    seen: Arc<AtomicU64>,
}

impl TableSource for Watched {
    fn about(&self) -> &About {
        self.source.about()
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let Some(raw) = self.source.next_block()? else {
            return Ok(None);
        };
        let seen = Arc::clone(&self.seen);
        Ok(Some(RawBlock::later(move || {
            let block = raw.split();
            seen.fetch_max(block.bytes_read, Ordering::Relaxed);
            block
        })))
    }

    fn findings(&self) -> Vec<Finding> {
        self.source.findings()
    }
}

/// The lines of the first rows.
fn lines(origins: &[OriginRun], rows: usize) -> Vec<u64> {
    let mut runs = origins.iter().peekable();
    let mut current = OriginRun { row: 0, line: 1 };
    (0..rows as u64)
        .map(|row| {
            while let Some(run) = runs.next_if(|run| run.row <= row) {
                current = *run;
            }
            current.line + row - current.row
        })
        .collect()
}

fn decisions(about: &About, options: &ImportOptions) -> Vec<Decision> {
    let mut all = Vec::new();
    let mut decide = |what, value: String, chosen: bool, certainty, reason| {
        let (certainty, reason) = if chosen {
            ("chosen", "You chose it.")
        } else {
            (certainty, reason)
        };
        all.push(Decision {
            what,
            value,
            certainty,
            reason,
        });
    };
    if let Some(dialect) = &about.dialect {
        let (certainty, reason) = if dialect.has_byte_order_mark {
            ("certain", "The file begins with its mark.")
        } else if dialect.encoding == "utf-8" {
            ("certain", "The bytes are valid UTF-8.")
        } else {
            ("guess", "Its letters are the most plausible ones.")
        };
        let chosen = options.encoding.is_some();
        decide(
            "encoding",
            dialect.encoding.clone(),
            chosen,
            certainty,
            reason,
        );
        decide(
            "delimiter",
            dialect.delimiter.clone(),
            options.delimiter.is_some(),
            "likely",
            "With it, the rows have the same number of fields.",
        );
        let quote = match dialect.quote {
            Quote::Double => "\"",
            Quote::Single => "'",
            Quote::None => "",
        };
        decide(
            "quote",
            quote.to_owned(),
            options.quote.is_some(),
            "likely",
            "With it, the rows have the same number of fields.",
        );
    }
    decide(
        "header",
        about.header_rows.to_string(),
        options.header.is_some() || options.header_rows.is_some(),
        "likely",
        "The first rows differ from those below in what their cells hold.",
    );
    decide(
        "firstRow",
        first_row(about).to_string(),
        options.first_row.is_some(),
        if first_row(about) == 1 {
            "certain"
        } else {
            "likely"
        },
        "The rows from here on have the same columns.",
    );
    if let Some(sheet) = &about.sheet
        && about.sheets.len() > 1
    {
        decide(
            "sheet",
            sheet.clone(),
            options.sheet.is_some(),
            "guess",
            "It is the first that holds a table.",
        );
    }
    if about.tables.len() > 1 {
        decide(
            "table",
            about.table.to_string(),
            options.table.is_some(),
            "guess",
            "There are several; the first is proposed.",
        );
    }
    all
}
