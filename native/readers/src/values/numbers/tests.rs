use super::*;
use NumberFormat::{
    ApostropheThousands, CommaDecimal, CommaThousands, Plain, SpaceCommaDecimal, SpaceThousands,
};
use proptest::prelude::*;

fn value(text: &str, format: NumberFormat) -> Option<f64> {
    read(text.as_bytes(), format)
        .map(|number| number.value)
        .filter(|value| !value.is_nan())
}

fn fits(text: &str) -> Vec<NumberFormat> {
    let formats = read(text.as_bytes(), Plain).map_or(Formats::NONE, |number| number.formats);
    NUMBER_FORMATS
        .into_iter()
        .filter(|format| formats.has(*format))
        .collect()
}

#[test]
fn every_format_reads_its_own() {
    for (text, format, expected) in [
        ("1", Plain, 1.0),
        ("+3", Plain, 3.0),
        ("-0.25", Plain, -0.25),
        (".5", Plain, 0.5),
        ("5.", Plain, 5.0),
        ("1e-3", Plain, 1e-3),
        ("1.5E+10", Plain, 1.5e10),
        ("\u{2212}7", Plain, -7.0),
        ("1,234.5", CommaThousands, 1234.5),
        ("1,234,567", CommaThousands, 1_234_567.0),
        ("1,23,456", CommaThousands, 123_456.0),
        ("12,34,56,789.5", CommaThousands, 123_456_789.5),
        ("1 234.5", SpaceThousands, 1234.5),
        ("1\u{a0}234\u{a0}567", SpaceThousands, 1_234_567.0),
        ("1\u{202f}234,5", SpaceCommaDecimal, 1234.5),
        ("1'234.5", ApostropheThousands, 1234.5),
        ("12’345", ApostropheThousands, 12_345.0),
        ("1.234,56", CommaDecimal, 1234.56),
        ("1.234.567", CommaDecimal, 1_234_567.0),
        ("1.234", CommaDecimal, 1234.0),
        ("0,5", CommaDecimal, 0.5),
        ("1,5e3", CommaDecimal, 1500.0),
        ("1 234,56", SpaceCommaDecimal, 1234.56),
    ] {
        assert_eq!(value(text, format), Some(expected), "{text} {format:?}");
    }
}

#[test]
fn units_and_accounting_stand_beside_any_format() {
    for (text, format, expected) in [
        ("(1,234)", CommaThousands, -1234.0),
        ("$1,234.50", CommaThousands, 1234.5),
        ("-$5", Plain, -5.0),
        ("$ -5", Plain, -5.0),
        ("($5.25)", Plain, -5.25),
        ("1.234,50 €", CommaDecimal, 1234.5),
        ("CHF 1'234.50", ApostropheThousands, 1234.5),
        ("12 kr", Plain, 12.0),
        ("12 %", Plain, 0.12),
        ("12,5%", CommaDecimal, 0.125),
        ("12.34%", Plain, 0.1234),
        ("1.234,50-", CommaDecimal, -1234.5),
        ("1,248 cc", CommaThousands, 1248.0),
        ("-12,5 °C", CommaDecimal, -12.5),
        ("\u{2212}0.5 m²", Plain, -0.5),
        ("36 months", Plain, 36.0),
        ("1.5M", Plain, 1_500_000.0),
        ("€110.5M", Plain, 110_500_000.0),
        ("-$2k", Plain, -2000.0),
        ("£5m", Plain, 5_000_000.0),
        ("3,25 Mio. €", CommaDecimal, 3_250_000.0),
        ("0.123456k", Plain, 123.456),
    ] {
        assert_eq!(value(text, format), Some(expected), "{text} {format:?}");
    }
}

#[test]
fn every_format_that_fits_is_told() {
    let all = NUMBER_FORMATS.to_vec();
    assert_eq!(fits("12"), all);
    assert_eq!(fits("1e3"), all);
    assert_eq!(
        fits("1.5"),
        [Plain, CommaThousands, SpaceThousands, ApostropheThousands]
    );
    assert_eq!(
        fits("1.5e3"),
        [Plain, CommaThousands, SpaceThousands, ApostropheThousands]
    );
    assert_eq!(
        fits("1.234"),
        [
            Plain,
            CommaThousands,
            SpaceThousands,
            ApostropheThousands,
            CommaDecimal
        ]
    );
    assert_eq!(
        fits("0.234"),
        [Plain, CommaThousands, SpaceThousands, ApostropheThousands]
    );
    assert_eq!(
        fits("1,234"),
        [CommaThousands, CommaDecimal, SpaceCommaDecimal]
    );
    assert_eq!(fits("1,23"), [CommaDecimal, SpaceCommaDecimal]);
    assert_eq!(fits("0,123"), [CommaDecimal, SpaceCommaDecimal]);
    assert_eq!(fits("1,234.5"), [CommaThousands]);
    assert_eq!(fits("1,234,567"), [CommaThousands]);
    assert_eq!(fits("12,34,567"), [CommaThousands]);
    assert_eq!(fits("12,34,567.5"), [CommaThousands]);
    assert_eq!(fits("1 234"), [SpaceThousands, SpaceCommaDecimal]);
    assert_eq!(fits("1'234"), [ApostropheThousands]);
    assert_eq!(fits("1.234.567"), [CommaDecimal]);
}

