use super::*;
use crate::report::{ProposedStep, Remedy};

#[test]
fn columns_that_say_nothing_are_found() {
    assert_eq!(
        only(&number("x", [5.0; 40])).message,
        "“x” is always “5”: it cannot tell rows apart."
    );
    assert_eq!(only(&number("x", [f64::NAN; 40])).kind, "allMissing");
    let nearly = only(&category(
        "c",
        (0..200).map(|row| if row == 7 { "b" } else { "a" }),
    ));
    assert_eq!(nearly.kind, "almostConstant");
    assert_eq!(
        nearly.message,
        "“c” is “a” in 99.5% of its values; only 1 value differs."
    );
    assert_eq!(nearly.rows, Some(vec![7]));
    assert!(matches!(nearly.remedies[..], [Remedy::IgnoreColumn { .. }]));
}

#[test]
fn crosses_beside_empty_cells_tell_rows_apart() {
    let crosses = |every: usize| (0..200).map(move |row| if row % every == 0 { "x" } else { "" });
    let mark = only(&category("paid", crosses(3)));
    assert_eq!(mark.kind, "mark");
    assert_eq!(
        mark.message,
        "“paid” is “x” or missing (133 rows), as a cross in a form is: what is missing may well mean no."
    );
    // Nothing proposes to leave it out.
    assert_eq!(mark.remedies, []);
    assert_eq!(only(&category("paid", crosses(200))).kind, "constant");
    let ones = (0..200).map(|row| if row % 3 == 0 { 1.0 } else { f64::NAN });
    assert!(matches!(
        only(&number("paid", ones)).remedies[..],
        [Remedy::SetKind { .. }, Remedy::IgnoreColumn { .. }]
    ));
}

#[test]
fn columns_that_name_rows_are_found() {
    for name in ["x", "y"] {
        assert_eq!(
            only(&number(name, (0..50).map(f64::from))).kind,
            "identifier"
        );
        assert_eq!(
            only(&number(
                name,
                (0..50).map(|row| f64::from(row * 7 % 50 + 1))
            ))
            .kind,
            "identifier"
        );
    }
    let ids = number(
        "customer_id",
        (0..100).map(|row| f64::from(1000 + row * row)),
    );
    assert_eq!(only(&ids).kind, "identifier");
    let names = levels(
        "name",
        ColumnKind::Text,
        (0..50).map(|row| format!("person {row}")),
    );
    assert_eq!(only(&names).kind, "identifier");
    assert_eq!(
        findings(&number(
            "area",
            (0..100).map(|row| f64::from(1000 + row * row))
        )),
        []
    );
}

#[test]
fn missing_values_are_counted_with_their_rows() {
    let gaps = number(
        "x",
        (0..100).map(|row| if row % 3 == 0 { f64::NAN } else { noise(row) }),
    );
    let found = only(&gaps);
    assert_eq!(found.message, "34% of “x” is missing (34 rows).");
    assert_eq!(found.rows.unwrap()[..3], [0, 3, 6]);
}

#[test]
fn far_values_are_found_and_ordinary_tails_are_not() {
    let mut values = weights(500);
    assert_eq!(findings(&number("w", values.clone())), []);
    values[17] = 1020.5;
    let found = only(&number("w", values));
    assert_eq!(
        (found.kind.as_str(), found.rows),
        ("outliers", Some(vec![17]))
    );
    assert!(matches!(
        &found.remedies[..],
        [
            Remedy::SetMissing { marker, .. },
            Remedy::AddStep {
                step: ProposedStep::Outliers { columns, limit: 3 },
                ..
            }
        ] if marker == "1020.5" && columns[..] == ["w"]
    ));
    // Incomes: the tail is long but no value stands apart.
    let incomes = number(
        "income",
        weights(500)
            .iter()
            .map(|w| ((w - 100.0) / 8.0).exp() * 30_000.0),
    );
    let found = only(&incomes);
    assert_eq!(found.kind, "skewed");
    assert!(matches!(
        &found.remedies[..],
        [Remedy::AddStep {
            step: ProposedStep::Log1p { .. },
            ..
        }]
    ));
}

