//! The squared error, a vector of outputs at a time.

use super::{Objective, Tile, store_losses};
use crate::kernels::panels::{WIDE, panel_width};
use crate::kernels::real::Real;
use crate::kernels::simd::{MOST_LANES, Simd};

#[inline(always)]
pub(super) unsafe fn squared_error<S: Simd>(o: &Objective<'_, S::Scalar>) {
    // SAFETY: the caller's promise.
    unsafe {
        if o.width == 1 {
            one_output::<S>(o);
        } else {
            outputs_in_lanes::<S>(o);
        }
    }
}

/// Rows in the lanes.
#[inline(always)]
unsafe fn one_output<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let c = |x: f64| S::Scalar::from_f64(x);
    let width = panel_width(1, 0);
    for first in (o.from..o.to).step_by(S::LANES) {
        let count = (o.to - first).min(S::LANES);
        let at = first * width;
        let mut lanes = [S::Scalar::ZERO; MOST_LANES];
        // SAFETY: the rows are inside the panel and the split, and the array has as many values as the widest vector.
        unsafe {
            let (outputs, targets) = match o.order {
                Some(order) if count == S::LANES => (
                    S::load_strided(o.outputs.add(at), width),
                    S::load_rows_f32(
                        o.targets.as_ptr(),
                        order[first - o.skipped..][..count].as_ptr(),
                    ),
                ),
                _ => {
                    let mut targets = lanes;
                    for r in 0..count {
                        lanes[r] = *o.outputs.add(at + r * width);
                        targets[r] = S::Scalar::from_f32(o.targets[o.source(first + r)]);
                    }
                    (S::load(lanes.as_ptr()), S::load(targets.as_ptr()))
                }
            };
            let mut weights = S::splat(c(o.criterion.scale));
            if !o.criterion.weights.is_empty() {
                for r in 0..count {
                    lanes[r] = c(o.criterion.row_weight(o.source(first + r)));
                }
                weights = S::load(lanes.as_ptr());
            }
            let error = outputs.sub(targets);
            store_losses(o, first, count, error.mul(error).mul(weights));
            if !o.deltas.is_null() {
                let share = S::splat(c(2.0 / o.batch as f64));
                error.mul(share).mul(weights).store(lanes.as_mut_ptr());
                if count == S::LANES {
                    for r in 0..S::LANES {
                        *o.deltas.add(at + r * width) = lanes[r];
                    }
                } else {
                    for r in 0..count {
                        *o.deltas.add(at + r * width) = lanes[r];
                    }
                }
            }
        }
    }
}

/// A row's squares are one chain a lane over its vectors; the lanes are added as [`Simd::sum_each`] adds them.
#[inline(always)]
unsafe fn outputs_in_lanes<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let c = |x: f64| S::Scalar::from_f64(x);
    let (mean, share) = (1.0 / o.width as f64, 2.0 / (o.batch * o.width) as f64);
    for first in (o.from..o.to).step_by(S::LANES) {
        let tile = Tile::new::<S>(o, first);
        // SAFETY: every vector is inside the panels, every target inside the split; one loss a row.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let mut squares = [zero; MOST_LANES];
            for column in (0..o.width).step_by(S::LANES) {
                let panel = column / WIDE;
                let width = panel_width(o.width, panel);
                let at = panel * WIDE * o.rows + tile.first * width + column % WIDE;
                let left = o.width - column;
                // Beyond the last output an activation may be f(0).
                let lanes = S::splat(c(1.0)).keep_first(left, zero);
                for r in 0..tile.count {
                    let y = o.targets.as_ptr().add(tile.sources[r] * o.width + column);
                    let y = if left >= S::LANES {
                        S::load_f32(y)
                    } else {
                        S::load_first_f32(y, left)
                    };
                    let at = at + r * width;
                    let error = S::load(o.outputs.add(at)).sub(y).mul(lanes);
                    squares[r] = error.fma(error, squares[r]);
                    if !o.deltas.is_null() {
                        let scale = S::splat(c(share * tile.weights[r]));
                        error.mul(scale).store(o.deltas.add(at));
                    }
                }
            }
            let mut weights = [S::Scalar::ZERO; MOST_LANES];
            for r in 0..tile.count {
                weights[r] = c(mean * tile.weights[r]);
            }
            let losses = S::sum_each(squares).mul(S::load(weights.as_ptr()));
            store_losses(o, first, tile.count, losses);
        }
    }
}
