//! Components of variance: what of the spread of values is between groups, and what within them.
//!
//! Values in groups, as futures of the same draw of parameters, follow `value = mean + group + rest`. One-way analysis of
//! variance with random groups:
//!
//! ```text
//! within  = sum of squares within groups / (values - groups)
//! between = max(0, (mean square between groups - within) / n0)
//! n0      = (values - sum of n_i^2 / values) / (groups - 1)      the common size where groups are alike
//! ```
//!
//! Source: Searle, Casella and McCulloch (1992), *Variance Components*, section 3.6.

use crate::statistics::mean;

/// The two components, in the square of the values' unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Between groups; never below 0. Not a number where there are fewer than two groups, or no group of two.
    pub between: f64,
    /// Within groups.
    pub within: f64,
}

impl Components {
    /// Of values in groups; those that are not a number are left out, and groups without a value with them.
    #[must_use]
    pub fn of(groups: &[Vec<f64>]) -> Components {
        let told = |group: &Vec<f64>| group.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<f64>>();
        let groups: Vec<Vec<f64>> = groups.iter().map(told).filter(|group| !group.is_empty()).collect();
        let n: usize = groups.iter().map(Vec::len).sum();
        let n_groups = groups.len();
        if n_groups < 2 || n == n_groups {
            return Components { between: f64::NAN, within: f64::NAN };
        }
        let centre = mean(&groups.concat());
        let square = |value: f64| value * value;
        let within: f64 = groups.iter().flat_map(|group| group.iter().map(|v| square(v - mean(group)))).sum();
        let within = within / (n - n_groups) as f64;
        let between: f64 = groups.iter().map(|group| group.len() as f64 * square(mean(group) - centre)).sum();
        let between = between / (n_groups - 1) as f64;
        let squares: f64 = groups.iter().map(|group| square(group.len() as f64)).sum();
        let n0 = (n as f64 - squares / n as f64) / (n_groups - 1) as f64;
        Components { between: ((between - within) / n0).max(0.0), within }
    }

    /// The share that is between groups; not a number where nothing varies.
    #[must_use]
    pub fn share_between(&self) -> f64 {
        self.between / (self.between + self.within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck::Luck;

    #[test]
    fn both_components_are_found_again() {
        let mut luck = Luck::new(11, 0);
        let mut group = |size: usize| -> Vec<f64> {
            let own = 3.0 * luck.normal();
            (0..size).map(|_| 10.0 + own + luck.normal()).collect()
        };
        let groups: Vec<Vec<f64>> = (0..4000).map(|n| group(2 + n % 2)).collect();
        let found = Components::of(&groups);
        assert!((found.between - 9.0).abs() < 0.5 && (found.within - 1.0).abs() < 0.05, "{found:?}");
        assert!((found.share_between() - 0.9).abs() < 0.01);
    }

    #[test]
    fn a_worked_example_comes_out_as_by_hand() {
        // Groups 1, 3 and 5, 7: within (2 + 2) / 2 = 2, mean square between 16, n0 = 2.
        let found = Components::of(&[vec![1.0, 3.0], vec![5.0, 7.0], vec![f64::NAN]]);
        assert_eq!(found, Components { between: 7.0, within: 2.0 });
    }

    #[test]
    fn groups_that_are_alike_have_nothing_between_them_and_one_value_each_says_nothing() {
        assert_eq!(Components::of(&[vec![1.0, 2.0], vec![2.0, 1.0]]).between, 0.0);
        assert!(Components::of(&[vec![1.0], vec![2.0]]).between.is_nan());
        assert!(Components::of(&[vec![1.0, 1.0], vec![1.0, 1.0]]).share_between().is_nan());
    }
}
