//! Cost against effect: what each arm costs more for the WELLBYs that it gives more, at both perspectives and all slopes.

use crate::economics::{ENDS, Evaluation, Row, Step, View, values};
use crate::figures::evaluated::{acceptability, plane};
use crate::figures::figure::Figure;
use crate::labels::worded;
use crate::numbers::{grouped, short};
use crate::page::arms;
use crate::page::drawn;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section, text};
use crate::page::number::{self, Cells, NONE, Number};
use crate::tables::economics::NAME;
use crate::wellbys::{Ratio, SLOPES};
use maud::{Markup, Render, html};
use regimes_study::simulation::worth::{Discounting, Perspective};
use regimes_study::statistics::effects::FEW;
use regimes_study::statistics::{Estimate, Summary};

/// Residents for whom WELLBYs are reported.
const PEOPLE: f64 = 1000.0;

/// The section; none where there are no two arms to compare.
#[must_use]
pub fn section(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let found = Evaluation::of_futures(facts.observed).ok()?;
    let figures: Vec<Markup> =
        [plane::NAME, acceptability::NAME].iter().filter_map(|name| drawn::figure(figures, name)).collect();
    let tables = arms::each(facts, |arm| of_arm(facts, &found, arm))?;
    let body = html! {
        p { (how(facts)) }
        @if found.ids.len() < FEW {
            p.note { "There are too few futures to say what pays: " (FEW) " at least are needed." }
        }
        @for figure in &figures { (figure) }
        (tables)
        @if let Some(information) = information(facts, &found) { (information) }
        p.note {
            "The ranges and shares show luck alone: each uncertain parameter has one value in this folder. "
            code { "regimes run --draws N" } " puts the same tables over draws of the parameters into the folder "
            code { "draws" } ". Cost is of everybody who lives there, WELLBYs of those who were there at the start. What "
            "residents, families and employers gain or lose in money and time is not in the model, so there is no view of "
            "society as a whole."
        }
    };
    Some(Section { id: "worth", heading: "Cost against effect", body })
}

fn how(facts: &Facts) -> Markup {
    let money = &facts.observed.record.money;
    let known: Vec<String> = values(money)
        .iter()
        .filter(|value| value.pounds.is_finite())
        .map(|value| format!("{}{}", money.sign(), grouped(value.pounds, 0)))
        .collect();
    html! {
        "A WELLBY is a point of life satisfaction, from 0 to 10, of one person for one year. Nobody has measured how many "
        "points a unit of the index of flourishing is, so every number stands at 3, 6.5 and 10 points: read both ends. Costs "
        "and WELLBYs of later years both count less, by " (short(100.0 * money.discount_per_year())) " % a year. "
        @if known.is_empty() { "No value of a WELLBY is known in this currency and year." }
        @else { "Guidance values a WELLBY at " (known.join(", ")) " (low, middle, high), at " (money.price_year()) " prices." }
    }
}

/// What an arm costs and gives more than the first, a row a perspective and slope.
fn of_arm(facts: &Facts, found: &Evaluation, arm: usize) -> Option<Markup> {
    let observed = facts.observed;
    let money = &observed.record.money;
    found.arms.contains(&arm).then_some(())?;
    let caption = format!(
        "{} against {}: for a resident over the horizon, discounted, at {} prices",
        observed.label(arm),
        observed.label(0),
        money.price_year()
    );
    let cost = format!("Costs more ({})", money.sign().trim_end());
    let often = ENDS.map(|end| format!("Highest net benefit, {end} value"));
    let heads = [
        "Whose money, points for a unit",
        &cost,
        "90 % of paired futures",
        "WELLBYs more, 1,000 residents",
        "90 % of paired futures",
        "Cost of a WELLBY",
        &often[0],
        &often[1],
        &often[2],
    ];
    let is_known = values(money).len() == ENDS.len();
    let heads = if is_known { &heads[..] } else { &heads[..6] };
    let mut grid = Grid::new(&format!("worth_{}", observed.record.arms[arm].name), &caption, heads);
    for perspective in Perspective::ALL.into_iter().rev() {
        for (slope, points) in SLOPES.into_iter().enumerate() {
            let view = View { perspective, discounting: Discounting::Discounted, slope };
            let rows: Vec<Row> = found.rows_of(view, money).into_iter().filter(|row| row.arm == arm).collect();
            let head = format!("{}, {}", worded(perspective.name()), short(points));
            if let Some((first, step)) = rows.first().and_then(|row| Some((row, row.step.as_ref()?))) {
                let often = rows.iter().filter(|_| is_known).map(|row| often_best(facts, row));
                grid.row(&head, step_cells(facts, first, step).into_iter().chain(often).collect());
            }
        }
    }
    grid.shown()
}

