//! What some programs leave behind a text: NUL bytes up to the size that a file was given, and Ctrl-Z, by which DOS ended
//! texts.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const NUL: u8 = 0;
const CTRL_Z: u8 = 0x1a;

/// Bytes that were left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Padding {
    pub nuls: Arc<AtomicU64>,
    pub marks: Arc<AtomicU64>,
}

/// A text without its padding. Bytes that may be padding are held back, counted, until others follow.
pub(crate) struct Unpadded<R> {
    input: R,
    /// Equal bytes with their number.
    held: Vec<(u8, u64)>,
    /// What was read and is given after what was held back.
    waiting: Vec<u8>,
    ended: bool,
    padding: Padding,
}

/// Different bytes in turn are no padding, and would fill the memory.
const MOST_HELD: usize = 64;

fn may_be_padding(byte: u8) -> bool {
    matches!(byte, NUL | CTRL_Z | b'\r' | b'\n')
}

/// Where bytes that may be padding begin at the end of a piece.
fn padding_from(piece: &[u8]) -> usize {
    let mut changes = 0;
    let mut from = piece.len();
    while from > 0 && may_be_padding(piece[from - 1]) {
        changes += usize::from(piece.get(from).is_some_and(|next| *next != piece[from - 1]));
        if changes > MOST_HELD {
            return piece.len();
        }
        from -= 1;
    }
    from
}

impl<R: Read> Unpadded<R> {
    pub fn new(input: R, padding: Padding) -> Self {
        Self {
            input,
            held: Vec::new(),
            waiting: Vec::new(),
            ended: false,
            padding,
        }
    }

    fn hold(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match self.held.last_mut() {
                Some((last, count)) if last == byte => *count += 1,
                _ => self.held.push((*byte, 1)),
            }
        }
    }

    /// The end of the file: padding begins at the first NUL or Ctrl-Z of what is held back.
    fn end(&mut self) {
        self.ended = true;
        let first = self
            .held
            .iter()
            .position(|(byte, _)| matches!(*byte, NUL | CTRL_Z))
            .unwrap_or(self.held.len());
        for (byte, count) in self.held.drain(first..) {
            match byte {
                NUL => self.padding.nuls.fetch_add(count, Ordering::Relaxed),
                CTRL_Z => self.padding.marks.fetch_add(count, Ordering::Relaxed),
                _ => 0,
            };
        }
    }

    /// Gives what was held back, then what waits behind it.
    fn give(&mut self, buffer: &mut [u8]) -> usize {
        let mut given = 0;
        while given < buffer.len()
            && let Some((byte, count)) = self.held.first_mut()
        {
            let taken = usize::try_from(*count)
                .unwrap_or(usize::MAX)
                .min(buffer.len() - given);
            buffer[given..given + taken].fill(*byte);
            *count -= taken as u64;
            given += taken;
            if *count == 0 {
                self.held.remove(0);
            }
        }
        let taken = self.waiting.len().min(buffer.len() - given);
        buffer[given..given + taken].copy_from_slice(&self.waiting[..taken]);
        self.waiting.drain(..taken);
        given + taken
    }
}

impl<R: Read> Read for Unpadded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while !self.ended && self.waiting.is_empty() {
            let taken = self.input.read(buffer)?;
            if taken == 0 {
                self.end();
                break;
            }
            let text = padding_from(&buffer[..taken]);
            if text > 0 && self.held.is_empty() {
                self.hold(&buffer[text..taken]);
                return Ok(text);
            }
            if text > 0 || self.held.len() > MOST_HELD {
                self.waiting.extend_from_slice(&buffer[..taken]);
                break;
            }
            self.hold(&buffer[..taken]);
        }
        Ok(self.give(buffer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives `size` bytes at a time.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(buffer.len());
            self.0.read(&mut buffer[..size])
        }
    }

    fn unpadded(bytes: &[u8], size: usize) -> (Vec<u8>, u64, u64) {
        let padding = Padding::default();
        let mut out = Vec::new();
        Unpadded::new(Pieces(bytes, size), padding.clone())
            .read_to_end(&mut out)
            .unwrap();
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (out, of(&padding.nuls), of(&padding.marks))
    }

    #[test]
    fn only_what_ends_a_text_is_left_out() {
        for size in [1, 2, 3, 100] {
            let check = |bytes: &[u8], text: &[u8], nuls, marks| {
                assert_eq!(
                    unpadded(bytes, size),
                    (text.to_vec(), nuls, marks),
                    "{bytes:?}"
                );
            };
            check(b"a\n", b"a\n", 0, 0);
            check(b"a\r\n\x1a", b"a\r\n", 0, 1);
            check(b"a\x1a\r\n", b"a", 0, 1);
            check(b"a\n\0\0\0", b"a\n", 3, 0);
            check(b"a\n\x1a\0\0", b"a\n", 2, 1);
            check(b"a\0b\x1a\nc", b"a\0b\x1a\nc", 0, 0);
            check(b"\0\0", b"", 2, 0);
            check(b"", b"", 0, 0);
        }
    }

    proptest! {
        #[test]
        fn all_else_is_given(bytes in proptest::collection::vec(prop_oneof![Just(0_u8), Just(10), Just(26), Just(97)], 0..300), size in 1..40_usize) {
            let kept = bytes.iter().rposition(|byte| *byte == 97).map_or(0, |last| last + 1);
            let (text, nuls, marks) = unpadded(&bytes, size);
            prop_assert!(text.len() >= kept && bytes.starts_with(&text));
            prop_assert!(text.len() as u64 + nuls + marks <= bytes.len() as u64);
        }
    }
}
