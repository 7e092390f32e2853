//! AVX-512F vectors.

use super::simd::{ROOT_HALF_BITS, Simd, Simd32, exp32, ln32, tanh32};
use std::arch::x86_64::*;

#[derive(Clone, Copy)]
pub struct F32x16(__m512);
#[derive(Clone, Copy)]
pub struct F64x8(__m512d);

// SAFETY of every block here: the trait's contract, that the caller is compiled for and running on AVX-512F, and
// vouches for the pointers.
macro_rules! common {
    ($name:ident, $scalar:ty, $lanes:literal, $mask:ty, $load:ident, $store:ident, $set:ident, $add:ident, $sub:ident,
     $mul:ident, $div:ident, $fma:ident, $sqrt:ident, $max:ident, $compare:ident, $blend:ident, $zero:ident,
     $sum:ident, $max_lane:ident) => {
        #[inline(always)]
        unsafe fn prefetch(p: *const f32) {
            // SAFETY: a prefetch of any address is harmless.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(p.cast()) }
        }
        #[inline(always)]
        unsafe fn prefetch_second(p: *const $scalar) {
            // SAFETY: as above.
            unsafe { _mm_prefetch::<_MM_HINT_T1>(p.cast()) }
        }
        #[inline(always)]
        unsafe fn prefetch_written(p: *const $scalar) {
            // The compiler would need to know of a feature that is not part of AVX2; processors without it do nothing.
            // SAFETY: a prefetch of any address is harmless.
            #[cfg(not(miri))]
            unsafe {
                std::arch::asm!("prefetchw [{}]", in(reg) p, options(nostack, preserves_flags, readonly));
            }
            #[cfg(miri)]
            let _ = p;
        }
        #[inline(always)]
        unsafe fn load(p: *const $scalar) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($load(p)) }
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut $scalar) {
            // SAFETY: see the head of the file.
            unsafe { $store(p, self.0) }
        }
        #[inline(always)]
        unsafe fn splat(x: $scalar) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($set(x)) }
        }
        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($add(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($sub(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($mul(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn div(self, other: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($div(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn fma(self, b: Self, c: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($fma(self.0, b.0, c.0)) }
        }
        #[inline(always)]
        unsafe fn sqrt(self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($sqrt(self.0)) }
        }
        #[inline(always)]
        unsafe fn max(self, other: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($max(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn where_positive(self, yes: Self, no: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($blend($compare::<_CMP_GT_OQ>(self.0, $zero()), no.0, yes.0)) }
        }
        #[inline(always)]
        unsafe fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($blend($compare::<_CMP_EQ_OQ>(self.0, other.0), no.0, yes.0)) }
        }
        #[inline(always)]
        unsafe fn keep_first(self, n: usize, fill: Self) -> Self {
            let mask: $mask = if n >= $lanes {
                <$mask>::MAX
            } else {
                (1 << n) - 1
            };
            // SAFETY: see the head of the file.
            unsafe { Self($blend(mask, fill.0, self.0)) }
        }
        #[inline(always)]
        unsafe fn sum(self) -> $scalar {
            // SAFETY: see the head of the file.
            unsafe { $sum(self.0) }
        }
        #[inline(always)]
        unsafe fn max_lane(self) -> $scalar {
            // SAFETY: see the head of the file.
            unsafe { $max_lane(self.0) }
        }
    };
}

impl Simd for F32x16 {
    type Scalar = f32;
    const LANES: usize = 16;
    common!(
        F32x16,
        f32,
        16,
        __mmask16,
        _mm512_loadu_ps,
        _mm512_storeu_ps,
        _mm512_set1_ps,
        _mm512_add_ps,
        _mm512_sub_ps,
        _mm512_mul_ps,
        _mm512_div_ps,
        _mm512_fmadd_ps,
        _mm512_sqrt_ps,
        _mm512_max_ps,
        _mm512_cmp_ps_mask,
        _mm512_mask_blend_ps,
        _mm512_setzero_ps,
        _mm512_reduce_add_ps,
        _mm512_reduce_max_ps
    );
    #[inline(always)]
    unsafe fn exp(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { exp32(self) }
    }
    #[inline(always)]
    unsafe fn tanh(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { tanh32(self) }
    }
    #[inline(always)]
    unsafe fn ln(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { ln32(self) }
    }
    #[inline(always)]
    unsafe fn sum_each(v: [Self; 16]) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            // Each pair becomes one vector whose halves (then quarters, …) alternate between the two. Pairs are half of
            // what is left apart, so that the sums end up in order.
            let mut eight = [Self(_mm512_setzero_ps()); 8];
            for i in 0..8 {
                eight[i] = fold::<0xff00, 8>(v[i], v[i + 8]);
            }
            let mut four = [eight[0]; 4];
            for i in 0..4 {
                four[i] = fold::<0xf0f0, 4>(eight[i], eight[i + 4]);
            }
            let low = fold::<0xcccc, 2>(four[0], four[2]);
            let high = fold::<0xcccc, 2>(four[1], four[3]);
            fold::<0xaaaa, 1>(low, high)
        }
    }
    #[inline(always)]
    unsafe fn load_f32(p: *const f32) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self::load(p) }
    }
    #[inline(always)]
    unsafe fn load_first_f32(p: *const f32, n: usize) -> Self {
        // SAFETY: see the head of the file; masked lanes are not read.
        unsafe { Self(_mm512_maskz_loadu_ps((1 << n) - 1, p)) }
    }
    #[inline(always)]
    unsafe fn load_strided(p: *const f32, stride: usize) -> Self {
        // SAFETY: see the head of the file; a stride is a panel's width.
        unsafe {
            let lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            let at = _mm512_mullo_epi32(lanes, _mm512_set1_epi32(stride as i32));
            Self(_mm512_i32gather_ps::<4>(at, p))
        }
    }
    #[inline(always)]
    unsafe fn load_rows_f32(p: *const f32, rows: *const u32) -> Self {
        // SAFETY: see the head of the file; rows are unsigned, so they are widened.
        unsafe {
            let half = |rows: *const u32| {
                let rows = _mm512_cvtepu32_epi64(_mm256_loadu_si256(rows.cast()));
                _mm256_castps_pd(_mm512_i64gather_ps::<4>(rows, p))
            };
            let low = _mm512_castpd256_pd512(half(rows));
            Self(_mm512_castpd_ps(_mm512_insertf64x4::<1>(
                low,
                half(rows.add(8)),
            )))
        }
    }
    /// Reciprocals by approximation (14 bits) and one Newton step (about 27): the exact root and quotient would occupy the
    /// divider for longer than the rest of an update takes.
    #[inline(always)]
    unsafe fn less_over_root(
        self,
        numerator: Self,
        square: Self,
        scale: Self,
        offset: Self,
    ) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            // Zero has an infinite reciprocal root, and zero times that is NaN.
            let r = _mm512_rsqrt14_ps(_mm512_max_ps(square.0, _mm512_set1_ps(1e-36)));
            let root = _mm512_mul_ps(square.0, r);
            // Twice the root, and half the scale.
            let root = _mm512_mul_ps(root, _mm512_fnmadd_ps(root, r, _mm512_set1_ps(3.0)));
            let scale = _mm512_mul_ps(scale.0, _mm512_set1_ps(0.5));
            let d = _mm512_fmadd_ps(root, scale, offset.0);
            let q = _mm512_rcp14_ps(d);
            let share = _mm512_mul_ps(numerator.0, q);
            let better = _mm512_fnmadd_ps(d, q, _mm512_set1_ps(2.0));
            Self(_mm512_fnmadd_ps(share, better, self.0))
        }
    }
    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: see the head of the file.
        unsafe {
            let mut r = [_mm512_setzero_ps(); 16];
            for (i, row) in r.iter_mut().enumerate() {
                *row = _mm512_loadu_ps(from.add(i * from_stride));
            }
            // Pairs of rows, then quadruples: each 128-bit part of q[4g + j] holds column j of rows 4g..4g+4.
            let mut q = [_mm512_setzero_pd(); 16];
            for g in 0..4 {
                let low01 = _mm512_castps_pd(_mm512_unpacklo_ps(r[4 * g], r[4 * g + 1]));
                let high01 = _mm512_castps_pd(_mm512_unpackhi_ps(r[4 * g], r[4 * g + 1]));
                let low23 = _mm512_castps_pd(_mm512_unpacklo_ps(r[4 * g + 2], r[4 * g + 3]));
                let high23 = _mm512_castps_pd(_mm512_unpackhi_ps(r[4 * g + 2], r[4 * g + 3]));
                q[4 * g] = _mm512_unpacklo_pd(low01, low23);
                q[4 * g + 1] = _mm512_unpackhi_pd(low01, low23);
                q[4 * g + 2] = _mm512_unpacklo_pd(high01, high23);
                q[4 * g + 3] = _mm512_unpackhi_pd(high01, high23);
            }
            // Part p of q[j], q[4 + j], q[8 + j], q[12 + j] is column 4p + j.
            for j in 0..4 {
                let a = _mm512_castpd_ps(q[j]);
                let b = _mm512_castpd_ps(q[4 + j]);
                let c = _mm512_castpd_ps(q[8 + j]);
                let d = _mm512_castpd_ps(q[12 + j]);
                let ab_even = _mm512_shuffle_f32x4::<0b10_00_10_00>(a, b);
                let ab_odd = _mm512_shuffle_f32x4::<0b11_01_11_01>(a, b);
                let cd_even = _mm512_shuffle_f32x4::<0b10_00_10_00>(c, d);
                let cd_odd = _mm512_shuffle_f32x4::<0b11_01_11_01>(c, d);
                _mm512_storeu_ps(
                    to.add(j * to_stride),
                    _mm512_shuffle_f32x4::<0b10_00_10_00>(ab_even, cd_even),
                );
                _mm512_storeu_ps(
                    to.add((4 + j) * to_stride),
                    _mm512_shuffle_f32x4::<0b10_00_10_00>(ab_odd, cd_odd),
                );
                _mm512_storeu_ps(
                    to.add((8 + j) * to_stride),
                    _mm512_shuffle_f32x4::<0b11_01_11_01>(ab_even, cd_even),
                );
                _mm512_storeu_ps(
                    to.add((12 + j) * to_stride),
                    _mm512_shuffle_f32x4::<0b11_01_11_01>(ab_odd, cd_odd),
                );
            }
        }
    }
}

