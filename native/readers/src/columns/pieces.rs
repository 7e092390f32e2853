//! A column's texts as they stand in the file, on their way from blocks to chunks.

use super::pack::CHUNK_ROWS;
use super::part::Cells;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::stored::{JOINED_BY_LINE_FEED, JSON_ARRAY, NO_TEXTS, Texts};
use crate::table::Block;
use memchr::memchr_iter;

/// Most texts are not longer.
const SHORT: usize = 16;

/// Some texts in order.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    rows: usize,
    /// Each text with a line feed behind it.
    bytes: Vec<u8>,
    /// Where each text ends; only where a text holds a line feed.
    ends: Option<Vec<usize>>,
}

impl Piece {
    /// The texts of a block's column.
    pub fn of(cells: Cells<'_>) -> Self {
        let texts = (0..cells.rows()).map(|row| cells.text(row));
        let length: usize = texts.clone().map(<[u8]>::len).sum();
        let mut bytes = Vec::with_capacity(length + cells.rows() + SHORT);
        for row in 0..cells.rows() {
            let text = cells.text(row);
            match cells.beginning::<SHORT>(row) {
                // A copy of fixed length costs less than one of the right length.
                Some(more) if text.len() <= SHORT => {
                    let end = bytes.len() + text.len();
                    bytes.extend_from_slice(more);
                    bytes.truncate(end);
                }
                _ => bytes.extend_from_slice(text),
            }
            bytes.push(b'\n');
        }
        if memchr_iter(b'\n', &bytes).count() > cells.rows() {
            return texts.collect();
        }
        Self {
            rows: cells.rows(),
            bytes,
            ends: None,
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.bounds().map(move |end| {
            let text = &self.bytes[start..end];
            start = end + 1;
            text
        })
    }

    /// Where the texts end.
    fn bounds(&self) -> Box<dyn Iterator<Item = usize> + '_> {
        match &self.ends {
            Some(ends) => Box::new(ends.iter().copied()),
            None => Box::new(memchr_iter(b'\n', &self.bytes)),
        }
    }

    /// Takes the first `rows` texts, which it has, off.
    pub fn take_first(&mut self, rows: usize) -> Self {
        if rows == 0 {
            return Self::default();
        }
        if rows >= self.rows {
            return std::mem::take(self);
        }
        let cut = self
            .bounds()
            .nth(rows - 1)
            .map_or(self.bytes.len(), |end| end + 1);
        let rest = self.bytes.split_off(cut);
        let rest_ends = self.ends.as_mut().map(|ends| {
            let rest = ends.split_off(rows);
            rest.into_iter().map(|end| end - cut).collect()
        });
        let rest = Self {
            rows: self.rows - rows,
            bytes: rest,
            ends: rest_ends,
        };
        self.rows = rows;
        std::mem::replace(self, rest)
    }

    /// The texts of rows `first..first + rows`; fewer where there are fewer.
    pub fn slice(&self, first: usize, rows: usize) -> Self {
        self.iter().skip(first).take(rows).collect()
    }
}

impl<T: AsRef<[u8]>> FromIterator<T> for Piece {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut piece = Self::default();
        for text in texts {
            let text = text.as_ref();
            let holds_line_feed = text.contains(&b'\n');
            if holds_line_feed && piece.ends.is_none() {
                piece.ends = Some(memchr_iter(b'\n', &piece.bytes).collect());
            }
            piece.bytes.extend_from_slice(text);
            if let Some(ends) = &mut piece.ends {
                ends.push(piece.bytes.len());
            }
            piece.bytes.push(b'\n');
            piece.rows += 1;
        }
        piece
    }
}

/// The texts of one of a block's columns.
pub fn texts_of_block(block: &Block, column: usize) -> Piece {
    Piece::of(Cells {
        block,
        column,
        slipped: &[],
    })
}

/// The bytes of a chunk before compression.
pub fn lay_out(pieces: &[Piece]) -> Result<Vec<u8>> {
    if pieces.iter().all(|piece| piece.rows == 0) {
        return Ok(vec![NO_TEXTS]);
    }
    if pieces.iter().all(|piece| piece.ends.is_none()) {
        let length: usize = pieces.iter().map(|piece| piece.bytes.len()).sum();
        let mut bytes = Vec::with_capacity(1 + length);
        bytes.push(JOINED_BY_LINE_FEED);
        for piece in pieces {
            bytes.extend_from_slice(&piece.bytes);
        }
        // Line feeds stand between texts, not behind the last one.
        bytes.pop();
        return Ok(bytes);
    }
    let texts: Vec<&str> = pieces
        .iter()
        .flat_map(Piece::iter)
        .map(|text| std::str::from_utf8(text).unwrap_or_default())
        .collect();
    let mut bytes = vec![JSON_ARRAY];
    serde_json::to_writer(&mut bytes, &texts).map_err(|_| damaged())?;
    Ok(bytes)
}

