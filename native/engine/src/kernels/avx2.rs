//! AVX2 + FMA vectors.

use super::simd::{Blocking, MOST_LANES, ROOT_HALF_BITS, Simd, Simd32, exp32, ln32, tanh32};
use std::arch::x86_64::*;

#[derive(Clone, Copy)]
pub struct F32x8(__m256);
#[derive(Clone, Copy)]
pub struct F64x4(__m256d);

/// For 32 KiB of first and 256 to 512 KiB of second cache, of which another thread of the core may use half. A tile of 12 sums
/// leaves little room beside its multiply-adds for the instructions that count and ask: they come once in 8 rows.
const BLOCKING: Blocking = Blocking {
    deep: 4,
    tall: 132,
    chunk: 96,
    steps: 8,
    narrow_steps: 2,
};

// SAFETY of every block here: the trait's contract, that the caller is compiled for and running on AVX2 and FMA, and
// vouches for the pointers.
macro_rules! common {
    ($scalar:ty, $lanes:literal, $load:ident, $store:ident, $set:ident, $add:ident, $sub:ident, $mul:ident, $div:ident,
     $fma:ident, $sqrt:ident, $max:ident, $compare:ident, $blend:ident, $and:ident, $zero:ident) => {
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
            unsafe { Self($blend(no.0, yes.0, $compare::<_CMP_GT_OQ>(self.0, $zero()))) }
        }
        #[inline(always)]
        unsafe fn gate(self, yes: Self) -> Self {
            // Of a choice the compiler would make a second comparison.
            // SAFETY: see the head of the file.
            unsafe { Self($and($compare::<_CMP_LT_OQ>($zero(), self.0), yes.0)) }
        }
        #[inline(always)]
        unsafe fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($blend(no.0, yes.0, $compare::<_CMP_EQ_OQ>(self.0, other.0))) }
        }
        #[inline(always)]
        unsafe fn keep_first(self, n: usize, fill: Self) -> Self {
            let lanes: [$scalar; 8] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
            // SAFETY: see the head of the file; the array has at least as many values as the vector.
            unsafe {
                let kept = $compare::<_CMP_LT_OQ>($load(lanes.as_ptr()), $set(n as $scalar));
                Self($blend(fill.0, self.0, kept))
            }
        }
        #[inline(always)]
        unsafe fn sum(self) -> $scalar {
            let mut lanes = [0.0; $lanes];
            // SAFETY: see the head of the file; the array has as many values as the vector.
            unsafe { self.store(lanes.as_mut_ptr()) };
            let mut half = $lanes / 2;
            while half > 0 {
                for i in 0..half {
                    lanes[i] += lanes[i + half];
                }
                half /= 2;
            }
            lanes[0]
        }
        #[inline(always)]
        unsafe fn max_lane(self) -> $scalar {
            let mut lanes = [0.0; $lanes];
            // SAFETY: see the head of the file; the array has as many values as the vector.
            unsafe { self.store(lanes.as_mut_ptr()) };
            let mut largest = lanes[0];
            for x in &lanes[1..] {
                if *x > largest {
                    largest = *x;
                }
            }
            largest
        }
    };
}

