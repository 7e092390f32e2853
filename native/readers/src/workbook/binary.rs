//! Workbooks in binary formats, which calamine reads: xls (BIFF5 and BIFF8) and xlsb.

use super::area::Area;
use super::cells::{Cells, Look, is_numeric};
use super::number_format::NumberKind;
use super::sheet::{COLUMNS, Gathering, Margin, ROWS, Sheet, Unread};
use super::survey::Survey;
use super::text::{Epoch, write_number, write_serial};
use super::xls_facts::XlsFacts;
use super::{Book, SheetEntry, damaged};
use crate::bytes::{Bytes, Slice};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::table::Extent;
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb};
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

type Input = BufReader<Slice>;

enum Parsed {
    Xls(Box<Xls<Input>>),
    Xlsb(Box<Xlsb<Input>>),
}

pub struct Binary {
    parsed: Parsed,
    file_name: String,
    entries: Vec<SheetEntry>,
    /// By sheet; of formats whose parser tells nothing but values.
    facts: Vec<XlsFacts>,
    epoch: Epoch,
    bytes: u64,
}

impl Binary {
    /// # Errors
    /// `password-protected`, or `unusable-input` where the file is no workbook or a damaged one.
    pub fn open_xls(bytes: &Bytes, facts: Vec<XlsFacts>, file_name: &str) -> Result<Self> {
        guarded(file_name, || {
            let xls = Xls::new(BufReader::new(bytes.reader())).map_err(|error| match error {
                XlsError::Password => password_protected(file_name),
                _ => damaged(file_name, "its sheets cannot be found"),
            })?;
            let entries = entries(xls.sheets_metadata());
            let epoch = epoch(xls.has_1904_epoch());
            let known = if facts.len() == entries.len() {
                facts
            } else {
                Vec::new()
            };
            let parsed = Parsed::Xls(Box::new(xls));
            Ok(Self {
                facts: known,
                ..Self::new(parsed, entries, epoch, bytes, file_name)
            })
        })
    }

    /// # Errors
    /// As `open_xls`.
    pub fn open_xlsb(bytes: &Bytes, file_name: &str) -> Result<Self> {
        guarded(file_name, || {
            let xlsb = Xlsb::new(BufReader::new(bytes.reader()))
                .map_err(|_| damaged(file_name, "its sheets cannot be found"))?;
            let entries = entries(xlsb.sheets_metadata());
            let epoch = epoch(xlsb.has_1904_epoch());
            Ok(Self::new(
                Parsed::Xlsb(Box::new(xlsb)),
                entries,
                epoch,
                bytes,
                file_name,
            ))
        })
    }

    fn new(
        parsed: Parsed,
        entries: Vec<SheetEntry>,
        epoch: Epoch,
        bytes: &Bytes,
        file_name: &str,
    ) -> Self {
        Self {
            parsed,
            file_name: file_name.to_owned(),
            entries,
            facts: Vec::new(),
            epoch,
            bytes: bytes.len(),
        }
    }
}

fn entries(sheets: &[calamine::Sheet]) -> Vec<SheetEntry> {
    sheets
        .iter()
        .map(|sheet| SheetEntry {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            has_cells: sheet.typ == SheetType::WorkSheet,
        })
        .collect()
}

fn epoch(is_1904: bool) -> Epoch {
    if is_1904 {
        Epoch::Year1904
    } else {
        Epoch::Year1900
    }
}

impl Book for Binary {
    fn sheets(&self) -> &[SheetEntry] {
        &self.entries
    }

    fn claimed_size(&self, _: usize) -> Option<(u64, u64)> {
        None
    }

    fn packed_size(&self, _: usize) -> u64 {
        self.bytes
    }

    fn read(&mut self, index: usize, extent: Extent) -> Result<Sheet> {
        let file_name = self.file_name.clone();
        let name = self
            .entries
            .get(index)
            .map(|sheet| sheet.name.clone())
            .ok_or_else(|| damaged(&file_name, "a sheet that it lists is not in it"))?;
        let unreadable = || damaged(&file_name, &format!("its sheet “{name}” cannot be read"));
        let unknown = XlsFacts::default();
        let facts = self.facts.get(index).unwrap_or(&unknown);
        let mut rows = Rows::new(extent, self.epoch, facts);
        guarded(&file_name, || {
            match &mut self.parsed {
                Parsed::Xls(xls) => {
                    for merged in xls.merge_cells_by_sheet_name(&name).unwrap_or_default() {
                        rows.margin.merged.push(Area {
                            first_row: merged.start.0,
                            first_column: merged.start.1,
                            last_row: merged.end.0,
                            last_column: merged.end.1,
                        });
                    }
                    let range = xls.worksheet_range(&name).map_err(|_| unreadable())?;
                    let (row, column) = range.start().unwrap_or_default();
                    for (down, right, value) in range.used_cells() {
                        let value = borrowed(value);
                        if !rows.add(
                            row + down as u32,
                            column + right as u32,
                            &value,
                            &file_name,
                        )? {
                            break;
                        }
                    }
                }
                Parsed::Xlsb(xlsb) => {
                    let mut reader = xlsb
                        .worksheet_cells_reader(&name)
                        .map_err(|_| unreadable())?;
                    while let Some(cell) = reader.next_cell().map_err(|_| unreadable())? {
                        let (row, column) = cell.get_position();
                        if !rows.add(row, column, cell.get_value(), &file_name)? {
                            break;
                        }
                    }
                }
            }
            Ok(())
        })?;
        Ok(rows.finish())
    }
}

