//! How large the sheets of an old workbook are, told from its records before they are read: their parser keeps every
//! sheet as a dense grid, and a few bytes may claim one of billions of cells.

use super::damaged;
use crate::bytes::Bytes;
use crate::error::{ReaderError, Result};
use crate::memory;
use std::io::{BufReader, Read};

/// Cells between the first and the last of all sheets together.
const MOST_CELLS: u64 = 24_000_000;
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
    let cells = spanned(&stream).ok_or_else(broken)?;
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

pub(super) const END: u16 = 0x0a;
pub(super) const SHEET: u16 = 0x85;

/// Cells that the sheets span together; `None` where they lie over each other so often that reading would not end.
fn spanned(stream: &[u8]) -> Option<u64> {
    let starts = records(stream, 0)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == SHEET);
    let (mut cells, mut looked) = (0_u64, 0);
    for (_, data) in starts {
        let start = u32::from_le_bytes(data.get(..4)?.try_into().ok()?) as usize;
        let mut span: Option<[u64; 4]> = None;
        for (kind, data) in records(stream, start).take_while(|(kind, _)| *kind != END) {
            looked += 4 + data.len();
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
    Some(cells)
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
        assert!(spanned(&stream).unwrap() > u64::from(u32::MAX));
        let repeated = [record(SHEET, &[0, 0, 0, 0]).repeat(100), record(END, &[])].concat();
        assert_eq!(spanned(&repeated), None);
    }
}
