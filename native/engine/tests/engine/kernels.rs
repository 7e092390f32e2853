//! The instruction sets of this processor against each other: they differ by rounding alone.

use crate::support::random::{Choices, bytes, cases, description};
use crate::support::{distance, parse, table};
use descent_engine::{Kernel, Options, Real, RunSpec, Trainer};
use proptest::prelude::*;

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

/// How far apart the kernels are, the portable one being the measure. Where terms of a gradient cancel, what is left is
/// rounding, and optimizers that divide by its size make a whole step of it: such weights may differ.
fn agree<T: Real>(spec: &RunSpec, tolerance: f64) -> Result<(), TestCaseError> {
    let measure = one_step::<T>(spec, Kernel::Portable);
    let largest = measure.1.iter().fold(0.0, |most: f64, g| most.max(g.abs()));
    for kernel in Kernel::available() {
        let ours = one_step::<T>(spec, kernel);
        let error = distance(&ours.1, &measure.1);
        prop_assert!(
            error < tolerance,
            "{kernel:?}: the gradient is {error:e} away: {spec:?}"
        );
        let told = |i: usize| {
            let size = ours.1[i].abs().max(measure.1[i].abs());
            size == 0.0 || size > tolerance * largest
        };
        let of = |weights: &[f64]| -> Vec<f64> {
            (0..weights.len())
                .filter(|i| told(*i))
                .map(|i| weights[i])
                .collect()
        };
        let error = distance(&of(&ours.0), &of(&measure.0));
        prop_assert!(
            error < tolerance,
            "{kernel:?}: the weights are {error:e} away: {spec:?}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn random_networks_agree_after_one_step(bytes in bytes()) {
        let spec = parse(&description(&mut Choices::new(&bytes)));
        agree::<f32>(&spec, 1e-5)?;
        agree::<f64>(&spec, 1e-11)?;
    }
}
