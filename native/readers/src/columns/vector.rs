//! Plain numbers of a column, sixteen cells at a time, where the processor has vector instructions for it (AVX-512).
//!
//! Every cell's last bytes are loaded so that its digits end where the vector's lane ends. What stands where is then a bit
//! mask for each cell, and sixteen masks are looked at by one instruction. What is no plain number is left to others.

#[cfg(target_arch = "x86_64")]
mod batch;
#[cfg(target_arch = "x86_64")]
mod narrow;
#[cfg(target_arch = "x86_64")]
mod wide;

use super::part::Cells;
use super::readers::Rest;
use std::ops::Range;

/// What was found in some rows.
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "other processors read cell after cell")
)]
#[derive(Default)]
pub struct Found {
    /// Numbers by their shape and by whether they are zeros, as `numbers::Shape` counts.
    pub counts: [[u32; 2]; 3],
    /// A bit for each number of places behind the mark, of numbers that their values tell.
    pub places: u32,
    /// Some number is not told by its value.
    pub untold: bool,
    pub rest: Rest,
}

/// Whether this processor has the instructions.
#[cfg(target_arch = "x86_64")]
pub fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512bitalg")
        && is_x86_feature_detected!("avx512vpopcntdq")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

#[cfg(all(test, not(target_arch = "x86_64")))]
pub fn is_available() -> bool {
    false
}

/// Reads the plain numbers of some rows into `values`, which has one a row of the block; others are left as they are. A
/// number is what `values::numbers::simple` reads exactly or, with a decimal point, to the nearest float64.
/// `None` where the processor cannot.
#[cfg(target_arch = "x86_64")]
pub fn numbers(
    cells: Cells<'_>,
    rows: Range<usize>,
    mark: u8,
    values: &mut [f64],
) -> Option<Found> {
    // SAFETY: the processor has every instruction set that `read` is compiled for.
    is_available().then(|| unsafe { batch::read(cells, rows, mark, values) })
}

#[cfg(not(target_arch = "x86_64"))]
pub fn numbers(_: Cells<'_>, _: Range<usize>, _: u8, _: &mut [f64]) -> Option<Found> {
    None
}

#[cfg(test)]
mod tests;
