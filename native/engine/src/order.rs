//! The order in which an epoch visits the rows.

use crate::error::Result;
use crate::memory::reserve;
use crate::random::Stream;
use std::ops::Range;

/// A permutation of the rows, redrawn each epoch as a function of seed and epoch alone,
/// so that a resumed run sees the same batches without any saved state.
pub(crate) struct BatchOrder {
    rows: Vec<u32>,
    seed: u64,
    /// Whether the rows are in another order than their own.
    shuffled: bool,
}

impl BatchOrder {
    pub(crate) fn new(rows: usize, seed: u64) -> Result<Self> {
        let mut order = reserve::<u32>(rows, "the order of the rows")?;
        order.extend(0..rows as u32);
        Ok(Self {
            rows: order,
            seed,
            shuffled: false,
        })
    }

    /// Fisher-Yates from the identity, inside out (Durstenfeld, 1964; Knuth, The Art of Computer Programming, 3.4.2).
    /// `shuffled` is false for the full batch, where the order only costs time.
    pub(crate) fn start_epoch(&mut self, epoch: u64, shuffled: bool) {
        let was_shuffled = std::mem::replace(&mut self.shuffled, shuffled);
        if !shuffled {
            if was_shuffled {
                for (index, row) in self.rows.iter_mut().enumerate() {
                    *row = index as u32;
                }
            }
            return;
        }
        let mut draws = Stream::BatchOrder.draws(self.seed, epoch);
        let count = self.rows.len();
        let rows = &mut self.rows[..];
        let mut place = |index: usize, other: u32| {
            rows[index] = rows[other as usize];
            rows[other as usize] = index as u32;
        };
        for index in (0..count).step_by(2) {
            let [first, second] = draws.below_two(index as u32 + 1);
            place(index, first);
            if index + 1 < count {
                place(index + 1, second);
            }
        }
    }

    pub(crate) fn batch(&self, rows: Range<usize>) -> &[u32] {
        &self.rows[rows]
    }

    /// A batch's rows and all that the epoch visits after them.
    pub(crate) fn from(&self, row: usize) -> &[u32] {
        &self.rows[row..]
    }
}

#[cfg(test)]
mod tests {
    use super::BatchOrder;
    use std::collections::HashMap;

    #[test]
    fn every_order_of_few_rows_comes_equally_often() {
        let mut order = BatchOrder::new(5, 3).unwrap();
        let mut counts: HashMap<Vec<u32>, u32> = HashMap::new();
        for epoch in 0..24_000 {
            order.start_epoch(epoch, true);
            *counts.entry(order.batch(0..5).to_vec()).or_default() += 1;
        }
        assert_eq!(counts.len(), 120);
        let square = |count: &u32| (f64::from(*count) - 200.0).powi(2) / 200.0;
        let chi: f64 = counts.values().map(square).sum();
        // 119 degrees of freedom: mean 119, deviation 15.4.
        assert!((70.0..180.0).contains(&chi), "chi square {chi}");
    }
}
