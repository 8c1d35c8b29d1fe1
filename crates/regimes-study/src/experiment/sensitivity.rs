//! On which assumptions the difference between arms hangs: a design over uncertain parameters, and what its points say.
//!
//! | method | question | runs, for `k` factors or groups | what it gives |
//! |---|---|---|---|
//! | Morris | which matter at all? | `trajectories (k + 1)` | `mu`, `mu_star`, `sigma` |
//! | Sobol | what share of the variance is due to each? | `points (2k + 2)` | first-order, total and second-order indices |
//!
//! Either is of the median paired difference between an arm and the first. A point that failed is missing: with Morris the
//! moves that touch it, with Sobol its whole base point.

use crate::experiment::axes::{self, Axis};
use crate::experiment::groups::Group;
use crate::experiment::points::{Points, differences};
use crate::statistics::Estimate;
use crate::statistics::bootstrap::Bootstrap;
use crate::statistics::morris::{self, Effect};
use crate::statistics::ranks::share_among_first;
use crate::statistics::sampling::{DesignError, MOST_SOBOL_POINTS};
use crate::statistics::sobol::{self, Order};
use crate::study::store::{Refused, Store};
use regimes_model::units::MISSING;
use regimes_scenario::overrides::Override;

/// Resamples of trajectories, or of base points, behind an interval.
const RESAMPLES: usize = 500;
/// Levels of a factor that is screened.
const LEVELS: usize = 4;
/// The first factors, of which it is asked how surely a factor is one.
pub const FIRST: usize = 10;

/// How the weight of factors is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Elementary effects along trajectories.
    #[default]
    Morris,
    /// Shares of the variance.
    Sobol,
}

/// Methods by name.
pub const METHODS: [(&str, Method); 2] = [("morris", Method::Morris), ("sobol", Method::Sobol)];

impl Method {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        METHODS.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }
}

/// The most base points.
const MOST_POINTS: u32 = MOST_SOBOL_POINTS as u32;

/// A number of base points: a power of two, so that they cover every factor evenly.
///
/// # Errors
/// What it can be, with the nearest that can.
pub fn base_points(text: &str) -> Result<u32, String> {
    let allowed = format!("base points are a power of two from 2 to {MOST_POINTS}");
    match text.trim().parse::<u32>() {
        Ok(n) if n.is_power_of_two() && (2..=MOST_POINTS).contains(&n) => Ok(n),
        Ok(n) => Err(format!("{allowed}, such as {}", n.clamp(2, MOST_POINTS).next_power_of_two())),
        Err(_) => Err(allowed),
    }
}

/// How factors are moved.
#[derive(Clone, Debug)]
enum Plan {
    Morris(morris::Plan),
    Sobol(sobol::Plan),
}

/// An analysis that is to be made: factors, and the places at which the model is run.
#[derive(Clone, Debug)]
pub struct Design {
    /// The factors, each with its ends.
    pub axes: Vec<Axis>,
    /// What is moved at once: each factor alone, unless groups were named.
    pub groups: Vec<Group>,
    /// Where the ends come from, in words.
    pub source: &'static str,
    plan: Plan,
    /// The places, on the unit cube.
    places: Vec<Vec<f64>>,
}

impl Design {
    /// Trajectories along which each group moves once.
    ///
    /// # Errors
    /// If groups do not hold each factor once.
    pub fn morris(
        axes: Vec<Axis>,
        groups: Vec<Group>,
        trajectories: usize,
        seed: u64,
        source: &'static str,
    ) -> Result<Design, DesignError> {
        let members = groups.iter().map(|group| group.factors.clone()).collect();
        let plan = morris::Plan::with_groups(members, LEVELS)?;
        let places = plan.trajectories(trajectories, seed);
        Ok(Design { axes, groups, source, plan: Plan::Morris(plan), places })
    }

    /// Base points, each with the points that exchange one factor.
    ///
    /// # Errors
    /// If there are more points or factors than the design has room for.
    pub fn sobol(axes: Vec<Axis>, points: usize, seed: u64, source: &'static str) -> Result<Design, DesignError> {
        let plan = sobol::Plan { factors: axes.len(), rows: points, order: Order::Second };
        let places = plan.design(seed)?;
        let groups = Group::each_alone(&axes);
        Ok(Design { axes, groups, source, plan: Plan::Sobol(plan), places })
    }

