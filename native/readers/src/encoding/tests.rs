use super::*;
use std::io::Cursor;

fn text_of(bytes: &[u8]) -> (String, &'static str, u64) {
    let detected = detect(&bytes[..bytes.len().min(PIECE)], bytes.len() <= PIECE);
    let rest = Cursor::new(bytes[detected.mark..].to_vec());
    let mut reader = TextReader::new(Box::new(rest), detected, false, "x");
    let mut out = Vec::new();
    while reader.fill(&mut out, usize::MAX).unwrap() {}
    (
        String::from_utf8(out).unwrap(),
        reader.encoding().name(),
        reader.damaged(),
    )
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

const WESTERN: &str = "name,größe\nZoë,1\nRené €,2\n";

#[test]
fn marks_and_utf_16_without_them() {
    let marked = |big| utf16(&format!("\u{feff}{WESTERN}"), big);
    for (bytes, name) in [
        (WESTERN.as_bytes().to_vec(), "UTF-8"),
        (format!("\u{feff}{WESTERN}").into_bytes(), "UTF-8"),
        (marked(false), "UTF-16LE"),
        (marked(true), "UTF-16BE"),
        (utf16(WESTERN, false), "UTF-16LE"),
        (utf16(WESTERN, true), "UTF-16BE"),
        (
            utf16(&"東京,大阪,名古屋,札幌\r\n".repeat(40), false),
            "UTF-16LE",
        ),
    ] {
        let (text, encoding, damaged) = text_of(&bytes);
        assert_eq!((encoding, damaged), (name, 0));
        assert!(text.starts_with("name,größe\n") || text.starts_with("東京"));
    }
}

#[test]
fn other_encodings_are_told_by_their_letters() {
    for (label, text) in [
        ("windows-1252", WESTERN),
        (
            "windows-1250",
            "jméno,město\nŘehoř Dvořák,Plzeň\nŽofie Šťastná,Děčín\nJiří Kučera,Třebíč\n",
        ),
        (
            "windows-1251",
            "имя,город\nИван Петров,Москва\nОльга Смирнова,Новосибирск\n",
        ),
        (
            "windows-1253",
            "όνομα,πόλη\nΓιώργος Παπαδόπουλος,Θεσσαλονίκη\nΜαρία,Αθήνα\n",
        ),
        (
            "koi8-r",
            "имя,город\nИван Петров,Москва\nОльга Смирнова,Новосибирск\n",
        ),
        (
            "shift_jis",
            "名前,都市\n山田太郎,東京\n鈴木花子,大阪\n佐藤一郎,カタカナ\n",
        ),
        (
            "gb18030",
            "姓名,城市\n张伟,北京\n王芳,上海\n李娜,广州市天河区\n",
        ),
        (
            "big5",
            "姓名,城市\n陳志明,臺北\n林美玲,高雄市\n王大同,臺中市\n",
        ),
        ("euc-kr", "이름,도시\n김철수,서울\n이영희,부산광역시\n"),
    ] {
        let (bytes, _, unmappable) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        assert!(!unmappable, "{label}");
        assert_eq!(
            text_of(&bytes).0,
            text,
            "{label} was read as {}",
            text_of(&bytes).1
        );
    }
}

#[test]
fn signs_of_western_texts_tell_them_from_others() {
    for text in [
        "item,price\nbread,£1.20\nmilk,£0.95\n",
        "flat,area\n1,75 m²\n2,48 m²\n",
        "hall,volume\n1,900 m³\n",
    ] {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(text_of(&bytes).0, text);
    }
}

#[test]
fn the_first_byte_that_is_no_utf_8_may_come_late() {
    let mut bytes = b"plain,1\n".repeat(400_000);
    bytes.extend(b"Z\xfcrich,2\n");
    let (text, encoding, damaged) = text_of(&bytes);
    assert!(text.ends_with("Zürich,2\n"));
    assert_eq!((encoding, damaged), ("windows-1252", 0));
}

#[test]
fn a_damaged_byte_does_not_change_the_encoding() {
    let mut bytes = "Zürich,1\n".repeat(100).into_bytes();
    bytes.extend(b"B\xfcrgi,2\n");
    let (text, encoding, damaged) = text_of(&bytes);
    assert!(text.ends_with("B\u{fffd}rgi,2\n"));
    assert_eq!((encoding, damaged), ("UTF-8", 1));
}

#[test]
fn a_character_cut_off_at_the_end_is_damage() {
    let (text, encoding, damaged) = text_of("a,é\nb,é".as_bytes().split_last().unwrap().1);
    assert_eq!(
        (text.as_str(), encoding, damaged),
        ("a,é\nb,\u{fffd}", "UTF-8", 1)
    );
}

#[test]
fn characters_across_pieces_are_whole() {
    let text = "é".repeat(PIECE);
    assert!(text_of(text.as_bytes()).0 == text);
    let mixed = format!("a\n{}x", "é\u{1f601}".repeat(PIECE / 2));
    assert!(text_of(&utf16(&mixed, true)).0 == mixed);
}

#[test]
fn counts_are_those_of_the_characters() {
    assert_eq!(
        count_utf8("a é 東 😀".as_bytes()),
        Utf8Counts {
            characters: 3,
            invalid: 0
        }
    );
    // Over-long forms and surrogates (RFC 3629) are none.
    assert_eq!(count_utf8(&[0xc0, 0x80, 0xed, 0xa0, 0x80]).characters, 0);
}
