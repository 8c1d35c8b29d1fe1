//! Boxes of uncertain parameters in which each arm wins, and regret: over draws that are run, or that are there already.

use crate::cli::at_points::PointStudy;
use crate::cli::discover::arguments::{Arguments, KIND};
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::study::designed::Designed;
use regimes_report::datapackage::Resource;
use regimes_report::discovery::box_tables::{self, BoxSubject, Measured};
use regimes_report::error::Error;
use regimes_report::files::{Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_report::money::Money;
use regimes_report::{box_findings, sweep_tables};
use regimes_scenario::check::Scenario;
use regimes_scenario::file::Costs;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::discovery::boxes::boxes;
use regimes_study::experiment::discovery::draws::{self, NoRuns};
use regimes_study::experiment::discovery::pair::Measure;
use regimes_study::experiment::draws::{Draw, Fitted, shipped};
use regimes_study::experiment::points::Points;
use regimes_study::statistics::prim::Patience;
use regimes_study::study::store::Store;
use std::path::Path;

/// The share of a box that one step of pasting gives back.
const PASTE: f64 = 0.05;

/// Makes them.
///
/// # Errors
/// All that is wrong with what is asked; a folder that is not to be touched, an interruption, or what the disk says.
pub fn make(arguments: &Arguments) -> Result<(), Failure> {
    let quiet = arguments.study.quiet;
    if let Some(folder) = &arguments.of {
        let table = Table::read(folder, arguments)?;
        let study = arguments.read_study(&table);
        let plan =
            |_: usize| format!("{} draws of `{}`; nothing is run", table.measured.draws.points.len(), folder.display());
        let tell = |_: &dyn Store, out: &Path| if quiet { Ok(()) } else { told(&table.text(arguments), out) };
        return study.make(&plan, &|_| Ok(()), &|target, _| table.write(target, arguments), &tell);
    }
    let over = arguments.over_draws()?;
    let write = |target: Target, points: &Points, store: &dyn Store| over.write(target, points, store);
    let tell = |points: &Points, store: &dyn Store, folder: &Path| {
        if quiet { Ok(()) } else { told(&over.text(points, store)?, folder) }
    };
    over.study.make(&write, &tell)
}

/// Makes them again, and compares the tables with those of a folder.
///
/// # Errors
/// As [`make`].
pub fn again(folder: &Path, arguments: &Arguments) -> Result<Again, Failure> {
    if let Some(of) = &arguments.of {
        let table = Table::read(of, arguments)?;
        return arguments.read_study(&table).again(folder, &|target, _| table.write(target, arguments));
    }
    let over = arguments.over_draws()?;
    over.study.again(folder, &|target, points, store| over.write(target, points, store))
}

fn told(text: &str, folder: &Path) -> Result<(), Failure> {
    let [boxes, regret] = [box_tables::BOXES, box_tables::REGRET].map(|name| folder.join(name).display().to_string());
    output::write(&format!("{text}Tables: {boxes}\n        {regret}\n"))
}

/// A scenario on draws of its uncertain parameters.
struct OverDraws<'a> {
    study: PointStudy<'a>,
    scenario: Scenario,
    measures: Vec<Measure>,
    pair: [usize; 2],
    source: &'static str,
    smallest: Option<f64>,
    patience: Patience,
}

impl OverDraws<'_> {
    fn with<T>(
        &self,
        points: &Points,
        store: &dyn Store,
        done: impl FnOnce(&BoxSubject) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (found, failures) = draws::of_points(points, &self.measures, self.smallest, store)?;
        let measured: Vec<Measured> =
            self.measures.iter().zip(found).map(|(measure, draws)| Measured::of(*measure, draws)).collect();
        let boxes = boxes(&measured[0].draws, self.pair, self.patience, self.scenario.seed);
        let n = failures.len();
        let failure = failures.first().map(|reason| format!("{n} runs failed and are left out; the first: {reason}"));
        let of_points = Resource {
            name: "points",
            path: sweep_tables::POINTS.to_owned(),
            title: "A row a draw, arm and outcome: the paired difference between arms, over the horizon.".to_owned(),
            columns: sweep_tables::columns(points),
        };
        done(&BoxSubject {
            of: &self.scenario.name,
            source: self.source,
            money: Money::of(&self.scenario.costs),
            measured: &measured,
            pair: self.pair,
            boxes: &boxes,
            failure,
            others: vec![of_points],
        })
    }

    fn write(&self, target: Target, points: &Points, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
        let mut written = self.with(points, store, |subject| {
            let mut written = box_tables::write(target, subject)?;
            written.push(box_findings::write(target, subject, Some(&self.scenario))?);
            Ok(written)
        })?;
        written.push(sweep_tables::write(target, points, store)?);
        Ok(written)
    }

    fn text(&self, points: &Points, store: &dyn Store) -> Result<String, Error> {
        self.with(points, store, |subject| Ok(box_findings::text(subject, Some(&self.scenario))))
    }
}

