//! Where the table lies in a text, what its columns are called, and what it looks like.

use super::header::{self, Columns};
use super::odd::left_out;
use super::records::Shape;
use super::rules::Rules;
use super::sampled::{self, Most, Row};
use super::shape;
use super::tables::{self, Found, MOST_HEADER_ROWS};
use crate::options::ImportOptions;
use crate::table::{Irregular, TableOffer};

/// The table's place among the lines of a text, and its shape.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Where the first record of values begins, and its line, from 1.
    pub body: usize,
    pub body_line: usize,
    /// Records joined to the header.
    pub header_rows: usize,
    /// The header's fields as they stand (several rows joined); empty where there is none.
    pub header: Vec<String>,
    /// One name a column, not yet unique.
    pub names: Vec<String>,
    pub shape: Shape,
    /// Titles and notes before the table.
    pub before: Vec<Irregular>,
    /// All tables, where there are several.
    pub tables: Vec<TableOffer>,
    pub table: usize,
    /// Where the next table begins although no blank line stands before it.
    pub stop: Option<usize>,
    /// The header was split by another delimiter than the rows.
    pub header_by_other_delimiter: bool,
    /// What the first rows hold.
    pub columns: Columns,
}

const MOST: Most = Most {
    records: 1_100,
    cells: 400_000,
};
// A longer run of lines is no title.
const LONGEST_PREAMBLE: usize = 100;

pub(crate) fn detect(
    text: &[u8],
    complete: bool,
    rules: &Rules,
    options: &ImportOptions,
) -> Layout {
    let raw = sampled::rows(text, 0, complete, rules, &Shape::default(), MOST);
    let mut found = tables::find(&raw);
    if let Some(line) = options.first_row {
        let at = raw
            .iter()
            .position(|row| row.line + 1 >= line as usize)
            .unwrap_or(raw.len());
        found = vec![Found {
            rows: at..raw.len(),
            width: sampled::modal_width(widths(&raw[at..])).max(1),
        }];
    }
    let asked = options.table.map(|table| table as usize);
    let table = asked.filter(|table| *table < found.len()).unwrap_or(0);
    let Some(chosen) = found.get(table).cloned() else {
        return empty();
    };
    let first_line = raw.get(chosen.rows.start).map_or(0, |row| row.line);
    let start = raw
        .get(chosen.rows.start)
        .map_or(text.len(), |row| row.start);
    let stop = raw
        .get(chosen.rows.end)
        .filter(|next| {
            !next.blank
                && found
                    .get(table + 1)
                    .is_some_and(|next| next.rows.start == chosen.rows.end)
        })
        .map(|next| next.start);

    let expected = expected_shape(&raw[chosen.rows.clone()], chosen.width);
    let until = stop.unwrap_or(text.len());
    let mut rows = sampled::rows(
        &text[..until],
        start,
        complete || stop.is_some(),
        rules,
        &expected,
        MOST,
    );
    for row in &mut rows {
        row.line += first_line;
    }
    if stop.is_none()
        && let Some(next) = found.get(table + 1)
    {
        let end = raw[next.rows.start].start;
        rows.retain(|row| row.start < end);
    }
    let skip = if options.first_row.is_some() {
        0
    } else {
        preamble(&rows, expected.width)
    };
    let named = header_of_words(
        text,
        rules,
        &rows[..skip],
        &rows[skip..],
        &expected,
        options,
    );
    let skip = skip - usize::from(named.is_some());
    if let Some(row) = named {
        rows[skip] = row;
    }
    let body: Vec<&Row> = rows[skip..].iter().filter(|row| !row.blank).collect();
    let head = head_of(&body, expected, rules, options);

    let values = body.get(head.rows).copied();
    let columns = Columns::of(body.iter().skip(head.rows).copied(), head.shape.width);
    let end = rows.last().map_or(start, |row| row.next);
    let before = raw
        .iter()
        .take_while(|row| row.start < start)
        .chain(&rows[..skip]);
    let tables: Vec<TableOffer> = if found.len() > 1 {
        found
            .iter()
            .enumerate()
            .map(|(index, one)| offer(index, one, &raw))
            .collect()
    } else {
        Vec::new()
    };
    Layout {
        body: values.map_or(end, |row| row.start),
        body_line: values.map_or_else(
            || rows.last().map_or(1, |row| row.line + 2),
            |row| row.line + 1,
        ),
        header_rows: head.rows,
        header: head.header,
        names: head.names,
        before: before
            .filter(|row| !row.blank)
            .map(|row| left_out(text, row, head.shape.width))
            .collect(),
        shape: head.shape,
        tables,
        table,
        stop,
        header_by_other_delimiter: body.iter().take(head.rows).any(|row| row.other_delimiter),
        columns,
    }
}

