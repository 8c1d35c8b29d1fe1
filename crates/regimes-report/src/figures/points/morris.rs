//! How far factors matter and how far their effects vary: `mu*` against `sigma`.

use crate::figures::axis::Axis;
use crate::figures::figure::Figure;
use crate::figures::fonts;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::points::placing::Edges;
use crate::figures::points::ranked::{Factor, Ranked};
use crate::figures::points::subject::Subject;
use crate::figures::points::{heading, placing};
use crate::figures::scene::{Anchor, At, Dash, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, GREY};
use crate::figures::words::under_ten;
use crate::numbers::short;

/// The width of the page (point).
const WIDTH: f64 = 1080.0;
/// Width and height of a panel (point).
const PANEL: f64 = 270.0;
/// Room left of each panel for its vertical axis (point).
const LEFT: f64 = 58.0;
/// Space between panels (point).
const GAP: f64 = 20.0;
/// Height above the panels (point).
const HEAD: f64 = 64.0;
/// Height of the axis below (point).
const FOOT: f64 = 40.0;
/// Factors that are named.
const NAMED: usize = 8;
/// Height of a name (point).
const LINE: f64 = 13.5;
/// The share of `mu*` above which `sigma` says that effects vary clearly.
const VARYING: f64 = 0.5;

/// The figure of an arm; `ranked` has a list of factors an outcome.
#[must_use]
pub fn figure(subject: &Subject, arm: usize, ranked: &[Ranked]) -> Figure {
    let title = title(subject, &ranked[0]);
    let subtitle = format!(
        "{}: mean size of each factor's effects on the paired difference (mu*) against how far these vary (sigma). Above the \
         lower line they vary clearly: with the level of the factor, with other factors or with chance.",
        subject.pair(arm)
    );
    let note = format!(
        "A dot a factor; the first {NAMED} bear their rank, and are named below. Lines: sigma = mu* and sigma = 0.5 mu*."
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: &note };
    let named = ranked.iter().map(|ranked| ranked.first(NAMED).len()).max().unwrap_or(0);
    let field = HEAD + PANEL + FOOT + LINE * named as f64 + 8.0;
    let mut page = Page::from(&subject.source(), (WIDTH, field), &words);
    for (outcome, ranked) in ranked.iter().enumerate() {
        let left = SIDE + LEFT + outcome as f64 * (PANEL + LEFT + GAP);
        let known = ranked.first(usize::MAX);
        let x = Axis::from_zero(known.iter().map(|factor| factor.effect.mu_star.value), 4);
        let y = Axis::from_zero(known.iter().map(|factor| factor.effect.sigma), 4);
        let top = page.top + HEAD;
        let panel =
            Panel { left, right: left + PANEL, top, bottom: top + PANEL, x: (x.low, x.high), y: (y.low, y.high) };
        let lines = [subject.unit_in_words(outcome), said(ranked)];
        heading::in_lines(&mut page.scene, (left, page.top + 8.0), subject.outcomes[outcome].label, &lines);
        panel.heights(&mut page.scene, &y.ticks);
        panel.widths(&mut page.scene, &x);
        axes(&mut page.scene, &panel);
        let taken = if known.is_empty() { Vec::new() } else { lines_of(&mut page.scene, &panel) };
        scatter(&mut page.scene, &panel, ranked, &taken);
        names(&mut page.scene, (left, panel.bottom + FOOT + 10.0), ranked.first(NAMED));
    }
    let (alt, rows) = (alt(subject, arm, ranked), rows(subject, arm, ranked));
    let name = format!("morris_{}", subject.name(arm)).into();
    Figure { name, title, alt, header: HEADER.to_vec(), rows, scene: page.scene }
}

fn axes(scene: &mut Scene, panel: &Panel) {
    let (left, right, top, bottom) = (panel.left, panel.right, panel.top, panel.bottom);
    scene.line(&[(left, top), (left, bottom), (right, bottom)], GREY, 0.75, Dash::Solid);
    let look = face(10.5, Weight::Bold, DARK, Anchor::Start);
    scene.text((left - 44.0, top - 10.0), "\u{2191} sigma", look);
    scene.text((right, bottom + 30.0), "mu* \u{2192}", face(10.5, Weight::Bold, DARK, Anchor::End));
}

