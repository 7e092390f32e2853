//! Columns of texts as the rows of a file that is being written.

use super::damaged;
use crate::failure::guarded;
use descent_readers::stored::Texts;
use descent_readers::writing;
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

fn texts_of(columns: &[Uint8Array]) -> napi::Result<Vec<Texts>> {
    columns
        .iter()
        .map(|laid| Texts::of(laid).map_err(|_| damaged()))
        .collect()
}

/// Rows as records of RFC 4180; columns are laid out as in a stored chunk before it is compressed.
#[napi]
pub fn csv_records(columns: Vec<Uint8Array>, rows: u32) -> napi::Result<Uint8Array> {
    guarded(|| Ok(writing::csv_records(&texts_of(&columns)?, rows as usize).into()))
}

/// Rows of a sheet.
#[napi(object, object_from_js = false)]
pub struct SheetRows {
    pub xml: Uint8Array,
    /// Texts that had to be cut, as a cell holds no more.
    pub cut: u32,
}

/// The rows `from` to `to` (which is not among them) as the XML of a sheet, where they are numbered from `first`.
#[napi]
pub fn sheet_rows(
    columns: Vec<Uint8Array>,
    from: u32,
    to: u32,
    first: u32,
) -> napi::Result<SheetRows> {
    guarded(|| {
        let rows = from as usize..to as usize;
        let writing::SheetRows { xml, cut } =
            writing::sheet_rows(&texts_of(&columns)?, rows, first as usize);
        Ok(SheetRows {
            xml: xml.into(),
            cut,
        })
    })
}
