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
    /// Index: the layer.
    Scales,
}

/// ChaCha with 8 rounds, keyed on (seed, stream, index).
pub(crate) struct Generator(ChaCha8Rng);

impl Stream {
    /// Many numbers at little cost, from a state drawn by the stream's generator.
    pub(crate) fn draws(self, seed: u64, index: u64) -> Draws {
        let mut generator = self.generator(seed, index);
        Draws([(); 4].map(|()| generator.0.next_u64()))
    }

    pub(crate) fn generator(self, seed: u64, index: u64) -> Generator {
        let stream: u64 = match self {
            Self::Weights => 1,
            Self::BatchOrder => 2,
            Self::Scales => 3,
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
}

/// xoshiro256++ (Blackman and Vigna, 2021, "Scrambled Linear Pseudorandom Number Generators").
#[derive(Clone, Copy)]
pub(crate) struct Draws([u64; 4]);

impl Draws {
    #[inline]
    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let (c_mixed, d_mixed) = (c ^ a, d ^ b);
        self.0 = [
            a ^ d_mixed,
            b ^ c_mixed,
            c_mixed ^ (b << 17),
            d_mixed.rotate_left(45),
        ];
        a.wrapping_add(d).rotate_left(23).wrapping_add(a)
    }

    /// Two numbers, uniform on `0..bound` and on `0..=bound` without bias, from the halves of one draw where they allow
    /// it (Lemire, 2019, "Fast Random Integer Generation in an Interval").
    #[inline]
    pub(crate) fn below_two(&mut self, bound: u32) -> [u32; 2] {
        let word = self.next();
        [
            self.below(word as u32, bound),
            self.below((word >> 32) as u32, bound.wrapping_add(1)),
        ]
    }

    /// Uniform on `0..bound`, from `half` unless that would favour some numbers.
    #[inline]
    fn below(&mut self, half: u32, bound: u32) -> u32 {
        let mut wide = u64::from(half) * u64::from(bound);
        if (wide as u32) < bound {
            (*self, wide) = self.below_again(wide, bound);
        }
        (wide >> 32) as u32
    }

    /// By value, so that in the usual case the state stays in registers.
    #[cold]
    fn below_again(mut self, mut wide: u64, bound: u32) -> (Self, u64) {
        let threshold = bound.wrapping_neg() % bound;
        while (wide as u32) < threshold {
            wide = (self.next() >> 32) * u64::from(bound);
        }
        (self, wide)
    }
}

#[cfg(test)]
mod tests {
    use super::Draws;

    #[test]
    fn draws_are_those_of_the_published_generator() {
        let mut draws = Draws([1, 2, 3, 4]);
        let first = [(); 5].map(|()| draws.next());
        // By the authors' own program.
        let expected = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
        ];
        assert_eq!(first, expected);
    }

    #[test]
    fn numbers_below_a_bound_that_does_not_divide_the_draws_are_unbiased() {
        let mut draws = Draws([5, 6, 7, 8]);
        let bound = 3 << 30;
        let mut residues = [0u32; 3];
        for _ in 0..30_000 {
            let [first, second] = draws.below_two(bound);
            assert!(first < bound && second <= bound);
            residues[first as usize % 3] += 1;
        }
        // Without rejection every third number would come twice as often as the others.
        for count in residues {
            assert!((9_600..10_400).contains(&count), "{residues:?}");
        }
    }
}
