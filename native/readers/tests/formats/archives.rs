//! Packed files, and what is no file at all.

use crate::support::{File, fixture, read, read_bytes, read_with, refusal, sheet, text, whole};
use descent_readers::import::inspect;
use descent_readers::options::ImportOptions;
use descent_readers::table::{Extent, FileFormat};
use descent_readers::{ErrorKind, open};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

const PEOPLE: [[&str; 2]; 2] = [["Ada", "61.5"], ["Bob", "70"]];

#[test]
fn a_packed_text_is_read_as_it_is_unpacked() {
    for name in ["people.csv.gz", "people.zip"] {
        let read = whole(name);
        assert_eq!(
            (read.about.format, read.rows),
            (
                FileFormat::Delimited,
                PEOPLE.map(|row| row.map(str::to_owned).to_vec()).to_vec()
            )
        );
        assert_eq!(
            read.about.size_bytes,
            std::fs::metadata(fixture(name)).unwrap().len()
        );
    }
}

#[test]
fn any_format_may_be_packed() {
    for name in [
        "measurements.xlsx",
        "features.ods",
        "people.xls",
        "groups.parquet",
        "tables.sqlite",
    ] {
        let plain = whole(name);
        let packed = gzip(&std::fs::read(fixture(name)).unwrap());
        let unpacked =
            read_bytes(&packed, &format!("{name}.gz"), &ImportOptions::default()).unwrap();
        assert_eq!(unpacked.rows, plain.rows, "{name}");
    }
    let json = read_bytes(
        &gzip(b"{\"a\":1}\n{\"a\":2}\n"),
        "t.jsonl.gz",
        &ImportOptions::default(),
    )
    .unwrap();
    assert_eq!(json.rows, [["1"], ["2"]]);
}

#[test]
fn of_several_files_each_can_be_read() {
    let read_first = whole("several.zip");
    assert_eq!(read_first.rows, PEOPLE);
    assert_eq!(read_first.about.sheet.as_deref(), Some("people.csv"));
    let files: Vec<_> = read_first
        .about
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.rows, sheet.columns))
        .collect();
    assert_eq!(
        files,
        [
            ("people.csv", None, None),
            ("measurements.xlsx", None, None)
        ]
    );
    assert_eq!(
        read_first.messages()[0],
        "The file “people.csv” was read; the archive holds 2 files."
    );
    assert_eq!(
        read("several.zip", &sheet("measurements.xlsx")).about.names[0],
        "name"
    );
    let error = read_with(
        &fixture("several.zip"),
        "s.zip",
        &sheet("nope"),
        Extent::Whole,
    )
    .unwrap_err();
    assert_eq!(error.message, "The archive “s.zip” has no file “nope”.");
}

#[test]
fn a_description_beside_a_table_is_passed_over() {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("LICENSE.txt", "Free to use\n"), ("data.CSV", "a,b\n1,2\n")] {
        packed
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    let bytes = packed.finish().unwrap().into_inner();
    let read = read_bytes(&bytes, "data.zip", &ImportOptions::default()).unwrap();
    assert_eq!(read.rows, [["1", "2"]]);
    assert_eq!(read.about.sheets.len(), 2);
}

#[test]
fn pages_and_documents_that_are_called_tables_are_refused() {
    for page in [
        "<html><table><tr><td>1</td></tr></table></html>",
        "\u{feff}\n<!DOCTYPE HTML>\n<title>Not found</title>",
        "<?xml version=\"1.0\"?>\n<Workbook/>",
    ] {
        let error = refusal(page.as_bytes(), "report.xls");
        assert_eq!(error.kind, ErrorKind::UnusableInput, "{page}");
        assert!(error.message.contains("called a table"), "{page}");
    }
    let tags = text("<tables>,count\n1,2\n", "t.csv");
    assert_eq!(tags.rows, [["1", "2"]]);
}

