//! What is known of short texts that come again and again, found by their bytes.

use crate::values::{Class, classify};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A short text's bytes, the last of them its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Key([u64; 2]);

impl Key {
    /// Of the text that is the first `length` bytes of a window; `None` where it is long.
    #[inline]
    pub fn of(window: &[u8; 16], length: usize) -> Option<Self> {
        const MASKS: [[u64; 2]; 16] = {
            let mut masks = [[0; 2]; 16];
            let mut length = 1;
            while length < 16 {
                let bits = u128::MAX >> (128 - 8 * length);
                masks[length] = [bits as u64, (bits >> 64) as u64];
                length += 1;
            }
            masks
        };
        let [low, high] = MASKS.get(length)?;
        let ([first, last], _) = window.as_chunks() else {
            return None;
        };
        Some(Self([
            u64::from_le_bytes(*first) & low,
            u64::from_le_bytes(*last) & high | (length as u64) << 56,
        ]))
    }

    /// Of a whole text.
    pub fn of_text(text: &[u8]) -> Option<Self> {
        let mut window = [0; 16];
        window.get_mut(..text.len())?.copy_from_slice(text);
        Self::of(&window, text.len())
    }

    #[inline]
    fn slot(self) -> usize {
        let [low, high] = self.0;
        let mixed = (low ^ high.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - SLOTS.ilog2())) as usize
    }
}

/// Remembers the codes of short texts, so that a category's words are not hashed row after row.
pub struct Recent {
    slots: Box<[Slot]>,
    /// What was remembered in another one counts no more.
    generation: u32,
    classes: HashMap<Key, Class, RandomState>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: Key,
    /// 0 where nothing was remembered.
    generation: u32,
    code: u32,
}

const SLOTS: usize = 2048;
const MOST_CLASSES: usize = 8192;

impl Default for Recent {
    fn default() -> Self {
        Self {
            slots: vec![Slot::default(); SLOTS].into(),
            generation: 1,
            classes: HashMap::default(),
        }
    }
}

impl Recent {
    /// Forgets all codes.
    pub fn clear(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        if self.generation == 0 {
            *self = Self::default();
        }
    }

    #[inline]
    pub fn get(&self, key: Key) -> Option<u32> {
        let at = key.slot();
        let is_it = |slot: &Slot| slot.key == key && slot.generation == self.generation;
        let slot = &self.slots[at];
        if is_it(slot) {
            return Some(slot.code);
        }
        let beside = &self.slots[at ^ 1];
        is_it(beside).then_some(beside.code)
    }

    /// Remembers a code, with that of another text of the same place.
    #[inline]
    pub fn put(&mut self, key: Key, code: u32) {
        let at = key.slot();
        self.slots[at ^ 1] = self.slots[at];
        self.slots[at] = Slot {
            key,
            generation: self.generation,
            code,
        };
    }

    /// What a trimmed text is.
    pub fn class(&mut self, text: &[u8]) -> Class {
        let Some(key) = Key::of_text(text) else {
            return classify(text);
        };
        if let Some(class) = self.classes.get(&key) {
            return *class;
        }
        if self.classes.len() >= MOST_CLASSES {
            self.classes.clear();
        }
        let class = classify(text);
        self.classes.insert(key, class);
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_apart_by_bytes_and_length() {
        let [one, other] = [b"abc and more of ", b"abc\0\0 and others"];
        assert_eq!(Key::of(one, 3), Key::of(other, 3));
        assert_ne!(Key::of(other, 3), Key::of(other, 4));
        assert_eq!(Key::of(one, 15), Key::of_text(b"abc and more of"));
        assert_eq!(Key::of(one, 16), None);
        assert_eq!(Key::of_text(one), None);
        let mut recent = Recent::default();
        let key = Key::of(one, 3).unwrap();
        assert_eq!(recent.get(key), None);
        recent.put(key, 7);
        assert_eq!(recent.get(key), Some(7));
        recent.clear();
        assert_eq!(recent.get(key), None);
    }

    #[test]
    fn the_codes_of_many_texts_are_those_that_were_put() {
        let mut recent = Recent::default();
        let keys: Vec<Key> = (0..5000)
            .map(|number: u32| Key::of_text(number.to_string().as_bytes()).unwrap())
            .collect();
        for (code, key) in keys.iter().enumerate() {
            recent.put(*key, code as u32);
            assert_eq!(recent.get(*key), Some(code as u32));
        }
        let known = (0..5000).filter(|code| recent.get(keys[*code]).is_some());
        for code in known {
            assert_eq!(recent.get(keys[code]), Some(code as u32));
        }
    }

    #[test]
    fn a_text_is_always_of_the_same_class() {
        let mut recent = Recent::default();
        for text in [
            "12",
            "red",
            "2019-03-23",
            "12:30",
            "a text of more bytes",
            "",
        ] {
            for _ in 0..2 {
                assert_eq!(recent.class(text.as_bytes()), classify(text.as_bytes()));
            }
        }
    }
}
