//! All arms at a glance, and what luck alone shows beside what luck and parameters show together.

use crate::figures::words::capitalised;
use crate::over_draws::{FOLDER, OverDraws};
use crate::page::facts::Facts;
use crate::page::grid::{Grid, text};
use crate::page::number::{Cells, NONE};
use crate::page::opening::{Told, joined, said};
use crate::page::words;
use maud::{Markup, html};
use regimes_study::statistics::effects::FEW;

/// The finding over draws of the uncertain parameters, in a sentence; of the arm that the page opens with.
#[must_use]
pub fn over_draws(facts: &Facts) -> Option<Markup> {
    let over = facts.over?;
    let arm = facts.focus().or(facts.others().next().filter(|_| facts.observed.n_arms() == 2));
    let start = html! {
        "By luck and parameters together, over " (over.draws) " draws of the uncertain parameters (" (over.source) "), "
    };
    let first = facts.observed.label(0);
    let Some(arm) = arm else {
        return Some(html! { p.lead { (start) "what each arm does is in the second row of each in the table." } });
    };
    let clause = |of: &(&'static str, &'static str)| {
        Some(html! { (words::subject(of.0, of.1)) " " (of_draws(facts, over, arm, *of)?) })
    };
    let clauses: Vec<Markup> = facts.together().iter().filter_map(clause).collect();
    (!clauses.is_empty()).then(|| {
        html! {
            p.lead {
                (start) "under " b { (facts.observed.label(arm)) } " compared with " (first) ": " (joined(&clauses, "; ")) "."
            }
        }
    })
}

/// What draws say of an effect of an arm; none where they say nothing.
fn of_draws(facts: &Facts, over: &OverDraws, arm: usize, of: (&str, &str)) -> Option<Markup> {
    let one = over.effect(arm, of)?;
    let (shares, judged) = (one.shares?, one.judged()?);
    let name = |arm: usize| facts.observed.record.arms[arm].name.as_str();
    let cells = Cells::of(&format!("{FOLDER}/effects"))
        .at("arm_a", name(0))
        .at("arm_b", name(arm))
        .at("cohort", of.0)
        .at("outcome", of.1);
    let told = Told { shares, judged, n: judged.pairs as f64, of: "draws" };
    Some(told.said(&cells, words::shares_higher_and_lower_of(of.1)))
}

/// What each arm did to residents, cost and staff, with how often, where more than one is compared; and where there are
/// draws, what luck alone shows and what luck and parameters show, in a row each.
#[must_use]
pub fn table(facts: &Facts) -> Option<Markup> {
    let is_one = facts.others().len() < 2 && facts.over.is_none();
    if is_one || facts.others().is_empty() || facts.pairs() < FEW {
        return None;
    }
    let together = facts.together();
    let [residents, cost, staff] = together.map(|(cohort, outcome)| capitalised(&words::subject(cohort, outcome)));
    let caption = format!("All arms against {}", facts.observed.label(0));
    let mut heads = vec!["Arm", residents.as_str(), &cost, &staff];
    if facts.over.is_some() {
        heads.insert(1, "What varies");
    }
    let mut grid = Grid::new("arms_at_a_glance", &caption, &heads);
    for arm in facts.others() {
        let by_luck =
            together.map(|(cohort, outcome)| facts.effect(arm, cohort, outcome).map(|effect| said(facts, effect)));
        let row = |cells: [Option<Markup>; 3]| cells.map(|cell| cell.unwrap_or_else(|| text(NONE)));
        let label = facts.observed.label(arm);
        match facts.over {
            None => grid.row(label, row(by_luck).to_vec()),
            Some(over) => {
                let over = together.map(|of| of_draws(facts, over, arm, of));
                grid.row(label, [&[text("luck alone")][..], &row(by_luck)].concat());
                grid.row(label, [&[text("luck and parameters")][..], &row(over)].concat());
            }
        }
    }
    grid.wraps = true;
    grid.shown()
}
