//! The closing table of a run: headline outcomes by arm and in pairs, what belongs to them, and the finding.

use crate::error::Error;
use crate::findings::{self, Finding, TOGETHER};
use crate::numbers::{decimals_of, grouped, signed};
use crate::observed::{FINAL_WEEKS, Observed, Over};
use crate::terminal::grid::{self, Line};
use crate::terminal::{WIDTH, caveats, sentence, wrapped};
use crate::terminal::{census, effects};
use regimes_model::model::outcomes::{Better, Outcome};

/// How much is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A screen of it.
    Screen,
    /// All: the final year too, and what pairing was worth.
    All,
}

/// Rows of a table that a screen has room for beside what is said of it.
const ROWS: usize = 20;
/// Lines of tables by arm and outcome that a screen has room for.
const LINES: usize = 24;
/// Arms of which one outcome reads apart in sentences below the table.
const SENTENCES: usize = 3;

/// The closing table: each headline outcome over the horizon, by arm and in pairs, with the caveats that belong to it, the
/// finding in a sentence, and the file to open.
///
/// # Errors
/// If a headline outcome is not observed.
pub fn text(observed: &Observed, detail: Detail, open: &str) -> Result<String, Error> {
    let findings = findings::headline(observed)?;
    let over = |over: Over| findings.iter().filter(move |finding| finding.over == over).collect::<Vec<&Finding>>();
    let horizon = over(Over::Mean);
    let mut lines = vec![opening(observed), String::new()];
    let is_long = horizon.len() * (observed.n_arms() + 1) > ROWS;
    if detail == Detail::Screen && is_long {
        lines.extend(by_arm(observed, &together_first(&horizon)));
    } else {
        lines.extend(table(observed, &horizon));
    }
    if detail == Detail::All && observed.weeks() > FINAL_WEEKS {
        lines.extend([String::new(), format!("Over the final year, the last {FINAL_WEEKS} weeks:"), String::new()]);
        lines.extend(table(observed, &over(Over::Final)));
    }
    if detail == Detail::All && observed.n_arms() > 1 {
        lines.extend(worth(observed, &horizon));
    }
    lines.extend(failed(observed));
    lines.extend(drift(observed, &horizon));
    let census = if detail == Detail::All { census::in_full(observed) } else { census::in_short(observed) };
    let effects = if detail == Detail::All { effects::in_full(observed) } else { effects::in_short(observed) };
    lines.extend(effects.iter().map(|line| wrapped(line, 0)));
    let apart = findings::rivals_disagree(observed);
    let shown = if detail == Detail::All { apart.len() } else { apart.len().min(SENTENCES) };
    lines.extend(apart[..shown].iter().map(|sentence| wrapped(sentence, 0)));
    lines.extend(without_services(observed));
    // A screen is short: what the status quo misses stands where a blank line would, before the other caveats.
    lines.push(census.map_or_else(String::new, |line| wrapped(&line, 0)));
    let caveats = caveats(observed.record.calibration.as_deref());
    lines.extend(caveats.iter().enumerate().map(|(i, caveat)| wrapped(&format!("  {}. {caveat}", i + 1), 5)));
    lines.push(String::new());
    lines.push(wrapped(&sentence::finding(observed, &findings), 0));
    lines.push(format!("Open {open}"));
    Ok(lines.join("\n") + "\n")
}

fn opening(observed: &Observed) -> String {
    let changes =
        if observed.record.changed { format!(" ({} with changes)", observed.record.scenario) } else { String::new() };
    wrapped(
        &format!("In this model, under these assumptions{changes}, over {}:", sentence::period(observed.weeks())),
        0,
    )
}

