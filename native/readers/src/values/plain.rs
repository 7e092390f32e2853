//! The digits of short numbers, eight at a time.

/// Digits with at most one mark among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// All digits as one integer.
    pub sum: u64,
    /// Digits before the mark.
    pub whole: usize,
    /// Digits behind it.
    pub places: usize,
    pub has_mark: bool,
    pub begins_with_zero: bool,
}

/// What is looked at at once.
pub const WINDOW: usize = 16;

const ZEROS: u128 = 0x3030_3030_3030_3030_3030_3030_3030_3030;
const HIGH: u64 = 0x8080_8080_8080_8080;
/// Carries into the high bit from ten on.
const TO_TEN: u64 = 0x7676_7676_7676_7676;

/// The digits that are the first `length` bytes of a window; `None` where other bytes are among them, and where there are
/// none.
#[inline(always)]
pub fn digits(window: u128, length: usize, mark: u8) -> Option<Digits> {
    // A digit is its value now.
    let bytes = window ^ ZEROS;
    let mark = mark ^ 0x30;
    match length {
        0 => None,
        1..=8 => short(bytes as u64, length, mark),
        9..=WINDOW => long(bytes, length, mark),
        _ => None,
    }
}

#[inline(always)]
fn short(bytes: u64, length: usize, mark: u8) -> Option<Digits> {
    let bytes = bytes & (u64::MAX >> (64 - 8 * length));
    let others = no_digits(bytes);
    let begins_with_zero = bytes as u8 == 0;
    if others == 0 {
        return Some(Digits {
            sum: eight(bytes << (64 - 8 * length)),
            whole: length,
            places: 0,
            has_mark: false,
            begins_with_zero,
        });
    }
    // A carry may mark bytes behind the first that is no digit, never before it.
    let whole = others.trailing_zeros() as usize / 8;
    let from_mark = bytes >> (8 * whole);
    let behind = from_mark >> 8;
    if from_mark as u8 != mark || no_digits(behind) != 0 || length == 1 {
        return None;
    }
    let before = bytes & !(u64::MAX << (8 * whole));
    let joined = before | behind << (8 * whole);
    Some(Digits {
        sum: eight(joined << (72 - 8 * length)),
        whole,
        places: length - whole - 1,
        has_mark: true,
        begins_with_zero,
    })
}

#[inline(never)]
fn long(bytes: u128, length: usize, mark: u8) -> Option<Digits> {
    let bytes = bytes & (u128::MAX >> (128 - 8 * length));
    let begins_with_zero = bytes as u8 == 0;
    let Some(whole) = first_other(bytes) else {
        return Some(Digits {
            sum: sixteen(bytes << (128 - 8 * length)),
            whole: length,
            places: 0,
            has_mark: false,
            begins_with_zero,
        });
    };
    let from_mark = bytes >> (8 * whole);
    let behind = from_mark >> 8;
    if from_mark as u8 != mark || first_other(behind).is_some() {
        return None;
    }
    let before = bytes & !(u128::MAX << (8 * whole));
    let joined = before | behind << (8 * whole);
    Some(Digits {
        sum: sixteen(joined << (136 - 8 * length)),
        whole,
        places: length - whole - 1,
        has_mark: true,
        begins_with_zero,
    })
}

/// Year, month and day at the beginning of a window, written as 2019-03-23.
#[inline]
pub fn day(window: u128) -> Option<[u32; 3]> {
    const DASH: u64 = (b'-' ^ b'0') as u64;
    const DASHES: u64 = 0xff << 32 | 0xff << 56;
    let bytes = window ^ ZEROS;
    // The dashes are zeros now, and two digits follow the first eight bytes.
    let first = bytes as u64 ^ (DASH << 32 | DASH << 56);
    let last = (bytes >> 64) as u64 & 0xffff;
    if (no_digits(first) | first & DASHES | no_digits(last)) != 0 {
        return None;
    }
    let pairs = first * 10 + (first >> 8);
    let pair = |at: u32| (pairs >> (8 * at)) as u32 & 0xff;
    let day = (last as u32 & 0xff) * 10 + (last as u32 >> 8);
    Some([pair(0) * 100 + pair(2), pair(5), day])
}

/// High bits where bytes are no digits; right up to the first of them.
#[inline]
fn no_digits(bytes: u64) -> u64 {
    (bytes.wrapping_add(TO_TEN) | bytes) & HIGH
}

/// Place of the first byte that is no digit.
#[inline]
fn first_other(bytes: u128) -> Option<usize> {
    let (low, high) = (no_digits(bytes as u64), no_digits((bytes >> 64) as u64));
    if low != 0 {
        Some(low.trailing_zeros() as usize / 8)
    } else if high != 0 {
        Some(8 + high.trailing_zeros() as usize / 8)
    } else {
        None
    }
}

/// The integer of eight digits, the lowest byte the first digit: pairs, then fours, then all (Lemire and Langdale,
/// "Quickly parsing eight digits", 2018).
#[inline]
fn eight(digits: u64) -> u64 {
    const LANES: u64 = 0x0000_00ff_0000_00ff;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (pairs & LANES).wrapping_mul(100 + (1_000_000 << 32));
    let second = ((pairs >> 16) & LANES).wrapping_mul(1 + (10_000 << 32));
    first.wrapping_add(second) >> 32
}

#[inline]
fn sixteen(digits: u128) -> u64 {
    eight(digits as u64) * 100_000_000 + eight((digits >> 64) as u64)
}