    /// Its method.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.plan {
            Plan::Morris(_) => Method::Morris,
            Plan::Sobol(_) => Method::Sobol,
        }
    }

    /// What is set at each place.
    #[must_use]
    pub fn points(&self) -> Vec<Vec<Override>> {
        axes::at_places(&self.axes, &self.places)
    }

    /// What the points say of the difference of each arm to the first, outcome by outcome.
    ///
    /// # Errors
    /// If the store refuses, or the points are not those of the design.
    pub fn analysed(&self, points: &Points, store: &dyn Store) -> Result<Vec<Analysed>, Unanalysed> {
        let width = points.outcomes().len();
        let bootstrap = Bootstrap { resamples: RESAMPLES, seed: points.base().seed };
        let all = differences(points, store).map_err(Unanalysed::Refused)?;
        let analysed = |(n, differences): (usize, Vec<f64>)| {
            let (indices, resamples) = self.indices(&differences, bootstrap).map_err(Unanalysed::Design)?;
            let among_first = share_among_first(&resamples, FIRST);
            Ok(Analysed { arm: 1 + n / width, outcome: n % width, differences, indices, among_first })
        };
        all.into_iter().enumerate().map(analysed).collect()
    }

    /// The indices of outputs, and the weight of each group in each resample.
    fn indices(&self, outputs: &[f64], bootstrap: Bootstrap) -> Result<(Indices, Vec<Vec<f64>>), DesignError> {
        match &self.plan {
            Plan::Morris(plan) => {
                let screening = plan.estimates(&self.places, outputs, bootstrap)?;
                Ok((Indices::Morris(screening.effects), screening.resamples))
            }
            Plan::Sobol(plan) => {
                let mut indices = plan.indices(outputs, bootstrap)?;
                let resamples = std::mem::take(&mut indices.total_resamples);
                Ok((Indices::Sobol(indices), resamples))
            }
        }
    }
}

/// Indices of all groups, in the order of the design.
#[derive(Clone, Debug)]
pub enum Indices {
    /// Effects of each group.
    Morris(Vec<Effect>),
    /// Shares of the variance; a group is one factor.
    Sobol(sobol::Indices),
}

/// What an analysis says of the difference of an arm in an outcome.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// Number of the arm.
    pub arm: usize,
    /// Place of the outcome among those of the points.
    pub outcome: usize,
    /// The median paired difference at each point; missing where the point failed.
    pub differences: Vec<f64>,
    /// How much each group moves it.
    pub indices: Indices,
    /// For each group, in which share of resamples it stands among the first [`FIRST`].
    pub among_first: Vec<f64>,
}

/// What an index is called in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// Mean effect of a move over the whole range.
    Mu,
    /// Mean size of these effects.
    MuStar,
    /// Their standard deviation.
    Sigma,
    /// Share of the variance due to a factor alone.
    First,
    /// Share of the variance due to a factor, alone and together with others.
    Total,
    /// Share of the variance due to two factors together, beyond what each does alone.
    Second,
    /// Share of resamples in which it is among the first [`FIRST`].
    AmongFirst,
}

/// Indices by name.
pub const INDICES: [(&str, Index); 7] = [
    ("mu", Index::Mu),
    ("mu_star", Index::MuStar),
    ("sigma", Index::Sigma),
    ("first", Index::First),
    ("total", Index::Total),
    ("second", Index::Second),
    ("among_first", Index::AmongFirst),
];

impl Index {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        INDICES.iter().find(|(_, index)| *index == self).map_or("", |(name, _)| name)
    }

    /// Whether it is in the unit of the outcome; a share otherwise.
    #[must_use]
    pub fn has_unit_of_outcome(self) -> bool {
        matches!(self, Index::Mu | Index::MuStar | Index::Sigma)
    }
}

impl Analysed {
    /// How much a group matters: `mu_star`, or the total index.
    #[must_use]
    pub fn weight(&self, group: usize) -> Estimate {
        match &self.indices {
            Indices::Morris(effects) => effects[group].mu_star,
            Indices::Sobol(indices) => indices.total[group],
        }
    }

