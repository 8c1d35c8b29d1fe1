//! Signals: an interrupted run ends in order, and a limit on file sizes is an error that can be told.

use crate::cli::failure::Failure;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The exit status of an interrupted program.
const INTERRUPTED: i32 = 130;

/// Sets the flag when the user interrupts; a second interruption ends the program at once.
///
/// # Errors
/// What the system says.
pub fn stop_flag() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// Makes a write beyond the limit on file sizes an error like any other; by default the system ends the program.
pub fn outlive_file_size_limit() {
    #[cfg(unix)]
    {
        // Where the signal cannot be caught, the system's way is the only one.
        let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }
}
