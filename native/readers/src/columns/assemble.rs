//! Parts of a column, and how it is to be read, to the typed column.

use super::column::{Column, Levels, Unparsed, Values};
use super::dictionary::Dictionary;
use super::evidence::Evidence;
use super::pack::CHUNK_ROWS;
use super::part::{Body, Part};
use super::pieces::{Chunks, Piece};
use super::plan::{Plan, Way, is_mostly_distinct};
use super::rules::Rules;
use super::told::RowTexts;
use crate::error::Result;
use crate::options::ColumnKind;
use crate::values::booleans;
use crate::values::markers::trimmed;
use std::collections::{HashMap, HashSet};

/// All that was kept of a column while its file was read.
#[derive(Default)]
pub struct Kept {
    pub parts: Vec<Part>,
    pub evidence: Evidence,
    /// Its texts, where parts do not hold them.
    pub chunks: Chunks,
}

/// Fails where the work is to end.
type GoOn<'a> = &'a dyn Fn() -> Result<()>;

/// The typed column; its parts are given up one by one.
///
/// # Errors
/// Where a kept text is damaged, or `go_on` says so.
pub fn assemble(name: &str, kept: Kept, rules: &Rules, go_on: GoOn<'_>) -> Result<Column> {
    let plan = Plan::decide(&kept.evidence, rules);
    let rows = kept.parts.iter().map(|part| part.rows).sum();
    let reader = PartReader {
        chunks: kept.chunks,
        plan: &plan,
        rules,
        first_row: 0,
        met: Met::default(),
    };
    let (values, met) = match (plan.way(), plan.kind) {
        (Some(way), _) => reader.numbers(kept.parts, rows, way, go_on)?,
        (None, ColumnKind::Boolean) => reader.booleans(kept.parts, rows, go_on)?,
        (None, _) => reader.codes(kept.parts, rows, go_on)?,
    };
    let missing: u64 = met.markers.values().sum::<u64>() + met.unparsed.count;
    let distinct = match &values {
        Values::Codes { levels, .. } => levels.len() as u64,
        Values::Numbers(_) => 0,
    };
    let is_text = is_mostly_distinct(distinct, rows as u64 - missing);
    let told = |kind| {
        if kind == ColumnKind::Category && is_text {
            ColumnKind::Text
        } else {
            kind
        }
    };
    Ok(Column {
        name: name.to_owned(),
        kind: if rules.choices.kind.is_some() {
            plan.kind
        } else {
            told(plan.kind)
        },
        inferred_kind: told(plan.inferred_kind),
        reading: plan.reading,
        values,
        missing,
        missing_markers: met.markers_by_count(),
        markers_chosen: rules.markers_chosen(),
        unparsed: met.unparsed,
        doubts: plan.doubts,
        statistics: None,
    })
}

/// Markers and misfits met on the way.
#[derive(Default)]
struct Met {
    markers: HashMap<Vec<u8>, u64>,
    unparsed: Unparsed,
    examples: HashSet<Vec<u8>>,
}

const MOST_EXAMPLES: usize = 20;

impl Met {
    fn marker(&mut self, text: &[u8], count: u64) {
        match self.markers.get_mut(text) {
            Some(sum) => *sum += count,
            None => {
                self.markers.insert(text.to_vec(), count);
            }
        }
    }

    fn misfit(&mut self, text: &[u8], count: u64, row: u64) {
        self.unparsed.count += count;
        if self.examples.len() < MOST_EXAMPLES && !self.examples.contains(text) {
            self.examples.insert(text.to_vec());
            self.unparsed
                .examples
                .push(String::from_utf8_lossy(text).into_owned());
            self.unparsed.rows.push(row);
        }
    }

    /// Most frequent first, then in the order of their texts.
    fn markers_by_count(&self) -> Vec<(String, u64)> {
        let texts = self.markers.iter().filter(|(_, count)| **count > 0);
        let mut all: Vec<_> = texts
            .map(|(text, count)| (String::from_utf8_lossy(text).into_owned(), *count))
            .collect();
        all.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
        all
    }
}

struct PartReader<'a> {
    chunks: Chunks,
    plan: &'a Plan,
    rules: &'a Rules,
    first_row: usize,
    met: Met,
}

