//! Parquet files: flat columns of every type, fields of nested records as `record.field`. Lists and maps are no values
//! of a table and are left out by name.

mod columns;
mod text;

pub(crate) use self::text::write_double;

use self::columns::{Column, rows};
use self::text::{Meaning, meaning};
use crate::bytes::Bytes;
use crate::error::{ReaderError, Result};
use crate::memory;
use crate::report::{Finding, counted};
use crate::table::{About, Extent, FileFormat, Place, RawBlock, TableSource};
use ::parquet::column::reader::ColumnReader;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file of this kind begins and ends with it.
pub const MAGIC: &[u8] = b"PAR1";

/// Rows and cells of a block at most.
const BLOCK_ROWS: usize = 8_192;
const BLOCK_CELLS: usize = 400_000;
const GLANCE_ROWS: u64 = 4_000;
const MOST_COLUMNS: usize = 1 << 20;
/// Bytes to which a page of values usually unpacks at most.
const LARGE_PAGE: u64 = 1 << 20;

impl Length for Bytes {
    fn len(&self) -> u64 {
        Bytes::len(self)
    }
}

impl ChunkReader for Bytes {
    type T = std::io::BufReader<crate::bytes::Slice>;

    fn get_read(&self, start: u64) -> ::parquet::errors::Result<Self::T> {
        Ok(std::io::BufReader::new(self.slice(start, Bytes::len(self))))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ::parquet::errors::Result<bytes::Bytes> {
        let end = start.saturating_add(length as u64);
        if end > Bytes::len(self) {
            return Err(ParquetError::EOF("beyond the file".to_owned()));
        }
        let mut part = Vec::with_capacity(length);
        self.slice(start, end).read_to_end(&mut part)?;
        Ok(part.into())
    }
}

pub struct ParquetTable {
    reader: SerializedFileReader<Bytes>,
    about: About,
    columns: Arc<Vec<Column>>,
    /// Names of what is left out.
    nested: Vec<String>,
    flattened: bool,
    file_name: String,
    total_rows: u64,
    limit: u64,
    /// The row group that is read next, the columns of the one that is being read, and its rows that are left.
    group: usize,
    open: Vec<ColumnReader>,
    left: u64,
    given: u64,
}

impl ParquetTable {
    /// # Errors
    /// `unusable-input` where the file is damaged, encrypted, or holds no flat column.
    pub fn open(bytes: Bytes, file_name: &str, extent: Extent) -> Result<Self> {
        let size_bytes = bytes.len();
        if is_encrypted(&bytes) {
            return Err(ReaderError::unusable(
                format!("“{file_name}” is an encrypted Parquet file."),
                "Write it again without encryption.",
            ));
        }
        let reader = guarded(file_name, || {
            SerializedFileReader::new(bytes).map_err(|_| damaged(file_name))
        })?;
        let metadata = reader.metadata().file_metadata();
        let schema = metadata.schema_descr_ptr();
        let (mut columns, mut nested) = (Vec::new(), Vec::new());
        let mut flattened = false;
        for (leaf, column) in schema.columns().iter().enumerate().take(MOST_COLUMNS) {
            let path = column.path().parts();
            let means = meaning(column);
            if column.max_rep_level() > 0 || means == Meaning::Unknown {
                let root = path.first().cloned().unwrap_or_default();
                if !nested.contains(&root) {
                    nested.push(root);
                }
                continue;
            }
            flattened |= path.len() > 1;
            columns.push(Column {
                leaf,
                name: path.join("."),
                meaning: means,
                defined: column.max_def_level(),
                unreadable: AtomicU64::new(0),
            });
        }
        if columns.is_empty() {
            return Err(ReaderError::unusable(
                format!(
                    "“{file_name}” holds no column of single values{}.",
                    named(&nested)
                ),
                "Write lists and maps as columns of their own, one value a row.",
            ));
        }
        let total_rows = u64::try_from(metadata.num_rows()).unwrap_or(0);
        let names = crate::names::unique_names(
            &columns
                .iter()
                .map(|column| column.name.clone())
                .collect::<Vec<_>>(),
        );
        let places = columns
            .iter()
            .map(|column| Place::Name(column.name.clone()))
            .collect();
        Ok(Self {
            about: About {
                places,
                ..crate::building::about(FileFormat::Parquet, size_bytes, names)
            },
            reader,
            columns: Arc::new(columns),
            nested,
            flattened,
            file_name: file_name.to_owned(),
            total_rows,
            limit: if extent == Extent::Glance {
                GLANCE_ROWS
            } else {
                u64::MAX
            },
            group: 0,
            open: Vec::new(),
            left: 0,
            given: 0,
        })
    }