#[test]
fn the_fast_way_tells_what_the_other_tells() {
    for text in [
        "1",
        "-1.5",
        "1.234",
        "0.123",
        "12.345",
        "1,5",
        "1,234",
        "5.",
        ".5",
        "0",
        "999999999999999",
        "0.12345678901234567",
        "386.13220606930554",
        "0.0207432748749851234",
        "1.234567890123456789",
        "1.50000000000000000",
    ] {
        for (mark, format) in [(b'.', Plain), (b',', CommaDecimal)] {
            if let Some(fast) = simple(text.as_bytes(), mark) {
                // Only the fast way looks for it.
                let fast = Number {
                    places: None,
                    ..fast
                };
                assert_eq!(
                    Some(fast),
                    read_slowly(text.as_bytes(), format),
                    "{text} {format:?}"
                );
            }
        }
    }
}

#[test]
fn codes_words_and_what_float64_cannot_hold_are_none() {
    for text in [
        "",
        "007",
        "-007",
        "00.5",
        "0x10",
        "Infinity",
        "NaN",
        "1e999",
        "1,23,4567",
        "12,34.5",
        "1 23",
        "1.2.3",
        "1'234'5",
        "--5",
        "$",
        "%",
        "5 %%",
        "$5 €",
        "1e",
        "e5",
        ".",
        "-",
        "1,",
        "12 rods",
        "12 kg m",
        "1_000",
        "()",
        "9007199254740993",
        "9007199254740992",
        "123456789012345678901234567890",
        "9,007,199,254,740,993",
    ] {
        assert_eq!(fits(text), [], "{text}");
    }
    assert_eq!(
        value("9007199254740991", Plain),
        Some(9_007_199_254_740_991.0)
    );
    assert_eq!(
        value("-9007199254740991", Plain),
        Some(-9_007_199_254_740_991.0)
    );
}

#[test]
fn digits_beyond_float64_are_noted() {
    let rounded = |text: &str| read(text.as_bytes(), Plain).map(|number| number.rounded);
    assert_eq!(rounded("0.1234567890123456789"), Some(true));
    assert_eq!(rounded("0.30000000000000004"), Some(false));
    assert_eq!(rounded("1.50000000000000000000000"), Some(false));
    assert_eq!(rounded("12.5"), Some(false));
}

/// Bits of floats of every size, from a linear congruential generator.
fn floats() -> impl Iterator<Item = f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from_bits(state ^ (state >> 29))
    })
    .filter(|value| value.is_finite())
}

#[test]
fn every_float_is_read_back_to_the_bit() {
    let scaled = floats().map(|value| (value.to_bits() >> 20) as f64 / 1000.0);
    for expected in floats()
        .take(5000)
        .chain(scaled.take(5000))
        .chain([0.0, 5e-324, f64::MAX])
    {
        for text in [format!("{expected:e}"), format!("{expected}")] {
            if let Some(number) = read(text.as_bytes(), Plain) {
                assert_eq!(number.value.to_bits(), expected.to_bits(), "{text}");
            } else {
                assert!(!text.contains('e') && text.len() > 15, "{text}");
            }
        }
    }
}

proptest! {
    #[test]
    fn a_window_tells_what_digit_after_digit_tells(
        text in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..17),
            "-?[0-9]{0,12}[.,x:/]?[0-9]{0,8}".prop_map(String::into_bytes),
        ],
        behind in any::<[u8; WINDOW]>(),
        mark in prop::sample::select(vec![b'.', b',']),
    ) {
        let mut window = behind;
        for (byte, of_text) in window.iter_mut().zip(&text) {
            *byte = *of_text;
        }
        let found = exact(&window, &text, mark).map(|one| {
            let formats = one.shape.formats(mark);
            (one.value.to_bits(), one.is_zero, formats, one.places)
        });
        let expected = simple(&text, mark)
            .filter(|_| text.len() <= WINDOW && text.first() != Some(&b'+'))
            .map(|number| {
                let is_zero = crate::values::is_zero(&text);
                (number.value.to_bits(), is_zero, number.formats, number.places)
            });
        prop_assert_eq!(found, expected);
    }
}

proptest! {
    #[test]
    fn sixteen_digits_at_once_are_the_same_as_one_by_one(
        text in prop_oneof!["[0-9]{0,19}", "[0-9]{0,9}[.,x][0-9]{0,10}", "0{0,9}[.,][0-9]{0,19}"],
        mark in prop::sample::select(vec![b'.', b',']),
    ) {
        let text = text.as_bytes();
        prop_assert_eq!(digits_of(text, mark), one_by_one(text, mark));
    }
}
