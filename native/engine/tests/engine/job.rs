//! A run on its thread: steering, telling, failing.

use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{
    Activation, Beginning, Data, DataSource, ErrorKind, Job, JobReport, JobState, Loss, RunSpec,
    Start, StopReason, Which,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

fn endless() -> Value {
    let mut description = describe(&[5, 16, 1], Activation::Tanh, Loss::MeanSquaredError);
    description["epochs"] = 1_000_000.into();
    description["batchSize"] = 16.into();
    description
}

fn start(spec: &RunSpec, rows: &Table, checkpoint: Option<Vec<u8>>) -> Job {
    let from = checkpoint.map_or(Beginning::Initialization, Beginning::Checkpoint);
    let start = Start {
        from,
        ..Start::default()
    };
    Job::start(spec.clone(), rows.clone(), start, || {}).unwrap()
}

/// Polls until `ready`; all records on the way.
fn until(job: &Job, mut ready: impl FnMut(&JobReport) -> bool) -> JobReport {
    let mut records = Vec::new();
    // A minute is far more than any of these takes; it only keeps a defect from hanging the tests.
    for _ in 0..60_000 {
        let mut report = job.poll();
        records.append(&mut report.records);
        if ready(&report) {
            report.records = records;
            return report;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("the job did not get there: {:?}", job.poll());
}

fn over(report: &JobReport) -> bool {
    report.state.is_over()
}

fn weights(job: &Job, spec: &RunSpec, which: Which) -> Vec<f32> {
    let mut weights = vec![0.0; descent_engine::parameter_count(spec) as usize];
    job.read_weights(which, &mut weights).unwrap();
    weights
}

#[test]
fn a_job_does_what_the_trainer_does() {
    let mut description = endless();
    description["epochs"] = 40.into();
    let spec = parse(&description);
    let rows = table(&spec, 100, 30, 1);
    let mut expected = trainer::<f32>(&spec, &rows);
    let records = finish(&mut expected);
    let job = start(&spec, &rows, None);
    let report = until(&job, over);
    assert_eq!(report.state, JobState::Finished);
    assert_eq!(report.stop_reason, Some(StopReason::Epochs));
    assert_eq!((report.epoch, report.step), (40, expected.steps()));
    assert_eq!(report.records.len(), 40);
    for (ours, theirs) in report.records.iter().zip(&records) {
        assert_eq!(
            (ours.epoch, ours.train_loss, ours.validation_loss),
            (theirs.epoch, theirs.train_loss, theirs.validation_loss)
        );
    }
    assert_eq!(weights(&job, &spec, Which::Best), expected.best_weights());
    assert_eq!(weights(&job, &spec, Which::Last), expected.weights());
    assert!(job.poll().records.is_empty());
}

#[test]
fn pause_holds_resume_goes_on_and_stop_ends_with_the_best_weights() {
    let spec = parse(&endless());
    let rows = table(&spec, 300, 30, 1);
    let job = start(&spec, &rows, None);
    until(&job, |r| r.epoch >= 3);
    job.pause();
    let paused = until(&job, |r| r.state == JobState::Paused);
    let before = paused.checkpoint_id;
    std::thread::sleep(Duration::from_millis(30));
    assert_eq!(job.poll().step, paused.step);
    job.resume();
    until(&job, |r| {
        r.state == JobState::Running && r.epoch > paused.epoch + 2
    });
    job.pause();
    until(&job, |r| {
        r.state == JobState::Paused && r.checkpoint_id > before
    });
    job.stop();
    let report = until(&job, over);
    assert_eq!(report.stop_reason, Some(StopReason::Stopped));
    // Neither may bring it back.
    job.resume();
    job.pause();
    assert_eq!(job.state(), JobState::Finished);

    // The same steps without any pause.
    let mut expected = trainer::<f32>(&spec, &rows);
    while expected.steps() < report.step {
        expected.step().unwrap();
    }
    assert_eq!(weights(&job, &spec, Which::Last), expected.weights());
    assert_eq!(weights(&job, &spec, Which::Best), expected.best_weights());
    assert_eq!(report.best_epoch, expected.best_epoch());

    // And from its checkpoint in a job of its own.
    let bytes = job.with_checkpoint(|bytes, _| bytes.to_vec());
    let second = start(&spec, &rows, Some(bytes));
    until(&second, |r| r.step > report.step + 50);
    second.stop();
    let report = until(&second, over);
    while expected.steps() < report.step {
        expected.step().unwrap();
    }
    assert_eq!(weights(&second, &spec, Which::Last), expected.weights());
}

#[test]
fn the_time_limit_ends_a_run() {
    let mut description = endless();
    description["timeLimitSeconds"] = json!(0.05);
    let spec = parse(&description);
    let job = start(&spec, &table(&spec, 100, 30, 1), None);
    let report = until(&job, over);
    assert_eq!(report.stop_reason, Some(StopReason::TimeLimit));
    assert!(report.records.iter().all(|r| r.seconds < 60.0));
}

#[test]
fn dropping_a_job_ends_its_thread_even_when_paused() {
    struct Watched(Table, Arc<AtomicUsize>);
    impl DataSource for Watched {
        fn data(&self) -> Data<'_> {
            self.0.data()
        }
    }
    impl Drop for Watched {
        fn drop(&mut self) {
            self.1.fetch_add(1, Ordering::SeqCst);
        }
    }
    let spec = parse(&endless());
    let released = Arc::new(AtomicUsize::new(0));
    for pause in [false, true] {
        let source = Watched(table(&spec, 100, 30, 1), Arc::clone(&released));
        let job = Job::start(spec.clone(), source, Start::default(), || {}).unwrap();
        if pause {
            job.pause();
            until(&job, |r| r.state == JobState::Paused);
        }
        drop(job);
    }
    assert_eq!(released.load(Ordering::SeqCst), 2);
}

#[test]
fn wake_is_called_for_the_first_epoch_and_every_change_of_state() {
    let spec = parse(&endless());
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let job = Job::start(
        spec.clone(),
        table(&spec, 100, 30, 1),
        Start::default(),
        move || {
            counter.fetch_add(1, Ordering::SeqCst);
        },
    )
    .unwrap();
    let wait_for = |count: usize| until(&job, |_| calls.load(Ordering::SeqCst) >= count);
    wait_for(1);
    job.pause();
    until(&job, |r| r.state == JobState::Paused);
    let before = calls.load(Ordering::SeqCst);
    job.resume();
    wait_for(before + 1);
    job.stop();
    until(&job, over);
    let after = calls.load(Ordering::SeqCst);
    drop(job);
    assert!(calls.load(Ordering::SeqCst) >= after);
}

#[test]
fn trouble_becomes_a_failed_job_with_its_kind() {
    let spec = parse(&endless());
    let mut rows = table(&spec, 100, 30, 1);
    rows.train_inputs[3] = f32::NAN;
    let job = start(&spec, &rows, None);
    let report = until(&job, over);
    assert_eq!(report.state, JobState::Failed);
    assert_eq!(report.error.unwrap().kind, ErrorKind::NonFiniteData);
    assert_eq!(report.stop_reason, None);

    let rows = table(&spec, 100, 30, 1);
    let job = start(&spec, &rows, Some(vec![1, 2, 3]));
    assert_eq!(
        until(&job, over).error.unwrap().kind,
        ErrorKind::CorruptedCheckpoint
    );
    assert!(job.read_weights(Which::Best, &mut [0.0]).is_err());
}

#[test]
fn a_diverged_job_keeps_the_best_weights() {
    let mut description = endless();
    description["layers"][0]["activation"] = "linear".into();
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = json!(1.5);
    description["batchSize"] = json!(null);
    let spec = parse(&description);
    let job = start(&spec, &table(&spec, 100, 30, 1), None);
    let report = until(&job, over);
    assert_eq!(report.error.unwrap().kind, ErrorKind::Diverged);
    assert!(report.best_epoch > 0);
    assert!(
        weights(&job, &spec, Which::Best)
            .iter()
            .all(|w| w.is_finite())
    );
}

#[test]
fn a_panic_is_caught_and_becomes_an_internal_error() {
    struct Broken;
    impl DataSource for Broken {
        fn data(&self) -> Data<'_> {
            panic!("the rows are gone");
        }
    }
    let spec = parse(&endless());
    let job = Job::start(spec, Broken, Start::default(), || {}).unwrap();
    let error = until(&job, over).error.unwrap();
    assert_eq!(error.kind, ErrorKind::Internal);
    assert!(error.message.contains("the rows are gone"));
}

#[test]
fn changes_are_made_between_steps_also_while_paused_and_can_be_repeated() {
    let spec = parse(&endless());
    let rows = table(&spec, 300, 30, 1);
    let job = start(&spec, &rows, None);
    let change = |value: Value| serde_json::from_value(value).unwrap();
    job.change(change(json!({"learningRate": 0.002}))).unwrap();
    let mut changes = until(&job, |r| !r.changes.is_empty()).changes;
    job.pause();
    let paused = until(&job, |r| r.state == JobState::Paused);
    job.change(change(json!({"batchSize": 100, "l2": 0.01})))
        .unwrap();
    let told = until(&job, |r| !r.changes.is_empty());
    assert_eq!(told.state, JobState::Paused);
    assert_eq!(told.changes[0].step, paused.step + 1);
    // What is wrong is said at once, and the run goes on.
    let error = job.change(change(json!({"l2": -1.0}))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidSpec);
    assert!(error.message.contains("l2 is -1"), "{error}");
    // The change is in the checkpoint of the pause.
    let bytes = job.with_checkpoint(|bytes, _| bytes.to_vec());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("\"batchSize\":100"), "{text:.2000}");
    job.resume();
    until(&job, |r| r.epoch > paused.epoch + 3);
    job.stop();
    let report = until(&job, over);

    changes.extend(told.changes);
    let mut repeated = spec.clone();
    repeated.changes = changes;
    let mut expected = trainer::<f32>(&repeated, &rows);
    while expected.steps() < report.step {
        expected.step().unwrap();
    }
    assert_eq!(weights(&job, &spec, Which::Last), expected.weights());
    assert_eq!(weights(&job, &spec, Which::Best), expected.best_weights());
    job.change(change(json!({"learningRate": 0.5}))).unwrap();
    assert!(job.poll().changes.is_empty());
}