/// Draws that are there already.
struct Table {
    of: String,
    sha256: String,
    measured: Measured,
    pair: [usize; 2],
}

impl Table {
    /// Reads the table of a folder.
    #[allow(clippy::disallowed_methods, reason = "reads the table that the user names")]
    fn read(folder: &Path, arguments: &Arguments) -> Result<Table, Failure> {
        let path = folder.join(sweep_tables::POINTS);
        let text = std::fs::read_to_string(&path).map_err(Error::reading(&path))?;
        let outcome = arguments.decides();
        let measures = Measure::all(outcome, None).map_err(Failure::all)?;
        let named =
            |wrong: Vec<String>| Failure::all(wrong.iter().map(|line| format!("{}: {line}", path.display())).collect());
        let draws = draws::of_table(&text, outcome, arguments.smallest).map_err(named)?;
        let place = |name: &String| {
            let found = draws.arms.iter().position(|arm| arm == name);
            found.ok_or_else(|| {
                format!("{}: there is no arm `{name}`; it has {}", path.display(), draws.arms.join(", "))
            })
        };
        let (pair, faults): (Vec<_>, Vec<_>) = arguments.arm.iter().map(place).partition(Result::is_ok);
        if !faults.is_empty() {
            return Err(Failure::all(faults.into_iter().filter_map(Result::err).collect()));
        }
        let pair = match pair.into_iter().flatten().collect::<Vec<usize>>()[..] {
            [] => [0, 1],
            [a, b] if a != b => [a.min(b), a.max(b)],
            _ => {
                return Err(Failure::Input(
                    "boxes of a folder are of two arms: name two that differ with --arm".to_owned(),
                ));
            }
        };
        let of = folder.display().to_string();
        Ok(Table { of, sha256: sha256(text.as_bytes()), measured: Measured::of(measures[0], draws), pair })
    }

    fn with<T>(&self, arguments: &Arguments, done: impl FnOnce(&BoxSubject) -> T) -> T {
        let boxes = boxes(&self.measured.draws, self.pair, arguments.patience(), 0);
        done(&BoxSubject {
            of: &self.of,
            source: "as that folder has them",
            money: Money::of(&Costs::default()),
            measured: std::slice::from_ref(&self.measured),
            pair: self.pair,
            boxes: &boxes,
            failure: None,
            others: Vec::new(),
        })
    }

    fn write(&self, target: Target, arguments: &Arguments) -> Result<Vec<WrittenFile>, Error> {
        self.with(arguments, |subject| {
            let mut written = box_tables::write(target, subject)?;
            written.push(box_findings::write(target, subject, None)?);
            Ok(written)
        })
    }

    fn text(&self, arguments: &Arguments) -> String {
        self.with(arguments, |subject| box_findings::text(subject, None))
    }
}

impl Arguments {
    fn patience(&self) -> Patience {
        Patience { paste: self.paste.then_some(PASTE), ..Patience::default() }
    }

    fn over_draws(&self) -> Result<OverDraws<'_>, Failure> {
        let asked = self.asked()?;
        let n = self.draws.unwrap_or(0) as usize;
        let all = shipped(usize::MAX).map_err(Failure::Input)?;
        if n > all.len() {
            return Err(Failure::Input(format!("--draws {n}: there are {} draws; take 2 to {0}", all.len())));
        }
        let loaded = asked.prepared.with(&asked.sets)?;
        let sets: Vec<Vec<Override>> = all[..n].iter().map(|draw: &Draw| draw.of(&loaded)).collect();
        let outcomes = asked.measures.iter().filter_map(|measure| measure.outcome()).collect();
        let points = Points::of_prepared(asked.prepared, asked.sets, sets, outcomes)?;
        let points = points.with_luck_of_each().with_cohorts();
        let study =
            PointStudy { kind: KIND, points, options: &self.study, settings: self.settings(), inputs: Vec::new() };
        Ok(OverDraws {
            study,
            scenario: asked.base,
            measures: asked.measures,
            pair: asked.pair,
            source: Fitted::of(&loaded).label(),
            smallest: self.smallest,
            patience: self.patience(),
        })
    }

    fn read_study(&self, table: &Table) -> Designed<'_, NoRuns> {
        let about = format!("draws of {}", table.of);
        let mut manifest = Manifest::of_study(KIND, &about, 0);
        manifest.arms = table.pair.map(|arm| table.measured.draws.arms[arm].clone()).into();
        manifest.inputs.insert(sweep_tables::POINTS.to_owned(), table.sha256.clone());
        manifest.settings.extend(self.settings());
        Designed { kind: KIND, design: &NoRuns, manifest, options: &self.study }
    }
}
