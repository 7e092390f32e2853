//! Windows of one vector of sixty-four bytes.

use super::{PlainRecords, Taken, WINDOW, Window};
use crate::table::Span;
use std::arch::x86_64::*;

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt")]
pub fn take(plain: &PlainRecords, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
    // SAFETY: this is compiled for them.
    unsafe { plain.take_by::<Whole>(text, start, cells) }
}

#[derive(Clone, Copy)]
struct Whole(__m512i);

impl Window for Whole {
    #[inline(always)]
    unsafe fn of(text: &[u8]) -> Self {
        let within = u64::MAX >> (WINDOW - text.len().min(WINDOW));
        // SAFETY: only bytes of the text are loaded, and the caller is compiled for these instructions.
        unsafe { Self(_mm512_maskz_loadu_epi8(within, text.as_ptr().cast())) }
    }

    #[inline(always)]
    unsafe fn places_of(self, byte: u8) -> u64 {
        // SAFETY: the caller is compiled for these instructions.
        unsafe { _mm512_cmpeq_epi8_mask(self.0, _mm512_set1_epi8(byte.cast_signed())) }
    }

    #[inline(always)]
    unsafe fn push(cells: &mut Vec<Span>, ends: u64, window: u32, field: u32) -> u32 {
        // SAFETY: the caller is compiled for these instructions.
        unsafe { push(cells, ends, window, field) }
    }
}

/// Adds the fields that end at some bytes of a window, the first of them beginning at `field`; where the next one begins.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt")]
fn push(cells: &mut Vec<Span>, ends: u64, window: u32, mut field: u32) -> u32 {
    const TOGETHER: usize = 16;
    let count = ends.count_ones() as usize;
    cells.reserve(WINDOW + TOGETHER);
    let mut places = _mm512_maskz_compress_epi8(ends, window_places());
    let mut left = count;
    let mut target = cells.spare_capacity_mut().as_mut_ptr().cast::<__m512i>();
    while left > 0 {
        let some = left.min(TOGETHER);
        let near = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
        let ends = _mm512_add_epi32(near, _mm512_set1_epi32(window.cast_signed()));
        // A field begins behind the end of the one before.
        let before = _mm512_set1_epi32(field.wrapping_sub(1).cast_signed());
        let starts = _mm512_alignr_epi32::<15>(ends, before);
        let starts = _mm512_add_epi32(starts, _mm512_set1_epi32(1));
        let first = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        let last = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        // SAFETY: room for a window's fields and sixteen more was reserved, and at most sixteen are written behind the
        // last of them.
        unsafe {
            _mm512_storeu_si512(target, _mm512_permutex2var_epi32(starts, first, ends));
            _mm512_storeu_si512(target.add(1), _mm512_permutex2var_epi32(starts, last, ends));
            target = target.byte_add(some * size_of::<Span>());
        }
        let lane = _mm512_set1_epi32(some as i32 - 1);
        let end = _mm512_castsi512_si128(_mm512_permutexvar_epi32(lane, ends));
        field = _mm_cvtsi128_si32(end).cast_unsigned() + 1;
        places = _mm512_alignr_epi64::<2>(_mm512_setzero_si512(), places);
        left -= some;
    }
    // SAFETY: so many were written, and room for them was reserved.
    unsafe { cells.set_len(cells.len() + count) };
    field
}

/// The number of each byte of a window.
#[inline]
#[target_feature(enable = "avx512f")]
fn window_places() -> __m512i {
    const PLACES: [u8; WINDOW] = {
        let mut places = [0; WINDOW];
        let mut at = 0;
        while at < WINDOW {
            places[at] = at as u8;
            at += 1;
        }
        places
    };
    // SAFETY: sixty-four bytes are as long as the vector.
    unsafe { _mm512_loadu_si512(PLACES.as_ptr().cast()) }
}
