//! The outputs of several networks as those of one: the mean of their predictions.

use super::panels::panel_index;
use super::real::Real;
use crate::loss::OutputKind;

/// Outputs of `members` networks for `count` rows each, member after member, in panels of `rows × columns`.
pub struct Combine<T> {
    pub outputs: *mut T,
    pub rows: usize,
    pub columns: usize,
    pub members: usize,
    pub count: usize,
    pub kind: OutputKind,
}

impl<T: Real> Combine<T> {
    /// Overwrites the first member's rows with outputs whose predictions are the mean of the members': probabilities and
    /// expected values themselves are averaged, not their logarithms. For a mixture of Gaussians mean and variance are
    /// those of the mixture.
    ///
    /// # Safety
    /// `outputs` must be valid for the panels, and nobody else may touch them.
    pub unsafe fn run(&self) {
        if self.members == 1 {
            return;
        }
        for row in 0..self.count {
            // SAFETY: the caller's promise.
            unsafe {
                match self.kind {
                    OutputKind::Value => self.mean(row),
                    OutputKind::Logarithm => self.log_mean(row),
                    OutputKind::Probabilities => {
                        for member in 0..self.members {
                            self.log_softmax(member * self.count + row);
                        }
                        self.log_mean(row);
                    }
                    OutputKind::Probability => self.probability(row),
                    OutputKind::MeanAndVariance => self.mixture(row),
                }
            }
        }
    }

    unsafe fn at(&self, member: usize, row: usize, column: usize) -> *mut T {
        let row = member * self.count + row;
        // SAFETY: inside the panels.
        unsafe {
            self.outputs
                .add(panel_index(self.rows, self.columns, row, column))
        }
    }

    unsafe fn get(&self, member: usize, row: usize, column: usize) -> f64 {
        // SAFETY: as in `run`.
        unsafe { (*self.at(member, row, column)).to_f64() }
    }

    unsafe fn put(&self, row: usize, column: usize, value: f64) {
        // SAFETY: as in `run`.
        unsafe { *self.at(0, row, column) = T::from_f64(value) };
    }

    unsafe fn mean(&self, row: usize) {
        for column in 0..self.columns {
            // SAFETY: as in `run`.
            unsafe {
                let values = (0..self.members).map(|member| self.get(member, row, column));
                self.put(row, column, values.sum::<f64>() / self.members as f64);
            }
        }
    }

    /// `log mean e^z`
    unsafe fn log_mean(&self, row: usize) {
        for column in 0..self.columns {
            // SAFETY: as in `run`.
            unsafe {
                let values = (0..self.members).map(|member| self.get(member, row, column));
                self.put(row, column, log_mean(values));
            }
        }
    }

    /// Logits as logarithms of probabilities, in place.
    unsafe fn log_softmax(&self, row: usize) {
        // SAFETY: as in `run`; the row is any member's.
        unsafe {
            let logits = (0..self.columns).map(|column| self.get(0, row, column));
            let shift = log_mean(logits) + (self.columns as f64).ln();
            for column in 0..self.columns {
                self.put(row, column, self.get(0, row, column) - shift);
            }
        }
    }

    /// The logit of the mean probability.
    unsafe fn probability(&self, row: usize) {
        // log(1 / (1 + e^-z))
        let log_sigmoid = |z: f64| z.min(0.0) - (-z.abs()).exp().ln_1p();
        // SAFETY: as in `run`.
        unsafe {
            let logits = (0..self.members).map(|member| self.get(member, row, 0));
            let yes = log_mean(logits.clone().map(log_sigmoid));
            let no = log_mean(logits.map(|z| log_sigmoid(-z)));
            self.put(row, 0, yes - no);
        }
    }

    unsafe fn mixture(&self, row: usize) {
        let half = self.columns / 2;
        for column in 0..half {
            // SAFETY: as in `run`.
            unsafe {
                let share = 1.0 / self.members as f64;
                let members = 0..self.members;
                let means = members.clone().map(|m| self.get(m, row, column));
                let mean = means.sum::<f64>() * share;
                let spread = members.map(|m| {
                    let off = self.get(m, row, column) - mean;
                    self.get(m, row, half + column).exp() + off * off
                });
                let variance = spread.sum::<f64>() * share;
                self.put(row, column, mean);
                self.put(row, half + column, variance.ln());
            }
        }
    }
}

/// `log mean e^z`, without overflow.
fn log_mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), z| {
        (count + 1.0, sum + (z - largest).exp())
    });
    largest + (sum / count).ln()
}
