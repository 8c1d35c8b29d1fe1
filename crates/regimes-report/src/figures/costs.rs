//! What the money goes on: stacked columns by arm, by activity or by payer.

use crate::figures::axis::Axis;
use crate::figures::families::{self, Family};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::{EndLabel, Panel};
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Colour, Dash, Weight};
use crate::figures::style::{BLACK, GREY, KINDS, WHITE};
use crate::figures::{fonts, words};
use crate::judged::Said;
use crate::numbers::{grouped, short};
use crate::observed::{Observed, Run};
use crate::verdicts;
use regimes_model::units::WEEKS_PER_YEAR;
use regimes_study::simulation::trace::{CostRow, Word};
use regimes_study::statistics::Paired;
use std::collections::BTreeSet;

/// By what spending is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// What was done.
    Activity,
    /// Who paid.
    Payer,
}

/// A kind of spending: its name, its colour, and what it comes to.
struct Line {
    name: String,
    colour: Colour,
    spent: Spent,
}

/// What columns are.
const MEANS: &str = "Columns: means over simulated runs, since parts must add up to the whole.";

/// The figure.
///
/// # Errors
/// If no run posted a cost.
pub fn figure(observed: &Observed, by: By) -> Result<Figure, String> {
    let lines = match by {
        By::Activity => of_families(observed)?,
        By::Payer => of_payers(observed),
    };
    if lines.is_empty() {
        return Err("no run posted a cost".to_owned());
    }
    let title = title(observed, &lines, by);
    let unit = observed.record.money.unit_in_words("GBP/resident/year");
    let subtitle = format!("Public spending, {unit}, mean over the horizon.");
    let note = match by {
        By::Activity => format!("{MEANS} {}", families::note()),
        By::Payer => MEANS.to_owned(),
    };
    let beside = 2.0 * SIDE + 68.0 + longest(&lines);
    let names = names(observed, (WIDTH - beside) / observed.n_arms() as f64);
    let wide = beside + names.pitch * observed.n_arms() as f64;
    let size = (wide, if by == By::Activity { 460.0 } else { 380.0 });
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain: "", note: &note });
    draw(observed, &mut page, &lines, &names);
    let (name, kind) = match by {
        By::Activity => ("cost_by_line", "activity"),
        By::Payer => ("cost_by_payer", "payer"),
    };
    let alt = alt(observed, &lines, kind);
    let header = vec!["arm", kind, "money_per_resident_and_year"];
    Ok(Figure { name: name.into(), title, alt, header, rows: rows(observed, &lines), scene: page.scene })
}

/// Spending by family of activities, in their fixed order.
fn of_families(observed: &Observed) -> Result<Vec<Line>, String> {
    if let Some(stray) = words_of(observed, |row| &row.activity).iter().find(|word| families::of(word).is_none()) {
        return Err(format!("{stray} belongs to no family of spending"));
    }
    let families = families::FAMILIES;
    let is_of = |family: usize, row: &CostRow| families[family].activities.contains(&row.activity.as_ref());
    let spent = spent(observed, families.len(), is_of);
    let line = |(family, spent): (&Family, Spent)| Line { name: family.name.to_owned(), colour: family.colour, spent };
    Ok(families.iter().zip(spent).map(line).filter(Line::is_any).collect())
}

/// Spending by payer, the largest first.
fn of_payers(observed: &Observed) -> Vec<Line> {
    let names: Vec<Word> = words_of(observed, |row| &row.payer).into_iter().collect();
    let spent = spent(observed, names.len(), |payer, row| row.payer == names[payer]);
    let line =
        |(name, spent): (&Word, Spent)| Line { name: words::capitalised(&name.replace('_', " ")), colour: GREY, spent };
    let mut lines: Vec<Line> = names.iter().zip(spent).map(line).filter(Line::is_any).collect();
    let total = |line: &Line| line.spent.mean.iter().sum::<f64>();
    lines.sort_by(|a, b| total(b).total_cmp(&total(a)));
    for (line, colour) in lines.iter_mut().zip(KINDS.into_iter().cycle()) {
        line.colour = colour;
    }
    lines
}

