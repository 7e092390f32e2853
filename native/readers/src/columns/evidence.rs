//! What the texts of a column are, counted: enough to decide its kind without seeing them again.

use super::column::Odd;
use super::rules::Rules;
use crate::values::booleans::MOST_TEXTS;
use crate::values::markers::{Marker, is_lone_punctuation};
use crate::values::{Class, Code, classify};

/// Kinds of texts of which the first is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Number,
    Date,
    Time,
    LeadingZeros,
    TooLong,
    Word,
}

const FAMILIES: [Family; 6] = [
    Family::Number,
    Family::Date,
    Family::Time,
    Family::LeadingZeros,
    Family::TooLong,
    Family::Word,
];

/// Counts over regular rows; those that slipped are not in it. Merged block after block, in the order of the rows.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Values by what they are; no markers.
    classes: Vec<(Class, u64)>,
    /// Markers that count only where no lone punctuation is a value.
    pub doubtful: u64,
    /// Markers that count only beside numbers, dates or times.
    pub beside: u64,
    /// Lone punctuation that is no marker.
    pub punctuation: bool,
    /// The different words, until there are too many for a boolean.
    words: Vec<String>,
    firsts: [Option<(u64, String)>; 6],
}

impl Evidence {
    /// Adds a trimmed text that stands in `count` regular rows, `row` the first of them.
    pub fn add_text(&mut self, text: &str, count: u64, row: u64, rules: &Rules) {
        self.add_classed(text, count, row, rules, || classify(text.as_bytes()));
    }

    /// The same, the text's class told by `class`.
    pub fn add_classed(
        &mut self,
        text: &str,
        count: u64,
        row: u64,
        rules: &Rules,
        class: impl FnOnce() -> Class,
    ) {
        if count == 0 || text.is_empty() {
            return;
        }
        match rules.marker(text.as_bytes()) {
            Some(Marker::Certain) => return,
            Some(Marker::Doubtful) => {
                self.doubtful += count;
                return;
            }
            Some(Marker::BesideNumbers) => {
                self.beside += count;
                return;
            }
            None => {}
        }
        let class = class();
        if class == Class::Word {
            self.punctuation |= is_lone_punctuation(text);
            self.add_word(text);
        }
        self.add_class(class, count);
        self.see(family(class), row, text);
    }

    /// Adds values of a class whose texts are not at hand.
    pub fn add_class(&mut self, class: Class, count: u64) {
        match self.classes.iter_mut().find(|(known, _)| *known == class) {
            Some((_, sum)) => *sum += count,
            None => self.classes.push((class, count)),
        }
    }

    /// Notes a text that may be the first of its family.
    pub fn see(&mut self, family: Family, row: u64, text: &str) {
        let first = &mut self.firsts[family as usize];
        if first.as_ref().is_none_or(|(known, _)| row < *known) {
            *first = Some((row, text.to_owned()));
        }
    }

    fn add_word(&mut self, text: &str) {
        if self.words.len() <= MOST_TEXTS && !self.words.iter().any(|known| known == text) {
            self.words.push(text.to_owned());
        }
    }

    /// Adds what was counted in rows that follow, the first of them `offset`.
    pub fn merge(&mut self, next: &Self, offset: u64) {
        for (class, count) in &next.classes {
            self.add_class(*class, *count);
        }
        self.doubtful += next.doubtful;
        self.beside += next.beside;
        self.punctuation |= next.punctuation;
        for word in &next.words {
            self.add_word(word);
        }
        for (family, first) in FAMILIES.into_iter().zip(&next.firsts) {
            if let Some((row, text)) = first {
                self.see(family, offset + row, text);
            }
        }
    }

    pub fn classes(&self) -> &[(Class, u64)] {
        &self.classes
    }

    /// Values whose class fulfils a condition.
    pub fn count(&self, condition: impl Fn(&Class) -> bool) -> u64 {
        let fitting = self.classes.iter().filter(|(class, _)| condition(class));
        fitting.map(|(_, count)| count).sum()
    }

    /// All values: neither empty nor certain or doubtful markers, nor markers beside numbers.
    pub fn values(&self) -> u64 {
        self.count(|_| true)
    }

    /// The different words where they are few enough to be a boolean's.
    pub fn words(&self) -> Option<Vec<&str>> {
        (self.words.len() <= MOST_TEXTS).then(|| self.words.iter().map(String::as_str).collect())
    }

    /// The values of some families, with the first of them.
    pub fn odd(&self, families: &[Family]) -> Option<Odd> {
        let count = self.count(|class| families.contains(&family(*class)));
        let firsts = families
            .iter()
            .filter_map(|family| self.firsts[*family as usize].as_ref());
        let (row, example) = firsts.min_by_key(|(row, _)| *row)?;
        (count > 0).then(|| Odd {
            count,
            example: example.clone(),
            row: *row,
        })
    }
}

fn family(class: Class) -> Family {
    match class {
        Class::Number { .. } => Family::Number,
        Class::Date { .. } => Family::Date,
        Class::Time(_) => Family::Time,
        Class::Code(Code::LeadingZeros) => Family::LeadingZeros,
        Class::Code(Code::TooLong) => Family::TooLong,
        Class::Word => Family::Word,
    }
}
