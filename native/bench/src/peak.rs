//! The processor's peak: fused multiply-adds between registers, enough chains to hide their latency.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Instant;

const ROUNDS: usize = 200_000;

/// Sums that are computed side by side.
const CHAINS: usize = 16;

/// Billions of operations (an addition or a multiplication of one value) a second of the best of `tries` loops, each
/// run on `threads` threads at once.
pub fn peak_gflops(threads: usize, tries: usize) -> f64 {
    let mut best: f64 = 0.0;
    for _ in 0..tries {
        let barrier = Barrier::new(threads);
        let seconds = std::thread::scope(|scope| {
            let timed = || {
                barrier.wait();
                let start = Instant::now();
                let lanes = spin();
                (lanes, start.elapsed().as_secs_f64())
            };
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(timed)).collect();
            let mut rates = vec![rate(timed())];
            for other in others {
                rates.extend(other.join().map(rate));
            }
            rates.iter().sum::<f64>()
        });
        best = best.max(seconds);
    }
    best
}

fn rate((lanes, seconds): (usize, f64)) -> f64 {
    (2 * lanes * CHAINS * ROUNDS) as f64 / seconds / 1e9
}

/// Runs the loop and says how many lanes a vector had.
#[cfg(target_arch = "x86_64")]
fn spin() -> usize {
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has the instructions.
        unsafe { spin_avx512() };
        16
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: the processor has the instructions.
        unsafe { spin_avx2() };
        8
    } else {
        spin_plain();
        4
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn spin() -> usize {
    spin_plain();
    4
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn spin_avx512() {
    use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_reduce_add_ps, _mm512_set1_ps};
    let (a, b) = (
        _mm512_set1_ps(black_box(0.999_9)),
        _mm512_set1_ps(black_box(1e-4)),
    );
    let mut sums = [_mm512_set1_ps(black_box(1.0)); CHAINS];
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, a, b);
        }
    }
    for sum in sums {
        black_box(_mm512_reduce_add_ps(sum));
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn spin_avx2() {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps};
    // 16 registers: 12 sums and two factors; the count that `rate` expects is kept by running longer.
    let (a, b) = (
        _mm256_set1_ps(black_box(0.999_9)),
        _mm256_set1_ps(black_box(1e-4)),
    );
    let mut sums = [_mm256_set1_ps(black_box(1.0)); 12];
    for _ in 0..ROUNDS * CHAINS / 12 {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, a, b);
        }
    }
    for sum in sums {
        black_box(sum);
    }
}

/// For processors without a loop of their own: what the compiler makes of fused multiply-adds on arrays of four.
fn spin_plain() {
    let (a, b) = (black_box(0.999_9_f32), black_box(1e-4_f32));
    let mut sums = [[black_box(1.0_f32); 4]; CHAINS];
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            for lane in sum {
                *lane = if cfg!(target_arch = "aarch64") {
                    lane.mul_add(a, b)
                } else {
                    *lane * a + b
                };
            }
        }
    }
    black_box(sums);
}
