//! The rows of a run, and what is checked about them before the first step.

use crate::error::{EngineError, ErrorKind, Result};
use crate::loss::{Criterion, TargetKind, classes};
use crate::metrics::{LabelledRows, Split};
use crate::spec::{Feature, MAX_ROWS, RunSpec};

/// Row-major matrices: inputs `[rows × inputs]`; targets `[rows × outputs]` of a regression (one a pair of outputs for the
/// Gaussian, one a row for quantiles), `[rows]` of 0 or 1 for a single logit, `[rows]` of class indices for several.
/// Validation may be empty. Weights are `[rows]`, not negative, or empty for equal ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Data<'a> {
    pub train_inputs: &'a [f32],
    pub train_targets: &'a [f32],
    pub train_weights: &'a [f32],
    pub validation_inputs: &'a [f32],
    pub validation_targets: &'a [f32],
    pub validation_weights: &'a [f32],
}

/// Who owns the rows of a [`crate::Job`].
pub trait DataSource: Send + 'static {
    fn data(&self) -> Data<'_>;
}

/// Sizes of checked data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub train_rows: usize,
    pub validation_rows: usize,
    /// Of every value, to tell one table from another when a run is resumed.
    pub fingerprint: u64,
}

impl<'a> Data<'a> {
    /// # Errors
    /// `shape-mismatch` with both shapes; `non-finite-data`, `invalid-category` and `invalid-target` with row and column,
    /// counted from 1.
    pub(crate) fn check(&self, spec: &RunSpec) -> Result<Sizes> {
        let [train_rows, validation_rows] = [Split::Training, Split::Validation]
            .map(|split| check_rows(split.name(), spec, split.rows(self)));
        let (train_rows, validation_rows) = (train_rows?, validation_rows?);
        if train_rows == 0 {
            return Err(EngineError::new(
                ErrorKind::ShapeMismatch,
                "there are no training rows".to_owned(),
            ));
        }
        let mut hash = Fingerprint::default();
        for part in [
            self.train_inputs,
            self.train_targets,
            self.train_weights,
            self.validation_inputs,
            self.validation_targets,
            self.validation_weights,
        ] {
            hash.add(part);
        }
        Ok(Sizes {
            train_rows,
            validation_rows,
            fingerprint: hash.finish(),
        })
    }

    /// The loss as it is taken of checked training and validation rows.
    ///
    /// # Errors
    /// `invalid-target` when all rows of a split have the weight 0.
    pub(crate) fn criteria<'b>(&self, spec: &'b RunSpec) -> Result<[Criterion<'b>; 2]>
    where
        'a: 'b,
    {
        let of = |split: &str, targets: &[f32], weights: &'a [f32]| {
            Criterion::new(spec.loss, &spec.loss_options, split, targets, weights)
        };
        Ok([
            of("training", self.train_targets, self.train_weights)?,
            of(
                "validation",
                self.validation_targets,
                self.validation_weights,
            )?,
        ])
    }
}

/// Rows that come without a run; `split` names them.
///
/// # Errors
/// As [`Data::check`].
pub(crate) fn check_rows(split: &str, spec: &RunSpec, rows: LabelledRows<'_>) -> Result<usize> {
    let count = check_split(split, spec, rows.inputs, rows.targets)?;
    check_weights(split, rows.weights, count)?;
    Ok(count)
}

fn check_split(split: &str, spec: &RunSpec, inputs: &[f32], targets: &[f32]) -> Result<usize> {
    let shape = |message: String| Err(EngineError::new(ErrorKind::ShapeMismatch, message));
    if !inputs.len().is_multiple_of(spec.inputs) {
        return shape(format!(
            "the {split} inputs hold {} values, which is not a whole number of rows of {} columns",
            inputs.len(),
            spec.inputs
        ));
    }
    let rows = inputs.len() / spec.inputs;
    let width = spec.target_width();
    if targets.len() != rows * width {
        return shape(format!(
            "the {split} inputs are {rows} × {}, so {} needs targets of {rows} × {width} = {} values, but there are {}",
            spec.inputs,
            spec.loss.name(),
            rows * width,
            targets.len()
        ));
    }
    if rows > MAX_ROWS {
        return shape(format!(
            "there are {rows} {split} rows; at most {MAX_ROWS} are supported"
        ));
    }
    check_finite(split, "input", inputs, spec.inputs)?;
    check_categories(&format!("{split} input"), spec, inputs)?;
    check_finite(split, "target", targets, width)?;
    check_targets(split, spec, targets)?;
    Ok(rows)
}

fn check_weights(split: &str, weights: &[f32], rows: usize) -> Result<()> {
    if weights.is_empty() {
        return Ok(());
    }
    if weights.len() != rows {
        return Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!(
                "there are {} {split} weights for {rows} rows",
                weights.len()
            ),
        ));
    }
    check_finite(split, "weight", weights, 1)?;
    match weights.iter().position(|w| *w < 0.0) {
        None => Ok(()),
        Some(row) => Err(EngineError::new(
            ErrorKind::InvalidTarget,
            format!(
                "the {split} weight in row {} is {}; it must not be negative",
                row + 1,
                weights[row]
            ),
        )),
    }
}

