//! Who runs a simulation hears how far it is, and can stop it.

use std::sync::atomic::{AtomicBool, Ordering};

/// Hears how far a run is, and can stop it.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Set to stop as soon as the present week of each run is over.
    pub stop: &'a AtomicBool,
    /// Called after some weeks of a run with the resident-weeks that they had.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl Control<'_> {
    /// Whether somebody asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Nobody listens, nobody stops.
#[must_use]
pub fn unattended() -> Control<'static> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    Control { stop: &NEVER, progress: &|_| {} }
}
