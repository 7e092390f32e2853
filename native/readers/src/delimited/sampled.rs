//! The first records of a text, as rows of fields.

use super::fields::Fields;
use super::records::{RecordSplitter, Shape, other_rules};
use super::rules::Rules;
use super::shape;
use crate::table::Span;
use std::cell::Cell;

/// One row of so many may have blanks after its delimiters where they are none of its table's habits.
const ROWS_WITHOUT_BLANKS: usize = 20;

/// What a cell looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// It holds something, and no marker.
    pub is_value: bool,
    /// A value that is a number, a date or a time.
    pub is_typed: bool,
    /// A value that may be a year.
    pub is_year: bool,
    /// A value that is a number with a note beside it.
    pub is_noted: bool,
}

impl Kind {
    fn of(cell: &[u8]) -> Self {
        let is_value = !cell.is_empty() && !shape::is_marker(cell);
        let is_typed = is_value && shape::is_typed(cell);
        Self {
            is_value,
            is_typed,
            is_year: is_value && shape::is_year(cell),
            is_noted: is_value && !is_typed && shape::is_noted(cell),
        }
    }
}

/// One record.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub cells: Vec<Vec<u8>>,
    /// What the cells look like, as far as it was asked: the same rows are looked at for many questions.
    pub(super) kinds: Vec<Cell<Option<Kind>>>,
    /// Where its text lies.
    pub start: usize,
    pub end: usize,
    pub next: usize,
    /// From 0 for the text's first line.
    pub line: usize,
    /// Nothing but blanks.
    pub blank: bool,
    pub broken: bool,
    pub other_delimiter: bool,
}

impl Row {
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    pub fn cell(&self, column: usize) -> &[u8] {
        self.cells.get(column).map_or(&[], |cell| shape::trim(cell))
    }

    /// What a cell looks like; one beyond the row's end is empty.
    pub fn kind(&self, column: usize) -> Kind {
        let Some(known) = self.kinds.get(column) else {
            return Kind::of(&[]);
        };
        known.get().unwrap_or_else(|| {
            let kind = Kind::of(self.cell(column));
            known.set(Some(kind));
            kind
        })
    }

    pub fn filled(&self) -> usize {
        self.cells
            .iter()
            .filter(|cell| !shape::is_blank(cell))
            .count()
    }

    /// Whether a blank stands after a delimiter.
    fn has_blank(&self) -> bool {
        self.cells
            .iter()
            .skip(1)
            .any(|cell| cell.first() == Some(&b' '))
    }

    /// Fields up to the last that holds something.
    pub fn reach(&self) -> usize {
        self.cells
            .iter()
            .rposition(|cell| !shape::is_blank(cell))
            .map_or(0, |last| last + 1)
    }

    /// Nothing but strokes beneath or above other rows.
    pub fn is_rule(&self) -> bool {
        self.reach() > 0
            && self
                .cells
                .iter()
                .all(|cell| shape::is_blank(cell) || shape::is_rule(cell))
    }

    pub fn has_text(&self, texts: &[Vec<u8>]) -> bool {
        self.width() == texts.len()
            && (0..texts.len()).all(|at| self.cell(at) == shape::trim(&texts[at]))
    }
}

/// How many records, and how many of their fields, are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub records: usize,
    pub cells: usize,
}

/// Splits the records from `start` on.
pub(crate) fn rows(
    text: &[u8],
    start: usize,
    complete: bool,
    rules: &Rules,
    expected: &Shape,
    most: Most,
) -> Vec<Row> {
    let others = other_rules(rules);
    let mut splitter = RecordSplitter::new(text, rules, &others, expected, complete);
    let mut fields = Fields::beside(text.len());
    let (mut at, mut line, mut cells) = (start, 0, 0);
    let mut rows = Vec::new();
    while at < text.len() && rows.len() < most.records && cells < most.cells {
        fields.cells.clear();
        fields.extra.clear();
        let Some(taken) = splitter.record(at, &mut fields) else {
            break;
        };
        let bounds = taken.bounds;
        let raw = text.get(bounds.start..bounds.end).unwrap_or_default();
        let take = |span: &Span| fields.get(text, *span).to_vec();
        cells += fields.cells.len();
        rows.push(Row {
            cells: fields.cells.iter().map(take).collect(),
            kinds: vec![Cell::new(None); fields.cells.len()],
            start: bounds.start,
            end: bounds.end,
            next: bounds.next,
            line,
            blank: fields.cells.len() <= 1 && shape::is_blank(raw),
            broken: bounds.broken,
            other_delimiter: taken.other_delimiter,
        });
        line += line_ends(
            text.get(bounds.start..bounds.next).unwrap_or_default(),
            rules.returns,
        );
        at = bounds.next;
    }
    rows
}

/// Line ends in a piece of text; a CR counts where it may end a line and no LF follows.
pub(crate) fn line_ends(text: &[u8], returns: bool) -> usize {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    if !returns || memchr::memchr(b'\r', text).is_none() {
        return feeds;
    }
    feeds
        + memchr::memchr_iter(b'\r', text)
            .filter(|at| text.get(at + 1) != Some(&b'\n'))
            .count()
}

/// The most frequent width; of equally frequent ones the greatest; 0 for none.
pub(crate) fn modal_width(widths: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_insert(0_usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .map_or(0, |(width, _)| width)
}

/// Whether hardly a row of a table has blanks after its delimiters, so that a record that has one after each of them was
/// written unlike the others. Two fields tell too little.
pub(crate) fn has_lone_blanks(rows: &[&Row], width: usize, rules: &Rules) -> bool {
    let alike = rows.iter().filter(|row| row.width() == width);
    let with_blanks = alike.clone().filter(|row| row.has_blank()).count();
    width > 2
        && rules.with_blank_after().is_some()
        && with_blanks <= (alike.count() / ROWS_WITHOUT_BLANKS).max(1)
}
