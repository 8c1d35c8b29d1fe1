//! Where the money goes: by activity, by payer, and what was kept or lapsed.

use crate::effects::{COST, Effect, HELD, TO_PAYERS};
use crate::figures::figure::Figure;
use crate::page::arms;
use crate::page::drawn;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section};
use crate::page::opening;
use crate::page::outcomes;
use maud::{Markup, html};
use regimes_study::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT};

/// Outcomes of money over the horizon.
const MONEY: [&str; 5] = ["services_cost", "crisis_cost", "helping_share", "reserves", "kept_money"];

/// The section.
#[must_use]
pub fn section(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let drawn = ["cost_by_line", "cost_by_payer", "cost_difference"];
    let figures: Vec<Markup> = drawn.iter().filter_map(|name| drawn::figure(figures, name)).collect();
    let payers = arms::each(facts, |arm| payers(facts, arm));
    let kept = outcomes::table(facts, "money", &MONEY);
    (!figures.is_empty() || payers.is_some() || kept.is_some()).then(|| {
        let body = html! {
            @for figure in &figures { (figure) }
            @if let Some(payers) = &payers { h3 { "Who pays more, who pays less" } (payers) }
            @if let Some(kept) = &kept { h3 { "What it is spent on, and what was kept" } (kept) }
        };
        Section { id: "money", heading: "Where the money goes", body }
    })
}

/// What each payer spends, and what it comes to with money that is held at the end.
fn payers(facts: &Facts, arm: usize) -> Option<Markup> {
    let observed = facts.observed;
    let [first, other] = [0, arm].map(|arm| format!("Under {}", observed.label(arm)));
    let unit = observed.record.money.unit_in_words("GBP/resident/week");
    let caption = format!("Spending by payer, {unit}: {} against {}", observed.label(arm), observed.label(0));
    let heads = ["Payer", &first, &other, "Difference", "90 % of paired futures", "So the difference is"];
    let mut grid = Grid::new(&format!("payers_{}", observed.record.arms[arm].name), &caption, &heads);
    let totals = [COST, HELD[0], HELD[1], COST_ON_EQUAL_PAYMENT];
    for outcome in TO_PAYERS.into_iter().chain(totals) {
        let effect = facts.effect(arm, COHORTS[0], outcome);
        if let Some(effect) = effect.filter(|effect| effect.estimate.value.is_finite()) {
            let (_, cells) = opening::row(facts, effect);
            grid.row(head(effect), cells);
        }
    }
    grid.shown()
}

fn head(effect: &Effect) -> &str {
    match effect.outcome.as_ref() {
        "public_cost_of_council" => "Council",
        "public_cost_of_health" => "Health",
        "public_cost_of_housing" => "Housing",
        "public_cost_of_police" => "Police",
        "public_cost_of_childrens_services" => "Children's services",
        "public_cost_of_national" => "National government",
        "public_cost_of_services" => "Services themselves",
        "public_cost_of_work_and_pensions" => "Work and pensions",
        "public_cost_of_charity" => "Charity",
        "public_cost_and_half_of_money_held" => "All payers, with half of the money that is held at the end",
        "public_cost_and_money_held" => "All payers, with all money that is held at the end",
        COST_ON_EQUAL_PAYMENT => "All payers, where all arms are paid alike",
        _ => "All payers, as spent",
    }
}
