//! What is observed after a week, each outcome from what its line says, resident by resident and worker by worker.

use super::plain::{domains, in_set, share};
use crate::Now;
use regimes_model::model::ledger::{ACTIVITIES, Activity, Ledger, NATIONAL, ORIGINS, PAYERS};
use regimes_model::model::patterns::factors::{Factors, Pattern};
use regimes_model::model::world::World;
use regimes_model::model::world::homes::{Tenancy, Tenant, Tenure};
use regimes_model::model::world::organisations::{Flows, Organisation};
use regimes_model::model::world::places::Place;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::workers::Worker;
use regimes_model::units::domains::Domains;
use regimes_model::units::{MISSING, is_missing};

/// Weeks of a year (A1).
const WEEKS: f64 = 52.0;

/// All outcomes with their names.
pub fn of(world: &World, now: &Now<'_>) -> Vec<(&'static str, f64)> {
    let mut all = Vec::new();
    all.extend(lives(world, now));
    all.extend(money(world));
    all.extend(staff(world));
    all.extend(numbers(world));
    all.extend(demand(world));
    all.extend(homes(world));
    all.extend(waits(world));
    all.extend(system(world));
    all
}

/// One share of another; of nothing it is missing.
fn part(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { MISSING }
}

/// Something of each resident: the place, and the resident's number in it.
fn residents<'a, T: 'a>(world: &'a World, f: impl Fn(&'a Place, usize) -> T + 'a) -> impl Iterator<Item = T> + 'a {
    let pairs = world.places.iter().flat_map(|place| (0..place.residents.len()).map(move |r| (place, r)));
    pairs.map(move |(place, r)| f(place, r))
}

/// Organisations that work; where there are no services none does.
fn organisations(world: &World) -> impl Iterator<Item = (&Place, &Organisation)> {
    let all = world.places.iter().flat_map(|place| place.organisations.iter().map(move |o| (place, o)));
    all.filter(|_| world.services)
}

/// Each resident counts the same.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    part(values.iter().sum(), values.len() as f64)
}

fn lives(world: &World, now: &Now<'_>) -> Vec<(&'static str, f64)> {
    let p = &now.p().flourishing;
    let all = p.freedom_weight + p.agency_weight + p.ties_weight;
    let agency_weight = p.agency_weight * p.compatible;
    let each = |column: fn(&Place, usize) -> u16| mean(residents(world, move |place, r| bits(column(place, r))));
    let (freedom, equal) = (each(|p, r| p.residents.freedom[r]), each(|p, r| p.residents.freedom_equal[r]));
    let (agency, ties) = (each(|p, r| p.residents.agency[r]), each(|p, r| p.residents.ties[r]));
    let of_one = |place: &Place, r: usize| {
        let lives = &place.residents;
        let own = p.freedom_weight * bits(lives.freedom[r]) + p.ties_weight * bits(lives.ties[r]);
        (own + agency_weight * bits(lives.agency[r])) / all
    };
    let flourishing: Vec<f64> = residents(world, of_one).collect();
    let flourishes = mean(flourishing.iter().copied());
    let spread = mean(flourishing.iter().map(|f| (f - flourishes).powi(2)));
    let group = |wanted: usize| {
        let own = residents(world, |place, r| (place.residents.group[r].index(), of_one(place, r)));
        own.filter(|(group, _)| *group == wanted).map(|(_, f)| f).collect::<Vec<f64>>()
    };
    let mut groups: Vec<f64> = (0..world.constants.groups.len())
        .map(group)
        .filter(|lives| !lives.is_empty())
        .map(|lives| mean(lives.into_iter()))
        .collect();
    groups.sort_by(f64::total_cmp);
    let without_agency = p.freedom_weight * freedom + p.ties_weight * ties;
    vec![
        ("flourishing", flourishes),
        ("flourishing_equal_weights", (p.freedom_weight * equal + agency_weight * agency + p.ties_weight * ties) / all),
        ("flourishing_need_only", freedom),
        ("flourishing_without_agency", without_agency / (p.freedom_weight + p.ties_weight)),
        ("agency", agency),
        ("ties", ties),
        ("inequality", spread / (2.0 * flourishes * flourishes)),
        ("group_gap", if groups.len() > 1 { groups[groups.len() - 1] - groups[0] } else { MISSING }),
        ("worst_group", groups[0]),
        ("resident_trust", each(|p, r| p.residents.trust[r])),
    ]
}

