use super::{read, read_blocks};
use crate::error::ErrorKind;
use crate::options::ImportOptions;

/// So small that the longest record is one of a mebibyte.
const BLOCK: usize = 16 << 10;

fn refused(text: &str) -> (ErrorKind, String) {
    let error = read_blocks(text.as_bytes(), &ImportOptions::default(), BLOCK).unwrap_err();
    (error.kind, error.message)
}

fn row(width: usize) -> String {
    vec!["1"; width].join(",") + "\n"
}

#[test]
fn a_line_of_more_than_64_blocks_is_refused_with_its_place() {
    let long = "x".repeat(65 * BLOCK);
    let message = "Line 3 is longer than 1 MB: that is no row of a table.";
    for text in [
        format!("a,b\n1,2\n{long}"),
        format!("a,b\n1,2\n{long},3\n4,5\n"),
        format!("a,b\n1,2\n\"{long}\",3\n4,5\n"),
    ] {
        let expected = (ErrorKind::UnusableInput, message.to_owned());
        assert_eq!(refused(&text), expected);
    }
}

#[test]
fn a_long_line_within_the_limit_is_a_row() {
    let long = "x".repeat(63 * BLOCK);
    let text = format!("a,b\n1,2\n{long},3\n4,5\n");
    let rows = read_blocks(text.as_bytes(), &ImportOptions::default(), BLOCK)
        .unwrap()
        .rows;
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[1][0], rows[1][1].as_str()), (&long, "3"));
    assert_eq!(rows[2], ["4", "5"]);
}

#[test]
fn more_than_a_hundred_thousand_columns_are_refused() {
    let (kind, message) = refused(&row(100_001).repeat(2));
    assert_eq!(kind, ErrorKind::UnusableInput);
    assert_eq!(
        message,
        "“x.csv” has 100,001 columns; Descent reads up to 100,000."
    );
}

#[test]
fn a_hundred_thousand_columns_are_read() {
    let read = read(&row(100_000).repeat(3));
    assert_eq!(read.about.names.len(), 100_000);
    assert!(read.rows.iter().all(|row| row.len() == 100_000));
}

#[test]
fn a_first_line_of_columns_without_an_end_in_sight_is_refused() {
    let text = "column,".repeat(200_000);
    let error = read_blocks(text.as_bytes(), &ImportOptions::default(), 1 << 20).unwrap_err();
    assert!(
        error.message.contains("does not end within a megabyte"),
        "{}",
        error.message
    );
}

#[test]
fn what_programs_leave_behind_a_text_is_left_out_and_said() {
    let table = [["1", "2"], ["3", "4"]];
    for (end, kind) in [
        (b"\x1a".to_vec(), "endMark"),
        (b"\x1a\r\n".to_vec(), "endMark"),
        (vec![0; 3_000_000], "padding"),
    ] {
        let text = [b"a,b\r\n1,2\r\n3,4\r\n".as_slice(), &end].concat();
        let read = read_blocks(&text, &ImportOptions::default(), 1 << 20).unwrap();
        assert_eq!(read.rows, table);
        assert!(read.has(kind) && read.left_out().is_empty());
    }
    let error = read_blocks(&[0; 5000], &ImportOptions::default(), 1 << 20).unwrap_err();
    assert_eq!(error.message, "“x.csv” holds nothing but NUL bytes.");
}

#[test]
fn a_nul_in_a_small_file_is_damage() {
    let read = read_blocks(b"a,b\n1,x\0y\n3,4\n", &ImportOptions::default(), 1 << 20).unwrap();
    assert_eq!(read.rows, [["1", "x\0y"], ["3", "4"]]);
    assert!(read.has("nulBytes"));
    assert!(
        read_blocks(
            b"\x7fX\0\0\x01,\0\x02\n",
            &ImportOptions::default(),
            1 << 20
        )
        .is_err()
    );
}

#[test]
fn utf_32_is_read_by_its_mark() {
    let text: Vec<u8> = "\u{feff}stadt,größe\nKöln,1\nBonn,2\n"
        .chars()
        .flat_map(|sign| u32::from(sign).to_le_bytes())
        .collect();
    let read = read_blocks(&text, &ImportOptions::default(), 1 << 20).unwrap();
    assert_eq!(read.about.names, ["stadt", "größe"]);
    assert_eq!(read.rows, [["Köln", "1"], ["Bonn", "2"]]);
    assert!(read.has("encoding"));
}
