//! A waterfall: from one arm to another, what each rule contributes, for residents, cost and staff side by side.

use crate::explanation::subject::{Subject, decimals, side};
use crate::figures::axis::Axis;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::Panel;
use crate::figures::points::heading;
use crate::figures::scene::{Anchor, Colour, Dash, Face, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, GREY, LIGHT, Look, PLUM, TEAL};
use crate::figures::words::{capitalised, listed, under_ten};
use crate::figures::{dots, fonts, looks};
use crate::numbers::{grouped, short, signed, typeset};
use regimes_model::model::outcomes::Outcome;
use regimes_study::experiment::explanation::findings::Finding;
use regimes_study::statistics::Estimate;

/// Its file name without ending.
pub const NAME: &str = "waterfall";

/// Outcomes that belong together, side by side.
const TOGETHER: usize = 3;
/// Height of a row (point).
const ROW: f64 = 24.0;
/// Height above the rows (point).
const HEAD: f64 = 52.0;
/// Height of the axis below them (point).
const FOOT: f64 = 24.0;
/// Room right of the bars of an outcome for its numbers (point).
const NUMBERS: f64 = 62.0;
/// Room between the labels and the bars (point).
const GAP: f64 = 10.0;
/// The widest label (point).
const WIDEST: f64 = 190.0;
/// Half the height of a bar (point).
const HALF: f64 = 6.0;
/// What cannot be distinguished from nothing.
const UNCLEAR: Colour = (0xB4, 0xBE, 0xC9);
/// What a rule changes.
const CHANGE: Face = face(8.5, Weight::Normal, GREY, Anchor::End);
/// Rules that a title names at most.
const NAMED: usize = 3;

/// Draws it.
#[must_use]
pub fn figure(subject: &Subject) -> Figure {
    let shown = &subject.findings[..TOGETHER.min(subject.findings.len())];
    let order = shown.first().map_or_else(Vec::new, Finding::order);
    let drawing = Drawing { subject, shown, order };
    let title = drawing.title();
    let [from, to] = &subject.labels;
    let subtitle = format!(
        "From {from} to {to}: what each rule contributes, on average over all orders in which they can change (Shapley \
         values, which add up to the whole). Means over {} and {}.",
        subject.horizon(),
        subject.futures(subject.explanation.futures() as usize),
    );
    let note = "Bar: contribution, from where the last one ended. Teal: better; plum: worse (for an outcome without a better \
                end: higher, lower); grey: smaller than what matters, or not certain. Whisker: 90 % interval of the contribution (futures and \
                orders). Rules in the order of the first panel.";
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note };
    let field = HEAD + FOOT + ROW * (drawing.order.len() + 2) as f64;
    let mut page = Page::from(&subject.source(), (WIDTH, field), &words);
    drawing.draw(&mut page.scene, page.top);
    let (alt, rows) = (drawing.alt(), drawing.rows());
    Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows, scene: page.scene }
}

/// Columns of the data drawn.
const HEADER: [&str; 10] =
    ["arm_from", "arm_to", "outcome", "unit", "player", "starts", "ends", "contribution", "low", "high"];

struct Drawing<'a> {
    subject: &'a Subject<'a>,
    shown: &'a [Finding],
    /// The players, from the top.
    order: Vec<usize>,
}

/// A bar of a panel.
struct Bar<'a> {
    player: usize,
    starts: f64,
    ends: f64,
    estimate: &'a Estimate,
}

