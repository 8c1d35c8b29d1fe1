//! What commands that run the model have in common.

use crate::cli::precision::Futures;
use clap::ValueEnum;
use regimes_scenario::overrides::Override;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How result tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain CSV.
    #[default]
    #[value(name = "csv")]
    Csv,
    /// Compressed CSV.
    #[value(name = "csv.gz")]
    CsvGz,
}

/// How arms are compared on equal payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Alike {
    /// All arms are paid alike, in place of their own payment.
    Instead,
    /// Each arm is paid as it says, and run once more on equal payment for what it then costs.
    Beside,
}

impl Alike {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Alike::Instead => "instead",
            Alike::Beside => "beside",
        }
    }

    /// What it sets in a scenario.
    #[must_use]
    pub fn set(self) -> Override {
        Override::literal("equal_payment", self.word())
    }
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// A bar on a terminal (lines on a dumb one), nothing elsewhere.
    #[default]
    Auto,
    /// A line now and then.
    Plain,
    /// A line of JSON now and then.
    Json,
    /// Nothing.
    None,
}

/// Options of commands that make a study of many runs.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct StudyOptions {
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// The folder for results; `output/<command>-<hash>` if left out.
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Starts again where the folder has results.
    #[arg(short, long, conflicts_with = "resume")]
    pub force: bool,
    /// Continues an interrupted run.
    #[arg(long)]
    pub resume: bool,
    /// Prints only errors.
    #[arg(short, long)]
    pub quiet: bool,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    pub progress: Progress,
    /// Reports what would be run and how long it would take, without running it.
    #[arg(long)]
    pub dry_run: bool,
}

/// Options of commands that run the model.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RunOptions {
    /// Changes a value first, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = seed)]
    pub seed: Option<u64>,
    /// Paired futures of each arm, in place of the scenario's; `auto`: as many as --precision needs, 1000 at most.
    #[arg(long, value_name = "N|auto", allow_negative_numbers = true, value_parser = Futures::read)]
    pub replicates: Option<Futures>,
    /// How well every paired difference is to be known: half of its 90 % interval; `OUTCOME=P`, can be repeated.
    #[arg(long, value_name = "P", allow_negative_numbers = true)]
    pub precision: Vec<String>,
    /// Pays all arms alike (a block grant, A330) in place of their own payment; `=beside`: runs each once more so, and adds
    /// what it then costs.
    #[arg(long, value_enum, value_name = "WAY", num_args = 0..=1, require_equals = true, default_missing_value = "instead")]
    pub equal_payment: Option<Alike>,
    /// Runs it on as many draws of its uncertain parameters as well, and distinguishes luck from parameters.
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "blind", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub draws: Option<u32>,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// The folder for results; `output/<scenario>-<hash>` if left out.
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replaces the results of another run in the folder.
    #[arg(short, long, conflicts_with = "resume")]
    pub force: bool,
    /// Continues an interrupted run.
    #[arg(long)]
    pub resume: bool,
    /// Calls the arms A and B until they are revealed.
    #[arg(long)]
    pub blind: bool,
    /// How result tables are written.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Prints only errors.
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Prints more: the final year, what pairing was worth, all arms and outcomes; twice: still more.
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    pub progress: Progress,
    /// The summary as JSON on standard output.
    #[arg(long)]
    pub json: bool,
    /// Reports what would be run and how long it would take, without running it.
    #[arg(long)]
    pub dry_run: bool,
}

impl RunOptions {
    /// What is set on the command line, seed and replicates among it, for [`load`](regimes_scenario::load::load).
    #[must_use]
    pub fn overrides(&self) -> Vec<Override> {
        let set: Vec<Override> = self.set.iter().cloned().chain(self.equal_payment.map(Alike::set)).collect();
        with_luck(&set, self.seed, self.replicates.and_then(Futures::count))
    }
}

/// What is set, and after it the seed and the number of replicates.
#[must_use]
pub fn with_luck(set: &[Override], seed: Option<u64>, replicates: Option<u32>) -> Vec<Override> {
    let mut sets = set.to_vec();
    sets.extend(seed.map(|seed| Override::whole("seed", seed)));
    sets.extend(replicates.map(|count| Override::whole("replicates", count.into())));
    sets
}

/// A seed.
///
/// # Errors
/// What a seed is.
pub fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

/// A number of threads.
///
/// # Errors
/// What it can be.
pub fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "at least one thread; leave the option out for all cores".to_owned())
}

/// A value that is changed, as `path.to.key=value`.
///
/// # Errors
/// The form that it has.
pub fn assignment(text: &str) -> Result<Override, String> {
    match text.split_once('=') {
        Some((path, _)) if !path.trim().is_empty() => Ok(text.into()),
        _ => Err("the form is path.to.key=value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: RunOptions,
    }

    fn parse(words: &[&str]) -> Result<RunOptions, clap::Error> {
        let words = std::iter::once("regimes").chain(words.iter().copied());
        Line::try_parse_from(words).map(|line| line.options)
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for words in [
            &["--replicates", "0"][..],
            &["-j", "0"],
            &["--set", "seed"],
            &["--force", "--resume"],
            &["-q", "-v"],
            &["--format", "xlsx"],
            &["--equal-payment=off"],
        ] {
            assert!(parse(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn equal_payment_is_set_after_what_is_set_and_takes_no_word_that_follows() {
        let options = parse(&["--equal-payment", "--set", "equal_payment=off"]).expect("valid");
        assert_eq!(options.overrides(), [Override::from("equal_payment=off"), Alike::Instead.set()]);
        assert_eq!(parse(&["--equal-payment=beside"]).expect("valid").equal_payment, Some(Alike::Beside));
    }

    #[test]
    fn seed_and_replicates_are_set_last() {
        let options = parse(&["--seed", "7", "--set", "seed=1", "-vv"]).expect("valid");
        assert_eq!(options.overrides(), ["seed=1", "seed=7"].map(Override::from));
        assert_eq!(options.verbose, 2);
    }
}
