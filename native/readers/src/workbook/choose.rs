//! Which sheet and which of its cells are read.

use super::Book;
use super::area::Area;
use super::sheet::Sheet as Read;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::options::ImportOptions;
use crate::table::Extent;

/// Which sheet is read where none was chosen, the best first: covers and notes stand before tables more often than not,
/// and hidden sheets hold lists and settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Table,
    Lines,
    HiddenTable,
    HiddenLines,
    Line,
}

/// As far as a glance at a sheet reads as well, so that a glance chooses as the import does.
const ROWS_TO_CHOOSE_BY: usize = 100;

impl Standing {
    fn of(read: &Read, is_hidden: bool) -> Self {
        let rows = &read.survey.rows[..read.survey.rows.len().min(ROWS_TO_CHOOSE_BY)];
        let wide = rows.iter().filter(|row| row.filled > 1).count();
        match (rows.len(), wide, is_hidden) {
            (..2, ..) => Self::Line,
            (_, 2.., false) => Self::Table,
            (.., false) => Self::Lines,
            (_, 2.., true) => Self::HiddenTable,
            (.., true) => Self::HiddenLines,
        }
    }
}

/// The sheet to read, and what is in it.
///
/// # Errors
/// `no-such-sheet`, or `unusable-input` where there are no cells, or the sheet is damaged.
pub(super) fn choose(
    book: &mut dyn Book,
    options: &ImportOptions,
    extent: Extent,
    file_name: &str,
) -> Result<(usize, Read)> {
    let entries = book.sheets().to_vec();
    if let Some(name) = &options.sheet {
        let index = entries
            .iter()
            .position(|sheet| sheet.name == *name)
            .ok_or_else(|| {
                let listed: Vec<String> = entries
                    .iter()
                    .take(10)
                    .map(|sheet| format!("“{}”", sheet.name))
                    .collect();
                let more = if entries.len() > 10 { ", …" } else { "" };
                ReaderError::new(
                    ErrorKind::NoSuchSheet,
                    format!("“{file_name}” has no sheet “{name}”."),
                )
                .with_hint(format!("Its sheets are {}{more}.", listed.join(", ")))
            })?;
        let is_empty = || {
            ReaderError::unusable(
                format!("The sheet “{name}” of “{file_name}” holds no cells."),
                "Choose another sheet.",
            )
        };
        if !entries[index].has_cells {
            return Err(is_empty());
        }
        let read = book.read(index, extent)?;
        return if read.survey.rows.is_empty() {
            Err(is_empty())
        } else {
            Ok((index, read))
        };
    }
    let mut best: Option<(Standing, usize, Read)> = None;
    let mut failure = None;
    for (index, entry) in entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.has_cells)
    {
        match book.read(index, extent) {
            Ok(read) if read.survey.rows.is_empty() => {}
            Ok(read) => {
                let standing = Standing::of(&read, entry.hidden);
                if standing == Standing::Table {
                    return Ok((index, read));
                }
                if best.as_ref().is_none_or(|(best, ..)| standing < *best) {
                    best = Some((standing, index, read));
                }
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if let Some((_, index, read)) = best {
        return Ok((index, read));
    }
    Err(failure.unwrap_or_else(|| {
        ReaderError::unusable(
            format!("No sheet of “{file_name}” holds any cells."),
            "Choose a workbook with a table in it.",
        )
    }))
}

/// The cells that a person named.
pub(super) fn range_of(options: &ImportOptions) -> Result<Option<Area>> {
    let Some(text) = &options.range else {
        return Ok(None);
    };
    Area::parse(text).map(Some).ok_or_else(|| {
        ReaderError::unusable(
            format!("“{text}” is no range of cells."),
            "Write it as in a sheet, such as A3:F200.",
        )
    })
}
