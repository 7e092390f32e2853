//! A column's description as the studio reads it.

use super::{Histogram, Top};
use crate::columns::{Column, Reading};
use crate::options::ColumnKind;
use crate::report::Finding;
use serde::{Deserialize, Serialize};

/// A text that was read as missing; '' is the empty one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkerCount {
    pub marker: String,
    pub count: u64,
}

/// `columnSummarySchema` of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnSummary {
    pub index: usize,
    pub name: String,
    pub kind: ColumnKind,
    pub inferred_kind: ColumnKind,
    pub reading: Reading,
    pub missing: u64,
    pub missing_markers: Vec<MarkerCount>,
    pub distinct: u64,
    pub unparsed: u64,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub mean: Option<f64>,
    pub std: Option<f64>,
    pub quartiles: Option<[f64; 3]>,
    pub histogram: Option<Histogram>,
    pub top: Vec<Top>,
    pub warnings: Vec<Finding>,
}

impl ColumnSummary {
    /// The description of a column; without its statistics those fields are empty.
    pub fn of(index: usize, column: &Column, warnings: Vec<Finding>) -> Self {
        let statistics = column.statistics.clone().unwrap_or_default();
        let markers = column
            .missing_markers
            .iter()
            .map(|(marker, count)| MarkerCount {
                marker: marker.clone(),
                count: *count,
            });
        Self {
            index,
            name: column.name.clone(),
            kind: column.kind,
            inferred_kind: column.inferred_kind,
            reading: column.reading,
            missing: column.missing,
            missing_markers: markers.collect(),
            distinct: statistics.distinct,
            unparsed: column.unparsed.count,
            min: statistics.min,
            max: statistics.max,
            mean: statistics.mean,
            std: statistics.std,
            quartiles: statistics.quartiles,
            histogram: statistics.histogram,
            top: statistics.top,
            warnings,
        }
    }
}