/// A block of rows for each outcome, a row for each arm.
fn table(observed: &Observed, findings: &[&Finding]) -> Vec<String> {
    let names = if observed.n_arms() < 2 {
        &["median"][..]
    } else {
        &["median", "difference", "90 % of pairs", "MC error", "in pairs"]
    };
    let head = Line::Cells(String::new(), names.iter().map(|&name| name.to_owned()).collect());
    let rule = || Line::Across("-".repeat(WIDTH));
    let mut lines = vec![head, rule()];
    for finding in findings {
        lines.push(Line::Across(title(observed, finding.outcome)));
        lines.extend((0..observed.n_arms()).map(|arm| row(observed, finding, arm)));
    }
    lines.push(rule());
    let mut text = grid::text(&lines);
    if observed.n_arms() > 1 {
        text.push(wrapped(
            &format!(
                "Differences are against {}, pair by pair on the same luck: their median, the range of 90 % of pairs, \
                 the Monte-Carlo error of the median, and in how many of the pairs the arm is better (or higher, where \
                 neither end is better).",
                observed.label(0)
            ),
            0,
        ));
    }
    text
}

fn title(observed: &Observed, outcome: &Outcome) -> String {
    let unit = observed.record.money.unit_at_prices(outcome.unit);
    match outcome.better {
        Better::Neither => format!("{} ({unit})", outcome.label),
        _ => format!("{} ({unit}; {})", outcome.label, direction(outcome.better)),
    }
}

/// Which end of an outcome is better, in words.
#[must_use]
pub fn direction(better: Better) -> &'static str {
    match better {
        Better::Higher => "more is better",
        Better::Lower => "less is better",
        Better::NearZero => "nearer to 0 is better",
        Better::Neither => "no better end",
    }
}

/// What stands for an arm that has no value of an outcome.
const NOBODY: &str = "nobody was in it";

fn row(observed: &Observed, finding: &Finding, arm: usize) -> Line {
    let label = format!("  {}", observed.label(arm));
    let median = &finding.arms[arm];
    if median.n == 0 {
        return Line::Words(label, NOBODY);
    }
    let mut cells = vec![grouped(median.value, decimals_of(median))];
    if arm > 0 {
        let difference = &finding.pairs[arm - 1].difference;
        let decimals = decimals_of(difference);
        let [low, middle, high] = [difference.low, difference.value, difference.high].map(|d| signed(d, decimals));
        // One pair has no range.
        let range = if difference.n > 1 { format!("{low} to {high}") } else { "-".to_owned() };
        cells.extend([middle, range, grouped(difference.mcse, decimals), often(finding, arm)]);
    }
    Line::Cells(label, cells)
}

/// In how many pairs an arm is better than the first, or higher.
fn often(finding: &Finding, arm: usize) -> String {
    let n = finding.pairs[arm - 1].difference.n;
    let word = if finding.has_better_end() { "better" } else { "higher" };
    if n == 0 { "-".to_owned() } else { format!("{word} {} of {n}", finding.better(arm).0) }
}

/// A row for each arm, a column for each outcome: where there are too many of both for a block each.
fn by_arm(observed: &Observed, findings: &[&Finding]) -> Vec<String> {
    let arms = observed.n_arms().min(LINES - HEADS);
    let mut blocks = Vec::new();
    let mut left = findings;
    while !left.is_empty() {
        let fits = |n: &usize| block(observed, &left[..*n], arms).iter().all(|line| line.chars().count() <= WIDTH);
        let n = (1..=left.len()).take_while(fits).last().unwrap_or(1);
        blocks.push((block(observed, &left[..n], arms), n));
        left = &left[n..];
    }
    let (mut lines, mut shown) = (Vec::new(), 0);
    for (block, n) in blocks {
        if shown > 0 && lines.len() + block.len() > LINES {
            break;
        }
        lines.extend(block);
        shown += n;
    }
    lines.push("-".repeat(WIDTH));
    let hidden = [(observed.n_arms() - arms, "arm"), (findings.len() - shown, "headline outcome")];
    let hidden = hidden.iter().filter(|(n, _)| *n > 0);
    let hidden: Vec<String> =
        hidden.map(|(n, one)| format!("{n} more {one}{}", if *n == 1 { "" } else { "s" })).collect();
    let hidden = if hidden.is_empty() { String::new() } else { format!(" {} and", hidden.join(",")) };
    let compared = if observed.n_arms() < 2 {
        String::new()
    } else {
        format!(
            "First row: the median. Others: the median difference from {}, pair by pair on the same luck, and in how \
             many of the pairs the arm is better (or higher, where neither end is better). ",
            observed.label(0)
        )
    };
    lines.push(wrapped(&format!("{compared}With -v:{hidden} medians, ranges and Monte-Carlo errors of all."), 0));
    lines
}

