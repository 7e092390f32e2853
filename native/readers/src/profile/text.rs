//! Numbers as the studio shows them.

/// A number as JavaScript writes it (ECMA-262, Number::toString): the shortest digits that are read back to the same
/// value, with an exponent from 1e21 on and below 1e-6.
pub fn number_text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let shortest = format!("{value:e}");
    let Some((digits, exponent)) = shortest.split_once('e') else {
        // NaN and infinite values are missing and never shown.
        return shortest;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    match exponent {
        -6..=20 => format!("{value}"),
        ..-6 => format!("{digits}e{exponent}"),
        _ => format!("{digits}e+{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_javascript() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (4.0, "4"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (0.000001, "0.000001"),
            (1e-7, "1e-7"),
            (-1.25e-9, "-1.25e-9"),
        ] {
            assert_eq!(number_text(value), expected);
        }
    }
}