/// The lines on which sigma is mu*, and half of it, as far as they lie in the panel; the edges of their names.
fn lines_of(scene: &mut Scene, panel: &Panel) -> Vec<Edges> {
    let mut taken = Vec::new();
    let look = face(9.0, Weight::Normal, GREY, Anchor::End);
    for (slope, dash, text) in
        [(1.0, Dash::Broken(&[6.0, 3.0]), "sigma = mu*"), (VARYING, Dash::Broken(&[2.0, 2.0]), "sigma = 0.5 mu*")]
    {
        let x = panel.x.1.min(panel.y.1 / slope);
        scene.line(&[panel.place(0.0, 0.0), panel.place(x, slope * x)], GREY, 1.0, dash);
        let (at_x, at_y) = panel.place(x, slope * x);
        let wide = fonts::width(text, look.size, look.weight);
        let at: At = if at_y < panel.top + 2.0 {
            // The line leaves by the upper edge.
            ((at_x - 4.0).max(panel.left + wide + 4.0), panel.top + 10.0)
        } else {
            (at_x - 2.0, at_y - 4.0)
        };
        scene.text(at, text, look);
        taken.push([at.0 - wide, at.0, at.1 - look.size, at.1 + 3.0]);
    }
    taken
}

fn scatter(scene: &mut Scene, panel: &Panel, ranked: &Ranked, taken: &[Edges]) {
    let known = ranked.first(usize::MAX);
    if known.is_empty() {
        let at = ((panel.left + panel.right) / 2.0, (panel.top + panel.bottom) / 2.0);
        return scene.text(at, "no effect could be taken", face(11.0, Weight::Normal, GREY, Anchor::Middle));
    }
    let places: Vec<At> =
        known.iter().map(|Factor { effect, .. }| panel.place(effect.mu_star.value, effect.sigma)).collect();
    for (n, at) in places.iter().enumerate().rev() {
        let is_named = n < NAMED;
        scene.disc(*at, if is_named { 4.0 } else { 2.6 }, if is_named { BLACK } else { GREY });
    }
    let look = style::strong(BLACK, Anchor::Start);
    let labelled: Vec<(usize, f64)> =
        (0..known.len().min(NAMED)).map(|n| (n, fonts::width(&(n + 1).to_string(), look.size, look.weight))).collect();
    let field = [panel.left + 1.0, panel.right + 14.0, panel.top - 6.0, panel.bottom - 1.0];
    let placed = placing::places((&places, taken), &labelled, (look.size, 4.0), field);
    for (n, at) in placed.into_iter().enumerate() {
        if let Some(at) = at {
            scene.text(at, (n + 1).to_string(), look);
        }
    }
}

/// The names of the first factors with their ranks, below a panel.
fn names(scene: &mut Scene, (x, y): At, named: &[Factor]) {
    let look = style::small(Anchor::Start);
    for (n, factor) in named.iter().enumerate() {
        let y = y + LINE * n as f64;
        scene.text((x, y), format!("{}", n + 1), style::strong(BLACK, Anchor::Start));
        scene.text((x + 14.0, y), fonts::cut(&factor.path, &look, PANEL - 14.0), look);
    }
}

/// Of the first factors that move the difference, how many, and of how many the effects vary.
fn varying(ranked: &Ranked) -> (usize, usize) {
    let moving = || ranked.first(NAMED).iter().filter(|factor| factor.effect.mu_star.value > 0.0);
    let is_varying = |factor: &&Factor| factor.effect.sigma > VARYING * factor.effect.mu_star.value;
    (moving().count(), moving().filter(is_varying).count())
}

fn told(ranked: &Ranked) -> Vec<String> {
    match varying(ranked) {
        _ if ranked.first(1).is_empty() => vec!["no effect could be taken".to_owned()],
        (0, _) => vec!["no factor moves the difference".to_owned()],
        (1, 0) => vec!["the effect of the one factor is steady".to_owned()],
        (1, _) => vec!["the effect of the one factor varies".to_owned()],
        (all, 0) => vec![format!("effects of all {all} leading factors are steady")],
        (all, some) if some == all => vec![format!("effects of all {all} leading factors vary")],
        (all, some) => vec![format!("effects of {some} of {all} leading factors vary")],
    }
}

