//! What is observed: one row an outcome.
//!
//! The engine looks at the world after each week; the model does not know that it is watched.
//! (A table: longer than a file of code should be.)

use std::ops::Range;

use crate::lanes;
use crate::model::flourishing::Index;
use crate::model::ledger::{Activity, Ledger, Origin};
use crate::model::world::organisations::{Flows, Organisation};
use crate::model::world::places::{Place, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::{ALTERNATIVE, World};
use crate::parallel::{self, TILE};
use crate::units::{self, DOMAINS, FULL, WEEKS_PER_YEAR};

/// Which way an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More of it.
    Higher,
    /// Less of it.
    Lower,
    /// It has no better end.
    Neither,
}

/// An observed quantity.
pub struct Outcome {
    /// Its name in tables.
    pub name: &'static str,
    /// What a figure calls it.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Which way it is better.
    pub better: Better,
    /// How it is observed.
    pub value: fn(&Observed) -> f64,
}

/// What is summed up of a world after a week, once, for all outcomes.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Residents.
    pub residents: f64,
    /// Mean freedom, equally weighted freedom, agency and ties; then flourishing and its three rivals.
    pub means: [f64; 4],
    /// Flourishing and its three rivals.
    pub indices: [f64; 4],
    /// Sum over residents of flourishing squared.
    pub flourishing_squares: f64,
    /// Residents and summed flourishing by group.
    pub groups: Vec<(f64, f64)>,
    /// Sum of residents' trust in services.
    pub resident_trust: f64,
    /// Needs of at least a quarter that have no case, all domains together.
    pub unmet: f64,
    /// Of these, needs that no organisation of the place works in.
    pub unowned: f64,
    /// Residents on a waiting list.
    pub waiting: f64,
    /// Residents with an open case.
    pub in_contact: f64,
    /// Staff: filled posts, posts.
    pub filled: f64,
    /// Posts that money carries.
    pub posts: f64,
    /// Sums over filled posts: exhaustion, autonomy, mastery, purpose, theta, dissonance, paradigm, real, gaming.
    pub staff: [f64; 9],
    /// Flows of all organisations.
    pub flows: Flows,
    /// Paid, direct and reporting hours.
    pub hours: [f64; 4],
    /// Sums over organisations, each weighed by its filled posts: reported, recorded, true, effect seen, effect
    /// true, plan error, safety, absorptive, code knowledge, worker knowledge, caseload, priority error.
    pub organisations: [f64; 12],
    /// Organisations.
    pub n_organisations: f64,
    /// Organisations that hold the alternative row.
    pub adopted: f64,
    /// Tally of all places.
    pub tally: Tally,
    /// Residents in crisis.
    pub in_crisis: f64,
    /// Mean trust between organisations.
    pub trust_between: f64,
    /// Mean public trust.
    pub public_trust: f64,
    /// Mean control that commissioners perceive.
    pub perceived_control: f64,
    /// Money that lapsed or was withheld so far (GBP).
    pub kept: f64,
    /// Reserves (GBP).
    pub reserve: f64,
    /// Government: utility of reported numbers, real results, stories.
    pub utility: [f64; 3],
    /// Part of all outside factors that are supplied.
    pub supplied: f64,
    /// The week's ledger of all places.
    pub ledger: Ledger,
}

