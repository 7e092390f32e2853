//! Orthogonalization by Newton and Schulz's iteration, for Muon (Jordan, 2024, "Muon: an optimizer for hidden layers in
//! neural networks"): `X ← a X + (b A + c A²) X` with `A = X Xᵀ`, from X with Frobenius norm 1. Five iterations bring
//! every singular value that is not tiny near 1.
//!
//! Here X stands with its longer side as rows, so that `A = XᵀX` and `X ← X M` with `M = a I + b A + c A²` are the
//! products of a step. All members work on one matrix together, each on its own rows; no sum is split by member.

use super::ahead::Run;
use super::buffer::{Buffer, Shared};
use super::gradient::Gradient;
use super::panels::{WIDE, padded, panel_count, panel_index, panel_len, panel_width};
use super::product::Product;
use super::real::Real;
use super::store::Store;
use super::table::Kernels;
use super::team::Member;
use crate::error::Result;
use crate::memory::reserve;
use crate::network::{Array, Plan};

/// Those of the source.
const COEFFICIENTS: [f64; 3] = [3.4445, -4.7750, 2.0315];
/// A smaller norm is taken for this one.
const SMALLEST_NORM: f64 = 1e-7;
/// Rows are dealt to members in multiples of this.
const GRAIN: usize = 8;

struct Matrix {
    array: Array,
    /// The longer and the shorter side.
    tall: usize,
    short: usize,
}

/// The hidden matrices of a network, and what orthogonalizing one at a time needs.
pub(super) struct Orthogonalizer<T> {
    matrices: Vec<Matrix>,
    /// Laid out as the parameters: what is to be orthogonalized, and then is.
    pub direction: Buffer<T>,
    /// X now and next, `tall × short`.
    now: Buffer<T>,
    next: Buffer<T>,
    /// A and M, `short × short`.
    gram: Buffer<T>,
    mixed: Buffer<T>,
    /// Σ x² of each row.
    squares: Vec<f64>,
}

/// The same for the members.
#[derive(Clone, Copy)]
pub(super) struct Orthogonalization<'a, T: Real> {
    kernels: &'a Kernels<T>,
    matrices: &'a [Matrix],
    direction: Shared<T>,
    now: Shared<T>,
    next: Shared<T>,
    gram: Shared<T>,
    mixed: Shared<T>,
    squares: Squares,
}

#[derive(Clone, Copy)]
struct Squares(*mut f64);
// SAFETY: members write the elements of their own rows, and read all only after a barrier.
unsafe impl Sync for Squares {}
// SAFETY: as above.
unsafe impl Send for Squares {}

fn sides(array: &Array) -> (usize, usize) {
    (array.rows.max(array.columns), array.rows.min(array.columns))
}

impl<T: Real> Orthogonalizer<T> {
    /// Values that it will hold.
    pub fn len(plan: &Plan) -> usize {
        let most = |f: fn((usize, usize)) -> usize| {
            let sizes = plan.hidden_matrices().map(|array| f(sides(array)));
            sizes.max().unwrap_or(0)
        };
        plan.parameter_len
            + 2 * most(|(tall, short)| panel_len(tall, short))
            + 2 * most(|(_, short)| panel_len(short, short))
    }

    /// # Errors
    /// `out-of-memory`.
    pub fn new(store: &Store, plan: &Plan) -> Result<Self> {
        let matrices: Vec<Matrix> = plan
            .hidden_matrices()
            .map(|array| {
                let (tall, short) = sides(array);
                Matrix {
                    array: array.clone(),
                    tall,
                    short,
                }
            })
            .collect();
        let most = |f: fn(&Matrix) -> usize| matrices.iter().map(f).max().unwrap_or(0);
        let what = "the orthogonalization of weights";
        let buffer = |f: fn(&Matrix) -> usize| Buffer::new(store, most(f), what);
        let mut squares = reserve(most(|m| m.tall), what)?;
        squares.resize(most(|m| m.tall), 0.0);
        Ok(Self {
            direction: Buffer::new(store, plan.parameter_len, what)?,
            now: buffer(|m| panel_len(m.tall, m.short))?,
            next: buffer(|m| panel_len(m.tall, m.short))?,
            gram: buffer(|m| panel_len(m.short, m.short))?,
            mixed: buffer(|m| panel_len(m.short, m.short))?,
            squares,
            matrices,
        })
    }

    pub fn share<'a>(&'a mut self, kernels: &'a Kernels<T>) -> Orthogonalization<'a, T> {
        Orthogonalization {
            kernels,
            direction: self.direction.shared(),
            now: self.now.shared(),
            next: self.next.shared(),
            gram: self.gram.shared(),
            mixed: self.mixed.shared(),
            squares: Squares(self.squares.as_mut_ptr()),
            matrices: &self.matrices,
        }
    }
}