fn empty() -> Layout {
    Layout {
        body: 0,
        body_line: 1,
        header_rows: 0,
        header: Vec::new(),
        names: header::numbered_names(1),
        shape: Shape {
            width: 1,
            typed: vec![false],
            with_header: false,
            lone_blanks: false,
        },
        before: Vec::new(),
        tables: Vec::new(),
        table: 0,
        stop: None,
        header_by_other_delimiter: false,
        columns: Columns::of(std::iter::empty(), 1),
    }
}

fn widths(rows: &[Row]) -> impl Iterator<Item = usize> {
    rows.iter().filter(|row| !row.blank).map(Row::width)
}

/// Which columns hold numbers is told from the later rows: the first may be titles and header.
fn expected_shape(rows: &[Row], width: usize) -> Shape {
    let alike: Vec<&Row> = rows.iter().filter(|row| row.width() == width).collect();
    let skip = (alike.len() / 2)
        .min(MOST_HEADER_ROWS)
        .max(usize::from(alike.len() > 1));
    let typed = Columns::of(alike.into_iter().skip(skip), width).typed();
    Shape {
        width,
        typed,
        with_header: true,
        lone_blanks: false,
    }
}

fn offer(index: usize, found: &Found, raw: &[Row]) -> TableOffer {
    let records = raw[found.rows.clone()]
        .iter()
        .filter(|row| row.width() == found.width && !row.blank)
        .count();
    TableOffer {
        index: index as u32,
        first_line: raw
            .get(found.rows.start)
            .map_or(1, |row| row.line as u32 + 1),
        rows: records.saturating_sub(1) as u64,
        columns: found.width as u32,
    }
}

/// Records before the table: titles, notes, blank lines, Excel's line that names the delimiter.
fn preamble(rows: &[Row], width: usize) -> usize {
    let mut start = rows.iter().position(|row| !row.blank).unwrap_or(rows.len());
    let names_delimiter = |row: &Row| {
        row.cells
            .first()
            .is_some_and(|cell| cell.to_ascii_lowercase().starts_with(b"sep="))
    };
    if rows
        .get(start)
        .is_some_and(|row| row.width() <= 2 && names_delimiter(row))
    {
        start += 1;
    }
    let mut last = start;
    for (at, row) in rows.iter().enumerate().skip(start).take(LONGEST_PREAMBLE) {
        if row.blank {
            continue;
        }
        if !is_title(row, &rows[at + 1..], width) {
            break;
        }
        last = at + 1;
    }
    if rows[last..].iter().any(|row| !row.blank) {
        last
    } else {
        start
    }
}

fn is_title(row: &Row, after: &[Row], width: usize) -> bool {
    let is_comment = row.cell(0).starts_with(b"#")
        && (row.width() != width
            || (row.cell(0).starts_with(b"# ") && is_followed_by_header(after, width)));
    if width < 2 {
        return row.cell(0).starts_with(b"#") && after.iter().any(|row| !row.blank);
    }
    let is_hollow = row.filled() == 0;
    let is_sparse = width >= 3 && row.filled() <= 1 && (is_hollow || !row.cell(0).is_empty());
    if is_comment || (is_sparse && row.width() > 1) {
        return true;
    }
    if row.width() > width {
        return is_alone_above_header(after, width);
    }
    if row.width() > (width / 2).max(1) {
        return false;
    }
    // One word over two columns is a header that lost its delimiter, unless the header comes after it.
    width > 2 || row.cell(0).contains(&b' ') || is_followed_by_header(after, width)
}

fn is_followed_by_header(after: &[Row], width: usize) -> bool {
    let mut rows = after.iter().filter(|row| !row.blank);
    let Some(next) = rows.next() else {
        return false;
    };
    let body: Vec<&Row> = rows.collect();
    next.width() == width
        && header::is_header(
            next,
            &Columns::of(body.iter().copied(), width),
            !body.is_empty(),
        )
}

/// Whether what follows a line wider than the table begins with names that stand over its columns of numbers: what a
/// logger writes of itself is no header.
fn is_alone_above_header(after: &[Row], width: usize) -> bool {
    let rows: Vec<&Row> = after.iter().filter(|row| !row.blank).collect();
    let Some((next, body)) = rows.split_first() else {
        return false;
    };
    let skip = (body.len() / 2).min(MOST_HEADER_ROWS);
    let columns = Columns::of(body.iter().copied().skip(skip), width);
    next.width() == width
        && rows.iter().all(|row| row.width() <= width)
        && header::is_words(next)
        && header::is_surely_header(next, &columns)
}

