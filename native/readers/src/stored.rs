//! Columns as a project stores them: what was imported once, read again.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

/// Why a chunk could not be read: it is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// No chunk of texts takes more memory, unpacked: a damaged size must not exhaust it.
const MOST_BYTES: u64 = 4 << 30;

// The first byte of a chunk of texts, unpacked, says how they are laid out.
pub(crate) const JOINED_BY_LINE_FEED: u8 = 0;
pub(crate) const JSON_ARRAY: u8 = 1;
pub(crate) const NO_TEXTS: u8 = 2;

/// The texts of a stored chunk, in order.
pub struct Texts {
    text: String,
    ends: Ends,
}

enum Ends {
    /// Texts end at line feeds.
    LineFeeds,
    Ranges(Vec<Range<usize>>),
}

impl Texts {
    /// Unpacks a chunk of texts: a zstd frame of a layout's byte and the texts, joined by line feeds or as JSON.
    ///
    /// # Errors
    /// Where the bytes are no such frame or no valid UTF-8.
    pub fn decode(chunk: &[u8]) -> Result<Self, Damaged> {
        Self::of(&unpacked(chunk)?)
    }

    /// The texts of a chunk that was not compressed.
    ///
    /// # Errors
    /// Where the bytes are no such layout or no valid UTF-8.
    pub fn of(bytes: &[u8]) -> Result<Self, Damaged> {
        let (layout, body) = bytes.split_first().ok_or(Damaged)?;
        match *layout {
            NO_TEXTS => Ok(Self {
                text: String::new(),
                ends: Ends::Ranges(Vec::new()),
            }),
            JOINED_BY_LINE_FEED => Ok(Self {
                text: std::str::from_utf8(body).map_err(|_| Damaged)?.to_owned(),
                ends: Ends::LineFeeds,
            }),
            JSON_ARRAY => {
                let texts: Vec<Cow<'_, str>> = serde_json::from_slice(body).map_err(|_| Damaged)?;
                let mut all = Self {
                    text: String::with_capacity(body.len()),
                    ends: Ends::LineFeeds,
                };
                let mut ranges = Vec::with_capacity(texts.len());
                for text in texts {
                    let start = all.text.len();
                    all.text.push_str(&text);
                    ranges.push(start..all.text.len());
                }
                all.ends = Ends::Ranges(ranges);
                Ok(all)
            }
            _ => Err(Damaged),
        }
    }

    pub fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match &self.ends {
            Ends::LineFeeds => Box::new(self.text.split('\n')),
            Ends::Ranges(ranges) => Box::new(
                ranges
                    .iter()
                    .map(|range| self.text.get(range.clone()).unwrap_or_default()),
            ),
        }
    }
}

fn unpacked(chunk: &[u8]) -> Result<Vec<u8>, Damaged> {
    let mut bytes = Vec::new();
    // Frames that were compressed as a stream do not tell their size.
    zstd::stream::read::Decoder::new(chunk)
        .and_then(|decoder| decoder.take(MOST_BYTES).read_to_end(&mut bytes))
        .map_err(|_| Damaged)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(layout: u8, body: &str) -> Vec<u8> {
        zstd::bulk::compress(&[&[layout], body.as_bytes()].concat(), 1).unwrap()
    }

    fn decoded(chunk: &[u8]) -> Option<Vec<String>> {
        let texts = Texts::decode(chunk).ok()?;
        Some(texts.iter().map(str::to_owned).collect())
    }

    #[test]
    fn every_layout_gives_its_texts() {
        assert_eq!(
            decoded(&packed(0, "a\n\nä")),
            Some(vec!["a".into(), String::new(), "ä".into()])
        );
        assert_eq!(decoded(&packed(0, "")), Some(vec![String::new()]));
        assert_eq!(
            decoded(&packed(1, r#"["a\nb","","\u00e4"]"#)),
            Some(vec!["a\nb".into(), String::new(), "ä".into()])
        );
        assert_eq!(decoded(&packed(2, "")), Some(Vec::new()));
    }

    #[test]
    fn a_frame_of_one_raw_block_is_read_as_well() {
        // As short chunks are stored: magic, one byte of size, a last raw block of three bytes.
        let frame = [
            0x28,
            0xb5,
            0x2f,
            0xfd,
            0x20,
            3,
            3 * 8 + 1,
            0,
            0,
            0,
            b'x',
            b'y',
        ];
        assert_eq!(decoded(&frame), Some(vec!["xy".into()]));
    }

    #[test]
    fn what_was_not_written_is_refused() {
        for chunk in [
            Vec::new(),
            b"no frame".to_vec(),
            packed(7, "a"),
            packed(1, "[1"),
            zstd::bulk::compress(b"\0\xff\xfe", 1).unwrap(),
            packed(0, "abc")[..8].to_vec(),
        ] {
            assert_eq!(decoded(&chunk), None);
        }
    }
}
