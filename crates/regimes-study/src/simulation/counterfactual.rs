//! The counterfactual of an evaluation: what a before-and-after evaluation would have said, beside what was true.
//!
//! A cohort is enrolled on high *observed* need, transient part included, at the start of the horizon.
//! In the counterfactual it lives the same weeks from the same snapshot without services, with the same luck.
//! Whoever dies or moves in either life is left out of both.

use crate::simulation::control::unattended;
use crate::simulation::run::{Observer, Run};
use crate::simulation::trace::EvaluationRow;
use regimes_model::model::world::World;
use regimes_model::model::world::residents::Residents;
use regimes_model::units::DOMAINS;
use regimes_scenario::check::Scenario;

/// A resident's number in the country: place and number there.
type Member = (usize, usize, u8);

/// How cohorts are chosen.
pub const COHORTS: [&str; 2] = ["highest observed need", "middle observed need"];

/// Cohorts of a run.
pub struct Cohorts {
    cohorts: Vec<Cohort>,
    weeks: u32,
    noise: f32,
}

struct Cohort {
    name: &'static str,
    members: Vec<Member>,
    before: Vec<f64>,
    after: Vec<Option<f64>>,
}

impl Cohorts {
    /// Enrols the cohorts in a world at the start of the horizon.
    #[must_use]
    pub fn enrol(world: &World, scenario: &Scenario) -> Cohorts {
        let noise = scenario.parameters.seeking.noise as f32;
        let mut all: Vec<(f64, Member)> = Vec::new();
        for (p, place) in world.places.iter().enumerate() {
            for r in 0..place.residents.len() {
                all.push((
                    observed(&place.residents, r, world.constants.n_domains, noise),
                    (p, r, place.residents.generation[r]),
                ));
            }
        }
        let share = scenario.evaluation.cohort_share;
        let n = ((all.len() as f64 * share) as usize).min(all.len());
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let of = |name, chosen: &[(f64, Member)]| Cohort {
            name,
            members: chosen.iter().map(|(_, member)| *member).collect(),
            before: chosen.iter().map(|(need, _)| *need).collect(),
            after: Vec::new(),
        };
        let middle = (all.len() - n) / 2;
        let cohorts = vec![of(COHORTS[0], &all[..n]), of(COHORTS[1], &all[middle..middle + n])];
        Cohorts { cohorts, weeks: scenario.evaluation.weeks, noise }
    }

    /// What would have been said and what was true; empty where there is no counterfactual.
    #[must_use]
    pub fn rows(self, counterfactual: Option<&World>) -> Vec<EvaluationRow> {
        let Some(world) = counterfactual else { return Vec::new() };
        self.cohorts.iter().filter_map(|cohort| cohort.row(&needs_of(world, &cohort.members, self.noise))).collect()
    }
}

/// Cohorts are looked at again when the weeks of the evaluation are over.
impl Observer for Cohorts {
    fn look(&mut self, world: &World, week: u32) {
        if week + 1 == self.weeks {
            for cohort in &mut self.cohorts {
                cohort.after = needs_of(world, &cohort.members, self.noise);
            }
        }
    }
}

/// The snapshot after the weeks of the evaluation without services; none where the horizon is too short.
#[must_use]
pub fn counterfactual(snapshot: &Run<'_>) -> Option<World> {
    let scenario = snapshot.scenario();
    (scenario.horizon_weeks >= scenario.evaluation.weeks).then(|| {
        let mut run = snapshot.without_services();
        // It is part of the run of an arm, which tells progress and can be stopped.
        let _ = run.weeks(scenario.evaluation.weeks, &unattended(), &mut []);
        run.into_world()
    })
}

impl Cohort {
    fn row(&self, counterfactual: &[Option<f64>]) -> Option<EvaluationRow> {
        let lives = self.before.iter().zip(&self.after).zip(counterfactual);
        let whole: Vec<Looked> = lives
            .filter_map(|((&before, after), without)| {
                Some(Looked { before, after: (*after)?, twin_after: (*without)? })
            })
            .collect();
        if whole.is_empty() {
            return None;
        }
        let mean = |of: fn(&Looked) -> f64| whole.iter().map(of).sum::<f64>() / whole.len() as f64;
        let (before, after, twin_after) = (mean(|l| l.before), mean(|l| l.after), mean(|l| l.twin_after));
        Some(EvaluationRow {
            cohort: self.name.to_owned(),
            before,
            after,
            twin_after,
            apparent: after - before,
            true_effect: after - twin_after,
        })
    }
}

/// Needs of one member who stayed in both futures (share).
struct Looked {
    before: f64,
    after: f64,
    twin_after: f64,
}

fn needs_of(world: &World, members: &[Member], noise: f32) -> Vec<Option<f64>> {
    let need = |&(place, r, generation): &Member| {
        let residents = &world.places[place].residents;
        (residents.generation[r] == generation).then(|| observed(residents, r, world.constants.n_domains, noise))
    };
    members.iter().map(need).collect()
}

/// Mean observed need over the domains in use.
fn observed(residents: &Residents, r: usize, domains: usize, noise: f32) -> f64 {
    let needs = residents.needs[r].iter().take(domains.min(DOMAINS));
    let sum: f32 = needs.map(|&need| Residents::observed(need, residents.noise[r], noise)).sum();
    f64::from(sum) / domains.max(1) as f64
}
