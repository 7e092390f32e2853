//! Days written as 2019-03-23, sixteen cells at a time.

use super::avx2::masks::Sixteens;
use super::avx2::{all_of, vector_of};
use super::batch::{CELLS, Windows};
use super::judge::Masks;
use super::{Days, add_rest};
use crate::columns::part::Cells;
use crate::values::calendar::DAY;
use std::arch::x86_64::*;
use std::ops::Range;

/// Bytes of such a day.
const LENGTH: i32 = 10;

/// 1970-01-01 as `days_since_march` counts.
const EPOCH: i32 = 719_469;

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub fn read(cells: Cells<'_>, rows: Range<usize>, values: &mut [f64]) -> Days {
    let mut found = Days::default();
    let mut first = rows.start;
    while first < rows.end {
        let count = CELLS.min(rows.end - first);
        let all = u16::MAX >> (CELLS - count);
        let windows = Windows::<16>::of(&cells, first, count);
        let with = |length: i32| {
            let length = _mm256_set1_epi32(length);
            let (low, high) = windows.lengths.split_at(CELLS / 2);
            all_of([
                _mm256_cmpeq_epi32(vector_of(low), length),
                _mm256_cmpeq_epi32(vector_of(high), length),
            ])
        };
        let empty = with(0) & all;
        let (fields, written) = fields_of(&windows);
        let asked = written & with(LENGTH) & all;
        let mut read = 0;
        let mut days = [f64::NAN; CELLS];
        for (half, days) in days.as_chunks_mut().0.iter_mut().enumerate() {
            let asked = asked >> (8 * half) & 0xff;
            read |= write(&fields[4 * half..], asked, days) << (8 * half);
        }
        let target = &mut values[first..first + count];
        if read == u16::MAX {
            target.copy_from_slice(&days);
        } else {
            for (at, value) in target.iter_mut().enumerate() {
                if read >> at & 1 != 0 {
                    *value = days[at];
                }
            }
        }
        found.count += read.count_ones();
        add_rest(&mut found.rest, first, empty, !read & !empty & all);
        first += count;
    }
    found
}

/// The first and the last two digits of the year, the month and the day, of cells 2n and 2n + 1 in the halves of the nth
/// vector; and which cells are written so.
#[inline]
#[target_feature(enable = "avx2")]
fn fields_of(windows: &Windows<'_, 16>) -> ([__m256i; CELLS / 2], u16) {
    let (zeros, nines) = (
        *b"\0\0\0\0\0\x000000-00-00",
        [255, 255, 255, 255, 255, 255, 9, 9, 9, 9, 0, 9, 9, 0, 9, 9],
    );
    let digits = [
        6, 7, 8, 9, 11, 12, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1_i8,
    ]
    .map(i8::cast_unsigned);
    let (zeros, nines, digits) = (twice(&zeros), twice(&nines), twice(&digits));
    let mut fields = [_mm256_setzero_si256(); CELLS / 2];
    let mut right = [0; CELLS / 2];
    for (at, fields) in fields.iter_mut().enumerate() {
        let [low, high] = [windows.bytes[2 * at], windows.bytes[2 * at + 1]];
        // SAFETY: a window has as many bytes as are loaded.
        let bytes = unsafe { _mm256_loadu2_m128i(high.as_ptr().cast(), low.as_ptr().cast()) };
        let value = _mm256_sub_epi8(bytes, zeros);
        let is_right = _mm256_cmpeq_epi8(_mm256_min_epu8(value, nines), value);
        right[at] = _mm256_movemask_epi8(is_right).cast_unsigned();
        let digits = _mm256_shuffle_epi8(value, digits);
        *fields = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
    }
    // SAFETY: this is compiled for these instructions.
    let written = unsafe { Sixteens(vector_of(&right)).equals(Sixteens::all(-1)) };
    (fields, written)
}