/// The words that stand in a column of the ledgers of all runs.
fn words_of(observed: &Observed, word: fn(&CostRow) -> &Word) -> BTreeSet<Word> {
    let mut words = BTreeSet::new();
    for row in observed.all_runs().flat_map(|run| observed.costs(run)) {
        words.insert(word(&row).clone());
    }
    words
}

/// What a kind of spending comes to, run by run (GBP/resident/year).
struct Spent {
    /// By arm, the mean over runs; 0 for an arm without a whole run, which has an empty column.
    mean: Vec<f64>,
    /// What the first and the focus spend, pair by pair.
    pairs: Vec<(f64, f64)>,
}

/// The kinds of spending by number, from the ledgers of all runs.
fn spent(observed: &Observed, kinds: usize, is_of: impl Fn(usize, &CostRow) -> bool) -> Vec<Spent> {
    let years = observed.weeks() as f64 / WEEKS_PER_YEAR;
    let people = observed.residents().max(1) as f64;
    let of_run = |run: Run| -> Vec<f64> {
        let costs = observed.costs(run);
        let of_kind = |kind| costs.iter().filter(|row| is_of(kind, row)).map(|row| row.pounds).sum::<f64>();
        (0..kinds).map(|kind| of_kind(kind) / years / people).collect()
    };
    let none = || Spent { mean: vec![0.0; observed.n_arms()], pairs: Vec::new() };
    let mut all: Vec<Spent> = (0..kinds).map(|_| none()).collect();
    for run in observed.all_runs() {
        all.iter_mut().zip(of_run(run)).for_each(|(kind, spent)| kind.mean[run.arm] += spent);
    }
    for kind in &mut all {
        let runs = (0..observed.n_arms()).map(|arm| observed.runs(arm).len().max(1) as f64);
        kind.mean.iter_mut().zip(runs).for_each(|(sum, runs)| *sum /= runs);
    }
    for (first, other) in observed.focus().map(|arm| observed.pairs(0, arm)).unwrap_or_default() {
        for (kind, (first, other)) in all.iter_mut().zip(of_run(first).into_iter().zip(of_run(other))) {
            kind.pairs.push((first, other));
        }
    }
    all
}

impl Line {
    fn is_any(&self) -> bool {
        self.spent.mean.iter().any(|pounds| *pounds > 0.0)
    }

    /// What is said of what the focus spends beside the first.
    fn said(&self) -> Said {
        verdicts::of_pairs(&Paired::of(&self.spent.pairs)).said
    }
}

/// The width of the longest name of a kind of spending (point).
fn longest(lines: &[Line]) -> f64 {
    lines.iter().map(|l| fonts::width(&l.name, 10.5, Weight::Bold)).fold(0.0, f64::max)
}

