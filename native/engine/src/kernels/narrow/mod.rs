//! A whole step of a network whose layers fit one narrow panel each, in one function: the time of such a step is a
//! microsecond, and what passes over ops, spans and blocks ask first would take a third of it.
//!
//! The tiles, sums and updates are those of the passes, in the same order, so the result has the same bits.

mod single;
mod tiles;

use crate::kernels::ahead::Run;
use crate::kernels::buffer::Shared;
use crate::kernels::columns::{ColumnSums, Term};
use crate::kernels::gather::Gather;
use crate::kernels::gradient::Gradient;
use crate::kernels::machine::sum;
use crate::kernels::objective::Objective;
use crate::kernels::panels::NARROW;
use crate::kernels::passes::square_sum;
use crate::kernels::product::Product;
use crate::kernels::real::Real;
use crate::kernels::simd::Simd;
use crate::kernels::table::Kernels;
use crate::kernels::update::Update;
use crate::optimizer::{GroupStep, Step};
use single::Single;
pub(in crate::kernels) use tiles::{narrow_gradient, narrow_product};

/// One dense layer of K inputs and N outputs, at most 16 each, with a piecewise linear activation.
pub(in crate::kernels) struct NarrowLayer<T> {
    pub inputs: usize,
    pub outputs: usize,
    /// Few outputs: the weights are kept transposed.
    pub lying: bool,
    /// Of the activation below zero.
    pub slope: f64,
    /// Where the layer's parameters begin: rows of weights, then the bias.
    pub parameters: usize,
    /// Wᵀ; null where W itself is lying or nothing below wants a gradient.
    pub transposed: Shared<T>,
    pub values: Shared<T>,
    pub deltas: Shared<T>,
}

impl<T> NarrowLayer<T> {
    /// Rows of weights as they are kept.
    fn rows(&self) -> usize {
        if self.lying {
            self.outputs
        } else {
            self.inputs
        }
    }
}

/// The arrays of all layers' parameters. Null where a step needs none.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct NarrowState<T> {
    pub weights: Shared<T>,
    pub gradients: Shared<T>,
    pub first: Shared<T>,
    pub second: Shared<T>,
    pub third: Shared<T>,
    pub average: Shared<T>,
    /// Values of each.
    pub len: usize,
}

/// A step on the rows of `gather`; without `step` only the gradient.
pub(in crate::kernels) struct Narrow<'a, T: Real> {
    pub kernels: &'a Kernels<T>,
    pub layers: &'a [NarrowLayer<T>],
    pub state: NarrowState<T>,
    pub gather: Gather<'a, T>,
    pub objective: Objective<'a, T>,
    pub step: Option<&'a Step>,
    /// Σ g² of each layer, of a step that is to be measured.
    pub norms: &'a mut [f64],
}

/// The sum of the rows' losses before the step; one that is not finite leaves the parameters as they were.
///
/// # Safety
/// As the passes that it stands for: the layers and arrays must be of one network, one behind the other, every row
/// inside the split, nobody else may touch the buffers, and the processor must have the instructions of `S`.
#[inline(always)]
pub(in crate::kernels) unsafe fn narrow<S: Simd>(n: &mut Narrow<'_, S::Scalar>) -> f64 {
    let count = n.gather.to;
    let single = Single::of(n);
    // SAFETY: the caller's promise.
    unsafe {
        (n.kernels.gather)(&n.gather);
        // None from when on outputs are wanted in their panels, to look at what was not finite.
        let mut ending = single.as_ref();
        let mut next = 0;
        let total = loop {
            let end = n.layers.len() - usize::from(ending.is_some());
            for index in next..end {
                // The sums of one tile's outputs wait for each other, while the next tile's products go on.
                let height = if ending.is_some() && index + 1 == end {
                    NARROW
                } else {
                    count
                };
                for from in (0..count).step_by(height) {
                    let to = (from + height).min(count);
                    forward(n, index, from, to);
                    if let Some(single) = ending
                        && index + 1 == end
                    {
                        single.outputs::<S>(n, from, to);
                    }
                }
            }
            if ending.is_none() {
                (n.kernels.objective)(&n.objective);
            }
            let total = sum(n.objective.losses, count);
            if total.is_finite() {
                break total;
            }
            let Some(single) = ending.take() else {
                break total;
            };
            single.clear(count);
            next = end;
        };
        if !total.is_finite() {
            return total;
        }
        if let Some(single) = &single {
            single.backward::<S>(n);
        }
        // Whose δ below are not there yet, and whose gradient is not.
        let rest = n.layers.len() - usize::from(single.is_some());
        for index in (1..rest).rev() {
            backward(n, &n.layers[index], &n.layers[index - 1], count);
        }
        for index in (0..rest).rev() {
            gradient(n, index, count);
        }
        if let Some(step) = n.step {
            if step.measured {
                measure(n);
            }
            follow::<S>(n, step);
        }
        total
    }
}

/// Where the outputs below a layer are.
#[inline(always)]
fn below<T: Real>(n: &Narrow<'_, T>, index: usize) -> *const T {
    match index {
        0 => n.gather.out,
        above => n.layers[above - 1].values.get(),
    }
}

#[inline(always)]
unsafe fn forward<T: Real>(n: &Narrow<'_, T>, index: usize, from: usize, to: usize) {
    let layer = &n.layers[index];
    let product = if layer.lying {
        n.kernels.lying_product
    } else {
        n.kernels.narrow_product
    };
    // SAFETY: the caller's promise.
    unsafe {
        product(&Product {
            left: below(n, index),
            left_rows: n.gather.rows,
            k: layer.inputs,
            right: n.state.weights.at(layer.parameters),
            right_rows: layer.rows() + usize::from(!layer.lying),
            biased: true,
            out: layer.values.get(),
            out_rows: n.gather.rows,
            n: layer.outputs,
            gate: std::ptr::null(),
            slope: layer.slope,
            from,
            to,
            next: Run::none(),
        });
    }
}

