//! Time that other programs cannot take: the processor time of the calling thread.

/// Seconds that this thread has been on a core.
#[cfg(target_os = "linux")]
pub fn thread_seconds() -> f64 {
    #[repr(C)]
    struct Timespec {
        seconds: i64,
        nanoseconds: i64,
    }
    unsafe extern "C" {
        fn clock_gettime(clock: i32, out: *mut Timespec) -> i32;
    }
    const THREAD_CPUTIME: i32 = 3;
    let mut now = Timespec {
        seconds: 0,
        nanoseconds: 0,
    };
    // SAFETY: writes one timespec of a 64-bit system.
    unsafe { clock_gettime(THREAD_CPUTIME, &raw mut now) };
    now.seconds as f64 + now.nanoseconds as f64 * 1e-9
}

/// Elsewhere the time of the wall.
#[cfg(not(target_os = "linux"))]
pub fn thread_seconds() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}
