//! The products of narrow panels, in functions of their own: a step calls them for each layer, and each is compiled once,
//! with nothing else around it that would want registers.

use crate::kernels::ahead::Soon;
use crate::kernels::columns::{ColumnSums, Term, column_sums};
use crate::kernels::gradient::{Gradient, gradient_tile};
use crate::kernels::panels::NARROW;
use crate::kernels::product::{Product, by_height, product_tile};
use crate::kernels::simd::Simd;

/// Rows that are cut to tiles whose heights differ by at most one; of more, the next tile is as high as of so many.
const FEW: usize = 64;

/// How high the next tile is, by the rows that are left.
const fn heights(most: usize) -> [u8; FEW + 1] {
    let mut heights = [0; FEW + 1];
    let mut rows = 1;
    while rows <= FEW {
        heights[rows] = rows.div_ceil(rows.div_ceil(most)) as u8;
        rows += 1;
    }
    heights
}

#[inline(always)]
fn height<const MOST: usize>(rows: usize) -> usize {
    let heights: &[u8; FEW + 1] = const { &heights(MOST) };
    usize::from(heights[rows.min(FEW)])
}

/// A product of two narrow panels: forward with its bias and an activation, back with a gate.
///
/// # Safety
/// As [`crate::kernels::product::product`]; K and N are at most 16.
#[inline(always)]
pub unsafe fn narrow_product<S: Simd, const NN: usize, const MN: usize>(p: &Product<S::Scalar>) {
    let gate = std::ptr::null();
    // SAFETY: the caller's promise. A kind each, so that a tile does not ask what it is.
    unsafe {
        if p.biased && p.slope == 0.0 {
            each_tile::<S, NN, MN>(&Product {
                biased: true,
                gate,
                slope: 0.0,
                ..*p
            });
        } else if p.biased {
            each_tile::<S, NN, MN>(&Product {
                biased: true,
                gate,
                ..*p
            });
        } else {
            std::hint::assert_unchecked(!p.gate.is_null());
            if p.slope == 0.0 {
                each_tile::<S, NN, MN>(&Product {
                    biased: false,
                    slope: 0.0,
                    ..*p
                });
            } else {
                each_tile::<S, NN, MN>(&Product {
                    biased: false,
                    ..*p
                });
            }
        }
    }
}

#[inline(always)]
unsafe fn each_tile<S: Simd, const NN: usize, const MN: usize>(p: &Product<S::Scalar>) {
    // SAFETY: the caller's promise; a narrow layer has no second panel.
    unsafe {
        std::hint::assert_unchecked(p.k <= NARROW);
        for column in (0..NARROW).step_by(NN * S::LANES) {
            let right = p.right.add(column);
            let mut row = p.from;
            while row < p.to {
                let height = height::<MN>(p.to - row);
                let at = row * NARROW + column;
                by_height!(
                    product_tile,
                    S,
                    NN,
                    MN,
                    height,
                    (p, row, right, NARROW, at, (0, 1), &mut Soon::nothing())
                );
                row += height;
            }
        }
    }
}

/// The gradient of a narrow panel of weights, with its bias where it is asked for.
///
/// # Safety
/// As [`crate::kernels::gradient::gradient`]; K and N are at most 16.
#[inline(always)]
pub unsafe fn narrow_gradient<S: Simd, const NN: usize, const MN: usize>(
    g: &Gradient<'_, S::Scalar>,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let g = &Gradient {
            width: NARROW,
            ..*g
        };
        std::hint::assert_unchecked(g.k <= NARROW);
        for column in (0..NARROW).step_by(NN * S::LANES) {
            let mut row = g.from;
            while row < g.to {
                let height = height::<MN>(g.to - row);
                by_height!(
                    gradient_tile,
                    S,
                    NN,
                    MN,
                    height,
                    (g, row, column, 0, g.batch, Soon::nothing())
                );
                row += height;
            }
        }
        if g.biased {
            column_sums::<S>(&ColumnSums {
                left: g.right,
                term: Term::Left,
                width: NARROW,
                count: g.batch,
                out: g.out.add(g.k * NARROW),
            });
        }
    }
}