impl Observed {
    fn per_worker(&self, index: usize) -> f64 {
        ratio(self.staff[index], self.filled)
    }
    fn per_post_weight(&self, index: usize) -> f64 {
        ratio(self.organisations[index], self.filled)
    }
    fn requests(&self) -> f64 {
        f64::from(self.flows.requests.iter().sum::<u32>())
    }
    /// Requests because help failed, or does not come.
    fn failed(&self) -> f64 {
        f64::from(self.flows.requests[Origin::Failure as usize]) + f64::from(self.flows.asked_again)
    }
    fn closed(&self) -> f64 {
        f64::from(self.flows.closed_by_rule + self.flows.closed_by_agreement)
    }
    fn group_gap(&self) -> f64 {
        let means = self.groups.iter().filter(|(n, _)| *n > 0.0).map(|(n, sum)| sum / n);
        let (low, high) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), m| (l.min(m), h.max(m)));
        if high >= low { high - low } else { 0.0 }
    }
    fn worst_group(&self) -> f64 {
        let means = self.groups.iter().filter(|(n, _)| *n > 0.0).map(|(n, sum)| sum / n);
        let worst = means.fold(f64::INFINITY, f64::min);
        if worst.is_finite() { worst } else { 0.0 }
    }
    fn pounds_each(&self, activity: Activity) -> f64 {
        ratio(self.ledger.activity_pounds(activity), self.residents)
    }
    fn wellbeing(&self) -> f64 {
        let energy = 1.0 - self.per_worker(0);
        0.5 * energy + 0.5 * (self.per_worker(1) + self.per_worker(2) + self.per_worker(3)) / 3.0
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

const fn row(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    better: Better,
    about: &'static str,
    value: fn(&Observed) -> f64,
) -> Outcome {
    Outcome { name, label, unit, about, better, value }
}

use Better::{Higher, Lower, Neither};

/// All outcomes, in the order of the columns of `timeseries.csv`.
pub const OUTCOMES: &[Outcome] = &[
    row(
        "flourishing",
        "Flourishing",
        "index 0-1",
        Higher,
        "Mean flourishing of residents: own-priority-weighted freedom from need, agency and ties.",
        |o| o.indices[0],
    ),
    row(
        "flourishing_equal_weights",
        "Flourishing, equal weights",
        "index 0-1",
        Higher,
        "The same with equal weights on all domains.",
        |o| o.indices[1],
    ),
    row(
        "flourishing_need_only",
        "Flourishing, need only",
        "index 0-1",
        Higher,
        "Own-priority-weighted freedom from need alone.",
        |o| o.indices[2],
    ),
    row(
        "flourishing_without_agency",
        "Flourishing without agency",
        "index 0-1",
        Higher,
        "The same as flourishing with no weight on agency.",
        |o| o.indices[3],
    ),
    row("agency", "Agency", "index 0-1", Higher, "Mean agency of residents.", |o| o.means[2]),
    row("ties", "Ties", "index 0-1", Higher, "Mean ties of residents.", |o| o.means[3]),
    row(
        "inequality",
        "Inequality",
        "index",
        Lower,
        "Half the squared coefficient of variation of flourishing over residents (generalised entropy of order 2).",
        |o| {
            let mean = o.indices[0];
            let square = ratio(o.flourishing_squares, o.residents);
            if mean > 0.0 { 0.5 * (square / (mean * mean) - 1.0).max(0.0) } else { 0.0 }
        },
    ),
    row(
        "group_gap",
        "Gap between groups",
        "index 0-1",
        Lower,
        "Flourishing of the best-off group less that of the worst-off.",
        Observed::group_gap,
    ),
    row(
        "worst_group",
        "Worst-off group",
        "index 0-1",
        Higher,
        "Flourishing of the worst-off group.",
        Observed::worst_group,
    ),
    row(
        "public_cost",
        "Public cost",
        "GBP/resident/week",
        Lower,
        "All public money: services, stewards, crises.",
        |o| ratio(o.ledger.total_pounds(), o.residents),
    ),
    row(
        "services_cost",
        "Cost of services",
        "GBP/resident/week",
        Lower,
        "Money out of the services' own budget.",
        |o| ratio(o.ledger.services_pounds(), o.residents),
    ),
    row("crisis_cost", "Cost of crises", "GBP/resident/week", Lower, "Money for crises, all payers.", |o| {
        o.pounds_each(Activity::Crisis)
    }),
    row(
        "helping_share",
        "Money that helps",
        "share",
        Higher,
        "Part of services' money that went into time that helped.",
        |o| ratio(o.ledger.activity_pounds(Activity::Helping), o.ledger.services_pounds()),
    ),
    row(
        "mismatched_share",
        "Money on what does not fit",
        "share",
        Lower,
        "Part of services' money that went into help that did not fit.",
        |o| ratio(o.ledger.activity_pounds(Activity::Mismatched), o.ledger.services_pounds()),
    ),
    row(
        "staff_wellbeing",
        "Staff wellbeing",
        "index 0-1",
        Higher,
        "Half freedom from exhaustion, half the mean of autonomy, mastery and purpose.",
        Observed::wellbeing,
    ),
    row("exhaustion", "Exhaustion", "index 0-1", Lower, "Mean exhaustion of workers.", |o| o.per_worker(0)),
    row("autonomy", "Autonomy", "index 0-1", Higher, "Mean autonomy that workers feel.", |o| o.per_worker(1)),
    row("mastery", "Mastery", "index 0-1", Higher, "Mean mastery that workers feel.", |o| o.per_worker(2)),
    row("purpose", "Purpose", "index 0-1", Higher, "Mean purpose that workers feel.", |o| o.per_worker(3)),
    row(
        "motivation",
        "Intrinsic motivation",
        "factor",
        Higher,
        "Mean intrinsic motivation; 1 is the median at the start.",
        |o| o.per_worker(4),
    ),
    row("sick_days", "Sickness", "day/worker/year", Lower, "Days of sickness, at a year's rate.", |o| {
        ratio(f64::from(o.flows.sick_days), o.filled) * WEEKS_PER_YEAR
    }),
    row("turnover", "Staff turnover", "share/year", Lower, "Leavers per worker, at a year's rate.", |o| {
        ratio(f64::from(o.flows.leavers), o.filled) * WEEKS_PER_YEAR
    }),
    row("vacancies", "Vacancies", "share", Lower, "Part of posts that money carries and that stand open.", |o| {
        1.0 - ratio(o.filled, o.posts)
    }),
    row("direct_time", "Direct time", "share", Higher, "Part of paid time spent with residents.", |o| {
        ratio(o.hours[1], o.hours[0])
    }),
    row(
        "admin_time",
        "Administration",
        "share",
        Lower,
        "Part of worked time spent on base administration and reporting.",
        |o| ratio(o.hours[2], o.hours[3]),
    ),
    row(
        "real_effort",
        "Real help in a direct hour",
        "share",
        Higher,
        "Mean share of real help in a direct hour.",
        |o| o.per_worker(7),
    ),
    row("gaming_effort", "Gaming in a direct hour", "share", Lower, "Mean share of gaming in a direct hour.", |o| {
        o.per_worker(8)
    }),
    row("dissonance", "Dissonance", "index 0-1", Lower, "Mean dissonance that workers feel.", |o| o.per_worker(5)),
    row("reported_performance", "Reported performance", "share", Neither, "What organisations report.", |o| {
        o.per_post_weight(0)
    }),
    row("recorded_performance", "Recorded performance", "share", Neither, "What is in the records.", |o| {
        o.per_post_weight(1)
    }),
    row("true_performance", "True performance", "share", Higher, "Part of closed cases with a real gain.", |o| {
        o.per_post_weight(2)
    }),
    row("reported_minus_true", "Reported minus true", "share", Neither, "Reported less true performance.", |o| {
        o.per_post_weight(0) - o.per_post_weight(2)
    }),
    row(
        "hits_without_gain",
        "Hits without gain",
        "share",
        Lower,
        "Part of reported successes without own-weighted gain.",
        |o| ratio(f64::from(o.flows.hits_without_gain), f64::from(o.flows.closed_reported)),
    ),
    row(
        "effect_seen",
        "Effect as seen",
        "share",
        Neither,
        "Before-and-after fall of observed need in closed cases.",
        |o| o.per_post_weight(3),
    ),
    row(
        "effect_true",
        "True effect",
        "share",
        Higher,
        "Fall of need in closed cases beyond what would have come by itself.",
        |o| o.per_post_weight(4),
    ),
    row("attribution_error", "Attribution error", "share", Lower, "Effect as seen less true effect.", |o| {
        o.per_post_weight(3) - o.per_post_weight(4)
    }),
    row("plan_error", "Plan error", "share", Lower, "Mean difference between plans and what came.", |o| {
        o.per_post_weight(5)
    }),
    row("unmet_needs", "Unmet needs", "need/resident", Lower, "Needs of at least a quarter without a case.", |o| {
        ratio(o.unmet, o.residents)
    }),
    row(
        "unowned_needs",
        "Unowned needs",
        "need/resident",
        Lower,
        "Of these, needs that no organisation works in.",
        |o| ratio(o.unowned, o.residents),
    ),
    row("waiting", "Waiting", "share", Lower, "Part of residents on a waiting list.", |o| {
        ratio(o.waiting, o.residents)
    }),
    row("in_contact", "In contact", "share", Neither, "Part of residents with an open case.", |o| {
        ratio(o.in_contact, o.residents)
    }),
    row("requests", "Requests", "1/1000 residents/week", Neither, "Requests for help.", |o| {
        1000.0 * ratio(o.requests(), o.residents)
    }),
    row(
        "failure_demand",
        "Failure demand",
        "share",
        Lower,
        "Part of requests that come back because help failed, or does not come: those who ask again from a list counted.",
        |o| ratio(o.failed(), o.requests() + f64::from(o.flows.asked_again)),
    ),
    row("relapses", "Relapses", "share", Lower, "Part of requests that come back by themselves.", |o| {
        ratio(f64::from(o.flows.requests[Origin::Relapse as usize]), o.requests())
    }),
    row("refused", "Refused", "share", Lower, "Part of requests refused.", |o| {
        ratio(f64::from(o.flows.refused), o.requests())
    }),
    row(
        "given_up",
        "Left the list",
        "1/1000 residents/week",
        Lower,
        "Residents who left a waiting list without a case.",
        |o| 1000.0 * ratio(f64::from(o.flows.left_list), o.residents),
    ),
    row("hand_offs", "Hand-offs", "1/1000 residents/week", Lower, "Needs handed on.", |o| {
        1000.0 * ratio(f64::from(o.flows.hand_offs), o.residents)
    }),
    row(
        "duplicates",
        "Duplicate assessments",
        "share",
        Lower,
        "Part of assessments of someone assessed elsewhere.",
        |o| ratio(f64::from(o.flows.duplicates), o.requests()),
    ),
    row("dropped", "Contact lost", "1/1000 residents/week", Lower, "Cases dropped.", |o| {
        1000.0 * ratio(f64::from(o.flows.dropped), o.residents)
    }),
    row("closed", "Cases closed", "1/1000 residents/week", Neither, "Cases closed by rule or by agreement.", |o| {
        1000.0 * ratio(o.closed(), o.residents)
    }),
    row("crises", "Crises", "1/1000 residents/week", Lower, "Crises entered.", |o| {
        1000.0 * ratio(f64::from(o.tally.crises_entered.iter().sum::<u32>()), o.residents)
    }),
    row("in_crisis", "In crisis", "share", Lower, "Part of residents in crisis.", |o| ratio(o.in_crisis, o.residents)),
    row("deaths", "Deaths", "1/1000 residents/year", Lower, "Deaths, at a year's rate.", |o| {
        1000.0 * WEEKS_PER_YEAR * ratio(f64::from(o.tally.deaths), o.residents)
    }),
    row("complaints", "Complaints", "1/1000 residents/week", Lower, "Complaints.", |o| {
        1000.0 * ratio(f64::from(o.tally.complaints), o.residents)
    }),
    row("resident_trust", "Trust of residents", "index 0-1", Higher, "Mean trust of residents in services.", |o| {
        ratio(o.resident_trust, o.residents)
    }),
    row(
        "organisation_trust",
        "Trust between organisations",
        "index 0-1",
        Higher,
        "Mean trust between organisations.",
        |o| o.trust_between,
    ),
    row("public_trust", "Public trust", "index 0-1", Higher, "Trust of the public in services.", |o| o.public_trust),
    row(
        "system_health",
        "System health",
        "index 0-1",
        Higher,
        "Mean of trust between organisations, psychological safety and absorptive capacity.",
        |o| (o.trust_between + o.per_post_weight(6) + o.per_post_weight(7)) / 3.0,
    ),
    row("safety", "Psychological safety", "index 0-1", Higher, "Mean psychological safety.", |o| o.per_post_weight(6)),
    row("absorptive_capacity", "Absorptive capacity", "index 0-1", Higher, "Mean absorptive capacity.", |o| {
        o.per_post_weight(7)
    }),
    row(
        "code_knowledge",
        "Knowledge in codes",
        "net share",
        Higher,
        "What organisations' codes know of what works, right less wrong.",
        |o| o.per_post_weight(8),
    ),
    row(
        "worker_knowledge",
        "Knowledge in workers",
        "net share",
        Higher,
        "What workers believe of what works in their place, right less wrong.",
        |o| o.per_post_weight(9),
    ),
    row("caseload", "Caseload", "case/worker", Neither, "Open cases per filled post.", |o| o.per_post_weight(10)),
    row(
        "priority_error",
        "Error about priorities",
        "share",
        Lower,
        "Mean difference between organisations' estimate and residents' priorities.",
        |o| o.per_post_weight(11),
    ),
    row(
        "outside_supplied",
        "Outside factors supplied",
        "share",
        Higher,
        "Part of outside factors that their actors supply.",
        |o| o.supplied,
    ),
    row(
        "perceived_control",
        "Perceived control",
        "index 0-1",
        Neither,
        "Control that commissioners believe to have.",
        |o| o.perceived_control,
    ),
    row(
        "government_utility",
        "Government's objective",
        "index",
        Neither,
        "What government gets out of reported numbers, real results and stories, mean of the three.",
        |o| o.utility.iter().sum::<f64>() / 3.0,
    ),
    row(
        "practice_adopted",
        "Practice adopted",
        "share",
        Neither,
        "Part of organisations that have taken the arm up; an arm that changes none of their rules is taken up by none.",
        |o| ratio(o.adopted, o.n_organisations),
    ),
    row(
        "belief_adopted",
        "Belief adopted",
        "index 0-1",
        Neither,
        "Mean belief of workers in the learning paradigm.",
        |o| o.per_worker(6),
    ),
    row("reserves", "Reserves", "GBP/resident", Neither, "Reserves of organisations.", |o| {
        ratio(o.reserve, o.residents)
    }),
    row(
        "kept_money",
        "Money kept back",
        "GBP/resident",
        Neither,
        "Money that lapsed, was withheld or exceeded a reserve so far, less what was given out again.",
        |o| ratio(o.kept, o.residents),
    ),
];

/// The number of an outcome.
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.name == name)
}

