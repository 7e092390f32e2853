//! Tells names from values: a header by its contrast with the records below it.

use super::sampled::Row;
use super::shape;
use crate::columns::Dictionary;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

/// What a column's values look like.
#[derive(Debug, Default)]
struct Look {
    values: usize,
    typed: usize,
    /// Numbers with a note beside them.
    noted: usize,
    years: usize,
    /// The different ones, in the first column and in those that are not typed.
    texts: Dictionary,
    /// The pattern most values share, where they are codes.
    pattern: Option<Vec<u8>>,
    longest: usize,
}

// Where a share of the values this large is typed, the others are slips.
const TYPED_SHARE: f64 = 0.8;

impl Look {
    fn is_typed(&self) -> bool {
        self.values > 0 && self.typed as f64 >= self.values as f64 * TYPED_SHARE
    }

    fn add_texts(&mut self, rows: &[&Row], column: usize) {
        let mut patterns: HashMap<Vec<u8>, usize, RandomState> = HashMap::default();
        for row in rows {
            let (kind, cell) = (row.kind(column), row.cell(column));
            if !kind.is_value {
                continue;
            }
            if !kind.is_typed
                && let Some(pattern) = shape::pattern(cell)
            {
                *patterns.entry(pattern).or_default() += 1;
            }
            self.texts.code(cell);
        }
        let most = patterns.into_iter().max_by_key(|(_, count)| *count);
        self.pattern = most
            .filter(|(_, count)| *count >= 3 && *count as f64 >= self.values as f64 * TYPED_SHARE)
            .map(|(pattern, _)| pattern);
    }
}

/// What the columns of a table hold, from some of its rows.
#[derive(Debug)]
pub(crate) struct Columns(Vec<Look>);

impl Columns {
    pub fn of<'a>(rows: impl Iterator<Item = &'a Row>, width: usize) -> Self {
        let rows: Vec<&Row> = rows.collect();
        let mut looks: Vec<Look> = (0..width).map(|_| Look::default()).collect();
        for row in &rows {
            for (column, look) in looks.iter_mut().enumerate() {
                let kind = row.kind(column);
                if !kind.is_value {
                    continue;
                }
                look.values += 1;
                look.longest = look.longest.max(row.cell(column).len());
                look.years += usize::from(kind.is_year);
                look.typed += usize::from(kind.is_typed);
                look.noted += usize::from(kind.is_noted);
            }
        }
        for (column, look) in looks.iter_mut().enumerate() {
            // Texts tell names only where they are no values; the first column may name the rows.
            if column == 0 || !look.is_typed() {
                look.add_texts(&rows, column);
            }
        }
        Self(looks)
    }

    pub fn typed(&self) -> Vec<bool> {
        self.0.iter().map(Look::is_typed).collect()
    }

    /// Whether every value stands in the first column once.
    pub fn is_first_distinct(&self) -> bool {
        self.0
            .first()
            .is_some_and(|look| look.values >= 2 && look.texts.len() == look.values)
    }

    pub fn is_first_typed(&self) -> bool {
        self.0.first().is_some_and(Look::is_typed)
    }

    fn repeats(&self, column: usize, cell: &[u8]) -> bool {
        self.0.get(column).is_some_and(|look| look.texts.has(cell))
    }

    /// How much a cell speaks for being the column's name (positive) or one of its values (negative).
    fn vote(look: &Look, cell: &[u8]) -> f64 {
        if cell.is_empty() || look.values == 0 {
            return 0.0;
        }
        let is_value = shape::is_typed(cell) || shape::is_marker(cell);
        // Years over other numbers, though notes stand beside many of these.
        if shape::is_year(cell) && look.years == 0 && (look.typed + look.noted) * 2 >= look.values {
            return 1.0;
        }
        if look.is_typed() {
            if shape::is_year(cell) && look.years * 2 < look.values {
                return 1.0;
            }
            return if is_value { -2.0 } else { 2.0 };
        }
        if is_value || look.texts.has(cell) {
            return -1.0;
        }
        if let Some(pattern) = &look.pattern {
            return if shape::pattern(cell).as_ref() == Some(pattern) {
                -1.0
            } else {
                1.0
            };
        }
        // A sentence among sentences is a value.
        if cell.len() > 60 && look.longest > 60 {
            return -0.5;
        }
        if look.texts.len() * 2 <= look.values {
            1.0
        } else {
            0.0
        }
    }
}

