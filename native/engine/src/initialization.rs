//! Initial weights. Biases start at zero, but for the data-dependent initialization.

use crate::error::Result;
use crate::random::{Generator, Stream};
use crate::spec::{Bound, invalid, number};
use serde::{Deserialize, Serialize};

/// How the weights of a layer of `inputs` and `units` are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Initialization {
    /// Uniform with variance 2 / inputs, ±√(6 / inputs) (He et al., 2015, arXiv:1502.01852).
    He,
    /// Normal with variance 2 / inputs.
    HeNormal,
    /// Uniform with variance 2 / (inputs + units) (Glorot and Bengio, AISTATS 2010).
    Glorot,
    /// Normal with variance 2 / (inputs + units).
    GlorotNormal,
    /// Uniform with variance 1 / inputs (LeCun et al., 1998, "Efficient BackProp").
    Lecun,
    /// Normal with variance 1 / inputs.
    LecunNormal,
    /// Orthonormal rows or columns, whichever are fewer, times the scale (Saxe, McClelland and Ganguli, 2014,
    /// arXiv:1312.6120).
    Orthogonal,
    /// Uniform on ± the scale.
    Uniform,
    /// Normal with the scale as standard deviation.
    Normal,
    /// All equal to the scale.
    Constant,
    Zeros,
    /// Normal with variance 1 / inputs, then scaled and shifted, layer by layer, so that each unit's sum has mean 0 and
    /// deviation 1 over rows of the training data (Krähenbühl et al., 2016, arXiv:1511.06856).
    DataDependent,
}

/// Multiply-adds of the largest orthogonalization, some seconds.
const MOST_ORTHOGONAL_WORK: f64 = 1e10;

impl Initialization {
    pub const ALL: [Self; 12] = [
        Self::He,
        Self::HeNormal,
        Self::Glorot,
        Self::GlorotNormal,
        Self::Lecun,
        Self::LecunNormal,
        Self::Orthogonal,
        Self::Uniform,
        Self::Normal,
        Self::Constant,
        Self::Zeros,
        Self::DataDependent,
    ];

    /// The scale where none is given; `None` for those whose scale follows from the layer.
    pub fn default_scale(self) -> Option<f64> {
        match self {
            Self::Uniform | Self::Normal => Some(0.05),
            Self::Orthogonal => Some(1.0),
            Self::Constant => Some(0.0),
            Self::He
            | Self::HeNormal
            | Self::Glorot
            | Self::GlorotNormal
            | Self::Lecun
            | Self::LecunNormal
            | Self::Zeros
            | Self::DataDependent => None,
        }
    }

    /// Standard deviation of those that are drawn independently of each other.
    pub fn deviation(self, scale: Option<f64>, inputs: usize, units: usize) -> f64 {
        let given = scale.or(self.default_scale()).unwrap_or(0.0);
        let (inputs, units) = (inputs as f64, units as f64);
        match self {
            Self::He | Self::HeNormal => (2.0 / inputs).sqrt(),
            Self::Glorot | Self::GlorotNormal => (2.0 / (inputs + units)).sqrt(),
            Self::Lecun | Self::LecunNormal | Self::DataDependent => (1.0 / inputs).sqrt(),
            Self::Uniform => given / 3f64.sqrt(),
            Self::Normal => given,
            Self::Orthogonal => given / inputs.max(units).sqrt(),
            Self::Constant | Self::Zeros => 0.0,
        }
    }

    pub(crate) fn validate(
        self,
        field: &str,
        scale: Option<f64>,
        inputs: usize,
        units: usize,
    ) -> Result<()> {
        if let Some(scale) = scale {
            if self.default_scale().is_none() {
                return Err(invalid(format!(
                    "{field}.initializationScale is given, but the scale of this initialization follows from the layer"
                )));
            }
            let field = format!("{field}.initializationScale");
            number(&field, scale, Bound::To(-1e6), Bound::To(1e6))?;
        }
        let (few, many) = (inputs.min(units) as f64, inputs.max(units) as f64);
        if self == Self::Orthogonal && 2.0 * few * few * many > MOST_ORTHOGONAL_WORK {
            return Err(invalid(format!(
                "{field}.initialization is orthogonal, which takes too long for {inputs} × {units} weights"
            )));
        }
        Ok(())
    }

    /// Draws `inputs × units` weights in row-major order.
    pub(crate) fn draw(
        self,
        scale: Option<f64>,
        seed: u64,
        layer: u64,
        (inputs, units): (usize, usize),
        mut put: impl FnMut(usize, usize, f64),
    ) {
        let mut random = Stream::Weights.generator(seed, layer);
        let given = scale.or(self.default_scale()).unwrap_or(0.0);
        let deviation = self.deviation(scale, inputs, units);
        // The literature's limits, √(6 / inputs) and so on, rather than deviations times √3, which round differently.
        let limit = match self {
            Self::He => (6.0 / inputs as f64).sqrt(),
            Self::Glorot => (6.0 / (inputs + units) as f64).sqrt(),
            Self::Lecun => (3.0 / inputs as f64).sqrt(),
            _ => given,
        };
        if self == Self::Orthogonal {
            let (few, many) = (inputs.min(units), inputs.max(units));
            let rows = orthonormal_rows(&mut random, few, many);
            for input in 0..inputs {
                for unit in 0..units {
                    let (row, column) = if inputs <= units {
                        (input, unit)
                    } else {
                        (unit, input)
                    };
                    put(input, unit, given * rows[row * many + column]);
                }
            }
            return;
        }
        for input in 0..inputs {
            for unit in 0..units {
                let value = match self {
                    Self::He | Self::Glorot | Self::Lecun | Self::Uniform => {
                        (random.unit() * 2.0 - 1.0) * limit
                    }
                    Self::HeNormal
                    | Self::GlorotNormal
                    | Self::LecunNormal
                    | Self::Normal
                    | Self::DataDependent => random.normal() * deviation,
                    Self::Constant => given,
                    Self::Zeros | Self::Orthogonal => 0.0,
                };
                put(input, unit, value);
            }
        }
    }
}

/// `few` orthonormal rows of `many` values, uniformly distributed: normal rows by Gram and Schmidt, each projected twice
/// ("twice is enough", Giraud et al., 2005).
fn orthonormal_rows(random: &mut Generator, few: usize, many: usize) -> Vec<f64> {
    let mut rows = vec![0.0; few * many];
    for index in 0..few {
        let (before, rest) = rows.split_at_mut(index * many);
        let row = &mut rest[..many];
        for x in row.iter_mut() {
            *x = random.normal();
        }
        for _ in 0..2 {
            for other in before.chunks_exact(many) {
                let along: f64 = row.iter().zip(other).map(|(x, y)| x * y).sum();
                for (x, y) in row.iter_mut().zip(other) {
                    *x -= along * y;
                }
            }
        }
        let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
        for x in row {
            *x /= norm;
        }
    }
    rows
}
