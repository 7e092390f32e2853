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
use crate::loss::Loss;
use crate::network::{Block, Plan};
use crate::optimizer::Rule;

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

/// The parameters and what an update needs, for the kernels.
pub(super) struct Parameters<T> {
    pub values: Shared<T>,
    pub gradients: Shared<T>,
    pub first: Shared<T>,
    pub second: Shared<T>,
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
        loss: Loss,
        rows: &Rows<'_>,
        count: usize,
        from: usize,
        to: usize,
    ) {
        let last = self.plan.layers.len() - 1;
        // SAFETY: as in `forward`.
        unsafe {
            (self.kernels.objective)(&Objective {
                loss,
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

    /// The gradient of one block and, with a rule, the step of its parameters and of their transpose.
    ///
    /// # Safety
    /// No other thread may touch the block; activations and δ of all `count` rows must be complete.
    pub unsafe fn update(
        &self,
        batch: &Batch<T>,
        block: &Block,
        count: usize,
        rule: Option<Rule>,
        l2: f64,
    ) {
        let layer = &self.plan.layers[block.layer];
        let below = match block.layer {
            0 => batch.inputs,
            above => batch.outputs[above - 1],
        };
        let deltas = batch.deltas[block.layer];
        let gradients = self.parameters.gradients;
        // A lying layer is the same product with its two sides exchanged.
        let (left, right, k, columns) = if layer.lying {
            (deltas, below, layer.outputs, layer.inputs)
        } else {
            (below, deltas, layer.inputs, layer.outputs)
        };
        let width = panel_width(columns, block.panel);
        let panel = layer.parameters + block.panel * WIDE * layer.rows();
        let biased = !layer.lying && block.to == layer.inputs;
        // SAFETY: as in `forward`; blocks do not overlap.
        unsafe {
            (self.kernels.gradient)(&Gradient {
                left: left.get(),
                left_rows: batch.rows,
                k,
                from: block.from,
                to: block.to,
                right: right.at(block.panel * WIDE * batch.rows),
                width,
                out: gradients.at(panel),
                biased,
                batch: count,
            });
            if layer.lying {
                self.clear_padding(gradients.at(panel), block, columns);
            }
            let at = panel + block.from * width;
            let weights = (block.to - block.from) * width;
            let bias = if biased { width } else { 0 };
            if let Some(rule) = rule {
                if l2 == 0.0 {
                    self.step(rule, 0.0, at, weights + bias);
                } else {
                    self.step(rule, l2, at, weights);
                    // Biases are not penalized.
                    self.step(rule, 0.0, at + weights, bias);
                }
            }
            if layer.lying && block.panel == 0 {
                self.update_lying_bias(batch, block.layer, count, rule);
            }
            if rule.is_some() {
                self.transpose(block);
            }
        }
    }

    /// Activations beyond a layer's last unit may be f(0); the weights there stay zero, because a lying product adds them.
    unsafe fn clear_padding(&self, gradient: *mut T, block: &Block, columns: usize) {
        let width = panel_width(columns, block.panel);
        for row in block.from..block.to {
            for column in columns - block.panel * WIDE..width {
                // SAFETY: inside the panel.
                unsafe { *gradient.add(row * width + column) = T::ZERO };
            }
        }
    }

    /// The gradient of a lying layer's bias and, with a rule, its step.
    unsafe fn update_lying_bias(
        &self,
        batch: &Batch<T>,
        index: usize,
        count: usize,
        rule: Option<Rule>,
    ) {
        let layer = &self.plan.layers[index];
        let at = layer.parameters + layer.bias();
        let width = padded(layer.outputs);
        // SAFETY: as in `update`; no rows of weights, only the sums of δ.
        unsafe {
            (self.kernels.gradient)(&Gradient {
                left: batch.deltas[index].get(),
                left_rows: batch.rows,
                k: 0,
                from: 0,
                to: 0,
                right: batch.deltas[index].get(),
                width,
                out: self.parameters.gradients.at(at),
                biased: true,
                batch: count,
            });
            if let Some(rule) = rule {
                self.step(rule, 0.0, at, width);
            }
        }
    }

    unsafe fn step(&self, rule: Rule, l2: f64, at: usize, len: usize) {
        let p = self.parameters;
        let moment = |m: Shared<T>| {
            if m.get().is_null() {
                std::ptr::null_mut()
            } else {
                // SAFETY: moments are laid out as the parameters.
                unsafe { m.at(at) }
            }
        };
        // SAFETY: as in `update`.
        unsafe {
            (self.kernels.update)(&Update {
                rule,
                l2,
                weights: p.values.at(at),
                gradients: p.gradients.at(at),
                first: moment(p.first),
                second: moment(p.second),
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
