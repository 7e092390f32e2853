//! Sixteen cells: which of them are numbers, and what is counted of them.

use super::Found;
use super::{narrow, wide};
use crate::columns::part::Cells;
use crate::values::decimals::{POWERS, divided};
use std::arch::x86_64::*;
use std::ops::Range;

/// Cells that are read at once.
pub const CELLS: usize = 16;

/// The last bytes of a batch's cells, `N` of each, and the cells' lengths; `TOO_LONG` for what is longer than that, or
/// lies too near the block's beginning.
pub struct Windows<'a, const N: usize> {
    pub bytes: [&'a [u8; N]; CELLS],
    pub lengths: [u32; CELLS],
}

/// The length of a cell that cannot be looked at.
const TOO_LONG: u32 = 64;

/// What a batch's cells are, a bit a cell.
pub struct Judged {
    /// Without sign, group and exponent: digits with at most one mark.
    pub number: u16,
    pub negative: u16,
    pub has_mark: u16,
    /// Digits stand before the mark.
    pub has_whole: u16,
    /// The mark could stand between thousands, too.
    pub group: u16,
    /// Digits behind the mark.
    pub places: __m512i,
}

/// The batch's digits as integers, and which are known.
pub struct Sums {
    pub sums: [__m512i; 2],
    /// The integer holds all digits, and at most seventeen of them count.
    pub whole: u16,
}

impl<'a, const N: usize> Windows<'a, N> {
    /// Of the rows from `first` on.
    #[inline]
    fn of(cells: &Cells<'a>, first: usize, count: usize) -> Self {
        let mut windows = Self {
            bytes: [&[0; N]; CELLS],
            lengths: [TOO_LONG; CELLS],
        };
        for at in 0..count {
            let (start, end) = cells.bounds(first + at);
            let window = cells.block.text.get(..end).and_then(<[u8]>::last_chunk);
            let length = end - start;
            match window {
                Some(window) if length <= N => {
                    (windows.bytes[at], windows.lengths[at]) = (window, length as u32);
                }
                _ if length == 0 => windows.lengths[at] = 0,
                _ => {}
            }
        }
        windows
    }

    #[inline]
    fn longest(&self, count: usize) -> u32 {
        self.lengths[..count].iter().copied().max().unwrap_or(0)
    }
}

/// Reads the plain numbers among some rows' cells.
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512bitalg,avx512vpopcntdq,bmi1,bmi2,popcnt"
)]
pub fn read(cells: Cells<'_>, rows: Range<usize>, mark: u8, values: &mut [f64]) -> Found {
    let mut found = Found::default();
    let mut seen = _mm512_setzero_si512();
    let mut first = rows.start;
    while first < rows.end {
        let count = CELLS.min(rows.end - first);
        let narrow = Windows::<16>::of(&cells, first, count);
        let (lengths, (mut judged, sums)) = if narrow.longest(count) <= 16 {
            (narrow.lengths, narrow::read(&narrow, mark))
        } else {
            let wide = Windows::<32>::of(&cells, first, count);
            (wide.lengths, wide::read(&wide, mark))
        };
        let has_places = _mm512_test_epi32_mask(judged.places, judged.places);
        if mark == b',' {
            // Nobody writes "5," for five.
            judged.number &= !judged.has_mark | has_places;
        }
        let all = u16::MAX >> (CELLS - count);
        // SAFETY: sixteen lengths of four bytes are as long as the vector.
        let lengths = unsafe { _mm512_loadu_si512(lengths.as_ptr().cast()) };
        let empty = _mm512_testn_epi32_mask(lengths, lengths) & all;
        let (read, zeros) = write(&judged, &sums, mark, &mut values[first..first + count]);
        let (read, is_small) = (read & all, small(&sums));
        let told = read & is_small & judged.has_whole & !(judged.has_mark ^ has_places);
        seen = _mm512_or_si512(
            seen,
            _mm512_maskz_sllv_epi32(told, _mm512_set1_epi32(1), judged.places),
        );
        found.untold |= read & !told != 0;
        let shapes = [
            read & !judged.has_mark,
            read & judged.has_mark & !judged.group,
            read & judged.group,
        ];
        for (counts, shape) in found.counts.iter_mut().zip(shapes) {
            counts[0] += (shape & !zeros).count_ones();
            counts[1] += (shape & zeros).count_ones();
        }
        if empty != 0 {
            found.rest.empty += empty.count_ones();
            found
                .rest
                .first_empty
                .get_or_insert(first + empty.trailing_zeros() as usize);
        }
        let mut rest = !read & !empty & all;
        while rest != 0 {
            found.rest.rows.push(first as u32 + rest.trailing_zeros());
            rest &= rest - 1;
        }
        first += count;
    }
    found.places = _mm512_reduce_or_epi32(seen) as u32;
    found
}

