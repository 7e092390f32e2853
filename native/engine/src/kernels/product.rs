//! The matrix products of a step. B rows of the batch, K and N the two widths of a layer.
//!
//! One register tile serves all three: it broadcasts single values of the left matrix and multiplies them into
//! contiguous vectors of the right one. Each element is one chain of multiply-adds in ascending order of the summed
//! index, whatever the tile's height, so its bits do not depend on how rows are dealt to threads.

use super::ahead::{Run, Soon};
use super::panels::{NARROW, WIDE, panel_count, panel_width};
use super::real::Real;
use super::simd::{Blocking, Simd};

/// `out[b, n] = f(bias[n] + Σ_k left[b, k] · right[k, n])` for rows `from..to`.
///
/// Forward: left is X, right is W with its bias as row K, f the piecewise linear activation.
/// Backward: left is δ, right is Wᵀ, f multiplies by the activation's derivative at `gate`.
pub struct Product<T> {
    pub left: *const T,
    pub left_rows: usize,
    pub k: usize,
    pub right: *const T,
    pub right_rows: usize,
    /// Row K of `right` starts the sums; otherwise they start at zero.
    pub biased: bool,
    pub out: *mut T,
    pub out_rows: usize,
    pub n: usize,
    /// Null, or the activations whose sign gates `out`, laid out as `out`.
    pub gate: *const T,
    /// Slope below zero; 1 leaves the sums as they are.
    pub slope: f64,
    pub from: usize,
    pub to: usize,
    /// What is read after this.
    pub next: Run<T>,
}

/// The pointer, of unknown origin to the compiler: it would otherwise compute the address anew, from the tile's
/// position, for every value that is broadcast within the innermost loop.
#[inline(always)]
fn settled<T>(pointer: *const T) -> *const T {
    #[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    {
        let mut pointer = pointer;
        // SAFETY: no instruction at all.
        unsafe {
            std::arch::asm!("/* {} */", inout(reg) pointer, options(pure, readonly, nostack, preserves_flags));
        }
        pointer
    }
    #[cfg(any(not(any(target_arch = "x86_64", target_arch = "aarch64")), miri))]
    pointer
}

/// `acc[r][v] += left[r · RS + k · KS] · right[k · stride + v · LANES]` for `count` values of k. The sums come and go by
/// value: behind a reference the compiler keeps a copy of them in memory.
#[inline(always)]
pub(super) unsafe fn multiply<
    S: Simd,
    const MR: usize,
    const NV: usize,
    const RS: usize,
    const KS: usize,
    const WRITTEN: bool,
>(
    mut acc: [[S; NV]; MR],
    left: *const S::Scalar,
    right: *const S::Scalar,
    stride: usize,
    count: usize,
    soon: &mut Soon<S::Scalar>,
) -> [[S; NV]; MR] {
    let (mut left, mut right) = (settled(left), settled(right));
    let mut asked = soon.or(right);
    let wide = RS.max(KS) == WIDE;
    let steps = steps::<S>(wide);
    let rest = count % steps;
    // SAFETY: the caller vouches for `count` rows of both matrices.
    unsafe {
        let end = settled(left.wrapping_add((count - rest) * KS));
        while left != end {
            for step in 0..steps {
                let (left, right) = (left.add(step * KS), right.add(step * stride));
                acc = multiply_row::<S, MR, NV, RS>(acc, left, right);
            }
            // A narrow tile has no load to spare, and a narrow panel of the left matrix few turns.
            if NV > 1 && wide {
                asked.ask::<S, WRITTEN>();
            }
            // After the last turn these may be further than one past the end of what they point into.
            left = left.wrapping_add(steps * KS);
            right = right.wrapping_add(steps * stride);
        }
        for _ in 0..rest {
            acc = multiply_row::<S, MR, NV, RS>(acc, left, right);
            left = left.wrapping_add(KS);
            right = right.wrapping_add(stride);
        }
    }
    *soon = asked;
    acc
}

/// Rows of the right matrix in one turn of the innermost loop, by whether panels of the left one are wide.
#[inline(always)]
pub(super) fn steps<S: Simd>(wide: bool) -> usize {
    if wide {
        S::BLOCKING.steps
    } else {
        S::BLOCKING.narrow_steps
    }
}

