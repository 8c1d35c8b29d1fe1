//! What services do under the status quo, counted over the last year of the burn-in: contact, length, assessment, lists,
//! money per need, and the crises of people with several needs.
//!
//! ```text
//! hours of a closed case = hours given to cases in the year / cases closed in it
//! contacts of a post       = hours given to cases / 52 minutes / posts, in a month (A265)
//! weeks of a closed case = mean number of open cases / cases closed in a week
//! density                = pounds for services in a week / lasting needs of the first residents
//! crises of the cohort   = entries, and days in crisis, of those who have three or more needs when the year begins
//! ```
//!
//! Direct time that no case takes is no contact.
//! The first and the third hold where as many cases open as close, which is what a burn-in is for; nothing has to be remembered of a
//! case, so the census costs little time.
//! Where a scenario has no service of a kind ([`kinds`](super::kinds)), its rows are missing.

use crate::simulation::census::courses::Courses;
use crate::simulation::census::kinds::{KINDS, Kind, kind_of};
use crate::simulation::census::measures::part;
use crate::simulation::census::people::disadvantages;
use crate::simulation::run::Observer;
use crate::statistics;
use regimes_model::model::ledger::PAYERS;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::units::{MISSING, WEEKS_PER_YEAR};

/// Needs with which somebody belongs to the cohort whose crises are counted.
const SEVERAL: usize = 3;

/// Length of a contact: the middle of 45 to 60 minutes (A265; hour).
const CONTACT_HOURS: f64 = 52.0 / 60.0;

/// Weeks of a month.
const WEEKS_OF_A_MONTH: f64 = WEEKS_PER_YEAR / 12.0;

/// What organisations of a kind did, summed over weeks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Posts that money carries [FTE week].
    pub posts: f64,
    /// Open cases [case week].
    pub cases: f64,
    /// Cases that ended.
    pub closed: f64,
    /// Direct hours (hour).
    pub direct: f64,
    /// Of these, hours given to cases (hour).
    pub contact: f64,
    /// All paid hours (hour).
    pub paid: f64,
    /// Paid hours but those of sickness and leave (hour).
    pub worked: f64,
    /// Hours of records, reports, bids and forms (hour).
    pub admin: f64,
    /// Hours of assessment (hour).
    pub assessment: f64,
    /// Requests answered, those from a list counted.
    pub requests: f64,
    /// People with an open case at any time.
    pub people: f64,
}

/// The census of a year.
#[derive(Clone, Debug)]
pub struct Services {
    weeks: f64,
    residents: f64,
    lasting: f64,
    work: [Work; KINDS],
    pounds: f64,
    crises: f64,
    cohort: Vec<Vec<Option<u8>>>,
    cohort_weeks: f64,
    entries: [f64; PAYERS.len()],
    in_crisis: [f64; PAYERS.len()],
    without_a_home: f64,
    seen: Vec<Vec<u16>>,
    on_a_list: f64,
    waits: Vec<f64>,
    courses: Courses,
}

/// Lasting needs of all residents of a world before its first week.
#[must_use]
pub fn lasting_needs(world: &World) -> f64 {
    let of = |place: &Place| place.residents.set_points.iter().flatten().filter(|&&point| point > 0.0).count();
    world.places.iter().map(of).sum::<usize>() as f64
}

impl Services {
    /// Begins in a world, with the number of lasting needs that its first residents had, and the transient deviation of
    /// observed need.
    #[must_use]
    pub fn begin(world: &World, lasting: f64, noise: f64) -> Services {
        let several = |place: &Place, r| disadvantages(&place.residents, r, world.constants.n_domains) >= SEVERAL;
        let member = |place: &Place, r: usize| several(place, r).then_some(place.residents.generation[r]);
        let cohort = |place: &Place| (0..place.residents.len()).map(|r| member(place, r)).collect();
        let mut census = Services {
            weeks: 0.0,
            residents: world.n_residents() as f64,
            lasting,
            work: [Work::default(); KINDS],
            pounds: 0.0,
            crises: 0.0,
            cohort: world.places.iter().map(cohort).collect(),
            cohort_weeks: 0.0,
            entries: [0.0; PAYERS.len()],
            in_crisis: [0.0; PAYERS.len()],
            without_a_home: MISSING,
            seen: world.places.iter().map(|place| vec![0; place.residents.len()]).collect(),
            on_a_list: MISSING,
            waits: Vec::new(),
            courses: Courses::begin(world, noise),
        };
        census.without_a_home = census.share_without_a_home(world);
        census
    }

