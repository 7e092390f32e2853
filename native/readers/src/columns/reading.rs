//! A block's column read as values of one way.

use super::evidence::Evidence;
use super::others::Others;
use super::part::{Body, Cell, Cells, Part, Slipped, Typed};
use super::plan::Way;
use super::readers::{Reader, Rest};
use super::rules::Rules;
use super::scratch::Scratch;
use super::told::Told;
use crate::values::markers::trimmed;
use crate::values::numbers::{self, Formats};
use std::ops::Range;

/// `None` where too many different texts are no values of the way.
pub fn read_values<R: Reader>(
    cells: Cells<'_>,
    way: Way,
    rules: &Rules,
    reader: R,
    scratch: &mut Scratch,
) -> Option<Typed> {
    let rows = cells.rows();
    let mut reading = Reading {
        cells,
        rules,
        reader,
        values: scratch.buffers.values(rows),
        others: Others::default(),
        // Beyond one in eight of the rows, and some for small blocks.
        most_texts: 64 + rows / 8,
    };
    if reading.all().is_none() {
        scratch.buffers.take_values(reading.values);
        return None;
    }
    let Reading {
        reader,
        values,
        others,
        ..
    } = reading;
    let style = reader.style().filter(|_| others.len() <= 1);
    let mut evidence = Evidence::default();
    let mut agrees = reader.count(&mut evidence);
    let mut regular = Slipped::new(cells.slipped);
    let first_value = (0..rows).find(|row| !regular.is(*row) && !values[*row].is_nan());
    if let Some(row) = first_value
        && let Ok(text) = std::str::from_utf8(trimmed(cells.text(row)))
    {
        evidence.see(R::FAMILY, row as u64, text);
    }
    let part = others.finish(rules, &mut evidence, &mut scratch.recent, |texts| {
        // A number of another format only: its value would be another one.
        if let Way::Number(format) = way
            && texts
                .iter()
                .any(|text| numbers::read(text, format).is_some())
        {
            agrees = agrees.and(Formats::of(format));
        }
        Body::Values {
            values,
            way,
            agrees,
        }
    });
    let told = style.map(|style| Told {
        rows,
        style,
        other: part.texts.iter().next().unwrap_or_default().to_vec(),
    });
    Some(Typed {
        part: Part { rows, ..part },
        evidence,
        told,
    })
}

struct Reading<'a, R> {
    cells: Cells<'a>,
    rules: &'a Rules,
    reader: R,
    values: Vec<f64>,
    others: Others,
    most_texts: usize,
}

