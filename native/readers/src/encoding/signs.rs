//! Signs that tell Western text from others: statistics of letters know nothing of £ and m².

use encoding_rs::{Encoding, WINDOWS_1252};

/// Whether text that was taken for another encoding of one byte a character is Windows-1252: all that the two differ in
/// are signs of the latter, where such signs stand.
pub(super) fn are_western(pieces: &[&[u8]], guessed: &'static Encoding) -> bool {
    if !guessed.is_single_byte() || guessed == WINDOWS_1252 {
        return false;
    }
    let differs: Vec<bool> = (0..=255_u8)
        .map(|byte| {
            let text = [byte];
            guessed.decode_without_bom_handling(&text).0
                != WINDOWS_1252.decode_without_bom_handling(&text).0
        })
        .collect();
    let mut signs = 0;
    for piece in pieces {
        for (at, byte) in piece.iter().enumerate() {
            if differs[usize::from(*byte)] {
                let before = at.checked_sub(1).and_then(|at| piece.get(at)).copied();
                if !is_sign(before, *byte, piece.get(at + 1).copied()) {
                    return false;
                }
                signs += 1;
            }
        }
    }
    signs > 0
}

/// Pounds and yen beside digits, squares and cubes after a unit, fractions and inverted marks at a text's beginning.
fn is_sign(before: Option<u8>, byte: u8, after: Option<u8>) -> bool {
    let is_digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
    let is_letter =
        |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    match byte {
        0xA3 | 0xA5 => {
            (is_digit(after) || is_digit(before)) && !is_letter(before) && !is_letter(after)
        }
        0xB2 | 0xB3 => before == Some(b'm') && !is_letter(after),
        0xBC..=0xBE => !is_letter(before) && !is_letter(after),
        0xBF | 0xA1 => !is_letter(before) && is_letter(after),
        _ => false,
    }
}