    /// What organisations of a kind did.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &Work {
        &self.work[kind as usize]
    }

    /// What organisations of some kinds did together: a part of their hours as a share of another.
    #[must_use]
    pub fn share(&self, kinds: &[Kind], above: fn(&Work) -> f64, below: fn(&Work) -> f64) -> f64 {
        let sum = |of: fn(&Work) -> f64| kinds.iter().map(|&kind| of(self.of(kind))).sum();
        part(sum(above), sum(below))
    }

    /// People seen in the year, for each post.
    #[must_use]
    pub fn people_a_post(&self, kind: Kind) -> f64 {
        part(self.of(kind).people, self.of(kind).posts / self.weeks)
    }

    /// Contacts of a post in a month, each of 52 minutes (A265).
    #[must_use]
    pub fn contacts_a_post(&self, kind: Kind) -> f64 {
        part(self.of(kind).contact / CONTACT_HOURS, self.of(kind).posts / WEEKS_OF_A_MONTH)
    }

    /// Money for services in a week, for each lasting need (GBP).
    #[must_use]
    pub fn density(&self) -> f64 {
        part(self.pounds / self.weeks, self.lasting)
    }

    /// Lasting needs of the first residents, each.
    #[must_use]
    pub fn needs_a_head(&self) -> f64 {
        part(self.lasting, self.residents)
    }

    /// Crises that a thousand residents enter in a year.
    #[must_use]
    pub fn crises(&self) -> f64 {
        part(1000.0 * self.crises, self.residents * self.weeks / WEEKS_PER_YEAR)
    }

    /// Crises of a payer that a person of the cohort enters in a year.
    #[must_use]
    pub fn entries(&self, payer: &str) -> f64 {
        part(of_payer(&self.entries, payer), self.cohort_weeks / WEEKS_PER_YEAR)
    }

    /// Days that a person of the cohort spends in crises of a payer in a year.
    #[must_use]
    pub fn days(&self, payer: &str) -> f64 {
        part(7.0 * of_payer(&self.in_crisis, payer), self.cohort_weeks / WEEKS_PER_YEAR)
    }

    /// Share of the cohort without a home of their own when the year began; in a crisis of housing, where homes are none.
    #[must_use]
    pub fn without_a_home(&self) -> f64 {
        self.without_a_home
    }

    /// Share of completed courses of clinics with mental health after which observed need had fallen reliably.
    #[must_use]
    pub fn improved(&self) -> f64 {
        self.courses.improved()
    }

    /// Share of residents on a list at the end.
    #[must_use]
    pub fn on_a_list(&self) -> f64 {
        self.on_a_list
    }

    /// Median time on a list so far, of those on one at the end (week).
    #[must_use]
    pub fn median_wait(&self) -> f64 {
        if self.waits.is_empty() { MISSING } else { statistics::quantile(&self.waits, 0.5) }
    }

    fn members<'a>(&'a self, world: &'a World) -> impl Iterator<Item = (&'a Place, usize)> {
        let of = |(place, cohort): (&'a Place, &'a Vec<Option<u8>>)| {
            let stays = |(r, member): (usize, &Option<u8>)| *member == Some(place.residents.generation[r]);
            cohort.iter().enumerate().filter(move |&who| stays(who)).map(move |(r, _)| (place, r))
        };
        world.places.iter().zip(&self.cohort).flat_map(of)
    }

    fn share_without_a_home(&self, world: &World) -> f64 {
        let Some(housing) = world.constants.domain_names.iter().position(|name| name == "housing") else {
            return MISSING;
        };
        if world.constants.crises[housing].is_none() && world.constants.tenancy.is_none() {
            return MISSING;
        }
        let is_without = |place: &Place, r: usize| match &place.homes {
            Some(homes) => homes.tenants[r].tenancy != Tenancy::Home,
            None => place.residents.crisis[r].is_some_and(|crisis| crisis.domain() == housing),
        };
        let (mut without, mut all) = (0.0, 0.0);
        for (place, r) in self.members(world) {
            all += 1.0;
            without += f64::from(u8::from(is_without(place, r)));
        }
        part(without, all)
    }

    fn look_at_cohort(&mut self, world: &World) {
        let (mut weeks, mut entries, mut stays) = (0.0, [0.0; PAYERS.len()], [0.0; PAYERS.len()]);
        for (place, r) in self.members(world) {
            weeks += 1.0;
            let crisis = place.residents.crisis[r].and_then(|crisis| world.constants.crises[crisis.domain()].as_ref());
            if let Some(crisis) = crisis {
                stays[crisis.payer] += 1.0;
                entries[crisis.payer] += f64::from(u8::from(place.residents.crisis_weeks[r] == 0));
            }
        }
        self.cohort_weeks += weeks;
        self.entries.iter_mut().zip(entries).for_each(|(sum, week)| *sum += week);
        self.in_crisis.iter_mut().zip(stays).for_each(|(sum, week)| *sum += week);
    }

    fn look_at_work(&mut self, world: &World) {
        for (place, seen) in world.places.iter().zip(&mut self.seen) {
            for organisation in &place.organisations {
                let kind = kind_of(organisation, &world.constants.domain_names);
                self.work[kind as usize].add(organisation);
                for case in &organisation.cases {
                    seen[case.resident as usize] |= 1 << kind as u16;
                }
            }
        }
    }

    fn look_at_lists(&mut self, world: &World, week: u32) {
        let places = || world.places.iter();
        let waiting = |place: &Place| place.residents.waiting.iter().filter(|domains| !domains.is_empty()).count();
        self.on_a_list = part(places().map(waiting).sum::<usize>() as f64, self.residents);
        let lists = places().flat_map(|place| &place.organisations).flat_map(|organisation| &organisation.waiting);
        self.waits = lists.map(|waiting| f64::from(week.saturating_sub(waiting.since))).collect();
        self.waits.sort_unstable_by(f64::total_cmp);
    }

    /// Counts the people who were seen, once the year is over.
    pub fn count_people(&mut self) {
        for kinds in self.seen.iter().flatten() {
            for (kind, work) in self.work.iter_mut().enumerate() {
                work.people += f64::from((kinds >> kind) & 1);
            }
        }
    }
}

