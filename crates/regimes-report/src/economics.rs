//! Cost against effect by the conventions of economic evaluation: every arm beside the first, at each perspective, each slope
//! from the index to life satisfaction, and each value of a WELLBY.
//!
//! Costs and WELLBYs are means for a resident over the horizon, discounted alike or not at all. Cases are paired futures,
//! which differ by luck alone, or draws of uncertain parameters, each the mean over its futures.

use crate::money::Money;
use crate::observed::Observed;
use crate::wellbys::{self, Ratio, SLOPES};
use regimes_model::units::MISSING;
use regimes_study::simulation::worth::{Discounting, Perspective, Worth};
use regimes_study::statistics::economics::{Cases, NetBenefits};
use regimes_study::statistics::{Summary, mean};

/// What makes cases differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Luck alone: cases are paired futures.
    Luck,
    /// Parameters, and what luck is left in the mean of a draw's futures.
    Parameters,
}

impl Spread {
    /// All words.
    pub const WORDS: [&'static str; 2] = ["luck", "parameters and luck"];

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Spread::WORDS[self as usize]
    }
}

/// Names of the slopes, and of the values of a WELLBY.
pub const ENDS: [&str; 3] = ["low", "middle", "high"];

/// How costs and effects are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Whose money counts.
    pub perspective: Perspective,
    /// Whether later years count less.
    pub discounting: Discounting,
    /// The slope, by its number among [`SLOPES`].
    pub slope: usize,
}

impl View {
    /// What figures and the page show: public money, discounted; at a slope.
    #[must_use]
    pub fn shown(slope: usize) -> View {
        View { perspective: Perspective::PublicSector, discounting: Discounting::Discounted, slope }
    }

    /// All views, in the order of tables.
    pub fn all() -> impl Iterator<Item = View> {
        let of_slopes =
            |perspective, discounting| (0..SLOPES.len()).map(move |slope| View { perspective, discounting, slope });
        let of_both = move |perspective| Discounting::ALL.into_iter().flat_map(move |how| of_slopes(perspective, how));
        Perspective::ALL.into_iter().flat_map(of_both)
    }
}

/// Costs and years of arms, case by case.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// What makes cases differ.
    pub spread: Spread,
    /// The arms that have a value in some case, by number; the first is the reference.
    pub arms: Vec<usize>,
    /// The numbers of the cases: replicates or draws.
    pub ids: Vec<u32>,
    /// By place among the arms, and by case.
    worths: Vec<Vec<Worth>>,
}

impl Evaluation {
    /// Of the paired futures of a run; none, with the reason, where there are no two arms to compare.
    ///
    /// # Errors
    /// Why there is nothing to compare.
    pub fn of_futures(observed: &Observed) -> Result<Evaluation, String> {
        let (people, rate) = (observed.residents(), observed.record.money.discount_per_year());
        let of_run = |run| Worth::of(&observed.costs(run), &observed.cohorts(run), people, rate);
        let of_arm = |arm: usize| observed.runs(arm).iter().map(|run| (run.replicate, of_run(*run))).collect();
        Evaluation::of(Spread::Luck, (0..observed.n_arms()).map(of_arm).collect())
    }

    /// Of numbered cases by arm: those that all arms have which have any.
    ///
    /// An arm that spends nothing on services is left out: that all services end is no choice that is open to anybody, and
    /// what is lost with them is only in part in the model.
    ///
    /// # Errors
    /// Why there is nothing to compare.
    pub fn of(spread: Spread, by_arm: Vec<Vec<(u32, Worth)>>) -> Result<Evaluation, String> {
        let is_told = |worth: &Worth| worth.numbers().iter().all(|number| number.is_finite());
        let by_arm: Vec<Vec<(u32, Worth)>> =
            by_arm.into_iter().map(|cases| cases.into_iter().filter(|(_, worth)| is_told(worth)).collect()).collect();
        let has_services = |cases: &[(u32, Worth)]| {
            cases.iter().any(|(_, worth)| worth.cost(Perspective::Services, Discounting::Undiscounted) > 0.0)
        };
        let arms: Vec<usize> = (0..by_arm.len()).filter(|arm| *arm == 0 || has_services(&by_arm[*arm])).collect();
        let arms: Vec<usize> = arms.into_iter().filter(|arm| !by_arm[*arm].is_empty()).collect();
        let find = |arm: usize, id: u32| by_arm[arm].iter().find(|(other, _)| *other == id).map(|(_, worth)| *worth);
        let first = by_arm.first().map_or(&[][..], Vec::as_slice);
        let ids: Vec<u32> =
            first.iter().map(|(id, _)| *id).filter(|id| arms.iter().all(|arm| find(*arm, *id).is_some())).collect();
        let worths = arms.iter().map(|arm| ids.iter().filter_map(|id| find(*arm, *id)).collect()).collect();
        let is_choice = arms.first() == Some(&0) && arms.len() > 1 && !ids.is_empty();
        if !is_choice {
            return Err("no two arms have costs and cohorts on the same luck".to_owned());
        }
        Ok(Evaluation { spread, arms, ids, worths })
    }