impl<T: Real> Orthogonalization<'_, T> {
    /// Replaces the directions of all hidden matrices by orthogonal ones, each times `scale(inputs, units)`.
    ///
    /// # Safety
    /// All members of a team call it together, after a barrier behind whoever wrote the directions.
    pub unsafe fn run(
        &self,
        member: &Member<'_>,
        iterations: usize,
        scale: impl Fn(usize, usize) -> f64,
    ) {
        for matrix in self.matrices {
            let (from, to) = member.share(matrix.tall, GRAIN);
            let (mut now, mut next) = (self.now, self.next);
            // SAFETY: members own disjoint rows between barriers; the buffers hold the largest matrix.
            unsafe {
                self.load(matrix, from, to);
                member.barrier();
                self.normalize(matrix, from, to);
                member.barrier();
                for _ in 0..iterations {
                    self.square(matrix, now, member);
                    member.barrier();
                    let (first, last) = member.share(matrix.short, GRAIN);
                    if first < last {
                        self.mix(matrix, first, last);
                    }
                    member.barrier();
                    if from < to {
                        self.multiply(matrix, now, next, from, to);
                    }
                    member.barrier();
                    std::mem::swap(&mut now, &mut next);
                }
                let array = &matrix.array;
                self.store(matrix, now, from, to, scale(array.rows, array.columns));
                member.barrier();
            }
        }
    }

    /// Where the direction's value at a row and column of X is.
    fn place(matrix: &Matrix, row: usize, column: usize) -> usize {
        if matrix.array.rows >= matrix.array.columns {
            matrix.array.index(row, column)
        } else {
            matrix.array.index(column, row)
        }
    }

    /// Rows `from..to` of X, and their sums of squares.
    unsafe fn load(&self, matrix: &Matrix, from: usize, to: usize) {
        for row in from..to {
            let mut sum = 0.0;
            for column in 0..padded(matrix.short) {
                // SAFETY: `run`'s promise.
                unsafe {
                    let value = if column < matrix.short {
                        *self.direction.at(Self::place(matrix, row, column))
                    } else {
                        T::ZERO
                    };
                    let at = panel_index(matrix.tall, matrix.short, row, column);
                    *self.now.at(at) = value;
                    sum += value.to_f64() * value.to_f64();
                }
            }
            // SAFETY: as above.
            unsafe { *self.squares.0.add(row) = sum };
        }
    }

    unsafe fn normalize(&self, matrix: &Matrix, from: usize, to: usize) {
        // SAFETY: `run`'s promise; every member adds all rows in the same order.
        let sum: f64 = (0..matrix.tall)
            .map(|row| unsafe { *self.squares.0.add(row) })
            .sum();
        let norm = T::from_f64(sum.sqrt().max(SMALLEST_NORM));
        for row in from..to {
            for column in 0..matrix.short {
                // SAFETY: as above.
                unsafe {
                    let at = self
                        .now
                        .at(panel_index(matrix.tall, matrix.short, row, column));
                    *at = (*at).over(norm);
                }
            }
        }
    }

    /// `A = XᵀX`, a member's blocks of it.
    unsafe fn square(&self, matrix: &Matrix, x: Shared<T>, member: &Member<'_>) {
        let (tall, short) = (matrix.tall, matrix.short);
        let mut block = 0;
        for panel in 0..panel_count(short) {
            for from in (0..short).step_by(WIDE) {
                if block % member.size == member.index {
                    // SAFETY: blocks do not overlap; padding columns of X are zero.
                    unsafe {
                        (self.kernels.gradient)(&Gradient {
                            left: x.get(),
                            left_rows: tall,
                            k: short,
                            from,
                            to: (from + WIDE).min(short),
                            right: x.at(panel * WIDE * tall),
                            width: panel_width(short, panel),
                            out: self.gram.at(panel * WIDE * short),
                            biased: false,
                            batch: tall,
                            next: &[],
                        });
                    }
                }
                block += 1;
            }
        }
    }

    /// Rows `from..to` of `M = a I + b A + c A²`.
    unsafe fn mix(&self, matrix: &Matrix, from: usize, to: usize) {
        let short = matrix.short;
        let [a, b, c] = COEFFICIENTS.map(T::from_f64);
        // SAFETY: A is complete and only read; the rows of M are this member's.
        unsafe {
            self.product(short, short, self.gram, self.gram, self.mixed, (from, to));
            for row in from..to {
                for column in 0..padded(short) {
                    let at = panel_index(short, short, row, column);
                    let out = self.mixed.at(at);
                    let mixed = (*out).times(c).plus((*self.gram.at(at)).times(b));
                    *out = if row == column { mixed.plus(a) } else { mixed };
                }
            }
        }
    }

    /// Rows `from..to` of X M.
    unsafe fn multiply(
        &self,
        matrix: &Matrix,
        x: Shared<T>,
        out: Shared<T>,
        from: usize,
        to: usize,
    ) {
        // SAFETY: X and M are complete and only read; the rows are this member's.
        unsafe {
            self.product(matrix.tall, matrix.short, x, self.mixed, out, (from, to));
        }
    }

    /// Rows of `left · right`: `rows × short` by `short × short`.
    unsafe fn product(
        &self,
        rows: usize,
        short: usize,
        left: Shared<T>,
        right: Shared<T>,
        out: Shared<T>,
        (from, to): (usize, usize),
    ) {
        // SAFETY: the callers' promise.
        unsafe {
            (self.kernels.product)(&Product {
                left: left.get(),
                left_rows: rows,
                k: short,
                right: right.get(),
                right_rows: short,
                biased: false,
                out: out.get(),
                out_rows: rows,
                n: short,
                gate: std::ptr::null(),
                slope: 1.0,
                from,
                to,
                next: Run::none(),
            });
        }
    }

    unsafe fn store(&self, matrix: &Matrix, x: Shared<T>, from: usize, to: usize, scale: f64) {
        let scale = T::from_f64(scale);
        for row in from..to {
            for column in 0..matrix.short {
                let at = panel_index(matrix.tall, matrix.short, row, column);
                // SAFETY: `run`'s promise; distinct rows have distinct places.
                unsafe {
                    *self.direction.at(Self::place(matrix, row, column)) = (*x.at(at)).times(scale);
                }
            }
        }
    }
}
