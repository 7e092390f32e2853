//! How large the sheets of an old workbook are, told from its records before they are read: their parser keeps every
//! sheet as a dense grid, asks for the memory that a sheet claims to need, and a few bytes may claim billions of cells.

use super::damaged;
use crate::bytes::Bytes;
use crate::error::{ReaderError, Result};
use crate::memory;
use std::io::{BufReader, Read};

/// Cells between the first and the last of all sheets together.
const MOST_CELLS: u64 = 24_000_000;
/// Cells of the largest sheet there can be.
const LARGEST_SHEET: u64 = 65_536 * 256;
const LARGEST_STREAM: u64 = 1 << 30;
/// A cell as its parser keeps it, and what it is turned into.
const CELL_BYTES: u64 = 48;

/// The workbook's stream of records.
///
/// # Errors
/// `unusable-input` where the workbook is damaged, or its sheets span too many cells.
pub fn checked(bytes: &Bytes, file_name: &str) -> Result<Vec<u8>> {
    let broken = || damaged(file_name, "its sheets cannot be found");
    let mut file = cfb::CompoundFile::open(BufReader::new(bytes.reader())).map_err(|_| broken())?;
    let names = ["/Workbook", "/Book"];
    let name = names
        .iter()
        .find(|name| file.is_stream(name))
        .ok_or_else(broken)?;
    memory::need(
        bytes.len().saturating_mul(2),
        "its stream of records",
        file_name,
    )?;
    let mut stream = Vec::new();
    file.open_stream(name)
        .and_then(|part| part.take(LARGEST_STREAM).read_to_end(&mut stream))
        .map_err(|_| broken())?;
    let Size { cells, claimed } = size(&stream).ok_or_else(broken)?;
    if claimed > LARGEST_SHEET {
        return Err(damaged(
            file_name,
            "one of its sheets claims to be larger than a sheet can be",
        ));
    }
    if cells <= MOST_CELLS {
        memory::need(cells * CELL_BYTES, "the grid of its cells", file_name)?;
        return Ok(stream);
    }
    Err(ReaderError::unusable(
        format!(
            "The sheets of “{file_name}” span more than {} million cells, most of them empty.",
            MOST_CELLS / 1_000_000
        ),
        "Delete the rows and columns beyond the table in its own program, or save it as xlsx.",
    ))
}

/// Number and content of the records from `start` on.
pub(super) fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let head = stream.get(at..at + 4)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    })
}

/// The sheet's own ones among records from its start on: those of the charts in it, which begin and end as it does, are
/// left out, and they end with it.
pub(super) fn of_sheet<'a>(
    records: impl Iterator<Item = (u16, &'a [u8])>,
) -> impl Iterator<Item = (u16, &'a [u8])> {
    let (mut has_begun, mut charts) = (false, 0_usize);
    let own = records.map_while(move |record| {
        match record.0 {
            BEGIN if has_begun => charts += 1,
            BEGIN => has_begun = true,
            END => match charts.checked_sub(1) {
                Some(left) => {
                    charts = left;
                    return Some(None);
                }
                None => return None,
            },
            _ => {}
        }
        Some((charts == 0).then_some(record))
    });
    own.flatten()
}

pub(super) const BEGIN: u16 = 0x809;
pub(super) const END: u16 = 0x0a;
pub(super) const SHEET: u16 = 0x85;
const DIMENSIONS: u16 = 0x200;

/// Of all sheets.
#[derive(Debug, PartialEq, Eq)]
struct Size {
    /// That they span together.
    cells: u64,
    /// That the largest of them claims to have.
    claimed: u64,
}

/// `None` where the sheets lie over each other so often that reading would not end.
fn size(stream: &[u8]) -> Option<Size> {
    let starts = records(stream, 0)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == SHEET);
    let (mut cells, mut claimed, mut looked) = (0_u64, 0, 0);
    for (_, data) in starts {
        let start = u32::from_le_bytes(data.get(..4)?.try_into().ok()?) as usize;
        let mut span: Option<[u64; 4]> = None;
        let all = records(stream, start).inspect(|(_, data)| looked += 4 + data.len());
        for (kind, data) in of_sheet(all) {
            if kind == DIMENSIONS {
                claimed = claimed.max(claim(data));
            }
            if let Some((row, first, last)) = place(kind, data) {
                let [top, left, bottom, right] = span.unwrap_or([row, first, row, last]);
                span = Some([
                    top.min(row),
                    left.min(first),
                    bottom.max(row),
                    right.max(last),
                ]);
            }
        }
        if looked > stream.len().saturating_mul(8) {
            return None;
        }
        if let Some([top, left, bottom, right]) = span {
            cells = cells.saturating_add((bottom - top + 1) * (right - left + 1));
        }
    }
    Some(Size { cells, claimed })
}

