use super::*;
use crate::columns::{Odd, Unit};
use crate::options::{DateOrder, NumberFormat};
use ColumnKind::{Boolean, Category, Date, Number, Text};

#[test]
fn the_kind_fits_all_values() {
    let cases: &[(&str, &[&str], ColumnKind)] = &[
        ("integers", &["1", "-2", "+3"], Number),
        ("decimals", &["1.5", ".5", "5.", "-0.25", "1e-3"], Number),
        ("zeros and ones", &["0", "1", "1", "0"], Number),
        (
            "numbers with missing markers",
            &["1", "NA", "", "?", "-", ".", "null", "2"],
            Number,
        ),
        ("numbers with blanks around", &[" 1", "2 ", " 3 "], Number),
        (
            "numbers beside words for none",
            &["1", "unknown", "n.a.", "3"],
            Number,
        ),
        (
            "numbers beside infinite ones",
            &["1", "Infinity", "-inf"],
            Number,
        ),
        ("decimal commas", &["1,5", "2,25", "3"], Number),
        (
            "thousands with decimals",
            &["1,234.5", "12", "999.25"],
            Number,
        ),
        ("several groups", &["1,234,567", "12"], Number),
        ("blanks between thousands", &["1 234", "12"], Number),
        ("apostrophes between thousands", &["1'234.50", "12"], Number),
        ("points between thousands", &["1.234,50", "12"], Number),
        ("one currency", &["$1,234.50", "$7", "0"], Number),
        ("two currencies", &["$5", "€7"], Category),
        ("numbers for short", &["1.5M", "820k", "0"], Number),
        ("money for short", &["$1M", "$2M", "0"], Number),
        ("names of multiples", &["4K", "8K"], Category),
        ("one unit", &["50 kg", "61.5kg", "0"], Number),
        ("two units", &["50 kg", "110 lb"], Category),
        ("a unit beside plain numbers", &["50 kg", "61"], Category),
        ("a unit beside a currency", &["50 kg", "$5"], Category),
        ("percents", &["12 %", "7.5%", "0"], Number),
        ("percents beside plain numbers", &["12 %", "7.5"], Category),
        ("accounting", &["(1,234)", "1,234,567.00"], Number),
        ("leading zeros", &["007", "123", "456"], Category),
        ("integers beyond 2^53", &["9007199254740993", "1"], Category),
        ("hexadecimal", &["0x10", "0x11"], Category),
        ("infinity alone", &["Infinity", "inf"], Category),
        ("overflow", &["1e999", "1"], Category),
        ("1,234 that could be either", &["1,234", "5,678"], Category),
        ("true and false", &["True", "false", "TRUE"], Boolean),
        ("yes and no with missing", &["yes", "no", "", "NA"], Boolean),
        ("ja und nein", &["Ja", "Nein", "ja"], Boolean),
        ("t and f", &["t", "f"], Boolean),
        ("one word of a pair", &["True", "True"], Boolean),
        ("one letter of a pair", &["t", "t"], Category),
        ("yes, no and maybe", &["yes", "no", "maybe"], Category),
        ("yes, no and unknown", &["yes", "no", "unknown"], Category),
        ("ISO dates", &["2019-03-23", "2020-02-29"], Date),
        (
            "ISO date-times",
            &[
                "2019-03-23 20:21:09",
                "2019-03-04T16:11:55.250Z",
                "2019-01-01 00:00:00+02:00",
            ],
            Date,
        ),
        ("a day that is not", &["2019-02-29", "2019-03-01"], Category),
        (
            "day first, by one value",
            &["03/04/2019", "23/04/2019"],
            Date,
        ),
        (
            "month first, by one value",
            &["03/04/2019", "03/24/2019"],
            Date,
        ),
        ("neither", &["23/04/2019", "04/23/2019"], Category),
        (
            "day and month undecided",
            &["03/04/2019", "05/06/2019"],
            Category,
        ),
        (
            "points are always day first",
            &["3.4.2019", "5.6.2019"],
            Date,
        ),
        ("years of two digits", &["23/04/19", "03/05/98"], Date),
        ("month names", &["23 Mar 2019", "1-April-2020"], Date),
        (
            "American month names",
            &["March 3, 2019", "Apr 1, 2020"],
            Date,
        ),
        (
            "German month names",
            &["3. März 2019", "24. Dezember 2020"],
            Date,
        ),
        ("months", &["2019-11", "2019-12", "2020-01"], Date),
        ("seasons", &["2009-10", "2010-11", "2011-12"], Category),
        ("years", &["1949", "1950"], Number),
        ("times of day", &["12:30", "13:45"], Number),
        ("durations", &["1h 30m", "45 min"], Number),
        ("times that are neither", &["75:30", "12:30"], Category),
        ("dates beside plain numbers", &["2019-03-23", "7"], Category),
        ("nothing at all", &["", "NA", ""], Text),
        ("plus and minus signs as values", &["+", "-", "+"], Category),
    ];
    for (what, texts, kind) in cases {
        assert_eq!(typed(texts).kind, *kind, "{what}");
    }
}

