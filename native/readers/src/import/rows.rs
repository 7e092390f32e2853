//! A file row by row, as texts.

use super::inspect::Dialect;
use super::without_rows;
use crate::columns::{IrregularCounts, lay_out, texts_of_block};
use crate::error::Result;
use crate::open::open;
use crate::options::ImportOptions;
use crate::report::Finding;
use crate::table::{Extent, FileFormat, TableSource};
use serde::Serialize;
use std::path::Path;

/// A file being read row by row.
pub struct Rows {
    source: Box<dyn TableSource>,
    file_name: String,
    irregular: IrregularCounts,
    rows: u64,
}

/// Some rows, column by column.
pub struct RowsPiece {
    pub rows: usize,
    /// Each column's texts as in a stored chunk before it is compressed.
    pub columns: Vec<Vec<u8>>,
    /// Of the file, from 0 to 1.
    pub fraction: f64,
}

/// What is known of the table; final after the last piece.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowsTable {
    pub names: Vec<String>,
    pub has_header: bool,
    pub format: FileFormat,
    pub dialect: Option<Dialect>,
    pub sheet: Option<String>,
    pub irregular: IrregularCounts,
    pub findings: Vec<Finding>,
}

impl Rows {
    /// # Errors
    /// As `open`.
    pub fn open(path: &Path, file_name: &str, options: &ImportOptions) -> Result<Self> {
        Ok(Self {
            source: open(path, file_name, options, Extent::Whole)?,
            file_name: file_name.to_owned(),
            irregular: IrregularCounts::default(),
            rows: 0,
        })
    }

    pub fn about(&self) -> RowsTable {
        let about = self.source.about();
        RowsTable {
            names: about.names.clone(),
            has_header: about.has_header,
            format: about.format,
            dialect: Dialect::of(about),
            sheet: about.sheet.clone(),
            irregular: self.irregular,
            findings: self.source.findings(),
        }
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// As the source's, and `unusable-input` where there are no rows at all.
    pub fn next_piece(&mut self) -> Result<Option<RowsPiece>> {
        loop {
            let Some(raw) = self.source.next_block()? else {
                if self.rows == 0 {
                    return Err(without_rows(&self.file_name, self.source.about()));
                }
                return Ok(None);
            };
            let block = raw.split();
            for irregular in block.irregular.iter().filter(|one| one.row.is_some()) {
                self.irregular.add(irregular.problem);
            }
            if block.rows == 0 {
                continue;
            }
            self.rows += block.rows as u64;
            let columns = (0..block.width)
                .map(|column| lay_out(&[texts_of_block(&block, column)]))
                .collect::<Result<_>>()?;
            let size = self.source.about().size_bytes.max(1) as f64;
            return Ok(Some(RowsPiece {
                rows: block.rows,
                columns,
                fraction: (block.bytes_read as f64 / size).min(1.0),
            }));
        }
    }
}
