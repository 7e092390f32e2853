//! The rows of a batch, copied from the row-major split into panels.

use super::machine::Rows;
use super::panels::{NARROW, WIDE, panel_width};
use super::simd::Simd;

/// Rows `from..to` of a batch; `out` are panels of `rows × width`.
pub struct Gather<'a, T> {
    pub source: &'a Rows<'a>,
    pub width: usize,
    pub out: *mut T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
}

/// Rows between the one that is asked of memory and the one that is copied.
const AHEAD: usize = 6;
/// Values of a line of the cache.
const LINE: usize = 16;

/// # Safety
/// The rows must be within the split, `out` valid for the panels, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn gather<S: Simd>(g: &Gather<'_, S::Scalar>) {
    let inputs = g.source.inputs.as_ptr();
    if g.width < S::LANES {
        // By value: for all that the compiler knows, what is written might be the fields.
        let (width, out) = (g.width, g.out);
        let copy = move |row: usize, source: usize| {
            // SAFETY: the caller's promise; a row is part of one vector, which the narrow panel holds.
            unsafe {
                let source = inputs.add(source * width);
                S::load_first_f32(source, width).store(out.add(row * NARROW));
            }
        };
        match g.source.order {
            Some(order) => {
                for (row, source) in (g.from..g.to).zip(&order[g.from..g.to]) {
                    copy(row, *source as usize);
                }
            }
            None => (g.from..g.to).for_each(|row| copy(row, g.source.first + row)),
        }
        return;
    }
    for row in g.from..g.to {
        // SAFETY: the caller's promise.
        unsafe {
            let source = inputs.add(g.source.source(row) * g.width);
            let later = inputs.add(g.source.source((row + AHEAD).min(g.to - 1)) * g.width);
            for first in (0..g.width).step_by(LINE) {
                S::prefetch(later.add(first));
            }
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
