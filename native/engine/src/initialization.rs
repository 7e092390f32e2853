//! Initial weights. Biases start at zero.

use crate::random::Stream;
use serde::{Deserialize, Serialize};

/// How the weights of a layer are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Initialization {
    /// Uniform on ±√(6 / inputs), variance 2 / inputs (He et al., 2015, arXiv:1502.01852).
    He,
    /// Uniform on ±√(6 / (inputs + units)) (Glorot and Bengio, AISTATS 2010).
    Glorot,
}

impl Initialization {
    /// Half the width of the uniform distribution.
    pub fn limit(self, inputs: usize, units: usize) -> f64 {
        let fan = match self {
            Self::He => inputs,
            Self::Glorot => inputs + units,
        };
        (6.0 / fan as f64).sqrt()
    }

    /// Draws `inputs × units` weights in row-major order.
    pub(crate) fn draw(
        self,
        seed: u64,
        layer: usize,
        inputs: usize,
        units: usize,
        mut put: impl FnMut(usize, usize, f64),
    ) {
        let limit = self.limit(inputs, units);
        let mut random = Stream::Weights.generator(seed, layer as u64);
        for input in 0..inputs {
            for unit in 0..units {
                put(input, unit, (random.unit() * 2.0 - 1.0) * limit);
            }
        }
    }
}
