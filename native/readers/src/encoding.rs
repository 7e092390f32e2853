//! The encoding of a text file, and its text as UTF-8.

pub(crate) mod padding;
mod signs;
pub(crate) mod utf32;

use crate::error::{ErrorKind, ReaderError, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::Read;

/// What a file's first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Detected {
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark, 0 where there is none.
    pub mark: usize,
}

/// The encoding that a byte order mark, the zero bytes of UTF-16, the validity as UTF-8, or else statistics show.
/// `complete` says whether the sample is the whole file.
pub(crate) fn detect(sample: &[u8], complete: bool) -> Detected {
    if let Some((encoding, mark)) = Encoding::for_bom(sample) {
        return Detected { encoding, mark };
    }
    if let Some(encoding) = without_mark(sample) {
        return Detected { encoding, mark: 0 };
    }
    let counts = count_utf8(sample);
    let encoding = if counts.is_utf8() {
        UTF_8
    } else {
        guess(&[sample], complete)
    };
    Detected { encoding, mark: 0 }
}

/// UTF-16, where a byte order mark or zero bytes show it.
pub(crate) fn utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(sample).map(|(encoding, _)| encoding);
    marked
        .filter(|encoding| is_utf16(encoding))
        .or_else(|| without_mark(sample))
}

pub(crate) fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// A text at hand, its byte order mark left out.
pub(crate) fn whole<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Cow<'a, str> {
    encoding.decode_with_bom_removal(bytes).0
}

/// UTF-16 by its zero bytes: every character of Western text has one, and line ends and digits of any have.
fn without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let looked = &sample[..sample.len().min(8192) & !1];
    let units = looked.len() / 2;
    let zeros = |parity: usize| {
        looked
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if odd > even * 20 {
        UTF_16LE
    } else if even > odd * 20 {
        UTF_16BE
    } else {
        return None;
    };
    if units < 2 || even.max(odd) * 100 < units * 2 {
        return None;
    }
    // Few zeros may stand in any binary file: then line ends must be there, and nothing that is no character.
    let is_plain = even.max(odd) * 4 > units;
    let unit = |pair: &[u8]| match encoding == UTF_16LE {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let has_line_end = looked
        .chunks_exact(2)
        .any(|pair| matches!(unit(pair), 10 | 13));
    let is_valid = char::decode_utf16(
        looked[..looked.len().saturating_sub(2)]
            .chunks_exact(2)
            .map(unit),
    )
    .all(|character| character.is_ok_and(|c| !c.is_control() || c.is_ascii_whitespace()));
    (is_plain || (has_line_end && is_valid)).then_some(encoding)
}

/// What statistics say of bytes that are no UTF-8.
fn guess(pieces: &[&[u8]], complete: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    for (at, piece) in pieces.iter().enumerate() {
        detector.feed(piece, complete && at + 1 == pieces.len());
    }
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if signs::are_western(pieces, guessed) {
        WINDOWS_1252
    } else {
        guessed
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Utf8Counts {
    /// Whole characters beyond ASCII.
    pub characters: u64,
    /// Sequences that belong to none.
    pub invalid: u64,
}

impl Utf8Counts {
    /// UTF-8 with a damaged byte here and there stays UTF-8.
    pub fn is_utf8(self) -> bool {
        self.invalid == 0 || self.invalid * 50 < self.characters
    }

    fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.invalid += other.invalid;
    }
}

/// Counts what is UTF-8 beyond ASCII and what cannot be. A character cut off at the end counts as neither.
pub(crate) fn count_utf8(bytes: &[u8]) -> Utf8Counts {
    let mut counts = Utf8Counts::default();
    let mut rest = bytes;
    loop {
        let (valid, bad) = match std::str::from_utf8(rest) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                (valid, Some((error.valid_up_to(), error.error_len())))
            }
        };
        if !valid.is_ascii() {
            counts.characters += valid.chars().filter(|c| !c.is_ascii()).count() as u64;
        }
        match bad {
            Some((at, Some(length))) => {
                counts.invalid += 1;
                rest = &rest[at + length..];
            }
            _ => return counts,
        }
    }
}

/// The encoding a label of the WHATWG Encoding Standard names.
///
/// # Errors
/// `unusable-input` where it names none.
pub(crate) fn named(label: &str) -> Result<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        ReaderError::unusable(
            format!("There is no encoding called “{label}”."),
            "Choose one of the list, such as utf-8 or windows-1252.",
        )
    })
}

/// A file's text as UTF-8, piece by piece.
pub(crate) struct TextReader {
    input: Box<dyn Read + Send>,
    encoding: &'static Encoding,
    state: State,
    /// A person named the encoding: bytes that do not fit it are damage.
    chosen: bool,
    raw: Vec<u8>,
    /// Bytes taken from the input, decoded or not.
    taken: u64,
    ended: bool,
    file_name: String,
}

enum State {
    /// Bytes pass as they are. `pending` is the beginning of a character.
    Utf8 {
        pending: Vec<u8>,
        counts: Utf8Counts,
        settled: bool,
    },
    Other {
        decoder: Box<Decoder>,
        damaged: u64,
    },
}

const PIECE: usize = 256 << 10;

