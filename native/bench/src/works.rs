//! The works that are measured: a table, a network and a batch size each.

use descent_engine::{Data, Options, Result, RunSpec, Trainer};
use serde_json::{Value, json};

/// A network of dense layers with ReLU, and the table it learns.
#[derive(Clone, Copy)]
pub struct Work {
    pub name: &'static str,
    pub rows: usize,
    pub inputs: usize,
    pub hidden: &'static [usize],
    pub outputs: usize,
    pub batch: usize,
    pub extra: Extra,
}

/// What a network has beside dense layers.
#[derive(Clone, Copy)]
pub enum Extra {
    None,
    /// Behind each hidden layer.
    Dropout {
        rate: f64,
    },
    /// Before each hidden layer's ReLU.
    BatchNormalization,
    /// Of the last `columns` inputs, which are whole numbers below `levels`.
    Embeddings {
        columns: usize,
        levels: usize,
        dimension: usize,
    },
}

pub const WORKS: [Work; 4] = [
    Work {
        name: "S",
        rows: 1_000,
        inputs: 10,
        hidden: &[16, 16],
        outputs: 1,
        batch: 32,
        extra: Extra::None,
    },
    Work {
        name: "M",
        rows: 20_000,
        inputs: 30,
        hidden: &[64, 32],
        outputs: 3,
        batch: 64,
        extra: Extra::None,
    },
    Work {
        name: "L",
        rows: 100_000,
        inputs: 100,
        hidden: &[256, 128],
        outputs: 10,
        batch: 256,
        extra: Extra::None,
    },
    Work {
        name: "XL",
        rows: 200_000,
        inputs: 784,
        hidden: &[512, 512, 256],
        outputs: 10,
        batch: 512,
        extra: Extra::None,
    },
];

/// # Errors
/// A sentence where there is no such work.
pub fn work_named(name: &str) -> std::result::Result<Work, String> {
    let found = WORKS.iter().find(|work| work.name == name);
    found
        .copied()
        .ok_or_else(|| format!("there is no work {name}"))
}

/// Inputs and targets, row-major.
pub struct Table {
    inputs: Vec<f32>,
    targets: Vec<f32>,
}

impl Work {
    pub fn table(&self) -> Table {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
        };
        let mut inputs: Vec<f32> = (0..self.rows * self.inputs).map(|_| uniform()).collect();
        if let Extra::Embeddings {
            columns, levels, ..
        } = self.extra
        {
            for row in inputs.chunks_mut(self.inputs) {
                for value in &mut row[self.inputs - columns..] {
                    *value = ((*value + 1.0) / 2.0 * levels as f32).floor();
                }
            }
        }
        let targets = inputs
            .chunks(self.inputs)
            .map(|row| {
                let score = row[0] * row[1] + row[2];
                match self.outputs {
                    1 => score,
                    classes => ((score + 2.0) / 4.0 * classes as f32)
                        .clamp(0.0, classes as f32 - 1.0)
                        .floor(),
                }
            })
            .collect();
        Table { inputs, targets }
    }

    /// Operations of one row in one step: forward, backward and the weights' gradient, without padding.
    pub fn operations_per_row(&self) -> f64 {
        let mut width = match self.extra {
            Extra::Embeddings {
                columns, dimension, ..
            } => self.inputs + columns * (dimension - 1),
            _ => self.inputs,
        };
        let mut multiply_adds = 0;
        for (index, units) in self.hidden.iter().chain([&self.outputs]).enumerate() {
            // The first layer's inputs need no gradient.
            multiply_adds += width * units * if index == 0 { 2 } else { 3 };
            width = *units;
        }
        2.0 * multiply_adds as f64
    }

    /// The engine's description of a run that ends after `epochs`.
    pub fn spec(&self, threads: usize, epochs: u64) -> Result<RunSpec> {
        RunSpec::from_json(&self.description(threads, epochs).to_string())
    }

    fn description(&self, threads: usize, epochs: u64) -> Value {
        let dense = |units: usize, activation: &str| json!({"kind": "dense", "units": units, "activation": activation, "initialization": "he"});
        let mut layers = Vec::new();
        for units in self.hidden {
            match self.extra {
                Extra::BatchNormalization => layers.extend([
                    dense(*units, "linear"),
                    json!({"kind": "batchNormalization"}),
                    json!({"kind": "activation", "activation": "relu"}),
                ]),
                Extra::Dropout { rate } => layers.extend([
                    dense(*units, "relu"),
                    json!({"kind": "dropout", "rate": rate}),
                ]),
                Extra::None | Extra::Embeddings { .. } => layers.push(dense(*units, "relu")),
            }
        }
        layers.push(dense(self.outputs, "linear"));
        let loss = if self.outputs == 1 {
            "meanSquaredError"
        } else {
            "softmaxCrossEntropy"
        };
        let mut description = json!({
            "inputs": self.inputs,
            "layers": layers,
            "loss": loss,
            "optimizer": {"kind": "adam"},
            "learningRate": 0.001,
            "batchSize": self.batch,
            "epochs": epochs,
            "earlyStopping": null,
            "threads": threads,
            "timeLimitSeconds": null,
        });
        if let Extra::Embeddings {
            columns,
            levels,
            dimension,
        } = self.extra
        {
            let numbers: Vec<usize> = (0..self.inputs - columns).collect();
            let mut features = vec![json!({"kind": "number", "columns": numbers})];
            features.extend((self.inputs - columns..self.inputs).map(|column| {
                json!({"kind": "embedding", "column": column, "levels": levels, "dimension": dimension})
            }));
            description["features"] = features.into();
        }
        description
    }

    /// What another library needs to do the same work.
    pub fn told(&self) -> Value {
        let mut told = json!({
            "name": self.name,
            "rows": self.rows,
            "inputs": self.inputs,
            "hidden": self.hidden,
            "outputs": self.outputs,
            "batch": self.batch,
        });
        match self.extra {
            Extra::None => {}
            Extra::Dropout { rate } => told["dropout"] = json!(rate),
            Extra::BatchNormalization => told["batchNormalization"] = json!(true),
            Extra::Embeddings {
                columns,
                levels,
                dimension,
            } => {
                told["embedding"] =
                    json!({"columns": columns, "levels": levels, "dimension": dimension});
            }
        }
        told
    }

    /// A run without an end.
    pub fn trainer<'a>(
        &self,
        table: &'a Table,
        threads: usize,
        options: Options,
    ) -> Result<Trainer<'a, f32>> {
        Trainer::new(&self.spec(threads, 1_000_000)?, table.data(), None, options)
    }
}

impl Table {
    /// Row-major.
    pub fn inputs(&self) -> &[f32] {
        &self.inputs
    }

    /// The first `train` rows as training rows, the others as validation rows.
    pub fn split(&self, train: usize) -> Data<'_> {
        let inputs = self.inputs.len() / self.targets.len() * train;
        Data {
            train_inputs: &self.inputs[..inputs],
            train_targets: &self.targets[..train],
            validation_inputs: &self.inputs[inputs..],
            validation_targets: &self.targets[train..],
            ..Data::default()
        }
    }

    /// All rows as training rows.
    pub fn data(&self) -> Data<'_> {
        Data {
            train_inputs: &self.inputs,
            train_targets: &self.targets,
            ..Data::default()
        }
    }
}