    /// What an arm costs and gives in a case, by their places here.
    #[must_use]
    pub fn worth(&self, place: usize, case: usize) -> Worth {
        self.worths[place][case]
    }

    /// Its costs and WELLBYs under a view; arms are numbered by their place here.
    #[must_use]
    pub fn cases(&self, view: View) -> Cases {
        let of = |number: &dyn Fn(&Worth) -> f64| -> Vec<Vec<f64>> {
            self.worths.iter().map(|cases| cases.iter().map(number).collect()).collect()
        };
        let costs = of(&|worth| worth.cost(view.perspective, view.discounting));
        Cases::of(&costs, &of(&|worth| SLOPES[view.slope] * worth.years(view.discounting)))
    }

    /// Every arm under every view at every value of a WELLBY.
    #[must_use]
    pub fn rows(&self, money: &Money) -> Vec<Row> {
        View::all().flat_map(|view| self.rows_of(view, money)).collect()
    }

    /// Every arm under a view at every value of a WELLBY.
    #[must_use]
    pub fn rows_of(&self, view: View, money: &Money) -> Vec<Row> {
        let cases = self.cases(view);
        let of_value = |value: Value| {
            let benefits = cases.net_benefits(value.pounds);
            let choice = (benefits.acceptability(), benefits.best(), benefits.evpi());
            let known = value.pounds.is_finite();
            let row = |place: usize| Row {
                arm: self.arms[place],
                view,
                value,
                n: cases.n(),
                first: [mean(cases.costs(0)), mean(cases.effects(0))],
                cost: mean(cases.costs(place)),
                wellbys: mean(cases.effects(place)),
                step: (place > 0).then(|| Step::of(&cases, place, known.then_some(&benefits))),
                acceptable: if known { choice.0[place] } else { MISSING },
                is_best: if known { choice.1.map(|best| best == place) } else { None },
                evpi: if known { choice.2 } else { MISSING },
            };
            (0..self.arms.len()).map(row).collect::<Vec<Row>>()
        };
        values(money).into_iter().flat_map(of_value).collect()
    }
}

/// A value of a WELLBY.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Its name.
    pub name: &'static str,
    /// In the scenario's currency at its prices; missing where it is not known.
    pub pounds: f64,
}

/// Where no value of a WELLBY is known.
pub const UNKNOWN: &str = "unknown";

/// The values of a WELLBY in a scenario's money; one that is missing where it has none.
#[must_use]
pub fn values(money: &Money) -> Vec<Value> {
    match wellbys::values(money.currency(), money.price_year()) {
        Some(values) => ENDS.iter().zip(values).map(|(name, pounds)| Value { name, pounds }).collect(),
        None => vec![Value { name: UNKNOWN, pounds: MISSING }],
    }
}

/// An arm under a view at a value of a WELLBY.
#[derive(Clone, Debug)]
pub struct Row {
    /// The arm, by number.
    pub arm: usize,
    /// How costs and effects are counted.
    pub view: View,
    /// What a WELLBY is worth.
    pub value: Value,
    /// Cases in which every arm has a value.
    pub n: usize,
    /// Mean cost and WELLBYs of the first arm, in the same units.
    pub first: [f64; 2],
    /// Mean cost [of the scenario's currency/resident].
    pub cost: f64,
    /// Mean WELLBYs [WELLBY/resident].
    pub wellbys: f64,
    /// What it has more than the first arm; none of the first.
    pub step: Option<Step>,
    /// Share of cases in which it has the highest net benefit.
    pub acceptable: f64,
    /// Whether its mean net benefit is the highest; none where that is not known.
    pub is_best: Option<bool>,
    /// What perfect information is worth [of the scenario's currency/resident].
    pub evpi: f64,
}

/// What an arm has more than the first, case by case.
#[derive(Clone, Debug)]
pub struct Step {
    /// Of cost.
    pub cost: Summary,
    /// Of WELLBYs.
    pub wellbys: Summary,
    /// How costs and WELLBYs go together over cases.
    pub correlation: f64,
    /// What a WELLBY costs; none where WELLBYs do not differ.
    pub ratio: Option<Ratio>,
    /// Of net benefit.
    pub benefit: Summary,
}

