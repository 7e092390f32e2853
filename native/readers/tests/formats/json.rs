//! JSON in the shapes in which tables are written.

use crate::support::{read_bytes, refusal, sheet, text};
use descent_readers::options::ImportOptions;
use descent_readers::table::{FileFormat, Place};

#[test]
fn a_list_of_objects_has_the_columns_of_all_of_them() {
    let read = text(
        "[\n{\"a\":1.50,\"b\":\"x\"},\n{\"c\":{\"d\":true},\"a\":null}, {\"b\":[1,2]}\n]",
        "t.json",
    );
    assert_eq!(read.about.format, FileFormat::Json);
    assert_eq!(read.about.names, ["a", "b", "c.d"]);
    assert_eq!(read.about.places[2], Place::Name("c.d".into()));
    assert_eq!(
        read.rows,
        [["1.50", "x", ""], ["", "", "true"], ["", "[1,2]", ""]]
    );
    assert_eq!(read.origins, [2, 3, 3]);
    assert_eq!(
        read.messages(),
        [
            "Fields of nested objects are columns of their own, called object.field.",
            "1 value of “b” is a list and is kept as JSON text.",
        ]
    );
}

#[test]
fn one_record_a_line() {
    let read = text(
        "{\"a\":9007199254740993}\n\nnot json\n{\"a\":\"é\\u00e9\"}\n{\"a\"",
        "t.jsonl",
    );
    assert_eq!(read.about.format, FileFormat::JsonLines);
    assert_eq!(read.rows, [["9007199254740993"], ["éé"]]);
    assert_eq!(read.origins, [1, 4]);
    assert_eq!(
        read.messages(),
        ["2 records are no JSON, or unlike the others, and left out."]
    );
}

#[test]
fn lists_with_and_without_a_header() {
    let named = text("[[\"a\",\"b\"],[1,\"x\"],[2,\"y\"]]", "t.json");
    assert_eq!(
        (named.about.names, named.rows),
        (
            vec!["a".into(), "b".into()],
            vec![
                vec!["1".into(), "x".into()],
                vec!["2".to_owned(), "y".to_owned()]
            ]
        )
    );
    let unnamed = text("[[1,2],[3,4]]", "t.json");
    assert_eq!(unnamed.about.names, ["column1", "column2"]);
    assert_eq!(unnamed.rows, [["1", "2"], ["3", "4"]]);
    let values = text("[1, 2.5, null, \"x\"]", "t.json");
    assert_eq!(
        (values.about.names, values.rows),
        (
            vec!["value".into()],
            vec![
                vec!["1".to_owned()],
                vec!["2.5".into()],
                vec![String::new()],
                vec!["x".into()]
            ]
        )
    );
}

#[test]
fn tables_written_as_one_object() {
    let split = text(
        "{\"columns\":[\"a\",\"b\"],\"index\":[0,1],\"data\":[[1,\"x\"],[2,null]]}",
        "t.json",
    );
    assert!(split.finding("noHeader").is_none());
    assert_eq!(
        (split.about.names, split.rows),
        (
            vec!["a".into(), "b".into()],
            vec![
                vec!["1".into(), "x".into()],
                vec!["2".to_owned(), String::new()]
            ]
        )
    );
    let columns = text(
        "{\"a\":{\"0\":1,\"1\":2},\"b\":{\"0\":\"x\",\"1\":\"y\"}}",
        "t.json",
    );
    assert_eq!(columns.rows, [["1", "x"], ["2", "y"]]);
    let named = text("{\"first\":{\"a\":1},\"second\":{\"a\":2}}", "t.json");
    assert_eq!(
        (named.about.names, named.rows),
        (
            vec!["key".into(), "a".into()],
            vec![
                vec!["first".into(), "1".into()],
                vec!["second".to_owned(), "2".into()]
            ]
        )
    );
    let one = text("{\n\"a\": 1,\n\"b\": {\"c\": \"x\"}\n}", "t.json");
    assert_eq!(
        (one.about.names, one.rows),
        (
            vec!["a".into(), "b.c".into()],
            vec![vec!["1".to_owned(), "x".into()]]
        )
    );
}

