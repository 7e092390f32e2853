//! A target that is the sum of features.

use super::super::view::{Series, SeriesValues};
use super::super::words::{ignore_named, listed, shortened};
use crate::options::ColumnKind;
use crate::report::Finding;

/// Numbers that are tried as summands, at most.
const MOST: usize = 40;
/// Rows looked at, at most.
const ROWS: usize = 20_000;
/// Factors this near to 1 or -1 are taken for it: what the sum leaves out (a flat fee) shifts those of the others.
const NEAR: f64 = 0.25;
/// Share of the target's variance that the sum must leave unexplained, at most.
const LEFT: f64 = 0.02;

/// Says where the target is (nearly) the sum or difference of at least two numbers, by least squares over all numbers.
pub(crate) fn find(target: &Series, features: &[&Series]) -> Option<Finding> {
    let SeriesValues::Numbers(y) = target.values else {
        return None;
    };
    let columns: Vec<(&str, &[f64])> = features
        .iter()
        .filter(|feature| feature.kind == ColumnKind::Number)
        .filter_map(|feature| match feature.values {
            // Columns with gaps would cost rows.
            SeriesValues::Numbers(values) if mostly_present(values) => Some((feature.name, values)),
            _ => None,
        })
        .collect();
    if columns.len() < 2 || columns.len() > MOST {
        return None;
    }
    let stride = y.len().div_ceil(ROWS).max(1);
    let rows: Vec<usize> = (0..y.len())
        .step_by(stride)
        .filter(|&row| {
            y[row].is_finite() && columns.iter().all(|(_, values)| values[row].is_finite())
        })
        .collect();
    if rows.len() < 50.max(5 * columns.len()) {
        return None;
    }
    let centred = |values: &[f64]| {
        let mean = rows
            .iter()
            .map(|&row| values[row] / rows.len() as f64)
            .sum::<f64>();
        rows.iter()
            .map(|&row| values[row] - mean)
            .collect::<Vec<f64>>()
    };
    let inputs: Vec<Vec<f64>> = columns.iter().map(|(_, values)| centred(values)).collect();
    let output = centred(y);
    let factors = least_squares(&inputs, &output)?;
    let summands: Vec<(usize, f64)> = factors
        .iter()
        .enumerate()
        .filter(|&(_, factor)| (factor.abs() - 1.0).abs() <= NEAR)
        .map(|(at, factor)| (at, factor.signum()))
        .collect();
    let variance = dot(&output, &output);
    let mut rest = output;
    for &(at, sign) in &summands {
        for (value, input) in rest.iter_mut().zip(&inputs[at]) {
            *value -= sign * input;
        }
    }
    // Each summand must matter: one that hardly varies is near 1 by chance.
    let matters = |&(at, _): &(usize, f64)| dot(&inputs[at], &inputs[at]) >= 0.001 * variance;
    if variance <= 0.0
        || summands.len() < 2
        || !summands.iter().all(matters)
        || dot(&rest, &rest) > LEFT * variance
    {
        return None;
    }
    let is_difference = summands.iter().any(|&(_, sign)| sign < 0.0);
    let message = format!(
        "“{}” is {} the {} {}: a model would only learn to add. If they are not known when it is used, results will look far better than they are.",
        shortened(target.name),
        if dot(&rest, &rest) <= 1e-9 * variance {
            "exactly"
        } else {
            "nearly"
        },
        if is_difference {
            "difference (or sum) of"
        } else {
            "sum of"
        },
        listed(summands.iter().map(|&(at, _)| columns[at].0), 5),
    );
    let mut finding = Finding::warning("targetSum", message).of_column(target.name);
    for &(at, _) in summands.iter().take(4) {
        finding = finding.with(ignore_named(columns[at].0));
    }
    Some(finding)
}

fn mostly_present(values: &[f64]) -> bool {
    values.iter().filter(|value| !value.is_nan()).count() * 10 >= values.len() * 9
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Factors that minimize the squares of what is left, by the normal equations of inputs scaled to length 1 with a
/// touch of ridge, so that columns that depend on one another do no harm. `None` if no input varies.
fn least_squares(inputs: &[Vec<f64>], output: &[f64]) -> Option<Vec<f64>> {
    let lengths: Vec<f64> = inputs
        .iter()
        .map(|input| dot(input, input).sqrt())
        .collect();
    let n = inputs.len();
    if lengths.iter().all(|&length| length <= 0.0) {
        return None;
    }
    let scale = |at: usize| {
        if lengths[at] > 0.0 {
            1.0 / lengths[at]
        } else {
            0.0
        }
    };
    let mut matrix = vec![vec![0.0; n]; n];
    let mut right = vec![0.0; n];
    for i in 0..n {
        for j in 0..=i {
            let product = dot(&inputs[i], &inputs[j]) * scale(i) * scale(j);
            matrix[i][j] = product;
            matrix[j][i] = product;
        }
        matrix[i][i] += 1e-9;
        right[i] = dot(&inputs[i], output) * scale(i);
    }
    let solution = cholesky_solve(matrix, right)?;
    Some(
        solution
            .iter()
            .enumerate()
            .map(|(at, factor)| factor * scale(at))
            .collect(),
    )
}

/// Solves A x = b for a symmetric positive definite A.
fn cholesky_solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for i in 0..n {
        for j in 0..=i {
            let sum = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            if i == j {
                if sum <= 0.0 || !sum.is_finite() {
                    return None;
                }
                a[i][i] = sum.sqrt();
            } else {
                a[i][j] = sum / a[j][j];
            }
        }
    }
    for i in 0..n {
        let sum = (0..i).map(|k| a[i][k] * b[k]).sum::<f64>();
        b[i] = (b[i] - sum) / a[i][i];
    }
    for i in (0..n).rev() {
        let sum = (i + 1..n).map(|k| a[k][i] * b[k]).sum::<f64>();
        b[i] = (b[i] - sum) / a[i][i];
    }
    Some(b)
}
