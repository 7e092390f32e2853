//! Whatever a description says: it is refused by name, or it trains and predicts.

use crate::support::random::{Choices, bytes, cases, description, garble, spoil};
use crate::support::{parse, table};
use descent_engine::{
    ErrorKind, Options, RunSpec, Trainer, estimate_memory_bytes, predict, weights_len,
};
use proptest::prelude::*;

/// Two steps, a checkpoint, the rest of the run from it, and predictions; refusals of kinds that a person may meet.
fn live(spec: &RunSpec) -> Result<(), TestCaseError> {
    let rows = table(spec, 19, 5, spec.seed);
    let mut trainer = match Trainer::<f32>::new(spec, rows.data(), None, Options::default()) {
        Ok(trainer) => trainer,
        Err(error) => {
            prop_assert!(error.kind != ErrorKind::Internal, "{error}");
            return Ok(());
        }
    };
    for _ in 0..2 {
        if trainer.ended().is_none()
            && let Err(error) = trainer.step()
        {
            prop_assert_eq!(error.kind, ErrorKind::Diverged);
            return Ok(());
        }
    }
    let mut bytes = Vec::new();
    trainer.checkpoint(&mut bytes).unwrap();
    let resumed = Trainer::<f32>::new(spec, rows.data(), Some(&bytes), Options::default()).unwrap();
    prop_assert!(resumed.weights() == trainer.weights());
    let weights = trainer.weights();
    prop_assert_eq!(weights.len() as u64, weights_len(spec));
    prop_assert!(weights.iter().all(|w| w.is_finite()));
    let mut outputs = vec![f32::NAN; 5 * spec.outputs()];
    predict(spec, &weights, &rows.validation_inputs, &mut outputs).unwrap();
    prop_assert!(outputs.iter().all(|y| !y.is_nan()));
    Ok(())
}

/// Small enough to be trained within a test. Few rows are trained, but a split may be claimed to be large.
fn is_small(spec: &RunSpec) -> bool {
    let rows = estimate_memory_bytes(spec, 20, 5) < 16 << 20;
    rows && spec.threads <= 4
}

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
}

fn accepted_or_refused(text: &str) -> Result<(), TestCaseError> {
    match RunSpec::from_json(text) {
        Ok(spec) if is_small(&spec) => live(&spec),
        Ok(spec) => {
            prop_assert!(estimate_memory_bytes(&spec, usize::MAX >> 1, usize::MAX >> 1) > 0);
            Ok(())
        }
        Err(error) => {
            let kinds = [ErrorKind::InvalidSpec, ErrorKind::ShapeMismatch];
            prop_assert!(kinds.contains(&error.kind), "{error}");
            prop_assert!(!error.message.is_empty());
            Ok(())
        }
    }
}
