//! Records without quotes, sixty-four bytes at a time, where the processor has vector instructions for it.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use super::records::Shape;
use super::rules::Rules;
use crate::options::Escape;
use crate::processor::Instructions;
use crate::table::Span;

/// Splits the records of a text that need no second look: of one line, without quotes, as wide as the table, and
/// without blanks after delimiters where these may belong to them.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "other processors split record after record")
)]
pub(crate) struct PlainRecords {
    instructions: Instructions,
    delimiter: u8,
    quote: Option<u8>,
    /// A lone CR ends a record.
    returns: bool,
    lone_blanks: bool,
    width: usize,
}

/// Records that were split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub records: usize,
    /// Where the next record begins, which is another one, or the text's end.
    pub next: usize,
}

impl PlainRecords {
    /// `None` where the dialect or the processor is another one.
    pub fn new(rules: &Rules, shape: &Shape) -> Option<Self> {
        Self::with(Instructions::best()?, rules, shape)
    }

    /// The same by these instructions.
    pub fn with(instructions: Instructions, rules: &Rules, shape: &Shape) -> Option<Self> {
        let [delimiter] = *rules.delimiter.as_slice() else {
            return None;
        };
        // A single field may be a blank line.
        let pads = rules.runs || rules.pad_before || rules.pad_after;
        let is_plain = !pads && rules.escape == Escape::Double;
        (is_plain && shape.width > 1 && instructions.are_here()).then_some(Self {
            instructions,
            delimiter,
            quote: rules.quote,
            returns: rules.returns,
            lone_blanks: shape.lone_blanks,
            width: shape.width,
        })
    }

    /// Adds the fields of such records from `start` on.
    #[cfg(target_arch = "x86_64")]
    pub fn take(&self, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
        // SAFETY: `with` looked for every feature that these are compiled for.
        unsafe {
            match self.instructions {
                Instructions::Avx512 => avx512::take(self, text, start, cells),
                Instructions::Avx2 => avx2::take(self, text, start, cells),
            }
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn take(&self, _: &[u8], start: usize, _: &mut Vec<Span>) -> Taken {
        Taken {
            records: 0,
            next: start,
        }
    }

    /// `take` by the instructions of `W`.
    ///
    /// # Safety
    /// The caller is compiled for them.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    unsafe fn take_by<W: Window>(&self, text: &[u8], start: usize, cells: &mut Vec<Span>) -> Taken {
        let mut taken = Taken {
            records: 0,
            next: start,
        };
        // Cells of whole records, and where the next field begins.
        let (mut whole, mut field) = (cells.len(), start as u32);
        let mut window = start;
        'windows: while window < text.len() {
            // SAFETY: as the caller promises.
            let Places {
                delimiters,
                feeds,
                others,
            } = unsafe { self.places::<W>(&text[window..]) };
            let before = cells.len();
            // SAFETY: as the caller promises.
            field = unsafe { W::push(cells, delimiters | feeds, window as u32, field) };
            let mut feeds_left = feeds;
            while feeds_left != 0 {
                let feed = feeds_left.trailing_zeros();
                feeds_left &= feeds_left - 1;
                let upto = u64::MAX >> (63 - feed);
                let end = before + ((delimiters | feeds) & upto).count_ones() as usize;
                if others & upto != 0 || end - whole != self.width {
                    break 'windows;
                }
                let at = window + feed as usize;
                if let Some(last) = cells.get_mut(end - 1)
                    && (last.start as usize) < at
                    && text[at - 1] == b'\r'
                {
                    last.end -= 1;
                }
                (whole, taken.next) = (end, at + 1);
                taken.records += 1;
            }
            if others != 0 {
                break;
            }
            window += WINDOW;
        }
        cells.truncate(whole);
        taken
    }

    /// What stands in the first bytes of a text.
    ///
    /// # Safety
    /// The caller is compiled for the instructions of `W`.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    unsafe fn places<W: Window>(&self, text: &[u8]) -> Places {
        let within = u64::MAX >> (WINDOW - text.len().min(WINDOW));
        // What stands one byte on, the first behind the window among it.
        let ahead = |places: u64, byte: u8| {
            places >> 1 | u64::from(text.get(WINDOW) == Some(&byte)) << (WINDOW - 1)
        };
        // SAFETY: as the caller promises.
        unsafe {
            let window = W::of(text);
            let delimiters = window.places_of(self.delimiter) & within;
            let feeds = window.places_of(b'\n') & within;
            let mut others = match self.quote {
                Some(quote) => window.places_of(quote) & within,
                None => 0,
            };
            if self.returns {
                others |= window.places_of(b'\r') & within & !ahead(feeds, b'\n');
            }
            if self.lone_blanks {
                others |= delimiters & ahead(window.places_of(b' ') & within, b' ');
            }
            Places {
                delimiters,
                feeds,
                others,
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
const WINDOW: usize = 64;

/// A bit for each byte of a window.
#[cfg(target_arch = "x86_64")]
struct Places {
    delimiters: u64,
    feeds: u64,
    /// What asks for a second look.
    others: u64,
}

/// Sixty-four bytes in a processor's vectors.
///
/// # Safety
/// Whoever calls is compiled for the vectors' instructions.
#[cfg(target_arch = "x86_64")]
trait Window: Copy {
    /// The first bytes of a text; any others where it has fewer.
    unsafe fn of(text: &[u8]) -> Self;

    /// A bit for each byte that equals one, the first byte's the lowest.
    unsafe fn places_of(self, byte: u8) -> u64;

    /// Adds the fields that end at some bytes of the window at `window`, the first of them beginning at `field`; where the
    /// next one begins.
    unsafe fn push(cells: &mut Vec<Span>, ends: u64, window: u32, field: u32) -> u32;
}
