//! How long a run was is part of its description: one that was stopped, extended, or both repeats to the bit.

use crate::support::methods::{optimizers, schedules};
use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{
    Activation, Beginning, Change, EpochRecord, ErrorKind, Job, Loss, Options, RunSpec, Start,
    StopReason, Trainer,
};
use serde_json::{Value, json};
use std::time::Duration;

fn description() -> Value {
    let mut description = describe(&[5, 12, 7, 3], Activation::Silu, Loss::SoftmaxCrossEntropy);
    description["batchSize"] = 8.into();
    description["epochs"] = 4.into();
    description
}

fn change(value: Value) -> Change {
    serde_json::from_value(value).unwrap()
}

fn checkpoint(run: &Trainer<'_, f32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    run.checkpoint(&mut bytes).unwrap();
    bytes
}

fn resumed<'a>(spec: &RunSpec, rows: &'a Table, bytes: &[u8]) -> Trainer<'a, f32> {
    Trainer::new(spec, rows.data(), Some(bytes), Options::default()).unwrap()
}

/// Everything of a record that is not the clock.
fn bits(records: &[EpochRecord]) -> Vec<[u64; 4]> {
    let of = |r: &EpochRecord| {
        let values = [r.train_loss, r.validation_loss, r.learning_rate];
        let [train, validation, rate] = values.map(f64::to_bits);
        [r.epoch, train, validation, rate]
    };
    records.iter().map(of).collect()
}

/// The description of a run with its changes, as its record has it.
fn record(described: &Value, run: &Trainer<'_, f32>) -> RunSpec {
    let mut described = described.clone();
    described["changes"] = serde_json::to_value(run.changes()).unwrap();
    parse(&described)
}

fn assert_repeats(spec: &RunSpec, rows: &Table, run: &Trainer<'_, f32>, told: &[EpochRecord]) {
    let mut again = trainer::<f32>(spec, rows);
    let records = finish(&mut again);
    assert_eq!(bits(&records), bits(told));
    assert_eq!(again.steps(), run.steps());
    assert_eq!(again.weights(), run.weights());
    assert_eq!(again.best_weights(), run.best_weights());
    assert_eq!(again.best_epoch(), run.best_epoch());
}

#[test]
fn a_run_that_was_extended_repeats_with_every_schedule_and_optimizer() {
    for schedule in schedules() {
        for optimizer in optimizers() {
            let mut described = description();
            described["schedule"] = schedule.clone();
            described["optimizer"] = optimizer;
            if described["optimizer"]["kind"] == "lbfgs" {
                described["batchSize"] = Value::Null;
            }
            let spec = parse(&described);
            let rows = table(&spec, 43, 20, 1);
            let mut first = trainer::<f32>(&spec, &rows);
            let mut told = finish(&mut first);
            let mut more = resumed(&spec, &rows, &checkpoint(&first));
            more.change(change(json!({"epochs": 9}))).unwrap();
            told.append(&mut finish(&mut more));
            assert_repeats(&record(&described, &more), &rows, &more, &told);
        }
    }
}

#[test]
fn a_run_that_was_extended_after_early_stopping_repeats() {
    let mut described = description();
    described["epochs"] = 50.into();
    described["earlyStopping"] = json!({"patience": 2, "minDelta": 1000.0});
    described["divergence"] = json!({"rollbacks": 2, "factor": 0.5});
    let spec = parse(&described);
    let rows = table(&spec, 43, 20, 1);
    let mut run = trainer::<f32>(&spec, &rows);
    let mut told = finish(&mut run);
    for (epochs, reason) in [(4, StopReason::Epochs), (9, StopReason::EarlyStopping)] {
        run = resumed(&record(&described, &run), &rows, &checkpoint(&run));
        run.change(change(json!({"epochs": epochs}))).unwrap();
        told.append(&mut finish(&mut run));
        assert_eq!(run.ended(), Some(reason));
    }
    assert_eq!(run.epoch(), 6);
    assert_repeats(&record(&described, &run), &rows, &run, &told);

    // From the checkpoint at the end of the first part, which knows nothing of the others.
    let mut first = trainer::<f32>(&spec, &rows);
    finish(&mut first);
    let mut late = resumed(&record(&described, &run), &rows, &checkpoint(&first));
    finish(&mut late);
    assert_eq!(late.weights(), run.weights());
}

