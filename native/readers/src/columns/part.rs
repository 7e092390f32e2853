//! One block of one column, typed as it seems best before the rest of the column is known.

use super::dictionary::Texts;
use super::evidence::Evidence;
use super::others::Others;
use super::plan::{Way, likely_way};
use super::readers::{DateReader, NumberReader, TimeReader, WINDOW};
use super::reading::read_values;
use super::recent::Key;
use super::rules::Rules;
use super::scratch::Scratch;
use super::told::{RowTexts, Told};
use crate::table::Block;
use crate::values::markers::trimmed;
use crate::values::numbers::Formats;
use descent_memory::prefer_large_pages;
use std::ops::Range;

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
    /// Takes the rows that follow, where both were typed in the same way. A text may then be in it more than once.
    /// `foreseen` are about as many rows as the column will have, 0 where nothing tells.
    pub fn join(&mut self, mut next: Self, foreseen: usize) -> Joined {
        let before = self.texts.len();
        match (&mut self.body, &next.body) {
            (
                Body::Values {
                    values,
                    way,
                    agrees,
                },
                Body::Values {
                    values: more,
                    way: next_way,
                    agrees: also,
                },
            ) if way == next_way => {
                make_room(values, more.len(), foreseen);
                values.extend_from_slice(more);
                *agrees = agrees.and(*also);
            }
            (Body::Codes(codes), Body::Codes(more))
                if u32::try_from(before + next.texts.len()).is_ok() =>
            {
                make_room(codes, more.len(), foreseen);
                codes.extend(more.iter().map(|code| before as u32 + code));
            }
            _ => return Joined::Apart(next),
        }
        self.texts.append(&next.texts);
        self.counts.extend_from_slice(&next.counts);
        let rows = self.rows as u64;
        self.firsts.extend(next.firsts.iter().map(|row| rows + row));
        self.row_texts.append(&mut next.row_texts);
        self.rows += next.rows;
        Joined::Taken(next)
    }
}

/// What became of a part that was to be joined to the one before.
pub enum Joined {
    /// It was typed in another way.
    Apart(Part),
    /// All is in the part before: nothing of this one is needed any more.
    Taken(Part),
}

/// Bytes from which a column's room is asked for in large pages; of few of them a good part would stay empty.
const LARGE: usize = 4 << 20;

