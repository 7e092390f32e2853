use super::{read, read_with};
use crate::options::ImportOptions;

#[test]
fn headers() {
    for (what, text, header) in [
        ("names over numbers", "a,b\n1,2\n3,4\n", true),
        (
            "numbers over numbers",
            "M,0.4,15\nM,0.3,7\nF,0.5,9\n",
            false,
        ),
        (
            "words over repeated words",
            "species,island\nAdelie,Torgersen\nAdelie,Biscoe\nGentoo,Biscoe\nGentoo,Biscoe\n",
            true,
        ),
        (
            "a first row that repeats below",
            "yes,no\nno,yes\nyes,no\nno,no\n",
            false,
        ),
        (
            "years over numbers",
            "country,1990,1991\nA,3.5,4\nB,5,6.5\n",
            true,
        ),
        ("an empty name", ",b\n1,2\n3,4\n", true),
        ("names over empty and full columns", "a,b\n,2\n,4\n", true),
        (
            "codes over codes",
            "A-17,xx\nB-22,yy\nC-01,zz\nD-99,ww\n",
            false,
        ),
        (
            "a name over codes",
            "code,thing\nA-17,xx\nB-22,yy\nC-01,zz\nD-99,ww\n",
            true,
        ),
        ("a header only", "a,b,c\n", true),
        ("a row only", "1,2,c\n", false),
        ("one row", "name,n\nAnn,1\n", true),
    ] {
        assert_eq!(read(text).about.has_header, header, "{what}");
    }
}

#[test]
fn titles_notes_and_blank_lines_before_the_table_are_left_out() {
    let found = read("\nReport 2020\nmade by hand\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n");
    assert_eq!(found.about.names, ["a", "b", "c"]);
    assert_eq!(found.left_out(), ["Report 2020", "made by hand"]);
    assert_eq!((found.rows.len(), found.lines[0]), (3, 6));
    let padded = read("Report 2020,,\n,,\na,b,c\n1,2,3\n4,5,6\n");
    assert_eq!(
        (padded.about.names.as_slice(), padded.rows.len()),
        (&["a", "b", "c"].map(str::to_owned)[..], 2)
    );
    let comment = read("# made by hand, in May\na,b,c\n1,2,3\n4,5,6\n");
    assert_eq!(comment.about.names, ["a", "b", "c"]);
    assert_eq!(
        read("#id,b,c\n1,2,3\n4,5,6\n").about.names,
        ["#id", "b", "c"]
    );
    let facts = read("Author,Smith\nDate,2020-01-01\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n5,5,5\n");
    assert_eq!((facts.about.names.len(), facts.rows.len()), (3, 4));
}

#[test]
fn a_line_that_names_the_delimiter_is_none_of_the_table() {
    let read = read("sep=|\na,b|c\n1,5|2\n3,5|4\n");
    assert_eq!(
        (read.about.names.as_slice(), read.rows.len()),
        (&["a,b", "c"].map(str::to_owned)[..], 2)
    );
}

#[test]
fn several_header_rows_are_joined() {
    let two = read("length,width\nmm,mm\n1.5,2\n3,4.5\n5,6\n");
    assert_eq!(
        (two.about.names.as_slice(), two.about.header_rows),
        (&["length mm", "width mm"].map(str::to_owned)[..], 2)
    );
    let groups = read(",Sales,,Costs,\nregion,2019,2020,2019,2020\nNorth,1,2,3,4\nSouth,5,6,7,8\n");
    assert_eq!(
        groups.about.names,
        [
            "region",
            "Sales 2019",
            "Sales 2020",
            "Costs 2019",
            "Costs 2020"
        ]
    );
    let three = read("a,x,u\nb,y,v\nc,z,w\n1,2,t\n3,4,s\n5,6,r\n7,8,q\n");
    assert_eq!(three.about.names, ["a b c", "x y z", "u v w"]);
}

#[test]
fn headers_with_a_field_too_few_or_too_many() {
    let rows = read("mpg,cyl\nMazda,21,6\nFiat,32,4\nHonda,30,4\n");
    assert_eq!(rows.about.header, ["", "mpg", "cyl"]);
    let short =
        read("dateqty,price,name\n2020-01-01,5,1.5,x\n2020-01-01,6,2.5,y\n2020-01-02,6,2.5,y\n");
    assert_eq!(short.about.header, ["dateqty", "price", "name"]);
    assert_eq!(short.about.names, ["dateqty", "price", "name", "column4"]);
    let long = read("a,b,c,d\n1,2,3\n4,5,6\n7,8,9\n");
    assert_eq!((long.about.names.len(), long.about.header.len()), (3, 4));
    assert!(long.has("surplusNames") && long.irregular.is_empty());
    let ragged = read("a,b,c,d\n1,2,3\n4,5,6\n7,8,9,10\n7,8,9,11\n");
    assert_eq!(ragged.about.names.len(), 4);
}

