//! What columns have to do with a target, for JavaScript.

use crate::failure::{failure, guarded};
use descent_readers::options::ColumnKind;
use descent_readers::quality::{Series, SeriesValues, describe_target as describe};
use napi::bindgen_prelude::{Float64Array, Int32Array};
use napi_derive::napi;

/// A typed column: `values` of numbers and dates, or `codes` with their `levels`. The arrays may live in shared memory
/// and are not copied.
#[napi(object, object_to_js = false)]
pub struct TypedColumn {
    pub name: String,
    pub kind: String,
    /// NaN is missing; dates in milliseconds since 1970-01-01 UTC.
    pub values: Option<Float64Array>,
    /// Indices into `levels`, -1 for missing.
    pub codes: Option<Int32Array>,
    pub levels: Option<Vec<String>>,
}

/// A column's levels, borrowed; none for numbers.
fn levels(column: &TypedColumn) -> Vec<&str> {
    column.levels.iter().flatten().map(String::as_str).collect()
}

fn series<'a>(column: &'a TypedColumn, levels: &'a [&'a str]) -> napi::Result<Series<'a>> {
    let kind = match column.kind.as_str() {
        "number" => ColumnKind::Number,
        "date" => ColumnKind::Date,
        "category" => ColumnKind::Category,
        "boolean" => ColumnKind::Boolean,
        "text" => ColumnKind::Text,
        _ => return Err(failure("internal", "no such kind of column")),
    };
    let values = match (&column.values, &column.codes) {
        (Some(values), _) => SeriesValues::Numbers(values),
        (None, Some(codes)) => SeriesValues::Levels { codes, levels },
        (None, None) => return Err(failure("internal", "a column has neither values nor codes")),
    };
    Ok(Series {
        name: &column.name,
        kind,
        values,
    })
}

/// Measures each feature against the target. Answers JSON: `{"relations", "findings"}`, one relation (or null) a feature.
#[napi]
pub fn describe_target(
    target: TypedColumn,
    features: Vec<TypedColumn>,
    classification: bool,
) -> napi::Result<String> {
    guarded(|| {
        let target_levels = levels(&target);
        let feature_levels: Vec<Vec<&str>> = features.iter().map(levels).collect();
        let target = series(&target, &target_levels)?;
        let features = features
            .iter()
            .zip(&feature_levels)
            .map(|(column, levels)| series(column, levels))
            .collect::<napi::Result<Vec<_>>>()?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let report = describe(&target, &features, classification, threads);
        serde_json::to_string(&report)
            .map_err(|_| failure("internal", "the report cannot be written"))
    })
}
