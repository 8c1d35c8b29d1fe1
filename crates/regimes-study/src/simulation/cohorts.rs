//! Cohorts that are fixed before any arm begins, and what has become of them at the end of the horizon.
//!
//! At the end of the burn-in each resident is marked a member of none, one or several cohorts ([`Members`]). The marks are
//! of that moment and know no arm, so the same people are followed in every arm, whatever help they then get (intention to
//! treat). Whoever moves away is left out from that arm, by one rule in all arms and with one chance for all people; who
//! dies stays in, with an index of 0, no crisis and one death; the crises and weeks without a home before it count.
//!
//! Beside the states at the end stand plain units of what happened since the start ([`lived`]), for each 1,000 people.
//! The main need is, of the needs that count as disadvantages at the end of the burn-in (A203), the one in the domain that
//! the person gives the greatest weight, and of equals the most severe; it is met where it no longer counts as one at the
//! end of the horizon (A326). Who has none has none to be met.
//!
//! [`Asked`] knows who asked for help of late.
//!
//! Who has no home of their own is a cohort where a domain has a tenancy, which stands in place of a crisis: so nobody is
//! in crisis by the lack of a home there.
//!
//! A state of need is that of the last weeks of the burn-in, not what an assessor would have observed.
//!
//! Standard deviations are over those who live: a death is not a level of flourishing that a survey could see.

pub mod lived;
mod sums;

use crate::simulation::census::asked::Asked;
use crate::simulation::census::people::{disadvantages, is_disadvantage};
use crate::simulation::cohorts::lived::{Lived, kinds, paid_by_health};
use crate::simulation::cohorts::sums::Sums;
use crate::simulation::run::Observer;
use crate::simulation::trace::{COHORTS, CohortRow, OBSERVED_OF_COHORTS, OF_A_KIND, YEARS_DISCOUNTED};
use crate::statistics::economics::counts;
use regimes_model::model::flourishing::Index;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::residents::{Departure, Residents};
use regimes_model::model::world::workers::Worker;
use regimes_model::units::{FULL, WEEKS_PER_YEAR, share_of};

/// What is observed of staff: wellbeing, and freedom from exhaustion.
const OF_STAFF: usize = 2;

/// Needs of somebody with several: three or more at or above the severity of a disadvantage (A203).
const SEVERAL: usize = 3;
/// The share of residents in highest need.
const TOP: f64 = 0.1;
/// What is observed of residents; the outcomes after these are of staff.
const OF_RESIDENTS: usize = OBSERVED_OF_COHORTS.len() - OF_STAFF;
/// Indices of flourishing among them.
const INDICES: usize = 4;
/// Cohorts of residents; the last one is the staff.
const OF_PEOPLE: usize = COHORTS.len() - 1;

/// The cohort of those without a home.
const WITHOUT_HOME: usize = 5;
/// What is counted for each 1,000 people.
const THOUSAND: f64 = 1000.0;

/// The cohorts of each resident at the end of the burn-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// By place and resident.
    places: Vec<Vec<Member>>,
}

/// A resident at the end of the burn-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Member {
    generation: u8,
    /// A bit for each cohort.
    cohorts: u8,
    /// The domain of the main need.
    main_need: Option<u8>,
}

impl Member {
    fn is_in(self, cohort: usize) -> bool {
        self.cohorts & 1 << cohort != 0
    }
}

impl Members {
    /// Marks the members in a world at the end of the burn-in.
    #[must_use]
    pub fn fixed(world: &World, asked: &Asked) -> Members {
        let domains = world.constants.n_domains;
        let lowest = lowest_of_top(world);
        let cohorts = |p: usize, r: usize| {
            let (place, residents) = (&world.places[p], &world.places[p].residents);
            let is_in: [bool; OF_PEOPLE] = [
                true,
                disadvantages(residents, r, domains) >= SEVERAL,
                lowest.is_some_and(|lowest| (need(residents, r, domains), (p, r)) <= lowest),
                residents.crisis[r].is_some(),
                asked.has(p, r),
                is_without_home(place, r) == Some(true),
            ];
            (0..OF_PEOPLE).fold(0, |bits, cohort| bits | u8::from(is_in[cohort]) << cohort)
        };
        let member = |p: usize, r: usize| {
            let residents = &world.places[p].residents;
            let main_need = main_need(residents, r, domains);
            Member { generation: residents.generation[r], cohorts: cohorts(p, r), main_need }
        };
        let place = |p: usize| (0..world.places[p].residents.len()).map(|r| member(p, r)).collect();
        Members { places: (0..world.places.len()).map(place).collect() }
    }