/// All outcomes of a world after a week.
#[must_use]
pub fn observe(world: &World, index: &Index) -> Vec<f64> {
    let observed = sum_up(world, index);
    OUTCOMES.iter().map(|outcome| (outcome.value)(&observed)).collect()
}

/// Sums up a world, in order of place and tile.
#[must_use]
pub fn sum_up(world: &World, index: &Index) -> Observed {
    sum_over(world, &world.places, index)
}

/// Sums up some places of a world, in order of place and tile.
#[must_use]
pub fn sum_over(world: &World, some: &[Place], index: &Index) -> Observed {
    let mut o = Observed { groups: vec![(0.0, 0.0); world.frame.groups.len()], ..Observed::default() };
    for place in some {
        let tiles: Vec<usize> = (0..place.residents.len()).step_by(TILE).collect();
        let owned = place.organisations.iter().fold(0, |owned, organisation| owned | organisation.domains);
        let sums = parallel::map(world.width, &tiles, |_, &first| {
            sum_tile(place, first, owned, index, world.frame.groups.len())
        });
        for tile in &sums {
            add_tile(&mut o, tile);
        }
        sum_place(&mut o, place, world);
    }
    let n = o.residents.max(1.0);
    o.means = o.means.map(|sum| sum / n);
    let [freedom, equal, agency, ties] = o.means;
    o.indices = index.indices(freedom, equal, agency, ties);
    o.n_organisations = some.iter().map(|place| place.organisations.len()).sum::<usize>() as f64;
    let places = some.len().max(1) as f64;
    for mean in [&mut o.trust_between, &mut o.public_trust, &mut o.perceived_control, &mut o.supplied] {
        *mean /= places;
    }
    o.utility = world.country.utility.map(f64::from);
    o
}

