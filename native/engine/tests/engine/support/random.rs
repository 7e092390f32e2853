//! Random descriptions of runs, decided by bytes: a property-based test draws and shrinks them, a fuzzer steers them.

use super::outputs_of;
use descent_engine::{Activation, Initialization, Loss, Metric};
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
    let mut layers: Vec<Value> = (0..usize::from(choices.large) + choices.below(3))
        .map(|_| hidden(choices))
        .collect();
    let features = choices.rarely(3).then(|| features(choices));
    let inputs = features.as_ref().map_or_else(|| choices.width(), Vec::len);
    let mut last = dense(choices, outputs);
    last["activation"] = json!("linear");
    layers.push(last);
    json!({
        "inputs": inputs,
        "features": features,
        "layers": layers,
        "loss": loss.name(),
        "lossOptions": options(choices, loss, outputs),
        "optimizer": optimizer(choices),
        "learningRate": choices.pick(&[1e-3, 1e-2, 1e-4, 0.0625]),
        "schedule": schedule(choices),
        "warmupEpochs": choices.pick(&[0.0, 0.0, 0.5, 1.0, 3.0]),
        "rateFactors": {
            "biases": choices.pick(&[1.0, 1.0, 0.1, 0.0]),
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
    })
}

/// One feature a column, in any order of the columns.
fn features(choices: &mut Choices<'_>) -> Vec<Value> {
    let columns = 1 + choices.below(6);
    let first = choices.below(columns);
    (0..columns)
        .map(|column| feature(choices, (column + first) % columns))
        .collect()
}

fn feature(choices: &mut Choices<'_>, column: usize) -> Value {
    let levels = 1 + choices.below(40);
    let dimension = choices.pick(&[3, 1, 8, 16, 20, 33]);
    match choices.below(6) {
        0 => json!({"kind": "number", "columns": [column]}),
        1 => json!({"kind": "oneHot", "column": column, "levels": levels}),
        2 => {
            json!({"kind": "embedding", "column": column, "levels": levels, "dimension": dimension,
                   "initialization": choices.pick(&["normal", "uniform", "constant", "zeros"])})
        }
        3 => {
            json!({"kind": "periodic", "columns": [column], "frequencies": choices.pick(&[2, 16, 17, 33]),
                   "deviation": choices.between(0.01, 2.0), "dimension": dimension,
                   "activation": choices.pick(&Activation::ALL).name(), "shared": choices.rarely(2)})
        }
        kind => {
            let edges: Vec<f64> = (0..=levels).map(|i| i as f64 / 20.0 - 0.7).collect();
            let dense = (kind == 4).then_some(dimension);
            json!({"kind": "piecewiseLinear", "columns": [column], "edges": [edges], "dimension": dense})
        }
    }
}

fn hidden(choices: &mut Choices<'_>) -> Value {
    match choices.below(6) {
        4 => json!({"kind": "activation", "activation": choices.pick(&Activation::ALL).name()}),
        5 => json!({"kind": "scale", "initial": choices.pick(&["ones", "signs", "normal"])}),
        _ => {
            let units = choices.width();
            dense(choices, units)
        }
    }
}

fn dense(choices: &mut Choices<'_>, units: usize) -> Value {
    let initialization = choices.pick(&Initialization::ALL);
    let scale = initialization.default_scale().filter(|_| choices.rarely(2));
    json!({
        "kind": "dense",
        "units": units,
        "activation": choices.pick(&Activation::ALL).name(),
        "initialization": initialization,
        "initializationScale": scale,
    })
}

fn options(choices: &mut Choices<'_>, loss: Loss, outputs: usize) -> Value {
    let mut options = json!({});
    if loss == Loss::Quantile {
        let level = |i: usize| (i + 1) as f64 / (outputs + 1) as f64;
        options["quantiles"] = (0..outputs).map(level).collect();
    }
    if !choices.rarely(2) {
        return options;
    }
    let entropy = matches!(loss, Loss::SoftmaxCrossEntropy | Loss::BinaryCrossEntropy);
    if loss == Loss::Huber {
        options["delta"] = choices.between(0.1, 3.0).into();
    }
    if loss == Loss::Focal {
        options["gamma"] = choices.between(0.0, 4.0).into();
    }
    if entropy {
        options["labelSmoothing"] = choices.between(0.0, 0.5).into();
    }
    if entropy || loss == Loss::Focal {
        let weight = |i: usize| 0.5 + (i % 3) as f64;
        options["classWeights"] = (0..outputs.max(2)).map(weight).collect();
    }
    options
}

pub fn optimizer(choices: &mut Choices<'_>) -> Value {
    let momentum = choices.between(0.0, 0.99);
    let (beta1, beta2) = (choices.between(0.0, 0.99), choices.between(0.5, 0.9999));
    let epsilon = choices.pick(&[1e-8, 1e-6, 1e-3]);
    let mut chosen = match choices.below(12) {
        0 => return json!({"kind": "gradientDescent"}),
        1 => return json!({"kind": "momentum", "momentum": momentum}),
        2 => return json!({"kind": "nesterov", "momentum": momentum}),
        3 => return json!({"kind": "adagrad", "epsilon": epsilon}),
        4 | 5 => {
            let centered = choices.rarely(2);
            return json!({"kind": "rmsprop", "decay": beta2, "epsilon": epsilon, "centered": centered});
        }
        6 => return json!({"kind": "lion", "beta1": beta1, "beta2": beta2}),
        7 => json!({"kind": "adam"}),
        8 => json!({"kind": "adamW", "weightDecay": choices.between(0.0, 0.1)}),
        9 => json!({"kind": "amsgrad"}),
        10 => json!({"kind": "nadam", "momentumDecay": choices.between(0.0, 0.01)}),
        _ => json!({"kind": "radam"}),
    };
    chosen["beta1"] = beta1.into();
    chosen["beta2"] = beta2.into();
    chosen["epsilon"] = epsilon.into();
    chosen
}

