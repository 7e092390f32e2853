//! Finds the tables among the first records of a text: where each begins, and how wide it is.

use super::header::{Columns, is_distinct, is_novel, is_surely_header, is_words};
use super::sampled::{Row, modal_width};
use std::ops::Range;

/// A table among the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its records, titles at its beginning and notes at its end included.
    pub rows: Range<usize>,
    pub width: usize,
}

/// Rows before the values that may be a header, at most.
pub(crate) const MOST_HEADER_ROWS: usize = 5;

/// The tables in file order. A text without any line of two fields is one table of one column.
///
/// Records between blank lines belong together. Neighbouring parts of one width are one table unless the later one
/// begins with a header of its own; parts of another width are tables of their own, or, if they are but one line,
/// titles and notes.
pub(crate) fn find(rows: &[Row]) -> Vec<Found> {
    let mut parts: Vec<Found> = Vec::new();
    for region in regions(rows) {
        split_region(rows, region, &mut parts);
    }
    let wide: Vec<Found> = parts
        .iter()
        .filter(|part| part.width > 1)
        .cloned()
        .collect();
    if wide.is_empty() {
        let first = rows.iter().position(|row| !row.blank).unwrap_or(rows.len());
        return vec![Found {
            rows: first..rows.len(),
            width: 1,
        }];
    }
    let tables = merged(rows, &wide);
    let tables = without_lone_lines(tables, rows);
    without_facts(tables, rows)
}

fn regions(rows: &[Row]) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    let mut start = None;
    for (at, row) in rows.iter().enumerate() {
        match (row.blank, start) {
            (false, None) => start = Some(at),
            (true, Some(first)) => {
                regions.push(first..at);
                start = None;
            }
            _ => {}
        }
    }
    regions.extend(start.map(|first| first..rows.len()));
    regions
}

fn width_of(rows: &[Row]) -> usize {
    modal_width(rows.iter().map(Row::width))
}

/// Most records that a change of width is looked for in, for a text that is ragged throughout.
const MOST_CHANGES: usize = 20;

/// Records of one width followed by records of another, the first of them words, are two tables.
fn split_region(rows: &[Row], region: Range<usize>, parts: &mut Vec<Found>) {
    let mut start = region.start;
    let mut changes = 0;
    for at in region.start + 2..region.end.saturating_sub(1) {
        if rows[at].width() == rows[at - 1].width()
            && !is_repeated_start(rows, start, at, region.end)
        {
            continue;
        }
        changes += 1;
        if changes > MOST_CHANGES {
            break;
        }
        if is_new_table(&rows[start..at], &rows[at..region.end]) {
            parts.push(Found {
                rows: start..at,
                width: width_of(&rows[start..at]),
            });
            start = at;
        }
    }
    parts.push(Found {
        rows: start..region.end,
        width: width_of(&rows[start..region.end]),
    });
}

/// A cheap look before the thorough one: words where the record before has numbers.
fn is_repeated_start(rows: &[Row], start: usize, at: usize, end: usize) -> bool {
    at >= start + 3
        && at + 2 < end
        && is_words(&rows[at])
        && !is_words(&rows[at - 1])
        && !is_words(&rows[at + 1])
}

fn is_new_table(before: &[Row], after: &[Row]) -> bool {
    let (old, new) = (width_of(before), width_of(after));
    let Some(first) = after.first() else {
        return false;
    };
    if new < 2 || old < 2 || first.width() != new || first.broken {
        return false;
    }
    let share = |rows: &[Row], width: usize| {
        rows.iter().filter(|row| row.width() == width).count() as f64 / rows.len() as f64
    };
    if old == new {
        let columns = Columns::of(before.iter().skip(1).filter(|row| row.width() == old), old);
        let later = Columns::of(after.iter().skip(1).filter(|row| row.width() == new), new);
        let several = columns.typed().iter().filter(|typed| **typed).count() > 1;
        let is_header = is_surely_header(first, &columns) && is_surely_header(first, &later);
        return after.len() >= 3 && several && is_header && is_words(first) && is_distinct(first);
    }
    let last = &before[before.len().saturating_sub(10)..];
    let columns = Columns::of(after.iter().skip(1).filter(|row| row.width() == new), new);
    let is_headed =
        is_words(first) && (is_surely_header(first, &columns) || !columns.typed().contains(&true));
    after.len() >= 3
        && is_headed
        && share(after, new) >= 0.9
        && share(last, old) >= 0.7
        && share(before, new) < 0.1
}

