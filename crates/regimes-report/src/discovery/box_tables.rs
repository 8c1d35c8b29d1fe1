//! The tables of a discovery over draws: boxes, the trajectories on which they were found, and regret.

use crate::datapackage::{self, Package, Resource};
use crate::discovery::subject::label;
use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::labels;
use crate::money::Money;
use crate::table::{self, Column, Rows};
use regimes_study::experiment::discovery::boxes::{Boxes, regrets_of};
use regimes_study::experiment::discovery::draws::Draws;
use regimes_study::experiment::discovery::pair::Measure;
use regimes_study::experiment::discovery::wins::Winner;
use regimes_study::program;
use regimes_study::statistics::prim::{End, STAYS};
use regimes_study::statistics::proportion::clopper_pearson;
use regimes_study::statistics::regret::Regret;
use std::collections::BTreeSet;

/// Boxes, a row a limit.
pub const BOXES: &str = "boxes.csv";
/// Trajectories, a row a step.
pub const TRAJECTORY: &str = "trajectory.csv";
/// Regret, a row an arm and outcome.
pub const REGRET: &str = "regret.csv";

/// The longest label of an arm (character).
const LONGEST: usize = 26;

/// What was compared over draws.
pub struct Measured {
    /// What is compared.
    pub measure: Measure,
    /// How arms fared.
    pub draws: Draws,
    /// By arm, what it loses.
    pub regrets: Vec<Regret>,
}

impl Measured {
    /// Of draws by a measure.
    #[must_use]
    pub fn of(measure: Measure, draws: Draws) -> Measured {
        let regrets = regrets_of(&draws);
        Measured { measure, draws, regrets }
    }
}

/// A discovery over draws.
pub struct BoxSubject<'a> {
    /// The scenario, or the folder that it was read from.
    pub of: &'a str,
    /// Where draws are from, in words.
    pub source: &'a str,
    /// How money is shown.
    pub money: Money,
    /// By measure, what decides first; at least one.
    pub measured: &'a [Measured],
    /// The two arms whose boxes these are, by number.
    pub pair: [usize; 2],
    /// Boxes.
    pub boxes: &'a [Boxes],
    /// Tasks that failed, with the first reason; none where none did.
    pub failure: Option<String>,
    /// Further tables, to be described.
    pub others: Vec<Resource<'a>>,
}

impl BoxSubject<'_> {
    /// What decides.
    #[must_use]
    pub fn decides(&self) -> &Measured {
        &self.measured[0]
    }

    /// The name of who wins.
    #[must_use]
    pub fn name(&self, boxes: &Boxes) -> &str {
        let place = usize::from(boxes.winner == Winner::Second);
        &self.decides().draws.arms[self.pair[place]]
    }

    /// What arms are called.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        labels::within(&self.decides().draws.arms.iter().map(String::as_str).collect::<Vec<_>>(), LONGEST)
    }

    /// The unit of a measure.
    #[must_use]
    pub fn unit(&self, measure: Measure) -> String {
        self.money.unit(crate::discovery::subject::unit(measure)).into_owned()
    }
}

/// Writes them, with what describes them.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &BoxSubject) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let none = "there is no draw";
    Ok(vec![
        table::write(target, BOXES, &of_boxes(subject), none, |rows| write_boxes(subject, rows))?,
        table::write(target, TRAJECTORY, &of_trajectory(subject), none, |rows| write_trajectory(subject, rows))?,
        table::write(target, REGRET, &of_regret(subject), none, |rows| write_regret(subject, rows))?,
        describe(target, subject)?,
    ])
}

fn arm_column(subject: &BoxSubject) -> Column {
    let names = subject.pair.map(|arm| subject.decides().draws.arms[arm].clone());
    Column::text(
        "arm",
        "Who wins in the box, by at least the smallest effect that matters (at all where none is known).",
    )
    .of(names)
}

/// The columns that say how good a box is.
fn of_bounds() -> [Column; 5] {
    [
        Column::count("inside", "", "Draws in the box."),
        Column::count("cases", "", "Of these, draws in which the arm wins."),
        Column::number("density", "share", "Of the draws in the box, those in which it wins."),
        Column::number(
            "coverage",
            "share",
            "Of all draws in which it wins, those in the box; empty where it wins in none.",
        ),
        Column::number("mass", "share", "Of all draws, those in the box."),
    ]
}

fn of_boxes(subject: &BoxSubject) -> Vec<Column> {
    let mut columns = vec![arm_column(subject), Column::text("outcome", "The outcome that decides.")];
    columns.push(Column::text("cohort", "The cohort that it is of; empty: all residents, over the horizon."));
    columns.extend([
        Column::count("draws", "", "Draws that have a value."),
        Column::count("wins", "", "Of these, draws in which the arm wins."),
    ]);
    columns.extend(of_bounds());
    columns.extend([
        Column::number(
            "by_luck",
            "share",
            "Of searches over draws whose wins are dealt out by luck, those that find a box as dense, with as much coverage; \
             empty where the box has no limit.",
        ),
        Column::text("path", "What is limited; empty where the box has no limit."),
        Column::text("end", "low: at least the limit; high: at most.").of(["low", "high"]),
        Column::number("limit", "unit of the path", "The limit."),
        Column::number(
            "quasi_p",
            "probability",
            "Chance of as many wins in the box if they were as frequent as without this limit; the limit was looked for \
             among many, so it is no probability of error.",
        ),
    ]);
    columns
}

fn of_trajectory(subject: &BoxSubject) -> Vec<Column> {
    let mut columns = vec![arm_column(subject), Column::count("step", "", "0 is all draws.")];
    columns.extend(of_bounds());
    columns.push(Column::count("limits", "", "Limits of the box."));
    columns.push(Column::text("box", "The limits, with & between."));
    columns
}

