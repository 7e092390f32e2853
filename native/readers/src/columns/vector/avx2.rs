//! Batches in vectors of thirty-two bytes.

pub(super) mod masks;

use super::Found;
use super::batch::{self, Batch, CELLS, Vectors, Windows};
use super::judge::{Seen, judge};
use crate::columns::part::Cells;
use crate::values::decimals::POWERS;
use masks::{Sixteens, ThirtyTwos};
use std::arch::x86_64::*;
use std::ops::Range;

#[target_feature(enable = "avx2,fma,bmi1,bmi2,popcnt")]
pub fn read(cells: Cells<'_>, rows: Range<usize>, mark: u8, values: &mut [f64]) -> Found {
    // SAFETY: this is compiled for them.
    unsafe { batch::read::<Avx2>(cells, rows, mark, values) }
}

struct Avx2;

// SAFETY of every block here: the caller is compiled for these instructions.
impl Vectors for Avx2 {
    type Sums = [__m256i; 4];
    type Places = [__m256i; 2];

    #[inline(always)]
    unsafe fn narrow(windows: &Windows<'_, 16>, mark: u8) -> Batch<Self> {
        // SAFETY: see above.
        unsafe { narrow(windows, mark) }
    }

    #[inline(always)]
    unsafe fn wide(windows: &Windows<'_, 32>, mark: u8) -> Batch<Self> {
        // SAFETY: see above.
        unsafe { wide(windows, mark) }
    }

    #[inline(always)]
    unsafe fn sums_up_to(sums: Self::Sums, most: u64) -> u16 {
        // SAFETY: see above.
        unsafe { !bits_of(sums.map(|sums| above(sums, most))) }
    }

    #[inline(always)]
    unsafe fn places_up_to(places: Self::Places, most: u32) -> u16 {
        // SAFETY: see above.
        unsafe {
            let most = _mm256_set1_epi32(most.cast_signed());
            let [low, high] = places;
            !all_of([
                _mm256_cmpgt_epi32(low, most),
                _mm256_cmpgt_epi32(high, most),
            ])
        }
    }

    #[inline(always)]
    unsafe fn load(integers: &[u32; CELLS]) -> Self::Places {
        // SAFETY: see above; sixteen integers are as long as two vectors.
        unsafe {
            let half = integers.as_ptr().cast::<__m256i>();
            [_mm256_loadu_si256(half), _mm256_loadu_si256(half.add(1))]
        }
    }

    #[inline(always)]
    unsafe fn store(sums: Self::Sums, places: Self::Places) -> ([u64; CELLS], [u32; CELLS]) {
        let (mut integers, mut others) = ([0; CELLS], [0; CELLS]);
        // SAFETY: see above; sixteen integers are as long as four vectors, and as two.
        unsafe {
            for (at, sums) in sums.into_iter().enumerate() {
                _mm256_storeu_si256(integers.as_mut_ptr().cast::<__m256i>().add(at), sums);
            }
            for (at, places) in places.into_iter().enumerate() {
                _mm256_storeu_si256(others.as_mut_ptr().cast::<__m256i>().add(at), places);
            }
        }
        (integers, others)
    }

    #[inline(always)]
    unsafe fn see(seen: Self::Places, cells: u16, places: Self::Places) -> Self::Places {
        // SAFETY: see above.
        unsafe { see(seen, cells, places) }
    }

    #[inline(always)]
    unsafe fn join([low, high]: Self::Places) -> u32 {
        // SAFETY: see above.
        unsafe {
            let seen = _mm256_or_si256(low, high);
            let seen = _mm_or_si128(
                _mm256_castsi256_si128(seen),
                _mm256_extracti128_si256::<1>(seen),
            );
            let seen = _mm_cvtsi128_si64(seen) | _mm_extract_epi64::<1>(seen);
            (seen | seen >> 32) as u32
        }
    }

    #[inline(always)]
    unsafe fn write(batch: &Batch<Self>, exact: u16, values: &mut [f64; CELLS]) {
        // SAFETY: see above.
        unsafe { write(batch, exact, values) }
    }
}

