//! How much a run writes: rows of its tables, and the room that they take.

use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::town::Crisis;
use regimes_model::units::WEEKS_PER_YEAR;
use regimes_report::files::Format;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::parts::EVERY;
use regimes_study::simulation::trace::LEVELS;
use std::collections::BTreeSet;

/// Lines of the ledger in a year of a run.
const LINES_A_YEAR: f64 = 50.0;
/// What of the text of tables is left when it is compressed.
const PACKED: f64 = 0.35;

/// Room on disk of each kind of row (byte).
mod row {
    /// A number of `timeseries.csv` or `runs.csv`, with its share of what identifies the row.
    pub(super) const NUMBER: f64 = 11.0;
    pub(super) const SUMMARY: f64 = 140.0;
    pub(super) const PAIR: f64 = 78.0;
    pub(super) const COST: f64 = 75.0;
    pub(super) const PART: f64 = 65.0;
    /// A number of a replicate that is kept until all are whole.
    pub(super) const KEPT_NUMBER: f64 = 16.0;
    /// A row of costs or of parts that is kept so.
    pub(super) const KEPT_ROW: f64 = 120.0;
}

/// Room that figures and the page take on disk (byte), and what a run adds to it.
mod drawn {
    pub(super) const ALL: f64 = 3.6e6;
    pub(super) const AN_ARM: f64 = 3.8e5;
    pub(super) const A_WEEK_OF_AN_ARM: f64 = 400.0;
    pub(super) const A_GROUP_OF_AN_ARM: f64 = 3200.0;
}

/// Rows of tables, and numbers of the outcome table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Results {
    /// Outcomes of every week of every run.
    pub numbers: f64,
    /// Lines of the ledger.
    pub costs: f64,
    /// Rows of groups, places, organisations and kinds of crisis.
    pub parts: f64,
    /// Summaries of every week of every arm.
    pub summaries: f64,
    pairs: f64,
    runs: f64,
    figures: f64,
}

impl Results {
    /// What all replicates of a scenario come to.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Results {
        let (arms, weeks) = (scenario.arms.len() as f64, f64::from(scenario.horizon_weeks));
        let (replicates, outcomes) = (f64::from(scenario.replicates), OUTCOMES.len() as f64);
        let runs = replicates * arms;
        let looks = f64::from(scenario.horizon_weeks.div_ceil(EVERY));
        let groups = scenario.town.groups.len() as f64;
        Results {
            numbers: runs * weeks * outcomes,
            costs: runs * (weeks / WEEKS_PER_YEAR).ceil() * LINES_A_YEAR,
            parts: runs * looks * parts(scenario),
            summaries: arms * weeks * outcomes,
            pairs: replicates * (arms - 1.0) * 2.0 * outcomes,
            runs: runs * 2.0 * outcomes,
            figures: drawn::ALL
                + arms * (drawn::AN_ARM + weeks * drawn::A_WEEK_OF_AN_ARM + groups * drawn::A_GROUP_OF_AN_ARM),
        }
    }

    /// Room of the folder when all is done (byte).
    #[must_use]
    pub fn on_disk(&self, format: Format) -> f64 {
        let text = (self.numbers + self.runs) * row::NUMBER
            + self.summaries * row::SUMMARY
            + self.pairs * row::PAIR
            + self.costs * row::COST
            + self.parts * row::PART;
        let packed = if format == Format::CsvGz { PACKED } else { 1.0 };
        text * packed + self.figures
    }

    /// Room of the replicates that are kept until all are whole (byte).
    #[must_use]
    pub fn unfinished(&self) -> f64 {
        self.numbers * row::KEPT_NUMBER + (self.costs + self.parts) * row::KEPT_ROW
    }
}

/// Rows of parts at one look.
fn parts(scenario: &Scenario) -> f64 {
    let town = &scenario.town;
    let organisations: u32 = town.organisations.iter().map(|(_, o)| o.copies).sum();
    let kinds = town.domains.iter().filter_map(|(_, domain)| domain.crisis.as_ref());
    let kinds: BTreeSet<&str> = kinds.map(|crisis: &Crisis| crisis.kind.as_str()).collect();
    let counts = [town.groups.len(), town.places.len(), organisations as usize, kinds.len()];
    LEVELS.iter().zip(counts).map(|((_, outcomes), n)| (outcomes.len() * n) as f64).sum()
}
