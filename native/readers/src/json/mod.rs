//! JSON: a list of objects, of lists or of single values, one record a line, and the usual ways to write a table as
//! one object.

mod cutter;
mod document;
mod find;
mod lexer;
mod records;

use self::cutter::{Cutter, Frame, LONGEST};
use self::find::{find, look_through};
use self::lexer::{Kind, Lexer};
use self::records::{Columns, MOST_COLUMNS, Met, Plan, Survey, rows};
use crate::bytes::{Bytes, Slice};
use crate::error::{ReaderError, Result};
use crate::options::ImportOptions;
use crate::report::{Finding, Remedy, counted};
use crate::table::{About, Extent, FileFormat, Place, RawBlock, Sheet, TableSource};
use std::sync::{Arc, Mutex, PoisonError};

const GLANCE_ROWS: u64 = 4_000;
/// Cells of a block.
const BLOCK_CELLS: usize = 2_000_000;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a text begins as JSON does. A list of single values may be a line of a delimited text, too: it must end
/// with its line, or the file be called so.
pub fn is_json(head: &[u8], file_name: &str) -> bool {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let name = file_name.to_lowercase();
    let is_called = [".json", ".jsonl", ".ndjson", ".geojson"]
        .iter()
        .any(|end| name.ends_with(end));
    let mut lexer = Lexer::new(head);
    match lexer.peek() {
        Some(b'{') => {
            lexer.at += 1;
            match lexer.peek() {
                Some(b'}') => true,
                Some(b'"') => is_called || (lexer.quoted().is_some() && lexer.peek() == Some(b':')),
                _ => is_called,
            }
        }
        Some(b'[') => {
            lexer.at += 1;
            is_called || matches!(lexer.peek(), Some(b'{' | b'['))
        }
        _ => false,
    }
}

pub struct JsonTable {
    about: About,
    findings: Vec<Finding>,
    cutter: Cutter<Slice>,
    plan: Arc<Plan>,
    met: Arc<Mutex<Met>>,
    limit: u64,
    given: u64,
    skip: bool,
    file_name: String,
}

impl JsonTable {
    /// # Errors
    /// `unusable-input` where the text is no JSON, or holds no records.
    pub fn open(
        bytes: Bytes,
        file_name: &str,
        options: &ImportOptions,
        extent: Extent,
    ) -> Result<Self> {
        let size_bytes = bytes.len();
        let found = find(bytes, file_name, options)?;
        let survey = look_through(&found.place, file_name, extent)?;
        if survey.columns.are_too_many() {
            return Err(ReaderError::unusable(
                format!(
                    "The records of “{file_name}” have more than {MOST_COLUMNS} different fields."
                ),
                "Their names are values. Write them as values of one field.",
            ));
        }
        let Some(kind) = survey.kind.filter(|_| survey.rows > 0) else {
            return Err(no_records(file_name, &survey));
        };
        let is_named = found.rewritten || found.names.is_some();
        let (columns, header_rows) = columns_of(&survey, kind, found.names, options);
        let has_header = header_rows > 0 || kind == Kind::Object || is_named;
        if survey.rows <= header_rows {
            return Err(ReaderError::unusable(
                format!("“{file_name}” has a header and no rows."),
                "Choose a file with rows of data.",
            ));
        }
        let flattened = columns.flattened;
        let names = crate::names::unique_names(&columns.names);
        let most_records = (BLOCK_CELLS / names.names.len().max(1)).max(1);
        let format = match found.place.frame {
            Frame::Lines if !found.rewritten => FileFormat::JsonLines,
            _ => FileFormat::Json,
        };
        let offered = found.candidates.len() > 1;
        let about = About {
            sheets: found
                .candidates
                .iter()
                .filter(|_| offered)
                .map(|one| Sheet {
                    name: one.path.clone(),
                    rows: Some(one.elements),
                    columns: None,
                })
                .collect(),
            sheet: found
                .candidates
                .get(found.chosen)
                .filter(|_| offered)
                .map(|one| one.path.clone()),
            places: columns.names.iter().cloned().map(Place::Name).collect(),
            has_header,
            header_rows: u32::try_from(header_rows).unwrap_or(0),
            first_line: u32::try_from(found.place.line).unwrap_or(u32::MAX),
            ..crate::building::about(format, size_bytes, names)
        };
        Ok(Self {
            findings: said(&about, &survey, flattened, options),
            met: Arc::new(Mutex::new(Met {
                broken: 0,
                nested: vec![0; about.names.len()],
            })),
            about,
            cutter: found.place.cutter(most_records),
            plan: Arc::new(Plan { columns, kind }),
            limit: if extent == Extent::Glance {
                GLANCE_ROWS
            } else {
                u64::MAX
            },
            given: 0,
            skip: header_rows > 0,
            file_name: file_name.to_owned(),
        })
    }
}

