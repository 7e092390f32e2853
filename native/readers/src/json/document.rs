//! Finds the table in a JSON document that is one object.

use super::cutter::Frame;
use super::lexer::{Kind, Lexer};

/// A list in the document that may be the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Names joined by dots.
    pub path: String,
    /// Where the list lies.
    pub start: usize,
    pub end: usize,
    /// Line of its opening bracket, from 1.
    pub line: u64,
    pub elements: u64,
    /// Of its first element.
    pub kind: Kind,
}

/// What a document holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Document {
    /// Lists of records, the longest first.
    Lists {
        candidates: Vec<Candidate>,
        /// Names that the document gives for the places of the first list's rows.
        names: Option<Vec<String>>,
    },
    /// The table was written by columns, or by rows with names; it is one record a line here.
    Rewritten(Vec<u8>),
    /// The document is the only record.
    Record,
}

/// How deep lists are looked for, and how many are offered.
const DEEPEST: usize = 6;
const MOST: usize = 1_000;

/// Reads a document; `None` where it is no JSON.
pub fn read(text: &[u8]) -> Option<Document> {
    let entries = entries(text)?;
    if let Some(document) = split(text, &entries) {
        return Some(document);
    }
    if let Some(lines) = by_columns(text, &entries).or_else(|| by_names(text, &entries)) {
        return Some(Document::Rewritten(lines));
    }
    let mut candidates = Vec::new();
    find(
        text,
        &mut Lexer::new(text),
        &mut String::new(),
        0,
        &mut candidates,
    )?;
    candidates.retain(|one| one.kind != Kind::Leaf && one.elements > 0);
    candidates.sort_by_key(|one| std::cmp::Reverse(one.elements));
    if candidates.is_empty() {
        return Some(Document::Record);
    }
    Some(Document::Lists {
        candidates,
        names: None,
    })
}

/// An object's values: its name, kind, and where it lies.
struct Entry {
    name: String,
    kind: Kind,
    start: usize,
    end: usize,
}

fn entries(text: &[u8]) -> Option<Vec<Entry>> {
    let mut lexer = Lexer::new(text);
    let mut entries = Vec::new();
    lexer.expect(b'{')?;
    if lexer.peek()? == b'}' {
        return Some(entries);
    }
    loop {
        let name = name(lexer.quoted()?);
        lexer.expect(b':')?;
        let kind = lexer.kind()?;
        let start = lexer.at;
        lexer.skip()?;
        entries.push(Entry {
            name,
            kind,
            start,
            end: lexer.at,
        });
        match lexer.peek()? {
            b',' => lexer.at += 1,
            b'}' => return Some(entries),
            _ => return None,
        }
    }
}

fn name(quoted: &[u8]) -> String {
    let mut text = Vec::new();
    super::lexer::unescape(&mut text, quoted);
    String::from_utf8_lossy(&text).into_owned()
}

/// `{"columns": ["a"], "data": [[1]]}`, as pandas and many services write.
fn split(text: &[u8], entries: &[Entry]) -> Option<Document> {
    let entry = |names: &[&str]| {
        entries
            .iter()
            .find(|entry| entry.kind == Kind::List && names.contains(&entry.name.as_str()))
    };
    let columns = entry(&["columns", "header", "headers", "fields", "names"])?;
    let data = entry(&["data", "rows", "values", "records"])?;
    let names: Option<Vec<String>> = elements(&text[columns.start..columns.end])?
        .into_iter()
        .map(|one| {
            one.strip_prefix(b"\"")
                .and_then(|rest| rest.strip_suffix(b"\""))
                .map(name)
        })
        .collect();
    let candidate = candidate(text, data.name.clone(), data.start, data.end)?;
    (candidate.kind == Kind::List).then_some(Document::Lists {
        candidates: vec![candidate],
        names: Some(names?),
    })
}

