use super::super::block::{Piece, Plan, split, split_with};
use super::super::cutter::Cutter;
use super::super::fields::{FieldSplitter, Fields, Quoting};
use super::super::records::{RecordSplitter, Shape, other_rules};
use super::super::rules::Rules;
use super::super::vector::PlainRecords;
use super::{read_blocks, read_with};
use crate::options::{Escape, ImportOptions, Quote};
use crate::processor::Instructions;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::atomic::AtomicU64;

/// Texts of a table of one width.
fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
    let common = prop::sample::select(vec!["1", "2.5", "x", "red", "two words", ""]);
    let cell = prop_oneof![
        3 => common.prop_map(str::to_owned),
        1 => "[ab1,;|^\t\"' \né東\\\\]{0,6}",
    ];
    (1..5_usize).prop_flat_map(move |width| {
        prop::collection::vec(prop::collection::vec(cell.clone(), width), 1..8)
    })
}

fn dialects() -> impl Strategy<Value = (&'static str, Quote, Escape)> {
    let delimiters = vec![
        ",", ";", "\t", "|", " ", "||", "::", "^", "~", "|~|", "\u{1f}", "§",
    ];
    let quotes = prop::sample::select(vec![Quote::Double, Quote::Single]);
    let escapes = prop::sample::select(vec![Escape::Double, Escape::Backslash]);
    (prop::sample::select(delimiters), quotes, escapes)
}

fn field(text: &str, delimiter: &str, quote: Quote, escape: Escape) -> String {
    let Some(quote) = quote.byte().map(char::from) else {
        return text.to_owned();
    };
    let is_plain = |c: char| c != quote && !"\n\r \t\\".contains(c) && !delimiter.contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let inside = match escape {
        Escape::Double => text.replace(quote, &format!("{quote}{quote}")),
        Escape::Backslash => {
            let slashes = text.replace('\\', "\\\\");
            slashes.replace(quote, &format!("\\{quote}"))
        }
    };
    format!("{quote}{inside}{quote}")
}

/// RFC 4180, character by character, for texts that follow it.
fn strict(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    records
}

fn records_of(text: &str, rules: &Rules) -> Vec<Vec<String>> {
    let mut splitter = FieldSplitter::new(text.as_bytes(), rules, true);
    let (mut at, mut records) = (0, Vec::new());
    while at < text.len() {
        let mut fields = Fields::beside(text.len());
        at = splitter
            .record(at, Quoting::Forgiving, &mut fields)
            .unwrap()
            .next;
        let texts = fields
            .cells
            .iter()
            .map(|span| fields.get(text.as_bytes(), *span));
        records.push(
            texts
                .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
                .collect(),
        );
    }
    records
}

/// Texts in which anything may be broken.
fn broken_texts() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a", "bc", "1", "2.5", ",", ",", ",", "\"", "\"", "\"\"", ",\"", "\",", "\n", "\n", "\r\n",
        "\r", ";", " ", "\n\n", "'", "\\",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

fn record_starts(text: &str, rules: &Rules, others: &[Rules], shape: &Shape) -> Vec<usize> {
    let mut splitter = RecordSplitter::new(text.as_bytes(), rules, others, shape, true);
    let mut fields = Fields::beside(text.len());
    let (mut at, mut starts) = (0, Vec::new());
    while at < text.len() {
        starts.push(at);
        at = splitter.record(at, &mut fields).unwrap().bounds.next;
    }
    starts
}

