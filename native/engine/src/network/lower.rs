//! From the description of a network to its ops.

use super::Plan;
use super::arrays::{Array, Initial, Storage};
use super::dense::Dense;
use super::features::{self, Lowered};
use super::group::Group;
use super::op::{BatchNormalization, Op, OpKind, RowNormalization, Scale, vector_len};
use crate::activation::Activation;
use crate::kernels::lookup::Chooser;
use crate::spec::{DenseSpec, LayerSpec, RunSpec, ScaleInitial, Sharing};

pub(super) struct Lowering {
    plan: Plan,
    /// Columns of the newest op, and networks that it computes.
    width: usize,
    members: usize,
    /// Of the layer at hand.
    position: Vec<usize>,
    /// Layers lowered so far, which keys their random numbers.
    layers: u64,
    /// Whether a dense layer with adapters was lowered.
    adapted: bool,
    /// Whether an activation becomes one op with the dense layer before it, and one-hot columns with the one behind them.
    fuses: bool,
    /// Where the first dense layer finds its inputs, where that is not their order, and which categories choose rows of it.
    places: Option<Vec<u32>>,
    choosers: Vec<Chooser>,
    /// Columns of the newest op whose δ is wanted.
    reached: usize,
}

impl Lowering {
    pub fn lower(spec: &RunSpec, fuses: bool) -> Plan {
        let mut lowering = Self {
            plan: Plan {
                inputs: spec.inputs,
                members: spec.members,
                output_kind: spec.loss.output_kind(spec.outputs()),
                ops: Vec::new(),
                arrays: Vec::new(),
                parameter_len: 0,
                transposed_len: 0,
                first_trained: None,
                work_per_row: 0,
            },
            width: spec.inputs,
            members: 1,
            position: Vec::new(),
            layers: 0,
            adapted: false,
            fuses,
            places: None,
            choosers: Vec::new(),
            reached: 0,
        };
        lowering.features(spec);
        lowering.stack(&spec.layers);
        lowering.plan
    }

    fn features(&mut self, spec: &RunSpec) {
        let Some(described) = &spec.features else {
            self.push(OpKind::Features(features::plain(spec.inputs)), spec.inputs);
            return;
        };
        // Only where the first op behind is one dense layer for all members.
        let together = |dense: &DenseSpec| match dense.sharing {
            Sharing::All => true,
            Sharing::Own => spec.members == 1,
            Sharing::Adapters => false,
        };
        let first = spec.layers.first().and_then(LayerSpec::dense);
        let stands = |dense: &DenseSpec| together(dense) && !Dense::lies(dense.units);
        let Lowered {
            features,
            arrays,
            parameter_len,
            transposed_len,
            places,
            choosers,
        } = features::lower(described, self.fuses && first.is_some_and(stands));
        let plan = &mut self.plan;
        plan.arrays = arrays;
        plan.parameter_len = parameter_len;
        plan.transposed_len = transposed_len;
        plan.work_per_row = features.work;
        if features.trained > 0 {
            plan.first_trained = Some(0);
        }
        (self.places, self.choosers) = (places, choosers);
        let (width, trained) = (features.width, features.trained);
        self.push(OpKind::Features(features), width);
        self.reached = trained;
    }

    fn stack(&mut self, layers: &[LayerSpec]) {
        for (index, layer) in layers.iter().enumerate() {
            self.position.push(index + 1);
            self.layer(layer);
            self.position.pop();
        }
    }

    fn layer(&mut self, layer: &LayerSpec) {
        if self.members < self.plan.members && layer.tells_members_apart() {
            self.members = self.plan.members;
            self.push(OpKind::Expand, self.width);
        }
        let index = self.layers;
        self.layers += 1;
        match layer {
            LayerSpec::Dense(dense) if dense.sharing == Sharing::Adapters => {
                self.adapters(dense, index);
            }
            LayerSpec::Dense(dense) if self.fuses => {
                self.dense(dense, index, dense.activation, dense.bias);
            }
            LayerSpec::Dense(dense) => {
                self.dense(dense, index, Activation::Linear, dense.bias);
                self.activation(dense.activation);
            }
            LayerSpec::Activation { activation } => {
                self.push(OpKind::Activation(*activation), self.width);
            }
            LayerSpec::Prelu { initial } => {
                let slopes = self.vector("slopes", Group::Scales, Initial::Constant(*initial));
                self.push(OpKind::Prelu { slopes }, self.width);
            }
            LayerSpec::Dropout { rate } => {
                let (rate, layer) = (*rate, index);
                self.push(OpKind::Dropout { rate, layer }, self.width);
            }
            LayerSpec::BatchNormalization { momentum, epsilon } => {
                let (gain, shift) = (self.gain(), self.shift());
                let mut fixed =
                    |name, value| self.vector(name, Group::Fixed, Initial::Constant(value));
                let norm = BatchNormalization {
                    gain,
                    shift,
                    running_mean: fixed("running means", 0.0),
                    running_variance: fixed("running variances", 1.0),
                    momentum: *momentum,
                    epsilon: *epsilon,
                };
                self.push(OpKind::BatchNormalization(norm), self.width);
            }
            LayerSpec::LayerNormalization { epsilon } => {
                let (gain, shift) = (self.gain(), Some(self.shift()));
                self.row_normalization(gain, shift, *epsilon);
            }
            LayerSpec::RmsNormalization { epsilon } => {
                let gain = self.gain();
                self.row_normalization(gain, None, *epsilon);
            }
            LayerSpec::Scale { initial } => {
                let layer = index;
                let initial = Initial::Scale {
                    initial: *initial,
                    layer,
                };
                let factors = self.vector("scale", Group::Scales, initial);
                self.scale(factors, None);
            }
            LayerSpec::Residual { layers } => {
                let skip = self.plan.ops.len() - 1;
                self.stack(layers);
                let end = self.plan.ops.len();
                self.plan.ops[skip].added_by.push(end);
                self.push(OpKind::Add { skip }, self.width);
            }
        }
    }

