//! A workbook: its sheets, and their cells as text.

use super::whole_cell as cell;
use crate::error::{ErrorKind, ReaderError, Result};
use calamine::{
    Data, Ods, OdsError, Range, Reader, Sheets, Xls, XlsError, open_workbook_auto_from_rs,
};
use std::fs::File;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// Name and extent of a sheet, from its first to its last used cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSize {
    pub name: String,
    pub rows: usize,
    pub columns: usize,
    /// The sheet's number of its first used row, from 1.
    pub first_row: usize,
    /// Cells that hold an error value; they read as empty.
    pub errors: usize,
}

/// Shared, because detection hands a copy to one parser after the other.
type Bytes = Arc<[u8]>;

/// An open workbook. One sheet's cells are kept at a time.
pub struct Workbook {
    sheets: Sheets<Cursor<Bytes>>,
    names: Vec<String>,
    loaded: Option<(String, Range<Data>)>,
}

impl Workbook {
    /// Opens a workbook by its content, whatever the file is called.
    ///
    /// # Errors
    /// `unreadable`, `password-protected`, `not-a-spreadsheet`.
    pub fn open(path: &Path) -> Result<Self> {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map_err(|_| ReaderError::new(ErrorKind::Unreadable, "the file cannot be read"))?;
        Self::from_bytes(bytes)
    }

    /// Opens a workbook held in memory.
    ///
    /// # Errors
    /// `password-protected`, `not-a-spreadsheet`.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        guarded(|| {
            if is_encrypted(&bytes) {
                return Err(password_protected());
            }
            let bytes: Bytes = bytes.into();
            let sheets = open_workbook_auto_from_rs(Cursor::new(Arc::clone(&bytes)))
                .map_err(|_| refusal(&bytes))?;
            let names = sheets.sheet_names();
            Ok(Self {
                sheets,
                names,
                loaded: None,
            })
        })
    }

    /// The sheets' names in the workbook's order.
    pub fn sheet_names(&self) -> &[String] {
        &self.names
    }

    /// Reads a sheet and keeps it for `rows`.
    ///
    /// # Errors
    /// `no-such-sheet`, or `not-a-spreadsheet` where the sheet is damaged.
    pub fn load(&mut self, name: &str) -> Result<SheetSize> {
        if !self.names.iter().any(|one| one == name) {
            return Err(ReaderError::new(
                ErrorKind::NoSuchSheet,
                format!("there is no sheet called {name}"),
            ));
        }
        if self
            .loaded
            .as_ref()
            .is_none_or(|(loaded, _)| loaded != name)
        {
            self.loaded = None;
            let sheets = &mut self.sheets;
            let range = guarded(|| {
                sheets.worksheet_range(name).map_err(|_| {
                    ReaderError::new(
                        ErrorKind::NotASpreadsheet,
                        format!("the sheet {name} is damaged or holds no cells"),
                    )
                })
            })?;
            self.loaded = Some((name.to_owned(), range));
        }
        let range = self.range()?;
        Ok(SheetSize {
            name: name.to_owned(),
            rows: range.height(),
            columns: range.width(),
            first_row: range.start().map_or(1, |(row, _)| row as usize + 1),
            errors: range
                .cells()
                .filter(|(_, _, cell)| matches!(cell, Data::Error(_)))
                .count(),
        })
    }

    /// Rows `offset..offset + limit` of the loaded sheet, each as wide as the sheet; fewer at the end.
    ///
    /// # Errors
    /// `no-such-sheet` where none is loaded.
    pub fn rows(&self, offset: usize, limit: usize) -> Result<Vec<Vec<String>>> {
        let range = self.range()?;
        guarded(|| {
            Ok(range
                .rows()
                .skip(offset)
                .take(limit)
                .map(|row| {
                    row.iter()
                        .map(|cell| cell::text(cell).unwrap_or_default())
                        .collect()
                })
                .collect())
        })
    }

    fn range(&self) -> Result<&Range<Data>> {
        self.loaded
            .as_ref()
            .map(|(_, range)| range)
            .ok_or_else(|| ReaderError::new(ErrorKind::NoSuchSheet, "no sheet is loaded"))
    }
}

/// An encrypted workbook of the xlsx family is a compound file with a stream of this name (MS-OFFCRYPTO 2.3.4).
fn is_encrypted(bytes: &[u8]) -> bool {
    const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
    if !bytes.starts_with(&COMPOUND) {
        return false;
    }
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Why a workbook could not be opened: automatic detection does not say.
fn refusal(bytes: &[u8]) -> ReaderError {
    if matches!(Xls::new(Cursor::new(bytes)), Err(XlsError::Password))
        || matches!(Ods::new(Cursor::new(bytes)), Err(OdsError::Password))
    {
        return password_protected();
    }
    ReaderError::new(
        ErrorKind::NotASpreadsheet,
        "the file is damaged or not a spreadsheet",
    )
}

fn password_protected() -> ReaderError {
    ReaderError::new(
        ErrorKind::PasswordProtected,
        "the workbook is protected by a password",
    )
}

/// Turns a panic of the parser into an error.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(ReaderError::new(
            ErrorKind::NotASpreadsheet,
            "the file is damaged in a way the reader does not know",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_are_refused_without_a_panic() {
        for bytes in [
            Vec::new(),
            b"PK\x03\x04 not really a zip".to_vec(),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really a compound file".to_vec(),
            vec![0xff; 5000],
        ] {
            let error = Workbook::from_bytes(bytes).err().map(|error| error.kind);
            assert_eq!(error, Some(ErrorKind::NotASpreadsheet));
        }
    }

    #[test]
    fn an_encrypted_package_is_named_as_such() {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend([0; 504]);
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        let error = Workbook::from_bytes(bytes).err().map(|error| error.kind);
        assert_eq!(error, Some(ErrorKind::PasswordProtected));
    }

    #[test]
    fn a_missing_file_is_unreadable() {
        let error = Workbook::open(Path::new("/nowhere/at all.xlsx"))
            .err()
            .map(|error| error.kind);
        assert_eq!(error, Some(ErrorKind::Unreadable));
    }
}
