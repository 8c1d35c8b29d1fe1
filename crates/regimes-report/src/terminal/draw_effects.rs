//! What arms did to cohorts, staff and cost over draws of uncertain parameters, in a sentence of verdicts each.

use crate::terminal::effects::HEADLINES;
use crate::terminal::wrapped;
use regimes_study::experiment::draw_effects::DrawEffect;
use regimes_study::experiment::points::Points;
use regimes_study::statistics::effects::{Shares, Verdict};

/// A sentence for each arm against the first, with the share of draws behind each verdict and its interval.
#[must_use]
pub fn text(points: &Points, all: &[DrawEffect]) -> String {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let sentences = (1..names.len()).filter_map(|arm| sentence(&names, arm, all));
    sentences.map(|sentence| wrapped(&sentence, 0) + "\n").collect()
}

fn sentence(names: &[&str], arm: usize, all: &[DrawEffect]) -> Option<String> {
    let told = |(cohort, outcome, name): &(&str, &str, &str)| {
        let is_it = |one: &&DrawEffect| one.arms == [0, arm] && one.cell.names() == [*cohort, *outcome];
        let shares = all.iter().find(is_it)?.shares?;
        Some((shares.verdict(), format!("{name} ({})", behind(&shares))))
    };
    let told: Vec<(Verdict, String)> = HEADLINES.iter().filter_map(told).collect();
    let of = |verdict: Verdict| {
        let names: Vec<&str> = told.iter().filter(|(of, _)| *of == verdict).map(|(_, name)| name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} for {}", verdict.words(), names.join(", ")))
    };
    let parts: Vec<String> = Verdict::ALL.into_iter().filter_map(of).collect();
    let draws = all.iter().map(|one| one.estimate.n).max()?;
    (!told.is_empty()).then(|| {
        let pair = format!("{} against {}", names[arm], names[0]);
        format!(
            "{pair} over {draws} draws (effects.csv; shares of draws, with their range of 90 % for that number): {}.",
            parts.join("; ")
        )
    })
}

/// The share of draws that says most, and its interval.
fn behind(shares: &Shares) -> String {
    let named = [("better", shares.better), ("worse", shares.worse), ("neither", shares.inside)];
    let all = named.iter().zip(shares.intervals());
    let most = all.max_by(|(one, _), (other, _)| one.1.total_cmp(&other.1));
    most.map_or_else(String::new, |((word, share), [low, high])| {
        let [share, low, high] = [share, &low, &high].map(|share| 100.0 * share);
        format!("{word} in {share:.0} % of {}, {low:.0} to {high:.0}", shares.pairs)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_behind_a_verdict_has_its_interval() {
        let shares = Shares::of(&[&[0.1; 17][..], &[0.0; 3]].concat(), 0.05).unwrap();
        assert_eq!(behind(&shares), "better in 85 % of 20, 66 to 96");
        let inside = Shares::of(&[0.0; 20], 0.05).unwrap();
        assert_eq!(behind(&inside), "neither in 100 % of 20, 86 to 100");
    }
}
