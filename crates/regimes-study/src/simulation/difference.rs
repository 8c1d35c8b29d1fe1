//! Where two runs diverge: the first week, agent and decision in which their worlds differ.

use crate::simulation::run::Run;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::workers::Worker;
use regimes_model::units::CrisisId;
use regimes_model::units::domains::Domains;
use regimes_scenario::check::Scenario;

/// The first difference between two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The week in which they part, counted from the first of the burn-in; none where they begin apart.
    pub week: Option<u32>,
    /// Who differs.
    pub agent: String,
    /// What about it differs, and how.
    pub decision: String,
}

/// One of two runs that are compared.
pub struct Side<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The arm.
    pub arm: usize,
    /// The replicate.
    pub replicate: u32,
}

/// Runs both sides week by week until their worlds differ; none where they never do.
#[must_use]
pub fn first(a: &Side<'_>, b: &Side<'_>) -> Option<Divergence> {
    let (mut run_a, mut run_b) = (a.begin(), b.begin());
    let apart = |week, a: &Run<'_>, b: &Run<'_>| {
        compare(a.world(), b.world()).map(|(agent, decision)| Divergence { week, agent, decision })
    };
    let weeks = 0..a.scenario.weeks().min(b.scenario.weeks());
    apart(None, &run_a, &run_b).or_else(|| {
        weeks.into_iter().find_map(|week| {
            a.week(&mut run_a, week);
            b.week(&mut run_b, week);
            apart(Some(week), &run_a, &run_b)
        })
    })
}

impl<'a> Side<'a> {
    fn begin(&self) -> Run<'a> {
        Run::begin(self.scenario, self.replicate)
    }

    /// A week of the burn-in, or of the arm after it.
    fn week(&self, run: &mut Run<'a>, week: u32) {
        if week == self.scenario.burn_in_weeks {
            *run = run.under(self.scenario, self.arm);
        }
        run.week();
    }
}

/// The first agent in which two worlds differ, in the order country, place, organisation, worker, resident.
#[must_use]
pub fn compare(a: &World, b: &World) -> Option<(String, String)> {
    if a.country.row != b.country.row {
        return Some(("government".to_owned(), rules(a.country.row, b.country.row)));
    }
    if a.places.len() != b.places.len() {
        return Some(("country".to_owned(), "number of places".to_owned()));
    }
    (0..a.places.len()).find_map(|place| compare_place(a, b, place))
}

fn compare_place(a: &World, b: &World, place: usize) -> Option<(String, String)> {
    let (x, y) = (&a.places[place], &b.places[place]);
    let name = &a.constants.place_names[place];
    if x.commissioner.row != y.commissioner.row {
        return Some((format!("commissioner of {name}"), rules(x.commissioner.row, y.commissioner.row)));
    }
    let organisations = x.organisations.iter().zip(&y.organisations).enumerate();
    let differs = organisations.flat_map(|(o, (p, q))| {
        let agent = format!("organisation {}", a.constants.organisation_names[place][o]);
        if p.row != q.row {
            return vec![(agent, rules(p.row, q.row))];
        }
        let pairs = [
            ("case opened or closed", p.cases.len() as f64, q.cases.len() as f64),
            ("waiting list", p.waiting.len() as f64, q.waiting.len() as f64),
            ("income", p.income_per_week, q.income_per_week),
        ];
        let differing = pairs.into_iter().filter(|(_, u, v)| u.to_bits() != v.to_bits());
        differing.map(move |(what, u, v)| (agent.clone(), format!("{what}: {u} and {v}"))).collect::<Vec<_>>()
    });
    let residents = || compare_residents(a, b, place);
    let seen = differs.into_iter().next().or_else(|| compare_workers(a, b, place)).or_else(residents);
    seen.or_else(|| compare_rest(a, b, place))
}

/// What differs and no decision shows yet.
fn compare_rest(a: &World, b: &World, place: usize) -> Option<(String, String)> {
    let (x, y) = (&a.places[place], &b.places[place]);
    let name = &a.constants.place_names[place];
    if x.organisations.len() != y.organisations.len() {
        return Some((format!("place {name}"), "number of organisations".to_owned()));
    }
    for (o, (p, q)) in x.organisations.iter().zip(&y.organisations).enumerate() {
        if let Some(what) = state_of_organisation(p, q) {
            return Some((format!("organisation {}", a.constants.organisation_names[place][o]), what));
        }
    }
    if x.residents != y.residents {
        let differs = |&r: &usize| {
            x.residents.set_points[r] != y.residents.set_points[r] || x.residents.ties[r] != y.residents.ties[r]
        };
        let who = (0..x.residents.len()).find(differs).map_or_else(String::new, |r| format!(" {name}-{r}"));
        return Some((format!("resident{who}"), "set point, ties or what is left of help".to_owned()));
    }
    let parts = [
        ("what the commissioner has, owes or believes", x.commissioner == y.commissioner),
        ("trust between organisations", x.trust == y.trust && x.linked == y.linked),
        ("what outside actors supply", x.supplied == y.supplied),
        ("trust of the public", x.public_trust.to_bits() == y.public_trust.to_bits()),
        ("what was spent", x.ledger == y.ledger),
    ];
    let part = parts.into_iter().find(|&(_, same)| !same);
    part.map(|(what, _)| (format!("place {name}"), what.to_owned()))
}