/// What is summed over a tile of residents; all of it integers.
struct TileSums {
    n: f64,
    sums: [u32; 5],
    squares: u64,
    groups: Vec<(u32, u32)>,
    unmet: u32,
    unowned: u32,
    waiting: u32,
    in_contact: u32,
}

fn sum_tile(place: &Place, first: usize, owned: u8, index: &Index, groups: usize) -> TileSums {
    let residents = &place.residents;
    let tile = first..(first + TILE).min(residents.len());
    // Neither exceeds 32 bits in a tile.
    let column = |column: &[u16]| column[tile.clone()].iter().map(|&value| u32::from(value)).sum::<u32>();
    let count = |column: &[u8]| column[tile.clone()].iter().map(|&set| u32::from(set != 0)).sum::<u32>();
    let mut of_each = [0; TILE];
    let of_each = flourishing_of_each(residents, tile.clone(), index, &mut of_each);
    let unmet = unmet_by_domain(&residents.needs[tile.clone()], &residents.served[tile.clone()]);
    let unowned = (0..DOMAINS).filter(|domain| owned >> domain & 1 == 0).map(|domain| unmet[domain]);
    TileSums {
        n: tile.len() as f64,
        sums: [
            column(&residents.freedom),
            column(&residents.freedom_equal),
            column(&residents.agency),
            column(&residents.ties),
            column(&residents.trust),
        ],
        squares: of_each.iter().map(|&each| u64::from(each) * u64::from(each)).sum(),
        groups: sum_by_group(of_each, &residents.group[tile.clone()], groups),
        unmet: unmet.iter().sum(),
        unowned: unowned.sum(),
        waiting: count(&residents.waiting),
        in_contact: count(&residents.served),
    }
}

