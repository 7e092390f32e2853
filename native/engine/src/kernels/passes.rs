//! The passes through a network, for a range of rows of a batch.

use super::buffer::{Buffer, Shared};
use super::gather::Gather;
use super::machine::Rows;
use super::objective::Objective;
use super::panels::{WIDE, padded, panel_count, panel_len, panel_width};
use super::pointwise::{Activate, Chain};
use super::product::{Gradient, Product};
use super::real::Real;
use super::table::Kernels;
use super::update::Update;
use crate::error::Result;
use crate::loss::Criterion;
use crate::network::{Block, Plan};
use crate::optimizer::{GroupStep, Step};

/// The values of a batch: the inputs and what each layer makes of them.
pub(super) struct Activations<T> {
    pub rows: usize,
    pub inputs: Buffer<T>,
    pub outputs: Vec<Buffer<T>>,
    pub losses: Buffer<T>,
}

/// The same, for the kernels.
pub(super) struct Batch<T> {
    pub rows: usize,
    pub inputs: Shared<T>,
    pub outputs: Vec<Shared<T>>,
    pub losses: Shared<T>,
    /// Null where a layer's activation needs none, or no gradient is wanted.
    pub derivatives: Vec<Shared<T>>,
    /// Null when no gradient is wanted.
    pub deltas: Vec<Shared<T>>,
}

impl<T: Real> Activations<T> {
    pub fn new(plan: &Plan, rows: usize) -> Result<Self> {
        let what = "the activations of a batch";
        let outputs = plan.layers.iter();
        Ok(Self {
            rows,
            inputs: Buffer::new(panel_len(rows, plan.inputs), what)?,
            outputs: outputs
                .map(|layer| Buffer::new(panel_len(rows, layer.outputs), what))
                .collect::<Result<_>>()?,
            losses: Buffer::new(rows, what)?,
        })
    }

    /// For a pass that wants no gradient.
    pub fn forward_only(&self) -> Batch<T> {
        let layers = self.outputs.len();
        Batch {
            rows: self.rows,
            inputs: self.inputs.shared(),
            outputs: self.outputs.iter().map(Buffer::shared).collect(),
            losses: self.losses.shared(),
            derivatives: (0..layers).map(|_| Shared::null()).collect(),
            deltas: (0..layers).map(|_| Shared::null()).collect(),
        }
    }
}

/// The parameters and what an update needs, for the kernels. Null where there is no such array.
#[derive(Clone, Copy)]
pub(super) struct Parameters<T> {
    pub values: Shared<T>,
    pub gradients: Shared<T>,
    pub first: Shared<T>,
    pub second: Shared<T>,
    pub third: Shared<T>,
    pub average: Shared<T>,
    pub transposed: Shared<T>,
}

pub(super) struct Passes<'a, T: Real> {
    pub plan: &'a Plan,
    pub kernels: &'a Kernels<T>,
    pub parameters: &'a Parameters<T>,
}