/// The program may end right after it was told.
#[test]
fn a_change_made_while_paused_is_told_when_it_is_in_the_checkpoint() {
    let spec = parse(&endless());
    let rows = table(&spec, 100, 30, 1);
    let holds = Arc::new(AtomicBool::new(false));
    let (woken, wakes) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let is_held = Arc::clone(&holds);
    // The job waits where it tells, for as long as it is looked at.
    let wake = move || {
        if is_held.load(Ordering::SeqCst) && woken.send(()).is_ok() {
            let _ = may_go_on.recv();
        }
    };
    let job = Job::start(spec, rows, Start::default(), wake).unwrap();
    job.pause();
    until(&job, |r| r.state == JobState::Paused);
    holds.store(true, Ordering::SeqCst);
    job.change(serde_json::from_value(json!({"batchSize": 100})).unwrap())
        .unwrap();
    loop {
        wakes.recv_timeout(Duration::from_secs(60)).unwrap();
        if !job.poll().changes.is_empty() {
            break;
        }
        go_on.send(()).unwrap();
    }
    let bytes = job.with_checkpoint(|bytes, _| bytes.to_vec());
    holds.store(false, Ordering::SeqCst);
    drop(go_on);
    assert!(String::from_utf8_lossy(&bytes).contains("\"batchSize\":100"));
}

