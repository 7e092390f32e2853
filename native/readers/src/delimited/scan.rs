//! Finds the next of a few bytes, eight bytes at a time.

/// Positions of up to three bytes in a text, asked for in ascending order.
///
/// Each word of eight bytes is compared at once: a byte of `word ^ needle` is zero where the needle stands, and
/// `!(((x & 0x7f…) + 0x7f…) | x | 0x7f…)` sets the high bit of exactly the zero bytes (Warren, Hacker's Delight, 6-1).
pub(crate) struct Scanner<'a> {
    text: &'a [u8],
    needles: [u64; 3],
    /// Where the word under `mask` begins; not a multiple of eight before the first.
    at: usize,
    mask: u64,
}

const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

impl<'a> Scanner<'a> {
    pub fn new(text: &'a [u8], needles: [u8; 3]) -> Self {
        Self {
            text,
            needles: needles.map(|needle| u64::from(needle) * ONES),
            at: usize::MAX,
            mask: 0,
        }
    }

    /// The first position from `from` on; the text's length where there is none.
    #[inline]
    pub fn next_from(&mut self, from: usize) -> usize {
        let word = from & !7;
        if word != self.at {
            if from >= self.text.len() {
                return self.text.len();
            }
            self.load(word);
        }
        let mut mask = self.mask & (u64::MAX << ((from & 7) * 8));
        while mask == 0 {
            let next = self.at + 8;
            if next >= self.text.len() {
                return self.text.len();
            }
            self.load(next);
            mask = self.mask;
        }
        self.at + (mask.trailing_zeros() >> 3) as usize
    }

    #[inline]
    fn load(&mut self, at: usize) {
        self.at = at;
        let whole = self.text.get(at..at + 8);
        let word = match whole.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()) {
            Some(bytes) => u64::from_le_bytes(bytes),
            None => return self.load_last(at),
        };
        self.mask = self.matches(word);
    }

    fn load_last(&mut self, at: usize) {
        let rest = self.text.get(at..).unwrap_or_default();
        let mut bytes = [0; 8];
        bytes[..rest.len()].copy_from_slice(rest);
        let valid = u64::MAX >> ((8 - rest.len()) * 8).min(63);
        self.mask = self.matches(u64::from_le_bytes(bytes)) & valid;
    }

    #[inline]
    fn matches(&self, word: u64) -> u64 {
        self.needles.iter().fold(0, |found, needle| {
            let x = word ^ needle;
            found | !(((x & LOW) + LOW) | x | LOW)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_once_and_nothing_else() {
        let text: Vec<u8> = (0..1000_u32)
            .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 1000] {
            let text = &text[..length];
            let needles = [b',', b'\n', 0xff];
            let mut scanner = Scanner::new(text, needles);
            let mut found = Vec::new();
            let mut at = scanner.next_from(0);
            while at < text.len() {
                found.push(at);
                at = scanner.next_from(at + 1);
            }
            let expected: Vec<usize> = (0..length)
                .filter(|&at| needles.contains(&text[at]))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn zero_bytes_beyond_the_end_are_not_found() {
        assert_eq!(Scanner::new(b"abc", [0; 3]).next_from(0), 3);
        assert_eq!(Scanner::new(b"ab\0c", [0; 3]).next_from(0), 2);
    }
}
