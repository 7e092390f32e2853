//! Splits records with what is known of the table: how wide it is, and which columns hold numbers.

use super::fields::{Bounds, FieldSplitter, Fields, Quoting};
use super::rules::Rules;
use super::shape;
use crate::table::Span;

/// What a table's records should look like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// Fields of a record; 0 where that is not known yet.
    pub width: usize,
    /// Columns whose values are numbers or dates.
    pub typed: Vec<bool>,
    /// Names of columns may be among the records.
    pub with_header: bool,
    /// Hardly a record has blanks after its delimiters: in one that has them after all, they belong to the delimiter.
    pub lone_blanks: bool,
}

impl Shape {
    /// Whether a record's cells are of the kinds its columns have, as far as they are known.
    pub fn takes<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        cells.zip(&self.typed).all(|(cell, typed)| {
            !typed || shape::is_blank(cell) || shape::is_typed(cell) || shape::is_marker(cell)
        })
    }
}

/// How a record was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub bounds: Bounds,
    /// Fields as the dialect splits it, where another reading was taken.
    pub found: usize,
    /// It was split by another delimiter than the others.
    pub other_delimiter: bool,
}

/// The delimiters a single record may have instead of the table's own.
const OTHERS: [&str; 6] = [",", ";", "\t", "|", ":", " "];

/// The rules for records of another delimiter; the last is the table's own with a blank after it, if that is another.
pub(crate) fn other_rules(rules: &Rules) -> Vec<Rules> {
    OTHERS
        .iter()
        .filter(|other| other.as_bytes() != rules.delimiter)
        .map(|other| rules.with_delimiter(other))
        .chain(rules.with_blank_after())
        .collect()
}

pub(crate) struct RecordSplitter<'a> {
    own: FieldSplitter<'a>,
    complete: bool,
    others: Vec<FieldSplitter<'a>>,
    other_rules: &'a [Rules],
    shape: &'a Shape,
}

impl<'a> RecordSplitter<'a> {
    pub fn new(
        text: &'a [u8],
        rules: &'a Rules,
        other_rules: &'a [Rules],
        shape: &'a Shape,
        complete: bool,
    ) -> Self {
        Self {
            own: FieldSplitter::new(text, rules, complete),
            complete,
            others: Vec::new(),
            other_rules,
            shape,
        }
    }

    /// Splits the record at `start`, or gives `None` where it may go on beyond the text. A record of the wrong width
    /// is read otherwise where that gives the right one: with its quotes taken for what they look like, or with
    /// another delimiter.
    #[inline]
    pub fn record(&mut self, start: usize, fields: &mut Fields) -> Option<Taken> {
        let before = fields.cells.len();
        let bounds = self.own.record(start, Quoting::Forgiving, fields)?;
        let found = fields.cells.len() - before;
        let plain = Taken {
            bounds,
            found,
            other_delimiter: false,
        };
        if found == self.shape.width || self.shape.width < 2 || bounds.end == bounds.start {
            if self.shape.lone_blanks && self.has_blanks(before, fields) {
                return self.without_blanks(plain, before, fields);
            }
            return Some(plain);
        }
        self.refit(plain, before, fields)
    }

    /// Whether one blank stands after each delimiter of a record and none before its first field: aligned columns have
    /// other numbers of them, and those within quotes are the values'.
    fn has_blanks(&self, before: usize, fields: &Fields) -> bool {
        let text = self.own.text();
        let is_blank = |at: usize| text.get(at) == Some(&b' ');
        let follows = |span: &Span| {
            let at = span.start as usize;
            let delimits = at > 0 && text.get(at - 1) == self.own.rules().delimiter.last();
            delimits && is_blank(at) && !is_blank(at + 1)
        };
        match fields.cells.get(before..) {
            Some([first, rest @ ..]) => {
                rest.len() > 1 && rest.iter().all(follows) && !is_blank(first.start as usize)
            }
            _ => false,
        }
    }

    #[cold]
    fn without_blanks(
        &mut self,
        plain: Taken,
        before: usize,
        fields: &mut Fields,
    ) -> Option<Taken> {
        let mark = fields.extra.len();
        let Some(rules) = self.other_rules.last().filter(|rules| rules.pad_after) else {
            return Some(plain);
        };
        let Bounds { start, next, .. } = plain.bounds;
        let own = fields.cells.split_off(before);
        let mut one = alone(self.own.text(), next, rules);
        let found = one.record(start, Quoting::Forgiving, fields);
        match found {
            Some(bounds)
                if fields.cells.len() - before == own.len()
                    && bounds.next == next
                    && !bounds.broken =>
            {
                Some(Taken {
                    bounds,
                    other_delimiter: true,
                    ..plain
                })
            }
            _ => {
                fields.cells.truncate(before);
                fields.cells.extend(own);
                fields.extra.truncate(mark);
                Some(plain)
            }
        }
    }

