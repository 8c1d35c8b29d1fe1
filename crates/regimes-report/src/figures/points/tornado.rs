//! A tornado: the factors that move the difference between two arms most, with their intervals and their direction.

use crate::figures::axis::Axis;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::Panel;
use crate::figures::points::heading;
use crate::figures::points::ranked::{Factor, Ranked};
use crate::figures::points::subject::Subject;
use crate::figures::scene::{Anchor, Colour, Dash, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, GREY, LIGHT, Shape, WHITE};
use crate::figures::words::under_ten;
use crate::figures::{dots, fonts};
use crate::numbers::{decimals_for, short, signed, typeset};

/// Factors that are drawn, at most.
const SHOWN: usize = 12;
/// Height of a factor (point).
const ROW: f64 = 16.0;
/// Height above the factors of an outcome (point).
const HEAD: f64 = 34.0;
/// Height of the axis below them (point).
const FOOT: f64 = 24.0;
/// Room right of the bars for the mean effect (point).
const RIGHT: f64 = 96.0;
/// The bars: no arm's colour.
const BAR: Colour = (0xB4, 0xBE, 0xC9);

/// What is measured of factors, and how it is described.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// What the name of the figure begins with.
    name: &'static str,
    /// What the bars show, after the pair that is compared.
    subtitle: &'static str,
    /// What bars, whiskers and marks are.
    note: &'static str,
    /// The head of the numbers on the right.
    head: &'static str,
    /// Whether marks show which way a factor moves the difference.
    has_direction: bool,
    /// What the length of a bar is a number of; the unit of the outcome where there is none.
    unit: Option<&'static str>,
    /// Columns of the data drawn after those that say what a row is about.
    columns: &'static [&'static str],
}

/// Effects of a screening.
pub const EFFECTS: Measured = Measured {
    name: "tornado_",
    subtitle: "how far each factor moves the paired difference over the horizon when it moves over its whole range, at other \
               factors as they come (method of Morris).",
    note: "Bar: mean size of the effects (mu*). Whisker: 90 % of resamples of trajectories. Triangle: size of the mean effect \
           (mu), pointing up where a higher value of the factor raises the difference, down where it lowers it; far inside \
           the bar the direction varies.",
    head: "mean effect",
    has_direction: true,
    unit: None,
    columns: &["mu", "mu_star", "mu_star_q05", "mu_star_q95", "sigma"],
};

/// Shares of the variance.
pub const SHARES: Measured = Measured {
    name: "shares_",
    subtitle: "what share of the variance of the paired difference over the horizon is due to each factor when all move over \
               their ranges (Sobol indices).",
    note: "Bar: the factor alone and together with others (total index), so that bars can sum to more than 1. Whisker: 90 % of \
           resamples of base points. Diamond: the factor alone (first-order index).",
    head: "alone",
    has_direction: false,
    unit: Some("share of the variance"),
    columns: &["first", "total", "total_q05", "total_q95"],
};

/// The figure of an arm; `ranked` has a list of factors an outcome.
#[must_use]
pub fn figure(subject: &Subject, (arm, from): (usize, &str), ranked: &[Ranked], measured: &Measured) -> Figure {
    let title = title(subject, (arm, 0), &ranked[0]);
    let (pair, of, n) = (subject.pair(arm), measured.subtitle, ranked[0].0.len());
    let subtitle = format!("{pair}: {of} The first {} of {n} factors; their ends are from: {from}.", SHOWN.min(n));
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: measured.note };
    let rows_of = |ranked: &Ranked| ranked.first(SHOWN).len().max(1) as f64;
    let field: f64 = ranked.iter().map(|ranked| HEAD + FOOT + ROW * rows_of(ranked)).sum();
    let mut page = Page::from(&subject.source(), (WIDTH, field), &words);
    let names = ranked.iter().flat_map(|ranked| ranked.first(SHOWN));
    let widest = names.map(|factor| fonts::width(&factor.path, 10.0, Weight::Normal)).fold(60.0, f64::max).min(260.0);
    let mut top = page.top;
    for (outcome, ranked) in ranked.iter().enumerate() {
        let shown = ranked.first(SHOWN);
        let axis = Axis::from_zero(shown.iter().map(|factor| factor.effect.mu_star.high), 5);
        let panel = Panel {
            left: SIDE + widest + 12.0,
            right: WIDTH - SIDE - RIGHT,
            top: top + HEAD,
            bottom: top + HEAD + ROW * rows_of(ranked),
            x: (axis.low, axis.high),
            y: (0.0, 1.0),
        };
        let unit = measured.unit.map_or_else(|| subject.unit_in_words(outcome), str::to_owned);
        let text = format!("{unit}. {}", said(ranked));
        heading::in_a_line(&mut page.scene, (SIDE, top + 16.0), subject.outcomes[outcome].label, &text);
        panel.widths(&mut page.scene, &axis);
        bars(&mut page.scene, &panel, shown, measured);
        top = panel.bottom + FOOT;
    }
    let (alt, rows) = (alt(subject, arm, ranked, measured), rows(subject, arm, ranked, measured));
    let name = format!("{}{}", measured.name, subject.name(arm)).into();
    let header = [&HEADER[..], measured.columns].concat();
    Figure { name, title, alt, header, rows, scene: page.scene }
}

