//! Life stories: the dated events of residents and workers who are chosen after the run.
//!
//! A panel of candidates is watched under every arm.
//! Those are shown who stayed under all of them and whose lives diverge most; where as many are asked for as the panel
//! holds, all of it is shown.
//! Memory is bounded by the panel and the horizon.

use crate::simulation::run::Observer;
use crate::simulation::trace::{LifeEvent, Word};
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::residents::Departure;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::workers::Worker;
use regimes_model::units::domains::Domains;
use regimes_model::units::{CrisisId, DOMAINS, FULL};
use regimes_scenario::check::Scenario;

/// Candidates watched for each life that is shown.
const CANDIDATES_EACH: usize = 64;
/// Candidates watched at most, unless more lives are to be told.
const CANDIDATES: usize = 512;
/// Weeks that are summed up in one point of a life's course.
const QUARTER: u32 = 13;

/// What can happen to a resident.
pub const OF_RESIDENTS: [&str; 11] = [
    "falls into need",
    "crisis",
    "leaves crisis",
    "loses the home",
    "moves into a home",
    "joins a waiting list",
    "support begins",
    "support ends",
    "turned away or left with the need",
    "died",
    "moved away",
];

/// What can happen to a worker.
pub const OF_WORKERS: [&str; 5] =
    ["the organisation changes its rules", "falls ill", "worn out", "recovers", "leaves the job"];

/// The events after which a life is followed no further.
pub const ENDS: [&str; 3] = ["died", "moved away", "leaves the job"];

/// Watches the candidates week by week.
#[derive(Clone)]
pub struct Watch {
    residents: Vec<Life<Resident>>,
    workers: Vec<Life<Post>>,
    /// How many residents are shown.
    wanted_residents: usize,
    /// How many workers are shown.
    wanted_workers: usize,
}

/// Somebody whose state is looked at before and after a week.
trait Person: Copy {
    /// What is seen.
    type Seen: Copy;
    /// Looks.
    fn see(&self, world: &World) -> Self::Seen;
    /// What happened between two looks.
    fn tell(world: &World, before: &Self::Seen, now: &Self::Seen) -> Vec<(Word, String)>;
    /// How hard the life is, at most some thousands (`FULL` is the hardest single need, or full exhaustion).
    fn burden(seen: &Self::Seen) -> u32;
}

/// The life of a candidate so far.
#[derive(Clone)]
struct Life<P: Person> {
    person: P,
    name: String,
    before: P::Seen,
    events: Vec<(u32, Word, String)>,
    /// The burden summed up over each quarter.
    course: Vec<u64>,
    has_left: bool,
}

impl<P: Person> Life<P> {
    fn of(person: P, name: String, world: &World) -> Life<P> {
        let before = person.see(world);
        Life { person, name, before, events: Vec::new(), course: Vec::new(), has_left: false }
    }

    fn look(&mut self, world: &World, week: u32) {
        if self.has_left {
            return;
        }
        let now = self.person.see(world);
        for (event, detail) in P::tell(world, &self.before, &now) {
            self.has_left |= ENDS.contains(&event.as_ref());
            self.events.push((week, event, detail));
        }
        let quarter = (week / QUARTER) as usize;
        self.course.resize(self.course.len().max(quarter + 1), 0);
        self.course[quarter] += u64::from(P::burden(&now));
        self.before = now;
    }

    /// How far two courses are from each other.
    fn distance(&self, other: &Life<P>) -> u64 {
        self.course.iter().zip(&other.course).map(|(a, b)| a.abs_diff(*b)).sum()
    }
}

/// A resident: place, and number there.
#[derive(Clone, Copy)]
struct Resident(usize, usize);

/// What is seen of a resident.
#[derive(Clone, Copy)]
struct SeenResident {
    needs: [u16; DOMAINS],
    generation: u8,
    crisis: Option<CrisisId>,
    /// None where no domain has a tenancy.
    tenancy: Option<Tenancy>,
    served: Domains,
    waiting: Domains,
    failed: Domains,
}

/// A post: place, organisation, and number there.
#[derive(Clone, Copy)]
struct Post(usize, usize, usize);

/// What is seen of whoever holds a post.
#[derive(Clone, Copy)]
struct SeenWorker {
    filled: bool,
    generation: u16,
    ill: bool,
    exhaustion: f32,
    row: Row,
}

