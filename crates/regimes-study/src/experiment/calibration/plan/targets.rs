//! `[[targets]]` of a calibration file: which figures are fitted, how far the model may be from each, and which are preferred:
//! they rule nothing out, and decide which points are taken first.

use crate::experiment::calibration::figures::{Figure, figures};
use crate::experiment::calibration::goal::Goal;
use regimes_scenario::nearest::advice;
use regimes_scenario::page::{Need, Page, Section};

/// Discrepancy above which a reason is asked for (percent).
const ARGUED_ABOVE: f64 = 15.0;

/// Discrepancy that a target can have (percent).
const MOST: f64 = 100.0;

/// What a target is used for.
pub const USES: [&str; 3] = ["fitted", "preferred", "reported"];

/// What ought to come out.
pub struct Targets {
    /// Fitted.
    pub goals: Vec<Goal>,
    /// Preferred.
    pub preferred: Vec<Goal>,
}

/// Discrepancy of a target that has none, since it rules nothing out (percent).
const UNUSED: f64 = ARGUED_ABOVE;

/// The targets; a figure that a file does not name is reported.
pub fn targets(page: &mut Page<'_>, root: &Section<'_>) -> Targets {
    let figures = figures();
    let mut named: Vec<&'static str> = Vec::new();
    let (mut goals, mut preferred) = (Vec::new(), Vec::new());
    for section in page.list_of_sections(root, "targets") {
        page.allow(&section, &["id", "use", "low", "high", "discrepancy", "why"]);
        let id = page.text(&section, "id", Need::Must);
        let Some(measure) = figures.iter().position(|figure| figure.id == id) else {
            if !id.is_empty() {
                let names: Vec<&str> = figures.iter().map(|figure| figure.id).collect();
                page.problem(&section, "id", format!("there is no figure `{id}`"), advice(&id, &names));
            }
            continue;
        };
        if named.contains(&figures[measure].id) {
            page.problem(&section, "id", format!("`{id}` is named twice"), "name it once".to_owned());
        }
        named.push(figures[measure].id);
        match goal(page, &section, measure, &figures[measure]) {
            Some((true, goal)) => goals.push(goal),
            Some((false, goal)) => preferred.push(goal),
            None => {}
        }
    }
    if goals.is_empty() && page.problems.is_empty() {
        let remedy =
            "write `[[targets]]`, and `id = \"F01_turnover\"`, `use = \"fitted\"` and `discrepancy = 10` below it, say";
        page.problem(root, "targets", "no target is fitted".to_owned(), remedy.to_owned());
    }
    Targets { goals, preferred }
}

/// A target, and whether it is fitted; none where it is reported, or something is wrong with it.
fn goal(page: &mut Page<'_>, section: &Section<'_>, measure: usize, figure: &Figure) -> Option<(bool, Goal)> {
    let used = page.text(section, "use", Need::Must);
    let ends = [page.number(section, "low"), page.number(section, "high")];
    let discrepancy = page.number(section, "discrepancy");
    let why = page.text(section, "why", Need::May);
    if !USES.contains(&used.as_str()) && !used.is_empty() {
        page.problem(section, "use", format!("`{used}` is no use of a target"), advice(&used, &USES));
    }
    let is_fitted = used == USES[0];
    if !is_fitted && used != USES[1] {
        return None;
    }
    let mut say = |key: &str, message: String, remedy: &str| page.problem(section, key, message, remedy.to_owned());
    let id = figure.id;
    if figure.is_input {
        say("use", format!("`{id}` is an input of the model"), "`use = \"reported\"`");
    }
    let of = |n: usize, range: (f64, f64)| ends[n].unwrap_or([range.0, range.1][n]);
    let range = match (figure.range, ends) {
        (Some(range), _) => (of(0, range), of(1, range)),
        (None, [Some(low), Some(high)]) => (low, high),
        (None, _) => {
            say("id", format!("`{id}` has no published range"), "write `low` and `high`, or `use = \"reported\"`");
            return None;
        }
    };
    if range.0 >= range.1 {
        say("low", format!("`{id}`: {} to {} is no range", range.0, range.1), "its lower end first");
    }
    let Some(discrepancy) = discrepancy.or((!is_fitted).then_some(UNUSED)) else {
        say(
            "id",
            format!("`{id}` is fitted and has no `discrepancy`"),
            "its standard deviation, in percent of the value",
        );
        return None;
    };
    if !(0.0..=MOST).contains(&discrepancy) {
        say("discrepancy", format!("`{id}`: a discrepancy of {discrepancy} %"), "a number from 0 to 100");
    } else if discrepancy > ARGUED_ABOVE && why.is_empty() {
        say(
            "discrepancy",
            format!("`{id}` has a discrepancy above 15 % and does not say `why`"),
            "write `why = \"...\"`",
        );
    }
    Some((is_fitted, Goal { measure, id, range, discrepancy }))
}
