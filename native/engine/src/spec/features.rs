//! What becomes of the data's columns before the first layer, and its validation.

use super::check::{Bound, integer, invalid, number};
use super::layers::MAX_WIDTH;
use crate::activation::Activation;
use crate::error::Result;
use crate::initialization::Initialization;
use serde::{Deserialize, Serialize};

/// Largest number of levels of a categorical column, so that each is a whole number in float32.
pub const MAX_LEVELS: usize = 1 << 24;
/// Largest number of frequencies of a column, and of its bins.
pub const MAX_FREQUENCIES: usize = 4096;

/// One part of the front end: columns of the data and the activations that the network starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Feature {
    /// The columns' values as they are.
    Number { columns: Vec<usize> },
    /// A 1 at the level's place among `levels` zeros; the value -1 is none of them.
    OneHot { column: usize, levels: usize },
    /// The level's row of a learned table `[levels × dimension]` (Guo and Berkhahn, 2016, arXiv:1604.06737); zeros for -1.
    Embedding {
        column: usize,
        levels: usize,
        dimension: usize,
        #[serde(default = "normal")]
        initialization: Initialization,
        /// Half width, standard deviation or value.
        #[serde(default)]
        initialization_scale: Option<f64>,
    },
    /// `activation([sin 2πcx, cos 2πcx] · W + b)` with learned frequencies c, drawn normal with `deviation`
    /// (Gorishniy, Rubachev and Babenko, 2022, arXiv:2203.05556). Each column has its own W and b of `dimension` outputs,
    /// unless they are `shared`.
    Periodic {
        columns: Vec<usize>,
        frequencies: usize,
        deviation: f64,
        dimension: usize,
        #[serde(default = "relu")]
        activation: Activation,
        #[serde(default)]
        shared: bool,
    },
    /// How far the value is through each bin between two edges: 0 below it, 1 above it, else the part of it; the first
    /// bin has no lower and the last no upper end (Gorishniy, Rubachev and Babenko, 2022, equation 1). With a
    /// `dimension` each column has its own W and b behind it, then `activation`.
    PiecewiseLinear {
        columns: Vec<usize>,
        /// One rising list a column.
        edges: Vec<Vec<f64>>,
        #[serde(default)]
        dimension: Option<usize>,
        #[serde(default = "linear")]
        activation: Activation,
    },
}

fn normal() -> Initialization {
    Initialization::Normal
}
fn relu() -> Activation {
    Activation::Relu
}
fn linear() -> Activation {
    Activation::Linear
}

impl Feature {
    /// The columns of the data that it takes, in its order.
    pub fn columns(&self) -> &[usize] {
        match self {
            Self::Number { columns }
            | Self::Periodic { columns, .. }
            | Self::PiecewiseLinear { columns, .. } => columns,
            Self::OneHot { column, .. } | Self::Embedding { column, .. } => {
                std::slice::from_ref(column)
            }
        }
    }

    /// Activations that it makes of a row.
    pub fn width(&self) -> usize {
        match self {
            Self::Number { columns } => columns.len(),
            Self::OneHot { levels, .. } => *levels,
            Self::Embedding { dimension, .. } => *dimension,
            Self::Periodic {
                columns, dimension, ..
            } => columns.len().saturating_mul(*dimension),
            Self::PiecewiseLinear {
                columns,
                edges,
                dimension,
                ..
            } => match dimension {
                Some(dimension) => columns.len().saturating_mul(*dimension),
                None => edges.iter().map(|e| e.len().saturating_sub(1)).sum(),
            },
        }
    }

    /// Learned values.
    pub fn parameters(&self) -> u64 {
        let dense = |inputs: usize, units: usize| (inputs as u64 + 1) * units as u64;
        match self {
            Self::Number { .. } | Self::OneHot { .. } => 0,
            Self::Embedding {
                levels, dimension, ..
            } => *levels as u64 * *dimension as u64,
            Self::Periodic {
                columns,
                frequencies,
                dimension,
                shared,
                ..
            } => {
                let copies = if *shared { 1 } else { columns.len() as u64 };
                (columns.len() * frequencies) as u64 + copies * dense(2 * frequencies, *dimension)
            }
            Self::PiecewiseLinear {
                edges, dimension, ..
            } => dimension.map_or(0, |units| {
                edges.iter().map(|e| dense(e.len() - 1, units)).sum()
            }),
        }
    }

