//! An explanation in words that somebody who runs a service could act on: which rule does most, which works against it,
//! what one could begin with, and what could not be left out.

use crate::error::Error;
use crate::explanation::subject::{Subject, decimals, side};
use crate::explanation::tables::AUDIT;
use crate::figures::words::{capitalised, listed};
use crate::files::{self, Target, WrittenFile};
use crate::numbers::{signed, three_digits};
use crate::sensitivity_findings::FINDINGS;
use crate::terminal::closing::direction;
use crate::terminal::grid::{self, Line};
use crate::terminal::{CAVEATS, WIDTH, sentence, wrapped};
use regimes_model::model::outcomes::Better;
use regimes_study::experiment::explanation::audit::{BEGINNING, Kind};
use regimes_study::experiment::explanation::findings::{Contribution, Finding, Interaction, is_clear};
use regimes_study::experiment::explanation::players::Player;
use regimes_study::statistics::Estimate;

/// Rules that a sentence names at most.
const NAMED: usize = 3;
/// The share of intervals of 90 % that lie on one side of zero by luck alone, where there is nothing.
const BY_LUCK: f64 = 0.1;
/// Contributions that add up to this share of their sizes are most of them.
const MOST: f64 = 0.5;
/// Marks an estimate that is clear and matters.
const CLEAR: &str = " *";

/// Writes it.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &Subject, failure: Option<&str>) -> Result<WrittenFile, Error> {
    target.prepare("")?;
    files::write_bytes(target, FINDINGS, text(subject, failure).as_bytes())
}

/// The explanation; `failure` says what is left out and why, if anything is.
#[must_use]
pub fn text(subject: &Subject, failure: Option<&str>) -> String {
    let mut lines = vec![wrapped(&opening(subject), 0), String::new()];
    lines.extend(table(subject));
    lines.push(wrapped(
        "Contributions add up to the whole. *: its 90 % interval, over futures and their orders, lies on one side of 0 and it \
         is not smaller than what matters (0.05 sd of residents, 0.1 sd of staff, 1 % of cost); the others are no \
         difference, or cannot be distinguished from none.",
        0,
    ));
    for finding in subject.findings {
        lines.push(String::new());
        lines.extend(of_outcome(subject, finding).iter().map(|line| wrapped(line, 2)));
    }
    lines.push(String::new());
    lines.extend(audit(subject).iter().map(|line| wrapped(line, 2)));
    lines.extend(declared(subject).map(|text| wrapped(&text, 0)));
    lines.extend(failure.map(|text| wrapped(text, 0)));
    lines.push(String::new());
    lines.extend(CAVEATS.iter().enumerate().map(|(i, caveat)| wrapped(&format!("  {}. {caveat}", i + 1), 5)));
    lines.join("\n") + "\n"
}

fn opening(subject: &Subject) -> String {
    let [from, to] = &subject.labels;
    let explanation = subject.explanation;
    let (base, n) = (explanation.base(), subject.players().len());
    let how = match explanation.orders() {
        Some(orders) => format!("estimated from {orders} drawn orders in each"),
        None => "from all of them".to_owned(),
    };
    format!(
        "What makes the difference between {from} and {to} in `{}`, over {}: {n} things differ. A contribution is what a \
         rule adds, on average over all orders in which the {n} can change (Shapley value), {how}; the mean of {}. In this \
         model, under these assumptions:",
        base.name,
        sentence::period(base.horizon_weeks as usize),
        subject.futures(explanation.futures() as usize),
    )
}

fn marked(finding: &Finding, estimate: &Estimate) -> String {
    let mark = if finding.matters(estimate) { CLEAR } else { "  " };
    let decimals = decimals(finding);
    format!("{}{mark}", signed(estimate.value, decimals))
}

/// A row a player, in the order of the first outcome, and a column an outcome.
fn table(subject: &Subject) -> Vec<String> {
    let [from, to] = &subject.labels;
    let head = |finding: &Finding| format!("{}  ", subject.outcome(finding).label.to_lowercase());
    let unit = |finding: &Finding| format!("{}  ", subject.unit(finding));
    let cells = |of: &dyn Fn(&Finding) -> Estimate| {
        subject.findings.iter().map(|finding| marked(finding, &of(finding))).collect()
    };
    let rule = || Line::Across("-".repeat(WIDTH));
    let mut lines = vec![
        Line::Cells(String::new(), subject.findings.iter().map(head).collect()),
        Line::Cells(String::new(), subject.findings.iter().map(unit).collect()),
        rule(),
        Line::Cells(format!("{to} less {from}"), cells(&|finding| finding.whole)),
    ];
    let order = subject.findings.first().map_or_else(Vec::new, Finding::order);
    for player in order {
        let label = format!("  {} ({})", subject.players()[player].name(), subject.change(player));
        lines.push(Line::Cells(label, cells(&|finding| finding.contributions[player].shapley)));
    }
    lines.push(rule());
    grid::text(&lines)
}