impl<T: Real> Passes<'_, T> {
    /// Copies rows `from..to` of the batch from the row-major split into panels.
    ///
    /// # Safety
    /// `to` must be within the batch, the rows within the split, and no other thread may touch these rows.
    pub unsafe fn gather(&self, batch: &Batch<T>, rows: &Rows<'_>, from: usize, to: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            (self.kernels.gather)(&Gather {
                source: rows,
                width: self.plan.inputs,
                out: batch.inputs.get(),
                rows: batch.rows,
                from,
                to,
            });
        }
    }

    /// Activations of every layer for rows `from..to`.
    ///
    /// # Safety
    /// As [`Passes::gather`]; nobody may write the parameters.
    pub unsafe fn forward(&self, batch: &Batch<T>, from: usize, to: usize) {
        let mut left = batch.inputs;
        for (index, layer) in self.plan.layers.iter().enumerate() {
            let out = batch.outputs[index];
            let slope = layer.activation.slope_below_zero();
            // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
            unsafe {
                let product = if layer.lying {
                    self.kernels.lying_product
                } else {
                    self.kernels.product
                };
                product(&Product {
                    left: left.get(),
                    left_rows: batch.rows,
                    k: layer.inputs,
                    right: self.parameters.values.at(layer.parameters),
                    right_rows: layer.rows(),
                    biased: true,
                    out: out.get(),
                    out_rows: batch.rows,
                    n: layer.outputs,
                    gate: std::ptr::null(),
                    slope: slope.unwrap_or(1.0),
                    from,
                    to,
                });
                if slope.is_none() {
                    for panel in 0..panel_count(layer.outputs) {
                        let width = panel_width(layer.outputs, panel);
                        let at = panel * WIDE * batch.rows + from * width;
                        let derivatives = batch.derivatives[index];
                        (self.kernels.activate)(&Activate {
                            activation: layer.activation,
                            values: out.at(at),
                            derivatives: if derivatives.get().is_null() {
                                std::ptr::null_mut()
                            } else {
                                derivatives.at(at)
                            },
                            len: (to - from) * width,
                        });
                    }
                }
            }
            left = out;
        }
    }

    /// Losses and, where wanted, δ of the output layer for rows `from..to` of a batch of `count`.
    ///
    /// # Safety
    /// As [`Passes::gather`].
    pub unsafe fn objective(
        &self,
        batch: &Batch<T>,
        criterion: Criterion<'_>,
        rows: &Rows<'_>,
        count: usize,
        from: usize,
        to: usize,
    ) {
        let last = self.plan.layers.len() - 1;
        // SAFETY: as in `forward`.
        unsafe {
            (self.kernels.objective)(&Objective {
                criterion,
                outputs: batch.outputs[last].get(),
                deltas: batch.deltas[last].get(),
                rows: batch.rows,
                width: self.plan.layers[last].outputs,
                targets: rows.targets,
                order: rows.order,
                first: rows.first,
                losses: batch.losses.get(),
                batch: count,
                from,
                to,
            });
            if !batch.deltas[last].get().is_null() {
                self.chain(batch, last, from, to);
            }
        }
    }

    /// δ of every layer but the last for rows `from..to`: `δ_l = (δ_{l+1} · Wᵀ_{l+1}) ∘ f'`.
    ///
    /// # Safety
    /// As [`Passes::forward`]; the transposed weights must be those of the parameters.
    pub unsafe fn backward(&self, batch: &Batch<T>, from: usize, to: usize) {
        for index in (1..self.plan.layers.len()).rev() {
            let layer = &self.plan.layers[index];
            let (right, right_rows) = match layer.transposed {
                // SAFETY: the plan's layout is what the buffers were made with.
                Some(at) => (
                    unsafe { self.parameters.transposed.at(at) },
                    padded(layer.outputs),
                ),
                // SAFETY: as above. The weights of a lying layer are the transpose.
                None => (
                    unsafe { self.parameters.values.at(layer.parameters) },
                    layer.rows(),
                ),
            };
            let below = self.plan.layers[index - 1].activation;
            let slope = below.slope_below_zero();
            // SAFETY: as in `forward`.
            unsafe {
                (self.kernels.product)(&Product {
                    left: batch.deltas[index].get(),
                    left_rows: batch.rows,
                    k: layer.outputs,
                    right,
                    right_rows,
                    biased: false,
                    out: batch.deltas[index - 1].get(),
                    out_rows: batch.rows,
                    n: layer.inputs,
                    gate: batch.outputs[index - 1].get(),
                    slope: slope.unwrap_or(1.0),
                    from,
                    to,
                });
                if slope.is_none() {
                    self.chain(batch, index - 1, from, to);
                }
            }
        }
    }

    /// `δ ∘= f'` of one layer.
    unsafe fn chain(&self, batch: &Batch<T>, index: usize, from: usize, to: usize) {
        let layer = &self.plan.layers[index];
        if layer.activation.slope_below_zero() == Some(1.0) {
            return;
        }
        for panel in 0..panel_count(layer.outputs) {
            let width = panel_width(layer.outputs, panel);
            let at = panel * WIDE * batch.rows + from * width;
            let derivatives = batch.derivatives[index];
            // SAFETY: as in `forward`.
            unsafe {
                (self.kernels.chain)(&Chain {
                    activation: layer.activation,
                    deltas: batch.deltas[index].at(at),
                    activations: batch.outputs[index].at(at),
                    derivatives: if derivatives.get().is_null() {
                        std::ptr::null()
                    } else {
                        derivatives.at(at)
                    },
                    len: (to - from) * width,
                });
            }
        }
    }

    /// The gradient of one block.
    ///
    /// # Safety
    /// No other thread may touch the block; activations and δ of all `count` rows must be complete.
    pub unsafe fn gradient(&self, batch: &Batch<T>, block: &Block, count: usize) {
        let layer = &self.plan.layers[block.layer];
        let place = layer.place(block);
        let below = match block.layer {
            0 => batch.inputs,
            above => batch.outputs[above - 1],
        };
        let deltas = batch.deltas[block.layer];
        // A lying layer is the same product with its two sides exchanged.
        let (left, right, k) = if layer.lying {
            (deltas, below, layer.outputs)
        } else {
            (below, deltas, layer.inputs)
        };
        // SAFETY: as in `forward`; blocks do not overlap.
        unsafe {
            let out = self.parameters.gradients.at(place.panel);
            (self.kernels.gradient)(&Gradient {
                left: left.get(),
                left_rows: batch.rows,
                k,
                from: block.from,
                to: block.to,
                right: right.at(block.panel * WIDE * batch.rows),
                width: place.width,
                out,
                biased: !layer.lying && place.bias.is_some(),
                batch: count,
            });
            if layer.lying {
                // Activations beyond a layer's last unit may be f(0); the weights there stay zero, because a lying
                // product adds them, and the norm of the gradient must not count them.
                for row in block.from..block.to {
                    for column in layer.inputs - block.panel * WIDE..place.width {
                        *out.add(row * place.width + column) = T::ZERO;
                    }
                }
                if let Some((at, width)) = place.bias {
                    self.lying_bias_gradient(deltas, at, width, count);
                }
            }
        }
    }

    /// No rows of weights, only the sums of δ.
    unsafe fn lying_bias_gradient(&self, deltas: Shared<T>, at: usize, width: usize, count: usize) {
        // SAFETY: as in `gradient`.
        unsafe {
            (self.kernels.gradient)(&Gradient {
                left: deltas.get(),
                left_rows: count,
                k: 0,
                from: 0,
                to: 0,
                right: deltas.get(),
                width,
                out: self.parameters.gradients.at(at),
                biased: true,
                batch: count,
            });
        }
    }

    /// Σ g² over one block, in an order that only the block decides. Padding adds nothing, for its gradient is zero.
    ///
    /// # Safety
    /// No other thread may write the block's gradient.
    pub unsafe fn gradient_square_sum(&self, block: &Block) -> f64 {
        let place = self.plan.layers[block.layer].place(block);
        let mut chains = [0.0f64; 8];
        for (start, len) in [Some(place.weights), place.bias].into_iter().flatten() {
            for at in (start..start + len).step_by(8) {
                for (i, chain) in chains.iter_mut().enumerate() {
                    // SAFETY: inside the block, whose parts are multiples of 8 long.
                    let g = unsafe { (*self.parameters.gradients.at(at + i)).to_f64() };
                    *chain += g * g;
                }
            }
        }
        chains.iter().sum()
    }

    /// The step of one block's parameters and of their transpose, after its gradient.
    ///
    /// # Safety
    /// No other thread may touch the block.
    pub unsafe fn follow(&self, block: &Block, step: &Step) {
        let place = self.plan.layers[block.layer].place(block);
        // SAFETY: as in `gradient`.
        unsafe {
            self.step(step.weights, place.weights);
            if let Some(bias) = place.bias {
                self.step(step.biases, bias);
            }
            self.transpose(block);
        }
    }

    unsafe fn step(&self, step: GroupStep, (at, len): (usize, usize)) {
        let p = self.parameters;
        let state = |array: Shared<T>| {
            if array.get().is_null() {
                std::ptr::null_mut()
            } else {
                // SAFETY: these arrays are laid out as the parameters.
                unsafe { array.at(at) }
            }
        };
        // SAFETY: as in `gradient`.
        unsafe {
            (self.kernels.update)(&Update {
                step,
                weights: p.values.at(at),
                gradients: p.gradients.at(at),
                first: state(p.first),
                second: state(p.second),
                third: state(p.third),
                average: state(p.average),
                len,
            });
        }
    }

    /// Refreshes Wᵀ from one block of W.
    ///
    /// # Safety
    /// No other thread may touch the block.
    pub unsafe fn transpose(&self, block: &Block) {
        let layer = &self.plan.layers[block.layer];
        let Some(transposed) = layer.transposed else {
            return;
        };
        let width = panel_width(layer.outputs, block.panel);
        let from_panel = layer.parameters + block.panel * WIDE * (layer.inputs + 1);
        let to_panel = block.from / WIDE;
        let to_width = panel_width(layer.inputs, to_panel);
        let to_rows = padded(layer.outputs);
        let side = self.kernels.block;
        // SAFETY: as in `update`; whole blocks are inside both panels, the rest goes value by value.
        unsafe {
            let from = self.parameters.values.at(from_panel + block.from * width);
            let to = self
                .parameters
                .transposed
                .at(transposed + to_panel * WIDE * to_rows + block.panel * WIDE * to_width);
            let rows = block.to - block.from;
            let whole = rows / side * side;
            for r in (0..whole).step_by(side) {
                for c in (0..width).step_by(side) {
                    (self.kernels.transpose)(
                        from.add(r * width + c),
                        width,
                        to.add(c * to_width + r),
                        to_width,
                    );
                }
            }
            for r in whole..rows {
                for c in 0..width {
                    *to.add(c * to_width + r) = *from.add(r * width + c);
                }
            }
        }
    }
}
