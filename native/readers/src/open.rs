//! Opens a foreign file as a table, whatever its format.

use crate::delimited;
use crate::error::{ReaderError, Result};
use crate::input::Input;
use crate::options::ImportOptions;
use crate::table::{Extent, TableSource};
use std::io::{Cursor, Read};
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
    open_input(Input::of_file(path, file_name)?, options, extent)
}

fn open_input(
    mut input: Input,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Box<dyn TableSource>> {
    let mut magic = Vec::new();
    let read = (&mut input.reader).take(16).read_to_end(&mut magic);
    read.map_err(|error| crate::encoding::unreadable(error, &input.file_name))?;
    if let Some(foreign) = foreign_format(&magic) {
        return Err(ReaderError::unusable(
            format!("“{}” is {foreign}, not a table.", input.file_name),
            "Descent reads text tables (CSV, TSV) and spreadsheets (xlsx, xls, ods).",
        ));
    }
    input.reader = Box::new(Cursor::new(magic).chain(input.reader));
    Ok(Box::new(delimited::open(input, options, extent)?))
}

/// What a file that is no table is, by its first bytes; `None` where they say nothing.
fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&str, &[u8]); 8] = [
        ("a PDF document", b"%PDF-"),
        ("a PNG picture", b"\x89PNG"),
        ("a JPEG picture", b"\xff\xd8\xff"),
        ("a GIF picture", b"GIF8"),
        ("a 7-Zip archive", b"7z\xbc\xaf"),
        ("a bzip2 archive", b"BZh"),
        ("an xz archive", b"\xfd7zX"),
        ("a program", b"\x7fELF"),
    ];
    SIGNATURES
        .iter()
        .find(|(_, magic)| bytes.starts_with(magic))
        .map(|(name, _)| *name)
}
