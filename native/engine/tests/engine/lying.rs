//! Layers of few outputs, whose weights are kept transposed, under every optimizer, clipping, decay and averages.

use crate::support::methods::optimizers;
use crate::support::{Table, describe, distance, finish, parse, table, trainer};
use descent_engine::{Activation, Loss, RangeTest, Real, range_test};
use serde_json::{Value, json};

/// Lying layers first, between and last; the widths leave padding, and f(0) of the sigmoid is not 0.
const NETWORKS: [&[usize]; 3] = [&[21, 1], &[21, 37, 1], &[5, 3, 41, 2, 70, 1]];

fn described(sizes: &[usize]) -> Value {
    describe(sizes, Activation::Sigmoid, Loss::MeanSquaredError)
}

/// The gradient of the mean squared error of a sigmoid network of one output, written down as it is defined.
fn plain_gradient(sizes: &[usize], weights: &[f64], rows: &Table) -> Vec<f64> {
    let last = sizes.len() - 2;
    let mut gradient = vec![0.0; weights.len()];
    let count = rows.train_targets.len() as f64;
    for (row, target) in rows.train_inputs.chunks(sizes[0]).zip(&rows.train_targets) {
        let mut values: Vec<Vec<f64>> = vec![row.iter().map(|x| f64::from(*x)).collect()];
        let mut starts = vec![0];
        for (layer, pair) in sizes.windows(2).enumerate() {
            let (start, below) = (starts[layer], &values[layer]);
            let unit = |n: usize| {
                let bias = weights[start + pair[0] * pair[1] + n];
                let weighted = |k: usize| below[k] * weights[start + k * pair[1] + n];
                let z = bias + (0..pair[0]).map(weighted).sum::<f64>();
                if layer == last {
                    z
                } else {
                    1.0 / (1.0 + (-z).exp())
                }
            };
            let outputs = (0..pair[1]).map(unit).collect();
            values.push(outputs);
            starts.push(start + (pair[0] + 1) * pair[1]);
        }
        let mut deltas = vec![2.0 * (values[last + 1][0] - f64::from(*target)) / count];
        for layer in (0..=last).rev() {
            let (start, below, units) = (starts[layer], &values[layer], sizes[layer + 1]);
            let mut next = vec![0.0; below.len()];
            for (k, x) in below.iter().enumerate() {
                for (n, delta) in deltas.iter().enumerate() {
                    gradient[start + k * units + n] += x * delta;
                    next[k] += weights[start + k * units + n] * delta * x * (1.0 - x);
                }
            }
            for (n, delta) in deltas.iter().enumerate() {
                gradient[start + below.len() * units + n] += delta;
            }
            deltas = next;
        }
    }
    gradient
}

#[test]
fn clipping_by_norm_uses_the_norm_of_a_plain_computation() {
    for sizes in NETWORKS {
        let mut description = described(sizes);
        description["optimizer"] = json!({"kind": "gradientDescent"});
        description["clipNorm"] = json!(1e-3);
        description["learningRate"] = json!(0.5);
        description["rateFactors"] = json!({"biases": 0.25});
        description["weightDecay"] = json!(0.1);
        let spec = parse(&description);
        let rows = table(&spec, 150, 0, 1);
        let mut trainer = trainer::<f64>(&spec, &rows);
        let moved = |(i, w): (usize, &f64)| w + 0.1 * (i as f64 * 1.7).sin();
        let start: Vec<f64> = trainer.weights().iter().enumerate().map(moved).collect();
        trainer.set_weights(&start).unwrap();
        let gradient = plain_gradient(sizes, &start, &rows);
        let error = distance(&trainer.gradient().1, &gradient);
        assert!(error < 1e-12, "{sizes:?}: the gradient is {error:e} away");
        let norm = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        assert!(norm > 1e-2, "{sizes:?}: nothing is clipped");
        let scale = 1e-3 / (norm + 1e-6);
        let mut expected = Vec::new();
        let mut at = 0;
        for pair in sizes.windows(2) {
            let weights = pair[0] * pair[1];
            for i in 0..weights + pair[1] {
                let (shrink, rate) = if i < weights {
                    (0.95, 0.5)
                } else {
                    (1.0, 0.125)
                };
                expected.push(start[at] * shrink - rate * scale * gradient[at]);
                at += 1;
            }
        }
        trainer.step().unwrap();
        let change =
            |after: &[f64]| -> Vec<f64> { after.iter().zip(&start).map(|(a, b)| a - b).collect() };
        let error = distance(&change(&trainer.weights()), &change(&expected));
        assert!(error < 1e-11, "{sizes:?}: the step is {error:e} away");
    }
}

