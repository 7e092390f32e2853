//! Epochs that a job keeps, so that one can look at them and begin from them later.

use crate::memory::reserve;
use crate::statistics::Statistics;
use crate::summary::Summary;
use crate::trainer::Trainer;
use std::collections::VecDeque;

/// Epochs kept of each doubling.
const A_DOUBLING: u64 = 16;
/// What may wait to be taken; the newest epoch waits however large it is.
const MOST_BYTES: usize = 64 << 20;

/// Whether a run keeps this epoch, counted from 1: all up to 16, and from there on 16 of each doubling, in equal
/// distances. So a long run keeps few epochs, dense where a network changes most. A pure function of the epoch, so that
/// a run which is repeated or resumed keeps the same ones.
pub fn is_kept(epoch: u64) -> bool {
    let stride = (epoch.max(1).ilog2()).saturating_sub(A_DOUBLING.ilog2());
    epoch > 0 && epoch.is_multiple_of(1 << stride)
}

/// A run at the end of an epoch.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptEpoch {
    /// Counted from 1.
    pub epoch: u64,
    /// Flat; those that the epoch was evaluated with: their average where one is kept and has begun.
    pub weights: Vec<f32>,
    /// Of the epoch's last step.
    pub statistics: Statistics,
}

impl KeptEpoch {
    /// Of the epoch that the trainer has just finished; None where there is no memory for it.
    pub(super) fn of(trainer: &Trainer<'_, f32>, statistics: Statistics) -> Option<Self> {
        let mut weights = reserve(trainer.weights_len(), "the weights of an epoch").ok()?;
        trainer.copy_standing_weights(&mut weights);
        Some(Self {
            epoch: trainer.epoch(),
            weights,
            statistics,
        })
    }

    fn bytes(&self) -> usize {
        let summaries = 2 * (self.statistics.parameters.len() + self.statistics.ops.len());
        self.weights.len() * size_of::<f32>() + summaries * size_of::<Summary>()
    }
}

/// Epochs that nobody has taken yet.
#[derive(Default)]
pub(super) struct Waiting {
    epochs: VecDeque<KeptEpoch>,
    bytes: usize,
    dropped: u64,
}

impl Waiting {
    /// The oldest make room for it; None is an epoch that could not be kept.
    pub fn push(&mut self, kept: Option<KeptEpoch>) {
        let Some(kept) = kept.filter(|_| self.epochs.try_reserve(1).is_ok()) else {
            self.dropped += 1;
            return;
        };
        self.bytes += kept.bytes();
        self.epochs.push_back(kept);
        while self.bytes > MOST_BYTES && self.epochs.len() > 1 {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.epochs.pop_front() {
            self.bytes -= oldest.bytes();
            self.dropped += 1;
        }
    }

    /// Forgets the epochs that the run went back from.
    pub fn go_back(&mut self, epoch: u64) {
        self.epochs.retain(|kept| kept.epoch <= epoch);
        self.bytes = self.epochs.iter().map(KeptEpoch::bytes).sum();
    }

    pub fn take(&mut self) -> Vec<KeptEpoch> {
        self.bytes = 0;
        std::mem::take(&mut self.epochs).into()
    }

    /// Since the job's start.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(epoch: u64, values: usize) -> Option<KeptEpoch> {
        Some(KeptEpoch {
            epoch,
            weights: vec![0.0; values],
            statistics: Statistics {
                step: epoch,
                rows: 1,
                parameters: Vec::new(),
                ops: Vec::new(),
            },
        })
    }

    fn epochs(waiting: &mut Waiting) -> Vec<u64> {
        waiting.take().iter().map(|kept| kept.epoch).collect()
    }

    #[test]
    fn the_oldest_make_room_and_the_newest_always_stays() {
        let mut waiting = Waiting::default();
        let quarter = MOST_BYTES / 4 / size_of::<f32>();
        (1..=6).for_each(|epoch| waiting.push(kept(epoch, quarter)));
        assert_eq!(waiting.dropped(), 2);
        waiting.push(kept(7, quarter / 2));
        waiting.push(None);
        assert_eq!(
            (waiting.dropped(), epochs(&mut waiting)),
            (4, vec![4, 5, 6, 7])
        );
        waiting.push(kept(8, 5 * quarter));
        assert_eq!((waiting.dropped(), epochs(&mut waiting)), (4, vec![8]));
    }

    #[test]
    fn what_a_run_went_back_from_makes_room_at_once() {
        let mut waiting = Waiting::default();
        let half = MOST_BYTES / 2 / size_of::<f32>();
        (4..=5).for_each(|epoch| waiting.push(kept(epoch, half)));
        waiting.go_back(4);
        waiting.push(kept(5, half));
        assert_eq!((waiting.dropped(), epochs(&mut waiting)), (0, vec![4, 5]));
    }
}
