//! Damaged files of every format: read as far as they can be, or refused.

use crate::damage::{read_or_refuse, spoil, spoil_part};
use crate::support::fixture;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fs;

const FILES: [&str; 14] = [
    "measurements.xlsx",
    "features.xlsx",
    "formulas.xlsx",
    "features.ods",
    "people.xls",
    "biff5.xls",
    "features.xls",
    "people.xlsb",
    "types_none.parquet",
    "types_snappy.parquet",
    "tables.sqlite",
    "people.csv.gz",
    "people.zip",
    "several.zip",
];

const CONTAINERS: [&str; 5] = [
    "features.xlsx",
    "formulas.xlsx",
    "features.ods",
    "people.ods",
    "people.xlsb",
];

const TEXTS: [&str; 4] = [
    "[{\"a\":1,\"b\":{\"c\":\"x\\u00e9\"}},{\"a\":[1,2],\"b\":null}]",
    "{\"a\":1}\n{\"a\":\"\\ud83d\\ude00\"}\n",
    "{\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[3,4]]}",
    "{\"meta\":{\"n\":1},\"items\":[{\"a\":{\"b\":1}},{\"a\":{\"b\":2}}]}",
];

fn few() -> ProptestConfig {
    ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn spoiled_files(file in 0..FILES.len(), choices in vec(any::<u8>(), 4..24)) {
        let mut bytes = fs::read(fixture(FILES[file])).unwrap();
        spoil(&mut bytes, &choices);
        read_or_refuse(&bytes, FILES[file]);
    }

    #[test]
    fn spoiled_parts_of_containers(file in 0..CONTAINERS.len(), choices in vec(any::<u8>(), 5..40)) {
        let bytes = fs::read(fixture(CONTAINERS[file])).unwrap();
        read_or_refuse(&spoil_part(&bytes, &choices), CONTAINERS[file]);
    }

    #[test]
    fn spoiled_texts(text in 0..TEXTS.len(), choices in vec(any::<u8>(), 4..40)) {
        let mut bytes = TEXTS[text].as_bytes().to_vec();
        spoil(&mut bytes, &choices);
        read_or_refuse(&bytes, "t.json");
    }
}

/// Every file that once broke a reader.
#[test]
fn files_that_broke_a_reader() {
    let folder = fixture("broken");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        read_or_refuse(&fs::read(&path).unwrap(), &name);
    }
}
