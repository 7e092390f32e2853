//! Which rows of two versions belong together, told by their hashes.

use super::Rows;

/// Rows of both versions that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub before: u32,
    pub after: u32,
}

/// Row numbers, ascending in the version they belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    pub added: Vec<u32>,
    pub gone: Vec<u32>,
    /// Of the same key and other content, in the order of the later version.
    pub changed: Vec<Pair>,
    pub same: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub gone: usize,
    pub changed: usize,
    pub same: usize,
}

impl Matches {
    pub fn counts(&self) -> Counts {
        Counts {
            added: self.added.len(),
            gone: self.gone.len(),
            changed: self.changed.len(),
            same: self.same,
        }
    }
}

/// A multiset comparison: the first of equal rows are matched.
pub(super) fn by_content(before: &[u64], after: &[u64]) -> Matches {
    joined(before, after, |_, _| true)
}

pub(super) fn by_key(before: &Rows, after: &Rows) -> Matches {
    joined(&before.keys, &after.keys, |a, b| {
        before.content.get(a as usize) == after.content.get(b as usize)
    })
}

/// Walks both lists in the order of their hashes, equal ones in the order of their rows.
fn joined(before: &[u64], after: &[u64], is_same: impl Fn(u32, u32) -> bool) -> Matches {
    let (old, new) = (sorted(before), sorted(after));
    let mut matches = Matches::default();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        match (old.get(i), new.get(j)) {
            (Some(&a), Some(&b)) if before[a as usize] == after[b as usize] => {
                if is_same(a, b) {
                    matches.same += 1;
                } else {
                    matches.changed.push(Pair {
                        before: a,
                        after: b,
                    });
                }
                i += 1;
                j += 1;
            }
            (Some(&a), Some(&b)) if before[a as usize] < after[b as usize] => {
                matches.gone.push(a);
                i += 1;
            }
            (Some(&a), None) => {
                matches.gone.push(a);
                i += 1;
            }
            (_, Some(&b)) => {
                matches.added.push(b);
                j += 1;
            }
            (None, None) => break,
        }
    }
    matches.added.sort_unstable();
    matches.gone.sort_unstable();
    matches.changed.sort_unstable_by_key(|pair| pair.after);
    matches
}

fn sorted(hashes: &[u64]) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..hashes.len() as u32).collect();
    rows.sort_unstable_by_key(|&row| (hashes[row as usize], row));
    rows
}
