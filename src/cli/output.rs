//! Where words go: results to standard output, messages to standard error.

use crate::cli::Failure;
use crate::scenario::problem::{Looks, Problems};
use std::io::{self, IsTerminal, Write};

/// Writes a result to standard output.
///
/// # Errors
/// What the system says; [`Failure::Closed`] where nobody reads any more.
pub fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a value as JSON to standard output.
///
/// # Errors
/// As [`write()`].
pub fn write_json(value: &serde_json::Value) -> Result<(), Failure> {
    write(&format!("{value:#}\n"))
}

/// Writes a message to standard error; a message that nobody can read is lost.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Problems as a page of text, in colour where standard error shows colours.
#[must_use]
pub fn page(problems: &Problems) -> String {
    problems.render(looks())
}

/// How messages look on standard error.
#[must_use]
pub fn looks() -> Looks {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !refused { Looks::Coloured } else { Looks::Plain }
}
