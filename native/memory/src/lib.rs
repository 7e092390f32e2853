//! How much memory this process may still take, so that work which would fill the machine is refused and not begun, or
//! ended in time.

mod large_pages;
#[cfg(target_os = "linux")]
mod limits;

pub use large_pages::prefer_large_pages;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use sysinfo::{MemoryRefreshKind, Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// What is left to the system and to other programs: a sixteenth of the machine's memory, but no more than this.
const MOST_KEPT_FREE: u64 = 1 << 30;
/// Asking the system takes some ten microseconds; in this time a process can hardly take what is kept free.
const STAYS_TRUE: Duration = Duration::from_millis(10);

static PROCESS_LIMIT: AtomicU64 = AtomicU64::new(u64::MAX);

/// Bounds what this process may take in all, resident bytes, below what the machine has.
pub fn limit_process(bytes: u64) {
    PROCESS_LIMIT.store(bytes, Ordering::Relaxed);
}

/// Bytes that can be used without swapping and within the limits of the process and of the groups (containers) it is in;
/// `None` where the system tells nothing.
pub fn available_bytes() -> Option<u64> {
    asked().map(|asked| asked.available)
}

/// The same without what is left to the system: work that goes on growing should end when nothing is left. As of the
/// last ten milliseconds.
pub fn room() -> Option<u64> {
    static LAST: Mutex<Option<(Instant, Option<u64>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((when, room)) = *last
        && when.elapsed() < STAYS_TRUE
    {
        return room;
    }
    let room = asked().map(|asked| asked.room);
    *last = Some((Instant::now(), room));
    room
}

/// Bytes of memory that this process takes; 0 where the system does not tell.
pub fn resident_bytes() -> u64 {
    asked().map_or(0, |asked| asked.resident)
}

struct Asked {
    available: u64,
    room: u64,
    resident: u64,
}

fn asked() -> Option<Asked> {
    static SYSTEM: OnceLock<Mutex<System>> = OnceLock::new();
    let mut system = SYSTEM
        .get_or_init(|| Mutex::new(System::new()))
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let total = system.total_memory();
    if total == 0 {
        return None;
    }
    let own = Pid::from_u32(std::process::id());
    let wanted = ProcessesToUpdate::Some(&[own]);
    system.refresh_processes_specifics(
        wanted,
        false,
        ProcessRefreshKind::nothing().with_memory().without_tasks(),
    );
    let (resident, mapped) = system
        .process(own)
        .map_or((0, 0), |own| (own.memory(), own.virtual_memory()));
    let shared = least([
        Some(system.available_memory()),
        groups_free(),
        address_space().map(|limit| limit.saturating_sub(mapped)),
    ]);
    let own = PROCESS_LIMIT
        .load(Ordering::Relaxed)
        .saturating_sub(resident);
    Some(Asked {
        available: shared.min(own),
        room: shared
            .saturating_sub((total / 16).min(MOST_KEPT_FREE))
            .min(own),
        resident,
    })
}

fn least(all: [Option<u64>; 3]) -> u64 {
    all.into_iter().flatten().min().unwrap_or(u64::MAX)
}

#[cfg(target_os = "linux")]
use limits::{address_space, groups_free};

#[cfg(not(target_os = "linux"))]
fn groups_free() -> Option<u64> {
    None
}

#[cfg(not(target_os = "linux"))]
fn address_space() -> Option<u64> {
    None
}

/// `4.1 GB`, `512 MB`, as file managers write it.
pub fn readable(bytes: u64) -> String {
    if bytes >= 1_000_000_000 {
        format!("{:.1} GB", bytes as f64 / 1e9)
    } else {
        format!("{} MB", bytes / 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_the_process_counts_and_something_is_kept_free() {
        let before = asked().unwrap();
        assert!(before.room < before.available);
        limit_process(1);
        let limited = asked().unwrap();
        limit_process(u64::MAX);
        assert_eq!((limited.available, limited.room), (0, 0));
        assert!(asked().unwrap().available > 0);
    }

    #[test]
    fn amounts_are_readable() {
        assert_eq!(readable(4_100_000_000), "4.1 GB");
        assert_eq!(readable(512_000_001), "512 MB");
    }
}
