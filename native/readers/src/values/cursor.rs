//! Reads a text from its beginning, piece by piece.

/// What is left of a text.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a>(pub &'a str);

impl<'a> Cursor<'a> {
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub fn peek(&self) -> Option<u8> {
        self.0.as_bytes().first().copied()
    }

    /// Takes `text` if it is next.
    pub fn take(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Takes one ASCII character out of a set if it is next.
    pub fn take_of(&mut self, set: &[u8]) -> Option<u8> {
        let byte = self.peek().filter(|byte| set.contains(byte))?;
        self.0 = &self.0[1..];
        Some(byte)
    }

    /// Takes blanks; whether there was one.
    pub fn skip_blanks(&mut self) -> bool {
        let rest = self.0.trim_start();
        let skipped = rest.len() < self.0.len();
        self.0 = rest;
        skipped
    }

    /// Takes the digits that are next: their number and count, at most nine.
    pub fn digits(&mut self) -> Option<(u32, usize)> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        digits.parse().ok().map(|number| (number, count))
    }

    /// Takes digits where there are at least `least` and at most `most` of them.
    pub fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let (number, count) = self.digits()?;
        (least..=most).contains(&count).then_some(number)
    }

    /// Takes the letters that are next, of any script; empty where there are none.
    pub fn word(&mut self) -> &'a str {
        let end = self
            .0
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }
}
