//! Losses of the rows of a batch and their derivatives with respect to the network's outputs.

use super::panels::{WIDE, panel_count, panel_index, panel_width};
use super::real::Real;
use super::simd::Simd;
use crate::loss::Loss;

/// For rows `from..to`: `losses[b]`, and `deltas[b, o]`, the derivative of the batch's mean loss.
pub struct Objective<'a, T> {
    pub loss: Loss,
    /// Panels of `rows × outputs`.
    pub outputs: *const T,
    /// Null (only the losses), or laid out as `outputs`.
    pub deltas: *mut T,
    pub rows: usize,
    pub width: usize,
    /// Row-major targets of the whole split.
    pub targets: &'a [f32],
    /// Row of the split for each row of the batch, or none: consecutive from `first`.
    pub order: Option<&'a [u32]>,
    pub first: usize,
    pub losses: *mut T,
    /// Rows of the batch; the mean is over them.
    pub batch: usize,
    pub from: usize,
    pub to: usize,
}

impl<T> Objective<'_, T> {
    #[inline(always)]
    fn source(&self, row: usize) -> usize {
        self.order
            .map_or(self.first + row, |order| order[row] as usize)
    }
}

/// # Safety
/// The pointers must be valid for the panels that the fields describe and the processor must have the instructions
/// of `S`.
#[inline(always)]
pub unsafe fn objective<S: Simd>(o: &Objective<'_, S::Scalar>) {
    // SAFETY: the caller's promise.
    unsafe {
        match o.loss {
            Loss::MeanSquaredError => squared_error::<S>(o),
            Loss::SoftmaxCrossEntropy => softmax_cross_entropy::<S>(o),
            Loss::BinaryCrossEntropy => binary_cross_entropy::<S>(o),
        }
    }
}

#[inline(always)]
unsafe fn squared_error<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let scale = S::Scalar::from_f64(2.0 / (o.batch as f64 * o.width as f64));
    let mean = S::Scalar::from_f64(1.0 / o.width as f64);
    let minus = S::Scalar::from_f64(-1.0);
    for row in o.from..o.to {
        let target = &o.targets[o.source(row) * o.width..][..o.width];
        let mut total = S::Scalar::ZERO;
        for panel in 0..panel_count(o.width) {
            let first = panel * WIDE;
            let at = first * o.rows + row * panel_width(o.width, panel);
            for (i, y) in target[first..].iter().take(WIDE).enumerate() {
                // SAFETY: (row, first + i) is inside the panel.
                unsafe {
                    let error = (*o.outputs.add(at + i)).plus(S::Scalar::from_f32(*y).times(minus));
                    total = total.plus(error.times(error));
                    if !o.deltas.is_null() {
                        *o.deltas.add(at + i) = error.times(scale);
                    }
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = total.times(mean) };
    }
}

#[inline(always)]
unsafe fn softmax_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let share = S::Scalar::from_f64(1.0 / o.batch as f64);
    let lowest = S::Scalar::from_f64(-1e30);
    for row in o.from..o.to {
        // SAFETY: every offset is inside row `row` of the panels; a panel's width is a multiple of the lanes.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let low = S::splat(lowest);
            let mut largest = low;
            each_vector::<S>(o, row, |at, left| {
                largest = S::load(o.outputs.add(at))
                    .keep_first(left, low)
                    .max(largest);
            });
            let largest = largest.max_lane();
            let shift = S::splat(largest);
            let mut sum = zero;
            each_vector::<S>(o, row, |at, left| {
                let e = S::load(o.outputs.add(at))
                    .sub(shift)
                    .exp()
                    .keep_first(left, zero);
                sum = sum.add(e);
                if !o.deltas.is_null() {
                    e.store(o.deltas.add(at));
                }
            });
            let sum = sum.sum();
            let class = o.targets[o.source(row)] as usize;
            let target = panel_index(o.rows, o.width, row, class);
            let logit = (*o.outputs.add(target)).to_f64();
            // ln in f64: the two terms may be large and cancel.
            let loss = sum.to_f64().ln() + largest.to_f64() - logit;
            *o.losses.add(row) = S::Scalar::from_f64(loss);
            if !o.deltas.is_null() {
                let factor = S::splat(share.over(sum));
                each_vector::<S>(o, row, |at, _| {
                    S::load(o.deltas.add(at))
                        .mul(factor)
                        .store(o.deltas.add(at));
                });
                let minus = share.times(S::Scalar::from_f64(-1.0));
                *o.deltas.add(target) = (*o.deltas.add(target)).plus(minus);
            }
        }
    }
}

/// Calls `f(offset, columns left)` for each vector of a row.
#[inline(always)]
unsafe fn each_vector<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    row: usize,
    mut f: impl FnMut(usize, usize),
) {
    for panel in 0..panel_count(o.width) {
        let width = panel_width(o.width, panel);
        let start = panel * WIDE * o.rows + row * width;
        let left = o.width - panel * WIDE;
        for i in (0..width).step_by(S::LANES) {
            f(start + i, left.saturating_sub(i));
        }
    }
}

#[inline(always)]
unsafe fn binary_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let width = panel_width(o.width, 0);
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let y = f64::from(o.targets[o.source(row)]);
        // SAFETY: (row, 0) is inside the panel; one loss a row.
        unsafe {
            let z = (*o.outputs.add(row * width)).to_f64();
            let tail = (-z.abs()).exp();
            *o.losses.add(row) = S::Scalar::from_f64(z.max(0.0) - z * y + tail.ln_1p());
            if !o.deltas.is_null() {
                let probability = if z >= 0.0 {
                    1.0 / (1.0 + tail)
                } else {
                    tail / (1.0 + tail)
                };
                *o.deltas.add(row * width) = S::Scalar::from_f64((probability - y) * share);
            }
        }
    }
}
