//! Random methods of training.

use super::Choices;
use descent_engine::{Loss, Metric};
use serde_json::{Value, json};

pub fn options(choices: &mut Choices<'_>, loss: Loss, outputs: usize) -> Value {
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
    let mut chosen = match choices.below(13) {
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
        11 => json!({
            "kind": "muon",
            "momentum": momentum,
            "nesterov": choices.rarely(2),
            "iterations": choices.pick(&[5, 1, 8]),
            "scaling": choices.pick(&["matchAdam", "original"]),
        }),
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

pub fn changes(choices: &mut Choices<'_>) -> Vec<Value> {
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

pub fn metrics(choices: &mut Choices<'_>, loss: Loss) -> Vec<&'static str> {
    let all = Metric::ALL.into_iter().filter(|m| m.belongs_to(loss));
    all.filter(|_| choices.rarely(4))
        .map(Metric::name)
        .collect()
}

pub fn averaging(choices: &mut Choices<'_>) -> Value {
    match choices.below(4) {
        2 => json!({"kind": "exponential", "decay": choices.between(0.0, 0.999)}),
        3 => json!({"kind": "stochastic", "startEpoch": 1 + choices.below(3)}),
        _ => Value::Null,
    }
}
