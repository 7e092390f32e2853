//! L-BFGS: it finds the minima that SciPy and Newton's method find (`reference/make_minima.py` made the numbers), ends
//! there by itself, and can be interrupted anywhere.

use crate::support::{Table, describe, distance, finish, parse, table, trainer};
use descent_engine::{
    Activation, ErrorKind, Loss, Options, RangeTest, Real, RunSpec, StopReason, Trainer, range_test,
};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Problem {
    name: String,
    inputs: Vec<f32>,
    width: usize,
    targets: Vec<f32>,
    outputs: usize,
    hidden: Vec<Value>,
    loss: String,
    l2: f64,
    start: Vec<f64>,
    objective: f64,
    weights: Vec<f64>,
}

fn problems() -> Vec<Problem> {
    serde_json::from_str(include_str!("../reference/minima.json")).unwrap()
}

fn describe_problem(problem: &Problem) -> Value {
    let mut layers = problem.hidden.clone();
    layers.push(json!({"units": problem.outputs, "activation": "linear"}));
    for layer in &mut layers {
        layer["kind"] = "dense".into();
        layer["initialization"] = "glorot".into();
    }
    json!({
        "inputs": problem.width, "layers": layers, "loss": problem.loss, "l2": problem.l2,
        "optimizer": {"kind": "lbfgs", "gradientTolerance": 1e-10}, "learningRate": 1, "batchSize": null,
        "epochs": 1000, "earlyStopping": null, "timeLimitSeconds": null
    })
}

fn rows(problem: &Problem) -> Table {
    Table {
        train_inputs: problem.inputs.clone(),
        train_targets: problem.targets.clone(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    }
}

/// The loss of all rows and the penalty, which counts weights but not biases.
fn objective<T: Real>(problem: &Problem, trainer: &mut Trainer<'_, T>) -> f64 {
    let flat: Vec<f64> = trainer.weights().into_iter().map(Real::to_f64).collect();
    let (mut at, mut inputs, mut squares) = (0, problem.width, 0.0);
    let hidden = problem.hidden.iter().map(|l| l["units"].as_u64().unwrap());
    for units in hidden.chain([problem.outputs as u64]) {
        let weights = inputs * units as usize;
        squares += flat[at..at + weights].iter().map(|w| w * w).sum::<f64>();
        at += weights + units as usize;
        inputs = units as usize;
    }
    assert_eq!(at, flat.len());
    trainer.gradient().0 + problem.l2 / 2.0 * squares
}

fn started<'a, T: Real>(problem: &Problem, spec: &RunSpec, rows: &'a Table) -> Trainer<'a, T> {
    let mut trainer = trainer::<T>(spec, rows);
    let start: Vec<T> = problem.start.iter().map(|w| T::from_f64(*w)).collect();
    trainer.set_weights(&start).unwrap();
    trainer
}

#[test]
fn the_minima_are_those_of_scipy_and_newton() {
    for problem in problems() {
        let spec = parse(&describe_problem(&problem));
        let rows = rows(&problem);
        let mut run = started::<f64>(&problem, &spec, &rows);
        let steps = finish(&mut run).len();
        assert_eq!(run.ended(), Some(StopReason::Converged), "{}", problem.name);
        assert!(steps < 300, "{}: {steps} steps", problem.name);
        let found = objective(&problem, &mut run);
        let error = (found - problem.objective).abs() / problem.objective;
        assert!(
            error < 1e-9,
            "{}: {found} against {}",
            problem.name,
            problem.objective
        );
        if !problem.weights.is_empty() {
            let error = distance(&run.weights(), &problem.weights);
            assert!(error < 1e-6, "{}: weights {error:e} away", problem.name);
        }
    }
}

#[test]
fn in_f32_the_minima_are_found_as_far_as_f32_can_tell_and_the_run_ends() {
    for problem in problems() {
        let mut described = describe_problem(&problem);
        described["optimizer"]["gradientTolerance"] = json!(0.0);
        let spec = parse(&described);
        let rows = rows(&problem);
        let mut run = started::<f32>(&problem, &spec, &rows);
        finish(&mut run);
        assert_eq!(run.ended(), Some(StopReason::Converged), "{}", problem.name);
        let found = objective(&problem, &mut run);
        let error = (found - problem.objective).abs() / problem.objective;
        assert!(
            error < 1e-4,
            "{}: {found} against {}",
            problem.name,
            problem.objective
        );
    }
}

/// A step never raises what is minimized, whatever the history and the first length.
#[test]
fn every_step_lowers_the_objective() {
    for problem in problems() {
        for (history, rate) in [(1, 1.0), (3, 100.0), (20, 1e-4)] {
            let mut described = describe_problem(&problem);
            described["optimizer"]["history"] = history.into();
            described["learningRate"] = rate.into();
            described["epochs"] = 25.into();
            let spec = parse(&described);
            let rows = rows(&problem);
            let mut run = started::<f64>(&problem, &spec, &rows);
            let mut before = objective(&problem, &mut run);
            while run.ended().is_none() {
                run.step().unwrap();
                let now = objective(&problem, &mut run);
                let stays = run.ended() == Some(StopReason::Converged);
                assert!(now < before || (stays && now <= before), "{}", problem.name);
                before = now;
            }
        }
    }
}

