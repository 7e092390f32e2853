//! UTF-32, which the WHATWG Encoding Standard and so `encoding_rs` leave out: some databases and scripts still write it.

use std::io::{self, Read};

const LITTLE: [u8; 4] = [0xff, 0xfe, 0, 0];
const BIG: [u8; 4] = [0, 0, 0xfe, 0xff];

/// Whether a byte order mark of UTF-32 begins the bytes.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    bytes.starts_with(&LITTLE) || bytes.starts_with(&BIG)
}

/// The text of UTF-32 with a byte order mark as UTF-8, the mark left out; what is no character becomes U+FFFD.
pub(crate) struct Utf32<R> {
    input: R,
    is_big: Option<bool>,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
}

impl<R: Read> Utf32<R> {
    pub fn new(input: R) -> Self {
        Self {
            input,
            is_big: None,
            raw: Vec::new(),
            text: Vec::new(),
            given: 0,
        }
    }

    /// Decodes the next piece; false at the end.
    fn decode(&mut self) -> io::Result<bool> {
        const PIECE: u64 = 1 << 16;
        let taken = (&mut self.input).take(PIECE).read_to_end(&mut self.raw)?;
        if self.raw.is_empty() {
            return Ok(false);
        }
        self.text.clear();
        self.given = 0;
        let mut units = self.raw.as_slice();
        let is_big = *self.is_big.get_or_insert_with(|| {
            let is_big = units.starts_with(&BIG);
            units = &units[4.min(units.len())..];
            is_big
        });
        let whole = units.chunks_exact(4);
        let rest = whole.remainder().to_vec();
        let mut bytes = [0; 4];
        for unit in whole {
            let unit = [unit[0], unit[1], unit[2], unit[3]];
            let number = if is_big {
                u32::from_be_bytes(unit)
            } else {
                u32::from_le_bytes(unit)
            };
            let sign = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.text
                .extend_from_slice(sign.encode_utf8(&mut bytes).as_bytes());
        }
        self.raw = rest;
        if taken == 0 {
            // Less than a character is left.
            self.raw.clear();
            self.text.extend_from_slice(
                char::REPLACEMENT_CHARACTER
                    .encode_utf8(&mut bytes)
                    .as_bytes(),
            );
        }
        Ok(true)
    }
}

impl<R: Read> Read for Utf32<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if !self.decode()? {
                return Ok(0);
            }
        }
        let taken = buffer.len().min(self.text.len() - self.given);
        buffer[..taken].copy_from_slice(&self.text[self.given..self.given + taken]);
        self.given += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_give_their_text_and_what_is_cut_off_is_shown() {
        let text = "name,größe\n東京,🙂\n";
        for big in [false, true] {
            let of = |sign: char| {
                let number = u32::from(sign);
                if big {
                    number.to_be_bytes()
                } else {
                    number.to_le_bytes()
                }
            };
            let marked: Vec<u8> = ['\u{feff}']
                .into_iter()
                .chain(text.chars())
                .flat_map(of)
                .collect();
            assert!(is_marked(&marked));
            let read = |bytes: &[u8]| {
                let mut out = String::new();
                Utf32::new(bytes).read_to_string(&mut out).unwrap();
                out
            };
            assert_eq!(read(&marked), text);
            assert_eq!(
                read(&marked[..marked.len() - 1]),
                text.replace("🙂\n", "🙂\u{fffd}")
            );
            let bad = [marked.as_slice(), &[0xff; 4]].concat();
            assert_eq!(read(&bad), format!("{text}\u{fffd}"));
        }
    }
}