/// Two cells of at most sixteen bytes to a vector.
#[inline]
#[target_feature(enable = "avx2,fma,bmi1,bmi2,popcnt")]
fn narrow(windows: &Windows<'_, 16>, mark: u8) -> Batch<Avx2> {
    const VECTORS: usize = CELLS / 2;
    let mut masks = Looks::<VECTORS>::default();
    let mut values = [_mm256_setzero_si256(); VECTORS];
    for (at, value) in values.iter_mut().enumerate() {
        let [low, high] = [windows.bytes[2 * at], windows.bytes[2 * at + 1]];
        // SAFETY: a window has as many bytes as are loaded.
        let bytes = unsafe { _mm256_loadu2_m128i(high.as_ptr().cast(), low.as_ptr().cast()) };
        *value = masks.look(at, bytes, mark);
    }
    let half = |from: usize| {
        // SAFETY: eight lengths of four bytes are as long as the vector.
        let lengths = unsafe { _mm256_loadu_si256(windows.lengths[from..].as_ptr().cast()) };
        // Shifted out altogether where a cell is empty or too long.
        let missing = _mm256_sub_epi32(_mm256_set1_epi32(16), lengths);
        let inside = _mm256_sllv_epi32(_mm256_set1_epi32(-1), missing);
        _mm256_and_si256(inside, _mm256_set1_epi32(0xffff))
    };
    let inside = _mm256_packus_epi32(half(0), half(CELLS / 2));
    let seen = Seen {
        digits: Sixteens(vector_of(&masks.digits)),
        zeros: Sixteens(vector_of(&masks.zeros)),
        marks: Sixteens(vector_of(&masks.marks)),
        dashes: Sixteens(vector_of(&masks.dashes)),
        inside: Sixteens(in_order(inside)),
    };
    // SAFETY: this is compiled for these instructions.
    let (judged, found) = unsafe { judge(seen) };
    let (digits, fronts) = (integers_of(found.digits.0), integers_of(found.fronts.0));
    let clean = |at: usize| {
        let value = _mm256_and_si256(values[at], bytes_of(digits[at]));
        // What stands before the mark moves to where the mark was.
        _mm256_blendv_epi8(value, _mm256_bslli_epi128::<1>(value), bytes_of(fronts[at]))
    };
    let sums = [0, 2, 4, 6].map(|at| in_order(sixteen_of(clean(at), clean(at + 1))));
    Batch {
        judged,
        places: [
            _mm256_cvtepu16_epi32(_mm256_castsi256_si128(found.places.0)),
            _mm256_cvtepu16_epi32(_mm256_extracti128_si256::<1>(found.places.0)),
        ],
        sums,
        whole: u16::MAX,
    }
}

/// A cell of at most thirty-two bytes to a vector.
#[inline]
#[target_feature(enable = "avx2,fma,bmi1,bmi2,popcnt")]
fn wide(windows: &Windows<'_, 32>, mark: u8) -> Batch<Avx2> {
    let mut masks = Looks::<CELLS>::default();
    let mut values = [_mm256_setzero_si256(); CELLS];
    for (at, value) in values.iter_mut().enumerate() {
        // SAFETY: a window has as many bytes as are loaded.
        let bytes = unsafe { _mm256_loadu_si256(windows.bytes[at].as_ptr().cast()) };
        *value = masks.look(at, bytes, mark);
    }
    let half = |from: usize| {
        // SAFETY: eight lengths of four bytes are as long as the vector.
        let lengths = unsafe { _mm256_loadu_si256(windows.lengths[from..].as_ptr().cast()) };
        // Shifted out altogether where a cell is empty or too long.
        let missing = _mm256_sub_epi32(_mm256_set1_epi32(32), lengths);
        _mm256_sllv_epi32(_mm256_set1_epi32(-1), missing)
    };
    let of = |masks: &[u32; CELLS]| {
        let (low, high) = masks.split_at(CELLS / 2);
        ThirtyTwos([vector_of(low), vector_of(high)])
    };
    let seen = Seen {
        digits: of(&masks.digits),
        zeros: of(&masks.zeros),
        marks: of(&masks.marks),
        dashes: of(&masks.dashes),
        inside: ThirtyTwos([half(0), half(CELLS / 2)]),
    };
    // SAFETY: this is compiled for these instructions.
    let (judged, found) = unsafe { judge(seen) };
    let both = |ThirtyTwos([low, high])| [integers_of(low), integers_of(high)];
    let (digits, fronts) = (both(found.digits), both(found.fronts));
    let clean = |at: usize| {
        let (half, lane) = (at / 8, at % 8);
        let value = _mm256_and_si256(values[at], bytes_of(digits[half][lane]));
        // What stands before the mark moves to where the mark was.
        let before = _mm256_permute2x128_si256::<0x08>(value, value);
        let moved = _mm256_alignr_epi8::<15>(value, before);
        _mm256_blendv_epi8(value, moved, bytes_of(fronts[half][lane]))
    };
    let nine = 9;
    let four = [0, 4, 8, 12].map(|at| {
        // The fronts of two cells, then their backs.
        let first = sixteen_of(clean(at), clean(at + 1));
        let last = sixteen_of(clean(at + 2), clean(at + 3));
        let front = _mm256_permute2x128_si256::<0x20>(first, last);
        let back = _mm256_permute2x128_si256::<0x31>(first, last);
        (
            _mm256_add_epi64(ten_to_sixteen_times(front), back),
            above(front, nine),
        )
    });
    Batch {
        judged,
        places: found.places.0,
        sums: four.map(|(sums, _)| sums),
        whole: !bits_of(four.map(|(_, long)| long)),
    }
}

