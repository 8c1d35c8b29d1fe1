//! `regimes new`: a commented file to start from.

use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::error::Error;
use regimes_report::files;
use regimes_scenario::bundled;
use regimes_scenario::load::{load, load_text};
use regimes_scenario::name::as_identifier;
use regimes_scenario::nearest::advice;
use regimes_scenario::source::is_file;
use regimes_scenario::tree::quoted;
use std::io::ErrorKind;
use std::path::Path;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes new mine.toml --from tiny";

/// Writes a commented scenario file to start from.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The file to write, ending in `.toml`.
    file: String,
    /// The bundled scenario to start from.
    #[arg(long, value_name = "NAME", default_value = "tiny")]
    from: String,
    /// Overwrites an existing file.
    #[arg(short, long)]
    force: bool,
}

/// Writes it.
///
/// # Errors
/// A file that is there already, a name that is not bundled, what the system says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let file = &arguments.file;
    if !is_file(file) {
        let text = format!("`{file}` would be read as a bundled name; write `{file}.toml`");
        return Err(Failure::Input(text));
    }
    let text = starter(&arguments.from, file)?;
    load_text(file, &text, &[])?;
    write(arguments, &text)?;
    output::say(&format!("wrote {file}; next: regimes check {file}"));
    Ok(())
}

fn write(arguments: &Arguments, text: &str) -> Result<(), Failure> {
    let file = &arguments.file;
    let (path, bytes) = (Path::new(file), text.as_bytes());
    if path.exists() && !path.is_file() {
        return Err(Failure::Input(format!("`{file}` is not a file; choose another name")));
    }
    if arguments.force {
        return Ok(files::replace(path, bytes)?);
    }
    match files::create(path, bytes) {
        Err(Error::Write { source, .. }) if source.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::Input(format!("`{file}` exists already; --force overwrites it")))
        }
        done => Ok(done?),
    }
}

/// The text of a bundled scenario under the name of the file, with a word on how to go on.
fn starter(from: &str, file: &str) -> Result<String, Failure> {
    let Some(text) = bundled::text(from) else {
        let advice = advice(from, &bundled::names());
        let text = format!("there is no bundled scenario `{from}`; {advice}");
        return Err(Failure::Input(text));
    };
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
    let name = quoted(&as_identifier(&stem));
    let loaded = load(from, &[])?;
    let body = match loaded.marks.get("name") {
        Some(mark) if loaded.sources[mark.source].text == text => {
            format!("{}{name}{}", &text[..mark.span.start], &text[mark.span.end..])
        }
        _ => format!("name = {name}\n{text}"),
    };
    let body: String =
        body.lines().filter(|line| !line.starts_with("#:schema")).map(|line| format!("{line}\n")).collect();
    Ok(format!("{}{body}", head(from, file)))
}

fn head(from: &str, file: &str) -> String {
    format!(
        "# Made from the bundled scenario `{from}`.
# All problems at once:           regimes check {file}
# Every value and its source:     regimes show {file}
# What can be written here:       regimes doc parameters
# A key that is left out stands at its default; a key that is not known is an error.
# An arm without a `preset` keeps the rules of the status quo and changes those that it names; what a base has and this file
# does not want is dropped by name, as in `arms.placebo = \"drop\"` or `events.cost_of_living = \"drop\"`.

"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_scenario_is_a_start_that_checks_cleanly() {
        for from in bundled::names() {
            let text = starter(from, "my/New-Town.toml").expect("bundled");
            let loaded = load_text("x.toml", &text, &[]).unwrap_or_else(|p| panic!("{p}"));
            assert_eq!(loaded.scenario.name, "new_town");
        }
    }
}
