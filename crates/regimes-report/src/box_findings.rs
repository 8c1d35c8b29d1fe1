//! A discovery over draws in words: where each arm wins, how much that rests on luck, and which arm is never far behind.

use crate::declared::Declaration;
use crate::discovery::box_tables::{BoxSubject, Measured};
use crate::discovery::subject::label;
use crate::error::Error;
use crate::figures::words::listed;
use crate::files::{self, Target, WrittenFile};
use crate::numbers::{short, three_digits};
use crate::sensitivity_findings::FINDINGS;
use crate::terminal::wrapped;
use regimes_scenario::check::Scenario;
use regimes_study::experiment::discovery::boxes::{Boxes, Chosen};
use regimes_study::statistics::prim::{End, Limit, STAYS};

/// A share of searches by luck above which a box may be luck.
const LUCKY: f64 = 0.1;
/// Arms whose regret is reported, the lowest first.
const SHOWN: usize = 4;

/// Writes it; what is limited is described by the scenario, if there is one.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &BoxSubject, scenario: Option<&Scenario>) -> Result<WrittenFile, Error> {
    target.prepare("")?;
    files::write_bytes(target, FINDINGS, text(subject, scenario).as_bytes())
}

/// The finding.
#[must_use]
pub fn text(subject: &BoxSubject, scenario: Option<&Scenario>) -> String {
    let mut lines = vec![wrapped(&opening(subject), 0), String::new()];
    for one in subject.boxes {
        lines.extend(of_winner(subject, one, scenario).iter().map(|line| wrapped(&format!("  {line}"), 4)));
    }
    lines.push(String::new());
    lines.extend(subject.measured.iter().map(|one| wrapped(&format!("  {}", of_regret(subject, one)), 4)));
    lines.push(String::new());
    lines.extend(subject.failure.as_ref().map(|text| wrapped(text, 0)));
    lines.push(wrapped(
        &format!(
            "A box is looked for among many limits; those with a quasi-p above {STAYS} are left out, and a box that a search \
             finds as often by luck tells nothing. Parameters: {}.",
            subject.source
        ),
        0,
    ));
    lines.push("In this model, under these assumptions.".to_owned());
    lines.join("\n") + "\n"
}

fn opening(subject: &BoxSubject) -> String {
    let (labels, decides) = (subject.labels(), subject.decides());
    let [a, b] = subject.pair.map(|arm| &labels[arm]);
    let smallest = || decides.draws.smallest.iter().filter(|one| !one.is_nan());
    let matters = if smallest().count() == 0 {
        "at all, since no smallest effect is known".to_owned()
    } else {
        "by at least the smallest effect that matters".to_owned()
    };
    format!(
        "Where {a} and {b} win in `{}` by {}, over {} draws of {} parameters. An arm wins in a draw where it is better {matters}.",
        subject.of,
        label(decides.measure).to_lowercase(),
        decides.draws.points.len(),
        decides.draws.paths.len()
    )
}

fn of_winner(subject: &BoxSubject, one: &Boxes, scenario: Option<&Scenario>) -> Vec<String> {
    let name = crate::labels::worded(subject.name(one));
    let head = format!("{name} wins in {} of {} draws", one.cases, one.draws);
    let Some(chosen) = &one.chosen else {
        let why = if one.cases == 0 { "so there is no box of it" } else { "so no box is needed" };
        return vec![format!("{head}, {why}.")];
    };
    if chosen.bounds.limits.is_empty() {
        return vec![format!("{head}; no limit of a parameter says where.")];
    }
    let mut lines = vec![format!("{head}. In the box below it wins in {}; {}", goodness(chosen), luck(chosen))];
    let limits = chosen.bounds.limits.iter().zip(&chosen.quasi_p);
    lines.extend(limits.map(|(limit, quasi_p)| format!("  {}", of_limit(subject, limit, *quasi_p, scenario))));
    lines
}

fn goodness(chosen: &Chosen) -> String {
    let bounds = &chosen.bounds;
    format!(
        "{} of {} draws (density {}), which are {} of its wins (coverage)",
        bounds.cases,
        bounds.inside,
        percent(bounds.density),
        percent(bounds.coverage)
    )
}

fn luck(chosen: &Chosen) -> String {
    let share = percent(chosen.by_luck);
    if chosen.by_luck > LUCKY {
        format!("a search finds as much in {share} of tables whose wins are dealt out by luck, so that it may be luck:")
    } else {
        format!("a search finds as much in {share} of tables whose wins are dealt out by luck:")
    }
}

fn of_limit(subject: &BoxSubject, limit: &Limit, quasi_p: f64, scenario: Option<&Scenario>) -> String {
    let path = &subject.decides().draws.paths[limit.factor];
    let declared = scenario.map(|scenario| Declaration::of(scenario, path)).unwrap_or_default();
    let word = if limit.end == End::Low { "at least" } else { "at most" };
    let unit = if declared.unit.is_empty() { String::new() } else { format!(" {}", declared.unit) };
    let about =
        declared.about.split_once(". ").map_or(declared.about.as_str(), |(first, _)| first).trim_end_matches('.');
    let about = if about.is_empty() { String::new() } else { format!("; {about}") };
    format!(
        "{path} {word} {}{unit} (quasi-p {}{about})",
        short(crate::numbers::in_nine_digits(limit.at)),
        three_digits(quasi_p)
    )
}

/// Which arms lose least, and how often they are as good as the best.
fn of_regret(subject: &BoxSubject, one: &Measured) -> String {
    let labels = subject.labels();
    let unit = subject.unit(one.measure);
    let name = label(one.measure);
    let mut order: Vec<usize> = (0..labels.len()).filter(|arm| one.regrets[*arm].draws > 0).collect();
    order.sort_by(|a, b| one.regrets[*a].most.total_cmp(&one.regrets[*b].most));
    if order.is_empty() {
        return format!("{name}: in no draw has every arm a value, so there is no regret.");
    }
    let of = |arm: &usize| {
        let regret = &one.regrets[*arm];
        let good = if regret.compared == 0 {
            String::new()
        } else {
            format!(", as good as the best in {} of {}", regret.as_good, regret.compared)
        };
        format!(
            "{} {} (90 % of draws: {}{good})",
            labels[*arm],
            three_digits(regret.most),
            three_digits(regret.nearly_all)
        )
    };
    let chosen: Vec<String> = order.iter().take(SHOWN).map(of).collect();
    let others = order.len().saturating_sub(SHOWN);
    let others = if others > 0 { format!("; {others} others lose more") } else { String::new() };
    format!("{name} [{unit}], the most that an arm loses against the best of a draw: {}{others}.", listed(&chosen))
}

/// A share in whole per cent.
fn percent(share: f64) -> String {
    if share.is_nan() { "?".to_owned() } else { format!("{:.0} %", 100.0 * share) }
}