    /// Begins to follow them under an arm for a number of weeks; what later years bring counts less by a rate.
    #[must_use]
    pub fn follow<'a>(&'a self, index: &'a Index, weeks: u32, discount_per_year: f64) -> Followed<'a> {
        let lives = self.places.iter().map(|place| vec![Life::default(); place.len()]).collect();
        Followed { members: self, lives, index, weeks, discount_per_year, rows: Vec::new() }
    }
}

/// Whether a resident has no home of their own; none where there is no such state.
fn is_without_home(place: &Place, r: usize) -> Option<bool> {
    place.homes.as_ref().map(|homes| homes.tenants[r].tenancy != Tenancy::Home)
}

/// The domain of the main need of a resident, where there is one.
fn main_need(residents: &Residents, r: usize, domains: usize) -> Option<u8> {
    let needs = (0..domains).filter(|&d| is_disadvantage(residents, r, d));
    let weight = |d: usize| (residents.priorities[r][d], residents.needs[r][d]);
    needs.rev().max_by_key(|&d| weight(d)).map(|d| d as u8)
}

/// Freedom from need summed over domains, in 1/65535: the lower, the higher the need.
fn need(residents: &Residents, r: usize, domains: usize) -> u32 {
    residents.needs[r].iter().take(domains).map(|&need| u32::from(FULL - need)).sum()
}

/// The last of the tenth in highest need, with ties in the order of addresses; none where a tenth is nobody.
fn lowest_of_top(world: &World) -> Option<(u32, (usize, usize))> {
    let domains = world.constants.n_domains;
    let places = world.places.iter().enumerate();
    let mut all: Vec<_> = places
        .flat_map(|(p, place)| (0..place.residents.len()).map(move |r| (need(&place.residents, r, domains), (p, r))))
        .collect();
    let n = (all.len() as f64 * TOP) as usize;
    (n > 0).then(|| *all.select_nth_unstable(n - 1).1)
}

/// The members under an arm.
pub struct Followed<'a> {
    members: &'a Members,
    lives: Vec<Vec<Life>>,
    index: &'a Index,
    weeks: u32,
    discount_per_year: f64,
    rows: Vec<CohortRow>,
}

/// A member under an arm.
#[derive(Clone, Copy, Debug, Default)]
struct Life {
    /// How somebody left, if so.
    fate: Option<Departure>,
    lived: Lived,
}

