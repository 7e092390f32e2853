//! The texts that a workbook's cells share.

use crate::workbook::cells::is_numeric;
use crate::workbook::xml::{Scanner, Token, unescape};

/// Shared texts, one after the other in one buffer.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    end: u32,
    numeric: bool,
}

impl Strings {
    /// Reads a part `sharedStrings.xml`. Runs of rich text are joined, phonetic readings left out.
    pub fn parse(xml: &[u8]) -> Self {
        let mut scanner = Scanner::new(xml);
        let mut texts = Vec::new();
        let mut ends = Vec::new();
        let mut inside = Inside::default();
        while let Some(token) = scanner.next_token() {
            let start = ends.last().map_or(0, |entry: &Entry| entry.end as usize);
            match token {
                Token::Open {
                    name: b"si", empty, ..
                } => {
                    inside = Inside::default();
                    if empty && !close(&mut texts, &mut ends, start) {
                        break;
                    }
                }
                Token::Close { name: b"si" } => {
                    if !close(&mut texts, &mut ends, start) {
                        break;
                    }
                }
                token => inside.take(&token, &mut texts),
            }
        }
        // Invalid bytes become U+FFFD; only then do places move, so the texts are cut again.
        match String::from_utf8(texts) {
            Ok(text) => Self { text, ends },
            Err(error) => Self::lossy(&error.into_bytes(), &ends),
        }
    }

    fn lossy(texts: &[u8], ends: &[Entry]) -> Self {
        let mut start = 0;
        let mut strings = Self::default();
        for entry in ends {
            let text = texts.get(start..entry.end as usize).unwrap_or_default();
            strings.push(&String::from_utf8_lossy(text));
            start = entry.end as usize;
        }
        strings
    }

    /// Adds a text, as long as all of them stay below 4 GiB.
    pub fn push(&mut self, text: &str) {
        if let Ok(end) = u32::try_from(self.text.len() + text.len()) {
            self.text.push_str(text);
            self.ends.push(Entry {
                end,
                numeric: is_numeric(text.as_bytes()),
            });
        }
    }

    /// A text and whether it is a number; `None` where there are fewer.
    pub fn get(&self, index: usize) -> Option<(&str, bool)> {
        let entry = self.ends.get(index)?;
        let start = match index {
            0 => 0,
            _ => self.ends.get(index - 1)?.end as usize,
        };
        Some((self.text.get(start..entry.end as usize)?, entry.numeric))
    }
}

/// Ends a text; false where all of them have grown beyond 4 GiB.
fn close(texts: &mut Vec<u8>, ends: &mut Vec<Entry>, start: usize) -> bool {
    unescape_characters(texts, start);
    let numeric = is_numeric(&texts[start..]);
    let Ok(end) = u32::try_from(texts.len()) else {
        return false;
    };
    ends.push(Entry { end, numeric });
    true
}

/// Where a text of a cell is, among `<is>` or `<si>`: in `<t>`, but not in a phonetic reading `<rPh>`.
#[derive(Debug, Default)]
pub struct Inside {
    text: bool,
    phonetic: bool,
}

impl Inside {
    /// Appends what a token adds to the text.
    pub fn take(&mut self, token: &Token<'_>, out: &mut Vec<u8>) {
        match token {
            Token::Open {
                name: b"t", empty, ..
            } => self.text = !empty,
            Token::Close { name: b"t" } => self.text = false,
            Token::Open {
                name: b"rPh",
                empty,
                ..
            } => self.phonetic = !empty,
            Token::Close { name: b"rPh" } => self.phonetic = false,
            Token::Text(text) if self.text && !self.phonetic => unescape(out, text),
            Token::Verbatim(text) if self.text && !self.phonetic => out.extend_from_slice(text),
            _ => {}
        }
    }
}

/// Replaces `_x000D_` and the like, as which Excel writes characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19),
/// in the bytes from `start` on.
pub fn unescape_characters(text: &mut Vec<u8>, start: usize) {
    let Some(first) = memchr::memmem::find(&text[start..], b"_x") else {
        return;
    };
    let mut at = start + first;
    let mut kept = at;
    while at < text.len() {
        match escaped(&text[at..]) {
            Some(sign) => {
                let mut bytes = [0; 4];
                for byte in sign.encode_utf8(&mut bytes).as_bytes() {
                    text[kept] = *byte;
                    kept += 1;
                }
                at += 7;
            }
            None => {
                text[kept] = text[at];
                kept += 1;
                at += 1;
            }
        }
    }
    text.truncate(kept);
}

fn escaped(text: &[u8]) -> Option<char> {
    let digits = text.get(..7)?.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    let digits = std::str::from_utf8(digits).ok()?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_unescaped_and_numbered() {
        let strings = Strings::parse(
            "<sst><si><t>a &amp; b</t></si><si/><si><r><t>Gr</t></r><r><t xml:space='preserve'>üße </t></r>\
             <rPh><t>nope</t></rPh></si><si><t>1.5</t></si><si><t>x_x000D_y_x00G1_</t></si></sst>"
                .as_bytes(),
        );
        let all: Vec<_> = (0..6).map(|index| strings.get(index)).collect();
        assert_eq!(
            all,
            [
                Some(("a & b", false)),
                Some(("", false)),
                Some(("Grüße ", false)),
                Some(("1.5", true)),
                Some(("x\ry_x00G1_", false)),
                None
            ]
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        let strings = Strings::parse(b"<sst><si><t>a\xff</t></si><si><t>b</t></si></sst>");
        assert_eq!(strings.get(0), Some(("a\u{fffd}", false)));
        assert_eq!(strings.get(1), Some(("b", false)));
    }
}
