//! How weights, gradients and activations are distributed: by hand, against a step worked through, and from a running job.

use crate::support::methods::{extras, optimizers};
use crate::support::{describe, outputs_of, parse, table, trainer};
use descent_engine::{
    Activation, HISTOGRAM_BINS, Inspection, Job, LabelledRows, Loss, RunSpec, RunState, Start,
    Statistics, Summary, inspect, statistics,
};
use serde_json::json;
use std::time::Duration;

#[test]
fn two_units_by_hand() {
    // One input 3, weights 2 and -1, biases -6 and 0: sums 0 and -3, so that both units of ReLU are 0.
    let mut description = describe(&[1, 2, 1], Activation::Relu, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = 0.5.into();
    let spec = parse(&description);
    let weights = [2.0f32, -1.0, -6.0, 0.0, 1.0, 1.0, 4.0];
    let state = RunState::Weights {
        spec: &spec,
        weights: &weights,
    };
    let rows = LabelledRows {
        inputs: &[3.0],
        targets: &[3.0],
        weights: &[],
    };
    let seen = statistics(state, rows, 1.0).unwrap();
    assert_eq!((seen.step, seen.rows), (1, 1));
    let [features, hidden, output] = &seen.ops[..] else {
        panic!("three ops")
    };
    assert_eq!((features.kind, features.dead_units), ("features", 0));
    assert_eq!((hidden.kind, hidden.activation), ("dense", Some("relu")));
    assert_eq!((hidden.dead_units, hidden.outputs.zeros), (2, 1.0));
    assert_eq!(hidden.outputs.histogram[0], 2);
    assert_eq!((output.outputs.mean, output.dead_units), (4.0, 0));
    // The output's bias, 4, has the gradient 2 (4 - 3) = 2 and moves by 0.5 · 2; its weights do not.
    let bias = &seen.parameters[3];
    assert_eq!((bias.layer.as_slice(), bias.name), (&[2][..], "biases"));
    assert_eq!((bias.values.mean, bias.values.count), (3.0, 1));
    assert_eq!(bias.gradients.as_ref().unwrap().mean, 2.0);
    assert_eq!((bias.update_norm, bias.update_ratio), (1.0, 0.25));
    let first = &seen.parameters[0].values;
    assert_eq!((first.mean, first.deviation), (0.5, 1.5));
    assert_eq!((first.smallest, first.largest), (-1.0, 2.0));
    assert_eq!((first.norm, first.zeros), (5f64.sqrt(), 0.0));
    let mut bins = [0; HISTOGRAM_BINS];
    (bins[0], bins[HISTOGRAM_BINS - 1]) = (1, 1);
    assert_eq!(first.histogram, bins);
    assert_eq!(seen.parameters[0].update_norm, 0.0);
    assert!(seen.parameters[1].update_ratio.abs() < 1e-12);
}

/// Calculated another way: from the sorted values.
fn check(summary: &Summary, values: &[f64]) {
    let count = values.len() as f64;
    assert_eq!(summary.count, values.len() as u64);
    assert_eq!(summary.non_finite, 0);
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    assert_eq!(summary.smallest, sorted[0]);
    assert_eq!(summary.largest, sorted[sorted.len() - 1]);
    let mean = sorted.iter().sum::<f64>() / count;
    let squares = sorted.iter().map(|x| x * x).sum::<f64>();
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (squares / count).sqrt();
    assert!(near(summary.mean, mean));
    assert!((summary.deviation.powi(2) - (squares / count - mean * mean)).abs() <= 1e-9 * squares);
    assert!((summary.norm - squares.sqrt()).abs() <= 1e-12 * squares.sqrt());
    let zeros = values.iter().filter(|x| **x == 0.0).count() as f64;
    assert_eq!(summary.zeros, zeros / count);
    assert_eq!(summary.histogram.iter().sum::<u64>(), summary.count);
    let width = (summary.largest - summary.smallest) / HISTOGRAM_BINS as f64;
    let below = summary.histogram[..10].iter().sum::<u64>() as f64;
    let border = summary.smallest + 10.0 * width;
    let expected = sorted.partition_point(|x| *x < border) as f64;
    assert!(width == 0.0 || (below - expected).abs() <= 1.0);
}

fn agree(seen: &Statistics, worked: &Inspection) {
    assert_eq!(seen.parameters.len(), worked.parameters.len());
    for (seen, worked) in seen.parameters.iter().zip(&worked.parameters) {
        assert_eq!(seen.name, worked.name);
        check(&seen.values, &worked.after);
        check(
            seen.gradients.as_ref().unwrap(),
            &worked.effective_gradients,
        );
        let moves = worked.after.iter().zip(&worked.before);
        let update = moves.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        assert!((seen.update_norm - update).abs() <= 1e-12 * update);
        let size = worked.before.iter().map(|w| w * w).sum::<f64>().sqrt();
        let ratio = update / size;
        assert!(ratio.is_infinite() || (seen.update_ratio - ratio).abs() <= 1e-12 * ratio);
    }
    // What is fused comes as one: its outputs are the activation's.
    let outputs: Vec<_> = worked
        .ops
        .iter()
        .enumerate()
        .filter(|(i, op)| {
            worked
                .ops
                .get(i + 1)
                .is_none_or(|next| next.layer != op.layer)
        })
        .map(|(_, op)| op)
        .collect();
    assert_eq!(seen.ops.len(), outputs.len());
    for (seen, worked) in seen.ops.iter().zip(outputs) {
        check(&seen.outputs, &worked.outputs);
        assert_eq!(seen.derivatives.is_some(), worked.derivatives.is_some());
    }
}

#[test]
fn they_summarize_a_step_worked_through() {
    for (index, optimizer) in optimizers().into_iter().enumerate() {
        let loss = Loss::ALL[(index + 2) % Loss::ALL.len()];
        let activation = Activation::ALL[(index + 1) % Activation::ALL.len()];
        let mut description = describe(&[6, 21, 3, outputs_of(loss)], activation, loss);
        description["optimizer"] = optimizer;
        description["l2"] = 0.01.into();
        extras(index, &mut description);
        let spec = parse(&description);
        let rows = table(&spec, 50, 0, 4);
        let mut trainer = trainer::<f32>(&spec, &rows);
        trainer.step().unwrap();
        let mut bytes = Vec::new();
        trainer.checkpoint(&mut bytes).unwrap();
        let state = RunState::<f32>::Checkpoint(&bytes);
        let worked = inspect(state, rows.labelled(), 1.0).unwrap();
        let seen = statistics(state, rows.labelled(), 1.0).unwrap();
        agree(&seen, &worked);

        // And the run's own step tells the same, and is the same.
        assert!(trainer.next_ends_epoch());
        let (record, own) = trainer.step_with_statistics().unwrap();
        assert!(record.is_some());
        assert_eq!(own.unwrap(), seen);
        let after: Vec<f32> = worked
            .parameters
            .iter()
            .flat_map(|p| p.after.iter().map(|w| *w as f32))
            .collect();
        assert_eq!(trainer.weights(), after);
    }
}

#[test]
fn of_a_large_batch_rows_that_are_spread_evenly_are_looked_at() {
    let (count, sampled) = (1_300, 512);
    for members in [1, 2] {
        let sizes = [6, 40, 3];
        let mut description = describe(&sizes, Activation::Relu, Loss::MeanSquaredError);
        if members > 1 {
            description["members"] = members.into();
            description["layers"][1]["sharing"] = "own".into();
            description["layers"][0]["sharing"] = "adapters".into();
        }
        let spec = parse(&description);
        let rows = table(&spec, count, 0, 4);
        let mut run = trainer::<f32>(&spec, &rows);
        let mut bytes = Vec::new();
        run.checkpoint(&mut bytes).unwrap();
        let state = RunState::<f32>::Checkpoint(&bytes);
        let worked = inspect(state, rows.labelled(), 1.0).unwrap();
        let seen = run.step_with_statistics().unwrap().1.unwrap();
        assert_eq!(seen.rows, sampled);
        for (op, width) in [(0, sizes[0]), (seen.ops.len() - 1, sizes[2])] {
            // Of the last op the sums, which it hands out as they are.
            let place = if op == 0 { 0 } else { worked.ops.len() - 1 };
            let all = &worked.ops[place].outputs;
            let members = all.len() / (count * width);
            let taken = (0..members * sampled)
                .map(|i| (i / sampled * count + (i % sampled) * count / sampled) * width);
            let values: Vec<f64> = taken.flat_map(|at| all[at..at + width].to_vec()).collect();
            check(&seen.ops[op].outputs, &values);
        }
    }
}

fn spec_of_job() -> RunSpec {
    let mut description = describe(&[6, 20, 3], Activation::Relu, Loss::MeanSquaredError);
    description["epochs"] = 1_000_000.into();
    description["batchSize"] = 16.into();
    parse(&description)
}

#[test]
fn a_running_job_tells_them_once_when_asked() {
    let spec = spec_of_job();
    let source = table(&spec, 100, 20, 3);
    let mut job = Job::start(spec.clone(), source, Start::default(), || {}).unwrap();
    let wait = || std::thread::sleep(Duration::from_millis(1));
    while job.poll().epoch < 3 {
        wait();
    }
    assert_eq!(job.poll().statistics, None);
    job.request_statistics();
    let seen = loop {
        if let Some(seen) = job.poll().statistics {
            break seen;
        }
        wait();
    };
    // An epoch has seven steps, the last one of the 4 rows that are left.
    assert_eq!((seen.step % 7, seen.rows), (0, 4));
    assert_eq!(seen.ops[1].outputs.count, 4 * 20);
    assert!(seen.parameters.iter().all(|p| p.update_norm > 0.0));
    let epoch = job.poll().epoch;
    while job.poll().epoch < epoch + 3 {
        wait();
    }
    assert_eq!(job.poll().statistics, None);
    job.stop();
    job.join();
}