fn bits(bits: u16) -> f64 {
    f64::from(share(bits))
}

/// Pounds of the week, summed over whatever lines are wanted: activity and payer.
fn pounds(world: &World, wanted: impl Fn(usize, usize) -> bool) -> f64 {
    let of = |ledger: &Ledger| {
        let mut sum = 0.0;
        for activity in 0..ACTIVITIES.len() {
            for origin in 0..ORIGINS.len() {
                let payers = (0..PAYERS.len()).filter(|&payer| wanted(activity, payer));
                sum += payers.map(|payer| ledger.pounds[activity][origin][payer]).sum::<f64>();
            }
        }
        sum
    };
    world.places.iter().map(|place| of(&place.ledger)).sum()
}

fn money(world: &World) -> Vec<(&'static str, f64)> {
    let people = world.n_residents() as f64;
    let services = pounds(world, |activity, payer| {
        let national = activity == Activity::Central as usize;
        activity != Activity::Crisis as usize && !(national && payer == NATIONAL)
    });
    let activity = |wanted: Activity| pounds(world, |activity, _| activity == wanted as usize);
    let all = world.places.iter().flat_map(|place| &place.organisations);
    let reserves: f64 = all.map(|o| o.reserve).sum();
    let commissioners = world.places.iter().map(|place| &place.commissioner);
    let back: f64 = commissioners.map(|c| c.kept + c.lapsed - c.returned).sum();
    vec![
        ("public_cost", pounds(world, |_, _| true) / people),
        ("services_cost", services / people),
        ("crisis_cost", activity(Activity::Crisis) / people),
        ("helping_share", part(activity(Activity::Helping), services)),
        ("mismatched_share", part(activity(Activity::Mismatched), services)),
        ("reserves", reserves / people),
        ("kept_money", back / people),
    ]
}

/// Mean over filled posts of something of who fills them; missing where nobody works.
fn per_worker(world: &World, f: impl Fn(&Place, &Organisation, &Worker) -> f64) -> f64 {
    let posts = organisations(world).flat_map(|(place, o)| o.workers.iter().map(move |w| (place, o, w)));
    mean(posts.filter(|(_, _, w)| w.filled).map(|(place, o, w)| f(place, o, w)))
}

fn staff(world: &World) -> Vec<(&'static str, f64)> {
    let filled = organisations(world).flat_map(|(_, o)| &o.workers).filter(|w| w.filled).count() as f64;
    let carried = |o: &Organisation| {
        let posts = o.workers.len() as f64;
        let filled = o.workers.iter().filter(|w| w.filled).count() as f64;
        (posts - (f64::from(o.posts_lost) * posts).round()).max(filled)
    };
    let posts: f64 = organisations(world).map(|(_, o)| carried(o)).sum();
    let hours = |f: fn(&Organisation) -> f32| organisations(world).map(|(_, o)| f64::from(f(o))).sum::<f64>();
    let paid = hours(|o| o.hours.paid);
    let mean = |f: fn(&Worker) -> f32| per_worker(world, |_, _, w| f64::from(f(w)));
    let drives = (mean(|w| w.autonomy) + mean(|w| w.mastery) + mean(|w| w.purpose)) / 3.0;
    let days = organisations(world).map(|(_, o)| f64::from(o.flows.sick_days)).sum::<f64>();
    let leavers = organisations(world).map(|(_, o)| f64::from(o.flows.leavers)).sum::<f64>();
    vec![
        ("staff_wellbeing", (1.0 - mean(|w| w.exhaustion) + drives) / 2.0),
        ("exhaustion", mean(|w| w.exhaustion)),
        ("autonomy", mean(|w| w.autonomy)),
        ("mastery", mean(|w| w.mastery)),
        ("purpose", mean(|w| w.purpose)),
        ("motivation", mean(|w| w.theta)),
        ("dissonance", mean(|w| w.dissonance)),
        ("belief_adopted", mean(|w| w.paradigm)),
        ("real_effort", mean(|w| w.real)),
        ("gaming_effort", mean(|w| w.gaming)),
        ("sick_days", WEEKS * part(days, filled + leavers)),
        ("turnover", WEEKS * part(leavers, filled + leavers)),
        ("vacancies", 1.0 - part(filled, posts)),
        ("direct_time", part(hours(|o| o.hours.direct), paid)),
        (
            "admin_time",
            part(hours(|o| o.hours.base_admin) + hours(|o| o.hours.reporting), paid - hours(|o| o.hours.absence)),
        ),
        ("caseload", part(organisations(world).map(|(_, o)| o.cases.len() as f64).sum(), filled)),
    ]
}