/// Flourishing of each resident of a tile; `FULL` is full.
fn flourishing_of_each<'a>(
    residents: &Residents,
    tile: Range<usize>,
    index: &Index,
    of_each: &'a mut [u32; TILE],
) -> &'a [u32] {
    let columns = residents.freedom[tile.clone()].iter().zip(&residents.agency[tile.clone()]);
    let columns = columns.zip(&residents.ties[tile.clone()]);
    for (each, ((&freedom, &agency), &ties)) in of_each.iter_mut().zip(columns) {
        let [w, a, t] = index.weights;
        *each = units::nearest(w * f32::from(freedom) + a * f32::from(agency) + t * f32::from(ties));
    }
    &of_each[..tile.len()]
}

/// Residents and summed flourishing by group: a pass for each group, none of which branches.
fn sum_by_group(of_each: &[u32], group: &[u8], groups: usize) -> Vec<(u32, u32)> {
    let of = |wanted: usize| {
        let wanted = wanted as u8;
        let n = group.iter().map(|&group| u32::from(group == wanted)).sum();
        let sum = of_each.iter().zip(group).map(|(&each, &group)| if group == wanted { each } else { 0 }).sum();
        (n, sum)
    };
    (0..groups).map(of).collect()
}

/// Needs of at least a quarter that have no case, by domain.
fn unmet_by_domain(needs: &[[u16; DOMAINS]], served: &[u8]) -> [u32; DOMAINS] {
    let mut unmet = lanes::Counts::default();
    for (needs, &served) in needs.iter().zip(served) {
        unmet.count_quarters(needs, !served);
    }
    unmet.by_domain()
}