#[test]
fn a_run_that_was_stopped_in_the_middle_of_an_epoch_ends_there_again() {
    let mut described = description();
    let spec = parse(&described);
    let rows = table(&spec, 43, 20, 1);
    for (steps, reason) in [
        (0, StopReason::Stopped),
        (3, StopReason::Pruned),
        (6, StopReason::TimeLimit),
        (14, StopReason::Stopped),
    ] {
        let mut run = trainer::<f32>(&spec, &rows);
        let told: Vec<_> = (0..steps).filter_map(|_| run.step().unwrap()).collect();
        described["changes"] = json!([{"step": steps + 1, "stopped": reason.as_str()}]);
        let stopped = parse(&described);
        assert_repeats(&stopped, &rows, &run, &told);
        let mut again = trainer::<f32>(&stopped, &rows);
        finish(&mut again);
        assert_eq!(again.ended(), Some(reason));

        // It goes on as if it had never been stopped, also from its checkpoint.
        let mut whole = trainer::<f32>(&spec, &rows);
        finish(&mut whole);
        let from_checkpoint = resumed(&stopped, &rows, &checkpoint(&run));
        for mut extended in [again, from_checkpoint] {
            extended.change(change(json!({"epochs": 4}))).unwrap();
            finish(&mut extended);
            assert_eq!(extended.weights(), whole.weights());
        }
    }
}

#[test]
fn who_lets_a_repeat_go_on_that_was_stopped_early_passes_the_planned_end_too() {
    let mut described = description();
    described["changes"] = json!([
        {"step": 15, "stopped": "stopped"},
        {"step": 4, "stopped": "stopped"},
        {"step": 4, "epochs": 4},
    ]);
    let spec = parse(&described);
    let rows = table(&spec, 43, 20, 1);
    let mut run = trainer::<f32>(&spec, &rows);
    assert_eq!(finish(&mut run).len(), 4);
    assert_eq!(run.ended(), Some(StopReason::Epochs));
}

#[test]
fn a_repeat_ends_at_its_step_and_not_by_the_clock() {
    let mut described = description();
    described["epochs"] = 1_000_000.into();
    described["timeLimitSeconds"] = json!(0.000_001);
    described["changes"] = json!([{"step": 4000, "stopped": "timeLimit"}]);
    let spec = parse(&described);
    let mut job = Job::start(
        spec.clone(),
        table(&spec, 43, 20, 1),
        Start::default(),
        || {},
    )
    .unwrap();
    job.join();
    let report = job.poll();
    assert_eq!(report.stop_reason, Some(StopReason::TimeLimit));
    assert_eq!(report.step, 3999);
}

#[test]
fn a_job_extends_a_run_and_tells_of_it_with_its_step() {
    let described = description();
    let spec = parse(&described);
    let rows = table(&spec, 43, 20, 1);
    let mut first = trainer::<f32>(&spec, &rows);
    finish(&mut first);
    let step = first.steps() + 1;
    let start = Start {
        from: Beginning::Checkpoint(checkpoint(&first)),
        extend_to: Some(7),
        ..Start::default()
    };
    let job = Job::start(spec, rows.clone(), start, || {}).unwrap();
    let mut changes = Vec::new();
    loop {
        let mut report = job.poll();
        changes.append(&mut report.changes);
        if report.state.is_over() {
            assert_eq!(
                (report.epoch, report.stop_reason),
                (7, Some(StopReason::Epochs))
            );
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(changes, [change(json!({"step": step, "epochs": 7}))]);
}

#[test]
fn an_end_that_a_run_knows_by_itself_is_no_change() {
    for (made, words) in [
        (
            json!({"step": 4, "stopped": "epochs"}),
            "changes[0].stopped is epochs",
        ),
        (json!({"step": 4, "epochs": 0}), "changes[0]: epochs is 0"),
    ] {
        let mut described = description();
        described["changes"] = json!([made]);
        let error = RunSpec::from_json(&described.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(error.message.contains(words), "{error}");
    }
}