/// The line before rows without a header, where blanks or colons divide it into as many words as there are columns.
fn header_of_words(
    text: &[u8],
    rules: &Rules,
    before: &[Row],
    after: &[Row],
    expected: &Shape,
    options: &ImportOptions,
) -> Option<Row> {
    let line = before.last().filter(|row| row.width() == 1)?;
    let body: Vec<&Row> = after.iter().filter(|row| !row.blank).collect();
    if expected.width < 3
        || options.header.is_some()
        || header_rows(&body, expected.width, false) > 0
    {
        return None;
    }
    let record = text.get(..line.end)?;
    [" ", ":"].into_iter().find_map(|delimiter| {
        let other = rules.with_delimiter(delimiter);
        let most = Most { records: 1, ..MOST };
        let rows = sampled::rows(record, line.start, true, &other, &Shape::default(), most);
        let [split] = <[Row; 1]>::try_from(rows).ok()?;
        let row = Row {
            line: line.line,
            next: line.next,
            other_delimiter: true,
            ..split
        };
        (row.width() == expected.width && header::is_words(&row)).then_some(row)
    })
}

struct Head {
    rows: usize,
    header: Vec<String>,
    names: Vec<String>,
    shape: Shape,
}

/// The header rows at the beginning of a table, and the width that follows from them.
fn head_of(body: &[&Row], expected: Shape, rules: &Rules, options: &ImportOptions) -> Head {
    let width = expected.width.max(1);
    let rows = match (options.header_rows, options.header) {
        (Some(rows), _) => (rows as usize).min(body.len()),
        (None, Some(false)) => 0,
        (None, said) => header_rows(body, width, said == Some(true)),
    };
    if rows == 0 {
        return Head {
            rows,
            header: Vec::new(),
            names: header::numbered_names(width),
            shape: Shape {
                with_header: false,
                lone_blanks: sampled::has_lone_blanks(body, width, rules),
                ..expected
            },
        };
    }
    let mut header = header::joined(&body[..rows]);
    let values = &body[rows..];
    let columns = Columns::of(
        values
            .iter()
            .copied()
            .filter(|row| row.width() == width && !row.other_delimiter),
        width,
    );
    if rows == 1 && has_row_names(&header, values, &columns, width, rules) {
        header.insert(0, String::new());
    }
    let wider = values.iter().filter(|row| row.width() > width).count();
    let filled = header
        .iter()
        .rposition(|name| !name.is_empty())
        .map_or(0, |last| last + 1);
    // Rows that leave out what is empty at their end are as wide as their header; a header with a delimiter too many
    // is as wide as its rows.
    let is_ragged =
        filled > width && (values.is_empty() || wider >= 2 && wider * 20 >= values.len());
    let width = if is_ragged { filled } else { width };
    let mut names = header.clone();
    names.resize(width, String::new());
    let mut typed = if values.is_empty() {
        expected.typed
    } else {
        columns.typed()
    };
    typed.resize(width, false);
    Head {
        rows,
        header,
        names,
        shape: Shape {
            width,
            typed,
            with_header: false,
            lone_blanks: sampled::has_lone_blanks(values, width, rules),
        },
    }
}

fn header_rows(body: &[&Row], width: usize, said: bool) -> usize {
    let Some((first, rest)) = body.split_first() else {
        return 0;
    };
    // Later rows tell best what the columns hold: further header rows are none of them.
    let alike: Vec<&Row> = rest
        .iter()
        .copied()
        .filter(|row| row.width() == width)
        .collect();
    let skip = (alike.len() / 2).min(MOST_HEADER_ROWS - 1);
    let later = Columns::of(alike.iter().copied().skip(skip), width);
    let all = Columns::of(alike.iter().copied(), width);
    let columns = if skip > 0 && later.typed() != all.typed() {
        &later
    } else {
        &all
    };
    if !said && !header::is_header(first, columns, !rest.is_empty()) {
        return 0;
    }
    let is_grouped = first.filled() < width;
    let mut rows = 1;
    while rows < MOST_HEADER_ROWS
        && rows + 1 < body.len()
        && (body[rows].is_rule()
            || body[rows].width() == width
                && header::is_further_header(
                    body[rows],
                    &Columns::of(body[rows + 1..].iter().copied(), width),
                    is_grouped,
                ))
    {
        rows += 1;
    }
    rows
}

/// Row names without a name of their own stand first, as R writes them.
fn has_row_names(
    header: &[String],
    values: &[&Row],
    columns: &Columns,
    width: usize,
    rules: &Rules,
) -> bool {
    let is_blank = rules.delimiter == b" " || rules.delimiter == b"\t";
    header.len() + 1 == width
        && columns.is_first_distinct()
        && (is_blank || !columns.is_first_typed())
        && values
            .iter()
            .any(|row| !shape::is_blank(row.cell(width - 1)))
}