/// The cells whose digits float64 holds in every case.
#[inline]
#[target_feature(enable = "avx512f")]
fn small(sums: &Sums) -> u16 {
    let most = _mm512_set1_epi64(1_000_000_000_000_000);
    let [low, high] = sums
        .sums
        .map(|sums| u16::from(_mm512_cmplt_epu64_mask(sums, most)));
    low | high << 8
}

/// Writes the values that are numbers, and gives which are, and which are zeros.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn write(judged: &Judged, sums: &Sums, mark: u8, values: &mut [f64]) -> (u16, u16) {
    const LARGEST_EXACT: i64 = (1 << 53) - 1;
    let powers_known =
        _mm512_cmplt_epu32_mask(judged.places, _mm512_set1_epi32(POWERS.len() as i32));
    let has_places = _mm512_test_epi32_mask(judged.places, judged.places);
    let (mut read, mut zeros) = (0, 0);
    for half in 0..2 {
        let shift = 8 * half;
        let sum = sums.sums[half];
        let places = if half == 0 {
            _mm512_castsi512_si256(judged.places)
        } else {
            _mm512_extracti64x4_epi64::<1>(judged.places)
        };
        zeros |= u16::from(_mm512_testn_epi64_mask(sum, sum)) << shift;
        let number = (judged.number & sums.whole & powers_known) >> shift;
        let number = number as u8;
        let exact = number & _mm512_cmple_epu64_mask(sum, _mm512_set1_epi64(LARGEST_EXACT));
        let mut value = _mm512_cvtepu64_pd(sum);
        if judged.has_mark >> shift & 0xff != 0 {
            // SAFETY: places beyond the table are not in `exact`, and lanes outside it are not looked up.
            let power = unsafe {
                _mm512_mask_i32gather_pd::<8>(_mm512_set1_pd(1.0), exact, places, POWERS.as_ptr())
            };
            value = _mm512_div_pd(value, power);
        }
        let signs = _mm512_maskz_set1_epi64((judged.negative >> shift) as u8, i64::MIN);
        let value = _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(value), signs));
        let count = values.len().saturating_sub(shift).min(8);
        let within = ((1_u16 << count) - 1) as u8;
        // SAFETY: only lanes within `values` are written.
        unsafe {
            let target = values.as_mut_ptr().add(shift.min(values.len()));
            _mm512_mask_storeu_pd(target, exact & within, value);
        }
        read |= u16::from(exact) << shift;
        if mark == b'.' {
            // Whole numbers of more digits name something.
            let mut long = number & !exact & within & (has_places >> shift) as u8;
            while long != 0 {
                let lane = long.trailing_zeros() as usize;
                long &= long - 1;
                let at = shift + lane;
                let (sum, places) = (sums_of(sum)[lane], places_of(places)[lane] as usize);
                if let Some(value) = divided(sum, places) {
                    let is_negative = judged.negative >> at & 1 != 0;
                    values[at] = if is_negative { -value } else { value };
                    read |= 1 << at;
                }
            }
        }
    }
    (read, zeros)
}

#[target_feature(enable = "avx512f")]
fn sums_of(sums: __m512i) -> [u64; 8] {
    let mut all = [0; 8];
    // SAFETY: eight integers of eight bytes are as long as the vector.
    unsafe { _mm512_storeu_si512(all.as_mut_ptr().cast(), sums) };
    all
}

#[target_feature(enable = "avx512f")]
fn places_of(places: __m256i) -> [u32; 8] {
    let mut all = [0; 8];
    // SAFETY: eight integers of four bytes are as long as the vector.
    unsafe { _mm256_storeu_si256(all.as_mut_ptr().cast(), places) };
    all
}
