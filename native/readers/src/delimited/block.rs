//! Splits a piece of a text, cut at the ends of records, into rows of one width.

use super::fields::Fields;
use super::odd::{problem_of, shown};
use super::records::{RecordSplitter, Shape, Taken};
use super::rules::Rules;
use super::sampled::line_ends;
use super::shape;
use super::vector::PlainRecords;
use crate::table::{Block, Irregular, Problem, Span};
use std::sync::atomic::{AtomicU64, Ordering};

/// How all blocks of a text are split.
#[derive(Debug)]
pub(crate) struct Plan {
    pub rules: Rules,
    pub others: Vec<Rules>,
    pub shape: Shape,
    /// Blank lines skipped in all blocks.
    pub blank_lines: AtomicU64,
}

/// A piece of the text.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    pub text: Vec<u8>,
    /// From 1.
    pub first_line: usize,
    pub bytes_read: u64,
    /// Records left out before and after the table.
    pub before: Vec<Irregular>,
    pub after: Vec<Irregular>,
    /// Memory for the cells.
    pub cells: Vec<Span>,
}

/// Splits a piece. Records that do not fit are rows nevertheless: short ones are filled, long ones cut, and all noted.
pub(crate) fn split(piece: Piece, plan: &Plan) -> Block {
    split_with(piece, plan, PlainRecords::new(&plan.rules, &plan.shape))
}

/// The same, plain records by what is there for them.
pub(crate) fn split_with(piece: Piece, plan: &Plan, plain: Option<PlainRecords>) -> Block {
    let Piece {
        text,
        first_line,
        bytes_read,
        before,
        after,
        cells,
    } = piece;
    let width = plan.shape.width;
    let mut splitter = RecordSplitter::new(&text, &plan.rules, &plan.others, &plan.shape, true);
    let mut fields = Fields::beside(text.len());
    fields.cells = cells;
    // Most fields have four bytes or more.
    fields.cells.reserve(text.len() / 5 + width);
    let mut block = Block {
        width,
        irregular: before,
        bytes_read,
        ..Block::default()
    };
    let (mut at, mut line, mut blank) = (0, first_line, 0);
    while at < text.len() {
        if let Some(plain) = plain {
            let taken = plain.take(&text, at, &mut fields.cells);
            let lines = line..line + taken.records;
            block
                .origins
                .extend(lines.map(|line| u32::try_from(line).unwrap_or(u32::MAX)));
            block.rows += taken.records;
            line += taken.records;
            at = taken.next;
            if at >= text.len() {
                break;
            }
        }
        let mark = fields.cells.len();
        // Complete texts have whole records only.
        let Some(taken) = splitter.record(at, &mut fields) else {
            break;
        };
        let bounds = taken.bounds;
        let found = fields.cells.len() - mark;
        at = bounds.next;
        let record = &text[bounds.start..bounds.end];
        if found == 1 && (bounds.end == bounds.start || !bounds.quoted && shape::is_blank(record)) {
            fields.cells.truncate(mark);
            blank += 1;
            line += line_ends(&text[bounds.start..bounds.next], plan.rules.returns);
            continue;
        }
        if found != width || bounds.broken || taken.other_delimiter {
            let row = block.rows as u32;
            block
                .irregular
                .push(irregular(&text, &taken, &fields, mark, row, line, width));
            fields.cells.truncate(mark + width);
            fields.cells.resize(mark + width, Span::default());
        }
        block.origins.push(u32::try_from(line).unwrap_or(u32::MAX));
        block.rows += 1;
        line += if bounds.quoted {
            line_ends(&text[bounds.start..bounds.next], plan.rules.returns)
        } else {
            1
        };
    }
    plan.blank_lines.fetch_add(blank, Ordering::Relaxed);
    block.irregular.extend(after);
    block.cells = fields.cells;
    block.text = text;
    block.text.extend_from_slice(&fields.extra);
    block
}

#[cold]
fn irregular(
    text: &[u8],
    taken: &Taken,
    fields: &Fields,
    mark: usize,
    row: u32,
    line: usize,
    width: usize,
) -> Irregular {
    let bounds = taken.bounds;
    let own = fields.cells.len() - mark;
    let surplus = fields.cells.iter().skip(mark + width);
    let problem = if taken.other_delimiter {
        Problem::OtherDelimiter
    } else {
        problem_of(own, width, bounds.broken)
    };
    Irregular {
        row: Some(row),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        problem,
        expected: width as u32,
        found: if taken.other_delimiter {
            taken.found
        } else {
            own
        } as u32,
        text: shown(&text[bounds.start..bounds.end]),
        surplus: surplus
            .map(|span| String::from_utf8_lossy(fields.get(text, *span)).into_owned())
            .collect(),
    }
}
