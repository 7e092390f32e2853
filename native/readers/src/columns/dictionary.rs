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

/// Remembers the codes of short texts by their bytes, so that a category's words are not hashed row after row.
pub struct Recent {
    slots: Box<[Slot]>,
    /// What was remembered in another one counts no more.
    generation: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u128,
    /// 0 where nothing was remembered.
    generation: u32,
    code: u32,
}

const SLOTS: usize = 2048;

impl Default for Recent {
    fn default() -> Self {
        Self {
            slots: vec![Slot::default(); SLOTS].into(),
            generation: 1,
        }
    }
}

impl Recent {
    pub fn clear(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        if self.generation == 0 {
            *self = Self::default();
        }
    }

    /// The key of the text that is the first `length` bytes of a window: these and the length; `None` where it is long.
    #[inline]
    pub fn key(window: &[u8; 16], length: usize) -> Option<u128> {
        if length > 15 {
            return None;
        }
        let mask = (1_u128 << (8 * length)) - 1;
        Some(u128::from_le_bytes(*window) & mask | (length as u128) << 120)
    }

    #[inline]
    pub fn get(&self, key: u128) -> Option<u32> {
        let slot = &self.slots[Self::slot(key)];
        (slot.key == key && slot.generation == self.generation).then_some(slot.code)
    }

    #[inline]
    pub fn put(&mut self, key: u128, code: u32) {
        self.slots[Self::slot(key)] = Slot {
            key,
            generation: self.generation,
            code,
        };
    }

    #[inline]
    fn slot(key: u128) -> usize {
        let mixed =
            (key as u64 ^ ((key >> 64) as u64).rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - SLOTS.ilog2())) as usize
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
        let texts = dictionary.into_texts();
        assert_eq!(
            texts.iter().collect::<Vec<_>>(),
            [b"b".as_slice(), b"a", b"", b"c"]
        );
    }

    #[test]
    fn short_texts_are_told_apart_by_bytes_and_length() {
        let [one, other] = [b"abc and more of ", b"abc\0\0 and others"];
        assert_eq!(Recent::key(one, 3), Recent::key(other, 3));
        assert_ne!(Recent::key(other, 3), Recent::key(other, 4));
        assert_eq!(Recent::key(one, 16), None);
        let mut recent = Recent::default();
        let key = Recent::key(one, 3).unwrap();
        assert_eq!(recent.get(key), None);
        recent.put(key, 7);
        assert_eq!(recent.get(key), Some(7));
        recent.clear();
        assert_eq!(recent.get(key), None);
    }
}