/// Right less wrong among the factors that somebody can act on.
fn knows(known: Factors, value: Pattern, truth: Pattern, world: &World) -> f64 {
    let factors = (0..128).filter(|f| world.constants.mask.contains(*f) && !world.constants.outside.contains(*f));
    let points = factors.map(|f| match (known.contains(f), value.value(f) != truth.value(f)) {
        (false, _) => 0.0,
        (true, false) => 1.0,
        (true, true) => -1.0,
    });
    mean(points)
}

fn numbers(world: &World) -> Vec<(&'static str, f64)> {
    let country = world.country.pattern;
    let code = |place: &Place, o: &Organisation| {
        let packages = o.codes.iter().zip(&o.package_groups).map(|(code, &group)| {
            let own = group.map_or(Pattern::NONE, |group| place.group_offsets[group.index()]);
            knows(code.known, code.value, country ^ place.offset ^ own, world)
        });
        mean(packages)
    };
    let priorities = |o: &Organisation| {
        let whole = |of: &[f32; 8]| in_set(o.domains).map(|d| f64::from(of[d])).sum::<f64>();
        let (held, estimated) = (whole(&world.constants.importance), whole(&o.priority_estimate));
        let off = in_set(o.domains).map(|d| {
            (f64::from(o.priority_estimate[d]) / estimated - f64::from(world.constants.importance[d]) / held).abs()
        });
        off.sum::<f64>() / 2.0
    };
    let of = |f: fn(&Organisation) -> f32| per_worker(world, |_, o, _| f64::from(f(o)));
    let where_true = |said: fn(&Organisation) -> bool, f: &dyn Fn(&Place, &Organisation) -> f64| {
        let posts = organisations(world).flat_map(|(place, o)| o.workers.iter().map(move |w| (place, o, w)));
        mean(posts.filter(|(_, o, w)| w.filled && said(o)).map(|(place, o, _)| f(place, o)))
    };
    let rated = |f: fn(&Organisation) -> f32| where_true(|o| o.has_closed, &|_, o| f64::from(f(o)));
    let flows = |f: fn(&Flows) -> f32| organisations(world).map(|(_, o)| f64::from(f(&o.flows))).sum::<f64>();
    vec![
        ("reported_performance", rated(|o| o.reported)),
        ("recorded_performance", rated(|o| o.recorded)),
        ("true_performance", rated(|o| o.true_performance)),
        ("reported_minus_true", rated(|o| o.reported - o.true_performance)),
        ("hits_without_gain", part(flows(|f| f.hits_without_gain), flows(|f| f.closed_reported))),
        ("effect_seen", rated(|o| o.effect_seen)),
        ("effect_true", rated(|o| o.effect_true)),
        ("attribution_error", rated(|o| o.effect_seen - o.effect_true)),
        ("plan_error", where_true(|o| o.has_answered, &|_, o| f64::from(o.plan_error))),
        ("safety", of(|o| o.safety)),
        ("absorptive_capacity", of(|o| o.absorptive)),
        ("code_knowledge", where_true(|o| !o.codes.is_empty(), &code)),
        (
            "worker_knowledge",
            per_worker(world, |place, _, w| knows(w.belief.known, w.belief.value, country ^ place.offset, world)),
        ),
        ("priority_error", per_worker(world, |_, o, _| priorities(o))),
        ("process_waste", of(|o| o.waste.level as f32)),
    ]
}

