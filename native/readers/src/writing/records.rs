//! Records of RFC 4180.

use crate::stored::Texts;

/// Rows as records, which end with CR and LF.
///
/// # Arguments
/// * `columns` – as many texts each as there are rows; what one lacks is empty
pub fn csv_records(columns: &[Texts], rows: usize) -> Vec<u8> {
    let mut texts: Vec<_> = columns.iter().map(Texts::iter).collect();
    let mut out = Vec::new();
    for _ in 0..rows {
        let fields = texts
            .iter_mut()
            .map(|texts| texts.next().unwrap_or_default().as_bytes());
        write_record(&mut out, fields);
    }
    out
}

/// Fields with a comma, a quote, a line break or blanks at an end are quoted, and so is a lone empty one, which would
/// be a blank line otherwise.
pub(crate) fn write_record<'a>(out: &mut Vec<u8>, fields: impl Iterator<Item = &'a [u8]>) {
    let start = out.len();
    let mut count = 0;
    for field in fields {
        if count > 0 {
            out.push(b',');
        }
        write_field(out, field);
        count += 1;
    }
    if count == 1 && out.len() == start {
        out.extend_from_slice(b"\"\"");
    }
    out.extend_from_slice(b"\r\n");
}

fn write_field(out: &mut Vec<u8>, field: &[u8]) {
    let needs_quotes = field
        .iter()
        .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
        || std::str::from_utf8(field).is_ok_and(|text| text.trim().len() < text.len());
    if !needs_quotes {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    for byte in field {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[&str]) -> String {
        let mut out = Vec::new();
        write_record(&mut out, fields.iter().map(|field| field.as_bytes()));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_fields_that_need_it_are_quoted() {
        assert_eq!(record(&["a", "b c", ""]), "a,b c,\r\n");
        assert_eq!(
            record(&["a,b", "say \"x\"", "l\nm", " z"]),
            "\"a,b\",\"say \"\"x\"\"\",\"l\nm\",\" z\"\r\n"
        );
        assert_eq!(record(&[""]), "\"\"\r\n");
        assert_eq!(record(&["", ""]), ",\r\n");
    }

    #[test]
    fn columns_become_records() {
        let columns = [b"\0a\n\nc".as_slice(), b"\x01[\"1,5\",\"l\\nm\",\"\"]"];
        let columns = columns.map(|bytes| Texts::of(bytes).unwrap());
        let out = csv_records(&columns, 3);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,\"1,5\"\r\n,\"l\nm\"\r\nc,\r\n"
        );
        assert_eq!(csv_records(&columns[..1], 2), b"a\r\n\"\"\r\n");
    }
}
