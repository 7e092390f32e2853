//! Signs and codes of currencies that stand before or after a number.

/// Spellings of one currency each, the longer before those they begin with.
const CURRENCIES: [&[&str]; 30] = [
    &["US$", "USD", "$"],
    &["EUR", "€"],
    &["GBP", "£"],
    &["JPY", "¥", "円"],
    &["CNY", "RMB", "元"],
    &["INR", "₹", "Rs."],
    &["CHF", "SFr.", "Fr."],
    &["BRL", "R$"],
    &["CAD", "CA$", "C$"],
    &["AUD", "AU$", "A$"],
    &["NZD", "NZ$"],
    &["HKD", "HK$"],
    &["SGD", "S$"],
    &["MXN", "MX$"],
    &["SEK"],
    &["NOK"],
    &["DKK"],
    &["kr.", "kr"],
    &["PLN", "zł"],
    &["CZK", "Kč"],
    &["HUF", "Ft"],
    &["RON", "lei"],
    &["BGN", "лв"],
    &["RUB", "₽", "руб."],
    &["UAH", "₴"],
    &["TRY", "₺"],
    &["KRW", "₩"],
    &["ILS", "₪"],
    &["VND", "₫"],
    &["THB", "฿"],
];

/// The currency a text begins with, as a number of its own, and the rest.
pub fn before(text: &str) -> Option<(u8, &str)> {
    longest(|sign| text.strip_prefix(sign))
}

/// The currency a text ends with, and what stands before it.
pub fn after(text: &str) -> Option<(u8, &str)> {
    longest(|sign| text.strip_suffix(sign))
}

fn longest<'a>(strip: impl Fn(&str) -> Option<&'a str>) -> Option<(u8, &'a str)> {
    let mut found: Option<(u8, &str)> = None;
    for (id, signs) in (0_u8..).zip(CURRENCIES) {
        for rest in signs.iter().filter_map(|sign| strip(sign)) {
            if found.is_none_or(|(_, shortest)| rest.len() < shortest.len()) {
                found = Some((id, rest));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_sign_counts() {
        assert_eq!(before("US$5").map(|(_, rest)| rest), Some("5"));
        assert_eq!(before("R$5"), before("BRL5"));
        assert_ne!(before("$5"), before("R$5"));
        assert_eq!(after("5 kr."), after("5 kr").map(|(id, _)| (id, "5 ")));
        assert_eq!(before("5"), None);
    }
}
