use super::*;

fn markers(column: &Column) -> Vec<(&str, u64)> {
    column
        .missing_markers
        .iter()
        .map(|(marker, count)| (marker.as_str(), *count))
        .collect()
}

#[test]
fn markers_are_counted_by_text() {
    let column = typed(&["1", "NA", "", "NA", " ", "?"]);
    assert_eq!(column.missing, 5);
    assert_eq!(markers(&column), [("", 2), ("NA", 2), ("?", 1)]);
}

#[test]
fn a_question_mark_among_words_is_missing_a_minus_beside_a_plus_is_a_value() {
    assert_eq!(
        shown(&typed(&["private", "?", "state"])),
        ["private", "", "state"]
    );
    assert_eq!(shown(&typed(&["+", "-", "?"])), ["+", "-", "?"]);
}

#[test]
fn words_for_none_are_missing_beside_numbers_only() {
    assert_eq!(
        shown(&typed(&["1", "none", "inf", "3"])),
        ["1", "", "", "3"]
    );
    assert_eq!(
        markers(&typed(&["2019-03-23", "unknown"])),
        [("unknown", 1)]
    );
    assert_eq!(
        shown(&typed(&["beer", "none", "beer"])),
        ["beer", "none", "beer"]
    );
    let mostly = [["none"; 20].as_slice(), &["1"]].concat();
    assert_eq!(typed(&mostly).kind, ColumnKind::Category);
}

#[test]
fn a_person_says_exactly_which_texts_count() {
    let choices = Choices {
        kind: Some(ColumnKind::Number),
        ..with_markers(&["-999"])
    };
    let column = typed_as(&["1", "NA", "-999", ""], choices);
    assert_eq!(markers(&column), [("", 1), ("-999", 1)]);
    assert_eq!(
        (column.unparsed.count, shown(&column)),
        (
            1,
            vec!["1".to_owned(), String::new(), String::new(), String::new()]
        )
    );
    assert!(column.markers_chosen);
    let country = typed_as(&["NA", "DE", "NA", ""], with_markers(&[]));
    assert_eq!(
        (country.kind, shown(&country)),
        (
            ColumnKind::Category,
            vec!["NA".into(), "DE".into(), "NA".into(), String::new()]
        )
    );
}

#[test]
fn a_chosen_number_or_day_counts_however_it_is_written() {
    let numbers = typed_as(&["1.5", "999", "999.0", "9990", ""], with_markers(&["999"]));
    assert_eq!(shown(&numbers), ["1.5", "", "", "9990", ""]);
    assert_eq!(markers(&numbers), [("", 1), ("999", 1), ("999.0", 1)]);
    let days = typed_as(
        &["23.3.2019", "01.01.1900", "1.1.1900 00:00", "2.1.1900"],
        with_markers(&["1900-01-01"]),
    );
    assert_eq!(shown(&days), ["2019-03-23", "", "", "1900-01-02"]);
    let codes = Choices {
        kind: Some(ColumnKind::Category),
        ..with_markers(&["1"])
    };
    assert_eq!(shown(&typed_as(&["1", "1.0"], codes)), ["", "1.0"]);
}
