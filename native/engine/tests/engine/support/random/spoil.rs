//! Descriptions that are damaged.

use super::Choices;
use serde_json::{Value, json};

/// A value that a field hardly expects.
fn strange(choices: &mut Choices<'_>) -> Value {
    let deep = (0..choices.below(200)).fold(json!([]), |inner, _| json!([inner]));
    choices.pick(&[
        json!(null),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(true),
        json!(""),
        json!("\u{0}ünï\u{1F4A5}\u{202E}"),
        json!({}),
        json!([]),
        json!([null, -0.0, "x"]),
        json!({"kind": "adam", "kind ": 1}),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(65_536),
        json!(65_537),
        json!(4_294_967_295u32),
        json!(1e-320),
        json!(f64::MAX),
        json!(-f64::MAX),
        deep,
    ])
}

/// Changes one place of a value: an element replaced, dropped, doubled or added.
pub fn spoil(choices: &mut Choices<'_>, value: &mut Value) {
    let children = match value {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 {
        *value = strange(choices);
        return;
    }
    let (at, how, new) = (choices.below(children), choices.below(8), strange(choices));
    match value {
        Value::Object(fields) => {
            let Some(name) = fields.keys().nth(at).cloned() else {
                return;
            };
            match how {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(format!("{name}x"), new)),
                2 => drop(fields.insert(name, new)),
                _ => spoil(choices, &mut fields[&name]),
            }
        }
        Value::Array(items) => match how {
            0 => drop(items.remove(at)),
            1 => items.insert(at, new),
            2 => items[at] = new,
            3 => items.insert(at, items[at].clone()),
            _ => spoil(choices, &mut items[at]),
        },
        _ => {}
    }
}

/// Changes a text where no value is looked at: cut, doubled, overwritten.
pub fn garble(choices: &mut Choices<'_>, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let place = |choices: &mut Choices<'_>| choices.below(characters.len().max(1));
    let (from, to) = (place(choices), place(choices));
    let (from, to) = (from.min(to), from.max(to).min(characters.len()));
    let piece: Vec<char> = characters[from..to].to_vec();
    let put = choices.pick(&[
        "", "9", "-", "e999", "\"", "{", "[[[[", "}", ",", "\u{FEFF}", "1E400", "\\ud800", "null",
    ]);
    match choices.below(4) {
        // A piece twice: fields come twice.
        0 => drop(characters.splice(to..to, piece)),
        1 => drop(characters.splice(from..to, put.chars())),
        2 => drop(characters.splice(from..from, put.chars())),
        _ => characters.truncate(to),
    }
    characters.into_iter().collect()
}