    /// Opens the next row group that has rows; false where there is none.
    fn open_group(&mut self) -> Result<bool> {
        while self.left == 0 {
            if self.group >= self.reader.num_row_groups() {
                return Ok(false);
            }
            let file_name = &self.file_name;
            let group = self
                .reader
                .get_row_group(self.group)
                .map_err(|_| damaged(file_name))?;
            self.left = u64::try_from(group.metadata().num_rows()).unwrap_or(0);
            self.open = self
                .columns
                .iter()
                .map(|column| {
                    group
                        .get_column_reader(column.leaf)
                        .map_err(|_| damaged(file_name))
                })
                .collect::<Result<_>>()?;
            self.group += 1;
        }
        Ok(true)
    }

    fn read_block(&mut self) -> Result<Option<RawBlock>> {
        if self.given >= self.limit || !self.open_group()? {
            return Ok(None);
        }
        let wanted = BLOCK_ROWS.min(BLOCK_CELLS / self.columns.len()).max(1) as u64;
        let wanted = wanted.min(self.left) as usize;
        let mut batches = Vec::with_capacity(self.open.len());
        for (reader, column) in self.open.iter_mut().zip(self.columns.iter()) {
            // A page of a few bytes may unpack to very many.
            memory::need(LARGE_PAGE, "a page of its values", &self.file_name)?;
            let batch = columns::read(reader, wanted)
                .map_err(|_| damaged_column(&self.file_name, &column.name))?;
            if batch.rows != wanted {
                return Err(damaged_column(&self.file_name, &column.name));
            }
            batches.push(batch);
        }
        let first = self.given + 1;
        self.given += wanted as u64;
        self.left -= wanted as u64;
        let read = if self.total_rows == 0 {
            0.0
        } else {
            self.given as f64 / self.total_rows as f64
        };
        let bytes_read = (self.about.size_bytes as f64 * read.min(1.0)) as u64;
        if batches.iter().map(columns::Batch::bytes).sum::<usize>() > u32::MAX as usize / 2 {
            return Err(ReaderError::unusable(
                format!(
                    "“{}” holds texts of more than 2 GB in {} rows.",
                    self.file_name, wanted
                ),
                "Leave out the column of long texts.",
            )
            .at_row(first));
        }
        let columns = Arc::clone(&self.columns);
        Ok(Some(RawBlock::later(move || {
            rows(&columns, batches, first, bytes_read)
        })))
    }
}

impl TableSource for ParquetTable {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let file_name = self.file_name.clone();
        guarded(&file_name, || self.read_block())
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.flattened {
            findings.push(Finding::info(
                "flattened",
                "Fields of nested records are columns of their own, called record.field.",
            ));
        }
        if !self.nested.is_empty() {
            findings.push(Finding::warning(
                "nested",
                format!(
                    "{} of lists, maps or binary values left out{}.",
                    counted(self.nested.len() as u64, "column"),
                    named(&self.nested)
                ),
            ));
        }
        for (column, name) in self.columns.iter().zip(&self.about.names) {
            let unreadable = column.unreadable.load(Ordering::Relaxed);
            if unreadable > 0 {
                let values = counted(unreadable, "value");
                let verb = if unreadable == 1 {
                    "is binary and counts"
                } else {
                    "are binary and count"
                };
                findings.push(
                    Finding::warning("binary", format!("{values} of “{name}” {verb} as missing."))
                        .of_column(name),
                );
            }
        }
        findings
    }
}

/// `: “a”, “b”`, or nothing.
fn named(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = names
        .iter()
        .take(5)
        .map(|name| format!("“{name}”"))
        .collect();
    format!(
        ": {}{}",
        listed.join(", "),
        if names.len() > 5 { ", …" } else { "" }
    )
}

/// Files with an encrypted footer end otherwise.
fn is_encrypted(bytes: &Bytes) -> bool {
    let len = bytes.len();
    let mut end = Vec::new();
    let read = bytes
        .slice(len.saturating_sub(4), len)
        .read_to_end(&mut end);
    read.is_ok() && end == b"PARE"
}

fn damaged(file_name: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is damaged, or not a Parquet file."),
        "Write it again, or fetch a fresh copy.",
    )
}

fn damaged_column(file_name: &str, column: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is damaged: its column “{column}” cannot be read."),
        "Write it again, or fetch a fresh copy.",
    )
    .in_column(column)
}

/// Turns a panic of the library into an error.
fn guarded<T>(file_name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged(file_name)))
}
