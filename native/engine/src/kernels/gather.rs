//! The rows of a batch, copied from the row-major split into panels.

use super::machine::Rows;
use super::panels::{NARROW, WIDE, panel_width};
use super::simd::Simd;

/// Rows `from..to` of a batch of `batch`; `out` are panels of `rows × width`.
pub struct Gather<'a, T> {
    pub source: &'a Rows<'a>,
    pub width: usize,
    pub out: *mut T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
    pub batch: usize,
}

/// Rows between the one that is asked of memory and the one that is copied, at least.
const AHEAD: usize = 6;
/// Lines of such rows where a row has few, so that memory has enough to do.
const LINES_AHEAD: usize = 28;
/// Values of a line of the cache.
const LINE: usize = 16;

/// # Safety
/// The rows must be within the split, `out` valid for the panels, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn gather<S: Simd>(g: &Gather<'_, S::Scalar>) {
    let inputs = g.source.inputs.as_ptr();
    if g.width < NARROW {
        // By value: for all that the compiler knows, what is written might be the fields.
        let (width, out) = (g.width, g.out);
        // SAFETY: the caller's promise.
        unsafe {
            match g.source.order {
                Some(order) => {
                    for (row, source) in (g.from..g.to).zip(&order[g.from..g.to]) {
                        let source = inputs.add(*source as usize * width);
                        copy_narrow::<S>(source, width, out.add(row * NARROW));
                    }
                }
                None => {
                    for row in g.from..g.to {
                        let source = inputs.add((g.source.first + row) * width);
                        copy_narrow::<S>(source, width, out.add(row * NARROW));
                    }
                }
            }
        }
        return;
    }
    let ahead = (LINES_AHEAD / (g.width / LINE + 1)).max(AHEAD);
    for row in g.from..g.to {
        // Behind the last row come those of the next batch.
        let later = if row + ahead < g.to {
            row + ahead
        } else {
            row + ahead - (g.to - g.from) + g.batch
        };
        // SAFETY: the caller's promise; any address may be asked for.
        unsafe {
            let source = inputs.add(g.source.source(row) * g.width);
            let later = inputs.wrapping_add(g.source.later(later) * g.width);
            for first in (0..g.width).step_by(LINE) {
                S::prefetch(later.wrapping_add(first));
            }
            // A row may begin amid a line, and so reach one more.
            S::prefetch(later.wrapping_add(g.width - 1));
            for first in (0..g.width).step_by(WIDE) {
                let columns = panel_width(g.width, first / WIDE);
                let out = g.out.add(first * g.rows + row * columns);
                for i in (0..columns).step_by(S::LANES) {
                    let left = g.width.saturating_sub(first + i);
                    if left >= S::LANES {
                        S::load_f32(source.add(first + i)).store(out.add(i));
                    } else if left > 0 {
                        S::load_first_f32(source.add(first + i), left).store(out.add(i));
                    }
                }
            }
        }
    }
}

/// The `width` values of a row, fewer than a narrow panel's. Not a closure: that might not be compiled for the vector's
/// instructions.
#[inline(always)]
unsafe fn copy_narrow<S: Simd>(source: *const f32, width: usize, out: *mut S::Scalar) {
    for column in (0..NARROW).step_by(S::LANES) {
        // SAFETY: the caller vouches for `width` values at `source`, and for a row of the panel at `out`.
        unsafe {
            if column + S::LANES <= width {
                S::load_f32(source.add(column)).store(out.add(column));
            } else if column < width {
                S::load_first_f32(source.add(column), width - column).store(out.add(column));
            }
        }
    }
}
