//! One block of one column, typed as it seems best before the rest of the column is known.

use super::dictionary::{Dictionary, Recent, Texts};
use super::evidence::Evidence;
use super::plan::{Way, likely_way};
use super::readers::{DateReader, NumberReader, Reader, TimeReader, WINDOW};
use super::rules::Rules;
use super::told::{RowTexts, Told};
use crate::table::Block;
use crate::values::markers::trimmed;
use crate::values::numbers::{self, Formats};

/// The texts of a block's column as they were typed.
pub struct Part {
    pub rows: usize,
    pub body: Body,
    /// The different texts in the order of their first rows: all of them (`Codes`), or those that are no values of the
    /// way (`Values`).
    pub texts: Texts,
    pub counts: Vec<u32>,
    /// Row of the part where each text stands first.
    pub firsts: Vec<u64>,
    /// The text of every row, where nothing else keeps them and they may be needed again.
    pub row_texts: Vec<RowTexts>,
}

impl Part {
    /// Takes the rows that follow, where both were typed in the same way; gives them back otherwise. A text may then be
    /// in it more than once.
    pub fn join(&mut self, next: Self) -> Option<Self> {
        let (
            Body::Values {
                values,
                way,
                agrees,
            },
            Body::Values { way: next_way, .. },
        ) = (&mut self.body, &next.body)
        else {
            return Some(next);
        };
        if way != next_way {
            return Some(next);
        }
        if let Body::Values {
            values: more,
            agrees: also,
            ..
        } = next.body
        {
            values.extend_from_slice(&more);
            *agrees = agrees.and(also);
        }
        for text in next.texts.iter() {
            self.texts.push(text);
        }
        self.counts.extend(next.counts);
        let rows = self.rows;
        self.firsts
            .extend(next.firsts.into_iter().map(|row| rows as u64 + row));
        self.row_texts.extend(next.row_texts);
        self.rows += next.rows;
        None
    }
}

pub enum Body {
    Values {
        values: Vec<f64>,
        way: Way,
        /// Formats in which every text has the same value as here.
        agrees: Formats,
    },
    Codes(Vec<u32>),
}

/// A column of a block, with the rows that slipped.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    pub block: &'a Block,
    pub column: usize,
    /// Rows of the block that do not decide a kind, in order.
    pub slipped: &'a [u32],
}

impl<'a> Cells<'a> {
    #[inline]
    fn bounds(&self, row: usize) -> (usize, usize) {
        let span = self.block.cells[row * self.block.width + self.column];
        (span.start as usize, span.end as usize)
    }

    #[inline]
    pub fn text(&self, row: usize) -> &'a [u8] {
        let (start, end) = self.bounds(row);
        &self.block.text[start..end]
    }

    /// The first bytes from where a text begins, which may be longer than the text; `None` at the block's end.
    #[inline]
    pub fn beginning<const N: usize>(&self, row: usize) -> Option<&'a [u8; N]> {
        self.block.text.get(self.bounds(row).0..)?.first_chunk()
    }

    pub fn rows(&self) -> usize {
        self.block.rows
    }

    /// Calls `each` for all rows in order, until it gives `None`. A column's texts lie far apart: some of them are fetched
    /// together, so that the processor waits for all of these at once.
    #[inline]
    fn each(&self, mut each: impl FnMut(usize, &Cell<'a>) -> Option<()>) -> Option<()> {
        const TOGETHER: usize = 32;
        let mut fetched = [Cell::default(); TOGETHER];
        let rows = self.rows();
        for first in (0..rows).step_by(TOGETHER) {
            let fetched = &mut fetched[..TOGETHER.min(rows - first)];
            for (at, cell) in fetched.iter_mut().enumerate() {
                *cell = Cell {
                    text: self.text(first + at),
                    window: self.beginning(first + at).copied(),
                };
            }
            for (at, cell) in fetched.iter().enumerate() {
                each(first + at, cell)?;
            }
        }
        Some(())
    }
}

