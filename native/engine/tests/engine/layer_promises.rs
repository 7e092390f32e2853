//! What networks of every kind of layer promise: the same bits on any number of threads and after a resumption, nearly
//! the same numbers from every kernel, and sense at the edges.

use crate::support::layers::everything;
use crate::support::{describe, distance, finish, parse, table, trainer, widen};
use descent_engine::{Activation, Kernel, Loss, Options, RunSpec, Trainer, predict, weights_len};
use serde_json::{Value, json};

fn sized(members: usize, width: usize, threads: usize) -> RunSpec {
    let mut described = everything(members, width);
    described["threads"] = threads.into();
    parse(&described)
}

/// Weights at the end, their average and the losses.
type Outcome = (Vec<f32>, Vec<f32>, Vec<(f64, f64)>);

#[test]
fn every_layer_gives_the_same_bits_on_any_number_of_threads() {
    for members in [1, 3] {
        let outcome = |threads: usize| -> Outcome {
            let spec = sized(members, 70, threads);
            let rows = table(&spec, 210, 40, 1);
            let mut trainer = trainer::<f32>(&spec, &rows);
            assert_eq!(trainer.threads(), threads);
            let records = finish(&mut trainer);
            let losses = records.iter().map(|r| (r.train_loss, r.validation_loss));
            let losses = losses.collect();
            (trainer.weights(), trainer.standing_weights(), losses)
        };
        let first = outcome(1);
        for threads in [2, 3, 8] {
            assert!(
                outcome(threads) == first,
                "{members} members, {threads} threads"
            );
        }
    }
}

#[test]
fn a_resumed_run_of_every_layer_continues_to_the_bit() {
    let spec = sized(3, 20, 1);
    let rows = table(&spec, 210, 40, 1);
    let mut whole = trainer::<f32>(&spec, &rows);
    let mut parts = trainer::<f32>(&spec, &rows);
    for _ in 0..3 {
        whole.step().unwrap();
        parts.step().unwrap();
    }
    let mut bytes = Vec::new();
    parts.checkpoint(&mut bytes).unwrap();
    let mut parts =
        Trainer::<f32>::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
    finish(&mut whole);
    finish(&mut parts);
    assert!(parts.weights() == whole.weights());
    assert!(parts.best_weights() == whole.best_weights());
}

#[test]
fn every_kernel_of_this_processor_takes_the_same_step() {
    let mut described = everything(2, 37);
    described["optimizer"] = json!({"kind": "momentum"});
    described["learningRate"] = json!(0.05);
    let spec = parse(&described);
    let rows = table(&spec, 45, 0, 9);
    let after = |kernel: Kernel| {
        let options = Options {
            kernel: Some(kernel),
        };
        let mut trainer = Trainer::<f32>::new(&spec, rows.data(), None, options).unwrap();
        trainer.step().unwrap();
        widen(&trainer.weights())
    };
    let kernels = Kernel::available();
    for kernel in &kernels[1..] {
        let error = distance(&after(*kernel), &after(kernels[0]));
        assert!(error < 1e-5, "{kernel:?} is {error:e} away");
    }
}

fn normalized(inputs: usize) -> Value {
    let mut described = describe(&[inputs, 2], Activation::Tanh, Loss::MeanSquaredError);
    let layers = described["layers"].as_array_mut().unwrap();
    layers.insert(0, json!({"kind": "batchNormalization", "momentum": 0.25}));
    described["optimizer"] = json!({"kind": "gradientDescent"});
    described["epochs"] = 1.into();
    described
}

#[test]
fn running_statistics_follow_the_batches_and_are_what_predicts() {
    let spec = parse(&normalized(3));
    let rows = table(&spec, 8, 0, 1);
    let mut trainer = trainer::<f64>(&spec, &rows);
    finish(&mut trainer);
    let weights = trainer.weights();
    assert_eq!(weights.len() as u64, weights_len(&spec));
    for column in 0..3 {
        let values: Vec<f64> = rows.train_inputs[column..]
            .iter()
            .step_by(3)
            .map(|x| f64::from(*x))
            .collect();
        let mean = values.iter().sum::<f64>() / 8.0;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 7.0;
        assert!((weights[6 + column] - 0.25 * mean).abs() < 1e-12);
        assert!((weights[9 + column] - (0.75 + 0.25 * variance)).abs() < 1e-12);
    }
    let narrow: Vec<f32> = weights.iter().map(|w| *w as f32).collect();
    let mut together = vec![f32::NAN; 16];
    predict(&spec, &narrow, &rows.train_inputs, &mut together).unwrap();
    let mut alone = vec![f32::NAN; 2];
    predict(&spec, &narrow, &rows.train_inputs[..3], &mut alone).unwrap();
    assert_eq!(alone, together[..2]);
}