/// Adds the halves of groups of `2 · HALF` lanes: groups of `HALF` sums of `a` and of `b` in turn. `MASK` has the lanes
/// of `b`.
#[inline(always)]
unsafe fn fold<const MASK: __mmask16, const HALF: i32>(a: F32x16, b: F32x16) -> F32x16 {
    let mut index = [0i32; 16];
    for (lane, at) in index.iter_mut().enumerate() {
        let lane = lane as i32;
        // Of `b`, whose lanes count from 16, the lower half; of `a` the upper one.
        *at = if lane / HALF % 2 == 1 {
            16 + lane - HALF
        } else {
            lane + HALF
        };
    }
    // SAFETY: see the head of the file.
    unsafe {
        let index = _mm512_loadu_epi32(index.as_ptr());
        let kept = _mm512_mask_blend_ps(MASK, a.0, b.0);
        let moved = _mm512_permutex2var_ps(a.0, index, b.0);
        F32x16(_mm512_add_ps(kept, moved))
    }
}

impl Simd32 for F32x16 {
    #[inline(always)]
    unsafe fn round(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(_mm512_roundscale_ps::<0>(self.0)) }
    }
    #[inline(always)]
    unsafe fn scale_by_power_of_two(self, n: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(_mm512_scalef_ps(self.0, n.0)) }
    }
    #[inline(always)]
    unsafe fn limit(self, low: f32, high: f32) -> Self {
        // SAFETY: see the head of the file; the second operand is what min and max return for NaN.
        unsafe {
            let x = _mm512_max_ps(_mm512_set1_ps(low), self.0);
            Self(_mm512_min_ps(_mm512_set1_ps(high), x))
        }
    }
    #[inline(always)]
    unsafe fn abs(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(_mm512_abs_ps(self.0)) }
    }
    #[inline(always)]
    unsafe fn where_at_least(self, x: Self, bound: f32, other: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            let mask = _mm512_cmp_ps_mask::<_CMP_GE_OQ>(x.0, _mm512_set1_ps(bound));
            Self(_mm512_mask_blend_ps(mask, other.0, self.0))
        }
    }
    #[inline(always)]
    unsafe fn with_sign_of(self, x: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            let sign = _mm512_set1_epi32(i32::MIN);
            let bits = _mm512_or_epi32(
                _mm512_andnot_epi32(sign, _mm512_castps_si512(self.0)),
                _mm512_and_epi32(sign, _mm512_castps_si512(x.0)),
            );
            Self(_mm512_castsi512_ps(bits))
        }
    }
    #[inline(always)]
    unsafe fn split(self) -> (Self, Self) {
        // SAFETY: see the head of the file.
        unsafe {
            let bits = _mm512_castps_si512(self.0);
            let above = _mm512_sub_epi32(bits, _mm512_set1_epi32(ROOT_HALF_BITS));
            let n = _mm512_srai_epi32::<23>(above);
            let m = _mm512_sub_epi32(bits, _mm512_slli_epi32::<23>(n));
            (Self(_mm512_castsi512_ps(m)), Self(_mm512_cvtepi32_ps(n)))
        }
    }
}