#[test]
fn every_value_counts_not_a_sample() {
    let mut texts = numbered(200_000, |row| (row % 7).to_string());
    assert_eq!(typed(&refs(&texts)).kind, Number);
    texts[199_999] = "xyz".to_owned();
    let column = typed(&refs(&texts));
    assert_eq!(column.kind, Category);
    assert_eq!(
        column.doubts.not_numbers,
        Some(Odd {
            count: 1,
            example: "xyz".to_owned(),
            row: 199_999
        })
    );
}

#[test]
fn mostly_distinct_texts_are_text_repeated_ones_a_category() {
    let names = numbered(40, |row| format!("name {row}"));
    assert_eq!(typed(&refs(&names)).kind, Text);
    let repeated = numbered(40, |row| format!("name {}", row % 10));
    assert_eq!(typed(&refs(&repeated)).kind, Category);
    assert_eq!(typed(&refs(&names[..10])).kind, Category);
}

#[test]
fn rows_that_slipped_do_not_decide() {
    let texts = ["1", "x", "3", "4,5"];
    let column = type_texts("c", texts.into_iter(), &[1, 3], Choices::default()).unwrap();
    assert_eq!(column.kind, Number);
    assert_eq!((column.unparsed.count, column.missing), (2, 2));
    assert_eq!(
        (column.unparsed.examples, column.unparsed.rows),
        (vec!["x".to_owned(), "4,5".to_owned()], vec![1, 3])
    );
}

#[test]
fn numbers_are_read_in_the_format_of_all() {
    let values = |texts: &[&str]| {
        let column = typed(texts);
        (column.reading.number_format, shown(&column))
    };
    let strings = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        values(&["1.234", "5,5"]),
        (NumberFormat::CommaDecimal, strings(&["1234", "5.5"]))
    );
    assert_eq!(
        values(&["1,234", "5.5"]),
        (NumberFormat::CommaThousands, strings(&["1234", "5.5"]))
    );
    assert_eq!(
        values(&["1.234", "5.678"]),
        (NumberFormat::Plain, strings(&["1.234", "5.678"]))
    );
    assert_eq!(
        values(&["1 234", "5,5"]),
        (NumberFormat::SpaceCommaDecimal, strings(&["1234", "5.5"]))
    );
    assert!(typed(&["1.234", "5.678"]).doubts.ambiguous_point);
    assert!(!typed(&["1.234", "5.6"]).doubts.ambiguous_point);
}

#[test]
fn units_are_told() {
    let unit = |texts: &[&str]| typed(texts).reading.unit;
    assert_eq!(unit(&["12 %", "0"]), Some(Unit::Percent));
    assert_eq!(unit(&["$12", "0"]), None);
    assert_eq!(unit(&["12:30", "00:15:30"]), Some(Unit::TimeOfDay));
    assert_eq!(unit(&["12:30:00", "25:15:30"]), Some(Unit::Duration));
    assert_eq!(shown(&typed(&["12:30:00", "25:15:30"])), ["45000", "90930"]);
    assert_eq!(shown(&typed(&["12 %", "7.5%"])), ["0.12", "0.075"]);
    assert!(typed(&["12 %", "7.5"]).doubts.mixed_units);
    assert_eq!(shown(&typed(&["$1.5M", "$820k"])), ["1500000", "820000"]);
    assert_eq!(typed(&["$1.5M", "$820k"]).doubts.abbreviated, 2);
    assert!(typed(&["4K", "8K"]).doubts.may_be_abbreviated);
    assert!(!typed(&["$4K", "$8K"]).doubts.may_be_abbreviated);
    let measure = |texts: &[&str]| typed(texts).reading.measure.map(|measure| measure.name());
    assert_eq!(measure(&["50 kg", "0", "61.5 kgs"]), Some("kg"));
    assert_eq!(measure(&["50", "61"]), None);
    assert_eq!(measure(&["50 kg", "110 lb"]), None);
    assert!(typed(&["50 kg", "110 lb"]).doubts.mixed_measures);
}