impl Followed<'_> {
    /// What has become of each cohort; nothing where the horizon did not end.
    #[must_use]
    pub fn rows(self) -> Vec<CohortRow> {
        self.rows
    }

    fn look_at_lives(&mut self, world: &World, week: u32) {
        let counts = counts(self.discount_per_year, (f64::from(week) / WEEKS_PER_YEAR) as u32);
        for ((lives, members), place) in self.lives.iter_mut().zip(&self.members.places).zip(&world.places) {
            for (r, (life, member)) in lives.iter_mut().zip(members).enumerate().filter(|(_, (l, _))| l.fate.is_none())
            {
                life.fate = Departure::between(member.generation, place.residents.generation[r]);
                if life.fate.is_none() {
                    life.lived.look(place, r, self.index, (week, counts));
                }
            }
        }
    }

    fn sum_up(&self, world: &World) -> Vec<CohortRow> {
        let kinds = kinds(world);
        let mut sums = [[Sums::default(); OF_RESIDENTS]; OF_PEOPLE];
        let mut of_kinds = vec![[Sums::default(); OF_PEOPLE]; kinds.len()];
        let mut discounted = [Sums::default(); OF_PEOPLE];
        let health = paid_by_health(world);
        for ((lives, members), place) in self.lives.iter().zip(&self.members.places).zip(&world.places) {
            for (r, (life, member)) in lives.iter().zip(members).enumerate() {
                let lives = match life.fate {
                    Some(Departure::Move) => continue,
                    Some(Departure::Death) => false,
                    None => true,
                };
                let add = |sum: &mut Sums, value: f64| if lives { sum.add(value) } else { sum.add_dead(value) };
                let values = self.values(place, r, (life, *member), health);
                for cohort in (0..OF_PEOPLE).filter(|cohort| member.is_in(*cohort)) {
                    for (sum, value) in sums[cohort].iter_mut().zip(&values) {
                        value.iter().for_each(|value| add(sum, *value));
                    }
                    add(&mut discounted[cohort], THOUSAND * life.lived.years_discounted());
                    for (sums, (_, domains)) in of_kinds.iter_mut().zip(&kinds) {
                        add(&mut sums[cohort], THOUSAND * life.lived.crises(|d| domains & 1 << d != 0));
                    }
                }
            }
        }
        let of_cohort = |c: usize| {
            let states =
                OBSERVED_OF_COHORTS.iter().zip(&sums[c]).map(move |(outcome, sum)| sum.row(COHORTS[c], *outcome));
            let of_kinds = of_kinds.iter().zip(&kinds);
            let of_kinds = of_kinds.map(move |(sums, (kind, _))| sums[c].row(COHORTS[c], format!("{OF_A_KIND}{kind}")));
            states.chain(of_kinds).collect::<Vec<CohortRow>>()
        };
        let of_people = (0..OF_PEOPLE).flat_map(of_cohort);
        let discounted = (0..OF_PEOPLE).map(|c| discounted[c].row(COHORTS[c], YEARS_DISCOUNTED));
        of_people.chain(self.staff(world)).chain(discounted).filter(|row| row.people > 0).collect()
    }

    /// What is observed of a member at the end, in the order of [`OBSERVED_OF_COHORTS`]: none where it is nothing of theirs.
    fn values(
        &self,
        place: &Place,
        r: usize,
        (life, member): (&Life, Member),
        health: u8,
    ) -> [Option<f64>; OF_RESIDENTS] {
        let (residents, lived) = (&place.residents, &life.lived);
        let lives = life.fate.is_none();
        let [flourishing, equal, need_only, without_agency]: [f64; INDICES] =
            if lives { indices(residents, r, self.index) } else { [0.0; INDICES] };
        let thousand = |is_so: bool| if is_so { THOUSAND } else { 0.0 };
        let is_met = |domain: u8| lives && !is_disadvantage(residents, r, usize::from(domain));
        let had_none = member.is_in(WITHOUT_HOME);
        let has_homes = place.homes.is_some();
        let tenancy = place.homes.as_ref().map(|homes| &homes.tenants[r]);
        let tenancy = tenancy.filter(|tenant| lives && had_none && tenant.tenancy == Tenancy::Home);
        [
            Some(flourishing),
            Some(equal),
            Some(need_only),
            Some(without_agency),
            Some(thousand(lives && residents.crisis[r].is_some())),
            Some(thousand(!lives)),
            Some(THOUSAND * lived.crises(|_| true)),
            Some(THOUSAND * lived.crises(|d| health & 1 << d != 0)),
            Some(thousand(member.main_need.is_some_and(is_met))),
            has_homes.then(|| THOUSAND * lived.weeks_without_home()),
            lived.weeks_to_home().filter(|_| had_none),
            tenancy.map(|tenant| f64::from(tenant.weeks)),
            Some(THOUSAND * lived.years()),
        ]
    }

    /// The staff at the end of the horizon, whoever they are; nothing where there are no services.
    fn staff(&self, world: &World) -> Vec<CohortRow> {
        let mut sums = [Sums::default(); OF_STAFF];
        let workers = world.organisations().flat_map(|(_, organisation)| &organisation.workers);
        for worker in workers.filter(|worker| worker.filled) {
            sums[0].add(wellbeing(worker));
            sums[1].add(1.0 - f64::from(worker.exhaustion));
        }
        let outcomes = OBSERVED_OF_COHORTS[OF_RESIDENTS..].iter().filter(|_| world.services);
        outcomes.zip(&sums).map(|(outcome, sum)| sum.row(COHORTS[OF_PEOPLE], *outcome)).collect()
    }
}

impl Observer for Followed<'_> {
    fn look(&mut self, world: &World, week: u32) {
        self.look_at_lives(world, week);
        if week + 1 == self.weeks {
            self.rows = self.sum_up(world);
        }
    }
}

/// The indices of a resident who lives.
fn indices(residents: &Residents, r: usize, index: &Index) -> [f64; INDICES] {
    let share = |bits: u16| f64::from(share_of(bits));
    let (freedom, equal) = (share(residents.freedom[r]), share(residents.freedom_equal[r]));
    let indices = index.indices(freedom, equal, share(residents.agency[r]), share(residents.ties[r]));
    [indices.flourishing, indices.equal_weights, indices.need_only, indices.without_agency]
}

