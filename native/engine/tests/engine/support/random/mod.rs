//! Random descriptions of runs, decided by bytes: a property-based test draws and shrinks them, a fuzzer steers them.

mod methods;
mod network;
pub mod spoil;

use super::outputs_of;
use descent_engine::Loss;
use methods::{averaging, changes, metrics, optimizer, options, schedule};
use network::{front, layers};
use proptest::prelude::*;
use serde_json::{Value, json};

/// So many cases, or as many as the environment variable `PROPTEST_CASES` asks for.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|n| n.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Takes decisions from bytes. After the last byte it always takes the first, simplest choice.
pub struct Choices<'a> {
    bytes: &'a [u8],
    /// All widths are around 64, so that a step is work for several threads.
    large: bool,
}

/// What [`Choices`] are made from.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 128)
}

impl<'a> Choices<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            large: false,
        }
    }

    /// Of networks whose steps are dealt to eight threads, from 60 rows a batch on.
    pub fn large(bytes: &'a [u8]) -> Self {
        Self { bytes, large: true }
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        *first
    }

    /// From 0 to `count - 1`.
    pub fn below(&mut self, count: usize) -> usize {
        let mut number = usize::from(self.byte());
        if count > 256 {
            number = number << 8 | usize::from(self.byte());
        }
        number % count
    }

    /// One time in `of`.
    pub fn rarely(&mut self, of: usize) -> bool {
        self.below(of) == of - 1
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.byte()) / 255.0
    }

    pub fn seed(&mut self) -> u64 {
        1 + self.below(65_536) as u64
    }

    /// Around the widths of vectors, panels and tiles.
    pub fn width(&mut self) -> usize {
        if self.large {
            return self.pick(&[64, 65, 72, 80, 95, 97]);
        }
        let usual = [3, 1, 2, 4, 5, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 40];
        if self.rarely(8) {
            self.pick(&[47, 48, 49, 63, 64, 65, 96, 130, 260, 290])
        } else {
            self.pick(&usual)
        }
    }
}

/// A description that must be accepted. It trains for a moment, on one thread and without a limit of time.
pub fn description(choices: &mut Choices<'_>) -> Value {
    let loss = choices.pick(&Loss::ALL);
    let outputs = match (loss, choices.below(4)) {
        (Loss::BinaryCrossEntropy, _) => 1,
        (Loss::SoftmaxCrossEntropy, 3) => 1 + choices.width(),
        (Loss::GaussianNll, 3) => 2 * choices.width(),
        (Loss::Focal | Loss::Hinge, 2) => 1,
        (_, 3) => choices.width(),
        _ => outputs_of(loss),
    };
    let members = if choices.rarely(4) {
        choices.pick(&[2, 3, 5])
    } else {
        1
    };
    let (inputs, width, features) = front(choices);
    let stack = layers(choices, width, members, outputs);
    let mut description = json!({
        "inputs": inputs,
        "features": features,
        "members": members,
        "layers": stack,
        "loss": loss.name(),
        "lossOptions": options(choices, loss, outputs),
        "optimizer": optimizer(choices),
        "learningRate": choices.pick(&[1e-3, 1e-2, 1e-4, 0.0625]),
        "schedule": schedule(choices),
        "warmupEpochs": choices.pick(&[0.0, 0.0, 0.5, 1.0, 3.0]),
        "rateFactors": {
            "biases": choices.pick(&[1.0, 1.0, 0.1, 0.0]),
            "embeddings": choices.pick(&[1.0, 1.0, 0.5]),
            "scales": choices.pick(&[1.0, 1.0, 3.0]),
        },
        "batchSize": choices.pick(&[json!(null), json!(8), json!(1), json!(7), json!(16), json!(1_000_000)]),
        "epochs": 1 + choices.below(4),
        "l2": choices.pick(&[0.0, 0.0, 0.01]),
        "l1": choices.pick(&[0.0, 0.0, 0.001]),
        "weightDecay": choices.pick(&[0.0, 0.0, 0.1]),
        "clipNorm": choices.pick(&[json!(null), json!(null), json!(0.2), json!(1e30)]),
        "clipValue": choices.pick(&[json!(null), json!(null), json!(0.02)]),
        "averaging": averaging(choices),
        "earlyStopping": choices.pick(&[json!(null), json!(null), json!({"patience": 1, "minDelta": 0.1})]),
        "metrics": metrics(choices, loss),
        "trainMetrics": choices.rarely(3),
        "changes": changes(choices),
        "divergence": choices.pick(&[json!(null), json!({"rollbacks": 2, "factor": 0.5})]),
        "seed": choices.seed(),
        "threads": 1,
        "timeLimitSeconds": null,
    });
    if choices.rarely(10) {
        minimized(choices, &mut description);
    }
    description
}

/// By L-BFGS, and without what does not go with it.
fn minimized(choices: &mut Choices<'_>, description: &mut Value) {
    description["optimizer"] = json!({"kind": "lbfgs", "history": 1 + choices.below(12),
        "maxLineSearch": choices.pick(&[25, 1, 4]), "gradientTolerance": choices.pick(&[1e-7, 0.0, 0.1])});
    description["rateFactors"] = json!({});
    description["changes"] = json!([]);
    settle(&mut description["layers"]);
    for field in [
        "batchSize",
        "clipNorm",
        "clipValue",
        "averaging",
        "divergence",
    ] {
        description[field] = Value::Null;
    }
    for field in ["l1", "weightDecay"] {
        description[field] = json!(0.0);
    }
}

/// Puts layer normalization in the place of layers that make the loss depend on more than weights and rows.
fn settle(layers: &mut Value) {
    for layer in layers.as_array_mut().into_iter().flatten() {
        if layer["kind"] == "dropout" || layer["kind"] == "batchNormalization" {
            *layer = json!({"kind": "layerNormalization"});
        } else if layer["kind"] == "residual" {
            settle(&mut layer["layers"]);
        }
    }
}