fn explosive() -> Value {
    let mut description = describe(&[5, 16, 1], Activation::Linear, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = json!(1.5);
    description["epochs"] = 60.into();
    description
}

#[test]
fn a_failed_run_is_gone_on_from_its_last_sound_step_with_a_lower_rate() {
    let mut description = explosive();
    description["divergence"] = json!({"rollbacks": 0, "factor": 0.5});
    let spec = parse(&description);
    let rows = table(&spec, 100, 30, 1);
    let job = start(&spec, &rows, None);
    let failed = until(&job, over);
    assert_eq!(failed.error.unwrap().kind, ErrorKind::Diverged);
    let bytes = job.with_checkpoint(|bytes, _| bytes.to_vec());
    description["changes"] = json!([{"step": failed.step + 1, "learningRate": 0.02}]);
    let second = start(&parse(&description), &rows, Some(bytes));
    let report = until(&second, over);
    assert_eq!(report.stop_reason, Some(StopReason::Epochs));
    assert_eq!(report.records[0].epoch, failed.epoch + 1);
    assert!(report.last_validation_loss < report.records[0].validation_loss);
}

#[test]
fn a_failed_run_that_keeps_no_state_to_go_back_to_still_has_its_best_weights() {
    let spec = parse(&explosive());
    let rows = table(&spec, 100, 30, 1);
    let job = start(&spec, &rows, None);
    let failed = until(&job, over);
    assert_eq!(failed.error.unwrap().kind, ErrorKind::Diverged);
    let mut expected = trainer::<f32>(&spec, &rows);
    while expected.step().is_ok() {}
    assert_eq!(failed.best_epoch, expected.best_epoch());
    assert!(failed.best_epoch > 0 && failed.best_loss.is_finite());
    assert_eq!(weights(&job, &spec, Which::Best), expected.best_weights());
}

#[test]
fn a_job_tells_that_it_went_back_and_with_which_rate_it_goes_on() {
    let mut description = explosive();
    description["divergence"] = json!({"rollbacks": 10, "factor": 0.25});
    description["metrics"] = json!(["mae"]);
    let spec = parse(&description);
    let rows = table(&spec, 100, 30, 1);
    let job = start(&spec, &rows, None);
    let (mut changes, mut epochs) = (Vec::new(), Vec::new());
    let report = loop {
        let report = job.poll();
        changes.extend(report.changes.clone());
        let told: Vec<u64> = report.records.iter().map(|r| r.epoch).collect();
        assert!(told.windows(2).all(|w| w[1] == w[0] + 1), "{told:?}");
        assert_eq!(report.metrics.len(), told.len());
        // Epochs told again replace those told before.
        epochs.retain(|epoch| told.first().is_none_or(|first| epoch < first));
        epochs.extend(told);
        if over(&report) {
            break report;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    assert_eq!(report.stop_reason, Some(StopReason::Epochs));
    assert_eq!(epochs, (1..=60).collect::<Vec<u64>>());
    assert!(!changes.is_empty());
    assert!(changes.iter().all(|c| c.rate_factor == Some(0.25)));
    let mut expected = trainer::<f32>(&spec, &rows);
    while expected.ended().is_none() {
        expected.step().unwrap();
    }
    assert_eq!(changes, expected.changes());
    assert_eq!(weights(&job, &spec, Which::Last), expected.weights());
}