#[test]
fn facts_before_a_table_are_none_whatever_ends_their_lines() {
    for text in [
        "\"Source\",\"Indicators\",\n\n\"Updated\",\"2023-03-01\",\n\nCountry,Code,1960,\nAruba,ABW,54608,\nAngola,AGO,5441333,\nChad,TCD,3002596,\n",
        "Name:,Current\nBalance:,1234.56\nLimit:,500\n\nCountry,Code,1960\nAruba,ABW,54608\nAngola,AGO,5441333\nChad,TCD,3002596\n",
    ] {
        let read = read(text);
        assert_eq!(read.about.names[..3], ["Country", "Code", "1960"], "{text}");
        assert_eq!(read.rows.len(), 3, "{text}");
    }
}

#[test]
fn years_are_names_where_notes_stand_beside_numbers() {
    let read = read(
        "unit,geo\t2017 \t2018 \nPC,AT\t5.7 \t4.9 b\nPC,BE\t8.5 e\t6.0 \nPC,BG\t: \t5.2 p\nPC,CY\t15.0 \t8.4 \n",
    );
    assert_eq!(read.about.names, ["unit,geo", "2017", "2018"]);
    assert_eq!(read.rows.len(), 4);
}

#[test]
fn years_are_names_over_numbers_of_which_most_have_a_note() {
    let text =
        "geo,2019,2020\nDE1,0.5 p,:\nDE2,1.1 b,2.4 e\nDE3,2.2,3.6\nDE4,3.3 p,4.8 e\nDE5,4.4 b,:\n";
    assert_eq!(read(text).about.names, ["geo", "2019", "2020"]);
}

#[test]
fn a_note_beside_the_first_number_makes_no_header_row() {
    let mut text = String::from("a,b\n0*,0[0]\n");
    for row in 1..20 {
        let note = if row % 7 == 0 { "*" } else { "" };
        text.push_str(&format!("{row}{note},{row}[{}]\n", row % 3));
    }
    let found = read(&text);
    assert_eq!(found.about.names, ["a", "b"]);
    assert_eq!((found.rows.len(), found.rows[0][0].as_str()), (20, "0*"));
}

#[test]
fn a_slip_in_the_first_number_makes_no_header_row() {
    for first in ["Ada,4\"5,Rome", "'Ada','45','Rome'"] {
        let read = read(&format!(
            "name,age,city\n{first}\nBob,31,Oslo\nCy,22,Oslo\nDi,63,Bern\n"
        ));
        assert_eq!(read.about.names, ["name", "age", "city"], "{first}");
        assert_eq!(read.rows.len(), 4, "{first}");
    }
}

#[test]
fn groups_stand_over_the_empty_fields_to_their_right_where_names_would_repeat() {
    for (text, names) in [
        (
            "Region,Q1,,Q2,\n,plan,real,plan,real\nNord,1,2,3,4\nSud,5,6,7,8\nWest,5,6,7,9\n",
            ["Region", "Q1 plan", "Q1 real", "Q2 plan", "Q2 real"],
        ),
        (
            "Region,Q1,,Q2,\n,plan,real,sum,rest\nNord,1,2,3,4\nSud,5,6,7,8\nWest,5,6,7,9\n",
            ["Region", "Q1 plan", "real", "Q2 sum", "rest"],
        ),
    ] {
        assert_eq!(read(text).about.names, names);
    }
}

#[test]
fn a_table_that_is_not_there_is_said() {
    let asked = |table| {
        let options = ImportOptions {
            table: Some(table),
            ..ImportOptions::default()
        };
        read_with("a,b\n1,2\n3,4\n", &options)
    };
    let read = asked(4);
    assert_eq!(read.rows.len(), 2);
    assert!(read.has("noSuchTable"));
    assert!(!asked(0).has("noSuchTable"));
}

