//! Records that do not fit, or are left out, as they are shown to a person.

use super::sampled::Row;
use crate::table::{Irregular, Problem};

/// The characters of a record that are kept to be shown.
const KEPT_TEXT: usize = 10_000;

/// A record as one that is left out.
pub(crate) fn left_out(text: &[u8], row: &Row, width: usize) -> Irregular {
    Irregular {
        row: None,
        line: row.line as u32 + 1,
        problem: problem_of(row.width(), width, row.broken),
        expected: width as u32,
        found: row.width() as u32,
        text: shown(text.get(row.start..row.end).unwrap_or_default()),
        surplus: Vec::new(),
    }
}

pub(crate) fn problem_of(found: usize, width: usize, broken: bool) -> Problem {
    match () {
        () if broken => Problem::BrokenQuote,
        () if found > width => Problem::TooManyFields,
        () => Problem::TooFewFields,
    }
}

/// A record's text, cut where it is too long to be shown.
pub(crate) fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(&text[..text.len().min(4 * KEPT_TEXT)]);
    match text.char_indices().nth(KEPT_TEXT) {
        Some((at, _)) => format!(
            "{}…",
            &text[..text[..at]
                .char_indices()
                .next_back()
                .map_or(0, |(last, _)| last)]
        ),
        None => text.into_owned(),
    }
}
