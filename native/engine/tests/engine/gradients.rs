//! Gradients against central differences of the same code in f64, and f32 against f64.

use crate::support::gradients::check;
use crate::support::{describe, distance, outputs_of, parse, table, widen};
use descent_engine::{Activation, Kernel, Loss, Options, Trainer};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn every_activation_and_loss_agrees_with_central_differences() {
    for activation in Activation::ALL {
        for loss in Loss::ALL {
            let outputs = outputs_of(loss);
            let spec = parse(&describe(&[6, 9, 5, outputs], activation, loss));
            check(&spec, &table(&spec, 19, 0, 3)).unwrap();
        }
    }
}

#[test]
fn every_option_of_a_loss_agrees_with_central_differences() {
    for (loss, outputs, options) in [
        (Loss::Huber, 2, json!({"delta": 0.3})),
        (
            Loss::Focal,
            1,
            json!({"gamma": 1.3, "classWeights": [1, 4]}),
        ),
        (Loss::Focal, 35, json!({"gamma": 0.0})),
        (Loss::Hinge, 1, json!({})),
        (
            Loss::BinaryCrossEntropy,
            1,
            json!({"labelSmoothing": 0.2, "classWeights": [3, 1]}),
        ),
        (
            Loss::SoftmaxCrossEntropy,
            3,
            json!({"labelSmoothing": 0.2, "classWeights": [3, 1, 0]}),
        ),
        (
            Loss::SoftmaxCrossEntropy,
            40,
            json!({"labelSmoothing": 0.3}),
        ),
        (Loss::GaussianNll, 34, json!({})),
    ] {
        let mut description = describe(&[6, 9, outputs], Activation::Tanh, loss);
        description["lossOptions"] = options;
        let spec = parse(&description);
        let mut data = table(&spec, 19, 0, 3);
        check(&spec, &data).unwrap();
        data.train_weights = (0..19).map(|i| (i % 5) as f32 * 0.5).collect();
        check(&spec, &data).unwrap();
    }
}

#[test]
fn an_output_activation_under_the_squared_error_agrees_too() {
    for activation in Activation::ALL {
        let mut description = describe(&[4, 6, 3], Activation::Tanh, Loss::MeanSquaredError);
        description["layers"][1]["activation"] = activation.name().into();
        let spec = parse(&description);
        check(&spec, &table(&spec, 11, 0, 5)).unwrap();
    }
}

#[test]
fn every_kernel_of_this_processor_gives_the_same_gradient() {
    for activation in Activation::ALL {
        let spec = parse(&describe(
            &[37, 50, 33, 20],
            activation,
            Loss::SoftmaxCrossEntropy,
        ));
        let data = table(&spec, 45, 0, 9);
        let gradients: Vec<(Kernel, Vec<f64>, Vec<f64>)> = Kernel::available()
            .into_iter()
            .map(|kernel| {
                let options = Options {
                    kernel: Some(kernel),
                };
                let mut single = Trainer::<f32>::new(&spec, data.data(), None, options).unwrap();
                let mut double = Trainer::<f64>::new(&spec, data.data(), None, options).unwrap();
                assert_eq!(single.kernel(), kernel);
                (kernel, widen(&single.gradient().1), double.gradient().1)
            })
            .collect();
        for (kernel, single, double) in &gradients {
            assert!(
                distance(single, &gradients[0].1) < 1e-5,
                "{kernel:?} {activation:?} f32"
            );
            assert!(
                distance(double, &gradients[0].2) < 1e-13,
                "{kernel:?} {activation:?} f64"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whole random networks. Piecewise linear activations are left to the fixed networks above: among random ones some
    /// unit always comes within the difference's step of its kink.
    #[test]
    fn random_networks_agree_with_central_differences(
        inputs in 1usize..20,
        hidden in prop::collection::vec((1usize..20, 0usize..7), 0..4),
        loss in 0usize..12,
        outputs in 2usize..20,
        rows in 1usize..40,
        seed in 1u64..1_000_000,
    ) {
        let smooth = [
            Activation::Linear, Activation::Tanh, Activation::Sigmoid, Activation::Gelu, Activation::Silu,
            Activation::Mish, Activation::Softplus,
        ];
        let loss = Loss::ALL[loss];
        // Losses with kinks are left to the fixed networks, too.
        prop_assume!(!matches!(loss, Loss::Hinge | Loss::Huber | Loss::MeanAbsoluteError | Loss::Quantile));
        let outputs = match loss {
            Loss::BinaryCrossEntropy => 1,
            Loss::GaussianNll => outputs / 2 * 2,
            _ => outputs,
        };
        let mut sizes = vec![inputs];
        sizes.extend(hidden.iter().map(|(units, _)| *units));
        sizes.push(outputs);
        let mut description = describe(&sizes, Activation::Tanh, loss);
        for (i, (_, activation)) in hidden.iter().enumerate() {
            description["layers"][i]["activation"] = smooth[*activation].name().into();
        }
        description["seed"] = seed.into();
        let spec = parse(&description);
        if let Err(message) = check(&spec, &table(&spec, rows, 0, seed)) {
            return Err(TestCaseError::fail(message));
        }
    }
}