impl Simd for F32x8 {
    type Scalar = f32;
    const LANES: usize = 8;
    const BLOCKING: Blocking = BLOCKING;
    common!(
        f32,
        8,
        _mm256_loadu_ps,
        _mm256_storeu_ps,
        _mm256_set1_ps,
        _mm256_add_ps,
        _mm256_sub_ps,
        _mm256_mul_ps,
        _mm256_div_ps,
        _mm256_fmadd_ps,
        _mm256_sqrt_ps,
        _mm256_max_ps,
        _mm256_cmp_ps,
        _mm256_blendv_ps,
        _mm256_and_ps,
        _mm256_setzero_ps
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
    unsafe fn sum_each(v: [Self; MOST_LANES]) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            // Pairs are half of what is left apart, so that the sums end up in order.
            let low = fold(halves(v[0], v[4]), halves(v[1], v[5]));
            let high = fold(halves(v[2], v[6]), halves(v[3], v[7]));
            let even = _mm256_shuffle_ps::<0b10_00_10_00>(low, high);
            let odd = _mm256_shuffle_ps::<0b11_01_11_01>(low, high);
            Self(_mm256_add_ps(even, odd))
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
        unsafe { Self(_mm256_maskload_ps(p, first_lanes(n))) }
    }
    #[inline(always)]
    unsafe fn load_strided(p: *const f32, stride: usize) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            Self(_mm256_setr_ps(
                *p,
                *p.add(stride),
                *p.add(2 * stride),
                *p.add(3 * stride),
                *p.add(4 * stride),
                *p.add(5 * stride),
                *p.add(6 * stride),
                *p.add(7 * stride),
            ))
        }
    }
    #[inline(always)]
    unsafe fn load_rows_f32(p: *const f32, rows: *const u32) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            Self(_mm256_setr_ps(
                *p.add(*rows as usize),
                *p.add(*rows.add(1) as usize),
                *p.add(*rows.add(2) as usize),
                *p.add(*rows.add(3) as usize),
                *p.add(*rows.add(4) as usize),
                *p.add(*rows.add(5) as usize),
                *p.add(*rows.add(6) as usize),
                *p.add(*rows.add(7) as usize),
            ))
        }
    }
    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: see the head of the file.
        unsafe {
            let top = quad(from, from_stride);
            let bottom = quad(from.add(4 * from_stride), from_stride);
            for j in 0..4 {
                _mm256_storeu_ps(
                    to.add(j * to_stride),
                    _mm256_permute2f128_ps::<0x20>(top[j], bottom[j]),
                );
                _mm256_storeu_ps(
                    to.add((4 + j) * to_stride),
                    _mm256_permute2f128_ps::<0x31>(top[j], bottom[j]),
                );
            }
        }
    }
}

/// Each 128-bit part p of vector j holds column 4p + j of four rows. No closure, which would lose the instructions.
#[inline(always)]
unsafe fn quad(from: *const f32, stride: usize) -> [__m256; 4] {
    // SAFETY: see the head of the file.
    unsafe {
        let (a, b, c, d) = (
            _mm256_loadu_ps(from),
            _mm256_loadu_ps(from.add(stride)),
            _mm256_loadu_ps(from.add(2 * stride)),
            _mm256_loadu_ps(from.add(3 * stride)),
        );
        let low01 = _mm256_unpacklo_ps(a, b);
        let high01 = _mm256_unpackhi_ps(a, b);
        let low23 = _mm256_unpacklo_ps(c, d);
        let high23 = _mm256_unpackhi_ps(c, d);
        [
            _mm256_shuffle_ps::<0b01_00_01_00>(low01, low23),
            _mm256_shuffle_ps::<0b11_10_11_10>(low01, low23),
            _mm256_shuffle_ps::<0b01_00_01_00>(high01, high23),
            _mm256_shuffle_ps::<0b11_10_11_10>(high01, high23),
        ]
    }
}

