//! The processor's peak: fused multiply-adds between registers, enough chains to hide their latency. Written as
//! instructions, because a compiler moves such a loop's registers about.

use std::sync::Barrier;
use std::time::Instant;

const ROUNDS: usize = 200_000;

/// Billions of operations (an addition or a multiplication of one value) a second of the best of `tries` loops, each
/// run on `threads` threads at once.
pub fn peak_gflops(threads: usize, tries: usize) -> f64 {
    let mut best: f64 = 0.0;
    for _ in 0..tries {
        let barrier = Barrier::new(threads);
        let timed = || {
            barrier.wait();
            let start = Instant::now();
            let operations = spin();
            operations as f64 / start.elapsed().as_secs_f64() / 1e9
        };
        let together = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(timed)).collect();
            let first = timed();
            first
                + others
                    .into_iter()
                    .filter_map(|other| other.join().ok())
                    .sum::<f64>()
        });
        best = best.max(together);
    }
    best
}

/// A loop of 12 multiply-adds of the registers `$prefix`0 to 11; 12 and 13 are the factors. All are zero.
#[cfg(target_arch = "x86_64")]
macro_rules! spin_x86 {
    ($prefix:literal) => {
        std::arch::asm!(
            "vzeroall",
            "2:",
            concat!("vfmadd231ps ", $prefix, "0, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "1, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "2, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "3, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "4, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "5, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "6, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "7, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "8, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "9, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "10, ", $prefix, "12, ", $prefix, "13"),
            concat!("vfmadd231ps ", $prefix, "11, ", $prefix, "12, ", $prefix, "13"),
            "dec {rounds}",
            "jnz 2b",
            "vzeroupper",
            rounds = inout(reg) ROUNDS => _,
            out("xmm0") _, out("xmm1") _, out("xmm2") _, out("xmm3") _, out("xmm4") _, out("xmm5") _, out("xmm6") _,
            out("xmm7") _, out("xmm8") _, out("xmm9") _, out("xmm10") _, out("xmm11") _, out("xmm12") _,
            out("xmm13") _, out("xmm14") _, out("xmm15") _,
            options(nomem, nostack)
        )
    };
}

/// Runs the loop; how many operations it did.
#[cfg(target_arch = "x86_64")]
fn spin() -> usize {
    const CHAINS: usize = 12;
    let lanes = if is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has the instructions; every register in use is declared.
        unsafe { spin_x86!("zmm") };
        16
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: as above.
        unsafe { spin_x86!("ymm") };
        8
    } else {
        return spin_plain();
    };
    2 * lanes * CHAINS * ROUNDS
}

#[cfg(not(target_arch = "x86_64"))]
fn spin() -> usize {
    spin_plain()
}

/// For processors without a loop of their own: what the compiler makes of arrays of four.
fn spin_plain() -> usize {
    use std::hint::black_box;
    const CHAINS: usize = 16;
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
    2 * 4 * CHAINS * ROUNDS
}
