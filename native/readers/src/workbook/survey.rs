//! Which rows and columns of a sheet hold something: enough to find the tables in it before any row is given away.

use super::cells::Cells;

/// A row that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowShape {
    /// From 0.
    pub row: u32,
    /// First and last columns that hold something.
    pub first: u32,
    pub last: u32,
    pub filled: u32,
}

/// A column that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnShape {
    pub filled: u64,
    /// First and last rows, from 0.
    pub first: u32,
    pub last: u32,
}

/// The rows in file order, and the columns.
#[derive(Debug, Default)]
pub struct Survey {
    pub rows: Vec<RowShape>,
    /// By column; `None` for one that holds nothing.
    pub columns: Vec<Option<ColumnShape>>,
}

impl Survey {
    pub fn of(cells: &Cells) -> Self {
        let mut survey = Self::default();
        for cell in &cells.cells {
            match survey.rows.last_mut().filter(|shape| shape.row == cell.row) {
                Some(shape) => {
                    shape.first = shape.first.min(cell.column);
                    shape.last = shape.last.max(cell.column);
                    shape.filled += 1;
                }
                None => survey.rows.push(RowShape {
                    row: cell.row,
                    first: cell.column,
                    last: cell.column,
                    filled: 1,
                }),
            }
            let one = ColumnShape {
                filled: 1,
                first: cell.row,
                last: cell.row,
            };
            survey.add_column(cell.column as usize, one);
        }
        survey
    }

    fn add_column(&mut self, column: usize, shape: ColumnShape) {
        if self.columns.len() <= column {
            self.columns.resize(column + 1, None);
        }
        let merged = match self.columns[column] {
            None => shape,
            Some(other) => ColumnShape {
                filled: other.filled + shape.filled,
                first: other.first.min(shape.first),
                last: other.last.max(shape.last),
            },
        };
        self.columns[column] = Some(merged);
    }

    /// Adds the survey of the rows that follow.
    pub fn append(&mut self, next: Self) {
        self.rows.extend(next.rows);
        for (column, shape) in next.columns.into_iter().enumerate() {
            if let Some(shape) = shape {
                self.add_column(column, shape);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::cells::Look;

    #[test]
    fn rows_and_columns_are_counted_across_pieces() {
        let cells = |places: &[(u32, u32)]| {
            let mut cells = Cells::default();
            for (row, column) in places {
                cells.push(*row, *column, Look::Text, |out| out.push(b'x'));
            }
            cells
        };
        let mut survey = Survey::of(&cells(&[(2, 1), (2, 3), (4, 1)]));
        survey.append(Survey::of(&cells(&[(9, 3)])));
        let rows: Vec<_> = survey
            .rows
            .iter()
            .map(|row| (row.row, row.first, row.last, row.filled))
            .collect();
        assert_eq!(rows, [(2, 1, 3, 2), (4, 1, 1, 1), (9, 3, 3, 1)]);
        let columns: Vec<_> = survey
            .columns
            .iter()
            .map(|column| column.map(|it| (it.filled, it.first, it.last)))
            .collect();
        assert_eq!(columns, [None, Some((2, 2, 4)), None, Some((2, 2, 9))]);
    }
}
