//! A checkpoint that the bytes damage.
#![no_main]

#[path = "../../engine/tests/engine/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use support::life::{damage, half_way, resumed_or_refused};
use support::random::Choices;

fuzz_target!(|bytes: &[u8]| {
    let (spec, rows, mut checkpoint) = half_way();
    damage(&mut Choices::new(bytes), &mut checkpoint);
    resumed_or_refused(&spec, &rows, &checkpoint).unwrap();
});
