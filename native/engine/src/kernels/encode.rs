//! Numbers as several values: sines and cosines of learned frequencies, and shares of bins.

use super::panels::{NARROW, WIDE, padded, panel_width};
use super::real::Real;
use super::simd::Simd;

const TURN: f64 = 2.0 * std::f64::consts::PI;

/// Coefficients of the series of `sin 2πs / s` in s²: `(-1)^n (2π)^(2n + 1) / (2n + 1)!`.
const SINE: [f64; 12] = {
    let mut series = [TURN; 12];
    let mut n = 1;
    while n < series.len() {
        let (a, b) = ((2 * n) as f64, (2 * n + 1) as f64);
        series[n] = -series[n - 1] * TURN * TURN / (a * b);
        n += 1;
    }
    series
};

/// `[sin 2πcx, cos 2πcx]` of a column of numbers. The sines take the first `padded` columns, the cosines as many behind
/// them; what pads them is 0.
pub struct Periodic<T> {
    /// One number for each row of the panels.
    pub numbers: *const T,
    /// The padded frequencies c.
    pub frequencies: *const T,
    /// Of them that are no padding.
    pub count: usize,
    /// Panels of `rows`, encoded.
    pub encoded: *mut T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
}

/// The gradient of one number's frequencies, `Σ_b 2πx · (δsin · cos - δcos · sin)`, in ascending order of the rows.
pub struct PeriodicGradient<T> {
    pub numbers: *const T,
    pub count: usize,
    pub encoded: *const T,
    /// Laid out as `encoded`.
    pub deltas: *const T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
    /// As the padded frequencies.
    pub out: *mut T,
}

/// Shares of bins, `(x - low) · inverse` within `[floor, ceiling]`.
pub struct Bins<T> {
    pub numbers: *const T,
    /// Four arrays of the padded number of bins: lows, inverse widths, floors, ceilings. All are 0 in the padding.
    pub bins: *const T,
    pub count: usize,
    pub encoded: *mut T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
}

/// Where column `column` of row 0 is, in panels of `rows` and `columns`, and what a row further adds.
#[inline(always)]
fn column_at(rows: usize, columns: usize, column: usize) -> (usize, usize) {
    let width = panel_width(columns, column / WIDE);
    (column / WIDE * WIDE * rows + column % WIDE, width)
}

/// `x` within [low, high]; NaN stays NaN.
#[inline(always)]
unsafe fn within<S: Simd>(x: S, low: S, high: S) -> S {
    // SAFETY: the caller is compiled for the vector.
    unsafe {
        let x = x.sub(high).where_positive(high, x);
        low.sub(x).where_positive(low, x)
    }
}

/// `sin 2πs` for `s` in [-1/4, 1/4] by its series, whose first term left out is below 1e-9 in f32 and 1e-17 in f64.
#[inline(always)]
unsafe fn quarter_sine<S: Simd>(s: S) -> S {
    let terms = if S::Scalar::BYTES == 4 { 7 } else { SINE.len() };
    // SAFETY: as above.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        let square = s.mul(s);
        let mut series = c(0.0);
        for coefficient in SINE[..terms].iter().rev() {
            series = series.fma(square, c(*coefficient));
        }
        series.mul(s)
    }
}

/// `(sin 2πu, cos 2πu)`. Whole turns are taken off first, which is exact; beyond 2^22 turns in f32 (2^51 in f64) the
/// phase is lost in the rounding of `u` itself, and only the range of the results is kept.
#[inline(always)]
unsafe fn turn<S: Simd>(u: S) -> (S, S) {
    // SAFETY: as above.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        // At this size a value's last place is 1, so that adding it rounds to whole numbers.
        let whole = c(if S::Scalar::BYTES == 4 {
            12_582_912.0
        } else {
            6_755_399_441_055_744.0
        });
        let (zero, quarter, half) = (c(0.0), c(0.25), c(0.5));
        let rest = within(u.sub(u.add(whole).sub(whole)), c(-0.5), half);
        let size = rest.where_positive(rest, zero.sub(rest));
        let cosine = quarter_sine(quarter.sub(size));
        let folded = size.sub(quarter).where_positive(half.sub(size), size);
        let sine = quarter_sine(folded);
        (rest.where_positive(sine, zero.sub(sine)), cosine)
    }
}

/// # Safety
/// The pointers must be valid for what the fields describe and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn periodic<S: Simd>(p: &Periodic<S::Scalar>) {
    let half = padded(p.count);
    for first in (0..half).step_by(S::LANES) {
        let (sine_at, sine_step) = column_at(p.rows, 2 * half, first);
        let (cosine_at, cosine_step) = column_at(p.rows, 2 * half, half + first);
        // SAFETY: the caller's promise; NARROW is a multiple of every vector's lanes.
        unsafe {
            let frequency = S::load(p.frequencies.add(first));
            let real = p.count.saturating_sub(first).min(S::LANES);
            for row in p.from..p.to {
                let x = S::splat(*p.numbers.add(row));
                let (sine, cosine) = turn(x.mul(frequency));
                sine.store(p.encoded.add(sine_at + row * sine_step));
                let cosine_to = p.encoded.add(cosine_at + row * cosine_step);
                cosine.store(cosine_to);
                for lane in real..S::LANES {
                    *cosine_to.add(lane) = S::Scalar::ZERO;
                }
            }
        }
    }
}

/// # Safety
/// As [`periodic`].
#[inline(always)]
pub unsafe fn periodic_gradient<S: Simd>(p: &PeriodicGradient<S::Scalar>) {
    let half = padded(p.count);
    for first in (0..half).step_by(S::LANES) {
        let (sine_at, sine_step) = column_at(p.rows, 2 * half, first);
        let (cosine_at, cosine_step) = column_at(p.rows, 2 * half, half + first);
        // SAFETY: the caller's promise.
        unsafe {
            let mut sum = S::splat(S::Scalar::ZERO);
            for row in p.from..p.to {
                let (sine, cosine) = (sine_at + row * sine_step, cosine_at + row * cosine_step);
                let rise = S::load(p.deltas.add(sine)).mul(S::load(p.encoded.add(cosine)));
                let fall = S::load(p.deltas.add(cosine)).mul(S::load(p.encoded.add(sine)));
                sum = rise.sub(fall).fma(S::splat(*p.numbers.add(row)), sum);
            }
            let turn = S::splat(S::Scalar::from_f64(TURN));
            sum.mul(turn).store(p.out.add(first));
        }
    }
}

/// # Safety
/// As [`periodic`].
#[inline(always)]
pub unsafe fn bins<S: Simd>(b: &Bins<S::Scalar>) {
    let len = padded(b.count);
    debug_assert!(len.is_multiple_of(NARROW));
    for first in (0..len).step_by(S::LANES) {
        let (at, step) = column_at(b.rows, b.count, first);
        // SAFETY: the caller's promise.
        unsafe {
            let part = |array: usize| S::load(b.bins.add(array * len + first));
            let (low, inverse, floor, ceiling) = (part(0), part(1), part(2), part(3));
            for row in b.from..b.to {
                let x = S::splat(*b.numbers.add(row));
                let share = within(x.sub(low).mul(inverse), floor, ceiling);
                share.store(b.encoded.add(at + row * step));
            }
        }
    }
}
