//! The kernels of a processor, chosen once at run time from one source.

use super::columns::{ColumnSums, Scaled, Sloped, column_sums, scaled, sloped};
use super::dropout::{Dropout, dropout};
use super::encode::{Bins, Periodic, PeriodicGradient, bins, periodic, periodic_gradient};
use super::front::{Deal, Place, deal, place};
use super::gather::{Gather, gather};
use super::gradient::{Gradient, gradient};
use super::lookup::{LookUp, Scatter, look_up, scatter};
use super::lying::lying_product;
use super::narrow::{Narrow, narrow, narrow_gradient, narrow_product};
use super::normalize::{
    NormalizeRows, NormalizeRowsBack, Standardize, StandardizeBack, normalize_rows,
    normalize_rows_back, standardize, standardize_back,
};
use super::objective::{Objective, objective};
use super::pairs::{Pair, multiply_pair, sum_pair};
use super::pointwise::{Activate, Chain, activate, chain};
use super::product::{Product, product};
use super::real::Real;
use super::simd::Simd;
use super::update::{Update, update};

/// The instruction set in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    Avx512,
    Avx2,
    Neon,
    Portable,
}

impl Kernel {
    /// The name outside the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avx512 => "avx512",
            Self::Avx2 => "avx2",
            Self::Neon => "neon",
            Self::Portable => "portable",
        }
    }

    /// The fastest one of this processor.
    pub fn detect() -> Self {
        Self::available().first().copied().unwrap_or(Self::Portable)
    }

    /// All that this processor can run, fastest first.
    pub fn available() -> Vec<Self> {
        [Self::Avx512, Self::Avx2, Self::Neon, Self::Portable]
            .into_iter()
            .filter(|kernel| kernel.runs_here())
            .collect()
    }

    /// Whether the processor has every feature that the kernel's entry points are compiled with.
    fn runs_here(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => is_x86_feature_detected!("avx512f") && Self::Avx2.runs_here(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "aarch64")]
            Self::Neon => true,
            Self::Portable => true,
            // Those of other processors.
            _ => false,
        }
    }
}