/// Half freedom from exhaustion, half the mean of autonomy, mastery and purpose, as the outcome `staff_wellbeing`.
fn wellbeing(worker: &Worker) -> f64 {
    let felt = f64::from(worker.autonomy) + f64::from(worker.mastery) + f64::from(worker.purpose);
    0.5 * (1.0 - f64::from(worker.exhaustion)) + 0.5 * felt / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::census::status_quo;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::replicate;
    use crate::simulation::run::Run;
    use regimes_model::units::CrisisId;
    use regimes_scenario::check::Scenario;
    use regimes_scenario::load::load;

    fn short(name: &str, sets: &[&str]) -> Scenario {
        let sets: Vec<_> = sets.iter().map(|&set| set.into()).collect();
        load(name, &sets).expect("sound").scenario
    }

    fn members(scenario: &Scenario) -> Members {
        let begun = status_quo::after_burn_in(scenario, 0, &unattended()).expect("not stopped");
        Members::fixed(begun.run.world(), &begun.asked)
    }

    fn count(members: &Members, cohort: usize) -> usize {
        members.places.iter().flatten().filter(|member| member.is_in(cohort)).count()
    }

    /// Homes as a state, in place of the crisis.
    const TENANCY: &str = "domains.housing.tenancy={debt=\"debt\",homes_per_week=1.0,loss_per_week=0.02}";

    #[test]
    fn cohorts_are_fixed_before_any_arm_and_no_arm_changes_who_is_in_them() {
        let one = short("town", &["burn_in_weeks=40"]);
        let mut other = one.clone();
        other.arms.0.reverse();
        other.arms.0.truncate(1);
        assert_eq!(members(&one), members(&other));
        let all = count(&members(&one), 0);
        assert_eq!(count(&members(&one), 2), all / 10);
        assert_eq!(count(&members(&short("equity", &["burn_in_weeks=20"])), WITHOUT_HOME), 0);
        for (cohort, name) in COHORTS.iter().enumerate().take(WITHOUT_HOME + 1).skip(1) {
            let n = count(&members(&one), cohort);
            assert!(n > 0 && n < all, "{name}: {n} of {all}");
        }
    }

    #[test]
    fn arms_with_one_row_end_with_one_cohort_and_the_dead_count_as_nothing() {
        let mut scenario = short("tiny", &["burn_in_weeks=30", "horizon_weeks=60"]);
        let first = scenario.arms.0[0].1.clone();
        scenario.arms.0[1].1 = first;
        let traces = replicate(&scenario, 0, &unattended()).expect("not stopped");
        assert_eq!(traces[0].cohorts, traces[1].cohorts);
        let of = |outcome: &str| traces[0].cohorts.iter().find(|row| row.outcome == outcome).expect("a row");
        let (all, deaths) = (of("flourishing"), of("deaths"));
        assert_eq!(all.cohort, "all");
        assert!(all.people < scenario.residents() && deaths.mean > 0.0, "{all:?} {deaths:?}");
        assert_eq!(traces[0].cohorts.iter().filter(|row| row.cohort == "staff").count(), 2);
    }

    #[test]
    fn years_of_wellbeing_count_less_the_later_they_are_lived() {
        let of = |rate: &str| {
            let rate = format!("costs.discount_per_year={rate}");
            let scenario = short("tiny", &["burn_in_weeks=4", "horizon_weeks=104", &rate]);
            let traces = replicate(&scenario, 0, &unattended()).expect("not stopped");
            let rows = &traces[0].cohorts;
            ["flourishing_years", YEARS_DISCOUNTED].map(|outcome| mean(rows, "all", outcome).expect("a row"))
        };
        let ([plain, at_zero], [again, at_ten]) = (of("0"), of("0.1"));
        assert!((plain - at_zero).abs() < 1e-9 * plain && plain == again);
        // Two years of much the same, of which the second counts 1 / 1.1.
        assert!((at_ten / plain - (1.0 + 1.0 / 1.1) / 2.0).abs() < 0.005, "{at_ten} {plain}");
    }

    /// The rows of some members who are looked at after each of some weeks, of worlds that differ in residents alone.
    fn rows(world: &World, members: &Members, weeks: &[fn(&mut Place)]) -> Vec<CohortRow> {
        let index = Index::new(&Default::default(), world.constants.n_domains);
        let mut followed = members.follow(&index, weeks.len() as u32, 0.0);
        let mut world = world.clone();
        for (week, change) in (0..).zip(weeks) {
            change(&mut world.places[0]);
            followed.look(&world, week);
        }
        followed.rows()
    }

    fn mean(rows: &[CohortRow], cohort: &str, outcome: &str) -> Option<f64> {
        let row = rows.iter().find(|row| row.cohort == cohort && row.outcome == outcome);
        row.map(|row| row.mean)
    }

    /// A village in which nobody needs anything or has a crisis, and all flourish by one half.
    fn village(sets: &[&str]) -> World {
        let mut world = Run::begin(&short("tiny", sets), 0).into_world();
        let residents = &mut world.places[0].residents;
        residents.needs.fill([0; 8]);
        for column in [&mut residents.freedom, &mut residents.agency, &mut residents.ties] {
            column.fill(FULL / 2);
        }
        residents.crisis.fill(None);
        world
    }

    #[test]
    fn plain_units_of_a_small_world_are_what_a_hand_counts() {
        let mut world = village(&["places.village.residents=8"]);
        let people = world.places[0].residents.len() as f64;
        let residents = &mut world.places[0].residents;
        // The first finds the second need more important, the next have it alone; the last has one that is too small.
        residents.needs[0] = [60_000, 30_000, 0, 0, 0, 0, 0, 0];
        residents.priorities[0] = [100, 155, 0, 0, 0, 0, 0, 0];
        (residents.needs[1], residents.needs[2]) = ([0, 40_000, 0, 0, 0, 0, 0, 0], [0, 40_000, 0, 0, 0, 0, 0, 0]);
        residents.needs[3] = [15_000, 0, 0, 0, 0, 0, 0, 0];
        let members = Members::fixed(&world, &Asked::begin(&world, 0));
        let main: Vec<Option<u8>> = members.places[0].iter().map(|member| member.main_need).collect();
        assert_eq!(main[..4], [Some(1), Some(1), Some(1), None]);
        let weeks: [fn(&mut Place); 4] = [
            |place| place.residents.crisis[4] = Some(CrisisId::of(0)),
            |place| place.residents.crisis_weeks[4] = 1,
            |place| {
                place.residents.crisis[4] = None;
                place.residents.generation[5] = Departure::Death.next(place.residents.generation[5]);
                place.residents.generation[6] = Departure::Move.next(place.residents.generation[6]);
            },
            |place| {
                place.residents.needs[0] = [60_000, 10_000, 0, 0, 0, 0, 0, 0];
                (place.residents.crisis[4], place.residents.crisis_weeks[4]) = (Some(CrisisId::of(0)), 0);
                place.residents.crisis[5] = Some(CrisisId::of(0));
            },
        ];
        let rows = rows(&world, &members, &weeks);
        let per = 1000.0 / (people - 1.0);
        let index = Index::new(&Default::default(), world.constants.n_domains);
        let half = indices(&world.places[0].residents, 0, &index)[0];
        let kind = format!("{OF_A_KIND}{}", world.constants.crises[0].as_ref().expect("a crisis").kind);
        for (outcome, expected) in [
            ("deaths", per),
            ("in_crisis", per),
            ("crises_entered", 2.0 * per),
            (&kind, 2.0 * per),
            ("admissions", 0.0),
            ("main_need_met", per),
            ("flourishing", half * (people - 2.0) / (people - 1.0)),
            // All who stayed for four weeks, and the one who died for two.
            ("flourishing_years", per * half * (4.0 * (people - 2.0) + 2.0) / 52.0),
        ] {
            let found = mean(&rows, "all", outcome).expect(outcome);
            assert!((found - expected).abs() < 1e-5, "{outcome}: {found} for {expected}");
        }
        for outcome in ["weeks_without_home", "weeks_to_first_home", "tenancy_length"] {
            assert_eq!(mean(&rows, "all", outcome), None);
        }
        assert_eq!(rows.iter().find(|row| row.cohort == "without_home"), None);
    }

    #[test]
    fn where_a_home_is_a_state_those_without_one_are_a_cohort_and_their_weeks_are_counted() {
        let mut world = village(&["places.village.residents=8", TENANCY]);
        let tenants = |place: &mut Place, r: usize, tenancy| {
            let tenant = &mut place.homes.as_mut().expect("homes").tenants[r];
            (tenant.tenancy, tenant.weeks) = (tenancy, 0);
        };
        let n = world.places[0].residents.len();
        (0..n).for_each(|r| tenants(&mut world.places[0], r, Tenancy::Home));
        (0..3).for_each(|r| tenants(&mut world.places[0], r, [Tenancy::Without, Tenancy::Temporary][r % 2]));
        let members = Members::fixed(&world, &Asked::begin(&world, 0));
        assert_eq!((count(&members, WITHOUT_HOME), count(&members, 3)), (3, 0));
        let weeks: [fn(&mut Place); 4] = [
            |_| {},
            |place| place.homes.as_mut().expect("homes").tenants[0].tenancy = Tenancy::Home,
            |place| place.homes.as_mut().expect("homes").tenants[5].tenancy = Tenancy::Without,
            |place| place.homes.as_mut().expect("homes").tenants[0].weeks = 2,
        ];
        let rows = rows(&world, &members, &weeks);
        // One of three is without a home for a week, the others for four; and one who had one for the last two.
        let of = |cohort, outcome| mean(&rows, cohort, outcome).expect("a row");
        assert_eq!(of("without_home", "weeks_without_home"), 3000.0);
        assert_eq!(of("all", "weeks_without_home"), 1000.0 * 11.0 / n as f64);
        assert_eq!((of("all", "weeks_to_first_home"), of("without_home", "tenancy_length")), (2.0, 2.0));
        let home = rows.iter().find(|row| row.cohort == "all" && row.outcome == "weeks_to_first_home").expect("a row");
        assert_eq!((home.people, of("without_home", "flourishing_years") > 0.0), (1, true));
    }

    #[test]
    fn crises_by_kind_are_all_crises_and_those_of_everybody_where_nobody_leaves() {
        let scenario = short(
            "tiny",
            &[
                "burn_in_weeks=20",
                "horizon_weeks=80",
                "places.village.moves_per_year=0",
                "lives.death_at_40_per_year=0",
                "domains.housing.crisis.above=0.1",
                "domains.debt.crisis={kind=\"admission\",above=0.1,payer=\"health\",stay_weeks=1}",
            ],
        );
        let begun = status_quo::after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
        let mut run = begun.run.under(&scenario, 0);
        let index = run.calendar().index;
        let members = Members::fixed(run.world(), &begun.asked);
        let mut followed = members.follow(&index, scenario.horizon_weeks, 0.0);
        let mut entered = 0;
        for week in 0..scenario.horizon_weeks {
            run.week();
            followed.look(run.world(), week);
            entered += run.world().places.iter().flat_map(|place| place.tally.crises_entered).sum::<u32>();
        }
        let rows = followed.rows();
        let people = run.world().n_residents() as f64;
        let sum = |of: &dyn Fn(&str) -> bool| {
            rows.iter().filter(|row| row.cohort == "all" && of(&row.outcome)).map(|row| row.mean).sum::<f64>()
        };
        let all = sum(&|outcome| outcome == "crises_entered");
        assert!((all * people / 1000.0 - f64::from(entered)).abs() < 1e-6 && entered > 20, "{all} {entered}");
        assert!((sum(&|outcome| outcome.starts_with(OF_A_KIND)) - all).abs() < 1e-9);
        let admissions = sum(&|outcome| outcome == "admissions");
        assert!(admissions > 0.0 && admissions < all);
        assert_eq!(mean(&rows, "all", &format!("{OF_A_KIND}admission")), Some(admissions));
        assert_eq!(mean(&rows, "all", "deaths"), Some(0.0));
    }

    #[test]
    fn a_death_lowers_the_mean_and_leaves_the_spread_of_the_living() {
        let mut sums = Sums::default();
        [0.4, 0.8].iter().for_each(|&value| sums.add(value));
        let living = sums.row("all", "flourishing");
        sums.add_dead(0.0);
        let row = sums.row("all", "flourishing");
        assert_eq!((row.people, row.sd), (3, living.sd));
        assert!((row.mean - 0.4).abs() < 1e-12 && (living.mean - 0.6).abs() < 1e-12);
        assert!(Sums::default().row("all", "flourishing").mean.is_nan());
    }
}
