//! Titles of charts side by side: on which outcomes an arm is higher or lower, and what is not decided.

use crate::figures::words::{capitalised, listed, under_ten};
use crate::findings::Leader;
use crate::judged::Said;
use crate::observed::{Observed, Over};
use crate::verdicts;
use regimes_model::model::outcomes::Better;

/// Of charts side by side: on which outcomes the focus is higher or lower than the first arm, and what is not decided;
/// or else whether one arm leads on all of them.
#[must_use]
pub fn title(observed: &Observed, columns: &[usize]) -> String {
    let all = if columns.len() == 2 { "both" } else { "all three" };
    let labels: Vec<String> = columns.iter().map(|column| observed.outcome(*column).label.to_owned()).collect();
    if observed.n_arms() < 2 {
        return capitalised(&listed(&labels).to_lowercase());
    }
    let Some(arm) = observed.focus() else { return of_leaders(observed, columns, all) };
    let found = Found::of(observed, columns, arm);
    let (label, first) = (observed.label(arm), observed.label(0));
    let (n, [better, worse]) = (columns.len(), found.sides());
    let joint = |what: &str| {
        vec![format!("{label} does {what} than {first} on {all}"), format!("{label} does {what} on {all}")]
    };
    let mut candidates = match (found.told(), found.open()) {
        _ if better == n => joint("better"),
        _ if worse == n => joint("worse"),
        (Some(told), open) => {
            let all = if open.is_empty() { told.clone() } else { format!("{told}; {open}") };
            let only = if open.is_empty() { "" } else { " only" };
            vec![format!("{label}: {all}"), format!("{label}: {told}{only}")]
        }
        (None, _) if found.is_all(Said::Nothing) => vec![capitalised(&listed(&labels).to_lowercase())],
        (None, _) if found.is_all(Said::TooFew) => vec!["Too few pairs to name a winner".to_owned()],
        (None, _) if found.is_all(Said::NoDifference) => vec![
            format!("{label} against {first}: no difference worth naming"),
            "No difference worth naming".to_owned(),
        ],
        (None, _) if found.is_all(Said::Undecided) => {
            vec![format!("{label} against {first}: undecided on {all}"), format!("Undecided on {all}")]
        }
        (None, open) => vec![format!("{label}: {open}"), capitalised(&open), "No winner on any".to_owned()],
    };
    candidates.push(format!("{label}: better on {better}, worse on {worse} of {n}"));
    candidates.push(format!("Better on {better}, worse on {worse} of {n}"));
    under_ten(&candidates)
}

/// What is said of an arm on several outcomes: the name of each, which end is better, and what is said.
struct Found(Vec<(String, Better, Said)>);

impl Found {
    fn of(observed: &Observed, columns: &[usize], arm: usize) -> Found {
        // Beside the others there is one cost.
        let cost = observed.record.outcome("public_cost").unwrap_or(usize::MAX);
        let one = |column: &usize| {
            let outcome = observed.outcome(*column);
            let name = if *column == cost { "cost".to_owned() } else { outcome.label.to_lowercase() };
            (name, outcome.better, verdicts::of_outcome(observed, *column, arm).said)
        };
        Found(columns.iter().map(one).collect())
    }

    /// Those without a value left out, whether all of the rest are of a kind.
    fn is_all(&self, kind: Said) -> bool {
        self.0.iter().all(|(.., said)| *said == kind || *said == Said::Nothing)
    }

    /// On how many outcomes the arm is better, and worse.
    fn sides(&self) -> [usize; 2] {
        let is = |end: Better, other: Better| {
            let sides = self.0.iter().filter(|(_, better, said)| {
                (*better == end && *said == Said::Higher) || (*better == other && *said == Said::Lower)
            });
            sides.count()
        };
        [is(Better::Higher, Better::Lower), is(Better::Lower, Better::Higher)]
    }