/// Entry points compiled for one instruction set.
pub struct Kernels<T: Real> {
    pub kernel: Kernel,
    pub product: unsafe fn(&Product<T>),
    /// The forward product of a layer of few outputs.
    pub lying_product: unsafe fn(&Product<T>),
    pub gradient: unsafe fn(&Gradient<'_, T>),
    /// A whole step of narrow layers.
    pub(super) narrow: unsafe fn(&mut Narrow<'_, T>) -> f64,
    /// The products of such layers.
    pub narrow_product: unsafe fn(&Product<T>),
    pub narrow_gradient: unsafe fn(&Gradient<'_, T>),
    pub gather: unsafe fn(&Gather<'_, T>),
    pub deal: unsafe fn(&Deal<'_, T>),
    pub place: unsafe fn(&Place<'_, T>),
    pub periodic: unsafe fn(&Periodic<T>),
    pub periodic_gradient: unsafe fn(&PeriodicGradient<T>),
    pub bins: unsafe fn(&Bins<T>),
    pub look_up: unsafe fn(&LookUp<'_, T>),
    pub scatter: unsafe fn(&Scatter<T>),
    pub activate: unsafe fn(&Activate<T>),
    pub chain: unsafe fn(&Chain<T>),
    pub scaled: unsafe fn(&Scaled<T>),
    pub column_sums: unsafe fn(&ColumnSums<T>),
    pub sloped: unsafe fn(&Sloped<T>),
    pub dropout: unsafe fn(&Dropout<T>),
    pub sum_pair: unsafe fn(&Pair<T>),
    pub multiply_pair: unsafe fn(&Pair<T>),
    pub standardize: unsafe fn(&Standardize<T>),
    pub standardize_back: unsafe fn(&StandardizeBack<T>),
    pub normalize_rows: unsafe fn(&NormalizeRows<T>),
    pub normalize_rows_back: unsafe fn(&NormalizeRowsBack<T>),
    pub update: unsafe fn(&Update<T>),
    pub objective: unsafe fn(&Objective<'_, T>),
    /// Transposes a square block of [`Kernels::block`] rows: from, stride, to, stride.
    pub transpose: unsafe fn(*const T, usize, *mut T, usize),
    /// Lanes of a vector.
    pub block: usize,
}

/// Stamps out the entry points for one instruction set. Tile sizes: vectors and rows in a wide panel, then in a
/// narrow one; chosen so that sums, one row of the right matrix and a broadcast fit the registers.
macro_rules! stamp {
    ($module:ident, $kernel:ident, $vector:ident, [$($feature:literal)?], $nw:literal, $mw:literal, $nn:literal, $mn:literal) => {
        mod $module {
            use super::*;
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_product<T: Real>(p: &Product<T>) {
                // SAFETY: passed on to the caller.
                unsafe { product::<T::$vector, $nw, $mw, $nn, $mn>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_lying_product<T: Real>(p: &Product<T>) {
                // SAFETY: passed on to the caller.
                unsafe { lying_product::<T::$vector>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_gather<T: Real>(g: &Gather<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { gather::<T::$vector>(g) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_deal<T: Real>(d: &Deal<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { deal::<T::$vector>(d) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_place<T: Real>(p: &Place<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { place::<T::$vector>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_periodic<T: Real>(p: &Periodic<T>) {
                // SAFETY: passed on to the caller.
                unsafe { periodic::<T::$vector>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_periodic_gradient<T: Real>(p: &PeriodicGradient<T>) {
                // SAFETY: passed on to the caller.
                unsafe { periodic_gradient::<T::$vector>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_bins<T: Real>(b: &Bins<T>) {
                // SAFETY: passed on to the caller.
                unsafe { bins::<T::$vector>(b) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_look_up<T: Real>(l: &LookUp<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { look_up::<T::$vector>(l) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_scatter<T: Real>(s: &Scatter<T>) {
                // SAFETY: passed on to the caller.
                unsafe { scatter::<T::$vector>(s) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_gradient<T: Real>(g: &Gradient<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { gradient::<T::$vector, $nw, $mw, $nn, $mn>(g) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_narrow<T: Real>(n: &mut Narrow<'_, T>) -> f64 {
                // SAFETY: passed on to the caller.
                unsafe { narrow::<T::$vector>(n) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_narrow_product<T: Real>(p: &Product<T>) {
                // SAFETY: passed on to the caller.
                unsafe { narrow_product::<T::$vector, $nn, $mn>(p) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_narrow_gradient<T: Real>(g: &Gradient<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { narrow_gradient::<T::$vector, $nn, $mn>(g) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_activate<T: Real>(a: &Activate<T>) {
                // SAFETY: passed on to the caller.
                unsafe { activate::<T::$vector>(a) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_chain<T: Real>(c: &Chain<T>) {
                // SAFETY: passed on to the caller.
                unsafe { chain::<T::$vector>(c) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_scaled<T: Real>(s: &Scaled<T>) {
                // SAFETY: passed on to the caller.
                unsafe { scaled::<T::$vector>(s) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_column_sums<T: Real>(s: &ColumnSums<T>) {
                // SAFETY: passed on to the caller.
                unsafe { column_sums::<T::$vector>(s) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_sloped<T: Real>(x: &Sloped<T>) {
                // SAFETY: passed on to the caller.
                unsafe { sloped::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_dropout<T: Real>(x: &Dropout<T>) {
                // SAFETY: passed on to the caller.
                unsafe { dropout::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_sum_pair<T: Real>(x: &Pair<T>) {
                // SAFETY: passed on to the caller.
                unsafe { sum_pair::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_multiply_pair<T: Real>(x: &Pair<T>) {
                // SAFETY: passed on to the caller.
                unsafe { multiply_pair::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_standardize<T: Real>(x: &Standardize<T>) {
                // SAFETY: passed on to the caller.
                unsafe { standardize::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_standardize_back<T: Real>(x: &StandardizeBack<T>) {
                // SAFETY: passed on to the caller.
                unsafe { standardize_back::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_normalize_rows<T: Real>(x: &NormalizeRows<T>) {
                // SAFETY: passed on to the caller.
                unsafe { normalize_rows::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_normalize_rows_back<T: Real>(x: &NormalizeRowsBack<T>) {
                // SAFETY: passed on to the caller.
                unsafe { normalize_rows_back::<T::$vector>(x) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_update<T: Real>(u: &Update<T>) {
                // SAFETY: passed on to the caller.
                unsafe { update::<T::$vector>(u) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_objective<T: Real>(o: &Objective<'_, T>) {
                // SAFETY: passed on to the caller.
                unsafe { objective::<T::$vector>(o) }
            }
            $(#[target_feature(enable = $feature)])?
            unsafe fn run_transpose<T: Real>(from: *const T, a: usize, to: *mut T, b: usize) {
                // SAFETY: passed on to the caller.
                unsafe { <T::$vector as Simd>::transpose(from, a, to, b) }
            }
            pub fn kernels<T: Real>() -> Kernels<T> {
                Kernels {
                    kernel: Kernel::$kernel,
                    product: run_product::<T>,
                    lying_product: run_lying_product::<T>,
                    gradient: run_gradient::<T>,
                    narrow: run_narrow::<T>,
                    narrow_product: run_narrow_product::<T>,
                    narrow_gradient: run_narrow_gradient::<T>,
                    gather: run_gather::<T>,
                    deal: run_deal::<T>,
                    place: run_place::<T>,
                    periodic: run_periodic::<T>,
                    periodic_gradient: run_periodic_gradient::<T>,
                    bins: run_bins::<T>,
                    look_up: run_look_up::<T>,
                    scatter: run_scatter::<T>,
                    activate: run_activate::<T>,
                    chain: run_chain::<T>,
                    scaled: run_scaled::<T>,
                    column_sums: run_column_sums::<T>,
                    sloped: run_sloped::<T>,
                    dropout: run_dropout::<T>,
                    sum_pair: run_sum_pair::<T>,
                    multiply_pair: run_multiply_pair::<T>,
                    standardize: run_standardize::<T>,
                    standardize_back: run_standardize_back::<T>,
                    normalize_rows: run_normalize_rows::<T>,
                    normalize_rows_back: run_normalize_rows_back::<T>,
                    update: run_update::<T>,
                    objective: run_objective::<T>,
                    transpose: run_transpose::<T>,
                    block: <T::$vector as Simd>::LANES,
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
stamp!(avx512, Avx512, Avx512, ["avx512f,avx2,fma"], 2, 12, 1, 16);
#[cfg(target_arch = "x86_64")]
stamp!(avx2, Avx2, Avx2, ["avx2,fma"], 2, 6, 2, 6);
#[cfg(target_arch = "aarch64")]
stamp!(neon, Neon, Neon, ["neon"], 2, 12, 2, 12);
stamp!(portable, Portable, Portable, [], 2, 4, 2, 4);

impl<T: Real> Kernels<T> {
    /// The entry points of `kernel`, or of the portable one where this processor lacks it.
    pub fn new(kernel: Kernel) -> Self {
        if !Kernel::available().contains(&kernel) {
            return portable::kernels();
        }
        match kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => avx512::kernels(),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => avx2::kernels(),
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => neon::kernels(),
            _ => portable::kernels(),
        }
    }
}
