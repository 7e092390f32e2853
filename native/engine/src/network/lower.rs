//! From the description of a network to its ops.

use super::Plan;
use super::arrays::{Array, Initial, Storage};
use super::dense::Dense;
use super::features::{self, Lowered};
use super::group::Group;
use super::op::{Op, OpKind, Scale, vector_len};
use crate::activation::Activation;
use crate::kernels::lookup::Chooser;
use crate::spec::{DenseSpec, LayerSpec, RunSpec, ScaleInitial};

pub(super) struct Lowering {
    plan: Plan,
    /// Columns of the newest op.
    width: usize,
    /// Of the layer at hand.
    position: Vec<usize>,
    /// Layers lowered so far, which keys their random numbers.
    layers: u64,
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
                ops: Vec::new(),
                arrays: Vec::new(),
                parameter_len: 0,
                transposed_len: 0,
                first_trained: None,
                work_per_row: 0,
            },
            width: spec.inputs,
            position: Vec::new(),
            layers: 0,
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
        let first = spec.layers.first().and_then(LayerSpec::dense);
        let reordered = self.fuses && first.is_some_and(|dense| !Dense::lies(dense.units));
        let Lowered {
            features,
            arrays,
            parameter_len,
            transposed_len,
            places,
            choosers,
        } = features::lower(described, reordered);
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
        let index = self.layers;
        self.layers += 1;
        match layer {
            LayerSpec::Dense(dense) => self.dense(dense, index),
            LayerSpec::Activation { activation } => {
                self.push(OpKind::Activation(*activation), self.width);
            }
            LayerSpec::Scale { initial } => self.scale(*initial, index),
        }
    }

    fn push(&mut self, kind: OpKind, outputs: usize) {
        self.plan.ops.push(Op {
            kind,
            outputs,
            position: self.position.clone(),
        });
        (self.width, self.reached) = (outputs, outputs);
    }

    /// The index of the next op, which has parameters.
    fn trained(&mut self) -> usize {
        let op = self.plan.ops.len();
        self.plan.first_trained.get_or_insert(op);
        op
    }

    fn dense(&mut self, layer: &DenseSpec, index: u64) {
        let backward = self.plan.first_trained.is_some();
        let op = self.trained();
        let activation = if self.fuses {
            layer.activation
        } else {
            Activation::Linear
        };
        let mut dense = Dense {
            lying: Dense::lies(layer.units),
            reached: self.reached,
            choosers: std::mem::take(&mut self.choosers),
            ..Dense::standing(self.width, layer.units, activation, self.plan.parameter_len)
        };
        if backward && !dense.lying {
            dense.transposed = Some(self.plan.transposed_len);
            self.plan.transposed_len += dense.transposed_len();
        }
        self.plan.parameter_len += dense.len();
        let inputs = dense.inputs + dense.choosers.len();
        self.plan.work_per_row += inputs * dense.outputs * if backward { 3 } else { 2 };
        let [mut weights, biases] = dense.arrays(
            op,
            Initial::Draw {
                initialization: layer.initialization,
                scale: layer.initialization_scale,
                layer: index,
            },
        );
        if let Some(places) = self.places.take() {
            weights.rows = places.len();
            weights.storage = Storage::Placed {
                at: dense.parameters,
                rows: dense.rows(),
                places,
            };
        }
        self.plan.arrays.extend([weights, biases]);
        self.push(OpKind::Dense(dense), layer.units);
        if !self.fuses && layer.activation != Activation::Linear {
            self.push(OpKind::Activation(layer.activation), layer.units);
        }
    }

    fn scale(&mut self, initial: ScaleInitial, layer: u64) {
        let initial = Initial::Scale { initial, layer };
        let factors = self.vector("scale", Group::Scales, initial);
        self.push(OpKind::Scale(Scale { factors }), self.width);
    }

    /// One value a column, for the next op: its start among the parameters.
    fn vector(&mut self, name: &'static str, group: Group, initial: Initial) -> usize {
        let op = self.trained();
        let at = self.plan.parameter_len;
        self.plan.parameter_len += vector_len(self.width);
        self.plan.arrays.push(Array {
            op,
            name,
            group,
            rows: 1,
            columns: self.width,
            storage: Storage::Rows { at },
            initial,
        });
        at
    }
}
