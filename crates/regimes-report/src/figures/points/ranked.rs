//! Factors of a sensitivity analysis, the one that matters most first, and which of them stand out.

use crate::figures::points::spread::columns;
use regimes_model::units::MISSING;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::sensitivity::{Analysed, Design, Indices};
use regimes_study::statistics::morris::Effect;

/// How many factors may stand out together and still be named.
const TOGETHER: usize = 2;

/// What is known of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its path.
    pub path: String,
    /// How it moves the difference: `mu`, `mu*` and `sigma`. Where shares of the variance are measured, `mu*` is the total
    /// index and `mu` the one of first order.
    pub effect: Effect,
}

/// The factors of one outcome, the one that matters most first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked(pub Vec<Factor>);

impl Ranked {
    /// The factors of each outcome that belongs together, of an arm among what was analysed.
    #[must_use]
    pub fn of(points: &Points, design: &Design, (arm, analysed): (usize, &[Analysed])) -> Vec<Ranked> {
        let one = |column: usize| analysed.iter().find(|one| one.arm == arm && one.outcome == column);
        let factors = |one: &Analysed| {
            let effect = |n: usize| match &one.indices {
                Indices::Morris(effects) => effects[n],
                Indices::Sobol(all) => Effect { mu: all.first[n].value, mu_star: all.total[n], sigma: MISSING },
            };
            let factor = |n: usize| Factor { path: design.groups[n].name.clone(), effect: effect(n) };
            Ranked(one.order().into_iter().map(factor).collect())
        };
        columns(points).into_iter().filter_map(|column| one(column).map(factors)).collect()
    }

    /// Factors that can be drawn, the first of them.
    #[must_use]
    pub fn first(&self, most: usize) -> &[Factor] {
        let known = self.0.iter().take_while(|factor| factor.effect.mu_star.value.is_finite()).count();
        &self.0[..known.min(most)]
    }

    /// Whether nothing moves the difference.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.0.iter().all(|factor| factor.effect.mu_star.value.is_nan() || factor.effect.mu_star.value == 0.0)
    }

    /// The first factors whose intervals lie above those of all others, where that is one or two; none where more overlap.
    #[must_use]
    pub fn standing_out(&self) -> &[Factor] {
        let known = self.first(usize::MAX);
        let is_apart = |n: &usize| {
            let lowest = known[..*n].iter().map(|factor| factor.effect.mu_star.low).fold(f64::INFINITY, f64::min);
            let highest = known[*n..].iter().map(|factor| factor.effect.mu_star.high).fold(0.0, f64::max);
            lowest > highest
        };
        // Where all stand out, none does.
        let most = TOGETHER.min(known.len().saturating_sub(1)).max(usize::from(known.len() == 1));
        let n = (1..=most).find(is_apart).unwrap_or(0);
        &known[..n]
    }
}

/// Made-up factors, for tests: `mu`, `mu*`, how far its interval reaches, `sigma`.
#[cfg(test)]
pub fn made(factors: &[(&str, [f64; 4])]) -> Ranked {
    use regimes_study::statistics::Estimate;
    let factor = |(path, [mu, mu_star, reach, sigma]): &(&str, [f64; 4])| {
        let (low, high) = ((mu_star - reach).max(0.0), mu_star + reach);
        let mu_star = Estimate { value: *mu_star, low, high, mcse: reach / 2.0, n: 6 };
        Factor { path: (*path).to_owned(), effect: Effect { mu: *mu, mu_star, sigma: *sigma } }
    };
    Ranked(factors.iter().map(factor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_factors_stand_out_where_their_intervals_lie_above_all_others() {
        let names = |reach: [f64; 3]| -> Vec<String> {
            let values = [("a", 5.0), ("b", 4.0), ("c", 1.0)];
            let rows: Vec<(&str, [f64; 4])> =
                values.iter().zip(reach).map(|((name, value), reach)| (*name, [0.0, *value, reach, 0.0])).collect();
            made(&rows).standing_out().iter().map(|factor| factor.path.clone()).collect()
        };
        assert_eq!(names([0.4, 0.4, 0.4]), ["a"]);
        assert_eq!(names([1.0, 1.0, 1.0]), ["a", "b"]);
        assert_eq!(names([1.0, 3.0, 1.0]), Vec::<String>::new());
        let idle = made(&[("a", [0.0; 4]), ("b", [f64::NAN; 4])]);
        assert!(idle.is_idle() && idle.standing_out().is_empty() && idle.first(5).len() == 1);
    }
}
