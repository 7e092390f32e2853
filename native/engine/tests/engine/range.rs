//! The learning-rate range test.

use crate::support::{Numbers, describe, finish, parse, table};
use descent_engine::{
    Activation, ErrorKind, Loss, Options, RangeTest, Trainer, range_test, watched_range_test,
};
use serde_json::json;

#[test]
fn it_finds_a_rate_that_trains_and_sees_one_that_does_not() {
    let mut description = describe(&[5, 24, 1], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["batchSize"] = 16.into();
    let spec = parse(&description);
    let rows = table(&spec, 400, 0, 4);
    let range = RangeTest {
        from: 1e-5,
        to: 1e4,
        steps: 180,
    };
    let report = range_test::<f32>(&spec, rows.data(), &range, Options::default()).unwrap();
    // The loss explodes well before the end of so wide a range.
    assert!(report.rates.len() < 170 && report.rates.len() > 30);
    assert_eq!(report.rates.len(), report.losses.len());
    assert_eq!(report.rates.len(), report.smoothed.len());
    assert_eq!(report.rates[0], 1e-5);
    let ratio = report.rates[1] / report.rates[0];
    assert!((ratio - 1e9f64.powf(1.0 / 179.0)).abs() < 1e-12);
    let suggested = report.suggested.unwrap();
    assert!(suggested > 1e-3 && suggested < 1.0, "{suggested}");
    description["learningRate"] = suggested.into();
    description["epochs"] = 20.into();
    let spec = parse(&description);
    let mut trainer = Trainer::<f32>::new(&spec, rows.data(), None, Options::default()).unwrap();
    let records = finish(&mut trainer);
    assert!(records[19].train_loss < 0.3 * report.losses[0]);
}

#[test]
fn a_linear_model_settles_at_the_rate_that_is_suggested() {
    let mut description = describe(&[5, 1], Activation::Linear, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "adam"});
    description["batchSize"] = 32.into();
    description["epochs"] = 60.into();
    let mut rows = table(&parse(&description), 400, 0, 4);
    let mut noise = Numbers(9);
    for target in &mut rows.train_targets {
        *target += 0.3 * noise.next();
    }
    let range = RangeTest::default();
    let report = {
        let spec = parse(&description);
        range_test::<f32>(&spec, rows.data(), &range, Options::default()).unwrap()
    };
    let trained = |rate: f64, optimizer: serde_json::Value, batch: serde_json::Value| {
        let mut description = description.clone();
        description["learningRate"] = rate.into();
        description["optimizer"] = optimizer;
        description["batchSize"] = batch;
        let spec = parse(&description);
        let mut trainer =
            Trainer::<f32>::new(&spec, rows.data(), None, Options::default()).unwrap();
        finish(&mut trainer);
        trainer.gradient().0
    };
    let least = trained(1.0, json!({"kind": "lbfgs"}), json!(null));
    let lowest = report.smoothed.iter().copied().fold(f64::NAN, f64::min);
    let at = report.smoothed.iter().position(|loss| *loss == lowest);
    let tenth = report.rates[at.unwrap()] / 10.0;
    let suggested = report.suggested.unwrap();
    let with = |rate: f64| trained(rate, json!({"kind": "adam"}), 32.into()) / least;
    assert!(with(tenth) > 3.0, "a tenth of the lowest is too high here");
    assert!(suggested < tenth && with(suggested) < 1.5, "{suggested}");
}

#[test]
fn its_first_step_is_that_of_a_run_and_it_repeats_to_the_bit() {
    let mut description = describe(&[5, 8, 3], Activation::Relu, Loss::SoftmaxCrossEntropy);
    description["batchSize"] = 7.into();
    let spec = parse(&description);
    let rows = table(&spec, 30, 10, 4);
    let range = RangeTest {
        steps: 20,
        ..RangeTest::default()
    };
    let test = || range_test::<f64>(&spec, rows.data(), &range, Options::default()).unwrap();
    assert_eq!(test(), test());
    assert_eq!(test().rates.len(), 20);
    assert!((test().rates[19] - 10.0).abs() < 1e-12);
}

#[test]
fn who_watches_it_can_end_it_and_keeps_what_was_seen() {
    let spec = parse(&describe(
        &[5, 8, 3],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    ));
    let rows = table(&spec, 30, 10, 4);
    let range = RangeTest::default();
    let whole = range_test::<f64>(&spec, rows.data(), &range, Options::default()).unwrap();
    let mut seen = Vec::new();
    let part = watched_range_test::<f64>(&spec, rows.data(), &range, Options::default(), |steps| {
        seen.push(steps);
        steps < 7
    })
    .unwrap();
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(part.losses, whole.losses[..7]);
    assert_eq!(part.rates, whole.rates[..7]);
}

#[test]
fn a_range_that_is_none_is_refused() {
    let spec = parse(&describe(
        &[5, 8, 3],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    ));
    let rows = table(&spec, 30, 0, 4);
    for (from, to, steps, word) in [
        (0.0, 1.0, 10, "from is 0"),
        (1.0, f64::NAN, 10, "to is NaN"),
        (1.0, 0.5, 10, "to is 0.5"),
        (0.1, 0.5, 1, "steps is 1"),
    ] {
        let range = RangeTest { from, to, steps };
        let error = range_test::<f32>(&spec, rows.data(), &range, Options::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(error.message.contains(word), "{error}");
    }
}
