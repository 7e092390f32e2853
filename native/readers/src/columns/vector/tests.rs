use super::super::evidence::Evidence;
use super::super::part::Cells;
use super::super::readers::{NumberReader, Reader};
use super::*;
use crate::options::NumberFormat;
use crate::table::{Block, Span};
use crate::values::dates;
use proptest::prelude::*;

/// The texts as a block of one column, one after another; the first begins with the block.
fn block_of(texts: &[String]) -> Block {
    let mut block = Block {
        width: 1,
        rows: texts.len(),
        ..Block::default()
    };
    for text in texts {
        let start = block.text.len() as u32;
        block.text.extend_from_slice(text.as_bytes());
        let end = block.text.len() as u32;
        block.cells.push(Span { start, end });
        block.text.push(b',');
    }
    block.text.pop();
    block
}

/// What is read at once must be what is read one by one, or be left, by all instructions of this processor.
fn agrees(texts: &[String], format: NumberFormat) {
    for instructions in [Instructions::Avx512, Instructions::Avx2] {
        if instructions.are_here() {
            agrees_by(instructions, texts, format);
        }
    }
}

fn agrees_by(instructions: Instructions, texts: &[String], format: NumberFormat) {
    let block = block_of(texts);
    let cells = Cells {
        block: &block,
        column: 0,
        slipped: &[],
    };
    let mark = if format == NumberFormat::CommaDecimal {
        b','
    } else {
        b'.'
    };
    let mut values = vec![f64::NAN; texts.len()];
    let found = numbers_by(instructions, cells, 0..texts.len(), mark, &mut values).unwrap();
    let mut many = NumberReader::new(format);
    let mut again = vec![f64::NAN; texts.len()];
    many.many(cells, 0..texts.len(), &mut again).unwrap();
    let mut one = NumberReader::new(format);
    let mut empty = Vec::new();
    for (row, text) in texts.iter().enumerate() {
        if text.is_empty() {
            empty.push(row);
            assert!(values[row].is_nan());
        } else if found.rest.rows.contains(&(row as u32)) {
            assert!(values[row].is_nan(), "{text}");
            // Counts of what was left are added here, and compared below.
            one.fast(text.as_bytes(), None, true);
            many.fast(text.as_bytes(), None, true);
        } else {
            let value = one.fast(text.as_bytes(), None, true);
            let bits = value.map(f64::to_bits);
            assert_eq!(bits, Some(values[row].to_bits()), "{text}");
        }
    }
    assert_eq!(found.rest.empty as usize, empty.len());
    assert_eq!(found.rest.first_empty, empty.first().copied());
    assert_eq!(many.style(), one.style());
    assert_eq!(found.untold, found.untold && many.style().is_none());
    let mut evidence = [Evidence::default(), Evidence::default()];
    let formats = [many.count(&mut evidence[0]), one.count(&mut evidence[1])];
    assert_eq!(formats[0], formats[1]);
    let [many, one] = evidence.map(|evidence| {
        let mut classes: Vec<String> = evidence
            .classes()
            .iter()
            .map(|class| format!("{class:?}"))
            .collect();
        classes.sort();
        classes
    });
    assert_eq!(many, one);
}

#[test]
fn numbers_at_the_edges_are_read_as_others_are() {
    let texts = [
        "1",
        "",
        "-1",
        "0",
        "-0",
        "007",
        "0.5",
        ".5",
        "5.",
        "-.5",
        "-",
        ".",
        "+1",
        "1,5",
        "1.234",
        "12.345",
        "0.123",
        "1234.567",
        "1.2.3",
        "--1",
        "1-1",
        "1e5",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "999999999999999",
        "1234567890123456",
        "0.1234567890123456",
        "-123.45678901234567",
        "0.12345678901234567",
        "0.123456789012345678",
        "12345678901234567",
        "0.00000000000000000000001",
        "0.0000000000000000000000000001234",
        "-0.00000000000000000000",
        "00000000000000000000.5",
        "12345678901234567890123456789012",
        "123456789012345678901234567890123",
        "x",
        "12 %",
        "1234567890123456x",
        "é1",
        "10000000000000000.",
        "0.1000000000000000055511151231257827",
    ];
    let texts = texts.map(str::to_owned);
    for format in [NumberFormat::Plain, NumberFormat::CommaDecimal] {
        for first in 0..texts.len() {
            agrees(&texts[first..], format);
            agrees(&texts[first..=first], format);
        }
    }
}

#[test]
fn days_are_those_of_the_calendar() {
    let years = [
        0, 999, 1000, 1582, 1896, 1899, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 2400, 9999,
    ];
    let mut texts = Vec::new();
    for year in years {
        for month in 0..=20 {
            let days = (0..=35).map(|day| format!("{year:04}-{month:02}-{day:02}"));
            texts.extend(days);
        }
    }
    let most = [
        "2024-99-99",
        "2024-02-2x",
        "2024/02-28",
        "2024-02.28",
        "+024-02-28",
        "2024-02-28 ",
        "",
    ];
    texts.extend(most.map(str::to_owned));
    let block = block_of(&texts);
    let cells = Cells {
        block: &block,
        column: 0,
        slipped: &[],
    };
    let mut values = vec![f64::NAN; texts.len()];
    let Some(found) = days(cells, 0..texts.len(), &mut values) else {
        return;
    };
    let expected: Vec<Option<f64>> = texts
        .iter()
        .map(|text| dates::iso(text.as_bytes()))
        .collect();
    // The first stands too near the block's beginning.
    let read = |row: usize| Some(values[row]).filter(|value| !value.is_nan());
    for row in 2..texts.len() {
        assert_eq!(read(row), expected[row], "{}", texts[row]);
    }
    assert_eq!(found.count as usize, expected.iter().flatten().count());
    assert_eq!(found.rest.empty, 1);
    assert_eq!(found.rest.first_empty, Some(texts.len() - 1));
    let others = expected.iter().filter(|day| day.is_none()).count() - 1;
    assert_eq!(found.rest.rows.len(), others);
}

/// Texts of a column: of any length, or all short enough for the narrower windows.
fn columns() -> impl Strategy<Value = Vec<String>> {
    let any = prop_oneof![
        "-?[0-9]{0,8}",
        "-?[0-9]{1,4}[.,][0-9]{0,20}",
        "[-+]?[0-9]{0,18}[.,]?[0-9]{0,18}",
        "[-0-9.,x ]{0,6}",
    ];
    let short = prop_oneof![
        "-?[0-9]{0,8}[.,]?[0-9]{0,6}",
        "0[0-9]{0,5}[.,]?[0-9]{0,3}",
        "[0-9]{0,16}",
        "[0-9]{0,8}[.,][0-9]{0,7}",
        "[-0-9.,x ]{0,16}",
    ];
    prop_oneof![
        prop::collection::vec(any, 1..60),
        prop::collection::vec(short, 1..60),
    ]
}

proptest! {
    #[test]
    fn numbers_are_read_as_others_are(
        texts in columns(),
        format in prop::sample::select(vec![NumberFormat::Plain, NumberFormat::CommaDecimal]),
    ) {
        agrees(&texts, format);
    }
}