#[test]
fn locked_damaged_and_nested_archives_are_refused() {
    let error = read_with(
        &fixture("encrypted.zip"),
        "e.zip",
        &ImportOptions::default(),
        Extent::Whole,
    )
    .unwrap_err();
    assert_eq!(error.kind, ErrorKind::PasswordProtected);
    let good = std::fs::read(fixture("people.zip")).unwrap();
    assert!(
        refusal(&good[..good.len() - 30], "cut.zip")
            .message
            .contains("is damaged")
    );
    let mut changed = good.clone();
    let at = changed
        .windows(15)
        .position(|part| part == b"data/people.csv")
        .unwrap()
        + 20;
    changed[at] ^= 0xff;
    assert!(
        refusal(&changed, "changed.zip")
            .message
            .contains("is damaged")
    );
    let packed = gzip("a,b\n1,2\n".repeat(100_000).as_bytes());
    assert_eq!(
        refusal(&packed[..packed.len() / 2], "cut.csv.gz").message,
        "“cut.csv.gz” is damaged: it cannot be unpacked to its end."
    );
    let nested = gzip(&gzip(&gzip(b"a,b\n1,2\n")));
    assert_eq!(
        refusal(&nested, "n.gz").message,
        "“n.gz” is an archive in an archive in an archive."
    );
    assert_eq!(
        refusal(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "e.zip").message,
        "The archive “e.zip” holds no files."
    );
}

#[test]
fn what_is_no_file_or_no_table_is_refused() {
    let refused = |path: &Path| {
        open(path, "x", &ImportOptions::default(), Extent::Whole)
            .map(drop)
            .unwrap_err()
    };
    assert_eq!(
        refused(&std::env::temp_dir()).message,
        "“x” is a folder, not a file."
    );
    assert_eq!(
        refused(Path::new("/no/such/file")).kind,
        ErrorKind::NotFound
    );
    #[cfg(unix)]
    {
        assert_eq!(
            refused(Path::new("/dev/zero")).message,
            "“x” is not a file but a device or a pipe."
        );
        let pipe = std::env::temp_dir().join(format!("descent-pipe-{}", std::process::id()));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()));
        let pipe = File::of_path(pipe);
        assert_eq!(
            refused(&pipe.0).message,
            "“x” is not a file but a device or a pipe."
        );
    }
    assert_eq!(
        refusal(b"", "e.csv").message,
        "“e.csv” is empty: it holds no bytes."
    );
    assert_eq!(
        refusal(b"\x89PNG\r\n", "p.csv").message,
        "“p.csv” is a PNG picture, not a table."
    );
    assert_eq!(
        refusal(&[0; 2000], "z.csv").message,
        "“z.csv” holds nothing but NUL bytes."
    );
}

#[test]
fn a_file_that_changes_while_it_is_read_is_said() {
    let file = File::of(b"[{\"a\":1},{\"a\":2}]");
    let mut table = open(&file.0, "t.json", &ImportOptions::default(), Extent::Whole).unwrap();
    std::fs::write(&file.0, b"[{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4}]").unwrap();
    while table.next_block().unwrap().is_some() {}
    assert!(
        table
            .findings()
            .iter()
            .any(|finding| finding.kind == "changed")
    );
}

#[test]
fn a_text_that_is_cut_replaced_or_deleted_while_it_is_read_is_read_as_far_as_it_is_there() {
    let text = b"a,b\n".iter().chain(b"1,2\n".iter().cycle().take(3 << 20));
    let text: Vec<u8> = text.copied().collect();
    let changes: [fn(&std::path::Path); 3] = [
        |path| {
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_len(2 << 20).unwrap();
        },
        |path| {
            std::fs::remove_file(path).unwrap();
            std::fs::write(path, b"c,d\n5,6\n").unwrap();
        },
        |path| std::fs::remove_file(path).unwrap(),
    ];
    for change in changes {
        let file = File::of(&text);
        let mut table = open(&file.0, "t.csv", &ImportOptions::default(), Extent::Whole).unwrap();
        change(&file.0);
        let mut rows = 0;
        while let Some(block) = table.next_block().unwrap() {
            rows += block.split().rows;
        }
        assert!(rows >= (2 << 20) / 4 - 1, "{rows} rows");
        let findings = table.findings();
        assert!(findings.iter().any(|finding| finding.kind == "changed"));
    }
}

#[test]
fn a_look_at_the_beginning_ends_with_a_whole_row() {
    let mut rows = String::from("id,name,price\n");
    for row in 0..70_000 {
        rows.push_str(&format!("{row},\"name, {row}\",{}.5\n", row % 97));
    }
    for (name, bytes) in [
        ("long.csv", rows.clone().into_bytes()),
        ("long.csv.gz", gzip(rows.as_bytes())),
    ] {
        let file = File::of(&bytes);
        let seen = inspect(&file.0, name, &ImportOptions::default()).unwrap();
        assert!(seen.inspected_rows.unwrap() > 10_000, "{name}");
        for finding in &seen.findings {
            let is_of_rows = ["tooFewFields", "brokenQuote"].contains(&finding.kind.as_str());
            assert!(!is_of_rows, "{name}: {}", finding.message);
        }
    }
}
