//! Digits to float64, correctly rounded.

/// Powers of ten that float64 holds exactly.
const POWERS: [f64; 23] = [
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

/// The float64 nearest to a text of digits with at most one point and an exponent; `None` where it overflows.
pub fn nearest(text: &[u8]) -> Option<f64> {
    fast_float2::parse::<f64, _>(text)
        .ok()
        .filter(|value| value.is_finite())
}
