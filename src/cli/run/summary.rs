//! The closing table as JSON.

use regimes_model::model::outcomes::Better;
use regimes_report::error::Error;
use regimes_report::findings::{self, Finding, Leader};
use regimes_report::observed::{FINAL_WEEKS, Observed, Over};
use regimes_report::terminal::{caveats, sentence};
use regimes_study::statistics::Estimate;
use serde_json::{Value, json};
use std::path::Path;

/// What a run says of its headline outcomes, with the folder that holds the rest.
///
/// # Errors
/// If a headline outcome is not observed.
pub fn summary(observed: &Observed, folder: &Path, status: &str) -> Result<Value, Error> {
    let findings = findings::headline(observed)?;
    Ok(json!({
        "status": status,
        "folder": folder.display().to_string(),
        "scenario": observed.record.scenario,
        "seed": observed.record.seed.to_string(),
        "replicates": observed.record.replicates,
        "arms": observed.record.arms.iter().map(|arm| &arm.name).collect::<Vec<_>>(),
        "failed_runs": observed.failed(),
        "money": money(observed),
        "findings": findings.iter().map(|finding| found(observed, finding)).collect::<Vec<_>>(),
        "finding": sentence::finding(observed, &findings),
        "caveats": caveats(observed.record.calibration.as_deref()),
    }))
}

/// How money is shown, and what each arm costs over the horizon, as spent and discounted.
fn money(observed: &Observed) -> Value {
    let money = &observed.record.money;
    let median = |arm: usize, which: usize| {
        let costs: Vec<f64> =
            observed.runs(arm).iter().map(|run| observed.total_cost(&observed.costs(*run))[which]).collect();
        Estimate::median_of(&costs).value
    };
    let arms = observed.record.arms.iter().enumerate();
    json!({
        "currency": money.currency(),
        "price_year": money.price_year(),
        "discount_per_year": money.discount_per_year(),
        "total_cost": arms.map(|(number, arm)| json!({
            "arm": arm.name,
            "unit": money.unit("GBP/resident"),
            "median": median(number, 0),
            "discounted_median": median(number, 1),
        })).collect::<Vec<_>>(),
    })
}

fn found(observed: &Observed, finding: &Finding) -> Value {
    let arms = observed.record.arms.iter().zip(&finding.arms);
    let weeks = if finding.over == Over::Mean { observed.weeks() } else { observed.weeks().min(FINAL_WEEKS) };
    json!({
        "outcome": finding.outcome.name,
        "unit": observed.record.money.unit(finding.outcome.unit),
        "better": end(finding.outcome.better),
        "over": finding.over.name(),
        "weeks": weeks,
        "arms": arms.map(|(arm, e)| json!({
            "arm": arm.name, "median": e.value, "q05": e.low, "q95": e.high, "mcse": e.mcse, "n": e.n,
        })).collect::<Vec<_>>(),
        "differences": (1..observed.n_arms()).map(|arm| difference(observed, finding, arm)).collect::<Vec<_>>(),
        "leader": leader(observed, finding),
    })
}

/// The word for the end at which an outcome is better.
fn end(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::NearZero => "near_zero",
        Better::Neither => "neither",
    }
}

/// An arm against the first: in how many pairs it is better and worse, or higher and lower where neither end is better.
fn difference(observed: &Observed, finding: &Finding, arm: usize) -> Value {
    let pair = &finding.pairs[arm - 1];
    let (of_arm, of_first) = finding.better(arm);
    let keys = if finding.has_better_end() { ["better_in", "worse_in"] } else { ["higher_in", "lower_in"] };
    json!({
        "arm": observed.record.arms[arm].name,
        "against": observed.record.arms[0].name,
        "median": pair.difference.value,
        "q05": pair.difference.low,
        "q95": pair.difference.high,
        "mcse": pair.difference.mcse,
        keys[0]: of_arm,
        keys[1]: of_first,
        "pairs": pair.difference.n,
        "worth_unpaired_runs": pair.worth,
    })
}

/// The arm that does best of all in most futures; null where neither end is better, or no future has a best arm.
fn leader(observed: &Observed, finding: &Finding) -> Option<Value> {
    let leader = Leader::of(observed, observed.record.outcome(finding.outcome.name)?, finding.over)?;
    Some(json!({
        "arm": observed.record.arms[leader.arm].name,
        "best_in": leader.times,
        "futures": leader.futures,
        "clear": leader.is_clear(),
    }))
}
