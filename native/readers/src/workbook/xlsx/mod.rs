//! Workbooks of the Office Open XML family: xlsx and xlsm.

mod book;
mod cutter;
mod piece;
mod strings;
mod value;

pub(super) use self::book::parse_relationships;
use self::book::{Listed, parse_book, parse_styles};
use self::cutter::Cutter;
use self::piece::parse;
use self::strings::Strings;
use self::value::Context;
use super::area::Area;
use super::sheet::{Again, Gathering, Reading, Sheet};
use super::survey::Survey;
use super::xml::{Scanner, Token, attribute};
use super::{Book, SheetEntry, damaged};
use crate::archive::{Archive, Entry};
use crate::error::Result;
use crate::memory;
use crate::parallel;
use crate::table::Extent;
use std::sync::Arc;

/// Shared texts beyond this are refused rather than held in memory.
const LARGEST_STRINGS: u64 = 1 << 30;
const LARGEST_SMALL_PART: u64 = 64 << 20;

pub struct Xlsx {
    archive: Archive,
    file_name: String,
    listed: Vec<Listed>,
    entries: Vec<SheetEntry>,
    context: Arc<Context>,
}

impl Xlsx {
    /// # Errors
    /// `unusable-input` where the container holds no workbook or a damaged one.
    pub fn open(archive: Archive, file_name: &str) -> Result<Self> {
        let roots = read_part(&archive, "_rels/.rels")?.unwrap_or_default();
        let path = parse_relationships(&roots, "")
            .into_values()
            .find(|(kind, _)| kind == "officeDocument")
            .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, path)| path);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let workbook = read_part(&archive, &path)?
            .ok_or_else(|| damaged(file_name, "it holds no workbook"))?;
        let related =
            read_part(&archive, &format!("{folder}/_rels/{name}.rels"))?.unwrap_or_default();
        let book = parse_book(&workbook, &related, folder);
        let context = Context {
            strings: match book
                .strings_path
                .and_then(|path| archive.find(&path).cloned())
            {
                Some(entry) => {
                    let xml = archive.read(&entry, LARGEST_STRINGS)?;
                    memory::need(2 * xml.len() as u64, "the texts of its cells", file_name)?;
                    Strings::parse(&xml)
                }
                None => Strings::default(),
            },
            kinds: match book.styles_path {
                Some(path) => parse_styles(&read_part(&archive, &path)?.unwrap_or_default()),
                None => Vec::new(),
            },
            epoch: book.epoch,
        };
        let entries = book
            .sheets
            .iter()
            .map(|sheet| SheetEntry {
                name: sheet.name.clone(),
                hidden: sheet.hidden,
                has_cells: sheet.has_cells,
            })
            .collect();
        Ok(Self {
            archive,
            file_name: file_name.to_owned(),
            listed: book.sheets,
            entries,
            context: Arc::new(context),
        })
    }

    fn entry(&self, index: usize) -> Result<Entry> {
        self.listed
            .get(index)
            .and_then(|sheet| self.archive.find(&sheet.path))
            .cloned()
            .ok_or_else(|| damaged(&self.file_name, "a sheet that it lists is not in it"))
    }
}

impl Book for Xlsx {
    fn sheets(&self) -> &[SheetEntry] {
        &self.entries
    }

    fn claimed_size(&self, index: usize) -> Option<(u64, u64)> {
        let entry = self.entry(index).ok()?;
        let mut head = vec![0; 16 << 10];
        let taken = self.archive.part(&entry).ok()?.fill(&mut head).ok()?;
        let mut scanner = Scanner::new(&head[..taken]);
        while let Some(token) = scanner.next_token() {
            match token {
                Token::Open {
                    name: b"dimension",
                    attributes,
                    ..
                } => {
                    let area = Area::parse(&attribute(attributes, "ref")?)?;
                    return Some(area.size()).filter(|_| area.cells() > 1);
                }
                Token::Open {
                    name: b"sheetData", ..
                } => return None,
                _ => {}
            }
        }
        None
    }

    fn packed_size(&self, index: usize) -> u64 {
        self.entry(index).map_or(0, |entry| entry.size)
    }

    fn read(&mut self, index: usize, extent: Extent) -> Result<Sheet> {
        let entry = self.entry(index)?;
        let mut cutter = Cutter::new(self.archive.part(&entry)?, &self.file_name);
        let mut gathering = Gathering::new(extent);
        let context = &self.context;
        let mut complete = true;
        parallel::in_order(
            || cutter.next_piece(),
            |piece| {
                let (cells, margin) = parse(&piece, context);
                let survey = Survey::of(&cells);
                (cells, survey, margin)
            },
            |(cells, survey, margin)| {
                gathering.add(cells, survey, margin);
                complete = !gathering.is_enough();
                complete
            },
        )?;
        let again = Rereading {
            cutter: Cutter::new(self.archive.part(&entry)?, &self.file_name),
            context: Arc::clone(context),
        };
        Ok(gathering.finish(complete, || Box::new(again)))
    }
}

struct Rereading {
    cutter: Cutter,
    context: Arc<Context>,
}

impl Again for Rereading {
    fn next(&mut self) -> Result<Option<Reading>> {
        let context = Arc::clone(&self.context);
        Ok(self
            .cutter
            .next_piece()?
            .map(|piece| Box::new(move || parse(&piece, &context).0) as Reading))
    }
}

fn read_part(archive: &Archive, path: &str) -> Result<Option<Vec<u8>>> {
    archive
        .find(path)
        .map(|entry| archive.read(entry, LARGEST_SMALL_PART))
        .transpose()
}