/// Texts that are neither values nor markers.
pub(crate) fn is_words(row: &Row) -> bool {
    row.width() > 0
        && (0..row.width()).all(|column| {
            let kind = row.kind(column);
            kind.is_value && !kind.is_typed
        })
}

/// Whether a record names the columns that the records after it fill.
pub(crate) fn is_header(first: &Row, columns: &Columns, has_body: bool) -> bool {
    if !has_body {
        return is_words(first);
    }
    let mut score: f64 = columns
        .0
        .iter()
        .enumerate()
        .map(|(column, look)| Columns::vote(look, first.cell(column)))
        .sum();
    if !is_distinct(first) {
        score -= 0.5;
    }
    score > 0.0 || (score == 0.0 && is_words(first))
}

/// Whether a record is surely a header: words over columns of numbers, and over all of them.
pub(crate) fn is_surely_header(row: &Row, columns: &Columns) -> bool {
    let typed: Vec<usize> = (0..columns.0.len())
        .filter(|column| columns.0[*column].is_typed())
        .collect();
    !typed.is_empty()
        && typed.iter().all(|column| {
            let cell = row.cell(*column);
            cell.first()
                .is_some_and(|first| first.is_ascii_alphabetic() || *first >= 0x80)
                && !shape::is_typed(cell)
                && !shape::is_marker(cell)
        })
}

/// Whether a record has, in columns that repeat their few texts, only texts that they do not hold.
pub(crate) fn is_novel(row: &Row, columns: &Columns) -> bool {
    let mut repeating = 0;
    for (column, look) in columns.0.iter().enumerate() {
        let cell = row.cell(column);
        if !look.is_typed() && look.values >= 8 && look.texts.len() * 2 <= look.values {
            if cell.is_empty() || look.texts.has(cell) {
                return false;
            }
            repeating += 1;
        }
    }
    repeating >= 2 && is_distinct(row)
}

/// Whether no two fields of a record are alike.
pub(crate) fn is_distinct(row: &Row) -> bool {
    let mut cells: Vec<&[u8]> = (0..row.width())
        .map(|column| row.cell(column))
        .filter(|cell| !cell.is_empty())
        .collect();
    let all = cells.len();
    cells.sort_unstable();
    cells.dedup();
    cells.len() == all
}

/// A further header row (units, groups, the second half of a name): words where the columns hold numbers, and nothing
/// that the columns hold. Years are words under a row of groups, which leaves fields empty.
pub(crate) fn is_further_header(row: &Row, columns: &Columns, is_below_groups: bool) -> bool {
    let (mut words, mut typed) = (0, 0);
    for (column, look) in columns.0.iter().enumerate() {
        let cell = row.cell(column);
        if look.is_typed() {
            typed += 1;
        }
        if cell.is_empty() {
            continue;
        }
        if shape::is_typed(cell) || shape::is_marker(cell) {
            // Years and group numbers stand over columns, too, but not alone.
            let is_name = shape::is_year(cell) && look.years * 2 < look.values;
            if look.is_typed() && !is_name {
                return false;
            }
            words += usize::from(is_name && is_below_groups);
            continue;
        }
        if look.is_typed() && (is_slipped_value(cell) || shape::is_noted(cell)) {
            return false;
        }
        if look.pattern.is_some() && look.pattern == shape::pattern(cell) {
            return false;
        }
        if look.is_typed() && look.values >= 2 {
            words += 1;
        }
        if !look.is_typed() && columns.repeats(column, cell) {
            return false;
        }
    }
    words >= 2
        || (typed == 0 && is_words(row) && is_novel(row, columns))
        || (words == 1 && typed == 1 && row.filled() == row.width() && row.width() > 1)
}

/// A number or date with a quote that is none of its own: 4"5, '45'.
fn is_slipped_value(cell: &[u8]) -> bool {
    let bare: Vec<u8> = cell
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, b'"' | b'\''))
        .collect();
    bare.len() < cell.len() && shape::is_typed(&bare)
}