impl Step {
    /// Of an arm, by its place; without net benefits where no value of a WELLBY is known.
    fn of(cases: &Cases, place: usize, benefits: Option<&NetBenefits>) -> Step {
        let [costs, wellbys] = cases.steps(place);
        let gain = |benefits: &NetBenefits| -> Vec<f64> {
            benefits.of(0).iter().zip(benefits.of(place)).map(|(a, b)| b - a).collect()
        };
        let (cost, wellby) = (Summary::of(&costs), Summary::of(&wellbys));
        let shared = costs.iter().zip(&wellbys).map(|(c, w)| (c - cost.mean) * (w - wellby.mean)).sum::<f64>();
        let scale = cost.sd * wellby.sd * (costs.len().saturating_sub(1)) as f64;
        Step {
            correlation: if scale > 0.0 { shared / scale } else { MISSING },
            ratio: Ratio::of(cost.mean, wellby.mean),
            benefit: Summary::of(&benefits.map_or_else(Vec::new, gain)),
            cost,
            wellbys: wellby,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;
    use regimes_scenario::file::Costs;

    fn worth(cost: f64, years: f64) -> Worth {
        Worth::from_numbers(&[cost, cost, 2.0 * cost, 2.0 * cost, years, years]).unwrap()
    }

    fn two(cases: &[(f64, f64)]) -> Evaluation {
        let first = (0..).zip(cases).map(|(id, _)| (id, worth(100.0, 5.0))).collect();
        let second = (0..).zip(cases).map(|(id, (cost, years))| (id, worth(100.0 + cost, 5.0 + years))).collect();
        Evaluation::of(Spread::Luck, vec![first, second]).unwrap()
    }

    #[test]
    fn an_arm_has_a_row_for_each_view_and_value_and_both_slopes_are_there() {
        let money = Money::of(&Costs::default());
        let rows = two(&[(1000.0, 0.01), (1200.0, 0.03), (800.0, 0.02)]).rows(&money);
        assert_eq!(rows.len(), 2 * 2 * 3 * 3 * 2);
        let find = |slope: usize, value: &str, arm: usize| {
            rows.iter().find(|row| row.view == View::shown(slope) && row.value.name == value && row.arm == arm).unwrap()
        };
        for (slope, factor) in SLOPES.iter().enumerate() {
            let row = find(slope, "middle", 1);
            let step = row.step.as_ref().unwrap();
            assert!((step.wellbys.mean - 0.02 * factor).abs() < 1e-12 && (step.cost.mean - 2000.0).abs() < 1e-9);
            assert!((step.benefit.mean - (16_640.0 * 0.02 * factor - 2000.0)).abs() < 1e-6);
            let ratio = step.ratio.unwrap();
            assert!((ratio.pounds() - 2000.0 / (0.02 * factor)).abs() < 1e-6);
            assert_eq!(row.is_best, Some(step.benefit.mean > 0.0));
            assert!((find(slope, "middle", 0).acceptable + row.acceptable - 1.0).abs() < 1e-12);
            assert!(find(slope, "middle", 0).step.is_none() && row.evpi >= 0.0);
        }
    }

    #[test]
    fn of_one_future_and_of_unknown_money_what_is_not_known_is_missing() {
        let money = Money::of(&Costs::default());
        let rows = two(&[(1000.0, 0.01)]).rows_of(View::shown(0), &money);
        let step = rows[1].step.as_ref().unwrap();
        assert!(rows[1].acceptable.is_nan() && rows[1].evpi.is_nan() && step.cost.sd.is_nan());
        assert!(step.correlation.is_nan() && (step.cost.mean - 2000.0).abs() < 1e-9);
        let euros = Money::of(&Costs { currency: "EUR".to_owned(), ..Costs::default() });
        let rows = two(&[(1000.0, 0.01), (900.0, 0.02)]).rows_of(View::shown(0), &euros);
        assert_eq!((rows.len(), rows[1].value.name, rows[1].is_best), (2, UNKNOWN, None));
        assert!(rows[1].acceptable.is_nan() && rows[1].evpi.is_nan() && rows[1].step.as_ref().unwrap().benefit.n == 0);
    }

    #[test]
    fn the_end_of_all_services_is_no_choice() {
        let cases = |cost: f64| (0..3).map(|id| (id, worth(cost, 5.0))).collect::<Vec<_>>();
        let found = Evaluation::of(Spread::Luck, vec![cases(100.0), cases(0.0), cases(90.0)]).unwrap();
        assert_eq!(found.arms, [0, 2]);
        assert!(Evaluation::of(Spread::Luck, vec![cases(100.0), cases(0.0)]).is_err());
    }

    #[test]
    fn one_arm_is_no_choice_and_a_run_that_failed_takes_its_pair_with_it() {
        let (record, ensemble) = synthetic::make(&["npm"], 4, 60);
        assert!(Evaluation::of_futures(&Observed::new(&record, &ensemble).unwrap()).is_err());
        let (record, mut ensemble) = synthetic::make(&["npm", "hls", "graft"], 4, 60);
        ensemble.traces.iter_mut().filter(|run| run.arm == 2).for_each(|run| run.error = Some("no staff".to_owned()));
        ensemble.traces[1].error = Some("no staff".to_owned());
        let found = Evaluation::of_futures(&Observed::new(&record, &ensemble).unwrap()).unwrap();
        assert_eq!((found.arms, found.ids), (vec![0, 1], vec![0, 2, 3]));
    }
}
