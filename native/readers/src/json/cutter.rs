//! Cuts records out of a list, or out of a text with one value after the other, as it is read.

use std::io::{self, Read};

/// Bytes of a piece, more where a record is longer.
const PIECE: usize = 1 << 20;
/// The longest record that is read.
pub const LONGEST: usize = 256 << 20;

/// Where a record lies in its piece, and its line in the file, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    pub start: usize,
    pub end: usize,
    pub line: u64,
}

/// Whole records.
#[derive(Debug, Default)]
pub struct Piece {
    pub text: Vec<u8>,
    pub records: Vec<Record>,
    /// Bytes read up to here.
    pub bytes_read: u64,
}

/// How records follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Within the brackets of a list, which is passed over from its opening bracket on.
    List,
    /// One line each.
    Lines,
}

pub struct Cutter<R> {
    reader: R,
    frame: Frame,
    rest: Vec<u8>,
    line: u64,
    bytes_read: u64,
    source_ended: bool,
    /// The list was closed.
    pub closed: bool,
    /// The text ended inside a record, or a record is too long to be read.
    pub cut_off: bool,
    most_records: usize,
}

impl<R: Read> Cutter<R> {
    /// `reader` begins at the opening bracket of a list.
    pub fn new(reader: R, frame: Frame, most_records: usize) -> Self {
        Self {
            reader,
            frame,
            rest: Vec::new(),
            line: 1,
            bytes_read: 0,
            source_ended: false,
            closed: false,
            cut_off: false,
            most_records: most_records.max(1),
        }
    }

    pub fn starting_at(mut self, line: u64) -> Self {
        self.line = line;
        self
    }

    /// The next records; `None` at the end.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if self.closed || self.cut_off {
                return Ok(None);
            }
            if !self.source_ended && self.rest.len() < PIECE {
                self.fill()?;
            }
            let (records, end) = self.records();
            if !records.is_empty() {
                return Ok(Some(self.piece(records, end)));
            }
            if self.closed {
                return Ok(None);
            }
            if self.source_ended {
                self.cut_off = self.frame == Frame::List || !self.rest.trim_ascii().is_empty();
                return Ok(None);
            }
            if self.rest.len() > LONGEST {
                self.cut_off = true;
                return Ok(None);
            }
            // A record that is longer than what was read so far.
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let wanted = PIECE.max(self.rest.len());
        let before = self.rest.len();
        let taken = self
            .reader
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.rest)?;
        self.source_ended = taken < wanted;
        if before == 0
            && self.bytes_read == 0
            && self.frame == Frame::List
            && self.rest.first() == Some(&b'[')
        {
            self.rest[0] = b' ';
        }
        Ok(())
    }

    fn piece(&mut self, records: Vec<Record>, end: usize) -> Piece {
        let rest = self.rest.split_off(end);
        let text = std::mem::replace(&mut self.rest, rest);
        self.line += memchr::memchr_iter(b'\n', &text).count() as u64;
        self.bytes_read += text.len() as u64;
        Piece {
            text,
            records,
            bytes_read: self.bytes_read,
        }
    }

    /// The whole records at the beginning of what was read, and where they end.
    fn records(&mut self) -> (Vec<Record>, usize) {
        match self.frame {
            Frame::Lines => self.lines(),
            Frame::List => self.elements(),
        }
    }

    fn lines(&mut self) -> (Vec<Record>, usize) {
        let (mut records, mut start, mut line) = (Vec::new(), 0, self.line);
        while records.len() < self.most_records && start < self.rest.len() {
            let rest = &self.rest[start..];
            let (end, next) = match memchr::memchr(b'\n', rest) {
                Some(end) => (start + end, start + end + 1),
                None if self.source_ended => (self.rest.len(), self.rest.len()),
                None => break,
            };
            if !self.rest[start..end].trim_ascii().is_empty() {
                records.push(Record { start, end, line });
            }
            start = next;
            line += 1;
        }
        if records.is_empty() {
            // Nothing but blank lines.
            self.line = line;
            self.bytes_read += start as u64;
            self.rest.drain(..start);
            return (records, 0);
        }
        (records, start)
    }

    fn elements(&mut self) -> (Vec<Record>, usize) {
        let text = &self.rest;
        let (mut records, mut at, mut line) = (Vec::new(), 0, self.line);
        let mut end = 0;
        while records.len() < self.most_records {
            while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n' | b',')) = text.get(at) {
                line += u64::from(*byte == b'\n');
                at += 1;
            }
            if text.get(at) == Some(&b']') {
                self.closed = true;
                end = at + 1;
                break;
            }
            let Some(last) = element_end(text, at) else {
                break;
            };
            records.push(Record {
                start: at,
                end: last,
                line,
            });
            line += memchr::memchr_iter(b'\n', &text[at..last]).count() as u64;
            at = last;
            end = last;
        }
        (records, end)
    }
}

/// The end of the value at `start`: before the comma or bracket that follows it. `None` where it goes on.
fn element_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                at += 1;
                loop {
                    at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
                    if text[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'{' | b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 && at > start => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, frame: Frame) -> (Vec<(String, u64)>, bool) {
        let mut cutter = Cutter::new(text.as_bytes(), frame, 2);
        let mut records = Vec::new();
        while let Some(piece) = cutter.next_piece().unwrap() {
            for record in &piece.records {
                let text =
                    String::from_utf8_lossy(&piece.text[record.start..record.end]).into_owned();
                records.push((text, record.line));
            }
        }
        (records, cutter.cut_off)
    }

    fn texts(records: &[(String, u64)]) -> Vec<(&str, u64)> {
        records
            .iter()
            .map(|(text, line)| (text.as_str(), *line))
            .collect()
    }

    #[test]
    fn elements_of_a_list() {
        let (records, cut_off) = all(
            "[\n {\"a\":\"]},{\"},\n\n[1,\n2], 3,\"x\\\"y\"\n] rubbish",
            Frame::List,
        );
        assert_eq!(
            texts(&records),
            [
                ("{\"a\":\"]},{\"}", 2),
                ("[1,\n2]", 4),
                ("3", 5),
                ("\"x\\\"y\"", 5)
            ]
        );
        assert!(!cut_off);
        assert_eq!(all("[]", Frame::List), (Vec::new(), false));
        let (records, cut_off) = all("[{\"a\":1},{\"a\"", Frame::List);
        assert_eq!(texts(&records), [("{\"a\":1}", 1)]);
        assert!(cut_off);
    }

    #[test]
    fn lines() {
        let (records, cut_off) = all("\n{\"a\":1}\r\n\n\n\n\n{\"a\":2}\n[3]", Frame::Lines);
        assert_eq!(
            texts(&records),
            [("{\"a\":1}\r", 2), ("{\"a\":2}", 7), ("[3]", 8)]
        );
        assert!(!cut_off);
        assert_eq!(all("\n\n \n", Frame::Lines), (Vec::new(), false));
    }

    #[test]
    fn pieces_end_where_records_do() {
        let long = format!(
            "[{}]",
            vec![format!("{{\"a\":\"{}\"}}", "x".repeat(500_000)); 9].join(",\n")
        );
        let (records, cut_off) = all(&long, Frame::List);
        assert_eq!(
            records
                .iter()
                .map(|(text, line)| (text.len(), *line))
                .collect::<Vec<_>>(),
            (1..=9).map(|line| (500_008, line)).collect::<Vec<_>>()
        );
        assert!(!cut_off);
    }
}