fn demand(world: &World) -> Vec<(&'static str, f64)> {
    let people = world.n_residents() as f64;
    let unmet = |place: &Place, r: usize, unowned: bool| {
        let owned = place.organisations.iter().fold(Domains::NONE, |owned, o| owned | o.domains);
        let open = domains().filter(|d| !place.residents.served[r].contains(*d));
        let open = open.filter(|d| !unowned || !owned.contains(*d));
        open.filter(|&d| place.residents.needs[r][d] >> 14 > 0).count() as f64
    };
    let flows = |f: fn(&Flows) -> f32| organisations(world).map(|(_, o)| f64::from(f(&o.flows))).sum::<f64>();
    let tally = |f: fn(&Place) -> f64| world.places.iter().map(f).sum::<f64>();
    let requests = flows(|f| f.requests.iter().sum::<u32>() as f32);
    let again = flows(|f| f.asked_again);
    let thousand = 1000.0 / people;
    vec![
        ("unmet_needs", mean(residents(world, |place, r| unmet(place, r, false)))),
        ("unowned_needs", mean(residents(world, |place, r| unmet(place, r, true)))),
        ("waiting", mean(residents(world, |place, r| f64::from(u8::from(!place.residents.waiting[r].is_empty()))))),
        ("in_contact", mean(residents(world, |place, r| f64::from(u8::from(!place.residents.served[r].is_empty()))))),
        ("in_crisis", mean(residents(world, |place, r| f64::from(u8::from(place.residents.crisis[r].is_some()))))),
        ("requests", thousand * requests),
        ("failure_demand", part(flows(|f| f.requests[1] as f32) + again, requests + again)),
        ("relapses", part(flows(|f| f.requests[2] as f32), requests)),
        ("refused", part(flows(|f| f.refused as f32), requests)),
        ("duplicates", part(flows(|f| f.duplicates as f32), requests)),
        ("given_up", thousand * flows(|f| f.left_list as f32)),
        ("hand_offs", thousand * flows(|f| f.hand_offs as f32)),
        ("dropped", thousand * flows(|f| f.dropped as f32)),
        ("closed", thousand * flows(|f| (f.closed_by_rule + f.closed_by_agreement) as f32)),
        ("crises", thousand * tally(|place| f64::from(place.tally.crises_entered.iter().sum::<u32>()))),
        ("deaths", WEEKS * thousand * tally(|place| f64::from(place.tally.deaths))),
        ("complaints", thousand * tally(|place| f64::from(place.tally.complaints))),
    ]
}

/// Homes, where there is such a state; who is in which is looked up with each tenant.
fn homes(world: &World) -> Vec<(&'static str, f64)> {
    let tenants: Vec<&Tenant> = world.places.iter().flat_map(|place| &place.homes).flat_map(|h| &h.tenants).collect();
    let thousand = part(1000.0, tenants.len() as f64);
    let share = |of: &dyn Fn(&Tenant) -> bool| mean(tenants.iter().map(|tenant| f64::from(u8::from(of(tenant)))));
    let weeks = |tenant: &Tenant| (0..26).filter(|week| tenant.housed >> week & 1 == 1).count();
    let tally = |f: fn(&Place) -> u32| world.places.iter().map(|place| f64::from(f(place))).sum::<f64>();
    let rate = |n: f64| if is_missing(thousand) { MISSING } else { thousand * n };
    let given = tally(|place| place.tally.homes_given.iter().sum());
    let standing = tenants.iter().filter(|tenant| tenant.tenure != Tenure::Own).map(|tenant| f64::from(tenant.weeks));
    vec![
        ("without_home", share(&|tenant| tenant.tenancy != Tenancy::Home)),
        ("in_temporary", share(&|tenant| tenant.tenancy == Tenancy::Temporary)),
        ("homes_lost", rate(tally(|place| place.tally.homes_lost))),
        ("homes_given", rate(given)),
        ("weeks_to_home", part(tally(|place| place.tally.weeks_to_home), given)),
        ("tenancy_length", mean(standing)),
        ("time_without_home", mean(tenants.iter().filter(|t| t.tenancy != Tenancy::Home).map(|t| f64::from(t.weeks)))),
        ("tenancies_kept", part(tally(|place| place.tally.tenancies_kept), tally(|place| place.tally.tenancies_due))),
        ("housed_throughout", share(&|tenant| weeks(tenant) == 26)),
        ("housed_partly", share(&|tenant| weeks(tenant) > 0 && weeks(tenant) < 26)),
        ("housed_never", share(&|tenant| weeks(tenant) == 0)),
    ]
}

