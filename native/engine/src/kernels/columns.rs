//! Kernels of ops that have one value a column: vectors of N values, padded as a row of panels, beside panels of
//! `rows × N`.

use super::panels::{WIDE, panel_count, panel_width};
use super::real::Real;
use super::simd::Simd;

/// `out[b, n] = input[b, n] · factors[n] + offsets[n]` for rows `from..to`.
pub struct Scaled<T> {
    pub input: *const T,
    pub out: *mut T,
    pub factors: *const T,
    /// Null for none.
    pub offsets: *const T,
    /// Rows of the panels of `input` and `out`.
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// `out[b, n] = values[b, n]`, times `slopes[n]` where `signs[b, n]` is not positive, for rows `from..to`.
pub struct Sloped<T> {
    pub signs: *const T,
    pub values: *const T,
    pub out: *mut T,
    pub slopes: *const T,
    /// Rows of the panels.
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// What is summed over the rows of one panel.
#[derive(Clone, Copy)]
pub enum Term<T> {
    /// `left`
    Left,
    /// `left · right`
    Product(*const T),
    /// `left · min(right, 0)`
    BelowZero(*const T),
    /// `(left - mean)²`, with a mean a column.
    Deviation(*const T),
}

impl<T> Term<T> {
    /// The same of the rows from an offset in the panel on.
    ///
    /// # Safety
    /// The offset must be within the rows.
    pub unsafe fn from(self, offset: usize) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            match self {
                Self::Product(right) => Self::Product(right.add(offset)),
                Self::BelowZero(right) => Self::BelowZero(right.add(offset)),
                Self::Left | Self::Deviation(_) => self,
            }
        }
    }
}

/// `out[n] = Σ_b term` for one panel and its first `count` rows.
pub struct ColumnSums<T> {
    /// Start of the rows of a panel, as those of the term.
    pub left: *const T,
    pub term: Term<T>,
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
                let offset = if s.offsets.is_null() {
                    S::splat(S::Scalar::ZERO)
                } else {
                    S::load(s.offsets.add(panel * WIDE + column))
                };
                for row in s.from..s.to {
                    let at = start + row * width + column;
                    let x = S::load(s.input.add(at));
                    x.fma(factor, offset).store(s.out.add(at));
                }
            }
        }
    }
}

/// # Safety
/// As [`scaled`].
#[inline(always)]
pub unsafe fn sloped<S: Simd>(s: &Sloped<S::Scalar>) {
    for panel in 0..panel_count(s.columns) {
        let width = panel_width(s.columns, panel);
        let start = panel * WIDE * s.rows;
        for column in (0..width).step_by(S::LANES) {
            // SAFETY: as in `scaled`.
            unsafe {
                let slope = S::load(s.slopes.add(panel * WIDE + column));
                for row in s.from..s.to {
                    let at = start + row * width + column;
                    let x = S::load(s.values.add(at));
                    let sign = S::load(s.signs.add(at));
                    sign.where_positive(x, x.mul(slope)).store(s.out.add(at));
                }
            }
        }
    }
}

/// # Safety
/// As [`scaled`].
#[inline(always)]
pub unsafe fn column_sums<S: Simd>(s: &ColumnSums<S::Scalar>) {
    // SAFETY: the caller's promise.
    unsafe {
        match s.term {
            Term::Left => sums::<S>(s, |_, _, left, chain| chain.add(left)),
            Term::Product(right) => sums::<S>(s, |at, _, left, chain| {
                left.fma(S::load(right.add(at)), chain)
            }),
            Term::BelowZero(right) => sums::<S>(s, |at, _, left, chain| {
                let zero = S::splat(S::Scalar::ZERO);
                let x = S::load(right.add(at));
                left.fma(x.where_positive(zero, x), chain)
            }),
            Term::Deviation(mean) => sums::<S>(s, |_, column, left, chain| {
                let off = left.sub(S::load(mean.add(column)));
                off.fma(off, chain)
            }),
        }
    }
}

/// In four chains, so that an addition need not wait for the one before: `add(offset, column, left, chain)`.
#[inline(always)]
unsafe fn sums<S: Simd>(s: &ColumnSums<S::Scalar>, add: impl Fn(usize, usize, S, S) -> S) {
    for column in (0..s.width).step_by(S::LANES) {
        // SAFETY: as in `scaled`.
        unsafe {
            let term = |row: usize, chain: S| {
                let at = row * s.width + column;
                add(at, column, S::load(s.left.add(at)), chain)
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
