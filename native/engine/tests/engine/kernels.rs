//! The instruction sets of this processor against each other: they differ by rounding alone.

use crate::support::random::{Choices, bytes, cases, description};
use crate::support::{distance, parse, table};
use descent_engine::{Kernel, Options, Real, RunSpec, Trainer};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Weights after one step, and that step's gradient.
fn one_step<T: Real>(spec: &RunSpec, kernel: Kernel) -> (Vec<f64>, Vec<f64>) {
    let rows = table(spec, 37, 0, 3);
    let options = Options {
        kernel: Some(kernel),
    };
    let mut trainer = Trainer::<T>::new(spec, rows.data(), None, options).unwrap();
    assert_eq!(trainer.kernel(), kernel);
    let wide = |values: Vec<T>| values.iter().map(|x| x.to_f64()).collect::<Vec<f64>>();
    let gradient = wide(trainer.gradient().1);
    trainer.step().unwrap();
    (wide(trainer.weights()), gradient)
}

/// How far apart the kernels are, the portable one being the measure.
fn agree<T: Real>(spec: &RunSpec, tolerance: f64) -> Result<(), TestCaseError> {
    let measure = one_step::<T>(spec, Kernel::Portable);
    for kernel in Kernel::available() {
        let ours = one_step::<T>(spec, kernel);
        for (what, ours, theirs) in [
            ("gradient", &ours.1, &measure.1),
            ("weights", &ours.0, &measure.0),
        ] {
            let error = distance(ours, theirs);
            prop_assert!(
                error < tolerance,
                "{kernel:?}: the {what} are {error:e} away: {spec:?}"
            );
        }
    }
    Ok(())
}

/// Where terms of a gradient cancel, what is left is rounding, and an optimizer that divides by its size makes a whole step
/// of it: so none does here. Nor does a line search, whose end rounding decides where a loss has kinks.
fn steady(mut described: Value) -> Value {
    let optimizer = &mut described["optimizer"];
    match optimizer["kind"].as_str() {
        Some("lion" | "lbfgs") => *optimizer = json!({"kind": "nesterov"}),
        Some("adagrad" | "rmsprop" | "adam" | "adamW" | "amsgrad" | "nadam" | "radam" | "muon") => {
            optimizer["epsilon"] = json!(0.01);
        }
        _ => {}
    }
    described
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn random_networks_agree_after_one_step(bytes in bytes()) {
        let spec = parse(&steady(description(&mut Choices::new(&bytes))));
        agree::<f32>(&spec, 1e-5)?;
        agree::<f64>(&spec, 1e-11)?;
    }
}
