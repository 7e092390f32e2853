//! Sixteen cells of at most thirty-two bytes: two to a vector, a mask of thirty-two bits for each cell.

use super::super::batch::{Batch, CELLS, Windows};
use super::super::judge::{Seen, judge};
use super::{Avx512, ThirtyTwos};
use std::arch::x86_64::*;

/// Cells of a vector.
const LANES: usize = 2;
const VECTORS: usize = CELLS / LANES;

/// What stands in the cells, a bit a byte.
struct Masks {
    digits: [u64; VECTORS],
    zeros: [u64; VECTORS],
    marks: [u64; VECTORS],
    dashes: [u64; VECTORS],
}

#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512bitalg,avx512vpopcntdq,bmi1,bmi2,popcnt"
)]
pub fn read(windows: &Windows<'_, 32>, mark: u8) -> Batch<Avx512> {
    let mut masks = Masks {
        digits: [0; VECTORS],
        zeros: [0; VECTORS],
        marks: [0; VECTORS],
        dashes: [0; VECTORS],
    };
    let mut values = [_mm512_setzero_si512(); VECTORS];
    for (at, value) in values.iter_mut().enumerate() {
        let lane = |lane: usize| {
            let window = windows.bytes[LANES * at + lane];
            // SAFETY: a window has as many bytes as are loaded.
            unsafe { _mm256_loadu_si256(window.as_ptr().cast()) }
        };
        let bytes = _mm512_inserti64x4::<1>(_mm512_castsi256_si512(lane(0)), lane(1));
        // A digit is its value now.
        *value = _mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0' as i8));
        masks.digits[at] = _mm512_cmple_epu8_mask(*value, _mm512_set1_epi8(9));
        masks.zeros[at] = _mm512_testn_epi8_mask(*value, *value);
        masks.marks[at] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(mark as i8));
        masks.dashes[at] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'-' as i8));
    }

    // SAFETY: sixteen lengths of four bytes are as long as the vector.
    let lengths = unsafe { _mm512_loadu_si512(windows.lengths.as_ptr().cast()) };
    // Shifted out altogether where a cell is empty or too long.
    let inside = _mm512_sllv_epi32(
        _mm512_set1_epi32(-1),
        _mm512_sub_epi32(_mm512_set1_epi32(32), lengths),
    );
    let seen = Seen {
        digits: of(&masks.digits),
        zeros: of(&masks.zeros),
        marks: of(&masks.marks),
        dashes: of(&masks.dashes),
        inside: ThirtyTwos(inside),
    };
    // SAFETY: this is compiled for these instructions.
    let (judged, found) = unsafe { judge(seen) };
    let (digits, fronts) = (split(found.digits), split(found.fronts));
    let clean = |at: usize| {
        let value = _mm512_maskz_mov_epi8(digits[at], values[at]);
        // What stands before the mark moves to where the mark was.
        let before = _mm512_maskz_shuffle_i32x4::<0b10_10_00_00>(0xf0f0, value, value);
        _mm512_mask_mov_epi8(value, fronts[at], _mm512_alignr_epi8::<15>(value, before))
    };
    let (low, low_whole) = eight_of([clean(0), clean(1), clean(2), clean(3)]);
    let (high, high_whole) = eight_of([clean(4), clean(5), clean(6), clean(7)]);
    Batch {
        judged,
        places: found.places.0,
        sums: [low, high],
        whole: u16::from(low_whole) | u16::from(high_whole) << 8,
    }
}

/// The integers of eight cells' digits, and which of them have at most seventeen digits.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq")]
fn eight_of(digits: [__m512i; 4]) -> (__m512i, u8) {
    let [a, b, c, d] = digits.map(|digits| {
        let pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
        _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001_0064))
    });
    // Sixteen digits each: the front of one vector's first cell, of the other's, their backs, and so for the second cells.
    let [first, last] = [(a, b), (c, d)].map(|(one, other)| {
        let eights = _mm512_packus_epi32(one, other);
        let eights = _mm512_madd_epi16(eights, _mm512_set1_epi32(0x0001_2710));
        _mm512_add_epi64(
            _mm512_mul_epu32(eights, _mm512_set1_epi64(100_000_000)),
            _mm512_srli_epi64::<32>(eights),
        )
    });
    let front = _mm512_setr_epi64(0, 4, 1, 5, 8, 12, 9, 13);
    let back = _mm512_setr_epi64(2, 6, 3, 7, 10, 14, 11, 15);
    let front = _mm512_permutex2var_epi64(first, front, last);
    let back = _mm512_permutex2var_epi64(first, back, last);
    let ten_to_sixteen = _mm512_set1_epi64(10_000_000_000_000_000);
    (
        _mm512_add_epi64(_mm512_mullo_epi64(front, ten_to_sixteen), back),
        _mm512_cmple_epu64_mask(front, _mm512_set1_epi64(9)),
    )
}

/// Masks as a vector, thirty-two bits a cell.
#[inline]
#[target_feature(enable = "avx512f")]
fn of(masks: &[u64; VECTORS]) -> ThirtyTwos {
    let [a, b, c, d, e, f, g, h] = masks.map(u64::cast_signed);
    ThirtyTwos(_mm512_setr_epi64(a, b, c, d, e, f, g, h))
}

#[inline]
#[target_feature(enable = "avx512f")]
fn split(ThirtyTwos(masks): ThirtyTwos) -> [u64; VECTORS] {
    let mut all = [0; VECTORS];
    // SAFETY: eight masks of eight bytes are as long as the vector.
    unsafe { _mm512_storeu_si512(all.as_mut_ptr().cast(), masks) };
    all
}
