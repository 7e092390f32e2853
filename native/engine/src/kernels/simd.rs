//! The vector of a processor: one trait, implemented once for each instruction set.
//!
//! Every function is `inline(always)` and unsafe for one reason: the caller must itself be compiled for, and running
//! on, a processor that has the instruction set. The only callers are the `#[target_feature]` functions that
//! `kernels::table` stamps out, after the processor was asked.

use super::real::Real;

/// Lanes of the widest vector.
pub const MOST_LANES: usize = 16;

/// How products are cut to a processor's first two caches, and how long its innermost loop is.
#[derive(Clone, Copy)]
pub struct Blocking {
    /// Panels of K summed before the partial sums go back to memory, so that this part of a panel of the right matrix
    /// stays in the first cache while all rows pass over it.
    pub deep: usize,
    /// Rows that pass over the right matrix together, so that they stay in the second cache.
    pub tall: usize,
    /// Rows of a batch that a weight gradient sums before the partial sums go back to memory: as many rows of a panel of
    /// the left and of one of the right matrix stay in the first cache of a core while the tiles of a block pass over them.
    pub chunk: usize,
    /// Rows of the right matrix in one turn of the innermost loop.
    pub steps: usize,
    /// The same where a panel of the left matrix is narrow.
    pub narrow_steps: usize,
}

/// A register of `LANES` scalars.
#[allow(clippy::missing_safety_doc)] // one contract for all, stated above
pub trait Simd: Copy {
    type Scalar: Real;
    const LANES: usize;
    /// Unless a processor says otherwise, for tiles of many rows and a second cache of a mebibyte.
    const BLOCKING: Blocking = Blocking {
        deep: 8,
        tall: 264,
        chunk: 128,
        steps: 1,
        narrow_steps: 1,
    };

