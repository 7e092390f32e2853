//! Settings that between them use every optimizer, schedule, penalty and average.

use serde_json::{Value, json};

pub fn optimizers() -> Vec<Value> {
    vec![
        json!({"kind": "gradientDescent"}),
        json!({"kind": "momentum"}),
        json!({"kind": "nesterov"}),
        json!({"kind": "adagrad"}),
        json!({"kind": "rmsprop"}),
        json!({"kind": "rmsprop", "centered": true}),
        json!({"kind": "adam"}),
        json!({"kind": "adamW"}),
        json!({"kind": "amsgrad"}),
        json!({"kind": "nadam"}),
        json!({"kind": "radam"}),
        json!({"kind": "lion"}),
        json!({"kind": "muon"}),
        json!({"kind": "muon", "scaling": "original", "nesterov": false}),
    ]
}

pub fn schedules() -> Vec<Value> {
    vec![
        json!({"kind": "constant"}),
        json!({"kind": "step", "everyEpochs": 1.5, "factor": 0.5}),
        json!({"kind": "exponential", "factor": 0.8}),
        json!({"kind": "polynomial", "power": 2.0}),
        json!({"kind": "cosine"}),
        json!({"kind": "cosine", "periodEpochs": 0.7, "periodMultiplier": 1.5}),
        json!({"kind": "oneCycle"}),
        json!({"kind": "plateau", "factor": 0.5, "patience": 0, "threshold": 0.3, "cooldownEpochs": 1}),
        json!({"kind": "flatCosine"}),
        json!({"kind": "cosineLog"}),
    ]
}

/// Four kinds of what may be asked for besides.
pub fn extras(kind: usize, description: &mut Value) {
    match kind % 4 {
        0 => {}
        1 => {
            description["clipNorm"] = json!(0.2);
            description["l1"] = json!(0.001);
            description["averaging"] = json!({"kind": "exponential", "decay": 0.9});
        }
        2 => {
            description["clipValue"] = json!(0.02);
            description["weightDecay"] = json!(0.1);
            description["averaging"] = json!({"kind": "stochastic", "startEpoch": 2});
        }
        _ => {
            description["warmupEpochs"] = json!(0.8);
            description["rateFactors"] = json!({"biases": 0.1});
            description["l2"] = json!(0.01);
        }
    }
}
