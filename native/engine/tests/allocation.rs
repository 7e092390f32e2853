//! No memory is allocated within a step, nor in the evaluation at the end of an epoch.
#![allow(clippy::unwrap_used, clippy::expect_used, unsafe_code)]

mod support;

use descent_engine::{Activation, Loss};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{describe, parse, table, trainer};

struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::SeqCst);
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

#[test]
fn steps_and_epochs_allocate_nothing() {
    let mut description = describe(
        &[40, 150, 70, 5],
        Activation::Gelu,
        Loss::SoftmaxCrossEntropy,
    );
    description["batchSize"] = 190.into();
    description["threads"] = 2.into();
    description["epochs"] = 4.into();
    let spec = parse(&description);
    let rows = table(&spec, 700, 600, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    trainer.step().unwrap();
    let before = COUNT.load(Ordering::SeqCst);
    let mut epochs = 0;
    while trainer.ended().is_none() {
        epochs += usize::from(trainer.step().unwrap().is_some());
    }
    assert_eq!(COUNT.load(Ordering::SeqCst) - before, 0);
    assert_eq!(epochs, 4);
}
