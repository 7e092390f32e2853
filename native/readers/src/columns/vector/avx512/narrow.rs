//! Sixteen cells of at most sixteen bytes: four to a vector, a mask of sixteen bits for each cell.

use super::super::batch::{Batch, CELLS, Windows};
use super::super::judge::{Seen, judge};
use super::{Avx512, Sixteens};
use std::arch::x86_64::*;

/// Cells of a vector.
const LANES: usize = 4;
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
pub fn read(windows: &Windows<'_, 16>, mark: u8) -> Batch<Avx512> {
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
            unsafe { _mm_loadu_si128(window.as_ptr().cast()) }
        };
        let bytes = _mm512_castsi128_si512(lane(0));
        let bytes = _mm512_inserti32x4::<1>(bytes, lane(1));
        let bytes = _mm512_inserti32x4::<2>(bytes, lane(2));
        let bytes = _mm512_inserti32x4::<3>(bytes, lane(3));
        // A digit is its value now.
        *value = _mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0' as i8));
        masks.digits[at] = _mm512_cmple_epu8_mask(*value, _mm512_set1_epi8(9));
        masks.zeros[at] = _mm512_testn_epi8_mask(*value, *value);
        masks.marks[at] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(mark as i8));
        masks.dashes[at] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'-' as i8));
    }

    // SAFETY: sixteen lengths of four bytes are as long as the vector.
    let lengths = unsafe { _mm512_loadu_si512(windows.lengths.as_ptr().cast()) };
    let lengths = _mm512_cvtepi32_epi16(lengths);
    // Shifted out altogether where a cell is empty or too long.
    let inside = _mm256_sllv_epi16(
        _mm256_set1_epi16(-1),
        _mm256_sub_epi16(_mm256_set1_epi16(16), lengths),
    );
    let seen = Seen {
        digits: of(&masks.digits),
        zeros: of(&masks.zeros),
        marks: of(&masks.marks),
        dashes: of(&masks.dashes),
        inside: Sixteens(inside),
    };
    // SAFETY: this is compiled for these instructions.
    let (judged, found) = unsafe { judge(seen) };
    let (digits, fronts) = (split(found.digits), split(found.fronts));
    let clean = |at: usize| {
        let value = _mm512_maskz_mov_epi8(digits[at], values[at]);
        // What stands before the mark moves to where the mark was.
        _mm512_mask_mov_epi8(value, fronts[at], _mm512_bslli_epi128::<1>(value))
    };
    let sums = [
        eight_of([clean(0), clean(1)]),
        eight_of([clean(2), clean(3)]),
    ];
    Batch {
        judged,
        places: _mm512_cvtepu16_epi32(found.places.0),
        sums,
        whole: u16::MAX,
    }
}

/// The integers of eight cells' digits.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn eight_of(digits: [__m512i; 2]) -> __m512i {
    let [first, last] = digits.map(|digits| {
        let pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
        _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001_0064))
    });
    let eights = _mm512_packus_epi32(first, last);
    let eights = _mm512_madd_epi16(eights, _mm512_set1_epi32(0x0001_2710));
    // Cells 0, 4, 1, 5, 2, 6, 3, 7.
    let order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    let eights = _mm512_permutexvar_epi64(order, eights);
    _mm512_add_epi64(
        _mm512_mul_epu32(eights, _mm512_set1_epi64(100_000_000)),
        _mm512_srli_epi64::<32>(eights),
    )
}

/// Masks as a vector, sixteen bits a cell.
#[inline]
#[target_feature(enable = "avx2")]
fn of(masks: &[u64; VECTORS]) -> Sixteens {
    let [a, b, c, d] = masks.map(u64::cast_signed);
    Sixteens(_mm256_set_epi64x(d, c, b, a))
}

#[inline]
#[target_feature(enable = "avx2")]
fn split(Sixteens(masks): Sixteens) -> [u64; VECTORS] {
    let high = _mm256_extracti128_si256::<1>(masks);
    let low = _mm256_castsi256_si128(masks);
    [
        _mm_cvtsi128_si64(low),
        _mm_extract_epi64::<1>(low),
        _mm_cvtsi128_si64(high),
        _mm_extract_epi64::<1>(high),
    ]
    .map(i64::cast_unsigned)
}
