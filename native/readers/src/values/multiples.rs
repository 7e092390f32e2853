//! Thousands, millions and more, written for short behind a number: 1.5M, 20k, 3 Mio. €.

/// Spellings with the power of ten that each stands for.
const MULTIPLES: [(&str, u8); 13] = [
    ("k", 3),
    ("K", 3),
    ("Tsd.", 3),
    ("Tsd", 3),
    ("M", 6),
    ("mn", 6),
    ("mln", 6),
    ("Mio.", 6),
    ("Mio", 6),
    ("bn", 9),
    ("Mrd.", 9),
    ("Mrd", 9),
    ("mrd", 9),
];

/// Those that mean so beside a currency alone: 5m are metres, and 12B is a seat.
const OF_MONEY: [(&str, u8); 3] = [("m", 6), ("b", 9), ("B", 9)];

/// The power of ten that a number ends with, and what stands before it.
pub fn after(text: &str, is_money: bool) -> Option<(u8, &str)> {
    let of_money = OF_MONEY.iter().filter(|_| is_money);
    let (power, rest) = MULTIPLES
        .iter()
        .chain(of_money)
        .find_map(|(spelling, power)| Some((*power, text.strip_suffix(spelling)?.trim_end())))?;
    rest.ends_with(|c: char| c.is_ascii_digit())
        .then_some((power, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_are_parted_from_their_number() {
        assert_eq!(after("1.5M", false), Some((6, "1.5")));
        assert_eq!(after("3 Mio.", true), Some((6, "3")));
        assert_eq!(after("20k", false), Some((3, "20")));
        assert_eq!(after("5m", false), None);
        assert_eq!(after("5m", true), Some((6, "5")));
        assert_eq!(after("km", true), None);
        assert_eq!(after("k", false), None);
    }
}