impl TextReader {
    /// Reads on where the byte order mark ended.
    pub fn new(
        input: Box<dyn Read + Send>,
        detected: Detected,
        chosen: bool,
        file_name: &str,
    ) -> Self {
        let state = if detected.encoding == UTF_8 {
            State::Utf8 {
                pending: Vec::new(),
                counts: Utf8Counts::default(),
                settled: chosen,
            }
        } else {
            State::Other {
                decoder: Box::new(detected.encoding.new_decoder_without_bom_handling()),
                damaged: 0,
            }
        };
        Self {
            input,
            encoding: detected.encoding,
            state,
            chosen,
            raw: Vec::new(),
            taken: detected.mark as u64,
            ended: false,
            file_name: file_name.to_owned(),
        }
    }

    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Whether all of the file is decoded.
    pub fn is_at_end(&self) -> bool {
        self.ended
    }

    pub fn bytes_read(&self) -> u64 {
        self.taken
    }

    /// Characters that could not be decoded and stand as U+FFFD.
    pub fn damaged(&self) -> u64 {
        match &self.state {
            State::Utf8 { counts, .. } => counts.invalid,
            State::Other { damaged, .. } => *damaged,
        }
    }

    /// Appends text until `out` holds `wanted` bytes; false once the file has ended.
    ///
    /// # Errors
    /// `unreadable` where the disk fails.
    pub fn fill(&mut self, out: &mut Vec<u8>, wanted: usize) -> Result<bool> {
        while out.len() < wanted && !self.ended {
            if let State::Utf8 { pending, .. } = &mut self.state {
                // Mostly all of it is text as it stands.
                let from = out.len();
                out.append(pending);
                self.ended = self.read_piece(out)?;
                self.pass(out, from);
            } else {
                let mut raw = std::mem::take(&mut self.raw);
                raw.clear();
                self.ended = self.read_piece(&mut raw)?;
                self.raw = raw;
                self.decode_raw(out);
            }
        }
        Ok(!self.ended)
    }

    /// Appends bytes of the file; true where they are its last.
    fn read_piece(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        let before = out.len();
        let mut piece = (&mut self.input).take(PIECE as u64);
        let result = piece.read_to_end(out);
        result.map_err(|error| unreadable(error, &self.file_name))?;
        let taken = out.len() - before;
        self.taken += taken as u64;
        Ok(taken < PIECE)
    }

    /// Checks the bytes of `out` from `from` on.
    fn pass(&mut self, out: &mut Vec<u8>, from: usize) {
        let State::Utf8 {
            pending,
            counts,
            settled,
        } = &mut self.state
        else {
            return;
        };
        let bytes = &out[from..];
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => {
                // Only a text that is not all ASCII can be in doubt.
                if !*settled && !text.is_ascii() {
                    counts.characters += text.chars().filter(|c| !c.is_ascii()).count() as u64;
                }
                return;
            }
            Err(error) => error,
        };
        if error.error_len().is_none() && !self.ended {
            let valid = from + error.valid_up_to();
            counts.add(count_utf8(&out[from..valid]));
            *pending = out.split_off(valid);
            return;
        }
        let mut all = *counts;
        all.add(count_utf8(bytes));
        let cut_off = u64::from(error.error_len().is_none());
        let is_text = *settled
            || self.chosen
            || all.is_utf8()
            || (cut_off == 1 && all.invalid == 0 && all.characters > 0);
        self.raw = out.split_off(from);
        if is_text {
            *settled = true;
            all.invalid += cut_off;
            *counts = all;
            out.extend_from_slice(String::from_utf8_lossy(&self.raw).as_bytes());
            return;
        }
        // All before was ASCII or nearly so: the bytes here decide how they and all that follows are read.
        self.encoding = guess(&[&self.raw], self.ended);
        self.state = State::Other {
            decoder: Box::new(self.encoding.new_decoder_without_bom_handling()),
            damaged: 0,
        };
        self.decode_raw(out);
    }

    fn decode_raw(&mut self, out: &mut Vec<u8>) {
        let State::Other { decoder, damaged } = &mut self.state else {
            return;
        };
        let mut rest = self.raw.as_slice();
        let mut text = String::with_capacity(
            decoder
                .max_utf8_buffer_length(rest.len())
                .unwrap_or(rest.len() * 3),
        );
        loop {
            let (result, read, replaced) = decoder.decode_to_string(rest, &mut text, self.ended);
            rest = &rest[read..];
            *damaged += u64::from(replaced);
            if result == CoderResult::InputEmpty {
                break;
            }
            text.reserve(rest.len() * 3 + 16);
        }
        out.append(&mut text.into_bytes());
    }
}

pub(crate) fn unreadable(error: std::io::Error, file_name: &str) -> ReaderError {
    error.downcast::<ReaderError>().unwrap_or_else(|_| {
        ReaderError::new(
            ErrorKind::Unreadable,
            format!("“{file_name}” cannot be read from the disk."),
        )
        .with_hint("Check that the disk is connected and the file is not damaged, then try again.")
    })
}

/// Share of characters that no text table holds: control characters other than tab, line ends, form feed and the
/// separators that some exports are written with.
pub(crate) fn control_share(text: &[u8]) -> f64 {
    let is_control = |byte: &&u8| matches!(**byte, 0 | 2..=8 | 11 | 14..=27 | 127);
    text.iter().filter(is_control).count() as f64 / text.len().max(1) as f64
}

#[cfg(test)]
mod tests;
