//! Foreign files as the studio takes them: looked at, read whole, previewed, row by row, written again.

mod convert;
mod describe;
mod inspect;
mod irregular;
mod preview;
mod rows;
mod whole;

pub use convert::{ConvertError, Converted, convert};
pub use describe::{Described, describe};
pub use inspect::{Inspection, inspect};
pub use preview::{ColumnPreview, ColumnSettings, preview_column, preview_texts};
pub use rows::{Rows, RowsPiece, RowsTable};
pub use whole::{Events, Imported, Source, import, packed_levels};

use crate::columns::Settings;
use crate::error::ReaderError;
use crate::table::About;

/// The error for a table that has no rows.
pub fn without_rows(file_name: &str, about: &About) -> ReaderError {
    if about.has_header {
        ReaderError::unusable(
            format!("“{file_name}” has a header and no rows."),
            "If its first row holds values, read the file without a header.",
        )
        .at_row(u64::from(about.first_line.saturating_sub(1).max(1)))
    } else {
        ReaderError::unusable(
            format!("“{file_name}” holds nothing but blank lines."),
            "Choose a file with a table in it.",
        )
    }
}

/// Threads that a table is described on.
fn threads(settings: &Settings) -> usize {
    match settings.threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    }
}
