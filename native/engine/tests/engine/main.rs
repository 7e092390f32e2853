//! What the engine promises, as one program: the numbers are right, the same on every run, and bad input is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod changes;
mod degenerate;
mod descriptions;
mod determinism;
mod early_stopping;
mod extremes;
mod features;
mod gradients;
mod inspection;
mod job;
mod kernels;
mod layers;
mod lbfgs;
mod lying;
mod methods;
mod metrics;
mod muon;
mod objective;
mod range;
mod reference;
mod resume;
mod splits;
mod statistics;
mod support;
mod training;