impl Simd for F64x8 {
    type Scalar = f64;
    const LANES: usize = 8;
    common!(
        F64x8,
        f64,
        8,
        __mmask8,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_set1_pd,
        _mm512_add_pd,
        _mm512_sub_pd,
        _mm512_mul_pd,
        _mm512_div_pd,
        _mm512_fmadd_pd,
        _mm512_sqrt_pd,
        _mm512_max_pd,
        _mm512_cmp_pd_mask,
        _mm512_mask_blend_pd,
        _mm512_setzero_pd,
        _mm512_reduce_add_pd,
        _mm512_reduce_max_pd
    );
    #[inline(always)]
    unsafe fn exp(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { self.each(f64::exp) }
    }
    #[inline(always)]
    unsafe fn tanh(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { self.each(f64::tanh) }
    }
    #[inline(always)]
    unsafe fn ln(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { self.each(f64::ln) }
    }
}

impl F64x8 {
    #[inline(always)]
    unsafe fn each(self, f: fn(f64) -> f64) -> Self {
        let mut lanes = [0.0; 8];
        // SAFETY: see the head of the file; the array has 8 values.
        unsafe {
            self.store(lanes.as_mut_ptr());
            for x in &mut lanes {
                *x = f(*x);
            }
            Self::load(lanes.as_ptr())
        }
    }
}
