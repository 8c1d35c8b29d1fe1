//! What is observed: one row an outcome.
//!
//! The engine looks at the world after each week; the model does not know that it is watched.
//! A share of nothing is missing, and never 0.
//! (A table: longer than a file of code should be.)

pub mod denominators;
pub mod observed;
pub mod sums;
pub mod tiles;

use crate::model::flourishing::Index;
use crate::model::ledger::{Activity, Origin};
use crate::model::outcomes::denominators::{Denominator, WEIGHTS};
use crate::model::outcomes::observed::Observed;
use crate::model::outcomes::sums::sum_up;
use crate::model::world::World;
use crate::units::{MISSING, WEEKS_PER_YEAR};

/// Which way an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More of it.
    Higher,
    /// Less of it.
    Lower,
    /// Neither more nor less of it: it is an error with a sign.
    NearZero,
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
    /// What it is a share or a mean of: where there is none of it, the outcome is missing.
    pub per: Denominator,
    /// How it is observed, where it is not missing.
    pub value: fn(&Observed) -> f64,
}

impl Outcome {
    /// The outcome after a week, or [`MISSING`] where there is nothing of which it could be said.
    #[must_use]
    pub fn of(&self, observed: &Observed) -> f64 {
        if self.per.of(observed) > 0.0 { (self.value)(observed) } else { MISSING }
    }
}

const fn row(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    better: Better,
    per: Denominator,
    about: &'static str,
    value: fn(&Observed) -> f64,
) -> Outcome {
    Outcome { name, label, unit, about, better, per, value }
}

use Better::{Higher, Lower, NearZero, Neither};
use Denominator::{
    CasesOpened, ClocksStopped, CodedPosts, ComparedGroups, Country, FilledPosts, HomesGiven, OnLists, Organisations,
    PaidHours, PeopleInPost, Places, PlacesWithOutside, PlacesWithPairs, Posts, PostsBesideOthers, RatedPosts,
    ReportedSuccesses, Requests, RequestsAndReminders, Residents, ReviewedPosts, ServicesMoney, Tenancies,
    TenanciesDue, Tenants, WithoutHome, WorkedHours,
};