fn rows_of(text: &str, plan: &Plan) -> Vec<Vec<String>> {
    let piece = Piece {
        text: text.as_bytes().to_vec(),
        first_line: 1,
        ..Piece::default()
    };
    let block = split(piece, plan);
    let row = |row| {
        block
            .row(row)
            .iter()
            .map(|span| block.text_of(*span).to_owned())
            .collect()
    };
    (0..block.rows).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        max_global_rejects: 100_000,
        rng_seed: RngSeed::Fixed(4),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_table_in_any_dialect_is_read_back(
        table in tables(),
        (delimiter, quote, escape) in dialects(),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        has_final in any::<bool>(),
    ) {
        // Where lone CRs end the lines, LFs inside few texts would be taken for the line ends.
        let joined = |text: String| if line_end == "\r" { text.replace('\n', "/") } else { text };
        let table: Vec<Vec<String>> = table.into_iter().map(|row| row.into_iter().map(joined).collect()).collect();
        let options = ImportOptions {
            delimiter: Some(delimiter.to_owned()),
            quote: Some(quote),
            escape: Some(escape),
            header_rows: Some(1),
            first_row: Some(1),
            ..ImportOptions::default()
        };
        let names: Vec<String> = (0..table[0].len()).map(|column| format!("name{column}")).collect();
        let line = |cells: &Vec<String>| {
            cells.iter().map(|cell| field(cell, delimiter, quote, escape)).collect::<Vec<_>>().join(delimiter)
        };
        let mut text = std::iter::once(&names).chain(&table).map(line).collect::<Vec<_>>().join(line_end);
        if has_final {
            text.push_str(line_end);
        }
        // Totals and notes at the end would be left out.
        prop_assume!(!table.iter().any(|row| row.iter().all(|cell| cell.trim().is_empty())));
        let read = read_with(&text, &options);
        let mut rows = read.rows;
        rows.extend(read.irregular.iter().filter(|one| one.row.is_none()).map(|_| Vec::new()));
        prop_assert_eq!(rows.len(), table.len());
        for (row, expected) in rows.iter().zip(&table).filter(|(row, _)| !row.is_empty()) {
            prop_assert_eq!(row, expected);
        }
    }

    #[test]
    fn regular_text_is_split_as_rfc_4180_says(table in tables(), always in any::<bool>()) {
        let write = |text: &String| match always {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => field(text, ",", Quote::Double, Escape::Double),
        };
        let line = |cells: &Vec<String>| format!("{}\n", cells.iter().map(write).collect::<Vec<_>>().join(","));
        let text: String = table.iter().map(line).collect();
        let rules = Rules::new(",", Quote::Double, Escape::Double);
        prop_assert_eq!(&strict(&text), &table);
        prop_assert_eq!(records_of(&text, &rules), table);
    }

    #[test]
    fn a_cut_is_at_a_record_and_pieces_give_the_same_rows(
        text in broken_texts(),
        known in 0..80_usize,
        limit in 1..60_usize,
        returns in any::<bool>(),
        width in 1..4_usize,
        lone_blanks in any::<bool>(),
    ) {
        let rules = Rules::new(",", Quote::Double, Escape::Double).with_returns(returns);
        let others = other_rules(&rules);
        let shape = Shape { width, typed: vec![false; width], with_header: false, lone_blanks };
        let cutter = Cutter { rules: &rules, others: &others, shape: &shape };
        let known = known.min(text.len());
        let complete = known == text.len();
        let Some(cut) = cutter.cut(&text.as_bytes()[..known], limit, complete) else { return Ok(()) };
        prop_assert!(cut.end <= known);
        let starts = record_starts(&text, &rules, &others, &shape);
        prop_assert!(cut.end == text.len() || starts.contains(&cut.end), "{:?} cut at {}", text, cut.end);
        let plan = Plan { rules, others, shape, blank_lines: AtomicU64::new(0) };
        let mut rows = rows_of(&text[..cut.end], &plan);
        let whole = rows_of(&text, &plan);
        // How a first record with broken quotes is read may hang on text that was not yet there when it was cut.
        prop_assume!(rows.first() == whole.first());
        rows.extend(rows_of(&text[cut.end..], &plan));
        prop_assert_eq!(rows, whole);
    }

    #[test]
    fn plain_records_are_split_as_all_others(
        texts in prop::collection::vec(broken_texts(), 1..4),
        plain in prop_oneof![
            "([a-z1-9.]{0,20}, ?[a-z]{0,70}, ?[0-9]{0,9}(\r\n|\n)){0,12}",
            // A window is full of fields.
            "(,,[0-9]?\n){0,60}",
        ],
        returns in any::<bool>(),
        has_quote in any::<bool>(),
        width in 1..5_usize,
        lone_blanks in any::<bool>(),
    ) {
        let quote = if has_quote { Quote::Double } else { Quote::None };
        let rules = Rules::new(",", quote, Escape::Double).with_returns(returns);
        let others = other_rules(&rules);
        let shape = Shape { width, typed: vec![false; width], with_header: false, lone_blanks };
        let plan = Plan { rules, others, shape, blank_lines: AtomicU64::new(0) };
        let piece = || Piece {
            text: texts.join(&plain).into_bytes(),
            first_line: 7,
            ..Piece::default()
        };
        let other = split_with(piece(), &plan, None);
        for instructions in [Instructions::Avx512, Instructions::Avx2] {
            let Some(plain) = PlainRecords::with(instructions, &plan.rules, &plan.shape) else { continue };
            let one = split_with(piece(), &plan, Some(plain));
            prop_assert_eq!(&one.cells, &other.cells);
            prop_assert_eq!(&one.origins, &other.origins);
            prop_assert_eq!(&one.irregular, &other.irregular);
            prop_assert_eq!((one.rows, &one.text), (other.rows, &other.text));
        }
    }

    #[test]
    fn no_text_brings_the_reader_down(text in broken_texts()) {
        let _ = read_blocks(text.as_bytes(), &ImportOptions::default(), 1 << 20);
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_blocks(&bytes, &ImportOptions::default(), 1 << 20);
    }
}
