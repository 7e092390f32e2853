//! What reading a table takes and gives.

use super::column::{Choices, Column};
use crate::error::Result;
use crate::options::ImportOptions;
use crate::report::Finding;
use crate::table::{About, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a table is to be read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// By column name; what is not in it is inferred.
    pub choices: BTreeMap<String, Choices>,
    /// Whether the sink is given the columns' texts.
    pub texts: bool,
    /// Whether the sink is given the columns' values.
    pub values: bool,
    /// Whether columns are described.
    pub statistics: bool,
    /// How many of the first rows are given as texts.
    pub head: usize,
    /// 0 for as many as there are cores.
    pub threads: usize,
}

impl Settings {
    /// What a person chose, for an import.
    pub fn import(options: &ImportOptions) -> Self {
        let lists = [
            options.kinds.keys().collect::<Vec<_>>(),
            options.missing_markers.keys().collect(),
            options.number_formats.keys().collect(),
            options.date_orders.keys().collect(),
        ];
        let names = lists.into_iter().flatten();
        Self {
            choices: names
                .map(|name| (name.clone(), Choices::of(options, name)))
                .collect(),
            texts: true,
            values: true,
            statistics: true,
            head: 0,
            threads: 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChunkPart {
    /// Texts exactly as in the file.
    Source,
    /// Numbers (number, date) or codes (category, boolean, text).
    Values,
}

/// A column's rows `chunk * CHUNK_ROWS` and on, packed as `codec` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub column: usize,
    pub chunk: usize,
    pub rows: usize,
    pub part: ChunkPart,
    pub bytes: Vec<u8>,
}

/// Takes what is read, on the thread that called `read`: all `Source` chunks before the first `Values` chunk, source
/// chunks in the order (chunk, column), value chunks in the order (column, chunk).
pub trait Sink {
    /// # Errors
    /// Whatever it returns ends the reading.
    fn chunk(&mut self, chunk: Chunk) -> Result<()>;

    /// `fraction` of the work, from 0 to 1; rows so far.
    fn progress(&mut self, fraction: f64, rows: u64);
}

/// Takes nothing.
pub struct NoSink;

impl Sink for NoSink {
    fn chunk(&mut self, _: Chunk) -> Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: f64, _: u64) {}
}

/// Row `r` of the run is at line `line + r - row` of the file, or row of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginRun {
    pub row: u64,
    pub line: u64,
}

/// Rows of the table that do not fit, by problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IrregularCounts {
    pub too_few_fields: u64,
    pub too_many_fields: u64,
    pub broken_quote: u64,
    pub other_delimiter: u64,
}

impl IrregularCounts {
    /// Counts one more row.
    pub fn add(&mut self, problem: Problem) {
        match problem {
            Problem::TooFewFields => self.too_few_fields += 1,
            Problem::TooManyFields => self.too_many_fields += 1,
            Problem::BrokenQuote => self.broken_quote += 1,
            Problem::OtherDelimiter => self.other_delimiter += 1,
        }
    }
}

/// A record that does not fit the table, or was left out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IrregularRow {
    /// Row of the table, from 0; `None` where the record is not in the table.
    pub row: Option<u64>,
    /// Line of the file, or row of the sheet, from 1.
    pub line: u64,
    pub problem: Problem,
    pub expected: u32,
    pub found: u32,
    pub text: String,
    pub surplus: Vec<String>,
}

/// A table, typed.
#[derive(Debug, Clone)]
pub struct Table {
    pub about: About,
    pub rows: u64,
    pub columns: Vec<Column>,
    pub origins: Vec<OriginRun>,
    /// Of rows in the table.
    pub irregular: IrregularCounts,
    /// The first 100,000 of them, in file order.
    pub irregular_rows: Vec<IrregularRow>,
    /// About the file; those about columns are drawn elsewhere.
    pub findings: Vec<Finding>,
    /// The first rows as texts, as many as were asked for.
    pub head: Vec<Vec<String>>,
}
