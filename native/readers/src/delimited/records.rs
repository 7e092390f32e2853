//! Splits records with what is known of the table: how wide it is, and which columns hold numbers.

use super::fields::{Bounds, FieldSplitter, Fields, Quoting};
use super::rules::Rules;
use super::shape;

/// What a table's records should look like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// Fields of a record; 0 where that is not known yet.
    pub width: usize,
    /// Columns whose values are numbers or dates.
    pub typed: Vec<bool>,
    /// Names of columns may be among the records.
    pub with_header: bool,
}

impl Shape {
    /// Whether a record's cells are of the kinds its columns have, as far as they are known.
    pub fn takes<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        cells.zip(&self.typed).all(|(cell, typed)| {
            !typed || shape::is_blank(cell) || shape::is_typed(cell) || shape::is_marker(cell)
        })
    }
}

/// How a record was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub bounds: Bounds,
    /// Fields as the dialect splits it, where another reading was taken.
    pub found: usize,
    /// It was split by another delimiter than the others.
    pub other_delimiter: bool,
}

/// The delimiters a single record may have instead of the table's own.
const OTHERS: [&str; 6] = [",", ";", "\t", "|", ":", " "];

/// The rules for records of another delimiter.
pub(crate) fn other_rules(rules: &Rules) -> Vec<Rules> {
    OTHERS
        .iter()
        .filter(|other| other.as_bytes() != rules.delimiter)
        .map(|other| rules.with_delimiter(other))
        .collect()
}

pub(crate) struct RecordSplitter<'a> {
    own: FieldSplitter<'a>,
    others: Vec<FieldSplitter<'a>>,
    other_rules: &'a [Rules],
    shape: &'a Shape,
}

impl<'a> RecordSplitter<'a> {
    pub fn new(
        text: &'a [u8],
        rules: &'a Rules,
        other_rules: &'a [Rules],
        shape: &'a Shape,
        complete: bool,
    ) -> Self {
        Self {
            own: FieldSplitter::new(text, rules, complete),
            others: Vec::new(),
            other_rules,
            shape,
        }
    }

    /// Splits the record at `start`, or gives `None` where it may go on beyond the text. A record of the wrong width
    /// is read otherwise where that gives the right one: with its quotes taken for what they look like, or with
    /// another delimiter.
    #[inline]
    pub fn record(&mut self, start: usize, fields: &mut Fields) -> Option<Taken> {
        let before = fields.cells.len();
        let bounds = self.own.record(start, Quoting::Forgiving, fields)?;
        let found = fields.cells.len() - before;
        let plain = Taken {
            bounds,
            found,
            other_delimiter: false,
        };
        if found == self.shape.width || self.shape.width < 2 || bounds.end == bounds.start {
            return Some(plain);
        }
        self.refit(plain, before, fields)
    }

    #[cold]
    fn refit(&mut self, plain: Taken, before: usize, fields: &mut Fields) -> Option<Taken> {
        let width = self.shape.width;
        let start = plain.bounds.start;
        let mark = fields.extra.len();
        if plain.bounds.quoted {
            for quoting in [Quoting::FirstClose, Quoting::NextClose, Quoting::Literal] {
                fields.cells.truncate(before);
                fields.extra.truncate(mark);
                let bounds = self.own.record(start, quoting, fields)?;
                if fields.cells.len() - before == width {
                    let bounds = Bounds {
                        broken: true,
                        ..bounds
                    };
                    return Some(Taken { bounds, ..plain });
                }
            }
        }
        if self.others.is_empty() {
            let text = self.own.text();
            // The end of the record is known: nothing after it decides.
            self.others = self
                .other_rules
                .iter()
                .map(|rules| FieldSplitter::new(text, rules, true))
                .collect();
        }
        for (other, rules) in self.others.iter_mut().zip(self.other_rules) {
            fields.cells.truncate(before);
            fields.extra.truncate(mark);
            let Some(bounds) = other.record(start, Quoting::Forgiving, fields) else {
                continue;
            };
            let cells = &fields.cells[before..];
            if cells.len() != width || bounds.broken || bounds.next != plain.bounds.next {
                continue;
            }
            let text = other.text();
            if is_fit(
                self.shape,
                rules,
                cells.iter().map(|span| fields.get(text, *span)),
                plain.found,
            ) {
                return Some(Taken {
                    bounds,
                    other_delimiter: true,
                    ..plain
                });
            }
        }
        fields.cells.truncate(before);
        fields.extra.truncate(mark);
        self.own.record(start, Quoting::Forgiving, fields)?;
        Some(plain)
    }
}

/// Whether a record that another delimiter splits into as many fields as the table has is one of its rows. A sentence
/// may have as many words, and two parts are found in much that is no row.
fn is_fit<'a>(
    shape: &Shape,
    rules: &Rules,
    cells: impl Iterator<Item = &'a [u8]> + Clone,
    found: usize,
) -> bool {
    let filled = cells.clone().filter(|cell| !shape::is_blank(cell)).count();
    let weak = rules.delimiter == b" " || rules.delimiter == b":" || shape.width == 2;
    if filled * 2 < shape.width || (weak && found != 1) {
        return false;
    }
    let typed = shape.typed.iter().any(|typed| *typed);
    if !weak {
        let is_header = shape.with_header && !cells.clone().any(shape::is_typed);
        return !typed || is_header || shape.takes(cells);
    }
    typed && shape.takes(cells)
}