/// Turns of the innermost loop over the wide panels of K columns.
#[inline(always)]
fn turns<S: Simd>(k: usize) -> usize {
    let rest = k % WIDE;
    let wide = if rest > NARROW { k } else { k - rest };
    wide / steps::<S>(true)
}

/// What one row of the right matrix adds to the sums.
#[inline(always)]
unsafe fn multiply_row<S: Simd, const MR: usize, const NV: usize, const RS: usize>(
    mut acc: [[S; NV]; MR],
    left: *const S::Scalar,
    right: *const S::Scalar,
) -> [[S; NV]; MR] {
    // SAFETY: the promise of the caller of `multiply`.
    unsafe {
        let mut b = [S::splat(S::Scalar::ZERO); NV];
        for v in 0..NV {
            b[v] = S::load(right.add(v * S::LANES));
        }
        for r in 0..MR {
            let a = S::splat(*left.add(r * RS));
            for v in 0..NV {
                acc[r][v] = a.fma(b[v], acc[r][v]);
            }
        }
    }
    acc
}

/// # Safety
/// As [`product`], for the tile's rows.
#[inline(always)]
pub(super) unsafe fn product_tile<S: Simd, const MR: usize, const NV: usize>(
    p: &Product<S::Scalar>,
    row: usize,
    right: *const S::Scalar,
    width: usize,
    at: usize,
    depth: (usize, usize),
    soon: &mut Soon<S::Scalar>,
) {
    // SAFETY: all offsets are within the panels that the caller of `product` vouches for.
    unsafe {
        let out = p.out.add(at);
        let mut acc = [[S::splat(S::Scalar::ZERO); NV]; MR];
        if depth.0 > 0 {
            for r in 0..MR {
                for v in 0..NV {
                    acc[r][v] = S::load(out.add(r * width + v * S::LANES));
                }
            }
        } else if p.biased {
            for v in 0..NV {
                let bias = S::load(right.add(p.k * width + v * S::LANES));
                for r in 0..MR {
                    acc[r][v] = bias;
                }
            }
        }
        for panel in depth.0..depth.1 {
            let first = panel * WIDE;
            let count = (p.k - first).min(WIDE);
            let left = p.left.add(first * p.left_rows);
            let right = right.add(first * width);
            if panel_width(p.k, panel) == WIDE {
                let left = left.add(row * WIDE);
                acc = multiply::<S, MR, NV, 32, 1, false>(acc, left, right, width, count, soon);
            } else {
                let left = left.add(row * 16);
                acc = multiply::<S, MR, NV, 16, 1, false>(acc, left, right, width, count, soon);
            }
        }
        // One loop for each way to end, each short enough for the compiler to unroll it: a sum that is met in a loop
        // lives in memory.
        if p.slope != 1.0 && depth.1 == panel_count(p.k) {
            let slope = S::splat(S::Scalar::from_f64(p.slope));
            let zero = S::splat(S::Scalar::ZERO);
            let gate = p.gate.wrapping_add(at);
            // Each sum replaced by another value. A macro, because a closure may become a call, before which all sums go to
            // memory.
            macro_rules! each {
                (|$sum:ident, $at:ident| $end:expr) => {
                    for r in 0..MR {
                        for v in 0..NV {
                            let ($sum, $at) = (acc[r][v], r * width + v * S::LANES);
                            acc[r][v] = $end;
                        }
                    }
                };
            }
            match (p.gate.is_null(), p.slope == 0.0) {
                (true, true) => each!(|x, _at| zero.max(x)),
                (true, false) => each!(|x, _at| x.where_positive(x, x.mul(slope))),
                (false, true) => each!(|x, at| S::load(gate.add(at)).gate(x)),
                (false, false) => {
                    each!(|x, at| S::load(gate.add(at)).where_positive(x, x.mul(slope)))
                }
            }
        }
        for r in 0..MR {
            for v in 0..NV {
                acc[r][v].store(out.add(r * width + v * S::LANES));
            }
        }
    }
}