impl Drawing<'_> {
    fn outcome(&self, finding: &Finding) -> &'static Outcome {
        self.subject.outcome(finding)
    }

    /// The bars of a finding, each from where the one above it ends.
    fn bars<'f>(&self, finding: &'f Finding) -> Vec<Bar<'f>> {
        let mut at = finding.levels[0].value;
        let mut bar = |player: &usize| {
            let estimate = &finding.contributions[*player].shapley;
            let starts = at;
            at += estimate.value;
            Bar { player: *player, starts, ends: at, estimate }
        };
        self.order.iter().map(&mut bar).collect()
    }

    fn label(&self, player: usize) -> String {
        capitalised(&self.subject.players()[player].name().replace('_', " "))
    }

    /// The height of the middle of a row, counted from that of the first arm.
    fn middle(top: f64, row: usize) -> f64 {
        top + HEAD + ROW * (row as f64 + 0.5)
    }

    fn draw(&self, scene: &mut Scene, top: f64) {
        let name = face(10.5, Weight::Normal, BLACK, Anchor::End);
        let changes: Vec<String> = self.order.iter().map(|player| self.change(*player)).collect();
        let names: Vec<String> = self.order.iter().map(|player| self.label(*player)).collect();
        let width = |face: Face| move |text: &String| fonts::width(text, face.size, face.weight);
        let of_arms = self.subject.labels.iter().map(|text| fonts::width(text, 10.5, Weight::Bold));
        let widths = names.iter().map(width(name)).chain(changes.iter().map(width(CHANGE))).chain(of_arms);
        let labels = widths.fold(60.0, f64::max).min(WIDEST);
        let right = SIDE + labels;
        for (row, (text, change)) in names.iter().zip(&changes).enumerate() {
            let y = Drawing::middle(top, row + 1);
            scene.text((right, y), fonts::cut(text, &name, labels), name);
            scene.text((right, y + 9.5), fonts::cut(change, &CHANGE, labels), CHANGE);
        }
        let names = self.subject.explanation.sides().names.each_ref().map(String::as_str);
        let looks = looks::of_names(&names, None, &[0, 1]);
        for ((label, look), row) in self.subject.labels.iter().zip(&looks).zip([0, self.order.len() + 1]) {
            let look = style::strong(look.colour, Anchor::End);
            scene.text((right, Drawing::middle(top, row) + 3.5), fonts::cut(label, &look, labels), look);
        }
        let each = (WIDTH - SIDE - right) / self.shown.len().max(1) as f64;
        for (place, finding) in self.shown.iter().enumerate() {
            let left = right + GAP + each * place as f64;
            self.panel(scene, (left, left + each - GAP - NUMBERS, top), finding, &looks);
        }
    }

    fn change(&self, player: usize) -> String {
        self.subject.change(player).replace("->", "\u{2192}")
    }

    fn panel(&self, scene: &mut Scene, (left, right, top): (f64, f64, f64), finding: &Finding, looks: &[Look]) {
        let outcome = self.outcome(finding);
        let unit = self.subject.money().unit_in_words(outcome.unit);
        let lines = fonts::wrapped(&unit, 10.0, Weight::Normal, right - left + NUMBERS - GAP);
        heading::in_lines(scene, (left, top + 12.0), outcome.label, &lines);
        let bars = self.bars(finding);
        let whiskers = bars.iter().flat_map(|bar| [bar.starts + bar.estimate.low, bar.starts + bar.estimate.high]);
        let ends = bars.iter().map(|bar| bar.ends).chain(finding.levels.iter().map(|level| level.value));
        let axis = Axis::holding(whiskers.chain(ends), 2);
        let rows = self.order.len() + 2;
        let bottom = top + HEAD + ROW * rows as f64;
        let panel = Panel { left, right, top: top + HEAD, bottom, x: (axis.low, axis.high), y: (0.0, 1.0) };
        panel.widths(scene, &axis);
        let x = |value: f64| panel.place(value, 0.0).0;
        if finding.whole.n == 0 {
            let at = (left + 6.0, Drawing::middle(top, 1));
            scene.text(at, "no value", face(10.0, Weight::Normal, GREY, Anchor::Start));
            return;
        }
        let decimals = decimals(finding);
        let number = |scene: &mut Scene, row: usize, text: String, weight: Weight| {
            let at = (right + NUMBERS - 4.0, Drawing::middle(top, row) + 3.5);
            scene.text(at, typeset(&text), face(10.0, weight, DARK, Anchor::End));
        };
        for (row, bar) in bars.iter().enumerate() {
            let y = Drawing::middle(top, row + 1);
            scene.line(&[(x(bar.starts), y - ROW), (x(bar.starts), y)], GREY, 0.75, Dash::Solid);
            draw_bar(scene, &panel, y, bar, side(outcome, finding, bar.estimate));
            let weight = if finding.matters(bar.estimate) { Weight::Bold } else { Weight::Normal };
            number(scene, row + 1, signed(bar.estimate.value, decimals), weight);
        }
        let last = Drawing::middle(top, rows - 1);
        scene.line(
            &[(x(finding.levels[1].value), last - ROW), (x(finding.levels[1].value), last)],
            GREY,
            0.75,
            Dash::Solid,
        );
        for ((level, look), row) in finding.levels.iter().zip(looks).zip([0, rows - 1]) {
            dots::dot(scene, (x(level.value), Drawing::middle(top, row)), look.shape, look.colour, dots::Fill::Full);
            number(scene, row, grouped(level.value, decimals), Weight::Normal);
        }
        scene.line(&[(left, bottom), (right, bottom)], LIGHT, 0.75, Dash::Solid);
    }

    /// The clear contributions to the first outcome, the largest first, and whether the first is more than all others.
    fn clear(&self) -> (Vec<usize>, bool) {
        let Some(finding) = self.shown.first() else { return (Vec::new(), false) };
        let size = |player: &usize| finding.contributions[*player].shapley.value.abs();
        let clear: Vec<usize> = self
            .order
            .iter()
            .copied()
            .filter(|player| finding.matters(&finding.contributions[*player].shapley))
            .collect();
        let all: f64 = self.order.iter().map(size).sum();
        let is_most = clear.first().is_some_and(|first| 2.0 * size(first) > all);
        (clear, is_most)
    }

    fn title(&self) -> String {
        let name = self.shown.first().map_or("", |finding| self.outcome(finding).label);
        let (clear, is_most) = self.clear();
        let named = |n: usize| {
            let names: Vec<String> = clear.iter().take(n).map(|player| self.label(*player).to_lowercase()).collect();
            listed(&names)
        };
        let candidates = match clear.len() {
            0 => vec![format!("{name}: no single rule makes a clear difference")],
            _ if is_most => vec![
                format!("{name}: {} makes most of the difference", named(1)),
                format!("{name}: one change makes most of the difference"),
            ],
            n => (1..=n.min(NAMED))
                .rev()
                .map(|n| format!("{name}: {} contribute{} most", named(n), if n == 1 { "s" } else { "" }))
                .chain([format!("{name}: {n} rules contribute clearly")])
                .collect(),
        };
        under_ten(&candidates)
    }

    fn alt(&self) -> String {
        let [from, to] = &self.subject.labels;
        let one = |finding: &Finding| {
            let decimals = decimals(finding);
            let bars = self.bars(finding);
            let clear = bars.iter().filter(|bar| finding.matters(bar.estimate));
            let clear: Vec<String> = clear
                .map(|bar| {
                    format!("{} {}", self.label(bar.player).to_lowercase(), signed(bar.estimate.value, decimals))
                })
                .collect();
            let clear = if clear.is_empty() { "none".to_owned() } else { listed(&clear) };
            let level = |side: usize| grouped(finding.levels[side].value, decimals);
            format!("{}: from {} to {}; clear contributions: {clear}.", self.outcome(finding).label, level(0), level(1))
        };
        let all: Vec<String> = self.shown.iter().map(one).collect();
        format!(
            "Waterfalls side by side from {from} to {to}, a bar a rule. In this model, under these assumptions: {}",
            all.join(" ")
        )
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let [from, to] = &self.subject.explanation.sides().names;
        let of_finding = |finding: &Finding| {
            let first = [from.clone(), to.clone(), self.outcome(finding).name.to_owned()];
            let unit = self.subject.unit(finding).into_owned();
            let bars = self.bars(finding);
            let row = |bar: &Bar| {
                let Estimate { value, low, high, .. } = *bar.estimate;
                let mut row = first.to_vec();
                row.extend([unit.clone(), self.subject.players()[bar.player].name()]);
                row.extend([bar.starts, bar.ends, value, low, high].map(short));
                row
            };
            bars.iter().map(row).collect::<Vec<_>>()
        };
        self.shown.iter().flat_map(of_finding).collect()
    }
}

