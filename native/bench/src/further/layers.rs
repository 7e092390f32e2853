//! Samples a second of networks with dropout, with batch normalization and with embeddings.

use super::Case;
use super::batch::best_training;
use crate::Outcome;
use crate::works::{Extra, Work, work_named};

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    let extras = [
        ("dropout", Extra::Dropout { rate: 0.1 }),
        ("batch normalization", Extra::BatchNormalization),
        (
            "8 embeddings",
            Extra::Embeddings {
                columns: 8,
                levels: 50,
                dimension: 8,
            },
        ),
    ];
    let mut cases = Vec::new();
    for name in ["M", "L"] {
        for (what, extra) in extras {
            let work = Work {
                extra,
                ..work_named(name)?
            };
            let name = format!("{name}, {what}");
            // A layer that this engine does not know leaves the other figures as they are.
            cases.push(match best_training(&work, name.clone(), cores) {
                Ok(case) => case,
                Err(error) => {
                    eprintln!("  not measured: {error}");
                    Case {
                        name,
                        value: None,
                        setting: String::new(),
                        work: work.told(),
                    }
                }
            });
        }
    }
    Ok(cases)
}