#[test]
fn of_several_lists_each_can_be_read() {
    let document = "{\"meta\":{\"pages\":[{\"n\":1}]},\n\"items\":[{\"a\":1},\n{\"a\":2}]}";
    let longest = text(document, "t.json");
    assert_eq!(longest.rows, [["1"], ["2"]]);
    assert_eq!(longest.origins, [2, 3]);
    assert_eq!(longest.about.sheet.as_deref(), Some("items"));
    assert_eq!(
        longest.messages(),
        ["The list “items” was read; the file holds 2 lists of records."]
    );
    let other = read_bytes(document.as_bytes(), "t.json", &sheet("meta.pages")).unwrap();
    assert_eq!(
        (other.about.names, other.rows),
        (vec!["n".into()], vec![vec!["1".to_owned()]])
    );
    let error = read_bytes(document.as_bytes(), "t.json", &sheet("nope")).unwrap_err();
    assert_eq!(
        error.hint.as_deref(),
        Some("Its lists are “items”, “meta.pages”.")
    );
}

#[test]
fn what_is_no_table_is_refused_and_what_is_cut_off_is_read_to_there() {
    assert_eq!(
        refusal(b"[]", "t.json").message,
        "“t.json” holds no records."
    );
    assert_eq!(
        refusal(b"{\"a\":\n[1,\n}", "t.json").message,
        "“t.json” is no valid JSON: it breaks off in line 3."
    );
    assert_eq!(
        refusal(b"[tru, fals]", "t.json").message,
        "“t.json” is no valid JSON."
    );
    let cut = text("[{\"a\":1},{\"a\":2},{\"a\"", "t.json");
    assert_eq!(cut.rows, [["1"], ["2"]]);
    assert!(cut.finding("cutOff").is_some());
}

#[test]
fn a_byte_order_mark_and_the_name_do_not_matter() {
    let read = read_bytes(
        b"\xef\xbb\xbf[{\"a\":1}]",
        "data.csv",
        &ImportOptions::default(),
    )
    .unwrap();
    assert_eq!(
        (read.about.names, read.rows),
        (vec!["a".into()], vec![vec!["1".to_owned()]])
    );
    // A text in brackets is no JSON.
    let csv = text("[a],[b]\n1,2\n3,4\n", "data.csv");
    assert_eq!(csv.rows, [["1", "2"], ["3", "4"]]);
}

#[test]
fn many_records_are_read_in_order() {
    let lines: String = (0..60_000)
        .map(|at| format!("{{\"at\":{at},\"word\":\"w{}\"}}\n", at % 7))
        .collect();
    let read = text(&lines, "t.jsonl");
    assert_eq!(read.rows.len(), 60_000);
    assert!(
        read.rows
            .iter()
            .enumerate()
            .all(|(at, row)| row[0] == at.to_string())
    );
    assert!(
        read.origins
            .iter()
            .enumerate()
            .all(|(at, line)| *line as usize == at + 1)
    );
}

#[test]
fn utf_16_is_read_with_and_without_a_mark() {
    let text = "[{\"name\":\"Łódź\",\"size\":1.5},\n{\"name\":\"b\",\"size\":2}]";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        [&[0xff, 0xfe], little.as_slice()].concat(),
        [&[0xfe, 0xff], big.as_slice()].concat(),
        little,
        big,
    ] {
        let read = read_bytes(&bytes, "t.json", &ImportOptions::default()).unwrap();
        assert_eq!(read.about.format, FileFormat::Json);
        assert_eq!(read.about.names, ["name", "size"]);
        assert_eq!(read.rows, [["Łódź", "1.5"], ["b", "2"]]);
    }
}

#[test]
fn a_csv_in_utf_16_is_none() {
    let text = "name,size\nŁódź,1.5\nb,2\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = read_bytes(&bytes, "t.csv", &ImportOptions::default()).unwrap();
    assert_eq!(read.about.format, FileFormat::Delimited);
    assert_eq!(read.rows, [["Łódź", "1.5"], ["b", "2"]]);
}