#[inline]
#[target_feature(enable = "avx2")]
fn twice(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: sixteen bytes are as long as the vector.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

/// Writes the days of eight cells, in milliseconds since 1970-01-01, and tells which of those asked for are days.
#[inline]
#[target_feature(enable = "avx2")]
fn write(fields: &[__m256i], asked: u16, days: &mut [f64; 8]) -> u16 {
    let together = |one: usize| {
        let weights = _mm256_set1_epi64x(0x0001_0080_0001_0064);
        _mm256_madd_epi16(_mm256_unpacklo_epi64(fields[one], fields[one + 1]), weights)
    };
    // Year, and 128 times the month with the day: of cells 0, 2, 1, 3, and of 4, 6, 5, 7.
    let (one, other) = (together(0), together(2));
    let (one, other) = (_mm256_castsi256_ps(one), _mm256_castsi256_ps(other));
    let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    let in_order = |mixed: __m256| _mm256_permutevar8x32_epi32(_mm256_castps_si256(mixed), order);
    let year = in_order(_mm256_shuffle_ps::<0b10_00_10_00>(one, other));
    let rest = in_order(_mm256_shuffle_ps::<0b11_01_11_01>(one, other));
    let month = _mm256_srli_epi32::<7>(rest);
    let day = _mm256_and_si256(rest, _mm256_set1_epi32(127));

    let is_day = is_day(year, month, day);
    let number = days_since_march(year, month, day);
    let number = _mm256_sub_epi32(number, _mm256_set1_epi32(EPOCH));
    let halves = [
        _mm256_castsi256_si128(number),
        _mm256_extracti128_si256::<1>(number),
    ];
    for (half, number) in halves.into_iter().enumerate() {
        let milliseconds = _mm256_mul_pd(_mm256_cvtepi32_pd(number), _mm256_set1_pd(DAY));
        // SAFETY: eight numbers are as long as two vectors.
        unsafe { _mm256_storeu_pd(days.as_mut_ptr().add(4 * half), milliseconds) };
    }
    _mm256_movemask_ps(_mm256_castsi256_ps(is_day)) as u16 & asked
}

/// All bits where a date exists whose parts are two digits each, four the year.
#[inline]
#[target_feature(enable = "avx2")]
fn is_day(year: __m256i, month: __m256i, day: __m256i) -> __m256i {
    let lengths = twice(&[0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0]);
    let of_century = _mm256_sub_epi32(
        year,
        _mm256_mullo_epi32(hundredth(year), _mm256_set1_epi32(100)),
    );
    let none = _mm256_setzero_si256();
    // 2000 is a leap year, 1900 is none.
    let begins_century = _mm256_cmpeq_epi32(of_century, none);
    let cycle = _mm256_or_si256(
        _mm256_set1_epi32(3),
        _mm256_and_si256(begins_century, _mm256_set1_epi32(15)),
    );
    let is_leap = _mm256_cmpeq_epi32(_mm256_and_si256(year, cycle), none);
    let is_february = _mm256_cmpeq_epi32(month, _mm256_set1_epi32(2));
    let length = _mm256_sub_epi32(
        _mm256_shuffle_epi8(lengths, month),
        _mm256_and_si256(is_leap, is_february),
    );
    let is_in_range = _mm256_and_si256(
        _mm256_cmpgt_epi32(year, _mm256_set1_epi32(999)),
        _mm256_cmpgt_epi32(_mm256_set1_epi32(16), month),
    );
    let is_too_late = _mm256_cmpgt_epi32(day, length);
    let is_in_month = _mm256_andnot_si256(is_too_late, _mm256_cmpgt_epi32(day, none));
    _mm256_and_si256(is_in_range, is_in_month)
}

/// Days since the March before the year 1, whose years end with February (Hinnant, "chrono-compatible low-level date
/// algorithms", days_from_civil).
#[inline]
#[target_feature(enable = "avx2")]
fn days_since_march(year: __m256i, month: __m256i, day: __m256i) -> __m256i {
    let is_before = _mm256_cmpgt_epi32(_mm256_set1_epi32(3), month);
    let year = _mm256_add_epi32(year, is_before);
    let century = hundredth(year);
    let leap_days = _mm256_add_epi32(
        _mm256_sub_epi32(_mm256_srli_epi32::<2>(year), century),
        _mm256_srli_epi32::<2>(century),
    );
    let month = _mm256_add_epi32(
        _mm256_sub_epi32(month, _mm256_set1_epi32(3)),
        _mm256_and_si256(is_before, _mm256_set1_epi32(12)),
    );
    // (153 months + 2) / 5 days, by a product that divides integers of so few bits.
    let fifths = _mm256_add_epi32(
        _mm256_mullo_epi32(month, _mm256_set1_epi32(153)),
        _mm256_set1_epi32(2),
    );
    let before = _mm256_srli_epi32::<18>(_mm256_mullo_epi32(fifths, _mm256_set1_epi32(52_429)));
    let of_years = _mm256_mullo_epi32(year, _mm256_set1_epi32(365));
    _mm256_add_epi32(
        _mm256_add_epi32(of_years, leap_days),
        _mm256_add_epi32(before, day),
    )
}

/// A hundredth of an integer up to 9,999, rounded down.
#[inline]
#[target_feature(enable = "avx2")]
fn hundredth(integers: __m256i) -> __m256i {
    _mm256_srli_epi32::<19>(_mm256_mullo_epi32(integers, _mm256_set1_epi32(5243)))
}
