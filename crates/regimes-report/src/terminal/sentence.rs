//! The finding of a run in a sentence: who does better on what, in how many of the futures.

use crate::findings::{Finding, Leader};
use crate::observed::{Observed, Over};

/// Futures below which nobody is called better.
const FEW: usize = 5;

/// What is said of one headline outcome.
enum Said {
    /// An arm does best in nearly all futures.
    Clear(Leader),
    /// An arm does best in most futures, not in nearly all.
    Open(Leader),
    /// No arm does best in any future.
    Equal,
    /// Fewer than two arms have a value.
    Missing,
}

/// The finding over the whole horizon, on the headline outcomes that have a better end.
#[must_use]
pub fn finding(observed: &Observed, findings: &[Finding]) -> String {
    let weeks = observed.weeks();
    let start = format!("In this model, under these assumptions, over {}", period(weeks));
    if observed.n_arms() < 2 {
        return format!("{start}, {} stands alone: nothing is compared.", observed.label(0));
    }
    let said: Vec<(String, Said)> = findings
        .iter()
        .filter(|finding| finding.over == Over::Mean && finding.has_better_end())
        .map(|finding| (finding.outcome.label.to_lowercase(), said(observed, finding)))
        .collect();
    if said.is_empty() {
        return format!("{start}: no headline outcome has an end that is better than the other.");
    }
    let futures = said.iter().filter_map(|(_, said)| said.leader()).map(|leader| leader.futures).max();
    if let Some(few) = futures.filter(|&futures| futures < FEW) {
        let pairs = if few == 1 { "1 pair is".to_owned() } else { format!("{few} pairs are") };
        return format!("{start}, {pairs} too few to say who does better: {FEW} at least are needed (--replicates).");
    }
    let parts: Vec<String> = [clear(observed, &said), open(observed, &said), equal(&said), missing(&said)].concat();
    format!("{start}: {}.", parts.join("; "))
}

/// A length of the horizon in words.
#[must_use]
pub fn period(weeks: usize) -> String {
    if weeks == 1 { "a horizon of one week".to_owned() } else { format!("the whole horizon of {weeks} weeks") }
}

impl Said {
    fn leader(&self) -> Option<Leader> {
        match self {
            Said::Clear(leader) | Said::Open(leader) => Some(*leader),
            Said::Equal | Said::Missing => None,
        }
    }
}

fn said(observed: &Observed, finding: &Finding) -> Said {
    let column = observed.record.outcome(finding.outcome.name).unwrap_or_default();
    match Leader::of(observed, column, finding.over) {
        Some(leader) if leader.is_clear() => Said::Clear(leader),
        Some(leader) => Said::Open(leader),
        None if finding.arms.iter().filter(|arm| arm.n > 0).count() < 2 => Said::Missing,
        None => Said::Equal,
    }
}

/// A clause for each arm that leads clearly.
fn clear(observed: &Observed, said: &[(String, Said)]) -> Vec<String> {
    let led_by = |arm: usize| {
        let led = said.iter().filter_map(|(name, said)| match said {
            Said::Clear(leader) if leader.arm == arm => {
                Some(format!("on {name} in {} of {}", leader.times, leader.futures))
            }
            _ => None,
        });
        led.collect::<Vec<String>>()
    };
    let clause = |arm: usize| {
        let led = led_by(arm);
        let than = match (observed.n_arms(), arm) {
            (2, _) => format!("does better than {}", observed.label(1 - arm)),
            (n, _) => format!("does best of {n} arms"),
        };
        let futures = if observed.n_arms() == 2 { "pairs" } else { "futures" };
        (!led.is_empty()).then(|| format!("{} {than} {} {futures}", observed.label(arm), listed(&led)))
    };
    (0..observed.n_arms()).filter_map(clause).collect()
}

fn open(observed: &Observed, said: &[(String, Said)]) -> Vec<String> {
    let open = said.iter().filter_map(|(name, said)| match said {
        Said::Open(leader) => {
            let label = observed.label(leader.arm);
            Some(format!("on {name} ({label} in {} of {})", leader.times, leader.futures))
        }
        _ => None,
    });
    let open: Vec<String> = open.collect();
    let nobody = if observed.n_arms() == 2 { "neither does better" } else { "no arm does best" };
    if open.is_empty() { Vec::new() } else { vec![format!("{nobody} in nearly all {}", listed(&open))] }
}

