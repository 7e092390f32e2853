//! Reads the rows of one sheet out of a document's content, piece by piece.

use super::values::Value;
use crate::workbook::area::Area;
use crate::workbook::cells::{Cells, Look};
use crate::workbook::sheet::{COLUMNS, KEPT_AREAS, Margin, ROWS};
use crate::workbook::xml::{Attributes, Scanner, Token, attribute, unescape};

pub enum Step {
    GoOn,
    /// The sheet has ended.
    Ended,
    /// Repeated rows and columns come to more cells than any sheet holds.
    TooMany,
}

/// Cells that repetitions may come to in one piece.
const MOST_REPEATED: u64 = 20_000_000;

pub struct Content {
    wanted: usize,
    tables: usize,
    in_sheet: bool,
    /// Tables inside cells are passed over.
    nested: usize,
    row: u32,
    column: u32,
    /// The row that is being read: its cells, how often it is repeated, whether it is hidden.
    current: Vec<(u32, u32, (Look, Vec<u8>))>,
    repeated: u32,
    hidden: bool,
    sheet_column: u32,
    cell: Option<Open>,
    /// Depth inside comments and drawings, whose texts are not the cell's.
    aside: usize,
    in_text: bool,
    cells: Cells,
    margin: Margin,
    pushed: u64,
}

struct Open {
    value: Value,
    columns: u32,
    covered: bool,
}

impl Content {
    /// Reads the sheet of this index.
    pub fn new(wanted: usize) -> Self {
        Self {
            wanted,
            tables: 0,
            in_sheet: false,
            nested: 0,
            row: 0,
            column: 0,
            current: Vec::new(),
            repeated: 1,
            hidden: false,
            sheet_column: 0,
            cell: None,
            aside: 0,
            in_text: false,
            cells: Cells::default(),
            margin: Margin::default(),
            pushed: 0,
        }
    }

    /// What was found since the last call.
    pub fn take(&mut self) -> (Cells, Margin) {
        (
            std::mem::take(&mut self.cells),
            std::mem::take(&mut self.margin),
        )
    }

    /// Reads a piece, which ends at the end of a row.
    pub fn read(&mut self, xml: &[u8]) -> Step {
        self.pushed = 0;
        let text = String::from_utf8_lossy(xml);
        let mut scanner = Scanner::new(text.as_bytes());
        while let Some(token) = scanner.next_token() {
            match token {
                Token::Open {
                    name,
                    attributes,
                    empty,
                } => self.open(name, attributes, empty),
                Token::Close { name: b"table" } if self.nested > 0 => self.nested -= 1,
                Token::Close { name: b"table" } if self.in_sheet => {
                    self.in_sheet = false;
                    return Step::Ended;
                }
                Token::Close { name } => self.close(name),
                Token::Text(text) => {
                    if let Some(cell) = self.text_cell() {
                        unescape(&mut cell.value.text, text);
                    }
                }
                Token::Verbatim(text) => {
                    if let Some(cell) = self.text_cell() {
                        cell.value.text.extend_from_slice(text);
                    }
                }
            }
            if self.pushed > MOST_REPEATED {
                return Step::TooMany;
            }
        }
        Step::GoOn
    }

