//! Workbooks: their sheets, and the tables in them.

mod area;
mod binary;
mod cells;
mod choose;
mod findings;
mod lines;
mod merged;
mod number_format;
mod ods;
mod plan;
mod sheet;
mod source;
mod survey;
mod text;
mod xls_extent;
mod xls_facts;
mod xlsx;
mod xml;

pub(crate) use text::{civil, write_number};

use self::source::WorkbookTable;
use crate::archive::Archive;
use crate::bytes::Bytes;
use crate::input::Input;
use crate::options::ImportOptions;

use crate::error::{ReaderError, Result};
use crate::table::Extent;
use sheet::Sheet;
use xls_facts::XlsFacts;

/// A sheet as its workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    pub name: String,
    pub hidden: bool,
    /// False for charts, dialogues and macro sheets.
    pub has_cells: bool,
}

/// An open workbook of any format.
pub trait Book: Send {
    /// In the workbook's order.
    fn sheets(&self) -> &[SheetEntry];

    /// Rows and columns as the sheet claims them, where it does; not to be relied on.
    fn claimed_size(&self, index: usize) -> Option<(u64, u64)>;

    /// About how many bytes must be read to read a sheet.
    fn packed_size(&self, index: usize) -> u64;

    /// Looks through a sheet.
    ///
    /// # Errors
    /// `unusable-input` where it is damaged or larger than its file explains.
    fn read(&mut self, index: usize, extent: Extent) -> Result<Sheet>;
}

fn damaged(file_name: &str, how: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is damaged: {how}."),
        "Open it in its own program and save it again as xlsx or CSV.",
    )
}

/// What kind of workbook a zip container is; `None` where it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Xlsb,
    Ods,
}

impl Container {
    pub fn of(archive: &Archive) -> Option<Self> {
        let has = |name: &str| archive.find(name).is_some();
        if has("xl/workbook.bin") {
            Some(Self::Xlsb)
        } else if has("xl/workbook.xml") || (has("[Content_Types].xml") && has("_rels/.rels")) {
            Some(Self::Xlsx)
        } else if has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml")) {
            Some(Self::Ods)
        } else {
            None
        }
    }
}

/// Opens a sheet of a workbook in a zip container. `input` says what is known of the file; its reader is not used.
///
/// # Errors
/// `password-protected`, `no-such-sheet`, or `unusable-input` where the workbook is damaged or holds no cells.
pub fn open_container(
    container: Container,
    archive: Archive,
    bytes: &Bytes,
    input: Input,
    options: &ImportOptions,
    extent: Extent,
) -> Result<WorkbookTable> {
    let name = &input.file_name;
    let book: Box<dyn Book> = match container {
        Container::Xlsx => Box::new(xlsx::Xlsx::open(archive, name)?),
        Container::Xlsb => Box::new(binary::Binary::open_xlsb(bytes, name)?),
        Container::Ods => Box::new(ods::Ods::open(archive, name)?),
    };
    WorkbookTable::open(book, input, options, extent)
}

/// Opens a sheet of an old workbook (BIFF5 or BIFF8).
///
/// # Errors
/// As `open_container`.
pub fn open_xls(
    bytes: &Bytes,
    input: Input,
    options: &ImportOptions,
    extent: Extent,
) -> Result<WorkbookTable> {
    let facts = XlsFacts::of(&xls_extent::checked(bytes, &input.file_name)?);
    let book = binary::Binary::open_xls(bytes, facts, &input.file_name)?;
    WorkbookTable::open(Box::new(book), input, options, extent)
}
