//! A scanner of XML that never fails: what it does not understand it passes over. Sheets are by far the largest parts
//! of a workbook, in a very small part of XML, which is why they have a scanner of their own.

use memchr::{memchr, memmem};

#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Open {
        name: &'a [u8],
        attributes: &'a [u8],
        /// `<c/>`: there is no closing tag.
        empty: bool,
    },
    Close {
        name: &'a [u8],
    },
    /// With its entities.
    Text(&'a [u8]),
    /// Of a CDATA section, as it stands.
    Verbatim(&'a [u8]),
}

pub struct Scanner<'a> {
    xml: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(xml: &'a [u8]) -> Self {
        Self { xml, at: 0 }
    }

    /// Where the next token begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next token; `None` at the end, also where the last token is cut off.
    #[inline]
    pub fn next_token(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.xml.get(self.at..)?;
            let first = *rest.first()?;
            if first != b'<' {
                let end = memchr(b'<', rest).unwrap_or(rest.len());
                self.at += end;
                return Some(Token::Text(&rest[..end]));
            }
            match *rest.get(1)? {
                b'/' => {
                    let end = memchr(b'>', rest)?;
                    self.at += end + 1;
                    return Some(Token::Close {
                        name: local(rest[2..end].trim_ascii_end()),
                    });
                }
                b'!' if rest.starts_with(b"<![CDATA[") => {
                    let end = memmem::find(rest, b"]]>")?;
                    self.at += end + 3;
                    return Some(Token::Verbatim(&rest[9..end]));
                }
                b'!' if rest.starts_with(b"<!--") => {
                    self.at += memmem::find(&rest[4..], b"-->")? + 7;
                }
                b'!' => self.at += memchr(b'>', rest)? + 1,
                b'?' => self.at += memmem::find(rest, b"?>")? + 2,
                _ => {
                    let (token, length) = open(rest)?;
                    self.at += length;
                    return Some(token);
                }
            }
        }
    }
}

/// An opening tag and its length.
#[inline]
fn open(rest: &[u8]) -> Option<(Token<'_>, usize)> {
    let mut at = 1;
    while !matches!(*rest.get(at)?, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n') {
        at += 1;
    }
    let name = local(&rest[1..at]);
    let begin = at;
    loop {
        match *rest.get(at)? {
            b'>' => break,
            quote @ (b'"' | b'\'') => at += memchr(quote, rest.get(at + 1..)?)? + 2,
            _ => at += 1,
        }
    }
    let empty = rest[at - 1] == b'/';
    let end = if empty { (at - 1).max(begin) } else { at };
    let token = Token::Open {
        name,
        attributes: &rest[begin..end],
        empty,
    };
    Some((token, at + 1))
}

/// A name without its namespace's prefix.
#[inline]
fn local(name: &[u8]) -> &[u8] {
    match memchr(b':', name) {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// The attributes of an opening tag as names without prefix and raw values.
pub struct Attributes<'a>(pub &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let equals = memchr(b'=', self.0)?;
        let name = local(self.0[..equals].trim_ascii());
        let rest = self.0[equals + 1..].trim_ascii_start();
        let quote = *rest.first().filter(|first| matches!(first, b'"' | b'\''))?;
        let end = memchr(quote, &rest[1..])? + 1;
        self.0 = &rest[end + 1..];
        Some((name, &rest[1..end]))
    }
}

/// The value of an attribute, its entities replaced.
pub fn attribute(attributes: &[u8], name: &str) -> Option<String> {
    Attributes(attributes)
        .find(|(one, _)| *one == name.as_bytes())
        .map(|(_, value)| {
            let mut text = Vec::with_capacity(value.len());
            unescape(&mut text, value);
            String::from_utf8_lossy(&text).into_owned()
        })
}

/// Appends a text with its entities replaced and line ends as XML has them; an unknown entity stays as it stands.
pub fn unescape(out: &mut Vec<u8>, mut text: &[u8]) {
    while let Some(at) = memchr::memchr2(b'&', b'\r', text) {
        out.extend_from_slice(&text[..at]);
        if text[at] == b'\r' {
            out.push(b'\n');
            text = text[at + 1..]
                .strip_prefix(b"\n")
                .unwrap_or(&text[at + 1..]);
            continue;
        }
        text = &text[at + 1..];
        let end = memchr(b';', &text[..text.len().min(12)]);
        match end.and_then(|end| entity(&text[..end]).map(|sign| (sign, end))) {
            Some((sign, end)) => {
                out.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                text = &text[end + 1..];
            }
            None => out.push(b'&'),
        }
    }
    out.extend_from_slice(text);
}

fn entity(name: &[u8]) -> Option<char> {
    match name {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => numbered(digits, 16),
        [b'#', digits @ ..] => numbered(digits, 10),
        _ => None,
    }
}

fn numbered(digits: &[u8], radix: u32) -> Option<char> {
    let digits = std::str::from_utf8(digits).ok()?;
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(xml: &str) -> Vec<String> {
        let mut scanner = Scanner::new(xml.as_bytes());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        std::iter::from_fn(|| scanner.next_token())
            .map(|token| match token {
                Token::Open {
                    name,
                    attributes,
                    empty,
                } => format!("<{}|{}|{empty}", text(name), text(attributes)),
                Token::Close { name } => format!("/{}", text(name)),
                Token::Text(one) => text(one),
                Token::Verbatim(one) => format!("!{}", text(one)),
            })
            .collect()
    }

    #[test]
    fn tags_texts_and_what_is_passed_over() {
        assert_eq!(
            tokens(
                "<?xml version='1.0'?><x:row r=\"1\"><!-- <c> --><c a='>' /><v>1&amp;2</v >\n<![CDATA[<z>]]></x:row>"
            ),
            [
                "<row| r=\"1\"|false",
                "<c| a='>' |true",
                "<v||false",
                "1&amp;2",
                "/v",
                "\n",
                "!<z>",
                "/row"
            ]
        );
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        for cut in [
            "<",
            "<c",
            "<c r=\"1",
            "<c r='1' ",
            "</c",
            "<!--",
            "<![CDATA[x",
            "<?xml",
            "<!",
        ] {
            assert_eq!(tokens(&format!("a{cut}")), ["a"], "{cut}");
        }
    }

    #[test]
    fn attributes_have_no_prefix_and_may_be_damaged() {
        let all = |text: &'static str| {
            Attributes(text.as_bytes())
                .map(|(name, value)| {
                    format!(
                        "{}={}",
                        String::from_utf8_lossy(name),
                        String::from_utf8_lossy(value)
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(all(" r = \"A1\" x:t='s'"), ["r=A1", "t=s"]);
        assert_eq!(all(" r=A1"), [""; 0]);
        assert_eq!(all(" r=\"A1"), [""; 0]);
        assert_eq!(attribute(b" n='a&lt;b'", "n").as_deref(), Some("a<b"));
    }

    #[test]
    fn entities_are_replaced_and_unknown_ones_stay() {
        let text = |raw: &str| {
            let mut out = Vec::new();
            unescape(&mut out, raw.as_bytes());
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text("a&lt;&#65;&#x20ac;&amp;lt;"), "a<A€&lt;");
        assert_eq!(text("&nbsp;&#xd800; & &"), "&nbsp;&#xd800; & &");
        assert_eq!(text("a\r\nb\rc"), "a\nb\nc");
    }
}