/// The texts of a stored chunk.
///
/// # Errors
/// `unusable-input` where the bytes are damaged.
pub fn texts_of_chunk(frame: &[u8]) -> Result<Texts> {
    Texts::decode(frame).map_err(|_| damaged())
}

fn damaged() -> ReaderError {
    ReaderError::new(
        ErrorKind::UnusableInput,
        "A stored chunk of a column is damaged.",
    )
}

/// The stored chunks of a column, for looking up texts by row.
#[derive(Default)]
pub struct Chunks {
    frames: Vec<Vec<u8>>,
    open: Option<(usize, Piece)>,
}

impl Chunks {
    pub fn new(frames: Vec<Vec<u8>>) -> Self {
        Self { frames, open: None }
    }

    /// The texts of rows `first..first + rows`, asked for in ascending order.
    ///
    /// # Errors
    /// `unusable-input` where the bytes are damaged.
    pub fn texts(&mut self, first: usize, rows: usize) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        let (mut at, end) = (first, first + rows);
        while at < end {
            let chunk = at / CHUNK_ROWS;
            if self.open.as_ref().is_none_or(|(open, _)| *open != chunk) {
                let frame = self.frames.get(chunk).ok_or_else(damaged)?;
                let texts = texts_of_chunk(frame)?;
                self.open = Some((chunk, texts.iter().map(str::as_bytes).collect()));
            }
            let until = end.min((chunk + 1) * CHUNK_ROWS);
            if let Some((_, piece)) = &self.open {
                pieces.push(piece.slice(at - chunk * CHUNK_ROWS, until - at));
            }
            at = until;
        }
        Ok(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::pack::Packer;

    fn piece(texts: &[&str]) -> Piece {
        texts.iter().map(|text| text.as_bytes()).collect()
    }

    fn through_chunk(pieces: &[Piece]) -> Vec<String> {
        let frame = Packer::new()
            .unwrap()
            .pack(&lay_out(pieces).unwrap())
            .unwrap();
        let texts = texts_of_chunk(&frame).unwrap();
        texts.iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_text_survives_its_chunk() {
        assert_eq!(through_chunk(&[]), [""; 0]);
        assert_eq!(through_chunk(&[piece(&[""])]), [""]);
        assert_eq!(
            through_chunk(&[piece(&["a", ""]), piece(&["é\r", "\"q\""])]),
            ["a", "", "é\r", "\"q\""]
        );
        assert_eq!(
            through_chunk(&[piece(&["a"]), piece(&["b\nc", ""])]),
            ["a", "b\nc", ""]
        );
    }

    #[test]
    fn pieces_are_cut_between_texts() {
        for texts in [&["a", "", "bc", "d"], &["a", "x\ny", "", "d\n"]] {
            for cut in 0..=4 {
                let mut rest = piece(texts);
                let first = rest.take_first(cut);
                let texts_of = |piece: &Piece| piece.iter().map(<[u8]>::to_vec).collect::<Vec<_>>();
                let cut_texts = (texts_of(&first), texts_of(&rest));
                let expected = (
                    texts_of(&piece(&texts[..cut])),
                    texts_of(&piece(&texts[cut..])),
                );
                assert_eq!(cut_texts, expected, "{cut}");
            }
        }
    }

    #[test]
    fn rows_are_found_across_chunks() {
        let rows = CHUNK_ROWS + 10;
        let texts: Vec<String> = (0..rows).map(|row| row.to_string()).collect();
        let mut packer = Packer::new().unwrap();
        let frames = texts.chunks(CHUNK_ROWS).map(|some| {
            let some: Piece = some.iter().map(String::as_bytes).collect();
            packer.pack(&lay_out(&[some]).unwrap()).unwrap()
        });
        let mut chunks = Chunks::new(frames.collect());
        let found = chunks.texts(CHUNK_ROWS - 2, 5).unwrap();
        let found: Vec<&[u8]> = found.iter().flat_map(Piece::iter).collect();
        assert_eq!(found, [b"65534", b"65535", b"65536", b"65537", b"65538"]);
        assert!(chunks.texts(3 * CHUNK_ROWS, 1).is_err());
    }
}