/// What stands in the cells, a bit a byte, thirty-two of them together.
struct Looks<const N: usize> {
    digits: [u32; N],
    zeros: [u32; N],
    marks: [u32; N],
    dashes: [u32; N],
}

impl<const N: usize> Default for Looks<N> {
    fn default() -> Self {
        Self {
            digits: [0; N],
            zeros: [0; N],
            marks: [0; N],
            dashes: [0; N],
        }
    }
}

impl<const N: usize> Looks<N> {
    /// Notes what stands in some bytes, and gives their values as digits.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn look(&mut self, at: usize, bytes: __m256i, mark: u8) -> __m256i {
        let places = |found: __m256i| _mm256_movemask_epi8(found).cast_unsigned();
        let equals = |byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed()));
        let value = _mm256_sub_epi8(bytes, _mm256_set1_epi8(b'0' as i8));
        let up_to_nine = _mm256_min_epu8(value, _mm256_set1_epi8(9));
        self.digits[at] = places(_mm256_cmpeq_epi8(value, up_to_nine));
        self.zeros[at] = places(equals(b'0'));
        self.marks[at] = places(equals(mark));
        self.dashes[at] = places(equals(b'-'));
        value
    }
}

/// Eight integers, whatever they are.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn vector_of(integers: &[u32]) -> __m256i {
    debug_assert!(integers.len() >= 8);
    // SAFETY: eight integers of four bytes are as long as the vector.
    unsafe { _mm256_loadu_si256(integers.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn integers_of(vector: __m256i) -> [u32; 8] {
    let mut integers = [0; 8];
    // SAFETY: eight integers of four bytes are as long as the vector.
    unsafe { _mm256_storeu_si256(integers.as_mut_ptr().cast(), vector) };
    integers
}

/// A byte of ones for each bit.
#[inline]
#[target_feature(enable = "avx2")]
fn bytes_of(bits: u32) -> __m256i {
    let spread = _mm256_setr_epi8(
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3,
        3, 3,
    );
    let own = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64.cast_signed());
    let bits = _mm256_shuffle_epi8(_mm256_set1_epi32(bits.cast_signed()), spread);
    _mm256_cmpeq_epi8(_mm256_and_si256(bits, own), own)
}

/// The integers of sixteen digits each: of the first half of one vector, of the other, and so of their second halves.
#[inline]
#[target_feature(enable = "avx2")]
fn sixteen_of(one: __m256i, other: __m256i) -> __m256i {
    let [one, other] = [one, other].map(|digits| {
        let pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
        _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001_0064))
    });
    let eights = _mm256_packus_epi32(one, other);
    let eights = _mm256_madd_epi16(eights, _mm256_set1_epi32(0x0001_2710));
    _mm256_add_epi64(
        _mm256_mul_epu32(eights, _mm256_set1_epi64x(100_000_000)),
        _mm256_srli_epi64::<32>(eights),
    )
}

/// Right for integers of thirty-two bits.
#[inline]
#[target_feature(enable = "avx2")]
fn ten_to_sixteen_times(integers: __m256i) -> __m256i {
    const FACTOR: i64 = 10_000_000_000_000_000;
    let low = _mm256_mul_epu32(integers, _mm256_set1_epi64x(FACTOR & 0xffff_ffff));
    let high = _mm256_mul_epu32(integers, _mm256_set1_epi64x(FACTOR >> 32));
    _mm256_add_epi64(low, _mm256_slli_epi64::<32>(high))
}

/// What two vectors were packed to, in the order of their halves again.
#[inline]
#[target_feature(enable = "avx2")]
fn in_order(packed: __m256i) -> __m256i {
    _mm256_permute4x64_epi64::<0b11_01_10_00>(packed)
}

