//! Splits one record into fields, forgiving broken quotes.

use super::rules::Rules;
use super::scan::Scanner;
use crate::options::Escape;
use crate::table::Span;
use memchr::{memchr, memchr_iter, memmem};

/// A quoted field longer than this is taken for one whose closing quote was forgotten.
pub(crate) const LONGEST_QUOTED: usize = 1_000_000;

/// Where a record lies; its text is `start..end`, `next` is where the one after it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub start: usize,
    pub end: usize,
    pub next: usize,
    /// A quote was not closed, or not doubled.
    pub broken: bool,
    /// A field begins with a quote.
    pub quoted: bool,
}

/// Fields of one record after the other. Spans from `base` on lie in `extra`, where texts without their escapes are.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub cells: Vec<Span>,
    pub extra: Vec<u8>,
    base: usize,
}

impl Fields {
    /// For the fields of a text of `base` bytes.
    pub fn beside(base: usize) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        self.cells.push(Span {
            start: start as u32,
            end: end as u32,
        });
    }

    fn push_changed(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        let start = self.extra.len();
        change(&mut self.extra);
        self.push(self.base + start, self.base + self.extra.len());
    }

    /// The bytes of a field.
    pub fn get<'a>(&'a self, text: &'a [u8], span: Span) -> &'a [u8] {
        let (start, end) = (span.start as usize, span.end as usize);
        if start >= self.base {
            self.extra
                .get(start - self.base..end - self.base)
                .unwrap_or_default()
        } else {
            text.get(start..end).unwrap_or_default()
        }
    }
}

/// How quotes are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As RFC 4180 says; a field whose quote is never closed, or closed in another line by what must be the next
    /// field's opening quote, is read as if its quote were an ordinary character; text after a closing quote belongs
    /// to the field.
    Forgiving,
    /// A quoted field that is not closed as RFC 4180 says is none: its quote is an ordinary character.
    Careful,
    /// One ends at the first quote of its line that a delimiter or the line's end follows, if there is one.
    FirstClose,
    /// A quoted field ends at the next quote, where a delimiter or the line's end follows that; other opening quotes are
    /// ordinary characters.
    NextClose,
    /// Quotes are ordinary characters.
    Literal,
}

pub(crate) struct FieldSplitter<'a> {
    text: &'a [u8],
    rules: &'a Rules,
    /// False where more text follows: what the end could change is then left for later.
    complete: bool,
    /// The delimiter, where it is one byte.
    single: Option<u8>,
    /// The same where blanks around it belong to the fields and no backslash may stand before it.
    plain: Option<u8>,
    scanner: Scanner<'a>,
    unescaped: memmem::Finder<'static>,
}

enum Quoted {
    /// The field's delimiter or line end begins here.
    Until { end: usize, broken: bool },
    /// What comes after the text decides.
    Open,
}

impl<'a> FieldSplitter<'a> {
    pub fn new(text: &'a [u8], rules: &'a Rules, complete: bool) -> Self {
        let first = rules.first();
        let third = if rules.returns { b'\r' } else { first };
        let single = match rules.delimiter.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let mut opening = rules.delimiter.clone();
        opening.extend(rules.quote);
        Self {
            text,
            rules,
            complete,
            single,
            plain: single.filter(|_| {
                let pads = rules.runs || rules.pad_before || rules.pad_after;
                !pads && rules.escape == Escape::Double
            }),
            scanner: Scanner::new(text, [first, b'\n', third]),
            unescaped: memmem::Finder::new(&opening).into_owned(),
        }
    }

