//! The end of a narrow network with one linear output under the squared error, as of most regressions: outputs, losses and δ
//! of as many rows as a vector has lanes are one vector each, and no columns of panels.

use super::{Narrow, NarrowLayer};
use crate::kernels::objective::store_losses;
use crate::kernels::panels::NARROW;
use crate::kernels::real::Real;
use crate::kernels::simd::{MOST_LANES, Simd};
use crate::loss::Loss;

/// The last two layers of such a network.
pub(super) struct Single<'a, T> {
    hidden: &'a NarrowLayer<T>,
    last: &'a NarrowLayer<T>,
    /// Rows of the split.
    order: &'a [u32],
    /// δ of the batch's rows, one behind the other. The panel of the output has room for it: outputs need not be there after a
    /// step that nobody looks at.
    column: *mut T,
    /// What a row's loss counts.
    weight: T,
    /// Twice a row's share of the mean.
    share: T,
}

impl<'a, T: Real> Single<'a, T> {
    /// None where the network is another, or outputs and δ are to be looked at.
    #[inline(always)]
    pub fn of(n: &Narrow<'a, T>) -> Option<Self> {
        let [.., hidden, last] = n.layers else {
            return None;
        };
        let criterion = &n.objective.criterion;
        let fits = last.lying
            && last.outputs == 1
            && matches!(criterion.loss, Loss::MeanSquaredError)
            && criterion.weights.is_empty()
            && n.step.is_some_and(|step| !step.measured);
        let order = n.objective.order.filter(|_| fits)?;
        Some(Self {
            hidden,
            last,
            order,
            column: last.values.get(),
            weight: T::from_f64(criterion.scale),
            share: T::from_f64(2.0 / n.objective.batch as f64),
        })
    }

    /// Losses and δ of the rows `from..to`.
    ///
    /// # Safety
    /// As [`super::narrow`].
    #[inline(always)]
    pub unsafe fn outputs<S: Simd<Scalar = T>>(&self, n: &Narrow<'_, T>, from: usize, to: usize) {
        let o = &n.objective;
        for first in (from..to).step_by(S::LANES) {
            let count = (to - first).min(S::LANES);
            // SAFETY: the caller's promise; a panel has 16 values for each row, and so has room for a vector at any row.
            unsafe {
                let weights = n.state.weights.at(self.last.parameters);
                let left = self.hidden.values.at(first * NARROW);
                let mut sums = [S::splat(T::ZERO); MOST_LANES];
                let order = &self.order[first..][..count];
                let targets = if count == S::LANES {
                    for column in (0..NARROW).step_by(S::LANES) {
                        let w = S::load(weights.add(column));
                        for r in 0..S::LANES {
                            sums[r] = S::load(left.add(r * NARROW + column)).fma(w, sums[r]);
                        }
                    }
                    S::load_rows_f32(o.targets.as_ptr(), order.as_ptr())
                } else {
                    let mut targets = [T::ZERO; MOST_LANES];
                    for r in 0..count {
                        for column in (0..NARROW).step_by(S::LANES) {
                            let w = S::load(weights.add(column));
                            sums[r] = S::load(left.add(r * NARROW + column)).fma(w, sums[r]);
                        }
                        targets[r] = T::from_f32(o.targets[order[r] as usize]);
                    }
                    S::load(targets.as_ptr())
                };
                let bias = S::splat(*weights.add(NARROW));
                let error = S::sum_each(sums).add(bias).sub(targets);
                let (weight, share) = (S::splat(self.weight), S::splat(self.share));
                store_losses(o, first, count, error.mul(error).mul(weight));
                error.mul(share).mul(weight).store(self.column.add(first));
            }
        }
    }

    /// Takes δ out of the panel of the output.
    ///
    /// # Safety
    /// As [`super::narrow`].
    pub unsafe fn clear(&self, count: usize) {
        // SAFETY: the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.column, count) }.fill(T::ZERO);
    }

    /// δ of the layer below the output, and the gradient of the output's parameters.
    ///
    /// # Safety
    /// As [`super::narrow`].
    #[inline(always)]
    pub unsafe fn backward<S: Simd<Scalar = T>>(&self, n: &Narrow<'_, T>) {
        let (values, deltas) = (self.hidden.values.get(), self.hidden.deltas.get());
        let weights = n.state.weights.get().wrapping_add(self.last.parameters);
        let slope = self.hidden.slope;
        // One pass for both: each row's sum waits for the one before, which leaves time for δ. A macro, because a closure
        // might not be compiled for the vector's instructions.
        macro_rules! pass {
            (|$value:ident, $delta:ident| $gated:expr) => {{
                let zero = S::splat(T::ZERO);
                let mut sums = [zero; NARROW];
                let mut own = [zero; NARROW];
                for (i, column) in (0..NARROW).step_by(S::LANES).enumerate() {
                    own[i] = S::load(weights.add(column));
                }
                for row in 0..n.gather.to {
                    let share = S::splat(*self.column.add(row));
                    for (i, column) in (0..NARROW).step_by(S::LANES).enumerate() {
                        let at = row * NARROW + column;
                        let $value = S::load(values.add(at));
                        let $delta = share.fma(own[i], zero);
                        $gated.store(deltas.add(at));
                        sums[i] = share.fma($value, sums[i]);
                    }
                }
                sums
            }};
        }
        // SAFETY: the caller's promise.
        unsafe {
            let sums = if slope == 0.0 {
                pass!(|value, delta| value.gate(delta))
            } else if slope == 1.0 {
                pass!(|value, delta| delta)
            } else {
                let slope = S::splat(T::from_f64(slope));
                pass!(|value, delta| value.where_positive(delta, delta.mul(slope)))
            };
            self.store_gradient(n, sums);
        }
    }

    #[inline(always)]
    unsafe fn store_gradient<S: Simd<Scalar = T>>(&self, n: &Narrow<'_, T>, sums: [S; NARROW]) {
        let count = n.gather.to;
        // SAFETY: the caller's promise.
        unsafe {
            let zero = S::splat(T::ZERO);
            let out = n.state.gradients.at(self.last.parameters);
            for (i, column) in (0..NARROW).step_by(S::LANES).enumerate() {
                let left = self.last.inputs.saturating_sub(column);
                sums[i].keep_first(left, zero).store(out.add(column));
            }
            // As the sums of columns: four chains.
            let mut chains = [T::ZERO; 4];
            let whole = count / 4 * 4;
            for row in (0..whole).step_by(4) {
                for (i, chain) in chains.iter_mut().enumerate() {
                    *chain = chain.plus(*self.column.add(row + i));
                }
            }
            for row in whole..count {
                chains[0] = chains[0].plus(*self.column.add(row));
            }
            let [a, b, c, d] = chains;
            let bias = S::splat(a.plus(b).plus(c.plus(d)));
            for column in (0..NARROW).step_by(S::LANES) {
                let first = usize::from(column == 0);
                bias.keep_first(first, zero).store(out.add(NARROW + column));
            }
        }
    }
}