/// `{"a": [1, 2], "b": [3, 4]}`, or with objects of row names in place of lists.
fn by_columns(text: &[u8], entries: &[Entry]) -> Option<Vec<u8>> {
    let mut columns = Vec::new();
    for entry in entries {
        let inner = &text[entry.start..entry.end];
        let values = match entry.kind {
            Kind::List => elements(inner)?,
            Kind::Object => numbered(inner)?,
            Kind::Leaf => return None,
        };
        if values
            .iter()
            .any(|value| matches!(value.first(), Some(b'{' | b'[')))
        {
            return None;
        }
        columns.push((entry, values));
    }
    let rows = columns
        .first()
        .map(|(_, values)| values.len())
        .filter(|rows| *rows > 0)?;
    if columns.iter().any(|(_, values)| values.len() != rows) {
        return None;
    }
    let mut lines = Vec::new();
    for row in 0..rows {
        lines.push(b'{');
        for (at, (entry, values)) in columns.iter().enumerate() {
            if at > 0 {
                lines.push(b',');
            }
            push_quoted(&mut lines, &entry.name);
            lines.push(b':');
            push_line(&mut lines, values[row]);
        }
        lines.extend_from_slice(b"}\n");
    }
    Some(lines)
}

/// `{"first": {"a": 1}, "second": {"a": 2}}`: records with names, which become the column `key`.
fn by_names(text: &[u8], entries: &[Entry]) -> Option<Vec<u8>> {
    if entries.len() < 2 || entries.iter().any(|entry| entry.kind != Kind::Object) {
        return None;
    }
    let first: Vec<String> = self::entries(&text[entries[0].start..entries[0].end])?
        .into_iter()
        .map(|one| one.name)
        .collect();
    let mut lines = Vec::new();
    for entry in entries {
        let inner = &text[entry.start..entry.end];
        let own = self::entries(inner)?;
        // Records are alike; the parts of one record are not.
        let shared = own.iter().filter(|one| first.contains(&one.name)).count();
        if shared * 2 < first.len().max(1) || own.is_empty() {
            return None;
        }
        lines.extend_from_slice(b"{\"key\":");
        push_quoted(&mut lines, &entry.name);
        lines.push(b',');
        push_line(&mut lines, inner.get(1..)?);
        lines.push(b'\n');
    }
    Some(lines)
}

/// The values of an object whose names are 0, 1, 2 and on.
fn numbered(text: &[u8]) -> Option<Vec<&[u8]>> {
    let entries = entries(text)?;
    let in_order = entries
        .iter()
        .enumerate()
        .all(|(at, entry)| entry.name == at.to_string());
    in_order.then(|| {
        entries
            .iter()
            .map(|entry| &text[entry.start..entry.end])
            .collect()
    })
}

/// The elements of a list, as they stand.
fn elements(text: &[u8]) -> Option<Vec<&[u8]>> {
    let mut lexer = Lexer::new(text);
    let mut elements = Vec::new();
    lexer.expect(b'[')?;
    if lexer.peek()? == b']' {
        return Some(elements);
    }
    loop {
        elements.push(lexer.skip()?);
        match lexer.peek()? {
            b',' => lexer.at += 1,
            b']' => return Some(elements),
            _ => return None,
        }
    }
}

fn push_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// JSON texts hold no line ends but between values.
fn push_line(out: &mut Vec<u8>, value: &[u8]) {
    out.extend(value.iter().map(|byte| {
        if matches!(byte, b'\n' | b'\r') {
            b' '
        } else {
            *byte
        }
    }));
}

/// All lists of an object and the objects within it.
fn find(
    text: &[u8],
    lexer: &mut Lexer<'_>,
    path: &mut String,
    depth: usize,
    found: &mut Vec<Candidate>,
) -> Option<()> {
    lexer.expect(b'{')?;
    if lexer.peek()? == b'}' {
        lexer.at += 1;
        return Some(());
    }
    let own = path.len();
    loop {
        let name = name(lexer.quoted()?);
        lexer.expect(b':')?;
        if own > 0 {
            path.push('.');
        }
        path.push_str(&name);
        match lexer.kind()? {
            Kind::Object if depth < DEEPEST => find(text, lexer, path, depth + 1, found)?,
            Kind::List if found.len() < MOST => {
                let start = lexer.at;
                lexer.skip()?;
                found.push(candidate(text, path.clone(), start, lexer.at)?);
            }
            _ => {
                lexer.skip()?;
            }
        }
        path.truncate(own);
        match lexer.peek()? {
            b',' => lexer.at += 1,
            b'}' => {
                lexer.at += 1;
                return Some(());
            }
            _ => return None,
        }
    }
}

