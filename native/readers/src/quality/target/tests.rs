use super::*;
use crate::options::ColumnKind;
use crate::report::Remedy;

/// A column that owns its values.
struct Owned {
    name: &'static str,
    values: Vec<f64>,
    codes: Vec<i32>,
    levels: Vec<&'static str>,
}

fn number(name: &'static str, values: Vec<f64>) -> Owned {
    Owned {
        name,
        values,
        codes: Vec::new(),
        levels: Vec::new(),
    }
}

fn category(name: &'static str, codes: Vec<i32>) -> Owned {
    let most = codes.iter().copied().max().unwrap_or(0);
    Owned {
        name,
        values: Vec::new(),
        codes,
        levels: (0..=most)
            .map(|code| &*format!("level {code}").leak())
            .collect(),
    }
}

fn view(column: &Owned) -> Series<'_> {
    let is_number = column.levels.is_empty();
    Series {
        name: column.name,
        kind: if is_number {
            ColumnKind::Number
        } else {
            ColumnKind::Category
        },
        values: if is_number {
            SeriesValues::Numbers(&column.values)
        } else {
            SeriesValues::Levels {
                codes: &column.codes,
                levels: &column.levels,
            }
        },
    }
}

fn report(target: &Owned, features: &[&Owned], classification: bool) -> TargetReport {
    let features: Vec<Series> = features.iter().map(|feature| view(feature)).collect();
    let report = describe_target(&view(target), &features, classification, 1);
    assert_eq!(
        report,
        describe_target(&view(target), &features, classification, 3)
    );
    report
}

fn value(report: &TargetReport) -> (Measure, f64) {
    let relation = report.relations[0].unwrap();
    (relation.measure, relation.value)
}

fn kinds(report: &TargetReport) -> Vec<&str> {
    report
        .findings
        .iter()
        .map(|finding| finding.kind.as_str())
        .collect()
}

