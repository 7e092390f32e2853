//! Pages of two megabytes, of which memory of some size needs hundreds of times fewer: first touching one of four kilobytes
//! costs more than what is written to it.

use std::mem::MaybeUninit;

/// Asks the system for large pages for room that is not written to yet. It may have none, and gives them to whole large
/// pages within the room alone.
pub fn prefer_large_pages<T>(room: &mut [MaybeUninit<T>]) {
    #[cfg(all(target_os = "linux", not(miri)))]
    {
        use std::ffi::c_void;
        unsafe extern "C" {
            fn madvise(start: *mut c_void, len: usize, advice: i32) -> i32;
        }
        const HUGE_PAGES: i32 = 14;
        /// The largest that a page of the ordinary kind is on any machine.
        const PAGE: usize = 1 << 16;
        let bytes = size_of_val(room);
        let start = room.as_mut_ptr().cast::<u8>();
        let before = start.align_offset(PAGE);
        let Some(within) = bytes.checked_sub(before).filter(|within| *within >= PAGE) else {
            return;
        };
        // SAFETY: the pages lie within the room, which is borrowed, and the advice changes none of their bytes.
        unsafe { madvise(start.add(before).cast(), within / PAGE * PAGE, HUGE_PAGES) };
    }
    #[cfg(not(all(target_os = "linux", not(miri))))]
    let _ = room;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_of_any_size_keeps_what_is_written_to_it() {
        for length in [0, 1, 100_000, 3_000_001] {
            let mut values: Vec<u32> = Vec::with_capacity(length);
            prefer_large_pages(values.spare_capacity_mut());
            values.extend(0..length as u32);
            prefer_large_pages(values.spare_capacity_mut());
            assert!(values.iter().copied().eq(0..length as u32));
        }
    }
}