/// The reader's two forms of a value are one here.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(value) => DataRef::SharedString(value),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(value) => DataRef::DateTimeIso(value.clone()),
        Data::DurationIso(value) => DataRef::DurationIso(value.clone()),
        Data::Error(value) => DataRef::Error(value.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Cells of a piece; about a mebibyte.
const PIECE_CELLS: usize = 50_000;

struct Rows<'a> {
    gathering: Gathering,
    facts: &'a XlsFacts,
    margin: Margin,
    cells: Cells,
    epoch: Epoch,
    complete: bool,
}

impl<'a> Rows<'a> {
    fn new(extent: Extent, epoch: Epoch, facts: &'a XlsFacts) -> Self {
        Self {
            gathering: Gathering::new(extent),
            facts,
            margin: Margin {
                hidden_columns: facts.hidden_columns.clone(),
                hidden_rows: facts.hidden_rows.clone(),
                ..Margin::default()
            },
            cells: Cells::default(),
            epoch,
            complete: true,
        }
    }

    /// Adds a cell; false once a glance has seen enough.
    fn add(&mut self, row: u32, column: u32, value: &DataRef<'_>, file_name: &str) -> Result<bool> {
        if row >= ROWS || column >= COLUMNS {
            return Ok(true);
        }
        let is_new_row = self.cells.cells.last().is_some_and(|last| last.row != row);
        if is_new_row && self.cells.cells.len() >= PIECE_CELLS {
            self.flush();
            self.gathering.check_memory(file_name)?;
            if self.gathering.is_enough() {
                self.complete = false;
                return Ok(false);
            }
        }
        match value {
            DataRef::Int(number) => self.number(row, column, |out| {
                out.extend_from_slice(number.to_string().as_bytes());
            }),
            DataRef::Float(number) => self.number(row, column, |out| write_number(out, *number)),
            _ => push(&mut self.cells, row, column, value, self.epoch),
        }
        Ok(true)
    }

    fn number(&mut self, row: u32, column: u32, write: impl Fn(&mut Vec<u8>)) {
        let look = match self.facts.kind_at(row, column) {
            NumberKind::Percent => Look::Percent,
            NumberKind::Currency => Look::Currency,
            NumberKind::Code(least) => {
                let mut digits = Vec::new();
                write(&mut digits);
                return self.cells.push_code(row, column, &digits, least);
            }
            _ => Look::Number,
        };
        self.cells.push(row, column, look, write);
    }

    fn flush(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let survey = Survey::of(&cells);
        self.gathering
            .add(cells, survey, std::mem::take(&mut self.margin));
    }

    fn finish(mut self) -> Sheet {
        self.flush();
        self.gathering.finish(self.complete, || Box::new(Unread))
    }
}

/// Adds what is no number.
fn push(cells: &mut Cells, row: u32, column: u32, value: &DataRef<'_>, epoch: Epoch) {
    let mut text = |text: &str| {
        if !text.is_empty() {
            let look = if is_numeric(text.as_bytes()) {
                Look::NumericText
            } else {
                Look::Text
            };
            cells.push(row, column, look, |out| {
                out.extend_from_slice(text.as_bytes())
            });
        }
    };
    match value {
        DataRef::Empty | DataRef::Int(_) | DataRef::Float(_) => {}
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => cells.push(row, column, Look::Boolean, |out| {
            out.extend_from_slice(if *value { b"TRUE" } else { b"FALSE" });
        }),
        DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            cells.push(row, column, Look::Date, |out| {
                out.extend_from_slice(value.as_bytes())
            });
        }
        DataRef::DateTime(moment) => {
            let (look, kind) = if moment.is_duration() {
                (Look::Duration, NumberKind::Duration)
            } else {
                (Look::Date, NumberKind::Date)
            };
            cells.push(row, column, look, |out| {
                write_serial(out, moment.as_f64(), kind, epoch)
            });
        }
        DataRef::Error(_) => cells.push(row, column, Look::Error, |_| {}),
    }
}

fn password_protected(file_name: &str) -> ReaderError {
    ReaderError::new(
        ErrorKind::PasswordProtected,
        format!("“{file_name}” is protected by a password."),
    )
    .with_hint("Open it in its own program, save a copy without a password, and choose the copy.")
}

/// Turns a panic of the parser into an error.
fn guarded<T>(file_name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(damaged(file_name, "its content contradicts itself")))
}
