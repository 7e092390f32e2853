//! Sixteen cells: which of them are numbers, and what is counted of them.

use super::judge::Judged;
use super::quotients::quotients;
use super::{Found, add_rest};
use crate::columns::part::Cells;
use crate::values::decimals::{LARGEST_EXACT, POWERS, divided};
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

/// What a batch's cells are in a processor's vectors.
pub struct Batch<V: Vectors + ?Sized> {
    pub judged: Judged,
    /// How many digits stand behind the mark.
    pub places: V::Places,
    /// The digits as integers.
    pub sums: V::Sums,
    /// The integer holds all digits, and at most seventeen of them count.
    pub whole: u16,
}

/// What a processor's vectors do with a batch. Sets of cells have a bit for each.
///
/// # Safety
/// Whoever calls is compiled for the vectors' instructions.
pub trait Vectors {
    /// An integer below 2^63 for each cell.
    type Sums: Copy;
    /// An integer of 32 bits for each cell.
    type Places: Copy;

    unsafe fn narrow(windows: &Windows<'_, 16>, mark: u8) -> Batch<Self>;
    unsafe fn wide(windows: &Windows<'_, 32>, mark: u8) -> Batch<Self>;
    unsafe fn sums_up_to(sums: Self::Sums, most: u64) -> u16;
    unsafe fn places_up_to(places: Self::Places, most: u32) -> u16;
    unsafe fn load(integers: &[u32; CELLS]) -> Self::Places;
    unsafe fn store(sums: Self::Sums, places: Self::Places) -> ([u64; CELLS], [u32; CELLS]);
    /// `seen` and, for each cell of a set, the bit of its number of places.
    unsafe fn see(seen: Self::Places, cells: u16, places: Self::Places) -> Self::Places;
    /// All bits there are.
    unsafe fn join(seen: Self::Places) -> u32;
    /// Writes the values of the cells of `exact`, those of `negative` with a minus; each integer of `has_mark` is divided by
    /// the power of its places, at most 22.
    unsafe fn write(batch: &Batch<Self>, exact: u16, values: &mut [f64; CELLS]);
}

impl<'a, const N: usize> Windows<'a, N> {
    /// Of the rows from `first` on.
    #[inline]
    pub fn of(cells: &Cells<'a>, first: usize, count: usize) -> Self {
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

/// Reads the plain numbers among some rows' cells by the instructions of `V`.
///
/// # Safety
/// The caller is compiled for them.
#[inline(always)]
pub unsafe fn read<V: Vectors>(
    cells: Cells<'_>,
    rows: Range<usize>,
    mark: u8,
    values: &mut [f64],
) -> Found {
    let mut found = Found::default();
    // SAFETY: as the caller promises, here and below.
    let mut seen = unsafe { V::load(&[0; CELLS]) };
    let mut first = rows.start;
    while first < rows.end {
        let count = CELLS.min(rows.end - first);
        let all = u16::MAX >> (CELLS - count);
        let narrow = Windows::<16>::of(&cells, first, count);
        let is_narrow = narrow.longest(count) <= 16;
        let (lengths, mut batch) = if is_narrow {
            (narrow.lengths, unsafe { V::narrow(&narrow, mark) })
        } else {
            let wide = Windows::<32>::of(&cells, first, count);
            (wide.lengths, unsafe { V::wide(&wide, mark) })
        };
        let empty = unsafe { V::places_up_to(V::load(&lengths), 0) } & all;
        let has_places = unsafe { !V::places_up_to(batch.places, 0) };
        if mark == b',' {
            // Nobody writes "5," for five.
            batch.judged.number &= !batch.judged.has_mark | has_places;
        }
        let Judged {
            has_mark,
            has_whole,
            group,
            ..
        } = batch.judged;
        let number = batch.judged.number & batch.whole & all;
        let exact = number
            & unsafe { V::sums_up_to(batch.sums, LARGEST_EXACT) }
            & unsafe { V::places_up_to(batch.places, POWERS.len() as u32 - 1) };
        let target = &mut values[first..first + count];
        match target.first_chunk_mut() {
            Some(target) => unsafe { V::write(&batch, exact, target) },
            None => {
                let mut some = [f64::NAN; CELLS];
                some[..count].copy_from_slice(target);
                unsafe { V::write(&batch, exact, &mut some) };
                target.copy_from_slice(&some[..count]);
            }
        }
        // Whole numbers of more digits name something.
        let long = if mark == b'.' {
            number & !exact & has_places
        } else {
            0
        };
        let read = exact
            | if long == 0 {
                0
            } else {
                unsafe { divide(&batch, long, target) }
            };

        let is_small = unsafe { V::sums_up_to(batch.sums, 999_999_999_999_999) };
        let told = read & is_small & has_whole & !(has_mark ^ has_places);
        seen = unsafe { V::see(seen, told, batch.places) };
        found.untold |= read & !told != 0;
        let zeros = unsafe { V::sums_up_to(batch.sums, 0) };
        let shapes = [read & !has_mark, read & has_mark & !group, read & group];
        for (counts, shape) in found.counts.iter_mut().zip(shapes) {
            counts[0] += (shape & !zeros).count_ones();
            counts[1] += (shape & zeros).count_ones();
        }
        add_rest(&mut found.rest, first, empty, !read & !empty & all);
        first += count;
    }
    found.places = unsafe { V::join(seen) };
    found
}

/// Writes the values of some numbers of many digits, and gives those that were read.
///
/// # Safety
/// The caller is compiled for the instructions of `V`, AVX2 and FMA among them.
#[inline(always)]
unsafe fn divide<V: Vectors>(batch: &Batch<V>, mut long: u16, values: &mut [f64]) -> u16 {
    let mut read = 0;
    // SAFETY: as the caller promises.
    let (sums, places) = unsafe { V::store(batch.sums, batch.places) };
    // SAFETY: as the caller promises.
    let (quotients, certain) = unsafe { quotients(&sums, &places) };
    while long != 0 {
        let at = long.trailing_zeros() as usize;
        long &= long - 1;
        let value = if certain >> at & 1 != 0 {
            Some(quotients[at])
        } else {
            divided(sums[at], places[at] as usize)
        };
        if let Some(value) = value {
            let is_negative = batch.judged.negative >> at & 1 != 0;
            values[at] = if is_negative { -value } else { value };
            read |= 1 << at;
        }
    }
    read
}
