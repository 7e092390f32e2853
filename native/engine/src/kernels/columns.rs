//! Kernels of ops that have one value a column: `[N]` vectors, padded as a row of panels, beside panels of `rows × N`.

use super::panels::{WIDE, panel_count, panel_width};
use super::real::Real;
use super::simd::Simd;

/// `out[b, n] = input[b, n] · factors[n]` for rows `from..to`.
pub struct Scaled<T> {
    pub input: *const T,
    pub out: *mut T,
    pub factors: *const T,
    /// Rows of the panels of `input` and `out`.
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// `out[n] = Σ_b left[b, n] · right[b, n]` for one panel and its first `count` rows.
pub struct ColumnSums<T> {
    /// Start of a panel.
    pub left: *const T,
    /// Start of a panel, or null for ones.
    pub right: *const T,
    pub width: usize,
    pub count: usize,
    /// Where the panel's part of a vector is.
    pub out: *mut T,
}

/// # Safety
/// The pointers must be valid for what the fields describe, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn scaled<S: Simd>(s: &Scaled<S::Scalar>) {
    for panel in 0..panel_count(s.columns) {
        let width = panel_width(s.columns, panel);
        let start = panel * WIDE * s.rows;
        for column in (0..width).step_by(S::LANES) {
            // SAFETY: the caller's promise; a panel is whole vectors wide.
            unsafe {
                let factor = S::load(s.factors.add(panel * WIDE + column));
                for row in s.from..s.to {
                    let at = start + row * width + column;
                    S::load(s.input.add(at)).mul(factor).store(s.out.add(at));
                }
            }
        }
    }
}

/// In four chains, so that an addition need not wait for the one before.
///
/// # Safety
/// As [`scaled`].
#[inline(always)]
pub unsafe fn column_sums<S: Simd>(s: &ColumnSums<S::Scalar>) {
    for column in (0..s.width).step_by(S::LANES) {
        // SAFETY: as in `scaled`.
        unsafe {
            let term = |row: usize, chain: S| {
                let at = row * s.width + column;
                let left = S::load(s.left.add(at));
                if s.right.is_null() {
                    chain.add(left)
                } else {
                    left.fma(S::load(s.right.add(at)), chain)
                }
            };
            let mut chains = [S::splat(S::Scalar::ZERO); 4];
            let whole = s.count / 4 * 4;
            for row in (0..whole).step_by(4) {
                for (i, chain) in chains.iter_mut().enumerate() {
                    *chain = term(row + i, *chain);
                }
            }
            for row in whole..s.count {
                chains[0] = term(row, chains[0]);
            }
            let sum = chains[0].add(chains[1]).add(chains[2].add(chains[3]));
            sum.store(s.out.add(column));
        }
    }
}