/// A row's text.
#[derive(Clone, Copy, Default)]
struct Cell<'a> {
    text: &'a [u8],
    /// The first bytes from where the text begins; `None` at the block's end.
    window: Option<[u8; WINDOW]>,
}

/// A block's column, typed.
pub struct Typed {
    pub part: Part,
    pub evidence: Evidence,
    /// The texts of all rows, where their values tell them.
    pub told: Option<Told>,
}

/// Types a block's column, and counts what its regular rows are. `hint` is what its other blocks seem to be: the counts
/// do not depend on it, and values do only as `Body` says.
pub fn type_part(cells: Cells<'_>, hint: Option<Way>, rules: &Rules, recent: &mut Recent) -> Typed {
    if !rules.wants_texts() {
        let by_hint = hint.and_then(|way| type_values(cells, way, rules));
        let typed = by_hint.or_else(|| {
            let way = sniff(cells, rules).filter(|way| Some(*way) != hint)?;
            type_values(cells, way, rules)
        });
        if let Some(typed) = typed {
            return typed;
        }
    }
    type_codes(cells, rules, recent)
}

/// What most of some texts of the block are.
fn sniff(cells: Cells<'_>, rules: &Rules) -> Option<Way> {
    const LOOKS: usize = 48;
    let mut evidence = Evidence::default();
    let step = (cells.rows() / LOOKS).max(1);
    for row in (0..cells.rows()).step_by(step) {
        if let Ok(text) = std::str::from_utf8(trimmed(cells.text(row))) {
            evidence.add_text(text, 1, row as u64, rules);
        }
    }
    likely_way(&evidence)
}

fn type_values(cells: Cells<'_>, way: Way, rules: &Rules) -> Option<Typed> {
    match way {
        Way::Number(format) => read_values(cells, way, rules, NumberReader::new(format)),
        Way::Date(order) => read_values(cells, way, rules, DateReader::new(order)),
        Way::Time => read_values(cells, way, rules, TimeReader::default()),
    }
}

/// `None` where too many different texts are no values of the way.
fn read_values<R: Reader>(
    cells: Cells<'_>,
    way: Way,
    rules: &Rules,
    mut reader: R,
) -> Option<Typed> {
    let rows = cells.rows();
    // Beyond one in eight of the rows, and some for small blocks.
    let most_texts = 64 + rows / 8;
    let mut values = Vec::with_capacity(rows);
    let mut others = Others::default();
    let mut slipped = Slipped::new(cells.slipped);
    cells.each(|row, cell| {
        let is_regular = !slipped.is(row);
        let whole = cell.text;
        if whole.is_empty() {
            values.push(f64::NAN);
            others.add(whole, row, is_regular);
            return Some(());
        }
        if !rules.markers_first
            && let Some(value) = reader.fast(whole, cell.window.as_ref(), is_regular)
        {
            values.push(value);
            return Some(());
        }
        let text = trimmed(whole);
        let is_marker = rules.markers_first && rules.marker(text).is_some();
        if let Some(value) = (!is_marker && !text.is_empty())
            .then(|| reader.slow(text, is_regular))
            .flatten()
        {
            values.push(value);
            return Some(());
        }
        values.push(f64::NAN);
        others.add(text, row, is_regular);
        (others.dictionary.len() <= most_texts).then_some(())
    })?;
    let style = reader.style().filter(|_| others.dictionary.len() <= 1);
    let mut evidence = Evidence::default();
    let mut agrees = reader.count(&mut evidence);
    let mut regular = Slipped::new(cells.slipped);
    let first_value = (0..rows).find(|row| !regular.is(*row) && !values[*row].is_nan());
    if let Some(row) = first_value
        && let Ok(text) = std::str::from_utf8(trimmed(cells.text(row)))
    {
        evidence.see(R::FAMILY, row as u64, text);
    }
    let part = others.finish(rules, &mut evidence, |texts| {
        // A number of another format only: its value would be another one.
        if let Way::Number(format) = way
            && texts
                .iter()
                .any(|text| numbers::read(text, format).is_some())
        {
            agrees = agrees.and(Formats::of(format));
        }
        Body::Values {
            values,
            way,
            agrees,
        }
    });
    let told = style.map(|style| Told {
        rows,
        style,
        other: part.texts.iter().next().unwrap_or_default().to_vec(),
    });
    Some(Typed {
        part: Part { rows, ..part },
        evidence,
        told,
    })
}

