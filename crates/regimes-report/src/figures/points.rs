//! Figures of a scenario at many points: how the difference between two arms turns along what is varied.

pub mod scale;
pub mod varied;
pub mod direction;
pub mod spread;
pub mod subject;
pub mod signs;
pub mod drawing;
pub mod heading;
pub mod axis_below;
pub mod fan;
pub mod contour;
pub mod shades;
pub mod cells;
pub mod map;
pub mod strip;
pub mod ranked;
pub mod tornado;
pub mod placing;
pub mod morris;

#[cfg(test)]
pub mod synthetic;

use crate::error::Error;
use crate::figures::figure::Figure;
use crate::figures::{FOLDER, Figures};
use crate::files::{Target, WrittenFile};
use drawing::Drawing;
use ranked::Ranked;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::sensitivity::{Analysed, Design, Method};
use regimes_study::study::store::Store;
use spread::Spreads;
use subject::Subject;
use tornado::Measured;

/// What the names of these figures begin with; the name of an arm follows.
pub const KINDS: [&str; 6] =
    ["difference_fan_", "difference_map_", "difference_strip_", "tornado_", "morris_", "shares_"];

/// Endings of the files of a figure.
const ENDINGS: [&str; 4] = [".svg", ".png", ".csv", ".txt"];

/// Whether a file of the folder of figures is one that a study of points may leave.
#[must_use]
pub fn is_of_points(file: &str) -> bool {
    KINDS.iter().any(|kind| file.starts_with(kind)) && ENDINGS.iter().any(|end| file.ends_with(end))
}

/// Writes the figures of a sweep, one an arm but the first; none where its design is not drawn.
///
/// # Errors
/// If the store, the disk or the drawing library refuses.
pub fn write(target: Target, points: &Points, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
    let drawing = Drawing::of(points);
    if let Drawing::Nothing(_) = drawing {
        return Ok(Vec::new());
    }
    let subject = Subject::of(points);
    let spreads = Spreads::read(points, store)?;
    let figures = (1..subject.n_arms()).map(|arm| draw(&subject, &drawing, arm, &spreads));
    write_all(target, figures.flatten())
}

/// Writes the figures of a sensitivity analysis, an arm after the other but the first.
///
/// # Errors
/// If the disk or the drawing library refuses.
pub fn write_analysed(
    target: Target,
    points: &Points,
    design: &Design,
    analysed: &[Analysed],
) -> Result<Vec<WrittenFile>, Error> {
    let subject = Subject::of(points);
    let figures = (1..subject.n_arms()).flat_map(|arm| {
        let ranked = Ranked::of(points, design, (arm, analysed));
        let bars = |measured: &Measured| tornado::figure(&subject, (arm, design.source), &ranked, measured);
        match design.method() {
            Method::Morris => vec![bars(&tornado::EFFECTS), morris::figure(&subject, arm, &ranked)],
            Method::Sobol => vec![bars(&tornado::SHARES)],
        }
    });
    write_all(target, figures)
}

/// Why a sweep has no figure; none where it has one.
#[must_use]
pub fn why_nothing(points: &Points) -> Option<String> {
    match Drawing::of(points) {
        Drawing::Nothing(reason) => Some(reason),
        _ => None,
    }
}

fn draw(subject: &Subject, drawing: &Drawing, arm: usize, spreads: &Spreads) -> Option<Figure> {
    match drawing {
        Drawing::Fan(varied) => Some(fan::figure(subject, arm, varied, spreads)),
        Drawing::Map(axes) => Some(map::figure(subject, arm, axes, spreads)),
        Drawing::Strip(varied, others) => Some(strip::figure(subject, arm, (varied, others), spreads)),
        Drawing::Nothing(_) => None,
    }
}

