//! Denormals flushed to zero while a kernel runs: they cost a hundred cycles each and carry nothing.

/// Flushes while it lives and restores what was before.
pub struct FlushDenormals(u64);

#[cfg(all(target_arch = "x86_64", not(miri)))]
impl FlushDenormals {
    pub fn enter() -> Self {
        // Flush to zero (bit 15) and denormals are zero (bit 6), Intel SDM volume 1, 10.2.3.
        const BITS: u32 = 1 << 15 | 1 << 6;
        let before = read();
        if before & BITS != BITS {
            write(before | BITS);
        }
        Self(u64::from(before))
    }
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
impl Drop for FlushDenormals {
    fn drop(&mut self) {
        let before = self.0 as u32;
        if read() != before {
            write(before);
        }
    }
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
fn read() -> u32 {
    let mut state: u32 = 0;
    // SAFETY: stores the 32-bit control register to a valid address.
    unsafe {
        std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut state, options(nostack, preserves_flags));
    }
    state
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
fn write(state: u32) {
    // SAFETY: only the two flush bits differ from a state the processor had; results of other arithmetic change only
    // where denormals are involved.
    unsafe {
        std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const state, options(nostack, preserves_flags));
    }
}

#[cfg(all(target_arch = "aarch64", not(miri)))]
impl FlushDenormals {
    pub fn enter() -> Self {
        let before: u64;
        // SAFETY: reads and writes the floating-point control register; only FZ (bit 24) changes.
        unsafe {
            std::arch::asm!("mrs {}, fpcr", out(reg) before, options(nomem, nostack));
            std::arch::asm!("msr fpcr, {}", in(reg) before | 1 << 24, options(nomem, nostack));
        }
        Self(before)
    }
}

#[cfg(all(target_arch = "aarch64", not(miri)))]
impl Drop for FlushDenormals {
    fn drop(&mut self) {
        // SAFETY: restores what `enter` read.
        unsafe {
            std::arch::asm!("msr fpcr, {}", in(reg) self.0, options(nomem, nostack));
        }
    }
}

// Miri knows neither register.
#[cfg(any(not(any(target_arch = "x86_64", target_arch = "aarch64")), miri))]
impl FlushDenormals {
    pub fn enter() -> Self {
        Self(0)
    }
}
