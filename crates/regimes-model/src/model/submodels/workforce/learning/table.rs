//! What is on the table at a review: where it applies, who is heard of what, and what residents say.
//!
//! The equations stand in [`learning`](super).

use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::patterns::{bits, bits_of_domains};
use crate::model::rules::practice::Casework;
use crate::model::submodels::workforce::learning::addresses::{Use, package_address};
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::submodels::workforce::learning::voice::voice_and_lived;
use crate::model::world::OrganisationContext;
use crate::model::world::constants::Group;
use crate::model::world::organisations::Organisation;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness, normal};
use crate::units::FACTORS;

/// What is on the table at one organisation's review.
pub struct Table<'a> {
    /// Whose review it is.
    pub organisation: &'a Organisation,
    /// Where it works.
    pub context: &'a OrganisationContext<'a>,
    /// How it learns.
    pub rhythm: &'a Rhythm<'a>,
    /// The parameters of learning.
    pub p: &'a Parameters,
    /// The factors that the organisation has to do with.
    pub scope: Factors,
    /// Share of the errors that is said.
    pub said: f32,
    randomness: &'a Randomness,
}

/// The weights of lessons about one package.
pub struct Weights {
    /// Of what was found in cases.
    pub found: f32,
    /// Of the team's belief.
    pub team: f32,
    /// Residents' lessons on each factor.
    pub lived_each: f32,
    /// Weight of one of them.
    pub lived: f32,
}

impl<'a> Table<'a> {
    /// Lays the table for an organisation.
    #[must_use]
    pub fn of(
        organisation: &'a Organisation,
        context: &'a OrganisationContext<'a>,
        rhythm: &'a Rhythm<'a>,
        p: &'a Parameters,
        randomness: &'a Randomness,
    ) -> Table<'a> {
        let said = logistic(p.said_base as f32 + p.said_slope as f32 * organisation.safety);
        Table { organisation, context, rhythm, p, scope: scope(organisation, context), said, randomness }
    }

    /// How lessons about a package weigh.
    #[must_use]
    pub fn weights(&self, package: usize) -> Weights {
        let (p, hours) = (self.p, &self.organisation.hours);
        let group = self.group(package);
        let (voice, lived) = voice_and_lived(self.context.rules.voice, group, self.context, p);
        let holds = group.map_or(1.0, |group| 1.0 - 2.0 * group.variation);
        let share = self.share_of_volume(package);
        let lessons = hours.participation * self.weeks() * p.lived_per_hour as f32 * share;
        Weights {
            found: self.rhythm.reach * voice,
            team: self.rhythm.reach * p.team_votes as f32 * holds,
            lived_each: lessons / self.scope.len().max(1) as f32,
            lived,
        }
    }

    /// Net votes of residents who take part, on each factor of a domain: right more often than wrong.
    #[must_use]
    pub fn residents_say(&self, weights: &Weights, domain: usize, package: usize) -> [f32; FACTORS] {
        let mut said = [0.0; FACTORS];
        if weights.lived_each * weights.lived > 0.0 {
            let truth = bits(self.truth(package).trues(), domain);
            let draws = self.block(Use::Lived, domain, package);
            let (n, error) = (weights.lived_each, self.p.lived_error as f32);
            let spread = 2.0 * (n * error * (1.0 - error)).sqrt();
            for (factor, said) in said.iter_mut().enumerate() {
                let right = n * (1.0 - 2.0 * error) + spread * normal(draws.0[factor]);
                let sign = if truth >> factor & 1 == 1 { 1.0 } else { -1.0 };
                *said = weights.lived * sign * right;
            }
        }
        said
    }

    /// Expected number of trials of a package since the last review.
    #[must_use]
    pub fn trials(&self, package: usize) -> f64 {
        let hours = self.organisation.hours.experiments * self.weeks();
        f64::from(hours * self.share_of_volume(package)) / self.p.hours_per_trial
    }

    /// Weeks since the last review, this one included.
    #[must_use]
    pub fn weeks(&self) -> f32 {
        self.organisation.weeks_since_review as f32
    }

    fn share_of_volume(&self, package: usize) -> f32 {
        let volume = &self.organisation.volume;
        let all: u32 = volume.iter().map(|volume| volume + 1).sum();
        volume.get(package).map_or(1.0, |volume| (volume + 1) as f32 / all as f32)
    }

    fn group(&self, package: usize) -> Option<&Group> {
        let group = self.organisation.package_groups[package]?;
        self.context.constants.groups.get(group.index())
    }

    /// What works for those whom a package is made for.
    #[must_use]
    pub fn truth(&self, package: usize) -> Pattern {
        let (place, country) = (self.context.place, self.context.country.pattern);
        place.package_truth(country, self.organisation.package_groups[package])
    }

    /// What is drawn for the factors of a domain.
    #[must_use]
    pub fn block(&self, what: Use, domain: usize, package: usize) -> Block {
        let number = self.address(what, package);
        self.randomness.block(Draws::CodeLearning, domain as u32, self.context.week, number)
    }

    /// What is drawn for all factors.
    #[must_use]
    pub fn pair(&self, what: Use, package: usize) -> [Block; 2] {
        let number = self.address(what, package);
        self.randomness.pair(Draws::CodeLearning, self.context.week, number)
    }

    fn address(&self, what: Use, package: usize) -> Address {
        package_address(self.context.place.index, self.organisation.index, package, what)
    }
}

/// The factors that an organisation has to do with: those of its domains, or all where it serves whole persons.
fn scope(organisation: &Organisation, context: &OrganisationContext<'_>) -> Factors {
    match context.rules.casework {
        Casework::ByDomain(_) => context.constants.mask & bits_of_domains(organisation.reach()),
        Casework::LeadWorker(_) | Casework::Mixed(_) => context.constants.mask,
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}
