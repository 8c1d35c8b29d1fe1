//! Sections on reported and true numbers, waiting and staff: medians by arm over the horizon, with paired differences.

use crate::figures::figure::Figure;
use crate::findings::Finding;
use crate::labels::worded;
use crate::observed::Over;
use crate::page::arms;
use crate::page::drawn;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section};
use crate::page::number::{self, Cells, NONE, Number};
use maud::{Markup, Render, html};

const REPORTED: [&str; 6] = [
    "reported_performance",
    "true_performance",
    "reported_minus_true",
    "hits_without_gain",
    "effect_seen",
    "effect_true",
];
const WAITING: [&str; 9] = [
    "waiting",
    "true_wait",
    "reported_wait",
    "long_waits",
    "reported_long_waits",
    "wait_so_far",
    "refused",
    "given_up",
    "failure_demand",
];
const CRISES: [&str; 3] = ["crises", "in_crisis", "crisis_cost"];
const HOMES: [&str; 8] = [
    "without_home",
    "in_temporary",
    "housed_throughout",
    "homes_lost",
    "homes_given",
    "weeks_to_home",
    "tenancies_kept",
    "time_without_home",
];
const STAFF: [&str; 7] =
    ["staff_wellbeing", "exhaustion", "turnover", "vacancies", "sick_days", "direct_time", "admin_time"];

const SAID_OF_REPORTED: &str = "Reported performance is the share of closed cases that organisations report as a success, true \
                                performance the share in which the person gained by their own priorities.";
const SAID_OF_WAITING: &str = "A true wait goes from first asking to the case; a reported wait is what the clock showed, which rules \
                               can stop or start again.";
const SAID_OF_CRISES: &str = "A crisis begins where need in a domain of life is high, and costs whoever pays for it: a home \
                              lost, an unplanned admission, an arrest.";
const SAID_OF_HOMES: &str =
    "Without a home are those who have none of their own, people in temporary accommodation among them.";
const SAID_OF_STAFF: &str = "Half of staff wellbeing is freedom from exhaustion, half autonomy, mastery and purpose. Turnover is \
                             leavers a year per person in post.";

/// What was reported, beside what was true.
#[must_use]
pub fn reported(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let body = body(facts, figures, (SAID_OF_REPORTED, "reported_and_true", &["reported_and_true"]), &REPORTED)?;
    Some(Section { id: "reported", heading: "What was reported, and what was true", body })
}

/// Waiting, true and as reported.
#[must_use]
pub fn waiting(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let body = body(facts, figures, (SAID_OF_WAITING, "waiting", &["reported_and_true_wait"]), &WAITING)?;
    Some(Section { id: "waiting", heading: "Waiting, true and reported", body })
}

/// Crises.
#[must_use]
pub fn crises(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let body = body(facts, figures, (SAID_OF_CRISES, "crises", &["crises_by_kind"]), &CRISES)?;
    Some(Section { id: "crises", heading: "Crises", body })
}

/// Who has a home, where homes are followed.
#[must_use]
pub fn homes(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let body = body(facts, figures, (SAID_OF_HOMES, "homes_of_residents", &["homes"]), &HOMES)?;
    Some(Section { id: "homes-section", heading: "Homes", body })
}

/// The staff.
#[must_use]
pub fn staff(facts: &Facts, figures: &[Figure]) -> Option<Section> {
    let body = body(facts, figures, (SAID_OF_STAFF, "staff", &["staff", "staff_wellbeing_difference"]), &STAFF)?;
    Some(Section { id: "staff-section", heading: "Staff", body })
}

fn body(
    facts: &Facts,
    figures: &[Figure],
    (said, name, drawn): (&str, &str, &[&str]),
    outcomes: &[&str],
) -> Option<Markup> {
    let figures: Vec<Markup> = drawn.iter().filter_map(|name| drawn::figure(figures, name)).collect();
    let table = table(facts, name, outcomes);
    (!figures.is_empty() || table.is_some()).then(|| {
        html! {
            p { (said) }
            @for figure in &figures { (figure) }
            @if let Some(table) = &table { (table) }
        }
    })
}

