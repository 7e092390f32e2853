//! Epochs that a job keeps: which, with what, and that keeping them changes nothing.

use crate::support::methods::{extras, optimizers};
use crate::support::{Table, describe, outputs_of, parse, table, trainer};
use descent_engine::{
    Activation, Beginning, Job, JobReport, KeptEpoch, Loss, RunSpec, Start, StopReason, Which,
    is_kept,
};
use serde_json::{Value, json};
use std::time::Duration;

fn start(spec: &RunSpec, rows: &Table, from: Beginning, keep: bool) -> Job {
    let start = Start {
        from,
        keep,
        ..Start::default()
    };
    Job::start(spec.clone(), rows.clone(), start, || {}).unwrap()
}

/// Polls to the end. Epochs told again replace those told before, and those beyond the last one are gone.
fn finish(job: &Job) -> (JobReport, Vec<KeptEpoch>) {
    let mut kept: Vec<KeptEpoch> = Vec::new();
    for _ in 0..60_000 {
        let mut report = job.poll();
        let again = report.records.first().map_or(u64::MAX, |r| r.epoch);
        kept.retain(|k| k.epoch < again && k.epoch <= report.epoch);
        let told = |k: &KeptEpoch| report.records.iter().any(|r| r.epoch == k.epoch);
        assert!(report.kept.iter().all(told));
        assert!(report.kept.iter().all(|k| k.epoch <= report.epoch));
        kept.append(&mut report.kept);
        if report.state.is_over() {
            assert_eq!(report.kept_dropped, 0);
            return (report, kept);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("the job did not end");
}

fn epochs(kept: &[KeptEpoch]) -> Vec<u64> {
    kept.iter().map(|k| k.epoch).collect()
}

/// What a run of this description is to keep.
fn expected(spec: &RunSpec, rows: &Table) -> Vec<KeptEpoch> {
    let mut run = trainer::<f32>(spec, rows);
    let mut kept: Vec<KeptEpoch> = Vec::new();
    while run.ended().is_none() {
        let ends = run.next_ends_epoch();
        let (record, statistics) = run.step_with_statistics().unwrap();
        kept.retain(|k| k.epoch <= run.epoch() && record.is_none_or(|r| k.epoch < r.epoch));
        if ends && record.is_some() && is_kept(run.epoch()) {
            kept.push(KeptEpoch {
                epoch: run.epoch(),
                weights: run.standing_weights(),
                statistics: statistics.unwrap(),
            });
        }
    }
    kept
}

#[test]
fn sixteen_of_each_doubling_are_kept() {
    let up_to = |last: u64| (0..=last).filter(|epoch| is_kept(*epoch));
    let first: Vec<u64> = (1..=32).chain((34..=64).step_by(2)).collect();
    assert_eq!(up_to(66).collect::<Vec<_>>(), first);
    for k in 4..20 {
        let of_octave = up_to((2 << k) - 1).filter(|epoch| *epoch >= 1 << k);
        assert_eq!(of_octave.count(), 16);
    }
    assert_eq!(up_to(100_000).count(), 216);
    assert!(is_kept(u64::MAX - (1 << 59) + 1) && !is_kept(u64::MAX));
}

fn description(index: usize, epochs: u64) -> Value {
    let loss = Loss::ALL[(index + 1) % Loss::ALL.len()];
    let activation = Activation::ALL[(index + 2) % Activation::ALL.len()];
    let mut description = describe(&[5, 12, outputs_of(loss)], activation, loss);
    description["optimizer"] = optimizers()[index % optimizers().len()].clone();
    description["learningRate"] = 0.001.into();
    description["batchSize"] = 16.into();
    description["epochs"] = epochs.into();
    extras(index, &mut description);
    description
}

#[test]
fn they_are_what_the_run_was_and_the_run_is_what_it_would_have_been() {
    for index in 0..optimizers().len() {
        let spec = parse(&description(index, 40));
        let rows = table(&spec, 50, 20, 3);
        let kept = expected(&spec, &rows);
        assert_eq!(kept.len(), 36);
        let job = start(&spec, &rows, Beginning::Initialization, true);
        assert!(finish(&job).1 == kept);
        let plain = start(&spec, &rows, Beginning::Initialization, false);
        assert!(finish(&plain).1.is_empty());
        let mut weights = [(); 2].map(|()| vec![0.0; kept[0].weights.len()]);
        for which in [Which::Best, Which::Last] {
            for (job, weights) in [&job, &plain].into_iter().zip(&mut weights) {
                job.read_weights(which, weights).unwrap();
            }
            assert!(weights[0] == weights[1], "{:?}", spec.optimizer);
        }
        assert!(weights[0] == kept.last().unwrap().weights);
    }
}

#[test]
fn a_run_that_goes_on_from_a_checkpoint_keeps_the_rest_of_the_same_ones() {
    for (index, threads) in [(6, 1), (1, 2), (12, 3)] {
        let mut described = description(index, 1_000_000);
        let endless = parse(&described);
        let rows = table(&endless, 50, 20, 3);
        let first = start(&endless, &rows, Beginning::Initialization, true);
        while first.poll().epoch == 0 {
            std::thread::sleep(Duration::from_micros(100));
        }
        // At a step that nobody knows.
        first.stop();
        let (report, _) = finish(&first);
        let bytes = first.with_checkpoint(|bytes, _| bytes.to_vec());
        described["threads"] = threads.into();
        described["epochs"] = (report.epoch + 40).into();
        let spec = parse(&described);
        let second = start(&spec, &rows, Beginning::Checkpoint(bytes), true);
        let rest = finish(&second).1;
        let kept = expected(&spec, &rows);
        let later: Vec<_> = kept.iter().filter(|k| k.epoch > report.epoch).collect();
        assert!(!later.is_empty());
        assert!(rest.iter().eq(later), "from epoch {}", report.epoch);
    }
}

#[test]
fn a_run_that_went_back_keeps_the_epochs_again() {
    let mut description = describe(&[5, 16, 1], Activation::Linear, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = json!(1.5);
    description["epochs"] = 60.into();
    description["divergence"] = json!({"rollbacks": 10, "factor": 0.25});
    let spec = parse(&description);
    let rows = table(&spec, 100, 30, 1);
    let job = start(&spec, &rows, Beginning::Initialization, true);
    let (report, kept) = finish(&job);
    assert_eq!(report.stop_reason, Some(StopReason::Epochs));
    assert_eq!(
        epochs(&kept),
        (1..=60).filter(|e| is_kept(*e)).collect::<Vec<_>>()
    );
    assert!(kept == expected(&spec, &rows));

    // Nobody polled until the end.
    let mut job = start(&spec, &rows, Beginning::Initialization, true);
    job.join();
    assert!(job.poll().kept == kept);

    // A run that fails leaves what is before its last sound state.
    description["divergence"] = json!({"rollbacks": 0, "factor": 0.25});
    let job = start(&parse(&description), &rows, Beginning::Initialization, true);
    let (report, kept) = finish(&job);
    assert!(report.error.is_some());
    assert_eq!(epochs(&kept), (1..=report.epoch).collect::<Vec<_>>());
}

#[test]
fn an_iteration_of_lbfgs_is_an_epoch_that_can_be_kept() {
    let mut description = describe(&[4, 6, 1], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "lbfgs"});
    description["learningRate"] = 1.into();
    description["epochs"] = 30.into();
    let spec = parse(&description);
    let rows = table(&spec, 40, 10, 2);
    let (report, kept) = finish(&start(&spec, &rows, Beginning::Initialization, true));
    assert_eq!(epochs(&kept), (1..=report.epoch).collect::<Vec<_>>());
    assert!(kept == expected(&spec, &rows));
}
