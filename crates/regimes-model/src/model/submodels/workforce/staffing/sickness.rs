//! Sickness: spells that are rare, short as a rule and seldom very long.

use crate::model::submodels::workforce::staffing::labour::{Labour, chance};
use crate::model::submodels::workforce::staffing::parameters::Parameters;
use crate::model::world::workers::Worker;
use crate::randomness::Block;

/// Working days in a week.
const DAYS: f32 = 5.0;

// Words of a worker's week.
const ILL: usize = 0;
const HOW_LONG: usize = 1;

/// Length of a sickness spell that a draw from 0 to 1 stands for, where half of all exceed a median (day).
#[must_use]
pub fn spell_days(draw: f32, median_days: f32, p: &Parameters) -> f32 {
    let odds = draw / (1.0 - draw);
    let days = median_days * libm::powf(odds, (1.0 / p.tail_shape) as f32);
    days.max(1.0).min(p.longest_days as f32)
}

/// Moves the absence of a worker on by a week: what is set here is the absence of the week that follows.
pub fn fall_ill_or_recover(worker: &mut Worker, labour: &Labour<'_>, p: &Parameters, draws: &Block) {
    if worker.absent_days <= 0.0 {
        let more = p.ill_by_exhaustion as f32 * (worker.exhaustion - p.usual_exhaustion as f32);
        let own = chance(labour.spells * worker.proneness * libm::expf(more));
        let draw = draws.uniform(ILL);
        if draw < own {
            worker.absent_days = spell_days(draws.uniform(HOW_LONG), labour.median_days, p);
        } else if draw < own + (1.0 - own) * labour.illness {
            worker.absent_days = DAYS;
        }
    }
    worker.absent_now = worker.absent_days.min(DAYS);
    worker.absent_days -= worker.absent_now;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::submodels::workforce::staffing::tests::{groups, labour, usual_worker};
    use crate::model::town::Workforce;
    use crate::parameters::NoParameters;
    use crate::randomness::address::Address;
    use crate::randomness::{Draws, Randomness};

    fn days_in_a_year(workforce: &Workforce, n: u32, p: &Parameters) -> Vec<f32> {
        let (groups, randomness) = (groups(), Randomness::new(7, 0));
        let labour = labour(workforce, 0, &groups, p);
        let mut days = Vec::new();
        for number in 0..n {
            let mut worker = usual_worker(p);
            let mut sum = 0.0;
            for week in 0..104 {
                let draws = randomness.block(Draws::WorkerWeeks, 0, week, Address::numbered(0, number));
                fall_ill_or_recover(&mut worker, &labour, p, &draws);
                // The first year lets spells be under way.
                sum += if week >= 52 { worker.absent_now } else { 0.0 };
            }
            days.push(sum);
        }
        days
    }

    #[test]
    fn sickness_of_a_council_has_its_zeros_and_its_tail() {
        let p = Parameters::default();
        let days = days_in_a_year(&Workforce::Council(NoParameters {}), 3000, &p);
        let share = |of: &dyn Fn(f32) -> bool| days.iter().filter(|&&d| of(d)).count() as f32 / days.len() as f32;
        let mean = days.iter().sum::<f32>() / days.len() as f32;
        assert!((mean - 10.5).abs() < 1.5, "mean {mean}");
        let (none, few, many) = (share(&|d| d == 0.0), share(&|d| d <= 4.0), share(&|d| d > 40.0));
        assert!((none - 0.45).abs() < 0.04, "none {none}");
        assert!((few - 0.66).abs() < 0.05, "few {few}");
        assert!((many - 0.076).abs() < 0.02, "many {many}");
    }

    #[test]
    fn sickness_of_care_is_about_five_days() {
        let p = Parameters::default();
        let days = days_in_a_year(&Workforce::Care(NoParameters {}), 3000, &p);
        let mean = days.iter().sum::<f32>() / days.len() as f32;
        assert!((mean - 5.0).abs() < 1.0, "{mean}");
    }

    #[test]
    fn a_spell_is_longer_than_its_median_half_of_the_time_and_grows_with_the_draw() {
        let p = Parameters::default();
        assert!((spell_days(0.5, 4.0, &p) - 4.0).abs() < 1e-5);
        assert_eq!(spell_days(0.0, 4.0, &p), 1.0);
        assert_eq!(spell_days(0.999_999, 4.0, &p), 130.0);
        assert!((1..100).all(|n| {
            let draw = n as f32 / 100.0;
            spell_days(draw, 4.0, &p) >= spell_days(draw - 0.01, 4.0, &p)
        }));
    }

    #[test]
    fn spells_of_one_workforce_can_last_longer_than_those_of_the_others() {
        let usual = Parameters::default();
        let longer = Parameters { median_days_care: 2.0, ..usual.clone() };
        let mean = |workforce: Workforce, p: &Parameters| {
            let days = days_in_a_year(&workforce, 2000, p);
            days.iter().sum::<f32>() / days.len() as f32
        };
        let [care, council] = [|| Workforce::Care(NoParameters {}), || Workforce::Council(NoParameters {})];
        assert!(mean(care(), &longer) > 1.3 * mean(care(), &usual));
        assert_eq!(mean(council(), &longer), mean(council(), &usual));
    }

    #[test]
    fn absence_is_counted_down_five_days_a_week() {
        let p = Parameters::default();
        let groups = groups();
        let calm = Labour { spells: 0.0, ..labour(&Workforce::Care(NoParameters {}), 0, &groups, &p) };
        let mut worker = usual_worker(&p);
        worker.absent_days = 12.0;
        let mut days = Vec::new();
        for _ in 0..4 {
            fall_ill_or_recover(&mut worker, &calm, &p, &Block([0; 16]));
            days.push(worker.absent_now);
        }
        assert_eq!(days, [5.0, 5.0, 2.0, 0.0]);
    }

    #[test]
    fn an_illness_of_all_strikes_its_share() {
        let p = Parameters::default();
        let (groups, randomness) = (groups(), Randomness::new(3, 0));
        let ill_together =
            Labour { spells: 0.0, illness: 0.2, ..labour(&Workforce::Care(NoParameters {}), 0, &groups, &p) };
        let ill = (0..5000).filter(|&number| {
            let mut worker = usual_worker(&p);
            let draws = randomness.block(Draws::WorkerWeeks, 0, 1, Address::numbered(0, number));
            fall_ill_or_recover(&mut worker, &ill_together, &p, &draws);
            worker.absent_now == DAYS
        });
        assert!((ill.count() as f32 / 5000.0 - 0.2).abs() < 0.02);
    }
}