fn of_regret(subject: &BoxSubject) -> Vec<Column> {
    let unit = "unit of the outcome";
    let names = subject.decides().draws.arms.clone();
    let outcomes: BTreeSet<&'static str> = subject.measured.iter().map(|one| one.measure.names()[0]).collect();
    vec![
        Column::text("arm", "The arm.").of(names),
        Column::text("outcome", "Name of the outcome.").of(outcomes),
        Column::text("cohort", "The cohort that it is of; empty: all residents, over the horizon."),
        Column::text("unit", "Unit of the outcome."),
        Column::count("draws", "", "Draws in which every arm has a value."),
        Column::count("best", "", "Draws in which the arm is the best, alone or with others."),
        Column::number(
            "regret_most",
            unit,
            "Largest regret: what the best arm of a draw has more (or less, where less is better).",
        ),
        Column::number("regret_q90", unit, "The regret that 90 % of draws do not exceed."),
        Column::number("regret_mean", unit, "Mean regret over draws."),
        Column::number(
            "as_good",
            "share",
            "Of draws, those in which the regret is smaller than the smallest effect that matters; empty where none is known.",
        ),
        Column::number("as_good_low", "share", "Lower end of the 90 % interval of that share (Clopper-Pearson)."),
        Column::number("as_good_high", "share", "Upper end of that interval."),
    ]
}

/// How a limit's end is called in tables.
#[must_use]
pub fn end_name(end: End) -> &'static str {
    match end {
        End::Low => "low",
        End::High => "high",
    }
}

fn write_boxes(subject: &BoxSubject, rows: &mut Rows) -> Result<(), Error> {
    let decides = subject.decides();
    let [outcome, cohort] = decides.measure.names();
    for one in subject.boxes {
        let chosen = one.chosen.as_ref();
        let bounds = chosen.map_or(&one.trajectory[0], |chosen| &chosen.bounds);
        let limits: Vec<_> = match chosen {
            Some(chosen) if !bounds.limits.is_empty() => {
                bounds.limits.iter().map(Some).zip(chosen.quasi_p.clone()).collect()
            }
            _ => vec![(None, f64::NAN)],
        };
        for (limit, quasi_p) in limits {
            rows.words(&[subject.name(one), outcome, cohort])?;
            rows.numbers(&[one.draws as f64, one.cases as f64, bounds.inside as f64, bounds.cases as f64])?;
            rows.numbers(&[bounds.density, bounds.coverage, bounds.mass])?;
            rows.number(chosen.map_or(f64::NAN, |chosen| chosen.by_luck))?;
            match limit {
                Some(limit) => {
                    rows.words(&[&decides.draws.paths[limit.factor], end_name(limit.end)])?;
                    rows.number(limit.at)?;
                }
                None => {
                    rows.words(&["", ""])?;
                    rows.number(f64::NAN)?;
                }
            }
            rows.number(quasi_p)?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn write_trajectory(subject: &BoxSubject, rows: &mut Rows) -> Result<(), Error> {
    for one in subject.boxes {
        for (step, bounds) in one.trajectory.iter().enumerate() {
            rows.word(subject.name(one))?;
            rows.numbers(&[step as f64, bounds.inside as f64, bounds.cases as f64])?;
            rows.numbers(&[bounds.density, bounds.coverage, bounds.mass, bounds.limits.len() as f64])?;
            let limit = |limit: &regimes_study::statistics::prim::Limit| {
                let sign = if limit.end == End::Low { ">=" } else { "<=" };
                format!("{} {sign} {}", subject.decides().draws.paths[limit.factor], crate::numbers::short(limit.at))
            };
            rows.word(&bounds.limits.iter().map(limit).collect::<Vec<_>>().join(" & "))?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn write_regret(subject: &BoxSubject, rows: &mut Rows) -> Result<(), Error> {
    for one in subject.measured {
        let [outcome, cohort] = one.measure.names();
        for (arm, regret) in one.draws.arms.iter().zip(&one.regrets) {
            rows.words(&[arm, outcome, cohort, &subject.unit(one.measure)])?;
            rows.numbers(&[regret.draws as f64, regret.best as f64, regret.most, regret.nearly_all, regret.mean])?;
            rows.number(regret.share_as_good())?;
            rows.numbers(&clopper_pearson(regret.as_good, regret.compared))?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn describe(target: Target, subject: &BoxSubject) -> Result<WrittenFile, Error> {
    let resource = |name: &'static str, path: &str, title: String, columns: Vec<Column>| Resource {
        name,
        path: path.to_owned(),
        title,
        columns,
    };
    let mut resources = vec![
        resource(
            "boxes",
            BOXES,
            format!(
                "A row an arm and limit: the box of draws in which the arm wins; limits with a quasi-p above {STAYS} are left out."
            ),
            of_boxes(subject),
        ),
        resource(
            "trajectory",
            TRAJECTORY,
            "A row an arm and step: density bought with coverage, box by box.".to_owned(),
            of_trajectory(subject),
        ),
        resource(
            "regret",
            REGRET,
            "A row an outcome and arm: what the arm loses against the best arm of each draw.".to_owned(),
            of_regret(subject),
        ),
    ];
    resources.extend(subject.others.iter().cloned());
    let decides = label(subject.decides().measure);
    let package = Package {
        name: "discover-draws",
        title: &format!("Where arms win by {decides} over draws ({}) of {}", subject.source, subject.of),
        version: program::VERSION,
        money: &subject.money,
    };
    datapackage::write(target, &datapackage::of_resources(&package, &resources))
}
