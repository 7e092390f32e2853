//! Vectors as plain arrays, for processors without a kernel of their own. The compiler turns them into what the
//! target's baseline offers; multiply-add is two roundings, because a fused one without hardware is a library call.

use super::real::Real;
use super::simd::Simd;

pub const LANES_32: usize = 4;
pub const LANES_64: usize = 2;

#[derive(Clone, Copy)]
pub struct Lanes<T, const N: usize>([T; N]);

impl<T: Real, const N: usize> Lanes<T, N> {
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(T, T) -> T) -> Self {
        let mut out = self.0;
        for i in 0..N {
            out[i] = f(self.0[i], other.0[i]);
        }
        Self(out)
    }
    #[inline(always)]
    fn map(self, f: impl Fn(T) -> T) -> Self {
        let mut out = self.0;
        for x in &mut out {
            *x = f(*x);
        }
        Self(out)
    }
}

impl<T: Real, const N: usize> Simd for Lanes<T, N> {
    type Scalar = T;
    const LANES: usize = N;

    #[inline(always)]
    unsafe fn load(p: *const T) -> Self {
        let mut out = [T::ZERO; N];
        for (i, x) in out.iter_mut().enumerate() {
            // SAFETY: the caller vouches for N reads at p.
            *x = unsafe { *p.add(i) };
        }
        Self(out)
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut T) {
        for i in 0..N {
            // SAFETY: the caller vouches for N writes at p.
            unsafe { *p.add(i) = self.0[i] };
        }
    }
    #[inline(always)]
    unsafe fn splat(x: T) -> Self {
        Self([x; N])
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self.zip(other, T::plus)
    }
    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a.plus(b.times(T::from_f32(-1.0))))
    }
    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        self.zip(other, T::times)
    }
    #[inline(always)]
    unsafe fn div(self, other: Self) -> Self {
        self.zip(other, T::over)
    }
    #[inline(always)]
    unsafe fn fma(self, b: Self, c: Self) -> Self {
        self.zip(b, T::times).zip(c, T::plus)
    }
    #[inline(always)]
    unsafe fn sqrt(self) -> Self {
        self.map(T::square_root)
    }
    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    unsafe fn where_positive(self, yes: Self, no: Self) -> Self {
        let mut out = no.0;
        for i in 0..N {
            if self.0[i] > T::ZERO {
                out[i] = yes.0[i];
            }
        }
        Self(out)
    }
    #[inline(always)]
    unsafe fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
        let mut out = no.0;
        for i in 0..N {
            if self.0[i] == other.0[i] {
                out[i] = yes.0[i];
            }
        }
        Self(out)
    }
    #[inline(always)]
    unsafe fn keep_first(self, n: usize, fill: Self) -> Self {
        let mut out = fill.0;
        for i in 0..N {
            if i < n {
                out[i] = self.0[i];
            }
        }
        Self(out)
    }
    #[inline(always)]
    unsafe fn sum(self) -> T {
        let mut total = self.0[0];
        for x in &self.0[1..] {
            total = total.plus(*x);
        }
        total
    }
    #[inline(always)]
    unsafe fn max_lane(self) -> T {
        let mut largest = self.0[0];
        for x in &self.0[1..] {
            if *x > largest {
                largest = *x;
            }
        }
        largest
    }
    #[inline(always)]
    unsafe fn exp(self) -> Self {
        self.map(T::exponential)
    }
    #[inline(always)]
    unsafe fn tanh(self) -> Self {
        self.map(T::hyperbolic_tangent)
    }
    #[inline(always)]
    unsafe fn ln(self) -> Self {
        self.map(T::logarithm)
    }
}