    fn named(&self, kind: Said) -> Vec<String> {
        self.0.iter().filter(|(.., said)| *said == kind).map(|(name, ..)| name.clone()).collect()
    }

    /// "higher flourishing, lower cost", or nothing.
    fn told(&self) -> Option<String> {
        let part = |word: &str, kind: Said| {
            let names = self.named(kind);
            (!names.is_empty()).then(|| format!("{word} {}", listed(&names)))
        };
        let parts: Vec<String> =
            [part("higher", Said::Higher), part("lower", Said::Lower)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// "flourishing undecided, cost no different", or nothing.
    fn open(&self) -> String {
        let part = |kind: Said, word: &str| {
            let names = self.named(kind);
            (!names.is_empty()).then(|| format!("{} {word}", listed(&names)))
        };
        let parts = [
            part(Said::Undecided, "undecided"),
            part(Said::NoDifference, "no different"),
            part(Said::TooFew, "in too few pairs"),
        ];
        parts.into_iter().flatten().collect::<Vec<String>>().join(", ")
    }
}

/// Which outcomes a title of charts side by side leaves open, for the line below it; or else who leads on which.
#[must_use]
pub fn left_open(observed: &Observed, columns: &[usize]) -> String {
    if let Some(arm) = observed.focus() {
        let found = Found::of(observed, columns, arm);
        let part = |kind: Said, words: &str| {
            let names = found.named(kind);
            if names.is_empty() { String::new() } else { format!(" {words}: {}.", listed(&names)) }
        };
        return part(Said::Undecided, "Undecided") + &part(Said::NoDifference, "No difference worth naming");
    }
    let leads = columns.iter().filter_map(|column| {
        let leader = observed.label(clear_leader(observed, *column)?);
        Some(format!("{leader} on {}", observed.outcome(*column).label.to_lowercase()))
    });
    let leads: Vec<String> = leads.collect();
    if leads.is_empty() || observed.n_arms() < 2 {
        return String::new();
    }
    format!(" Best of all in nine of ten futures at least: {}.", listed(&leads))
}

fn of_leaders(observed: &Observed, columns: &[usize], all: &str) -> String {
    let leaders: Vec<Option<usize>> = columns.iter().map(|column| clear_leader(observed, *column)).collect();
    match leaders[0].filter(|_| leaders.iter().all(|leader| *leader == leaders[0])) {
        Some(arm) => under_ten(&[format!("{} leads on {all}", observed.label(arm)), format!("One arm leads on {all}")]),
        None => format!("No arm leads on {all}"),
    }
}

/// The arm that does best of all in nearly all futures, and by the verdicts better than the first, or is the first and all
/// others are worse; none where there is no such arm.
fn clear_leader(observed: &Observed, column: usize) -> Option<usize> {
    let leader = Leader::of(observed, column, Over::Final).filter(Leader::is_clear)?;
    let better = match observed.outcome(column).better {
        Better::Higher => Said::Higher,
        Better::Lower => Said::Lower,
        Better::NearZero | Better::Neither => return None,
    };
    let said = |arm: usize| verdicts::of_outcome(observed, column, arm).said;
    let is_worse = |arm: usize| said(arm) == Said::Nothing || (said(arm).is_direction() && said(arm) != better);
    let leads = if leader.arm == 0 { (1..observed.n_arms()).all(is_worse) } else { said(leader.arm) == better };
    leads.then_some(leader.arm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;
    use regimes_study::simulation::trace::Trace;

    const TOGETHER: [&str; 3] = crate::findings::TOGETHER;

    /// The title of the three outcomes that belong together, and the line below it, of two arms after a change of their
    /// runs.
    fn told(arms: &[&str], change: impl Fn(&mut Trace)) -> [String; 2] {
        let (record, mut ensemble) = synthetic::make(arms, 8, 60);
        ensemble.traces.iter_mut().for_each(change);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let columns = TOGETHER.map(|name| record.outcome(name).unwrap());
        [title(&observed, &columns), left_open(&observed, &columns)]
    }

    /// Sets what residents and staff have, and what is spent, above the first arm by these, in every pair or in half of them.
    fn set(run: &mut Trace, steps: [f64; 3], in_half: [bool; 3]) {
        let of = |n: usize| match (run.arm, in_half[n] && run.replicate % 2 == 1) {
            (0, _) => 0.0,
            (_, false) => steps[n],
            (_, true) => -steps[n],
        };
        let [residents, cost, staff] = [of(0), of(1), of(2)];
        for row in
            run.cohorts.iter_mut().filter(|row| ["flourishing", "staff_wellbeing"].contains(&row.outcome.as_ref()))
        {
            row.mean = 0.5 + if row.cohort == "staff" { staff } else { residents };
        }
        let columns = regimes_model::model::outcomes::OUTCOMES.len();
        let spent = regimes_model::model::outcomes::position("public_cost").unwrap();
        run.outcomes.chunks_exact_mut(columns).for_each(|row| row[spent] = 40.0 + cost);
    }

    #[test]
    fn titles_say_what_is_decided_and_what_is_not() {
        const ALL: [bool; 3] = [false; 3];
        for (steps, in_half, title, below) in [
            ([0.1, -4.0, 0.1], ALL, "HLS does better than NPM on all three", ""),
            ([-0.1, 4.0, -0.1], ALL, "HLS does worse than NPM on all three", ""),
            ([0.1, 4.0, 0.1], ALL, "HLS: higher flourishing, cost and staff wellbeing", ""),
            (
                [0.1, 0.01, 0.1],
                [true, false, false],
                "HLS: higher staff wellbeing; flourishing undecided, cost no different",
                " Undecided: flourishing. No difference worth naming: cost.",
            ),
            (
                [0.0; 3],
                ALL,
                "HLS against NPM: no difference worth naming",
                " No difference worth naming: flourishing, cost and staff wellbeing.",
            ),
            (
                [0.1, 4.0, 0.1],
                [true; 3],
                "HLS against NPM: undecided on all three",
                " Undecided: flourishing, cost and staff wellbeing.",
            ),
        ] {
            assert_eq!(told(&["npm", "hls"], |run| set(run, steps, in_half)), [title, below]);
            // The same runs under exchanged names have the same title.
            let exchange = |text: &str| text.replace("HLS", "?").replace("NPM", "HLS").replace('?', "NPM");
            assert_eq!(told(&["hls", "npm"], |run| set(run, steps, in_half)), [title, below].map(exchange));
        }
    }

    #[test]
    fn of_several_arms_one_leads_only_where_verdicts_and_futures_agree() {
        let steps = |run: &mut Trace, of: [f64; 3]| {
            let times = of[run.arm];
            set(run, [1.0, -40.0, 1.0].map(|step: f64| step * times), [false; 3]);
        };
        let columns = regimes_model::model::outcomes::OUTCOMES.len();
        let levels = |run: &mut Trace, of: [f64; 3]| {
            steps(run, of);
            for name in ["flourishing", "staff_wellbeing"] {
                let column = regimes_model::model::outcomes::position(name).unwrap();
                run.outcomes.chunks_exact_mut(columns).for_each(|row| row[column] = 0.5 + of[run.arm]);
            }
        };
        let arms = ["npm", "hls", "graft"];
        assert_eq!(told(&arms, |run| levels(run, [0.0, 0.2, 0.1]))[0], "HLS leads on all three");
        assert_eq!(told(&arms, |run| levels(run, [0.0, -0.2, -0.1]))[0], "NPM leads on all three");
        assert_eq!(told(&arms, |run| levels(run, [0.0, 0.0001, 0.0])), ["No arm leads on all three", ""]);
    }

    #[test]
    fn few_pairs_name_no_winner() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 4, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let columns = TOGETHER.map(|name| record.outcome(name).unwrap());
        assert_eq!(title(&observed, &columns), "Too few pairs to name a winner");
    }
}
