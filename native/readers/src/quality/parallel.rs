//! The same work for many items on several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `work` of every item, in the items' order, whichever thread did it.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.clamp(1, items.len().max(1));
    if threads == 1 {
        return items.iter().map(work).collect();
    }
    // Small groups, so that one expensive item holds nobody up, but a thread does not ask for every cheap one.
    let group = (items.len() / (threads * 16)).clamp(1, 64);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len().div_ceil(group)));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let start = next.fetch_add(group, Ordering::Relaxed);
                    let Some(part) = items.get(start..items.len().min(start + group)) else {
                        return;
                    };
                    if part.is_empty() {
                        return;
                    }
                    let results: Vec<R> = part.iter().map(&work).collect();
                    if let Ok(mut done) = done.lock() {
                        done.push((start, results));
                    }
                }
            });
        }
    });
    let mut groups = done
        .into_inner()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    groups.sort_unstable_by_key(|&(start, _)| start);
    groups
        .into_iter()
        .flat_map(|(_, results)| results)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_keep_their_order_for_any_number_of_threads() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
        for threads in [0, 1, 2, 7, 2000] {
            assert_eq!(map(&items, threads, |item| item * item), expected);
        }
        assert_eq!(map(&[] as &[usize], 4, |item| *item), Vec::<usize>::new());
    }
}