    /// The groups, the one that matters most first; those of which nothing is known are the last.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let weight = |group: &usize| {
            let value = self.weight(*group).value;
            if value.is_nan() { f64::NEG_INFINITY } else { value }
        };
        let mut order: Vec<usize> = (0..self.among_first.len()).collect();
        order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        order
    }

    /// The indices of a group, each with its estimate; an index without an interval has none.
    #[must_use]
    pub fn of_group(&self, group: usize) -> Vec<(Index, Estimate)> {
        let weight = self.weight(group);
        let alone = |value: f64| Estimate { value, low: MISSING, high: MISSING, mcse: MISSING, n: weight.n };
        let share = if weight.value.is_nan() { MISSING } else { self.among_first[group] };
        let mut all = match &self.indices {
            Indices::Morris(effects) => {
                let Effect { mu, mu_star, sigma } = effects[group];
                vec![(Index::Mu, alone(mu)), (Index::MuStar, mu_star), (Index::Sigma, alone(sigma))]
            }
            Indices::Sobol(indices) => vec![(Index::First, indices.first[group]), (Index::Total, weight)],
        };
        all.push((Index::AmongFirst, alone(share)));
        all
    }

    /// The second-order indices, a pair of groups each.
    #[must_use]
    pub fn pairs(&self) -> &[sobol::Pair] {
        match &self.indices {
            Indices::Morris(_) => &[],
            Indices::Sobol(indices) => &indices.second,
        }
    }
}

/// Why there is no finding.
#[derive(Debug)]
pub enum Unanalysed {
    /// The store refuses.
    Refused(Refused),
    /// The points are not those of the design.
    Design(DesignError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::runner;
    use crate::study::store::Memory;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    /// What the first of an analysis of `tiny` is when its last point has no result.
    fn without_last_point(design: &Design) -> Analysed {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=1"]);
        let of = |points: Vec<Vec<Override>>| Points::of("tiny", sets.clone(), points, vec![0]).expect("sound");
        let (all, store) = (design.points(), Memory::default());
        let part = of(all[..all.len() - 1].to_vec());
        runner::perform(&part, Width::Wide, &store, &unattended(), &|_| {}).expect("nobody stops it");
        design.analysed(&of(all), &store).expect("a design").swap_remove(0)
    }

    fn axes() -> Vec<Axis> {
        ["seeking.rate=0.05..0.2", "patterns.harm=0.1..0.4"].map(|text| Axis::read(text).expect("sound")).to_vec()
    }

    #[test]
    fn a_point_that_failed_takes_out_the_moves_that_touch_it_or_its_base_point() {
        let groups = Group::each_alone(&axes());
        let found = without_last_point(&Design::morris(axes(), groups, 3, 1, "a test").expect("sound"));
        assert!(found.differences[8].is_nan() && found.differences[..8].iter().all(|value| value.is_finite()));
        let mut n = [found.weight(0).n, found.weight(1).n];
        n.sort_unstable();
        assert_eq!(n, [2, 3]);
        let found = without_last_point(&Design::sobol(axes(), 4, 1, "a test").expect("sound"));
        assert_eq!([found.weight(0).n, found.weight(1).n, found.pairs()[0].index.n], [3; 3]);
    }

    #[test]
    fn a_group_has_a_size_and_no_direction() {
        let groups = vec![Group { name: "both".to_owned(), factors: vec![0, 1] }];
        let found = without_last_point(&Design::morris(axes(), groups, 3, 1, "a test").expect("sound"));
        let of = |index: Index| found.of_group(0).into_iter().find(|(one, _)| *one == index).expect("there").1;
        assert!(of(Index::MuStar).value.is_finite() && of(Index::Mu).value.is_nan() && of(Index::Sigma).value.is_nan());
        assert_eq!(of(Index::MuStar).n, 2);
    }

    #[test]
    fn base_points_are_a_power_of_two() {
        assert_eq!((base_points("64"), base_points("65536")), (Ok(64), Ok(65_536)));
        for (text, part) in
            [("48", "such as 64"), ("0", "such as 2"), ("99999", "such as 65536"), ("x", "power of two")]
        {
            assert!(base_points(text).expect_err("wrong").contains(part), "{text}");
        }
    }
}
