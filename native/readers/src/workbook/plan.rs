//! Which cells of a sheet are written where, decided from its survey before any is.

use super::area::Area;
use super::sheet::Sheet;
use super::survey::Survey;

/// The columns of a table and the width of each of its rows.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The sheet's columns that are fields, in order.
    pub columns: Vec<u32>,
    /// First and last rows that may be given, from 0.
    pub first_row: u32,
    pub last_row: u32,
    /// Fields of rows, in runs: from which row on, and how many.
    pub widths: Vec<(u32, usize)>,
    /// Columns between others that hold nothing and are left out.
    pub blank_columns: Vec<u32>,
}

/// The tables beside each other in a sheet: one where there is but one, or where blank columns are only wide gaps.
pub fn areas(survey: &Survey) -> Vec<(u32, u32)> {
    let mut areas: Vec<(u32, u32)> = Vec::new();
    for (column, _) in survey
        .columns
        .iter()
        .enumerate()
        .filter(|(_, shape)| shape.is_some())
    {
        let column = column as u32;
        match areas.last_mut() {
            Some((_, last)) if *last + 1 == column => *last = column,
            _ => areas.push((column, column)),
        }
    }
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for area in areas {
        match joined.last_mut() {
            Some(before) if !are_apart(survey, *before, area) => before.1 = area.1,
            _ => joined.push(area),
        }
    }
    joined
}

/// First and last rows of some columns, and the share of the rows between that they fill.
fn extent(survey: &Survey, (first, last): (u32, u32)) -> (u32, u32, f64) {
    let (mut from, mut to, mut filled, mut columns) = (u32::MAX, 0, 0, 0);
    for shape in survey.columns[first as usize..=last as usize]
        .iter()
        .flatten()
    {
        from = from.min(shape.first);
        to = to.max(shape.last);
        filled += shape.filled;
        columns += 1;
    }
    let cells = u64::from(to.saturating_sub(from) + 1) * columns.max(1);
    (from, to, filled as f64 / cells as f64)
}

/// Two tables beside each other are both dense and two columns wide at least, and end in different rows; a column
/// of remarks beside a table is not.
fn are_apart(survey: &Survey, left: (u32, u32), right: (u32, u32)) -> bool {
    const DENSE: f64 = 0.7;
    let (one, other) = (extent(survey, left), extent(survey, right));
    let is_table = |(first, last): (u32, u32), (from, to, share): (u32, u32, f64)| {
        last > first && to > from && share >= DENSE
    };
    is_table(left, one) && is_table(right, other) && (one.0 != other.0 || one.1 != other.1)
}

impl Plan {
    /// The plan for the cells of a range, or for those of some columns.
    pub fn new(sheet: &Sheet, range: Option<Area>, area: Option<(u32, u32)>) -> Self {
        let survey = &sheet.survey;
        let used = survey.columns.len().saturating_sub(1) as u32;
        let (first, last) = match (range, area) {
            (Some(range), _) => (range.first_column, range.last_column.min(used)),
            (None, Some(area)) => area,
            (None, None) => (0, used),
        };
        let is_used = |column: &u32| {
            survey
                .columns
                .get(*column as usize)
                .is_some_and(Option::is_some)
        };
        let all = first..=last;
        let (columns, blank_columns): (Vec<u32>, Vec<u32>) = match range {
            Some(_) => (all.collect(), Vec::new()),
            None => {
                let from = all.clone().find(is_used).unwrap_or(first);
                all.skip_while(|column| *column < from).partition(is_used)
            }
        };
        let mut plan = Self {
            columns,
            first_row: range.map_or(0, |range| range.first_row),
            last_row: range.map_or(u32::MAX, |range| range.last_row),
            widths: Vec::new(),
            blank_columns,
        };
        plan.widths = match (range, area) {
            (None, None) => plan.widths_of(survey),
            _ => vec![(0, plan.columns.len())],
        };
        plan
    }