/// Joins neighbours of one width that are one table with blank lines in it.
fn merged(rows: &[Row], parts: &[Found]) -> Vec<Found> {
    let mut tables: Vec<Found> = Vec::new();
    for part in parts {
        if let Some(last) = tables.last_mut() {
            let (own, new) = (&rows[last.rows.clone()], &rows[part.rows.clone()]);
            if continues(own, last.width, new, part.width) {
                last.rows.end = part.rows.end;
                continue;
            }
        }
        tables.push(part.clone());
    }
    tables
}

fn continues(own: &[Row], width: usize, new: &[Row], new_width: usize) -> bool {
    let filled: Vec<&Row> = own.iter().filter(|row| !row.blank).collect();
    let Some(first) = new.first() else {
        return true;
    };
    if new_width != width {
        // A line that lost or gained a field is no table.
        return new.len() == 1 && filled.len() > 2;
    }
    let header = filled.iter().find(|row| row.width() == width);
    if filled.len() > 1 && header.is_some_and(|header| first.has_text(&header.cells)) {
        return false;
    }
    let later = Columns::of(new.iter().skip(1).filter(|row| row.width() == width), width);
    if filled.len() == 1 && new.len() > 1 && is_surely_header(first, &later) {
        // A title that has as many fields as the table.
        return false;
    }
    let skip = usize::from(filled.len() > 1);
    let body = filled.into_iter().skip(skip);
    let columns = Columns::of(body.filter(|row| row.width() == width), width);
    let is_new =
        is_novel(first, &columns) && new.get(1).is_some_and(|row| !is_novel(row, &columns));
    !is_new && !is_surely_header(first, &columns)
}

/// One line by itself is a title or a note, where there is more than that.
fn without_lone_lines(tables: Vec<Found>, rows: &[Row]) -> Vec<Found> {
    let lines = |table: &Found| {
        rows[table.rows.clone()]
            .iter()
            .filter(|row| row.width() == table.width)
            .count()
    };
    let most = tables.iter().map(lines).max().unwrap_or(0);
    tables
        .into_iter()
        .filter(|table| most < 2 || lines(table) > 1)
        .collect()
}

/// A few lines of a name and a value before a wider and longer table tell facts about it.
fn without_facts(mut tables: Vec<Found>, rows: &[Row]) -> Vec<Found> {
    while let [first, second, ..] = tables.as_slice() {
        let own: Vec<&Row> = rows[first.rows.clone()]
            .iter()
            .filter(|row| !row.blank)
            .collect();
        // Delimiters at the ends of lines make them no wider.
        let reach = own.iter().map(|row| row.reach()).max();
        let is_facts = reach == Some(2)
            && own.len() <= 12
            && second.width > 2
            && second.rows.len() > own.len()
            && (are_labelled(&own) || !is_headed(&own, first.width));
        if !is_facts {
            break;
        }
        tables.remove(0);
    }
    tables
}

/// Whether each line begins with a name and a colon.
fn are_labelled(rows: &[&Row]) -> bool {
    rows.iter().all(|row| row.cell(0).ends_with(b":"))
}

/// Whether the first line names columns that the lines below it fill.
fn is_headed(rows: &[&Row], width: usize) -> bool {
    let columns = Columns::of(rows.iter().skip(1).copied(), width);
    rows.len() > 2 && is_surely_header(rows[0], &columns)
}
