//! Whether a checkpoint belongs to a run.

use crate::changes::{Change, most_epochs};
use crate::data::Sizes;
use crate::error::{EngineError, ErrorKind, Result};
use crate::spec::RunSpec;

/// Refuses a checkpoint of another run.
///
/// # Errors
/// `checkpoint-mismatch` naming the first field that differs. Epochs (not fewer than done), threads, the time
/// limit and the metrics may differ, and changes as [`continued_changes`] says.
pub(crate) fn check_same_run(
    spec: &RunSpec,
    sizes: &Sizes,
    of: &RunSpec,
    of_sizes: &Sizes,
    epoch: u64,
) -> Result<()> {
    let mismatch = |message: String| Err(EngineError::new(ErrorKind::CheckpointMismatch, message));
    let fields = |s: &RunSpec| match serde_json::to_value(s) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (ours, theirs) = (fields(spec), fields(of));
    for (name, value) in &ours {
        if matches!(
            name.as_str(),
            "epochs" | "threads" | "timeLimitSeconds" | "metrics" | "trainMetrics" | "changes"
        ) {
            continue;
        }
        let other = theirs.get(name).unwrap_or(&serde_json::Value::Null);
        if value != other {
            return mismatch(format!(
                "{name} is {value}, but the checkpoint was made with {other}"
            ));
        }
    }
    // Of the changes that the description does not know yet the checkpoint tells.
    let epochs = most_epochs(spec).max(
        of.changes
            .iter()
            .filter_map(|c| c.epochs)
            .max()
            .unwrap_or(0),
    );
    if epochs < epoch {
        return mismatch(format!(
            "epochs is {epochs}, but the checkpoint has already finished {epoch}"
        ));
    }
    if sizes != of_sizes {
        return mismatch(format!(
            "the data ({} training and {} validation rows) are not those of the checkpoint ({} and {})",
            sizes.train_rows, sizes.validation_rows, of_sizes.train_rows, of_sizes.validation_rows
        ));
    }
    Ok(())
}

/// The changes of a run that goes on from a checkpoint after `steps` steps. A description may know only the first of the
/// checkpoint's changes, or all of them and further ones at later steps.
///
/// # Errors
/// `checkpoint-mismatch` naming the change.
pub(crate) fn continued_changes(
    given: &[Change],
    stored: &[Change],
    steps: u64,
) -> Result<Vec<Change>> {
    let mismatch = |message: String| Err(EngineError::new(ErrorKind::CheckpointMismatch, message));
    let common = given.len().min(stored.len());
    if let Some(index) = (0..common).find(|i| given[*i] != stored[*i]) {
        return mismatch(format!(
            "changes[{index}] is not the one that the checkpoint was made with"
        ));
    }
    for (index, change) in given.iter().enumerate().skip(common) {
        if change.step <= steps {
            return mismatch(format!(
                "changes[{index}].step is {}, but the checkpoint has already done {steps} steps",
                change.step
            ));
        }
    }
    Ok(if given.len() > stored.len() {
        given
    } else {
        stored
    }
    .to_vec())
}
