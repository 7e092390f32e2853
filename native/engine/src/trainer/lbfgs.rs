//! One iteration of L-BFGS: a direction from the remembered pairs, and a line search along it over all training rows.

use super::Trainer;
use crate::error::Result;
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::optimizer::Optimizer;
use crate::optimizer::lbfgs::{dot, is_worth_remembering, turn};
use crate::optimizer::line_search::{Found, Point, search};
use crate::spec::RunSpec;
use std::ops::Range;

/// What an iteration works with beside the pairs, which are the machine's moments: s and y in turn.
pub(super) struct Quasi<T> {
    history: usize,
    max_line_search: usize,
    gradient_tolerance: f64,
    /// Parameters and gradient, with its penalty, at the start of the line search.
    start: Vec<T>,
    gradient: Vec<T>,
    direction: Vec<T>,
    factors: Vec<f64>,
    penalized: Vec<Penalized>,
    /// The sum of the losses with the weights as they are, if the machine holds the gradient there.
    known: Option<f64>,
}

/// Parameters that the L2 penalty counts, and the share of it that they bear.
type Penalized = (Range<usize>, f64);

impl<T: Real> Quasi<T> {
    /// None for other optimizers.
    ///
    /// # Errors
    /// `out-of-memory`.
    pub fn new(spec: &RunSpec, machine: &Machine<T>) -> Result<Option<Self>> {
        let Optimizer::Lbfgs {
            history,
            max_line_search,
            gradient_tolerance,
        } = spec.optimizer
        else {
            return Ok(None);
        };
        let len = machine.values().len();
        let array = || {
            let mut values = reserve(len, "the line search")?;
            values.resize(len, T::ZERO);
            Ok(values)
        };
        let blocks = machine.plan.blocks();
        let segments = blocks.iter().flat_map(|block| block.segments());
        Ok(Some(Self {
            history,
            max_line_search,
            gradient_tolerance,
            start: array()?,
            gradient: array()?,
            direction: array()?,
            factors: vec![0.0; history],
            penalized: segments
                .map(|s| (s.at..s.at + s.len, s.group.penalty_share(spec.members)))
                .filter(|(_, share)| *share > 0.0)
                .collect(),
            known: None,
        }))
    }

    /// The weights were changed from outside.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// l2/2 · Σ w², and the penalty's slope along `direction`.
    fn penalty(&self, values: &[T], l2: f64) -> (f64, f64) {
        let parts = self.penalized.iter().cloned();
        parts.fold((0.0, 0.0), |(value, slope), (part, share)| {
            let (w, l2) = (&values[part.clone()], l2 * share);
            (
                value + l2 / 2.0 * dot(w, w),
                slope + l2 * dot(w, &self.direction[part]),
            )
        })
    }
}

/// Writes the gradient of the last pass and of the penalty.
fn add_penalty<T: Real>(machine: &Machine<T>, penalized: &[Penalized], l2: f64, to: &mut [T]) {
    to.copy_from_slice(machine.gradients());
    for (part, share) in penalized {
        let l2 = l2 * share;
        let weights = &machine.values()[part.clone()];
        for (g, w) in to[part.clone()].iter_mut().zip(weights) {
            *g = T::from_f64(g.to_f64() + l2 * w.to_f64());
        }
    }
}

fn largest<T: Real>(values: &[T]) -> f64 {
    values
        .iter()
        .fold(0.0, |most, x| x.to_f64().abs().max(most))
}