fn draw_bar(scene: &mut Scene, panel: &Panel, y: f64, bar: &Bar, side: Option<&'static str>) {
    let x = |value: f64| panel.place(value, 0.0).0;
    let colour = match side {
        Some("better" | "higher") => TEAL,
        Some(_) => PLUM,
        None => UNCLEAR,
    };
    let (low, high) = (x(bar.starts.min(bar.ends)), x(bar.starts.max(bar.ends)));
    scene.rectangle((low, y - HALF), (high.max(low + 1.0), y + HALF), colour);
    let whisker = [bar.starts + bar.estimate.low, bar.starts + bar.estimate.high].map(x);
    if whisker.iter().all(|end| end.is_finite()) {
        scene.line(&[(whisker[0], y), (whisker[1], y)], BLACK, 1.0, Dash::Solid);
        for end in whisker {
            scene.line(&[(end, y - 2.5), (end, y + 2.5)], BLACK, 1.0, Dash::Solid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explanation::tables;
    use crate::figures::audit;
    use crate::figures::points::synthetic::check;
    use crate::files::Target;
    use crate::{explanation_findings, figures};
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::load::Prepared;
    use regimes_scenario::overrides;
    use regimes_study::experiment::explanation::findings::findings;
    use regimes_study::experiment::explanation::study::{Audited, Explanation, Orders, Question};
    use regimes_study::experiment::explanation::values::Values;
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;

    /// Two arms of a village of few people, explained in a number of futures.
    fn made(arms: [&str; 2], together: &[&str], replicates: u32) -> (Explanation, Vec<Finding>) {
        let replicates = format!("replicates={replicates}");
        let sets = ["horizon_weeks=40", "burn_in_weeks=4", "places.village.residents=300", replicates.as_str()];
        let outcomes = ["flourishing", "public_cost", "staff_wellbeing", "in_crisis"];
        let question = Question {
            arms: arms.map(str::to_owned),
            together: together.iter().map(|text| text.split('+').map(str::to_owned).collect()).collect(),
            outcomes: outcomes.map(|name| position(name).unwrap()).to_vec(),
            orders: Orders::AllUpTo(4, 4),
            audited: Audited::Everything,
        };
        let rows = ["npm_lean", "npm_good"].map(str::to_owned);
        let prepared = Prepared::read_with_presets("tiny", &rows).unwrap();
        let explanation = Explanation::of(prepared, overrides::read(&sets), question, None).unwrap();
        let store = Memory::default();
        runner::perform(&explanation, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let found = findings(&explanation, &Values::of(&explanation, &store).unwrap());
        (explanation, found)
    }

    #[test]
    fn many_and_few_differences_are_drawn_and_described() {
        for (arms, together, replicates) in [
            (["npm", "hls"], &["payment+competition+collaboration"][..], 3),
            (["npm_lean", "npm_good"], &[], 2),
            (["hls", "graft"], &[], 1),
        ] {
            let (explanation, found) = made(arms, together, replicates);
            let subject = Subject::of(&explanation, &found);
            let drawn = [figure(&subject), audit::figure(&subject)];
            let players = explanation.sides().players.len();
            assert_eq!(drawn[0].rows.len(), 3 * players);
            for one in &drawn {
                check(one, &format!("{} {}", one.name, arms[1]));
            }
            let text = explanation_findings::text(&subject, None);
            assert!(!text.contains("NaN") && text.lines().all(|line| line.chars().count() <= 100), "{text}");
            let folder = tempfile::tempdir().unwrap();
            let written = tables::write(Target::Folder(folder.path()), &subject).unwrap();
            assert_eq!(written.len(), 5);
            let audit = std::fs::read_to_string(folder.path().join(tables::AUDIT)).unwrap();
            assert_eq!(audit.lines().count(), 1 + 4 * explanation.things().len());
            assert!(audit.contains(",beginning,status_quo,"), "{audit}");
        }
        assert_ne!(NAME, figures::audit::NAME);
    }
}
