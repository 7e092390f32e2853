//! Columns at hand, typed: those that a project stores, and small ones.

use super::{damaged, parsed, reader_failure, told};
use crate::failure::guarded;
use descent_readers::columns::{
    CHUNK_ROWS, Column, Packer, Settings, Values, code_bytes, number_bytes, retype, type_texts,
};
use descent_readers::import::{ColumnSettings, describe, packed_levels, preview_texts};
use descent_readers::profile::ColumnSummary;
use descent_readers::stored::Texts;
use napi::bindgen_prelude::{Either, Float64Array, Int32Array, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// A column and how to read it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    name: String,
    #[serde(default)]
    index: usize,
    #[serde(default)]
    settings: ColumnSettings,
    /// Rows that do not decide its kind, ascending.
    #[serde(default)]
    slipped: Vec<u64>,
}

#[napi(object, object_from_js = false)]
pub struct RetypedColumn {
    /// JSON of a ColumnSummary.
    pub summary: String,
    pub levels: Option<Uint8Array>,
    /// Stored chunks of the values, in order.
    pub chunks: Vec<Uint8Array>,
}

/// Reads a stored column again in another way.
#[napi]
pub fn retype_column(column: String, chunks: Vec<Uint8Array>) -> napi::Result<RetypedColumn> {
    guarded(|| {
        let wanted: Wanted = parsed(&column)?;
        let chunks = chunks.iter().map(|chunk| chunk.to_vec()).collect();
        let choices = wanted.settings.into();
        let settings = Settings {
            choices: BTreeMap::from([(wanted.name.clone(), choices)]),
            ..Settings::default()
        };
        let choices = settings.choices[&wanted.name].clone();
        let never = AtomicBool::new(false);
        let typed = retype(&wanted.name, chunks, wanted.slipped, choices, &never)
            .map_err(|e| reader_failure(&e))?;
        packed(typed, wanted.index, &settings)
    })
}

fn packed(typed: Column, index: usize, settings: &Settings) -> napi::Result<RetypedColumn> {
    let mut packer = Packer::new().map_err(|e| reader_failure(&e))?;
    let mut pack = |bytes: Vec<u8>| {
        packer
            .pack(&bytes)
            .map(Uint8Array::from)
            .map_err(|e| reader_failure(&e))
    };
    let (chunks, levels) = match &typed.values {
        Values::Numbers(values) => {
            let chunks = values.chunks(CHUNK_ROWS).map(number_bytes).map(&mut pack);
            (chunks.collect::<napi::Result<_>>()?, None)
        }
        Values::Codes { codes, levels } => {
            let chunks = codes.chunks(CHUNK_ROWS).map(code_bytes).map(&mut pack);
            let levels = packed_levels(levels).map_err(|e| reader_failure(&e))?;
            (chunks.collect::<napi::Result<_>>()?, Some(levels.into()))
        }
    };
    let mut summary: Option<ColumnSummary> = describe(std::slice::from_ref(&typed), settings)
        .columns
        .pop();
    if let Some(summary) = &mut summary {
        summary.index = index;
    }
    Ok(RetypedColumn {
        summary: told(&summary)?,
        levels,
        chunks,
    })
}

/// The beginning of a stored column with other settings: JSON of a ColumnPreview.
#[napi]
pub fn preview_stored(
    column: String,
    chunks: Vec<Uint8Array>,
    is_whole: bool,
) -> napi::Result<String> {
    guarded(|| {
        let wanted: Wanted = parsed(&column)?;
        let lists: Vec<Texts> = chunks
            .iter()
            .map(|chunk| Texts::decode(chunk).map_err(|_| damaged()))
            .collect::<napi::Result<_>>()?;
        let texts: Vec<&str> = lists.iter().flat_map(Texts::iter).collect();
        let slipped: Vec<u32> = wanted
            .slipped
            .iter()
            .filter_map(|row| u32::try_from(*row).ok())
            .filter(|row| (*row as usize) < texts.len())
            .collect();
        preview_texts(&wanted.name, &texts, &slipped, wanted.settings, is_whole)
            .map_err(|e| reader_failure(&e))
            .and_then(|preview| told(&preview))
    })
}

/// A column's texts with their values.
#[napi(object, object_from_js = false)]
pub struct TypedTexts {
    /// JSON of a ColumnSummary without statistics.
    pub summary: String,
    /// Of numbers and dates, NaN for missing.
    pub values: Option<Float64Array>,
    /// Into `levels`, -1 for missing.
    pub codes: Option<Int32Array>,
    pub levels: Option<Vec<String>>,
    /// The first different texts that fit no value of the kind.
    pub unparsed: Vec<String>,
}

/// Types texts at hand: as they are, or laid out as in a stored chunk before it is compressed.
#[napi]
pub fn type_column(
    column: String,
    texts: Either<Uint8Array, Vec<String>>,
) -> napi::Result<TypedTexts> {
    guarded(|| {
        let wanted: Wanted = parsed(&column)?;
        let choices = wanted.settings.into();
        let typed = match &texts {
            Either::A(laid) => {
                let texts = Texts::of(laid).map_err(|_| damaged())?;
                type_texts(&wanted.name, texts.iter(), &[], choices)
            }
            Either::B(texts) => {
                let texts = texts.iter().map(String::as_str);
                type_texts(&wanted.name, texts, &[], choices)
            }
        }
        .map_err(|e| reader_failure(&e))?;
        let summary = told(&ColumnSummary::of(wanted.index, &typed, Vec::new()))?;
        let (values, codes, levels) = match typed.values {
            Values::Numbers(values) => (Some(values.into()), None, None),
            Values::Codes { codes, levels } => (
                None,
                Some(codes.into()),
                Some(levels.iter().map(str::to_owned).collect()),
            ),
        };
        Ok(TypedTexts {
            summary,
            values,
            codes,
            levels,
            unparsed: typed.unparsed.examples,
        })
    })
}
