//! Readers of tables in foreign files. No Node in it.
//!
//! Files are foreign and may be hostile: nothing here panics on purpose, and a panic of the parser below is
//! caught and becomes an error.

mod archive;
mod building;
mod bytes;
pub mod columns;
pub mod compare;
mod content;
mod delimited;
mod encoding;
mod error;
pub mod import;
pub mod input;
mod json;
mod memory;
mod names;
mod open;
pub mod options;
mod packed;
mod parallel;
mod parquet;
mod processor;
pub mod profile;
pub mod quality;
pub mod report;
mod sqlite;
pub mod stored;
pub mod table;
pub mod values;
mod workbook;
pub mod writing;

pub use error::{ErrorKind, ReaderError, Result};
pub use open::{open, open_bytes};
