//! What an evaluation would have said, two lives, and how the status quo compares with published figures of services.

use crate::figures::figure::Figure;
use crate::lengths;
use crate::numbers::decimals_for;
use crate::page::drawn;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section, text};
use crate::page::number::{Cells, NONE, Number};
use crate::tables::census::{self, Figure as Count};
use maud::{Markup, Render, html};

/// What an evaluation would have said.
#[must_use]
pub fn evaluation(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let figure = drawn::figure(figures, "evaluation_twin")?;
    let time = lengths::in_words(facts.observed.record.evaluation_weeks);
    let body = html! {
        p {
            "A before-and-after evaluation looks at people when their need is high and again after " (time) ". Need that is high "
            "tends to fall by itself, so such an evaluation credits services with what would have come anyway. The model knows "
            "what would have happened without them: the true effect is the difference from that."
        }
        (figure)
    };
    Some(Section { id: "evaluation", heading: "What an evaluation would have said", body })
}

/// How a practice spreads.
#[must_use]
pub fn practice(figures: &[Figure]) -> Option<Section> {
    let figure = drawn::figure(figures, "practice")?;
    let body = html! {
        p {
            "Rules that are phased in, or that organisations take up from each other, are not in force everywhere at once. What "
            "an arm does before its rules have spread is not what they do."
        }
        (figure)
    };
    Some(Section { id: "spread", heading: "How the practice spreads", body })
}

/// A picture of the town.
#[must_use]
pub fn town(figures: &[Figure]) -> Option<Section> {
    let figure = drawn::figure(figures, "town")?;
    let body = html! {
        p { "The same people in one future, at several weeks. Like lives it shows how things can go, not how often." }
        (figure)
    };
    Some(Section { id: "town-section", heading: "A picture of the town", body })
}

/// Two lives under two arms.
#[must_use]
pub fn lives(figures: &[Figure]) -> Option<Section> {
    let figure = drawn::figure(figures, "lives")?;
    let body = html! {
        p { "People whom the run followed. They show how lives can go, not how often: the tables above do that." }
        (figure)
    };
    Some(Section { id: "lives-section", heading: "Lives under two arms", body })
}

/// The status quo beside published figures.
#[must_use]
pub fn census(facts: &Facts) -> Option<Section> {
    let figures = census::figures(facts.observed);
    let heads = ["Figure", "Of which services, or whom", "Median", "Lowest to highest", "Published", "Within?"];
    let mut grid = Grid::new("census", "The status quo before any arm begins, beside published figures", &heads);
    for figure in &figures {
        grid.row(figure.target.what, row(figure));
    }
    let body = html! { p { (census::sentence(&figures)) } (grid.shown()?) };
    Some(Section { id: "services", heading: "Is the status quo like services that exist?", body })
}

fn row(figure: &Count) -> Vec<Markup> {
    let cells = Cells::of("census").at("target", figure.target.id);
    let known = figure.values.iter().copied().filter(|value| !value.is_nan());
    let (lowest, highest) = known.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let decimals = decimals_for(&[figure.median, lowest, highest], &[]);
    let number = |value: f64, column: &str| Number::level(value, decimals, cells.take(column));
    let published = figure.target.range.map_or(html! { (NONE) }, |(low, high)| {
        let decimals = decimals_for(&[low, high], &[]);
        let number = |value: f64, column: &str| Number::level(value, decimals, cells.take(column));
        html! { (number(low, "from")) " to " (number(high, "to")) }
    });
    let within = match figure.target.holds(figure.median) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "no range",
    };
    vec![
        text(figure.target.kind),
        html! { (number(figure.median, "median")) " " small { (figure.target.unit) } }.render(),
        html! { (number(lowest, "lowest")) " to " (number(highest, "highest")) },
        published,
        text(within),
    ]
}
