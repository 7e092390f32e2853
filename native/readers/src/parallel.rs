//! Work on a stream of pieces by several threads, the results in the stream's order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;

/// Threads that are worth having here.
pub fn threads() -> usize {
    thread::available_parallelism()
        .map_or(1, NonZero::get)
        .clamp(1, 8)
}

/// Hands what `produce` gives to `work` on other threads, and the results, in order, to `take` on this one, until
/// `produce` ends or `take` gives false. Few pieces are under way at a time, whatever their number.
///
/// # Errors
/// The first error of `produce`; results before it are taken.
pub fn in_order<T: Send, U: Send, E>(
    mut produce: impl FnMut() -> Result<Option<T>, E>,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> bool,
) -> Result<(), E> {
    let workers = threads();
    let (jobs, waiting) = mpsc::channel::<(usize, T)>();
    let (results, done) = mpsc::channel::<(usize, U)>();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..workers {
            let results = results.clone();
            let (waiting, work) = (&waiting, &work);
            scope.spawn(move || {
                loop {
                    let job = waiting.lock().ok().and_then(|waiting| waiting.recv().ok());
                    let Some((index, job)) = job else { break };
                    if results.send((index, work(job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        let mut order = Order {
            early: BTreeMap::new(),
            next: 0,
        };
        let mut sent = 0;
        let outcome = loop {
            match produce() {
                Ok(Some(job)) => {
                    if jobs.send((sent, job)).is_err() {
                        break Ok(());
                    }
                    sent += 1;
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
            while sent - order.next >= 2 * workers {
                let Ok(result) = done.recv() else {
                    return Ok(());
                };
                if !order.deliver(result, &mut take) {
                    return Ok(());
                }
            }
        };
        drop(jobs);
        for result in done {
            if !order.deliver(result, &mut take) {
                break;
            }
        }
        outcome
    })
}

/// Holds results back until those before them are there.
struct Order<U> {
    early: BTreeMap<usize, U>,
    next: usize,
}

impl<U> Order<U> {
    fn deliver(&mut self, (index, result): (usize, U), take: &mut impl FnMut(U) -> bool) -> bool {
        self.early.insert(index, result);
        while let Some(result) = self.early.remove(&self.next) {
            self.next += 1;
            if !take(result) {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_the_error_comes_last() {
        let mut given = 0;
        let mut taken = Vec::new();
        let outcome = in_order(
            || {
                given += 1;
                if given <= 500 {
                    Ok(Some(given))
                } else {
                    Err("end")
                }
            },
            |number| number * 2,
            |double| {
                taken.push(double);
                true
            },
        );
        assert_eq!(outcome, Err("end"));
        assert_eq!(
            taken,
            (1..=500).map(|number| number * 2).collect::<Vec<_>>()
        );
    }

    #[test]
    fn it_ends_when_enough_is_taken() {
        let mut given = 0_u64;
        let mut taken = 0;
        let outcome: Result<(), ()> = in_order(
            || {
                given += 1;
                Ok(Some(given))
            },
            |number| number,
            |_| {
                taken += 1;
                taken < 10
            },
        );
        assert_eq!(outcome, Ok(()));
        assert_eq!(taken, 10);
    }
}
