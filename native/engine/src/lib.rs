//! The training engine of Descent: dense networks on tables, on the processor, repeatable to the bit.
//!
//! [`Job`] trains on a thread of its own; [`Trainer`] is the same training step by step; [`predict`] applies a
//! trained network. Everything is generic over [`Real`], so that the code that trains in f32 is the code whose
//! gradients are proven in f64.
#![deny(unsafe_code)]

mod activation;
mod averaging;
mod changes;
mod checkpoint;
mod data;
mod error;
mod estimate;
mod initialization;
mod inspection;
mod job;
mod kernels;
mod loss;
mod memory;
mod metrics;
mod network;
mod optimizer;
mod order;
mod predict;
mod progress;
mod random;
mod range;
mod sample;
mod schedule;
mod spec;
mod statistics;
mod summary;
mod trainer;

pub use activation::Activation;
pub use averaging::Averaging;
pub use changes::{Change, Divergence, Rollback};
pub use data::{Data, DataSource};
pub use error::{EngineError, ErrorKind, Result};
pub use estimate::estimate_memory_bytes;
pub use initialization::Initialization;
pub use inspection::{
    Inspection, MomentValues, NextBatch, NumericalGradient, OpValues, ParameterValues, RunState,
    inspect, next_batch, numerical_gradient,
};
pub use job::{Beginning, Job, JobReport, JobState, KeptEpoch, Start, Which, is_kept};
pub use kernels::real::Real;
pub use kernels::table::Kernel;
pub use loss::{Loss, LossOptions};
pub use metrics::{
    ClassMetrics, ClassificationMetrics, IntervalMetrics, LabelledRows, Metric, Metrics,
    QuantileMetrics, RegressionMetrics, Split, TargetMetrics, TaskMetrics, evaluate_metrics,
};
pub use network::{parameter_count, weights_len};
pub use optimizer::{MuonScaling, Optimizer};
pub use predict::predict;
pub use progress::{EpochRecord, StopReason};
pub use range::{RangeReport, RangeTest, range_test, watched_range_test};
pub use schedule::Schedule;
pub use spec::{
    DenseSpec, EarlyStopping, Feature, LayerSpec, MAX_EPOCHS, MAX_FREQUENCIES, MAX_LAYERS,
    MAX_LEVELS, MAX_MEMBERS, MAX_THREADS, MAX_WIDTH, RateFactors, RunSpec, ScaleInitial, Sharing,
};
pub use statistics::{OpStatistics, ParameterStatistics, Statistics, statistics};
pub use summary::{HISTOGRAM_BINS, Summary};
pub use trainer::{Options, Trainer};

/// The engine's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
