//! No memory is allocated within a step, nor in the evaluation at the end of an epoch, nor for a run that will be refused.
#![allow(clippy::unwrap_used, clippy::expect_used, unsafe_code)]

#[path = "engine/support/mod.rs"]
mod support;

use descent_engine::{Activation, ErrorKind, Loss, Metric, Options, Trainer, predict};
use serde_json::{Value, json};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::features::{front_ends, with_features};
use support::layers::everything;
use support::methods::{extras, optimizers, schedules};
use support::{describe, outputs_of, parse, table, trainer};

struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
/// One test at a time, because they count what every thread allocates.
static TURN: Mutex<()> = Mutex::new(());

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::SeqCst);
        BYTES.fetch_add(layout.size(), Ordering::SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations of a run's steps after the first.
fn allocations(description: &Value) -> usize {
    let spec = parse(description);
    let rows = table(&spec, 200, 300, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    trainer.step().unwrap();
    let before = COUNT.load(Ordering::SeqCst);
    let mut epochs = 0;
    while trainer.ended().is_none() {
        epochs += usize::from(trainer.step().unwrap().is_some());
    }
    let count = COUNT.load(Ordering::SeqCst) - before;
    assert_eq!(epochs, 3);
    count
}

/// The thread that starts the tests allocates now and then as well; what a step allocates, it allocates every time.
fn allocates_nothing(description: &Value) {
    assert!(
        (0..3).any(|_| allocations(description) == 0),
        "{description}"
    );
}

#[test]
fn steps_and_epochs_allocate_nothing() {
    let _turn = TURN.lock().unwrap_or_else(|broken| broken.into_inner());
    for (_, columns, features) in front_ends() {
        let sizes = [1, 150, 3];
        let description = describe(&sizes, Activation::Relu, Loss::MeanSquaredError);
        let mut description = with_features(description, columns, &features);
        description["batchSize"] = 90.into();
        description["threads"] = 2.into();
        description["epochs"] = 3.into();
        allocates_nothing(&description);
    }
    for members in [1, 3] {
        let mut description = everything(members, 100);
        description["threads"] = 2.into();
        allocates_nothing(&description);
    }
    let (optimizers, schedules) = (optimizers(), schedules());
    for (index, optimizer) in optimizers.iter().enumerate() {
        let loss = Loss::ALL[(index + 8) % Loss::ALL.len()];
        let sizes = [40, 150, 70, outputs_of(loss)];
        let activation = Activation::ALL[(index + 5) % Activation::ALL.len()];
        let mut description = describe(&sizes, activation, loss);
        description["optimizer"] = optimizer.clone();
        description["schedule"] = schedules[index % schedules.len()].clone();
        extras(index, &mut description);
        description["learningRate"] = 1e-4.into();
        description["batchSize"] = 90.into();
        description["threads"] = 2.into();
        description["epochs"] = 3.into();
        let metrics = Metric::ALL.iter().filter(|m| m.belongs_to(loss));
        let names: Vec<&str> = metrics.map(|m| m.name()).collect();
        description["metrics"] = names.into();
        description["trainMetrics"] = true.into();
        allocates_nothing(&description);
    }
    // A step of which is an epoch.
    let mut description = describe(&[40, 150, 3], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "lbfgs"});
    description["learningRate"] = 1.into();
    description["l2"] = 0.01.into();
    description["earlyStopping"] = json!({"patience": 9, "metric": "r2"});
    description["threads"] = 2.into();
    description["epochs"] = 4.into();
    allocates_nothing(&description);
}

/// The largest description that there is takes terabytes.
#[test]
fn what_does_not_fit_is_refused_before_anything_large_is_allocated() {
    let _turn = TURN.lock().unwrap_or_else(|broken| broken.into_inner());
    let mut sizes = vec![65_536; 64];
    sizes.push(2);
    let mut description = describe(&sizes, Activation::Mish, Loss::SoftmaxCrossEntropy);
    description["optimizer"] = json!({"kind": "amsgrad"});
    description["averaging"] = json!({"kind": "exponential"});
    description["metrics"] = json!(["rocAuc", "mcc"]);
    description["threads"] = 256.into();
    let spec = parse(&description);
    let rows = table(&spec, 3, 1, 1);
    let before = BYTES.load(Ordering::SeqCst);
    let refused = Trainer::<f32>::new(&spec, rows.data(), None, Options::default());
    assert_eq!(refused.err().unwrap().kind, ErrorKind::OutOfMemory);
    let mut outputs = [0.0f32; 2];
    let refused = predict(&spec, &[0.0f32], &rows.validation_inputs, &mut outputs);
    assert_eq!(refused.unwrap_err().kind, ErrorKind::ShapeMismatch);
    let used = BYTES.load(Ordering::SeqCst) - before;
    // The plan of so many columns is a quarter of a megabyte, and is made a few times.
    assert!(used < 1 << 22, "{used} bytes");
}
