//! Words that say no and yes.

/// Pairs in lower case, no before yes, by language. The first that fits a column counts.
const PAIRS: [[&str; 2]; 26] = [
    ["false", "true"],
    ["no", "yes"],
    ["f", "t"],
    ["n", "y"],
    ["off", "on"],
    ["nein", "ja"],
    ["falsch", "wahr"],
    ["n", "j"],
    ["non", "oui"],
    ["faux", "vrai"],
    ["no", "sí"],
    ["no", "si"],
    ["no", "sì"],
    ["falso", "verdadero"],
    ["falso", "vero"],
    ["falso", "verdadeiro"],
    ["não", "sim"],
    ["nao", "sim"],
    ["nee", "ja"],
    ["onwaar", "waar"],
    ["nie", "tak"],
    ["fałsz", "prawda"],
    ["nej", "ja"],
    ["nei", "ja"],
    ["ne", "ano"],
    ["нет", "да"],
];

/// Counts only where a person asks for a boolean.
const DIGITS: [&str; 2] = ["0", "1"];

/// A column of more different texts is no boolean: every spelling of a pair counts (yes, Yes, YES).
pub const MOST_TEXTS: usize = 6;

/// Whether the distinct trimmed texts of a column are all of one pair. A column with one text only is a boolean where
/// the text is a whole word (True, no) rather than a letter.
pub fn is_pair(distinct: &[&str]) -> bool {
    if distinct.is_empty() || distinct.len() > MOST_TEXTS {
        return false;
    }
    let lower: Vec<String> = distinct.iter().map(|text| text.to_lowercase()).collect();
    PAIRS.iter().any(|[no, yes]| {
        lower.iter().all(|text| text == no || text == yes)
            && (no.len() > 1
                || (lower.iter().any(|text| text == no) && lower.iter().any(|text| text == yes)))
    })
}

/// What a trimmed text says where a person asked for a boolean: the word of any pair, 0 or 1.
pub fn says(text: &str) -> Option<bool> {
    // The longest words have 10 bytes.
    if text.len() > 12 {
        return None;
    }
    let lower = text.to_lowercase();
    [DIGITS].iter().chain(&PAIRS).find_map(|[no, yes]| {
        if lower == *no {
            Some(false)
        } else if lower == *yes {
            Some(true)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_several_languages_are_known() {
        for texts in [
            &["True", "false", "TRUE"][..],
            &["yes", "no"],
            &["t", "f"],
            &["True"],
            &["Ja", "Nein"],
            &["oui", "non"],
            &["SÍ", "NO"],
            &["sì", "no"],
            &["sim", "não"],
            &["ja", "nee"],
            &["Tak", "Nie"],
            &["vrai", "faux"],
        ] {
            assert!(is_pair(texts), "{texts:?}");
        }
    }

    #[test]
    fn words_of_two_pairs_lone_letters_and_digits_are_none() {
        for texts in [
            &["yes", "no", "maybe"][..],
            &["t"],
            &["oui", "no"],
            &["0", "1"],
            &[],
            &["wahr", "yes"],
        ] {
            assert!(!is_pair(texts), "{texts:?}");
        }
    }

    #[test]
    fn every_word_counts_where_a_person_asked() {
        assert_eq!(says("Oui"), Some(true));
        assert_eq!(says("0"), Some(false));
        assert_eq!(says("NIE"), Some(false));
        assert_eq!(says("2"), None);
    }

    #[test]
    fn no_word_says_both() {
        for [no, yes] in PAIRS {
            assert_eq!(
                (says(no), says(yes)),
                (Some(false), Some(true)),
                "{no} {yes}"
            );
        }
    }
}