    pub fn text(&self) -> &'a [u8] {
        self.text
    }

    pub fn rules(&self) -> &'a Rules {
        self.rules
    }

    /// Splits the record at `start`, or gives `None` where it may go on beyond the text.
    #[inline]
    pub fn record(
        &mut self,
        start: usize,
        quoting: Quoting,
        fields: &mut Fields,
    ) -> Option<Bounds> {
        let (mut broken, mut quoted) = (false, false);
        let mut at = start;
        let quote = match quoting {
            Quoting::Literal => None,
            _ => self.rules.quote,
        };
        if self.rules.runs {
            at = self.skip_blanks(at);
        }
        if let Some(delimiter) = self.plain {
            at = self.plain_fields(at, delimiter, quote, fields);
        }
        loop {
            if self.rules.pad_after {
                at = self.skip_blanks(at);
            }
            let end = if quote.is_some() && self.text.get(at).copied() == quote {
                quoted = true;
                let found = match quoting {
                    Quoting::FirstClose => self.careful(at, usize::MAX, fields),
                    Quoting::NextClose => self.first_close(at, 1, fields),
                    Quoting::Careful => self.careful(at, 0, fields),
                    Quoting::Forgiving | Quoting::Literal => self.quoted(at, fields),
                };
                match found {
                    Quoted::Open => return None,
                    Quoted::Until { end, broken: is } => {
                        broken |= is;
                        end
                    }
                }
            } else {
                self.unquoted(at, fields)
            };
            if self.delimits(end) {
                at = end + self.rules.delimiter.len();
                if !self.rules.runs {
                    continue;
                }
                at = self.skip_blanks(at);
                if at < self.text.len() && !self.rules.ends_line(self.text, at) {
                    continue;
                }
                let next = self.after_line_end(at)?;
                return Some(Bounds {
                    start,
                    end: at,
                    next,
                    broken,
                    quoted,
                });
            }
            let next = self.after_line_end(end)?;
            return Some(Bounds {
                start,
                end,
                next,
                broken,
                quoted,
            });
        }
    }

    /// Takes fields that no quote opens and a delimiter of one byte ends, and gives where the next field begins.
    #[inline]
    fn plain_fields(
        &mut self,
        mut at: usize,
        delimiter: u8,
        quote: Option<u8>,
        fields: &mut Fields,
    ) -> usize {
        let text = self.text;
        let mut scanner = self.scanner;
        loop {
            let end = scanner.next_from(at);
            if text.get(end) != Some(&delimiter) || text.get(at).copied() == quote {
                break;
            }
            fields.push(at, end);
            at = end + 1;
        }
        self.scanner = scanner;
        at
    }

    /// A field that no quote opens; where its delimiter or line end begins.
    #[inline]
    fn unquoted(&mut self, start: usize, fields: &mut Fields) -> usize {
        let mut end = self.field_end(start);
        if self.rules.escape == Escape::Double {
            fields.push(start, self.trimmed_end(start, end));
            return end;
        }
        while self.delimits(end) && ends_with_escape(&self.text[start..end]) {
            end = self.field_end(end + self.rules.delimiter.len());
        }
        let field = &self.text[start..self.trimmed_end(start, end)];
        if memchr(b'\\', field).is_some() {
            let delimiter = self.rules.first();
            fields.push_changed(|extra| unescape(field, delimiter, Escape::Backslash, extra));
        } else {
            fields.push(start, start + field.len());
        }
        end
    }

    /// A field whose opening quote stands at `open`.
    fn quoted(&mut self, open: usize, fields: &mut Fields) -> Quoted {
        let (text, length) = (self.text, self.text.len());
        let Some((close, escaped)) = find_close(text, open, self.rules) else {
            if !self.complete && length - open <= LONGEST_QUOTED {
                return Quoted::Open;
            }
            return self.literal(open, fields);
        };
        if close - open > LONGEST_QUOTED {
            return self.literal(open, fields);
        }
        // A closing quote at the very end may turn out to be the first of two.
        if close + 1 == length && !self.complete {
            return Quoted::Open;
        }
        let end = self.skip_padding(close + 1);
        if self.is_field_end(end) {
            self.push_unescaped(open + 1, close, escaped, fields);
            return Quoted::Until { end, broken: false };
        }
        // Half a CRLF or half a delimiter may stand at the very end.
        if !self.complete && length - end < self.rules.delimiter.len().max(2) {
            return Quoted::Open;
        }
        if self.line_end(open) < close {
            return self.literal(open, fields);
        }
        if !self.complete && self.line_end(close) >= length {
            return Quoted::Open;
        }
        self.unescaped_inside(open, close, fields)
    }

    /// A quote inside a quoted field was not doubled: the field ends at a quote in this line that a delimiter follows.
    fn unescaped_inside(&mut self, open: usize, first_close: usize, fields: &mut Fields) -> Quoted {
        let line_end = self.line_end(first_close);
        let line = &self.text[..line_end];
        let limit = self
            .unescaped
            .find(&line[first_close..])
            .map_or(line_end, |at| first_close + at);
        let quote = self.text[open];
        for at in memchr_iter(quote, &line[first_close + 1..]) {
            let close = first_close + 1 + at;
            if close >= limit {
                break;
            }
            let end = self.skip_padding(close + 1);
            if self.is_field_end(end) {
                fields.push(open + 1, close);
                return Quoted::Until { end, broken: true };
            }
        }
        let end = self.field_end(first_close + 1);
        fields.push_changed(|extra| {
            unescape(
                &self.text[open + 1..first_close],
                quote,
                self.rules.escape,
                extra,
            );
            extra.extend_from_slice(&self.text[first_close + 1..end]);
        });
        Quoted::Until { end, broken: true }
    }

    fn first_close(&mut self, open: usize, tried: usize, fields: &mut Fields) -> Quoted {
        let line_end = self.line_end(open);
        for at in memchr_iter(self.text[open], &self.text[open + 1..line_end]).take(tried) {
            let close = open + 1 + at;
            let end = self.skip_padding(close + 1);
            if self.is_field_end(end) {
                fields.push(open + 1, close);
                return Quoted::Until { end, broken: true };
            }
        }
        self.literal(open, fields)
    }

    /// A field as RFC 4180 has it, or else one that ends at one of the next quotes, or has an ordinary quote in front.
    fn careful(&mut self, open: usize, tried: usize, fields: &mut Fields) -> Quoted {
        let found = find_close(self.text, open, self.rules);
        let is_near = self.text.len() - open <= LONGEST_QUOTED;
        if !self.complete && is_near && found.is_none_or(|(close, _)| close + 2 >= self.text.len())
        {
            return Quoted::Open;
        }
        if let Some((close, escaped)) = found
            && close - open <= LONGEST_QUOTED
            && close + 1 < self.text.len()
        {
            let end = self.skip_padding(close + 1);
            if self.is_field_end(end) {
                self.push_unescaped(open + 1, close, escaped, fields);
                return Quoted::Until { end, broken: false };
            }
        }
        self.first_close(open, tried, fields)
    }

    fn literal(&mut self, open: usize, fields: &mut Fields) -> Quoted {
        let end = self.field_end(open);
        fields.push(open, self.trimmed_end(open, end));
        Quoted::Until { end, broken: true }
    }

    fn push_unescaped(&self, start: usize, end: usize, escaped: bool, fields: &mut Fields) {
        if !escaped {
            return fields.push(start, end);
        }
        let quote = self.text[start - 1];
        fields.push_changed(|extra| {
            unescape(&self.text[start..end], quote, self.rules.escape, extra)
        });
    }

    /// `Rules::delimits`, without a comparison of texts where one byte tells.
    #[inline]
    fn delimits(&self, at: usize) -> bool {
        match self.single {
            Some(byte) => self.text.get(at) == Some(&byte),
            None => self.rules.delimits(self.text, at),
        }
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while self.text.get(at) == Some(&b' ') {
            at += 1;
        }
        at
    }

    /// Blanks between a closing quote and what follows it.
    fn skip_padding(&self, mut at: usize) -> usize {
        while self.text.get(at) == Some(&b' ') && !self.rules.delimits(self.text, at) {
            at += 1;
        }
        at
    }

    fn trimmed_end(&self, start: usize, mut end: usize) -> usize {
        if self.rules.pad_before {
            while end > start && self.text[end - 1] == b' ' {
                end -= 1;
            }
        }
        end
    }

    fn is_field_end(&self, at: usize) -> bool {
        at >= self.text.len()
            || self.rules.delimits(self.text, at)
            || self.rules.ends_line(self.text, at)
    }

    /// Where the delimiter or line end of an unquoted field begins.
    #[inline]
    fn field_end(&mut self, from: usize) -> usize {
        let mut at = from;
        loop {
            at = self.scanner.next_from(at);
            if at >= self.text.len() {
                return self.text.len();
            }
            let byte = self.text[at];
            if byte == b'\n' {
                let crlf = at > from && self.text[at - 1] == b'\r';
                return at - usize::from(crlf);
            }
            if byte == b'\r' && self.rules.returns {
                return at;
            }
            if self.delimits(at) {
                return at;
            }
            at += 1;
        }
    }

    /// Where the line of `from` ends.
    fn line_end(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        let feed = memchr(b'\n', rest).unwrap_or(rest.len());
        if self.rules.returns
            && let Some(at) = memchr(b'\r', &rest[..feed])
        {
            return from + at;
        }
        from + feed - usize::from(feed > 0 && feed < rest.len() && rest[feed - 1] == b'\r')
    }

    /// The position after the line end at `end`; `None` where the text stops and more may follow.
    #[inline]
    fn after_line_end(&self, end: usize) -> Option<usize> {
        let length = self.text.len();
        if end >= length {
            return self.complete.then_some(length);
        }
        if self.text[end] == b'\n' {
            return Some(end + 1);
        }
        match self.text.get(end + 1) {
            Some(b'\n') => Some(end + 2),
            // A CR at the very end may be half of a CRLF.
            None if !self.complete => None,
            Some(_) | None => Some(end + 1),
        }
    }
}