/// The cells of the table that a row comes from.
fn cells(facts: &Facts, row: &Row) -> Cells {
    let arms = &facts.observed.record.arms;
    Cells::of(NAME)
        .at("arm_a", &arms[0].name)
        .at("arm_b", &arms[row.arm].name)
        .at("perspective", row.view.perspective.name())
        .at("discounting", row.view.discounting.name())
        .at("slope", &short(SLOPES[row.view.slope]))
        .at("threshold", row.value.name)
}

/// A mean with the range of cases, in a multiple of its unit.
fn estimate(summary: &Summary, factor: f64) -> Estimate {
    let [low, _, _, _, high] = summary.quantiles;
    Estimate {
        value: factor * summary.mean,
        low: factor * low,
        high: factor * high,
        mcse: factor * summary.mcse,
        n: summary.n,
    }
}

fn step_cells(facts: &Facts, row: &Row, step: &Step) -> Vec<Markup> {
    let cells = cells(facts, row);
    let (cost, wellbys) = (estimate(&step.cost, 1.0), estimate(&step.wellbys, PEOPLE));
    let decimals = [number::decimals(&cost), number::decimals(&wellbys)];
    let times = |column: &str| format!("{column}*{PEOPLE}");
    vec![
        Number::step(cost.value, decimals[0], cells.take("cost")).render(),
        number::range(&cost, decimals[0], &cells, ["cost_q05", "cost_q95"]),
        Number::step(wellbys.value, decimals[1], cells.take(&times("wellbys"))).render(),
        number::range(&wellbys, decimals[1], &cells, [&times("wellbys_q05"), &times("wellbys_q95")]),
        ratio(facts, &cells, step.ratio),
    ]
}

fn ratio(facts: &Facts, cells: &Cells, ratio: Option<Ratio>) -> Markup {
    let sign = facts.observed.record.money.sign();
    let each = |pounds: f64| html! { (sign) (Number::level(pounds, 0, cells.take("cost_per_wellby"))) };
    match ratio {
        None => html! { (NONE) },
        Some(Ratio::Dominates) => text("more WELLBYs, no more cost"),
        Some(Ratio::Dominated) => text("fewer WELLBYs, no less cost"),
        Some(Ratio::Gained(pounds)) => html! { (each(pounds)) " for each gained" },
        Some(Ratio::GivenUp(pounds)) => html! { (each(pounds)) " saved for each given up" },
    }
}

/// In how many futures an arm has the highest net benefit.
fn often_best(facts: &Facts, row: &Row) -> Markup {
    let cells = cells(facts, row);
    if row.acceptable.is_nan() {
        return html! { span title="one future has no share" { (NONE) } };
    }
    html! {
        (Number::count(row.acceptable * row.n as f64, cells.take("acceptable*n"))) " of "
        (Number::count(row.n as f64, cells.take("n")))
    }
}

/// What foresight would be worth at the middle value of a WELLBY, at both ends of the slope.
fn information(facts: &Facts, found: &Evaluation) -> Option<Markup> {
    let money = &facts.observed.record.money;
    let at = |slope: usize| {
        let rows = found.rows_of(View::shown(slope), money);
        rows.into_iter().find(|row| row.value.name == ENDS[1] && row.evpi.is_finite())
    };
    let [low, high] = [at(0)?, at(SLOPES.len() - 1)?];
    let shown = |row: &Row| html! { (money.sign()) (Number::level(row.evpi, 2, cells(facts, row).take("evpi"))) };
    Some(html! {
        p {
            "Whoever chose an arm for each future, knowing its luck, would gain " (shown(&low)) " (3 points) to " (shown(&high))
            " (10 points) for a resident over the best arm for all, at the middle value of a WELLBY and public money. That is "
            "foresight of luck, which no research gives."
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw;
    use crate::observed::Observed;
    use crate::stop::Stop;
    use crate::synthetic;

    fn shown(arms: &[&str], replicates: u32) -> Option<String> {
        let (record, ensemble) = synthetic::make(arms, replicates, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let figures = draw(&observed, &Stop::default(), &mut Vec::new()).unwrap();
        section(&Facts::of(&observed).unwrap(), &figures).map(|section| section.body.into_string())
    }

    #[test]
    fn both_ends_of_the_slope_and_both_perspectives_are_told_with_both_figures() {
        let told = shown(&["npm", "hls"], 6).unwrap();
        for part in ["Public sector, 3", "Public sector, 10", "Services, 6.5", "luck alone", "id=\"acceptability\""] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(told.contains("id=\"cost_effectiveness_plane\"") && told.contains("would gain £"));
        assert!(told.contains("slope=10&amp;threshold=low#wellbys*1000\""), "{told}");
    }

    #[test]
    fn one_arm_has_no_such_section_and_one_future_no_shares() {
        assert!(shown(&["npm"], 6).is_none());
        let told = shown(&["npm", "hls"], 1).unwrap();
        assert!(
            told.contains("one future has no share")
                && told.contains("too few futures")
                && !told.contains("would gain")
        );
        assert!(!told.contains("NaN"));
    }
}