/// All bits where integers below 2^63 are larger than another.
#[inline]
#[target_feature(enable = "avx2")]
fn above(integers: __m256i, most: u64) -> __m256i {
    _mm256_cmpgt_epi64(integers, _mm256_set1_epi64x(most.cast_signed()))
}

/// A bit for each lane of four vectors, all of whose bits are equal.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn bits_of(vectors: [__m256i; 4]) -> u16 {
    let [a, b, c, d] = vectors.map(|lanes| _mm256_movemask_pd(_mm256_castsi256_pd(lanes)));
    (a | b << 4 | c << 8 | d << 12) as u16
}

/// A bit for each lane of two vectors, all of whose bits are equal.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn all_of(vectors: [__m256i; 2]) -> u16 {
    let [low, high] = vectors.map(|lanes| _mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
    (low | high << 8) as u16
}

#[inline]
#[target_feature(enable = "avx2")]
fn see(seen: [__m256i; 2], cells: u16, places: [__m256i; 2]) -> [__m256i; 2] {
    let cells = _mm256_set1_epi32(i32::from(cells));
    let of = |half: usize| {
        let first = 8 * half as i32;
        let own = _mm256_sllv_epi32(
            _mm256_set1_epi32(1),
            _mm256_add_epi32(
                _mm256_set1_epi32(first),
                _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7),
            ),
        );
        let within = _mm256_cmpeq_epi32(_mm256_and_si256(cells, own), own);
        let bits = _mm256_sllv_epi32(_mm256_set1_epi32(1), places[half]);
        _mm256_or_si256(seen[half], _mm256_and_si256(bits, within))
    };
    [of(0), of(1)]
}

#[inline]
#[target_feature(enable = "avx2")]
fn write(batch: &Batch<Avx2>, exact: u16, values: &mut [f64; CELLS]) {
    let judged = &batch.judged;
    for (four, sums) in batch.sums.into_iter().enumerate() {
        let shift = 4 * four;
        // All bits of the lanes of a set.
        let lanes = |cells: u16| {
            let own = _mm256_setr_epi64x(1, 2, 4, 8);
            let cells = _mm256_set1_epi64x(i64::from(cells >> shift));
            _mm256_cmpeq_epi64(_mm256_and_si256(cells, own), own)
        };
        let mut value = float_of(sums);
        if judged.has_mark >> shift & 0xf != 0 {
            let half = batch.places[four / 2];
            let places = if four % 2 == 0 {
                _mm256_castsi256_si128(half)
            } else {
                _mm256_extracti128_si256::<1>(half)
            };
            let places = _mm_min_epu32(places, _mm_set1_epi32(POWERS.len() as i32 - 1));
            // SAFETY: no place is beyond the table.
            let power = unsafe { _mm256_i32gather_pd::<8>(POWERS.as_ptr(), places) };
            value = _mm256_div_pd(value, power);
        }
        let minus = _mm256_and_si256(lanes(judged.negative), _mm256_set1_epi64x(i64::MIN));
        let value = _mm256_xor_pd(value, _mm256_castsi256_pd(minus));
        // SAFETY: sixteen values are as long as four vectors.
        unsafe {
            let target = values.as_mut_ptr().add(shift);
            let exact = _mm256_castsi256_pd(lanes(exact));
            _mm256_storeu_pd(
                target,
                _mm256_blendv_pd(_mm256_loadu_pd(target), value, exact),
            );
        }
    }
}

/// The nearest float64 of integers below 2^63: both halves become numbers by their bits, the upper one 2^32 times as large,
/// and only their sum is rounded.
#[inline]
#[target_feature(enable = "avx2")]
fn float_of(integers: __m256i) -> __m256d {
    const TWO_TO_52: i64 = 0x4330_0000_0000_0000;
    const TWO_TO_84: i64 = 0x4530_0000_0000_0000;
    const BOTH: f64 = 19_342_813_118_337_666_422_669_312.0;
    let low = _mm256_blend_epi32::<0b1010_1010>(integers, _mm256_set1_epi64x(TWO_TO_52));
    let high = _mm256_or_si256(
        _mm256_srli_epi64::<32>(integers),
        _mm256_set1_epi64x(TWO_TO_84),
    );
    let high = _mm256_sub_pd(_mm256_castsi256_pd(high), _mm256_set1_pd(BOTH));
    _mm256_add_pd(high, _mm256_castsi256_pd(low))
}
