//! Networks and methods that the bytes decide, some with fields that hardly belong there.
#![no_main]

#[path = "../../engine/tests/engine/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use support::life::{accepted_or_refused, live};
use support::random::spoil::{garble, spoil};
use support::random::{Choices, description};

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let changes = choices.below(4);
    let mut described = description(&mut choices);
    if changes == 0 {
        live(&support::parse(&described)).unwrap();
        return;
    }
    for _ in 1..changes {
        spoil(&mut choices, &mut described);
    }
    let text = garble(&mut choices, &described.to_string());
    accepted_or_refused(&text).unwrap();
});
