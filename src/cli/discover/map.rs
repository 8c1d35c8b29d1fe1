//! A map of who wins, over two axes.

use crate::cli::at_points::PointStudy;
use crate::cli::discover::arguments::{Arguments, KIND};
use crate::cli::discover::settings::Asked;
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::discovery::map_table;
use regimes_report::discovery::subject::MapSubject;
use regimes_report::error::Error;
use regimes_report::figures::{self, Figures};
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::{discovery_findings, sweep_tables};
use regimes_study::experiment::discovery::axes::{self, MapAxis, USUAL};
use regimes_study::experiment::discovery::pair::Measure;
use regimes_study::experiment::discovery::wins::{self, Luck, Reading, WinsMap};
use regimes_study::experiment::points::Points;
use regimes_study::study::store::Store;
use std::path::Path;

/// Values of an axis where no number is asked for.
const GRID: u32 = 11;

/// A map that is about to be made.
struct Map<'a> {
    study: PointStudy<'a>,
    axes: [MapAxis; 2],
    measures: Vec<Measure>,
    reading: Reading,
}

/// Makes it.
///
/// # Errors
/// All that is wrong with what is asked; a folder that is not to be touched, an interruption, or what the disk says.
pub fn make(arguments: &Arguments) -> Result<(), Failure> {
    let map = arguments.map()?;
    let tell = |points: &Points, store: &dyn Store, folder: &Path| {
        if arguments.study.quiet { Ok(()) } else { map.tell(points, store, folder) }
    };
    map.study.make(&|target, points, store| map.write(target, points, store), &tell)
}

/// Makes it again, and compares the tables with those of a folder.
///
/// # Errors
/// As [`make`].
pub fn again(folder: &Path, arguments: &Arguments) -> Result<Again, Failure> {
    let map = arguments.map()?;
    map.study.again(folder, &|target, points, store| map.write(target, points, store))
}

/// Draws the figure of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them.
pub fn draw_again(of: (&Path, &Manifest), target: &Path, arguments: &Arguments) -> Result<Vec<WrittenFile>, Failure> {
    let map = arguments.map()?;
    map.study.draw_again(of, target, &|target, points, store| {
        let found = map.found(points, store)?;
        map.draw(target, &MapSubject::of(points, &map.axes, map.reading, &found))
    })
}

impl Map<'_> {
    fn found(&self, points: &Points, store: &dyn Store) -> Result<WinsMap, Error> {
        Ok(wins::map(points, &self.axes, &self.measures, self.reading, store)?)
    }

    fn write(&self, target: Target, points: &Points, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
        let found = self.found(points, store)?;
        let subject = MapSubject::of(points, &self.axes, self.reading, &found);
        let mut written = map_table::write(target, &subject)?;
        written.push(discovery_findings::write(target, &subject)?);
        written.push(sweep_tables::write(target, points, store)?);
        written.extend(self.draw(target, &subject)?);
        Ok(written)
    }

    fn draw(&self, target: Target, subject: &MapSubject) -> Result<Vec<WrittenFile>, Error> {
        target.prepare(figures::FOLDER)?;
        figures::wins::figure(subject).write(target, Figures::All)
    }

    fn tell(&self, points: &Points, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
        let found = self.found(points, store)?;
        let text = discovery_findings::text(&MapSubject::of(points, &self.axes, self.reading, &found));
        let figure = folder.join(figures::FOLDER).join(format!("{}.png", figures::wins::NAME));
        let table = folder.join(map_table::MAP);
        output::write(&format!("{text}Table: {}\nOpen {}\n", table.display(), figure.display()))
    }
}

impl Arguments {
    fn map(&self) -> Result<Map<'_>, Failure> {
        let asked = self.asked()?;
        let axes = self.axes(&asked)?;
        let outcomes: Vec<usize> = asked.measures.iter().filter_map(|measure| measure.outcome()).collect();
        let points = axes::points(&axes);
        let points = Points::of_prepared(asked.prepared, asked.sets, points, outcomes)?.with_cohorts();
        let points = if self.common_luck { points } else { points.with_luck_of_each() };
        let luck = if self.common_luck { Luck::Common } else { Luck::OfEachCell };
        let reading = Reading { width: self.smooth, luck, smallest: self.smallest };
        let study =
            PointStudy { kind: KIND, points, options: &self.study, settings: self.settings(), inputs: Vec::new() };
        Ok(Map { study, axes, measures: asked.measures, reading })
    }

    /// The two axes, each of which can be set at both of its ends.
    fn axes(&self, asked: &Asked) -> Result<[MapAxis; 2], Failure> {
        let usual: Vec<String> = USUAL.map(str::to_owned).into();
        let texts = match self.vary.len() {
            0 => &usual,
            2 => &self.vary,
            n => return Err(Failure::Input(format!("a map has two axes; --vary names {n}"))),
        };
        let grid = self.grid.unwrap_or(GRID) as usize;
        let read = |text: &String| MapAxis::read(text, grid, &asked.base);
        let (axes, wrong): (Vec<_>, Vec<_>) = texts.iter().map(read).partition(Result::is_ok);
        let mut faults: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
        let axes: Vec<MapAxis> = axes.into_iter().flatten().collect();
        faults.extend(axes.iter().flat_map(|axis| at_its_ends(asked, axis)));
        if let [x, y] = &axes[..]
            && let Some(path) = x.paths().into_iter().find(|path| y.paths().contains(path))
        {
            faults.push(format!("both axes vary `{path}`"));
        }
        match <[MapAxis; 2]>::try_from(axes) {
            Ok(axes) if faults.is_empty() => Ok(axes),
            _ => Err(Failure::all(faults)),
        }
    }
}

/// What is wrong with the scenario at the ends of an axis, each fault once.
fn at_its_ends(asked: &Asked, axis: &MapAxis) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    for set in [axis.sets.first(), axis.sets.last()].into_iter().flatten() {
        let Err(problems) = asked.prepared.with(&[&asked.sets[..], set].concat()) else { continue };
        for problem in &problems.list {
            let fault = format!("axis `{}`: {}; {}", axis.name, problem.message, problem.remedy);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    faults
}
