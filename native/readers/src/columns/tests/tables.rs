use super::*;
use crate::columns::{
    CHUNK_ROWS, Chunk, ChunkPart, NoSink, OriginRun, Settings, Sink, Table, read, retype,
};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::report::Finding;
use crate::stored::Texts;
use crate::table::{
    About, Block, FileFormat, Irregular, Place, Problem, RawBlock, Span, TableSource,
};
use std::sync::atomic::{AtomicBool, Ordering};

/// Rows in memory, given in blocks of some size.
struct Rows {
    about: About,
    rows: Vec<Vec<String>>,
    block: usize,
    at: usize,
    cancel_at: Option<(usize, &'static AtomicBool)>,
}

fn source(names: &[&str], rows: Vec<Vec<String>>, block: usize) -> Rows {
    let about = About {
        format: FileFormat::Delimited,
        size_bytes: rows.len() as u64,
        dialect: None,
        sheets: Vec::new(),
        sheet: None,
        tables: Vec::new(),
        table: 0,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        header: Vec::new(),
        has_header: true,
        header_rows: 1,
        first_line: 2,
        places: (1..).map(Place::Field).take(names.len()).collect(),
    };
    Rows {
        about,
        rows,
        block,
        at: 0,
        cancel_at: None,
    }
}

impl TableSource for Rows {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        if let Some((at, cancel)) = self.cancel_at
            && self.at >= at
        {
            cancel.store(true, Ordering::Relaxed);
        }
        let end = self.rows.len().min(self.at + self.block);
        let rows: Vec<Vec<String>> = self.rows[self.at..end].to_vec();
        if rows.is_empty() {
            return Ok(None);
        }
        let (first, width) = (self.at, self.about.names.len());
        self.at = end;
        Ok(Some(RawBlock::later(move || block(&rows, first, width))))
    }

    fn findings(&self) -> Vec<Finding> {
        vec![Finding::info("x", "Said by the source.")]
    }
}

fn block(rows: &[Vec<String>], first: usize, width: usize) -> Block {
    let mut block = Block {
        width,
        rows: rows.len(),
        bytes_read: (first + rows.len()) as u64,
        ..Block::default()
    };
    for (at, row) in rows.iter().enumerate() {
        // A line is left out after row 10.
        let line = first + at + 2;
        block.origins.push(line as u32 + u32::from(line > 12));
        for text in row {
            let start = block.text.len() as u32;
            block.text.extend_from_slice(text.as_bytes());
            block.cells.push(Span {
                start,
                end: block.text.len() as u32,
            });
        }
        if row[0] == "slipped" {
            block.irregular.push(Irregular {
                row: Some(at as u32),
                line: line as u32,
                problem: Problem::TooFewFields,
                expected: 2,
                found: 1,
                text: "slipped".to_owned(),
                surplus: Vec::new(),
            });
        }
    }
    block
}

#[derive(Default)]
struct Taken {
    chunks: Vec<Chunk>,
    progress: Vec<f64>,
}

impl Sink for Taken {
    fn chunk(&mut self, chunk: Chunk) -> Result<()> {
        self.chunks.push(chunk);
        Ok(())
    }

    fn progress(&mut self, fraction: f64, _: u64) {
        self.progress.push(fraction);
    }
}

fn read_all(
    rows: &[Vec<String>],
    names: &[&str],
    block: usize,
    settings: &Settings,
) -> (Table, Taken) {
    let mut taken = Taken::default();
    let source = Box::new(source(names, rows.to_vec(), block));
    let table = read(source, settings, &mut taken, &AtomicBool::new(false)).unwrap();
    (table, taken)
}

