//! Integers of more digits than float64 holds, divided by powers of ten.

use super::avx2::bits_of;
use super::batch::CELLS;
use crate::values::decimals::POWERS;
use std::arch::x86_64::*;

/// The float64 nearest to each integer below 2^63 divided by ten to the power of its places, and a bit for each that is it
/// surely.
///
/// An integer is the sum of two float64, and so is its quotient but for a little (Dekker 1971, "A floating-point technique
/// for extending the available precision"): where a little more and a little less are rounded alike, it is known.
#[target_feature(enable = "avx2,fma")]
pub fn quotients(sums: &[u64; CELLS], places: &[u32; CELLS]) -> ([f64; CELLS], u16) {
    const TWO_TO_52: f64 = 4_503_599_627_370_496.0;
    const TWO_TO_84: f64 = 19_342_813_113_834_066_795_298_816.0;
    /// Far more than the error of the smaller of a quotient's two parts.
    const LITTLE: f64 = 1.0 / (1_u64 << 45) as f64;
    let last = POWERS.len() as i32 - 1;
    let (two_to_52, two_to_84) = (_mm256_set1_pd(TWO_TO_52), _mm256_set1_pd(TWO_TO_84));
    let mut quotients = [0.0; CELLS];
    let certain = [0, 4, 8, 12].map(|first| {
        // SAFETY: four integers each from the first on are as long as the vectors.
        let (sum, places) = unsafe {
            (
                _mm256_loadu_si256(sums.as_ptr().add(first).cast()),
                _mm_loadu_si128(places.as_ptr().add(first).cast()),
            )
        };
        // SAFETY: no place is beyond the table.
        let power = unsafe {
            let places = _mm_min_epu32(places, _mm_set1_epi32(last));
            _mm256_i32gather_pd::<8>(POWERS.as_ptr(), places)
        };
        let is_known = _mm256_cvtepi32_epi64(_mm_cmpgt_epi32(_mm_set1_epi32(last + 1), places));

        // Both halves of the integer, the upper one 2^32 times as large, become numbers by their bits.
        let upper = _mm256_srli_epi64::<32>(sum);
        let upper = _mm256_or_si256(upper, _mm256_castpd_si256(two_to_84));
        let upper = _mm256_sub_pd(_mm256_castsi256_pd(upper), two_to_84);
        let lower = _mm256_blend_epi32::<0b1010_1010>(sum, _mm256_castpd_si256(two_to_52));
        let lower = _mm256_sub_pd(_mm256_castsi256_pd(lower), two_to_52);
        let large = _mm256_add_pd(upper, lower);
        let small = _mm256_sub_pd(lower, _mm256_sub_pd(large, upper));

        let quotient = _mm256_div_pd(large, power);
        let left = _mm256_add_pd(_mm256_fnmadd_pd(quotient, power, large), small);
        let more = _mm256_div_pd(left, power);
        let around = |factor: f64| _mm256_fmadd_pd(more, _mm256_set1_pd(factor), quotient);
        let (one, other) = (around(1.0 - LITTLE), around(1.0 + LITTLE));
        // SAFETY: sixteen numbers are as long as four vectors.
        unsafe { _mm256_storeu_pd(quotients.as_mut_ptr().add(first), one) };
        let is_one = _mm256_castpd_si256(_mm256_cmp_pd::<_CMP_EQ_OQ>(one, other));
        _mm256_and_si256(is_one, is_known)
    });
    (quotients, bits_of(certain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processor::Instructions;
    use crate::values::decimals::nearest;
    use proptest::prelude::*;

    /// How many are certain; each of these must be the nearest number.
    fn are_nearest(sums: [u64; CELLS], places: [u32; CELLS]) -> Option<u32> {
        // SAFETY: the processor has the features.
        let (quotients, certain) = unsafe {
            Instructions::Avx2
                .are_here()
                .then(|| quotients(&sums, &places))?
        };
        for at in (0..CELLS).filter(|at| certain >> at & 1 != 0) {
            let text = format!("{}e-{}", sums[at], places[at]);
            assert_eq!(Some(quotients[at]), nearest(text.as_bytes()), "{text}");
        }
        Some(certain.count_ones())
    }

    #[test]
    fn ties_and_powers_beyond_the_table_are_not_certain() {
        // 2^53 + 1 lies between two numbers.
        let Some(certain) = are_nearest([(1 << 53) + 1; CELLS], [0; CELLS]) else {
            return;
        };
        assert_eq!(certain, 0);
        let places = std::array::from_fn(|at| 22 + at as u32 % 2);
        assert_eq!(
            are_nearest([12_345_678_901_234_567; CELLS], places),
            Some(8)
        );
    }

    proptest! {
        #[test]
        fn what_is_certain_is_the_nearest_number(
            sums in prop::array::uniform16(0..100_000_000_000_000_000_u64),
            places in prop::array::uniform16(0..25_u32),
        ) {
            are_nearest(sums, places);
        }
    }
}