/// The outcome, its cost and the staff first, so that none of them is reported without the others; the rest in their order.
fn together_first<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut ordered = findings.to_vec();
    ordered.sort_by_key(|finding| {
        TOGETHER.iter().position(|name| *name == finding.outcome.name).unwrap_or(TOGETHER.len())
    });
    ordered
}

/// Lines at the head of a block by arm.
const HEADS: usize = 4;

fn block(observed: &Observed, findings: &[&Finding], arms: usize) -> Vec<String> {
    let head = |of: &dyn Fn(&Outcome) -> String| {
        Line::Cells(String::new(), findings.iter().map(|finding| of(finding.outcome)).collect())
    };
    let heads = [
        head(&|o| o.label.to_owned()),
        head(&|o| observed.record.money.unit(o.unit).into_owned()),
        head(&|o| direction(o.better).to_owned()),
        Line::Across("-".repeat(WIDTH)),
    ];
    let row = |arm: usize| {
        let cells = findings.iter().map(|finding| in_a_cell(finding, arm));
        Line::Cells(observed.label(arm).to_owned(), cells.collect())
    };
    grid::text(&heads.into_iter().chain((0..arms).map(row)).collect::<Vec<Line>>())
}

fn in_a_cell(finding: &Finding, arm: usize) -> String {
    let median = &finding.arms[arm];
    match arm {
        _ if median.n == 0 => NOBODY.to_owned(),
        0 => grouped(median.value, decimals_of(median)),
        _ => {
            let difference = &finding.pairs[arm - 1].difference;
            let step = signed(difference.value, decimals_of(difference));
            let of = finding.better(arm).0;
            if difference.n == 0 { "-".to_owned() } else { format!("{step} ({of} of {})", difference.n) }
        }
    }
}

/// How many unpaired runs would have told each difference as well.
fn worth(observed: &Observed, findings: &[&Finding]) -> Vec<String> {
    let of_arm = |finding: &Finding, arm: usize| {
        let worth = finding.pairs[arm - 1].worth;
        worth.is_finite().then(|| format!("{} {}", observed.label(arm), grouped(worth, 0)))
    };
    let line = |finding: &&Finding| {
        let arms: Vec<String> = (1..observed.n_arms()).filter_map(|arm| of_arm(finding, arm)).collect();
        (!arms.is_empty()).then(|| wrapped(&format!("  {}: {}", finding.outcome.label, arms.join(", ")), 4))
    };
    let lines: Vec<String> = findings.iter().filter_map(line).collect();
    if lines.is_empty() {
        return lines;
    }
    let head = "Worth of pairing: as many unpaired runs of each arm would show the difference as precisely.";
    [vec![head.to_owned()], lines].concat()
}

fn failed(observed: &Observed) -> Option<String> {
    let failed = observed.failed();
    (failed > 0).then(|| {
        format!("{failed} of {} runs failed and are left out; runs.csv says why.", observed.with_failed().count())
    })
}

/// A word on arms in which nobody serves anybody.
fn without_services(observed: &Observed) -> Option<String> {
    let idle: Vec<&str> = observed.record.idle.iter().map(|&arm| observed.label(arm)).collect();
    (!idle.is_empty()).then(|| wrapped(&format!("Nobody works under {}.", idle.join(", ")), 0))
}

