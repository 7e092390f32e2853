//! What a text looks like under a dialect: how alike its records are in width, and how whole its cells.

use super::fields::{FieldSplitter, Fields, Quoting};
use super::records::other_rules;
use super::rules::Rules;
use super::shape;

pub(crate) const SCORED_RECORDS: usize = 400;
const SCORED_CELLS: usize = 4_000;
/// So few records may all be of different widths beside one another.
const FEW_RECORDS: usize = 10;
/// Mean wholeness from which cells are values rather than parts of sentences.
const MOSTLY_WHOLE: f64 = 0.8;

/// What a text looks like under a dialect.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub records: usize,
    line_ends: usize,
    /// Neighbours of the same width, of two fields at least.
    alike: usize,
    fields: usize,
    /// Mean of the cells' wholeness.
    whole: f64,
    widest: usize,
    /// Of the first records; 1 where a record does not hold the delimiter.
    widths: Vec<usize>,
    /// Widths of such records as the other delimiters split them.
    other_widths: Vec<Vec<usize>>,
    /// Records with a quoted field, and those of them where a quote is broken.
    pub quoted: usize,
    pub broken: usize,
    pub quoted_fields: usize,
    /// Something that is quoted needs it.
    pub earned: usize,
}

impl Look {
    pub fn at(sample: &str, complete: bool, rules: &Rules) -> Self {
        let text = sample.as_bytes();
        let mut splitter = FieldSplitter::new(text, rules, complete);
        let mut fields = Fields::beside(text.len());
        let mut look = Self::default();
        let (mut at, mut before, mut cells, mut whole) = (0, 0, 0, 0.0);
        while at < text.len() && look.records < SCORED_RECORDS {
            fields.cells.clear();
            fields.extra.clear();
            let Some(bounds) = splitter.record(at, Quoting::Forgiving, &mut fields) else {
                break;
            };
            at = bounds.next;
            if bounds.start == bounds.end {
                continue;
            }
            let width = fields.cells.len();
            look.records += 1;
            look.fields += width;
            look.widest = look.widest.max(width);
            if look.widths.len() < FEW_RECORDS {
                look.widths.push(width);
                if width == 1 {
                    let record = &text[bounds.start..bounds.end];
                    look.other_widths.push(widths_otherwise(record, rules));
                }
            }
            look.alike += usize::from(width == before && width > 1);
            look.quoted += usize::from(bounds.quoted);
            look.broken += usize::from(bounds.broken);
            before = width;
            if width > 1 && cells < SCORED_CELLS {
                for span in &fields.cells {
                    whole += shape::wholeness(fields.get(text, *span));
                }
                cells += width;
            }
            if bounds.quoted && !bounds.broken {
                look.count_quoted(text, &fields, rules);
            }
        }
        let is_end = |byte: &&u8| matches!(**byte, b'\n' | b'\r');
        look.line_ends = text.iter().filter(is_end).count();
        look.whole = whole / cells.max(1) as f64;
        look
    }

    fn count_quoted(&mut self, text: &[u8], fields: &Fields, rules: &Rules) {
        for span in &fields.cells {
            let start = span.start as usize;
            let is_quoted =
                start >= text.len() || (start > 0 && text.get(start - 1).copied() == rules.quote);
            if is_quoted {
                self.quoted_fields += 1;
                let content = fields.get(text, *span);
                let needed = content
                    .iter()
                    .any(|byte| *byte == b'\n' || Some(*byte) == rules.quote)
                    || content
                        .windows(rules.delimiter.len())
                        .any(|part| part == rules.delimiter);
                self.earned += usize::from(needed);
            }
        }
    }

    pub fn score(&self) -> f64 {
        if self.widest < 2 || self.records == 0 {
            return 0.0;
        }
        let pairs = (self.records - 1).max(1) as f64;
        let alike = match self.records {
            // Lines that are all one record are hardly a table.
            1 if self.line_ends > 2 => 0.1,
            1 => 1.0,
            _ => (self.alike as f64 / pairs).max(self.share_of_the_commonest_width()),
        };
        let width = self.fields as f64 / self.records as f64;
        let broken = self.broken as f64 / self.quoted.max(1) as f64;
        let all = self.broken as f64 / self.records as f64;
        alike
            * (1.0 - 1.0 / width.max(1.2))
            * (0.3 + 0.7 * self.whole)
            * (1.0 - 0.5 * broken.powi(3))
            * (1.0 - 0.1 * all)
    }

    /// Of few records, between values: in a short table two bad rows leave no good neighbours. One record may have another
    /// delimiter that splits it as the others are; all others hold the delimiter.
    fn share_of_the_commonest_width(&self) -> f64 {
        let is_short = self.records == self.widths.len();
        if !is_short || self.whole < MOSTLY_WHOLE || self.other_widths.len() > 1 {
            return 0.0;
        }
        let wide = self.widths.iter().filter(|width| **width > 1);
        let times = |width: &usize| self.widths.iter().filter(|one| *one == width).count();
        let commonest = wide.map(|width| (times(width), *width)).max();
        let Some((times, width)) = commonest.filter(|(times, _)| *times > 1) else {
            return 0.0;
        };
        let is_row = |widths: &Vec<usize>| widths.contains(&width);
        if !self.other_widths.iter().all(is_row) {
            return 0.0;
        }
        (times + self.other_widths.len()) as f64 / self.records as f64
    }

    pub fn is_quoted_throughout(&self) -> bool {
        self.quoted >= 2 && self.broken == 0 && self.quoted * 2 >= self.records
    }
}

/// How many fields a record has under the delimiters that a single record may have instead.
fn widths_otherwise(record: &[u8], rules: &Rules) -> Vec<usize> {
    let width = |other: &Rules| {
        let mut fields = Fields::beside(record.len());
        let mut splitter = FieldSplitter::new(record, other, true);
        splitter.record(0, Quoting::Forgiving, &mut fields);
        fields.cells.len()
    };
    other_rules(rules).iter().map(width).collect()
}
