//! What a thread uses again from block to block.

use super::part::{Body, Part};
use super::recent::Recent;

#[derive(Default)]
pub struct Scratch {
    pub recent: Recent,
    pub buffers: Buffers,
}

/// Vectors that were emptied. Filled again they need no new pages, which cost more than what is written to them.
#[derive(Default)]
pub struct Buffers {
    values: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
}

impl Buffers {
    /// As many values, none known.
    pub fn values(&mut self, rows: usize) -> Vec<f64> {
        refilled(self.values.pop(), rows, f64::NAN)
    }

    /// As many codes, all 0.
    pub fn codes(&mut self, rows: usize) -> Vec<u32> {
        refilled(self.codes.pop(), rows, 0)
    }

    pub fn take_values(&mut self, values: Vec<f64>) {
        self.values.push(values);
    }

    /// Takes a part that is needed no more.
    pub fn take(&mut self, part: Part) {
        match part.body {
            Body::Values { values, .. } => self.take_values(values),
            Body::Codes(codes) => self.codes.push(codes),
        }
    }

    /// Takes all vectors of others.
    pub fn append(&mut self, mut others: Self) {
        self.values.append(&mut others.values);
        self.codes.append(&mut others.codes);
    }

    /// Gives at most as many vectors of each kind away.
    pub fn split_off(&mut self, most: usize) -> Self {
        Self {
            values: last(&mut self.values, most),
            codes: last(&mut self.codes, most),
        }
    }
}

fn refilled<T: Copy>(used: Option<Vec<T>>, rows: usize, fill: T) -> Vec<T> {
    let mut vector = used.unwrap_or_default();
    vector.clear();
    vector.resize(rows, fill);
    vector
}

fn last<T>(all: &mut Vec<T>, most: usize) -> Vec<T> {
    all.split_off(all.len().saturating_sub(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::dictionary::Texts;

    #[test]
    fn vectors_are_filled_again() {
        let mut buffers = Buffers::default();
        let mut codes = buffers.codes(4);
        codes.fill(7);
        let place = codes.as_ptr();
        buffers.take(Part {
            rows: 4,
            body: Body::Codes(codes),
            texts: Texts::default(),
            counts: Vec::new(),
            firsts: Vec::new(),
            row_texts: Vec::new(),
        });
        let mut given = buffers.split_off(3);
        assert!(buffers.codes.is_empty());
        let again = given.codes(3);
        assert_eq!((again.as_ptr(), again), (place, vec![0; 3]));
        assert!(given.values(2).iter().all(|value| value.is_nan()));
    }
}
