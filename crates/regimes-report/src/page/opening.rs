//! The first screen: the finding in a sentence, with how often it came out, and the effects in plain units.

use crate::effects::{COST, Effect};
use crate::figures::words::{capitalised, listed};
use crate::judged::{Judged, Said};
use crate::numbers::{decimals_for, grouped};
use crate::page::arms;
use crate::page::facts::Facts;
use crate::page::grid::{Grid, text};
use crate::page::number::{self, Cells, Number};
use crate::page::words;
use crate::terminal::sentence;
use crate::verdicts;
use maud::{Markup, PreEscaped, Render, html};
use regimes_model::units::WEEKS_PER_YEAR;
use regimes_study::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT};
use regimes_study::statistics::Estimate;
use regimes_study::statistics::effects::{FEW, Shares};

/// What is reported of the cohort in plain units, in order.
const PLAIN: [&str; 8] = [
    "main_need_met",
    "crises_entered",
    "admissions",
    "deaths",
    "weeks_without_home",
    "weeks_to_first_home",
    "in_crisis",
    "flourishing",
];

/// The finding, in a sentence; where an arm is not the only one compared, a sentence each for residents, cost and staff.
#[must_use]
pub fn finding(facts: &Facts) -> Markup {
    let (observed, start) = (facts.observed, "In this model, under these assumptions, ");
    let has_effects =
        facts.together().iter().any(|one| facts.others().any(|arm| facts.effect(arm, one.0, one.1).is_some()));
    if facts.others().is_empty() || !has_effects {
        return html! { p.lead { (sentence::finding(observed, &facts.findings)) } };
    }
    let (pairs, over) = (facts.pairs(), sentence::period(observed.weeks()));
    if pairs < FEW {
        let few = if pairs == 1 { "one paired future is".to_owned() } else { format!("{pairs} paired futures are") };
        return html! {
            p.lead { (start) "over " (over) ", " (few) " too few to say which arm does better: " (FEW) " at least are needed." }
        };
    }
    let first = observed.label(0);
    match facts.focus().or(facts.others().next().filter(|_| observed.n_arms() == 2)) {
        Some(arm) => html! {
            p.lead {
                (start) "over " (over) ", " (by_luck(facts)) "under " b { (observed.label(arm)) } " compared with " (first) ": "
                (of_arm(facts, arm)) "."
            }
        },
        None => html! {
            p.lead { (start) "over " (over) ", " (by_luck(facts)) "compared with " (first) ":" }
            ul.lead { @for (cohort, outcome) in facts.together() { (of_outcome(facts, cohort, outcome)) } }
        },
    }
}

/// What the first sentence holds for where another follows that holds for more.
fn by_luck(facts: &Facts) -> &'static str {
    if facts.over.is_some() { "by luck alone, with one value of each parameter, " } else { "" }
}

/// What an arm did to residents, cost and staff, each with how often.
fn of_arm(facts: &Facts, arm: usize) -> Markup {
    let clause = |(cohort, outcome): &(&str, &str)| {
        let effect = facts.effect(arm, cohort, outcome)?;
        Some(html! { (words::subject(cohort, outcome)) " " (said(facts, effect)) })
    };
    let clauses: Vec<Markup> = facts.together().iter().filter_map(clause).collect();
    joined(&clauses, "; ")
}

/// What all arms did to an outcome, arms of one verdict together; how often stands in the table of all arms.
fn of_outcome(facts: &Facts, cohort: &str, outcome: &str) -> Markup {
    let effects: Vec<(usize, &Effect)> =
        facts.others().filter_map(|arm| Some((arm, facts.effect(arm, cohort, outcome)?))).collect();
    let of = |words: &str| -> Option<String> {
        let arms: Vec<String> = effects
            .iter()
            .filter(|(_, effect)| words::verdict(effect) == words)
            .map(|(arm, _)| facts.observed.label(*arm).to_owned())
            .collect();
        (!arms.is_empty()).then(|| format!("{words} under {}", listed(&arms)))
    };
    let said: Vec<String> = words::VERDICTS.iter().filter_map(|words| of(words)).collect();
    html! { @if !said.is_empty() { li { b { (capitalised(&words::subject(cohort, outcome))) } ": " (said.join("; ")) "." } } }
}

