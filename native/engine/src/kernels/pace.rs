//! Whether steps are dealt to the whole team or done by its leader alone, found out while training.
//!
//! A step ends when its slowest thread does, so a team on a machine with a busy core can be slower than one thread. The
//! result has the same bits either way, so both are tried now and then and the faster one is kept.

/// Seconds for which the other way is tried at least.
const TRIAL: f64 = 0.02;
/// Seconds before the first trial.
const FIRST: f64 = 0.1;
/// A way that was kept is used for this many times the last trial's length, twice as many after every further trial that
/// it wins, at most the latter. So an impression of a moment when another program was busy is soon corrected.
const KEPT: [f64; 2] = [2.0, 40.0];
/// The other way must take less than this share of the time.
const GAIN: f64 = 0.95;

pub struct Pace {
    alone: bool,
    /// Whether the next step is the first of its way, which wakes threads and fills caches, and does not count.
    fresh: bool,
    /// Seconds a step of the way that is kept; none during its own window.
    kept: Option<f64>,
    /// Trials' lengths until the next trial, after this one.
    patience: f64,
    limit: f64,
    seconds: f64,
    steps: u32,
}

impl Pace {
    pub fn new() -> Self {
        Self {
            alone: false,
            fresh: true,
            kept: None,
            patience: KEPT[0],
            limit: FIRST,
            seconds: 0.0,
            steps: 0,
        }
    }

    /// How the next step is to be done.
    pub fn alone(&self) -> bool {
        self.alone
    }

    /// Takes note of a step's seconds.
    pub fn record(&mut self, seconds: f64) {
        if std::mem::take(&mut self.fresh) {
            return;
        }
        self.seconds += seconds;
        self.steps += 1;
        // One step may have met another program by chance.
        if self.seconds < self.limit || self.steps < 2 {
            return;
        }
        let pace = self.seconds / f64::from(self.steps);
        match self.kept {
            None => {
                self.kept = Some(pace);
                self.switch();
                self.limit = TRIAL;
            }
            Some(kept) => {
                if pace < kept * GAIN {
                    self.patience = KEPT[0];
                } else {
                    self.switch();
                }
                self.kept = None;
                self.limit = self.seconds * self.patience;
                self.patience = (2.0 * self.patience).min(KEPT[1]);
            }
        }
        self.seconds = 0.0;
        self.steps = 0;
    }

    fn switch(&mut self) {
        self.alone = !self.alone;
        self.fresh = true;
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    /// Of `count` steps, how many were done alone.
    fn steps_alone(pace: &mut Pace, count: usize, alone: f64, together: f64) -> usize {
        let mut done = 0;
        for _ in 0..count {
            done += usize::from(pace.alone());
            pace.record(if pace.alone() { alone } else { together });
        }
        done
    }

    #[test]
    fn the_faster_way_is_kept_and_the_other_one_costs_little() {
        let mut pace = Pace::new();
        assert!(steps_alone(&mut pace, 10_000, 2e-3, 1e-3) < 300);
        let mut pace = Pace::new();
        assert!(steps_alone(&mut pace, 10_000, 1e-3, 2e-3) > 9_700);
    }

    #[test]
    fn a_first_impression_is_corrected_soon() {
        let mut pace = Pace::new();
        steps_alone(&mut pace, 22, 4e-3, 8e-3);
        assert!(pace.alone());
        assert!(steps_alone(&mut pace, 500, 4e-3, 2e-3) < 60);
    }

    #[test]
    fn a_change_of_the_machine_is_noticed() {
        let mut pace = Pace::new();
        steps_alone(&mut pace, 10_000, 2e-3, 1e-3);
        steps_alone(&mut pace, 2_000, 1e-3, 4e-3);
        assert!(steps_alone(&mut pace, 5_000, 1e-3, 4e-3) > 4_800);
    }
}
