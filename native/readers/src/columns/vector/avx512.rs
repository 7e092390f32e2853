//! Batches in vectors of sixty-four bytes.

mod narrow;
mod wide;

use super::Found;
use super::batch::{self, Batch, CELLS, Vectors, Windows};
use super::judge::Masks;
use crate::columns::part::Cells;
use crate::values::decimals::POWERS;
use std::arch::x86_64::*;
use std::ops::Range;

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512bitalg,avx512vpopcntdq,bmi1,bmi2,popcnt"
)]
pub fn read(cells: Cells<'_>, rows: Range<usize>, mark: u8, values: &mut [f64]) -> Found {
    // SAFETY: this is compiled for them.
    unsafe { batch::read::<Avx512>(cells, rows, mark, values) }
}

struct Avx512;

// SAFETY of every block here: the caller is compiled for these instructions.
impl Vectors for Avx512 {
    type Sums = [__m512i; 2];
    type Places = __m512i;

    #[inline(always)]
    unsafe fn narrow(windows: &Windows<'_, 16>, mark: u8) -> Batch<Self> {
        unsafe { narrow::read(windows, mark) }
    }

    #[inline(always)]
    unsafe fn wide(windows: &Windows<'_, 32>, mark: u8) -> Batch<Self> {
        unsafe { wide::read(windows, mark) }
    }

    #[inline(always)]
    unsafe fn sums_up_to([low, high]: Self::Sums, most: u64) -> u16 {
        unsafe {
            let most = _mm512_set1_epi64(most.cast_signed());
            let (low, high) = (
                _mm512_cmple_epu64_mask(low, most),
                _mm512_cmple_epu64_mask(high, most),
            );
            u16::from(low) | u16::from(high) << 8
        }
    }

    #[inline(always)]
    unsafe fn places_up_to(places: Self::Places, most: u32) -> u16 {
        unsafe { _mm512_cmple_epu32_mask(places, _mm512_set1_epi32(most.cast_signed())) }
    }

    #[inline(always)]
    unsafe fn load(integers: &[u32; CELLS]) -> Self::Places {
        // Sixteen integers of four bytes are as long as the vector.
        unsafe { _mm512_loadu_si512(integers.as_ptr().cast()) }
    }

    #[inline(always)]
    unsafe fn store([low, high]: Self::Sums, places: Self::Places) -> ([u64; CELLS], [u32; CELLS]) {
        let (mut sums, mut integers) = ([0; CELLS], [0; CELLS]);
        // Sixteen integers are as long as two vectors, and as one.
        unsafe {
            _mm512_storeu_si512(sums.as_mut_ptr().cast(), low);
            _mm512_storeu_si512(sums.as_mut_ptr().add(CELLS / 2).cast(), high);
            _mm512_storeu_si512(integers.as_mut_ptr().cast(), places);
        }
        (sums, integers)
    }

    #[inline(always)]
    unsafe fn see(seen: Self::Places, cells: u16, places: Self::Places) -> Self::Places {
        unsafe {
            let bits = _mm512_maskz_sllv_epi32(cells, _mm512_set1_epi32(1), places);
            _mm512_or_si512(seen, bits)
        }
    }

    #[inline(always)]
    unsafe fn join(seen: Self::Places) -> u32 {
        unsafe { _mm512_reduce_or_epi32(seen).cast_unsigned() }
    }