    /// `p` must be valid for `LANES` reads.
    unsafe fn load(p: *const Self::Scalar) -> Self;
    /// `p` must be valid for `LANES` writes.
    unsafe fn store(self, p: *mut Self::Scalar);
    unsafe fn splat(x: Self::Scalar) -> Self;
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    unsafe fn div(self, other: Self) -> Self;
    /// `self · b + c`, fused where the processor can.
    unsafe fn fma(self, b: Self, c: Self) -> Self;
    unsafe fn sqrt(self) -> Self;
    /// NaN in `other` wins.
    unsafe fn max(self, other: Self) -> Self;
    /// `yes` in lanes where `self > 0`, else `no` (also where `self` is NaN).
    unsafe fn where_positive(self, yes: Self, no: Self) -> Self;
    /// `yes` in lanes where `self > 0`, else zero.
    #[inline(always)]
    unsafe fn gate(self, yes: Self) -> Self {
        // SAFETY: the trait's contract.
        unsafe { self.where_positive(yes, Self::splat(Self::Scalar::ZERO)) }
    }
    /// `yes` in lanes where `self` equals `other`, else `no`.
    unsafe fn where_equal(self, other: Self, yes: Self, no: Self) -> Self;
    /// The first `n` lanes, then `fill`.
    unsafe fn keep_first(self, n: usize, fill: Self) -> Self;
    /// Sum of the lanes, always in the same order.
    unsafe fn sum(self) -> Self::Scalar;
    unsafe fn max_lane(self) -> Self::Scalar;
    /// Lane i is the sum of the lanes of `vectors[i]`, each in the same order. Only the first `LANES` vectors count.
    #[inline(always)]
    unsafe fn sum_each(vectors: [Self; MOST_LANES]) -> Self {
        let mut sums = [Self::Scalar::ZERO; MOST_LANES];
        // SAFETY: the trait's contract.
        unsafe {
            for i in 0..Self::LANES {
                sums[i] = vectors[i].sum();
            }
            Self::load(sums.as_ptr())
        }
    }
    /// `p` must be valid for `LANES` reads.
    #[inline(always)]
    unsafe fn load_f32(p: *const f32) -> Self {
        let mut lanes = [Self::Scalar::ZERO; MOST_LANES];
        // SAFETY: the trait's contract.
        unsafe {
            for i in 0..Self::LANES {
                lanes[i] = Self::Scalar::from_f32(*p.add(i));
            }
            Self::load(lanes.as_ptr())
        }
    }
    /// The first `n` of fewer than `LANES` values, then zeros; `p` must be valid for `n` reads.
    #[inline(always)]
    unsafe fn load_first_f32(p: *const f32, n: usize) -> Self {
        let mut lanes = [Self::Scalar::ZERO; MOST_LANES];
        // SAFETY: the trait's contract.
        unsafe {
            for i in 0..n {
                lanes[i] = Self::Scalar::from_f32(*p.add(i));
            }
            Self::load(lanes.as_ptr())
        }
    }
    /// Lane i from `p + i · stride`; those must be valid for reads.
    #[inline(always)]
    unsafe fn load_strided(p: *const Self::Scalar, stride: usize) -> Self {
        let mut lanes = [Self::Scalar::ZERO; MOST_LANES];
        // SAFETY: the trait's contract.
        unsafe {
            for i in 0..Self::LANES {
                lanes[i] = *p.add(i * stride);
            }
            Self::load(lanes.as_ptr())
        }
    }
    /// Lane i from `p + rows[i]`; `rows` must be valid for `LANES` reads and what they point at too.
    #[inline(always)]
    unsafe fn load_rows_f32(p: *const f32, rows: *const u32) -> Self {
        let mut lanes = [Self::Scalar::ZERO; MOST_LANES];
        // SAFETY: the trait's contract.
        unsafe {
            for i in 0..Self::LANES {
                lanes[i] = Self::Scalar::from_f32(*p.add(*rows.add(i) as usize));
            }
            Self::load(lanes.as_ptr())
        }
    }
    /// Asks memory for the line that holds `p`.
    #[inline(always)]
    unsafe fn prefetch(_p: *const f32) {}
    /// Asks memory for the line that holds `p`, not nearer than into the second cache.
    #[inline(always)]
    unsafe fn prefetch_second(_p: *const Self::Scalar) {}
    /// Asks memory for the line that holds `p`, for this core alone.
    #[inline(always)]
    unsafe fn prefetch_written(_p: *const Self::Scalar) {}
    /// `e^self`, within 2 units in the last place for arguments in [-87, 88], saturating outside.
    unsafe fn exp(self) -> Self;
    unsafe fn tanh(self) -> Self;
    /// Natural logarithm of positive normal numbers; not finite where `self` is not.
    unsafe fn ln(self) -> Self;
    /// `self - numerator / (√square · scale + offset)`, the step of Adam and RMSprop.
    #[inline(always)]
    unsafe fn less_over_root(
        self,
        numerator: Self,
        square: Self,
        scale: Self,
        offset: Self,
    ) -> Self {
        // SAFETY: the trait's contract.
        unsafe { self.sub(numerator.div(square.sqrt().fma(scale, offset))) }
    }

    /// Writes the transpose of a `LANES × LANES` block.
    ///
    /// `from` and `to` must be valid for `LANES` rows of `LANES` values at their strides.
    #[inline(always)]
    unsafe fn transpose(
        from: *const Self::Scalar,
        from_stride: usize,
        to: *mut Self::Scalar,
        to_stride: usize,
    ) {
        for r in 0..Self::LANES {
            for c in 0..Self::LANES {
                // SAFETY: within the blocks that the caller vouches for.
                unsafe { *to.add(c * to_stride + r) = *from.add(r * from_stride + c) };
            }
        }
    }
}