fn add_tile(o: &mut Observed, tile: &TileSums) {
    let full = f64::from(FULL);
    o.residents += tile.n;
    let [freedom, equal, agency, ties, trust] = tile.sums.map(|sum| f64::from(sum) / full);
    for (mean, sum) in o.means.iter_mut().zip([freedom, equal, agency, ties]) {
        *mean += sum;
    }
    o.resident_trust += trust;
    o.flourishing_squares += tile.squares as f64 / (full * full);
    for (sum, &(n, flourishing)) in o.groups.iter_mut().zip(&tile.groups) {
        sum.0 += f64::from(n);
        sum.1 += f64::from(flourishing) / full;
    }
    o.unmet += f64::from(tile.unmet);
    o.unowned += f64::from(tile.unowned);
    o.waiting += f64::from(tile.waiting);
    o.in_contact += f64::from(tile.in_contact);
}

fn sum_place(o: &mut Observed, place: &Place, world: &World) {
    for organisation in &place.organisations {
        sum_organisation(o, place, organisation, world);
    }
    let t = &place.tally;
    for domain in 0..DOMAINS {
        o.tally.crises_entered[domain] += t.crises_entered[domain];
        o.tally.onsets[domain] += t.onsets[domain];
        o.in_crisis += f64::from(t.in_crisis[domain]);
    }
    o.tally.deaths += t.deaths;
    o.tally.complaints += t.complaints;
    let n = place.organisations.len();
    let pairs = (n * n.saturating_sub(1)).max(1) as f64;
    let all: f64 = place.trust.iter().map(|&trust| f64::from(trust)).sum();
    o.trust_between += if n > 1 { (all - n as f64) / pairs } else { 1.0 };
    o.public_trust += f64::from(place.public_trust);
    o.perceived_control += f64::from(place.commissioner.perceived_control);
    o.kept += place.commissioner.kept + place.commissioner.lapsed - place.commissioner.returned;
    let outside = world.frame.outside.count_ones();
    let supplied = (place.supplied & world.frame.outside).count_ones();
    o.supplied += if outside > 0 { f64::from(supplied) / f64::from(outside) } else { 1.0 };
    o.ledger.add(&place.ledger);
}