/// Calls a tile of `$rows` rows; arms above `$most` are never reached and fold away.
macro_rules! by_height {
    ($tile:ident, $s:ty, $nv:ident, $most:ident, $rows:expr, $args:tt) => {
        match $rows {
            1 => $tile::<$s, 1, $nv> $args,
            2 => $tile::<$s, 2, $nv> $args,
            3 => $tile::<$s, 3, $nv> $args,
            4 => $tile::<$s, 4, $nv> $args,
            5 if $most >= 5 => $tile::<$s, 5, $nv> $args,
            6 if $most >= 6 => $tile::<$s, 6, $nv> $args,
            7 if $most >= 7 => $tile::<$s, 7, $nv> $args,
            8 if $most >= 8 => $tile::<$s, 8, $nv> $args,
            9 if $most >= 9 => $tile::<$s, 9, $nv> $args,
            10 if $most >= 10 => $tile::<$s, 10, $nv> $args,
            11 if $most >= 11 => $tile::<$s, 11, $nv> $args,
            12 if $most >= 12 => $tile::<$s, 12, $nv> $args,
            13 if $most >= 13 => $tile::<$s, 13, $nv> $args,
            14 if $most >= 14 => $tile::<$s, 14, $nv> $args,
            15 if $most >= 15 => $tile::<$s, 15, $nv> $args,
            16 if $most >= 16 => $tile::<$s, 16, $nv> $args,
            _ => unreachable!("a tile has 1 to 16 rows"),
        }
    };
}

pub(super) use by_height;

/// Splits `rows` into tiles of at most `most` rows whose heights differ by at most one.
#[inline(always)]
pub(super) fn tiles(rows: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = rows.div_ceil(most);
    let (height, taller) = (rows / count.max(1), rows % count.max(1));
    (0..count).map(move |i| (i * height + i.min(taller), height + usize::from(i < taller)))
}

/// NW vectors of at most MW rows in a wide panel, NN vectors of at most MN rows in a narrow one.
///
/// # Safety
/// The pointers must be valid for the panels that the fields describe, no other thread may write what is read or
/// touch the written rows, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn product<
    S: Simd,
    const NW: usize,
    const MW: usize,
    const NN: usize,
    const MN: usize,
>(
    p: &Product<S::Scalar>,
) {
    let Blocking { deep, tall, .. } = S::BLOCKING;
    for from in (p.from..p.to).step_by(tall) {
        let rows = (p.to - from).min(tall);
        for panel in 0..panel_count(p.n) {
            let width = panel_width(p.n, panel);
            let out = panel * WIDE * p.out_rows;
            // SAFETY: the caller's promise.
            unsafe {
                let right = p.right.add(panel * WIDE * p.right_rows);
                let next = if panel + 1 < panel_count(p.n) {
                    let len = p.right_rows * panel_width(p.n, panel + 1);
                    Run::new(p.right.add((panel + 1) * WIDE * p.right_rows), len)
                } else {
                    p.next
                };
                let tiles_of_panel = rows.div_ceil(MW) * (WIDE / NW / S::LANES);
                let mut soon = next.spread(turns::<S>(p.k) * tiles_of_panel);
                for depth in tiles(panel_count(p.k), deep) {
                    let depth = (depth.0, depth.0 + depth.1);
                    if width == WIDE {
                        for column in (0..WIDE).step_by(NW * S::LANES) {
                            for (i, height) in tiles(rows, MW) {
                                let row = from + i;
                                let at = out + row * WIDE + column;
                                by_height!(
                                    product_tile,
                                    S,
                                    NW,
                                    MW,
                                    height,
                                    (p, row, right.add(column), WIDE, at, depth, &mut soon)
                                );
                            }
                        }
                    } else {
                        for column in (0..NARROW).step_by(NN * S::LANES) {
                            for (i, height) in tiles(rows, MN) {
                                let row = from + i;
                                let at = out + row * NARROW + column;
                                by_height!(
                                    product_tile,
                                    S,
                                    NN,
                                    MN,
                                    height,
                                    (p, row, right.add(column), NARROW, at, depth, &mut soon)
                                );
                            }
                        }
                    }
                }
            }
        }
    }
}
