use super::*;
use crate::columns::type_texts;
use crate::options::{ColumnKind, DateOrder};
use crate::report::Remedy;

fn typed(name: &str, texts: &[String], choices: &Choices) -> Column {
    let texts = texts.iter().map(String::as_str);
    type_texts(name, texts, &[], choices.clone()).unwrap()
}

fn findings_with(texts: &[String], choices: &Choices) -> Vec<Finding> {
    review_column(&typed("c", texts, choices), choices)
}

fn findings(texts: &[String]) -> Vec<Finding> {
    findings_with(texts, &Choices::default())
}

fn kinds(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.kind.as_str())
        .collect()
}

/// Sixty texts, each from its row.
fn texts(of: impl Fn(usize) -> String) -> Vec<String> {
    (0..60).map(of).collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn ordinary_columns_have_no_findings() {
    for column in [
        texts(|row| (row * 37 % 17).to_string()),
        texts(|row| ["a", "b", "c"][row % 3].to_owned()),
        texts(|row| format!("2024-0{}-1{}", 1 + row % 9, row % 7)),
        texts(|row| ["yes", "no"][row % 2].to_owned()),
        texts(|row| format!("{}.{:03}", 1 + row % 9, row * 37 % 1000)),
    ] {
        assert_eq!(findings(&column), []);
    }
}

#[test]
fn what_was_read_is_said_with_a_way_back() {
    for (column, kind) in [
        (texts(|row| format!("{},5", row * 7 % 50)), "numberFormat"),
        (
            texts(|row| format!("{},{:03}.5", 1 + row % 9, row)),
            "numberFormat",
        ),
        (texts(|row| format!("{}%", row * 7 % 50)), "percent"),
        (texts(|row| format!("${}.25", row * 7 % 50)), "currency"),
        (
            texts(|row| format!("{}:30:00", 10 + row * 7 % 13)),
            "timeOfDay",
        ),
        (texts(|row| format!("{}/2/2020", 1 + row % 28)), "dateOrder"),
        (owned(&["1", "NA", "2"]), "markerRead"),
        (owned(&["01/02/2020", "03/04/2020"]), "ambiguousDate"),
        (owned(&["1,234", "2,345"]), "ambiguousNumber"),
        (
            texts(|row| {
                if row == 9 {
                    "soon".to_owned()
                } else {
                    format!("2024-01-{:02}", 1 + row % 28)
                }
            }),
            "nearlyDates",
        ),
        (
            texts(|row| {
                if row == 9 {
                    "about 7".to_owned()
                } else {
                    (row * row).to_string()
                }
            }),
            "nearlyNumbers",
        ),
        (
            texts(|row| format!("{}.{}00", 1 + row % 9, row % 10)),
            "decimalMark",
        ),
    ] {
        let found = findings(&column);
        let one = found.iter().find(|finding| finding.kind == kind);
        assert!(
            one.is_some_and(|one| !one.remedies.is_empty()),
            "{kind}: {found:?}"
        );
    }
}

#[test]
fn dates_in_several_orders_are_said_with_a_remedy() {
    let found = findings_with(
        &owned(&["2020-01-31", "14.02.2020", "2020-03-01"]),
        &Choices::default(),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "“c” holds dates that are written in several ways, so it was left as texts: 2 can be read with the year first \
         (2019-03-23), the others only otherwise."
    );
    assert_eq!(found[0].remedies.len(), 1);
}

#[test]
fn a_person_s_choice_is_no_doubt() {
    let dates = owned(&["01/02/2020", "03/04/2020"]);
    let chosen = Choices {
        date_order: Some(DateOrder::DayFirst),
        kind: Some(ColumnKind::Date),
        ..Choices::default()
    };
    assert_eq!(findings_with(&dates, &chosen), []);
    let kept = Choices {
        missing_markers: Some(Vec::new()),
        ..Choices::default()
    };
    assert_eq!(findings_with(&owned(&["DE", "NA", "DE", "FR"]), &kept), []);
}

#[test]
fn what_does_not_fit_a_chosen_kind_is_named_with_its_row() {
    let chosen = Choices {
        kind: Some(ColumnKind::Number),
        ..Choices::default()
    };
    let found = findings_with(&owned(&["1", "x", "2"]), &chosen);
    let misfit = found.iter().find(|finding| finding.kind == "unparsed");
    let misfit = misfit.unwrap();
    assert_eq!(
        misfit.message,
        "1 value of “c” is no number and counts as missing: “x”."
    );
    assert_eq!(misfit.rows, Some(vec![1]));
}

#[test]
fn a_remedy_read_back_settles_its_finding() {
    let column = texts(|row| {
        if row % 9 == 0 {
            "-999".to_owned()
        } else {
            format!("{}.5", row * 7 % 40)
        }
    });
    let found = findings(&column);
    let [Remedy::SetMissing { marker, .. }] = &found[0].remedies[..] else {
        panic!("{found:?}");
    };
    let chosen = Choices {
        missing_markers: Some(vec![marker.clone()]),
        ..Choices::default()
    };
    assert_eq!(typed("c", &column, &chosen).missing, 7);
    assert_eq!(findings_with(&column, &chosen), []);
}

#[test]
fn a_table_is_reviewed_alike_on_any_number_of_threads() {
    let columns = [
        typed("id", &texts(|row| row.to_string()), &Choices::default()),
        typed(
            "a",
            &texts(|row| ["x", "y", "z"][row * row % 7 % 3].to_owned()),
            &Choices::default(),
        ),
        typed(
            "b",
            &texts(|row| ["1", "2", "3"][row * row % 7 % 3].to_owned()),
            &Choices::default(),
        ),
    ];
    let alone = review(&columns, &BTreeMap::new(), 1);
    assert_eq!(kinds(&alone.columns[0]), ["identifier"]);
    assert_eq!(kinds(&alone.table), ["equivalentColumn"]);
    assert_eq!(review(&columns, &BTreeMap::new(), 3), alone);
}
