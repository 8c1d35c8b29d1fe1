//! What the benches share: clocks, medians over interleaved rounds, and the worlds that are timed.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::time::Instant;

use regimes_model::model::rules::practice::Casework;
use regimes_model::model::schedule::{self, Calendar};
use regimes_model::model::world::World;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;

/// What was asked for after `cargo bench --bench x --`.
pub struct Asked {
    /// A smaller run.
    pub quick: bool,
    /// `cargo test --all-targets` starts benches as well, without this mark; then nothing is timed.
    pub to_time: bool,
}

/// Reads the arguments.
pub fn asked() -> Asked {
    let has = |name: &str| std::env::args().any(|argument| argument == name);
    Asked { quick: has("--quick"), to_time: has("--bench") }
}

/// Nanoseconds that some work takes.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn nanoseconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_nanos() as f64
}

/// One value of a measure from each round.
#[derive(Clone, Debug, Default)]
pub struct Samples(pub Vec<f64>);

impl Samples {
    /// The middle value; the lower one of two.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The least value.
    pub fn min(&self) -> f64 {
        self.at(0.0)
    }

    /// The greatest value.
    pub fn max(&self) -> f64 {
        self.at(1.0)
    }

    fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1) as f64;
        sorted.get((part * last) as usize).copied().unwrap_or(f64::NAN)
    }

    /// Round by round, this over another measure.
    pub fn over(&self, other: &Samples) -> Samples {
        Samples(self.0.iter().zip(&other.0).map(|(a, b)| a / b).collect())
    }
}

/// A bundled scenario as it stands.
pub fn bundled(name: &str) -> Scenario {
    load(name, &[]).unwrap_or_else(|problems| panic!("{name}:\n{problems}")).scenario
}

/// How many residents a worker has to look after in the city.
const RESIDENTS_PER_WORKER: f64 = 100.0;
/// Cases of a full caseload: with a worker for each hundred residents, about one in twenty is in contact.
const CASELOAD: f64 = 5.0;

/// The residents of the flagship in another number, with a worker for each hundred and about 5 % of them in contact.
pub fn city(residents: u32) -> Scenario {
    let mut scenario = bundled("flagship");
    let organisations = &mut scenario.town.organisations.0;
    let posts: f64 = organisations.iter().map(|(_, o)| f64::from(o.copies) * o.staff.posts_fte).sum();
    let scale = f64::from(residents) / RESIDENTS_PER_WORKER / posts;
    for (_, organisation) in organisations {
        organisation.staff.posts_fte *= scale;
    }
    for (_, place) in &mut scenario.town.places.0 {
        place.residents = residents;
        place.budget_pounds_per_week *= scale;
    }
    if let Casework::ByDomain(by_domain) = &mut scenario.status_quo.regime.casework {
        by_domain.caseload = CASELOAD;
    }
    scenario
}

/// The same city where nobody is ever in need.
pub fn city_at_rest(residents: u32) -> Scenario {
    let mut scenario = city(residents);
    for (_, domain) in &mut scenario.town.domains.0 {
        domain.onset_per_year = 0.0;
        domain.lasting_share = 0.0;
    }
    scenario
}

/// Moves a world on by some weeks.
pub fn run(world: &mut World, calendar: &Calendar<'_>, weeks: u32) {
    for _ in 0..weeks {
        schedule::week(world, calendar);
    }
}

/// Parts of the residents with an open case, on a list, and with anything off its rest.
pub fn shares(world: &World) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for place in &world.places {
        let residents = &place.residents;
        counts[0] += residents.served.iter().filter(|domains| !domains.is_empty()).count() as f64;
        counts[1] += residents.waiting.iter().filter(|domains| !domains.is_empty()).count() as f64;
        counts[2] += residents.active.iter().filter(|&&active| active).count() as f64;
    }
    counts.map(|count| count / world.n_residents() as f64)
}