    fn validate(&self, field: &str) -> Result<()> {
        if self.columns().is_empty() {
            return Err(invalid(format!("{field}.columns names no column")));
        }
        let width = |name: &str, value: usize, most: usize| {
            integer(&format!("{field}.{name}"), value as u64, 1, most as u64)
        };
        match self {
            Self::Number { .. } => Ok(()),
            Self::OneHot { levels, .. } => width("levels", *levels, MAX_WIDTH),
            Self::Embedding {
                levels,
                dimension,
                initialization,
                initialization_scale,
                ..
            } => {
                width("levels", *levels, MAX_LEVELS)?;
                width("dimension", *dimension, MAX_WIDTH)?;
                if !matches!(
                    initialization,
                    Initialization::Uniform
                        | Initialization::Normal
                        | Initialization::Constant
                        | Initialization::Zeros
                ) {
                    return Err(invalid(format!(
                        "{field}.initialization follows from a layer's inputs, which a table has not: it must be uniform, \
                         normal, constant or zeros"
                    )));
                }
                initialization.validate(field, *initialization_scale, *levels, *dimension)
            }
            Self::Periodic {
                frequencies,
                deviation,
                dimension,
                ..
            } => {
                width("frequencies", *frequencies, MAX_FREQUENCIES)?;
                width("dimension", *dimension, MAX_WIDTH)?;
                number(
                    &format!("{field}.deviation"),
                    *deviation,
                    Bound::To(0.0),
                    Bound::To(1e6),
                )
            }
            Self::PiecewiseLinear {
                columns,
                edges,
                dimension,
                activation,
            } => {
                if edges.len() != columns.len() {
                    return Err(invalid(format!(
                        "{field}.edges has {} lists for {} columns; it must have one a column",
                        edges.len(),
                        columns.len()
                    )));
                }
                for (index, list) in edges.iter().enumerate() {
                    validate_edges(&format!("{field}.edges[{index}]"), list)?;
                }
                match dimension {
                    Some(units) => width("dimension", *units, MAX_WIDTH),
                    None if *activation != Activation::Linear => Err(invalid(format!(
                        "{field}.activation is {}, but without a dimension there is nothing to apply it to",
                        activation.name()
                    ))),
                    None => Ok(()),
                }
            }
        }
    }
}

fn validate_edges(field: &str, edges: &[f64]) -> Result<()> {
    integer(
        &format!("{field} (their number)"),
        edges.len() as u64,
        2,
        MAX_FREQUENCIES as u64 + 1,
    )?;
    for (index, edge) in edges.iter().enumerate() {
        let limit = f64::from(f32::MAX);
        number(
            &format!("{field}[{index}]"),
            *edge,
            Bound::To(-limit),
            Bound::To(limit),
        )?;
    }
    for (index, pair) in edges.windows(2).enumerate() {
        // The data are float32: edges that are one number there would leave a bin of no width.
        let rises = pair[1] as f32 > pair[0] as f32;
        if !rises || !((1.0 / (pair[1] - pair[0])) as f32).is_finite() {
            return Err(invalid(format!(
                "{field}[{}] is {}; it must be above the edge before it, {}, by what float32 can tell apart",
                index + 1,
                pair[1],
                pair[0]
            )));
        }
    }
    Ok(())
}

/// The activations that a network starts from.
pub(crate) fn width(features: Option<&[Feature]>, inputs: usize) -> usize {
    features.map_or(inputs, |features| {
        features
            .iter()
            .fold(0, |sum, feature| sum.saturating_add(feature.width()))
    })
}

/// Checks each feature, and that together they use each of the `inputs` columns once.
///
/// # Errors
/// `invalid-spec` naming the field, its value and the allowed range.
pub(crate) fn validate(features: &[Feature], inputs: usize) -> Result<()> {
    let mut taken: Vec<Option<usize>> = vec![None; inputs];
    for (index, feature) in features.iter().enumerate() {
        let field = format!("features[{index}]");
        feature.validate(&field)?;
        for column in feature.columns() {
            let Some(owner) = taken.get_mut(*column) else {
                return Err(invalid(format!(
                    "{field} takes column {column}; it must be from 0 to {}",
                    inputs - 1
                )));
            };
            if let Some(first) = owner {
                return Err(invalid(format!(
                    "{field} takes column {column}, which features[{first}] has already; each column must appear once"
                )));
            }
            *owner = Some(index);
        }
    }
    if let Some(column) = taken.iter().position(Option::is_none) {
        return Err(invalid(format!(
            "no feature takes column {column}; each of the {inputs} columns must appear once"
        )));
    }
    integer(
        "features (the activations that they make)",
        width(Some(features), inputs) as u64,
        1,
        MAX_WIDTH as u64,
    )
}
