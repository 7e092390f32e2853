//! How much of a part of a step each thread takes: as much as it is fast. The part ends when the slowest thread is done, and
//! one of them may have to share its core with another program. No bit of the result depends on it.

/// Seconds of the part, summed, after which the shares follow what the threads took.
const WINDOW: f64 = 0.01;
/// Steps that are summed at least.
const STEPS: u32 = 8;
/// The slowest thread may take this many times the mean before anything changes.
const TOLERANCE: f64 = 1.01;
/// How far the shares go to those that would have been right.
const PACE: f64 = 0.5;
/// The least share, of an even one: a thread without any could not show that it is fast again.
const LEAST: f64 = 0.2;

pub(super) struct Shares {
    /// Where each thread's share ends, of 1.
    ends: Vec<f64>,
    /// That each thread took since the last look.
    seconds: Vec<f64>,
    steps: u32,
}

impl Shares {
    /// Even ones.
    pub fn new(threads: usize) -> Self {
        let end = |index: usize| (index + 1) as f64 / threads as f64;
        Self {
            ends: (0..threads).map(end).collect(),
            seconds: vec![0.0; threads],
            steps: 0,
        }
    }

    /// Where each thread's share ends, of 1.
    pub fn ends(&self) -> &[f64] {
        &self.ends
    }

    /// A thread's part of `0..len`, in multiples of `grain`.
    pub fn of(&self, index: usize, len: usize, grain: usize) -> (usize, usize) {
        let grains = len.div_ceil(grain) as f64;
        let bound = |end: f64| ((grains * end).round() as usize * grain).min(len);
        let start = if index == 0 {
            0.0
        } else {
            self.ends[index - 1]
        };
        (bound(start), bound(self.ends[index]))
    }

    /// Takes note of the seconds that each thread took in a step. Whether the shares changed.
    pub fn record(&mut self, seconds: impl Iterator<Item = f64>) -> bool {
        for (sum, seconds) in self.seconds.iter_mut().zip(seconds) {
            *sum += seconds;
        }
        self.steps += 1;
        let count = self.seconds.len() as f64;
        let mean = self.seconds.iter().sum::<f64>() / count;
        if self.steps < STEPS || mean < WINDOW {
            return false;
        }
        let slowest = self.seconds.iter().copied().fold(0.0, f64::max);
        let changes = slowest > TOLERANCE * mean;
        if changes {
            self.follow();
        }
        self.seconds.fill(0.0);
        self.steps = 0;
        changes
    }

    /// Moves the shares towards the threads' speeds.
    fn follow(&mut self) {
        let count = self.ends.len() as f64;
        let mut start = 0.0;
        let mut speeds = 0.0;
        for (end, seconds) in self.ends.iter().zip(&self.seconds) {
            speeds += (end - start) / seconds.max(f64::MIN_POSITIVE);
            start = *end;
        }
        let (mut start, mut moved) = (0.0, 0.0);
        for (end, seconds) in self.ends.iter_mut().zip(&self.seconds) {
            let share = *end - start;
            let right = share / seconds.max(f64::MIN_POSITIVE) / speeds;
            start = *end;
            moved += (share + PACE * (right - share)).max(LEAST / count);
            *end = moved;
        }
        for end in &mut self.ends {
            *end /= moved;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shares;

    /// The shares after `count` steps of threads with these speeds.
    fn after(count: usize, speeds: &[f64]) -> Vec<usize> {
        let mut shares = Shares::new(speeds.len());
        for _ in 0..count {
            let lens: Vec<usize> = lens(&shares, speeds.len());
            shares.record(
                lens.iter()
                    .zip(speeds)
                    .map(|(len, v)| *len as f64 * 1e-6 / v),
            );
        }
        lens(&shares, speeds.len())
    }

    fn lens(shares: &Shares, threads: usize) -> Vec<usize> {
        let of = |index| shares.of(index, 10_000, 8);
        (0..threads)
            .map(|index| of(index).1 - of(index).0)
            .collect()
    }

    #[test]
    fn equal_threads_have_equal_shares() {
        assert_eq!(after(100, &[1.0, 1.0]), [5000, 5000]);
        assert_eq!(after(100, &[2.0]), [10_000]);
    }

    #[test]
    fn a_slow_thread_has_less_until_all_end_together() {
        let shares = after(200, &[1.0, 0.5, 1.0]);
        assert_eq!(shares.iter().sum::<usize>(), 10_000);
        assert!(shares[1].abs_diff(2000) < 100, "{shares:?}");
    }

    #[test]
    fn nobody_is_without_a_share() {
        let shares = after(500, &[1.0, 1e-6]);
        assert!(shares[1] >= 900, "{shares:?}");
    }
}
