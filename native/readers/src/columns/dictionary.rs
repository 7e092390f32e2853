//! Different texts and their codes.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Texts in the order in which they first came, each with its code from 0.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    texts: Texts,
    codes: HashTable<u32>,
    hasher: RandomState,
}

impl Dictionary {
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn into_texts(self) -> Texts {
        self.texts
    }

    pub fn has(&self, text: &[u8]) -> bool {
        let hash = self.hasher.hash_one(text);
        let is_it = |code: &u32| self.texts.get(*code) == text;
        self.codes.find(hash, is_it).is_some()
    }

    /// The code of a text; a new one where it is new.
    #[inline]
    pub fn code(&mut self, text: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(text);
        match self.codes.find(hash, |code| self.texts.get(*code) == text) {
            Some(code) => *code,
            None => self.add(text, hash),
        }
    }

    fn add(&mut self, text: &[u8], hash: u64) -> u32 {
        let code = self.texts.len() as u32;
        self.texts.push(text);
        let (texts, hasher) = (&self.texts, &self.hasher);
        self.codes
            .insert_unique(hash, code, |code| hasher.hash_one(texts.get(*code)));
        code
    }
}

/// Texts one after another.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
    }

    /// Empty where there is no such text.
    #[inline]
    pub fn get(&self, at: u32) -> &[u8] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len() as u32).map(|at| self.get(at))
    }

    /// Puts other texts behind these.
    pub fn append(&mut self, others: &Self) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&others.bytes);
        self.ends.extend(others.ends.iter().map(|end| start + end));
    }

    /// The texts' bytes, and where each ends.
    pub fn into_parts(self) -> (Vec<u8>, Vec<usize>) {
        (self.bytes, self.ends)
    }

    /// Gives back memory that is not needed.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_the_first_appearance() {
        let mut dictionary = Dictionary::default();
        let codes: Vec<u32> = ["b", "a", "b", "", "c", "a"]
            .map(|text| dictionary.code(text.as_bytes()))
            .to_vec();
        assert_eq!(codes, [0, 1, 0, 2, 3, 1]);
        assert!(dictionary.has(b"c") && dictionary.has(b"") && !dictionary.has(b"d"));
        let texts = dictionary.into_texts();
        assert_eq!(
            texts.iter().collect::<Vec<_>>(),
            [b"b".as_slice(), b"a", b"", b"c"]
        );
    }
}