#[test]
fn what_stands_for_missing_does_not_hide_outliers() {
    let mut values = weights(500);
    values[3] = 0.0;
    values[4] = 0.0;
    values[9] = 700.0;
    assert_eq!(
        kinds(&findings(&number("w", values))),
        ["disguisedMissing", "outliers"]
    );
}

#[test]
fn another_unit_is_found() {
    // About 170, the lengths of people in centimetres.
    let mixed = |factor: f64, every: usize| {
        let values = weights(400).into_iter().map(|w| w + 70.0).enumerate();
        number(
            "w",
            values.map(|(row, w)| if row % every == 0 { w * factor } else { w }),
        )
    };
    for (factor, every) in [
        (1000.0, 20),
        (0.001, 20),
        (0.01, 20),
        (10.0, 9),
        (1.0 / 2.54, 4),
        (2.204_62, 3),
    ] {
        let found = only(&mixed(factor, every));
        assert_eq!(found.kind, "mixedUnits", "{factor}");
        assert_eq!(found.rows.unwrap()[1], every as u64);
    }
    // Two kinds of things of different weight.
    let two = weights(400).into_iter().enumerate();
    let two = number(
        "w",
        two.map(|(row, w)| if row % 2 == 0 { w * 2.8 + 10.0 } else { w }),
    );
    assert_eq!(findings(&two), []);
}

#[test]
fn points_between_thousands_are_suspected() {
    let thousands =
        |rows: std::ops::Range<u64>| rows.map(|row| 300.0 + (noise(row) * 9000.0).round());
    let read = thousands(0..200).map(|value| {
        if value >= 1000.0 {
            value / 1000.0
        } else {
            value
        }
    });
    let found = only(&number("price", read));
    assert_eq!(found.kind, "decimalMark");
    assert!(matches!(
        found.remedies[..],
        [Remedy::SetNumberFormat { .. }]
    ));
    let measured = (0..200).map(|row| (noise(row) * 40_000.0).round() / 1000.0);
    assert_eq!(findings(&number("length", measured)), []);
    let tenths = (0..200).map(|row| (noise(row) * 400.0).round() / 10.0 + 100.0);
    assert_eq!(findings(&number("length", tenths)), []);
}

#[test]
fn codes_are_offered_as_categories_and_counts_are_not() {
    let classes = number("class", (0..90).map(|row| f64::from(1 + row % 3)));
    let found = only(&classes);
    assert_eq!(found.kind, "smallCodes");
    assert!(found.message.contains("1, 2 and 3"));
    let children = [0.0; 60]
        .into_iter()
        .chain([1.0; 30])
        .chain([2.0; 20])
        .chain([3.0; 9])
        .chain([5.0; 2]);
    assert_eq!(findings(&number("children", children)), []);
    let stores = number("store_id", (0..600).map(|row| f64::from(row * 7 % 60)));
    assert_eq!(only(&stores).kind, "codeNumbers");
    assert_eq!(
        findings(&number(
            "stored",
            (0..600).map(|row| f64::from(row * 7 % 60))
        )),
        []
    );
}

#[test]
fn digits_that_are_texts_say_why() {
    let zips = category("zip", (0..200).map(|row| format!("0{}", 1000 + row % 40)));
    assert_eq!(kinds(&findings(&zips)), ["digitsAsText"]);
    let long = category(
        "card",
        (0..200).map(|row| format!("40000000000000{:04}", row % 40)),
    );
    assert_eq!(kinds(&findings(&long)), ["digitsAsText"]);
}

