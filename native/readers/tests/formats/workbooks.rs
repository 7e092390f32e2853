//! Workbooks of all formats.

use crate::support::{File, fixture, read, read_bytes, read_with, sheet, whole};
use descent_readers::ErrorKind;
use descent_readers::options::ImportOptions;
use descent_readers::table::{Extent, FileFormat, Place};

#[test]
fn the_first_sheet_with_cells_is_read_as_canonical_texts() {
    let read = whole("measurements.xlsx");
    assert_eq!(read.about.format, FileFormat::Spreadsheet);
    assert_eq!(read.about.sheet.as_deref(), Some("Measurements"));
    assert_eq!(read.about.dialect, None);
    assert_eq!(
        read.rows,
        [
            [
                "Ada",
                "61.5",
                "2024-02-29",
                "2024-02-29T13:30:05",
                "TRUE",
                "0.1",
                "007"
            ],
            [
                "Grüße, \"Bob\"",
                "70",
                "1999-12-31",
                "2024-02-29T13:30:05",
                "FALSE",
                "",
                "008"
            ],
            ["東京", "", "", "", "", "1e-9", ""],
        ]
    );
    assert_eq!(read.origins, [2, 3, 4]);
    let sizes: Vec<_> = read
        .about
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.rows, sheet.columns))
        .collect();
    assert_eq!(
        sizes,
        [
            ("Empty", Some(0), Some(0)),
            ("Measurements", Some(4), Some(7)),
            ("Other", Some(5), Some(2))
        ]
    );
    assert_eq!(
        read.messages(),
        [
            "The sheet “Measurements” was read; the workbook has 3 sheets.",
            "1 cell holds an error (such as #DIV/0!) and counts as missing.",
        ]
    );
    assert_eq!(
        read.finding("cellErrors").unwrap().rows.as_deref(),
        Some(&[1][..])
    );
}

#[test]
fn a_table_may_begin_anywhere_and_knows_its_cells() {
    let read = read("measurements.xlsx", &sheet("Other"));
    assert_eq!(read.about.names, ["x", "y"]);
    assert_eq!(read.rows[3], ["8", "12"]);
    assert_eq!(read.origins, [5, 6, 7, 8]);
    assert_eq!(
        read.about.places,
        [Place::Name("C".into()), Place::Name("D".into())]
    );
}

#[test]
fn every_format_gives_the_same_table() {
    let rows = [["Ada", "61.5"], ["Bob", "70"]];
    assert_eq!(whole("people.xls").rows, rows);
    assert_eq!(
        whole("people.ods").rows,
        [
            ["Ada", "61.5", "2024-02-29", "TRUE"],
            ["Bob", "70", "2024-02-29", "FALSE"]
        ]
    );
    assert_eq!(
        whole("biff5.xls").rows,
        [["Zoë", "61.5", "2024-02-29"], ["Bob", "70", "2024-02-29"]]
    );
    let xlsb = whole("people.xlsb");
    assert_eq!(
        xlsb.rows,
        [
            ["Ada", "61.5", "7", "TRUE", "2024-02-29"],
            ["Bob", "123", "14", "", "2024-02-29"]
        ]
    );
    assert!(xlsb.finding("cellErrors").is_some());
}

const FEATURES: [[&str; 9]; 4] = [
    [
        "North",
        "Ada",
        "1234.5",
        "0.12",
        "2024-02-29",
        "06:30:00",
        "36:00:00",
        "12",
        "",
    ],
    [
        "North",
        "Bob",
        "-3",
        "0.5",
        "1999-12-31",
        "23:59:59",
        "00:05:00",
        "7",
        "late, \"very\"\nlate",
    ],
    [
        "South",
        "Eve",
        "0.1",
        "1",
        "1900-01-01",
        "00:00:00",
        "00:00:00",
        "30",
        "",
    ],
    [
        "South",
        "Joe",
        "",
        "0.25",
        "2024-02-29T13:30:05",
        "12:00:00",
        "48:00:01",
        "41",
        "",
    ],
];

#[test]
fn features_of_a_sheet_are_read_and_said() {
    for name in ["features.xlsx", "features.ods"] {
        let read = whole(name);
        let mut rows = FEATURES.map(|row| row.map(str::to_owned).to_vec());
        if name.ends_with("ods") {
            // LibreOffice turns the first day of Excel's calendar into its own.
            rows[2][4] = "1899-12-31".to_owned();
        }
        assert_eq!(read.rows, rows, "{name}");
        assert_eq!(read.about.header_rows, 1);
        assert_eq!(read.origins, [3, 4, 5, 6]);
        assert_eq!(
            read.messages(),
            [
                "The sheet “Facts” was read; the workbook has 4 sheets.",
                "“Lists” is hidden in the workbook.",
                "1 cell holds an error (such as #DIV/0!) and counts as missing.",
                "Hidden in the sheet, but read with it: 1 row and column B.",
                "1 merged area: its value stands in all its cells.",
                "“price” is shown as money: the amounts are read without the currency.",
                "“share” is shown in percent: 12 % is read as 0.12.",
                "4 numbers of “code” are stored as texts and read as numbers.",
            ],
            "{name}"
        );
    }
    let old = whole("features.xls");
    assert_eq!(old.rows, FEATURES);
    for kind in ["mergedCells", "hiddenCells", "currency", "percent"] {
        assert!(old.finding(kind).is_some(), "{kind}: {:?}", old.messages());
    }
}

