//! Measures a network over a split, again and again without allocating.

use super::classification::Classification;
use super::regression::Regression;
use super::{LabelledRows, Metric, Metrics, TaskMetrics, has_probabilities};
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::{CHUNK_ROWS, Machine, Rows};
use crate::kernels::real::Real;
use crate::loss::{Criterion, OutputKind, TargetKind};
use crate::memory::reserve;
use crate::spec::RunSpec;

enum Task {
    /// Only the loss.
    Loss,
    Regression(Regression),
    Classification(Classification),
}

enum TaskKind {
    Loss,
    Regression,
    Classification,
}

impl TaskKind {
    fn of(spec: &RunSpec, wanted: &[Metric]) -> Self {
        if wanted.iter().all(|metric| *metric == Metric::Loss) {
            Self::Loss
        } else if spec.loss.target_kind() == TargetKind::Class {
            Self::Classification
        } else {
            Self::Regression
        }
    }
}

/// Values of a chunk: its loss, what the task has, and the predictions of the row at hand.
fn stride(spec: &RunSpec, wanted: &[Metric]) -> usize {
    let ranks = wanted.contains(&Metric::RocAuc);
    match TaskKind::of(spec, wanted) {
        TaskKind::Loss => 1,
        TaskKind::Regression => 1 + Regression::chunk_len(spec) + spec.outputs(),
        TaskKind::Classification => 1 + Classification::chunk_len(spec, ranks) + spec.outputs(),
    }
}

/// Chunks of rows are measured by whichever thread, each into its own slice of `chunks`; these are merged in order. So the
/// numbers are the same for any number of threads.
pub(crate) struct Meter {
    task: Task,
    kind: OutputKind,
    outputs: usize,
    targets: usize,
    rows: usize,
    loss: f64,
    /// Values of a chunk; see [`stride`].
    stride: usize,
    chunks: Vec<f64>,
}

impl Meter {
    /// For rows of one split, whose targets and weights are those that `measure` gets.
    ///
    /// # Errors
    /// `out-of-memory`
    pub fn new(spec: &RunSpec, rows: LabelledRows<'_>, wanted: &[Metric]) -> Result<Self> {
        let kind = spec.loss.output_kind(spec.outputs());
        let ranks = wanted.contains(&Metric::RocAuc);
        let task = match TaskKind::of(spec, wanted) {
            TaskKind::Loss => Task::Loss,
            TaskKind::Regression => Task::Regression(Regression::new(spec, rows)?),
            TaskKind::Classification => Task::Classification(Classification::new(
                spec,
                has_probabilities(kind),
                rows,
                ranks,
            )?),
        };
        let stride = stride(spec, wanted);
        let count = rows.inputs.len() / spec.inputs;
        let len = count.div_ceil(CHUNK_ROWS).saturating_mul(stride);
        let mut chunks = reserve(len, "the metrics")?;
        chunks.resize(len, 0.0);
        Ok(Self {
            task,
            kind,
            outputs: spec.outputs(),
            targets: spec.target_width(),
            rows: count,
            loss: f64::NAN,
            stride,
            chunks,
        })
    }

    /// Bytes for a split of `rows` rows.
    pub fn bytes(spec: &RunSpec, rows: usize, wanted: &[Metric]) -> u64 {
        let ranks = wanted.contains(&Metric::RocAuc);
        let own = match TaskKind::of(spec, wanted) {
            TaskKind::Loss => 0,
            TaskKind::Regression => Regression::bytes(spec),
            TaskKind::Classification => Classification::bytes(spec, rows, ranks),
        };
        own + 8 * (rows.div_ceil(CHUNK_ROWS) as u64) * stride(spec, wanted) as u64
    }

    /// Measures the network, with the average of its parameters where `averaged`; the mean loss.
    pub fn measure<T: Real>(
        &mut self,
        machine: &mut Machine<T>,
        criterion: Criterion<'_>,
        rows: LabelledRows<'_>,
        averaged: bool,
    ) -> f64 {
        let (task, kind, outputs, targets) = (&self.task, self.kind, self.outputs, self.targets);
        let all = Rows {
            inputs: rows.inputs,
            targets: rows.targets,
            order: None,
            first: 0,
        };
        machine.survey(
            Some(criterion),
            all,
            averaged,
            &mut self.chunks,
            self.stride,
            |chunk, values| {
                let Some((loss, values)) = values.split_first_mut() else {
                    return;
                };
                *loss = chunk.loss;
                if matches!(task, Task::Loss) {
                    return;
                }
                let (values, predictions) = values.split_at_mut(values.len() - outputs);
                values.fill(0.0);
                for index in 0..chunk.len {
                    let row = chunk.first + index;
                    chunk.read(index, predictions);
                    kind.predict(predictions);
                    let target = &rows.targets[row * targets..][..targets];
                    let weight = rows.weight(row);
                    match task {
                        Task::Loss => {}
                        Task::Regression(r) => r.add(predictions, target, weight, values),
                        Task::Classification(c) => {
                            c.add(index, predictions, target[0], weight, values);
                        }
                    }
                }
            },
        );
        let sum: f64 = self.chunks.iter().step_by(self.stride).sum();
        self.loss = sum / self.rows as f64;
        let chunks = task_values(&self.chunks, self.stride);
        match &mut self.task {
            Task::Loss => {}
            Task::Regression(r) => r.merge(chunks),
            Task::Classification(c) => c.merge(rows, chunks),
        }
        self.loss
    }

    /// One of the numbers last measured; NaN for one that was not wanted.
    pub fn value(&self, metric: Metric) -> f64 {
        match &self.task {
            _ if metric == Metric::Loss => self.loss,
            Task::Loss => f64::NAN,
            Task::Regression(r) => r.value(metric),
            Task::Classification(c) => c.value(metric),
        }
    }

    /// All that was last measured, with the rows that it was measured over.
    ///
    /// # Errors
    /// `out-of-memory`; `internal` of a meter of the loss alone.
    pub fn report(&self, rows: LabelledRows<'_>) -> Result<Metrics> {
        let chunks = task_values(&self.chunks, self.stride);
        let task = match &self.task {
            Task::Regression(r) => TaskMetrics::Regression(r.report()),
            Task::Classification(c) => TaskMetrics::Classification(c.report(rows, chunks)?),
            Task::Loss => {
                return Err(EngineError::new(
                    ErrorKind::Internal,
                    "only the loss was measured".to_owned(),
                ));
            }
        };
        Ok(Metrics {
            rows: self.rows,
            loss: self.loss,
            task,
        })
    }
}

/// What the task has of each chunk.
fn task_values(chunks: &[f64], stride: usize) -> impl Iterator<Item = &[f64]> + Clone {
    chunks.chunks(stride).map(|chunk| &chunk[1..])
}