/// Parts in a row, with a text between them.
#[must_use]
pub fn joined(parts: &[Markup], between: &str) -> Markup {
    PreEscaped(parts.iter().map(|part| part.0.as_str()).collect::<Vec<&str>>().join(between))
}

/// What is said of an effect, with how often it came out so.
#[must_use]
pub fn said(facts: &Facts, effect: &Effect) -> Markup {
    let cells = facts.cells(effect);
    let (Some(shares), n) = (effect.shares, effect.estimate.n as f64) else {
        return html! { "has no smallest effect to be judged by" };
    };
    let told = Told { shares, judged: Judged::of_shares(&shares, verdicts::is_cost(effect)), n, of: "paired futures" };
    told.said(&cells, words::shares_higher_and_lower(effect))
}

/// Shares of futures or of draws, and what is said of them.
pub struct Told {
    /// The shares.
    pub shares: Shares,
    /// What is said.
    pub judged: Judged,
    /// Of how many.
    pub n: f64,
    /// Of what.
    pub of: &'static str,
}

impl Told {
    /// In words, with the cells of the table that each number comes from; columns are those of shares that are higher and
    /// lower.
    #[must_use]
    pub fn said(&self, cells: &Cells, [higher, lower]: [&str; 2]) -> Markup {
        let (shares, of) = (&self.shares, self.of);
        let column_of_all = if of == "draws" { "judged" } else { "n" };
        let all = || Number::count(self.n, cells.take(column_of_all));
        let times =
            |share: f64, column: &str| Number::count(share * self.n, cells.take(&format!("{column}*{column_of_all}")));
        let share_of = |column: &str| if column == "better" { shares.better } else { shares.worse };
        let inside = || times(shares.inside, "inside");
        let is = |way: &str, column: &str| {
            html! { "is " (way) " in " (times(share_of(column), column)) " of " (all()) " " (of) }
        };
        match self.judged.said {
            Said::TooFew | Said::Nothing if of == "draws" => html! { "has too few draws to say" },
            Said::TooFew | Said::Nothing => html! { "has " (words::TOO_FEW) },
            Said::Higher => is("higher", higher),
            Said::Lower => is("lower", lower),
            Said::NoDifference => html! { "shows no difference worth naming in " (inside()) " of " (all()) " " (of) },
            Said::Undecided => html! {
                "is undecided (higher in " (times(share_of(higher), higher)) ", lower in " (times(share_of(lower), lower))
                ", no difference worth naming in " (inside()) " of " (all()) " " (of) ")"
            },
        }
    }
}

/// The effects of all arms in plain units: those of the focus open to see.
#[must_use]
pub fn measures(facts: &Facts) -> Option<Markup> {
    let tables = arms::each(facts, |arm| plain(facts, arm))?;
    Some(html! {
        section #measures aria-labelledby="h-measures" {
            h2 #h-measures { "In plain units" }
            (tables)
            p.note {
                "Differences are medians of differences, future by future, so they need not be the difference of the two "
                "columns before them."
            }
        }
    })
}