/// Polynomial building blocks shared by the 32-bit vectors.
pub(super) trait Simd32: Simd<Scalar = f32> {
    /// To the nearest whole number.
    unsafe fn round(self) -> Self;
    /// `self · 2^n` for whole `n` in [-126, 127].
    unsafe fn scale_by_power_of_two(self, n: Self) -> Self;
    /// `self` limited to [low, high]; NaN stays NaN.
    unsafe fn limit(self, low: f32, high: f32) -> Self;
    unsafe fn abs(self) -> Self;
    /// `self` where `x ≥ bound`, else `other`.
    unsafe fn where_at_least(self, x: Self, bound: f32, other: Self) -> Self;
    /// Magnitude of `self`, sign of `x`.
    unsafe fn with_sign_of(self, x: Self) -> Self;
    /// `(m, n)` with `self = m · 2^n` and `m` in [√½, √2), of positive normal numbers.
    unsafe fn split(self) -> (Self, Self);
}

/// The bits of √½, from which on a mantissa belongs to the next power of two.
pub(super) const ROOT_HALF_BITS: i32 = 0x3f35_04f3;

/// `e^x = 2^n · e^r` with `|r| ≤ ln 2 / 2`, the rest by the Taylor polynomial of degree 7 (remainder below 6e-9).
#[inline(always)]
pub(super) unsafe fn exp32<S: Simd32>(x: S) -> S {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    // SAFETY: the trait's contract, passed on to the caller.
    unsafe {
        let x = x.limit(-87.3, 88.3);
        let n = x.mul(S::splat(std::f32::consts::LOG2_E)).round();
        let r = n.fma(S::splat(-LN2_HIGH), x);
        let r = n.fma(S::splat(-LN2_LOW), r);
        let mut p = S::splat(1.0 / 5040.0);
        for c in [
            1.0 / 720.0,
            1.0 / 120.0,
            1.0 / 24.0,
            1.0 / 6.0,
            0.5,
            1.0,
            1.0,
        ] {
            p = p.fma(r, S::splat(c));
        }
        p.scale_by_power_of_two(n)
    }
}

/// Near 0 the Taylor series, which keeps relative accuracy; beyond, `1 - 2 / (e^2|x| + 1)`.
#[inline(always)]
pub(super) unsafe fn tanh32<S: Simd32>(x: S) -> S {
    const NEAR: f32 = 0.4;
    // SAFETY: the trait's contract, passed on to the caller.
    unsafe {
        let one = S::splat(1.0);
        let square = x.mul(x);
        let mut p = S::splat(21_844.0 / 6_081_075.0);
        for c in [
            -1_382.0 / 155_925.0,
            62.0 / 2_835.0,
            -17.0 / 315.0,
            2.0 / 15.0,
            -1.0 / 3.0,
        ] {
            p = p.fma(square, S::splat(c));
        }
        let near = x.fma(p.mul(square), x);
        let size = x.abs().limit(0.0, 15.0);
        let e = exp32(size.add(size));
        let far = one.sub(S::splat(2.0).div(e.add(one))).with_sign_of(x);
        far.where_at_least(size, NEAR, near)
    }
}

/// `ln (m · 2^n) = n ln 2 + 2 artanh s` with `s = (m - 1) / (m + 1)`, at most 0.172; the series' terms left out are below
/// 1e-9 of the sum.
#[inline(always)]
pub(super) unsafe fn ln32<S: Simd32>(x: S) -> S {
    // SAFETY: the trait's contract, passed on to the caller.
    unsafe {
        let one = S::splat(1.0);
        let (m, n) = x.split();
        let s = m.sub(one).div(m.add(one));
        let square = s.mul(s);
        let mut series = S::splat(1.0 / 9.0);
        for c in [1.0 / 7.0, 1.0 / 5.0, 1.0 / 3.0, 1.0] {
            series = series.fma(square, S::splat(c));
        }
        let log = n.fma(S::splat(std::f32::consts::LN_2), s.add(s).mul(series));
        // Zero, or NaN where x is not finite.
        log.add(x.sub(x))
    }
}
