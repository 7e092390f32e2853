//! Whatever a description says: it is refused by name, or it trains and predicts.

use crate::support::life::{
    accepted_or_refused, damage, half_way, live, predicted_or_refused, resumed_or_refused, seal,
};
use crate::support::parse;
use crate::support::random::spoil::{garble, spoil};
use crate::support::random::{Choices, bytes, cases, description};
use descent_engine::RunSpec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn every_sound_description_is_accepted_and_lives(bytes in bytes()) {
        let described = description(&mut Choices::new(&bytes));
        let spec = parse(&described);
        let again: RunSpec = parse(&serde_json::to_value(&spec).unwrap());
        prop_assert!(spec == again);
        live(&spec)?;
    }

    #[test]
    fn a_description_with_changed_fields_is_refused_or_lives(bytes in bytes(), changes in 1usize..4) {
        let mut choices = Choices::new(&bytes);
        let mut described = description(&mut choices);
        for _ in 0..changes {
            spoil(&mut choices, &mut described);
        }
        accepted_or_refused(&described.to_string())?;
    }

    #[test]
    fn a_description_of_garbled_text_is_refused_or_lives(bytes in bytes(), changes in 1usize..4) {
        let mut choices = Choices::new(&bytes);
        let mut text = description(&mut choices).to_string();
        for _ in 0..changes {
            text = garble(&mut choices, &text);
        }
        accepted_or_refused(&text)?;
    }

    #[test]
    fn any_numbers_are_predicted_from_or_refused(bytes in bytes(), odd in prop::collection::vec(any::<u32>(), 1..6)) {
        let spec = parse(&description(&mut Choices::new(&bytes)));
        predicted_or_refused(&spec, &odd)?;
    }

    #[test]
    fn a_damaged_checkpoint_is_refused_or_goes_on(bytes in bytes()) {
        let (spec, rows, mut checkpoint) = half_way();
        damage(&mut Choices::new(&bytes), &mut checkpoint);
        resumed_or_refused(&spec, &rows, &checkpoint)?;
    }
}

#[test]
fn the_seal_of_a_damaged_checkpoint_is_the_engines() {
    let (_, _, checkpoint) = half_way();
    let mut sealed = checkpoint.clone();
    seal(&mut sealed);
    assert!(sealed == checkpoint);
}