/// The effects of an arm in plain units.
fn plain(facts: &Facts, arm: usize) -> Option<Markup> {
    let (observed, cohort) = (facts.observed, facts.cohort());
    let [first, other] = [observed.label(0), observed.label(arm)];
    let caption = format!("What changes under {other} for {}, what it costs, and for staff", words::cohort(cohort));
    let under = [format!("Under {first}"), format!("Under {other}")];
    let heads = ["Measure", &under[0], &under[1], "Difference", "90 % of paired futures", "So the difference is"];
    let mut grid = Grid::new(&format!("effects_in_plain_units_{}", observed.record.arms[arm].name), &caption, &heads);
    let cohorts = PLAIN.iter().map(|outcome| (cohort, *outcome));
    let cost = [COST, COST_ON_EQUAL_PAYMENT].map(|outcome| (COHORTS[0], outcome));
    let staff = ["staff_wellbeing", "freedom_from_exhaustion"].map(|outcome| ("staff", outcome));
    for (cohort, outcome) in cohorts.chain(cost).chain(staff) {
        if let Some(effect) = facts.effect(arm, cohort, outcome).filter(|effect| effect.estimate.value.is_finite()) {
            grid.rows.push(row(facts, effect));
        }
    }
    let shown = grid.shown()?;
    Some(html! { (shown) (in_all(facts, arm)) })
}

/// A row of an effect: both levels, the difference, its range, and what is said of it.
#[must_use]
pub fn row(facts: &Facts, effect: &Effect) -> (Markup, Vec<Markup>) {
    // Two digits more than the levels have by themselves are enough for any difference.
    let decimals = number::decimals(&effect.estimate).min(decimals_for(&effect.levels, &[]) + 2);
    let cells = facts.cells(effect);
    let level = |arm: usize, column: &str| Number::level(effect.levels[arm], decimals, cells.take(column)).render();
    let unit = if effect.outcome.starts_with(COST) {
        html! { ", " (facts.observed.record.money.unit_in_words("GBP/resident/week")) }
    } else {
        html! {}
    };
    let head = html! { (words::outcome(&effect.outcome)) (unit) };
    let cells = vec![
        level(0, "a"),
        level(1, "b"),
        Number::step(effect.estimate.value, decimals, cells.take("effect")).render(),
        number::range(&effect.estimate, decimals, &cells, ["q05", "q95"]),
        text(words::verdict(effect)),
    ];
    (head, cells)
}

/// How many people that is, and how much money in a year: medians, each with its range.
fn in_all(facts: &Facts, arm: usize) -> Markup {
    html! {
        p.note {
            @if let Some(people) = in_people(facts, arm) { (people) " " }
            @if let Some(money) = in_money(facts, arm) { (money) }
        }
    }
}

fn in_people(facts: &Facts, arm: usize) -> Option<Markup> {
    const PER: f64 = 1000.0;
    let met = facts.effect(arm, facts.cohort(), "main_need_met")?;
    let cells = facts.cells(met);
    let number = |value: f64, column: &str| {
        Number::step(value * met.people / PER, 0, cells.take(&format!("{column}*people/{PER}")))
    };
    let Estimate { value, low, high, .. } = met.estimate;
    (met.people > 0.0 && value.is_finite()).then(|| {
        html! {
            "The model follows " (Number::count(met.people, cells.take("people"))) " such people: of them, "
            (number(value, "effect")) " have their most important need met at the end ("
            (number(low, "q05")) " to " (number(high, "q95")) ")."
        }
    })
}

fn in_money(facts: &Facts, arm: usize) -> Option<Markup> {
    let (cost, money) = (facts.effect(arm, COHORTS[0], COST)?, &facts.observed.record.money);
    let (cells, people) = (facts.cells(cost), facts.observed.residents() as f64);
    let number = |value: f64, column: &str| {
        let from = cells.take(&format!("{column}*{people}*{WEEKS_PER_YEAR}"));
        Number::in_three_digits(value * people * WEEKS_PER_YEAR, &money.sign(), from)
    };
    let Estimate { value, low, high, .. } = cost.estimate;
    value.is_finite().then(|| {
        html! {
            "Public cost for all " (grouped(people, 0)) " residents differs by " (number(value, "effect")) " a year ("
            (number(low, "q05")) " to " (number(high, "q95")) ")" (money.at_prices("GBP")) "."
        }
    })
}
