//! Gradients against central differences of the same code in f64, and f32 against f64.

use super::{Table, distance, trainer, widen};
use descent_engine::{RunSpec, Trainer};

/// Central differences of the loss at the trainer's weights.
fn numerical(trainer: &mut Trainer<'_, f64>) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    let weights = trainer.weights();
    let mut gradient = Vec::with_capacity(weights.len());
    for index in 0..weights.len() {
        let mut loss_at = |offset: f64| {
            let mut moved = weights.clone();
            moved[index] += offset;
            trainer.set_weights(&moved).unwrap();
            trainer.gradient().0
        };
        gradient.push((loss_at(STEP) - loss_at(-STEP)) / (2.0 * STEP));
    }
    trainer.set_weights(&weights).unwrap();
    gradient
}

/// Moves weights and biases off their initial values, biases being zero there.
fn stir(trainer: &mut Trainer<'_, f64>) {
    let mut weights = trainer.weights();
    for (i, w) in weights.iter_mut().enumerate() {
        *w += 0.05 * (i as f64 * 1.7).sin();
    }
    trainer.set_weights(&weights).unwrap();
}

/// Central differences within 1e-6 in f64, and f32 within 1e-4 of f64.
pub fn check(spec: &RunSpec, data: &Table) -> Result<(), String> {
    let mut exact = trainer::<f64>(spec, data);
    stir(&mut exact);
    let (_, gradient) = exact.gradient();
    let error = distance(&gradient, &numerical(&mut exact));
    if error.is_nan() || error >= 1e-6 {
        return Err(format!("central differences are {error:e} away: {spec:?}"));
    }
    let mut single = trainer::<f32>(spec, data);
    let weights: Vec<f32> = exact.weights().iter().map(|w| *w as f32).collect();
    single.set_weights(&weights).unwrap();
    let error = distance(&gradient, &widen(&single.gradient().1));
    if error.is_nan() || error >= 1e-4 {
        return Err(format!("f32 is {error:e} away from f64: {spec:?}"));
    }
    Ok(())
}
