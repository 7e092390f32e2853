mod columns;
mod tables;

use super::*;

/// A column that owns its values.
pub(crate) enum Owned {
    Numbers {
        name: String,
        values: Vec<f64>,
        sorted: Vec<f64>,
        kind: ColumnKind,
    },
    Levels {
        name: String,
        codes: Vec<i32>,
        levels: Vec<&'static str>,
        kind: ColumnKind,
    },
}

fn number(name: &str, values: impl IntoIterator<Item = f64>) -> Owned {
    let values: Vec<f64> = values.into_iter().collect();
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    sorted.sort_unstable_by(f64::total_cmp);
    Owned::Numbers {
        name: name.to_owned(),
        values,
        sorted,
        kind: ColumnKind::Number,
    }
}

/// A category; the empty text is missing.
fn category<T: AsRef<str>>(name: &str, texts: impl IntoIterator<Item = T>) -> Owned {
    levels(name, ColumnKind::Category, texts)
}

fn levels<T: AsRef<str>>(
    name: &str,
    kind: ColumnKind,
    texts: impl IntoIterator<Item = T>,
) -> Owned {
    let mut levels: Vec<&'static str> = Vec::new();
    let codes = texts
        .into_iter()
        .map(|text| {
            let text = text.as_ref();
            if text.is_empty() {
                return -1;
            }
            let known = levels.iter().position(|&level| level == text);
            known.unwrap_or_else(|| {
                levels.push(text.to_owned().leak());
                levels.len() - 1
            }) as i32
        })
        .collect();
    Owned::Levels {
        name: name.to_owned(),
        codes,
        levels,
        kind,
    }
}

fn view(column: &Owned) -> ColumnView<'_> {
    let of = |mut counts: Vec<u64>| {
        counts.retain(|&count| count > 0);
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let at = |index: usize| counts.get(index).copied().unwrap_or(0);
        (counts.len() as u64, (at(0), at(1)))
    };
    match column {
        Owned::Numbers {
            name,
            values,
            sorted,
            kind,
        } => {
            let (distinct, most_frequent) = of(order::ascending(sorted)
                .map(|run| run.count as u64)
                .collect());
            ColumnView {
                name,
                kind: *kind,
                values: Values::Numbers { values, sorted },
                distinct,
                most_frequent,
            }
        }
        Owned::Levels {
            name,
            codes,
            levels,
            kind,
        } => {
            let (distinct, most_frequent) = of(view::count_levels(codes, levels.len()));
            ColumnView {
                name,
                kind: *kind,
                values: Values::Levels { codes, levels },
                distinct,
                most_frequent,
            }
        }
    }
}

fn findings(column: &Owned) -> Vec<Finding> {
    column_findings(&view(column), &HowRead::default())
}

fn kinds(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.kind.as_str())
        .collect()
}

fn only(column: &Owned) -> Finding {
    let found = findings(column);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

fn of_columns(columns: &[Owned]) -> Vec<Finding> {
    let views: Vec<ColumnView> = columns.iter().map(view).collect();
    let series: Vec<Series> = views.iter().map(ColumnView::series).collect();
    let findings: Vec<Vec<Finding>> = columns.iter().map(findings).collect();
    let repetition: Vec<_> = views.iter().map(alike::Repetition::of).collect();
    let found = of_table(&series, &findings, &repetition, 1);
    assert_eq!(found, of_table(&series, &findings, &repetition, 3));
    found
}

/// 0 to 1 without a pattern.
fn noise(row: u64) -> f64 {
    let mut word = (row + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    word = (word ^ (word >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (word >> 11) as f64 / (1_u64 << 53) as f64
}

/// About normal: mean 100, standard deviation 10, one decimal.
fn weights(rows: u64) -> Vec<f64> {
    (0..rows)
        .map(|row| {
            let sum: f64 = (0..12).map(|part| noise(row * 12 + part)).sum();
            ((100.0 + 10.0 * (sum - 6.0)) * 10.0).round() / 10.0
        })
        .collect()
}
