//! The order in which an epoch visits the rows.

use crate::error::Result;
use crate::memory::reserve;
use crate::random::Stream;

/// A permutation of the rows, redrawn each epoch as a function of seed and epoch alone,
/// so that a resumed run sees the same batches without any saved state.
pub(crate) struct BatchOrder {
    rows: Vec<u32>,
    seed: u64,
    shuffled: bool,
}

impl BatchOrder {
    /// `shuffled` is false for the full batch, where the order only costs time.
    pub(crate) fn new(rows: usize, seed: u64, shuffled: bool) -> Result<Self> {
        let mut order = reserve::<u32>(rows, "the order of the rows")?;
        order.extend(0..rows as u32);
        Ok(Self {
            rows: order,
            seed,
            shuffled,
        })
    }

    /// Fisher-Yates from the identity (Durstenfeld, 1964).
    pub(crate) fn start_epoch(&mut self, epoch: u64) {
        if !self.shuffled {
            return;
        }
        for (index, row) in self.rows.iter_mut().enumerate() {
            *row = index as u32;
        }
        let mut random = Stream::BatchOrder.generator(self.seed, epoch);
        for last in (1..self.rows.len()).rev() {
            let other = random.below(last as u32 + 1) as usize;
            self.rows.swap(last, other);
        }
    }

    pub(crate) fn batch(&self, start: usize, end: usize) -> &[u32] {
        &self.rows[start..end]
    }
}