fn title(subject: &Subject, ranked: &Ranked) -> String {
    let name = subject.outcomes[0].label;
    under_ten(&told(ranked).iter().map(|text| format!("{name}: {text}")).collect::<Vec<String>>())
}

fn said(ranked: &Ranked) -> String {
    format!("{}.", crate::figures::words::capitalised(&told(ranked)[0]))
}

fn alt(subject: &Subject, arm: usize, ranked: &[Ranked]) -> String {
    let part = |(outcome, ranked): (usize, &Ranked)| {
        let first: Vec<&str> = ranked.first(3).iter().map(|factor| factor.path.as_str()).collect();
        format!("{}: {} Furthest right: {}.", subject.outcomes[outcome].label, said(ranked), first.join(", "))
    };
    format!(
        "Three scatter plots side by side, of the mean size of each factor's effects on {} against their standard \
         deviation. In this model, under these assumptions: {}",
        subject.pair(arm),
        ranked.iter().enumerate().map(part).collect::<Vec<String>>().join(" ")
    )
}

/// Columns of the data drawn.
const HEADER: [&str; 8] = ["arm_a", "arm_b", "outcome", "unit", "rank", "factor", "mu_star", "sigma"];

fn rows(subject: &Subject, arm: usize, ranked: &[Ranked]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (outcome, ranked) in ranked.iter().enumerate() {
        for (rank, Factor { path, effect }) in ranked.first(usize::MAX).iter().enumerate() {
            let mut row = vec![subject.name(0).to_owned(), subject.name(arm).to_owned()];
            row.extend([subject.outcomes[outcome].name.to_owned(), subject.unit(outcome)]);
            row.extend([(rank + 1).to_string(), path.clone(), short(effect.mu_star.value), short(effect.sigma)]);
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::ranked::made;
    use crate::figures::points::synthetic::{check, subject};

    #[test]
    fn a_title_counts_factors_above_the_lower_line() {
        let title = |sigmas: &[f64]| {
            let rows: Vec<(&str, [f64; 4])> = sigmas.iter().map(|sigma| ("a", [1.0, 1.0, 0.1, *sigma])).collect();
            title(&subject(), &made(&rows))
        };
        assert_eq!(title(&[0.1, 0.2]), "Flourishing: effects of all 2 leading factors are steady");
        assert_eq!(title(&[0.6, 0.7]), "Flourishing: effects of all 2 leading factors vary");
        assert_eq!(title(&[0.6, 0.2]), "Flourishing: effects of 1 of 2 leading factors vary");
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whatever_the_factors_do() {
        let names: Vec<String> = (0..40).map(|n| format!("staffing.a_parameter_with_a_rather_long_name_{n}")).collect();
        let of = |mu: &dyn Fn(f64) -> f64, sigma: &dyn Fn(f64) -> f64| {
            let row = |(n, name): (u32, &String)| (name.clone(), [0.1, mu(f64::from(n)), 0.1, sigma(f64::from(n))]);
            let rows: Vec<(String, [f64; 4])> = (0..).zip(&names).map(row).collect();
            made(&rows.iter().map(|(name, row)| (name.as_str(), *row)).collect::<Vec<_>>())
        };
        let crowded = of(&|n| 1.0 - 0.002 * n, &|n| 0.5 + 0.002 * n);
        let spread = of(&|n| 2000.0 / (n + 1.0), &|n| 900.0 / (n + 1.0) * (1.0 + libm::sin(n)));
        let flat = of(&|_| 0.0, &|_| 0.0);
        check(&figure(&subject(), 1, &[crowded, spread, flat]), "morris");
        let missing = made(&[("a", [f64::NAN; 4])]);
        check(&figure(&subject(), 1, &[missing.clone(), missing.clone(), missing]), "morris missing");
    }
}
