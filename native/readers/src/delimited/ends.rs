//! Where a piece of a text ends: at its cut, or before, where the table does.

use super::block::Plan;
use super::breaks::{self, After, Known};
use super::cutter::Cut;
use super::fields::Fields;
use super::odd::left_out;
use super::records::RecordSplitter;
use super::sampled::{self, Most, Row, line_ends};
use super::shape;
use crate::table::Irregular;
use memchr::{memchr, memchr_iter, memmem};
use std::ops::Range;

/// Cells of a block: rows shorter than the table are filled, and there may be very many in a mebibyte.
const MOST_CELLS: usize = 4 << 20;
/// Lines at the end of a file that may be notes, with some before them to compare with.
const LAST_LINES: usize = 60;

/// How a piece ends.
#[derive(Debug)]
pub(crate) struct End {
    pub at: usize,
    /// Notes after the table.
    pub left: Vec<Irregular>,
    /// Line and width of another table that follows.
    pub table: Option<(usize, usize)>,
    pub is_last: bool,
}

impl End {
    pub fn at(at: usize, is_last: bool) -> Self {
        Self {
            at,
            left: Vec::new(),
            table: None,
            is_last,
        }
    }
}

/// A text that was cut, and what is known of its table.
pub(crate) struct Ends<'a> {
    pub text: &'a [u8],
    pub cut: &'a Cut,
    pub complete: bool,
    /// Line of the text's beginning, from 1.
    pub line: usize,
    pub plan: &'a Plan,
    pub known: &'a Known,
    /// More text can be had.
    pub can_grow: bool,
    /// Notes after the table are looked for.
    pub has_notes: bool,
}

impl Ends<'_> {
    /// `None` where more text must be read to tell.
    pub fn find(&self) -> Option<End> {
        let text = self.text;
        let mut at = self.within_cells();
        let plan = self.plan;
        let (rules, others) = (&plan.rules, &plan.others);
        let mut splitter = RecordSplitter::new(text, rules, others, &plan.shape, self.complete);
        for blank in self.blanks(at) {
            let after = blank + line_end_run(&text[blank..]);
            if after >= text.len() && self.complete {
                break;
            }
            if self.goes_on(&mut splitter, after) {
                continue;
            }
            let found = if after < text.len() {
                breaks::after_blank(text, after, self.complete, rules, self.known)
            } else {
                After::Unknown
            };
            match found {
                After::Rows => {}
                After::Notes(rows) => {
                    let left = self.left_out(&rows, after);
                    return Some(End {
                        left,
                        ..End::at(blank, true)
                    });
                }
                After::Table { first, width } => {
                    let line = self.line + line_ends(&text[..first.start], rules.returns);
                    let table = Some((line, width));
                    return Some(End {
                        table,
                        ..End::at(blank, true)
                    });
                }
                After::Unknown if blank > 0 => {
                    at = blank;
                    break;
                }
                After::Unknown if self.can_grow => return None,
                After::Unknown => {}
            }
        }
        if at < text.len() || !self.complete {
            return Some(End::at(at, false));
        }
        Some(self.before_notes())
    }

    /// Whether the record after a blank line is one of the table's, numbers where numbers are to be.
    fn goes_on(&self, splitter: &mut RecordSplitter<'_>, after: usize) -> bool {
        let mut fields = Fields::beside(self.text.len());
        let typed = &self.plan.shape.typed;
        splitter.record(after, &mut fields).is_some()
            && fields.cells.len() == typed.len()
            && fields
                .cells
                .iter()
                .zip(typed)
                .any(|(span, typed)| *typed && shape::is_typed(fields.get(self.text, *span)))
    }

    /// The end of the last piece: before notes and totals.
    fn before_notes(&self) -> End {
        let from = last_lines(self.text, &self.cut.plain);
        let most = Most {
            records: usize::MAX,
            cells: 2_000_000,
        };
        let plan = self.plan;
        let rows = sampled::rows(self.text, from, true, &plan.rules, &plan.shape, most);
        let is_whole = rows.last().is_none_or(|row| row.next == self.text.len());
        let notes = if self.has_notes && is_whole {
            breaks::notes_at_end(&rows, self.known)
        } else {
            0
        };
        let (_, notes) = rows.split_at(rows.len() - notes);
        End {
            left: self.left_out(notes, from),
            ..End::at(notes.first().map_or(self.text.len(), |row| row.start), true)
        }
    }

    /// Rows that were split from `from` on, as records left out.
    fn left_out(&self, rows: &[Row], from: usize) -> Vec<Irregular> {
        let before = line_ends(&self.text[..from], self.plan.rules.returns);
        let filled = rows.iter().filter(|row| !row.blank);
        filled
            .map(|row| {
                let mut left = left_out(self.text, row, self.plan.shape.width);
                left.line += (self.line + before - 1) as u32;
                left
            })
            .collect()
    }

    /// Where the blank lines between records begin; of several beside each other the first.
    fn blanks(&self, end: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        if matches!(self.text.first(), Some(b'\n' | b'\r')) {
            found.push(0);
        }
        let text = &self.text[..end];
        found.extend(memmem::find_iter(text, b"\n\n").map(|at| at + 1));
        if memchr(b'\r', text).is_some() {
            found.extend(memmem::find_iter(text, b"\n\r\n").map(|at| at + 1));
            if self.plan.rules.returns {
                found.extend(memmem::find_iter(text, b"\r\r").map(|at| at + 1));
            }
        }
        found.sort_unstable();
        let mut covered = None;
        found.retain(|at| {
            let is_new = self.is_plain(*at) && covered.is_none_or(|end| *at > end);
            if is_new {
                covered = Some(at + line_end_run(&text[*at..]));
            }
            is_new
        });
        found
    }

    /// Whether a position lies outside records of several lines.
    fn is_plain(&self, at: usize) -> bool {
        let part = self.cut.plain.partition_point(|part| part.end <= at);
        self.cut
            .plain
            .get(part)
            .is_some_and(|part| part.start <= at)
    }

    /// The cut, or an earlier one where the rows before it would have too many cells.
    fn within_cells(&self) -> usize {
        let end = self.cut.end;
        let most = (MOST_CELLS / self.plan.shape.width.max(1)).max(1);
        if end / 2 <= most {
            return end;
        }
        let is_plain = |at: &usize| self.is_plain(*at);
        let mut ends = memchr_iter(b'\n', &self.text[..end]).filter(is_plain);
        ends.nth(most - 1).map_or(end, |at| at + 1)
    }
}

/// Where the last lines of a text begin; a record of several lines counts as one.
fn last_lines(text: &[u8], plain: &[Range<usize>]) -> usize {
    let mut left = LAST_LINES;
    for part in plain.iter().rev() {
        let mut from = part.end.min(text.len());
        while from > part.start {
            if left == 0 {
                return from;
            }
            let before = text.get(part.start..from - 1).unwrap_or_default();
            let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let at = before.iter().rposition(is_end);
            from = at.map_or(part.start, |at| part.start + at + 1);
            left -= 1;
        }
        left = left.saturating_sub(1);
    }
    0
}

/// Length of the line ends at the beginning of a text.
fn line_end_run(text: &[u8]) -> usize {
    let is_end = |byte: &&u8| matches!(**byte, b'\n' | b'\r');
    text.iter().take_while(is_end).count()
}
