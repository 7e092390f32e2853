//! Opens a foreign file as a table, whatever its format.

use crate::bytes::Bytes;
use crate::content::{self, Content};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::input::open_file;
use crate::options::ImportOptions;
use crate::table::{Extent, TableSource};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Opens a file by its content, whatever it is called; `file_name` is how a person knows it.
///
/// # Errors
/// `not-found`, `unreadable`, `unusable-input`, `password-protected`, `no-such-sheet`.
pub fn open(
    path: &Path,
    file_name: &str,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Box<dyn TableSource>> {
    let (file, watch) = open_file(path, file_name)?;
    let bytes =
        Bytes::of_file(file).map_err(|error| crate::encoding::unreadable(error, file_name))?;
    guarded(
        Content {
            size_bytes: bytes.len(),
            bytes,
            file_name: file_name.to_owned(),
            watch: Some(watch),
            path: Some(path),
        },
        options,
        extent,
    )
}

/// The same for bytes in memory.
///
/// # Errors
/// As `open`, but for those of a disk.
pub fn open_bytes(
    bytes: Vec<u8>,
    file_name: &str,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Box<dyn TableSource>> {
    let content = Content {
        size_bytes: bytes.len() as u64,
        bytes: Bytes::Memory(bytes.into()),
        file_name: file_name.to_owned(),
        watch: None,
        path: None,
    };
    guarded(content, options, extent)
}

/// Turns a panic of a parser into an error.
fn guarded(
    content: Content,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Box<dyn TableSource>> {
    let file_name = content.file_name.clone();
    catch_unwind(AssertUnwindSafe(|| content::open(content, options, extent))).unwrap_or_else(
        |_| {
            Err(ReaderError::new(
                ErrorKind::UnusableInput,
                format!("“{file_name}” is damaged in a way the reader does not know."),
            )
            .with_hint("Open it in its own program and save it again."))
        },
    )
}
