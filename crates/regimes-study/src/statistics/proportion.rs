//! How surely a share of cases is known from the number of cases: the exact interval of Clopper and Pearson (1934).
//!
//! ```text
//! low:  P(X >= k) = 0.05        high:  P(X <= k) = 0.05        X binomial of n cases; low is 0 at k = 0, high 1 at k = n
//! ```
//!
//! It covers the true share in at least 90 % of samples, whatever the share and however few the cases. That is why it is
//! taken: at the share that decides a verdict, 0.8 of 20, the narrower interval of Wilson covers but 84 %.
//!
//! Source: Clopper and Pearson (1934), *Biometrika* 26; Brown, Cai and DasGupta (2001), *Statistical Science* 16.

use regimes_model::units::MISSING;

/// Probability beyond each end.
const BEYOND: f64 = 0.05;
/// Halvings by which an end is found; each is exact to the last bit of a share.
const HALVINGS: u32 = 60;

/// The interval of a share (share, 0 to 1) from a count of cases that have a property and the count of all; missing where
/// there is no case.
#[must_use]
pub fn clopper_pearson(count: usize, n: usize) -> [f64; 2] {
    if n == 0 {
        return [MISSING; 2];
    }
    let count = count.min(n);
    // The chance of as many or more rises with the share, that of as many or fewer falls.
    let low = if count == 0 { 0.0 } else { root(|share| at_least(count, n, share) - BEYOND) };
    let high = if count == n { 1.0 } else { root(|share| 1.0 - at_least(count + 1, n, share) - BEYOND) };
    [low, high]
}

/// Where a function of a share changes sign between 0 and 1.
fn root(of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let begins_below = of(low) < 0.0;
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if (of(middle) < 0.0) == begins_below { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The chance that `count` or more of `n` cases have a property of which each has this chance. Terms are relative to the
/// largest, by the ratio of neighbours, so that none of many cases is lost to underflow.
#[must_use]
pub fn at_least(count: usize, n: usize, chance: f64) -> f64 {
    if chance <= 0.0 || chance >= 1.0 {
        return if chance >= 1.0 || count == 0 { 1.0 } else { 0.0 };
    }
    let odds = chance / (1.0 - chance);
    let top = (((n + 1) as f64 * chance) as usize).min(n);
    let (mut all, mut above) = (0.0, 0.0);
    let mut add = |k: usize, term: f64| {
        all += term;
        above += if k >= count { term } else { 0.0 };
    };
    let mut term = 1.0;
    for k in top..=n {
        add(k, term);
        term *= (n - k) as f64 / (k + 1) as f64 * odds;
    }
    term = 1.0;
    for k in (0..top).rev() {
        term *= (k + 1) as f64 / (n - k) as f64 / odds;
        add(k, term);
    }
    above / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_that_of_published_tables_and_mirrors_its_complement() {
        let near =
            |found: [f64; 2], [low, high]: [f64; 2]| (found[0] - low).abs() < 5e-4 && (found[1] - high).abs() < 5e-4;
        assert!(near(clopper_pearson(16, 20), [0.5990, 0.9286]), "{:?}", clopper_pearson(16, 20));
        assert!(near(clopper_pearson(4, 20), [1.0 - 0.9286, 1.0 - 0.5990]));
        // All of n: the lower end is the n-th root of 0.05.
        assert!((clopper_pearson(10, 10)[0] - 0.05_f64.powf(0.1)).abs() < 1e-12);
        assert_eq!((clopper_pearson(10, 10)[1], clopper_pearson(0, 10)[0]), (1.0, 0.0));
    }

    #[test]
    fn a_share_of_nothing_is_missing_and_more_cases_say_more() {
        assert!(clopper_pearson(0, 0).iter().all(|end| end.is_nan()));
        let width = |n: usize| clopper_pearson(n / 2, n)[1] - clopper_pearson(n / 2, n)[0];
        assert!(width(20) > width(200) && width(200) > width(5000));
    }

    #[test]
    fn at_least_nine_in_ten_intervals_have_the_true_share() {
        for (n, share) in [(5, 0.8), (20, 0.8), (20, 0.5), (200, 0.8), (1000, 0.97)] {
            let chance = |k: usize| at_least(k, n, share) - at_least(k + 1, n, share);
            let covers = |k: &usize| (clopper_pearson(*k, n)[0]..=clopper_pearson(*k, n)[1]).contains(&share);
            let covered: f64 = (0..=n).filter(covers).map(chance).sum();
            assert!((0.9 - 1e-9..=1.0).contains(&covered), "{n} {share}: {covered}");
        }
    }
}
