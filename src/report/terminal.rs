//! What `run` says on the terminal: the plan in a line, and the closing table.

use crate::model::outcomes::Better;
use crate::report::error::Error;
use crate::report::findings::{self, Finding};
use crate::report::numbers::{grouped, signed};
use crate::report::observed::{FINAL_WEEKS, Observed, Over};
use crate::report::run_record::Record;

/// What must be known beside any headline number.
pub const CAVEATS: [&str; 3] = [
    "The ranges show luck between simulated futures. Numbers that nobody knows well are held at one
     value here; set them to other values to see how far the difference moves.",
    "Many sizes are assumptions, listed with their reasons in docs/assumptions.md. Trust the
     direction, and what it depends on, before the size.",
    "This is a made-up town with one way of counting a good life. Which arm does better can turn on
     conditions: run other scenarios, and change what is assumed.",
];

/// Width of the terminal (character).
const WIDTH: usize = 100;
/// Longest label of an arm (character).
const LABEL: usize = 16;

/// The plan: "2 arms x 30 paired replicates x 520 weeks x 20,000 residents, about 12 s".
#[must_use]
pub fn plan(record: &Record, weeks: u32, seconds: Option<f64>) -> String {
    let count = |n: u64, one: &str| {
        let ending = if n == 1 { "" } else { "s" };
        format!("{} {one}{ending}", grouped(n as f64, 0))
    };
    let paired = if record.arms.len() > 1 { "paired replicate" } else { "replicate" };
    let parts = [
        count(record.arms.len() as u64, "arm"),
        count(u64::from(record.replicates), paired),
        count(u64::from(weeks), "week"),
        count(record.residents, "resident"),
    ];
    let time = seconds.map_or(String::new(), |s| format!(", about {}", duration(s)));
    parts.join(" x ") + &time
}

/// A length of time in the unit that suits it.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "1 s".to_owned(),
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// A size in the unit that suits it.
#[must_use]
pub fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}

/// The closing table: each headline outcome over the horizon and the final year, by arm and in pairs, with the
/// caveats that belong to it.
///
/// # Errors
/// If a headline outcome is not observed.
pub fn closing_table(observed: &Observed) -> Result<String, Error> {
    let mut findings = findings::headline(observed)?;
    // A horizon of a year is its own final year.
    let is_long = observed.weeks() > FINAL_WEEKS;
    findings.retain(|finding| is_long || finding.over == Over::Mean);
    let mut lines = vec![opening(observed), String::new(), heading(observed), "-".repeat(WIDTH)];
    for both in findings.chunks(if is_long { 2 } else { 1 }) {
        lines.push(title(observed, &both[0]));
        let decimals = both.iter().map(Finding::decimals).max().unwrap_or(0);
        for finding in both {
            lines.extend((0..observed.n_arms()).map(|arm| row(observed, finding, decimals, arm)));
        }
    }
    lines.push("-".repeat(WIDTH));
    lines.extend(explanation(observed));
    lines.extend(drift(observed, &findings));
    lines.extend(findings::rivals_disagree(observed));
    lines.extend(without_services(observed));
    lines.push(String::new());
    let numbered = CAVEATS.iter().enumerate();
    lines.extend(numbered.map(|(i, caveat)| format!("  {}. {caveat}", i + 1)));
    Ok(lines.join("\n") + "\n")
}

fn opening(observed: &Observed) -> String {
    if observed.record.changed {
        format!("In this model, under these assumptions ({} with changes):", observed.record.scenario)
    } else {
        "In this model, under these assumptions:".to_owned()
    }
}

fn heading(observed: &Observed) -> String {
    let start = format!("{:<12} {:<LABEL$} {:>10}", "", "arm", "median");
    if observed.n_arms() < 2 {
        return start;
    }
    let names = ["difference", "90 % of pairs", "MC error", "better in", "worth"];
    format!("{start} {:>10} {:>20} {:>8} {:>10} {:>7}", names[0], names[1], names[2], names[3], names[4])
}

fn title(observed: &Observed, finding: &Finding) -> String {
    let outcome = finding.outcome;
    let direction = match outcome.better {
        Better::Higher => "; more is better",
        Better::Lower => "; less is better",
        Better::Neither => "",
    };
    format!("{} ({}{direction})", outcome.label, observed.record.money.unit_at_prices(outcome.unit))
}

