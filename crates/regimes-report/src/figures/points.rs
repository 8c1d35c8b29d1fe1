//! Figures of a scenario at many points: how the difference between two arms turns along what is varied.

pub mod scale;
pub mod varied;
pub mod spread;
pub mod subject;
pub mod signs;
pub mod drawing;
pub mod heading;
pub mod axis_below;
pub mod fan;
pub mod contour;
pub mod shades;
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
use regimes_study::experiment::screening::{Design, Screened};
use regimes_study::study::store::Store;
use spread::Spreads;
use subject::Subject;

/// What the names of these figures begin with; the name of an arm follows.
pub const KINDS: [&str; 5] = ["difference_fan_", "difference_map_", "difference_strip_", "tornado_", "morris_"];

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

/// Writes the figures of a sensitivity analysis, two an arm but the first.
///
/// # Errors
/// If the disk or the drawing library refuses.
pub fn write_screening(
    target: Target,
    points: &Points,
    design: &Design,
    screened: &[Screened],
) -> Result<Vec<WrittenFile>, Error> {
    let subject = Subject::of(points);
    let figures = (1..subject.n_arms()).flat_map(|arm| {
        let ranked = Ranked::of(points, design, (arm, screened));
        [tornado::figure(&subject, (arm, design.source), &ranked), morris::figure(&subject, arm, &ranked)]
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
