//! The works that are measured: a table, a network and a batch size each.

use descent_engine::{Data, Options, RunSpec, Trainer};

pub struct Work {
    pub name: &'static str,
    pub rows: usize,
    pub inputs: usize,
    pub hidden: &'static [usize],
    pub outputs: usize,
    pub batch: usize,
}

pub const WORKS: [Work; 4] = [
    Work {
        name: "S",
        rows: 1_000,
        inputs: 10,
        hidden: &[16, 16],
        outputs: 1,
        batch: 32,
    },
    Work {
        name: "M",
        rows: 20_000,
        inputs: 30,
        hidden: &[64, 32],
        outputs: 3,
        batch: 64,
    },
    Work {
        name: "L",
        rows: 100_000,
        inputs: 100,
        hidden: &[256, 128],
        outputs: 10,
        batch: 256,
    },
    Work {
        name: "XL",
        rows: 200_000,
        inputs: 784,
        hidden: &[512, 512, 256],
        outputs: 10,
        batch: 512,
    },
];

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
        let inputs: Vec<f32> = (0..self.rows * self.inputs).map(|_| uniform()).collect();
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
        let mut width = self.inputs;
        let mut multiply_adds = 0;
        for (index, units) in self.hidden.iter().chain([&self.outputs]).enumerate() {
            // The first layer's inputs need no gradient.
            multiply_adds += width * units * if index == 0 { 2 } else { 3 };
            width = *units;
        }
        2.0 * multiply_adds as f64
    }

    pub fn trainer<'a>(
        &self,
        table: &'a Table,
        threads: usize,
        options: Options,
    ) -> descent_engine::Result<Trainer<'a, f32>> {
        let layer = |units: usize, activation: &str| {
            format!(r#"{{"units":{units},"activation":"{activation}","initialization":"he"}}"#)
        };
        let mut layers: Vec<String> = self.hidden.iter().map(|u| layer(*u, "relu")).collect();
        layers.push(layer(self.outputs, "linear"));
        let loss = if self.outputs == 1 {
            "meanSquaredError"
        } else {
            "softmaxCrossEntropy"
        };
        let spec = RunSpec::from_json(&format!(
            r#"{{"inputs":{},"layers":[{}],"loss":"{loss}","optimizer":{{"kind":"adam"}},"learningRate":0.001,
                "batchSize":{},"epochs":1000000,"earlyStopping":null,"threads":{threads},"timeLimitSeconds":null}}"#,
            self.inputs,
            layers.join(","),
            self.batch
        ))?;
        let data = Data {
            train_inputs: &table.inputs,
            train_targets: &table.targets,
            ..Data::default()
        };
        Trainer::new(&spec, data, None, options)
    }
}