fn network() -> Value {
    let mut description = describe(
        &[30, 80, 40, 3],
        Activation::Tanh,
        Loss::SoftmaxCrossEntropy,
    );
    description["optimizer"] = json!({"kind": "lbfgs", "history": 4});
    description["learningRate"] = 1.into();
    description["l2"] = 0.001.into();
    description["epochs"] = 12.into();
    description
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let run = |threads: usize| {
        let mut description = network();
        description["threads"] = threads.into();
        let spec = parse(&description);
        let rows = table(&spec, 240, 50, 1);
        let mut trainer = trainer::<f32>(&spec, &rows);
        assert_eq!(trainer.threads(), threads);
        let losses: Vec<(f64, f64)> = finish(&mut trainer)
            .iter()
            .map(|r| (r.train_loss, r.validation_loss))
            .collect();
        (trainer.weights(), losses)
    };
    let first = run(1);
    for threads in [2, 3, 8] {
        assert!(run(threads) == first, "{threads} threads");
    }
}

fn interrupted_after_every_step<T: Real>(description: &Value) {
    let spec = parse(description);
    let rows = table(&spec, 60, 20, 1);
    let mut whole = trainer::<T>(&spec, &rows);
    let records = finish(&mut whole).len();
    let mut part = trainer::<T>(&spec, &rows);
    let mut bytes = Vec::new();
    let mut seen = 0;
    while part.ended().is_none() {
        seen += usize::from(part.step().unwrap().is_some());
        part.checkpoint(&mut bytes).unwrap();
        part = Trainer::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
    }
    assert_eq!(seen, records);
    assert_eq!(part.ended(), whole.ended());
    assert!(part.weights() == whole.weights());
    assert!(part.best_weights() == whole.best_weights());
}

#[test]
fn a_run_interrupted_after_every_step_equals_one_that_was_not() {
    let mut description = network();
    interrupted_after_every_step::<f32>(&description);
    interrupted_after_every_step::<f64>(&description);
    // Until it has converged: the end is part of the checkpoint.
    description["layers"] = json!([
        {"kind": "dense", "units": 3, "activation": "linear", "initialization": "he"}
    ]);
    description["epochs"] = 500.into();
    interrupted_after_every_step::<f32>(&description);
}

/// Normalized residual blocks, learned slopes and scales, and several members with and without layers of their own.
#[test]
fn every_step_of_a_deep_ensemble_lowers_its_loss() {
    for sharing in ["all", "own", "adapters"] {
        let shared = |units: usize, activation: &str, sharing: &str| {
            json!({"kind": "dense", "units": units, "activation": activation, "initialization": "glorot",
                   "sharing": sharing})
        };
        let dense = |units: usize, activation: &str| shared(units, activation, sharing);
        let mut description = network();
        description["members"] = 3.into();
        description["layers"] = json!([
            dense(12, "tanh"),
            {"kind": "residual", "layers": [
                {"kind": "layerNormalization"}, dense(20, "linear"), {"kind": "prelu"}, dense(12, "silu")
            ]},
            {"kind": "rmsNormalization"},
            {"kind": "scale", "initial": "normal"},
            shared(3, "linear", "own")
        ]);
        description["l2"] = 0.into();
        description["inputs"] = 6.into();
        let spec = parse(&description);
        let rows = table(&spec, 60, 0, 1);
        let mut run = trainer::<f64>(&spec, &rows);
        let losses: Vec<f64> = finish(&mut run).iter().map(|r| r.train_loss).collect();
        assert_eq!(losses.len(), 12);
        assert!(
            losses.windows(2).all(|w| w[1] < w[0]),
            "{sharing}: {losses:?}"
        );
        description["epochs"] = 5.into();
        interrupted_after_every_step::<f32>(&description);
    }
}

#[test]
fn a_converged_run_goes_on_when_what_is_minimized_changes() {
    let problem = &problems()[0];
    let spec = parse(&describe_problem(problem));
    let rows = rows(problem);
    let mut run = started::<f64>(problem, &spec, &rows);
    finish(&mut run);
    assert_eq!(run.ended(), Some(StopReason::Converged));
    let before = run.weights();
    run.change(serde_json::from_value(json!({"l2": 10.0})).unwrap())
        .unwrap();
    assert_eq!(run.ended(), None);
    finish(&mut run);
    assert_eq!(run.ended(), Some(StopReason::Converged));
    let norm = |w: &[f64]| w.iter().map(|x| x * x).sum::<f64>();
    assert!(norm(&run.weights()) < 0.5 * norm(&before));
}

#[test]
fn what_a_line_search_cannot_do_is_refused_with_the_remedy() {
    for (field, value, words) in [
        ("batchSize", json!(16), "use null, the full batch"),
        ("l1", json!(0.1), "use l2"),
        ("weightDecay", json!(0.1), "use l2"),
        ("clipNorm", json!(1.0), "use null"),
        ("clipValue", json!(1.0), "use null"),
        ("rateFactors", json!({"biases": 0.5}), "use 1"),
        ("averaging", json!({"kind": "exponential"}), "use null"),
        (
            "divergence",
            json!({"rollbacks": 1, "factor": 0.5}),
            "use null",
        ),
        (
            "changes",
            json!([{"step": 4, "batchSize": 8}]),
            "changes[0]: batchSize 8",
        ),
    ] {
        let mut description = network();
        description[field] = value;
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(
            error.message.contains(field) && error.message.contains(words),
            "{error}"
        );
    }
    for (kind, words) in [
        (json!({"kind": "dropout", "rate": 0.1}), "dropout"),
        (
            json!({"kind": "batchNormalization"}),
            "use layerNormalization",
        ),
    ] {
        let mut description = network();
        let layers = description["layers"].as_array_mut().unwrap();
        layers.insert(1, json!({"kind": "residual", "layers": [kind]}));
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(error.message.contains(words), "{error}");
    }
    let spec = parse(&network());
    let rows = table(&spec, 60, 0, 1);
    let options = Options::default();
    let error = range_test::<f32>(&spec, rows.data(), &RangeTest::default(), options).unwrap_err();
    assert!(error.message.contains("no rate to test"), "{error}");
}
