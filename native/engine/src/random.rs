//! Random numbers as a pure function of (seed, stream, index): nothing of a generator's state is ever saved.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// What the numbers are for; streams never overlap.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    /// Index: the layer.
    Weights,
    /// Index: the epoch.
    BatchOrder,
}

/// ChaCha with 8 rounds, keyed on (seed, stream, index).
pub(crate) struct Generator(ChaCha8Rng);

impl Stream {
    pub(crate) fn generator(self, seed: u64, index: u64) -> Generator {
        let stream: u64 = match self {
            Self::Weights => 1,
            Self::BatchOrder => 2,
        };
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&stream.to_le_bytes());
        key[16..24].copy_from_slice(&index.to_le_bytes());
        Generator(ChaCha8Rng::from_seed(key))
    }
}

impl Generator {
    /// Uniform on [0, 1), 53 bits.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Standard normal (Box and Muller, 1958); one of the pair is enough for what is drawn once.
    pub(crate) fn normal(&mut self) -> f64 {
        // 1 - u is in (0, 1].
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (2.0 * std::f64::consts::PI * self.unit()).cos()
    }

    /// Uniform on 0..bound without bias (Lemire, 2019, "Fast random integer generation in an interval").
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let mut wide = u64::from(self.0.next_u32()) * u64::from(bound);
        if (wide as u32) < bound {
            let threshold = bound.wrapping_neg() % bound;
            while (wide as u32) < threshold {
                wide = u64::from(self.0.next_u32()) * u64::from(bound);
            }
        }
        (wide >> 32) as u32
    }
}
