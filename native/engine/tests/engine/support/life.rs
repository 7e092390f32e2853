//! What may come of a description or a checkpoint, whatever is in it.

use super::random::Choices;
use super::{Table, parse, table};
use descent_engine::{
    ErrorKind, Options, RunSpec, Trainer, estimate_memory_bytes, predict, weights_len,
};
use proptest::prelude::*;
use serde_json::json;

/// Two steps, a checkpoint, the rest of the run from it, and predictions; refusals of kinds that a person may meet.
pub fn live(spec: &RunSpec) -> Result<(), TestCaseError> {
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

pub fn accepted_or_refused(text: &str) -> Result<(), TestCaseError> {
    match RunSpec::from_json(text) {
        Ok(spec) if is_small(&spec) => live(&spec),
        Ok(spec) => {
            let rows = u32::MAX as usize;
            prop_assert!(estimate_memory_bytes(&spec, rows, rows) > rows as u64);
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

/// What a person hands a trained network: whatever is in a cell, as bits, in some of the rows.
pub fn predicted_or_refused(spec: &RunSpec, odd: &[u32]) -> Result<(), TestCaseError> {
    let rows = table(spec, 19, 5, spec.seed);
    let weights = super::trainer::<f32>(spec, &rows).weights();
    let mut inputs = rows.train_inputs.clone();
    let mut expected = vec![0.0; 19 * spec.outputs()];
    predict(spec, &weights, &inputs, &mut expected).unwrap();
    let usual = [
        f32::NAN,
        f32::INFINITY,
        -1.0,
        1e9,
        f32::MAX,
        0.5,
        -2.0,
        65_536.0,
    ];
    for (i, bits) in odd.iter().enumerate() {
        let number = usual.get((bits % 16) as usize).copied();
        let at = (4 * i % 19) * spec.inputs + (bits >> 8) as usize % spec.inputs;
        inputs[at] = number.unwrap_or(f32::from_bits(*bits));
    }
    let mut outputs = vec![0.0; expected.len()];
    if let Err(error) = predict(spec, &weights, &inputs, &mut outputs) {
        let kinds = [ErrorKind::NonFiniteData, ErrorKind::InvalidCategory];
        prop_assert!(kinds.contains(&error.kind), "{error}");
        return Ok(());
    }
    let each = outputs
        .chunks(spec.outputs())
        .zip(expected.chunks(spec.outputs()));
    for (row, (found, expected)) in each.enumerate() {
        let same = inputs[row * spec.inputs..][..spec.inputs]
            == rows.train_inputs[row * spec.inputs..][..spec.inputs];
        prop_assert!(!same || found == expected, "row {} is spoilt", row + 1);
    }
    Ok(())
}

/// A small run half-way: its data, and its checkpoint.
pub fn half_way() -> (RunSpec, Table, Vec<u8>) {
    let spec = parse(&json!({
        "inputs": 3,
        "layers": [
            {"kind": "dense", "units": 5, "activation": "gelu", "initialization": "he"},
            {"kind": "dense", "units": 2, "activation": "linear", "initialization": "glorot"}
        ],
        "loss": "softmaxCrossEntropy", "optimizer": {"kind": "nadam"}, "learningRate": 0.01,
        "schedule": {"kind": "plateau"}, "averaging": {"kind": "stochastic", "startEpoch": 2},
        "batchSize": 4, "epochs": 4, "earlyStopping": {"patience": 2}, "divergence": {"rollbacks": 2, "factor": 0.5}, "timeLimitSeconds": null
    }));
    let rows = table(&spec, 19, 5, 1);
    let mut bytes = Vec::new();
    let mut trainer = super::trainer::<f32>(&spec, &rows);
    for _ in 0..13 {
        trainer.step().unwrap();
    }
    trainer.checkpoint(&mut bytes).unwrap();
    (spec, rows, bytes)
}

/// Damages a checkpoint. Now and then its length and checksum are made good again, as by somebody who knows the format.
pub fn damage(choices: &mut Choices<'_>, bytes: &mut Vec<u8>) {
    let head = 48 + description_length(bytes) + 28 * 8;
    for _ in 0..=choices.below(3) {
        let end = if choices.rarely(4) { bytes.len() } else { head };
        let at = choices.below(end.min(bytes.len()).max(1));
        let to = (at + choices.below(64)).min(bytes.len());
        let piece = bytes[at.min(to)..to].to_vec();
        match choices.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, piece)),
            2 => drop(bytes.drain(at..to)),
            3 => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte ^= 1 << (at % 8)),
            _ => {
                // Words of the head, which the length of the description shifts.
                let first = 32 + description_length(bytes);
                let word = first + 8 * choices.below(28);
                let now = bytes.get(word..word + 8).map_or(0, |eight| {
                    eight
                        .iter()
                        .rev()
                        .fold(0u64, |number, byte| number << 8 | u64::from(*byte))
                });
                let new = choices.pick(&[
                    0,
                    1,
                    now.wrapping_add(1),
                    now.wrapping_sub(1),
                    now.wrapping_mul(3),
                    u64::MAX,
                    1 << 63,
                    1 << 32,
                    u64::from(u32::MAX),
                    f64::NAN.to_bits(),
                    f64::INFINITY.to_bits(),
                    (-1e300f64).to_bits(),
                    1e-320f64.to_bits(),
                ]);
                if word + 8 <= bytes.len() {
                    bytes[word..word + 8].copy_from_slice(&new.to_le_bytes());
                }
            }
        }
    }
    if !choices.rarely(5) {
        seal(bytes);
    }
}

fn description_length(bytes: &[u8]) -> usize {
    bytes
        .get(24..26)
        .map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8)
}

/// Writes the length and the checksum that these bytes need.
pub fn seal(bytes: &mut [u8]) {
    let Some(body) = bytes.len().checked_sub(8).filter(|body| *body >= 24) else {
        return;
    };
    let length = bytes.len() as u64;
    bytes[16..24].copy_from_slice(&length.to_le_bytes());
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in bytes[..body].chunks(8) {
        let word = part
            .iter()
            .rev()
            .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        hash ^= hash >> 32;
    }
    bytes[body..].copy_from_slice(&hash.to_le_bytes());
}

/// Nothing is made of it, or a run that ends as runs end.
pub fn resumed_or_refused(spec: &RunSpec, rows: &Table, bytes: &[u8]) -> Result<(), TestCaseError> {
    let kinds = [
        ErrorKind::CorruptedCheckpoint,
        ErrorKind::CheckpointMismatch,
    ];
    match Trainer::<f32>::new(spec, rows.data(), Some(bytes), Options::default()) {
        Err(error) => prop_assert!(kinds.contains(&error.kind), "{error}"),
        Ok(mut trainer) => {
            while trainer.ended().is_none() {
                if let Err(error) = trainer.step() {
                    prop_assert_eq!(error.kind, ErrorKind::Diverged);
                    break;
                }
            }
        }
    }
    Ok(())
}