fn averages() -> [Value; 3] {
    [
        Value::Null,
        json!({"kind": "exponential", "decay": 0.8}),
        json!({"kind": "stochastic", "startEpoch": 2}),
    ]
}

fn combined(sizes: &[usize], optimizer: &Value, averaging: &Value) -> Value {
    let mut description = described(sizes);
    description["optimizer"] = optimizer.clone();
    description["averaging"] = averaging.clone();
    description["clipNorm"] = json!(0.05);
    description["weightDecay"] = json!(0.05);
    description["l1"] = json!(1e-4);
    description["rateFactors"] = json!({"biases": 0.5});
    description["learningRate"] = json!(1e-3);
    description["batchSize"] = 110.into();
    description["epochs"] = 3.into();
    description
}

type Outcome<T> = (Vec<T>, Vec<T>, Vec<T>, Vec<(f64, f64)>);

fn outcome<T: Real>(description: &Value, threads: usize) -> Outcome<T> {
    let mut description = description.clone();
    description["threads"] = threads.into();
    let spec = parse(&description);
    let rows = table(&spec, 220, 40, 1);
    let mut trainer = trainer::<T>(&spec, &rows);
    assert_eq!(trainer.threads(), threads);
    let records = finish(&mut trainer);
    let losses = records.iter().map(|r| (r.train_loss, r.validation_loss));
    let losses = losses.collect();
    let best = trainer.best_weights();
    (trainer.weights(), trainer.standing_weights(), best, losses)
}

#[test]
fn one_output_gives_the_same_bits_on_any_number_of_threads_and_nearly_so_in_f64() {
    for optimizer in optimizers() {
        for averaging in averages() {
            let description = combined(&[30, 80, 40, 1], &optimizer, &averaging);
            let first = outcome::<f32>(&description, 1);
            for threads in [2, 3] {
                let other = outcome::<f32>(&description, threads);
                assert!(other == first, "{threads} threads: {description}");
            }
            let exact = outcome::<f64>(&description, 1);
            for (ours, theirs) in first.3.iter().zip(&exact.3) {
                for (a, b) in [(ours.0, theirs.0), (ours.1, theirs.1)] {
                    let error = (a - b).abs() / b.abs();
                    assert!(error < 1e-3, "a loss is {error:e} away: {description}");
                }
            }
            for (ours, theirs) in [(&first.0, &exact.0), (&first.1, &exact.1)] {
                let error = distance(&crate::support::widen(ours), theirs);
                assert!(error < 1e-3, "weights are {error:e} away: {description}");
            }
        }
    }
}

#[test]
fn a_range_test_of_one_output_sees_the_same_on_any_number_of_threads() {
    let optimizer = json!({"kind": "adamW"});
    let report = |threads: usize| {
        let mut description = combined(&[30, 80, 40, 1], &optimizer, &averages()[1]);
        description["threads"] = threads.into();
        let spec = parse(&description);
        let rows = table(&spec, 220, 0, 1);
        let range = RangeTest {
            steps: 30,
            ..RangeTest::default()
        };
        range_test::<f32>(&spec, rows.data(), &range, Default::default()).unwrap()
    };
    let first = report(1);
    assert!(first.losses.len() > 10);
    assert_eq!(report(2), first);
    assert_eq!(report(3), first);
}
