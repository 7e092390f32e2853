//! OpenDocument spreadsheets (ods). Source: OASIS OpenDocument 1.3, part 3.

mod content;
mod values;

use self::content::{Content, Step};
use super::sheet::{Gathering, Sheet, Unread};
use super::survey::Survey;
use super::xml::{Scanner, Token, attribute};
use super::{Book, SheetEntry, damaged};
use crate::archive::{Archive, Part};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::table::Extent;
use memchr::memmem;

const LARGEST_MANIFEST: u64 = 16 << 20;

pub struct Ods {
    archive: Archive,
    file_name: String,
    entries: Vec<SheetEntry>,
}

impl Ods {
    /// # Errors
    /// `password-protected`, or `unusable-input` where the container holds no spreadsheet or a damaged one.
    pub fn open(archive: Archive, file_name: &str) -> Result<Self> {
        if let Some(manifest) = archive.find("META-INF/manifest.xml") {
            let manifest = archive.read(manifest, LARGEST_MANIFEST)?;
            if memmem::find(&manifest, b"encryption-data").is_some() {
                return Err(ReaderError::new(
                    ErrorKind::PasswordProtected,
                    format!("“{file_name}” is protected by a password."),
                )
                .with_hint("Open it in its own program, save a copy without a password, and choose the copy."));
            }
        }
        let mut ods = Self {
            archive,
            file_name: file_name.to_owned(),
            entries: Vec::new(),
        };
        ods.entries = ods.list()?;
        Ok(ods)
    }

    fn content(&self) -> Result<Part> {
        let entry = self
            .archive
            .find("content.xml")
            .ok_or_else(|| damaged(&self.file_name, "it holds no sheets"))?;
        self.archive.part(entry)
    }

    /// The sheets' names stand among their cells, so all of them are passed over.
    fn list(&self) -> Result<Vec<SheetEntry>> {
        let mut entries = Vec::new();
        let mut hidden_styles: Vec<String> = Vec::new();
        let mut style = None;
        let mut pieces = Pieces::new(self.content()?, &self.file_name);
        while let Some(xml) = pieces.next_piece()? {
            // A piece of nothing but rows is not worth a scan.
            let names = memmem::find(&xml, b"table:table ").is_some() || !pieces.in_rows;
            if !names {
                continue;
            }
            let mut scanner = Scanner::new(&xml);
            while let Some(token) = scanner.next_token() {
                let Token::Open {
                    name, attributes, ..
                } = token
                else {
                    continue;
                };
                match name {
                    b"style" => style = attribute(attributes, "name"),
                    b"table-properties"
                        if attribute(attributes, "display").as_deref() == Some("false") =>
                    {
                        hidden_styles.extend(style.take())
                    }
                    b"table" => {
                        let style = attribute(attributes, "style-name").unwrap_or_default();
                        if let Some(name) =
                            attribute(attributes, "name").filter(|_| entries.len() < 10_000)
                        {
                            entries.push(SheetEntry {
                                name,
                                hidden: hidden_styles.contains(&style),
                                has_cells: true,
                            });
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(entries)
    }
}

impl Book for Ods {
    fn sheets(&self) -> &[SheetEntry] {
        &self.entries
    }

    fn claimed_size(&self, _: usize) -> Option<(u64, u64)> {
        None
    }

    fn packed_size(&self, _: usize) -> u64 {
        self.archive
            .find("content.xml")
            .map_or(0, |entry| entry.size)
    }

    fn read(&mut self, index: usize, extent: Extent) -> Result<Sheet> {
        let mut gathering = Gathering::new(extent);
        let mut pieces = Pieces::new(self.content()?, &self.file_name);
        let mut content = Content::new(index);
        let mut complete = true;
        while let Some(xml) = pieces.next_piece()? {
            let step = content.read(&xml);
            let (cells, margin) = content.take();
            let survey = Survey::of(&cells);
            gathering.add(cells, survey, margin);
            gathering.check_memory(&self.file_name)?;
            if gathering.is_enough() {
                complete = false;
                break;
            }
            match step {
                Step::GoOn => {}
                Step::Ended => break,
                Step::TooMany => {
                    return Err(ReaderError::unusable(
                        format!(
                            "“{}” repeats its cells too often to be read.",
                            self.file_name
                        ),
                        "Delete the rows and columns beyond the table in its own program, and save it again.",
                    ));
                }
            }
        }
        Ok(gathering.finish(complete, || Box::new(Unread)))
    }
}

const PIECE: usize = 1 << 20;
const LONGEST_ROW: usize = 128 << 20;

/// Cuts the content at the ends of rows as it is unpacked.
struct Pieces {
    part: Part,
    file_name: String,
    rest: Vec<u8>,
    ended: bool,
    /// Whether the piece begins among the rows of a sheet.
    in_rows: bool,
    past_first: bool,
}

impl Pieces {
    fn new(part: Part, file_name: &str) -> Self {
        Self {
            part,
            file_name: file_name.to_owned(),
            rest: Vec::new(),
            ended: false,
            in_rows: false,
            past_first: false,
        }
    }

    fn next_piece(&mut self) -> Result<Option<Vec<u8>>> {
        if self.ended {
            return Ok(None);
        }
        self.in_rows = self.past_first;
        let mut xml = std::mem::take(&mut self.rest);
        loop {
            let filled = xml.len();
            xml.resize(filled + PIECE, 0);
            let taken = self.part.fill(&mut xml[filled..])?;
            xml.truncate(filled + taken);
            if taken < PIECE {
                self.ended = true;
                return Ok(Some(xml));
            }
            if let Some(at) = memmem::rfind(&xml, b"table-row>") {
                self.rest = xml.split_off(at + b"table-row>".len());
                self.past_first = true;
                return Ok(Some(xml));
            }
            if xml.len() > LONGEST_ROW {
                return Err(damaged(
                    &self.file_name,
                    &format!("a row of its sheet is longer than {} MB", LONGEST_ROW >> 20),
                ));
            }
        }
    }
}
