//! The product that is a weight gradient: activations and δ, summed over the batch, in the register tiles of a product.

use super::ahead::{Ahead, Run, Soon};
use super::panels::{NARROW, WIDE, panel_width};
use super::product::{by_height, multiply, steps, tiles};
use super::real::Real;
use super::simd::Simd;

/// `out[k, n] = Σ_b left[b, k] · right[b, n]` for `k` in `from..to`, within one panel of `left`, and one panel of N.
pub struct Gradient<'a, T> {
    pub left: *const T,
    pub left_rows: usize,
    pub k: usize,
    pub from: usize,
    pub to: usize,
    /// Start of the panel of δ, and its width.
    pub right: *const T,
    pub width: usize,
    /// Start of the panel of the gradient, of `width` columns; row K is the bias.
    pub out: *mut T,
    /// Also sum δ into row K.
    pub biased: bool,
    pub batch: usize,
    /// What is read after this.
    pub next: &'a [Run<T>],
}

/// # Safety
/// As [`gradient`], for the tile's rows.
#[inline(always)]
pub(super) unsafe fn gradient_tile<S: Simd, const MR: usize, const NV: usize>(
    g: &Gradient<'_, S::Scalar>,
    k: usize,
    column: usize,
    start: usize,
    count: usize,
    mut soon: Soon<S::Scalar>,
) {
    // SAFETY: all offsets are within the panels that the caller of `gradient` vouches for.
    unsafe {
        let mut acc = [[S::splat(S::Scalar::ZERO); NV]; MR];
        let out = g.out.add(k * g.width + column);
        if start > 0 {
            for (r, row) in acc.iter_mut().enumerate() {
                for (v, sum) in row.iter_mut().enumerate() {
                    *sum = S::load(out.add(r * g.width + v * S::LANES));
                }
            }
        }
        let panel = k / WIDE;
        let left = g.left.add(panel * WIDE * g.left_rows + k % WIDE);
        let right = g.right.add(start * g.width + column);
        let wide = panel_width(g.k, panel) == WIDE;
        let left = left.add(start * if wide { WIDE } else { 16 });
        acc = match (wide, soon.written) {
            (true, false) => {
                multiply::<S, MR, NV, 1, 32, false>(acc, left, right, g.width, count, &mut soon)
            }
            (true, true) => {
                multiply::<S, MR, NV, 1, 32, true>(acc, left, right, g.width, count, &mut soon)
            }
            (false, _) => {
                multiply::<S, MR, NV, 1, 16, false>(acc, left, right, g.width, count, &mut soon)
            }
        };
        for (r, row) in acc.iter().enumerate() {
            for (v, sum) in row.iter().enumerate() {
                sum.store(out.add(r * g.width + v * S::LANES));
            }
        }
    }
}

/// Sums of δ over the batch, in four chains so that an addition need not wait for the one before.
#[inline(always)]
unsafe fn bias_gradient<S: Simd>(g: &Gradient<'_, S::Scalar>) {
    for column in (0..g.width).step_by(S::LANES) {
        // SAFETY: `batch` rows of the panel of δ and row K of the gradient are valid.
        unsafe {
            let mut chains = [S::splat(S::Scalar::ZERO); 4];
            let mut b = 0;
            while b + 4 <= g.batch {
                for (i, chain) in chains.iter_mut().enumerate() {
                    *chain = chain.add(S::load(g.right.add((b + i) * g.width + column)));
                }
                b += 4;
            }
            while b < g.batch {
                chains[0] = chains[0].add(S::load(g.right.add(b * g.width + column)));
                b += 1;
            }
            let sum = chains[0].add(chains[1]).add(chains[2].add(chains[3]));
            sum.store(g.out.add(g.k * g.width + column));
        }
    }
}

/// The gradient of one block of weights; see [`super::product::product`] for the constants.
///
/// # Safety
/// As [`super::product::product`].
#[inline(always)]
pub unsafe fn gradient<
    S: Simd,
    const NW: usize,
    const MW: usize,
    const NN: usize,
    const MN: usize,
>(
    g: &Gradient<'_, S::Scalar>,
) {
    let chunk = S::BLOCKING.chunk;
    let steps = steps::<S>(panel_width(g.k, g.from / WIDE) == WIDE);
    let mut ahead = Ahead::new(g.next, steps);
    for start in (0..g.batch).step_by(chunk) {
        let count = (g.batch - start).min(chunk);
        let turns = count / steps;
        // SAFETY: the caller's promise.
        unsafe {
            if g.width == WIDE {
                // A width that the compiler knows is part of an address.
                let g = &Gradient { width: WIDE, ..*g };
                for column in (0..WIDE).step_by(NW * S::LANES) {
                    for (i, height) in tiles(g.to - g.from, MW) {
                        by_height!(
                            gradient_tile,
                            S,
                            NW,
                            MW,
                            height,
                            (g, g.from + i, column, start, count, ahead.part(turns))
                        );
                    }
                }
            } else {
                let g = &Gradient {
                    width: NARROW,
                    ..*g
                };
                for column in (0..NARROW).step_by(NN * S::LANES) {
                    for (i, height) in tiles(g.to - g.from, MN) {
                        by_height!(
                            gradient_tile,
                            S,
                            NN,
                            MN,
                            height,
                            (g, g.from + i, column, start, count, ahead.part(turns))
                        );
                    }
                }
            }
        }
    }
    if g.biased {
        // SAFETY: the caller's promise.
        unsafe { bias_gradient::<S>(g) };
    }
}
