use super::super::view::Values;
use super::*;
use crate::options::ColumnKind;
use crate::report::Remedy;

/// Markers offered for a column of numbers or dates.
fn offered(kind: ColumnKind, values: &[f64]) -> Vec<String> {
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut counts: Vec<u64> = ascending(&sorted).map(|run| run.count as u64).collect();
    let distinct = counts.len() as u64;
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let at = |index: usize| counts.get(index).copied().unwrap_or(0);
    let column = ColumnView {
        name: "x",
        kind,
        values: Values::Numbers {
            values,
            sorted: &sorted,
        },
        distinct,
        most_frequent: (at(0), at(1)),
    };
    let found = if kind == ColumnKind::Date {
        dates(&column, values, &sorted)
    } else {
        numbers(&column, values, &sorted)
    };
    markers(&found.findings)
}

fn markers(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .flat_map(|finding| &finding.remedies)
        .filter_map(|remedy| match remedy {
            Remedy::SetMissing { marker, .. } => Some(marker.clone()),
            _ => None,
        })
        .collect()
}

/// Ages 18 to 77, each three times, and others.
fn ages(others: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = (0..180).map(|row| f64::from(18 + row % 60)).collect();
    values.extend(others);
    values
}

fn of_ages(others: &[f64]) -> Vec<String> {
    offered(ColumnKind::Number, &ages(others))
}

#[test]
fn numbers_that_stand_in_are_found() {
    assert_eq!(of_ages(&[999.0, 999.0]), ["999"]);
    assert_eq!(of_ages(&[999.0]), ["999"]);
    assert_eq!(of_ages(&[-1.0, -1.0]), ["-1"]);
    assert_eq!(of_ages(&[-99.0, -999.0, 9999.0]), ["9999", "-999", "-99"]);
    assert_eq!(of_ages(&[0.0, 0.0, 0.0]), ["0"]);
    assert_eq!(of_ages(&[2_147_483_647.0]), ["2147483647"]);
    let temperatures: Vec<f64> = (0..200)
        .map(|row| f64::from(row % 50) * 0.7 - 10.0)
        .collect();
    let with = [temperatures.as_slice(), &[999.9, 999.9, -99.9, -99.9]].concat();
    assert_eq!(offered(ColumnKind::Number, &with), ["999.9", "-99.9"]);
}

#[test]
fn a_stand_in_amid_the_values_is_given_away_by_its_count() {
    let mut values: Vec<f64> = (0..2000).map(|row| f64::from(row * 7 % 5000)).collect();
    values.extend([999.0; 60]);
    assert_eq!(offered(ColumnKind::Number, &values), ["999"]);
}

#[test]
fn ordinary_numbers_are_left_alone() {
    assert_eq!(of_ages(&[99.0, 99.0]), [""; 0], "an age");
    assert_eq!(of_ages(&[100.0, 120.0]), [""; 0], "no nines");
    let winter: Vec<f64> = (0..200).map(|row| f64::from(row % 40 - 1)).collect();
    assert_eq!(offered(ColumnKind::Number, &winter), [""; 0], "degrees");
    let signs: Vec<f64> = (0..100).map(|row| f64::from(row % 3 - 1)).collect();
    assert_eq!(offered(ColumnKind::Number, &signs), [""; 0], "-1, 0, 1");
    let children: Vec<f64> = (0..100).map(|row| f64::from(row % 5)).collect();
    assert_eq!(offered(ColumnKind::Number, &children), [""; 0], "counts");
    let rain: Vec<f64> = (0..300)
        .map(|row| f64::from((row % 100 - 30).max(0)) * 0.2)
        .collect();
    assert_eq!(offered(ColumnKind::Number, &rain), [""; 0], "rain");
    let sums: Vec<f64> = (0..300)
        .map(|row| {
            if row % 3 > 0 {
                0.0
            } else {
                f64::from(500 + row)
            }
        })
        .collect();
    assert_eq!(
        offered(ColumnKind::Number, &sums),
        [""; 0],
        "mostly nothing"
    );
}

#[test]
fn days_that_stand_in_are_found_far_from_the_others_only() {
    let day = |days: i32| f64::from(days) * DAY;
    let recent = |from: i32| (0..100).map(|row| day(from + row)).collect::<Vec<f64>>();
    let with = |from: i32, other: f64| {
        let mut values = recent(from);
        values.push(other);
        offered(ColumnKind::Date, &values)
    };
    assert_eq!(with(18_000, -2_208_988_800_000.0), ["1900-01-01"]);
    assert_eq!(with(18_000, 0.0), ["1970-01-01"]);
    assert_eq!(with(18_000, 253_402_214_400_000.0), ["9999-12-31"]);
    assert_eq!(with(-50, 0.0), [""; 0], "amid the year 1970");
    assert_eq!(with(100, 0.0), [""; 0], "near the others");
}

fn level_markers(levels: &[&str]) -> Vec<String> {
    let codes: Vec<i32> = (0..100).map(|row| row % levels.len() as i32).collect();
    let column = ColumnView {
        name: "x",
        kind: ColumnKind::Category,
        values: Values::Levels {
            codes: &codes,
            levels,
        },
        distinct: levels.len() as u64,
        most_frequent: (1, 1),
    };
    let counts = super::super::view::count_levels(&codes, levels.len());
    let found = super::levels(&column, &codes, levels, &counts, false);
    markers(found.as_slice())
}

#[test]
fn words_for_unknown_are_offered_as_missing() {
    assert_eq!(level_markers(&["red", "Unknown", "green"]), ["Unknown"]);
    assert_eq!(level_markers(&["rot", "k.A.", "?"]), ["k.A.", "?"]);
    assert_eq!(level_markers(&["+", "-"]), [""; 0], "signs that are values");
    assert_eq!(level_markers(&["none", "some"]), [""; 0]);
}

#[test]
fn a_marker_among_codes_may_be_one() {
    let codes = ["DE", "FR", "US", "GB", "ZA"];
    assert!(may_be_a_code("NA", &codes));
    assert!(!may_be_a_code(
        "NA",
        &["red", "blue", "green", "grey", "pink"]
    ));
    assert!(!may_be_a_code("n/a", &codes));
}