#[test]
fn a_batch_of_one_row_is_normalized_by_the_running_statistics() {
    let spec = parse(&normalized(3));
    let rows = table(&spec, 1, 0, 1);
    let mut trainer = trainer::<f64>(&spec, &rows);
    let (_, gradient) = trainer.gradient();
    assert!(gradient.iter().any(|g| *g != 0.0));
    finish(&mut trainer);
    let weights = trainer.weights();
    assert!(weights[6..9].iter().all(|mean| *mean == 0.0));
    assert!(weights[9..12].iter().all(|variance| *variance == 1.0));
}

#[test]
fn layers_stand_single_rows_and_widths_of_one_and_thousands() {
    for (members, width, rows, batch) in
        [(1, 1, 9, 4), (3, 1, 9, 8), (1, 4096, 3, 2), (2, 20, 1, 1)]
    {
        let mut described = everything(members, width);
        described["batchSize"] = batch.into();
        described["epochs"] = 2.into();
        let spec = parse(&described);
        let rows = table(&spec, rows, 3, 2);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let finite = |x: f64| x.is_finite();
        assert!(
            finish(&mut trainer)
                .iter()
                .all(|r| finite(r.train_loss) && finite(r.validation_loss))
        );
    }
}

#[test]
fn dropout_drops_its_share_in_training_only() {
    let mut described = describe(&[64, 64], Activation::Linear, Loss::MeanSquaredError);
    let layers = described["layers"].as_array_mut().unwrap();
    layers.insert(0, json!({"kind": "dropout", "rate": 0.25}));
    let spec = parse(&described);
    let mut rows = table(&spec, 500, 0, 1);
    rows.train_inputs.fill(1.0);
    rows.train_targets.fill(0.0);
    let mut weights = vec![0.0f64; 64 * 65];
    for i in 0..64 {
        weights[i * 64 + i] = 1.0;
    }
    let mut training = trainer::<f64>(&spec, &rows);
    training.set_weights(&weights).unwrap();
    // With weights of one the loss is the mean of the masks' squares, 1 / (1 - rate).
    let (loss, _) = training.gradient();
    assert!((loss - 4.0 / 3.0).abs() < 0.02, "{loss}");
    let (again, _) = training.gradient();
    assert!(loss == again, "the mask of a step is one");
    let narrow: Vec<f32> = weights.iter().map(|w| *w as f32).collect();
    let mut outputs = vec![f32::NAN; 64];
    predict(&spec, &narrow, &rows.train_inputs[..64], &mut outputs).unwrap();
    assert!(outputs.iter().all(|y| *y == 1.0));
}

#[test]
fn a_layer_out_of_range_is_refused_by_its_path() {
    let block = |layers: Value| json!({"kind": "residual", "layers": layers});
    let dropout = json!({"kind": "dropout", "rate": 1.2});
    for (layer, words) in [
        (dropout.clone(), "layers[0].rate is 1.2; it must be"),
        (
            block(json!([{"kind": "scale"}, dropout])),
            "layers[0].layers[1].rate is 1.2",
        ),
        (block(json!([])), "layers[0].layers (their number) is 0"),
        (
            json!({"kind": "batchNormalization", "momentum": 2}),
            "layers[0].momentum is 2",
        ),
        (
            json!({"kind": "rmsNormalization", "epsilon": 0}),
            "layers[0].epsilon is 0",
        ),
        (
            json!({"kind": "layerNormalization", "rate": 0}),
            "the run description is not valid at layers[0]: unknown field `rate`, expected `epsilon`",
        ),
        (
            block(
                json!([{"kind": "dense", "units": 3, "activation": "tanh", "initialization": "he"}]),
            ),
            "layers[0].layers make 3 columns of 4",
        ),
    ] {
        let mut described = describe(&[4, 2], Activation::Tanh, Loss::MeanSquaredError);
        described["layers"].as_array_mut().unwrap().insert(0, layer);
        let error = RunSpec::from_json(&described.to_string()).unwrap_err();
        assert!(error.message.contains(words), "{error}");
    }
}
