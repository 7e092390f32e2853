//! Columns of texts written as the rows of a file.

mod records;
mod sheet;

pub use records::csv_records;
pub(crate) use records::write_record;
pub use sheet::{SheetRows, sheet_rows};
