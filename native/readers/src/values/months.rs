//! Names of months and weekdays in the languages that files are written in.

use std::sync::LazyLock;

/// English, German, French, Spanish, Italian, Portuguese, Dutch and Polish (also in the genitive), lower case, in the
/// order of the year. Abbreviations of three letters or more that begin a name are found by `month`.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari",
        "styczeń", "stycznia",
    ],
    &[
        "february",
        "februar",
        "feber",
        "février",
        "fevrier",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
        "luty",
        "lutego",
    ],
    &[
        "march", "märz", "maerz", "mars", "marzo", "março", "marco", "maart", "mrt", "mrz",
        "marzec", "marca",
    ],
    &["april", "avril", "abril", "aprile", "kwiecień", "kwietnia"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maja"],
    &[
        "june", "juni", "juin", "junio", "giugno", "junho", "czerwiec", "czerwca",
    ],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "lipiec", "lipca",
    ],
    &[
        "august",
        "août",
        "aout",
        "agosto",
        "augustus",
        "sierpień",
        "sierpnia",
    ],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "setembro",
        "wrzesień",
        "września",
    ],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "październik",
        "października",
    ],
    &[
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "listopad",
        "listopada",
    ],
    &[
        "december",
        "dezember",
        "décembre",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "grudzień",
        "grudnia",
    ],
];

const WEEKDAYS: [&str; 35] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
];

/// Letters that the longest name has.
const LONGEST: usize = 14;

/// The month (1 to 12) that a word names: whole, or its first letters, three of them at least.
pub fn month(word: &str) -> Option<u32> {
    if !may_begin(word, &MONTH_BEGINNINGS) {
        return None;
    }
    let lower = lowered(word)?;
    // Three letters may begin two months of one language (juin, juillet; mars, marzo): the whole word decides first.
    let whole = (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&lower.as_str()));
    let begun = || {
        let mut found = (1..)
            .zip(MONTHS)
            .filter(|(_, names)| names.iter().any(|name| name.starts_with(&lower)));
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    };
    whole.or_else(begun).map(|(month, _)| month)
}

/// Whether a word names a day of the week, whole or by its first letters: three, or two of the German ones.
pub fn is_weekday(word: &str) -> bool {
    if matches!(word, "Mo" | "Di" | "Mi" | "Do" | "Fr" | "Sa" | "So") {
        return true;
    }
    may_begin(word, &WEEKDAY_BEGINNINGS)
        && lowered(word).is_some_and(|lower| WEEKDAYS.iter().any(|name| name.starts_with(&lower)))
}

static MONTH_BEGINNINGS: LazyLock<Vec<[u8; 3]>> =
    LazyLock::new(|| beginnings(MONTHS.into_iter().flatten()));
static WEEKDAY_BEGINNINGS: LazyLock<Vec<[u8; 3]>> = LazyLock::new(|| beginnings(WEEKDAYS.iter()));

/// The first three bytes of names, in order.
fn beginnings<'a>(names: impl Iterator<Item = &'a &'a str>) -> Vec<[u8; 3]> {
    let mut all: Vec<[u8; 3]> = names
        .filter_map(|name| name.as_bytes().first_chunk().copied())
        .collect();
    all.sort_unstable();
    all
}

/// Spares most words of a column a look at every name. Letters beyond ASCII are not told from their capitals here.
fn may_begin(word: &str, beginnings: &[[u8; 3]]) -> bool {
    match word.as_bytes().first_chunk::<3>() {
        Some(bytes) if bytes.is_ascii() => beginnings
            .binary_search(&bytes.map(|byte| byte.to_ascii_lowercase()))
            .is_ok(),
        Some(_) => true,
        None => false,
    }
}

fn lowered(word: &str) -> Option<String> {
    let count = word.chars().count();
    (3..=LONGEST).contains(&count).then(|| word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_and_first_letters() {
        for (word, expected) in [
            ("January", 1),
            ("jan", 1),
            ("févr", 2),
            ("März", 3),
            ("MAR", 3),
            ("mrt", 3),
            ("avr", 4),
            ("abr", 4),
            ("May", 5),
            ("mai", 5),
            ("maj", 5),
            ("giu", 6),
            ("Juni", 6),
            ("juil", 7),
            ("lug", 7),
            ("août", 8),
            ("ago", 8),
            ("Sept", 9),
            ("set", 9),
            ("Okt", 10),
            ("paź", 10),
            ("Nov", 11),
            ("lis", 11),
            ("Dez", 12),
            ("dic", 12),
            ("grudnia", 12),
        ] {
            assert_eq!(month(word), Some(expected), "{word}");
        }
        for word in ["ma", "jui", "Mon", "march4", "kilogrammes", "x"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn no_name_means_two_months() {
        for (number, names) in (1..).zip(MONTHS) {
            for name in names {
                assert_eq!(month(name), Some(number), "{name}");
            }
        }
    }

    #[test]
    fn weekdays_are_known() {
        assert!(
            is_weekday("Mon") && is_weekday("Sat") && is_weekday("Mittwoch") && is_weekday("Mi")
        );
        assert!(!is_weekday("March") && !is_weekday("x"));
    }
}