/// Columns that change their mind late, in every way.
fn changing_rows(count: usize) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let names = vec![
        "number",
        "late word",
        "late comma",
        "late order",
        "category",
        "text",
        "mostly empty",
        "late zeros",
        "late name",
    ];
    let row = |row: usize| {
        let last = row == count - 1;
        vec![
            if row % 50 == 3 {
                String::new()
            } else {
                format!("{}.{}", row % 1000, row % 10)
            },
            if last {
                "word".to_owned()
            } else {
                row.to_string()
            },
            if last {
                "1,5".to_owned()
            } else {
                format!("{}.{:03}", row % 9 + 1, row % 1000)
            },
            if last {
                "01/31/2020".to_owned()
            } else {
                format!("{:02}/{:02}/2019", row % 12 + 1, row % 11 + 1)
            },
            ["red", "green", " blue", "NA"][row % 4].to_owned(),
            format!("line {row}\nof \"text\""),
            if row.is_multiple_of(997) {
                "7:30".to_owned()
            } else {
                String::new()
            },
            if last {
                "00501".to_owned()
            } else {
                (10_000 + row % 100).to_string()
            },
            match row % 10 {
                _ if last => "Monday".to_owned(),
                0 => "NA".to_owned(),
                _ => format!("20{:02}-{:02}-{:02}", row % 30, row % 12 + 1, row % 28 + 1),
            },
        ]
    };
    (names, (0..count).map(row).collect())
}

#[test]
fn the_result_depends_neither_on_threads_nor_on_blocks() {
    let (names, rows) = changing_rows(3000);
    let settings = |threads| Settings {
        texts: true,
        values: true,
        statistics: true,
        head: 5,
        threads,
        ..Settings::default()
    };
    let (expected, expected_taken) = read_all(&rows, &names, 3000, &settings(1));
    let kinds: Vec<ColumnKind> = expected.columns.iter().map(|column| column.kind).collect();
    use ColumnKind::{Category, Date, Number, Text};
    assert_eq!(
        kinds,
        [
            Number, Text, Number, Date, Category, Text, Number, Category, Category
        ]
    );
    assert_eq!(shown(&expected.columns[2])[..2], ["1000", "2001"]);
    assert_eq!(shown(&expected.columns[3])[0], "2019-01-01");
    for (block, threads) in [(7, 3), (100, 1), (1000, 8), (2999, 2)] {
        let (table, taken) = read_all(&rows, &names, block, &settings(threads));
        assert_same(&table, &expected);
        assert_eq!(taken.chunks, expected_taken.chunks, "{block} {threads}");
        let mut alone = settings(threads);
        (alone.texts, alone.values) = (false, false);
        let (table, taken) = read_all(&rows, &names, block, &alone);
        assert_same(&table, &expected);
        assert!(taken.chunks.is_empty());
    }
}

/// Equal, NaN included.
fn assert_same(table: &Table, expected: &Table) {
    assert_eq!(
        (table.rows, &table.origins, &table.head),
        (expected.rows, &expected.origins, &expected.head)
    );
    for (column, expected) in table.columns.iter().zip(&expected.columns) {
        assert_eq!(shown(column), shown(expected), "{}", column.name);
        assert_eq!(format!("{column:?}"), format!("{expected:?}"));
    }
}

#[test]
fn texts_and_values_reach_the_sink_in_order() {
    let rows: Vec<Vec<String>> = (0..CHUNK_ROWS + 100)
        .map(|row| vec![row.to_string(), format!("é{}", row % 3)])
        .collect();
    let settings = Settings {
        texts: true,
        values: true,
        threads: 3,
        ..Settings::default()
    };
    let (table, taken) = read_all(&rows, &["a", "b"], 1000, &settings);
    let order: Vec<_> = taken
        .chunks
        .iter()
        .map(|chunk| (chunk.part, chunk.chunk, chunk.column, chunk.rows))
        .collect();
    let (all, rest) = (CHUNK_ROWS, 100);
    use ChunkPart::{Source, Values};
    assert_eq!(
        order,
        [
            (Source, 0, 0, all),
            (Source, 0, 1, all),
            (Source, 1, 0, rest),
            (Source, 1, 1, rest),
            (Values, 0, 0, all),
            (Values, 1, 0, rest),
            (Values, 0, 1, all),
            (Values, 1, 1, rest),
        ]
    );
    let texts = Texts::decode(&taken.chunks[3].bytes).unwrap();
    assert_eq!(
        texts.iter().next(),
        Some(format!("é{}", CHUNK_ROWS % 3).as_str())
    );
    let numbers = zstd::decode_all(taken.chunks[5].bytes.as_slice()).unwrap();
    assert_eq!(numbers[..8], (CHUNK_ROWS as f64).to_le_bytes());
    assert_eq!(table.rows, CHUNK_ROWS as u64 + 100);
    assert!(taken.progress.is_sorted() && taken.progress.last() == Some(&1.0));
}