fn sum_organisation(o: &mut Observed, place: &Place, organisation: &Organisation, world: &World) {
    let filled = organisation.n_filled() as f64;
    o.filled += filled;
    o.posts += organisation.posts_carried();
    let truth = world.country.pattern ^ place.offset;
    let mut knowledge = 0.0;
    for worker in organisation.workers.iter().filter(|worker| worker.filled) {
        for (sum, value) in o.staff.iter_mut().zip([
            worker.exhaustion,
            worker.autonomy,
            worker.mastery,
            worker.purpose,
            worker.theta,
            worker.dissonance,
            worker.paradigm,
            worker.real,
            worker.gaming,
        ]) {
            *sum += f64::from(value);
        }
        knowledge += worker.belief.net_knowledge(truth, world.frame.mask & !world.frame.outside);
    }
    let own = [
        organisation.reported,
        organisation.recorded,
        organisation.true_performance,
        organisation.effect_seen,
        organisation.effect_true,
        organisation.plan_error,
        organisation.safety,
        organisation.absorptive,
    ];
    for (sum, value) in o.organisations.iter_mut().zip(own) {
        *sum += filled * f64::from(value);
    }
    o.organisations[8] += filled * code_knowledge(place, organisation, world);
    o.organisations[9] += knowledge;
    o.organisations[10] += organisation.cases.len() as f64;
    o.organisations[11] += filled * priority_error(organisation, world);
    o.adopted += f64::from(u8::from(organisation.row == ALTERNATIVE));
    o.reserve += organisation.reserve;
    let h = &organisation.hours;
    let parts = [h.paid, h.direct, h.base_admin + h.reporting, h.paid - h.absence];
    for (sum, hours) in o.hours.iter_mut().zip(parts) {
        *sum += f64::from(hours);
    }
    o.flows.add(&organisation.flows);
}

/// What an organisation's codes know of the truth of those whom they were made for.
fn code_knowledge(place: &Place, organisation: &Organisation, world: &World) -> f64 {
    let mask = world.frame.mask & !world.frame.outside;
    let codes = organisation.codes.iter().zip(&organisation.package_groups);
    let known = codes.map(|(code, &group)| {
        let truth = match group {
            u8::MAX => world.country.pattern ^ place.offset,
            group => place.group_truth(world.country.pattern, group),
        };
        code.net_knowledge(truth, mask)
    });
    ratio(known.sum(), organisation.codes.len() as f64)
}

