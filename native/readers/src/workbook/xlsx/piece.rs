//! A piece of a sheet's part: whole rows, and at the ends of the part what stands before and after them.

use super::strings::{Inside, unescape_characters};
use super::value::{Context, Open, Type, is_true, number, write_cell};
use crate::workbook::area::Area;
use crate::workbook::cells::Cells;
use crate::workbook::sheet::{COLUMNS, KEPT_AREAS, Margin, ROWS};
use crate::workbook::xml::{Attributes, Scanner, Token, attribute};
use std::sync::Arc;

/// Bytes of a sheet's part, cut at the end of a row.
pub struct Piece {
    pub xml: Vec<u8>,
    /// Number from 1 of the last row before the piece; 0 at the beginning.
    pub after_row: u32,
    /// False for pieces after the last row.
    pub in_data: bool,
}

/// Reads a piece's cells. What it cannot understand it passes over.
pub fn parse(piece: &Piece, context: &Arc<Context>) -> (Cells, Margin) {
    // Cells keep texts as UTF-8, so it is checked once for all of them.
    match String::from_utf8_lossy(&piece.xml) {
        std::borrow::Cow::Borrowed(xml) => Reader::new(xml.as_bytes(), piece, context).read(),
        std::borrow::Cow::Owned(xml) => Reader::new(xml.as_bytes(), piece, context).read(),
    }
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    context: &'a Context,
    cells: Cells,
    margin: Margin,
    in_data: bool,
    /// From 1.
    row: u32,
    column: u32,
    cell: Option<Open>,
    /// The value as it stands, and texts that are put together.
    value: &'a [u8],
    in_value: bool,
    inside: Inside,
    buffer: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(xml: &'a [u8], piece: &Piece, context: &'a Context) -> Self {
        Self {
            scanner: Scanner::new(xml),
            context,
            cells: Cells::default(),
            margin: Margin::default(),
            in_data: piece.in_data && piece.after_row > 0,
            row: piece.after_row,
            column: 0,
            cell: None,
            value: &[],
            in_value: false,
            inside: Inside::default(),
            buffer: Vec::new(),
        }
    }

    fn read(mut self) -> (Cells, Margin) {
        while let Some(token) = self.scanner.next_token() {
            if self.cell.is_some() {
                self.in_cell(&token);
                continue;
            }
            match token {
                Token::Open {
                    name,
                    attributes,
                    empty,
                } => self.open(name, attributes, empty),
                Token::Close { name: b"sheetData" } => self.in_data = false,
                _ => {}
            }
        }
        (self.cells, self.margin)
    }

    #[inline]
    fn open(&mut self, name: &[u8], attributes: &'a [u8], empty: bool) {
        match name {
            b"c" if self.in_data => self.begin_cell(attributes, empty),
            b"row" if self.in_data => self.begin_row(attributes),
            b"sheetData" => self.in_data = !empty,
            _ if self.in_data => {}
            b"col" => self.hidden_column(attributes),
            b"mergeCell" if self.margin.merged.len() < KEPT_AREAS => {
                let area = attribute(attributes, "ref").and_then(|text| Area::parse(&text));
                self.margin
                    .merged
                    .extend(area.filter(|area| area.cells() > 1));
            }
            _ => {}
        }
    }

    fn begin_row(&mut self, attributes: &[u8]) {
        self.row += 1;
        self.column = 0;
        for (name, value) in Attributes(attributes) {
            match name {
                b"r" => {
                    if let Some(row) = number(value).filter(|row| (1..=ROWS).contains(row)) {
                        self.row = row;
                    }
                }
                b"hidden" if is_true(value) && self.margin.hidden_rows.len() < ROWS as usize => {
                    self.margin.hidden_rows.push(self.row - 1);
                }
                _ => {}
            }
        }
    }

    fn hidden_column(&mut self, attributes: &[u8]) {
        let [first, last] = ["min", "max"]
            .map(|name| attribute(attributes, name).and_then(|text| text.parse().ok()));
        let hidden = attribute(attributes, "hidden").is_some_and(|text| is_true(text.as_bytes()));
        if let (true, Some(first @ 1..), Some(last @ 1..)) = (hidden, first, last)
            && self.margin.hidden_columns.len() < KEPT_AREAS
        {
            self.margin.hidden_columns.push((first - 1, last - 1));
        }
    }

    #[inline]
    fn begin_cell(&mut self, attributes: &'a [u8], empty: bool) {
        let mut open = Open {
            row: self.row.max(1) - 1,
            column: self.column,
            kind: Type::Number,
            style: 0,
            is_formula: false,
        };
        for (name, value) in Attributes(attributes) {
            match name {
                b"r" => {
                    if let Some((row, column)) = place(value) {
                        (open.row, open.column) = (row, column);
                        self.row = row + 1;
                    }
                }
                b"s" => open.style = number(value).map_or(0, |style| style as usize),
                b"t" => {
                    open.kind = match value {
                        b"s" => Type::Shared,
                        b"str" | b"inlineStr" => Type::Text,
                        b"b" => Type::Boolean,
                        b"e" => Type::Error,
                        b"d" => Type::Date,
                        _ => Type::Number,
                    }
                }
                _ => {}
            }
        }
        self.column = open.column + 1;
        if !empty && open.column < COLUMNS {
            self.cell = Some(open);
            self.value = &[];
            self.buffer.clear();
            self.inside = Inside::default();
        }
    }

    #[inline]
    fn in_cell(&mut self, token: &Token<'a>) {
        match token {
            Token::Open {
                name: b"v", empty, ..
            } => self.in_value = !empty,
            Token::Close { name: b"v" } => self.in_value = false,
            Token::Close { name: b"c" } => self.end_cell(),
            Token::Open { name: b"f", .. } => {
                if let Some(cell) = &mut self.cell {
                    cell.is_formula = true;
                }
            }
            // A cell that is never closed ends with its row.
            Token::Close {
                name: b"row" | b"sheetData",
            } => {
                self.end_cell();
                self.in_data &= !matches!(token, Token::Close { name: b"sheetData" });
            }
            Token::Text(text) if self.in_value => self.add(text, false),
            Token::Verbatim(text) if self.in_value => self.add(text, true),
            token => self.inside.take(token, &mut self.buffer),
        }
    }

    /// Most values are one text without entities, which needs no copy.
    #[inline]
    fn add(&mut self, text: &'a [u8], verbatim: bool) {
        if self.value.is_empty()
            && self.buffer.is_empty()
            && memchr::memchr2(b'&', b'\r', text).is_none()
        {
            self.value = text;
            return;
        }
        let before = std::mem::take(&mut self.value);
        self.buffer.extend_from_slice(before);
        if verbatim {
            self.buffer.extend_from_slice(text);
        } else {
            crate::workbook::xml::unescape(&mut self.buffer, text);
        }
    }

    #[inline]
    fn end_cell(&mut self) {
        self.in_value = false;
        let Some(open) = self.cell.take() else { return };
        if open.kind == Type::Text {
            let value = std::mem::take(&mut self.value);
            self.buffer.extend_from_slice(value);
            unescape_characters(&mut self.buffer, 0);
        }
        let value = if self.value.is_empty() {
            self.buffer.as_slice()
        } else {
            self.value
        };
        write_cell(&mut self.cells, &open, value, self.context);
    }
}

