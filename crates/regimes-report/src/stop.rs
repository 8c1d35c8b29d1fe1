//! A request to stop, as it reaches whoever writes.

use crate::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether to stop; by default nobody asks.
#[derive(Clone, Debug, Default)]
pub struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    /// Stops once the flag is set.
    #[must_use]
    pub fn on(flag: &Arc<AtomicBool>) -> Stop {
        Stop(Some(Arc::clone(flag)))
    }

    /// Goes on unless somebody asked to stop.
    ///
    /// # Errors
    /// [`Error::Stopped`] if so.
    pub fn check(&self) -> Result<(), Error> {
        let is_set = self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed));
        if is_set { Err(Error::Stopped) } else { Ok(()) }
    }
}
