//! Records without quotes, sixty-four bytes at a time, where the processor has vector instructions for it (AVX-512).

use super::records::Shape;
use super::rules::Rules;
use crate::table::Span;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// Splits the records of a text that need no second look: of one line, without quotes, as wide as the table, and
/// without blanks after delimiters where these may belong to them.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "other processors split record after record")
)]
pub(crate) struct PlainRecords {
    delimiter: u8,
    quote: Option<u8>,
    /// A lone CR ends a record.
    returns: bool,
    lone_blanks: bool,
    width: usize,
}

/// Records that were split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub records: usize,
    /// Where the next record begins, which is another one, or the text's end.
    pub next: usize,
}

#[cfg(target_arch = "x86_64")]
const WINDOW: usize = 64;

impl PlainRecords {
    /// `None` where the dialect or the processor is another one.
    pub fn new(rules: &Rules, shape: &Shape) -> Option<Self> {
        let [delimiter] = *rules.delimiter.as_slice() else {
            return None;
        };
        // A single field may be a blank line.
        let is_plain = !rules.runs && !rules.pad_before && !rules.pad_after;
        (is_plain && shape.width > 1 && is_available()).then_some(Self {
            delimiter,
            quote: rules.quote,
            returns: rules.returns,
            lone_blanks: shape.lone_blanks,
            width: shape.width,
        })
    }

    /// Adds the fields of such records from `start` on.
    #[cfg(target_arch = "x86_64")]
    pub fn take(&self, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
        // SAFETY: `new` looked for every instruction set that it is compiled for.
        unsafe { self.take_vectors(text, start, cells) }
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn take(&self, _: &[u8], start: usize, _: &mut Vec<Span>) -> Taken {
        Taken {
            records: 0,
            next: start,
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt")]
    fn take_vectors(&self, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
        let mut taken = Taken {
            records: 0,
            next: start,
        };
        // Cells of whole records, and where the next field begins.
        let (mut whole, mut field) = (cells.len(), start as u32);
        let mut window = start;
        'windows: while window < text.len() {
            let Places {
                delimiters,
                feeds,
                others,
            } = self.places(&text[window..]);
            let before = cells.len();
            field = push(cells, delimiters | feeds, window as u32, field);
            let mut feeds_left = feeds;
            while feeds_left != 0 {
                let feed = feeds_left.trailing_zeros();
                feeds_left &= feeds_left - 1;
                let upto = u64::MAX >> (63 - feed);
                let end = before + ((delimiters | feeds) & upto).count_ones() as usize;
                if others & upto != 0 || end - whole != self.width {
                    break 'windows;
                }
                let at = window + feed as usize;
                if let Some(last) = cells.get_mut(end - 1)
                    && (last.start as usize) < at
                    && text[at - 1] == b'\r'
                {
                    last.end -= 1;
                }
                (whole, taken.next) = (end, at + 1);
                taken.records += 1;
            }
            if others != 0 {
                break;
            }
            window += WINDOW;
        }
        cells.truncate(whole);
        taken
    }

    /// What stands in the first bytes of a text.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn places(&self, text: &[u8]) -> Places {
        let within = u64::MAX >> (WINDOW - text.len().min(WINDOW));
        // SAFETY: only bytes of the text are loaded.
        let bytes = unsafe { _mm512_maskz_loadu_epi8(within, text.as_ptr().cast()) };
        let of = |byte: u8| {
            _mm512_mask_cmpeq_epi8_mask(within, bytes, _mm512_set1_epi8(byte.cast_signed()))
        };
        // What stands one byte on, the first behind the window among it.
        let ahead = |places: u64, byte: u8| {
            places >> 1 | u64::from(text.get(WINDOW) == Some(&byte)) << (WINDOW - 1)
        };
        let (delimiters, feeds) = (of(self.delimiter), of(b'\n'));
        let mut others = self.quote.map_or(0, of);
        if self.returns {
            others |= of(b'\r') & !ahead(feeds, b'\n');
        }
        if self.lone_blanks {
            others |= delimiters & ahead(of(b' '), b' ');
        }
        Places {
            delimiters,
            feeds,
            others,
        }
    }
}

/// A bit for each byte of a window.
#[cfg(target_arch = "x86_64")]
struct Places {
    delimiters: u64,
    feeds: u64,
    /// What asks for a second look.
    others: u64,
}

/// Adds the fields that end at some bytes of a window, the first of them beginning at `field`; where the next one begins.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt")]
fn push(cells: &mut Vec<Span>, ends: u64, window: u32, mut field: u32) -> u32 {
    const TOGETHER: usize = 16;
    let count = ends.count_ones() as usize;
    cells.reserve(WINDOW + TOGETHER);
    let mut places = _mm512_maskz_compress_epi8(ends, window_places());
    let mut left = count;
    let mut target = cells.spare_capacity_mut().as_mut_ptr().cast::<__m512i>();
    while left > 0 {
        let some = left.min(TOGETHER);
        let near = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
        let ends = _mm512_add_epi32(near, _mm512_set1_epi32(window.cast_signed()));
        // A field begins behind the end of the one before.
        let before = _mm512_set1_epi32(field.wrapping_sub(1).cast_signed());
        let starts = _mm512_alignr_epi32::<15>(ends, before);
        let starts = _mm512_add_epi32(starts, _mm512_set1_epi32(1));
        let first = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        let last = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        // SAFETY: room for a window's fields and sixteen more was reserved, and at most sixteen are written behind the
        // last of them.
        unsafe {
            _mm512_storeu_si512(target, _mm512_permutex2var_epi32(starts, first, ends));
            _mm512_storeu_si512(target.add(1), _mm512_permutex2var_epi32(starts, last, ends));
            target = target.byte_add(some * size_of::<Span>());
        }
        let lane = _mm512_set1_epi32(some as i32 - 1);
        let end = _mm512_castsi512_si128(_mm512_permutexvar_epi32(lane, ends));
        field = _mm_cvtsi128_si32(end).cast_unsigned() + 1;
        places = _mm512_alignr_epi64::<2>(_mm512_setzero_si512(), places);
        left -= some;
    }
    // SAFETY: so many were written, and room for them was reserved.
    unsafe { cells.set_len(cells.len() + count) };
    field
}

/// The number of each byte of a window.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f")]
fn window_places() -> __m512i {
    const PLACES: [u8; WINDOW] = {
        let mut places = [0; WINDOW];
        let mut at = 0;
        while at < WINDOW {
            places[at] = at as u8;
            at += 1;
        }
        places
    };
    // SAFETY: sixty-four bytes are as long as the vector.
    unsafe { _mm512_loadu_si512(PLACES.as_ptr().cast()) }
}

#[cfg(target_arch = "x86_64")]
fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

#[cfg(not(target_arch = "x86_64"))]
fn is_available() -> bool {
    false
}