#[test]
fn dates_written_in_several_ways_are_told() {
    let mixed = |texts: &[&str]| typed(texts).doubts.mixed_orders;
    let column = typed(&["2020-01-31", "14.02.2020", "2020-03-01"]);
    assert_eq!(column.kind, ColumnKind::Category);
    assert_eq!(column.doubts.mixed_orders, Some((DateOrder::YearFirst, 2)));
    assert_eq!(
        mixed(&["13/02/2020", "02/13/2020"]),
        Some((DateOrder::DayFirst, 1))
    );
    assert_eq!(mixed(&["2020-01-31", "soon"]), None);
    assert_eq!(mixed(&["13/02/2020", "02/03/2020"]), None);
}

#[test]
fn codes_are_told() {
    let doubts = typed(&["00501", "12345", "00502"]).doubts;
    let odd = doubts.leading_zeros.unwrap();
    assert_eq!((odd.count, odd.example.as_str(), odd.row), (2, "00501", 0));
    let doubts = typed(&["1", "9007199254740993"]).doubts;
    assert_eq!(doubts.too_long.map(|odd| odd.count), Some(1));
    assert_eq!(typed(&["0.12345678901234567890", "1"]).doubts.rounded, 1);
}

#[test]
fn ambiguous_columns_are_told_and_a_person_decides() {
    let dates = ["03/04/2019", "05/06/2019"];
    assert!(typed(&dates).doubts.ambiguous_date);
    assert_eq!(
        shown(&typed_as(&dates, of_kind(Date))),
        ["2019-04-03", "2019-06-05"]
    );
    let month_first = Choices {
        date_order: Some(DateOrder::MonthFirst),
        ..Choices::default()
    };
    let column = typed_as(&dates, month_first);
    assert_eq!(
        (column.kind, shown(&column)),
        (Date, vec!["2019-03-04".to_owned(), "2019-05-06".to_owned()])
    );
    let numbers = ["1,234", "5,678"];
    assert!(typed(&numbers).doubts.ambiguous_number);
    assert_eq!(
        shown(&typed_as(&numbers, of_kind(Number))),
        ["1234", "5678"]
    );
    let decimal = Choices {
        number_format: Some(NumberFormat::CommaDecimal),
        ..Choices::default()
    };
    assert_eq!(shown(&typed_as(&numbers, decimal)), ["1.234", "5.678"]);
}

#[test]
fn a_chosen_kind_makes_the_rest_missing() {
    let column = typed_as(&["1", "x", "2", "y", "", "x"], of_kind(Number));
    assert_eq!((column.unparsed.count, column.missing), (3, 4));
    assert_eq!(
        (column.unparsed.examples, column.unparsed.rows),
        (vec!["x".to_owned(), "y".to_owned()], vec![1, 3])
    );
    assert_eq!(column.inferred_kind, Category);
}

#[test]
fn zeros_and_ones_may_be_a_boolean_and_numbers_a_category() {
    let column = typed_as(&["0", "1", "0"], of_kind(Boolean));
    assert_eq!(column.values, codes(&[0, 1, 0], &["0", "1"]));
    let column = typed_as(&["3", "1", "3"], of_kind(Category));
    assert_eq!(column.values, codes(&[0, 1, 0], &["3", "1"]));
}

#[test]
fn the_first_spelling_of_a_boolean_stands_for_all() {
    let column = typed_as(&["TRUE", "true", "No", "False"], of_kind(Boolean));
    assert_eq!(column.values, codes(&[1, 1, 0, 0], &["No", "TRUE"]));
    let column = typed(&["yes", "YES"]);
    assert_eq!(column.values, codes(&[0, 0], &["yes"]));
}

fn codes(codes: &[i32], levels: &[&str]) -> Values {
    Values::Codes {
        codes: codes.to_vec(),
        levels: levels.iter().copied().collect(),
    }
}

#[test]
fn a_stored_reading_is_kept() {
    let reading = typed(&["1.234", "5,5"]).reading;
    let again = Choices {
        kind: Some(Number),
        reading: Some(reading),
        ..Choices::default()
    };
    assert_eq!(
        shown(&typed_as(&["1.234", "2.500"], again)),
        ["1234", "2500"]
    );
}