/// Whole numbers below `below` in an order without a pattern.
fn noise(rows: usize, below: u64, seed: u64) -> Vec<u64> {
    (0..rows as u64)
        .map(|row| {
            let mut word = (row + 1 + seed * 1_000_003).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            word = (word ^ (word >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (word ^ (word >> 32)) % below
        })
        .collect()
}

fn noisy(rows: usize, below: u64, seed: u64) -> Vec<f64> {
    noise(rows, below, seed)
        .into_iter()
        .map(|one| one as f64)
        .collect()
}

#[test]
fn pearson_is_that_of_a_case_worked_by_hand() {
    let x = number(
        "x",
        vec![1.0, 2.0, 3.0, 4.0, 5.0, 1.0, 2.0, 3.0, 4.0, 5.0, f64::NAN],
    );
    let y = number(
        "y",
        vec![2.0, 1.0, 4.0, 3.0, 5.0, 2.0, 1.0, 4.0, 3.0, 5.0, 9.0],
    );
    let (measure, r) = value(&report(&y, &[&x], false));
    assert_eq!(measure, Measure::Pearson);
    assert!((r - 0.8).abs() < 1e-12, "{r}");
}

#[test]
fn the_correlation_ratio_is_unbiased() {
    // Groups {1, 2, 3, 2}, {4, 5, 6, 5}, {7, 8, 9, 8}: between 72 of 78, so ε² = 1 - 6/78 × 11/9.
    let group = category("g", vec![0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    let y = number("y", vec![1., 2., 3., 2., 4., 5., 6., 5., 7., 8., 9., 8.]);
    let (measure, ratio) = value(&report(&y, &[&group], false));
    assert_eq!(measure, Measure::CorrelationRatio);
    assert!(
        (ratio - (1.0 - 6.0 / 78.0 * 11.0 / 9.0_f64).sqrt()).abs() < 1e-12,
        "{ratio}"
    );
    let many = category(
        "many",
        noise(2000, 500, 1)
            .into_iter()
            .map(|one| one as i32)
            .collect(),
    );
    let random = number("y", noisy(2000, 1000, 2));
    assert!(value(&report(&random, &[&many], false)).1 < 0.2);
}

#[test]
fn cramers_v_is_corrected_for_its_bias() {
    let classes = category("c", (0..400).map(|row| row % 2).collect());
    let same = category("s", (0..400).map(|row| 1 - row % 2).collect());
    let (measure, v) = value(&report(&classes, &[&same], true));
    assert_eq!(measure, Measure::CramersV);
    assert!((v - 1.0).abs() < 1e-9, "{v}");
    // 2 × 2 with 30, 20, 20, 30: φ² = 0.04; corrected (0.04 - 1/99) / (1 - 1/99).
    let a = category("a", (0..100).map(|row| i32::from(row >= 50)).collect());
    let b = category(
        "b",
        (0..100)
            .map(|row| i32::from((30..50).contains(&row) || row >= 70))
            .collect(),
    );
    let v = value(&report(&a, &[&b], true)).1;
    assert!(
        (v - ((0.04 - 1.0 / 99.0) / (1.0 - 1.0 / 99.0_f64)).sqrt()).abs() < 1e-12,
        "{v}"
    );
    let many = category(
        "many",
        noise(400, 100, 3)
            .into_iter()
            .map(|one| one as i32)
            .collect(),
    );
    assert!(value(&report(&classes, &[&many], true)).1 < 0.3);
}

#[test]
fn a_column_that_does_not_vary_has_no_relation() {
    let y = number("y", noisy(100, 50, 1));
    let constant = number("c", vec![3.0; 100]);
    assert_eq!(report(&y, &[&constant], false).relations, [None]);
}

#[test]
fn the_target_in_other_words_is_a_leak() {
    let classes = category(
        "c",
        noise(300, 3, 1).into_iter().map(|one| one as i32).collect(),
    );
    let words = category(
        "w",
        classes.codes.iter().map(|code| (code + 1) % 3).collect(),
    );
    let score = number(
        "s",
        classes
            .codes
            .iter()
            .zip(noisy(300, 100, 5))
            .map(|(&code, noise)| f64::from(code) * 200.0 + noise)
            .collect(),
    );
    assert_eq!(
        kinds(&report(&classes, &[&words, &score], true)),
        ["targetLeak", "targetLeak"]
    );
    let metres = number("m", noisy(300, 1000, 2));
    let feet = number(
        "f",
        metres
            .values
            .iter()
            .map(|metre| metre * 3.280_84 + 1.0)
            .collect(),
    );
    let found = report(&metres, &[&feet], false);
    assert_eq!(kinds(&found), ["targetLeak"]);
    assert!(
        matches!(&found.findings[0].remedies[..], [Remedy::IgnoreColumn { column, .. }] if column == "f")
    );
}

#[test]
fn an_honest_feature_is_no_leak() {
    let classes = category(
        "c",
        noise(600, 2, 1).into_iter().map(|one| one as i32).collect(),
    );
    let noise_of = noisy(600, 100, 7);
    let good = number(
        "g",
        classes
            .codes
            .iter()
            .zip(&noise_of)
            .map(|(&code, noise)| f64::from(code) * 90.0 + noise)
            .collect(),
    );
    let names = category("n", (0..600).collect());
    assert_eq!(kinds(&report(&classes, &[&good, &names], true)), [""; 0]);
    let y = number("y", noisy(600, 1000, 2));
    let near = number(
        "near",
        y.values
            .iter()
            .zip(&noise_of)
            .map(|(y, noise)| y + noise)
            .collect(),
    );
    assert_eq!(kinds(&report(&y, &[&near], false)), [""; 0]);
}

#[test]
fn a_sum_of_features_is_found() {
    let (fare, tip) = (noisy(500, 100, 1), noisy(500, 30, 2));
    let total = |sign: f64| {
        let flat = noisy(500, 3, 4);
        (0..500)
            .map(|row| fare[row] + sign * tip[row] + flat[row])
            .collect::<Vec<f64>>()
    };
    let features = [
        number("fare", fare.clone()),
        number("tip", tip.clone()),
        number("other", noisy(500, 60, 3)),
    ];
    let features: Vec<&Owned> = features.iter().collect();
    for sign in [1.0, -1.0] {
        let found = report(&number("total", total(sign)), &features, false);
        assert_eq!(kinds(&found), ["targetSum"]);
        assert_eq!(found.findings[0].remedies.len(), 2);
        assert!(
            found.findings[0].message.contains("“fare”, “tip”"),
            "{}",
            found.findings[0].message
        );
    }
    let half = number(
        "half",
        (0..500)
            .map(|row| 0.5 * fare[row] + 0.5 * tip[row])
            .collect(),
    );
    assert_eq!(kinds(&report(&half, &features, false)), [""; 0]);
}

#[test]
fn rare_classes_and_missing_targets_are_said() {
    let mut codes: Vec<i32> = (0..1000).map(|row| i32::from(row % 50 == 0)).collect();
    codes[3] = -1;
    let found = report(&category("y", codes), &[], true);
    assert_eq!(kinds(&found), ["targetMissing", "dominantClass"]);
    assert_eq!(found.findings[0].rows, Some(vec![3]));
    assert_eq!(found.findings[1].rows.as_ref().map(Vec::len), Some(20));
    let flags = number("flag", (0..1000).map(|row| f64::from(row % 2)).collect());
    assert_eq!(kinds(&report(&flags, &[], true)), [""; 0]);
}
