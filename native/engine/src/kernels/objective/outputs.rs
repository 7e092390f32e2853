//! Losses whose outputs stand each for itself, row by row.

use super::Objective;
use super::elements::Element;
use crate::kernels::panels::{panel_index, panel_width};
use crate::kernels::real::Real;
use crate::kernels::simd::Simd;

/// A loss that is the mean of independent losses of the outputs: `f(column, z, y)`.
#[inline(always)]
pub(super) unsafe fn each_output<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    f: impl Fn(usize, f64, f64) -> Element,
) {
    let targets = o.criterion.loss.target_width(o.width);
    let mean = 1.0 / o.width as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let weight = o.criterion.row_weight(source);
        let target = &o.targets[source * targets..][..targets];
        let mut total = 0.0;
        for column in 0..o.width {
            let at = panel_index(o.rows, o.width, row, column);
            // Quantiles share their one target.
            let y = f64::from(target[column.min(targets - 1)]);
            // SAFETY: (row, column) is inside the panels.
            unsafe {
                let (loss, slope) = f(column, (*o.outputs.add(at)).to_f64(), y);
                total += loss;
                if !o.deltas.is_null() {
                    *o.deltas.add(at) = S::Scalar::from_f64(slope * weight * share);
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = S::Scalar::from_f64(total * weight * mean) };
    }
}

#[inline(always)]
pub(super) unsafe fn gaussian<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let targets = o.width / 2;
    let mean = 1.0 / targets as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let weight = o.criterion.row_weight(source);
        let target = &o.targets[source * targets..][..targets];
        let mut total = 0.0;
        for (column, y) in target.iter().enumerate() {
            let at = panel_index(o.rows, o.width, row, column);
            let spread = panel_index(o.rows, o.width, row, targets + column);
            // SAFETY: both columns are inside the panels.
            unsafe {
                let error = (*o.outputs.add(at)).to_f64() - f64::from(*y);
                let log_variance = (*o.outputs.add(spread)).to_f64();
                let precision = (-log_variance).exp();
                total += 0.5 * (log_variance + error * error * precision);
                if !o.deltas.is_null() {
                    let scale = weight * share;
                    *o.deltas.add(at) = S::Scalar::from_f64(error * precision * scale);
                    let slope = 0.5 * (1.0 - error * error * precision);
                    *o.deltas.add(spread) = S::Scalar::from_f64(slope * scale);
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = S::Scalar::from_f64(total * weight * mean) };
    }
}

/// A loss of one logit and a label: `f(z, y)`.
#[inline(always)]
pub(super) unsafe fn single_logit<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    f: impl Fn(f64, f64) -> Element,
) {
    let width = panel_width(o.width, 0);
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let y = f64::from(o.targets[source]);
        let weight = o.criterion.row_weight(source) * o.criterion.class_weight(y as usize);
        // SAFETY: (row, 0) is inside the panel; one loss a row.
        unsafe {
            let (loss, slope) = f((*o.outputs.add(row * width)).to_f64(), y);
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            if !o.deltas.is_null() {
                *o.deltas.add(row * width) = S::Scalar::from_f64(slope * weight * share);
            }
        }
    }
}