fn equal(said: &[(String, Said)]) -> Vec<String> {
    let equal = said.iter().filter(|(_, said)| matches!(said, Said::Equal)).map(|(name, _)| name.clone());
    let equal: Vec<String> = equal.collect();
    if equal.is_empty() { equal } else { vec![format!("nobody is ahead on {}", listed(&equal))] }
}

fn missing(said: &[(String, Said)]) -> Vec<String> {
    let missing = said.iter().filter(|(_, said)| matches!(said, Said::Missing)).map(|(name, _)| name.clone());
    let missing: Vec<String> = missing.collect();
    let words = |names: &[String]| format!("{} cannot be compared, for nobody was in it", listed(names));
    if missing.is_empty() { missing } else { vec![words(&missing)] }
}

fn listed(things: &[String]) -> String {
    crate::figures::words::listed(things)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings;
    use crate::run_record::Record;
    use crate::synthetic;
    use regimes_study::simulation::trace::Ensemble;

    fn told(record: &Record, ensemble: &Ensemble) -> String {
        let observed = Observed::new(record, ensemble).unwrap();
        finding(&observed, &findings::headline(&observed).unwrap())
    }

    /// Sets an outcome in all weeks of some runs.
    fn set(record: &Record, ensemble: &mut Ensemble, name: &str, value: impl Fn(usize, u32) -> f64) {
        let (column, n) = (record.outcome(name).unwrap(), record.outcomes.len());
        for run in &mut ensemble.traces {
            let value = value(run.arm, run.replicate);
            run.outcomes.chunks_exact_mut(n).for_each(|row| row[column] = value);
        }
    }

    #[test]
    fn the_sentence_says_who_leads_on_what_in_how_many_pairs() {
        let (mut record, mut ensemble) = synthetic::make(&["npm", "hls"], 10, 60);
        record.headline.push("closed".to_owned());
        record.headline.push("turnover".to_owned());
        record.headline.push("waiting".to_owned());
        set(&record, &mut ensemble, "flourishing", |arm, _| arm as f64);
        set(&record, &mut ensemble, "public_cost", |arm, r| if r < 9 { -(arm as f64) } else { arm as f64 });
        set(&record, &mut ensemble, "staff_wellbeing", |arm, r| if r < 4 { -(arm as f64) } else { arm as f64 });
        set(&record, &mut ensemble, "reported_minus_true", |arm, r| if r < 5 { arm as f64 } else { -(arm as f64) });
        set(&record, &mut ensemble, "turnover", |arm, _| if arm == 0 { f64::NAN } else { 1.0 });
        set(&record, &mut ensemble, "waiting", |_, _| 0.1);
        assert_eq!(
            told(&record, &ensemble),
            "In this model, under these assumptions, over the whole horizon of 60 weeks: NPM does better than HLS on \
             reported minus true in 10 of 10 pairs; HLS does better than NPM on flourishing in 10 of 10 and on public \
             cost in 9 of 10 pairs; neither does better in nearly all on staff wellbeing (HLS in 6 of 10); nobody is \
             ahead on waiting; staff turnover cannot be compared, for nobody was in it."
        );
    }

    #[test]
    fn few_pairs_and_lone_arms_have_no_winner() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 4, 60);
        assert!(told(&record, &ensemble).contains("4 pairs are too few to say who does better: 5 at least"));
        let (record, ensemble) = synthetic::make(&["npm"], 5, 60);
        assert!(told(&record, &ensemble).ends_with("NPM stands alone: nothing is compared."));
        let (mut record, ensemble) = synthetic::make(&["npm", "hls"], 5, 60);
        record.headline = vec!["closed".to_owned(), "caseload".to_owned()];
        assert!(told(&record, &ensemble).ends_with("no headline outcome has an end that is better than the other."));
    }

    #[test]
    fn whom_the_sentence_names_the_findings_name_too() {
        for arms in [&["npm", "hls"][..], &["npm", "hls", "graft", "none", "placebo"]] {
            let (record, ensemble) = synthetic::make(arms, 10, 120);
            let observed = Observed::new(&record, &ensemble).unwrap();
            for finding in findings::headline(&observed).unwrap() {
                let column = record.outcome(finding.outcome.name).unwrap();
                let Some(leader) = Leader::of(&observed, column, finding.over).filter(Leader::is_clear) else {
                    continue;
                };
                let against = (1..arms.len()).filter(|&arm| leader.arm == 0 || arm == leader.arm);
                for arm in against {
                    assert_eq!(finding.clear_winner(arm), Some(leader.arm), "{}", finding.outcome.name);
                }
            }
        }
    }
}
