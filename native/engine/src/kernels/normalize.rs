//! Normalization by columns (over the rows of a batch) and by rows (over the columns), forward and back.
//!
//! Vectors have one value a column and are padded as a row of panels; gains and shifts are zero in the padding, and so
//! are derivatives.

use super::panels::{WIDE, each_vector, panel_count, panel_width};
use super::real::Real;
use super::simd::Simd;

/// `x̂ = (x - mean) / √(variance + ε)`, `out = x̂ · gain + shift`, for rows `from..to`.
pub struct Standardize<T> {
    pub input: *const T,
    pub out: *mut T,
    /// x̂; null where it is not wanted.
    pub kept: *mut T,
    pub mean: *const T,
    pub variance: *const T,
    pub gain: *const T,
    pub shift: *const T,
    pub epsilon: f64,
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// `out = gain / √(variance + ε) · (δ - (Σδ + x̂ Σδx̂) / count)` for rows `from..to`, the sums over the batch; without the
/// sums where mean and variance are not the batch's own.
pub struct StandardizeBack<T> {
    pub deltas: *const T,
    pub kept: *const T,
    pub out: *mut T,
    pub variance: *const T,
    pub gain: *const T,
    /// Σδ; null where mean and variance are not the batch's own.
    pub sums: *const T,
    /// Σδx̂
    pub products: *const T,
    pub epsilon: f64,
    pub count: usize,
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// Each row by its own mean and variance (layer normalization) or by its root mean square.
pub struct NormalizeRows<T> {
    pub input: *const T,
    pub out: *mut T,
    /// The normalized values, and what they were divided by is the inverse of `scales`, one a row; null where they are
    /// not wanted.
    pub kept: *mut T,
    pub scales: *mut T,
    pub gain: *const T,
    /// Null for the root mean square, which does not centre.
    pub shift: *const T,
    pub epsilon: f64,
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// With `g = δ · gain` and N columns: `out = scale · (g - (Σg + x̂ Σgx̂) / N)`, without `Σg` where rows were not centred.
pub struct NormalizeRowsBack<T> {
    pub deltas: *const T,
    pub kept: *const T,
    pub scales: *const T,
    pub out: *mut T,
    pub gain: *const T,
    pub centred: bool,
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// # Safety
/// The pointers must be valid for what the fields describe, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn standardize<S: Simd>(s: &Standardize<S::Scalar>) {
    for panel in 0..panel_count(s.columns) {
        let width = panel_width(s.columns, panel);
        let start = panel * WIDE * s.rows;
        for column in (0..width).step_by(S::LANES) {
            let vector = panel * WIDE + column;
            // SAFETY: the caller's promise; a panel is whole vectors wide.
            unsafe {
                let one = S::splat(S::Scalar::from_f64(1.0));
                let epsilon = S::splat(S::Scalar::from_f64(s.epsilon));
                let mean = S::load(s.mean.add(vector));
                let scale = one.div(S::load(s.variance.add(vector)).add(epsilon).sqrt());
                let (gain, shift) = (S::load(s.gain.add(vector)), S::load(s.shift.add(vector)));
                for row in s.from..s.to {
                    let at = start + row * width + column;
                    let x = S::load(s.input.add(at)).sub(mean).mul(scale);
                    if !s.kept.is_null() {
                        x.store(s.kept.add(at));
                    }
                    x.fma(gain, shift).store(s.out.add(at));
                }
            }
        }
    }
}

/// # Safety
/// As [`standardize`].
#[inline(always)]
pub unsafe fn standardize_back<S: Simd>(s: &StandardizeBack<S::Scalar>) {
    for panel in 0..panel_count(s.columns) {
        let width = panel_width(s.columns, panel);
        let start = panel * WIDE * s.rows;
        for column in (0..width).step_by(S::LANES) {
            let vector = panel * WIDE + column;
            // SAFETY: as in `standardize`.
            unsafe {
                let c = |x: f64| S::splat(S::Scalar::from_f64(x));
                let root = S::load(s.variance.add(vector)).add(c(s.epsilon)).sqrt();
                let factor = S::load(s.gain.add(vector)).div(root);
                let share = c(-1.0 / s.count as f64);
                let part = |sums: *const S::Scalar| {
                    if s.sums.is_null() {
                        c(0.0)
                    } else {
                        S::load(sums.add(vector)).mul(share)
                    }
                };
                let (mean, slope) = (part(s.sums), part(s.products));
                for row in s.from..s.to {
                    let at = start + row * width + column;
                    let rest = S::load(s.kept.add(at)).fma(slope, mean);
                    let delta = S::load(s.deltas.add(at)).add(rest);
                    delta.mul(factor).store(s.out.add(at));
                }
            }
        }
    }
}

/// # Safety
/// As [`standardize`].
#[inline(always)]
pub unsafe fn normalize_rows<S: Simd>(s: &NormalizeRows<S::Scalar>) {
    let share = S::Scalar::from_f64(1.0 / s.columns as f64);
    let (one, epsilon) = (S::Scalar::from_f64(1.0), S::Scalar::from_f64(s.epsilon));
    for row in s.from..s.to {
        // SAFETY: as in `standardize`.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let mut mean = zero;
            if !s.shift.is_null() {
                let mut sum = zero;
                each_vector!(S, s.columns, s.rows, row, |at, _, left| {
                    sum = sum.add(S::load(s.input.add(at)).keep_first(left, zero));
                });
                mean = S::splat(sum.sum().times(share));
            }
            let mut squares = zero;
            each_vector!(S, s.columns, s.rows, row, |at, _, left| {
                let off = S::load(s.input.add(at)).sub(mean).keep_first(left, zero);
                squares = off.fma(off, squares);
            });
            let variance = squares.sum().times(share);
            let scale = one.over(variance.plus(epsilon).square_root());
            if !s.scales.is_null() {
                *s.scales.add(row) = scale;
            }
            let scale = S::splat(scale);
            each_vector!(S, s.columns, s.rows, row, |at, vector, _| {
                let x = S::load(s.input.add(at)).sub(mean).mul(scale);
                if !s.kept.is_null() {
                    x.store(s.kept.add(at));
                }
                let shift = if s.shift.is_null() {
                    zero
                } else {
                    S::load(s.shift.add(vector))
                };
                let y = x.fma(S::load(s.gain.add(vector)), shift);
                y.store(s.out.add(at));
            });
        }
    }
}

/// # Safety
/// As [`standardize`].
#[inline(always)]
pub unsafe fn normalize_rows_back<S: Simd>(s: &NormalizeRowsBack<S::Scalar>) {
    let share = S::Scalar::from_f64(-1.0 / s.columns as f64);
    for row in s.from..s.to {
        // SAFETY: as in `standardize`; δ and the gain are zero in the padding.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let (mut sum, mut product) = (zero, zero);
            each_vector!(S, s.columns, s.rows, row, |at, vector, _| {
                let g = S::load(s.deltas.add(at)).mul(S::load(s.gain.add(vector)));
                sum = sum.add(g);
                product = g.fma(S::load(s.kept.add(at)), product);
            });
            let mean = if s.centred {
                S::splat(sum.sum().times(share))
            } else {
                zero
            };
            let slope = S::splat(product.sum().times(share));
            let scale = S::splat(*s.scales.add(row));
            each_vector!(S, s.columns, s.rows, row, |at, vector, left| {
                let g = S::load(s.deltas.add(at)).mul(S::load(s.gain.add(vector)));
                let rest = S::load(s.kept.add(at)).fma(slope, mean);
                let delta = g.add(rest).mul(scale).keep_first(left, zero);
                delta.store(s.out.add(at));
            });
        }
    }
}