/// Exhaustion above which a worker counts as worn out.
const WORN: f32 = 0.6;
/// A rise of need in a week that is an event (an eighth of full need).
const A_RISE: u16 = FULL / 8;

impl Watch {
    /// Chooses the candidates at the end of the burn-in, before arms differ: residents spread over the tenth of highest
    /// need, and workers spread over all filled posts.
    #[must_use]
    pub fn begin(world: &World, scenario: &Scenario) -> Watch {
        let wanted_residents = scenario.stories.residents as usize;
        let wanted_workers = scenario.stories.workers as usize;
        let candidates = |n: usize| (CANDIDATES_EACH * n).min(CANDIDATES).max(n);
        let (residents, workers) = (candidates(wanted_residents), candidates(wanted_workers));
        let names = &world.constants.place_names;
        let resident = |who: Resident| Life::of(who, format!("resident {}-{}", names[who.0], who.1), world);
        let names = &world.constants.organisation_names;
        let worker = |who: Post| Life::of(who, format!("worker {}-{}", names[who.0][who.1], who.2), world);
        Watch {
            residents: in_need(world, residents).into_iter().map(resident).collect(),
            workers: spread(&posts(world), workers).into_iter().map(worker).collect(),
            wanted_residents,
            wanted_workers,
        }
    }
}

impl Observer for Watch {
    fn look(&mut self, world: &World, week: u32) {
        self.residents.iter_mut().for_each(|life| life.look(world, week));
        self.workers.iter_mut().for_each(|life| life.look(world, week));
    }
}

fn in_need(world: &World, n: usize) -> Vec<Resident> {
    let mut needs: Vec<(u32, (usize, usize))> = Vec::new();
    for (p, place) in world.places.iter().enumerate() {
        for r in 0..place.residents.len() {
            let sum = place.residents.needs[r].iter().map(|&need| u32::from(need)).sum();
            needs.push((sum, (p, r)));
        }
    }
    needs.sort_by_key(|&(sum, who)| (core::cmp::Reverse(sum), who));
    let step = (needs.len() / 10 / n.max(1)).max(1);
    needs.iter().skip(step / 2).step_by(step).take(n).map(|&(_, (place, r))| Resident(place, r)).collect()
}

fn posts(world: &World) -> Vec<Post> {
    let mut posts = Vec::new();
    for (p, place) in world.places.iter().enumerate() {
        for (o, organisation) in place.organisations.iter().enumerate() {
            let filled = organisation.workers.iter().enumerate().filter(|(_, worker)| worker.filled);
            posts.extend(filled.map(|(w, _)| Post(p, o, w)));
        }
    }
    posts
}

fn spread(posts: &[Post], n: usize) -> Vec<Post> {
    let step = (posts.len() / n.max(1)).max(1);
    posts.iter().copied().step_by(step).take(n).collect()
}

/// The events of the chosen by arm, in order of week; the same lives under every arm.
/// `serving` says of each arm whether anybody works there: arms that do decide which workers stayed, and, where two do,
/// whose lives diverge.
#[must_use]
pub fn told(watches: &[Watch], serving: &[bool]) -> Vec<Vec<LifeEvent>> {
    let Some(first) = watches.first() else { return Vec::new() };
    let all: Vec<&Watch> = watches.iter().collect();
    let served: Vec<&Watch> =
        watches.iter().zip(serving).filter(|(_, serves)| **serves).map(|(watch, _)| watch).collect();
    let deciding = if served.len() < 2 { &all } else { &served };
    let residents = chosen(&all, deciding, first.wanted_residents, |watch| &watch.residents);
    let at_work = if served.is_empty() { &all } else { &served };
    let workers = chosen(at_work, at_work, first.wanted_workers, |watch| &watch.workers);
    let of_arm = |watch: &Watch| {
        let residents = residents.iter().flat_map(|&n| events(&watch.residents[n]));
        let mut events: Vec<LifeEvent> =
            residents.chain(workers.iter().flat_map(|&n| events(&watch.workers[n]))).collect();
        events.sort_by_key(|event| event.week);
        events
    };
    watches.iter().map(of_arm).collect()
}

