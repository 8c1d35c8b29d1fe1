//! What would turn a finding, in words: how many assumptions, how far, how plausible that is, and how hard it was looked for.

use crate::declared::Declaration;
use crate::discovery::flip_table::FlipSubject;
use crate::discovery::subject::{label, unit};
use crate::error::Error;
use crate::files::{self, Target, WrittenFile};
use crate::numbers::{in_three_digits, short, three_digits};
use crate::sensitivity_findings::FINDINGS;
use crate::terminal::{sentence, wrapped};
use regimes_study::experiment::discovery::axes::{DENSITY, DENSITY_IN_WORDS, DENSITY_UNIT};
use regimes_study::experiment::discovery::flip::{Ended, Flip};
use regimes_study::statistics::Estimate;
use regimes_study::statistics::prim::End;

/// Factors that are named where the finding does not turn.
const NAMED: usize = 5;

/// Writes it.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &FlipSubject) -> Result<WrittenFile, Error> {
    target.prepare("")?;
    files::write_bytes(target, FINDINGS, text(subject).as_bytes())
}

/// The finding.
#[must_use]
pub fn text(subject: &FlipSubject) -> String {
    let mut lines = vec![wrapped(&opening(subject), 0), String::new()];
    let told = match (&subject.search.flip, subject.search.ended) {
        (Some(flip), _) => turned(subject, flip),
        (None, Ended::NoFinding) => vec![no_finding(subject)],
        (None, _) => not_turned(subject),
    };
    lines.extend(told.iter().map(|line| wrapped(&format!("  {line}"), 4)));
    lines.push(String::new());
    lines.push(wrapped(&effort(subject), 0));
    lines.push("In this model, under these assumptions.".to_owned());
    lines.join("\n") + "\n"
}

fn opening(subject: &FlipSubject) -> String {
    let [a, b] = &subject.labels;
    format!(
        "What would turn the finding that {b} gains {} on {a} in `{}`: {}, over {}. Above 0 {b} is better.",
        gain(subject, &subject.search.base),
        subject.scenario.name,
        label(subject.measure).to_lowercase(),
        sentence::period(subject.scenario.horizon_weeks as usize)
    )
}

/// A gain with its interval and unit.
fn gain(subject: &FlipSubject, of: &Estimate) -> String {
    if of.value.is_nan() {
        return "nothing that is known".to_owned();
    }
    let unit = subject.money().unit(unit(subject.measure)).into_owned();
    let interval = if of.low.is_nan() {
        String::new()
    } else {
        format!(", 90 % interval {} to {}", in_three_digits(of.low), in_three_digits(of.high))
    };
    format!("{} [{unit}{interval}]", in_three_digits(of.value))
}

fn turned(subject: &FlipSubject, flip: &Flip) -> Vec<String> {
    let n = flip.moved.len();
    let many = if n == 1 { "One assumption".to_owned() } else { format!("{n} assumptions together") };
    let joint = subject.space.share_as_far(&flip.moved);
    let joint = if joint.is_nan() {
        "Draws say nothing of how plausible that is.".to_owned()
    } else {
        let times = (joint * subject.space.draws as f64).round();
        format!(
            "At least as far in all that are drawn: {times} of {} draws ({}).",
            subject.space.draws, subject.space.source
        )
    };
    let mut lines = vec![format!(
        "{many} turn it, at {:.0} % of the way to the ends of their ranges; the gain is then {}, and {} at the ends. {joint}",
        100.0 * flip.step,
        gain(subject, &flip.gain),
        gain(subject, &flip.at_the_ends)
    )];
    lines.extend(flip.moved.iter().map(|(factor, value)| format!("  {}", moved(subject, *factor, *value))));
    let alone: Vec<String> = subject
        .search
        .alone()
        .iter()
        .filter(|one| n > 1 || one.factor != flip.moved[0].0)
        .map(|one| subject.space.factors[one.factor].path.clone())
        .collect();
    if !alone.is_empty() {
        lines.push(format!("Alone at an end these turn it as well: {}.", alone.join(", ")));
    }
    lines
}

fn moved(subject: &FlipSubject, factor: usize, value: f64) -> String {
    let one = &subject.space.factors[factor];
    let (about, unit) = declared(subject, &one.path);
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let share = subject.space.share_as_far(&[(factor, value)]);
    let plausible = if share.is_nan() {
        "a condition, which is not drawn".to_owned()
    } else {
        format!("as far in {:.0} of {} draws", share * subject.space.draws as f64, subject.space.draws)
    };
    format!(
        "{}: {} in place of {}{unit} ({:.0} % of its range {} to {}; {plausible}){about}",
        one.path,
        three_digits_signed(value),
        short(one.base),
        100.0 * one.share_moved(value),
        short(one.low),
        short(one.high)
    )
}

/// A number to three digits; the sign only where it is below 0.
fn three_digits_signed(value: f64) -> String {
    if value < 0.0 { format!("-{}", three_digits(-value)) } else { three_digits(value) }
}

fn declared(subject: &FlipSubject, path: &str) -> (String, String) {
    if path == DENSITY {
        return (format!(": {DENSITY_IN_WORDS}"), DENSITY_UNIT.to_owned());
    }
    let declared = Declaration::of(subject.scenario, path);
    let about = declared.about.split_once(". ").map_or(declared.about.as_str(), |(first, _)| first).to_owned();
    (if about.is_empty() { about } else { format!(": {about}") }, declared.unit)
}

fn no_finding(subject: &FlipSubject) -> String {
    match subject.search.base.low.is_nan() {
        true => "There is no finding to turn: its interval is not known. Take more futures (--replicates).".to_owned(),
        false => "There is no finding to turn: its 90 % interval holds 0, so that its sign is luck.".to_owned(),
    }
}

fn not_turned(subject: &FlipSubject) -> Vec<String> {
    let search = subject.search;
    let why = match search.ended {
        Ended::OutOfRuns => "None was found before the runs were used up: --runs allows more.",
        _ => "None was found: all that moves it towards 0, at its end and together, does not turn it.",
    };
    let mut lines = vec![format!(
        "{why} The gain nearest to turning was {}, with {} of {} factors at an end.",
        gain(subject, &search.nearest),
        search.added.len(),
        subject.space.factors.len()
    )];
    let named = subject.order().into_iter().filter_map(|factor| Some((factor, search.towards(factor)?))).take(NAMED);
    lines.extend(named.map(|(factor, (end, far))| {
        let word = if end == End::Low { "lower" } else { "upper" };
        let one = &subject.space.factors[factor];
        format!(
            "  {} at its {word} end, {}, moves it by {}.",
            one.path,
            short(subject.space.end(factor, end)),
            three_digits(far)
        )
    }));
    lines
}

/// How hard it was looked for.
fn effort(subject: &FlipSubject) -> String {
    let (search, space) = (subject.search, subject.space);
    let futures = match subject.futures {
        1 => "one future".to_owned(),
        n => format!("{n} futures"),
    };
    let failed = search.screened.iter().filter(|one| one.gain.value.is_nan()).count();
    let failed = if failed > 0 { format!(" {failed} of the ends had no value.") } else { String::new() };
    format!(
        "Looked for with {} points of {} that were allowed, each {futures} of both arms on the same luck: {} factors alone at \
         their ends, then together, the strongest first. Ranges of parameters are spans of {} draws ({}). The search is greedy: \
         a smaller change may exist.{failed}",
        search.runs,
        subject.most,
        space.factors.len(),
        space.draws,
        space.source
    )
}
