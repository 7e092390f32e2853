//! What a job does on its thread.

use super::kept::{KeptEpoch, is_kept};
use super::start::Start;
use super::{Change, JobState, PAUSE, Published, STOP, Shared, lock};
use crate::data::DataSource;
use crate::error::{ErrorKind, Result};
use crate::progress::{EpochRecord, Progress, StopReason};
use crate::spec::RunSpec;
use crate::statistics::Statistics;
use crate::trainer::Trainer;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Least time between two calls of `wake` while nothing changes state.
const WAKE_INTERVAL: Duration = Duration::from_millis(100);
/// Least time between two checkpoints while running.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(1);
/// Multiply-adds between two looks at the clock, so that tiny steps do not pay for it.
const WORK_PER_LOOK: usize = 1 << 20;

/// The loop of a run; returns why it ended.
pub(super) fn run(
    shared: &Shared,
    spec: &RunSpec,
    source: &impl DataSource,
    start: Start,
    wake: &impl Fn(),
) -> Result<StopReason> {
    let keep = start.keep;
    let extend_to = start.extend_to;
    let mut trainer = start.from.trainer(spec, source.data(), start.options)?;
    let mut spare = Vec::new();
    publish(shared, &trainer);
    take_snapshot(shared, &trainer, &mut spare)?;
    let mut told = trainer.changes().len();
    if extend_to.is_some() {
        trainer.change(Change {
            epochs: extend_to,
            ..Change::default()
        })?;
    }
    let outcome = steps(
        shared,
        spec,
        keep,
        &mut trainer,
        &mut spare,
        &mut told,
        wake,
    );
    if let Err(error) = &outcome
        && error.kind == ErrorKind::Diverged
    {
        // With `divergence` what is left of the run is what one can go on from with a lower rate.
        trainer.go_back();
        lock(&shared.published).kept.go_back(trainer.epoch());
    }
    trainer.pause_clock();
    publish(shared, &trainer);
    let taken = take_snapshot(shared, &trainer, &mut spare);
    let reason = outcome?;
    taken?;
    Ok(reason)
}

fn steps(
    shared: &Shared,
    spec: &RunSpec,
    keep: bool,
    trainer: &mut Trainer<'_, f32>,
    spare: &mut Vec<u8>,
    told: &mut usize,
    wake: &impl Fn(),
) -> Result<StopReason> {
    let steps_per_look = (WORK_PER_LOOK / trainer.work_per_step().max(1)).clamp(1, 256);
    let mut until_look = steps_per_look;
    let mut first = true;
    let (mut woken, mut saved) = (Instant::now(), Instant::now());
    loop {
        make_changes(shared, trainer)?;
        tell_changes(shared, trainer, told, wake);
        if let Some(reason) = trainer.ended() {
            return Ok(reason);
        }
        match shared.command.load(Ordering::Relaxed) {
            STOP => return Ok(StopReason::Stopped),
            PAUSE => {
                pause(shared, trainer, spare, told, wake)?;
                (woken, saved) = (Instant::now(), Instant::now());
                continue;
            }
            _ => {}
        }
        let seen = (keep && is_kept(trainer.epoch() + 1))
            || shared.wants_statistics.load(Ordering::Relaxed);
        let (record, seen) = if seen && trainer.next_ends_epoch() {
            trainer.step_with_statistics()?
        } else {
            (trainer.step()?, None)
        };
        shared.steps.store(trainer.steps(), Ordering::Relaxed);
        if let Some(record) = record {
            publish_epoch(shared, trainer, record, seen, keep);
        }
        until_look -= 1;
        let first_record = first && record.is_some();
        if until_look > 0 && !first_record {
            continue;
        }
        until_look = steps_per_look;
        let now = Instant::now();
        if first_record || now - woken >= WAKE_INTERVAL {
            first &= record.is_none();
            woken = now;
            wake();
        }
        if now - saved >= CHECKPOINT_INTERVAL {
            take_snapshot(shared, trainer, spare)?;
            // From the end of writing, so that large networks do not spend their time on it.
            saved = Instant::now();
        }
        let limit = spec.time_limit_seconds;
        if limit.is_some_and(|limit| trainer.seconds() >= limit) && !trainer.will_be_stopped() {
            return Ok(StopReason::TimeLimit);
        }
    }
}

