//! The closing table as JSON.

use crate::report::error::Error;
use crate::report::findings::{self, Finding};
use crate::report::observed::Observed;
use crate::report::terminal::CAVEATS;
use crate::statistics::Estimate;
use serde_json::{Value, json};
use std::path::Path;

/// What a run says of its headline outcomes, with the folder that holds the rest.
///
/// # Errors
/// If a headline outcome is not observed.
pub fn summary(observed: &Observed, folder: &Path, status: &str) -> Result<Value, Error> {
    let findings = findings::headline(observed)?;
    let failed = observed.ensemble.traces.iter().filter(|run| run.error.is_some()).count();
    Ok(json!({
        "status": status,
        "folder": folder.display().to_string(),
        "scenario": observed.record.scenario,
        "seed": observed.record.seed.to_string(),
        "replicates": observed.record.replicates,
        "arms": observed.record.arms.iter().map(|arm| &arm.name).collect::<Vec<_>>(),
        "failed_runs": failed,
        "money": money(observed),
        "findings": findings.iter().map(|finding| found(observed, finding)).collect::<Vec<_>>(),
        "caveats": CAVEATS.map(in_a_line),
    }))
}

/// How money is shown, and what each arm costs over the horizon, as spent and discounted.
fn money(observed: &Observed) -> Value {
    let money = &observed.record.money;
    let median = |arm: usize, which: usize| {
        let costs: Vec<f64> = observed.runs(arm).iter().map(|run| observed.total_cost(run)[which]).collect();
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
    let others = (1..observed.n_arms()).map(|arm| (arm, &finding.pairs[arm - 1]));
    json!({
        "outcome": finding.outcome.name,
        "unit": observed.record.money.unit(finding.outcome.unit),
        "better": format!("{:?}", finding.outcome.better).to_lowercase(),
        "over": finding.over.name(),
        "arms": arms.map(|(arm, e)| json!({
            "arm": arm.name, "median": e.value, "q05": e.low, "q95": e.high, "n": e.n,
        })).collect::<Vec<_>>(),
        "differences": others.map(|(arm, pair)| json!({
            "arm": observed.record.arms[arm].name,
            "against": observed.record.arms[0].name,
            "median": pair.difference.value,
            "q05": pair.difference.low,
            "q95": pair.difference.high,
            "mcse": pair.mcse,
            "better_in": finding.better(arm).0,
            "worse_in": finding.better(arm).1,
            "pairs": pair.difference.n,
            "worth_unpaired_runs": pair.worth,
        })).collect::<Vec<_>>(),
    })
}

fn in_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
