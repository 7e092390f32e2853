//! Changes of a run's settings while it is under way. They belong to its description, so that a run can be repeated.

use crate::error::Result;
use crate::progress::{Progress, StopReason};
use crate::spec::{Bound, MAX_EPOCHS, MAX_ROWS, RunSpec, integer, invalid, number, parse};
use serde::{Deserialize, Serialize};

/// Settings that hold from a step on; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// The first step that it applies to, counted from 1.
    pub step: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_rate: Option<f64>,
    /// Holds from the next epoch that begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_size: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_decay: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub l2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub l1: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip_norm: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip_value: Option<f64>,
    /// Multiplies the learning rate until a change that was made later sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_factor: Option<f64>,
    /// What the run went back from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diverged: Option<Divergence>,
    /// The run goes on until it has this many epochs in all, and the patience of early stopping begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epochs: Option<u64>,
    /// The run ended before this step, by a person, the clock or its search; a change of `epochs` made later lets it go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<StopReason>,
}

impl Change {
    /// # Errors
    /// `invalid-spec` naming a field that does not fit.
    pub fn from_json(text: &str) -> Result<Self> {
        parse(text, "the change")
    }
}

/// A loss that was not finite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Divergence {
    /// The step that met it, counted from 1.
    pub step: u64,
    /// What was not finite, and where.
    pub message: String,
}

/// How often a run may go back to the last finished epoch when its loss is not finite, and what its learning rate is
/// multiplied by each time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rollback {
    pub rollbacks: u64,
    pub factor: f64,
}

/// Most changes of a run.
const MOST_CHANGES: u64 = 10_000;

impl Rollback {
    pub(crate) fn validate(&self) -> Result<()> {
        integer("divergence.rollbacks", self.rollbacks, 0, 1000)?;
        number(
            "divergence.factor",
            self.factor,
            Bound::Above(0.0),
            Bound::Below(1.0),
        )
    }
}

/// # Errors
/// `invalid-spec` naming the change and its field.
pub(crate) fn validate(spec: &RunSpec) -> Result<()> {
    integer(
        "changes (their number)",
        spec.changes.len() as u64,
        0,
        MOST_CHANGES,
    )?;
    for (index, change) in spec.changes.iter().enumerate() {
        let field = format!("changes[{index}]");
        integer(&format!("{field}.step"), change.step, 1, u64::MAX)?;
        if let Some(factor) = change.rate_factor {
            let field = format!("{field}.rateFactor");
            number(&field, factor, Bound::Above(0.0), Bound::To(1e6))?;
        }
        if let Some(reason) = change.stopped.filter(|reason| !reason.is_from_outside()) {
            return Err(invalid(format!(
                "{field}.stopped is {}; it must be stopped, timeLimit or pruned, which a run cannot tell by itself",
                reason.as_str()
            )));
        }
        // With this change alone the description must still be one.
        Settings::of(spec, std::slice::from_ref(change), u64::MAX)
            .validate(spec)
            .map_err(|e| invalid(format!("{field}: {}", e.message)))?;
    }
    Ok(())
}

/// The settings of a step that may change while a run is under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Settings {
    pub learning_rate: f64,
    pub batch_size: Option<usize>,
    pub weight_decay: f64,
    pub l2: f64,
    pub l1: f64,
    pub clip_norm: Option<f64>,
    pub clip_value: Option<f64>,
    /// Of the whole run.
    pub epochs: u64,
    /// The run ends before this step.
    pub stopped: Option<StopReason>,
}

impl Settings {
    /// Those of a step, counted from 1: of the changes up to it the one with the latest step counts, and of one step the
    /// one that was made last. A pure function, so that a resumed run and a repeated one have the same.
    pub(crate) fn of(spec: &RunSpec, changes: &[Change], step: u64) -> Self {
        fn latest<V>(
            changes: &[Change],
            step: u64,
            field: impl Fn(&Change) -> Option<V>,
        ) -> Option<(usize, V)> {
            let made = changes.iter().enumerate().filter(|(_, c)| c.step <= step);
            made.filter_map(|(index, c)| field(c).map(|value| (c.step, index, value)))
                .max_by_key(|(step, index, _)| (*step, *index))
                .map(|(_, index, value)| (index, value))
        }
        fn or<V>(first: V, changed: Option<(usize, V)>) -> V {
            changed.map_or(first, |(_, value)| value)
        }
        let rate = latest(changes, step, |c| c.learning_rate);
        let later = changes.iter().skip(rate.map_or(0, |(index, _)| index + 1));
        let factors = later
            .filter(|c| c.step <= step)
            .filter_map(|c| c.rate_factor);
        // How long a run is was decided in the order in which the changes were made, whatever their steps: who lets a run
        // go on that was stopped before a planned end means to pass that end as well.
        let lengths = changes.iter().filter(|c| c.step <= step);
        let stopped = lengths
            .clone()
            .rfind(|c| c.epochs.is_some() || c.stopped.is_some());
        Self {
            learning_rate: or(spec.learning_rate, rate) * factors.product::<f64>(),
            batch_size: or(
                spec.batch_size,
                latest(changes, step, |c| c.batch_size.map(Some)),
            ),
            weight_decay: or(spec.weight_decay, latest(changes, step, |c| c.weight_decay)),
            l2: or(spec.l2, latest(changes, step, |c| c.l2)),
            l1: or(spec.l1, latest(changes, step, |c| c.l1)),
            clip_norm: or(
                spec.clip_norm,
                latest(changes, step, |c| c.clip_norm.map(Some)),
            ),
            clip_value: or(
                spec.clip_value,
                latest(changes, step, |c| c.clip_value.map(Some)),
            ),
            epochs: lengths
                .filter_map(|c| c.epochs)
                .next_back()
                .unwrap_or(spec.epochs),
            stopped: stopped.and_then(|c| c.stopped),
        }
    }