/// A warning where the first arm itself moves further than any arm differs from it.
fn drift(observed: &Observed, findings: &[&Finding]) -> Option<String> {
    let moves = |finding: &&Finding| {
        let [first, last] = findings::drift(observed, finding)?;
        let decimals = decimals_of(&finding.arms[0]);
        let [first, last] = [first, last].map(|median| grouped(median, decimals));
        Some(format!("{} {first} to {last}", finding.outcome.label.to_lowercase()))
    };
    let moving: Vec<String> = findings.iter().filter_map(moves).collect();
    let text = format!(
        "{} itself moves further, from its first year to its last, than any arm differs from it: {}. Read the \
         differences, not the levels; a longer burn-in may settle them.",
        observed.label(0),
        moving.join(", ")
    );
    (!moving.is_empty()).then(|| wrapped(&text, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run_record::Record;
    use crate::synthetic;
    use regimes_study::simulation::trace::Ensemble;

    const OPEN: &str = "output/x/figures/overview.png";

    fn told(record: &Record, ensemble: &Ensemble, detail: Detail) -> String {
        let text = text(&Observed::new(record, ensemble).unwrap(), detail, OPEN).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        text
    }

    fn set(record: &Record, ensemble: &mut Ensemble, name: &str, value: impl Fn(usize, u32) -> f64) {
        let (column, n) = (record.outcome(name).unwrap(), record.outcomes.len());
        for run in &mut ensemble.traces {
            let value = value(run.arm, run.replicate);
            run.outcomes.chunks_exact_mut(n).for_each(|row| row[column] = value);
        }
    }

    /// A text in a line.
    fn flat(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    const MANY: [&str; 10] = [
        "status_quo_with_a_long_name",
        "hls",
        "lived_experience_and_more",
        "lived_experience_and_less",
        "graft",
        "none",
        "placebo",
        "npm",
        "npm_good",
        "hls_in_name",
    ];

    #[test]
    fn two_arms_fit_a_screen_and_end_with_the_finding_and_the_file_to_open() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 30, 104);
        let text = told(&record, &ensemble, Detail::Screen);
        if let Ok(folder) = std::env::var("REGIMES_KEEP") {
            std::fs::write(std::path::Path::new(&folder).join("terminal.txt"), &text).unwrap();
        }
        assert!(text.lines().count() <= 36, "{text}");
        assert!(text.starts_with("In this model, under these assumptions, over the whole horizon of 104 weeks:\n"));
        assert!(text.contains(" of 30") && !text.contains("final year") && !text.contains("Worth"), "{text}");
        let end: Vec<&str> = text.lines().rev().take(4).collect();
        assert_eq!(end[0], format!("Open {OPEN}"));
        assert!(flat(&text).contains("104 weeks: HLS does better than NPM on flourishing in"), "{text}");
    }

    #[test]
    fn all_is_told_where_more_is_asked_for() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 30, 104);
        let text = told(&record, &ensemble, Detail::All);
        assert!(
            text.contains("Over the final year, the last 52 weeks:") && text.contains("Worth of pairing"),
            "{text}"
        );
        assert_eq!(text.matches("Public cost (GBP/resident/week at 2025 prices; less is better)").count(), 2);
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 5, 52);
        assert!(!told(&record, &ensemble, Detail::All).contains("final year"));
    }

    #[test]
    fn many_arms_and_many_outcomes_still_fit_a_screen_and_no_name_is_cut() {
        let (mut record, ensemble) = synthetic::make(&MANY, 30, 104);
        let text = told(&record, &ensemble, Detail::Screen);
        assert!(text.lines().count() <= 48, "{text}");
        for arm in &record.arms {
            assert!(text.contains(&arm.label), "{} in {text}", arm.label);
        }
        assert!(
            text.contains("more is better") && text.contains("Public cost") && text.contains("With -v: "),
            "{text}"
        );
        record.headline = record.outcomes.iter().map(|outcome| outcome.name.to_owned()).collect();
        let text = told(&record, &ensemble, Detail::Screen);
        assert!(text.contains(" more headline outcomes and medians, ranges"), "{text}");
        assert!(told(&record, &ensemble, Detail::All).contains("Money kept back"));
    }

    #[test]
    fn an_outcome_without_a_better_end_is_higher_in_some_pairs_and_better_in_none() {
        let (mut record, ensemble) = synthetic::make(&["npm", "hls"], 5, 60);
        let text = told(&record, &ensemble, Detail::Screen);
        assert!(text.contains("Reported minus true (share; nearer to 0 is better)"), "{text}");
        record.headline = vec!["caseload".to_owned(), "in_contact".to_owned()];
        let text = told(&record, &ensemble, Detail::Screen);
        assert!(text.contains("Caseload (case/worker)\n") && text.contains("higher "), "{text}");
        assert!(!text.contains("better 0 of") && !text.contains("better 5 of"), "{text}");
    }

    #[test]
    fn where_nobody_was_is_said_in_words() {
        let (mut record, mut ensemble) = synthetic::make(&["npm", "hls", "none"], 5, 60);
        record.idle = vec![2];
        set(&record, &mut ensemble, "staff_wellbeing", |arm, r| if arm == 2 || r == 0 { f64::NAN } else { 0.5 });
        let text = told(&record, &ensemble, Detail::All);
        assert!(text.contains("None") && text.contains("  nobody was in it") && text.contains("0 of 4"), "{text}");
        assert!(!text.contains("NaN") && text.contains("Nobody works under None."), "{text}");
        record.headline = record.outcomes.iter().take(8).map(|outcome| outcome.name.to_owned()).collect();
        record.headline[0] = "staff_wellbeing".to_owned();
        assert!(told(&record, &ensemble, Detail::Screen).contains("nobody was in it"));
        for name in record.headline.clone() {
            set(&record, &mut ensemble, &name, |_, _| f64::NAN);
        }
        let text = told(&record, &ensemble, Detail::All);
        assert!(text.contains("cannot be compared, because nobody was in it") && !text.contains("NaN"), "{text}");
    }

    #[test]
    fn a_value_and_its_range_share_the_digits_that_its_error_supports() {
        let (mut record, mut ensemble) = synthetic::make(&["npm", "hls"], 5, 60);
        record.headline = vec!["public_cost".to_owned()];
        let steps = [0.000_83, -0.719_22, 1.065_29, 0.31, -0.2];
        set(&record, &mut ensemble, "public_cost", |arm, r| 40.0 + if arm > 0 { steps[r as usize] } else { 0.0 });
        let text = told(&record, &ensemble, Detail::Screen);
        assert!(text.contains("0.00  -0.62 to +0.91      0.23  better 2 of 5"), "{text}");
        assert!(text.contains("NPM    40.0\n"), "a constant has no error, and three digits: {text}");
    }

    #[test]
    fn a_reference_that_moves_further_than_any_arm_differs_is_told() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 5, 156);
        assert!(!flat(&told(&record, &ensemble, Detail::Screen)).contains(": flourishing 0."));
        let (column, n) = (record.outcome("flourishing").unwrap(), record.outcomes.len());
        for run in &mut ensemble.traces {
            for (week, row) in run.outcomes.chunks_exact_mut(n).enumerate() {
                row[column] -= 0.001 * week as f64;
            }
        }
        let told = flat(&told(&record, &ensemble, Detail::Screen));
        assert!(told.contains("NPM itself moves") && told.contains(": flourishing 0."), "{told}");
    }

    #[test]
    fn a_blinded_table_names_no_arm() {
        let (record, ensemble) = synthetic::small();
        let text = told(&record.blinded(), &ensemble, Detail::All);
        assert!(!text.contains("HLS") && !text.contains("NPM") && text.contains("  B "), "{text}");
    }
}