/// Cells that the record of a sheet's dimensions claims (MS-XLS 2.4.90; its rows are of two bytes in BIFF5), by the
/// arithmetic of the parser, which asks for memory for so many: a first column that cannot be right counts as 0, and a first
/// row behind the last one makes the rows wrap around to very many.
fn claim(data: &[u8]) -> u64 {
    let word = |at: usize| u32::from(u16::from_le_bytes([data[at], data[at + 1]]));
    let long = |at: usize| word(at) | word(at + 2) << 16;
    let (top, bottom, left, right) = match data.len() {
        10 => (word(0), word(2), word(4), word(6)),
        14 | 16 => (long(0), long(4), word(8), word(10)),
        _ => return 0,
    };
    if bottom == 0 {
        return 0;
    }
    let left = if left > right.min(0xff) { 0 } else { left };
    u64::from(bottom.wrapping_sub(top)) * u64::from(right - left)
}

/// Row, first and last column of a record that holds cells (MS-XLS 2.3).
pub(super) fn place(kind: u16, data: &[u8]) -> Option<(u64, u64, u64)> {
    const CELLS: [u16; 11] = [
        0x06, 0xbd, 0xbe, 0xd6, 0xfd, 0x203, 0x204, 0x205, 0x206, 0x27e, 0x406,
    ];
    if !CELLS.contains(&kind) {
        return None;
    }
    let word = |at: usize| {
        Some(u64::from(u16::from_le_bytes([
            *data.get(at)?,
            *data.get(at + 1)?,
        ])))
    };
    let (row, first) = (word(0)?, word(2)?);
    let several = if kind == 0xbd {
        data.len() as u64 / 6
    } else {
        1
    };
    Some((row, first, first + several))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [
            &kind.to_le_bytes(),
            &(data.len() as u16).to_le_bytes(),
            data,
        ]
        .concat()
    }

    #[test]
    fn far_cells_are_counted_and_sheets_over_each_other_noticed() {
        let sheet = record(SHEET, &[20, 0, 0, 0, 0, 0]);
        let mut stream = [sheet.as_slice(), &record(END, &[]), &[0; 6]].concat();
        stream.extend(record(0x203, &[0, 0, 0, 0]));
        stream.extend(record(0x203, &[0xff, 0xff, 0xff, 0xff]));
        stream.extend(record(END, &[]));
        assert!(size(&stream).unwrap().cells > u64::from(u32::MAX));
        let repeated = [record(SHEET, &[0, 0, 0, 0]).repeat(100), record(END, &[])].concat();
        assert_eq!(size(&repeated), None);
    }

    #[test]
    fn cells_behind_a_chart_are_counted_and_its_own_are_not() {
        let mut stream = [record(SHEET, &[12, 0, 0, 0]), record(END, &[])].concat();
        stream.extend(record(BEGIN, &[]));
        stream.extend(record(BEGIN, &[]));
        stream.extend(record(0x203, &[0xff, 0xff, 0xff, 0xff]));
        stream.extend(record(END, &[]));
        stream.extend(record(0x203, &[4, 0, 0, 0]));
        stream.extend(record(0x203, &[5, 0, 0, 0]));
        stream.extend(record(END, &[]));
        stream.extend(record(0x203, &[0xff, 0xff, 0xff, 0xff]));
        assert_eq!(size(&stream).unwrap().cells, 4);
    }

    #[test]
    fn a_sheet_may_claim_what_a_sheet_can_have() {
        let whole = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        assert_eq!(claim(&whole), LARGEST_SHEET);
        let none = [0; 14];
        assert_eq!(claim(&none), 0);
        assert_eq!(claim(&[1, 0, 4, 0, 2, 0, 7, 0, 0, 0]), 15);
    }

    #[test]
    fn a_claim_is_taken_as_the_parser_takes_it() {
        let rows = u64::from(u32::MAX - 2);
        assert_eq!(claim(&[4, 0, 1, 0, 2, 0, 7, 0, 0, 0]), 5 * rows);
        assert_eq!(claim(&[1, 0, 4, 0, 0, 1, 0, 1, 0, 0]), 3 * 256);
        assert_eq!(claim(&[1, 0, 4, 0, 8, 0, 2, 0, 0, 0]), 3 * 2);
        assert_eq!(claim(&[4, 0, 0, 0, 2, 0, 7, 0, 0, 0]), 0);
    }
}
