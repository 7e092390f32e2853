//! Muon's steps of matrices of every shape against a plain computation; `methods` has the curves of PyTorch.

use crate::support::{describe, distance, parse, table, trainer};
use descent_engine::{Activation, ErrorKind, Loss, RunSpec};
use serde_json::{Value, json};

/// Row-major `rows × columns`.
struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    fn times(&self, other: &Self) -> Self {
        let mut values = vec![0.0; self.rows * other.columns];
        for i in 0..self.rows {
            for k in 0..self.columns {
                for j in 0..other.columns {
                    values[i * other.columns + j] +=
                        self.values[i * self.columns + k] * other.values[k * other.columns + j];
                }
            }
        }
        Self {
            rows: self.rows,
            columns: other.columns,
            values,
        }
    }

    fn transposed(&self) -> Self {
        let value = |at: usize| self.values[at % self.rows * self.columns + at / self.rows];
        Self {
            rows: self.columns,
            columns: self.rows,
            values: (0..self.values.len()).map(value).collect(),
        }
    }

    fn combine(a: f64, x: &Self, b: f64, y: &Self) -> Self {
        let pairs = x.values.iter().zip(&y.values);
        Self {
            values: pairs.map(|(x, y)| a * x + b * y).collect(),
            ..*x
        }
    }

    /// `X ← a X + (b A + c A²) X`, `A = X Xᵀ`
    fn orthogonalized(self) -> Self {
        let norm = self.values.iter().map(|x| x * x).sum::<f64>().sqrt();
        let mut x = Self {
            values: self.values.iter().map(|v| v / norm).collect(),
            ..self
        };
        for _ in 0..5 {
            let gram = x.times(&x.transposed());
            let mixed = Self::combine(-4.7750, &gram, 2.0315, &gram.times(&gram));
            x = Self::combine(3.4445, &x, 1.0, &mixed.times(&x));
        }
        x
    }
}

fn description(sizes: &[usize]) -> Value {
    let mut description = describe(sizes, Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "muon", "momentum": 0.9});
    description["epochs"] = 1.into();
    description
}

#[test]
fn a_step_of_hidden_matrices_is_along_the_orthogonal_direction() {
    // Higher than wide, wider than high, of several panels, and of few outputs, which lie.
    for sizes in [
        &[4, 150, 40, 3][..],
        &[4, 40, 150, 2],
        &[4, 33, 33, 17, 5],
        &[4, 30, 3, 20, 1],
        &[4, 1, 1, 1],
    ] {
        let spec = parse(&description(sizes));
        let rows = table(&spec, 60, 0, 1);
        let mut run = trainer::<f64>(&spec, &rows);
        let before = run.weights();
        let gradient = run.gradient().1;
        run.step().unwrap();
        let after = run.weights();
        let mut at = 0;
        for (layer, pair) in sizes.windows(2).enumerate() {
            let (inputs, units) = (pair[0], pair[1]);
            let part = at..at + inputs * units;
            at += (inputs + 1) * units;
            let moved: Vec<f64> = part.clone().map(|i| before[i] - after[i]).collect();
            let error = if layer == 0 || layer == sizes.len() - 2 {
                // Adam's first step.
                let step = |g: &f64| 0.01 * g / (g.abs() + 1e-8);
                let expected: Vec<f64> = gradient[part].iter().map(step).collect();
                distance(&moved, &expected)
            } else {
                away_from_orthogonal(&moved, &gradient[part], (inputs, units))
            };
            assert!(error < 1e-9, "layer {layer} of {sizes:?}: {error:e} away");
        }
    }
}

/// How far moves are from those along the orthogonal direction of this gradient.
fn away_from_orthogonal(moved: &[f64], gradient: &[f64], (inputs, units): (usize, usize)) -> f64 {
    let direction = Matrix {
        rows: inputs,
        columns: units,
        values: gradient.to_vec(),
    };
    let scale = 0.01 * 0.2 * (inputs.max(units) as f64).sqrt();
    let direction = direction.orthogonalized().values;
    let expected: Vec<f64> = direction.iter().map(|x| scale * x).collect();
    distance(moved, &expected)
}

#[test]
fn matrices_of_members_and_of_residual_blocks_are_hidden_ones_each_by_itself() {
    const MEMBERS: usize = 3;
    for (sharing, copies) in [("all", 1), ("own", MEMBERS), ("adapters", 1)] {
        let dense = |units: usize, sharing: &str| {
            json!({"kind": "dense", "units": units, "activation": "tanh", "initialization": "glorot",
                   "sharing": sharing})
        };
        let mut description = description(&[4, 20, 3]);
        description["members"] = MEMBERS.into();
        description["layers"] = json!([
            dense(20, sharing),
            {"kind": "residual", "layers": [dense(37, sharing), dense(20, sharing)]},
            dense(3, "own")
        ]);
        let spec = parse(&description);
        let rows = table(&spec, 60, 0, 1);
        let mut run = trainer::<f64>(&spec, &rows);
        let before = run.weights();
        let gradient = run.gradient().1;
        run.step().unwrap();
        let after = run.weights();
        let moved: Vec<f64> = before.iter().zip(&after).map(|(a, b)| a - b).collect();
        let mut at = 0;
        for (layer, (inputs, units)) in [(4, 20), (20, 37), (37, 20)].into_iter().enumerate() {
            for copy in 0..copies {
                let start = at + copy * inputs * units;
                let part = start..start + inputs * units;
                let away =
                    away_from_orthogonal(&moved[part.clone()], &gradient[part], (inputs, units));
                if layer == 0 {
                    assert!(away > 0.1, "{sharing}: {away:e}");
                } else {
                    assert!(away < 1e-9, "{sharing}, layer {layer}: {away:e} away");
                }
            }
            at += copies * inputs * units
                + match sharing {
                    "adapters" => MEMBERS * (inputs + 2 * units),
                    _ => copies * units,
                };
        }
        // The outputs of each member, by Adam.
        let outputs = at..before.len();
        assert_eq!(outputs.len(), MEMBERS * (20 * 3 + 3));
        let step = |g: &f64| 0.01 * g / (g.abs() + 1e-8);
        let expected: Vec<f64> = gradient[outputs.clone()].iter().map(step).collect();
        assert!(distance(&moved[outputs], &expected) < 1e-9);
    }
}

#[test]
fn without_hidden_matrices_muon_is_adam() {
    let mut other = description(&[4, 20, 3]);
    let spec = parse(&other);
    other["optimizer"] = json!({"kind": "adam"});
    let rows = table(&spec, 60, 0, 1);
    let run = |spec: &RunSpec| {
        let mut run = trainer::<f32>(spec, &rows);
        run.step().unwrap();
        run.weights()
    };
    assert_eq!(run(&spec), run(&parse(&other)));
}

#[test]
fn settings_out_of_range_are_refused() {
    for (field, value) in [("momentum", json!(1.0)), ("iterations", json!(0))] {
        let mut description = description(&[4, 20, 20, 3]);
        description["optimizer"][field] = value;
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(
            error.message.contains(&format!("optimizer.{field}")),
            "{error}"
        );
    }
}
