//! Threads that work on one step together: woken by a counter, joined by a counter, with a barrier in between.
//!
//! Waiting spins briefly (a step lasts microseconds), then yields (another program may have the core), then sleeps.
//! Where there are more threads than cores it does not spin, because who is waited for may need this very core.

use std::any::Any;
use std::cell::UnsafeCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A pause instruction takes up to 50 ns.
const SPINS: usize = 400;
const YIELDS: usize = 1_000;

type Task = unsafe fn(*const (), &Member<'_>);

struct State {
    /// Counts tasks; a change starts the helpers.
    round: AtomicUsize,
    /// Valid from a change of `round` until all helpers are done.
    task: UnsafeCell<(*const (), Task)>,
    done: AtomicUsize,
    arrived: AtomicUsize,
    phase: AtomicUsize,
    panicked: AtomicBool,
    quit: AtomicBool,
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    wake: Condvar,
    size: usize,
    spins: usize,
}

// SAFETY: `task` is written only by the leader while no helper runs, and published by the release of `round`.
unsafe impl Sync for State {}
// SAFETY: as above; the pointer in `task` is only used while the leader keeps its closure alive.
unsafe impl Send for State {}

/// A leader, the calling thread, and `size - 1` helpers.
pub struct Team {
    state: Arc<State>,
    helpers: Vec<JoinHandle<()>>,
}

/// One thread's view during a task.
pub struct Member<'a> {
    /// 0 is the leader.
    pub index: usize,
    pub size: usize,
    state: &'a State,
}

unsafe fn idle(_: *const (), _: &Member<'_>) {}

unsafe fn call<F: Fn(&Member<'_>) + Sync>(f: *const (), member: &Member<'_>) {
    // SAFETY: `run` passes a pointer to an F that outlives the round.
    unsafe { (*f.cast::<F>())(member) }
}

impl Team {
    /// # Errors
    /// What the system says when it refuses a thread.
    pub fn new(size: usize) -> std::io::Result<Self> {
        let state = Arc::new(State {
            round: AtomicUsize::new(0),
            task: UnsafeCell::new((std::ptr::null(), idle)),
            done: AtomicUsize::new(0),
            arrived: AtomicUsize::new(0),
            phase: AtomicUsize::new(0),
            panicked: AtomicBool::new(false),
            quit: AtomicBool::new(false),
            sleepers: AtomicUsize::new(0),
            lock: Mutex::new(()),
            wake: Condvar::new(),
            size: size.max(1),
            spins: match std::thread::available_parallelism() {
                Ok(cores) if cores.get() >= size => SPINS,
                _ => 0,
            },
        });
        let mut team = Self {
            state,
            helpers: Vec::new(),
        };
        for index in 1..size {
            let state = Arc::clone(&team.state);
            let helper = std::thread::Builder::new()
                .name(format!("descent-helper-{index}"))
                .spawn(move || help(&state, index))?;
            team.helpers.push(helper);
        }
        Ok(team)
    }

    pub fn size(&self) -> usize {
        self.state.size
    }

    /// Runs `f` on the calling thread, as a team of one.
    pub fn run_alone<F: Fn(&Member<'_>) + Sync>(&mut self, f: &F) {
        f(&Member {
            index: 0,
            size: 1,
            state: &self.state,
        });
    }

    /// Runs `f` once on every thread and returns when all are done. A panic on any thread becomes one here.
    pub fn run<F: Fn(&Member<'_>) + Sync>(&mut self, f: &F) {
        let state = &*self.state;
        let member = Member {
            index: 0,
            size: state.size,
            state,
        };
        if state.size == 1 {
            f(&member);
            return;
        }
        // SAFETY: `&mut self` means no other round runs, and the helpers are past the last one (`done` was awaited).
        unsafe { *state.task.get() = ((&raw const *f).cast(), call::<F>) };
        state.done.store(0, Ordering::Relaxed);
        state.round.fetch_add(1, Ordering::SeqCst);
        if state.sleepers.load(Ordering::SeqCst) > 0 {
            drop(state.lock.lock().unwrap_or_else(PoisonError::into_inner));
            state.wake.notify_all();
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| f(&member)));
        if outcome.is_err() {
            state.panicked.store(true, Ordering::SeqCst);
        }
        // The helpers borrow `f`, so they are awaited even when the leader failed.
        wait_until(state.spins, || {
            state.done.load(Ordering::Acquire) == state.size - 1
        });
        if state.panicked.load(Ordering::SeqCst) {
            let reason: Box<dyn Any + Send> = match outcome {
                Err(reason) => reason,
                Ok(()) => Box::new("a helper thread panicked"),
            };
            resume_unwind(reason);
        }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        self.state.quit.store(true, Ordering::SeqCst);
        self.state.round.fetch_add(1, Ordering::SeqCst);
        drop(
            self.state
                .lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        self.state.wake.notify_all();
        for helper in self.helpers.drain(..) {
            // A helper's panic was already reported by `run`.
            let _ = helper.join();
        }
    }
}

impl Member<'_> {
    /// Returns once every member has arrived; what they wrote before is visible after.
    pub fn barrier(&self) {
        if self.size == 1 {
            return;
        }
        let phase = self.state.phase.load(Ordering::Acquire);
        if self.state.arrived.fetch_add(1, Ordering::AcqRel) + 1 == self.size {
            self.state.arrived.store(0, Ordering::Relaxed);
            self.state.phase.fetch_add(1, Ordering::Release);
            return;
        }
        let mut failed = false;
        wait_until(self.state.spins, || {
            failed = self.state.panicked.load(Ordering::Relaxed);
            failed || self.state.phase.load(Ordering::Acquire) != phase
        });
        assert!(!failed, "another thread of the step panicked");
    }

    /// The part of `0..len` that is this member's, in multiples of `grain`.
    pub fn share(&self, len: usize, grain: usize) -> (usize, usize) {
        let grains = len.div_ceil(grain);
        let bound = |i: usize| (grains * i / self.size * grain).min(len);
        (bound(self.index), bound(self.index + 1))
    }
}