    /// The open cell, where texts are its own.
    fn text_cell(&mut self) -> Option<&mut Open> {
        if self.in_text && self.aside == 0 {
            self.cell.as_mut()
        } else {
            None
        }
    }

    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) {
        if name == b"table" {
            if self.in_sheet {
                self.nested += usize::from(!empty);
            } else {
                self.in_sheet = self.tables == self.wanted && !empty;
                self.tables += 1;
            }
            return;
        }
        if !self.in_sheet || self.nested > 0 {
            return;
        }
        match name {
            _ if is_aside(name) => self.aside += usize::from(!empty),
            _ if self.aside > 0 => {}
            b"table-column" => self.open_column(attributes),
            b"table-row" => {
                self.repeated = repeats(attributes, "number-rows-repeated");
                self.hidden = is_hidden(attributes);
                self.column = 0;
                if empty {
                    self.end_row();
                }
            }
            b"table-cell" | b"covered-table-cell" => {
                self.open_cell(name, attributes);
                if empty {
                    self.end_cell();
                }
            }
            b"p" => {
                self.in_text = !empty;
                if let Some(cell) = self
                    .cell
                    .as_mut()
                    .filter(|cell| !cell.value.text.is_empty())
                {
                    cell.value.text.push(b'\n');
                }
            }
            b"s" => {
                let blanks = repeats(attributes, "c").min(1000) as usize;
                if let Some(cell) = self.text_cell() {
                    cell.value.text.resize(cell.value.text.len() + blanks, b' ');
                }
            }
            b"tab" | b"line-break" => {
                if let Some(cell) = self.text_cell() {
                    cell.value
                        .text
                        .push(if name == b"tab" { b'\t' } else { b'\n' });
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if !self.in_sheet || self.nested > 0 {
            return;
        }
        match name {
            _ if is_aside(name) => self.aside = self.aside.saturating_sub(1),
            _ if self.aside > 0 => {}
            b"p" => self.in_text = false,
            b"table-cell" | b"covered-table-cell" => self.end_cell(),
            b"table-row" => self.end_row(),
            _ => {}
        }
    }

    fn open_column(&mut self, attributes: &[u8]) {
        let columns = repeats(attributes, "number-columns-repeated");
        if is_hidden(attributes) && self.margin.hidden_columns.len() < KEPT_AREAS {
            let last = self.sheet_column.saturating_add(columns - 1);
            self.margin.hidden_columns.push((self.sheet_column, last));
        }
        self.sheet_column = self.sheet_column.saturating_add(columns);
    }

    fn open_cell(&mut self, name: &[u8], attributes: &[u8]) {
        let mut open = Open {
            value: Value::default(),
            columns: 1,
            covered: name == b"covered-table-cell",
        };
        let (mut wide, mut high) = (1, 1);
        for (name, value) in Attributes(attributes) {
            match name {
                b"number-columns-repeated" => open.columns = number(value),
                b"number-columns-spanned" => wide = number(value),
                b"number-rows-spanned" => high = number(value),
                b"value-type" if value == b"error" => open.value.is_error = true,
                b"value-type" if open.value.kind.is_empty() => open.value.kind = value.to_vec(),
                b"value" | b"date-value" | b"time-value" | b"boolean-value" | b"string-value" => {
                    open.value.value.clear();
                    unescape(&mut open.value.value, value);
                }
                b"formula" => open.value.is_formula = true,
                _ => {}
            }
        }
        if (wide > 1 || high > 1) && self.margin.merged.len() < KEPT_AREAS && self.row < ROWS {
            self.margin.merged.push(Area {
                first_row: self.row,
                first_column: self.column,
                last_row: self.row.saturating_add(high - 1),
                last_column: self.column.saturating_add(wide - 1),
            });
        }
        self.in_text = false;
        self.cell = Some(open);
    }

    fn end_cell(&mut self) {
        self.in_text = false;
        let Some(open) = self.cell.take() else { return };
        if !open.covered
            && let Some(value) = open.value.read()
        {
            let last = self.column.saturating_add(open.columns).min(COLUMNS);
            if self.column < last {
                self.current.push((self.column, last, value));
            }
        }
        self.column = self.column.saturating_add(open.columns);
    }

    fn end_row(&mut self) {
        let last = self.row.saturating_add(self.repeated).min(ROWS);
        let cells = std::mem::take(&mut self.current);
        if self.hidden && self.row < last && !cells.is_empty() {
            self.margin.hidden_rows.extend(self.row..last);
        }
        let width: u64 = cells
            .iter()
            .map(|(first, last, _)| u64::from(last - first))
            .sum();
        self.pushed += width * u64::from(last.saturating_sub(self.row));
        if !cells.is_empty() && self.pushed <= MOST_REPEATED {
            for row in self.row..last {
                for (first, last, value) in &cells {
                    for column in *first..*last {
                        Value::push(&mut self.cells, row, column, value);
                    }
                }
            }
        }
        self.row = last;
        self.repeated = 1;
        self.column = 0;
    }
}

/// Comments and drawings.
fn is_aside(name: &[u8]) -> bool {
    matches!(
        name,
        b"annotation"
            | b"shapes"
            | b"frame"
            | b"custom-shape"
            | b"rect"
            | b"line"
            | b"ellipse"
            | b"polygon"
            | b"g"
            | b"control"
    )
}

fn is_hidden(attributes: &[u8]) -> bool {
    matches!(
        attribute(attributes, "visibility").as_deref(),
        Some("collapse" | "filter")
    )
}

fn repeats(attributes: &[u8], name: &str) -> u32 {
    attribute(attributes, name).map_or(1, |text| number(text.as_bytes()))
}

/// At least 1.
fn number(text: &[u8]) -> u32 {
    std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(1)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str, index: usize) -> (Vec<(u32, u32, String)>, Margin) {
        let mut content = Content::new(index);
        content.read(xml.as_bytes());
        let (cells, margin) = content.take();
        let all = cells.cells.iter().map(|cell| {
            (
                cell.row,
                cell.column,
                String::from_utf8_lossy(cells.text_of(cell)).into_owned(),
            )
        });
        (all.collect(), margin)
    }

    const SHEET: &str = "<table:table table:name='A'><table:table-row><table:table-cell><text:p>other</text:p></table:table-cell></table:table-row></table:table>\
        <table:table table:name='B'><table:table-column/><table:table-column table:number-columns-repeated='2' table:visibility='collapse'/>\
        <table:shapes><draw:frame><text:p>drawing</text:p></draw:frame></table:shapes>\
        <table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='99'/></table:table-row>\
        <table:table-row table:visibility='filter'><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='2' office:value-type='string'>\
        <office:annotation><text:p>comment</text:p></office:annotation><text:p>a<text:s text:c='2'/>&amp;<text:span>b</text:span></text:p><text:p>c<text:tab/>d</text:p></table:table-cell>\
        <table:covered-table-cell office:value-type='float' office:value='9'><text:p>9</text:p></table:covered-table-cell>\
        <table:table-cell office:value-type='float' office:value='7' table:number-columns-repeated='2'/></table:table-row>\
        <table:table-row table:number-rows-repeated='2'><table:table-cell/><table:table-cell/><table:table-cell office:value-type='percentage' office:value='0.5'/></table:table-row>\
        <table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>";

    #[test]
    fn repeated_merged_and_hidden_cells_and_texts_of_several_parts() {
        let (cells, margin) = read(SHEET, 1);
        let cells: Vec<_> = cells
            .iter()
            .map(|(row, column, text)| (*row, *column, text.as_str()))
            .collect();
        assert_eq!(
            cells,
            [
                (3, 0, "a  &b\nc\td"),
                (3, 2, "7"),
                (3, 3, "7"),
                (4, 2, "0.5"),
                (5, 2, "0.5")
            ]
        );
        assert_eq!(margin.merged, [Area::parse("A4:B5").unwrap()]);
        assert_eq!(margin.hidden_rows, [3]);
        assert_eq!(margin.hidden_columns, [(1, 2)]);
        assert_eq!(read(SHEET, 0).0, [(0, 0, "other".to_owned())]);
    }

    #[test]
    fn repetitions_without_end_are_noticed() {
        let mut content = Content::new(0);
        let step = content.read(
            b"<table><table-row number-rows-repeated='1048576'><table-cell value-type='float' value='1' number-columns-repeated='16384'/></table-row>",
        );
        assert!(matches!(step, Step::TooMany));
        assert!(content.take().0.cells.is_empty());
    }
}
