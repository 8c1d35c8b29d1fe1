//! A map in words: in how many cells each arm wins, how far gains reach, and what this rests on.

use crate::discovery::subject::{MapSubject, label};
use crate::error::Error;
use crate::files::{self, Target, WrittenFile};
use crate::numbers::{in_three_digits, short, three_digits};
use crate::sensitivity_findings::FINDINGS;
use crate::terminal::{sentence, wrapped};
use regimes_study::experiment::discovery::wins::Layer;

/// What always stands below.
const CAUTIONS: [&str; 3] = [
    "Two things are varied and all else stays where the scenario has it; `regimes discover --draws` varies the uncertain \
     parameters.",
    "An interval holds luck alone; a bend narrower than the circle over which gains are smoothed is not seen.",
    "In this model, under these assumptions.",
];

/// Writes it.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &MapSubject) -> Result<WrittenFile, Error> {
    target.prepare("")?;
    files::write_bytes(target, FINDINGS, text(subject).as_bytes())
}

/// The finding.
#[must_use]
pub fn text(subject: &MapSubject) -> String {
    let mut lines = vec![wrapped(&opening(subject), 0), String::new()];
    lines.extend(subject.map.layers.iter().map(|layer| wrapped(&format!("  {}", of_layer(subject, layer)), 4)));
    lines.push(String::new());
    lines.extend(failed(subject).map(|text| wrapped(&text, 0)));
    lines.push(wrapped(&subject.futures(), 0));
    lines.extend(CAUTIONS.map(|text| wrapped(text, 0)));
    lines.join("\n") + "\n"
}

fn opening(subject: &MapSubject) -> String {
    let [a, b] = &subject.labels;
    let [x, y] = subject.axes;
    let base = subject.points.base();
    let reach = |values: &[f64]| format!("{} to {}", short(values[0]), short(values[values.len() - 1]));
    format!(
        "Where {a} and {b} win in `{}`, over {}, by {} ({}) and {} ({}): {} cells. An arm wins where the 90 % interval of \
         what it gains lies at or beyond the smallest effect that matters.",
        base.name,
        sentence::period(base.horizon_weeks as usize),
        x.name,
        reach(&x.values),
        y.name,
        reach(&y.values),
        x.values.len() * y.values.len(),
    )
}

fn of_layer(subject: &MapSubject, layer: &Layer) -> String {
    let unit = subject.unit(layer.measure);
    let known = || layer.cells.iter().enumerate().filter(|(_, cell)| !cell.gain.value.is_nan());
    let by_gain = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
    let gains = || known().map(|(number, cell)| (number, cell.gain.value));
    let end = |(number, gain): (usize, f64)| format!("{} ({})", in_three_digits(gain), place(subject, number));
    let range = gains().min_by(by_gain).zip(gains().max_by(by_gain)).map_or(String::new(), |(low, high)| {
        format!(" {} gains from {} to {} on {}.", subject.labels[1], end(low), end(high), subject.labels[0])
    });
    let mut smallest: Vec<f64> = known().map(|(_, cell)| cell.smallest).filter(|one| !one.is_nan()).collect();
    smallest.sort_by(f64::total_cmp);
    let matters = match (smallest.first(), smallest.last()) {
        (Some(low), Some(high)) if low == high => format!(" What matters: {}.", three_digits(*low)),
        (Some(low), Some(high)) => {
            format!(" What matters: {} to {}, cell by cell.", three_digits(*low), three_digits(*high))
        }
        _ => " No smallest effect is declared: the sign alone decides.".to_owned(),
    };
    format!(
        "{} [{unit}]: {}{range}{matters} {}",
        label(layer.measure),
        subject.counted(layer),
        subject.smoothing(layer)
    )
}

/// Where a cell lies.
#[must_use]
pub fn place(subject: &MapSubject, cell: usize) -> String {
    let [x, y] = subject.axes;
    let rows = y.values.len();
    format!("{} = {}, {} = {}", x.name, short(x.values[cell / rows]), y.name, short(y.values[cell % rows]))
}

fn failed(subject: &MapSubject) -> Option<String> {
    let reason = subject.map.failure.as_ref()?;
    Some(format!("{} runs failed and are left out; the first: {reason}", subject.map.failed))
}
