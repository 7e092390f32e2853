//! Parquet files, as other programs write them.

use crate::support::{fixture, read_with, refusal, whole};
use descent_readers::options::ImportOptions;
use descent_readers::table::{Extent, FileFormat};

#[test]
fn every_type_in_every_compression() {
    for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"] {
        let read = whole(&format!("types_{codec}.parquet"));
        assert_eq!(read.about.format, FileFormat::Parquet);
        let expected: [(&str, [&str; 3]); 18] = [
            ("flag", ["TRUE", "", "FALSE"]),
            ("small", ["-1", "2", ""]),
            ("large", ["9007199254740993", "", "-1"]),
            ("unsigned", ["18446744073709551615", "0", ""]),
            ("single", ["0.1", "", "1e-9"]),
            ("double", ["0.1", "1e300", ""]),
            ("half", ["1.5", "", "-2"]),
            ("text", ["Grüße", "", ""]),
            ("level", ["red", "blue", "red"]),
            ("price", ["123.45", "-0.05", ""]),
            ("huge", ["12345678901234567890.5", "", ""]),
            ("day", ["2024-02-29", "", "1969-12-31"]),
            ("clock", ["13:30:05", "", "00:00:00.00025"]),
            ("seen", ["2024-02-29T13:30:05", "", "1999-12-31"]),
            ("exact", ["2024-02-29T13:30:05.000000001", "", "1970-01-01"]),
            ("raw", ["text", "", ""]),
            ("inner.a", ["1", "", ""]),
            ("inner.b", ["x", "", "y"]),
        ];
        assert_eq!(read.about.names, expected.map(|(name, _)| name), "{codec}");
        for (column, (name, values)) in expected.iter().enumerate() {
            let found: Vec<&str> = read.rows.iter().map(|row| row[column].as_str()).collect();
            assert_eq!(found, values, "{name} in {codec}");
        }
        assert_eq!(
            read.messages(),
            [
                "Fields of nested records are columns of their own, called record.field.",
                "1 column of lists, maps or binary values left out: “list”.",
                "1 value of “raw” is binary and counts as missing.",
            ]
        );
    }
}

#[test]
fn old_timestamps_and_files_of_lists() {
    assert_eq!(whole("int96.parquet").rows, [["2024-02-29T13:30:05"], [""]]);
    let error = read_with(
        &fixture("lists_only.parquet"),
        "l.parquet",
        &ImportOptions::default(),
        Extent::Whole,
    );
    assert_eq!(
        error.unwrap_err().message,
        "“l.parquet” holds no column of single values: “only”."
    );
}

#[test]
fn rows_of_all_groups_are_read_in_order() {
    let read = whole("groups.parquet");
    assert_eq!(read.rows.len(), 20_000);
    assert!(
        read.rows
            .iter()
            .enumerate()
            .all(|(at, row)| row[0] == at.to_string() && row[1] == format!("w{}", at % 7))
    );
    assert_eq!(read.origins.last(), Some(&20_000));
    let glance = read_with(
        &fixture("groups.parquet"),
        "g",
        &ImportOptions::default(),
        Extent::Glance,
    )
    .unwrap();
    assert!((4_000..10_000).contains(&glance.rows.len()));
    assert_eq!(glance.rows[..], read.rows[..glance.rows.len()]);
}

#[test]
fn damaged_files_are_refused() {
    let good = std::fs::read(fixture("groups.parquet")).unwrap();
    let cut = refusal(&good[..good.len() / 2], "cut.parquet");
    assert_eq!(
        cut.message,
        "“cut.parquet” is damaged, or not a Parquet file."
    );
    assert!(refusal(b"PAR1", "p").message.contains("“p”"));
}
