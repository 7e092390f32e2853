//! A sheet of a workbook as a table.

use super::area::letters;
use super::choose::{choose, range_of};
use super::lines::{LineMap, Lines, Met};
use super::merged::Merged;
use super::plan::{Plan, areas};
use super::sheet::Sheet as Read;
use super::{Book, findings};
use crate::delimited::{self, DelimitedSource};
use crate::error::{ReaderError, Result};
use crate::input::Input;
use crate::options::{Escape, ImportOptions, Quote};
use crate::report::{Finding, counted, grouped};
use crate::table::{About, Extent, FileFormat, Place, RawBlock, Sheet, TableOffer, TableSource};
use std::sync::{Arc, Mutex, PoisonError};

/// What of the sheet is said beside its rows.
pub(super) struct Facts {
    pub sheet: String,
    pub sheets: usize,
    pub is_chosen: bool,
    pub is_hidden: bool,
    pub hidden_sheets: Vec<String>,
    pub hidden_columns: Vec<u32>,
    pub blank_columns: Vec<u32>,
    pub merged: u64,
    pub unmerged: u64,
    pub is_complete: bool,
}

pub struct WorkbookTable {
    inner: DelimitedSource,
    about: About,
    facts: Facts,
    met: Arc<Mutex<Met>>,
    map: Arc<LineMap>,
    last_row: u64,
    several_areas: bool,
    asked_table: Option<u32>,
}

/// Sheets whose size is counted rather than taken from what they claim.
const SMALL: u64 = 1 << 20;
/// Cells between the first and the last of a table, where fewer than one of `SPARSE` holds something.
const LARGEST_SPARSE: u64 = 200_000_000;
const SPARSE: u64 = 50;

impl WorkbookTable {
    /// Opens the sheet that `options` names, else the first that holds a table.
    ///
    /// # Errors
    /// `no-such-sheet`, or `unusable-input` where there are no cells, or the sheet is damaged.
    pub fn open(
        mut book: Box<dyn Book>,
        input: Input,
        options: &ImportOptions,
        extent: Extent,
    ) -> Result<Self> {
        let file_name = input.file_name.clone();
        let (index, mut read) = choose(book.as_mut(), options, extent, &file_name)?;
        let range = range_of(options)?;
        let entries = book.sheets().to_vec();
        let sizes = sizes(book.as_mut(), index, &read);
        let areas = areas(&read.survey);
        let several_areas = areas.len() > 1 && range.is_none();
        let asked = options
            .table
            .filter(|table| (*table as usize) < areas.len());
        let table = asked.unwrap_or(0);
        let area = several_areas.then(|| areas[table as usize]);
        let plan = Arc::new(Plan::new(&read, range, area));
        refuse_sparse(&read, &plan, &file_name)?;
        let merged = Merged::of(&read.margin.merged, &read.survey, &read.pieces);
        let facts = Facts {
            sheet: entries[index].name.clone(),
            sheets: entries.len(),
            is_chosen: options.sheet.is_some(),
            is_hidden: entries[index].hidden,
            hidden_sheets: entries
                .iter()
                .filter(|sheet| sheet.hidden)
                .map(|sheet| sheet.name.clone())
                .collect(),
            hidden_columns: hidden_columns(&read, &plan),
            blank_columns: plan.blank_columns.clone(),
            merged: merged.areas,
            unmerged: merged.left,
            is_complete: read.complete,
        };
        read.margin.hidden_rows.sort_unstable();
        let last_row = read
            .survey
            .rows
            .last()
            .map_or(0, |shape| u64::from(shape.row))
            + 1;
        let offers = if several_areas {
            offers(&read, &areas)
        } else {
            Vec::new()
        };
        let pieces = std::mem::replace(
            &mut read.pieces,
            super::sheet::Pieces::Kept(Default::default()),
        );
        let lines = Lines::new(pieces, Arc::clone(&plan), merged, read.margin.hidden_rows);
        let (map, met) = (lines.map(), lines.met());
        let text = Input {
            file_name: file_name.clone(),
            // A glance is at the whole where the sheet is small.
            size_bytes: if read.complete { 0 } else { u64::MAX },
            reader: Box::new(lines),
            watch: input.watch,
            packed: None,
        };
        let inner = delimited::open(text, &as_text(options, &map, several_areas), extent)
            .map_err(|error| in_sheet(error, &map))?;
        let mut about = about(&inner, &map, &plan, input.size_bytes, sizes, &facts);
        if several_areas {
            about.table = table;
            about.tables = offers;
        }
        Ok(Self {
            inner,
            about,
            facts,
            met,
            map,
            last_row,
            several_areas,
            asked_table: options.table,
        })
    }
}

impl TableSource for WorkbookTable {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let raw = self
            .inner
            .next_block()
            .map_err(|error| in_sheet(error, &self.map))?;
        if !self.several_areas {
            self.about.tables = mapped(&self.inner.about().tables, &self.map);
        }
        let (map, last_row, size) = (Arc::clone(&self.map), self.last_row, self.about.size_bytes);
        Ok(raw.map(|raw| {
            RawBlock::later(move || {
                let mut block = raw.split();
                for origin in &mut block.origins {
                    *origin = map.row(*origin);
                }
                for irregular in &mut block.irregular {
                    irregular.line = map.row(irregular.line);
                }
                let reached = block
                    .origins
                    .last()
                    .map_or(0, |row| u64::from(*row))
                    .min(last_row);
                block.bytes_read = (size as f64 * reached as f64 / last_row as f64) as u64;
                block
            })
        }))
    }

    fn findings(&self) -> Vec<Finding> {
        let met = self
            .met
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut all = findings::of_sheet(&self.facts, &self.about, &met);
        // What is said of the text that the sheet was turned into is not of the file.
        let of_text = [
            "delimiter",
            "quote",
            "escape",
            "encoding",
            "headerDelimiter",
            "secondTable",
        ];
        for mut finding in self.inner.findings() {
            if finding.kind == "blankLines" {
                finding.message = finding.message.replace("blank line", "blank row");
            }
            if !of_text.contains(&finding.kind.as_str()) {
                all.push(finding);
            }
        }
        all.extend(findings::of_tables(&self.about));
        if self.several_areas {
            all.extend(Finding::of_asked_table(self.asked_table, &self.about));
        }
        all
    }
}

