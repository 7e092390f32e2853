//! Memory that the buffers of a machine are cut from, in large pages where the system has them.
//!
//! A step of a large network goes over more pages of 4 KiB than a processor knows the places of, and buffers that lie
//! wherever a page was free meet in the same places of its second cache.

use super::buffer::Line;
use crate::memory::reserve;
use descent_memory::prefer_large_pages;
use std::any::Any;
use std::cell::Cell;
use std::sync::Arc;

/// A large page.
#[repr(C, align(0x20_0000))]
struct Page([u8; PAGE]);

const PAGE: usize = 0x20_0000;
const PAGE_LINES: usize = PAGE / 64;
/// Bytes below which memory is not worth a large page.
const LEAST: u64 = PAGE as u64 / 2;
/// Bytes for what is lost between buffers.
const SLACK: u64 = PAGE as u64 / 32;

/// Pages that no buffer has yet.
pub(super) struct Store {
    pages: Option<Arc<Vec<Page>>>,
    /// Lines that buffers have.
    taken: Cell<usize>,
}

impl Store {
    /// For buffers of `bytes` in all; of so few that pages would not pay, or that there is no memory for, each buffer has
    /// its own.
    pub fn new(bytes: u64) -> Self {
        let pages = Self::pages(bytes);
        let pages = (pages > 0)
            .then(|| reserve::<Page>(pages, "the pages").ok())
            .flatten();
        Self {
            pages: pages.map(|mut pages| {
                prefer_large_pages(pages.spare_capacity_mut());
                // SAFETY: as many pages are reserved, and zeros are bytes.
                unsafe {
                    std::ptr::write_bytes(pages.as_mut_ptr(), 0, pages.capacity());
                    pages.set_len(pages.capacity());
                }
                Arc::new(pages)
            }),
            taken: Cell::new(0),
        }
    }

    /// Without any memory.
    #[cfg(all(test, feature = "guards", not(bare_buffers)))]
    pub fn none() -> Self {
        Self::new(0)
    }

    /// Bytes of the memory for buffers of `bytes` in all.
    pub fn bytes(bytes: u64) -> u64 {
        (Self::pages(bytes) as u64 * PAGE as u64).max(bytes)
    }

    fn pages(bytes: u64) -> usize {
        if bytes < LEAST || cfg!(bare_buffers) {
            return 0;
        }
        usize::try_from(bytes.saturating_add(SLACK).div_ceil(PAGE as u64)).unwrap_or(usize::MAX)
    }

    /// The first of `count` zeroed lines that nobody has, and what keeps them; none where there are not so many.
    pub fn take(&self, count: usize) -> Option<(*mut Line, Arc<dyn Any + Send + Sync>)> {
        let pages = self.pages.as_ref()?;
        let first = self.taken.get();
        let end = first.checked_add(count)?;
        if end > pages.len() * PAGE_LINES {
            return None;
        }
        self.taken.set(end);
        let start = pages.as_ptr().cast_mut().cast::<Line>();
        Some((start.wrapping_add(first), Arc::clone(pages) as _))
    }
}
