//! Plain numbers and days of a column, sixteen cells at a time, where the processor has vector instructions for it.
//!
//! Every cell's last bytes are loaded so that its digits end where the vector's lane ends. What stands where is then a bit
//! mask for each cell, and sixteen masks are looked at by one instruction. What is no plain number is left to others.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod batch;
#[cfg(target_arch = "x86_64")]
mod days;
#[cfg(target_arch = "x86_64")]
mod judge;
#[cfg(target_arch = "x86_64")]
mod quotients;

use super::part::Cells;
use super::readers::Rest;
use crate::processor::Instructions;
use std::ops::Range;

/// What was found in some rows.
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "other processors read cell after cell")
)]
#[derive(Default)]
pub struct Found {
    /// Numbers by their shape and by whether they are zeros, as `numbers::Shape` counts.
    pub counts: [[u32; 2]; 3],
    /// A bit for each number of places behind the mark, of numbers that their values tell.
    pub places: u32,
    /// Some number is not told by its value.
    pub untold: bool,
    pub rest: Rest,
}

/// Days that were found in some rows.
#[derive(Default)]
pub struct Days {
    pub count: u32,
    pub rest: Rest,
}

/// Adds what was left of sixteen rows, a bit a row: rows without a text, and others.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn add_rest(rest: &mut Rest, first: usize, empty: u16, mut others: u16) {
    if empty != 0 {
        rest.empty += empty.count_ones();
        rest.first_empty
            .get_or_insert(first + empty.trailing_zeros() as usize);
    }
    while others != 0 {
        rest.rows.push(first as u32 + others.trailing_zeros());
        others &= others - 1;
    }
}

/// Reads the plain numbers of some rows into `values`, which has one a row of the block; others are left as they are. A
/// number is what `values::numbers::simple` reads exactly or, with a decimal point, to the nearest float64.
/// `None` where the processor cannot.
pub fn numbers(
    cells: Cells<'_>,
    rows: Range<usize>,
    mark: u8,
    values: &mut [f64],
) -> Option<Found> {
    numbers_by(Instructions::best()?, cells, rows, mark, values)
}

/// The same by these instructions.
#[cfg(target_arch = "x86_64")]
fn numbers_by(
    instructions: Instructions,
    cells: Cells<'_>,
    rows: Range<usize>,
    mark: u8,
    values: &mut [f64],
) -> Option<Found> {
    // SAFETY: the processor has every feature that these are compiled for.
    instructions.are_here().then(|| unsafe {
        match instructions {
            Instructions::Avx512 => avx512::read(cells, rows, mark, values),
            Instructions::Avx2 => avx2::read(cells, rows, mark, values),
        }
    })
}

#[cfg(not(target_arch = "x86_64"))]
fn numbers_by(
    _: Instructions,
    _: Cells<'_>,
    _: Range<usize>,
    _: u8,
    _: &mut [f64],
) -> Option<Found> {
    None
}

/// Reads the days of some rows that are written as 2019-03-23 into `values`, which has one a row of the block; others are
/// left as they are. `None` where the processor cannot.
#[cfg(target_arch = "x86_64")]
pub fn days(cells: Cells<'_>, rows: Range<usize>, values: &mut [f64]) -> Option<Days> {
    // SAFETY: the processor has every feature that `read` is compiled for.
    Instructions::Avx2
        .are_here()
        .then(|| unsafe { days::read(cells, rows, values) })
}

#[cfg(not(target_arch = "x86_64"))]
pub fn days(_: Cells<'_>, _: Range<usize>, _: &mut [f64]) -> Option<Days> {
    None
}

#[cfg(test)]
mod tests;
