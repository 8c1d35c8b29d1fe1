//! Life stories: the dated events of chosen residents and workers.

use crate::model::world::World;
use crate::model::world::residents::CALM;
use crate::scenario::check::Scenario;
use crate::simulation::trace::{LifeEvent, Word};
use crate::units::{DOMAINS, FULL};

/// What can be told of a life: of residents, and then of workers.
pub const EVENTS: [&str; 14] = [
    "died or moved away",
    "falls into need",
    "crisis",
    "leaves crisis",
    "joins a waiting list",
    "support begins",
    "support ends",
    "turned away or left with the need",
    "the organisation changes its rules",
    "leaves the job",
    "somebody new starts",
    "falls ill",
    "worn out",
    "recovers",
];

/// Watches chosen lives week by week.
pub struct Watch {
    residents: Vec<(usize, usize)>,
    workers: Vec<(usize, usize, usize)>,
    seen: Vec<Seen>,
    seen_workers: Vec<SeenWorker>,
    /// What was told so far, in order of week and agent.
    pub told: Vec<LifeEvent>,
}

/// What was seen of a resident before the week.
#[derive(Clone, Copy)]
struct Seen {
    needs: [u16; DOMAINS],
    generation: u8,
    crisis: u8,
    served: u8,
    waiting: u8,
    failed: u8,
}

/// What was seen of a worker before the week.
#[derive(Clone, Copy)]
struct SeenWorker {
    filled: bool,
    generation: u16,
    ill: bool,
    worn: bool,
    row: u8,
}

/// Exhaustion from which on a worker counts as worn out.
const WORN: f32 = 0.6;
/// A rise of need in a week that is told (an eighth of full need).
const A_RISE: u16 = FULL / 8;

impl Watch {
    /// Chooses lives at the start of the horizon: residents spread over the tenth of highest need, workers by number.
    #[must_use]
    pub fn choose(world: &World, scenario: &Scenario) -> Watch {
        let mut needs: Vec<(u32, (usize, usize))> = Vec::new();
        for (p, place) in world.places.iter().enumerate() {
            for r in 0..place.residents.len() {
                let sum = place.residents.needs[r].iter().map(|&need| u32::from(need)).sum();
                needs.push((sum, (p, r)));
            }
        }
        needs.sort_by_key(|&(sum, who)| (core::cmp::Reverse(sum), who));
        let n = scenario.stories.residents as usize;
        let step = (needs.len() / 10 / n.max(1)).max(1);
        let residents = needs.iter().skip(step / 2).step_by(step).take(n).map(|&(_, who)| who).collect();
        let posts = world.places.iter().enumerate().flat_map(|(p, place)| {
            place
                .organisations
                .iter()
                .enumerate()
                .flat_map(move |(o, organisation)| (0..organisation.workers.len()).map(move |w| (p, o, w)))
        });
        let workers = posts.take(scenario.stories.workers as usize).collect();
        Watch { residents, workers, seen: Vec::new(), seen_workers: Vec::new(), told: Vec::new() }
    }

    /// Looks before the week.
    pub fn before(&mut self, world: &World) {
        self.seen = self.residents.iter().map(|&who| see(world, who)).collect();
        self.seen_workers = self.workers.iter().map(|&who| see_worker(world, who)).collect();
    }

    /// Looks after the week, and tells what happened.
    pub fn after(&mut self, world: &World, week: u32) {
        for (&who, &before) in self.residents.iter().zip(&self.seen) {
            let now = see(world, who);
            let agent = format!("resident {}-{}", world.frame.place_names[who.0], who.1);
            let events = tell(world, &before, &now);
            self.told.extend(events.into_iter().map(|(event, detail)| LifeEvent {
                agent: agent.clone(),
                week,
                event,
                detail,
            }));
        }
        for (&who, &before) in self.workers.iter().zip(&self.seen_workers) {
            let now = see_worker(world, who);
            let agent = format!("worker {}-{}", world.frame.organisation_names[who.0][who.1], who.2);
            let events = tell_worker(&before, &now);
            self.told.extend(events.into_iter().map(|(event, detail)| LifeEvent {
                agent: agent.clone(),
                week,
                event,
                detail,
            }));
        }
    }
}

fn see(world: &World, (place, r): (usize, usize)) -> Seen {
    let residents = &world.places[place].residents;
    Seen {
        needs: residents.needs[r],
        generation: residents.generation[r],
        crisis: residents.crisis[r],
        served: residents.served[r],
        waiting: residents.waiting[r],
        failed: residents.failed[r],
    }
}

fn see_worker(world: &World, (place, organisation, post): (usize, usize, usize)) -> SeenWorker {
    let organisation = &world.places[place].organisations[organisation];
    let worker = &organisation.workers[post];
    SeenWorker {
        filled: worker.filled,
        generation: worker.generation,
        ill: worker.absent_now > 0.0,
        worn: worker.exhaustion > WORN,
        row: organisation.row,
    }
}

fn domains(world: &World, bits: u8) -> String {
    let names = world.frame.domain_names.iter().enumerate().filter(|(d, _)| bits >> d & 1 == 1);
    names.map(|(_, name)| name.replace('_', " ")).collect::<Vec<_>>().join(", ")
}

fn tell(world: &World, before: &Seen, now: &Seen) -> Vec<(Word, String)> {
    let mut events: Vec<(Word, String)> = Vec::new();
    if now.generation != before.generation {
        events.push(("died or moved away".into(), "somebody else lives here now".to_owned()));
        return events;
    }
    for (d, name) in world.frame.domain_names.iter().enumerate() {
        if now.needs[d] > before.needs[d].saturating_add(A_RISE) {
            events.push(("falls into need".into(), name.replace('_', " ")));
        }
    }
    if now.crisis != before.crisis {
        let (event, crisis) =
            if now.crisis == CALM { ("leaves crisis", before.crisis) } else { ("crisis", now.crisis) };
        let kind = world.frame.crises[usize::from(crisis) - 1].as_ref().map_or("", |crisis| crisis.kind.as_str());
        events.push((event.into(), kind.replace('_', " ")));
    }
    for (event, bits) in [
        ("joins a waiting list", now.waiting & !before.waiting),
        ("support begins", now.served & !before.served),
        ("support ends", before.served & !now.served),
        ("turned away or left with the need", now.failed & !before.failed),
    ] {
        if bits != 0 {
            events.push((event.into(), domains(world, bits)));
        }
    }
    events
}

fn tell_worker(before: &SeenWorker, now: &SeenWorker) -> Vec<(Word, String)> {
    let mut events: Vec<(Word, String)> = Vec::new();
    if before.row != now.row {
        events.push(("the organisation changes its rules".into(), String::new()));
    }
    if now.generation != before.generation && before.filled {
        events.push(("leaves the job".into(), String::new()));
    } else if now.filled && !before.filled {
        events.push(("somebody new starts".into(), String::new()));
    } else if now.ill && !before.ill {
        events.push(("falls ill".into(), String::new()));
    }
    if now.worn != before.worn {
        events.push((if now.worn { "worn out" } else { "recovers" }.into(), String::new()));
    }
    events
}