/// Nothing where too many texts are no values.
impl<R: Reader> Reading<'_, R> {
    fn all(&mut self) -> Option<()> {
        let mut next = 0;
        for slipped in self.cells.slipped.iter().map(|row| *row as usize) {
            self.regular(next..slipped)?;
            self.one(slipped, &self.cells.cell(slipped), false)?;
            next = slipped + 1;
        }
        self.regular(next..self.cells.rows())
    }

    fn regular(&mut self, rows: Range<usize>) -> Option<()> {
        let many = if self.rules.markers_first {
            None
        } else {
            self.reader.many(self.cells, rows.clone(), &mut self.values)
        };
        let cells = self.cells;
        match many {
            Some(rest) => self.rest(&rest),
            None => cells.each(rows, |row, cell| self.one(row, cell, true)),
        }
    }

    /// What was left of many rows, texts in the order in which they come first.
    fn rest(&mut self, rest: &Rest) -> Option<()> {
        let mut empty = rest.first_empty.map(|first| (first, rest.empty));
        for row in rest.rows.iter().map(|row| *row as usize) {
            if let Some((first, count)) = empty.take_if(|(first, _)| *first < row) {
                self.others.add_empty(first, count);
            }
            self.one(row, &self.cells.cell(row), true)?;
        }
        if let Some((first, count)) = empty {
            self.others.add_empty(first, count);
        }
        Some(())
    }

    #[inline]
    fn one(&mut self, row: usize, cell: &Cell<'_>, is_regular: bool) -> Option<()> {
        let whole = cell.text;
        if whole.is_empty() {
            self.others.add(whole, row, is_regular);
            return Some(());
        }
        if !self.rules.markers_first
            && let Some(value) = self.reader.fast(whole, cell.window.as_ref(), is_regular)
        {
            self.values[row] = value;
            return Some(());
        }
        let text = trimmed(whole);
        let is_marker = self.rules.markers_first && self.rules.marker(text).is_some();
        let value = (!is_marker && !text.is_empty())
            .then(|| self.reader.slow(text, is_regular))
            .flatten();
        if let Some(value) = value {
            self.values[row] = value;
            return Some(());
        }
        self.others.add(text, row, is_regular);
        (self.others.len() <= self.most_texts).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::block_of;
    use super::*;
    use crate::columns::Choices;
    use crate::columns::readers::{DateReader, NumberReader};
    use crate::options::{DateOrder, NumberFormat};
    use crate::values::dates;
    use proptest::prelude::*;

    fn typed<R: Reader>(texts: &[&str], slipped: &[u32], way: Way, reader: R) -> Option<Typed> {
        let block = block_of(texts.iter().copied(), slipped).unwrap();
        let cells = Cells {
            block: &block,
            column: 0,
            slipped,
        };
        let rules = Rules::new(Choices::default());
        read_values(cells, way, &rules, reader, &mut Scratch::default())
    }

    fn values(typed: &Typed) -> Vec<Option<f64>> {
        let Body::Values { values, .. } = &typed.part.body else {
            panic!("these are values");
        };
        let known = values
            .iter()
            .map(|value| Some(*value).filter(|value| !value.is_nan()));
        known.collect()
    }

    #[test]
    fn other_texts_stand_in_the_order_of_their_first_rows() {
        let texts = ["1", "x", "2", "", "y", " ", "x", "3.5", "", "y", " 4"];
        let reader = NumberReader::new(NumberFormat::Plain);
        let typed = typed(&texts, &[4], Way::Number(NumberFormat::Plain), reader).unwrap();
        let expected = [
            Some(1.0),
            None,
            Some(2.0),
            None,
            None,
            None,
            None,
            Some(3.5),
            None,
            None,
        ];
        assert_eq!(values(&typed)[..10], expected);
        assert_eq!(values(&typed)[10], Some(4.0));
        let others: Vec<&[u8]> = typed.part.texts.iter().collect();
        assert_eq!(others, [b"x".as_slice(), b"", b"y"]);
        assert_eq!(typed.part.counts, [2, 3, 2]);
        assert_eq!(typed.part.firsts, [1, 3, 4]);
    }

    #[test]
    fn many_other_texts_are_no_values() {
        let texts: Vec<String> = (0..200).map(|number| format!("word {number}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let reader = NumberReader::new(NumberFormat::Plain);
        assert!(typed(&texts, &[], Way::Number(NumberFormat::Plain), reader).is_none());
    }

    proptest! {
        #[test]
        fn days_are_read_one_like_the_other(
            texts in prop::collection::vec(
                prop_oneof![
                    "",
                    "[0-9]{4}-[01][0-9]-[0-3][0-9]",
                    "(1900|2000|2024|9999|0999)-0[0-3]-(0[01]|2[89]|3[0-2])",
                    "[0-9]{4}/1/[1-9]",
                    "[-0-9]{10}",
                ],
                1..40,
            ),
            slipped in 0..40_u32,
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let slipped: Vec<u32> = Some(slipped).filter(|row| (*row as usize) < texts.len()).into_iter().collect();
            let order = DateOrder::YearFirst;
            let typed = typed(&texts, &slipped, Way::Date(order), DateReader::new(order)).unwrap();
            let expected: Vec<Option<f64>> = texts
                .iter()
                .map(|text| dates::read(text.as_bytes(), order).map(|date| date.value).filter(|value| !value.is_nan()))
                .collect();
            prop_assert_eq!(values(&typed), expected);
        }
    }
}
