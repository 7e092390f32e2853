use super::*;
use crate::columns::Levels;

fn of(values: &[f64]) -> Statistics {
    statistics(&Values::Numbers(values.to_vec()), ColumnKind::Number)
}

fn tops(top: &[Top]) -> Vec<(&str, u64)> {
    top.iter()
        .map(|one| (one.value.as_str(), one.count))
        .collect()
}

#[test]
fn a_column_worked_by_hand() {
    let found = of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0, f64::NAN]);
    assert_eq!(
        (found.distinct, found.min, found.max, found.mean),
        (5, Some(2.0), Some(9.0), Some(5.0))
    );
    assert!((found.std.unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
    assert_eq!(found.quartiles, Some([4.0, 4.5, 5.5]));
    assert_eq!(
        found.top[0],
        Top {
            value: "4".to_owned(),
            count: 3
        }
    );
    let histogram = found.histogram.unwrap();
    assert_eq!(
        histogram.edges,
        [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5]
    );
    assert_eq!(histogram.counts, [1, 0, 3, 2, 0, 1, 0, 1]);
}

#[test]
fn quartiles_interpolate_linearly() {
    assert_eq!(of(&[1.0, 2.0, 3.0, 4.0]).quartiles, Some([1.75, 2.5, 3.25]));
    assert_eq!(of(&[7.0]).quartiles, Some([7.0; 3]));
}

#[test]
fn a_mean_far_from_zero_loses_nothing_of_the_spread() {
    let found = of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
    assert_eq!(found.mean, Some(1e9 + 10.0));
    assert!((found.std.unwrap() - 30.0_f64.sqrt()).abs() < 1e-9);
}

#[test]
fn huge_values_do_not_overflow_the_mean() {
    let found = of(&[1.7e308, 1.6e308]);
    assert!((found.mean.unwrap() / 1.65e308 - 1.0).abs() < 1e-12);
    assert_eq!(found.std, None);
    assert_eq!(of(&[3.0]).std, None);
}

#[test]
fn no_values_have_no_statistics() {
    assert_eq!(of(&[f64::NAN]), Statistics::default());
}

#[test]
fn dates_are_shown_as_dates() {
    let day = 86_400_000.0;
    let values = Values::Numbers(vec![17_978.0 * day, 17_980.0 * day, 17_978.0 * day]);
    let found = statistics(&values, ColumnKind::Date);
    assert_eq!(tops(&found.top), [("2019-03-23", 2), ("2019-03-25", 1)]);
}

#[test]
fn levels_come_most_frequent_first_at_most_twenty() {
    let levels: Levels = ["b", "a", "c"].into_iter().collect();
    let codes = vec![0, 1, 0, -1, 2, 2];
    let found = statistics(&Values::Codes { codes, levels }, ColumnKind::Category);
    assert_eq!(tops(&found.top), [("b", 2), ("c", 2), ("a", 1)]);
    assert_eq!((found.distinct, found.min), (3, None));
    let names: Vec<String> = (0..60).map(|at| format!("x{at}")).collect();
    let levels: Levels = names.iter().map(String::as_str).collect();
    let found = statistics(
        &Values::Codes {
            codes: (0..60).collect(),
            levels,
        },
        ColumnKind::Category,
    );
    assert_eq!((found.distinct, found.top.len()), (60, 20));
}

#[test]
fn invariants_hold_for_columns_of_any_size() {
    let mut state = 7_u64;
    let mut next = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    for _ in 0..300 {
        let length = next() as usize % 200 + 1;
        let scale = 10_f64.powi(next() as i32 % 40 - 20);
        let values: Vec<f64> = (0..length).map(|_| (next() as f64 - 1e9) * scale).collect();
        let found = describe(&values).unwrap();
        assert_eq!(
            found.min,
            values.iter().copied().fold(f64::INFINITY, f64::min)
        );
        assert_eq!(
            found.max,
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        );
        assert!((found.min..=found.max).contains(&found.mean));
        assert_eq!(found.histogram.counts.iter().sum::<u64>(), length as u64);
        assert!(
            found.histogram.counts.len() <= 30
                && found.histogram.edges.len() == found.histogram.counts.len() + 1
        );
        assert!(
            found.quartiles.is_sorted()
                && found.quartiles[0] >= found.min
                && found.quartiles[2] <= found.max
        );
    }
}