impl TableSource for JsonTable {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        if self.given >= self.limit {
            return Ok(None);
        }
        let piece = self
            .cutter
            .next_piece()
            .map_err(|error| crate::encoding::unreadable(error, &self.file_name))?;
        let Some(mut piece) = piece else {
            return Ok(None);
        };
        if std::mem::take(&mut self.skip) {
            piece.records.remove(0);
        }
        let left = usize::try_from(self.limit - self.given).unwrap_or(usize::MAX);
        piece.records.truncate(left);
        self.given += piece.records.len() as u64;
        let (plan, met) = (Arc::clone(&self.plan), Arc::clone(&self.met));
        Ok(Some(RawBlock::later(move || {
            let (block, new) = rows(&piece, &plan);
            let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
            met.broken += new.broken;
            for (all, one) in met.nested.iter_mut().zip(new.nested) {
                *all += one;
            }
            block
        })))
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        let met = self
            .met
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if met.broken > 0 {
            let verb = if met.broken == 1 { "is" } else { "are" };
            let message = format!(
                "{} {verb} no JSON, or unlike the others, and left out.",
                counted(met.broken, "record")
            );
            let label = "Show these rows".to_owned();
            findings.push(
                Finding::warning("brokenRecords", message)
                    .with(Remedy::ShowIrregularRows { label }),
            );
        }
        if self.cutter.cut_off {
            let message = format!(
                "The file ends inside a record, or holds one of more than {} MB: what stands before it was read.",
                LONGEST >> 20
            );
            findings.push(Finding::warning("cutOff", message));
        }
        for (name, nested) in self.about.names.iter().zip(&met.nested) {
            if *nested > 0 {
                let values = counted(*nested, "value");
                let verb = if *nested == 1 {
                    "is a list and is"
                } else {
                    "are lists and are"
                };
                let message = format!("{values} of “{name}” {verb} kept as JSON text.");
                findings.push(Finding::info("nested", message).of_column(name));
            }
        }
        findings
    }
}

/// What can be said before the rows are read.
fn said(about: &About, survey: &Survey, flattened: bool, options: &ImportOptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(sheet) = about.sheet.as_ref().filter(|_| options.sheet.is_none()) {
        let message = format!(
            "The list “{sheet}” was read; the file holds {} lists of records.",
            about.sheets.len()
        );
        findings.push(Finding::info("sheet", message));
    }
    if flattened {
        findings.push(Finding::info(
            "flattened",
            "Fields of nested objects are columns of their own, called object.field.",
        ));
    }
    if !about.has_header && survey.rows > 0 {
        findings.push(Finding::info(
            "noHeader",
            "No header was found: the columns are called column1, column2 and so on.",
        ));
    }
    findings
}

/// The columns, and how many records name them.
fn columns_of(
    survey: &Survey,
    kind: Kind,
    names: Option<Vec<String>>,
    options: &ImportOptions,
) -> (Columns, u64) {
    if let Some(mut names) = names {
        names.resize(survey.width.max(names.len()), String::new());
        return (Columns::of_names(names), 0);
    }
    match kind {
        Kind::Object => (survey.columns.clone().without_null_objects(), 0),
        Kind::Leaf => (Columns::of_names(vec!["value".to_owned()]), 0),
        Kind::List => {
            let texts: Option<Vec<String>> = survey.first.iter().cloned().collect();
            let said = options.header_rows.map(|rows| rows > 0).or(options.header);
            let is_header = said.unwrap_or(survey.has_others && texts.is_some());
            let mut header = match texts.filter(|_| is_header) {
                Some(texts) => texts,
                None => {
                    return (
                        Columns::of_names(crate::names::numbered_names(survey.width.max(1))),
                        0,
                    );
                }
            };
            header.resize(survey.width.max(1), String::new());
            (Columns::of_names(header), 1)
        }
    }
}

fn no_records(file_name: &str, survey: &Survey) -> ReaderError {
    if survey.broken > 0 {
        return ReaderError::unusable(
            format!("“{file_name}” is no valid JSON."),
            "Check it with the program that wrote it.",
        );
    }
    ReaderError::unusable(
        format!("“{file_name}” holds no records."),
        "Choose a file with records in it.",
    )
}
