//! Cuts a text at the ends of records, without splitting it into fields where that can be helped.

use super::fields::{Fields, find_close};
use super::records::{RecordSplitter, Shape};
use super::rules::Rules;
use memchr::{memchr, memrchr};
use std::ops::Range;

/// Where a text may be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// After the last record that lies wholly in the text and, unless it is the first, within the limit.
    pub end: usize,
    /// The parts of the text outside records of several lines, in order: every line end in them ends a record.
    pub plain: Vec<Range<usize>>,
}

/// Records that are taken with a first one that they decide.
const MOST_FURTHER: usize = 16;

#[derive(Debug, Default)]
struct Parts {
    /// Outside records of several lines.
    plain: Vec<Range<usize>>,
    /// Records that were read otherwise than as RFC 4180 says.
    doubtful: Vec<usize>,
    /// How far records are known.
    reached: usize,
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
                plain: self.plain_parts(text, limit, complete).plain,
            });
        }
        let Parts {
            plain,
            doubtful,
            reached,
        } = self.plain_parts(text, limit, complete);
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
        let end = self.settled(text, end, &doubtful, complete);
        Some(Cut { end, plain })
    }

    /// The parts between records of several lines, up to the limit.
    fn plain_parts(&self, text: &[u8], limit: usize, complete: bool) -> Parts {
        let whole = |limit| Parts {
            plain: std::iter::once(0..limit).collect(),
            doubtful: Vec::new(),
            reached: limit,
        };
        let Some(quote) = self.rules.quote else {
            return whole(limit);
        };
        if memchr(quote, &text[..limit]).is_none() {
            return whole(limit);
        }
        let is_slow = self.rules.delimiter.len() > 1 || self.rules.runs;
        let mut parts = Parts::default();
        let mut splitter = self.splitter(text, complete);
        let mut fields = Fields::beside(text.len());
        let (mut start, mut at) = (0, 0);
        while let Some(found) = text.get(at..limit).and_then(|rest| memchr(quote, rest)) {
            let open = at + found;
            if !is_slow {
                let is_own = self.begins_field(text, start, open);
                if !is_own && !self.begins_other(text, open) {
                    at = open + 1;
                    continue;
                }
                if is_own && let Some(end) = self.closed_in_line(text, open) {
                    at = end;
                    continue;
                }
            }
            let first = self.last_line_end(text, start..open, true).unwrap_or(start);
            fields.cells.clear();
            fields.extra.clear();
            let Some(taken) = splitter.record(first, &mut fields) else {
                parts.plain.push(start..first);
                parts.reached = first;
                return parts;
            };
            let (bounds, next) = (taken.bounds, taken.bounds.next);
            let has_lines = self.last_line_end(text, first..bounds.end, true).is_some();
            let is_odd = has_lines && taken.found != self.shape.width;
            if bounds.broken || taken.other_delimiter || is_odd {
                parts.doubtful.push(first);
            }
            if has_lines || next == bounds.end {
                parts.plain.push(start..first);
                start = next;
            }
            at = next;
        }
        parts.plain.push(start..limit.max(start));
        parts.reached = limit;
        parts
    }

    /// The cut at `end`, or another one: where a quote is broken, what comes after the cut may have decided how its
    /// record was read, and the record goes with that.
    fn settled(&self, text: &[u8], mut end: usize, doubtful: &[usize], complete: bool) -> usize {
        let is_open = |record: usize, end| !self.is_settled(text, record, end, complete);
        let is_between = |record: &usize, end| (1..end).contains(record);
        while let Some(record) = doubtful
            .iter()
            .find(|record| is_between(record, end) && is_open(**record, end))
        {
            end = *record;
        }
        // The first record cannot go with what comes after it: that comes with the record.
        let mut splitter = self.splitter(text, complete);
        for _ in 0..MOST_FURTHER {
            if doubtful.first() != Some(&0) || end >= text.len() || !is_open(0, end) {
                break;
            }
            let mut fields = Fields::beside(text.len());
            let Some(taken) = splitter.record(end, &mut fields) else {
                break;
            };
            end = taken.bounds.next;
        }
        end
    }

    fn is_settled(&self, text: &[u8], record: usize, end: usize, complete: bool) -> bool {
        let read = |text: &[u8], complete| {
            let mut fields = Fields::beside(text.len());
            let taken = self.splitter(text, complete).record(record, &mut fields);
            let cells = fields
                .cells
                .iter()
                .map(|span| fields.get(text, *span).to_vec());
            (taken, cells.collect::<Vec<_>>())
        };
        read(text, complete) == read(&text[..end], true)
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

    /// Whether a field of a record with another delimiter may begin at a quote: it may go on in the next line, too.
    fn begins_other(&self, text: &[u8], open: usize) -> bool {
        open > 0 && matches!(text[open - 1], b',' | b';' | b'\t' | b'|')
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