fn candidate(text: &[u8], path: String, start: usize, end: usize) -> Option<Candidate> {
    let elements = elements(&text[start..end])?;
    let kind = match elements.first().and_then(|first| first.first()) {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::List,
        _ => Kind::Leaf,
    };
    Some(Candidate {
        path,
        start,
        end,
        line: 1 + memchr::memchr_iter(b'\n', &text[..start]).count() as u64,
        elements: elements.len() as u64,
        kind,
    })
}

/// How records follow each other in a text that does not begin with a list, as far as its beginning tells; `None`
/// where it is one document.
pub fn frame(head: &[u8], is_whole: bool) -> Option<Frame> {
    let mut lexer = Lexer::new(head);
    if lexer.skip().is_some() {
        let one_only = lexer.is_at_end() && is_whole;
        return (!one_only && has_line(head)).then_some(Frame::Lines);
    }
    has_line(head).then_some(Frame::Lines)
}

/// Whether the first line that is not blank is a record by itself.
fn has_line(head: &[u8]) -> bool {
    let trimmed = head.trim_ascii_start();
    let line = trimmed
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let mut lexer = Lexer::new(line);
    lexer.skip().is_some() && lexer.is_at_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        match read(text.as_bytes()) {
            Some(Document::Rewritten(lines)) => String::from_utf8(lines).unwrap(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_longest_list_of_records_is_the_table() {
        let text = r#"{"meta":{"tags":["x","y","z"],"pages":[{"n":1}]},
            "result":{"items":[{"a":1},{"a":2}]}}"#;
        let Some(Document::Lists {
            candidates,
            names: None,
        }) = read(text.as_bytes())
        else {
            panic!("no lists")
        };
        let all: Vec<_> = candidates
            .iter()
            .map(|one| (one.path.as_str(), one.elements, one.line))
            .collect();
        assert_eq!(all, [("result.items", 2, 2), ("meta.pages", 1, 1)]);
        assert_eq!(
            &text[candidates[0].start..candidates[0].end],
            r#"[{"a":1},{"a":2}]"#
        );
    }

    #[test]
    fn tables_by_columns_or_by_names_are_turned_into_records() {
        assert_eq!(
            rewritten(r#"{"a":[1,null],"b\"":["x","y"]}"#),
            "{\"a\":1,\"b\\\"\":\"x\"}\n{\"a\":null,\"b\\\"\":\"y\"}\n"
        );
        assert_eq!(
            rewritten(r#"{"a":{"0":1,"1":2},"b":{"0":3,"1":4}}"#),
            "{\"a\":1,\"b\":3}\n{\"a\":2,\"b\":4}\n"
        );
        assert_eq!(
            rewritten("{\"x\":{\"a\":1},\n\"y\":{\"a\":\n2}}"),
            "{\"key\":\"x\",\"a\":1}\n{\"key\":\"y\",\"a\": 2}\n"
        );
    }

    #[test]
    fn names_may_stand_beside_the_rows() {
        let Some(Document::Lists { candidates, names }) =
            read(br#"{"columns":["a","b"],"index":[0],"data":[[1,2]]}"#)
        else {
            panic!("no lists")
        };
        assert_eq!(names, Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(candidates[0].path, "data");
    }

    #[test]
    fn other_objects_are_one_record_or_no_json() {
        assert_eq!(
            read(br#"{"a":1,"b":{"c":2},"d":[1,2]}"#),
            Some(Document::Record)
        );
        assert_eq!(
            read(br#"{"a":{"x":1},"b":{"y":2}}"#),
            Some(Document::Record)
        );
        assert_eq!(read(b"{}"), Some(Document::Record));
        for text in ["{", "{\"a\":[1,}", "{\"a\":[{]}", "{\"a\":1"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn lines_are_told_from_one_document() {
        assert_eq!(frame(b"{\"a\":1}\n{\"a\":2}", true), Some(Frame::Lines));
        assert_eq!(frame(b"{\"a\":1}\n{\"a", false), Some(Frame::Lines));
        assert_eq!(frame(b"{\"a\":1}\n\n", true), None);
        assert_eq!(frame(b"{\"a\":[\n{\"b\":1}", false), None);
        assert_eq!(frame(b"{\n\"a\":1}", true), None);
    }
}
