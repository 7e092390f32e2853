//! Cuts a text at the ends of records, without splitting it into fields where that can be helped.

use super::fields::{Fields, find_close};
use super::records::{RecordSplitter, Shape};
use super::rules::Rules;
use memchr::{memchr, memrchr};
use std::iter::once;
use std::ops::Range;

/// Where a text may be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// After the last record that lies wholly in the text and, unless it is the first, within the limit.
    pub end: usize,
    /// The parts of the text outside records of several lines, in order: every line end in them ends a record.
    pub plain: Vec<Range<usize>>,
}

/// What the cutter needs to know.
#[derive(Debug, Clone)]
pub(crate) struct Cutter<'a> {
    pub rules: &'a Rules,
    pub others: &'a [Rules],
    pub shape: &'a Shape,
}

impl Cutter<'_> {
    /// Cuts at the last end of a record at or before `limit`, or after the first record where that is longer.
    /// `None` where no record ends in the text, or what follows it may change where.
    pub fn cut(&self, text: &[u8], limit: usize, complete: bool) -> Option<Cut> {
        let limit = limit.min(text.len());
        if complete && limit == text.len() {
            return Some(Cut {
                end: limit,
                plain: self.plain_parts(text, limit, complete).0,
            });
        }
        let (plain, reached) = self.plain_parts(text, limit, complete);
        // A record of several lines that begins before the limit and ends beyond it is taken where it is the first.
        let last = plain.iter().rev().find_map(|part| {
            let part = part.start..part.end.min(limit);
            self.last_line_end(text, part, complete)
        });
        let after_records = plain
            .iter()
            .rev()
            .map(|part| part.start)
            .find(|start| *start > 0 && *start <= limit);
        let end = match (last, after_records) {
            (Some(one), Some(other)) => one.max(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.first_record_end(text, reached, complete)?,
        };
        Some(Cut { end, plain })
    }

    /// The parts between records of several lines, up to the limit, and how far is known.
    fn plain_parts(&self, text: &[u8], limit: usize, complete: bool) -> (Vec<Range<usize>>, usize) {
        let Some(quote) = self.rules.quote else {
            return (once(0..limit).collect(), limit);
        };
        if memchr(quote, &text[..limit]).is_none() {
            return (once(0..limit).collect(), limit);
        }
        if self.rules.delimiter.len() > 1 || self.rules.runs {
            return self.records_up_to(text, limit, complete);
        }
        let mut parts = Vec::new();
        let mut splitter = None;
        let (mut start, mut at) = (0, 0);
        while let Some(found) = text.get(at..limit).and_then(|rest| memchr(quote, rest)) {
            let open = at + found;
            if !self.begins_field(text, start, open) {
                at = open + 1;
                continue;
            }
            if let Some(end) = self.closed_in_line(text, open) {
                at = end;
                continue;
            }
            let first = self.last_line_end(text, start..open, true).unwrap_or(start);
            let splitter = splitter.get_or_insert_with(|| self.splitter(text, complete));
            let mut fields = Fields::beside(text.len());
            let Some(taken) = splitter.record(first, &mut fields) else {
                parts.push(start..first);
                return (parts, first);
            };
            let next = taken.bounds.next;
            let is_one_line = self.last_line_end(text, first..next, true) == Some(next)
                && self
                    .last_line_end(text, first..taken.bounds.end, true)
                    .is_none();
            if !is_one_line {
                parts.push(start..first);
                start = next;
            }
            at = next;
        }
        if start < limit {
            parts.push(start..limit);
        } else {
            parts.push(start..start);
        }
        (parts, limit)
    }

    /// The same by splitting every record, for delimiters that cannot be seen from behind.
    fn records_up_to(
        &self,
        text: &[u8],
        limit: usize,
        complete: bool,
    ) -> (Vec<Range<usize>>, usize) {
        let mut splitter = self.splitter(text, complete);
        let mut fields = Fields::beside(text.len());
        let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
        while at < limit {
            fields.cells.clear();
            fields.extra.clear();
            let Some(taken) = splitter.record(at, &mut fields) else {
                parts.push(start..at);
                return (parts, at);
            };
            let bounds = taken.bounds;
            if self
                .last_line_end(text, bounds.start..bounds.end, true)
                .is_some()
            {
                parts.push(start..bounds.start);
                start = bounds.next;
            }
            at = bounds.next;
        }
        parts.push(start..limit.max(start));
        (parts, limit)
    }

    fn splitter<'b>(&'b self, text: &'b [u8], complete: bool) -> RecordSplitter<'b> {
        RecordSplitter::new(text, self.rules, self.others, self.shape, complete)
    }

    /// Whether a field begins at a quote: a delimiter, a line end or the text's beginning stands before it.
    fn begins_field(&self, text: &[u8], start: usize, open: usize) -> bool {
        let mut before = open;
        if self.rules.pad_after {
            while before > start && text[before - 1] == b' ' {
                before -= 1;
            }
        }
        if before == start {
            return true;
        }
        let byte = text[before - 1];
        byte == self.rules.first() || byte == b'\n' || (byte == b'\r' && self.rules.returns)
    }

    /// Where a regular quoted field ends that has no line end in it.
    fn closed_in_line(&self, text: &[u8], open: usize) -> Option<usize> {
        let (close, _) = find_close(text, open, self.rules)?;
        let follows = match text.get(close + 1)? {
            b'\n' => true,
            b'\r' => self.rules.ends_line(text, close + 1),
            byte => *byte == self.rules.first(),
        };
        let inside = &text[open + 1..close];
        let has_line_end = memchr(b'\n', inside).is_some()
            || (self.rules.returns && memchr(b'\r', inside).is_some());
        (follows && !has_line_end).then_some(close + 1)
    }

    /// The position after the last line end in a part of the text.
    fn last_line_end(&self, text: &[u8], part: Range<usize>, complete: bool) -> Option<usize> {
        let piece = text.get(part.clone())?;
        let feed = memrchr(b'\n', piece).map(|at| part.start + at + 1);
        if !self.rules.returns {
            return feed;
        }
        let from = feed.unwrap_or(part.start);
        let Some(at) = memrchr(b'\r', text.get(from..part.end)?) else {
            return feed;
        };
        let at = from + at;
        match text.get(at + 1) {
            // The other half of this line end lies beyond the part.
            Some(b'\n') => self.last_line_end(text, part.start..at, complete),
            None if !complete => self.last_line_end(text, part.start..at, complete),
            Some(_) | None => Some(at + 1),
        }
    }

    fn first_record_end(&self, text: &[u8], reached: usize, complete: bool) -> Option<usize> {
        if reached == 0 && !complete {
            return None;
        }
        let mut splitter = self.splitter(text, complete);
        let mut fields = Fields::beside(text.len());
        splitter
            .record(0, &mut fields)
            .map(|taken| taken.bounds.next)
    }
}