fn pause(
    shared: &Shared,
    trainer: &mut Trainer<'_, f32>,
    spare: &mut Vec<u8>,
    told: &mut usize,
    wake: &impl Fn(),
) -> Result<()> {
    trainer.pause_clock();
    take_snapshot(shared, trainer, spare)?;
    lock(&shared.published).state = JobState::Paused;
    wake();
    let (mutex, condition) = &shared.paused;
    let is_paused = || shared.command.load(Ordering::SeqCst) == PAUSE;
    let has_wishes = || shared.has_wishes.load(Ordering::SeqCst);
    while is_paused() {
        let mut guard = lock(mutex);
        while is_paused() && !has_wishes() {
            guard = condition
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(guard);
        if has_wishes() {
            make_changes(shared, trainer)?;
            // Who hears of a change may keep the checkpoint at once: there is no other one in a pause.
            take_snapshot(shared, trainer, spare)?;
            tell_changes(shared, trainer, told, wake);
        }
    }
    lock(&shared.published).state = JobState::Running;
    wake();
    Ok(())
}

/// Makes the changes that were asked for.
fn make_changes(shared: &Shared, trainer: &mut Trainer<'_, f32>) -> Result<()> {
    if shared.has_wishes.load(Ordering::Relaxed) {
        shared.has_wishes.store(false, Ordering::SeqCst);
        for wish in std::mem::take(&mut *lock(&shared.wishes)) {
            trainer.change(wish)?;
        }
    }
    Ok(())
}

/// Tells of all changes that are new: a step may have made one itself.
fn tell_changes(shared: &Shared, trainer: &Trainer<'_, f32>, told: &mut usize, wake: &impl Fn()) {
    let changes = trainer.changes();
    if changes.len() > *told {
        let mut p = lock(&shared.published);
        p.changes.extend_from_slice(&changes[*told..]);
        // Epochs that the run went back from and that nobody has heard of yet.
        let told_before = p.records.len().max(1);
        let kept = p.records.iter().filter(|r| r.epoch <= trainer.epoch());
        let kept = kept.count();
        let metrics = p.metrics.len() / told_before * kept;
        p.records.truncate(kept);
        p.metrics.truncate(metrics);
        p.kept.go_back(trainer.epoch());
        drop(p);
        *told = changes.len();
        publish(shared, trainer);
        wake();
    }
}

fn publish(shared: &Shared, trainer: &Trainer<'_, f32>) {
    shared.steps.store(trainer.steps(), Ordering::Relaxed);
    tell_progress(&mut lock(&shared.published), trainer.progress());
}

/// Tells of the epoch that was just finished, all at once.
fn publish_epoch(
    shared: &Shared,
    trainer: &Trainer<'_, f32>,
    record: EpochRecord,
    seen: Option<Statistics>,
    keep: bool,
) {
    let asked = seen.is_some() && shared.wants_statistics.swap(false, Ordering::Relaxed);
    let statistics = if asked { seen.clone() } else { None };
    let kept =
        (keep && is_kept(record.epoch)).then(|| seen.and_then(|seen| KeptEpoch::of(trainer, seen)));
    let mut p = lock(&shared.published);
    tell_progress(&mut p, trainer.progress());
    p.records.push(record);
    p.metrics.extend_from_slice(trainer.epoch_metrics());
    p.statistics = statistics.or(p.statistics.take());
    if let Some(kept) = kept {
        p.kept.push(kept);
    }
}

fn tell_progress(p: &mut Published, progress: &Progress) {
    p.epoch = progress.epoch;
    p.best_epoch = progress.best_epoch;
    p.best_loss = progress.best_loss;
    p.last_train_loss = progress.last_train_loss;
    p.last_validation_loss = progress.last_validation_loss;
}

/// Encodes into `spare` without a lock, then swaps.
fn take_snapshot(shared: &Shared, trainer: &Trainer<'_, f32>, spare: &mut Vec<u8>) -> Result<()> {
    let offsets = trainer.snapshot(spare)?;
    let mut snapshot = lock(&shared.snapshot);
    std::mem::swap(&mut snapshot.bytes, spare);
    snapshot.offsets = offsets;
    snapshot.id += 1;
    Ok(())
}