#[test]
fn mixed_kinds_are_found_and_vocabularies_are_not() {
    let texts = (0..100).map(|row| {
        if row % 3 == 0 {
            "pending".to_owned()
        } else {
            format!("{}", row % 10)
        }
    });
    let found = only(&category("result", texts));
    assert_eq!(found.kind, "mixedKinds");
    assert!(matches!(
        found.remedies[..],
        [Remedy::SetKind {
            column_kind: ColumnKind::Number,
            ..
        }]
    ));
    let postal = (0..400).map(|row| format!("{:05}", 1000 + row % 20 * 4000));
    assert_eq!(
        kinds(&findings(&category("postal code", postal))),
        ["digitsAsText"]
    );
    let sizes = ["38", "40", "S", "M", "L", "42"];
    assert_eq!(
        findings(&category("size", (0..120).map(|row| sizes[row % 6]))),
        []
    );
}

#[test]
fn spellings_and_rare_levels_are_told() {
    let texts = (0..300).map(|row| match row {
        5 => "Berlln",
        17 => "berlin",
        _ => ["Berlin", "Hamburg", "Munich"][row % 3],
    });
    let found = findings(&category("city", texts));
    assert_eq!(kinds(&found), ["misspeltLevels"]);
    assert_eq!(found[0].rows, Some(vec![5, 17]));
    let [
        Remedy::AddStep {
            step: ProposedStep::MergeLevels { columns, merges },
            ..
        },
    ] = &found[0].remedies[..]
    else {
        panic!("{:?}", found[0].remedies);
    };
    assert_eq!(columns[..], ["city"]);
    assert_eq!(merges.len(), 1);
    assert_eq!(merges[0].into, "Berlin");
    let mut spellings = merges[0].levels.clone();
    spellings.sort();
    assert_eq!(spellings, ["Berlln", "berlin"]);
    let texts = (0..300).map(|row| {
        if row == 8 {
            "Ulm"
        } else {
            ["Berlin", "Hamburg"][row % 2]
        }
    });
    let found = only(&category("city", texts));
    assert_eq!(
        found.message,
        "1 level of “city” is rare: “Ulm” (1 row), too few to learn from."
    );
    assert!(matches!(
        found.remedies[..],
        [
            Remedy::LimitLevels { levels: 2, .. },
            Remedy::AddStep {
                step: ProposedStep::RareLevels { .. },
                ..
            }
        ]
    ));
}

#[test]
fn days_without_marks_are_no_numbers() {
    let days = |values: &[f64]| {
        column_findings(
            &view(&number("day", values.iter().copied())),
            &HowRead::default(),
        )
    };
    let found = days(&[20_200_131.0, 20_200_201.0, f64::NAN, 19_991_231.0]);
    assert_eq!(found[0].kind, "daysAsNumbers");
    assert!(found[0].message.contains("from 19991231 to 20200201"));
    assert!(matches!(
        found[0].remedies[..],
        [Remedy::SetKind {
            column_kind: crate::options::ColumnKind::Date,
            ..
        }]
    ));
    for values in [
        [20_200_131.0, 20_201_301.0, 20_200_201.0],
        [20_200_131.0; 3],
        [1.5, 20_200_131.0, 20_200_201.0],
    ] {
        assert!(
            days(&values)
                .iter()
                .all(|finding| finding.kind != "daysAsNumbers")
        );
    }
}

#[test]
fn what_was_decided_in_reading_is_said_unless_a_person_chose_it() {
    let column = number("x", weights(50));
    let mut how = HowRead {
        markers: vec![("NA".to_owned(), 2)],
        unit: reading::Unit::Percent,
        currencies: 1,
        number_format: crate::options::NumberFormat::CommaDecimal,
        ..HowRead::default()
    };
    let said = |how: &HowRead| {
        let found = column_findings(&view(&column), how);
        assert!(found.iter().all(|finding| !finding.remedies.is_empty()));
        found
            .into_iter()
            .map(|finding| finding.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said(&how),
        ["markerRead", "numberFormat", "percent", "currency"]
    );
    how.markers_chosen = true;
    how.reading_chosen = true;
    assert_eq!(said(&how), [""; 0]);
}