fn check_finite(split: &str, what: &str, values: &[f32], width: usize) -> Result<()> {
    // Whole blocks first: a sum of |x| · 0 is 0 unless one is NaN or infinite, and that is a vector loop.
    for (block, part) in values.chunks(4096).enumerate() {
        let mut lanes = [0.0f32; 16];
        for run in part.chunks(16) {
            for (lane, x) in lanes.iter_mut().zip(run) {
                *lane += x * 0.0;
            }
        }
        if lanes.iter().all(|lane| *lane == 0.0) {
            continue;
        }
        if let Some(at) = part.iter().position(|x| !x.is_finite()) {
            let index = block * 4096 + at;
            return Err(EngineError::new(
                ErrorKind::NonFiniteData,
                format!(
                    "the {split} {what} in row {}, column {} is {}",
                    index / width + 1,
                    index % width + 1,
                    part[at]
                ),
            ));
        }
    }
    Ok(())
}

/// That the values of categorical columns are levels; `what` they are of, for the message.
///
/// # Errors
/// `invalid-category` with row and column, counted from 1.
pub(crate) fn check_categories(what: &str, spec: &RunSpec, inputs: &[f32]) -> Result<()> {
    for feature in spec.features.iter().flatten() {
        let (column, levels) = match feature {
            Feature::OneHot { column, levels } | Feature::Embedding { column, levels, .. } => {
                (*column, *levels)
            }
            _ => continue,
        };
        let sound = |x: f32| x >= -1.0 && x < levels as f32 && x.fract() == 0.0;
        let values = || inputs.iter().skip(column).step_by(spec.inputs);
        if let Some(row) = values().position(|x| !sound(*x)) {
            return Err(EngineError::new(
                ErrorKind::InvalidCategory,
                format!(
                    "the {what} in row {}, column {} is {}; a category of {levels} levels needs a whole number from -1 to \
                     {}",
                    row + 1,
                    column + 1,
                    inputs[row * spec.inputs + column],
                    levels - 1
                ),
            ));
        }
    }
    Ok(())
}

fn check_targets(split: &str, spec: &RunSpec, targets: &[f32]) -> Result<()> {
    let count = classes(spec.outputs());
    let allowed = match spec.loss.target_kind() {
        TargetKind::Number => return Ok(()),
        TargetKind::NotNegative => "a number of at least 0".to_owned(),
        TargetKind::Positive => "a number above 0".to_owned(),
        TargetKind::Class if spec.outputs() == 1 => "0 or 1".to_owned(),
        TargetKind::Class => format!("a whole number from 0 to {}", count - 1),
    };
    let bad = targets.iter().position(|y| match spec.loss.target_kind() {
        TargetKind::Number => false,
        TargetKind::NotNegative => *y < 0.0,
        TargetKind::Positive => *y <= 0.0,
        TargetKind::Class => !(*y >= 0.0 && *y < count as f32 && y.fract() == 0.0),
    });
    match bad {
        None => Ok(()),
        Some(index) => Err(EngineError::new(
            ErrorKind::InvalidTarget,
            format!(
                "the {split} target in row {} is {}; {} needs {allowed}",
                index / spec.target_width() + 1,
                targets[index],
                spec.loss.name()
            ),
        )),
    }
}

/// A hash in four interleaved chains, so that it runs at the speed of memory; not cryptographic.
struct Fingerprint {
    chains: [u64; 4],
}

impl Default for Fingerprint {
    fn default() -> Self {
        Self {
            chains: [
                0x9e37_79b9_7f4a_7c15,
                0xbf58_476d_1ce4_e5b9,
                0x94d0_49bb_1331_11eb,
                0xd6e8_feb8_6659_fd93,
            ],
        }
    }
}

impl Fingerprint {
    fn mix(chain: &mut u64, word: u64) {
        *chain = (*chain ^ word)
            .wrapping_mul(0x9fb2_1c65_1e98_df25)
            .rotate_left(29);
    }

    fn add(&mut self, values: &[f32]) {
        Self::mix(&mut self.chains[0], values.len() as u64);
        for run in values.chunks(8) {
            for (chain, pair) in self.chains.iter_mut().zip(run.chunks(2)) {
                let high = pair.get(1).map_or(0, |x| x.to_bits());
                Self::mix(chain, u64::from(pair[0].to_bits()) | u64::from(high) << 32);
            }
        }
    }

    fn finish(mut self) -> u64 {
        let [mut hash, rest @ ..] = self.chains;
        for chain in rest {
            Self::mix(&mut hash, chain);
        }
        Self::mix(&mut self.chains[0], hash);
        self.chains[0]
    }
}
