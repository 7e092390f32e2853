//! Reads JSON values (RFC 8259) where they lie, and what Python and JavaScript write beside it: NaN and Infinity.

use memchr::memchr2;

/// Deeper values are kept as they stand.
const DEEPEST: usize = 64;

/// A value of no parts.
#[derive(Debug, PartialEq, Eq)]
pub enum Leaf<'a> {
    Null,
    /// A number, true or false, as it stands.
    Bare(&'a [u8]),
    /// The text between the quotes, with its escapes.
    Quoted(&'a [u8]),
    /// A list, or an object that is too deep, as it stands.
    Nested(&'a [u8]),
}

/// What a value is, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Object,
    List,
    Leaf,
}

/// A place in a text of JSON values. Every method gives `None` where the text is no JSON there.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    text: &'a [u8],
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    pub fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.text.get(self.at) {
            self.at += 1;
        }
    }

    /// The next byte that is no blank.
    pub fn peek(&mut self) -> Option<u8> {
        self.skip_blanks();
        self.text.get(self.at).copied()
    }

    pub fn kind(&mut self) -> Option<Kind> {
        Some(match self.peek()? {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            _ => Kind::Leaf,
        })
    }

    /// Whether nothing but blanks is left.
    pub fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    pub fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// A text, between its quotes.
    pub fn quoted(&mut self) -> Option<&'a [u8]> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let found = memchr2(b'"', b'\\', self.text.get(self.at..)?)?;
            self.at += found + 1;
            if self.text[self.at - 1] == b'"' {
                return Some(&self.text[start..self.at - 1]);
            }
            self.at += 1;
        }
    }

    /// A number, true, false, null, NaN or Infinity.
    fn bare(&mut self) -> Option<Leaf<'a>> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let end = rest
            .iter()
            .position(|byte| {
                matches!(
                    byte,
                    b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' | b':' | b'"'
                )
            })
            .unwrap_or(rest.len());
        let word = &rest[..end];
        self.at += end;
        match word {
            b"null" => Some(Leaf::Null),
            b"true" | b"false" | b"NaN" | b"Infinity" | b"-Infinity" => Some(Leaf::Bare(word)),
            _ => is_number(word).then_some(Leaf::Bare(word)),
        }
    }

    /// Passes over a value and gives it as it stands.
    pub fn skip(&mut self) -> Option<&'a [u8]> {
        self.skip_blanks();
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    if self.peek()? == b'}' {
                        self.at += 1;
                    } else {
                        self.quoted()?;
                        self.expect(b':')?;
                        open.push(b'}');
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if self.peek()? == b']' {
                        self.at += 1;
                    } else {
                        open.push(b']');
                        continue;
                    }
                }
                b'"' => {
                    self.quoted()?;
                }
                _ => {
                    self.bare()?;
                }
            }
            // A value has ended: what holds it goes on or ends, too.
            loop {
                let Some(&closing) = open.last() else {
                    return Some(&self.text[start..self.at]);
                };
                match self.peek()? {
                    b',' => {
                        self.at += 1;
                        if closing == b'}' {
                            self.quoted()?;
                            self.expect(b':')?;
                        }
                        break;
                    }
                    byte if byte == closing => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    /// A value that is not taken apart.
    pub fn leaf(&mut self) -> Option<Leaf<'a>> {
        match self.peek()? {
            b'"' => self.quoted().map(Leaf::Quoted),
            b'{' | b'[' => self.skip().map(Leaf::Nested),
            _ => self.bare(),
        }
    }

    /// Hands each value of an object to `take`, objects within it taken apart, each with its path of names joined by
    /// dots. `path` is that of the object itself.
    pub fn flatten(
        &mut self,
        path: &mut String,
        take: &mut impl FnMut(&str, Leaf<'a>),
    ) -> Option<()> {
        self.flatten_at(path, 0, take)
    }

    fn flatten_at(
        &mut self,
        path: &mut String,
        depth: usize,
        take: &mut impl FnMut(&str, Leaf<'a>),
    ) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        let own = path.len();
        loop {
            let name = self.quoted()?;
            self.expect(b':')?;
            if own > 0 {
                path.push('.');
            }
            push_name(path, name);
            if self.peek()? == b'{' && depth < DEEPEST {
                self.flatten_at(path, depth + 1, take)?;
            } else {
                let leaf = self.leaf()?;
                take(path, leaf);
            }
            path.truncate(own);
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }
}

fn push_name(path: &mut String, name: &[u8]) {
    let mut text = Vec::new();
    unescape(&mut text, name);
    path.push_str(&String::from_utf8_lossy(&text));
}

fn is_number(word: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = word.strip_prefix(b"-").unwrap_or(word);
    let whole = digits(rest);
    rest = &rest[whole..];
    if whole == 0 {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let unsigned = exponent
            .strip_prefix(b"-")
            .or_else(|| exponent.strip_prefix(b"+"))
            .unwrap_or(exponent);
        let count = digits(unsigned);
        return count > 0 && count == unsigned.len();
    }
    rest.is_empty()
}

/// Appends a text with its escapes replaced; what is no character becomes U+FFFD.
pub fn unescape(out: &mut Vec<u8>, mut text: &[u8]) {
    while let Some(at) = memchr::memchr(b'\\', text) {
        out.extend_from_slice(&text[..at]);
        let escape = text.get(at + 1).copied().unwrap_or(b'\\');
        text = text.get(at + 2..).unwrap_or_default();
        match escape {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'u' => {
                let (sign, length) = character(text);
                out.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                text = &text[length..];
            }
            other => out.push(other),
        }
    }
    out.extend_from_slice(text);
}

/// The character of the digits after `\u`, two halves of a surrogate pair put together, and how many bytes it took.
fn character(text: &[u8]) -> (char, usize) {
    const UNKNOWN: char = '\u{fffd}';
    let Some(first) = unit(text) else {
        return (UNKNOWN, 0);
    };
    if !(0xd800..0xdc00).contains(&first) {
        return (char::from_u32(first).unwrap_or(UNKNOWN), 4);
    }
    let second = text[4..]
        .strip_prefix(b"\\u")
        .and_then(unit)
        .filter(|second| (0xdc00..0xe000).contains(second));
    match second {
        Some(second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            (char::from_u32(code).unwrap_or(UNKNOWN), 10)
        }
        None => (UNKNOWN, 4),
    }
}

fn unit(text: &[u8]) -> Option<u32> {
    let digits = text
        .get(..4)
        .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Option<Vec<String>> {
        let mut all = Vec::new();
        let mut lexer = Lexer::new(text.as_bytes());
        let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        lexer.flatten(&mut String::new(), &mut |path, leaf| {
            all.push(match leaf {
                Leaf::Null => format!("{path}=null"),
                Leaf::Bare(word) => format!("{path}={}", show(word)),
                Leaf::Quoted(text) => {
                    let mut out = Vec::new();
                    unescape(&mut out, text);
                    format!("{path}='{}'", show(&out))
                }
                Leaf::Nested(text) => format!("{path}:{}", show(text)),
            });
        })?;
        lexer.is_at_end().then_some(all)
    }

    #[test]
    fn objects_are_flattened_in_their_order() {
        assert_eq!(
            flat(r#" {"a": 1.50, "b":{"c":null,"d":{"e":"x\"y","f":{}}},"g":[1,{"h":"]"}],"i":true,"":NaN} "#).unwrap(),
            ["a=1.50", "b.c=null", "b.d.e='x\"y'", "g:[1,{\"h\":\"]\"}]", "i=true", "=NaN"]
        );
        assert_eq!(flat("{}").unwrap(), [""; 0]);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,}",
            "{\"a\":01x}",
            "{\"a\":[1,}",
            "{\"a\":[1}",
            "{\"a\":tru}",
            "{a:1}",
            "{\"a\":\"x}",
            "{\"a\":1} x",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":1e}",
            "{\"a\" 1}",
        ] {
            assert_eq!(flat(text), None, "{text}");
        }
    }

    #[test]
    fn escapes_become_characters() {
        let text = |raw: &str| {
            let mut out = Vec::new();
            unescape(&mut out, raw.as_bytes());
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(r#"a\n\t\"\\\/\u00e9\ud83d\ude00"#), "a\n\t\"\\/é😀");
        assert_eq!(
            text(r"\ud83d!\ude00\uzz\u12"),
            "\u{fffd}!\u{fffd}\u{fffd}zz\u{fffd}12"
        );
    }

    #[test]
    fn deep_values_need_no_deep_stack() {
        let deep = format!(
            "{{\"a\":{}1{}}}",
            "[".repeat(1_000_000),
            "]".repeat(1_000_000)
        );
        assert_eq!(flat(&deep).unwrap().len(), 1);
        let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(flat(&objects).unwrap().len(), 1);
    }
}
