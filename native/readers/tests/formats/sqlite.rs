//! SQLite files.

use crate::support::{File, fixture, read, read_with, refusal, sheet, whole};
use descent_readers::options::ImportOptions;
use descent_readers::table::{Extent, FileFormat};

#[test]
fn the_first_table_is_read_and_the_others_are_offered() {
    let read = whole("tables.sqlite");
    assert_eq!(read.about.format, FileFormat::Sqlite);
    assert_eq!(read.about.names, ["name", "weight", "rank of", "photo"]);
    assert_eq!(
        read.rows,
        [
            ["Ada", "61.5", "9007199254740993", ""],
            ["Grüße", "70", "", ""],
            ["", "1e-9", "-1", ""]
        ]
    );
    let sizes: Vec<_> = read
        .about
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.rows, sheet.columns))
        .collect();
    assert_eq!(
        sizes,
        [
            ("people", Some(3), Some(4)),
            ("empty", Some(0), Some(2)),
            ("heavy", Some(1), Some(2)),
            ("broken", None, None)
        ]
    );
    assert_eq!(
        read.messages(),
        [
            "The table “people” was read; the database has 4 tables and views.",
            "1 value of “photo” is binary and counts as missing.",
        ]
    );
}

#[test]
fn views_are_tables_and_broken_ones_are_said() {
    assert_eq!(
        read("tables.sqlite", &sheet("heavy")).rows,
        [["Grüße", "70"]]
    );
    let refused = |name| {
        read_with(
            &fixture("tables.sqlite"),
            "t.db",
            &sheet(name),
            Extent::Whole,
        )
        .unwrap_err()
        .message
    };
    assert_eq!(
        refused("broken"),
        "The table “broken” of “t.db” cannot be read."
    );
    assert_eq!(refused("nope"), "“t.db” has no table “nope”.");
    assert_eq!(refused("empty"), "The table “empty” of “t.db” has no rows.");
}

#[test]
fn nothing_is_written_beside_the_file() {
    let file = File::of(&std::fs::read(fixture("tables.sqlite")).unwrap());
    let odd = file.0.with_file_name(format!(
        "{} ?#%20.db",
        file.0.file_name().unwrap().to_string_lossy()
    ));
    std::fs::rename(&file.0, &odd).unwrap();
    let odd = File::of_path(odd);
    assert_eq!(
        read_with(&odd.0, "t.db", &ImportOptions::default(), Extent::Whole)
            .unwrap()
            .rows
            .len(),
        3
    );
    for end in ["-journal", "-wal", "-shm"] {
        assert!(!std::path::Path::new(&format!("{}{end}", odd.0.display())).exists());
    }
}

#[test]
fn damaged_databases_are_refused() {
    let good = std::fs::read(fixture("tables.sqlite")).unwrap();
    let error = refusal(&good[..600], "cut.db");
    assert_eq!(
        error.message,
        "“cut.db” is damaged, encrypted, or not an SQLite database."
    );
}