fn type_codes(cells: Cells<'_>, rules: &Rules, recent: &mut Recent) -> Typed {
    let rows = cells.rows();
    let mut codes = Vec::with_capacity(rows);
    let mut others = Others::default();
    let mut slipped = Slipped::new(cells.slipped);
    recent.clear();
    cells.each(|row, cell| {
        let is_regular = !slipped.is(row);
        let window = cell.window.as_ref();
        let key = window.and_then(|window| Recent::key(window, cell.text.len()));
        if let Some(code) = key.and_then(|key| recent.get(key)) {
            others.count(code, row, is_regular);
            codes.push(code);
            return Some(());
        }
        let code = others.add(trimmed(cell.text), row, is_regular);
        if let Some(key) = key {
            recent.put(key, code);
        }
        codes.push(code);
        Some(())
    });
    let mut evidence = Evidence::default();
    let part = others.finish(rules, &mut evidence, |_| Body::Codes(codes));
    Typed {
        part: Part { rows, ..part },
        evidence,
        told: None,
    }
}

/// Different texts with their counts.
#[derive(Default)]
struct Others {
    dictionary: Dictionary,
    /// The code of the empty text, by far the most frequent among values.
    empty: Option<u32>,
    counts: Vec<u32>,
    regular: Vec<u32>,
    firsts: Vec<u64>,
    first_regulars: Vec<u32>,
}

impl Others {
    #[inline]
    fn add(&mut self, text: &[u8], row: usize, is_regular: bool) -> u32 {
        let code = match self.empty {
            Some(code) if text.is_empty() => code,
            _ => self.dictionary.code(text),
        };
        if text.is_empty() {
            self.empty = Some(code);
        }
        if code as usize == self.counts.len() {
            self.counts.push(0);
            self.regular.push(0);
            self.firsts.push(row as u64);
            self.first_regulars.push(u32::MAX);
        }
        self.count(code, row, is_regular);
        code
    }

    #[inline]
    fn count(&mut self, code: u32, row: usize, is_regular: bool) {
        let at = code as usize;
        self.counts[at] += 1;
        if is_regular {
            if self.regular[at] == 0 {
                self.first_regulars[at] = row as u32;
            }
            self.regular[at] += 1;
        }
    }

    fn finish(
        self,
        rules: &Rules,
        evidence: &mut Evidence,
        body: impl FnOnce(&Texts) -> Body,
    ) -> Part {
        let mut texts = self.dictionary.into_texts();
        texts.shrink();
        for (at, text) in texts.iter().enumerate() {
            if let Ok(text) = std::str::from_utf8(text) {
                evidence.add_text(
                    text,
                    u64::from(self.regular[at]),
                    u64::from(self.first_regulars[at]),
                    rules,
                );
            }
        }
        Part {
            rows: 0,
            body: body(&texts),
            texts,
            counts: self.counts,
            firsts: self.firsts,
            row_texts: Vec::new(),
        }
    }
}

/// Tells for rows in order whether they slipped.
struct Slipped<'a> {
    next: usize,
    rest: &'a [u32],
}

impl<'a> Slipped<'a> {
    fn new(rows: &'a [u32]) -> Self {
        let mut slipped = Self {
            next: usize::MAX,
            rest: rows,
        };
        slipped.advance();
        slipped
    }

    #[inline]
    fn is(&mut self, row: usize) -> bool {
        let is = row == self.next;
        if is {
            self.advance();
        }
        is
    }

    fn advance(&mut self) {
        (self.next, self.rest) = match self.rest {
            [first, rest @ ..] => (*first as usize, rest),
            [] => (usize::MAX, self.rest),
        };
    }
}