/// What is found of an outcome, in sentences.
fn of_outcome(subject: &Subject, finding: &Finding) -> Vec<String> {
    let outcome = subject.outcome(finding);
    let name = match outcome.better {
        Better::Neither => outcome.label.to_owned(),
        _ => format!("{} ({})", outcome.label, direction(outcome.better)),
    };
    if finding.whole.n == 0 {
        return vec![format!("{name}: no future has a value of every mixture.")];
    }
    let words = Words { subject, finding, decimals: decimals(finding) };
    let mut lines = vec![format!("{name}: {}", words.whole())];
    lines.extend(words.most());
    lines.extend(words.first_and_last());
    lines.push(words.together());
    lines.into_iter().enumerate().map(|(n, line)| if n == 0 { line } else { format!("  {line}") }).collect()
}

/// What sentences about an outcome are made from.
struct Words<'a> {
    subject: &'a Subject<'a>,
    finding: &'a Finding,
    decimals: usize,
}

impl Words<'_> {
    fn number(&self, estimate: &Estimate) -> String {
        let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(|one| signed(one, self.decimals));
        if estimate.n < 2 { value } else { format!("{value}, {low} to {high}") }
    }

    fn player(&self, player: usize) -> String {
        self.subject.players()[player].name()
    }

    fn of(&self, player: usize) -> &Contribution {
        &self.finding.contributions[player]
    }

    fn whole(&self) -> String {
        let [from, to] = &self.subject.labels;
        let whole = &self.finding.whole;
        let smallest = three_digits(self.finding.smallest);
        match side(self.subject.outcome(self.finding), self.finding, whole) {
            Some(side) => format!("{to} is {side} than {from} ({}).", self.number(whole)),
            None if is_clear(whole) => format!(
                "no difference that matters between {to} and {from} ({}; the smallest that does is {smallest}).",
                self.number(whole)
            ),
            None => format!("{to} and {from} cannot be distinguished ({}).", self.number(whole)),
        }
    }

    /// Which contributions are clear and matter, the largest first.
    fn clear(&self) -> Vec<usize> {
        let mut order = self.finding.order();
        order.retain(|player| self.finding.matters(&self.of(*player).shapley));
        order
    }

    /// Those that make it better, and those that make it worse.
    fn most(&self) -> Vec<String> {
        let outcome = self.subject.outcome(self.finding);
        let clear = self.clear();
        if clear.is_empty() {
            let is_any_clear = self.finding.contributions.iter().any(|one| is_clear(&one.shapley));
            let smallest = three_digits(self.finding.smallest);
            return vec![if is_any_clear {
                format!("No rule's contribution is as large as the smallest effect that matters ({smallest}).")
            } else {
                "No rule's contribution is clear: more futures (--replicates) would tell more.".to_owned()
            }];
        }
        let sides = match outcome.better {
            Better::Higher | Better::Lower => ["better", "worse"],
            Better::NearZero | Better::Neither => ["higher", "lower"],
        };
        let line = |word: &str| {
            let is_so = |player: &&usize| side(outcome, self.finding, &self.of(**player).shapley) == Some(word);
            let all: Vec<usize> = clear.iter().filter(is_so).copied().collect();
            let named: Vec<String> = all
                .iter()
                .take(NAMED)
                .map(|player| format!("{} ({})", self.player(*player), self.number(&self.of(*player).shapley)))
                .collect();
            let others = all.len() - named.len();
            let others = if others > 0 { format!(", and {others} more") } else { String::new() };
            (!all.is_empty()).then(|| format!("Made {word} by {}{others}.", listed(&named)))
        };
        let sizes = |players: &[usize]| players.iter().map(|one| self.of(*one).shapley.value.abs()).sum::<f64>();
        let all: Vec<usize> = (0..self.finding.contributions.len()).collect();
        let is_most = sizes(&clear[..1]) > MOST * sizes(&all);
        let first = is_most.then(|| {
            let (name, about) = (self.player(clear[0]), self.subject.about(clear[0]));
            format!("{} ({about}) weighs more than all others together.", capitalised(&name))
        });
        sides.into_iter().filter_map(line).chain(first).collect()
    }

    /// What one could begin with, and what could not be left out.
    fn first_and_last(&self) -> Vec<String> {
        let outcome = self.subject.outcome(self.finding);
        let sign = match outcome.better {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
            Better::NearZero | Better::Neither => return Vec::new(),
        };
        let best = |of: &dyn Fn(usize) -> Estimate| {
            let players = 0..self.finding.contributions.len();
            let helps = players.filter(|one| self.finding.matters(&of(*one)) && sign * of(*one).value > 0.0);
            helps.max_by(|a, b| (sign * of(*a).value).total_cmp(&(sign * of(*b).value)))
        };
        let alone = best(&|player| self.of(player).alone).map(|one| {
            format!(
                "Of changes made alone, {} does most good ({}).",
                self.player(one),
                self.number(&self.of(one).alone)
            )
        });
        let last = best(&|player| self.of(player).left_out).map(|one| {
            let number = self.number(&self.of(one).left_out);
            format!("With all else changed, leaving out {} would lose most ({number}).", self.player(one))
        });
        alone.into_iter().chain(last).collect()
    }

    /// Which two do more, or less, together.
    fn together(&self) -> String {
        let all = self.finding.interactions.iter().filter(|one| one.index.n > 1);
        let (n, clear): (usize, Vec<&Interaction>) =
            (all.clone().count(), all.filter(|one| is_clear(&one.index)).collect());
        let expected = (n as f64 * BY_LUCK).round() as usize;
        let pairs = if n == 1 { "one pair".to_owned() } else { format!("{n} pairs") };
        let Some(first) = clear.first().filter(|_| clear.len() > expected) else {
            return format!(
                "Of {pairs}, {} show a clear interaction, no more than luck alone would bring ({expected}).",
                clear.len()
            );
        };
        let (a, b) = (self.player(first.players.0), self.player(first.players.1));
        format!(
            "Of {pairs}, {} show a clear interaction ({expected} would by luck alone); the strongest: {a} with {b}, which do \
             this beyond what each does without the other: {}.",
            clear.len(),
            self.number(&first.index)
        )
    }
}

