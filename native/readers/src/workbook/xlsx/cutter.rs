//! Cuts a sheet's part into pieces of whole rows as it is unpacked.

use super::piece::Piece;
use crate::archive::Part;
use crate::error::{ReaderError, Result};
use crate::workbook::xml::{Scanner, Token, attribute};
use memchr::memmem;

/// Bytes of a piece, more where a row is longer.
const PIECE: usize = 1 << 20;
/// A row with the longest texts that a sheet may hold stays below.
const LONGEST_ROW: usize = 128 << 20;

pub struct Cutter {
    part: Part,
    file_name: String,
    /// What is left after the last row of the piece before.
    rest: Vec<u8>,
    after_row: u32,
    in_data: bool,
    ended: bool,
}

impl Cutter {
    pub fn new(part: Part, file_name: &str) -> Self {
        Self {
            part,
            file_name: file_name.to_owned(),
            rest: Vec::new(),
            after_row: 0,
            in_data: true,
            ended: false,
        }
    }

    /// The next rows; `None` at the end of the part.
    ///
    /// # Errors
    /// `unusable-input` where the part is damaged, or a row longer than any that a sheet may hold.
    pub fn next_piece(&mut self) -> Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        let mut xml = std::mem::take(&mut self.rest);
        loop {
            let filled = xml.len();
            xml.resize(filled + PIECE, 0);
            let taken = self.part.fill(&mut xml[filled..])?;
            xml.truncate(filled + taken);
            if taken < PIECE {
                self.ended = true;
                return Ok(Some(self.piece(xml)));
            }
            if let Some(end) = self.cut(&xml) {
                self.rest = xml.split_off(end);
                return Ok(Some(self.piece(xml)));
            }
            if xml.len() > LONGEST_ROW {
                return Err(ReaderError::unusable(
                    format!(
                        "“{}” is damaged: a row of its sheet is longer than {} MB.",
                        self.file_name,
                        LONGEST_ROW >> 20
                    ),
                    "Open it in its own program and save it again.",
                ));
            }
        }
    }

    fn piece(&mut self, xml: Vec<u8>) -> Piece {
        let after_row = self.after_row;
        let in_data = self.in_data;
        self.after_row = last_row(&xml, after_row);
        self.in_data &=
            memmem::rfind(&xml, b"sheetData>").is_none_or(|at| xml[..at].last() == Some(&b'<'));
        Piece {
            xml,
            after_row,
            in_data,
        }
    }

    /// Where the last whole row ends; after the rows, where the last tag ends.
    fn cut(&self, xml: &[u8]) -> Option<usize> {
        if memmem::find(xml, b"<!").is_some() {
            return careful_cut(xml);
        }
        if !self.in_data {
            return memchr::memrchr(b'>', xml).map(|at| at + 1);
        }
        memmem::rfind_iter(xml, b"row>")
            .find(|&at| closes(&xml[..at]))
            .map(|at| at + b"row>".len())
            .or_else(|| {
                // Nothing but empty rows (`<row/>`), or the long margin after the last row.
                let end =
                    memmem::rfind(xml, b"sheetData>").or_else(|| memmem::rfind(xml, b"<row "))?;
                let end = if xml[end] == b'<' {
                    end
                } else {
                    end + b"sheetData>".len()
                };
                (end > 0).then_some(end)
            })
    }
}

/// Whether what stands before a name makes it a closing tag: `</`, or `</` and a prefix.
fn closes(before: &[u8]) -> bool {
    let prefix = before
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-'))
        .count();
    before[..before.len() - prefix].ends_with(b"</")
}

/// The same where comments or verbatim texts may hold what looks like tags.
fn careful_cut(xml: &[u8]) -> Option<usize> {
    let mut scanner = Scanner::new(xml);
    let mut end = None;
    while let Some(token) = scanner.next_token() {
        if let Token::Close {
            name: b"row" | b"sheetData" | b"mergeCells",
        } = token
        {
            end = Some(scanner.position());
        }
    }
    end
}

/// The number of the last row in a piece. Rows without a number of their own are counted on.
fn last_row(xml: &[u8], before: u32) -> u32 {
    let mut unnumbered = 0;
    for at in memmem::rfind_iter(xml, b"row") {
        if !matches!(
            xml.get(at + 3),
            Some(b' ' | b'>' | b'/' | b'\t' | b'\r' | b'\n')
        ) {
            continue;
        }
        let opens = xml[..at].ends_with(b"<") || (xml[..at].ends_with(b":") && !closes(&xml[..at]));
        if !opens {
            continue;
        }
        let end = memchr::memchr(b'>', &xml[at..]).map_or(xml.len(), |end| at + end);
        match attribute(&xml[at + 3..end], "r").and_then(|row| row.parse::<u32>().ok()) {
            Some(row) => return row.saturating_add(unnumbered),
            None => unnumbered += 1,
        }
    }
    before.saturating_add(unnumbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_is_known_without_reading_the_cells() {
        assert_eq!(
            last_row(b"<row r='7'><c r='A7'/></row><row><c/></row><row/>", 3),
            9
        );
        assert_eq!(last_row(b"<x:row><x:c/></x:row>", 3), 4);
        assert_eq!(last_row(b"<c><v>row </v></c>", 3), 3);
    }

    #[test]
    fn closing_tags_may_have_a_prefix() {
        assert!(closes(b"<c/></"));
        assert!(closes(b"<c/></x:"));
        assert!(!closes(b"<c/><x:"));
        assert!(!closes(b"<"));
    }
}
