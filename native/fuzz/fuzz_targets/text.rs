//! Descriptions as text.
#![no_main]

#[path = "../../engine/tests/engine/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| support::life::accepted_or_refused(text).unwrap());