impl Observer for Services {
    fn look(&mut self, world: &World, _: u32) {
        self.weeks += 1.0;
        self.pounds += world.places.iter().map(|place| place.ledger.services_pounds()).sum::<f64>();
        let entered = |place: &Place| place.tally.crises_entered.iter().sum::<u32>();
        self.crises += f64::from(world.places.iter().map(entered).sum::<u32>());
        self.look_at_cohort(world);
        self.look_at_work(world);
        self.courses.look(world);
        // What a list is at the end stands for the year.
        self.look_at_lists(world, world.week);
    }
}

impl Work {
    fn add(&mut self, organisation: &Organisation) {
        let (hours, flows) = (&organisation.hours, &organisation.flows);
        self.posts += organisation.posts_carried();
        self.cases += organisation.cases.len() as f64;
        self.closed += f64::from(flows.closed_by_rule + flows.closed_by_agreement + flows.dropped);
        self.direct += f64::from(hours.direct);
        self.contact += f64::from(flows.direct_by_origin.iter().sum::<f32>());
        self.paid += f64::from(hours.paid);
        self.worked += f64::from(hours.paid - hours.absence);
        self.admin += f64::from(hours.base_admin + hours.reporting + hours.tendering + hours.referral);
        self.assessment += f64::from(hours.assessment);
        self.requests += f64::from(flows.requests.iter().sum::<u32>()) + f64::from(flows.asked_again);
    }
}

fn of_payer(sums: &[f64; PAYERS.len()], payer: &str) -> f64 {
    PAYERS.iter().zip(sums).filter(|(name, _)| **name == payer).map(|(_, sum)| sum).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::run::Run;
    use regimes_scenario::check::Scenario;
    use regimes_scenario::load::load;

    fn scenario(sets: &[&str]) -> Scenario {
        let sets: Vec<_> = sets.iter().map(|&set| set.into()).collect();
        load("tiny", &sets).expect("sound").scenario
    }

    #[test]
    fn crises_of_all_residents_are_those_that_the_tally_counts() {
        let scenario = scenario(&[
            "burn_in_weeks=0",
            "domains.housing.crisis.per_year=20",
            "domains.housing.crisis.above=0.3",
            "domains.housing.lasting_share=0.5",
            "places.village.moves_per_year=0",
        ]);
        let mut run = Run::begin(&scenario, 0);
        let mut census = Services::begin(run.world(), 1.0, 0.1);
        for member in census.cohort.iter_mut().flatten() {
            *member = Some(0);
        }
        let mut tally = 0;
        for week in 0..20 {
            run.week();
            census.look(run.world(), week);
            tally += run.world().places[0].tally.crises_entered.iter().sum::<u32>();
        }
        let entered: f64 = census.entries.iter().sum();
        assert!(entered > 20.0 && (entered - f64::from(tally)).abs() <= 0.05 * entered, "{entered} {tally}");
        assert!((census.crises - f64::from(tally)).abs() < 1e-9);
    }
}
