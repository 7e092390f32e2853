//! The instruction sets of this processor against each other: they differ by rounding alone.

use crate::support::random::{Choices, bytes, cases, description};
use crate::support::{describe, distance, finish, parse, table};
use descent_engine::{
    Activation, ErrorKind, Kernel, Loss, Options, Real, RunSpec, StopReason, Trainer,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Weights after one step, and that step's gradient, from the portable kernel's initial weights: data-dependent ones of a
/// nearly constant unit differ by more than a step does. None where the network's very first loss is infinite, as that of an
/// exponential of large outputs may be.
fn one_step<T: Real>(spec: &RunSpec, kernel: Kernel) -> Option<(Vec<f64>, Vec<f64>)> {
    let rows = table(spec, 37, 0, 3);
    let options = Options {
        kernel: Some(kernel),
    };
    let portable = Options {
        kernel: Some(Kernel::Portable),
    };
    let initial = Trainer::<T>::new(spec, rows.data(), None, portable).unwrap();
    let mut trainer = Trainer::<T>::new(spec, rows.data(), None, options).unwrap();
    assert_eq!(trainer.kernel(), kernel);
    trainer.set_weights(&initial.weights()).unwrap();
    let wide = |values: Vec<T>| values.iter().map(|x| x.to_f64()).collect::<Vec<f64>>();
    let gradient = wide(trainer.gradient().1);
    match trainer.step() {
        Err(error) if error.kind == ErrorKind::Diverged => None,
        step => {
            step.unwrap();
            Some((wide(trainer.weights()), gradient))
        }
    }
}

/// How far the gradient moves where the first weights are moved by a rounding, some up and some down.
fn sensitivity<T: Real>(spec: &RunSpec) -> f64 {
    let rows = table(spec, 37, 0, 3);
    let portable = Options {
        kernel: Some(Kernel::Portable),
    };
    let mut trainer = Trainer::<T>::new(spec, rows.data(), None, portable).unwrap();
    let initial: Vec<f64> = trainer.weights().iter().map(|x| x.to_f64()).collect();
    let epsilon = if T::BYTES == 4 {
        f64::from(f32::EPSILON)
    } else {
        f64::EPSILON
    };
    let gradient_beside = |step: f64| -> Vec<f64> {
        let beside = initial.iter().enumerate().map(|(i, weight)| {
            let direction = if i % 2 == 0 { step } else { -step };
            T::from_f64(weight + direction * epsilon * (weight.abs() + 0.1))
        });
        trainer.set_weights(&beside.collect::<Vec<T>>()).unwrap();
        trainer.gradient().1.into_iter().map(Real::to_f64).collect()
    };
    let [before, at, behind] = [-64.0, 0.0, 64.0].map(gradient_beside);
    distance(&before, &at).max(distance(&behind, &at))
}

/// A gradient that jumps within the rounding of the weights: a row stands at a kink of its loss or of an activation, and
/// rounding alone says on which side.
const JUMP: f64 = 1e-3;

/// How far apart the kernels are, the portable one being the measure. Where large terms of the gradient cancel, it is as
/// uncertain as its sensitivity says.
fn agree<T: Real>(spec: &RunSpec, tolerance: f64) -> Result<(), TestCaseError> {
    let uncertain = sensitivity::<T>(spec);
    if uncertain > JUMP {
        return Err(TestCaseError::reject("rounding decides the gradient"));
    }
    let tolerance = tolerance.max(uncertain);
    let Some(measure) = one_step::<T>(spec, Kernel::Portable) else {
        return Err(TestCaseError::reject("the first loss is infinite"));
    };
    for kernel in Kernel::available() {
        let ours = one_step::<T>(spec, kernel);
        prop_assert!(ours.is_some(), "{kernel:?} diverged alone: {spec:?}");
        let ours = ours.unwrap();
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

    /// Lion steps by a sign, so kernels can differ in it alone where the gradient is as small as their rounding; everywhere
    /// else they take the same step. Where large terms cancel, or a row stands at a kink of its
    /// loss, rounding is more than that: then the gradients themselves differ in sign, which is not the step's doing.
    #[test]
    fn steps_by_signs_agree_where_the_gradient_is_more_than_rounding(bytes in bytes()) {
        let mut described = description(&mut Choices::new(&bytes));
        described["optimizer"] = json!({"kind": "lion"});
        described["learningRate"] = 0.01.into();
        // Without a batch size all rows are one: the gradient that is looked at is then that of the step.
        for name in ["l1", "l2", "averaging", "clipValue", "batchSize", "changes"] {
            described.as_object_mut().unwrap().remove(name);
        }
        let spec = parse(&described);
        by_sign::<f32>(&spec, 1e-4)?;
        by_sign::<f64>(&spec, 1e-9)?;
    }
}

fn by_sign<T: Real>(spec: &RunSpec, rounding: f64) -> Result<(), TestCaseError> {
    let Some((weights, gradient)) = one_step::<T>(spec, Kernel::Portable) else {
        return Err(TestCaseError::reject("the first loss is infinite"));
    };
    let largest = gradient.iter().fold(0.0f64, |most, g| most.max(g.abs()));
    for kernel in Kernel::available() {
        let ours = one_step::<T>(spec, kernel);
        prop_assert!(ours.is_some(), "{kernel:?} diverged alone: {spec:?}");
        let (ours, slope) = ours.unwrap();
        let sure = |i: &usize| {
            gradient[*i].abs().min(slope[*i].abs()) > rounding * largest
                && gradient[*i].signum() == slope[*i].signum()
        };
        for i in (0..weights.len()).filter(sure) {
            let error = (ours[i] - weights[i]).abs();
            let size = weights[i].abs().max(spec.learning_rate);
            prop_assert!(
                error <= rounding * size,
                "{kernel:?}: weight {i} is {error:e} away, its gradient is {:e}: {spec:?}",
                gradient[i]
            );
        }
    }
    Ok(())
}

/// A line search ends where rounding has it end; where the minimum is one, all kernels end there.
#[test]
fn searches_of_every_kernel_end_in_the_same_minimum() {
    let mut described = describe(&[6, 3], Activation::Linear, Loss::SoftmaxCrossEntropy);
    described["optimizer"] = json!({"kind": "lbfgs", "gradientTolerance": 1e-9});
    described["learningRate"] = 1.into();
    described["l2"] = 0.02.into();
    described["epochs"] = 300.into();
    let spec = parse(&described);
    fn minimum<T: Real>(spec: &RunSpec, kernel: Kernel) -> Vec<f64> {
        let rows = table(spec, 60, 0, 5);
        let options = Options {
            kernel: Some(kernel),
        };
        let mut trainer = Trainer::<T>::new(spec, rows.data(), None, options).unwrap();
        finish(&mut trainer);
        assert_eq!(trainer.ended(), Some(StopReason::Converged));
        // The biases have one free constant, which no penalty fixes: it is that of the mean.
        let mut weights: Vec<f64> = trainer.weights().iter().map(|w| w.to_f64()).collect();
        let mean = weights[18..].iter().sum::<f64>() / 3.0;
        weights[18..].iter_mut().for_each(|b| *b -= mean);
        weights
    }
    let single = minimum::<f32>(&spec, Kernel::Portable);
    let double = minimum::<f64>(&spec, Kernel::Portable);
    for kernel in Kernel::available() {
        let error = distance(&minimum::<f32>(&spec, kernel), &single);
        assert!(error < 1e-4, "{kernel:?} in f32: {error:e}");
        let error = distance(&minimum::<f64>(&spec, kernel), &double);
        assert!(error < 1e-8, "{kernel:?} in f64: {error:e}");
    }
}
