//! A fit as a table for the terminal.

use regimes_study::experiment::calibration::ensemble::Status;
use regimes_study::experiment::calibration::findings::ranges;
use regimes_study::experiment::calibration::fit::Fit;
use regimes_study::experiment::calibration::plan::Plan;

/// What came out of each figure, and what is left.
#[must_use]
pub fn page(plan: &Plan, fit: &Fit) -> String {
    let number = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") };
    let mut text = format!("\nunder `{}`\n", fit.status_quo);
    text += &format!("{:<20} {:>17} {:>9} {:>9}  {:<19}\n", "target", "range", "before", "median", "90 %");
    for row in ranges::targets(plan, fit) {
        let range = row.range().map_or_else(String::new, |(low, high)| format!("{} to {}", number(low), number(high)));
        let band = format!("{} to {}", number(row.found.low), number(row.found.high));
        let (before, median) = (number(row.before), number(row.found.value));
        let line = format!("{:<20} {range:>17} {before:>9} {median:>9}  {band:<19} {:<9} ", row.figure.id, row.used());
        text += &format!("{line}{}\n", row.verdict());
    }
    let shares = fit.matched.waves.iter().map(|wave| wave.share).filter(|share| !share.is_nan());
    let left: Vec<String> = shares.map(|share| format!("{share:.2e}")).collect();
    let members = fit.ensemble.members.len();
    let what = match fit.ensemble.status {
        Status::NonImplausible => format!("{members} points that nothing rules out"),
        Status::RuledOut => {
            format!("every point is ruled out; the {members} least implausible are given as an illustration")
        }
    };
    for met in fit.ensemble.check.in_range(&fit.tried) {
        text += &format!("{:<23} on fresh luck: in its range at {} of {} points\n", met.id, met.points, met.of);
    }
    let runs = fit.matched.runs();
    text + &format!("{what}; {runs} runs; left of the prior after each wave: {}\n", left.join(", "))
}