pub fn schedule(choices: &mut Choices<'_>) -> Value {
    let factor = choices.between(0.1, 0.9);
    let lowest = choices.between(0.0, 0.9);
    let period = choices.pick(&[json!(null), json!(0.3), json!(1), json!(2.5)]);
    match choices.below(9) {
        0 => json!({"kind": "constant"}),
        1 => {
            json!({"kind": "step", "everyEpochs": choices.between(0.01, 3.0), "factor": factor})
        }
        2 => json!({"kind": "exponential", "factor": factor}),
        3 => {
            json!({"kind": "polynomial", "power": choices.between(0.1, 4.0), "finalFactor": lowest})
        }
        4 => {
            let multiplier = choices.between(1.0, 3.0);
            json!({"kind": "cosine", "periodEpochs": period, "periodMultiplier": multiplier, "finalFactor": lowest})
        }
        5 => {
            json!({"kind": "oneCycle", "riseFraction": lowest, "divisor": 10, "finalDivisor": 100})
        }
        6 => {
            let (patience, cooldown) = (choices.below(2), choices.below(2));
            json!({"kind": "plateau", "factor": factor, "patience": patience, "cooldownEpochs": cooldown,
                   "threshold": lowest, "minimumFactor": 0.01})
        }
        7 => json!({"kind": "flatCosine", "flatFraction": factor, "finalFactor": lowest}),
        _ => json!({"kind": "cosineLog", "cycles": 1 + choices.below(6)}),
    }
}

fn changes(choices: &mut Choices<'_>) -> Vec<Value> {
    let all = [
        json!({"learningRate": 2e-3}),
        json!({"batchSize": 5}),
        json!({"batchSize": 2_000_000, "l2": 0.03}),
        json!({"weightDecay": 0.2, "l1": 0.001}),
        json!({"clipNorm": 0.1, "clipValue": 0.05}),
        json!({"rateFactor": 0.5}),
    ];
    let count = choices.below(6) / 3;
    let mut change = || {
        let mut change = choices.pick(&all);
        change["step"] = (1 + choices.below(12)).into();
        change
    };
    (0..count).map(|_| change()).collect()
}

fn metrics(choices: &mut Choices<'_>, loss: Loss) -> Vec<&'static str> {
    let all = Metric::ALL.into_iter().filter(|m| m.belongs_to(loss));
    all.filter(|_| choices.rarely(4))
        .map(Metric::name)
        .collect()
}

fn averaging(choices: &mut Choices<'_>) -> Value {
    match choices.below(4) {
        2 => json!({"kind": "exponential", "decay": choices.between(0.0, 0.999)}),
        3 => json!({"kind": "stochastic", "startEpoch": 1 + choices.below(3)}),
        _ => Value::Null,
    }
}

/// A value that a field hardly expects.
fn strange(choices: &mut Choices<'_>) -> Value {
    let deep = (0..choices.below(200)).fold(json!([]), |inner, _| json!([inner]));
    choices.pick(&[
        json!(null),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(true),
        json!(""),
        json!("\u{0}ünï\u{1F4A5}\u{202E}"),
        json!({}),
        json!([]),
        json!([null, -0.0, "x"]),
        json!({"kind": "adam", "kind ": 1}),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(65_536),
        json!(65_537),
        json!(4_294_967_295u32),
        json!(1e-320),
        json!(f64::MAX),
        json!(-f64::MAX),
        deep,
    ])
}

/// Changes one place of a value: an element replaced, dropped, doubled or added.
pub fn spoil(choices: &mut Choices<'_>, value: &mut Value) {
    let children = match value {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 {
        *value = strange(choices);
        return;
    }
    let (at, how, new) = (choices.below(children), choices.below(8), strange(choices));
    match value {
        Value::Object(fields) => {
            let Some(name) = fields.keys().nth(at).cloned() else {
                return;
            };
            match how {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(format!("{name}x"), new)),
                2 => drop(fields.insert(name, new)),
                _ => spoil(choices, &mut fields[&name]),
            }
        }
        Value::Array(items) => match how {
            0 => drop(items.remove(at)),
            1 => items.insert(at, new),
            2 => items[at] = new,
            3 => items.insert(at, items[at].clone()),
            _ => spoil(choices, &mut items[at]),
        },
        _ => {}
    }
}

/// Changes a text where no value is looked at: cut, doubled, overwritten.
pub fn garble(choices: &mut Choices<'_>, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let place = |choices: &mut Choices<'_>| choices.below(characters.len().max(1));
    let (from, to) = (place(choices), place(choices));
    let (from, to) = (from.min(to), from.max(to).min(characters.len()));
    let piece: Vec<char> = characters[from..to].to_vec();
    let put = choices.pick(&[
        "", "9", "-", "e999", "\"", "{", "[[[[", "}", ",", "\u{FEFF}", "1E400", "\\ud800", "null",
    ]);
    match choices.below(4) {
        // A piece twice: fields come twice.
        0 => drop(characters.splice(to..to, piece)),
        1 => drop(characters.splice(from..to, put.chars())),
        2 => drop(characters.splice(from..from, put.chars())),
        _ => characters.truncate(to),
    }
    characters.into_iter().collect()
}