/// The sizes of all sheets: counted where that is quick, else as they claim them.
fn sizes(book: &mut dyn Book, chosen: usize, read: &Read) -> Vec<Sheet> {
    let counted = |read: &Read| {
        let rows = read.survey.rows.first().zip(read.survey.rows.last());
        let used = read
            .survey
            .columns
            .iter()
            .position(Option::is_some)
            .unwrap_or(0);
        (
            rows.map_or(0, |(first, last)| {
                u64::from(last.row - first.row.min(last.row)) + 1
            }),
            (read.survey.columns.len() - used) as u64,
        )
    };
    let entries = book.sheets().to_vec();
    let mut sheets = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        let size = match book.claimed_size(index) {
            _ if !entry.has_cells => continue,
            _ if index == chosen && read.complete => Some(counted(read)),
            claimed if book.packed_size(index) > SMALL => claimed,
            _ => match book.read(index, Extent::Whole) {
                Ok(read) => Some(counted(&read)),
                Err(_) => continue,
            },
        };
        sheets.push(Sheet {
            name: entry.name,
            rows: size.map(|(rows, _)| rows),
            columns: size.map(|(_, columns)| columns),
        });
    }
    sheets
}

/// Two cells far from each other make a table of millions of columns times rows with nothing in it.
fn refuse_sparse(read: &Read, plan: &Plan, file_name: &str) -> Result<()> {
    let filled: u64 = read
        .survey
        .columns
        .iter()
        .flatten()
        .map(|shape| shape.filled)
        .sum();
    let cells = read.survey.rows.len() as u64 * plan.columns.len() as u64;
    if cells <= LARGEST_SPARSE || filled * SPARSE >= cells {
        return Ok(());
    }
    Err(ReaderError::unusable(
        format!(
            "The sheet of “{file_name}” spans {} rows and {} columns, of whose cells hardly any holds something.",
            grouped(read.survey.rows.len() as u64),
            grouped(plan.columns.len() as u64)
        ),
        "Name the range of cells that holds the table, such as A3:F200.",
    ))
}

fn hidden_columns(read: &Read, plan: &Plan) -> Vec<u32> {
    let is_hidden = |column: &u32| {
        read.margin
            .hidden_columns
            .iter()
            .any(|(first, last)| (first..=last).contains(&column))
    };
    plan.columns
        .iter()
        .copied()
        .filter(is_hidden)
        .take(1_000)
        .collect()
}

/// Tables beside each other.
fn offers(read: &Read, areas: &[(u32, u32)]) -> Vec<TableOffer> {
    let offer = |(index, (first, last)): (usize, &(u32, u32))| {
        let shapes = read.survey.columns[*first as usize..=*last as usize]
            .iter()
            .flatten();
        let (from, to) = shapes.fold((u32::MAX, 0), |(from, to), shape| {
            (from.min(shape.first), to.max(shape.last))
        });
        TableOffer {
            index: index as u32,
            first_line: from.saturating_add(1),
            rows: u64::from(to.saturating_sub(from)),
            columns: last - first + 1,
        }
    };
    areas.iter().enumerate().map(offer).collect()
}

/// The options for the text that the sheet is turned into.
fn as_text(options: &ImportOptions, map: &LineMap, several_areas: bool) -> ImportOptions {
    ImportOptions {
        delimiter: Some(",".to_owned()),
        quote: Some(Quote::Double),
        escape: Some(Escape::Double),
        encoding: Some("utf-8".to_owned()),
        first_row: options.first_row.map(|row| map.line(row)),
        table: options.table.filter(|_| !several_areas),
        ..options.clone()
    }
}

fn about(
    inner: &DelimitedSource,
    map: &LineMap,
    plan: &Plan,
    size_bytes: u64,
    sheets: Vec<Sheet>,
    facts: &Facts,
) -> About {
    let text = inner.about();
    let place = |field: usize| match plan.columns.get(field) {
        Some(column) => Place::Name(letters(*column)),
        None => Place::Field(field as u32 + 1),
    };
    About {
        format: FileFormat::Spreadsheet,
        size_bytes,
        dialect: None,
        sheets,
        sheet: Some(facts.sheet.clone()),
        tables: mapped(&text.tables, map),
        first_line: map.row(text.first_line),
        places: (0..text.places.len()).map(place).collect(),
        ..text.clone()
    }
}

fn mapped(tables: &[TableOffer], map: &LineMap) -> Vec<TableOffer> {
    let one = |offer: &TableOffer| TableOffer {
        first_line: map.row(offer.first_line),
        ..offer.clone()
    };
    tables.iter().map(one).collect()
}

/// An error of the text, with its row in the sheet.
fn in_sheet(mut error: ReaderError, map: &LineMap) -> ReaderError {
    error.row = error
        .row
        .map(|line| u32::try_from(line).map_or(line, |line| u64::from(map.row(line))));
    error
}

/// `3 rows`, for messages about some of them.
pub(super) fn rows(number: u64) -> String {
    counted(number, "row")
}
