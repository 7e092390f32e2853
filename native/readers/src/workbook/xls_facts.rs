//! What the parser of old workbooks does not tell: hidden rows and columns, and which numbers are shown as percentages,
//! money or codes. Numbers of records and their parts are those of MS-XLS 2.3 and 2.4.

use super::number_format::{self, NumberKind};
use super::sheet::KEPT_AREAS;
use super::xls_extent::{BEGIN, END, SHEET, of_sheet, place, records};
use std::collections::HashMap;

/// What is known of a sheet beside its values.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct XlsFacts {
    /// First and last hidden columns, from 0.
    pub hidden_columns: Vec<(u32, u32)>,
    /// From 0.
    pub hidden_rows: Vec<u32>,
    /// Cells that are shown as something else than plain numbers, by row and column.
    kinds: Vec<(u32, u32, NumberKind)>,
}

const FORMAT: u16 = 0x41e;
const STYLE: u16 = 0xe0;
const ROW: u16 = 0x208;
const COLUMNS: u16 = 0x7d;
/// Several numbers of one row, each with its style.
const NUMBERS: u16 = 0xbd;

impl XlsFacts {
    /// The sheets of a workbook's stream, in its order.
    pub fn of(stream: &[u8]) -> Vec<Self> {
        let kinds = kinds_of_styles(stream);
        records(stream, 0)
            .take_while(|(kind, _)| *kind != END)
            .filter(|(kind, _)| *kind == SHEET)
            .map(|(_, data)| {
                let start = data
                    .first_chunk()
                    .map_or(stream.len(), |start| u32::from_le_bytes(*start) as usize);
                Self::of_sheet(stream, start, &kinds)
            })
            .collect()
    }

    fn of_sheet(stream: &[u8], start: usize, kinds: &[NumberKind]) -> Self {
        let mut facts = Self::default();
        for (kind, data) in of_sheet(records(stream, start)) {
            match kind {
                ROW => {
                    let hidden = word(data, 12).is_some_and(|flags| flags & 0x20 != 0);
                    if let (true, Some(row)) = (hidden, word(data, 0)) {
                        facts.hidden_rows.push(u32::from(row));
                    }
                }
                COLUMNS => {
                    let hidden = word(data, 8).is_some_and(|flags| flags & 1 != 0);
                    if let (true, Some(first), Some(last)) = (hidden, word(data, 0), word(data, 2))
                        && facts.hidden_columns.len() < KEPT_AREAS
                    {
                        facts
                            .hidden_columns
                            .push((u32::from(first), u32::from(last)));
                    }
                }
                _ => facts.cells(kind, data, kinds),
            }
        }
        facts.kinds.sort_by_key(|(row, column, _)| (*row, *column));
        facts
    }

    fn cells(&mut self, kind: u16, data: &[u8], kinds: &[NumberKind]) {
        let Some((row, first, last)) = place(kind, data) else {
            return;
        };
        let cells = if kind == NUMBERS { last - first } else { 1 };
        for cell in 0..cells {
            let style = word(data, 4 + 6 * cell as usize).unwrap_or_default();
            let shown = kinds.get(usize::from(style)).copied().unwrap_or_default();
            if matches!(
                shown,
                NumberKind::Percent | NumberKind::Currency | NumberKind::Code(_)
            ) {
                self.kinds.push((row as u32, (first + cell) as u32, shown));
            }
        }
    }

    /// What a number is shown as.
    pub fn kind_at(&self, row: u32, column: u32) -> NumberKind {
        self.kinds
            .binary_search_by_key(&(row, column), |(row, column, _)| (*row, *column))
            .map_or(NumberKind::Plain, |at| self.kinds[at].2)
    }
}

