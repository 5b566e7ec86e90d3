//! Work over several threads.
//!
//! Not rayon's: a rayon worker that waits takes up other work meanwhile, and here that would be another
//! descriptor that may wait for the very file that this one is reading.

use std::env;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Less than this is done where it is asked for: a thread would cost more than it gives.
const WORTHWHILE: usize = 4;

/// What `work` makes of each item, in their order.
pub(super) fn spread<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads().min(items.len());
    if items.len() < WORTHWHILE || threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((index, item)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    items.get(index).map(|item| (index, item))
                } {
                    let made = work(item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, made));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, made)| made).collect()
}

/// As many threads as descriptors are judged on: rayon's own variable says so for both.
fn threads() -> usize {
    let wanted = env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
    wanted
        .filter(|number| *number > 0)
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        assert_eq!(spread(&items, |item| item * 2), (0..2_000).step_by(2).collect::<Vec<_>>());
        assert_eq!(spread(&items[..1], |item| *item), [0]);
    }
}
