//! What a number format makes of a number: a date, a percentage, an amount of money, or a number.

/// What the cells of one format hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberKind {
    #[default]
    Plain,
    Percent,
    Currency,
    /// With a year, a month or a day.
    Date,
    /// With nothing but a time of day.
    Time,
    /// With hours that may exceed 24.
    Duration,
    /// A code of at least so many digits, zeros in front.
    Code(u8),
}

/// The kind of a built-in format (ECMA-376 part 1, 18.8.30; the East Asian ones are dates and times).
pub fn builtin(id: u32) -> NumberKind {
    match id {
        5..=8 | 42 | 44 => NumberKind::Currency,
        9 | 10 => NumberKind::Percent,
        14..=17 | 22 | 27..=36 | 50..=58 => NumberKind::Date,
        18..=21 | 45 | 47 => NumberKind::Time,
        46 => NumberKind::Duration,
        _ => NumberKind::Plain,
    }
}

/// The kind of a format by its code, of which the first section (positive numbers) decides.
pub fn of_code(code: &str) -> NumberKind {
    if let Some(digits) = code_digits(code) {
        return NumberKind::Code(digits);
    }
    let mut found = Found::default();
    let mut rest = code.chars();
    while let Some(sign) = rest.next() {
        match sign {
            ';' => break,
            '"' => {
                let quoted: String = rest.by_ref().take_while(|&one| one != '"').collect();
                found.currency |= is_currency(&quoted);
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|&one| one != ']').collect();
                found.bracket(&inside);
            }
            '\\' => {
                let next = rest.next().map(String::from).unwrap_or_default();
                found.currency |= is_currency(&next);
            }
            // The next sign is a width or a filling, not a part of the number.
            '_' | '*' => {
                rest.next();
            }
            'G' | 'g' if rest.as_str().to_ascii_lowercase().starts_with("eneral") => {
                rest.nth("eneral".len() - 1);
            }
            'A' | 'a' if is_half_day(rest.as_str()) => {
                found.hours = true;
                let marker = if rest.as_str().starts_with('/') { 2 } else { 4 };
                rest.nth(marker - 1);
            }
            _ => found.sign(sign),
        }
    }
    found.kind()
}

/// The digits of a format that is nothing but zeros, as of postal codes: `00000`.
fn code_digits(code: &str) -> Option<u8> {
    let is_code = (2..=20).contains(&code.len()) && code.bytes().all(|byte| byte == b'0');
    is_code.then(|| u8::try_from(code.len()).ok()).flatten()
}

/// AM/PM or A/P, after its first letter.
fn is_half_day(rest: &str) -> bool {
    let rest = rest.to_ascii_lowercase();
    rest.starts_with("m/pm") || rest.starts_with("/p")
}

#[derive(Default)]
struct Found {
    percent: bool,
    currency: bool,
    days: bool,
    months: bool,
    hours: bool,
    elapsed: bool,
}

impl Found {
    fn sign(&mut self, sign: char) {
        match sign.to_ascii_lowercase() {
            '%' => self.percent = true,
            'y' | 'd' => self.days = true,
            'm' => self.months = true,
            'h' | 's' => self.hours = true,
            _ => self.currency |= is_currency_sign(sign),
        }
    }

    fn bracket(&mut self, inside: &str) {
        let lower = inside.to_ascii_lowercase();
        if !lower.is_empty() && lower.chars().all(|one| matches!(one, 'h' | 'm' | 's')) {
            self.elapsed = true;
        } else if let Some(symbol) = inside.strip_prefix('$') {
            let symbol = symbol.split('-').next().unwrap_or_default();
            self.currency |= !symbol.is_empty();
        }
    }

    fn kind(&self) -> NumberKind {
        // An m beside hours or seconds is minutes.
        if self.elapsed {
            NumberKind::Duration
        } else if self.days || (self.months && !self.hours) {
            NumberKind::Date
        } else if self.hours {
            NumberKind::Time
        } else if self.percent {
            NumberKind::Percent
        } else if self.currency {
            NumberKind::Currency
        } else {
            NumberKind::Plain
        }
    }
}

/// Signs of the Unicode category "symbol, currency".
fn is_currency_sign(sign: char) -> bool {
    matches!(
        sign,
        '$' | '¢' | '£' | '¤' | '¥' | '֏' | '฿' | '\u{20a0}'
            ..='\u{20cf}' | '＄' | '￡' | '￥' | '￦'
    )
}

/// A currency sign, or an ISO 4217 code or usual short form of a currency.
fn is_currency(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(is_currency_sign)
        || matches!(
            text,
            "EUR"
                | "USD"
                | "GBP"
                | "CHF"
                | "JPY"
                | "CNY"
                | "INR"
                | "CAD"
                | "AUD"
                | "NZD"
                | "SEK"
                | "NOK"
                | "DKK"
                | "PLN"
                | "CZK"
                | "HUF"
                | "RON"
                | "BGN"
                | "TRY"
                | "BRL"
                | "MXN"
                | "ZAR"
                | "KRW"
                | "RUB"
                | "Fr."
                | "kr"
                | "zł"
                | "Kč"
                | "Ft"
                | "lei"
                | "R$"
                | "руб"
                | "руб."
                | "元"
                | "円"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_read_as_their_programs_show_them() {
        for (code, kind) in [
            ("General", NumberKind::Plain),
            ("0.00", NumberKind::Plain),
            ("0.00E+00", NumberKind::Plain),
            ("#,##0.00_);[Red](#,##0.00)", NumberKind::Plain),
            ("0 \"days\"", NumberKind::Plain),
            ("@", NumberKind::Plain),
            ("0.0%", NumberKind::Percent),
            ("#,##0.00 [$€-407]", NumberKind::Currency),
            ("\"€\"#,##0", NumberKind::Currency),
            ("\\$0.00", NumberKind::Currency),
            ("_($* #,##0_)", NumberKind::Currency),
            ("_-£* #,##0.00_-", NumberKind::Currency),
            ("#,##0 \"CHF\"", NumberKind::Currency),
            ("yyyy-mm-dd", NumberKind::Date),
            ("[$-409]mmm yy", NumberKind::Date),
            ("[$-F800]dddd, mmmm dd, yyyy", NumberKind::Date),
            ("d/m/yyyy h:mm", NumberKind::Date),
            ("mmm", NumberKind::Date),
            ("h:mm", NumberKind::Time),
            ("mm:ss.0", NumberKind::Time),
            ("h:mm AM/PM", NumberKind::Time),
            ("[h]:mm:ss", NumberKind::Duration),
            ("[mm]:ss", NumberKind::Duration),
            ("[>100]0.0", NumberKind::Plain),
            ("0.0;yyyy", NumberKind::Plain),
            ("0", NumberKind::Plain),
            ("00000", NumberKind::Code(5)),
            ("00.0", NumberKind::Plain),
        ] {
            assert_eq!(of_code(code), kind, "{code}");
        }
    }
}
