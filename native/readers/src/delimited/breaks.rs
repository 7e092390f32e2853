//! Where a table ends before its file does: at a blank line before notes or another table, or at the last lines.

use super::header::{Columns, is_novel, is_surely_header};
use super::records::Shape;
use super::rules::Rules;
use super::sampled::{self, Most, Row};
use super::shape;

/// What is known of the table that is read.
#[derive(Debug)]
pub(crate) struct Known {
    pub shape: Shape,
    /// The first header row's fields, where there is a header.
    pub header: Vec<Vec<u8>>,
    /// What its first rows hold.
    pub columns: Columns,
}

/// What follows a blank line.
#[derive(Debug, Clone)]
pub(crate) enum After {
    /// The table goes on.
    Rows,
    /// Nothing but notes, to the end of the file.
    Notes(Vec<Row>),
    /// Another table, so many fields wide.
    Table { first: Row, width: usize },
    /// More text is needed to tell.
    Unknown,
}

// A longer run of lines is data, whatever it looks like.
const LONGEST_FOOTER: usize = 20;
const LOOKED: Most = Most {
    records: 3 * LONGEST_FOOTER,
    cells: 200_000,
};
const NEXT: Most = Most {
    records: 4,
    cells: 200_000,
};

/// Looks at what follows the blank line that ends at `start`; `complete` says whether `text` is all there is.
pub(crate) fn after_blank(
    text: &[u8],
    start: usize,
    complete: bool,
    rules: &Rules,
    known: &Known,
) -> After {
    let near = judge(text, start, complete, rules, known, NEXT);
    if !matches!(near, After::Unknown) {
        near
    } else {
        judge(text, start, complete, rules, known, LOOKED)
    }
}

fn judge(
    text: &[u8],
    start: usize,
    complete: bool,
    rules: &Rules,
    known: &Known,
    most: Most,
) -> After {
    let width = known.shape.width;
    let rows = sampled::rows(text, start, complete, rules, &known.shape, most);
    let at_end = complete && rows.last().is_none_or(|row| row.next >= text.len());
    let filled: Vec<&Row> = rows.iter().filter(|row| !row.blank).collect();
    for (at, row) in filled.iter().enumerate() {
        if is_row(row, width) {
            if at == 0 && begins_anew(row, &filled[1..], known) {
                return After::Table {
                    first: (*row).clone(),
                    width,
                };
            }
            if is_sparse(row, &known.shape) && at + 1 == filled.len() {
                continue;
            }
            return After::Rows;
        }
        let next = filled.get(at + 1);
        if row.width() > 1
            && !row.broken
            && next.is_some_and(|next| next.width() == row.width() && !next.broken)
        {
            return After::Table {
                first: (*row).clone(),
                width: row.width(),
            };
        }
        if at >= LONGEST_FOOTER {
            return After::Rows;
        }
    }
    if at_end {
        return After::Notes(rows);
    }
    // A few records were enough to see that they are none of the table's; a long look that ends nowhere is data.
    if most.records > NEXT.records && filled.len() > LONGEST_FOOTER {
        After::Rows
    } else {
        After::Unknown
    }
}

fn is_row(row: &Row, width: usize) -> bool {
    row.width() == width && (width > 1 || !row.blank)
}

/// Whether a row after a blank line is the header of another table of the same width.
fn begins_anew(row: &Row, after: &[&Row], known: &Known) -> bool {
    if after.is_empty() || known.shape.width < 2 {
        return false;
    }
    if row.has_text(&known.header) {
        return true;
    }
    let columns = Columns::of(after.iter().copied(), known.shape.width);
    let own = words_over(row, &known.shape.typed);
    if own.is_some() {
        return own == Some(true)
            && (is_surely_header(row, &columns) || !columns.typed().contains(&true));
    }
    let is_new = |row: &Row| is_novel(row, &known.columns);
    is_surely_header(row, &columns) || (is_new(row) && !is_new(after[0]))
}

/// Whether words stand over all columns of numbers; `None` where there are none.
fn words_over(row: &Row, typed: &[bool]) -> Option<bool> {
    let mut over = (0..typed.len())
        .filter(|column| typed[*column])
        .map(|column| row.cell(column))
        .peekable();
    over.peek()?;
    Some(over.all(|cell| !cell.is_empty() && !shape::is_typed(cell) && !shape::is_marker(cell)))
}

/// A text in the first field and nothing in the others.
fn is_sparse(row: &Row, expected: &Shape) -> bool {
    let is_text = !shape::is_typed(row.cell(0)) && !row.cell(0).is_empty();
    expected.width >= 3
        && row.filled() == 1
        && is_text
        && (expected.typed.first() == Some(&true) || is_remark(row))
}

fn is_remark(row: &Row) -> bool {
    let text = row.cell(0);
    matches!(text.first(), Some(b'#' | b'*' | b'(')) || text.contains(&b' ') || text.contains(&b':')
}

/// How many of a file's last records are notes or totals; blank ones between them are counted.
pub(crate) fn notes_at_end(rows: &[Row], known: &Known) -> usize {
    let body = rows.len().saturating_sub(LONGEST_FOOTER);
    let mut first = rows.len();
    for at in (body..rows.len()).rev() {
        let row = &rows[at];
        if row.blank {
            continue;
        }
        if at == 0 || !is_note(row, &rows[..at], known) {
            break;
        }
        first = at;
    }
    rows.len() - first
}

fn is_note(row: &Row, before: &[Row], known: &Known) -> bool {
    let width = known.shape.width;
    if row.broken || width < 2 {
        return false;
    }
    if row.filled() == 0 || row.is_rule() {
        return true;
    }
    let is_word = row
        .cell(0)
        .iter()
        .any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    if row.width() == 1 {
        return before.last().is_some_and(|row| row.blank)
            || matches!(row.cell(0).first(), Some(b'#' | b'*' | b'('))
            || (is_word && (is_remark(row) || row.cell(0).ends_with(b".")));
    }
    if row.width() <= width / 2
        && is_word
        && is_remark(row)
        && words_over(row, &known.shape.typed) != Some(false)
    {
        return !known.shape.takes(row.cells.iter().map(Vec::as_slice));
    }
    if row.width() != width {
        return false;
    }
    let is_like = |other: &&Row| !other.blank && other.width() == width;
    let others = || before.iter().filter(is_like);
    if is_sparse(row, &known.shape) {
        return !others().any(|other| is_sparse(other, &known.shape))
            || known.shape.typed.first() == Some(&true);
    }
    is_total(row) && !others().any(is_total)
}

/// A row that adds up the others: a word for it in the first filled field, and numbers after it.
fn is_total(row: &Row) -> bool {
    const WORDS: [&str; 14] = [
        "total",
        "totals",
        "grand total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "insgesamt",
        "totale",
        "somme",
        "suma",
        "totaal",
        "итого",
        "合计",
    ];
    let first = (0..row.width()).find(|column| !row.cell(*column).is_empty());
    let Some(column) = first else { return false };
    let word = String::from_utf8_lossy(row.cell(column)).to_lowercase();
    let word = word.trim_end_matches(':').trim();
    let is_over_numbers = (column + 1..row.width()).any(|other| shape::is_number(row.cell(other)));
    WORDS.contains(&word) && is_over_numbers
}