#[inline(always)]
unsafe fn backward<T: Real>(
    n: &Narrow<'_, T>,
    layer: &NarrowLayer<T>,
    below: &NarrowLayer<T>,
    count: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let right = if layer.lying {
            n.state.weights.at(layer.parameters)
        } else {
            layer.transposed.get()
        };
        (n.kernels.narrow_product)(&Product {
            left: layer.deltas.get(),
            left_rows: n.gather.rows,
            k: layer.outputs,
            right,
            right_rows: NARROW,
            biased: false,
            out: below.deltas.get(),
            out_rows: n.gather.rows,
            n: layer.inputs,
            gate: below.values.get(),
            slope: below.slope,
            from: 0,
            to: count,
            next: Run::none(),
        });
    }
}

#[inline(always)]
unsafe fn gradient<T: Real>(n: &Narrow<'_, T>, index: usize, count: usize) {
    let layer = &n.layers[index];
    let (mut left, mut right) = (below(n, index), layer.deltas.get().cast_const());
    if layer.lying {
        std::mem::swap(&mut left, &mut right);
    }
    // SAFETY: the caller's promise.
    unsafe {
        let out = n.state.gradients.at(layer.parameters);
        (n.kernels.narrow_gradient)(&Gradient {
            left,
            left_rows: n.gather.rows,
            k: layer.rows(),
            from: 0,
            to: layer.rows(),
            right,
            width: NARROW,
            out,
            biased: !layer.lying,
            batch: count,
            next: &[],
        });
        if layer.lying {
            // Of a gradient that is not finite the padding would be NaN.
            for row in 0..layer.outputs {
                for column in layer.inputs..NARROW {
                    *out.add(row * NARROW + column) = T::ZERO;
                }
            }
            (n.kernels.column_sums)(&ColumnSums {
                left: layer.deltas.get(),
                term: Term::Left,
                width: NARROW,
                count,
                out: out.add(layer.rows() * NARROW),
            });
        }
    }
}

/// The layers' parts of the gradient's norm, as [`crate::kernels::passes`] take it.
#[inline(always)]
unsafe fn measure<T: Real>(n: &mut Narrow<'_, T>) {
    for (layer, squares) in n.layers.iter().zip(&mut *n.norms) {
        // SAFETY: the caller's promise.
        unsafe {
            let values = n.state.gradients.at(layer.parameters).cast_const();
            *squares = square_sum(std::iter::once((values, (layer.rows() + 1) * NARROW)));
        }
    }
}

#[inline(always)]
unsafe fn follow<S: Simd>(n: &Narrow<'_, S::Scalar>, step: &Step) {
    // SAFETY: the caller's promise.
    unsafe {
        if step.weights == step.biases {
            // The first layer, which is not transposed, comes last: its roots and quotients take long, and leave time for the
            // transposes of the others.
            let first = n.layers.get(1).map_or(0, |second| second.parameters);
            (n.kernels.update)(&part(n, step.weights, first, n.state.len - first));
            (n.kernels.update)(&part(n, step.weights, 0, first));
        } else {
            for layer in n.layers {
                let (at, len) = (layer.parameters, layer.rows() * NARROW);
                (n.kernels.update)(&part(n, step.weights, at, len));
                (n.kernels.update)(&part(n, step.biases, at + len, NARROW));
            }
        }
        for layer in n.layers {
            if layer.transposed.get().is_null() {
                continue;
            }
            let from = n.state.weights.at(layer.parameters).cast_const();
            let to = layer.transposed.get();
            if layer.inputs == NARROW {
                transpose_panel::<S>(from, to);
            } else {
                // Behind the last row is the bias, which has no place in the transpose.
                let mut padded = [S::Scalar::ZERO; NARROW * NARROW];
                let len = layer.inputs * NARROW;
                std::ptr::copy_nonoverlapping(from, padded.as_mut_ptr(), len);
                transpose_panel::<S>(padded.as_ptr(), to);
            }
        }
    }
}

/// Writes the transpose of a square panel.
#[inline(always)]
unsafe fn transpose_panel<S: Simd>(from: *const S::Scalar, to: *mut S::Scalar) {
    for row in (0..NARROW).step_by(S::LANES) {
        for column in (0..NARROW).step_by(S::LANES) {
            // SAFETY: the caller vouches for 16 rows of 16 values each.
            unsafe {
                let (from, to) = (
                    from.add(row * NARROW + column),
                    to.add(column * NARROW + row),
                );
                S::transpose(from, NARROW, to, NARROW);
            }
        }
    }
}

/// The update of `len` parameters from `at` on.
#[inline(always)]
fn part<T: Real>(n: &Narrow<'_, T>, step: GroupStep, at: usize, len: usize) -> Update<T> {
    let s = &n.state;
    Update {
        step,
        weights: s.weights.get().wrapping_add(at),
        gradients: s.gradients.get().wrapping_add(at),
        // Arrays that the step does not use may be null.
        first: s.first.get().wrapping_add(at),
        second: s.second.get().wrapping_add(at),
        third: s.third.get().wrapping_add(at),
        average: s.average.get().wrapping_add(at),
        direction: std::ptr::null_mut(),
        len,
    }
}