#[test]
fn a_cover_is_passed_over_and_codes_and_formulas_are_what_they_seem() {
    let read = whole("cover.xlsx");
    assert_eq!(read.about.sheet.as_deref(), Some("Stations"));
    assert_eq!(
        read.rows,
        [["00501", "1.5", ""], ["10115", "2", ""], ["01069", "3", ""]]
    );
    assert!(read.messages()[1].starts_with("3 formulas have no stored results"));
    let cover = read_with(
        &fixture("cover.xlsx"),
        "c.xlsx",
        &sheet("About"),
        Extent::Whole,
    );
    assert_eq!(cover.unwrap().about.sheet.as_deref(), Some("About"));
}

#[test]
fn both_epochs_and_values_of_formulas() {
    let since_1904 = whole("since_1904.xlsx");
    assert_eq!(
        since_1904.rows,
        [
            ["1904-01-02", "0"],
            ["2024-02-29", "1"],
            ["1999-12-31", "2"]
        ]
    );
    let formulas = whole("formulas.xlsx");
    assert_eq!(
        formulas.rows,
        [["2", "4", "n2"], ["3", "6", "n3"], ["4", "8", "n4"]]
    );
    let names: Vec<_> = formulas
        .about
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(names, ["Sums"]);
}

#[test]
fn of_several_tables_each_can_be_read() {
    for (name, first, second) in [
        (
            "Two tables",
            ["id", "size"].as_slice(),
            ["name", "kind", "year"].as_slice(),
        ),
        ("Beside", &["a", "b"], &["c", "d"]),
    ] {
        let mut options = sheet(name);
        let read_first = read("features.xlsx", &options);
        assert_eq!(read_first.about.names, first);
        assert_eq!(read_first.about.tables.len(), 2);
        assert_eq!(read_first.finding("secondTable").unwrap().remedies.len(), 1);
        options.table = Some(1);
        let read_second = read("features.xlsx", &options);
        assert_eq!(read_second.about.names, second);
        assert_eq!(read_second.about.table, 1);
    }
    let options = ImportOptions {
        table: Some(1),
        ..sheet("Two tables")
    };
    let second = read("features.xlsx", &options);
    assert_eq!(second.rows, [["Ada", "x", "1999"], ["Bob", "y", "2001"]]);
    assert_eq!(second.origins, [7, 8]);
}

#[test]
fn a_range_is_read_as_it_is() {
    let options = ImportOptions {
        range: Some("C2:D4".into()),
        ..ImportOptions::default()
    };
    let read_range = read("features.xlsx", &options);
    assert_eq!(read_range.about.names, ["price", "share"]);
    assert_eq!(read_range.rows, [["1234.5", "0.12"], ["-3", "0.5"]]);
    assert_eq!(read_range.origins, [3, 4]);
    assert_eq!(
        read_range.about.places,
        [Place::Name("C".into()), Place::Name("D".into())]
    );
    let wrong = ImportOptions {
        range: Some("C3:D".into()),
        ..ImportOptions::default()
    };
    let error = read_with(&fixture("features.xlsx"), "f.xlsx", &wrong, Extent::Whole).unwrap_err();
    assert_eq!(error.message, "“C3:D” is no range of cells.");
}

#[test]
fn a_glance_shows_what_the_whole_begins_with() {
    for name in [
        "measurements.xlsx",
        "features.xlsx",
        "features.ods",
        "features.xls",
        "people.xlsb",
    ] {
        let glance = read_with(
            &fixture(name),
            name,
            &ImportOptions::default(),
            Extent::Glance,
        )
        .unwrap();
        let all = whole(name);
        assert_eq!(
            (glance.rows, glance.origins, glance.about),
            (all.rows, all.origins, all.about),
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    for (name, message) in [
        (
            "cut_off.xlsx",
            "“cut_off.xlsx” is damaged: its table of contents cannot be read.",
        ),
        (
            "no_cells.xlsx",
            "No sheet of “no_cells.xlsx” holds any cells.",
        ),
        (
            "encrypted.ods",
            "“encrypted.ods” is protected by a password.",
        ),
    ] {
        let error = read_with(
            &fixture(name),
            name,
            &ImportOptions::default(),
            Extent::Whole,
        )
        .unwrap_err();
        assert_eq!(error.message, message);
        assert!(error.hint.is_some());
    }
    let error = read_with(
        &fixture("measurements.xlsx"),
        "m.xlsx",
        &sheet("Nope"),
        Extent::Whole,
    )
    .unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (ErrorKind::NoSuchSheet, "“m.xlsx” has no sheet “Nope”.")
    );
    assert_eq!(
        error.hint.as_deref(),
        Some("Its sheets are “Empty”, “Measurements”, “Other”.")
    );
    let mut compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    compound.extend([0; 504]);
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let error = read_bytes(&compound, "secret.xlsx", &ImportOptions::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::PasswordProtected);
}

#[test]
fn two_cells_far_apart_are_no_large_table() {
    let file = File::of(&std::fs::read(fixture("far_apart.xlsx")).unwrap());
    match read_with(
        &file.0,
        "far.xlsx",
        &ImportOptions::default(),
        Extent::Whole,
    ) {
        Ok(read) => assert!(read.about.names.len() <= 2 && read.rows.len() <= 2),
        Err(error) => assert_eq!(error.kind, ErrorKind::UnusableInput),
    }
}

#[test]
fn a_header_without_rows_is_a_table_without_rows() {
    let read = whole("header_only.xlsx");
    assert_eq!(
        (read.about.names, read.rows.len()),
        (vec!["a".to_owned(), "b".to_owned()], 0)
    );
}
