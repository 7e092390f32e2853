use super::super::calendar::{DAY, text_of};
use super::*;
use DateOrder::{DayFirst, MonthFirst, Named, YearFirst};
use proptest::prelude::*;

fn value(text: &str, order: DateOrder) -> Option<f64> {
    read(text.as_bytes(), order)
        .map(|date| date.value)
        .filter(|value| !value.is_nan())
}

fn iso_of(text: &str, order: DateOrder) -> Option<String> {
    value(text, order).map(text_of)
}

fn orders(text: &str) -> Vec<DateOrder> {
    let orders = read(text.as_bytes(), YearFirst).map_or(Orders::NONE, |date| date.orders);
    DATE_ORDERS
        .into_iter()
        .filter(|order| orders.has(*order))
        .collect()
}

#[test]
fn moments_are_in_utc_with_zone_and_half_of_the_day() {
    for (text, order, expected) in [
        ("2019-03-23", YearFirst, "2019-03-23"),
        ("2019/3/4", YearFirst, "2019-03-04"),
        ("2019-03-23 20:21:09", YearFirst, "2019-03-23T20:21:09"),
        (
            "2019-03-23T20:21:09.125+02:00",
            YearFirst,
            "2019-03-23T18:21:09.125",
        ),
        (
            "2019-03-04T16:11:55.250Z",
            YearFirst,
            "2019-03-04T16:11:55.250",
        ),
        ("2019-01-01 00:00:00+0230", YearFirst, "2018-12-31T21:30:00"),
        ("2019-01-01 00:00 UTC", YearFirst, "2019-01-01"),
        ("3/23/2019 12:05 AM", MonthFirst, "2019-03-23T00:05:00"),
        ("23/03/2019", DayFirst, "2019-03-23"),
        ("3.4.2019", DayFirst, "2019-04-03"),
        ("3. 4. 2019 7:05", DayFirst, "2019-04-03T07:05:00"),
        (
            "1969-12-31 23:59:59.999",
            YearFirst,
            "1969-12-31T23:59:59.999",
        ),
        ("1600-02-29", YearFirst, "1600-02-29"),
        ("20190323", YearFirst, "2019-03-23"),
    ] {
        assert_eq!(iso_of(text, order).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn years_of_two_digits_are_near_2000() {
    assert_eq!(iso_of("23/03/19", DayFirst).as_deref(), Some("2019-03-23"));
    assert_eq!(iso_of("3/23/69", MonthFirst).as_deref(), Some("1969-03-23"));
    assert_eq!(iso_of("23-Mar-68", Named).as_deref(), Some("2068-03-23"));
    assert_eq!(iso_of("99-12-31", YearFirst).as_deref(), Some("1999-12-31"));
    assert!(read(b"23/03/19", DayFirst).is_some_and(|date| date.writing.short_year));
}

#[test]
fn months_may_be_named_in_several_languages() {
    for (text, expected) in [
        ("23 Mar 2019", "2019-03-23"),
        ("1-April-2020", "2020-04-01"),
        ("March 3, 2019", "2019-03-03"),
        ("Apr 1 2020", "2020-04-01"),
        ("May 3rd, 2019", "2019-05-03"),
        ("23rd of March 2019", "2019-03-23"),
        ("3. März 2019", "2019-03-03"),
        ("1er janvier 2020", "2020-01-01"),
        ("3 de marzo de 2019", "2019-03-03"),
        ("11 września 2001", "2001-09-11"),
        ("2019-Mar-23", "2019-03-23"),
        ("Sat, 23 Mar 2019 20:21:09 GMT", "2019-03-23T20:21:09"),
        ("March 2019", "2019-03-01"),
        // Tuesday in Spanish.
        ("Mar 3, 2019", "2019-03-03"),
        ("Mar 2019", "2019-03-01"),
        ("mar 3 dic 2019", "2019-12-03"),
        ("2019 Mar", "2019-03-01"),
        ("2019-Mar", "2019-03-01"),
        ("2019 March 3", "2019-03-03"),
    ] {
        assert_eq!(iso_of(text, Named).as_deref(), Some(expected), "{text}");
        assert_eq!(orders(text), [Named], "{text}");
    }
}

#[test]
fn every_order_that_fits_is_told() {
    assert_eq!(orders("03/04/2019"), [DayFirst, MonthFirst]);
    assert_eq!(orders("23/04/2019"), [DayFirst]);
    assert_eq!(orders("04/23/2019"), [MonthFirst]);
    assert_eq!(orders("03.04.2019"), [DayFirst]);
    assert_eq!(orders("2019-03-23"), [YearFirst]);
    assert_eq!(orders("01-02-03"), [YearFirst, DayFirst, MonthFirst]);
    assert_eq!(orders("1/2/03"), [DayFirst, MonthFirst]);
}

#[test]
fn a_month_alone_may_be_a_season() {
    let writing = |text: &str| {
        read(text.as_bytes(), YearFirst).map(|date| (date.writing.month_only, date.writing.season))
    };
    assert_eq!(writing("2019-03"), Some((true, false)));
    assert_eq!(writing("2010-11"), Some((true, true)));
    assert_eq!(writing("2019-20"), None);
}

#[test]
fn other_texts_are_no_dates() {
    for text in [
        "2019-13-01",
        "20191301",
        "2019 Foo",
        "2019-02-29",
        "1900-02-29",
        "2019-01-01 24:00",
        "2019-01-01 12:60",
        "32/01/2019",
        "0/1/2019",
        "2019-1",
        "1949",
        "12:30",
        "23 Foo 2019",
        "March",
        "2019-03-23x",
        "0999-01-01",
        "3/4",
        "1.2.3",
        "2019-03/23",
        "2019-01-01 10:00 CET",
        "1 2 2019",
        "Mon 3",
        "10-20-30-40",
    ] {
        assert_eq!(orders(text), [], "{text}");
    }
}

#[test]
fn digits_finer_than_milliseconds_are_noted() {
    let finer = |text: &str| read(text.as_bytes(), YearFirst).map(|date| date.writing.finer);
    assert_eq!(finer("2019-03-23 20:21:09.123456"), Some(true));
    assert_eq!(finer("2019-03-23 20:21:09.123"), Some(false));
    assert_eq!(finer("2019-03-23 20:21:09.123000"), Some(false));
}

#[test]
fn every_day_is_written_and_read_back() {
    let mut days = 0_u32;
    for day in (-354_285_i32..2_932_897).step_by(97) {
        let moment = f64::from(day) * DAY + f64::from(day.rem_euclid(86_400)) * 1000.0;
        assert_eq!(value(&text_of(moment), YearFirst), Some(moment), "{day}");
        days += 1;
    }
    assert!(days > 30_000);
}

#[test]
fn only_dashes_part_the_days_of_a_window() {
    for (mark, at) in (0..=u8::MAX).flat_map(|mark| [(mark, 4), (mark, 7)]) {
        let mut text = *b"2019-03-23";
        text[at] = mark;
        let mut window = [0; WINDOW];
        window[..text.len()].copy_from_slice(&text);
        assert_eq!(iso_windowed(&window, &text), iso(&text), "{mark} at {at}");
    }
}

proptest! {
    #[test]
    fn a_window_tells_the_same_day(
        text in prop_oneof![
            "[0-9]{4}[-/0][0-9]{2}[-:][0-9]{2}[0-9x]?".prop_map(String::into_bytes),
            "(1|2)[0-9]{3}-[01][0-9]-[0-3][0-9]".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 10),
        ],
        behind in any::<[u8; WINDOW]>(),
    ) {
        let mut window = behind;
        window[..text.len()].copy_from_slice(&text);
        prop_assert_eq!(iso_windowed(&window, &text), iso(&text));
    }
}
