//! What a before-and-after evaluation would have seen of a cohort, beside its true effect.

use crate::figures::axis::Axis;
use crate::figures::dots::Fill;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Dash, Scene, Weight};
use crate::figures::style::{self, BLACK, DARK, GREY, LIGHT, Look};
use crate::figures::{estimates, fonts, looks, words};
use crate::lengths;
use crate::numbers::{decimals_for, short, signed, typeset};
use crate::observed::Observed;
use crate::tables::evaluation::no_cohort;
use regimes_study::statistics::{Estimate, ascending};

/// A cohort of an arm.
struct Cohort {
    name: String,
    arm: usize,
    apparent: Estimate,
    truth: Estimate,
}

/// The size of what is drawn, without the words about it (point).
#[must_use]
pub fn size(cohorts: usize) -> (f64, f64) {
    (800.0, (60.0 + 42.0 * cohorts as f64).max(230.0))
}

/// The figure.
///
/// # Errors
/// If there is no cohort.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let cohorts = cohorts(observed);
    if cohorts.is_empty() {
        return Err(no_cohort(observed));
    }
    let title = title(observed, &cohorts);
    let time = lengths::in_words(observed.record.evaluation_weeks);
    let subtitle = format!("Change in observed need over {time}, index 0 to 1; left of zero is improvement.");
    let note = "Hollow: apparent, before and after. Full: true, against the counterfactual. Medians; bars: 90 % of \
                simulated runs.";
    let size = size(cohorts.len());
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain: "", note });
    draw(observed, &mut page, &cohorts);
    let alt = alt(observed, &cohorts);
    Ok(Figure {
        name: "evaluation_twin".into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows: rows(observed, &cohorts),
        scene: page.scene,
    })
}

const HEADER: [&str; 7] = ["cohort", "arm", "effect", "n", "q05", "q50", "q95"];

fn cohorts(observed: &Observed) -> Vec<Cohort> {
    // By cohort, in the order of the tables, and by arm: apparent and true effects.
    let mut cohorts: Vec<(String, Vec<[Vec<f64>; 2]>)> = Vec::new();
    for run in observed.all_runs() {
        for row in observed.evaluation(run) {
            let place = cohorts.iter().position(|(name, _)| *name == row.cohort).unwrap_or_else(|| {
                cohorts.push((row.cohort.clone(), vec![[const { Vec::new() }; 2]; observed.n_arms()]));
                cohorts.len() - 1
            });
            let [apparent, truth] = &mut cohorts[place].1[run.arm];
            apparent.push(row.apparent);
            truth.push(row.true_effect);
        }
    }
    let cohort = |name: &str, (arm, [apparent, truth]): (usize, &[Vec<f64>; 2])| Cohort {
        name: words::capitalised(&name.replace('_', " ")),
        arm,
        apparent: Estimate::median_of(apparent),
        truth: Estimate::median_of(truth),
    };
    let all = cohorts.iter().flat_map(|(name, arms)| arms.iter().enumerate().map(move |arm| cohort(name, arm)));
    all.filter(|c| c.apparent.n > 0 && c.truth.n > 0).collect()
}

fn draw(observed: &Observed, page: &mut Page, cohorts: &[Cohort]) {
    let looks = looks::of(observed);
    let wide = |c: &Cohort| {
        let name = fonts::width(&c.name, 11.0, Weight::Bold);
        name.max(fonts::width(observed.label(c.arm), 10.5, Weight::Bold))
    };
    let ends = cohorts.iter().flat_map(|c| [c.apparent.low, c.apparent.high, c.truth.low, c.truth.high, 0.0]);
    let axis = Axis::holding(ends, 7);
    let panel = Panel {
        left: SIDE + cohorts.iter().map(wide).fold(0.0, f64::max) + 18.0,
        right: page.scene.width - SIDE - 12.0,
        top: page.top + 18.0,
        bottom: page.bottom - 22.0,
        x: (axis.low, axis.high),
        y: (0.0, 1.0),
    };
    panel.widths(&mut page.scene, &axis);
    let zero = panel.place(0.0, 0.0).0;
    page.scene.line(&[(zero, panel.top), (zero, panel.bottom)], DARK, 1.0, Dash::Solid);
    let high = (panel.bottom - panel.top) / cohorts.len() as f64;
    for (place, cohort) in cohorts.iter().enumerate() {
        let top = panel.top + high * place as f64;
        if place == 0 || cohorts[place - 1].name != cohort.name {
            let bold = face(11.0, Weight::Bold, BLACK, Anchor::Start);
            let edge = [(SIDE, top), (panel.right, top)];
            page.scene.line(&edge, LIGHT, 0.75, Dash::Solid);
            page.scene.text((SIDE, top + 14.0), cohort.name.clone(), bold);
        }
        let y = top + high / 2.0 + 6.0;
        let look = &looks[cohort.arm];
        let label = style::strong(look.colour, Anchor::End);
        let name = observed.label(cohort.arm);
        page.scene.text((panel.left - 10.0, y + 4.0), name, label);
        pair(&mut page.scene, (&panel, y), cohort, look);
        if place == 0 {
            name_dots(&mut page.scene, (&panel, y), cohort);
        }
    }
}

