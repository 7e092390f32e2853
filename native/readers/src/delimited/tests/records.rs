use super::super::fields::{FieldSplitter, Fields, Quoting};
use super::super::rules::Rules;
use super::{read, read_with};
use crate::options::{Escape, ImportOptions, Quote};
use crate::table::Problem;

fn rules() -> Rules {
    Rules::new(",", Quote::Double, Escape::Double)
}

fn split(text: &str, rules: &Rules) -> Vec<(Vec<String>, bool)> {
    let mut splitter = FieldSplitter::new(text.as_bytes(), rules, true);
    let (mut at, mut records) = (0, Vec::new());
    while at < text.len() {
        let mut fields = Fields::beside(text.len());
        let bounds = splitter
            .record(at, Quoting::Forgiving, &mut fields)
            .unwrap();
        let cells = fields.cells.iter();
        let cells = cells
            .map(|span| String::from_utf8(fields.get(text.as_bytes(), *span).to_vec()).unwrap());
        records.push((cells.collect(), bounds.broken));
        at = bounds.next;
    }
    records
}

fn fields(text: &str) -> Vec<Vec<String>> {
    split(text, &rules())
        .into_iter()
        .map(|(fields, _)| fields)
        .collect()
}

#[test]
fn records_end_with_lf_or_crlf_and_the_last_with_nothing() {
    assert_eq!(
        fields("a,b\r\n1,2\n3,4"),
        [["a", "b"], ["1", "2"], ["3", "4"]]
    );
}

#[test]
fn quoted_fields_hold_delimiters_line_ends_and_doubled_quotes() {
    assert_eq!(
        fields("\"a,b\",\"c\r\nd\",\"e\"\"f\",\"\"\n"),
        [["a,b", "c\r\nd", "e\"f", ""]]
    );
}

#[test]
fn a_delimiter_with_a_blank_takes_any_blanks_and_quotes_after_them() {
    let rules = Rules::new(", ", Quote::Double, Escape::Double);
    assert_eq!(
        split("a, \"b, c\",d,   e\n", &rules)[0].0,
        ["a", "b, c", "d", "e"]
    );
    let both = Rules::new(" | ", Quote::Double, Escape::Double);
    assert_eq!(
        split("a | \"b | c\" |d|   e f\n", &both)[0].0,
        ["a", "b | c", "d", "e f"]
    );
}

#[test]
fn runs_of_blanks_are_one_delimiter() {
    let rules = Rules::new("  ", Quote::Double, Escape::Double);
    assert_eq!(
        split("  a   \"b c\" d  \n1 2    3", &rules)[0].0,
        ["a", "b c", "d"]
    );
    assert_eq!(
        split("  a   \"b c\" d  \n1 2    3", &rules)[1].0,
        ["1", "2", "3"]
    );
}

#[test]
fn a_backslash_escapes_quotes_and_delimiters_where_the_dialect_says_so() {
    let rules = Rules::new(",", Quote::Double, Escape::Backslash);
    assert_eq!(
        split("\"a \\\"b\\\", c\\\\\",d\\n\n", &rules)[0].0,
        ["a \"b\", c\\", "d\\n"]
    );
    assert_eq!(
        split("a\\,b,c\\\\,\\N,\\\\\\,\n", &rules)[0].0,
        ["a,b", "c\\", "\\N", "\\,"]
    );
    let rules = Rules::new("::", Quote::Double, Escape::Backslash);
    assert_eq!(split("a\\::b::c\n", &rules)[0].0, ["a::b", "c"]);
}

#[test]
fn a_quote_that_is_never_closed_is_an_ordinary_character_of_its_field() {
    let records = split("1,\"abc,2\n3,x,4\n", &rules());
    assert_eq!(
        records[0],
        (vec!["1".into(), "\"abc".into(), "2".into()], true)
    );
    assert_eq!(
        records[1],
        (vec!["3".into(), "x".into(), "4".into()], false)
    );
}

#[test]
fn a_quote_closed_only_by_the_next_quoted_field_does_not_swallow_lines() {
    assert_eq!(
        fields("1,\"abc,2\n3,x,4\n5,\"y\",6\n"),
        [["1", "\"abc", "2"], ["3", "x", "4"], ["5", "y", "6"]]
    );
}

#[test]
fn quotes_inside_a_quoted_field_that_were_not_doubled_are_kept() {
    assert_eq!(
        fields("\"he said \"hi\" to me\",2\n"),
        [["he said \"hi\" to me", "2"]]
    );
    assert_eq!(
        split("\"abc\"def,\"x\"\n", &rules())[0],
        (vec!["abcdef".into(), "x".into()], true)
    );
}