/// Waits, true and as the clock showed them: of those whose clock stopped, and of those who still stand on a list.
fn waits(world: &World) -> Vec<(&'static str, f64)> {
    let flows = |f: fn(&Flows) -> u32| organisations(world).map(|(_, o)| f64::from(f(&o.flows))).sum::<f64>();
    let (opened, stopped) = (flows(|f| f.opened.iter().sum()), flows(|f| f.clocks_stopped));
    let lists = organisations(world).flat_map(|(place, o)| o.waiting.iter().map(move |w| (place, w)));
    let standing = lists.filter(|(place, w)| {
        let r = w.resident as usize;
        place.residents.generation[r] == w.generation && place.residents.waiting[r].contains(w.domain)
    });
    let so_far: Vec<f64> =
        standing.map(|(_, w)| f64::from(world.week - w.since) + f64::from(w.earlier_weeks)).collect();
    vec![
        ("true_wait", part(flows(|f| f.waited_weeks), opened)),
        ("reported_wait", part(flows(|f| f.reported_weeks), stopped)),
        ("long_waits", part(flows(|f| f.waited_long), opened)),
        ("reported_long_waits", part(flows(|f| f.reported_long), stopped)),
        ("wait_so_far", mean(so_far.iter().copied())),
        ("long_on_list", mean(so_far.iter().map(|weeks| f64::from(u8::from(*weeks > 18.0))))),
    ]
}

fn system(world: &World) -> Vec<(&'static str, f64)> {
    let places = |f: &dyn Fn(&Place) -> f64| mean(world.places.iter().map(f));
    let known = |f: &dyn Fn(&Place) -> f64| mean(world.places.iter().map(f).filter(|value| !is_missing(*value)));
    let trust = known(&|place| {
        let n = if world.services { place.organisations.len() } else { 0 };
        let pairs = (0..n).flat_map(|a| (0..n).map(move |b| (a, b))).filter(|(a, b)| a != b);
        mean(pairs.map(|(a, b)| f64::from(place.trust[a * n + b])))
    });
    let outside: Vec<usize> = (0..128).filter(|f| world.constants.outside.contains(*f)).collect();
    let supplied = |place: &Place| mean(outside.iter().map(|f| f64::from(u8::from(place.supplied.contains(*f)))));
    let strengths = per_worker(world, |_, o, _| f64::from(o.safety) + f64::from(o.absorptive));
    vec![
        ("organisation_trust", trust),
        ("public_trust", places(&|place| f64::from(place.public_trust))),
        ("system_health", if is_missing(trust) { MISSING } else { (trust + strengths) / 3.0 }),
        ("outside_supplied", known(&supplied)),
        ("perceived_control", places(&|place| f64::from(place.commissioner.perceived_control))),
        ("government_utility", {
            let utility = world.country.utility;
            mean([utility.reported, utility.real, utility.stories].into_iter().map(f64::from))
        }),
        ("practice_adopted", mean(organisations(world).map(|(_, o)| f64::from(u8::from(o.row == Row::Alternative))))),
    ]
}