/// Draws the apparent and the true effect, and the way between them.
fn pair(scene: &mut Scene, (panel, y): (&Panel, f64), cohort: &Cohort, look: &Look) {
    let at = |value: f64| (panel.place(value, 0.0).0, y);
    let way = [at(cohort.apparent.value), at(cohort.truth.value)];
    scene.line(&way, GREY, 0.75, Dash::Broken(&[2.0, 2.0]));
    estimates::draw(scene, (panel, y), &cohort.apparent, look, Fill::Hollow);
    estimates::draw(scene, (panel, y), &cohort.truth, look, Fill::Full);
}

/// Writes above the first pair which dot is which, apart where they lie close.
fn name_dots(scene: &mut Scene, (panel, y): (&Panel, f64), cohort: &Cohort) {
    let [apparent, truth] = [&cohort.apparent, &cohort.truth].map(|e| panel.place(e.value, 0.0).0);
    let push = ((56.0 - (truth - apparent).abs()) / 2.0).max(0.0);
    let side = if truth >= apparent { 1.0 } else { -1.0 };
    let small = style::small(Anchor::Middle);
    scene.text((apparent - side * push, y - 11.0), "apparent", small);
    scene.text((truth + side * push, y - 11.0), "true", small);
}

/// Of the first cohort, the one that programmes pick: what is seen and what is true under the focus, or else from the
/// least to the most under all arms.
fn title(observed: &Observed, cohorts: &[Cohort]) -> String {
    let first = || cohorts.iter().filter(|cohort| cohort.name == cohorts[0].name);
    let values: Vec<f64> = first().flat_map(|cohort| [cohort.apparent.value, cohort.truth.value]).collect();
    let decimals = decimals_for(&[], &values).clamp(2, 3);
    let text = |value: f64| typeset(&signed(value, decimals));
    if let Some(cohort) = first().find(|cohort| Some(cohort.arm) == observed.focus()) {
        let (label, seen, truth) = (observed.label(cohort.arm), text(cohort.apparent.value), text(cohort.truth.value));
        return words::under_ten(&[
            format!("{label}: evaluators see {seen}, the truth is {truth}"),
            format!("Evaluators see {seen}, the truth is {truth}"),
        ]);
    }
    let range = |value: fn(&Cohort) -> f64| {
        let sorted = ascending(&first().map(value).collect::<Vec<f64>>());
        match (sorted.first().map(|low| text(*low)), sorted.last().map(|high| text(*high))) {
            (Some(low), Some(high)) if low != high => format!("{low} to {high}"),
            (low, _) => low.unwrap_or_default(),
        }
    };
    format!("Evaluators see {}, truth {}", range(|c| c.apparent.value), range(|c| c.truth.value))
}

fn alt(observed: &Observed, cohorts: &[Cohort]) -> String {
    let of = |c: &Cohort| {
        format!(
            "{} under {}: apparent {}, true {}",
            c.name,
            observed.label(c.arm),
            signed(c.apparent.value, 2),
            signed(c.truth.value, 2)
        )
    };
    let all: Vec<String> = cohorts.iter().map(of).collect();
    format!(
        "Paired dots of the apparent (before and after) and the true effect (against the counterfactual) on observed \
         need over {}, by cohort and arm. In this model, under these assumptions, medians are: {}.",
        lengths::in_words(observed.record.evaluation_weeks),
        all.join("; ")
    )
}

fn rows(observed: &Observed, cohorts: &[Cohort]) -> Vec<Vec<String>> {
    let row = |c: &Cohort, effect: &str, e: &Estimate| {
        let arm = observed.record.arms[c.arm].name.clone();
        vec![c.name.clone(), arm, effect.to_owned(), e.n.to_string(), short(e.low), short(e.value), short(e.high)]
    };
    cohorts.iter().flat_map(|c| [row(c, "apparent", &c.apparent), row(c, "true", &c.truth)]).collect()
}