#[test]
fn rows_that_do_not_fit_are_kept_counted_and_shown() {
    let text = "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,\"x\"y,11\n12,\"never closed,13\n14,15,16\n17,\"good\",18\n19,\"good\",20\n";
    let read = read(text);
    assert_eq!(
        read.rows,
        [
            ["1", "2", "3"],
            ["4", "5", ""],
            ["6", "7", "8"],
            ["10", "xy", "11"],
            ["12", "\"never closed", "13"],
            ["14", "15", "16"],
            ["17", "good", "18"],
            ["19", "good", "20"],
        ]
    );
    assert_eq!(
        read.problems(),
        [
            (Some(1), Problem::TooFewFields),
            (Some(2), Problem::TooManyFields),
            (Some(3), Problem::BrokenQuote),
            (Some(4), Problem::BrokenQuote),
        ]
    );
    assert_eq!(read.irregular[1].surplus, ["9"]);
    assert_eq!(
        (read.irregular[1].line, read.irregular[1].text.as_str()),
        (4, "6,7,8,9")
    );
    assert_eq!(read.lines, [2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_quote_too_many_costs_no_other_cell() {
    for (line, cells) in [
        ("1,\"\"a\",\"b\"", ["1", "\"a", "b"]),
        ("1,\"a\"\",\"b\"", ["1", "a\"", "b"]),
        ("1,\"a\"x\",\"b\"", ["1", "a\"x", "b"]),
        ("1,a\"x,\"b\"", ["1", "a\"x", "b"]),
        ("1,\"ax,\"b\"", ["1", "\"ax", "b"]),
        ("1,a\",\"b\"", ["1", "a\"", "b"]),
        ("\"1\",\"a\",b\"", ["1", "a", "b\""]),
        ("1,\"a, x\" y\",b", ["1", "a, x\" y", "b"]),
    ] {
        let text = format!("n,s,t\n0,\"x, y\",\"p\"\n{line}\n2,\"z\",\"q\"\n3,\"w, w\",\"r\"\n");
        assert_eq!(read(&text).rows[1], cells, "{line}");
        assert_eq!(read(&text).rows.len(), 4, "{line}");
    }
}

#[test]
fn an_open_quote_whose_line_is_whole_without_it_swallows_nothing() {
    let text = "id,size,n\n1,\"5,10\n2,6,11\n3,7,12\"\n4,8,13\n5,\"9, 9\",14\n";
    let read = read(text);
    assert_eq!(read.rows.len(), 5);
    assert_eq!(read.rows[0], ["1", "\"5", "10"]);
}

#[test]
fn one_row_with_another_delimiter_is_read_with_it() {
    for other in [";", "\t", "|", ":"] {
        let row = ["4", "\"x y\"", "2.5"].join(other);
        let read = read(&format!(
            "id,name,n\n1,a,1.5\n2,b,2.5\n{row}\n3,\"c, d\",3.5\n"
        ));
        assert_eq!(read.rows[2], ["4", "x y", "2.5"], "{other:?}");
        assert_eq!(read.problems(), [(Some(2), Problem::OtherDelimiter)]);
        let head = ["id", "name", "n"].join(other);
        let read = self::read(&format!("{head}\n1,a,1.5\n2,b,2.5\n3,\"c, d\",3.5\n"));
        assert_eq!(read.about.names, ["id", "name", "n"], "{other:?}");
        assert!(read.has("headerDelimiter"));
    }
    let note = read("id,name,n\n1,a,1.5\n2,b,2.5\nTotal: 5; see page 3; done\n3,c,4\n");
    assert_eq!(note.rows[2], ["Total: 5; see page 3; done", "", ""]);
}

#[test]
fn blanks_after_the_delimiters_of_one_row_are_none_of_its_texts() {
    let read = read("name,age,city\nAda,45,Rome\nBob, 31, Oslo\nCy,22,Bern\nDi,63,Lyon\n");
    assert_eq!(read.rows[1], ["Bob", "31", "Oslo"]);
    assert_eq!(read.problems(), [(Some(1), Problem::OtherDelimiter)]);
    for (quoted, cells) in [
        ("u, \"v, w\", 2", ["u", "v, w", "2"]),
        ("u, \"v\", 2", ["u", "v", "2"]),
    ] {
        let read = self::read(&format!("a,b,c\nx,y,1\n{quoted}\ns,t,3\np,q,4\n"));
        assert_eq!(read.rows[1], cells);
        assert_eq!(read.problems(), [(Some(1), Problem::OtherDelimiter)]);
    }
}

#[test]
fn blanks_before_some_values_or_in_many_rows_are_theirs() {
    let common = read("a,b,c\nx, y, z\nu,v, w\np, q, r\ns,t,u\n");
    assert_eq!(common.rows[0], ["x", " y", " z"]);
    let some = read("a,b,c\nx, y,z\nu,v,w\np,q,r\ns,t,u\n");
    assert_eq!(some.rows[0], ["x", " y", "z"]);
    let aligned = read("a,b,c\nx,  y, z\nu,v,w\np,q,r\ns,t,u\n");
    assert_eq!(aligned.rows[0], ["x", "  y", " z"]);
    let within = read("a,b,c\nx,\" y\",\" z\"\nu,v,w\np,q,r\ns,t,u\n");
    assert_eq!(within.rows[0], ["x", " y", " z"]);
    assert!(
        [common, some, aligned, within]
            .iter()
            .all(|read| read.problems().is_empty())
    );
}

#[test]
fn a_row_with_blanks_after_its_delimiters_is_found_among_thousands() {
    let mut text = "name,age,city\n".to_owned();
    for row in 0..5_000 {
        text += match row {
            4_321 => "Bob, 31, Oslo\n",
            _ => "Ada,45,Rome\n",
        };
    }
    let read = read(&text);
    assert_eq!(read.rows.len(), 5_000);
    assert_eq!(read.rows[4_321], ["Bob", "31", "Oslo"]);
    assert_eq!(read.problems(), [(Some(4_321), Problem::OtherDelimiter)]);
}

#[test]
fn a_cut_off_last_row_is_a_row() {
    let read = read("a,b,c\n1,2,3\n4,5,6\n7");
    assert_eq!(read.rows[2], ["7", "", ""]);
    assert_eq!(read.problems(), [(Some(2), Problem::TooFewFields)]);
}

#[test]
fn blank_lines_are_skipped_and_said_and_quoted_empty_texts_are_kept() {
    let wide = read("a,b\n\n1,2\n\n3,4\n");
    assert_eq!(wide.rows, [["1", "2"], ["3", "4"]]);
    assert_eq!(wide.lines, [3, 5]);
    assert!(wide.has("blankLines"));
    assert_eq!(read("a\nx\n\"\"\ny\n").rows, [["x"], [""], ["y"]]);
}

#[test]
fn line_numbers_count_the_lines_inside_quotes() {
    let read = read("a,b\n1,\"x\ny\"\r\n2,z\n3,\"p\n\nq\"\n4,r\n");
    assert_eq!(read.lines, [2, 4, 5, 8]);
}

#[test]
fn what_a_person_says_is_kept() {
    let said = ImportOptions {
        delimiter: Some(",".to_owned()),
        header: Some(false),
        ..ImportOptions::default()
    };
    assert_eq!(read_with("1;2\n3;4\n", &said).rows, [["1;2"], ["3;4"]]);
    let said = ImportOptions {
        header: Some(true),
        ..ImportOptions::default()
    };
    assert_eq!(read_with("1;2\n3;4\n", &said).about.names, ["1", "2"]);
    let said = ImportOptions {
        header_rows: Some(2),
        first_row: Some(2),
        ..ImportOptions::default()
    };
    let read = read_with("x,y\na,b\nc,d\n1,2\n", &said);
    assert_eq!(
        (read.about.names.as_slice(), read.rows.len()),
        (&["a c".to_owned(), "b d".to_owned()][..], 1)
    );
}

#[test]
fn a_tiny_table_of_bad_rows_is_split() {
    let read = read("a,b,c\n1,2,3\n4;5;6\n7,8\n9,10,11,12\n");
    assert_eq!(
        read.rows,
        [
            ["1", "2", "3"],
            ["4", "5", "6"],
            ["7", "8", ""],
            ["9", "10", "11"]
        ]
    );
    let problems: Vec<_> = read
        .problems()
        .into_iter()
        .map(|(row, problem)| (row.unwrap(), problem))
        .collect();
    assert_eq!(
        problems,
        [
            (1, Problem::OtherDelimiter),
            (2, Problem::TooFewFields),
            (3, Problem::TooManyFields)
        ]
    );
}
