//! The vector instructions that texts are looked at with, chosen at run time.

/// Instructions that some code is compiled for besides what every processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    /// AVX-512 with VBMI2, BITALG and VPOPCNTDQ: Ice Lake, Zen 4 and what came after them.
    Avx512,
    /// AVX2 with FMA: Haswell, Zen and what came after them.
    Avx2,
}

impl Instructions {
    /// The widest that this processor has.
    pub fn best() -> Option<Self> {
        [Self::Avx512, Self::Avx2]
            .into_iter()
            .find(|instructions| instructions.are_here())
    }

    /// Whether the processor has every feature that functions for them are compiled with.
    #[cfg(target_arch = "x86_64")]
    pub fn are_here(self) -> bool {
        match self {
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vbmi2")
                    && is_x86_feature_detected!("avx512bitalg")
                    && is_x86_feature_detected!("avx512vpopcntdq")
                    && Self::Avx2.are_here()
            }
            Self::Avx2 => {
                is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("fma")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("bmi2")
                    && is_x86_feature_detected!("popcnt")
            }
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn are_here(self) -> bool {
        false
    }
}
