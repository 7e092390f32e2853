//! Two versions of a stored table, compared.

use super::damaged;
use crate::failure::guarded;
use descent_readers::compare::{Comparison as Native, Matches, Version};
use descent_readers::stored::Texts;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

#[napi(string_enum = "camelCase")]
pub enum ComparedVersion {
    Before,
    After,
}

impl From<ComparedVersion> for Version {
    fn from(version: ComparedVersion) -> Self {
        match version {
            ComparedVersion::Before => Self::Before,
            ComparedVersion::After => Self::After,
        }
    }
}

#[napi(object)]
pub struct RowCounts {
    pub added: f64,
    pub gone: f64,
    pub changed: f64,
    pub same: f64,
}

#[napi(object)]
pub struct RowExamples {
    pub added: Vec<u32>,
    pub gone: Vec<u32>,
    /// Pairs: the row of the earlier version, the row of the later one.
    pub changed: Vec<u32>,
}

/// A comparison under way; texts come as stored chunks.
#[napi]
pub struct Comparison {
    native: Native,
    matches: Matches,
}

/// Begins a comparison; with a key, rows belong together by the texts of one column.
#[napi]
pub fn compare_tables(with_key: bool) -> Comparison {
    Comparison {
        native: Native::new(with_key),
        matches: Matches::default(),
    }
}

#[napi]
impl Comparison {
    /// Rows `first_row` and on of one column; both versions get their columns in the same order.
    #[napi]
    pub fn add(
        &mut self,
        version: ComparedVersion,
        first_row: u32,
        is_key: bool,
        texts: Uint8ArraySlice<'_>,
    ) -> napi::Result<()> {
        guarded(|| {
            let texts = Texts::decode(&texts).map_err(|_| damaged())?;
            self.native
                .add(version.into(), first_row as usize, is_key, texts.iter());
            Ok(())
        })
    }

    /// Pairs the rows.
    #[napi]
    pub fn finish(&mut self) -> napi::Result<RowCounts> {
        guarded(|| {
            self.matches = self.native.matched();
            let counts = self.matches.counts();
            Ok(RowCounts {
                added: counts.added as f64,
                gone: counts.gone as f64,
                changed: counts.changed as f64,
                same: counts.same as f64,
            })
        })
    }

    /// One column alone, for `changed_cells`.
    #[napi]
    pub fn add_cells(
        &mut self,
        version: ComparedVersion,
        first_row: u32,
        texts: Uint8ArraySlice<'_>,
    ) -> napi::Result<()> {
        guarded(|| {
            let texts = Texts::decode(&texts).map_err(|_| damaged())?;
            self.native
                .add_cells(version.into(), first_row as usize, texts.iter());
            Ok(())
        })
    }

    /// In how many changed rows the column added last differs.
    #[napi]
    pub fn changed_cells(&mut self) -> napi::Result<f64> {
        guarded(|| Ok(self.native.changed_cells(&self.matches.changed) as f64))
    }

    /// The first rows of each sort, `limit` of each at most.
    #[napi]
    pub fn examples(&self, limit: u32) -> RowExamples {
        let limit = limit as usize;
        let first = |rows: &[u32]| rows.iter().take(limit).copied().collect();
        RowExamples {
            added: first(&self.matches.added),
            gone: first(&self.matches.gone),
            changed: self
                .matches
                .changed
                .iter()
                .take(limit)
                .flat_map(|pair| [pair.before, pair.after])
                .collect(),
        }
    }
}
