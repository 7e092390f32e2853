//! The forward pass of a layer of few outputs, whose weights lie: one row of panels an output.

use super::panels::{WIDE, panel_count, panel_len, panel_width};
use super::product::Product;
use super::real::Real;
use super::simd::{MOST_LANES, Simd};

/// `out[b, n] = f(bias[n] + Σ_k left[b, k] · right[n, k])` for rows `from..to`; `right` holds `n` rows of K columns, the
/// bias behind them, and `gate` is not used.
///
/// Each lane is one chain over its columns; lanes are added as [`Simd::sum_each`] adds them, whatever rows are computed
/// together, and the bias comes last.
///
/// # Safety
/// As [`super::product::product`]; the padding of `right` must be zero and that of `left` finite.
#[inline(always)]
pub unsafe fn lying_product<S: Simd>(p: &Product<S::Scalar>) {
    let slope = S::Scalar::from_f64(p.slope);
    for first in (p.from..p.to).step_by(S::LANES) {
        // Missing rows repeat the last one.
        let count = (p.to - first).min(S::LANES);
        for n in 0..p.n {
            // SAFETY: the caller's promise.
            unsafe {
                let mut sums = [S::splat(S::Scalar::ZERO); MOST_LANES];
                for panel in 0..panel_count(p.k) {
                    let width = panel_width(p.k, panel);
                    let left = p.left.add(panel * WIDE * p.left_rows + first * width);
                    let right = p.right.add(panel * WIDE * p.right_rows + n * width);
                    if count == S::LANES {
                        for column in (0..width).step_by(S::LANES) {
                            let w = S::load(right.add(column));
                            for r in 0..S::LANES {
                                sums[r] = S::load(left.add(r * width + column)).fma(w, sums[r]);
                            }
                        }
                    } else {
                        for column in (0..width).step_by(S::LANES) {
                            let w = S::load(right.add(column));
                            for r in 0..S::LANES {
                                let row = r.min(count - 1);
                                sums[r] = S::load(left.add(row * width + column)).fma(w, sums[r]);
                            }
                        }
                    }
                }
                let bias = S::splat(*p.right.add(panel_len(p.right_rows, p.k) + n));
                let total = S::sum_each(sums).add(bias);
                let total = total.where_positive(total, total.mul(S::splat(slope)));
                let mut lanes = [S::Scalar::ZERO; MOST_LANES];
                total.store(lanes.as_mut_ptr());
                let width = panel_width(p.n, 0);
                let out = p.out.add(first * width + n);
                if count == S::LANES {
                    for r in 0..S::LANES {
                        *out.add(r * width) = lanes[r];
                    }
                } else {
                    for r in 0..count {
                        *out.add(r * width) = lanes[r];
                    }
                }
            }
        }
    }
}
