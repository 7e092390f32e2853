//! Dropout: a mask that is a pure function of where a value is, so that nothing of it is saved.

use super::panels::{WIDE, panel_count, panel_width};
use super::real::Real;
use super::simd::Simd;

/// `out = input ∘ kept` for rows `from..to`, where `kept` is 0 with the probability `rate`, else `1 / (1 - rate)`.
pub struct Dropout<T> {
    pub input: *const T,
    pub out: *mut T,
    pub kept: *mut T,
    pub rate: f64,
    /// Of the run, the step, the op and the member.
    pub key: u64,
    /// The row of the panels that is the batch's first.
    pub first: usize,
    pub rows: usize,
    pub columns: usize,
    pub from: usize,
    pub to: usize,
}

/// A finalizer of 64 bits whose every output bit depends on every input bit (the constants of Stafford's variant 13 of
/// MurmurHash3's).
#[inline(always)]
pub fn scramble(mut x: u64) -> u64 {
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The same of 32 bits, which fits a lane of a vector (constants found by Wellons' search, "lowbias32").
#[inline(always)]
fn scramble_lane(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^= x >> 15;
    x = x.wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

/// # Safety
/// The pointers must be valid for what the fields describe, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn dropout<S: Simd>(d: &Dropout<S::Scalar>) {
    let threshold = (d.rate * 4_294_967_296.0) as u32;
    let scale = S::Scalar::from_f64(1.0 / (1.0 - d.rate));
    for row in d.from..d.to {
        // One strong key a row; its two halves key the cheap hash of the columns twice.
        let key = scramble(d.key ^ scramble((row - d.first) as u64 + 1));
        let (low, high) = (key as u32, (key >> 32) as u32);
        for panel in 0..panel_count(d.columns) {
            let width = panel_width(d.columns, panel);
            let at = panel * WIDE * d.rows + row * width;
            for i in 0..width {
                let column = (panel * WIDE + i) as u32;
                let lane = scramble_lane(scramble_lane(column.wrapping_add(low)) ^ high);
                let kept = if lane < threshold {
                    S::Scalar::ZERO
                } else {
                    scale
                };
                // SAFETY: (row, i) is inside the panel.
                unsafe {
                    *d.kept.add(at + i) = kept;
                    *d.out.add(at + i) = (*d.input.add(at + i)).times(kept);
                }
            }
        }
    }
}
