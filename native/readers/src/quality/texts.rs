//! Words and what they mean.

/// Texts, in lower case, that say that a value is not known.
const UNKNOWN: &[&str] = &[
    // Signs and codes.
    "?",
    "??",
    "???",
    "-",
    "--",
    "---",
    ".",
    "..",
    "...",
    "*",
    "n.a.",
    "n.a",
    "n/a",
    "na",
    "nan",
    "null",
    "nil",
    "(null)",
    "[null]",
    "<null>",
    "\\n",
    "#n/a",
    "#value!",
    "#ref!",
    "#div/0!",
    "#name?",
    "#num!",
    "#null!",
    "tbd",
    "tba",
    "n.d.",
    "n/d",
    "s/d",
    "k.a.",
    "k. a.",
    // English.
    "unknown",
    "unkown",
    "unknwon",
    "not known",
    "not available",
    "not applicable",
    "missing",
    "missing value",
    "no data",
    "nodata",
    "no value",
    "no answer",
    "no response",
    "not specified",
    "unspecified",
    "not stated",
    "not reported",
    "not recorded",
    "not provided",
    "not given",
    "undefined",
    "undetermined",
    "blank",
    "(blank)",
    "<blank>",
    "empty",
    "(empty)",
    "<empty>",
    "don't know",
    "dont know",
    "do not know",
    "prefer not to say",
    "to be determined",
    // German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Czech, Turkish, Russian, Chinese, Japanese.
    "unbekannt",
    "keine angabe",
    "keine angaben",
    "keine daten",
    "ohne angabe",
    "nicht bekannt",
    "nicht verfügbar",
    "fehlt",
    "inconnu",
    "inconnue",
    "non disponible",
    "non renseigné",
    "non précisé",
    "manquant",
    "desconocido",
    "desconocida",
    "no disponible",
    "sin datos",
    "sin información",
    "sconosciuto",
    "sconosciuta",
    "non disponibile",
    "desconhecido",
    "desconhecida",
    "não disponível",
    "não informado",
    "onbekend",
    "niet beschikbaar",
    "okänd",
    "okänt",
    "ukendt",
    "ukjent",
    "tuntematon",
    "nieznany",
    "brak danych",
    "neznámý",
    "neuvedeno",
    "bilinmiyor",
    "неизвестно",
    "нет данных",
    "未知",
    "不详",
    "不明",
];

/// Whether a text says in words or signs that a value is not known.
pub(crate) fn means_missing(text: &str) -> bool {
    // The longest is shorter; free texts need no look.
    if text.len() > 40 {
        return false;
    }
    let text = text.trim();
    if text.is_ascii() {
        UNKNOWN.iter().any(|one| one.eq_ignore_ascii_case(text))
    } else {
        let lower = text.to_lowercase();
        UNKNOWN.contains(&lower.as_str())
    }
}

/// The words of a column's name in lower case: `customerID`, `customer_id` and `Customer ID` are `customer`, `id`.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else {
            if c.is_uppercase() && previous.is_lowercase() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        previous = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a column's name says that it names things: `id`, `customerId`, `zip code`.
pub(crate) fn is_called_code(name: &str) -> bool {
    const NAMING: &[&str] = &[
        "id",
        "ids",
        "key",
        "uuid",
        "guid",
        "code",
        "zip",
        "zipcode",
        "postcode",
        "plz",
        "sku",
        "ean",
        "isbn",
        "phone",
        "telephone",
        "iban",
        "ssn",
        "rownum",
    ];
    name_words(name)
        .last()
        .is_some_and(|word| NAMING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_unknown_are_met_in_any_case() {
        for text in [
            "Unknown",
            "UNBEKANNT",
            "n.a.",
            "未知",
            "Não informado",
            " ? ",
        ] {
            assert!(means_missing(text), "{text}");
        }
        for text in ["none", "other", "Berlin", "0", "no"] {
            assert!(!means_missing(text), "{text}");
        }
    }

    #[test]
    fn names_fall_into_words() {
        assert_eq!(name_words("customerID"), ["customer", "id"]);
        assert_eq!(name_words("Zip Code"), ["zip", "code"]);
        assert!(is_called_code("store_id") && is_called_code("PLZ") && is_called_code("rowId"));
        assert!(
            !is_called_code("humid") && !is_called_code("idle time") && !is_called_code("paid")
        );
    }
}