fn write_all(target: Target, figures: impl Iterator<Item = Figure>) -> Result<Vec<WrittenFile>, Error> {
    target.prepare(FOLDER)?;
    let mut written = Vec::new();
    for figure in figures {
        written.extend(figure.write(target, Figures::All)?);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::short;
    use regimes_model::model::outcomes::{OUTCOMES, position};
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;
    use regimes_study::experiment::axes::Axis;
    use regimes_study::experiment::groups::Group;
    use regimes_study::experiment::points::at_point;
    use regimes_study::experiment::sensitivity::Index;
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;
    use std::collections::BTreeMap;
    use std::path::Path;

    type Row = BTreeMap<String, String>;

    fn study(points: Vec<Vec<regimes_scenario::overrides::Override>>) -> (Points, Memory) {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=3", "arms.graft=drop"]);
        let outcomes = ["flourishing", "public_cost", "staff_wellbeing"].map(|name| position(name).unwrap());
        let points = Points::of("tiny", sets, points, outcomes.to_vec()).unwrap();
        assert_eq!(points.problems(), []);
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        (points, store)
    }

    fn rows(folder: &Path, name: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_path(folder.join(FOLDER).join(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// Whether the four files of a figure are there and its text says what every text must.
    fn check_files(folder: &Path, name: &str) {
        let read = |end: &str| std::fs::read_to_string(folder.join(FOLDER).join(format!("{name}{end}"))).unwrap();
        assert!(read(".svg").contains("<title>") && read(".txt").contains("n this model, under these assumptions"));
        assert!(folder.join(FOLDER).join(format!("{name}.png")).metadata().unwrap().len() > 1000);
        assert!(ENDINGS.iter().all(|end| is_of_points(&format!("{name}{end}"))) && !is_of_points("lives.svg"));
    }

    fn column(points: &Points, outcome: &str) -> usize {
        points.outcomes().iter().position(|number| OUTCOMES[*number].name == outcome).unwrap()
    }

    #[test]
    fn the_data_of_a_fan_and_of_a_map_are_what_the_store_holds() {
        let set = |harm: &str, gamma: &str| {
            overrides::read(&[format!("patterns.harm={harm}"), format!("support.gamma={gamma}")])
        };
        let values = ["0.1", "0.2", "0.4"];
        for (name, points, n) in [
            ("difference_fan_hls", values.map(|harm| set(harm, "1.5")).to_vec(), 3),
            ("difference_map_hls", values.iter().flat_map(|harm| [set(harm, "1"), set(harm, "1.5")]).collect(), 6),
        ] {
            let (points, store) = study(points);
            let folder = tempfile::tempdir().unwrap();
            write(Target::Folder(folder.path()), &points, &store).unwrap();
            check_files(folder.path(), name);
            let rows = rows(folder.path(), &format!("{name}.csv"));
            assert_eq!(rows.len(), 3 * n);
            for (place, row) in rows.iter().enumerate() {
                let (at, column) = (at_point(&points, place % n, &store).unwrap(), column(&points, &row["outcome"]));
                let (paired, quantiles) = (&at.differences[0][column], &at.quantiles[0][column]);
                let median = row.get("q50").unwrap_or_else(|| &row["difference"]);
                assert_eq!((median, &row["n"]), (&short(paired.difference.value), &"3".to_owned()));
                assert_eq!([&row["higher"], &row["lower"]], [&paired.above.to_string(), &paired.below.to_string()]);
                if let Some(lower) = row.get("q25") {
                    assert_eq!([lower, &row["q95"]], [&short(quantiles[1]), &short(quantiles[4])]);
                }
            }
        }
    }

    fn axes() -> Vec<Axis> {
        ["patterns.harm=0.1..0.4", "support.gamma=0.5..1.5"].map(|text| Axis::read(text).unwrap()).to_vec()
    }

    /// What stands in the table of a figure of an analysis for each factor and index that it draws.
    fn check_drawn(design: &Design, name: &str, indices: &[(&str, Index)]) {
        let (points, store) = study(design.points());
        let analysed = design.analysed(&points, &store).unwrap_or_else(|_| panic!("sound"));
        let folder = tempfile::tempdir().unwrap();
        write_analysed(Target::Folder(folder.path()), &points, design, &analysed).unwrap();
        check_files(folder.path(), name);
        for row in rows(folder.path(), &format!("{name}.csv")) {
            let one = analysed.iter().find(|one| one.outcome == column(&points, &row["outcome"])).unwrap();
            let factor = design.axes.iter().position(|axis| axis.path == row["factor"]).unwrap();
            for (column, index) in indices {
                let of_factor = one.of_group(factor).into_iter().find(|(known, _)| known == index).unwrap();
                assert_eq!(row[*column], short(of_factor.1.value), "{column} of {}", row["factor"]);
            }
        }
    }

    #[test]
    fn an_analysis_is_drawn_from_its_indices() {
        let design = Design::morris(axes(), Group::each_alone(&axes()), 2, 1, "the command line").unwrap();
        for name in ["tornado_hls", "morris_hls"] {
            check_drawn(&design, name, &[("mu_star", Index::MuStar), ("sigma", Index::Sigma)]);
        }
        let design = Design::sobol(axes(), 4, 1, "the command line").unwrap();
        check_drawn(&design, "shares_hls", &[("total", Index::Total), ("first", Index::First)]);
    }
}
