//! What every source of a table gives: what it is, and its rows as blocks of texts.

use crate::error::Result;
use crate::options::{Escape, Quote};
use crate::report::Finding;
use serde::{Deserialize, Serialize};

/// A cell's bytes `start..end` in its block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// Rows in file order, all of one width.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Valid UTF-8; every span begins and ends at a character's boundary.
    pub text: Vec<u8>,
    /// Row-major, `rows` × `width`; short rows are filled with empty spans, surplus fields are not in it.
    pub cells: Vec<Span>,
    pub rows: usize,
    pub width: usize,
    /// Line of the file, or row of the sheet, of each row, from 1.
    pub origins: Vec<u32>,
    /// Records that do not fit, in file order.
    pub irregular: Vec<Irregular>,
    /// Bytes of the file up to this block's end.
    pub bytes_read: u64,
}

impl Block {
    /// The cells of a row.
    pub fn row(&self, row: usize) -> &[Span] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }

    /// The text of a cell; empty where the span is no text of this block.
    pub fn text_of(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Problem {
    TooFewFields,
    TooManyFields,
    BrokenQuote,
    /// The record was read with another delimiter than the others, which gives it all its fields.
    OtherDelimiter,
}

/// A record that does not fit the table, or was left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irregular {
    /// Row of the block, from 0; `None` where the record is not in the table (a title, a note, another table).
    pub row: Option<u32>,
    /// Line of the file, or row of the sheet, from 1.
    pub line: u32,
    pub problem: Problem,
    /// Fields that a record should have.
    pub expected: u32,
    pub found: u32,
    /// The record as it stands in the file, at most 10,000 characters.
    pub text: String,
    /// The fields beyond the table's width, without which the row could not be written again.
    pub surplus: Vec<String>,
}

/// Rows not yet split into cells. `split` does the expensive part and may run on any thread.
pub struct RawBlock(Work);

enum Work {
    Ready(Box<Block>),
    Later(Box<dyn FnOnce() -> Block + Send>),
}

impl RawBlock {
    pub fn ready(block: Block) -> Self {
        Self(Work::Ready(Box::new(block)))
    }

    pub fn later(split: impl FnOnce() -> Block + Send + 'static) -> Self {
        Self(Work::Later(Box::new(split)))
    }

    pub fn split(self) -> Block {
        match self.0 {
            Work::Ready(block) => *block,
            Work::Later(split) => split(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FileFormat {
    Delimited,
    Spreadsheet,
    Json,
    JsonLines,
    Parquet,
    Sqlite,
}

/// The dialect a text file was read with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dialect {
    pub delimiter: String,
    pub quote: Quote,
    pub escape: Escape,
    /// A label of the WHATWG Encoding Standard in lower case, such as `utf-8`.
    pub encoding: String,
    pub has_byte_order_mark: bool,
    pub header: bool,
}

/// A sheet of a workbook, a table of a database, a file of an archive; its size where that is known without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    pub name: String,
    pub rows: Option<u64>,
    pub columns: Option<u64>,
}

/// One of several tables in a file or sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableOffer {
    pub index: u32,
    /// From 1.
    pub first_line: u32,
    /// As far as the file was looked at, the header not included.
    pub rows: u64,
    pub columns: u32,
}

/// Where a column stands in its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// Field of a record, from 1.
    Field(u32),
    /// A sheet's column letter (`C`), or the name of a JSON, Parquet or SQLite column.
    Name(String),
}

/// What is known of a table before its rows are read. After the last block it is final: what only the whole file can
/// tell (an encoding, further tables) may be added until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    pub format: FileFormat,
    pub size_bytes: u64,
    /// Of text files only.
    pub dialect: Option<Dialect>,
    pub sheets: Vec<Sheet>,
    pub sheet: Option<String>,
    /// Empty where there is but one.
    pub tables: Vec<TableOffer>,
    /// Index of the table that is read.
    pub table: u32,
    /// Unique, one a column.
    pub names: Vec<String>,
    /// The header's fields as they stand in the file, several rows joined by a blank; there may be more or fewer than
    /// columns. Empty where there is no header.
    #[serde(default)]
    pub header: Vec<String>,
    /// False where the names are `column1` and on.
    pub has_header: bool,
    /// Rows joined to the names.
    pub header_rows: u32,
    /// Line of the file, or row of the sheet, of the first row of values, from 1.
    pub first_line: u32,
    /// One a column.
    pub places: Vec<Place>,
}

/// How much of a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// The beginning: enough for some thousand rows, at once whatever the file's size.
    Glance,
}

/// A table of a foreign file, opened: its shape is known, its rows can be read once, in order.
pub trait TableSource: Send {
    fn about(&self) -> &About;

    /// The next rows, about a mebibyte of text, cheap to cut; `None` at the end (of the glance).
    ///
    /// # Errors
    /// `unreadable` where the disk fails, `unusable-input` where the file turns out to be no table.
    fn next_block(&mut self) -> Result<Option<RawBlock>>;

    /// Takes the memory of a block that nobody needs any more, for those to come.
    fn recycle(&mut self, _used: Block) {}

    /// Guesses and doubts about the file; complete after the last block.
    fn findings(&self) -> Vec<Finding>;
}