/// The numbers of `wanted` candidates, in the order of the panel: first those are taken who stayed, and of these first those
/// whose lives diverge most between the deciding arms, each pair of them counted.
fn chosen<P: Person>(
    staying: &[&Watch],
    deciding: &[&Watch],
    wanted: usize,
    lives: impl Fn(&Watch) -> &Vec<Life<P>>,
) -> Vec<usize> {
    let n = deciding.first().map_or(0, |watch| lives(watch).len());
    let has_left = |candidate: usize| staying.iter().any(|watch| lives(watch)[candidate].has_left);
    let divergence = |candidate: usize| -> u64 {
        let under: Vec<&Life<P>> = deciding.iter().map(|watch| &lives(watch)[candidate]).collect();
        let pairs = (1..under.len()).flat_map(|arm| under[..arm].iter().map(move |earlier| (arm, *earlier)));
        pairs.map(|(arm, earlier)| earlier.distance(under[arm])).sum()
    };
    let mut candidates: Vec<usize> = (0..n).collect();
    candidates
        .sort_by_cached_key(|&candidate| (has_left(candidate), core::cmp::Reverse(divergence(candidate)), candidate));
    candidates.truncate(wanted);
    candidates.sort_unstable();
    candidates
}

fn events<P: Person>(life: &Life<P>) -> impl Iterator<Item = LifeEvent> {
    life.events.iter().map(|(week, event, detail)| LifeEvent {
        agent: life.name.clone(),
        week: *week,
        event: event.clone(),
        detail: detail.clone(),
    })
}

impl Person for Resident {
    type Seen = SeenResident;

    fn see(&self, world: &World) -> SeenResident {
        let Resident(place, r) = *self;
        let (residents, homes) = (&world.places[place].residents, &world.places[place].homes);
        SeenResident {
            needs: residents.needs[r],
            generation: residents.generation[r],
            crisis: residents.crisis[r],
            tenancy: homes.as_ref().map(|homes| homes.tenants[r].tenancy),
            served: residents.served[r],
            waiting: residents.waiting[r],
            failed: residents.failed[r],
        }
    }

    fn tell(world: &World, before: &SeenResident, now: &SeenResident) -> Vec<(Word, String)> {
        if let Some(departure) = Departure::between(before.generation, now.generation) {
            let event = match departure {
                Departure::Death => "died",
                Departure::Move => "moved away",
            };
            return vec![(event.into(), "somebody else lives here now".to_owned())];
        }
        let mut events: Vec<(Word, String)> = Vec::new();
        for (d, name) in world.constants.domain_names.iter().enumerate() {
            if now.needs[d] > before.needs[d].saturating_add(A_RISE) {
                events.push(("falls into need".into(), name.replace('_', " ")));
            }
        }
        if now.crisis != before.crisis {
            let (event, crisis) =
                if now.crisis.is_none() { ("leaves crisis", before.crisis) } else { ("crisis", now.crisis) };
            let kind = crisis
                .and_then(|crisis| world.constants.crises[crisis.domain()].as_ref())
                .map_or("", |crisis| crisis.kind.as_str());
            events.push((event.into(), kind.replace('_', " ")));
        }
        events.extend(of_home(before.tenancy, now.tenancy));
        for (event, set) in [
            ("joins a waiting list", now.waiting & !before.waiting),
            ("support begins", now.served & !before.served),
            ("support ends", before.served & !now.served),
            ("turned away or left with the need", now.failed & !before.failed),
        ] {
            if !set.is_empty() {
                events.push((event.into(), domains(world, set)));
            }
        }
        events
    }

    fn burden(seen: &SeenResident) -> u32 {
        seen.needs.iter().map(|&need| u32::from(need)).sum()
    }
}

/// Losing a home, or being given one, between two looks.
fn of_home(before: Option<Tenancy>, now: Option<Tenancy>) -> Option<(Word, String)> {
    let (event, detail) = match (before?, now?) {
        (Tenancy::Home, Tenancy::Temporary) => ("loses the home", "put up in temporary accommodation"),
        (Tenancy::Home, Tenancy::Without) => ("loses the home", "nowhere to stay"),
        (Tenancy::Temporary, Tenancy::Home) => ("moves into a home", "out of temporary accommodation"),
        (Tenancy::Without, Tenancy::Home) => ("moves into a home", "had nowhere to stay"),
        _ => return None,
    };
    Some((event.into(), detail.to_owned()))
}