fn bars(scene: &mut Scene, panel: &Panel, shown: &[Factor], measured: &Measured) {
    let look = style::small(Anchor::End);
    if shown.is_empty() {
        let at = (panel.left + 8.0, panel.top + 11.0);
        scene.text(at, "no effect could be taken", face(10.0, Weight::Normal, GREY, Anchor::Start));
    }
    let mus: Vec<f64> = shown.iter().map(|factor| factor.effect.mu).collect();
    let decimals = decimals_for(&mus, &[]);
    scene.text((panel.right + RIGHT, panel.top - 5.0), measured.head, style::small(Anchor::End));
    for (n, Factor { path, effect }) in shown.iter().enumerate() {
        let y = panel.top + ROW * (n as f64 + 0.5);
        let x = |value: f64| panel.place(value, 0.0).0;
        scene.text((panel.left - 7.0, y + 3.5), fonts::cut(path, &look, panel.left - 7.0 - SIDE), look);
        scene.rectangle((panel.left, y - 5.5), (x(effect.mu_star.value), y + 5.5), BAR);
        let (low, high) = (x(effect.mu_star.low), x(effect.mu_star.high));
        scene.line(&[(low, y), (high, y)], BLACK, 1.2, Dash::Solid);
        for end in [low, high] {
            scene.line(&[(end, y - 3.5), (end, y + 3.5)], BLACK, 1.2, Dash::Solid);
        }
        if effect.mu.is_finite() && effect.mu != 0.0 {
            let shape = match (measured.has_direction, effect.mu > 0.0) {
                (false, _) => Shape::Diamond,
                (true, true) => Shape::Triangle,
                (true, false) => Shape::Wedge,
            };
            let size = if measured.has_direction { effect.mu.abs() } else { effect.mu.max(0.0) };
            let at = (x(size), y);
            dots::dot(scene, at, shape, WHITE, dots::Fill::Full);
            dots::mark(scene, at, shape, BLACK, 3.9);
        }
        let text = typeset(&signed(effect.mu, decimals));
        scene.text((panel.right + RIGHT, y + 3.5), text, style::small(Anchor::End));
    }
    scene.line(&[(panel.left, panel.top), (panel.left, panel.bottom)], DARK, 1.0, Dash::Solid);
    scene.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], LIGHT, 0.75, Dash::Solid);
}

/// What the factors of an outcome say, in ever fewer words.
fn told(ranked: &Ranked) -> Vec<String> {
    let names: Vec<&str> = ranked.standing_out().iter().map(|factor| factor.path.as_str()).collect();
    match names[..] {
        _ if ranked.first(1).is_empty() => vec!["no effect could be taken".to_owned()],
        _ if ranked.is_idle() => vec!["no factor moves the difference".to_owned()],
        [one] => vec![format!("hangs most on {one}"), format!("most by {one}")],
        [one, two] => vec![format!("hangs most on {one} and {two}"), "two factors stand out".to_owned()],
        _ => vec!["no factor stands out".to_owned()],
    }
}

fn title(subject: &Subject, (arm, outcome): (usize, usize), ranked: &Ranked) -> String {
    let name = subject.outcomes[outcome].label;
    let difference = format!("{} in {}", subject.pair(arm), name.to_lowercase());
    let candidates = told(ranked).into_iter().flat_map(|text| {
        let colon = if text.starts_with("hangs") { "" } else { ":" };
        [format!("{difference}{colon} {text}"), format!("{name}{colon} {text}")]
    });
    under_ten(&candidates.collect::<Vec<String>>())
}