#[test]
fn rows_and_places_are_told() {
    let mut rows: Vec<Vec<String>> = (0..30)
        .map(|row| vec![row.to_string(), "x".to_owned()])
        .collect();
    rows[20] = vec!["slipped".to_owned(), String::new()];
    let settings = Settings {
        head: 2,
        threads: 2,
        ..Settings::default()
    };
    let (table, _) = read_all(&rows, &["a", "b"], 4, &settings);
    assert_eq!(
        table.origins,
        [
            OriginRun { row: 0, line: 2 },
            OriginRun { row: 11, line: 14 }
        ]
    );
    assert_eq!(table.irregular.too_few_fields, 1);
    assert_eq!(table.irregular_rows[0].row, Some(20));
    assert_eq!(table.columns[0].kind, ColumnKind::Number);
    assert_eq!(table.columns[0].unparsed.rows, [20]);
    assert_eq!(table.head, [["0", "x"], ["1", "x"]]);
    assert_eq!(table.findings.len(), 1);
}

#[test]
fn a_stored_column_is_read_again_in_another_way() {
    let rows: Vec<Vec<String>> = (0..CHUNK_ROWS + 5)
        .map(|row| vec![format!("{:02}/{:02}/2019", row % 12 + 1, row % 12 + 1)])
        .collect();
    let settings = Settings {
        texts: true,
        ..Settings::default()
    };
    let (table, taken) = read_all(&rows, &["day"], 10_000, &settings);
    assert_eq!(table.columns[0].kind, ColumnKind::Category);
    let frames: Vec<Vec<u8>> = taken.chunks.into_iter().map(|chunk| chunk.bytes).collect();
    let again = |choices, slipped| {
        retype(
            "day",
            frames.clone(),
            slipped,
            choices,
            &AtomicBool::new(false),
        )
        .unwrap()
    };
    let dates = again(of_kind(ColumnKind::Date), Vec::new());
    assert_eq!((dates.kind, dates.missing), (ColumnKind::Date, 0));
    assert_eq!(dates.statistics.map(|found| found.distinct), Some(12));
    let numbers = again(of_kind(ColumnKind::Number), vec![0, CHUNK_ROWS as u64 + 1]);
    assert_eq!(numbers.unparsed.count, CHUNK_ROWS as u64 + 5);
    assert!(
        retype(
            "day",
            vec![b"damaged".to_vec()],
            Vec::new(),
            Choices::default(),
            &AtomicBool::new(false)
        )
        .is_err()
    );
}

#[test]
fn cancelling_ends_the_reading() {
    static CANCEL: AtomicBool = AtomicBool::new(false);
    let rows: Vec<Vec<String>> = (0..10_000).map(|row| vec![row.to_string()]).collect();
    let mut source = source(&["a"], rows, 10);
    source.cancel_at = Some((500, &CANCEL));
    let error = read(Box::new(source), &Settings::default(), &mut NoSink, &CANCEL).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Cancelled);
}

#[test]
fn a_failing_sink_ends_the_reading() {
    struct Full;
    impl Sink for Full {
        fn chunk(&mut self, _: Chunk) -> Result<()> {
            Err(ReaderError::new(ErrorKind::Unreadable, "The disk is full."))
        }

        fn progress(&mut self, _: f64, _: u64) {}
    }
    let rows: Vec<Vec<String>> = (0..200_000).map(|row| vec![row.to_string()]).collect();
    let settings = Settings {
        texts: true,
        ..Settings::default()
    };
    let error = read(
        Box::new(source(&["a"], rows, 1000)),
        &settings,
        &mut Full,
        &AtomicBool::new(false),
    )
    .unwrap_err();
    assert_eq!(error.message, "The disk is full.");
}

#[test]
fn a_table_without_rows_or_columns_is_read() {
    let (table, _) = read_all(
        &[],
        &["a"],
        10,
        &Settings {
            texts: true,
            values: true,
            statistics: true,
            ..Settings::default()
        },
    );
    assert_eq!((table.rows, table.columns[0].kind), (0, ColumnKind::Text));
    let (table, _) = read_all(&[], &[], 10, &Settings::default());
    assert_eq!(table.columns.len(), 0);
}