/// All outcomes, in the order of the columns of `timeseries.csv`.
pub const OUTCOMES: &[Outcome] = &[
    row(
        "flourishing",
        "Flourishing",
        "index 0-1",
        Higher,
        Residents,
        "Mean flourishing of residents: own-priority-weighted freedom from need, agency and ties.",
        |o| o.indices.flourishing,
    ),
    row(
        "flourishing_equal_weights",
        "Flourishing, equal weights",
        "index 0-1",
        Higher,
        Residents,
        "The same with equal weights on all domains.",
        |o| o.indices.equal_weights,
    ),
    row(
        "flourishing_need_only",
        "Flourishing, need only",
        "index 0-1",
        Higher,
        Residents,
        "Own-priority-weighted freedom from need alone.",
        |o| o.indices.need_only,
    ),
    row(
        "flourishing_without_agency",
        "Flourishing without agency",
        "index 0-1",
        Higher,
        Residents,
        "The same as flourishing with no weight on agency.",
        |o| o.indices.without_agency,
    ),
    row("agency", "Agency", "index 0-1", Higher, Residents, "Mean agency of residents.", |o| {
        o.lives.agency / o.residents
    }),
    row("ties", "Ties", "index 0-1", Higher, Residents, "Mean ties of residents.", |o| o.lives.ties / o.residents),
    row(
        "inequality",
        "Inequality",
        "index",
        Lower,
        Residents,
        "Half the squared coefficient of variation of flourishing over residents (generalised entropy of order 2).",
        |o| {
            let mean = o.indices.flourishing;
            let square = o.flourishing_squares / o.residents;
            if mean > 0.0 { 0.5 * (square / (mean * mean) - 1.0).max(0.0) } else { 0.0 }
        },
    ),
    row(
        "group_gap",
        "Gap between groups",
        "index 0-1",
        Lower,
        ComparedGroups,
        "Flourishing of the best-off group less that of the worst-off; missing where there is one group.",
        Observed::group_gap,
    ),
    row(
        "worst_group",
        "Worst-off group",
        "index 0-1",
        Higher,
        Residents,
        "Flourishing of the worst-off group.",
        Observed::worst_group,
    ),
    row(
        "public_cost",
        "Public cost",
        "GBP/resident/week",
        Lower,
        Residents,
        "All public money: services, stewards, crises.",
        |o| o.ledger.total_pounds() / o.residents,
    ),
    row(
        "services_cost",
        "Cost of services",
        "GBP/resident/week",
        Lower,
        Residents,
        "Money out of the services' own budget.",
        |o| o.ledger.services_pounds() / o.residents,
    ),
    row("crisis_cost", "Cost of crises", "GBP/resident/week", Lower, Residents, "Money for crises, all payers.", |o| {
        o.pounds_each(Activity::Crisis)
    }),
    row(
        "helping_share",
        "Money that helps",
        "share",
        Higher,
        ServicesMoney,
        "Share of services' money that went into time that helped.",
        |o| o.ledger.activity_pounds(Activity::Helping) / o.ledger.services_pounds(),
    ),
    row(
        "mismatched_share",
        "Money on what does not fit",
        "share",
        Lower,
        ServicesMoney,
        "Share of services' money that went into help that did not fit.",
        |o| o.ledger.activity_pounds(Activity::Mismatched) / o.ledger.services_pounds(),
    ),
    row(
        "staff_wellbeing",
        "Staff wellbeing",
        "index 0-1",
        Higher,
        FilledPosts,
        "Half freedom from exhaustion, half the mean of autonomy, mastery and purpose.",
        Observed::wellbeing,
    ),
    row("exhaustion", "Exhaustion", "index 0-1", Lower, FilledPosts, "Mean exhaustion of workers.", |o| {
        o.per_worker(|s| s.exhaustion)
    }),
    row("autonomy", "Autonomy", "index 0-1", Higher, FilledPosts, "Mean autonomy that workers feel.", |o| {
        o.per_worker(|s| s.autonomy)
    }),
    row("mastery", "Mastery", "index 0-1", Higher, FilledPosts, "Mean mastery that workers feel.", |o| {
        o.per_worker(|s| s.mastery)
    }),
    row("purpose", "Purpose", "index 0-1", Higher, FilledPosts, "Mean purpose that workers feel.", |o| {
        o.per_worker(|s| s.purpose)
    }),
    row(
        "motivation",
        "Intrinsic motivation",
        "factor",
        Higher,
        FilledPosts,
        "Mean intrinsic motivation; 1 is the median at the start.",
        |o| o.per_worker(|s| s.theta),
    ),
    row(
        "sick_days",
        "Sickness",
        "day/worker/year",
        Lower,
        PeopleInPost,
        "Days of sickness per person in post during the week, as an annual rate.",
        |o| f64::from(o.flows.sick_days) / o.in_post() * WEEKS_PER_YEAR,
    ),
    row(
        "turnover",
        "Staff turnover",
        "share/year",
        Lower,
        PeopleInPost,
        "Leavers per person in post during the week, as an annual rate.",
        |o| f64::from(o.flows.leavers) / o.in_post() * WEEKS_PER_YEAR,
    ),
    row("vacancies", "Vacancies", "share", Lower, Posts, "Share of funded posts that are vacant.", |o| {
        1.0 - o.filled / o.posts
    }),
    row("direct_time", "Direct time", "share", Higher, PaidHours, "Share of paid time spent with residents.", |o| {
        o.hours.direct / o.hours.paid
    }),
    row(
        "admin_time",
        "Administration",
        "share",
        Lower,
        WorkedHours,
        "Share of worked time spent on base administration and reporting.",
        |o| o.hours.admin / o.hours.worked,
    ),
    row(
        "real_effort",
        "Real help in a direct hour",
        "share",
        Higher,
        FilledPosts,
        "Mean share of real help in a direct hour.",
        |o| o.per_worker(|s| s.real),
    ),
    row(
        "gaming_effort",
        "Gaming in a direct hour",
        "share",
        Lower,
        FilledPosts,
        "Mean share of gaming in a direct hour.",
        |o| o.per_worker(|s| s.gaming),
    ),
    row("dissonance", "Dissonance", "index 0-1", Lower, FilledPosts, "Mean dissonance that workers feel.", |o| {
        o.per_worker(|s| s.dissonance)
    }),
    row(
        "reported_performance",
        "Reported performance",
        "share",
        Neither,
        RatedPosts,
        "Share of closed cases that organisations report as a success. A running mean over closed cases with a memory of `performance.memory_per_post` cases for each filled post; missing until a case was closed.",
        |o| o.rated_mean(|s| s.reported),
    ),
    row(
        "recorded_performance",
        "Recorded performance",
        "share",
        Neither,
        RatedPosts,
        "Share of closed cases that is a success in the records. A running mean over closed cases with a memory of `performance.memory_per_post` cases for each filled post; missing until a case was closed.",
        |o| o.rated_mean(|s| s.recorded),
    ),
    row(
        "true_performance",
        "True performance",
        "share",
        Higher,
        RatedPosts,
        "Share of closed cases with a real gain. A running mean over closed cases with a memory of `performance.memory_per_post` cases for each filled post; missing until a case was closed.",
        |o| o.rated_mean(|s| s.true_performance),
    ),
    row(
        "reported_minus_true",
        "Reported minus true",
        "share",
        NearZero,
        RatedPosts,
        "Reported less true performance, both running means as above.",
        |o| o.rated_mean(|s| s.reported) - o.rated_mean(|s| s.true_performance),
    ),
    row(
        "hits_without_gain",
        "Hits without gain",
        "share",
        Lower,
        ReportedSuccesses,
        "Share of reported successes without own-weighted gain.",
        |o| f64::from(o.flows.hits_without_gain) / f64::from(o.flows.closed_reported),
    ),
    row(
        "effect_seen",
        "Effect as seen",
        "share",
        Neither,
        RatedPosts,
        "Before-and-after fall of observed need in closed cases. A running mean over closed cases with a memory of `performance.memory_per_post` cases for each filled post; missing until a case was closed.",
        |o| o.rated_mean(|s| s.effect_seen),
    ),
    row(
        "effect_true",
        "True effect",
        "share",
        Higher,
        RatedPosts,
        "Fall of need in closed cases beyond what would have come by itself. A running mean over closed cases with a memory of `performance.memory_per_post` cases for each filled post; missing until a case was closed.",
        |o| o.rated_mean(|s| s.effect_true),
    ),
    row(
        "attribution_error",
        "Attribution error",
        "share",
        NearZero,
        RatedPosts,
        "Effect as seen less true effect, both running means as above.",
        |o| o.rated_mean(|s| s.effect_seen) - o.rated_mean(|s| s.effect_true),
    ),
    row(
        "plan_error",
        "Plan error",
        "share",
        Lower,
        ReviewedPosts,
        "Difference between submitted plans and results, a running mean over reviews that keeps 1 - `accountability.plan_memory` of its previous value; missing until the first review.",
        |o| o.plan_error / o.reviewed_posts,
    ),
    row(
        "unmet_needs",
        "Unmet needs",
        "need/resident",
        Lower,
        Residents,
        "Needs of at least a quarter without a case.",
        |o| o.unmet / o.residents,
    ),
    row(
        "unowned_needs",
        "Unowned needs",
        "need/resident",
        Lower,
        Residents,
        "Of these, needs that no organisation works in.",
        |o| o.unowned / o.residents,
    ),
    row("waiting", "Waiting", "share", Lower, Residents, "Share of residents on a waiting list.", |o| {
        o.waiting / o.residents
    }),
    row("in_contact", "In contact", "share", Neither, Residents, "Share of residents with an open case.", |o| {
        o.in_contact / o.residents
    }),
    row("requests", "Requests", "1/1000 residents/week", Neither, Residents, "Requests for help.", |o| {
        1000.0 * (o.requests() / o.residents)
    }),
    row(
        "failure_demand",
        "Failure demand",
        "share",
        Lower,
        RequestsAndReminders,
        "Share of requests that come back because help failed or did not come, including those who ask again from a list.",
        |o| o.failed() / o.asked(),
    ),
    row("relapses", "Relapses", "share", Lower, Requests, "Share of requests that come back by themselves.", |o| {
        f64::from(o.flows.requests[Origin::Relapse as usize]) / o.requests()
    }),
    row("refused", "Refused", "share", Lower, Requests, "Share of requests refused.", |o| {
        f64::from(o.flows.refused) / o.requests()
    }),
    row(
        "given_up",
        "Left the list",
        "1/1000 residents/week",
        Lower,
        Residents,
        "Residents who left a waiting list without a case.",
        |o| 1000.0 * (f64::from(o.flows.left_list) / o.residents),
    ),
    row("hand_offs", "Hand-offs", "1/1000 residents/week", Lower, Residents, "Needs handed on.", |o| {
        1000.0 * (f64::from(o.flows.hand_offs) / o.residents)
    }),
    row(
        "duplicates",
        "Duplicate assessments",
        "share",
        Lower,
        Requests,
        "Share of assessments of someone assessed elsewhere.",
        |o| f64::from(o.flows.duplicates) / o.requests(),
    ),
    row("dropped", "Contact lost", "1/1000 residents/week", Lower, Residents, "Cases dropped.", |o| {
        1000.0 * (f64::from(o.flows.dropped) / o.residents)
    }),
    row(
        "closed",
        "Cases closed",
        "1/1000 residents/week",
        Neither,
        Residents,
        "Cases closed by rule or by agreement.",
        |o| 1000.0 * (o.closed() / o.residents),
    ),
    row("crises", "Crises", "1/1000 residents/week", Lower, Residents, "Crises entered.", |o| {
        1000.0 * (f64::from(o.tally.crises_entered.iter().sum::<u32>()) / o.residents)
    }),
    row("in_crisis", "In crisis", "share", Lower, Residents, "Share of residents in crisis.", |o| {
        f64::from(o.tally.in_crisis.iter().sum::<u32>()) / o.residents
    }),
    row("deaths", "Deaths", "1/1000 residents/year", Lower, Residents, "Deaths, as an annual rate.", |o| {
        1000.0 * WEEKS_PER_YEAR * (f64::from(o.tally.deaths) / o.residents)
    }),
    row("complaints", "Complaints", "1/1000 residents/week", Lower, Residents, "Complaints.", |o| {
        1000.0 * (f64::from(o.tally.complaints) / o.residents)
    }),
    row(
        "resident_trust",
        "Trust of residents",
        "index 0-1",
        Higher,
        Residents,
        "Mean trust of residents in services.",
        |o| o.lives.trust / o.residents,
    ),
    row(
        "organisation_trust",
        "Trust between organisations",
        "index 0-1",
        Higher,
        PlacesWithPairs,
        "Mean trust between organisations of a place, where there are two.",
        |o| o.trust(),
    ),
    row("public_trust", "Public trust", "index 0-1", Higher, Places, "Trust of the public in services.", |o| {
        o.per_place(o.public_trust)
    }),
    row(
        "system_health",
        "System health",
        "index 0-1",
        Higher,
        PostsBesideOthers,
        "Mean of trust between organisations, psychological safety and absorptive capacity.",
        |o| (o.trust() + o.per_post(|s| s.safety) + o.per_post(|s| s.absorptive)) / 3.0,
    ),
    row("safety", "Psychological safety", "index 0-1", Higher, FilledPosts, "Mean psychological safety.", |o| {
        o.per_post(|s| s.safety)
    }),
    row(
        "absorptive_capacity",
        "Absorptive capacity",
        "index 0-1",
        Higher,
        FilledPosts,
        "Mean absorptive capacity.",
        |o| o.per_post(|s| s.absorptive),
    ),
    row(
        "code_knowledge",
        "Knowledge in codes",
        "net share",
        Higher,
        CodedPosts,
        "What organisations' codes know about what works, right less wrong, where there are packages.",
        |o| o.code_knowledge / o.coded_posts,
    ),
    row(
        "worker_knowledge",
        "Knowledge in workers",
        "net share",
        Higher,
        FilledPosts,
        "What workers believe about what works in their place, right less wrong.",
        |o| o.per_post(|s| s.worker_knowledge),
    ),
    row("caseload", "Caseload", "case/worker", Neither, FilledPosts, "Open cases per filled post.", |o| {
        o.per_post(|s| s.cases)
    }),
    row(
        "priority_error",
        "Error about priorities",
        "share",
        Lower,
        FilledPosts,
        "Mean difference between organisations' estimate and residents' priorities.",
        |o| o.per_post(|s| s.priority_error),
    ),
    row(
        "outside_supplied",
        "Outside factors supplied",
        "share",
        Higher,
        PlacesWithOutside,
        "Share of outside factors that their actors supply, where there are such factors.",
        |o| o.supplied / o.places_with_outside,
    ),
    row(
        "perceived_control",
        "Perceived control",
        "index 0-1",
        Neither,
        Places,
        "Control that commissioners believe they have.",
        |o| o.per_place(o.perceived_control),
    ),
    row(
        "government_utility",
        "Government's objective",
        "index",
        Neither,
        Country,
        "What government values in reported numbers, real results and stories, mean of the three; a running mean in which half is replaced in `government.memory_weeks`.",
        |o| o.utility.mean(),
    ),
    row(
        "practice_adopted",
        "Practice adopted",
        "share",
        Neither,
        Organisations,
        "Share of organisations that have adopted the arm's rules; an arm that changes none of their rules is adopted by none.",
        |o| o.adopted / o.organisations_at_work,
    ),
    row(
        "belief_adopted",
        "Belief adopted",
        "index 0-1",
        Neither,
        FilledPosts,
        "Mean belief of workers in the learning paradigm.",
        |o| o.per_worker(|s| s.paradigm),
    ),
    row("reserves", "Reserves", "GBP/resident", Neither, Residents, "Reserves of organisations.", |o| {
        o.reserve / o.residents
    }),
    row(
        "kept_money",
        "Money kept back",
        "GBP/resident",
        Neither,
        Residents,
        "Money that lapsed, was withheld or exceeded a reserve so far, less what was given out again.",
        |o| o.kept / o.residents,
    ),
    row(
        "without_home",
        "Without a home",
        "share",
        Lower,
        Tenants,
        "Share of residents without a home of their own, those in temporary accommodation among them; missing where no domain has a tenancy.",
        |o| (o.tenants(1) + o.tenants(2)) / o.all_tenants(),
    ),
    row(
        "in_temporary",
        "In temporary accommodation",
        "share",
        Lower,
        Tenants,
        "Share of residents in temporary accommodation.",
        |o| o.tenants(1) / o.all_tenants(),
    ),
    row("homes_lost", "Homes lost", "1/1000 residents/week", Lower, Tenants, "Residents who lost their home.", |o| {
        1000.0 * (f64::from(o.tally.homes_lost) / o.all_tenants())
    }),
    row(
        "homes_given",
        "Homes given",
        "1/1000 residents/week",
        Higher,
        Tenants,
        "Residents without a home who were given one.",
        |o| 1000.0 * (o.homes_given() / o.all_tenants()),
    ),
    row(
        "weeks_to_home",
        "Weeks to a home",
        "week",
        Lower,
        HomesGiven,
        "Weeks without a home of those who were given one in the week.",
        |o| f64::from(o.tally.weeks_to_home) / o.homes_given(),
    ),
    row(
        "tenancies_kept",
        "Tenancies kept",
        "share",
        Higher,
        TenanciesDue,
        "Share of the tenancies given a year ago that still stand; tenants who died or moved away in their home do not count.",
        |o| f64::from(o.tally.tenancies_kept) / f64::from(o.tally.tenancies_due),
    ),
    row(
        "housed_throughout",
        "Housed throughout",
        "share",
        Higher,
        Tenants,
        "Share of residents who had a home in every week of the last half-year; who came since counts as having been before as at first.",
        |o| f64::from(o.tally.half_years[0]) / o.all_tenants(),
    ),
    row(
        "housed_partly",
        "Housed for a part",
        "share",
        Neither,
        Tenants,
        "Share of residents who had a home in some weeks of the last half-year and none in others.",
        |o| f64::from(o.tally.half_years[1]) / o.all_tenants(),
    ),
    row(
        "housed_never",
        "Housed in no week",
        "share",
        Lower,
        Tenants,
        "Share of residents who had no home in any week of the last half-year.",
        |o| f64::from(o.tally.half_years[2]) / o.all_tenants(),
    ),
    row(
        "tenancy_length",
        "Length of tenancies",
        "week",
        Higher,
        Tenancies,
        "Mean weeks so far of tenancies that were given to somebody without a home and still stand.",
        |o| o.tally.weeks_housed as f64 / o.tenancies(),
    ),
    row(
        "time_without_home",
        "Time without a home",
        "week",
        Lower,
        WithoutHome,
        "Mean weeks so far without a home of those who have none, counted from the start or from their coming where they had none then.",
        |o| o.tally.weeks_without as f64 / (o.tenants(1) + o.tenants(2)),
    ),
    row(
        "true_wait",
        "True wait",
        "week",
        Lower,
        CasesOpened,
        "Mean time from first asking to the case of those whose case opened; a brief contact or a reset of the clock ends no true wait. Who gave up does not count.",
        |o| f64::from(o.flows.waited_weeks) / o.opened(),
    ),
    row(
        "reported_wait",
        "Reported wait",
        "week",
        Lower,
        ClocksStopped,
        "Mean time that the clock showed where a case or a brief contact stopped it.",
        |o| f64::from(o.flows.reported_weeks) / f64::from(o.flows.clocks_stopped),
    ),
    row(
        "long_waits",
        "True waits over 18 weeks",
        "share",
        Lower,
        CasesOpened,
        "Share of those whose case opened who had truly waited longer than 18 weeks, whatever time a rule watches (A324).",
        |o| f64::from(o.flows.waited_long) / o.opened(),
    ),
    row(
        "reported_long_waits",
        "Reported waits over 18 weeks",
        "share",
        Lower,
        ClocksStopped,
        "Share of stopped clocks that showed longer than 18 weeks.",
        |o| f64::from(o.flows.reported_long) / f64::from(o.flows.clocks_stopped),
    ),
    row(
        "wait_so_far",
        "Wait so far",
        "week",
        Lower,
        OnLists,
        "Mean time since first asking of those still on a waiting list.",
        |o| o.lists.weeks as f64 / o.lists.people as f64,
    ),
    row(
        "long_on_list",
        "On a list over 18 weeks",
        "share",
        Lower,
        OnLists,
        "Share of those still on a waiting list who have waited longer than 18 weeks.",
        |o| o.lists.long as f64 / o.lists.people as f64,
    ),
    row(
        "process_waste",
        "Waste in processes",
        "factor",
        Lower,
        FilledPosts,
        "What base administration, hand-offs and second assessments take, as a multiple of what they take under the status quo at the end of the burn-in.",
        |o| o.per_post(|s| s.waste),
    ),
];

/// The number of an outcome.
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.name == name)
}

/// What is observed after a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// All outcomes, in the order of [`OUTCOMES`].
    pub outcomes: Vec<f64>,
    /// With how much the week counts in a mean over several, in the order of [`WEIGHTS`].
    pub weights: Vec<f64>,
}

/// All outcomes of a world after a week.
#[must_use]
pub fn observe(world: &World, index: &Index) -> Week {
    let observed = sum_up(world, index);
    Week {
        outcomes: OUTCOMES.iter().map(|outcome| outcome.of(&observed)).collect(),
        weights: WEIGHTS.iter().map(|weight| weight.per.of(&observed)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::is_missing;

    #[test]
    fn names_of_outcomes_are_unique_identifiers() {
        for (i, outcome) in OUTCOMES.iter().enumerate() {
            assert!(outcome.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}", outcome.name);
            assert_eq!(position(outcome.name), Some(i));
        }
    }

    #[test]
    fn of_an_empty_world_nothing_is_said_but_of_its_government() {
        let observed = Observed::default();
        let said: Vec<&str> = OUTCOMES.iter().filter(|o| !is_missing(o.of(&observed))).map(|o| o.name).collect();
        assert_eq!(said, ["government_utility"]);
    }
}
