//! The different texts of a block's column.

use super::dictionary::{Dictionary, Texts};
use super::evidence::Evidence;
use super::part::{Body, Part, Slipped};
use super::recent::Recent;
use super::rules::Rules;

/// Different texts with their counts.
#[derive(Default)]
pub struct Others {
    dictionary: Dictionary,
    /// The code of the empty text, by far the most frequent among values.
    empty: Option<u32>,
    counts: Vec<u32>,
    regular: Vec<u32>,
    firsts: Vec<u64>,
    first_regulars: Vec<u32>,
}

impl Others {
    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.dictionary.len()
    }

    /// The code of a trimmed text, with one more row.
    #[inline]
    pub fn add(&mut self, text: &[u8], row: usize, is_regular: bool) -> u32 {
        let code = self.code(text, row);
        self.count(code, row, is_regular);
        code
    }

    /// The code of a trimmed text; its row is not yet counted.
    #[inline]
    pub fn code(&mut self, text: &[u8], row: usize) -> u32 {
        let code = match self.empty {
            Some(code) if text.is_empty() => code,
            _ => self.dictionary.code(text),
        };
        if text.is_empty() {
            self.empty = Some(code);
        }
        if code as usize == self.counts.len() {
            self.counts.push(0);
            self.regular.push(0);
            self.firsts.push(row as u64);
            self.first_regulars.push(u32::MAX);
        }
        code
    }

    /// Counts all rows by their codes, which were not yet counted.
    pub fn count_all(&mut self, codes: &[u32], slipped: &[u32]) {
        if slipped.is_empty() {
            for code in codes {
                self.counts[*code as usize] += 1;
            }
            self.regular.clone_from(&self.counts);
            let firsts = self.firsts.iter().map(|row| *row as u32);
            self.first_regulars = firsts.collect();
            return;
        }
        let mut slipped = Slipped::new(slipped);
        for (row, code) in codes.iter().enumerate() {
            self.count(*code, row, !slipped.is(row));
        }
    }

    /// Adds regular rows without a text, the first of them `row`.
    pub fn add_empty(&mut self, row: usize, count: u32) {
        let at = self.add(b"", row, true) as usize;
        self.counts[at] += count - 1;
        self.regular[at] += count - 1;
    }

    /// One more row with the text of a code.
    #[inline]
    fn count(&mut self, code: u32, row: usize, is_regular: bool) {
        let at = code as usize;
        self.counts[at] += 1;
        if is_regular {
            if self.regular[at] == 0 {
                self.first_regulars[at] = row as u32;
            }
            self.regular[at] += 1;
        }
    }

    /// Adds what the texts are to the evidence, and gives them as a part of no rows.
    pub fn finish(
        self,
        rules: &Rules,
        evidence: &mut Evidence,
        recent: &mut Recent,
        body: impl FnOnce(&Texts) -> Body,
    ) -> Part {
        let mut texts = self.dictionary.into_texts();
        texts.shrink();
        for (at, text) in texts.iter().enumerate() {
            if let Ok(text) = std::str::from_utf8(text) {
                let (count, first) = (self.regular[at], self.first_regulars[at]);
                let class = || recent.class(text.as_bytes());
                evidence.add_classed(text, u64::from(count), u64::from(first), rules, class);
            }
        }
        Part {
            rows: 0,
            body: body(&texts),
            texts,
            counts: self.counts,
            firsts: self.firsts,
            row_texts: Vec::new(),
        }
    }
}
