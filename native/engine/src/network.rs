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
    /// Start of the layer's panels among the parameters: `(K + 1) × N`, the bias in row K; where `lying`, `N × K` with
    /// the bias behind.
    pub parameters: usize,
    /// A layer of few outputs keeps Wᵀ alone, so that lanes run over its inputs and not over padding.
    pub lying: bool,
    /// Start of Wᵀ, panels of `padded(N) × K`; none for the first layer, whose inputs need no gradient, and where W
    /// itself is `lying`.
    pub transposed: Option<usize>,
}

/// Most outputs of a lying layer: a standing panel of 16 columns costs as much as about 4 rows and their sums.
const LYING_OUTPUTS: usize = 4;

impl LayerPlan {
    /// Values of the layer's parameters with their padding.
    pub fn len(&self) -> usize {
        if self.lying {
            self.bias() + padded(self.outputs)
        } else {
            panel_len(self.inputs + 1, self.outputs)
        }
    }

    /// Where a lying layer has its bias.
    pub fn bias(&self) -> usize {
        panel_len(self.outputs, self.inputs)
    }

    /// Where the weight from `input` to `unit` is; `input` K is the bias.
    pub fn index(&self, input: usize, unit: usize) -> usize {
        if !self.lying {
            panel_index(self.inputs + 1, self.outputs, input, unit)
        } else if input < self.inputs {
            panel_index(self.outputs, self.inputs, unit, input)
        } else {
            self.bias() + unit
        }
    }

    /// Rows of a panel of W.
    pub fn rows(&self) -> usize {
        if self.lying {
            self.outputs
        } else {
            self.inputs + 1
        }
    }

    /// Where a block's parameters, their gradients and moments are.
    pub fn place(&self, block: &Block) -> Place {
        let (columns, rows) = self.sides();
        let width = panel_width(columns, block.panel);
        let panel = self.parameters + block.panel * WIDE * self.rows();
        let bias = if self.lying {
            // Behind all panels; the first block has it.
            let first = block.panel == 0 && block.from == 0;
            first.then_some((self.parameters + self.bias(), padded(self.outputs)))
        } else {
            // The row after the last.
            (block.to == rows).then_some((panel + rows * width, width))
        };
        Place {
            panel,
            width,
            weights: (panel + block.from * width, (block.to - block.from) * width),
            bias,
        }
    }

    /// Columns and rows of W in panels, without the bias.
    fn sides(&self) -> (usize, usize) {
        if self.lying {
            (self.inputs, self.outputs)
        } else {
            (self.outputs, self.inputs)
        }
    }
}

/// A block of a weight gradient: rows `from..to` of one panel of W. What a thread takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    pub layer: usize,
    pub panel: usize,
    pub from: usize,
    pub to: usize,
}

/// Where a block's parameters are; all lengths are multiples of 16.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Start of the block's panel, and its columns.
    pub panel: usize,
    pub width: usize,
    /// Start and length.
    pub weights: (usize, usize),
    /// Start and length of the bias where it goes with this block.
    pub bias: Option<(usize, usize)>,
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
            let lying = outputs <= LYING_OUTPUTS;
            let transposed = (index > 0 && !lying).then_some(plan.transposed_len);
            if transposed.is_some() {
                plan.transposed_len += panel_len(padded(outputs), inputs);
            }
            let layer = LayerPlan {
                inputs,
                outputs,
                activation: layer.activation,
                parameters: plan.parameter_len,
                lying,
                transposed,
            };
            plan.parameter_len += layer.len();
            plan.work_per_row += inputs * outputs * if index > 0 { 3 } else { 2 };
            let (columns, rows) = layer.sides();
            plan.layers.push(layer);
            for panel in 0..panel_count(columns) {
                for from in (0..rows).step_by(WIDE) {
                    plan.blocks.push(Block {
                        layer: index,
                        panel,
                        from,
                        to: (from + WIDE).min(rows),
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
            |b: &Block| (b.to - b.from + 4) * panel_width(self.layers[b.layer].sides().0, b.panel);
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
                    f(flat, layer.parameters + layer.index(row, column));
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
            described.initialization.draw(
                described.initialization_scale,
                spec.seed,
                index,
                (layer.inputs, layer.outputs),
                |input, unit, value| {
                    panels[layer.parameters + layer.index(input, unit)] = T::from_f64(value);
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
