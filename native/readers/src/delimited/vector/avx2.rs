//! Windows of two vectors of thirty-two bytes.

use super::{PlainRecords, Taken, WINDOW, Window};
use crate::table::Span;
use std::arch::x86_64::*;

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub fn take(plain: &PlainRecords, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
    // SAFETY: this is compiled for them.
    unsafe { plain.take_by::<Halves>(text, start, cells) }
}

#[derive(Clone, Copy)]
struct Halves([__m256i; 2]);

/// Fields that are added without looking whether there are as many.
const TOGETHER: usize = 12;

impl Window for Halves {
    #[inline(always)]
    unsafe fn of(text: &[u8]) -> Self {
        // SAFETY: the caller is compiled for these instructions.
        unsafe {
            match text.first_chunk() {
                Some(window) => load(window),
                None => {
                    let mut last = [0; WINDOW];
                    last[..text.len()].copy_from_slice(text);
                    load(&last)
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn places_of(self, byte: u8) -> u64 {
        // SAFETY: the caller is compiled for these instructions.
        unsafe {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            let [low, high] = self.0;
            let low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, byte)).cast_unsigned();
            let high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, byte)).cast_unsigned();
            u64::from(low) | u64::from(high) << 32
        }
    }

    #[inline(always)]
    unsafe fn push(cells: &mut Vec<Span>, mut ends: u64, window: u32, mut field: u32) -> u32 {
        if ends == 0 {
            return field;
        }
        let count = ends.count_ones() as usize;
        let next = window + u64::BITS - ends.leading_zeros();
        cells.reserve(WINDOW + TOGETHER);
        let mut target = cells.spare_capacity_mut().as_mut_ptr().cast::<Span>();
        let mut added = 0;
        while added < count {
            for _ in 0..TOGETHER {
                let end = window.wrapping_add(ends.trailing_zeros());
                // SAFETY: room for a window's fields was reserved, and for as many as are added at once.
                unsafe {
                    target.write(Span { start: field, end });
                    target = target.add(1);
                }
                field = end.wrapping_add(1);
                // None where there is none any more.
                ends &= ends.wrapping_sub(1);
            }
            added += TOGETHER;
        }
        // SAFETY: so many were written, and room for them was reserved.
        unsafe { cells.set_len(cells.len() + count) };
        next
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(window: &[u8; WINDOW]) -> Halves {
    let half = window.as_ptr().cast::<__m256i>();
    // SAFETY: a window has as many bytes as are loaded.
    unsafe { Halves([_mm256_loadu_si256(half), _mm256_loadu_si256(half.add(1))]) }
}
