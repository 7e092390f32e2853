//! Finds the next of a few bytes, sixty-four bytes at a time.

/// Positions of up to three bytes in a text, asked for in ascending order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanner<'a> {
    text: &'a [u8],
    needles: [u8; 3],
    /// Where the window under `mask` begins; not a multiple of its size before the first.
    at: usize,
    /// A bit for each byte of the window, set where a needle stands.
    mask: u64,
}

const WINDOW: usize = 64;

impl<'a> Scanner<'a> {
    pub fn new(text: &'a [u8], needles: [u8; 3]) -> Self {
        Self {
            text,
            needles,
            at: usize::MAX,
            mask: 0,
        }
    }

    /// The first position from `from` on; the text's length where there is none.
    #[inline]
    pub fn next_from(&mut self, from: usize) -> usize {
        let mask = self.mask & (u64::MAX << (from & (WINDOW - 1)));
        if from & !(WINDOW - 1) == self.at && mask != 0 {
            return self.at + mask.trailing_zeros() as usize;
        }
        self.search(from)
    }

    #[inline(never)]
    fn search(&mut self, from: usize) -> usize {
        let window = from & !(WINDOW - 1);
        if window != self.at {
            if from >= self.text.len() {
                return self.text.len();
            }
            self.load(window);
        }
        let mut mask = self.mask & (u64::MAX << (from & (WINDOW - 1)));
        while mask == 0 {
            let next = self.at + WINDOW;
            if next >= self.text.len() {
                return self.text.len();
            }
            self.load(next);
            mask = self.mask;
        }
        self.at + mask.trailing_zeros() as usize
    }

    #[inline]
    fn load(&mut self, at: usize) {
        self.at = at;
        let rest = self.text.get(at..).unwrap_or_default();
        self.mask = match rest.first_chunk() {
            Some(window) => places(window, self.needles),
            None => self.last(rest),
        };
    }

    /// The mask of the last bytes, fewer than a window.
    #[cold]
    fn last(&self, rest: &[u8]) -> u64 {
        let mut window = [0; WINDOW];
        window[..rest.len()].copy_from_slice(rest);
        places(&window, self.needles) & !(u64::MAX << rest.len())
    }
}

/// A bit for each byte that is one of the needles, the first byte's the lowest.
#[inline]
fn places(window: &[u8; WINDOW], [one, two, three]: [u8; 3]) -> u64 {
    // Compilers make a few vector instructions of this, on every processor.
    let found = window.map(|byte| u8::from((byte == one) | (byte == two) | (byte == three)));
    // A product brings the lowest bits of eight bytes beside one another.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let eights = found.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |mask, (at, eight)| {
        let bits = u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
        mask | bits << (8 * at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_once_and_nothing_else() {
        let text: Vec<u8> = (0..1000_u32)
            .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        for length in [0, 1, 15, 16, 63, 64, 65, 127, 128, 129, 1000] {
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
