//! Descriptions and data for the tests.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod features;
pub mod gradients;
pub mod layers;
pub mod life;
pub mod methods;
pub mod random;

use descent_engine::{
    Activation, Data, EngineError, Feature, LabelledRows, Loss, Options, Real, RunSpec, Trainer,
};
use serde_json::{Value, json};

/// Owned data of a run.
#[derive(Clone)]
pub struct Table {
    pub train_inputs: Vec<f32>,
    pub train_targets: Vec<f32>,
    pub train_weights: Vec<f32>,
    pub validation_inputs: Vec<f32>,
    pub validation_targets: Vec<f32>,
    pub validation_weights: Vec<f32>,
}

impl Table {
    pub fn data(&self) -> Data<'_> {
        Data {
            train_inputs: &self.train_inputs,
            train_targets: &self.train_targets,
            train_weights: &self.train_weights,
            validation_inputs: &self.validation_inputs,
            validation_targets: &self.validation_targets,
            validation_weights: &self.validation_weights,
        }
    }

    /// The training rows.
    pub fn labelled(&self) -> LabelledRows<'_> {
        LabelledRows {
            inputs: &self.train_inputs,
            targets: &self.train_targets,
            weights: &self.train_weights,
        }
    }
}

impl descent_engine::DataSource for Table {
    fn data(&self) -> Data<'_> {
        Table::data(self)
    }
}

/// A small generator of its own, so that the tests do not lean on what they test.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 40) as f32) / (1u64 << 23) as f32 - 1.0
    }
}

/// A number of outputs that the loss can have.
pub fn outputs_of(loss: Loss) -> usize {
    match loss {
        Loss::BinaryCrossEntropy => 1,
        Loss::SoftmaxCrossEntropy | Loss::Focal | Loss::Hinge | Loss::GaussianNll => 4,
        _ => 3,
    }
}

/// `sizes`: inputs, hidden widths, outputs.
pub fn describe(sizes: &[usize], activation: Activation, loss: Loss) -> Value {
    let last = sizes.len() - 1;
    let layers: Vec<Value> = sizes[1..]
        .iter()
        .enumerate()
        .map(|(i, units)| {
            let name = if i + 1 == last {
                "linear"
            } else {
                activation.name()
            };
            json!({"kind": "dense", "units": units, "activation": name, "initialization": "glorot"})
        })
        .collect();
    let quantiles: Vec<f64> = match loss {
        Loss::Quantile => (1..=sizes[last])
            .map(|i| i as f64 / (sizes[last] + 1) as f64)
            .collect(),
        _ => Vec::new(),
    };
    json!({
        "inputs": sizes[0], "layers": layers, "loss": loss.name(),
        "lossOptions": {"quantiles": quantiles}, "optimizer": {"kind": "adam"},
        "learningRate": 0.01, "batchSize": null, "epochs": 5, "l2": 0.0, "earlyStopping": null,
        "seed": 7, "threads": 1, "timeLimitSeconds": null
    })
}

pub fn parse(description: &Value) -> RunSpec {
    RunSpec::from_json(&description.to_string()).expect("a valid description")
}

/// Rows with a learnable target.
pub fn table(spec: &RunSpec, rows: usize, validation_rows: usize, seed: u64) -> Table {
    let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut part = |rows: usize| {
        let mut inputs: Vec<f32> = (0..rows * spec.inputs).map(|_| numbers.next()).collect();
        choose_levels(spec, &mut inputs);
        let mut targets = Vec::new();
        for row in inputs.chunks(spec.inputs) {
            let score = row
                .iter()
                .enumerate()
                .map(|(i, x)| x * (i as f32 + 0.5).sin())
                .sum::<f32>();
            let classes = spec.outputs().max(2) as f32;
            let class = ((score.sin() + 1.0) / 2.0 * classes)
                .floor()
                .min(classes - 1.0);
            match spec.loss {
                Loss::Poisson => {
                    targets.extend((0..spec.outputs()).map(|o| (score + o as f32).abs().floor()));
                }
                Loss::Gamma => {
                    targets.extend((0..spec.outputs()).map(|o| (score + o as f32).abs() + 0.1));
                }
                Loss::SoftmaxCrossEntropy
                | Loss::BinaryCrossEntropy
                | Loss::Focal
                | Loss::Hinge => targets.push(class),
                _ => targets
                    .extend((0..spec.target_width()).map(|o| score * (o as f32 * 0.3).cos() + 0.1)),
            }
        }
        (inputs, targets)
    };
    let (train_inputs, train_targets) = part(rows);
    let (validation_inputs, validation_targets) = part(validation_rows);
    Table {
        train_inputs,
        train_targets,
        train_weights: Vec::new(),
        validation_inputs,
        validation_targets,
        validation_weights: Vec::new(),
    }
}

/// Makes levels of the values, from -1 to 1, of categorical columns; some are none of them.
fn choose_levels(spec: &RunSpec, inputs: &mut [f32]) {
    for feature in spec.features.iter().flatten() {
        let (column, levels) = match feature {
            Feature::OneHot { column, levels } | Feature::Embedding { column, levels, .. } => {
                (*column, *levels as f32)
            }
            _ => continue,
        };
        for x in inputs.iter_mut().skip(column).step_by(spec.inputs) {
            let level = ((*x + 1.0) / 2.0 * (levels + 1.0)).floor() - 1.0;
            *x = level.min(levels - 1.0);
        }
    }
}

pub fn trainer<'a, T: Real>(spec: &RunSpec, table: &'a Table) -> Trainer<'a, T> {
    Trainer::new(spec, table.data(), None, Options::default()).expect("a trainer")
}

pub fn refusal(spec: &RunSpec, table: &Table) -> EngineError {
    match Trainer::<f32>::new(spec, table.data(), None, Options::default()) {
        Ok(_) => panic!("the run was not refused"),
        Err(error) => error,
    }
}

/// Takes all steps that are left; the records.
pub fn finish<T: Real>(trainer: &mut Trainer<'_, T>) -> Vec<descent_engine::EpochRecord> {
    let mut records = Vec::new();
    while trainer.ended().is_none() {
        records.extend(trainer.step().expect("a step"));
    }
    records
}

/// `‖a - b‖ / (‖a‖ + ‖b‖)`
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let norm = |x: &mut dyn Iterator<Item = f64>| x.map(|v| v * v).sum::<f64>().sqrt();
    let difference = norm(&mut a.iter().zip(b).map(|(x, y)| x - y));
    let size = norm(&mut a.iter().copied()) + norm(&mut b.iter().copied());
    if size == 0.0 {
        difference
    } else {
        difference / size
    }
}

pub fn widen(values: &[f32]) -> Vec<f64> {
    values.iter().map(|x| f64::from(*x)).collect()
}