#[test]
fn strokes_beneath_a_header_and_at_the_end_are_no_rows() {
    let read = read(
        " name | size | place\n------+------+------\n a    | 1    | x\n b    | 2    | y\n c    | 3    | z\n",
    );
    assert_eq!(read.about.names, ["name", "size", "place"]);
    assert_eq!(read.rows.len(), 3);
    let read = super::read("a;b;c\n1;2;x\n3;4;y\n5;6;z\n__________\nSource: own survey\n");
    assert_eq!(read.rows.len(), 3);
}

#[test]
fn what_a_logger_says_of_itself_above_the_names_is_left_out() {
    let read = read(
        "TOA5,CR1000X,station 7,CR1000X.Std.03,CPU:prog\nSTAMP,RECORD,RH\n2020-01-01 00:00:00,0,87.2\n2020-01-01 00:10:00,1,87.9\n2020-01-01 00:20:00,2,88.6\n",
    );
    assert_eq!(read.about.names, ["STAMP", "RECORD", "RH"]);
    assert_eq!(read.left_out().len(), 1);
}

#[test]
fn notes_and_totals_after_the_table_are_left_out() {
    for note in [
        "\nSource: the office",
        "Source: the office",
        "# made by hand",
        "\nSource: the office,,",
        "Source: the office,,",
        "\n\nfirst note\nsecond note, with a comma",
        "Total,,18",
        ",,\nnote: x,,",
    ] {
        let found = read(&format!("a,b,c\n1,x,3\n4,y,6\n7,z,9\n{note}\n"));
        assert_eq!(found.rows.len(), 3, "{note:?}");
        assert!(!found.left_out().is_empty(), "{note:?}");
    }
    assert_eq!(read("a,b\n1,2\n3,4\n\n\n\n").rows.len(), 2);
}

#[test]
fn of_two_tables_the_first_is_read_and_the_other_offered() {
    for (second, width) in [
        ("\nx,y\n1,2\n3,4\n", 2),
        ("\nx,y,z\n1,2,3\n3,4,5\n6,7,8\n4,4,4\n5,5,5\n6,6,6\n", 3),
        (
            "\nx,y,z,w\n1,2,3,4\n3,4,5,6\n6,7,8,9\n4,4,4,4\n5,5,5,5\n6,6,6,6\n",
            4,
        ),
        ("\na,b,c\n1,2,3\n3,4,5\n", 3),
        ("x,y\n1,2\n3,4\n5,6\n", 2),
        ("x,y,z,w\n1,2,3,4\n3,4,5,6\n6,7,8,9\n4,4,4,4\n", 4),
        ("x,y,z\n1,2,3\n3,4,5\n6,7,8\n", 3),
    ] {
        let text = format!("a,b,c\n1,2,3\n4,5,6\n7,8,9\n8,8,8\n{second}");
        let found = read(&text);
        assert_eq!(
            (found.rows.len(), found.about.names.len()),
            (4, 3),
            "{second:?}"
        );
        assert_eq!(found.about.tables.len(), 2, "{second:?}");
        assert!(found.has("secondTable"));
        let other = ImportOptions {
            table: Some(1),
            ..ImportOptions::default()
        };
        let found = read_with(&text, &other);
        assert_eq!(found.about.names.len(), width, "{second:?}");
        assert_eq!(
            found.rows.len(),
            second.trim().lines().count() - 1,
            "{second:?}"
        );
    }
}

#[test]
fn a_table_with_blank_lines_in_it_is_one() {
    let text: String = (0..200).map(|row| format!("{row},x{row}\n\n")).collect();
    assert_eq!(read(&format!("n,s\n{text}")).rows.len(), 200);
    let words = read("a,b\nx,y\n\nz,w\n\np,q\n");
    assert_eq!(words.rows.len(), 3);
}

#[test]
fn a_second_table_far_down_is_found() {
    let rows: String = (0..200_000)
        .map(|row| format!("{row},x{row},2.5\n"))
        .collect();
    let found = read(&format!("n,s,v\n{rows}\np,q\n1,2\n3,4\n"));
    assert_eq!((found.rows.len(), found.about.tables.len()), (200_000, 2));
    assert_eq!(found.about.tables[1].first_line, 200_003);
}

#[test]
fn empty_and_blank_texts() {
    assert_eq!(
        super::read_blocks(b"", &ImportOptions::default(), 1 << 20)
            .unwrap_err()
            .message,
        "“x.csv” is empty: it holds no bytes."
    );
    assert!(read("\n\n\n").rows.is_empty());
    let header = read("a,b,c\n");
    assert!(header.rows.is_empty() && header.about.has_header);
}