    #[inline(always)]
    unsafe fn write(batch: &Batch<Self>, exact: u16, values: &mut [f64; CELLS]) {
        unsafe { write(batch, exact, values) }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn write(batch: &Batch<Avx512>, exact: u16, values: &mut [f64; CELLS]) {
    let judged = &batch.judged;
    for (half, sum) in batch.sums.into_iter().enumerate() {
        let shift = 8 * half;
        let exact = (exact >> shift) as u8;
        let mut value = _mm512_cvtepu64_pd(sum);
        if judged.has_mark >> shift & 0xff != 0 {
            let places = if half == 0 {
                _mm512_castsi512_si256(batch.places)
            } else {
                _mm512_extracti64x4_epi64::<1>(batch.places)
            };
            // SAFETY: places beyond the table are not in `exact`, and lanes outside it are not looked up.
            let power = unsafe {
                _mm512_mask_i32gather_pd::<8>(_mm512_set1_pd(1.0), exact, places, POWERS.as_ptr())
            };
            value = _mm512_div_pd(value, power);
        }
        let signs = _mm512_maskz_set1_epi64((judged.negative >> shift) as u8, i64::MIN);
        let value = _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(value), signs));
        // SAFETY: sixteen values are as long as two vectors.
        unsafe { _mm512_mask_storeu_pd(values.as_mut_ptr().add(shift), exact, value) };
    }
}

/// Masks of sixteen bits.
#[derive(Clone, Copy)]
struct Sixteens(__m256i);

/// Masks of thirty-two bits.
#[derive(Clone, Copy)]
struct ThirtyTwos(__m512i);

// SAFETY of every block here: the caller is compiled for these instructions.
macro_rules! masks {
    ($masks:ident, $set:ident($number:ty), $and:ident, $or:ident, $xor:ident, $sub:ident, $up:ident, $count:ident, $only:ident,
     $any:ident, $equals:ident, $below:ident) => {
        impl Masks for $masks {
            #[inline(always)]
            unsafe fn all(number: i16) -> Self {
                // SAFETY: see above.
                unsafe { Self($set(<$number>::from(number))) }
            }
            #[inline(always)]
            unsafe fn and(self, other: Self) -> Self {
                // SAFETY: see above.
                unsafe { Self($and(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn or(self, other: Self) -> Self {
                // SAFETY: see above.
                unsafe { Self($or(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn xor(self, other: Self) -> Self {
                // SAFETY: see above.
                unsafe { Self($xor(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn minus(self, other: Self) -> Self {
                // SAFETY: see above.
                unsafe { Self($sub(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn up(self) -> Self {
                // SAFETY: see above.
                unsafe { Self($up::<1>(self.0)) }
            }
            #[inline(always)]
            unsafe fn count(self) -> Self {
                // SAFETY: see above.
                unsafe { Self($count(self.0)) }
            }
            #[inline(always)]
            unsafe fn where_any(self, other: Self) -> Self {
                // SAFETY: see above.
                unsafe { Self($only(other.any(), self.0)) }
            }
            #[inline(always)]
            unsafe fn any(self) -> u16 {
                // SAFETY: see above.
                unsafe { $any(self.0, self.0) }
            }
            #[inline(always)]
            unsafe fn equals(self, other: Self) -> u16 {
                // SAFETY: see above.
                unsafe { $equals(self.0, other.0) }
            }
            #[inline(always)]
            unsafe fn is_below(self, other: Self) -> u16 {
                // SAFETY: see above.
                unsafe { $below(self.0, other.0) }
            }
        }
    };
}

masks!(
    Sixteens,
    _mm256_set1_epi16(i16),
    _mm256_and_si256,
    _mm256_or_si256,
    _mm256_xor_si256,
    _mm256_sub_epi16,
    _mm256_slli_epi16,
    _mm256_popcnt_epi16,
    _mm256_maskz_mov_epi16,
    _mm256_test_epi16_mask,
    _mm256_cmpeq_epi16_mask,
    _mm256_cmplt_epu16_mask
);
masks!(
    ThirtyTwos,
    _mm512_set1_epi32(i32),
    _mm512_and_si512,
    _mm512_or_si512,
    _mm512_xor_si512,
    _mm512_sub_epi32,
    _mm512_slli_epi32,
    _mm512_popcnt_epi32,
    _mm512_maskz_mov_epi32,
    _mm512_test_epi32_mask,
    _mm512_cmpeq_epi32_mask,
    _mm512_cmplt_epu32_mask
);