/// The kinds of number that a workbook's cell styles show.
fn kinds_of_styles(stream: &[u8]) -> Vec<NumberKind> {
    let mut formats: HashMap<u16, NumberKind> = HashMap::new();
    let mut styles = Vec::new();
    let mut has_wide_texts = true;
    for (kind, data) in records(stream, 0).take_while(|(kind, _)| *kind != END) {
        match kind {
            BEGIN => has_wide_texts = word(data, 0) >= Some(0x600),
            FORMAT => {
                if let Some((id, code)) = format(data, has_wide_texts) {
                    formats.insert(id, number_format::of_code(&code));
                }
            }
            STYLE => styles.push(word(data, 2).unwrap_or_default()),
            _ => {}
        }
    }
    styles
        .into_iter()
        .map(|id| {
            formats
                .get(&id)
                .copied()
                .unwrap_or_else(|| number_format::builtin(u32::from(id)))
        })
        .collect()
}

/// The id and the code of a format; signs beyond ASCII of BIFF5 are taken for Windows-1252.
fn format(data: &[u8], has_wide_texts: bool) -> Option<(u16, String)> {
    let id = word(data, 0)?;
    if !has_wide_texts {
        let length = usize::from(*data.get(2)?);
        let text = data.get(3..3 + length)?;
        let decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text);
        return Some((id, decoded.0.into_owned()));
    }
    let length = usize::from(word(data, 2)?);
    let is_wide = data.get(4)? & 1 != 0;
    let text = if is_wide {
        let bytes = data.get(5..5 + 2 * length)?;
        let (units, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        String::from_utf16_lossy(&units)
    } else {
        let narrow = data.get(5..5 + length)?;
        narrow.iter().map(|byte| char::from(*byte)).collect()
    };
    Some((id, text))
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at + 2)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u16).to_le_bytes();
        [&kind.to_le_bytes(), length.as_slice(), data].concat()
    }

    fn style(format: u16) -> Vec<u8> {
        record(STYLE, &[[0, 0], format.to_le_bytes()].concat())
    }

    #[test]
    fn what_is_hidden_and_how_numbers_are_shown_is_told() {
        let euros = [
            &[0xa4, 0, 6, 0, 1],
            "0.00 €"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
                .as_slice(),
        ]
        .concat();
        let mut stream = [
            record(BEGIN, &[0, 6, 5, 0]),
            record(FORMAT, &euros),
            record(FORMAT, &[0xa5, 0, 5, 0, 0, b'0', b'0', b'0', b'0', b'0']),
            style(0),
            style(9),
            style(0xa4),
            style(0xa5),
        ]
        .concat();
        let begin = (stream.len() + 10 + 4) as u8;
        stream.extend(record(SHEET, &[begin, 0, 0, 0, 0, 0]));
        stream.extend(record(END, &[]));
        let row = |row: u8, flags: u8| [row, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, flags, 0, 0, 0];
        stream.extend(record(COLUMNS, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]));
        stream.extend(record(COLUMNS, &[4, 0, 5, 0, 0, 0, 0, 0, 0, 0]));
        stream.extend(record(ROW, &row(0, 0)));
        stream.extend(record(ROW, &row(7, 0x20)));
        stream.extend(record(0x203, &[1, 0, 0, 0, 1, 0]));
        stream.extend(record(
            NUMBERS,
            &[1, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 2, 0],
        ));
        stream.extend(record(END, &[]));
        let sheets = XlsFacts::of(&stream);
        let [facts] = sheets.as_slice() else {
            panic!("{sheets:?}")
        };
        assert_eq!(facts.hidden_columns, [(2, 3)]);
        assert_eq!(facts.hidden_rows, [7]);
        let kinds =
            [(1, 0), (1, 1), (1, 2), (0, 0)].map(|(row, column)| facts.kind_at(row, column));
        assert_eq!(
            kinds,
            [
                NumberKind::Percent,
                NumberKind::Currency,
                NumberKind::Code(5),
                NumberKind::Plain
            ]
        );
    }

    #[test]
    fn cut_off_records_tell_nothing() {
        let stream = [
            record(FORMAT, &[1]),
            record(STYLE, &[]),
            record(SHEET, &[9]),
        ]
        .concat();
        assert_eq!(XlsFacts::of(&stream), [XlsFacts::default()]);
    }
}
