//! The table of a search for what would turn a finding: a row a factor.

use crate::datapackage::{self, Package, Resource};
use crate::discovery::subject::unit;
use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::money::Money;
use crate::table::{self, Column, Rows};
use regimes_scenario::check::Scenario;
use regimes_study::experiment::discovery::flip::{Ended, Search};
use regimes_study::experiment::discovery::pair::Measure;
use regimes_study::experiment::discovery::space::{Kind, Space};
use regimes_study::program;
use regimes_study::statistics::Estimate;
use regimes_study::statistics::prim::End;

/// Its name.
pub const FLIP: &str = "flip.csv";

/// A search, and what it is of.
pub struct FlipSubject<'a> {
    /// The scenario, with the two arms.
    pub scenario: &'a Scenario,
    /// What could be otherwise.
    pub space: &'a Space,
    /// What is compared.
    pub measure: Measure,
    /// What was found.
    pub search: &'a Search,
    /// Paired futures of an evaluation.
    pub futures: u32,
    /// Evaluations that were allowed.
    pub most: usize,
    /// What the two arms are called.
    pub labels: [String; 2],
}

impl FlipSubject<'_> {
    /// How money is shown.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::of(&self.scenario.costs)
    }

    /// The factors, those that move the gain towards 0 most first.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let far = |factor: &usize| self.search.towards(*factor).map_or(0.0, |(_, far)| far);
        let mut order: Vec<usize> = (0..self.space.factors.len()).collect();
        order.sort_by(|a, b| far(b).total_cmp(&far(a)));
        order
    }

    /// Where a factor stands where the finding turns; none where it does not move.
    #[must_use]
    pub fn turned(&self, factor: usize) -> Option<f64> {
        let flip = self.search.flip.as_ref()?;
        flip.moved.iter().find(|(one, _)| *one == factor).map(|(_, value)| *value)
    }
}

/// How a search ended, as tables call it.
#[must_use]
pub fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::Turned => "turned",
        Ended::NoFinding => "no finding",
        Ended::NotTurned => "not turned",
        Ended::OutOfRuns => "out of runs",
    }
}

/// Writes it, with what describes it.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &FlipSubject) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let columns = columns(subject);
    let table = table::write(target, FLIP, &columns, "nothing can be otherwise", |rows| fill(subject, rows))?;
    let base = subject.scenario;
    let resource = Resource {
        name: "flip",
        path: FLIP.to_owned(),
        title: "A row a factor: what it does to the finding alone, and whether it is among those that turn it."
            .to_owned(),
        columns,
    };
    let package = Package {
        name: &format!("{}-flip", base.name),
        title: &format!("What would turn a finding in `{}`: {}", base.name, base.about),
        version: program::VERSION,
        money: &subject.money(),
    };
    Ok(vec![table, datapackage::write(target, &datapackage::of_resources(&package, &[resource]))?])
}

fn columns(subject: &FlipSubject) -> Vec<Column> {
    let outcome = subject.measure.names()[0];
    let in_unit = |name, about| Column::number(name, "unit of the outcome", about);
    let of_path = |name, about| Column::number(name, "unit of the factor", about);
    vec![
        Column::text("outcome", "Name of the outcome.").of([outcome]),
        Column::text("cohort", "The cohort that it is of; empty: all residents, over the horizon."),
        Column::text("unit", "Unit of the outcome."),
        Column::text("ended", "How the search ended.").of([
            Ended::Turned,
            Ended::NoFinding,
            Ended::NotTurned,
            Ended::OutOfRuns,
        ]
        .map(ended)),
        in_unit("gain", "Mean of what the second arm gains on the first where nothing is changed."),
        in_unit("gain_low", "Lower end of the 90 % interval of that mean, over futures; empty below two."),
        in_unit("gain_high", "Upper end of that interval."),
        Column::count("rank", "", "1 moves the gain towards 0 most."),
        Column::text("factor", "A path, or density: money for each lasting need and week."),
        Column::text("kind", "An uncertain parameter, or a condition that was named.").of(["parameter", "condition"]),
        of_path("base", "What the scenario has."),
        of_path("low", "The lower end of its range."),
        of_path("high", "The upper end of its range."),
        in_unit(
            "gain_at_low",
            "Mean gain with this factor alone at its lower end; empty where it was not run or failed.",
        ),
        in_unit("gain_at_high", "Mean gain with this factor alone at its upper end."),
        Column::text("end", "The end that moves the gain towards 0 most; empty where neither does.")
            .of(["low", "high"]),
        in_unit("towards", "How far it moves it there; empty where neither end does."),
        of_path("turned_at", "Its value where the finding turns; empty where it does not move."),
        Column::number("share_moved", "share", "Of its range, how far it moves; empty where it does not move."),
        Column::number(
            "share_of_draws",
            "share",
            "Of draws, those that are at least as far; empty where it does not move or is not drawn.",
        ),
    ]
}

fn fill(subject: &FlipSubject, rows: &mut Rows) -> Result<(), Error> {
    let [outcome, cohort] = subject.measure.names();
    let money = subject.money();
    let base = &subject.search.base;
    for (rank, factor) in subject.order().into_iter().enumerate() {
        let one = &subject.space.factors[factor];
        let towards = subject.search.towards(factor);
        let turned = subject.turned(factor);
        let gain = |end: End| {
            let found = subject.search.screened.iter().find(|one| (one.factor, one.end) == (factor, end));
            found.map_or(f64::NAN, |found| found.gain.value)
        };
        rows.words(&[outcome, cohort, &money.unit(unit(subject.measure)), ended(subject.search.ended)])?;
        rows.numbers(&of(base))?;
        rows.number((rank + 1) as f64)?;
        rows.words(&[&one.path, if one.kind == Kind::Parameter { "parameter" } else { "condition" }])?;
        rows.numbers(&[one.base, one.low, one.high, gain(End::Low), gain(End::High)])?;
        rows.word(towards.map_or("", |(end, _)| crate::discovery::box_tables::end_name(end)))?;
        rows.number(towards.map_or(f64::NAN, |(_, far)| far))?;
        rows.number(turned.unwrap_or(f64::NAN))?;
        rows.number(turned.map_or(f64::NAN, |value| one.share_moved(value)))?;
        rows.number(turned.map_or(f64::NAN, |value| subject.space.share_as_far(&[(factor, value)])))?;
        rows.end_row()?;
    }
    Ok(())
}

fn of(estimate: &Estimate) -> [f64; 3] {
    [estimate.value, estimate.low, estimate.high]
}
