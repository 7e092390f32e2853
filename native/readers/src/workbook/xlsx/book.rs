//! What a workbook says of its sheets and formats: `workbook.xml`, its relationships, and `styles.xml`.

use crate::workbook::number_format::{self, NumberKind};
use crate::workbook::text::Epoch;
use crate::workbook::xml::{Scanner, Token, attribute};
use std::collections::HashMap;

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    /// Path of its part in the container.
    pub path: String,
    pub hidden: bool,
    /// False for charts, dialogues and macro sheets.
    pub has_cells: bool,
}

#[derive(Debug, Default)]
pub struct Book {
    pub sheets: Vec<Listed>,
    pub epoch: Epoch,
    pub strings_path: Option<String>,
    pub styles_path: Option<String>,
}

/// Reads the workbook's part and its relationships.
/// `folder` is the folder of the workbook's part, without a slash at its end.
pub fn parse_book(workbook: &[u8], relationships: &[u8], folder: &str) -> Book {
    let related = parse_relationships(relationships, folder);
    let mut book = Book::default();
    for (kind, path) in related.values() {
        match kind.as_str() {
            "sharedStrings" => book.strings_path = Some(path.clone()),
            "styles" => book.styles_path = Some(path.clone()),
            _ => {}
        }
    }
    let mut scanner = Scanner::new(workbook);
    while let Some(token) = scanner.next_token() {
        let Token::Open {
            name, attributes, ..
        } = token
        else {
            continue;
        };
        match name {
            b"workbookPr" => {
                let since_1904 = attribute(attributes, "date1904");
                if matches!(since_1904.as_deref(), Some("1" | "true" | "on")) {
                    book.epoch = Epoch::Year1904;
                }
            }
            b"sheet" => {
                // `r:id` is the only attribute of a sheet with this local name.
                let target = attribute(attributes, "id").and_then(|id| related.get(&id));
                if let (Some(name), Some((kind, path))) = (attribute(attributes, "name"), target) {
                    let state = attribute(attributes, "state");
                    book.sheets.push(Listed {
                        name,
                        path: path.clone(),
                        hidden: state.is_some_and(|state| state != "visible"),
                        has_cells: kind == "worksheet",
                    });
                }
            }
            _ => {}
        }
    }
    book
}

/// Id → (last word of the type's address, path).
pub fn parse_relationships(xml: &[u8], folder: &str) -> HashMap<String, (String, String)> {
    let mut related = HashMap::new();
    let mut scanner = Scanner::new(xml);
    while let Some(token) = scanner.next_token() {
        let Token::Open {
            name: b"Relationship",
            attributes,
            ..
        } = token
        else {
            continue;
        };
        let [id, kind, target] = ["Id", "Type", "Target"].map(|name| attribute(attributes, name));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            related.insert(id, (kind, resolved(&target, folder)));
        }
    }
    related
}

/// A target is relative to the part's folder unless it begins with a slash.
fn resolved(target: &str, folder: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The kind of number of each cell format (`cellXfs`).
pub fn parse_styles(xml: &[u8]) -> Vec<NumberKind> {
    let mut codes: HashMap<u32, NumberKind> = HashMap::new();
    let mut kinds = Vec::new();
    let mut in_formats = false;
    let mut scanner = Scanner::new(xml);
    while let Some(token) = scanner.next_token() {
        match token {
            Token::Open {
                name,
                attributes,
                empty,
            } => match name {
                b"numFmt" => {
                    let id = attribute(attributes, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(attributes, "formatCode")) {
                        codes.insert(id, number_format::of_code(&code));
                    }
                }
                b"cellXfs" => in_formats = !empty,
                b"xf" if in_formats => {
                    let id = attribute(attributes, "numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    let kind = codes.get(&id).copied();
                    kinds.push(kind.unwrap_or_else(|| number_format::builtin(id)));
                }
                _ => {}
            },
            Token::Close { name: b"cellXfs" } => break,
            _ => {}
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_found_through_their_relationships() {
        let book = parse_book(
            br#"<workbook><workbookPr date1904="1"/><sheets><sheet name="A &amp; B" sheetId="1" r:id="rId1"/>
                <sheet name="Secret" state="veryHidden" r:id="rId2"/><sheet name="Plot" r:id="rId3"/>
                <sheet name="Lost" r:id="rId9"/></sheets></workbook>"#,
            br#"<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
                <Relationship Id="rId2" Type="http://x/worksheet" Target="/xl/worksheets/two.xml"/>
                <Relationship Id="rId3" Type="http://x/chartsheet" Target="../xl/charts/c.xml"/>
                <Relationship Id="rId4" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
            "xl",
        );
        let listed: Vec<_> = book
            .sheets
            .iter()
            .map(|sheet| {
                (
                    sheet.name.as_str(),
                    sheet.path.as_str(),
                    sheet.hidden,
                    sheet.has_cells,
                )
            })
            .collect();
        assert_eq!(
            listed,
            [
                ("A & B", "xl/worksheets/sheet1.xml", false, true),
                ("Secret", "xl/worksheets/two.xml", true, true),
                ("Plot", "xl/charts/c.xml", false, false),
            ]
        );
        assert_eq!(book.epoch, Epoch::Year1904);
        assert_eq!(book.strings_path.as_deref(), Some("xl/sharedStrings.xml"));
    }

    #[test]
    fn formats_of_cells_are_told_by_number_or_code() {
        let kinds = parse_styles(
            br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts>
                <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="164"><alignment/></xf><xf numFmtId="10"/><xf/></cellXfs></styleSheet>"#,
        );
        use NumberKind::{Date, Percent, Plain};
        assert_eq!(kinds, [Plain, Date, Percent, Plain]);
    }
}