impl PartReader<'_> {
    /// The value of a text by `value`, noting what it is where it has none.
    fn read<T>(
        &mut self,
        text: &[u8],
        count: u64,
        row: u64,
        value: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        if self.plan.is_missing(text, self.rules) {
            self.met.marker(text, count);
            return None;
        }
        let value = value(text);
        if value.is_none() {
            self.met.misfit(text, count, row);
        }
        value
    }

    /// The values of a part's different texts, one each.
    fn of_texts<T>(
        &mut self,
        part: &Part,
        mut value: impl FnMut(&[u8]) -> Option<T>,
    ) -> Vec<Option<T>> {
        let first = self.first_row as u64;
        let known = part.texts.iter().zip(part.counts.iter().zip(&part.firsts));
        known
            .map(|(text, (count, row))| self.read(text, u64::from(*count), first + row, &mut value))
            .collect()
    }

    /// Calls `each` for the trimmed text of every row of a part.
    fn each_text(
        &mut self,
        part: &mut Part,
        go_on: GoOn<'_>,
        mut each: impl FnMut(&mut Self, &[u8], u64),
    ) -> Result<()> {
        let mut row = self.first_row;
        let end = row + part.rows;
        let mut row_texts = std::mem::take(&mut part.row_texts).into_iter();
        let values = match &mut part.body {
            Body::Values { values, .. } => std::mem::take(values),
            Body::Codes(_) => Vec::new(),
        };
        while row < end {
            go_on()?;
            let pieces = match row_texts.next() {
                Some(RowTexts::Kept(piece)) => vec![piece],
                Some(RowTexts::Told(told)) => {
                    let values = values.iter().skip(row - self.first_row).take(told.rows);
                    vec![values.map(|value| told.text(*value)).collect()]
                }
                None => self.chunks.texts(row, (end - row).min(CHUNK_ROWS))?,
            };
            for text in pieces.iter().flat_map(Piece::iter) {
                each(self, trimmed(text), row as u64);
                row += 1;
            }
        }
        Ok(())
    }

    fn numbers(
        mut self,
        parts: Vec<Part>,
        rows: usize,
        way: Way,
        go_on: GoOn<'_>,
    ) -> Result<(Values, Met)> {
        let mut all = Vec::new();
        for mut part in parts {
            go_on()?;
            let first_row = self.first_row;
            match &mut part.body {
                Body::Values {
                    values,
                    way: typed,
                    agrees,
                } if typed.reads_as(way, *agrees) => {
                    let values = std::mem::take(values);
                    self.of_texts(&part, |text| way.value(text));
                    if all.is_empty() {
                        // Mostly the whole column.
                        all = values;
                    } else {
                        all.extend_from_slice(&values);
                    }
                }
                Body::Codes(codes) => {
                    let codes = std::mem::take(codes);
                    let values = self.of_texts(&part, |text| way.value(text));
                    let values: Vec<f64> = values
                        .into_iter()
                        .map(|value| value.unwrap_or(f64::NAN))
                        .collect();
                    all.reserve_exact(rows - first_row);
                    all.extend(codes.iter().map(|code| values[*code as usize]));
                }
                Body::Values { .. } => {
                    all.reserve_exact(rows - first_row);
                    self.each_text(&mut part, go_on, |reader, text, row| {
                        let value = reader.read(text, 1, row, |text| way.value(text));
                        all.push(value.unwrap_or(f64::NAN));
                    })?;
                }
            }
            self.first_row += part.rows;
        }
        all.shrink_to_fit();
        Ok((Values::Numbers(all), self.met))
    }

    /// A code a row by what `code` tells of the different texts; -1 for missing.
    fn coded(
        &mut self,
        parts: Vec<Part>,
        rows: usize,
        go_on: GoOn<'_>,
        mut code: impl FnMut(&[u8]) -> Option<i32>,
    ) -> Result<Vec<i32>> {
        let mut all = Vec::new();
        for mut part in parts {
            go_on()?;
            if let Body::Codes(codes) = &mut part.body {
                let codes = std::mem::take(codes);
                let known = self.of_texts(&part, &mut code);
                let known: Vec<i32> = known.into_iter().map(|code| code.unwrap_or(-1)).collect();
                let codes = codes.into_iter().map(|code| known[code as usize]);
                if all.is_empty() {
                    // Mostly the whole column, whose memory is used again.
                    all = codes.collect();
                } else {
                    all.extend(codes);
                }
            } else {
                all.reserve_exact(rows - self.first_row);
                self.each_text(&mut part, go_on, |reader, text, row| {
                    all.push(reader.read(text, 1, row, &mut code).unwrap_or(-1));
                })?;
            }
            self.first_row += part.rows;
        }
        all.shrink_to_fit();
        Ok(all)
    }

    fn codes(mut self, parts: Vec<Part>, rows: usize, go_on: GoOn<'_>) -> Result<(Values, Met)> {
        let mut dictionary = Dictionary::default();
        let codes = self.coded(
            parts,
            rows,
            go_on,
            |text| Some(dictionary.code(text) as i32),
        )?;
        let levels = Levels::from(dictionary.into_texts());
        Ok((Values::Codes { codes, levels }, self.met))
    }

    /// False before true, spelled as the file does first: the first spelling of each stands for all.
    fn booleans(mut self, parts: Vec<Part>, rows: usize, go_on: GoOn<'_>) -> Result<(Values, Met)> {
        let mut words: [Option<String>; 2] = [None, None];
        let mut codes = self.coded(parts, rows, go_on, |text| {
            let text = std::str::from_utf8(text).ok()?;
            let side = booleans::says(text)?;
            words[usize::from(side)].get_or_insert_with(|| text.to_owned());
            Some(i32::from(side))
        })?;
        if words[0].is_none() {
            // Only one level: its code is 0.
            codes
                .iter_mut()
                .filter(|code| **code == 1)
                .for_each(|code| *code = 0);
        }
        let levels: Levels = words.iter().flatten().map(String::as_str).collect();
        Ok((Values::Codes { codes, levels }, self.met))
    }
}