    /// Checks the settings' ranges, and that the optimizer can follow them.
    ///
    /// # Errors
    /// `invalid-spec` naming the field, its value and the allowed range.
    pub(crate) fn validate(&self, spec: &RunSpec) -> Result<()> {
        let low = Bound::Above(0.0);
        number("learningRate", self.learning_rate, low, Bound::To(1e6))?;
        integer("epochs", self.epochs, 1, MAX_EPOCHS)?;
        if let Some(rows) = self.batch_size {
            integer("batchSize", rows as u64, 1, MAX_ROWS as u64)?;
        }
        for (field, value) in [
            ("l2", self.l2),
            ("l1", self.l1),
            ("weightDecay", self.weight_decay),
        ] {
            number(field, value, Bound::To(0.0), Bound::To(1e6))?;
        }
        for (field, limit) in [("clipNorm", self.clip_norm), ("clipValue", self.clip_value)] {
            if let Some(limit) = limit {
                number(field, limit, Bound::Above(0.0), Bound::To(1e30))?;
            }
        }
        spec.optimizer.check_settings(spec, self)
    }
}

/// Rows of a mini-batch in the epoch of the next step, which its first step decides.
pub(crate) fn epoch_batch(spec: &RunSpec, progress: &Progress, rows: usize) -> usize {
    let first = progress.steps - progress.step_in_epoch + 1;
    let settings = Settings::of(spec, &spec.changes, first);
    settings.batch_size.unwrap_or(rows).min(rows)
}

/// The most epochs that a run may come to, as it is described now.
pub(crate) fn most_epochs(spec: &RunSpec) -> u64 {
    let changed = spec.changes.iter().filter_map(|c| c.epochs).max();
    spec.epochs.max(changed.unwrap_or(0))
}

/// Rows of the largest batch of a run, as it is described now.
pub(crate) fn largest_batch(spec: &RunSpec, rows: usize) -> usize {
    let changed = spec.changes.iter().filter_map(|c| c.batch_size).max();
    let first = spec.batch_size.unwrap_or(rows);
    first.max(changed.unwrap_or(0)).min(rows)
}

#[cfg(test)]
mod tests {
    use super::{Change, Settings};
    use crate::spec::RunSpec;

    fn spec() -> RunSpec {
        serde_json::from_str(
            r#"{"inputs": 1, "layers": [], "loss": "meanSquaredError", "optimizer": {"kind": "adam"},
                "learningRate": 1, "batchSize": 8, "epochs": 1, "earlyStopping": null, "timeLimitSeconds": null}"#,
        )
        .unwrap()
    }

    fn rate(step: u64, rate: f64) -> Change {
        Change {
            step,
            learning_rate: Some(rate),
            ..Change::default()
        }
    }

    fn factor(step: u64, factor: f64) -> Change {
        Change {
            step,
            rate_factor: Some(factor),
            ..Change::default()
        }
    }

    #[test]
    fn a_change_holds_from_its_step_and_the_later_step_counts() {
        let changes = [rate(10, 0.5), rate(4, 0.25), rate(10, 0.125)];
        let at = |step| Settings::of(&spec(), &changes, step).learning_rate;
        assert_eq!([at(3), at(4), at(9), at(10)], [1.0, 0.25, 0.25, 0.125]);
    }

    #[test]
    fn a_factor_lowers_what_was_planned_until_a_person_sets_the_rate_anew() {
        // Planned at 20; gone back to 5 with half the rate; set anew at 30.
        let changes = [rate(20, 0.5), factor(5, 0.5), rate(30, 0.75)];
        let at = |step| Settings::of(&spec(), &changes, step).learning_rate;
        assert_eq!([at(4), at(5), at(20), at(30)], [1.0, 0.5, 0.25, 0.75]);
    }

    #[test]
    fn what_a_change_does_not_name_stays() {
        let changes = [Change {
            step: 2,
            batch_size: Some(3),
            clip_norm: Some(0.5),
            ..Change::default()
        }];
        let (before, after) = (
            Settings::of(&spec(), &changes, 1),
            Settings::of(&spec(), &changes, 2),
        );
        assert_eq!((before.batch_size, before.clip_norm), (Some(8), None));
        assert_eq!(
            after,
            Settings {
                batch_size: Some(3),
                clip_norm: Some(0.5),
                ..before
            }
        );
    }
}
