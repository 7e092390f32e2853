//! Spreadsheets for JavaScript. Called inside the reader process only.

use crate::failure::{failure, guarded};
use descent_readers::{ReaderError, Workbook as Native};
use napi_derive::napi;
use std::path::Path;

fn reader_failure(error: &ReaderError) -> napi::Error {
    failure(error.kind.as_str(), &error.message)
}

#[napi(object)]
pub struct SheetSize {
    pub name: String,
    pub rows: u32,
    pub columns: u32,
    /// The sheet's number of its first used row, from 1.
    pub first_row: u32,
    /// Cells that hold an error value; they read as empty.
    pub errors: u32,
}

/// An open workbook; one sheet's cells are kept at a time.
#[napi]
pub struct Workbook {
    native: Native,
}

/// Opens a workbook by its content.
#[napi]
pub fn open_spreadsheet(path: String) -> napi::Result<Workbook> {
    guarded(|| {
        Native::open(Path::new(&path))
            .map(|native| Workbook { native })
            .map_err(|e| reader_failure(&e))
    })
}

#[napi]
impl Workbook {
    /// The sheets' names in the workbook's order.
    #[napi]
    pub fn sheet_names(&self) -> Vec<String> {
        self.native.sheet_names().to_vec()
    }

    /// Reads a sheet and keeps it for `rows`.
    #[napi]
    pub fn load(&mut self, sheet: String) -> napi::Result<SheetSize> {
        guarded(|| {
            let size = self.native.load(&sheet).map_err(|e| reader_failure(&e))?;
            Ok(SheetSize {
                name: size.name,
                rows: size.rows as u32,
                columns: size.columns as u32,
                first_row: size.first_row as u32,
                errors: size.errors as u32,
            })
        })
    }

    /// Rows `offset..offset + limit` of the loaded sheet as text, each as wide as the sheet; fewer at the end.
    #[napi]
    pub fn rows(&self, offset: u32, limit: u32) -> napi::Result<Vec<Vec<String>>> {
        guarded(|| {
            self.native
                .rows(offset as usize, limit as usize)
                .map_err(|e| reader_failure(&e))
        })
    }
}