/// The first part of two organisations' states that differs.
fn state_of_organisation(p: &Organisation, q: &Organisation) -> Option<String> {
    let numbers = [
        ("reserve", p.reserve, q.reserve),
        ("money withheld", p.withheld, q.withheld),
        ("reported performance", p.reported.into(), q.reported.into()),
        ("recorded performance", p.recorded.into(), q.recorded.into()),
        ("target", p.indicator.target.into(), q.indicator.target.into()),
        ("psychological safety", p.safety.into(), q.safety.into()),
        ("absorptive capacity", p.absorptive.into(), q.absorptive.into()),
        ("belief", p.belief.into(), q.belief.into()),
        ("fidelity", p.fidelity.into(), q.fidelity.into()),
        ("set-up still to bear", p.dip.into(), q.dip.into()),
    ];
    let number = numbers.into_iter().find(|(_, u, v)| f64::to_bits(*u) != f64::to_bits(*v));
    let lists = || {
        let lists = [
            ("codes", p.codes == q.codes),
            ("what was found of what works", p.votes == q.votes),
            ("evidence of what works", p.evidence == q.evidence),
            ("open cases", p.cases == q.cases),
            ("hours of the week", p.hours == q.hours),
        ];
        lists.into_iter().find(|&(_, same)| !same).map(|(what, _)| what.to_owned())
    };
    number.map(|(what, u, v)| format!("{what}: {u} and {v}")).or_else(lists)
}

/// Which rules two owners follow.
fn rules(a: Row, b: Row) -> String {
    let name = |row| match row {
        Row::StatusQuo => "those of the status quo",
        Row::Alternative => "those of the arm",
    };
    format!("rules: {} and {}", name(a), name(b))
}

/// The names of domains.
fn domains(world: &World, set: Domains) -> String {
    let names = world.constants.domain_names.iter().enumerate().filter(|(d, _)| set.contains(*d));
    let names: Vec<String> = names.map(|(_, name)| name.replace('_', " ")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The kind of a crisis.
fn crisis(world: &World, crisis: Option<CrisisId>) -> String {
    let kind = crisis.and_then(|crisis| world.constants.crises[crisis.domain()].as_ref());
    kind.map_or("none".to_owned(), |crisis| crisis.kind.replace('_', " "))
}

fn compare_workers(a: &World, b: &World, place: usize) -> Option<(String, String)> {
    let organisations = a.places[place].organisations.iter().zip(&b.places[place].organisations);
    for (o, (p, q)) in organisations.enumerate() {
        for (post, (u, v)) in p.workers.iter().zip(&q.workers).enumerate() {
            let agent = || format!("worker {}-{post}", a.constants.organisation_names[place][o]);
            if u.filled != v.filled || u.generation != v.generation {
                return Some((agent(), "leaving or being hired".to_owned()));
            }
            if u.real.to_bits() != v.real.to_bits() || u.gaming.to_bits() != v.gaming.to_bits() {
                return Some((agent(), format!("effort: real help {} and {}", u.real, v.real)));
            }
            if u != v {
                return Some((agent(), state_of_worker(u, v)));
            }
        }
    }
    None
}

/// The first part of two workers' states that differs.
fn state_of_worker(u: &Worker, v: &Worker) -> String {
    let parts = [
        ("days absent", u.absent_now, v.absent_now),
        ("open cases", f32::from(u.caseload), f32::from(v.caseload)),
        ("direct hours", u.direct_hours, v.direct_hours),
        ("hours that the cases wanted", u.wanted_hours, v.wanted_hours),
        ("fit of the help", u.fit_seen, v.fit_seen),
        ("progress seen", u.progress_seen, v.progress_seen),
        ("relationship with the cases", u.relationship, v.relationship),
        ("autonomy", u.autonomy, v.autonomy),
        ("mastery", u.mastery, v.mastery),
        ("purpose", u.purpose, v.purpose),
        ("motivation", u.theta, v.theta),
        ("exhaustion", u.exhaustion, v.exhaustion),
        ("dissonance", u.dissonance, v.dissonance),
        ("what is voiced", u.voiced, v.voiced),
        ("belief in the learning paradigm", u.paradigm, v.paradigm),
    ];
    let part = parts.into_iter().find(|(_, u, v)| u.to_bits() != v.to_bits());
    match part {
        Some((what, u, v)) => format!("{what}: {u} and {v}"),
        None if u.belief != v.belief => "belief about what works".to_owned(),
        None => "skill or a trait".to_owned(),
    }
}

fn compare_residents(a: &World, b: &World, place: usize) -> Option<(String, String)> {
    let (x, y) = (&a.places[place].residents, &b.places[place].residents);
    for r in 0..x.len().min(y.len()) {
        let agent = || format!("resident {}-{r}", a.constants.place_names[place]);
        if x.generation[r] != y.generation[r] {
            return Some((agent(), "death or moving away".to_owned()));
        }
        if x.crisis[r] != y.crisis[r] {
            return Some((agent(), format!("crisis: {} and {}", crisis(a, x.crisis[r]), crisis(b, y.crisis[r]))));
        }
        for (what, u, v) in [
            ("open cases", x.served[r], y.served[r]),
            ("waiting", x.waiting[r], y.waiting[r]),
            ("left with a need", x.failed[r], y.failed[r]),
        ] {
            if u != v {
                return Some((agent(), format!("{what}: {} and {}", domains(a, u), domains(b, v))));
            }
        }
        if x.needs[r] != y.needs[r] {
            let domain = (0..x.needs[r].len()).find(|&d| x.needs[r][d] != y.needs[r][d]).unwrap_or(0);
            let name = a.constants.domain_names.get(domain).map_or("", String::as_str);
            return Some((agent(), format!("need in {name}: {} and {}", x.need(r, domain), y.need(r, domain))));
        }
        if x.trust[r] != y.trust[r] || x.agency[r] != y.agency[r] {
            return Some((agent(), "trust or agency".to_owned()));
        }
    }
    (x.len() != y.len())
        .then(|| (format!("place {}", a.constants.place_names[place]), "number of residents".to_owned()))
}
