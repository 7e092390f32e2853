//! Where the parameters of a network live.
//!
//! Outside the engine: one flat vector, layer by layer, W row-major `[inputs × units]`, then b `[units]`.
//! Inside: each layer's W in panels with its bias as one more row, so that an optimizer sees contiguous memory.

use crate::activation::Activation;
use crate::kernels::panels::{WIDE, padded, panel_count, panel_index, panel_len, panel_width};
use crate::kernels::real::Real;
use crate::spec::RunSpec;

/// One dense layer of K inputs and N outputs.
#[derive(Debug, Clone)]
pub(crate) struct LayerPlan {
    pub inputs: usize,
    pub outputs: usize,
    pub activation: Activation,
    /// Start of the layer's panels of `(K + 1) × N` among the parameters.
    pub parameters: usize,
    /// Start of Wᵀ, panels of `padded(N) × K`; none for the first layer, whose inputs need no gradient.
    pub transposed: Option<usize>,
}

/// A block of a weight gradient: rows `from..to` of K, one panel of N. What a thread takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    pub layer: usize,
    pub panel: usize,
    pub from: usize,
    pub to: usize,
}

/// The layout of a network.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub inputs: usize,
    pub layers: Vec<LayerPlan>,
    /// Values of all parameter panels.
    pub parameter_len: usize,
    /// Values of all transposed weights.
    pub transposed_len: usize,
    pub blocks: Vec<Block>,
    /// Multiply-adds a row in one step, without padding.
    pub work_per_row: usize,
}

impl Plan {
    pub(crate) fn new(spec: &RunSpec) -> Self {
        let mut plan = Self {
            inputs: spec.inputs,
            layers: Vec::with_capacity(spec.layers.len()),
            parameter_len: 0,
            transposed_len: 0,
            blocks: Vec::new(),
            work_per_row: 0,
        };
        let mut inputs = spec.inputs;
        for (index, layer) in spec.layers.iter().enumerate() {
            let outputs = layer.units;
            let transposed = (index > 0).then_some(plan.transposed_len);
            if transposed.is_some() {
                plan.transposed_len += panel_len(padded(outputs), inputs);
            }
            plan.layers.push(LayerPlan {
                inputs,
                outputs,
                activation: layer.activation,
                parameters: plan.parameter_len,
                transposed,
            });
            plan.parameter_len += panel_len(inputs + 1, outputs);
            plan.work_per_row += inputs * outputs * if index > 0 { 3 } else { 2 };
            for panel in 0..panel_count(outputs) {
                for from in (0..inputs).step_by(WIDE) {
                    plan.blocks.push(Block {
                        layer: index,
                        panel,
                        from,
                        to: (from + WIDE).min(inputs),
                    });
                }
            }
            inputs = outputs;
        }
        plan
    }

    /// Bounds of `parts` runs of blocks of about equal work: `parts + 1` indices.
    pub(crate) fn split_blocks(&self, parts: usize) -> Vec<usize> {
        let cost =
            |b: &Block| (b.to - b.from + 4) * panel_width(self.layers[b.layer].outputs, b.panel);
        let total: usize = self.blocks.iter().map(cost).sum();
        let mut bounds = vec![0];
        let mut done = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            if done * parts >= total * bounds.len() && bounds.len() < parts {
                bounds.push(index);
            }
            done += cost(block);
        }
        bounds.resize(parts + 1, self.blocks.len());
        bounds
    }

    /// Parameters outside, without padding.
    pub(crate) fn flat_len(&self) -> usize {
        self.layers.iter().map(|l| (l.inputs + 1) * l.outputs).sum()
    }

    /// Calls `f(flat index, panel index)` for each parameter, in flat order.
    pub(crate) fn each(&self, mut f: impl FnMut(usize, usize)) {
        let mut flat = 0;
        for layer in &self.layers {
            for row in 0..=layer.inputs {
                for column in 0..layer.outputs {
                    let inside = panel_index(layer.inputs + 1, layer.outputs, row, column);
                    f(flat, layer.parameters + inside);
                    flat += 1;
                }
            }
        }
    }

    /// Flat values from panels.
    pub(crate) fn flatten<T: Real>(&self, panels: &[T], flat: &mut Vec<T>) {
        flat.clear();
        self.each(|_, at| flat.push(panels[at]));
    }

    /// Panels from flat values; the padding is left alone.
    pub(crate) fn spread<T: Real>(&self, flat: &[T], panels: &mut [T]) {
        self.each(|index, at| panels[at] = flat[index]);
    }

    /// Draws the initial weights.
    pub(crate) fn initialize<T: Real>(&self, spec: &RunSpec, panels: &mut [T]) {
        for (index, (layer, described)) in self.layers.iter().zip(&spec.layers).enumerate() {
            let (rows, columns) = (layer.inputs + 1, layer.outputs);
            described.initialization.draw(
                described.initialization_scale,
                spec.seed,
                index,
                (layer.inputs, layer.outputs),
                |input, unit, value| {
                    let inside = panel_index(rows, columns, input, unit);
                    panels[layer.parameters + inside] = T::from_f64(value);
                },
            );
        }
    }
}

/// Parameters of the network, weights and biases.
pub fn parameter_count(spec: &RunSpec) -> u64 {
    let mut inputs = spec.inputs as u64;
    let mut count = 0;
    for layer in &spec.layers {
        count += (inputs + 1) * layer.units as u64;
        inputs = layer.units as u64;
    }
    count
}
