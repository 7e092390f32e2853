//! Merged cells: the value of the first stands for all of them.

use super::area::Area;
use super::cells::Look;
use super::sheet::Pieces;
use super::survey::Survey;
use std::collections::HashMap;

/// A cell that a merged area fills.
#[derive(Debug, Clone, Copy)]
struct Cover {
    first: u32,
    last: u32,
    value: usize,
}

/// What merged areas put into cells that are empty themselves, row by row.
#[derive(Debug, Default)]
pub struct Merged {
    rows: HashMap<u32, Vec<Cover>>,
    values: Vec<(Look, Vec<u8>)>,
    /// Areas that are filled.
    pub areas: u64,
    /// Areas that are not, because they are too many or too large.
    pub left: u64,
}

/// Rows of all areas together.
const MOST_ROWS: u64 = 2_000_000;

impl Merged {
    /// Areas are filled where the sheet's cells are kept. An area whose first row holds nothing else is a
    /// title over the table's width and stays one cell.
    pub fn of(areas: &[Area], survey: &Survey, pieces: &Pieces) -> Self {
        let mut merged = Self::default();
        if areas.is_empty() {
            return merged;
        }
        let rows: HashMap<u32, u32> = survey
            .rows
            .iter()
            .map(|shape| (shape.row, shape.filled))
            .collect();
        let mut firsts: HashMap<(u32, u32), Area> = HashMap::new();
        let mut total = 0;
        for area in areas {
            let height = u64::from(area.last_row - area.first_row) + 1;
            let is_title = rows.get(&area.first_row) == Some(&1) && height == 1;
            if is_title {
                continue;
            }
            total += height;
            if total > MOST_ROWS {
                merged.left += 1;
            } else {
                firsts.insert((area.first_row, area.first_column), *area);
            }
        }
        let Pieces::Kept(pieces) = pieces else {
            merged.left += firsts.len() as u64;
            return merged;
        };
        for cells in pieces {
            for cell in &cells.cells {
                if let Some(area) = firsts.remove(&(cell.row, cell.column)) {
                    merged.add(&area, cell.look, cells.text_of(cell), &rows);
                }
            }
        }
        merged
    }

    fn add(&mut self, area: &Area, look: Look, text: &[u8], rows: &HashMap<u32, u32>) {
        self.areas += 1;
        self.values.push((look, text.to_vec()));
        let cover = Cover {
            first: area.first_column,
            last: area.last_column,
            value: self.values.len() - 1,
        };
        for row in area.first_row..=area.last_row {
            // A row that holds nothing of its own stays blank.
            if rows.contains_key(&row) {
                self.rows.entry(row).or_default().push(cover);
            }
        }
    }

    /// What stands in a cell that holds nothing itself.
    pub fn get(&self, row: u32, column: u32) -> Option<(Look, &[u8])> {
        let cover = self
            .rows
            .get(&row)?
            .iter()
            .find(|cover| (cover.first..=cover.last).contains(&column))?;
        self.values
            .get(cover.value)
            .map(|(look, text)| (*look, text.as_slice()))
    }

    pub fn covers(&self, row: u32) -> bool {
        self.rows.contains_key(&row)
    }
}
