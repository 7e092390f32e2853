//! What differs between two versions of a table: rows that came, went or changed.
//!
//! Tables are fed column by column, and only two 64-bit hashes a row are kept (SipHash, so that no file can be made to
//! collide by accident of its content): 16 bytes a row and version, whatever the rows hold.

mod matching;

pub use matching::{Counts, Matches, Pair};

use std::hash::Hasher;
use std::hash::{DefaultHasher, Hash};

/// Which of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Before,
    After,
}

/// Two versions of a table on their way to being compared.
#[derive(Debug, Default)]
pub struct Comparison {
    before: Rows,
    after: Rows,
    with_key: bool,
}

/// The hashes of a version's rows.
#[derive(Debug, Default)]
struct Rows {
    /// Of the texts of all columns compared, in their order.
    content: Vec<u64>,
    /// Of the key's text; empty without a key.
    keys: Vec<u64>,
    /// One column's texts, for counting what changed in it.
    cells: Vec<u64>,
}

impl Comparison {
    /// `with_key`: rows belong together by the texts of one column; otherwise by their whole content.
    pub fn new(with_key: bool) -> Self {
        Self {
            with_key,
            ..Self::default()
        }
    }

    fn rows(&mut self, version: Version) -> &mut Rows {
        match version {
            Version::Before => &mut self.before,
            Version::After => &mut self.after,
        }
    }

    /// Takes the texts of rows `first..` of one column. Columns come one after the other in the same order for both
    /// versions; blanks around a text do not count.
    pub fn add<'a>(
        &mut self,
        version: Version,
        first: usize,
        is_key: bool,
        texts: impl Iterator<Item = &'a str>,
    ) {
        let with_key = self.with_key && is_key;
        let rows = self.rows(version);
        for (row, text) in texts.enumerate() {
            let (row, hash) = (first + row, hash_of(text));
            *slot(&mut rows.content, row) = mixed(rows.content.get(row).copied(), hash);
            if with_key {
                *slot(&mut rows.keys, row) = hash;
            }
        }
    }

    /// Pairs the rows of both versions.
    pub fn matched(&self) -> Matches {
        if self.with_key {
            matching::by_key(&self.before, &self.after)
        } else {
            matching::by_content(&self.before.content, &self.after.content)
        }
    }

    /// Takes the texts of rows `first..` of one column alone, for `changed_cells`.
    pub fn add_cells<'a>(
        &mut self,
        version: Version,
        first: usize,
        texts: impl Iterator<Item = &'a str>,
    ) {
        let rows = self.rows(version);
        for (row, text) in texts.enumerate() {
            *slot(&mut rows.cells, first + row) = hash_of(text);
        }
    }

    /// In how many of the pairs the column taken by `add_cells` differs; the column is forgotten then.
    pub fn changed_cells(&mut self, pairs: &[Pair]) -> usize {
        let count = pairs
            .iter()
            .filter(|pair| {
                self.before.cells.get(pair.before as usize)
                    != self.after.cells.get(pair.after as usize)
            })
            .count();
        self.before.cells.clear();
        self.after.cells.clear();
        count
    }
}

fn slot(values: &mut Vec<u64>, row: usize) -> &mut u64 {
    if values.len() <= row {
        values.resize(row + 1, 0);
    }
    &mut values[row]
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().hash(&mut hasher);
    hasher.finish()
}

/// Joins a further cell to a row's hash; the order of the cells counts.
fn mixed(row: Option<u64>, cell: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.unwrap_or_default().hash(&mut hasher);
    cell.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Table<'a> = &'a [&'a [&'a str]];

    fn feed(comparison: &mut Comparison, version: Version, table: Table<'_>) {
        let width = table.first().map_or(0, |row| row.len());
        for column in 0..width {
            // In two pieces, as chunks come.
            let (head, tail) = table.split_at(table.len() / 2);
            for (first, piece) in [(0, head), (head.len(), tail)] {
                comparison.add(
                    version,
                    first,
                    column == 0,
                    piece.iter().map(|row| row[column]),
                );
            }
        }
    }

    fn compared(with_key: bool, before: Table<'_>, after: Table<'_>) -> Matches {
        let mut comparison = Comparison::new(with_key);
        feed(&mut comparison, Version::Before, before);
        feed(&mut comparison, Version::After, after);
        comparison.matched()
    }

    const BEFORE: Table<'static> = &[&["1", "a"], &["2", "b"], &["3", "c"], &["3", "c"]];
    const AFTER: Table<'static> = &[&["3", " c "], &["1", "a"], &["2", "B"], &["4", "d"]];

    #[test]
    fn without_a_key_equal_rows_are_matched_as_often_as_both_have_them() {
        let matches = compared(false, BEFORE, AFTER);
        assert_eq!(
            matches.counts(),
            Counts {
                added: 2,
                gone: 2,
                changed: 0,
                same: 2
            }
        );
        assert_eq!(matches.added, [2, 3]);
        assert_eq!(matches.gone, [1, 3]);
    }

    #[test]
    fn with_a_key_rows_of_the_same_key_changed() {
        let matches = compared(true, &BEFORE[..3], AFTER);
        assert_eq!(
            matches.counts(),
            Counts {
                added: 1,
                gone: 0,
                changed: 1,
                same: 2
            }
        );
        assert_eq!(
            matches.changed,
            [Pair {
                before: 1,
                after: 2
            }]
        );
        assert_eq!(matches.added, [3]);
    }

    #[test]
    fn the_order_of_a_rows_cells_counts() {
        let matches = compared(false, &[&["a", "b"]], &[&["b", "a"]]);
        assert_eq!(matches.counts().same, 0);
    }

    #[test]
    fn changed_cells_are_counted_by_column() {
        let mut comparison = Comparison::new(true);
        let pairs = [
            Pair {
                before: 0,
                after: 1,
            },
            Pair {
                before: 1,
                after: 0,
            },
        ];
        for (before, after, expected) in [
            (["x", "y"], ["y", "x"], 0),
            (["x", "y"], ["z", "x"], 1),
            (["x", "y"], ["x", "y"], 2),
        ] {
            comparison.add_cells(Version::Before, 0, before.into_iter());
            comparison.add_cells(Version::After, 0, after.into_iter());
            assert_eq!(comparison.changed_cells(&pairs), expected);
        }
    }

    #[test]
    fn an_empty_table_has_lost_or_gained_everything() {
        assert_eq!(compared(false, &[], AFTER).counts().added, 4);
        assert_eq!(compared(true, &BEFORE[..3], &[]).counts().gone, 3);
    }
}