impl Simd32 for F32x8 {
    #[inline(always)]
    unsafe fn round(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            Self(_mm256_round_ps::<
                { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
            >(self.0))
        }
    }
    #[inline(always)]
    unsafe fn scale_by_power_of_two(self, n: Self) -> Self {
        // SAFETY: see the head of the file; n + 127 is a biased exponent in 1..=254.
        unsafe {
            let exponent = _mm256_add_epi32(_mm256_cvtps_epi32(n.0), _mm256_set1_epi32(127));
            let power = _mm256_castsi256_ps(_mm256_slli_epi32::<23>(exponent));
            Self(_mm256_mul_ps(self.0, power))
        }
    }
    #[inline(always)]
    unsafe fn limit(self, low: f32, high: f32) -> Self {
        // SAFETY: see the head of the file; the second operand is what min and max return for NaN.
        unsafe {
            let x = _mm256_max_ps(_mm256_set1_ps(low), self.0);
            Self(_mm256_min_ps(_mm256_set1_ps(high), x))
        }
    }
    #[inline(always)]
    unsafe fn abs(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(_mm256_andnot_ps(_mm256_set1_ps(-0.0), self.0)) }
    }
    #[inline(always)]
    unsafe fn where_at_least(self, x: Self, bound: f32, other: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            let mask = _mm256_cmp_ps::<_CMP_GE_OQ>(x.0, _mm256_set1_ps(bound));
            Self(_mm256_blendv_ps(other.0, self.0, mask))
        }
    }
    #[inline(always)]
    unsafe fn with_sign_of(self, x: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            let sign = _mm256_set1_ps(-0.0);
            Self(_mm256_or_ps(
                _mm256_andnot_ps(sign, self.0),
                _mm256_and_ps(sign, x.0),
            ))
        }
    }
    #[inline(always)]
    unsafe fn split(self) -> (Self, Self) {
        // SAFETY: see the head of the file.
        unsafe {
            let bits = _mm256_castps_si256(self.0);
            let above = _mm256_sub_epi32(bits, _mm256_set1_epi32(ROOT_HALF_BITS));
            let n = _mm256_srai_epi32::<23>(above);
            let m = _mm256_sub_epi32(bits, _mm256_slli_epi32::<23>(n));
            (Self(_mm256_castsi256_ps(m)), Self(_mm256_cvtepi32_ps(n)))
        }
    }
}

/// A mask of the first `n` lanes, at most 8.
#[inline(always)]
unsafe fn first_lanes(n: usize) -> __m256i {
    const LANES: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
    // SAFETY: see the head of the file; at most 8 lanes are skipped.
    unsafe { _mm256_loadu_si256(LANES.as_ptr().add(8 - n).cast()) }
}

/// The sums of the halves of `a`, then those of `b`.
#[inline(always)]
unsafe fn halves(a: F32x8, b: F32x8) -> __m256 {
    // SAFETY: see the head of the file.
    unsafe {
        let kept = _mm256_blend_ps::<0b1111_0000>(a.0, b.0);
        _mm256_add_ps(kept, _mm256_permute2f128_ps::<0x21>(a.0, b.0))
    }
}

/// In each half the sums of the two pairs of `a`, then those of `b`.
#[inline(always)]
unsafe fn fold(a: __m256, b: __m256) -> __m256 {
    // SAFETY: see the head of the file.
    unsafe {
        let low = _mm256_shuffle_ps::<0b01_00_01_00>(a, b);
        _mm256_add_ps(low, _mm256_shuffle_ps::<0b11_10_11_10>(a, b))
    }
}

impl Simd for F64x4 {
    type Scalar = f64;
    const LANES: usize = 4;
    const BLOCKING: Blocking = BLOCKING;
    common!(
        f64,
        4,
        _mm256_loadu_pd,
        _mm256_storeu_pd,
        _mm256_set1_pd,
        _mm256_add_pd,
        _mm256_sub_pd,
        _mm256_mul_pd,
        _mm256_div_pd,
        _mm256_fmadd_pd,
        _mm256_sqrt_pd,
        _mm256_max_pd,
        _mm256_cmp_pd,
        _mm256_blendv_pd,
        _mm256_and_pd,
        _mm256_setzero_pd
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

impl F64x4 {
    #[inline(always)]
    unsafe fn each(self, f: fn(f64) -> f64) -> Self {
        let mut lanes = [0.0; 4];
        // SAFETY: see the head of the file; the array has 4 values.
        unsafe {
            self.store(lanes.as_mut_ptr());
            for x in &mut lanes {
                *x = f(*x);
            }
            Self::load(lanes.as_ptr())
        }
    }
}
