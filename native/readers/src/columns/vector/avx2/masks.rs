//! Masks of a batch's cells in vectors of thirty-two bytes.

use super::all_of;
use crate::columns::vector::judge::Masks;
use std::arch::x86_64::*;

/// Masks of sixteen bits.
#[derive(Clone, Copy)]
pub struct Sixteens(pub __m256i);

/// Masks of thirty-two bits.
#[derive(Clone, Copy)]
pub struct ThirtyTwos(pub [__m256i; 2]);

/// How many bits each byte has, by its halves.
#[inline]
#[target_feature(enable = "avx2")]
fn bits_of_bytes(bytes: __m256i) -> __m256i {
    let counts = _mm256_setr_epi8(
        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3,
        3, 4,
    );
    let half = _mm256_set1_epi8(0xf);
    let low = _mm256_and_si256(bytes, half);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half);
    _mm256_add_epi8(
        _mm256_shuffle_epi8(counts, low),
        _mm256_shuffle_epi8(counts, high),
    )
}

#[inline]
#[target_feature(enable = "avx2")]
fn bits_of_sixteens(masks: __m256i) -> __m256i {
    _mm256_maddubs_epi16(bits_of_bytes(masks), _mm256_set1_epi8(1))
}

/// A bit for each lane of sixteen bits, all of whose bits are equal.
#[inline]
#[target_feature(enable = "avx2")]
fn bits_of(lanes: __m256i) -> u16 {
    let bytes = _mm_packs_epi16(
        _mm256_castsi256_si128(lanes),
        _mm256_extracti128_si256::<1>(lanes),
    );
    _mm_movemask_epi8(bytes) as u16
}

// SAFETY of every block here: the caller is compiled for these instructions.
impl Masks for Sixteens {
    #[inline(always)]
    unsafe fn all(number: i16) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_set1_epi16(number)) }
    }

    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_and_si256(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_or_si256(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_xor_si256(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_sub_epi16(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn up(self) -> Self {
        // SAFETY: see above.
        unsafe { Self(_mm256_slli_epi16::<1>(self.0)) }
    }

    #[inline(always)]
    unsafe fn count(self) -> Self {
        // SAFETY: see above.
        unsafe { Self(bits_of_sixteens(self.0)) }
    }

    #[inline(always)]
    unsafe fn where_any(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe {
            let none = _mm256_cmpeq_epi16(other.0, _mm256_setzero_si256());
            Self(_mm256_andnot_si256(none, self.0))
        }
    }

    #[inline(always)]
    unsafe fn any(self) -> u16 {
        // SAFETY: see above.
        unsafe { !self.equals(Self(_mm256_setzero_si256())) }
    }

    #[inline(always)]
    unsafe fn equals(self, other: Self) -> u16 {
        // SAFETY: see above.
        unsafe { bits_of(_mm256_cmpeq_epi16(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn is_below(self, other: Self) -> u16 {
        // SAFETY: see above.
        unsafe { bits_of(_mm256_cmpgt_epi16(other.0, self.0)) }
    }
}

/// Both halves by one operation.
macro_rules! halves {
    ($operation:ident($one:expr, $other:expr)) => {{
        let ([low, high], [other_low, other_high]) = ($one.0, $other.0);
        [$operation(low, other_low), $operation(high, other_high)]
    }};
}

// SAFETY of every block here: the caller is compiled for these instructions.
impl Masks for ThirtyTwos {
    #[inline(always)]
    unsafe fn all(number: i16) -> Self {
        // SAFETY: see above.
        unsafe { Self([_mm256_set1_epi32(i32::from(number)); 2]) }
    }

    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(halves!(_mm256_and_si256(self, other))) }
    }

    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(halves!(_mm256_or_si256(self, other))) }
    }

    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(halves!(_mm256_xor_si256(self, other))) }
    }

    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe { Self(halves!(_mm256_sub_epi32(self, other))) }
    }

    #[inline(always)]
    unsafe fn up(self) -> Self {
        // SAFETY: see above.
        unsafe { Self(halves!(_mm256_add_epi32(self, self))) }
    }

    #[inline(always)]
    unsafe fn count(self) -> Self {
        // SAFETY: see above.
        unsafe {
            let one = _mm256_set1_epi16(1);
            let [low, high] = self.0;
            Self([
                _mm256_madd_epi16(bits_of_sixteens(low), one),
                _mm256_madd_epi16(bits_of_sixteens(high), one),
            ])
        }
    }

    #[inline(always)]
    unsafe fn where_any(self, other: Self) -> Self {
        // SAFETY: see above.
        unsafe {
            let none = Self(halves!(_mm256_cmpeq_epi32(other, Self::all(0))));
            Self(halves!(_mm256_andnot_si256(none, self)))
        }
    }

    #[inline(always)]
    unsafe fn any(self) -> u16 {
        // SAFETY: see above.
        unsafe { !self.equals(Self::all(0)) }
    }

    #[inline(always)]
    unsafe fn equals(self, other: Self) -> u16 {
        // SAFETY: see above.
        unsafe { all_of(halves!(_mm256_cmpeq_epi32(self, other))) }
    }

    #[inline(always)]
    unsafe fn is_below(self, other: Self) -> u16 {
        // SAFETY: see above.
        unsafe { all_of(halves!(_mm256_cmpgt_epi32(other, self))) }
    }
}
