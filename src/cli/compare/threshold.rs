//! Thresholds of outcomes and of differences, as `--above` and `--difference-above` name them.

use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_report::comparison_tables::{Of, Threshold};
use regimes_scenario::nearest::advice;

/// A threshold from its text, among these outcomes by number.
///
/// # Errors
/// The form that it has, or the nearest outcome.
pub fn read(text: &str, of: Of, outcomes: &[usize]) -> Result<Threshold, String> {
    let flag = match of {
        Of::Value => "--above",
        Of::Difference => "--difference-above",
    };
    let form = || format!("{flag} {text}: the form is outcome=value, as in flourishing=0.6");
    let (name, at) = text.split_once('=').ok_or_else(form)?;
    let at = at.trim().parse().ok().filter(|at: &f64| at.is_finite()).ok_or_else(form)?;
    let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
    let known = position(name.trim()).and_then(|number| outcomes.iter().position(|outcome| *outcome == number));
    let outcome =
        known.ok_or_else(|| format!("{flag} {text}: there is no outcome `{name}`; {}", advice(name.trim(), &names)))?;
    Ok(Threshold { outcome, of, at })
}
