//! Digits to float64, correctly rounded.

/// Powers of ten that float64 holds exactly.
pub const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The largest integer below which float64 holds every integer, 2^53 - 1.
pub const LARGEST_EXACT: u64 = (1 << 53) - 1;

/// `digits` × 10^-`places` where one correctly rounded division tells it (Clinger 1990, "How to read floating point
/// numbers accurately"): both must be exact in float64.
#[inline]
pub fn quotient(digits: u64, places: usize) -> Option<f64> {
    if digits > LARGEST_EXACT {
        return None;
    }
    POWERS.get(places).map(|power| digits as f64 / power)
}

/// `digits` × 10^-`places` to the nearest float64, a tie to the even one; `None` beyond nineteen places. The quotient has
/// 62 bits at least, and what the division leaves is told by its last one: that is all that rounding to 53 bits asks for.
pub fn divided(digits: u64, places: usize) -> Option<f64> {
    let power = 10_u64.checked_pow(u32::try_from(places).ok()?)?;
    if digits == 0 {
        return Some(0.0);
    }
    let shift = digits.leading_zeros() + 63 - power.leading_zeros();
    let numerator = u128::from(digits) << shift;
    let (quotient, left) = (
        (numerator / u128::from(power)) as u64,
        !numerator.is_multiple_of(u128::from(power)),
    );
    let scale = f64::from_bits(u64::from(1023 - shift) << 52);
    Some((quotient | u64::from(left)) as f64 * scale)
}

/// The float64 nearest to a text of digits with at most one point and an exponent; `None` where it overflows.
pub fn nearest(text: &[u8]) -> Option<f64> {
    fast_float2::parse::<f64, _>(text)
        .ok()
        .filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_nearest(digits: u64, places: usize) {
        let text = format!("{digits}e-{places}");
        assert_eq!(divided(digits, places), nearest(text.as_bytes()), "{text}");
    }

    #[test]
    fn quotients_of_any_size_are_the_nearest_numbers() {
        for places in 0..=19 {
            for digits in [0, 1, 5, LARGEST_EXACT, LARGEST_EXACT + 2, u64::MAX] {
                is_nearest(digits, places);
            }
        }
        assert_eq!(divided(1, 20), None);
    }

    proptest! {
        #[test]
        fn quotients_are_the_nearest_numbers(digits: u64, small in 0..64, places in 0..=19_usize) {
            is_nearest(digits >> small, places);
        }
    }
}
