//! Cross-entropy of the softmax.

use super::{Objective, Tile, store_losses};
use crate::kernels::panels::{WIDE, each_vector, panel_index, panel_width};
use crate::kernels::real::Real;
use crate::kernels::simd::{MOST_LANES, Simd};

/// Few classes are computed with rows in the lanes, many with classes.
#[inline(always)]
pub(super) unsafe fn softmax_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    // SAFETY: the caller's promise.
    unsafe {
        if o.width <= WIDE {
            rows_in_lanes::<S>(o);
        } else {
            classes_in_lanes::<S>(o);
        }
    }
}

/// Classes of at most one panel: as many rows as there are lanes are transposed, and each lane computes a row, its sum one
/// chain in the order of the classes.
#[inline(always)]
unsafe fn rows_in_lanes<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let c = |x: f64| S::Scalar::from_f64(x);
    let width = panel_width(o.width, 0);
    let share = 1.0 / o.batch as f64;
    // A row a class.
    let mut columns = [[S::Scalar::ZERO; MOST_LANES]; WIDE];
    // Rows of an incomplete tile.
    let mut few = [S::Scalar::ZERO; MOST_LANES * WIDE];
    for first in (o.from..o.to).step_by(S::LANES) {
        let tile = Tile::new::<S>(o, first);
        let complete = tile.count == S::LANES;
        let mut classes = [S::Scalar::ZERO; MOST_LANES];
        let mut weights = [S::Scalar::ZERO; MOST_LANES];
        let mut shares = [S::Scalar::ZERO; MOST_LANES];
        for r in 0..tile.count {
            let class = o.targets[tile.sources[r]];
            let weight = tile.weights[r] * o.criterion.class_weight(class as usize);
            classes[r] = S::Scalar::from_f32(class);
            weights[r] = c(weight);
            shares[r] = c(weight * share);
        }
        // SAFETY: a complete tile is inside the panel, of whose width the lanes are a divisor; else only `count` rows are
        // copied to and from `few`.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let at = tile.first * width;
            let from = if complete {
                o.outputs.add(at)
            } else {
                for i in 0..tile.count * width {
                    few[i] = *o.outputs.add(at + i);
                }
                few.as_ptr()
            };
            for first in (0..o.width).step_by(S::LANES) {
                S::transpose(
                    from.add(first),
                    width,
                    columns[first..].as_flattened_mut().as_mut_ptr(),
                    MOST_LANES,
                );
            }
            let class = S::load(classes.as_ptr());
            let mut largest = S::load(columns[0].as_ptr());
            for column in &columns[1..o.width] {
                largest = S::load(column.as_ptr()).max(largest);
            }
            let (mut sum, mut own) = (zero, zero);
            for (k, column) in columns[..o.width].iter_mut().enumerate() {
                let z = S::load(column.as_ptr());
                own = class.where_equal(S::splat(c(k as f64)), z, own);
                let e = z.sub(largest).exp();
                sum = sum.add(e);
                e.store(column.as_mut_ptr());
            }
            // Neither term is negative, so nothing cancels.
            let losses = sum.ln().add(largest.sub(own));
            store_losses(o, first, tile.count, losses.mul(S::load(weights.as_ptr())));
            if o.deltas.is_null() {
                continue;
            }
            let share = S::load(shares.as_ptr());
            let (factor, minus) = (share.div(sum), zero.sub(share));
            for (k, column) in columns[..o.width].iter_mut().enumerate() {
                let own = class.where_equal(S::splat(c(k as f64)), minus, zero);
                let e = S::load(column.as_ptr());
                e.fma(factor, own).store(column.as_mut_ptr());
            }
            for column in &mut columns[o.width..width] {
                zero.store(column.as_mut_ptr());
            }
            let to = if complete {
                o.deltas.add(at)
            } else {
                few.as_mut_ptr()
            };
            for first in (0..o.width).step_by(S::LANES) {
                let from = columns[first..].as_flattened().as_ptr();
                S::transpose(from, MOST_LANES, to.add(first), width);
            }
            if !complete {
                for i in 0..tile.count * width {
                    *o.deltas.add(at + i) = few[i];
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn classes_in_lanes<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let share = 1.0 / o.batch as f64;
    let lowest = S::Scalar::from_f64(-1e30);
    for row in o.from..o.to {
        // SAFETY: every offset is inside row `row` of the panels; a panel's width is a multiple of the lanes.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let low = S::splat(lowest);
            let mut largest = low;
            each_vector!(S, o.width, o.rows, row, |at, _, left| {
                largest = S::load(o.outputs.add(at))
                    .keep_first(left, low)
                    .max(largest);
            });
            let largest = largest.max_lane();
            let shift = S::splat(largest);
            let mut sum = zero;
            each_vector!(S, o.width, o.rows, row, |at, _, left| {
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
            let source = o.source(row);
            let class = o.class(source);
            let weight = o.criterion.row_weight(source) * o.criterion.class_weight(class);
            let target = panel_index(o.rows, o.width, row, class);
            let logit = (*o.outputs.add(target)).to_f64();
            // ln in f64: the two terms may be large and cancel.
            let loss = sum.to_f64().ln() + largest.to_f64() - logit;
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            if !o.deltas.is_null() {
                let share = S::Scalar::from_f64(weight * share);
                let factor = S::splat(share.over(sum));
                each_vector!(S, o.width, o.rows, row, |at, _, _| {
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