fn draw(observed: &Observed, page: &mut Page, lines: &[Line], names: &Names) {
    let n_arms = observed.n_arms();
    let totals: Vec<f64> = (0..n_arms).map(|arm| lines.iter().map(|l| l.spent.mean[arm]).sum()).collect();
    let axis = Axis::from_zero(totals.iter().copied(), 6);
    let (left, right) = (SIDE + 44.0, page.scene.width - SIDE - longest(lines) - 24.0);
    let most_lines = names.lines.iter().map(Vec::len).max().unwrap_or(1);
    let panel = Panel {
        left,
        right,
        top: page.top + 6.0,
        bottom: page.bottom - 16.0 - NAME_LINE * (most_lines - 1) as f64,
        x: (0.0, n_arms as f64 - 0.2),
        y: (axis.low, axis.high),
    };
    panel.heights(&mut page.scene, &axis.ticks);
    // Names stand beside the last column in which services are paid, and ways lead from one such column to the next.
    let is_idle = |arm: usize| observed.record.idle.contains(&arm) || totals[arm] <= 0.0;
    let named = (0..n_arms).rev().find(|&arm| !is_idle(arm)).unwrap_or(n_arms.saturating_sub(1));
    let mut ends = Vec::new();
    for (arm, total) in totals.iter().enumerate() {
        let mut foot = 0.0;
        for line in lines {
            let head = foot + line.spent.mean[arm];
            segment(page, &panel, arm, (foot, head), line.colour);
            if arm + 1 < n_arms && !is_idle(arm) && !is_idle(arm + 1) {
                let next: f64 = lines.iter().take_while(|l| l.name != line.name).map(|l| l.spent.mean[arm + 1]).sum();
                let from = panel.place(arm as f64 + 0.8, head);
                let to = panel.place(arm as f64 + 1.2, next + line.spent.mean[arm + 1]);
                page.scene.line(&[from, to], GREY, 0.5, Dash::Solid);
            }
            if arm == named {
                ends.push(EndLabel {
                    at: (foot + head) / 2.0,
                    text: line.name.clone(),
                    colour: darker(line.colour),
                    dot: None,
                });
            }
            foot = head;
        }
        let (x, y) = panel.place(arm as f64 + 0.5, *total);
        let wide = (panel.right - panel.left) / n_arms as f64;
        let bold = |size| face(size, Weight::Bold, BLACK, Anchor::Middle);
        let sum = if *total > 0.0 {
            format!("{}{}", observed.record.money.sign(), grouped(*total, 0))
        } else {
            "no cost".to_owned()
        };
        let size = (11.0 * (wide - 3.0) / fonts::width(&sum, 11.0, Weight::Bold)).min(11.0);
        page.scene.text((x, y - 6.0), sum, bold(size));
        for (line, name) in names.lines[arm].iter().enumerate() {
            page.scene.text((x, panel.bottom + 17.0 + NAME_LINE * line as f64), name.clone(), bold(NAME_SIZE));
        }
    }
    panel.end_labels(&mut page.scene, &ends);
}

/// Size of the names below the columns, and height of a line of them.
const NAME_SIZE: f64 = 10.0;
const NAME_LINE: f64 = 12.0;

/// Room for a column, at least and for the longest word of a name (point).
const PITCH: (f64, f64) = (56.0, 110.0);

/// Names of arms, in lines that fit below a column, and the room that each takes (point).
struct Names {
    lines: Vec<Vec<String>>,
    pitch: f64,
}

fn names(observed: &Observed, least: f64) -> Names {
    let word =
        |label: &str| label.split(' ').map(|w| fonts::width(w, NAME_SIZE, Weight::Bold)).fold(0.0, f64::max) + 6.0;
    let is_wide = |label: &String| word(label) > PITCH.1;
    let whole: Vec<String> = (0..observed.n_arms()).map(|arm| observed.label(arm).to_owned()).collect();
    let labels = if whole.iter().any(is_wide) { observed.record.labels_within(WORD) } else { whole };
    let pitch = labels.iter().map(|label| word(label)).fold(PITCH.0.max(least), f64::max);
    let lines = labels.iter().map(|label| fonts::wrapped(label, NAME_SIZE, Weight::Bold, pitch - 4.0)).collect();
    Names { lines, pitch }
}

/// Letters of a name that has one long word, at most.
const WORD: usize = 14;

fn segment(page: &mut Page, panel: &Panel, arm: usize, (foot, head): (f64, f64), colour: Colour) {
    let lower = panel.place(arm as f64 + 0.2, foot);
    let upper = panel.place(arm as f64 + 0.8, head);
    page.scene.rectangle((lower.0, upper.1), (upper.0, lower.1), colour);
    page.scene.line(&[(lower.0, upper.1), (upper.0, upper.1)], WHITE, 0.75, Dash::Solid);
    let number = grouped(head - foot, 0);
    let fits = fonts::width(&number, 10.0, Weight::Normal) < upper.0 - lower.0;
    if lower.1 - upper.1 > 11.0 && fits {
        let ink = if brightness(colour) > 115.0 { BLACK } else { WHITE };
        let at = ((lower.0 + upper.0) / 2.0, (lower.1 + upper.1) / 2.0 + 3.6);
        page.scene.text(at, number, face(10.0, Weight::Normal, ink, Anchor::Middle));
    }
}

