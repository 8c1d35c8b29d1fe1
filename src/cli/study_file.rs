//! `--experiment`: a study that a file describes, in place of the options of `sweep` or `sensitivity`.

use crate::cli::at_points::PointOptions;
use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::terminal::wrapped;
use regimes_scenario::nearest::advice;
use regimes_scenario::read::layers;
use regimes_scenario::source::{Layer, is_file};
use regimes_study::experiment::bundled::{STUDIES, study};
use regimes_study::experiment::study_file::{Kind, StudyFile, read};
use std::path::Path;

/// Opens a file, or the bundled one of a name, for the command of a kind.
///
/// # Errors
/// A name that is not known, all that is wrong with the file, or that it is for the other command.
pub fn open(named: &str, kind: Kind) -> Result<StudyFile, Failure> {
    let source = if is_file(named) { layers::open(Path::new(named), Layer::This)? } else { bundled(named)? };
    let file = read(source)?;
    if file.kind == kind {
        return Ok(file);
    }
    let other = file.kind.name();
    let text =
        format!("`{named}` is not for `regimes {}`: `regimes {other} --experiment {named}` makes it", kind.name());
    Err(Failure::Input(text))
}

fn bundled(named: &str) -> Result<regimes_scenario::source::Source, Failure> {
    study(named).ok_or_else(|| {
        let names: Vec<&str> = STUDIES.iter().map(|(name, _)| *name).collect();
        let advice = advice(named, &names);
        Failure::Input(format!(
            "there is no bundled experiment `{named}`: {advice}; a file has a `/` or ends in `.toml`"
        ))
    })
}

/// Says what a study asks.
pub fn tell(file: &StudyFile) {
    output::say(&wrapped(&file.about.split_whitespace().collect::<Vec<_>>().join(" "), 0));
}

/// What was given on the command line, or else the file.
#[must_use]
pub fn or<T: Clone>(given: &[T], file: &[T]) -> Vec<T> {
    if given.is_empty() { file.to_vec() } else { given.to_vec() }
}

impl PointOptions {
    /// These options on top of those of a file.
    #[must_use]
    pub fn on_top_of(&self, file: &StudyFile) -> PointOptions {
        PointOptions {
            outcome: or(&self.outcome, &file.outcomes),
            set: [&file.set[..], &self.set].concat(),
            seed: self.seed.or(file.seed),
            replicates: self.replicates.or(file.replicates),
        }
    }
}
