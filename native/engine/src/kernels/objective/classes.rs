//! Losses of one logit a class, row by row.

use super::Objective;
use super::elements::focal_of_log;
use crate::kernels::panels::panel_index;
use crate::kernels::real::Real;
use crate::kernels::simd::Simd;

/// The logits of a row, in f64.
#[inline(always)]
unsafe fn logits<'a, S: Simd>(
    o: &'a Objective<'_, S::Scalar>,
    row: usize,
) -> impl Iterator<Item = f64> + Clone + use<'a, S> {
    // SAFETY: every column of the row is inside the panels.
    (0..o.width).map(move |column| unsafe {
        (*o.outputs.add(panel_index(o.rows, o.width, row, column))).to_f64()
    })
}

/// `log Σ e^z`
#[inline(always)]
fn log_sum(logits: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = logits.clone().fold(f64::NEG_INFINITY, f64::max);
    largest + logits.map(|z| (z - largest).exp()).sum::<f64>().ln()
}

/// Sets the derivatives of a row: `f(column, z)`.
#[inline(always)]
unsafe fn set_deltas<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    row: usize,
    f: impl Fn(usize, f64) -> f64,
) {
    if o.deltas.is_null() {
        return;
    }
    for column in 0..o.width {
        let at = panel_index(o.rows, o.width, row, column);
        // SAFETY: (row, column) is inside the panels.
        unsafe {
            *o.deltas.add(at) = S::Scalar::from_f64(f(column, (*o.outputs.add(at)).to_f64()));
        }
    }
}

/// `(1-ε) c_y (-log p_y) + ε/K Σ_k c_k (-log p_k)` with class weights c, as torch.nn.functional.cross_entropy.
#[inline(always)]
pub(super) unsafe fn smoothed_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let criterion = &o.criterion;
    let spread = criterion.options.label_smoothing / o.width as f64;
    let kept = 1.0 - criterion.options.label_smoothing;
    let all: f64 = (0..o.width)
        .map(|class| criterion.class_weight(class))
        .sum();
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.class(source);
        let weight = criterion.row_weight(source);
        let own = kept * criterion.class_weight(class);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let logits = logits::<S>(o, row);
            let log_sum = log_sum(logits.clone());
            let mut loss = 0.0;
            for (column, z) in logits.enumerate() {
                let part = spread * criterion.class_weight(column)
                    + if column == class { own } else { 0.0 };
                loss += part * (log_sum - z);
            }
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            set_deltas::<S>(o, row, |column, z| {
                let part = spread * criterion.class_weight(column)
                    + if column == class { own } else { 0.0 };
                ((z - log_sum).exp() * (own + spread * all) - part) * weight * share
            });
        }
    }
}

#[inline(always)]
pub(super) unsafe fn focal<S: Simd>(o: &Objective<'_, S::Scalar>, gamma: f64) {
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.class(source);
        let weight = o.criterion.row_weight(source) * o.criterion.class_weight(class);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let log_sum = log_sum(logits::<S>(o, row));
            let target = panel_index(o.rows, o.width, row, class);
            let log = (*o.outputs.add(target)).to_f64() - log_sum;
            let (loss, slope) = focal_of_log(gamma, log);
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            set_deltas::<S>(o, row, |column, z| {
                let own = if column == class { 1.0 } else { 0.0 };
                slope * (own - (z - log_sum).exp()) * weight * share
            });
        }
    }
}

#[inline(always)]
pub(super) unsafe fn hinge<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let mean = 1.0 / o.width as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.class(source);
        let weight = o.criterion.row_weight(source);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let own = (*o.outputs.add(panel_index(o.rows, o.width, row, class))).to_f64();
            let (mut loss, mut violations) = (0.0, 0.0);
            for (column, z) in logits::<S>(o, row).enumerate() {
                let short = 1.0 - own + z;
                // NaN counts, so that it is seen.
                if column != class && (short > 0.0 || short.is_nan()) {
                    loss += short;
                    violations += 1.0;
                }
            }
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight * mean);
            set_deltas::<S>(o, row, |column, z| {
                let slope = if column == class {
                    -violations
                } else if 1.0 - own + z > 0.0 {
                    1.0
                } else {
                    0.0
                };
                slope * weight * share
            });
        }
    }
}