/// Distance between an organisation's estimate of priorities and what residents hold important on average, among its
/// domains.
fn priority_error(organisation: &Organisation, world: &World) -> f64 {
    let domains = (0..DOMAINS).filter(|&d| organisation.domains >> d & 1 == 1);
    let sum = |of: &[f32; DOMAINS]| domains.clone().map(|d| of[d]).sum::<f32>().max(f32::MIN_POSITIVE);
    let (held, estimated) = (sum(&world.frame.importance), sum(&organisation.priority_estimate));
    let errors = domains.clone().map(|d| {
        let truth = world.frame.importance[d] / held;
        f64::from((organisation.priority_estimate[d] / estimated - truth).abs())
    });
    0.5 * errors.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::regime::npm;
    use crate::model::submodels::samples;

    #[test]
    fn names_of_outcomes_are_unique_identifiers() {
        for (i, outcome) in OUTCOMES.iter().enumerate() {
            assert!(outcome.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}", outcome.name);
            assert_eq!(position(outcome.name), Some(i));
        }
    }

    #[test]
    fn staff_and_trust_are_means_over_filled_posts_and_over_pairs() {
        let mut world = samples::world(&npm(), 3, 2, 4);
        let place = &mut world.places[0];
        for (o, organisation) in place.organisations.iter_mut().enumerate() {
            for (w, worker) in organisation.workers.iter_mut().enumerate() {
                worker.filled = (o, w) != (2, 1);
                worker.exhaustion = if worker.filled { 0.1 * (o + 1) as f32 } else { 1.0 };
                (worker.autonomy, worker.mastery, worker.purpose) = (0.3, 0.6, 0.9);
            }
        }
        // Two filled posts, two, and one: (2 * 0.1 + 2 * 0.2 + 0.3) / 5.
        place.trust = vec![1.0, 0.2, 0.4, 0.2, 1.0, 0.6, 0.4, 0.6, 1.0];
        let index = Index::new(&Default::default(), world.frame.n_domains);
        let observed = observe(&world, &index);
        let value = |name: &str| observed[position(name).unwrap_or_else(|| panic!("{name}"))];
        for (name, expected) in [
            ("exhaustion", 0.18),
            ("autonomy", 0.3),
            ("mastery", 0.6),
            ("purpose", 0.9),
            ("staff_wellbeing", 0.5 * 0.82 + 0.5 * 0.6),
            ("organisation_trust", 0.4),
        ] {
            assert!((value(name) - expected).abs() < 1e-6, "{name}: {} for {expected}", value(name));
        }
    }

    #[test]
    fn priorities_are_known_where_their_proportions_are_among_an_organisations_own_domains() {
        let mut world = samples::world(&npm(), 1, 1, 1);
        world.places[0].organisations[0].domains = 0b11;
        std::sync::Arc::make_mut(&mut world.frame).importance = [1.0, 3.0, 6.0, 2.0, 2.0, 2.0, 2.0, 2.0];
        let error = |estimate: [f32; 2]| {
            let mut organisation = world.places[0].organisations[0].clone();
            organisation.priority_estimate = [estimate[0], estimate[1], 0.5, 0.0, 0.0, 0.0, 0.0, 0.0];
            priority_error(&organisation, &world)
        };
        assert!(error([0.05, 0.15]).abs() < 1e-6);
        assert!((error([0.2, 0.2]) - 0.25).abs() < 1e-6);
    }

    #[test]
    fn an_empty_world_is_observed_without_a_division_by_nought() {
        let observed = Observed::default();
        for outcome in OUTCOMES {
            assert!((outcome.value)(&observed).is_finite(), "{}", outcome.name);
        }
    }

    #[test]
    fn who_stands_alone_is_trusted_and_where_nothing_is_wanted_from_outside_all_of_it_comes() {
        let mut world = samples::world(&npm(), 1, 1, 4);
        std::sync::Arc::make_mut(&mut world.frame).outside = 0;
        let index = Index::new(&Default::default(), world.frame.n_domains);
        let observed = sum_up(&world, &index);
        assert_eq!((observed.trust_between, observed.supplied), (1.0, 1.0));
    }
}
