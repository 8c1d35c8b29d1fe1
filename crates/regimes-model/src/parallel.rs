//! Fixed chunks in index order: the only door to threads.
//!
//! What a chunk computes depends on its index alone, and results come back in index order, so no digit depends
//! on how many threads there are. Without the feature `threads` all work is done on the thread that asks for it.

#[cfg(feature = "threads")]
use rayon::prelude::*;
use std::fmt;
use std::num::NonZeroUsize;

/// Residents in a tile: sums of reals are taken tile by tile, in order.
pub const TILE: usize = 1024;

/// Whether the work inside one run is worth several threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One thread; the runs themselves are parallel.
    Narrow,
    /// All threads.
    Wide,
}

impl Width {
    /// Threads inside a run pay from about 20,000 residents a thread.
    #[must_use]
    pub fn of(residents: u64) -> Width {
        if residents >= 60_000 { Width::Wide } else { Width::Narrow }
    }
}

/// The threads to use: as many as are asked for, or one for each core.
#[must_use]
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    asked.unwrap_or_else(cores).get()
}

/// The system has no room for the threads; in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoThreads(pub String);

impl fmt::Display for NoThreads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoThreads {}

/// Does some work on a number of threads.
///
/// # Errors
/// If the system has no room for the threads.
#[cfg(feature = "threads")]
pub fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> Result<R, NoThreads> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    Ok(pool.map_err(|error| NoThreads(error.to_string()))?.install(work))
}

/// Does some work on the one thread that there is.
///
/// # Errors
/// Never.
#[cfg(not(feature = "threads"))]
pub fn on_threads<R: Send>(_threads: usize, work: impl FnOnce() -> R + Send) -> Result<R, NoThreads> {
    Ok(work())
}

/// Maps over items that change, in index order.
pub fn map_mut<T: Send, R: Send>(
    width: Width,
    items: &mut [T],
    f: impl Fn(usize, &mut T) -> R + Sync + Send,
) -> Vec<R> {
    match width {
        #[cfg(feature = "threads")]
        Width::Wide => items.par_iter_mut().enumerate().map(|(i, item)| f(i, item)).collect(),
        _ => items.iter_mut().enumerate().map(|(i, item)| f(i, item)).collect(),
    }
}

/// Changes items one by one.
pub fn each_mut<T: Send>(width: Width, items: &mut [T], f: impl Fn(usize, &mut T) + Sync + Send) {
    match width {
        #[cfg(feature = "threads")]
        Width::Wide => items.par_iter_mut().enumerate().for_each(|(i, item)| f(i, item)),
        _ => items.iter_mut().enumerate().for_each(|(i, item)| f(i, item)),
    }
}

/// Maps over items, in index order.
pub fn map<T: Sync, R: Send>(width: Width, items: &[T], f: impl Fn(usize, &T) -> R + Sync + Send) -> Vec<R> {
    match width {
        #[cfg(feature = "threads")]
        Width::Wide => items.par_iter().enumerate().map(|(i, item)| f(i, item)).collect(),
        _ => items.iter().enumerate().map(|(i, item)| f(i, item)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_index_order_however_wide() {
        let items: Vec<u32> = (0..5000).collect();
        let square = |_: usize, &x: &u32| x * x;
        assert_eq!(map(Width::Narrow, &items, square), map(Width::Wide, &items, square));
    }
}