    #[cold]
    fn refit(&mut self, plain: Taken, before: usize, fields: &mut Fields) -> Option<Taken> {
        let start = plain.bounds.start;
        let mark = fields.extra.len();
        let clear = |fields: &mut Fields| {
            fields.cells.truncate(before);
            fields.extra.truncate(mark);
        };
        clear(fields);
        if let Some(taken) = self.by_other_delimiter(plain, before, fields)? {
            return Some(taken);
        }
        clear(fields);
        if plain.bounds.broken || self.has_lines(plain.bounds) {
            for quoting in [
                Quoting::FirstClose,
                Quoting::Careful,
                Quoting::NextClose,
                Quoting::Literal,
            ] {
                let bounds = self.own.record(start, quoting, fields)?;
                if fields.cells.len() - before == self.shape.width
                    && self.is_followed(plain.bounds, bounds)?
                {
                    let bounds = Bounds {
                        broken: true,
                        ..bounds
                    };
                    return Some(Taken { bounds, ..plain });
                }
                clear(fields);
            }
        }
        self.own.record(start, Quoting::Forgiving, fields)?;
        Some(plain)
    }

    /// Whether line ends stand inside a record's quotes.
    fn has_lines(&self, bounds: Bounds) -> bool {
        let text = self
            .own
            .text()
            .get(bounds.start..bounds.end)
            .unwrap_or_default();
        bounds.quoted && text.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Where quotes that were closed as they should are taken for ordinary ones, the lines between them must be records
    /// of the table, too.
    fn is_followed(&mut self, regular: Bounds, other: Bounds) -> Option<bool> {
        if regular.broken || other.next >= regular.next {
            return Some(true);
        }
        let mut fields = Fields::beside(self.own.text().len());
        let next = self.own.record(other.next, Quoting::Careful, &mut fields);
        if next.is_none() && !self.complete {
            return None;
        }
        Some(next.is_some() && fields.cells.len() == self.shape.width)
    }

    /// `None` where more text must be read to tell.
    fn by_other_delimiter(
        &mut self,
        plain: Taken,
        before: usize,
        fields: &mut Fields,
    ) -> Option<Option<Taken>> {
        let mark = fields.extra.len();
        if self.others.is_empty() {
            let text = self.own.text();
            self.others = self
                .other_rules
                .iter()
                .map(|rules| FieldSplitter::new(text, rules, self.complete))
                .collect();
        }
        for (other, rules) in self.others.iter_mut().zip(self.other_rules) {
            fields.cells.truncate(before);
            fields.extra.truncate(mark);
            // Words, colons and quotes behind blanks stand in texts of all kinds: such a record has one line.
            let found = if is_word(rules) || rules.pad_after {
                let mut one = alone(other.text(), plain.bounds.next, rules);
                one.record(plain.bounds.start, Quoting::Forgiving, fields)
            } else {
                other.record(plain.bounds.start, Quoting::Forgiving, fields)
            };
            let Some(bounds) = found else {
                if self.complete {
                    continue;
                }
                return None;
            };
            let cells = &fields.cells[before..];
            let is_whole = bounds.next >= plain.bounds.next;
            if cells.len() != self.shape.width || bounds.broken || !is_whole {
                continue;
            }
            let text = other.text();
            let cells = cells.iter().map(|span| fields.get(text, *span));
            if is_fit(self.shape, rules, cells, plain.found, bounds.quoted) {
                return Some(Some(Taken {
                    bounds,
                    other_delimiter: true,
                    ..plain
                }));
            }
        }
        Some(None)
    }
}

/// Splits nothing beyond a record that ends before `next`.
fn alone<'a>(text: &'a [u8], next: usize, rules: &'a Rules) -> FieldSplitter<'a> {
    FieldSplitter::new(text.get(..next).unwrap_or_default(), rules, true)
}

/// Whether the delimiter is one that texts hold, too.
fn is_word(rules: &Rules) -> bool {
    rules.delimiter == b" " || rules.delimiter == b":"
}

/// Whether a record that another delimiter splits into as many fields as the table has is one of its rows. A sentence
/// may have as many words, and two parts are found in much that is no row.
fn is_fit<'a>(
    shape: &Shape,
    rules: &Rules,
    cells: impl Iterator<Item = &'a [u8]> + Clone,
    found: usize,
    is_quoted: bool,
) -> bool {
    let filled = cells.clone().filter(|cell| !shape::is_blank(cell)).count();
    let is_word = is_word(rules);
    if filled * 2 < shape.width || (shape.width == 2 && found != 1) || (shape.width == 2 && is_word)
    {
        return false;
    }
    let typed = shape.typed.iter().any(|typed| *typed);
    if typed && shape.takes(cells.clone()) {
        return true;
    }
    if is_word {
        return !typed && is_quoted;
    }
    let is_header = shape.with_header && !cells.clone().any(shape::is_typed);
    is_header || (!typed && shape.width > 2)
}