fn help(state: &State, index: usize) {
    let mut seen = 0;
    loop {
        wait_for_round(state, seen);
        seen = seen.wrapping_add(1);
        if state.quit.load(Ordering::SeqCst) {
            return;
        }
        let member = Member {
            index,
            size: state.size,
            state,
        };
        // SAFETY: the leader wrote the task before it released `round`, and keeps it alive until `done`.
        let outcome = catch_unwind(AssertUnwindSafe(|| unsafe {
            let (data, task) = *state.task.get();
            task(data, &member);
        }));
        if outcome.is_err() {
            state.panicked.store(true, Ordering::SeqCst);
        }
        state.done.fetch_add(1, Ordering::Release);
    }
}

fn wait_for_round(state: &State, seen: usize) {
    let changed = || state.round.load(Ordering::Acquire) != seen;
    for _ in 0..state.spins {
        if changed() {
            return;
        }
        std::hint::spin_loop();
    }
    for _ in 0..YIELDS {
        if changed() {
            return;
        }
        std::thread::yield_now();
    }
    let mut guard = state.lock.lock().unwrap_or_else(PoisonError::into_inner);
    state.sleepers.fetch_add(1, Ordering::SeqCst);
    while state.round.load(Ordering::SeqCst) == seen {
        guard = state
            .wake
            .wait_timeout(guard, Duration::from_millis(100))
            .map_or_else(|e| e.into_inner().0, |(guard, _)| guard);
    }
    state.sleepers.fetch_sub(1, Ordering::SeqCst);
}

fn wait_until(spins: usize, mut ready: impl FnMut() -> bool) {
    let mut tries = 0;
    while !ready() {
        if tries < spins {
            tries += 1;
            std::hint::spin_loop();
        } else {
            std::thread::yield_now();
        }
    }
}
