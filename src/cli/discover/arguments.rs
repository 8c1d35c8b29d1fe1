//! What can be asked of a discovery.

use crate::cli::options::{self, StudyOptions, assignment};
use regimes_scenario::overrides::Override;
use std::path::PathBuf;

/// How the command is called in manifests and folders.
pub const KIND: &str = "discover";
/// The scenario where none is named.
pub const USUAL: &str = "town";

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes discover tiny --vary patterns.harm=0..0.4 --vary support.errs=0..0.4 --grid 4
  regimes discover tiny --vary density=20..60 --vary support.gamma=0..1 --grid 3
  regimes discover tiny --draws 6
A map is a folder with findings.txt (who wins where, in words), wins_map.csv (a row a cell and outcome) and a figure;
over draws it has boxes.csv (the box of parameters in which each arm wins), trajectory.csv and regret.csv (what each arm loses).";

/// Finds out when which of two arms wins.
///
/// A map over two axes: in each cell both arms meet the same luck, what one gains on the other is smoothed over
/// neighbouring cells, and an arm wins where the 90 % interval of its gain lies at or beyond the smallest effect that
/// matters. The axes are, if none are given, the money for each lasting need (`density`, GBP a need and week, with posts and
/// budget as they are and more or fewer residents who share them) and how far people's needs differ from the usual
/// (`patterns.personal_variation`).
///
/// With `--draws` the uncertain parameters vary in place of two axes: for each of the two arms the box of parameters in
/// which it wins (patient rule induction), and for all arms what they lose against the best of each draw (regret).
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`) [default: town].
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<String>,
    /// An axis of the map: `path=low..high`, `path=low..high:levels`, `path=a,b,c`, or the same of `density`; two of them.
    #[arg(long, value_name = "AXIS")]
    pub vary: Vec<String>,
    /// Boxes over this many draws of the uncertain parameters, in place of a map.
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with_all = ["vary", "grid", "smooth", "common_luck"], value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub draws: Option<u32>,
    /// Boxes from a folder that has them already: one of `run --draws` (its folder `draws`), `sweep` or `discover --draws`.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["scenario", "draws", "vary", "grid", "smooth", "common_luck", "cohort", "set", "seed", "replicates"])]
    pub of: Option<PathBuf>,
    /// Gives back to boxes at the end what was cut off too far (pasting).
    #[arg(long)]
    pub paste: bool,
    /// Values of an axis that does not say how many [default: 11].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=101))]
    pub grid: Option<u32>,
    /// One of the two arms, or a row of rules such as `npm_lean`; two of them [default: the first, and the one that the
    /// scenario is about]. Over draws two or more, with the regret of each [default: all].
    #[arg(long, value_name = "ARM")]
    pub arm: Vec<String>,
    /// The outcome that decides who wins [default: flourishing].
    #[arg(long, value_name = "NAME")]
    pub outcome: Option<String>,
    /// Decides by what has become of a cohort at the end, as `top_tenth_of_need`, in place of all over the horizon.
    #[arg(long, value_name = "NAME")]
    pub cohort: Option<String>,
    /// The smallest gain that matters, in the unit of the outcome [default: 0.05 sd of residents, 0.1 sd of staff, 1 % of
    /// cost].
    #[arg(long, value_name = "N", value_parser = above_zero)]
    pub smallest: Option<f64>,
    /// Smooths over a circle of this width (cell); chosen by leaving each cell out in turn if left out.
    #[arg(long, value_name = "CELLS", value_parser = above_zero)]
    pub smooth: Option<f64>,
    /// All cells meet the same futures; take several, since one future decides nothing.
    #[arg(long)]
    pub common_luck: bool,
    /// Changes a value at every point, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    pub seed: Option<u64>,
    /// Paired futures of each cell [default: 1] or draw [default: 2].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub replicates: Option<u32>,
    /// How its folder is treated.
    #[command(flatten)]
    pub study: StudyOptions,
}

/// A number above 0.
fn above_zero(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim().parse().ok();
    number.filter(|number| number.is_finite() && *number > 0.0).ok_or_else(|| "it is a number above 0".to_owned())
}