fn said(ranked: &Ranked) -> String {
    let told = &told(ranked)[0];
    match told.strip_prefix("hangs") {
        Some(rest) => format!("The difference hangs{rest}."),
        None => format!("{}.", crate::figures::words::capitalised(told)),
    }
}

fn alt(subject: &Subject, arm: usize, ranked: &[Ranked], measured: &Measured) -> String {
    let part = |(outcome, ranked): (usize, &Ranked)| {
        let first = ranked.first(3).iter().map(|Factor { path, effect }| {
            let decimals = decimals_for(&[effect.mu_star.value], &[]);
            let size = typeset(&signed(effect.mu_star.value, decimals)).replace('+', "");
            format!("{path} {size} ({} {})", measured.head, typeset(&signed(effect.mu, decimals)))
        });
        let first: Vec<String> = first.collect();
        format!("{}: {} First: {}.", subject.outcomes[outcome].label, said(ranked), first.join(", "))
    };
    format!(
        "Three bar charts, one below the other, of {}: {} The largest comes first; with whiskers. In this model, under these \
         assumptions: {}",
        subject.pair(arm),
        measured.subtitle,
        ranked.iter().enumerate().map(part).collect::<Vec<String>>().join(" ")
    )
}

/// Columns that say what a row of the data drawn is about.
const HEADER: [&str; 6] = ["arm_a", "arm_b", "outcome", "unit", "rank", "factor"];

fn rows(subject: &Subject, arm: usize, ranked: &[Ranked], measured: &Measured) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (outcome, ranked) in ranked.iter().enumerate() {
        for (rank, Factor { path, effect }) in ranked.first(SHOWN).iter().enumerate() {
            let mut row = vec![subject.name(0).to_owned(), subject.name(arm).to_owned()];
            let unit = measured.unit.map_or_else(|| subject.unit(outcome), |_| "share".to_owned());
            row.extend([subject.outcomes[outcome].name.to_owned(), unit]);
            row.extend([(rank + 1).to_string(), path.clone()]);
            let mu_star = effect.mu_star;
            let numbers = [effect.mu, mu_star.value, mu_star.low, mu_star.high, effect.sigma].map(short);
            row.extend(numbers.into_iter().take(measured.columns.len()));
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
    fn a_title_names_what_stands_out_and_nothing_else() {
        let title = |factors: &[(&str, [f64; 4])]| title(&subject(), (1, 0), &made(factors));
        let one = title(&[("a.b", [1.0, 2.0, 0.1, 1.0]), ("c.d", [1.0, 1.0, 0.1, 1.0])]);
        assert_eq!(one, "HLS \u{2212} NPM in flourishing hangs most on a.b");
        let two = [("a.b", [1.0, 2.0, 0.5, 1.0]), ("c.d", [1.0, 1.9, 0.5, 1.0]), ("e", [0.0, 0.1, 0.1, 0.0])];
        assert_eq!(title(&two), "Flourishing hangs most on a.b and c.d");
        assert_eq!(title(&two[..1]), "HLS \u{2212} NPM in flourishing hangs most on a.b");
        let open: Vec<(&str, [f64; 4])> = (0..5).map(|_| ("a", [1.0, 1.0, 0.5, 1.0])).collect();
        assert_eq!(title(&open), "HLS \u{2212} NPM in flourishing: no factor stands out");
        assert_eq!(title(&[("a", [0.0; 4])]), "Flourishing: no factor moves the difference");
        assert_eq!(title(&[("a", [f64::NAN; 4])]), "Flourishing: no effect could be taken");
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whatever_the_factors_do() {
        let names: Vec<String> =
            (0..20).map(|n| format!("staffing.a_name_of_a_parameter_that_is_rather_long_{n}")).collect();
        let many: Vec<(&str, [f64; 4])> = names
            .iter()
            .enumerate()
            .map(|(n, name)| {
                (name.as_str(), [[1.0, -0.4, 0.0][n % 3] / (n + 1) as f64, 1.0 / (n + 1) as f64, 0.1, 0.3])
            })
            .collect();
        let few = made(&[("patterns.harm", [-1200.0, 1300.0, 200.0, 400.0])]);
        let missing = made(&[("patterns.harm", [f64::NAN; 4])]);
        let ranked = [made(&many), few, missing];
        for measured in [EFFECTS, SHARES] {
            let drawn = figure(&subject(), (1, "declared ranges"), &ranked, &measured);
            assert_eq!(drawn.rows.len(), SHOWN + 1);
            check(&drawn, measured.name);
        }
    }
}