/// For each arm a table with a row for each outcome that both arms have; for one arm alone its medians.
#[must_use]
pub fn table(facts: &Facts, name: &str, outcomes: &[&str]) -> Option<Markup> {
    let columns = outcomes.iter().filter_map(|outcome| facts.observed.record.outcome(outcome));
    let findings: Vec<(usize, Finding)> =
        columns.map(|column| (column, Finding::of(facts.observed, column, Over::Mean))).collect();
    if facts.others().is_empty() {
        return alone(facts, name, &findings);
    }
    arms::each(facts, |arm| of_arm(facts, name, &findings, arm))
}

fn alone(facts: &Facts, name: &str, findings: &[(usize, Finding)]) -> Option<Markup> {
    let mut grid =
        Grid::new(name, "Over the whole horizon: medians of simulated futures", &["Measure", facts.observed.label(0)]);
    for (column, finding) in findings.iter().filter(|(column, finding)| has(facts, finding, *column, 0)) {
        grid.rows.push((head(facts, *column), vec![level(facts, finding, 0)]));
    }
    grid.shown()
}

fn of_arm(facts: &Facts, name: &str, findings: &[(usize, Finding)], arm: usize) -> Option<Markup> {
    let observed = facts.observed;
    let [first, other] = [0, arm].map(|arm| format!("Under {}", observed.label(arm)));
    let caption =
        format!("{}: {} against {}, over the whole horizon", worded(name), observed.label(arm), observed.label(0));
    let heads = ["Measure", &first, &other, "Difference", "90 % of paired futures", "How often"];
    let mut grid = Grid::new(&format!("{name}_{}", observed.record.arms[arm].name), &caption, &heads);
    let both = |column: usize, finding: &Finding| [0, arm].iter().all(|arm| has(facts, finding, column, *arm));
    for (column, finding) in findings.iter().filter(|(column, finding)| both(*column, finding)) {
        grid.rows.push((head(facts, *column), row(facts, finding, arm)));
    }
    grid.shown()
}

fn has(facts: &Facts, finding: &Finding, column: usize, arm: usize) -> bool {
    finding.with_value(facts.observed, column).contains(&arm)
}

fn head(facts: &Facts, column: usize) -> Markup {
    html! { (facts.observed.outcome(column).label) small { ", " (facts.observed.unit_in_words(column)) } }
}

fn level(facts: &Facts, finding: &Finding, arm: usize) -> Markup {
    let cells = Cells::of("runs").at("arm", &facts.observed.record.arms[arm].name);
    let median = &finding.arms[arm];
    let from = cells.take(&format!("median:mean_{}", finding.outcome.name));
    Number::level(median.value, number::decimals(median), from).render()
}

/// Both medians, the difference, its range, and in how many pairs the arm is higher.
fn row(facts: &Facts, finding: &Finding, arm: usize) -> Vec<Markup> {
    let names = &facts.observed.record.arms;
    let mut cells = vec![level(facts, finding, 0), level(facts, finding, arm)];
    let pair = &finding.pairs[arm - 1];
    if pair.difference.n == 0 {
        cells.extend([html! { (NONE) }, html! { (NONE) }, html! { (NONE) }]);
        return cells;
    }
    let (difference, decimals) = (&pair.difference, number::decimals(&pair.difference));
    let pairs = Cells::of("pairs").at("arm_a", &names[0].name).at("arm_b", &names[arm].name);
    let pairs = pairs.at("outcome", finding.outcome.name).at("over", Over::Mean.name());
    cells.extend([
        Number::step(difference.value, decimals, pairs.take("median:difference")).render(),
        number::range(difference, decimals, &pairs, ["q05:difference", "q95:difference"]),
        html! {
            "higher in " (Number::count(pair.above as f64, pairs.take("above:difference")))
            " of " (Number::count(difference.n as f64, pairs.take("count:difference")))
        },
    ]);
    cells
}