/// The quote that closes the one at `open`, and whether escapes stand between them.
pub(crate) fn find_close(text: &[u8], open: usize, rules: &Rules) -> Option<(usize, bool)> {
    let quote = *text.get(open)?;
    // One byte more than may be taken, so that a field that is too long is told from one that goes on.
    let last = text.len().min(open + LONGEST_QUOTED + 2);
    let mut escaped = false;
    let mut from = open + 1;
    loop {
        let close = from + memchr(quote, text.get(from..last)?)?;
        if rules.escape == Escape::Backslash && ends_with_escape(&text[from..close]) {
            escaped = true;
            from = close + 1;
            continue;
        }
        if text.get(close + 1) == Some(&quote) {
            escaped = true;
            from = close + 2;
            continue;
        }
        escaped |=
            rules.escape == Escape::Backslash && memchr(b'\\', &text[open + 1..close]).is_some();
        return Some((close, escaped));
    }
}

/// Whether the last of some bytes is a backslash that no other one escapes.
fn ends_with_escape(bytes: &[u8]) -> bool {
    let backwards = bytes.iter().rev();
    backwards.take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Appends a field's text without the escapes of a sign: its quote, or outside of quotes its delimiter.
fn unescape(field: &[u8], sign: u8, escape: Escape, out: &mut Vec<u8>) {
    let mut bytes = field.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let escaping = byte == sign || (escape == Escape::Backslash && byte == b'\\');
        match bytes.peek() {
            Some(&next) if escaping && (next == sign || (byte == b'\\' && next == b'\\')) => {
                out.push(next);
                bytes.next();
            }
            _ => out.push(byte),
        }
    }
}