fn domains(world: &World, set: Domains) -> String {
    let names = world.constants.domain_names.iter().enumerate().filter(|(d, _)| set.contains(*d));
    names.map(|(_, name)| name.replace('_', " ")).collect::<Vec<_>>().join(", ")
}

impl Person for Post {
    type Seen = SeenWorker;

    fn see(&self, world: &World) -> SeenWorker {
        let Post(place, organisation, post) = *self;
        let organisation = &world.places[place].organisations[organisation];
        // A post may have moved to another organisation.
        let gone = Worker::default();
        let worker = organisation.workers.get(post).unwrap_or(&gone);
        SeenWorker {
            filled: worker.filled,
            generation: worker.generation,
            ill: worker.absent_now > 0.0,
            exhaustion: worker.exhaustion,
            row: organisation.row,
        }
    }

    fn tell(_: &World, before: &SeenWorker, now: &SeenWorker) -> Vec<(Word, String)> {
        let nothing = String::new;
        let mut events: Vec<(Word, String)> = Vec::new();
        if before.row != now.row {
            events.push(("the organisation changes its rules".into(), nothing()));
        }
        if now.generation != before.generation || !now.filled {
            events.push(("leaves the job".into(), nothing()));
            return events;
        }
        if now.ill && !before.ill {
            events.push(("falls ill".into(), nothing()));
        }
        let [was_worn, is_worn] = [before, now].map(|seen| seen.exhaustion > WORN);
        if is_worn != was_worn {
            events.push((if is_worn { "worn out" } else { "recovers" }.into(), nothing()));
        }
        events
    }