/// All that differs, counted, and what the difference becomes when one thing takes the other side's value.
fn audit(subject: &Subject) -> Vec<String> {
    let [from, to] = &subject.labels;
    let things = subject.explanation.things();
    let count = |kind: Kind, one: &str| {
        let n = things.iter().filter(|thing| thing.kind == kind).count();
        (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }))
    };
    let kinds = [(Kind::Rule, "rule"), (Kind::Setting, "setting"), (Kind::Number, "number")];
    let mut counted: Vec<String> = kinds.into_iter().filter_map(|(kind, one)| count(kind, one)).collect();
    counted.extend(count(Kind::Hours, "number").map(|text| format!("{text} of hours")));
    counted.extend(count(Kind::Money, "number").map(|text| format!("{text} of money")));
    let begins = things.iter().find(|thing| thing.kind == Kind::Beginning);
    let begins = begins.map_or(String::new(), |thing| {
        let [own, other] = &thing.values;
        format!(" Against the rules under which the town begins, {from} changes {own}, {to} {other}.")
    });
    let opening = format!("Symmetry audit ({AUDIT}): the arms differ in {}.{begins}", listed(&counted));
    let of_outcome = |finding: &Finding| exchanged(subject, finding);
    std::iter::once(opening).chain(subject.findings.iter().filter_map(of_outcome)).collect()
}

/// Between which values the difference lies once one thing is exchanged, and which exchange moves it most.
fn exchanged(subject: &Subject, finding: &Finding) -> Option<String> {
    let [from, to] = &subject.labels;
    let decimals = decimals(finding);
    let things = subject.explanation.things().iter().zip(&finding.becomes);
    let all: Vec<(&str, usize, Estimate)> = things
        .flat_map(|(thing, becomes)| [0, 1].map(|side| (thing.path.as_str(), side, becomes[side])))
        .filter(|(.., one)| !one.value.is_nan())
        .collect();
    let moved = |(.., one): &&(&str, usize, Estimate)| (one.value - finding.whole.value).abs();
    let (path, side, one) = all.iter().max_by(|a, b| moved(a).total_cmp(&moved(b)))?;
    let values = || all.iter().map(|(.., one)| one.value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let how = match (*path, side) {
        (BEGINNING, _) => format!("a beginning under the rules of {to}"),
        (path, 0) => format!("{path} of {from} in {to}"),
        (path, _) => format!("{path} of {to} in {from}"),
    };
    Some(format!(
        "  {}: {} as it is; with one thing exchanged between {} and {}, moved most by {how} ({}).",
        subject.outcome(finding).label,
        signed(finding.whole.value, decimals),
        signed(low, decimals),
        signed(high, decimals),
        signed(one.value, decimals)
    ))
}

/// What was declared to change together.
fn declared(subject: &Subject) -> Option<String> {
    let several = subject.players().iter().filter(|player| player.keys.len() > 1).map(Player::name);
    let several: Vec<String> = several.collect();
    (!several.is_empty())
        .then(|| format!("\nDeclared to change together, and so explained as one: {}.", listed(&several)))
}
