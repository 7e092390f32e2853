//! The readers of foreign files for JavaScript.

mod compare;
mod workbook;

use crate::failure::failure;

/// Bytes that a project stored and that are not what was written.
fn damaged() -> napi::Error {
    failure("damaged", "A stored column is not what was written.")
}