    fn burden(seen: &SeenWorker) -> u32 {
        (seen.exhaustion * f32::from(FULL)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::{replicate, run_arm};
    use crate::simulation::run::Run;
    use regimes_scenario::load::load;

    fn tiny(more: &[&str]) -> Scenario {
        let short = ["burn_in_weeks=8", "horizon_weeks=60", "stories.workers=2"];
        let sets: Vec<_> = short.iter().chain(more).map(|&set| set.into()).collect();
        load("tiny", &sets).expect("sound").scenario
    }

    fn agents(events: &[LifeEvent]) -> Vec<&str> {
        let mut agents: Vec<&str> = events.iter().map(|event| event.agent.as_str()).collect();
        agents.sort_unstable();
        agents.dedup();
        agents
    }

    #[test]
    fn the_same_people_are_told_under_all_arms_and_none_of_them_leaves() {
        let traces = replicate(&tiny(&[]), 0, &unattended()).expect("not stopped");
        for trace in &traces {
            assert!(trace.lives.iter().all(|event| !ENDS.contains(&event.event.as_ref())), "{:?}", trace.lives);
            assert!(trace.lives.is_sorted_by_key(|event| event.week));
        }
        let all: Vec<LifeEvent> = traces.iter().flat_map(|trace| trace.lives.clone()).collect();
        let told = agents(&all);
        assert_eq!(told.iter().filter(|agent| agent.starts_with("resident")).count(), 2, "{told:?}");
        assert!(told.len() <= 4, "{told:?}");
        assert_ne!(traces[0].lives, traces[1].lives, "their lives diverge");
    }

    #[test]
    fn death_and_moving_away_are_two_events_and_the_last_of_a_life() {
        let all = tiny(&["stories.residents=1000", "stories.workers=1000"]);
        let traces = replicate(&all, 0, &unattended()).expect("not stopped");
        let known = |event: &LifeEvent| OF_RESIDENTS.iter().chain(&OF_WORKERS).any(|word| *word == event.event);
        for trace in &traces {
            let has = |word: &str| trace.lives.iter().any(|event| event.event == word);
            assert!(has("died") && has("moved away") && has("leaves the job"));
            assert!(trace.lives.iter().all(known));
            for (place, event) in trace.lives.iter().enumerate().filter(|(_, e)| ENDS.contains(&e.event.as_ref())) {
                assert!(trace.lives[place + 1..].iter().all(|later| later.agent != event.agent), "{event:?}");
            }
        }
    }

    #[test]
    fn watching_moves_nothing_and_the_panel_is_bounded() {
        let scenario = tiny(&["stories.residents=100"]);
        let town = Run::after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
        let alone = run_arm(&town, &scenario, (1, 0), None, &unattended()).expect("not stopped");
        let watched = replicate(&scenario, 0, &unattended()).expect("not stopped").swap_remove(1);
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        assert!(alone.lives.is_empty() && bits(&alone.outcomes) == bits(&watched.outcomes));
        assert!(!watched.lives.is_empty());
        let panel = Watch::begin(town.world(), &scenario);
        assert!(panel.residents.len() <= CANDIDATES && panel.residents.len() > 100);
        let none = Watch::begin(town.world(), &tiny(&["stories.residents=0", "stories.workers=0"]));
        assert!(none.residents.is_empty() && none.workers.is_empty());
        assert_eq!(told(&[none.clone(), none], &[true, true]), [Vec::new(), Vec::new()]);
    }

    #[test]
    fn losing_a_home_and_moving_into_one_are_events_where_a_home_is_a_state() {
        let tenancy = "domains.housing.tenancy={debt=\"debt\",homes_per_week=9.0,loss_per_week=0.05,gain_per_week=0.1}";
        let all = ["stories.residents=300", tenancy];
        let trace = replicate(&tiny(&all), 0, &unattended()).expect("not stopped").swap_remove(0);
        let of = |word: &str| trace.lives.iter().filter(|event| event.event == word).collect::<Vec<_>>();
        let (lost, found) = (of("loses the home"), of("moves into a home"));
        assert!(!lost.is_empty() && !found.is_empty());
        assert!(lost.iter().any(|event| event.detail == "put up in temporary accommodation"));
        // Nobody loses two homes without one between.
        for agent in agents(&trace.lives) {
            let own = trace.lives.iter().filter(|event| event.agent == agent && event.event.contains("home"));
            let words: Vec<&str> = own.map(|event| event.event.as_ref()).collect();
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{agent}: {words:?}");
        }
        let without = replicate(&tiny(&["stories.residents=300"]), 0, &unattended()).expect("not stopped");
        assert!(without[0].lives.iter().all(|event| !event.event.contains("home")));
    }

    #[test]
    fn every_change_of_a_tenancy_has_its_words_and_none_where_nothing_changes() {
        use Tenancy::{Home, Temporary, Without};
        let event = |before, now| of_home(Some(before), Some(now)).map(|(event, _)| event);
        assert_eq!(event(Home, Without).as_deref(), Some("loses the home"));
        assert_eq!(event(Temporary, Home).as_deref(), Some("moves into a home"));
        assert_eq!(
            [event(Home, Home), event(Temporary, Without), of_home(None, None).map(|e| e.0)],
            [None, None, None]
        );
    }

    fn life(number: usize, course: &[u64], has_left: bool) -> Life<Resident> {
        let before = SeenResident {
            needs: [0; DOMAINS],
            generation: 0,
            crisis: None,
            tenancy: None,
            served: Domains::NONE,
            waiting: Domains::NONE,
            failed: Domains::NONE,
        };
        let events = vec![(3, "crisis".into(), String::new())];
        Life {
            person: Resident(0, number),
            name: number.to_string(),
            before,
            events,
            course: course.to_vec(),
            has_left,
        }
    }

    #[test]
    fn those_are_told_who_stayed_and_whose_lives_diverge_most() {
        let arm = |lives: Vec<Life<Resident>>| Watch {
            residents: lives,
            workers: Vec::new(),
            wanted_residents: 2,
            wanted_workers: 0,
        };
        let first = (0..5).map(|n| life(n, &[100, 100], false)).collect();
        let second = [[100, 100], [50, 150], [100, 900], [130, 130], [100, 101]]
            .iter()
            .enumerate()
            .map(|(n, c)| life(n, c, n == 2));
        // Without services everybody's life differs, which tells nothing of the other two arms.
        let none = (0..5).map(|n| life(n, &[if n == 0 { 9000 } else { 100 }; 2], false)).collect();
        let watches = [arm(first), arm(second.collect()), arm(none)];
        let told = told(&watches, &[true, true, false]);
        assert!(told.iter().all(|events| agents(events) == ["1", "3"]), "{told:?}");
        let with_none = super::told(&watches[1..], &[true, false]);
        assert!(with_none.iter().all(|events| agents(events) == ["0", "1"]), "{with_none:?}");
    }
}
