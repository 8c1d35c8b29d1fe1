//! Who gains and who loses: cohorts that were fixed before any arm began, and groups.

use crate::effects::Effect;
use crate::figures::figure::Figure;
use crate::figures::words::capitalised;
use crate::page::drawn;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section, text};
use crate::page::number::{self, Number, range};
use crate::page::{arms, cautions, words};
use crate::verdicts::FLOURISHING;
use maud::{Markup, Render, html};
use regimes_study::simulation::trace::COHORTS;

/// For whom.
#[must_use]
pub fn section(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let tables = arms::each(facts, |arm| of_arm(facts, arm));
    let groups = drawn::figure(figures, "equity_by_group");
    (tables.is_some() || groups.is_some()).then(|| {
        let body = html! {
            @if let Some(tables) = &tables {
                p {
                    "Each group of people was fixed before any arm began, and is followed under every arm: whoever gets help "
                    "under one is in the comparison under all. Those who died count as 0."
                }
                (tables)
                (cautions::key())
            }
            @if let Some(groups) = &groups { (groups) }
        };
        Section { id: "whom", heading: "For whom?", body }
    })
}

fn of_arm(facts: &Facts, arm: usize) -> Option<Markup> {
    let observed = facts.observed;
    let caption = format!("{} against {}, by who people were at the start", observed.label(arm), observed.label(0));
    let heads = [
        "Who",
        "People",
        "Flourishing, difference",
        "90 % of paired futures",
        "Verdict",
        "Crises, per 1,000 (90 % of paired futures)",
        "Deaths, of 1,000 (90 % of paired futures)",
    ];
    let mut grid = Grid::new(&format!("for_whom_{}", observed.record.arms[arm].name), &caption, &heads);
    for cohort in COHORTS {
        if let Some(effect) = facts.effect(arm, cohort, FLOURISHING) {
            grid.rows.push((text(&capitalised(words::cohort(cohort))), row(facts, effect)));
        }
    }
    grid.shown()
}

fn row(facts: &Facts, effect: &Effect) -> Vec<Markup> {
    let cells = facts.cells(effect);
    let decimals = number::decimals(&effect.estimate);
    let beside = |outcome: &str| {
        let other = facts.effect(effect.arms[1], effect.cohort, outcome)?;
        let cells = facts.cells(other);
        let decimals = number::decimals(&other.estimate);
        Some(html! {
            (Number::step(other.estimate.value, decimals, cells.take("effect")))
            small { (range(&other.estimate, decimals, &cells, ["q05", "q95"])) }
        })
    };
    let sd = effect.in_sd();
    vec![
        Number::count(effect.people, cells.take("people")).render(),
        html! {
            (Number::step(effect.estimate.value, decimals, cells.take("effect")))
            small { (Number::step(sd, 2, cells.take("effect_in_sd"))) " standard deviations" }
        },
        range(&effect.estimate, decimals, &cells, ["q05", "q95"]),
        text(words::verdict(effect)),
        beside("crises_entered").unwrap_or_default(),
        beside("deaths").unwrap_or_default(),
    ]
}
