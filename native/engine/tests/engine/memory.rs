//! What the estimate of a run's memory counts.

use crate::support::{describe, parse};
use descent_engine::{Activation, Loss, estimate_memory_bytes, parameter_count};
use serde_json::{Value, json};

const ROWS: usize = 5000;

fn description() -> Value {
    let mut description = describe(&[300, 400, 3], Activation::Relu, Loss::SoftmaxCrossEntropy);
    description["batchSize"] = 16.into();
    description
}

/// Bytes of the parameters, and of the run.
fn bytes(description: &Value) -> (u64, u64) {
    let spec = parse(description);
    let bytes = estimate_memory_bytes(&spec, ROWS, 0);
    (4 * parameter_count(&spec), bytes)
}

#[test]
fn states_to_go_back_to_are_counted_where_they_are_kept() {
    let mut description = description();
    let (parameters, without) = bytes(&description);
    description["divergence"] = json!({"rollbacks": 1, "factor": 0.5});
    let (_, with) = bytes(&description);
    // Two states with Adam's two moments and the best weights before; and a state more in each of two checkpoints.
    let least = (2 * 3 + 1 + 2 * 4) * parameters;
    assert!(with - without >= least && with - without < least * 11 / 10);
    // Weights, gradients, moments, Wᵀ, best weights and two checkpoints; and what is left of a large page.
    assert!(without < (1 + 1 + 2 + 1 + 1 + 2 * 4) * parameters * 11 / 10 + (2 << 20));
}

#[test]
fn a_fit_to_the_data_is_counted_with_the_machine_that_it_needs() {
    let mut description = description();
    let (parameters, plain) = bytes(&description);
    description["layers"][0]["initialization"] = "dataDependent".into();
    let (_, fitted) = bytes(&description);
    // Weights, gradients and 256 rows of inputs, sums and activations at least.
    assert!(fitted - plain > 2 * parameters + 256 * (300 + 2 * 400) * 4);
}
