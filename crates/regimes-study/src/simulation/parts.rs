//! What is observed of parts of the whole: groups, places, organisations, kinds of crisis.
//!
//! Groups, places and organisations are seen as they are in the week of a row; crises are summed since the row before.
//! An organisation that has closed no case yet, or does not work, has no performance: it is missing.

use crate::simulation::trace::{GroupRow, LEVELS};
use regimes_model::model::flourishing::Index;
use regimes_model::model::outcomes::sums::{sum_over, sum_up};
use regimes_model::model::totals::Total;
use regimes_model::model::world::World;
use regimes_model::units::{DOMAINS, MISSING};

/// Weeks between two rows; the last week has one as well.
pub const EVERY: u32 = 13;

/// Whether a week ends a quarter.
#[must_use]
pub fn is_due(week: u32) -> bool {
    week % EVERY == EVERY - 1
}

/// Crises since the last row, by domain.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    weeks: f64,
    entered: [f64; DOMAINS],
    stays: [f64; DOMAINS],
    pounds: [f64; DOMAINS],
}

regimes_model::totals! {
    /// Crises of a kind.
    pub struct OfKind {
        /// Entered [1/1000 residents/week].
        entered: f64;
        /// In crisis (share of residents).
        in_crisis: f64;
        /// Cost [GBP/resident/week].
        pounds: f64;
    }
}

impl Parts {
    /// Adds a week.
    pub fn look(&mut self, world: &World) {
        self.weeks += 1.0;
        for place in &world.places {
            for (domain, crisis) in world.constants.crises.iter().enumerate() {
                let Some(crisis) = crisis else { continue };
                let entered = f64::from(place.tally.crises_entered[domain]);
                let stays = f64::from(place.tally.in_crisis[domain]);
                self.entered[domain] += entered;
                self.stays[domain] += stays;
                self.pounds[domain] += place.shocks.price * (entered * crisis.pounds + stays * crisis.pounds_per_week);
            }
        }
    }

    /// The rows of a week; crises are counted again from here on.
    pub fn rows(&mut self, world: &World, index: &Index, week: u32) -> Vec<GroupRow> {
        let mut rows = Vec::new();
        let mut row = |level: usize, name: &str, values: &[f64]| {
            let (level, outcomes) = LEVELS[level];
            for (outcome, &value) in outcomes.iter().zip(values) {
                let (level, outcome) = (level.into(), (*outcome).into());
                rows.push(GroupRow { week, level, name: name.to_owned(), outcome, value });
            }
        };
        let observed = sum_up(world, index);
        for (group, &(n, sum)) in world.constants.groups.iter().zip(&observed.groups) {
            if n > 0.0 {
                row(0, &group.name, &[sum / n]);
            }
        }
        for (p, place) in world.places.iter().enumerate() {
            let seen = sum_over(world, std::slice::from_ref(place), index);
            if seen.residents > 0.0 {
                row(1, &world.constants.place_names[p], &[seen.indices.flourishing]);
            }
            for (organisation, name) in place.organisations.iter().zip(&world.constants.organisation_names[p]) {
                let (reported, true_performance) = (organisation.reported, organisation.true_performance);
                let said = [reported, true_performance, reported - true_performance].map(f64::from);
                let rated = world.services && organisation.has_closed;
                row(2, name, &if rated { said } else { [MISSING; 3] });
            }
        }
        for (kind, values) in self.by_kind(world) {
            row(3, kind, &[values.entered, values.in_crisis, values.pounds]);
        }
        *self = Parts::default();
        rows
    }

    /// By kind of crisis, domains that share one together.
    fn by_kind<'a>(&self, world: &'a World) -> Vec<(&'a str, OfKind)> {
        let resident_weeks = self.weeks * world.n_residents() as f64;
        let mut kinds: Vec<(&str, OfKind)> = Vec::new();
        for (domain, crisis) in world.constants.crises.iter().enumerate() {
            let Some(crisis) = crisis else { continue };
            let at = kinds.iter().position(|(kind, _)| *kind == crisis.kind).unwrap_or_else(|| {
                kinds.push((&crisis.kind, OfKind::default()));
                kinds.len() - 1
            });
            kinds[at].1.add(&OfKind {
                entered: 1000.0 * self.entered[domain] / resident_weeks,
                in_crisis: self.stays[domain] / resident_weeks,
                pounds: self.pounds[domain] / resident_weeks,
            });
        }
        kinds
    }
}

#[cfg(test)]
mod tests {
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::replicate;
    use regimes_model::model::outcomes::{OUTCOMES, position};

    #[test]
    fn crises_of_all_kinds_are_all_crises_and_their_cost() {
        let lasting = ["burn_in_weeks=10", "domains.housing.lasting_share=0.5", "domains.housing.lasting_severity=0.9"];
        let sets = lasting.map(Into::into);
        let scenario = regimes_scenario::load::load("tiny", &sets).unwrap().scenario;
        let traces = replicate(&scenario, 0, &unattended()).unwrap();
        for trace in &traces {
            for (part, whole) in [("crises", "crises"), ("crisis_cost", "crisis_cost")] {
                let rows = trace.groups.iter().filter(|row| row.level == "crisis" && row.outcome == part);
                let by_kind: f64 = rows.map(|row| row.value).sum::<f64>() / 4.0;
                let weeks = trace.outcomes.chunks_exact(OUTCOMES.len());
                let all: f64 = weeks.map(|week| week[position(whole).unwrap()]).sum::<f64>() / 52.0;
                assert!(all > 0.0 && (by_kind - all).abs() < 1e-9, "{whole}: {by_kind} and {all}");
            }
        }
    }
}