fn row(observed: &Observed, finding: &Finding, decimals: usize, arm: usize) -> String {
    let over = match (arm, finding.over) {
        (0, Over::Mean) => "  horizon",
        (0, Over::Final) => "  final year",
        _ => "",
    };
    let label: String = observed.label(arm).chars().take(LABEL).collect();
    let median = grouped(finding.arms[arm].value, decimals);
    let start = format!("{over:<12} {label:<LABEL$} {median:>10}");
    if arm == 0 {
        return start;
    }
    let pair = &finding.pairs[arm - 1];
    let [low, middle, high] =
        [pair.difference.low, pair.difference.value, pair.difference.high].map(|d| signed(d, decimals));
    // One pair has no range.
    let range = if pair.difference.n > 1 { format!("{low} to {high}") } else { "-".to_owned() };
    let error = grouped(pair.mcse, decimals + 1);
    let often = format!("{} of {}", finding.better(arm).0, pair.difference.n);
    let worth = grouped(pair.worth, 0);
    format!("{start} {middle:>10} {range:>20} {error:>8} {often:>10} {worth:>7}")
}

fn explanation(observed: &Observed) -> Vec<String> {
    let failed = observed.ensemble.traces.iter().filter(|t| t.error.is_some()).count();
    let mut lines = Vec::new();
    if observed.n_arms() > 1 {
        let text = format!(
            "Differences are against {}, pair by pair on the same luck: their median, the range of 90 % of\n\
             pairs, the Monte-Carlo error of the median, and in how many of the pairs the arm did better.\n\
             Worth: how many unpaired runs of each arm would have told the difference as well.",
            observed.label(0)
        );
        lines.push(text);
    }
    if failed > 0 {
        let all = observed.ensemble.traces.len();
        lines.push(format!("{failed} of {all} runs failed and are left out; runs.csv says why."));
    }
    lines
}

/// A word on arms in which nobody serves anybody.
fn without_services(observed: &Observed) -> Option<String> {
    let idle: Vec<&str> = observed.record.idle.iter().map(|&arm| observed.label(arm)).collect();
    (!idle.is_empty()).then(|| {
        format!("Nobody works under {}: what is said there of staff and of reports means nothing.", idle.join(", "))
    })
}

/// A warning where the first arm itself moves further than any arm differs from it.
fn drift(observed: &Observed, findings: &[Finding]) -> Vec<String> {
    let moves = |finding: &Finding| {
        let [first, last] = findings::drift(observed, finding)?;
        let [first, last] = [first, last].map(|median| grouped(median, finding.decimals()));
        Some(format!("  {} {first} to {last}", finding.outcome.label))
    };
    let mut lines: Vec<String> = findings.iter().filter(|f| f.over == Over::Mean).filter_map(moves).collect();
    if !lines.is_empty() {
        let who: String = observed.label(0).chars().take(LABEL).collect();
        lines.insert(
            0,
            format!("{who} itself moves further, from its first year to its last, than any arm differs from it:"),
        );
        lines.push("Read the differences, not the levels; a longer burn-in may settle them.".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn the_plan_is_one_line_with_counts_and_time() {
        let (record, _) = synthetic::make(&["npm", "hls"], 30, 1);
        let text = plan(&record, 520, Some(12.3));
        assert_eq!(text, "2 arms x 30 paired replicates x 520 weeks x 20,000 residents, about 12 s");
    }

    #[test]
    fn the_table_fits_the_terminal_and_says_how_often() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "status_quo_with_a_long_name"], 30, 104);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let text = closing_table(&observed).unwrap();
        if let Ok(folder) = std::env::var("REGIMES_KEEP") {
            std::fs::write(std::path::Path::new(&folder).join("terminal.txt"), &text).unwrap();
        }
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(text.contains(" of 30") && text.contains("In this model"));
    }

    #[test]
    fn a_reference_that_moves_further_than_any_arm_differs_is_told() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 5, 156);
        let text = |ensemble: &_| closing_table(&Observed::new(&record, ensemble).unwrap()).unwrap();
        assert!(!text(&ensemble).contains("Flourishing 0."), "{}", text(&ensemble));
        let (column, n) = (record.outcome("flourishing").unwrap(), record.outcomes.len());
        for run in &mut ensemble.traces {
            for (week, row) in run.outcomes.chunks_exact_mut(n).enumerate() {
                row[column] -= 0.001 * week as f64;
            }
        }
        let told = text(&ensemble);
        assert!(told.contains("NPM itself moves") && told.contains("\n  Flourishing 0."), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= WIDTH), "{told}");
    }

    #[test]
    fn a_blinded_table_names_no_arm() {
        let (record, ensemble) = synthetic::small();
        let blind = record.blinded();
        let text = closing_table(&Observed::new(&blind, &ensemble).unwrap()).unwrap();
        assert!(!text.contains("HLS") && !text.contains("NPM") && text.contains(" B "), "{text}");
    }
}