/// Makes room for all foreseen values at once where there is none for the next ones: values that move with every doubling
/// are copied to new pages each time.
fn make_room<T>(values: &mut Vec<T>, next: usize, foreseen: usize) {
    let has_room = values.capacity() - values.len() >= next;
    let rest = foreseen.saturating_sub(values.len());
    if !has_room && rest >= next {
        // Where there is not so much memory, room is made as it is needed.
        let has_room = values.try_reserve_exact(rest).is_ok();
        if has_room && size_of_val(values.spare_capacity_mut()) >= LARGE {
            prefer_large_pages(values.spare_capacity_mut());
        }
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
    pub fn bounds(&self, row: usize) -> (usize, usize) {
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

    pub fn cell(&self, row: usize) -> Cell<'a> {
        Cell {
            text: self.text(row),
            window: self.beginning(row).copied(),
        }
    }

    /// Calls `each` for some rows in order, until it gives `None`. A column's texts lie far apart: some of them are
    /// fetched together, so that the processor waits for all of these at once.
    #[inline]
    pub fn each(
        &self,
        rows: Range<usize>,
        mut each: impl FnMut(usize, &Cell<'a>) -> Option<()>,
    ) -> Option<()> {
        const TOGETHER: usize = 32;
        let mut fetched = [Cell::default(); TOGETHER];
        for first in rows.clone().step_by(TOGETHER) {
            let fetched = &mut fetched[..TOGETHER.min(rows.end - first)];
            for (at, cell) in fetched.iter_mut().enumerate() {
                *cell = self.cell(first + at);
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
pub struct Cell<'a> {
    pub text: &'a [u8],
    /// The first bytes from where the text begins; `None` at the block's end.
    pub window: Option<[u8; WINDOW]>,
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
pub fn type_part(
    cells: Cells<'_>,
    hint: Option<Way>,
    rules: &Rules,
    scratch: &mut Scratch,
) -> Typed {
    if !rules.wants_texts() {
        let by_hint = hint.and_then(|way| type_values(cells, way, rules, scratch));
        let typed = by_hint.or_else(|| {
            let way = sniff(cells, rules).filter(|way| Some(*way) != hint)?;
            type_values(cells, way, rules, scratch)
        });
        if let Some(typed) = typed {
            return typed;
        }
    }
    type_codes(cells, rules, scratch)
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

fn type_values(cells: Cells<'_>, way: Way, rules: &Rules, scratch: &mut Scratch) -> Option<Typed> {
    match way {
        Way::Number(format) => read_values(cells, way, rules, NumberReader::new(format), scratch),
        Way::Date(order) => read_values(cells, way, rules, DateReader::new(order), scratch),
        Way::Time => read_values(cells, way, rules, TimeReader::default(), scratch),
    }
}

fn type_codes(cells: Cells<'_>, rules: &Rules, scratch: &mut Scratch) -> Typed {
    let rows = cells.rows();
    let Scratch { recent, buffers } = scratch;
    let mut codes = buffers.codes(rows);
    let mut others = Others::default();
    recent.clear();
    for (row, code) in codes.iter_mut().enumerate() {
        let text = cells.text(row);
        let window = cells.beginning(row);
        let key = window.and_then(|window| Key::of(window, text.len()));
        *code = match key.and_then(|key| recent.get(key)) {
            Some(code) => code,
            None => {
                let code = others.code(trimmed(text), row);
                if let Some(key) = key {
                    recent.put(key, code);
                }
                code
            }
        };
    }
    others.count_all(&codes, cells.slipped);
    let mut evidence = Evidence::default();
    let part = others.finish(rules, &mut evidence, recent, |_| Body::Codes(codes));
    Typed {
        part: Part { rows, ..part },
        evidence,
        told: None,
    }
}

/// Tells for rows in order whether they slipped.
pub struct Slipped<'a> {
    next: usize,
    rest: &'a [u32],
}

impl<'a> Slipped<'a> {
    pub fn new(rows: &'a [u32]) -> Self {
        let mut slipped = Self {
            next: usize::MAX,
            rest: rows,
        };
        slipped.advance();
        slipped
    }

    #[inline]
    pub fn is(&mut self, row: usize) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Choices;
    use crate::columns::sources::block_of;

    fn part(texts: &[&str]) -> Part {
        let block = block_of(texts.iter().copied(), &[]).unwrap();
        let cells = Cells {
            block: &block,
            column: 0,
            slipped: &[],
        };
        let rules = Rules::new(Choices::default());
        type_part(cells, None, &rules, &mut Scratch::default()).part
    }

    #[test]
    fn texts_that_follow_keep_their_codes_and_rows() {
        let mut part = part(&["red", "blue", "red"]);
        let next = self::part(&["green", "blue", "", "blue"]);
        assert!(matches!(part.join(next, 0), Joined::Taken(_)));
        let Body::Codes(codes) = &part.body else {
            panic!("these are texts");
        };
        let texts: Vec<&[u8]> = codes.iter().map(|code| part.texts.get(*code)).collect();
        assert_eq!(
            texts,
            [
                b"red".as_slice(),
                b"blue",
                b"red",
                b"green",
                b"blue",
                b"",
                b"blue"
            ]
        );
        assert_eq!((part.rows, &part.counts), (7, &vec![2, 1, 1, 2, 1]));
        assert_eq!(part.firsts, [0, 1, 3, 4, 5]);
    }

    #[test]
    fn numbers_do_not_join_texts() {
        let mut part = part(&["red", "blue"]);
        let next = self::part(&["1", "2"]);
        assert!(matches!(part.join(next, 0), Joined::Apart(_)));
        assert_eq!(part.rows, 2);
    }

    #[test]
    fn room_is_made_once_for_all_foreseen_values() {
        let mut values = Vec::with_capacity(10);
        values.resize(8, 1.0);
        make_room(&mut values, 2, 5000);
        assert_eq!(values.capacity(), 10);
        make_room(&mut values, 3, 5000);
        let room = values.capacity();
        assert!(room >= 5000);
        make_room(&mut values, 4000, 9000);
        assert_eq!((values.capacity(), values), (room, vec![1.0; 8]));
    }

    #[test]
    fn less_than_what_comes_next_is_not_foreseen() {
        let mut values = vec![1.0; 8];
        values.shrink_to_fit();
        for foreseen in [0, 7, 10] {
            make_room(&mut values, 3, foreseen);
            assert_eq!(values.capacity(), 8);
        }
    }
}