impl<T: Real> Trainer<'_, T> {
    /// One iteration, whose line search tries the length `first` first: the sum of the losses before it. Where no
    /// step lowers the loss, the weights stay and the run has converged.
    pub(super) fn iterate(&mut self, quasi: &mut Quasi<T>, first: f64) -> f64 {
        let l2 = self.settings.l2;
        let rows = self.sizes.train_rows;
        let sum = quasi
            .known
            .take()
            .unwrap_or_else(|| self.pass(0..rows, None));
        if !sum.is_finite() {
            return sum;
        }
        self.gradient_norm = self.machine.gradient_norm();
        quasi.start.copy_from_slice(self.machine.values());
        add_penalty(&self.machine, &quasi.penalized, l2, &mut quasi.gradient);
        let lower = largest(&quasi.gradient) > quasi.gradient_tolerance
            && self.go_down(quasi, first, sum / rows as f64);
        if lower {
            self.remember(quasi);
            self.machine.run_statistics(rows);
        }
        // After `remember` the direction is the gradient at the new weights.
        self.progress.converged = !lower || largest(&quasi.direction) <= quasi.gradient_tolerance;
        sum
    }

    /// Moves to a lower point along the estimate's direction, or where that does not fall, along the gradient; or stays.
    fn go_down(&mut self, quasi: &mut Quasi<T>, first: f64, mean: f64) -> bool {
        let l2 = self.settings.l2;
        loop {
            let pairs = self.progress.pairs;
            let history = quasi.history as u64;
            let count = pairs.min(history);
            quasi.direction.copy_from_slice(&quasi.gradient);
            let pair = |index: usize| {
                let slot = ((pairs - count + index as u64) % history) as usize;
                (
                    self.machine.moment(2 * slot),
                    self.machine.moment(2 * slot + 1),
                )
            };
            turn(
                &mut quasi.direction,
                count as usize,
                pair,
                &mut quasi.factors,
            );
            let start = Point {
                at: 0.0,
                value: mean + quasi.penalty(&quasi.start, l2).0,
                slope: dot(&quasi.gradient, &quasi.direction),
            };
            // Without knowledge of the curvature a step of length 1 may be far too long.
            let first = match count {
                0 => {
                    first
                        * (1.0 / quasi.gradient.iter().map(|g| g.to_f64().abs()).sum::<f64>())
                            .min(1.0)
                }
                _ => first,
            };
            let mut last = (0.0, 0.0);
            let found = if start.slope < 0.0 {
                search(start, first, quasi.max_line_search, |at| {
                    let (sum, value, slope) = self.look(quasi, at);
                    last = (at, sum);
                    (value, slope)
                })
            } else {
                Found::Nothing
            };
            match found {
                Found::Wolfe(point) | Found::Lower(point) if point.value < start.value => {
                    if last.0 != point.at {
                        last.1 = self.look(quasi, point.at).0;
                    }
                    quasi.known = Some(last.1);
                    return true;
                }
                _ if pairs > 0 => self.progress.pairs = 0,
                _ => {
                    let start = &quasi.start;
                    self.machine
                        .set_values(|_, panels| panels.copy_from_slice(start));
                    return false;
                }
            }
        }
    }

    /// Moves to a length along the direction: the sum of the losses there, the objective and its slope.
    fn look(&mut self, quasi: &Quasi<T>, at: f64) -> (f64, f64, f64) {
        self.machine.set_values(|_, panels| {
            let line = quasi.start.iter().zip(&quasi.direction);
            for (value, (x, d)) in panels.iter_mut().zip(line) {
                *value = T::from_f64(x.to_f64() + at * d.to_f64());
            }
        });
        let rows = self.sizes.train_rows;
        let sum = self.pass(0..rows, None);
        let (penalty, penalty_slope) = quasi.penalty(self.machine.values(), self.settings.l2);
        let slope = dot(self.machine.gradients(), &quasi.direction) + penalty_slope;
        (sum, sum / rows as f64 + penalty, slope)
    }

    /// Keeps what the step showed of the curvature in place of the oldest pair; the direction becomes the new gradient.
    fn remember(&mut self, quasi: &mut Quasi<T>) {
        add_penalty(
            &self.machine,
            &quasi.penalized,
            self.settings.l2,
            &mut quasi.direction,
        );
        // From here on `start` and `gradient` hold the differences.
        for (before, now) in quasi.start.iter_mut().zip(self.machine.values()) {
            *before = T::from_f64(now.to_f64() - before.to_f64());
        }
        for (before, now) in quasi.gradient.iter_mut().zip(&quasi.direction) {
            *before = T::from_f64(now.to_f64() - before.to_f64());
        }
        let (s, y) = (&quasi.start, &quasi.gradient);
        if is_worth_remembering(dot(s, y), dot(y, y)) {
            let slot = (self.progress.pairs % quasi.history as u64) as usize;
            self.machine.moment_mut(2 * slot).copy_from_slice(s);
            self.machine.moment_mut(2 * slot + 1).copy_from_slice(y);
            self.progress.pairs += 1;
        }
    }
}
