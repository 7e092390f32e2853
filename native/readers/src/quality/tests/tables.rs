use super::*;

#[test]
fn columns_that_are_alike_are_found() {
    let texts =
        |words: [&'static str; 3]| (0..200).map(move |row| words[(noise(row) * 3.0) as usize]);
    let found = of_columns(&[
        category("short", texts(["a", "b", "c"])),
        number("x", (0..200).map(noise)),
        category("long", texts(["Aa", "Bb", "Cc"])),
        number("again", (0..200).map(noise)),
        category(
            "other",
            (500..700).map(|row| ["a", "b", "c"][(noise(row) * 3.0) as usize]),
        ),
    ]);
    assert_eq!(kinds(&found), ["equivalentColumn", "duplicateColumn"]);
    assert_eq!(found[0].column.as_deref(), Some("long"));
    assert_eq!(
        found[1].message,
        "“again” holds the same as “x” in every row."
    );
}

#[test]
fn columns_that_name_rows_say_nothing_of_one_another() {
    let names = |name: &str, start: usize| {
        category(
            name,
            (0..100).map(move |row| format!("{name} {}", (start + row * 7) % 101)),
        )
    };
    assert_eq!(of_columns(&[names("first", 0), names("second", 3)]), []);
}

#[test]
fn flags_that_agree_by_chance_are_not_alike() {
    let flags = |name: &str| category(name, (0..25).map(|row| if row == 3 { "yes" } else { "no" }));
    assert_eq!(
        of_columns(&[flags("a"), flags("b"), number("x", (0..25).map(noise))]),
        []
    );
}

#[test]
fn rows_that_repeat_or_are_empty_are_found() {
    let mut values: Vec<f64> = (0..100).map(noise).collect();
    values[40] = values[3];
    values[60] = f64::NAN;
    let mut texts: Vec<String> = (0..100).map(|row| format!("t{}", row % 26)).collect();
    texts[40] = texts[3].clone();
    texts[60] = String::new();
    let columns = [
        number("row", (0..100).map(f64::from)),
        number("x", values),
        category("t", texts),
    ];
    let found = of_columns(&columns);
    assert_eq!(kinds(&found), ["emptyRows", "duplicateRows"]);
    assert_eq!(found[0].rows, Some(vec![60]));
    assert_eq!(
        found[0].message,
        "1 row has no value in any column, apart from the column that names rows."
    );
    assert_eq!(found[1].rows, Some(vec![40]));
    assert!(
        found[1]
            .message
            .contains("apart from the column that names rows")
    );
    // Few possible rows must repeat.
    let dice = [
        number("a", (0..200).map(|row| f64::from(row % 6))),
        number("b", (0..200).map(|row| f64::from(row % 5))),
    ];
    assert_eq!(of_columns(&dice), []);
}
