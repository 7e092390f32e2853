//! Losses and their derivatives beside their definitions, for every kernel, width and number of rows that a vector may
//! leave over.

use crate::support::{Numbers, Table, describe, parse};
use descent_engine::{Activation, Kernel, Loss, Options, Trainer};

/// Logits of a network without inputs that matter: its biases, one set for all rows.
fn check(loss: Loss, width: usize, rows: usize, define: impl Fn(&[f64], f32) -> (f64, Vec<f64>)) {
    let spec = parse(&describe(&[1, width], Activation::Linear, loss));
    let mut numbers = Numbers((width * 100 + rows) as u64 | 1);
    let target_width = spec.target_width();
    let classes = loss == Loss::SoftmaxCrossEntropy;
    let table = Table {
        train_inputs: vec![0.0; rows],
        train_targets: (0..rows * target_width)
            .map(|_| match classes {
                true => ((numbers.next() + 1.0) * 0.5 * width as f32).floor(),
                false => numbers.next(),
            })
            .collect(),
        train_weights: (0..rows).map(|row| 1.0 + (row % 3) as f32).collect(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let biases: Vec<f32> = (0..width).map(|_| 6.0 * numbers.next()).collect();
    let total: f32 = table.train_weights.iter().sum();
    let wide: Vec<f64> = biases.iter().map(|z| f64::from(*z)).collect();
    let (mut expected, mut slopes) = (0.0, vec![0.0; width]);
    for row in 0..rows {
        let weight = f64::from(table.train_weights[row] / total);
        let targets = &table.train_targets[row * target_width..][..target_width];
        let parts = if classes {
            vec![define(&wide, targets[0])]
        } else {
            (0..width)
                .map(|k| {
                    let (loss, slope) = define(&wide[k..=k], targets[k]);
                    let mut all = vec![0.0; width];
                    all[k] = slope[0] / width as f64;
                    (loss / width as f64, all)
                })
                .collect()
        };
        for (loss, slope) in parts {
            expected += weight * loss;
            for (sum, slope) in slopes.iter_mut().zip(slope) {
                *sum += weight * slope;
            }
        }
    }
    for kernel in Kernel::available() {
        let options = Options {
            kernel: Some(kernel),
        };
        let mut trainer = Trainer::<f32>::new(&spec, table.data(), None, options).unwrap();
        let weights = [vec![0.0; width], biases.clone()].concat();
        trainer.set_weights(&weights).unwrap();
        let (found, gradient) = trainer.gradient();
        let what = format!("{} of {width} on {rows} rows by {kernel:?}", loss.name());
        let error = (found - expected).abs() / expected;
        assert!(error < 1e-6, "{what}: {found} is not {expected}");
        for (found, expected) in gradient[width..].iter().zip(&slopes) {
            let error = (f64::from(*found) - expected).abs();
            assert!(error < 1e-6, "{what}: the slope {found} is not {expected}");
        }
    }
}

#[test]
fn cross_entropy_is_its_definition_for_any_number_of_classes_and_rows() {
    let define = |logits: &[f64], class: f32| {
        let sum: f64 = logits.iter().map(|z| z.exp()).sum();
        let own = |k: usize| f64::from(u8::from(k == class as usize));
        let slopes = (0..logits.len()).map(|k| logits[k].exp() / sum - own(k));
        (sum.ln() - logits[class as usize], slopes.collect())
    };
    for classes in [2, 3, 16, 17, 32, 33, 70] {
        for rows in [1, 5, 16, 39] {
            check(Loss::SoftmaxCrossEntropy, classes, rows, define);
        }
    }
}

#[test]
fn the_squared_error_is_its_definition_for_any_number_of_outputs_and_rows() {
    let define = |z: &[f64], y: f32| {
        let error = z[0] - f64::from(y);
        (error * error, vec![2.0 * error])
    };
    for outputs in [1, 2, 5, 16, 19, 40] {
        for rows in [1, 5, 16, 39] {
            check(Loss::MeanSquaredError, outputs, rows, define);
        }
    }
}
