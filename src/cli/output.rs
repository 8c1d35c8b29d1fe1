//! Where words go: results to standard output, messages to standard error.

use crate::cli::failure::Failure;
use regimes_report::error::words;
use regimes_scenario::check::Loaded;
use regimes_scenario::problem::{Looks, Problems};
use std::ffi::OsStr;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes a result to standard output.
///
/// # Errors
/// What the system says; [`Failure::Closed`] where nobody reads any more.
pub fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Failed(format!("cannot write to standard output: {}; make room where it goes", words(&error))),
    })
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

/// Tells what was done otherwise than a scenario says.
pub fn warn(loaded: &Loaded) {
    if let Some(warnings) = loaded.warned() {
        say(&page(&warnings));
    }
}

/// Problems as a page of text, in colour where standard error shows colours.
#[must_use]
pub fn page(problems: &Problems) -> String {
    problems.render(looks())
}

/// How messages look on standard error.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "how messages look depends on the terminal")]
pub fn looks() -> Looks {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !refused && is_able() { Looks::Coloured } else { Looks::Plain }
}

/// Whether the terminal is more than a sheet of paper: whether it has colours, and a cursor that can go back.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "how messages look depends on the terminal")]
pub fn is_able() -> bool {
    is_able_by_name(std::env::var_os("TERM").as_deref())
}

fn is_able_by_name(term: Option<&OsStr>) -> bool {
    match term {
        Some(name) => name != "dumb" && !name.is_empty(),
        None => cfg!(windows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dumb_terminal_gets_no_colours() {
        let able = |name: &str| is_able_by_name(Some(OsStr::new(name)));
        assert!(able("xterm-256color") && !able("dumb") && !able(""));
    }
}
