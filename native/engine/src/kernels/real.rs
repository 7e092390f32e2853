//! The scalar types that the engine is generic over: f32 for training, f64 for proving the same code.

use super::buffer::Plain;
use super::simd::Simd;
use super::{portable, portable::Lanes};

/// A floating-point type with its vectors.
pub trait Real:
    Plain + Send + Sync + PartialOrd + PartialEq + std::fmt::Debug + Default + 'static
{
    const ZERO: Self;
    const BYTES: usize;
    fn from_f32(x: f32) -> Self;
    fn from_f64(x: f64) -> Self;
    fn to_f64(self) -> f64;
    fn is_finite(self) -> bool;
    fn append_bytes(self, out: &mut Vec<u8>);
    /// `bytes` holds exactly `BYTES` bytes.
    fn from_bytes(bytes: &[u8]) -> Self;

    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    fn square_root(self) -> Self;
    fn exponential(self) -> Self;
    fn hyperbolic_tangent(self) -> Self;
    fn logarithm(self) -> Self;
    fn over(self, other: Self) -> Self;

    #[cfg(target_arch = "x86_64")]
    type Avx512: Simd<Scalar = Self>;
    #[cfg(target_arch = "x86_64")]
    type Avx2: Simd<Scalar = Self>;
    #[cfg(target_arch = "aarch64")]
    type Neon: Simd<Scalar = Self>;
    type Portable: Simd<Scalar = Self>;
}

macro_rules! real {
    ($t:ty, $bytes:literal, $avx512:ty, $avx2:ty, $neon:ty, $portable:ty) => {
        impl Real for $t {
            const ZERO: Self = 0.0;
            const BYTES: usize = $bytes;
            #[inline(always)]
            fn from_f32(x: f32) -> Self {
                <$t>::from(x)
            }
            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as $t
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                <$t>::is_finite(self)
            }
            fn append_bytes(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn from_bytes(bytes: &[u8]) -> Self {
                let mut fixed = [0u8; $bytes];
                fixed.copy_from_slice(bytes);
                <$t>::from_le_bytes(fixed)
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self * other
            }
            #[inline(always)]
            fn square_root(self) -> Self {
                self.sqrt()
            }
            #[inline(always)]
            fn exponential(self) -> Self {
                self.exp()
            }
            #[inline(always)]
            fn hyperbolic_tangent(self) -> Self {
                self.tanh()
            }
            #[inline(always)]
            fn logarithm(self) -> Self {
                self.ln()
            }
            #[inline(always)]
            fn over(self, other: Self) -> Self {
                self / other
            }
            #[cfg(target_arch = "x86_64")]
            type Avx512 = $avx512;
            #[cfg(target_arch = "x86_64")]
            type Avx2 = $avx2;
            #[cfg(target_arch = "aarch64")]
            type Neon = $neon;
            type Portable = $portable;
        }
    };
}

real!(
    f32,
    4,
    super::avx512::F32x16,
    super::avx2::F32x8,
    super::neon::F32x4,
    Lanes<f32, { portable::LANES_32 }>
);
real!(
    f64,
    8,
    super::avx512::F64x8,
    super::avx2::F64x4,
    super::neon::F64x2,
    Lanes<f64, { portable::LANES_64 }>
);
