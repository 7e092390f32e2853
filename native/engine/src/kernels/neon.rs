//! NEON vectors.

// Newer compilers hold intrinsics of a target's baseline for safe; older ones do not.
#![allow(unused_unsafe)]

use super::simd::{ROOT_HALF_BITS, Simd, Simd32, exp32, ln32, tanh32};
use std::arch::aarch64::*;

#[derive(Clone, Copy)]
pub struct F32x4(float32x4_t);
#[derive(Clone, Copy)]
pub struct F64x2(float64x2_t);

// SAFETY of every block here: NEON is part of every aarch64 processor, and the caller vouches for the pointers.
macro_rules! common {
    ($scalar:ty, $lanes:literal, $load:ident, $store:ident, $set:ident, $add:ident, $sub:ident, $mul:ident, $div:ident,
     $fma:ident, $sqrt:ident, $greater:ident, $equal:ident, $select:ident, $sum:ident, $max_lane:ident) => {
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
            unsafe { Self($fma(c.0, self.0, b.0)) }
        }
        #[inline(always)]
        unsafe fn sqrt(self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($sqrt(self.0)) }
        }
        #[inline(always)]
        unsafe fn max(self, other: Self) -> Self {
            // SAFETY: see the head of the file; a comparison with NaN is false and selects `other`.
            unsafe { Self($select($greater(self.0, other.0), self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn where_positive(self, yes: Self, no: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($select($greater(self.0, $set(0.0)), yes.0, no.0)) }
        }
        #[inline(always)]
        unsafe fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
            // SAFETY: see the head of the file.
            unsafe { Self($select($equal(self.0, other.0), yes.0, no.0)) }
        }
        #[inline(always)]
        unsafe fn keep_first(self, n: usize, fill: Self) -> Self {
            let (mut lanes, mut rest) = ([0.0; $lanes], [0.0; $lanes]);
            // SAFETY: see the head of the file; the arrays have as many values as the vector.
            unsafe {
                self.store(lanes.as_mut_ptr());
                fill.store(rest.as_mut_ptr());
                for i in n.min($lanes)..$lanes {
                    lanes[i] = rest[i];
                }
                Self::load(lanes.as_ptr())
            }
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

impl Simd for F32x4 {
    type Scalar = f32;
    const LANES: usize = 4;
    common!(
        f32,
        4,
        vld1q_f32,
        vst1q_f32,
        vdupq_n_f32,
        vaddq_f32,
        vsubq_f32,
        vmulq_f32,
        vdivq_f32,
        vfmaq_f32,
        vsqrtq_f32,
        vcgtq_f32,
        vceqq_f32,
        vbslq_f32,
        vaddvq_f32,
        vmaxvq_f32
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
}

impl Simd32 for F32x4 {
    #[inline(always)]
    unsafe fn round(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(vrndnq_f32(self.0)) }
    }
    #[inline(always)]
    unsafe fn scale_by_power_of_two(self, n: Self) -> Self {
        // SAFETY: see the head of the file; n + 127 is a biased exponent in 1..=254.
        unsafe {
            let exponent = vaddq_s32(vcvtq_s32_f32(n.0), vdupq_n_s32(127));
            let power = vreinterpretq_f32_s32(vshlq_n_s32::<23>(exponent));
            Self(vmulq_f32(self.0, power))
        }
    }
    #[inline(always)]
    unsafe fn limit(self, low: f32, high: f32) -> Self {
        // SAFETY: see the head of the file; min and max return NaN for NaN.
        unsafe {
            Self(vminq_f32(
                vmaxq_f32(self.0, vdupq_n_f32(low)),
                vdupq_n_f32(high),
            ))
        }
    }
    #[inline(always)]
    unsafe fn abs(self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(vabsq_f32(self.0)) }
    }
    #[inline(always)]
    unsafe fn where_at_least(self, x: Self, bound: f32, other: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe {
            Self(vbslq_f32(
                vcgeq_f32(x.0, vdupq_n_f32(bound)),
                self.0,
                other.0,
            ))
        }
    }
    #[inline(always)]
    unsafe fn with_sign_of(self, x: Self) -> Self {
        // SAFETY: see the head of the file.
        unsafe { Self(vbslq_f32(vdupq_n_u32(0x8000_0000), x.0, self.0)) }
    }
    #[inline(always)]
    unsafe fn split(self) -> (Self, Self) {
        // SAFETY: see the head of the file.
        unsafe {
            let bits = vreinterpretq_s32_f32(self.0);
            let n = vshrq_n_s32::<23>(vsubq_s32(bits, vdupq_n_s32(ROOT_HALF_BITS)));
            let m = vsubq_s32(bits, vshlq_n_s32::<23>(n));
            (Self(vreinterpretq_f32_s32(m)), Self(vcvtq_f32_s32(n)))
        }
    }
}

impl Simd for F64x2 {
    type Scalar = f64;
    const LANES: usize = 2;
    common!(
        f64,
        2,
        vld1q_f64,
        vst1q_f64,
        vdupq_n_f64,
        vaddq_f64,
        vsubq_f64,
        vmulq_f64,
        vdivq_f64,
        vfmaq_f64,
        vsqrtq_f64,
        vcgtq_f64,
        vceqq_f64,
        vbslq_f64,
        vaddvq_f64,
        vmaxvq_f64
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

impl F64x2 {
    #[inline(always)]
    unsafe fn each(self, f: fn(f64) -> f64) -> Self {
        let mut lanes = [0.0; 2];
        // SAFETY: see the head of the file; the array has 2 values.
        unsafe {
            self.store(lanes.as_mut_ptr());
            for x in &mut lanes {
                *x = f(*x);
            }
            Self::load(lanes.as_ptr())
        }
    }
}
