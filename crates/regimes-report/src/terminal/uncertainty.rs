//! How uncertain each difference is, luck and parameters apart, as a table on the terminal.

use crate::money::Money;
use crate::numbers::{decimals_of, signed};
use crate::terminal::grid::{self, Line};
use crate::terminal::{WIDTH, wrapped};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::uncertainty::Uncertain;

/// The heads of the columns.
const HEADS: [&str; 4] = ["difference", "90 % of futures", "of parameters", "in draws"];

/// The table, with what it shows in a sentence before it: how many parameters were drawn, and from where.
#[must_use]
pub fn text(points: &Points, (parameters, source): (usize, &str), all: &[Uncertain]) -> String {
    let opening = format!(
        "Luck and parameters together: {} draws of {} uncertain parameters ({}), {} futures each, luck of its own.",
        points.points().len(),
        parameters,
        source,
        points.replicates()
    );
    let mut lines = vec![wrapped(&opening, 0)];
    lines.extend(table(points, all));
    lines.push(wrapped(
        "Difference: the median over all futures of all draws, and the range of 90 % of them. Of parameters: their share \
         of the variance, with its range of 90 % over resamples of draws; the rest is luck. In draws: in how many the mean \
         difference is above 0.",
        0,
    ));
    lines.join("\n") + "\n"
}

fn table(points: &Points, all: &[Uncertain]) -> Vec<String> {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let rule = || Line::Across("-".repeat(WIDTH));
    let mut lines = vec![Line::Cells(String::new(), HEADS.map(str::to_owned).to_vec()), rule()];
    for (place, outcome) in points.outcomes().iter().map(|n| &OUTCOMES[*n]).enumerate() {
        let unit = Money::of(&points.base().costs).unit_at_prices(outcome.unit);
        lines.push(Line::Across(format!("{} ({unit})", outcome.label)));
        let of_it = all.iter().filter(|one| one.outcome == place);
        lines.extend(of_it.map(|one| row(&format!("  {} - {}", names[one.arm], names[0]), one)));
    }
    lines.push(rule());
    grid::text(&lines)
}

fn row(label: &str, one: &Uncertain) -> Line {
    let together = &one.together;
    if together.n == 0 {
        return Line::Words(label.to_owned(), "nobody was in it");
    }
    let decimals = decimals_of(together);
    let [low, middle, high] = [together.low, together.value, together.high].map(|value| signed(value, decimals));
    let percent = |share: f64| (100.0 * share).round();
    let share = &one.share;
    let share = if share.value.is_nan() {
        "-".to_owned()
    } else {
        format!("{} % ({} to {})", percent(share.value), percent(share.low), percent(share.high))
    };
    let [higher, _, draws] = one.draws;
    Line::Cells(
        label.to_owned(),
        vec![middle, format!("{low} to {high}"), share, format!("above 0 in {higher} of {draws}")],
    )
}
