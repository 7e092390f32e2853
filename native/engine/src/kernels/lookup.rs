//! Categories: rows of a matrix that a level chooses, added up forward, and backward the same rows' gradients.

use super::panels::{WIDE, panel_count, panel_width};
use super::real::Real;
use super::simd::Simd;

/// The code of a value that is none of its column's levels.
pub const NO_LEVEL: u32 = u32::MAX;

/// Values that are added together where they do not fill a vector.
const FEW: usize = 4;

/// A categorical column whose level chooses a row of W.
#[derive(Debug, Clone, Copy)]
pub struct Chooser {
    /// Which of the coded columns.
    pub category: usize,
    /// The row of level 0.
    pub row: usize,
    pub levels: usize,
}

/// `out[b, n] = f(out[b, n] + Σ_c right[row_c + code_c(b), n])` for rows `from..to`: what a product with one-hot columns
/// would give. f is piecewise linear.
pub struct LookUp<'a, T> {
    pub choosers: &'a [Chooser],
    /// Column by column, each of `out_rows` codes.
    pub codes: *const u32,
    pub right: *const T,
    pub right_rows: usize,
    /// A row of `right` with which the sums start; otherwise they start with `out`.
    pub start: Option<usize>,
    pub out: *mut T,
    pub out_rows: usize,
    pub n: usize,
    /// Slope below zero; 1 leaves the sums as they are.
    pub slope: f64,
    pub from: usize,
    pub to: usize,
}

/// `out[code(b) - first, i] += deltas[b, i]` for the batch in ascending order, where the code is among the `levels` from
/// `first`.
pub struct Scatter<T> {
    pub codes: *const u32,
    pub batch: usize,
    pub first: u32,
    pub levels: u32,
    /// Row 0, and what a row further adds.
    pub deltas: *const T,
    pub delta_step: usize,
    /// The row of level `first`, and what a level further adds.
    pub out: *mut T,
    pub out_step: usize,
    pub len: usize,
}

#[inline(always)]
unsafe fn look_up_vectors<S: Simd, const NV: usize>(
    l: &LookUp<'_, S::Scalar>,
    right: *const S::Scalar,
    out: *mut S::Scalar,
    width: usize,
) {
    // SAFETY: within the panels that the caller of `look_up` vouches for.
    unsafe {
        let slope = S::splat(S::Scalar::from_f64(l.slope));
        for row in l.from..l.to {
            let out = out.add(row * width);
            let start: *const S::Scalar = match l.start {
                Some(start) => right.add(start * width),
                None => out,
            };
            let mut sums = [S::splat(S::Scalar::ZERO); NV];
            for v in 0..NV {
                sums[v] = S::load(start.add(v * S::LANES));
            }
            for chooser in l.choosers {
                let code = *l.codes.add(chooser.category * l.out_rows + row);
                if code != NO_LEVEL {
                    let chosen = right.add((chooser.row + code as usize) * width);
                    for v in 0..NV {
                        sums[v] = sums[v].add(S::load(chosen.add(v * S::LANES)));
                    }
                }
            }
            for v in 0..NV {
                let sum = sums[v].where_positive(sums[v], sums[v].mul(slope));
                sum.store(out.add(v * S::LANES));
            }
        }
    }
}

/// # Safety
/// The pointers must be valid for what the fields describe, codes within the rows of `right`, no other thread may touch
/// the written rows, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn look_up<S: Simd>(l: &LookUp<'_, S::Scalar>) {
    for panel in 0..panel_count(l.n) {
        let width = panel_width(l.n, panel);
        let mut column = 0;
        while column < width {
            let left = (width - column) / S::LANES;
            // SAFETY: the caller's promise.
            unsafe {
                let right = l.right.add(panel * WIDE * l.right_rows + column);
                let out = l.out.add(panel * WIDE * l.out_rows + column);
                let vectors = if left >= 4 {
                    look_up_vectors::<S, 4>(l, right, out, width);
                    4
                } else if left >= 2 {
                    look_up_vectors::<S, 2>(l, right, out, width);
                    2
                } else {
                    look_up_vectors::<S, 1>(l, right, out, width);
                    1
                };
                column += vectors * S::LANES;
            }
        }
    }
}

/// # Safety
/// The pointers must be valid for what the fields describe, no other thread may touch `out`, and the processor must have
/// the instructions of `S`.
#[inline(always)]
pub unsafe fn scatter<S: Simd>(s: &Scatter<S::Scalar>) {
    let whole = s.len / S::LANES * S::LANES;
    for b in 0..s.batch {
        // SAFETY: the caller's promise; a code outside the levels is left out.
        unsafe {
            let level = (*s.codes.add(b)).wrapping_sub(s.first);
            if level >= s.levels {
                continue;
            }
            let out = s.out.add(level as usize * s.out_step);
            let deltas = s.deltas.add(b * s.delta_step);
            for i in (0..whole).step_by(S::LANES) {
                S::load(out.add(i))
                    .add(S::load(deltas.add(i)))
                    .store(out.add(i));
            }
            let mut i = whole;
            // Dimensions of tables are often less than a vector.
            while i + FEW <= s.len {
                let mut sums = [S::Scalar::ZERO; FEW];
                for j in 0..FEW {
                    sums[j] = (*out.add(i + j)).plus(*deltas.add(i + j));
                }
                for j in 0..FEW {
                    *out.add(i + j) = sums[j];
                }
                i += FEW;
            }
            for i in i..s.len {
                *out.add(i) = (*out.add(i)).plus(*deltas.add(i));
            }
        }
    }
}
