//! The one matrix layout: columns in panels of 32 (a last panel of at most 16 columns is 16 wide), each panel row-major
//! and contiguous, padded with zeros. A product reads and writes panels directly, so nothing is repacked in a step.

use super::buffer::Plain;

/// Columns of a full panel.
pub const WIDE: usize = 32;
/// Columns of a narrow last panel.
pub const NARROW: usize = 16;

#[inline(always)]
pub fn panel_count(columns: usize) -> usize {
    columns.div_ceil(WIDE)
}

/// Width of the panel that starts at column `panel · WIDE`.
#[inline(always)]
pub fn panel_width(columns: usize, panel: usize) -> usize {
    if columns - panel * WIDE <= NARROW {
        NARROW
    } else {
        WIDE
    }
}

/// Columns with their padding.
#[inline(always)]
pub fn padded(columns: usize) -> usize {
    columns.div_ceil(NARROW) * NARROW
}

/// Values of a matrix with its padding.
#[inline(always)]
pub fn panel_len(rows: usize, columns: usize) -> usize {
    rows * padded(columns)
}

/// Rows of the panels of a batch of `rows`. Where panels would follow each other at a multiple of 2 KiB, what a tile reads of
/// one after the other would meet in the same few places of the first two caches; so they are a tall tile further apart.
#[inline(always)]
pub fn panel_rows(rows: usize) -> usize {
    if rows >= 128 && rows.is_multiple_of(16) {
        rows + 12
    } else {
        rows
    }
}

/// Where (row, column) of a matrix of `rows × columns` lives.
#[inline(always)]
pub fn panel_index(rows: usize, columns: usize, row: usize, column: usize) -> usize {
    let panel = column / WIDE;
    panel * WIDE * rows + row * panel_width(columns, panel) + column % WIDE
}

/// Runs the block for each vector of a row of panels of `$rows` rows, with its offset in the panels, its first column and the
/// columns that are left from there on. A macro, because a closure might not be compiled for the vector's instructions.
macro_rules! each_vector {
    ($s:ty, $columns:expr, $rows:expr, $row:expr, |$at:ident, $column:pat_param, $left:pat_param| $body:block) => {
        for panel in 0..$crate::kernels::panels::panel_count($columns) {
            let width = $crate::kernels::panels::panel_width($columns, panel);
            let first = panel * $crate::kernels::panels::WIDE;
            for column in (0..width).step_by(<$s>::LANES) {
                let $at = first * $rows + $row * width + column;
                let $column = first + column;
                let $left = ($columns - first).saturating_sub(column);
                $body
            }
        }
    };
}

pub(super) use each_vector;

/// Copies `len` values, mostly few ones, for which a call would cost more than the copy.
///
/// # Safety
/// Both pointers must be valid for `len` values, and must not overlap.
#[inline(always)]
pub unsafe fn copy_run<T: Copy>(from: *const T, to: *mut T, len: usize) {
    let mut i = 0;
    // SAFETY: the caller's promise.
    unsafe {
        while i + 8 <= len {
            std::ptr::copy_nonoverlapping(from.add(i), to.add(i), 8);
            i += 8;
        }
        if i + 4 <= len {
            std::ptr::copy_nonoverlapping(from.add(i), to.add(i), 4);
            i += 4;
        }
        for i in i..len {
            *to.add(i) = *from.add(i);
        }
    }
}

/// Sets `len` values, mostly few ones, to zero.
///
/// # Safety
/// The pointer must be valid for `len` values.
#[inline(always)]
pub unsafe fn zero_run<T: Plain>(to: *mut T, len: usize) {
    let mut i = 0;
    // SAFETY: the caller's promise; all bits zero are a value.
    unsafe {
        while i + 8 <= len {
            std::ptr::write_bytes(to.add(i), 0, 8);
            i += 8;
        }
        if i + 4 <= len {
            std::ptr::write_bytes(to.add(i), 0, 4);
            i += 4;
        }
        for i in i..len {
            std::ptr::write_bytes(to.add(i), 0, 1);
        }
    }
}

/// Splits the `len` columns from `at` on into runs within one panel each: first column and length.
#[inline(always)]
pub fn within_panels(at: usize, len: usize) -> impl Iterator<Item = (usize, usize)> {
    let end = at + len;
    (at / WIDE..end.div_ceil(WIDE)).map(move |panel| {
        let from = at.max(panel * WIDE);
        (from, end.min((panel + 1) * WIDE) - from)
    })
}