/// Row and column, from 0, of a reference such as `AB12`.
#[inline]
fn place(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let mut column = 0;
    for letter in &reference[..letters] {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row = number(&reference[letters..]).filter(|row| (1..=ROWS).contains(row))?;
    Some((row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::super::strings::Strings;
    use super::*;
    use crate::workbook::cells::Look;
    use crate::workbook::number_format::NumberKind;
    use crate::workbook::text::Epoch;

    fn read(xml: &str, kinds: Vec<NumberKind>) -> (Vec<(u32, u32, String, Look)>, Margin) {
        let context = Arc::new(Context {
            strings: Strings::parse(b"<sst><si><t>red</t></si><si><t>12</t></si><si/></sst>"),
            kinds,
            epoch: Epoch::Year1900,
        });
        let piece = Piece {
            xml: xml.as_bytes().to_vec(),
            after_row: 0,
            in_data: true,
        };
        let (cells, margin) = parse(&piece, &context);
        let all = cells.cells.iter().map(|cell| {
            let text = String::from_utf8_lossy(cells.text_of(cell)).into_owned();
            (cell.row, cell.column, text, cell.look)
        });
        (all.collect(), margin)
    }

    #[test]
    fn cells_of_every_type_become_texts() {
        let (cells, _) = read(
            r#"<worksheet><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c>
            <c r="D2" s="1"><v>43547</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c>
            <c r="G2" t="str"><f>A1&amp;"x"</f><v>a&amp;b</v></c>
            <c r="H2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c r="I2" s="2"><v>0.12</v></c>
            <c r="N2"><f>A1*2</f><v></v></c><c r="O2" t="str"><f>""</f><v></v></c><c r="P2" s="3"><v>501</v></c>
            <c r="J2" t="d"><v>2024-02-29T00:00:00</v></c><c r="K2"/><c r="L2"><v></v></c><c r="M2" t="s"><v>2</v></c>
            </row></sheetData></worksheet>"#,
            vec![
                NumberKind::Plain,
                NumberKind::Date,
                NumberKind::Percent,
                NumberKind::Code(5),
            ],
        );
        let texts: Vec<_> = cells
            .iter()
            .map(|(row, column, text, look)| (*row, *column, text.as_str(), *look))
            .collect();
        assert_eq!(
            texts,
            [
                (1, 1, "red", Look::Text),
                (1, 2, "12", Look::NumericText),
                (1, 3, "2019-03-23", Look::Date),
                (1, 4, "TRUE", Look::Boolean),
                (1, 5, "", Look::Error),
                (1, 6, "a&b", Look::Text),
                (1, 7, "inline", Look::Text),
                (1, 8, "0.12", Look::Percent),
                (1, 13, "", Look::Uncomputed),
                (1, 15, "00501", Look::Text),
                (1, 9, "2024-02-29", Look::Date),
            ]
        );
    }

    #[test]
    fn rows_and_cells_without_references_are_counted_on() {
        let (cells, _) = read(
            "<x:worksheet xmlns:x='u'><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>\
             <x:row><x:c r='C2'><x:v>3</x:v></x:c><x:c><x:v><![CDATA[4]]></x:v></x:c></x:row></x:sheetData></x:worksheet>",
            Vec::new(),
        );
        let places: Vec<_> = cells
            .iter()
            .map(|(row, column, text, _)| (*row, *column, text.as_str()))
            .collect();
        assert_eq!(places, [(0, 0, "1"), (0, 1, "2"), (1, 2, "3"), (1, 3, "4")]);
    }

    #[test]
    fn what_is_hidden_or_merged_is_noted() {
        let (_, margin) = read(
            "<worksheet><dimension ref='A1:C9'/><cols><col min='2' max='3' hidden='1'/><col min='4' max='4'/></cols><sheetData>\
             <row r='4' hidden='1'/><row r='5'/></sheetData><mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='C3'/></mergeCells></worksheet>",
            Vec::new(),
        );
        assert_eq!(margin.hidden_columns, [(1, 2)]);
        assert_eq!(margin.hidden_rows, [3]);
        assert_eq!(margin.merged, [Area::parse("A1:B2").unwrap()]);
    }

    #[test]
    fn damaged_cells_are_passed_over() {
        let (cells, _) = read(
            "<sheetData><row r='0'><c r='ZZZZ1'><v>1</v></c><c r='A99999999'><v>2<row><c><v>3</v></c></row>\
             <row r='7'><c t='s'><v>99</v></c><c t='s'><v>x</v></c><c><v>4</v></c",
            Vec::new(),
        );
        assert!(cells.iter().any(|(_, _, text, _)| text == "1"), "{cells:?}");
        assert!(
            cells
                .iter()
                .all(|(row, column, ..)| *row < ROWS && *column < COLUMNS)
        );
    }
}