    fn push(&mut self, kind: OpKind, outputs: usize) {
        self.plan.ops.push(Op {
            kind,
            outputs,
            members: self.members,
            position: self.position.clone(),
            added_by: Vec::new(),
        });
        (self.width, self.reached) = (outputs, outputs);
    }

    /// The index of the next op, which has parameters.
    fn trained(&mut self) -> usize {
        let op = self.plan.ops.len();
        self.plan.first_trained.get_or_insert(op);
        op
    }

    /// The activation of a dense layer, apart from it.
    fn activation(&mut self, activation: Activation) {
        if activation != Activation::Linear {
            self.push(OpKind::Activation(activation), self.width);
        }
    }

    fn dense(&mut self, layer: &DenseSpec, index: u64, activation: Activation, biased: bool) {
        let backward = self.plan.first_trained.is_some();
        let op = self.trained();
        let mut dense = Dense {
            copies: match layer.sharing {
                Sharing::Own => self.members,
                Sharing::All | Sharing::Adapters => 1,
            },
            lying: Dense::lies(layer.units),
            biased,
            reached: self.reached,
            choosers: std::mem::take(&mut self.choosers),
            ..Dense::standing(self.width, layer.units, activation, self.plan.parameter_len)
        };
        if backward && !dense.lying {
            dense.transposed = Some(self.plan.transposed_len);
            self.plan.transposed_len += dense.copies * dense.transposed_len();
        }
        self.plan.parameter_len += dense.copies * dense.len();
        let inputs = dense.inputs + dense.choosers.len();
        self.plan.work_per_row +=
            inputs * dense.outputs * self.members * if backward { 3 } else { 2 };
        let mut arrays = dense.arrays(op, |member| Initial::Draw {
            initialization: layer.initialization,
            scale: layer.initialization_scale,
            layer: index | member << 48,
        });
        if let (Some(places), Some(weights)) = (self.places.take(), arrays.first_mut()) {
            weights.rows = places.len();
            weights.storage = Storage::Placed {
                at: dense.parameters,
                rows: dense.rows(),
                places,
            };
        }
        self.plan.arrays.extend(arrays);
        self.push(OpKind::Dense(dense), layer.units);
    }

    /// A scale for each member, a dense layer for all, a scale and a bias for each. Outside, W comes before the scales.
    fn adapters(&mut self, layer: &DenseSpec, index: u64) {
        let signs = self.members > 1 && !self.adapted;
        self.adapted = true;
        let initial = Initial::Scale {
            initial: if signs {
                ScaleInitial::Signs
            } else {
                ScaleInitial::Ones
            },
            layer: index,
        };
        let inner = self.vector("input scales", Group::Scales, initial);
        self.scale(inner, None);
        self.dense(layer, index, Activation::Linear, false);
        let weights = self.plan.arrays.len() - 1;
        self.plan.arrays.swap(weights - 1, weights);
        let outer = self.vector("output scales", Group::Scales, Initial::Constant(1.0));
        let biases = layer
            .bias
            .then(|| self.vector("biases", Group::Biases, Initial::Constant(0.0)));
        self.scale(outer, biases);
        self.activation(layer.activation);
    }

    fn scale(&mut self, factors: usize, offsets: Option<usize>) {
        self.push(OpKind::Scale(Scale { factors, offsets }), self.width);
    }

    fn gain(&mut self) -> usize {
        self.vector("gains", Group::Scales, Initial::Constant(1.0))
    }

    fn shift(&mut self) -> usize {
        self.vector("shifts", Group::Biases, Initial::Constant(0.0))
    }

    fn row_normalization(&mut self, gain: usize, shift: Option<usize>, epsilon: f64) {
        let norm = RowNormalization {
            gain,
            shift,
            epsilon,
        };
        self.push(OpKind::RowNormalization(norm), self.width);
    }

    /// One value a column and member, for the next op: its start among the parameters.
    fn vector(&mut self, name: &'static str, group: Group, initial: Initial) -> usize {
        let op = self.trained();
        let at = self.plan.parameter_len;
        self.plan.parameter_len += self.members * vector_len(self.width);
        self.plan.arrays.push(Array {
            op,
            name,
            group,
            rows: self.members,
            columns: self.width,
            storage: Storage::Rows { at },
            initial,
        });
        at
    }
}