/// The names of several header rows: their texts joined by one blank, column by column. Where some are alike, a row's text
/// stands over the empty fields to its right, too, if that tells the columns apart: merged cells leave those.
pub(crate) fn joined(rows: &[&Row]) -> Vec<String> {
    let rows: Vec<Vec<&[u8]>> = rows
        .iter()
        .filter(|row| !row.is_rule())
        .map(|row| (0..row.width()).map(|column| row.cell(column)).collect())
        .collect();
    let names = joined_cells(&rows);
    if are_distinct(&names) {
        return names;
    }
    let mut spread = rows;
    if let Some((_, groups)) = spread.split_last_mut() {
        groups.iter_mut().for_each(|row| spread_right(row));
    }
    let by_groups = joined_cells(&spread);
    if are_distinct(&by_groups) {
        by_groups
    } else {
        names
    }
}

fn joined_cells(rows: &[Vec<&[u8]>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let name = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let parts: Vec<_> = cells
            .filter(|cell| !cell.is_empty())
            .map(|cell| String::from_utf8_lossy(cell))
            .collect();
        parts.join(" ")
    };
    (0..width).map(name).collect()
}

fn spread_right(row: &mut [&[u8]]) {
    for column in 1..row.len() {
        if row[column].is_empty() {
            row[column] = row[column - 1];
        }
    }
}

/// Whether no two names are alike; columns without one do not count.
fn are_distinct(names: &[String]) -> bool {
    let mut met = HashSet::new();
    let mut named = names.iter().filter(|name| !name.is_empty());
    named.all(|name| met.insert(name))
}

/// Names for columns, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct UniqueNames {
    pub names: Vec<String>,
    /// Columns (from 0) without a name of their own.
    pub empty: Vec<usize>,
    /// Columns whose name repeated an earlier one.
    pub repeated: Vec<usize>,
}

/// An empty name becomes `column3` (counted from 1), a repeated one gets the first free suffix (`name_2`). Line breaks
/// and runs of blanks become one blank.
pub(crate) fn unique_names(header: &[String]) -> UniqueNames {
    let cleaned: Vec<String> = header
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let reserved: HashSet<&str> = cleaned.iter().map(String::as_str).collect();
    let mut taken = HashSet::new();
    let mut next_suffix: HashMap<String, usize> = HashMap::new();
    let mut unique = UniqueNames::default();
    for (index, own) in cleaned.iter().enumerate() {
        let wanted = if own.is_empty() {
            format!("column{}", index + 1)
        } else {
            own.clone()
        };
        let mut name = wanted.clone();
        let suffix = next_suffix.entry(wanted.clone()).or_insert(2);
        while taken.contains(&name) || (name != *own && reserved.contains(name.as_str())) {
            name = format!("{wanted}_{suffix}");
            *suffix += 1;
        }
        if own.is_empty() {
            unique.empty.push(index);
        } else if name != *own {
            unique.repeated.push(index);
        }
        taken.insert(name.clone());
        unique.names.push(name);
    }
    unique
}

/// `column1`, `column2`, … for a table without a header.
pub(crate) fn numbered_names(width: usize) -> Vec<String> {
    (1..=width)
        .map(|column| format!("column{column}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unique(names: &[&str]) -> UniqueNames {
        unique_names(
            &names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn names_become_unique() {
        assert_eq!(
            unique(&["name", "", "name", "name_2", "a\nb"]),
            UniqueNames {
                names: ["name", "column2", "name_3", "name_2", "a b"]
                    .map(str::to_owned)
                    .to_vec(),
                empty: vec![1],
                repeated: vec![2],
            }
        );
    }

    #[test]
    fn any_names_become_unique_and_none_is_empty() {
        let parts = ["", "a", "a_2", "a_3", "column1", "column2", " a "];
        for code in 0..7_usize.pow(4) {
            let names: Vec<&str> = (0..4).map(|at| parts[code / 7_usize.pow(at) % 7]).collect();
            let mut unique = unique(&names).names;
            assert!(unique.iter().all(|name| !name.is_empty()));
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), 4, "{names:?}");
        }
    }
}