fn brightness((r, g, b): Colour) -> f64 {
    0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b)
}

/// The colour as letters on white can bear it.
fn darker(colour: Colour) -> Colour {
    let part = |c: u8| (f64::from(c) * (120.0 / brightness(colour)).min(1.0)) as u8;
    (part(colour.0), part(colour.1), part(colour.2))
}

/// Where the focus spends most less, and most more, than the first, of what is decided; or else what
/// the largest item is over all arms.
fn title(observed: &Observed, lines: &[Line], by: By) -> String {
    let total = |line: &&Line| line.spent.mean.iter().sum::<f64>();
    let largest = lines.iter().max_by(|a, b| total(a).total_cmp(&total(b))).map_or("nothing", |line| &line.name);
    let over = if observed.n_arms() > 1 { " over all arms" } else { "" };
    let largest = match by {
        By::Activity => format!("Largest item{over}: {}", largest.to_lowercase()),
        By::Payer => format!("Largest payer{over}: {}", largest.to_lowercase()),
    };
    let Some(arm) = observed.focus() else {
        return largest;
    };
    let step = |line: &&Line| line.spent.mean[arm] - line.spent.mean[0];
    let less = lines.iter().filter(|line| line.said() == Said::Lower).min_by(|a, b| step(a).total_cmp(&step(b)));
    let more = lines.iter().filter(|line| line.said() == Said::Higher).max_by(|a, b| step(a).total_cmp(&step(b)));
    let (spends, on, for_short) = match by {
        By::Activity => ("spends", "on ", ""),
        By::Payer => ("costs", "for ", "for "),
    };
    let said = |on: &str| {
        let part = |word: &str, line: Option<&Line>| line.map(|l| format!("{word} {on}{}", l.name.to_lowercase()));
        let parts: Vec<String> = [part("less", less), part("more", more)].into_iter().flatten().collect();
        parts.join(", ")
    };
    if less.is_none() && more.is_none() {
        return largest;
    }
    let label = observed.label(arm);
    words::under_ten(&[
        format!("{label} {spends} {}", said(on)),
        format!("{label}: {}", said(for_short)),
        format!("{label}: {}", said(for_short).split(", ").next().unwrap_or_default()),
        words::capitalised(&said(for_short)),
    ])
}

fn alt(observed: &Observed, lines: &[Line], kind: &str) -> String {
    let of_arm = |arm: usize| {
        let parts: Vec<String> =
            lines.iter().map(|l| format!("{} on {}", grouped(l.spent.mean[arm], 0), l.name.to_lowercase())).collect();
        let total: f64 = lines.iter().map(|l| l.spent.mean[arm]).sum();
        let sign = observed.record.money.sign();
        format!("{sign}{} under {} ({})", grouped(total, 0), observed.label(arm), parts.join(", "))
    };
    let arms: Vec<String> = (0..observed.n_arms()).map(of_arm).collect();
    let text = format!(
        "Stacked columns of public spending by {kind}, one column an arm. In this model, under these \
         assumptions, mean spending per resident and year{} is {}.",
        observed.record.money.at_prices("GBP"),
        arms.join("; ")
    );
    if kind == "payer" { text.replace(" on ", " by ") } else { text }
}

fn rows(observed: &Observed, lines: &[Line]) -> Vec<Vec<String>> {
    let of_arm = |arm: usize| {
        let name = &observed.record.arms[arm].name;
        lines.iter().map(move |l| vec![name.clone(), l.name.clone(), short(l.spent.mean[arm])])
    };
    (0..observed.n_arms()).flat_map(of_arm).collect()
}
