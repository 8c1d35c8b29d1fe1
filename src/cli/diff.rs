//! `regimes diff`: where two runs diverge, by week, agent and decision.

use crate::cli::failure::Failure;
use crate::cli::verify::Saved;
use crate::cli::{options, output};
use regimes_report::RESOLVED;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_study::simulation::difference::{Divergence, Side, first};
use serde_json::json;
use std::path::Path;

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes diff tiny
  regimes diff tiny --arm npm --arm graft";

/// Finds the week, agent and decision in which two runs diverge.
///
/// Runs both again. One scenario: two of its arms. Two scenarios: the same arm of both.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder of results, a file or a bundled name.
    #[arg(value_name = "A")]
    a: String,
    /// What it is compared with; left out: another arm of the same.
    #[arg(value_name = "B")]
    b: Option<String>,
    /// An arm; twice, the second is that of B. Left out: of one scenario the first two arms, of two all they share.
    #[arg(long, value_name = "NAME")]
    arm: Vec<String>,
    /// The replicate.
    #[arg(long, value_name = "N", default_value_t = 0)]
    replicate: u32,
    /// Changes a value of both first, as in `--set arms.hls.fidelity=1`; of scenarios, not of results.
    #[arg(long, value_name = "PATH=VALUE", value_parser = options::assignment)]
    set: Vec<Override>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Compares them.
///
/// # Errors
/// The problems of a scenario, or an arm that is not there.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let a = scenario(&arguments.a, arguments)?;
    let b = arguments.b.as_ref().map(|b| scenario(b, arguments)).transpose()?;
    let pairs = pairs(&a, b.as_ref(), &arguments.arm)?;
    let b = b.as_ref().unwrap_or(&a);
    let side = |scenario, arm| Side { scenario, arm, replicate: arguments.replicate };
    let found = pairs.iter().map(|&(arm_a, arm_b)| {
        let names = [a.arms.0[arm_a].0.as_str(), b.arms.0[arm_b].0.as_str()];
        (names, first(&side(&a, arm_a), &side(b, arm_b)))
    });
    let found: Vec<([&str; 2], Option<Divergence>)> = found.collect();
    if arguments.json {
        let list = found.iter().map(|(arms, part)| as_json(&a, *arms, part.as_ref()));
        return output::write_json(&list.collect());
    }
    output::write(&found.iter().map(|(arms, part)| line(&a, *arms, part.as_ref())).collect::<String>())
}

fn scenario(argument: &str, arguments: &Arguments) -> Result<Scenario, Failure> {
    let folder = Path::new(argument);
    if !folder.is_dir() {
        let loaded = load(argument, &arguments.set)?;
        output::warn(&loaded);
        return Ok(loaded.scenario);
    }
    if !arguments.set.is_empty() {
        let text = "--set changes scenarios, and";
        return Err(Failure::Input(format!("{text} `{argument}` is a folder of results; use its {RESOLVED}")));
    }
    let saved = Saved::open(folder)?;
    let (made, now) = (&saved.manifest.version, env!("CARGO_PKG_VERSION"));
    if made != now {
        output::say(&format!("{argument} was made by version {made}; both are run again by version {now}"));
    }
    Ok(saved.scenario)
}

/// The arms to compare, by number.
fn pairs(a: &Scenario, b: Option<&Scenario>, named: &[String]) -> Result<Vec<(usize, usize)>, Failure> {
    let other = b.unwrap_or(a);
    let pairs = match (named, b) {
        ([] | [_], None) if a.arms.len() < 2 => {
            return Err(Failure::Input("one arm alone has nothing to differ from; name a second scenario".to_owned()));
        }
        ([], None) => vec![(0, 1)],
        ([], Some(b)) => {
            let names = a.arms.iter().map(|(name, _)| name);
            names.filter_map(|name| Some((arm(a, name).ok()?, arm(b, name).ok()?))).collect()
        }
        ([name], Some(b)) => vec![(arm(a, name)?, arm(b, name)?)],
        ([name], None) if arm(a, name)? == 0 => vec![(0, 1)],
        ([name], None) => vec![(0, arm(a, name)?)],
        ([first, second], _) => vec![(arm(a, first)?, arm(other, second)?)],
        _ => return Err(Failure::Input("--arm can be given twice at the most".to_owned())),
    };
    if pairs.is_empty() {
        return Err(Failure::Input("the two have no arm of the same name; name one of each with --arm".to_owned()));
    }
    Ok(pairs)
}

fn arm(scenario: &Scenario, name: &str) -> Result<usize, Failure> {
    let found = scenario.arms.iter().position(|(known, _)| known == name);
    found.ok_or_else(|| {
        let known: Vec<&str> = scenario.arms.iter().map(|(known, _)| known).collect();
        let advice = advice(name, &known);
        Failure::Input(format!("`{}` has no arm `{name}`; {advice}", scenario.name))
    })
}

/// The week of a divergence in words, with its date.
fn when(scenario: &Scenario, week: Option<u32>) -> String {
    let Some(week) = week else { return "before the first week".to_owned() };
    let date = scenario.date_of(week);
    match week.checked_sub(scenario.burn_in_weeks) {
        Some(after) => format!("week {after} ({date})"),
        None => format!("week {week} of the burn-in ({date})"),
    }
}

fn line(scenario: &Scenario, [a, b]: [&str; 2], part: Option<&Divergence>) -> String {
    match part {
        None => format!("{a} and {b}: no difference\n"),
        Some(part) => {
            let when = when(scenario, part.week);
            format!("{a} and {b} diverge in {when}\n  agent     {}\n  decision  {}\n", part.agent, part.decision)
        }
    }
}

fn as_json(scenario: &Scenario, arms: [&str; 2], part: Option<&Divergence>) -> serde_json::Value {
    json!({
        "arms": arms,
        "divergence": part.map(|part| json!({
            "week": part.week.map(|week| i64::from(week) - i64::from(scenario.burn_in_weeks)),
            "date": part.week.map(|week| scenario.date_of(week).to_string()),
            "agent": part.agent,
            "decision": part.decision,
        })),
    })
}