    /// Rows without a blank one between them are as wide as the widest of them. Those after a blank row are as wide as
    /// those before where they are not much narrower: what is missing at their end are values.
    fn widths_of(&self, survey: &Survey) -> Vec<(u32, usize)> {
        let mut widths: Vec<(u32, usize)> = Vec::new();
        let mut rows = survey.rows.iter().peekable();
        let mut before = 0;
        while let Some(first) = rows.next() {
            let (mut width, mut end) = (self.width_to(first.last), first.row);
            while let Some(next) = rows.next_if(|next| next.row == end + 1 || next.row == end) {
                width = width.max(self.width_to(next.last));
                end = next.row;
            }
            if width < before && width * 2 > before {
                width = before;
            }
            before = width;
            if widths.last().is_none_or(|(_, last)| *last != width) {
                widths.push((first.row, width));
            }
        }
        widths
    }

    /// Fields up to a column, itself included.
    fn width_to(&self, column: u32) -> usize {
        self.columns.partition_point(|one| *one <= column)
    }

    /// Fields of a row.
    pub fn width(&self, row: u32) -> usize {
        let after = self.widths.partition_point(|(first, _)| *first <= row);
        self.widths
            .get(after.saturating_sub(1))
            .map_or(0, |(_, width)| *width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Extent;
    use crate::workbook::cells::{Cells, Look};
    use crate::workbook::sheet::{Gathering, Margin, Unread};

    /// A sheet from its picture: a letter is a text, a blank is none.
    fn sheet(rows: &[&str]) -> Sheet {
        let mut cells = Cells::default();
        for (row, text) in rows.iter().enumerate() {
            for (column, sign) in text.bytes().enumerate().filter(|(_, sign)| *sign != b' ') {
                cells.push(row as u32, column as u32, Look::Text, |out| out.push(sign));
            }
        }
        let survey = Survey::of(&cells);
        let mut gathering = Gathering::new(Extent::Whole);
        gathering.add(cells, survey, Margin::default());
        gathering.finish(true, || Box::new(Unread))
    }

    #[test]
    fn tables_beside_each_other_are_told_from_gaps() {
        let areas = |rows: &[&str]| areas(&sheet(rows).survey);
        assert_eq!(areas(&["abc de", "abc de", "abc", "abc"]), [(0, 2), (4, 5)]);
        // One table with a gap, and one with a sparse column of remarks.
        assert_eq!(areas(&["abc de", "abc de", "abc de"]), [(0, 5)]);
        assert_eq!(areas(&["abc rr", "abc", "abc", "abc r"]), [(0, 5)]);
        assert_eq!(areas(&["abc r", "abc", "abc"]), [(0, 4)]);
    }

    #[test]
    fn rows_have_the_width_of_their_neighbours() {
        let plan = Plan::new(
            &sheet(&["t", "", " abcd", " ab", "", " abc", "", " f", " g"]),
            None,
            None,
        );
        assert_eq!(plan.columns, [0, 1, 2, 3, 4]);
        let widths: Vec<_> = (0..9).map(|row| plan.width(row)).collect();
        assert_eq!(widths, [1, 1, 5, 5, 5, 5, 5, 2, 2]);
    }

    #[test]
    fn blank_columns_within_a_table_are_left_out() {
        let plan = Plan::new(&sheet(&["  ab cd", "  ab cd"]), None, None);
        assert_eq!(plan.columns, [2, 3, 5, 6]);
        assert_eq!(plan.blank_columns, [4]);
    }

    #[test]
    fn a_range_is_taken_as_it_is() {
        let range = Area::parse("B2:D9");
        let plan = Plan::new(&sheet(&["abcd", "a cd", "abcd"]), range, None);
        assert_eq!(plan.columns, [1, 2, 3]);
        assert_eq!((plan.first_row, plan.last_row, plan.width(7)), (1, 8, 3));
    }
}
