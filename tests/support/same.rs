//! What is the same: states compared value by value, each kind of value by its own measure.
//!
//! Each field of the world stands in one list below; a field that is missing there does not compile.

use regimes_model::units::domains::{Domain, Domains};
use std::borrow::Cow;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use regimes_model::model::ledger::{Ledger, Origin};
use regimes_model::model::patterns::Belief;
use regimes_model::model::patterns::evidence::Scale;
use regimes_model::model::patterns::factors::{Factors, Pattern};
use regimes_model::model::rules::practice::Support;
use regimes_model::model::town::service::Service;
use regimes_model::model::town::{Counted, Funder, Workforce};
use regimes_model::model::world::cases::{Case, Request, Unready, Waiting};
use regimes_model::model::world::dose::Dose;
use regimes_model::model::world::evidence::Evidence;
use regimes_model::model::world::homes::{Homes, Tenancy, Tenant, Tenure};
use regimes_model::model::world::organisations::{
    DirectTime, Flows, Incentive, IndicatorState, Organisation, WeekHours,
};
use regimes_model::model::world::places::{Commissioner, Place, Shocks, Tally};
use regimes_model::model::world::residents::Residents;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::waits::{EmergencyQueue, Waits};
use regimes_model::model::world::waste::Waste;
use regimes_model::model::world::workers::Worker;
use regimes_model::model::world::{Country, Utility};
use regimes_model::units::{CrisisId, GroupId, Lasts};
use regimes_study::simulation::trace::{
    CensusRow, CohortRow, CostRow, EvaluationRow, GroupRow, LifeEvent, StateRow, Trace,
};

/// By how much two values may differ.
#[derive(Clone, Copy)]
pub struct Within {
    /// A real number, by this part of itself or of 1, whichever is more.
    real: f64,
    /// A whole number.
    units: u64,
}

/// Counts and bits are the same; reals differ by no more than the order of a sum can turn.
pub const ROUNDING: Within = Within { real: 4e-6, units: 0 };

/// A share in sixteen bits: a different order of sums may turn its last bit.
const UNIT: Within = Within { units: 1, ..ROUNDING };

/// Freedom, which falls by several units with one unit of a great need.
const FREEDOM: Within = Within { units: 16, ..ROUNDING };

/// A real that is made of needs in sixteen bits, and so is as coarse.
const OBSERVED: Within = Within { real: 1e-4, ..ROUNDING };

/// Where two values differ, and what each has there.
pub struct Difference {
    path: String,
    values: [String; 2],
}

impl Difference {
    fn between(one: &impl Debug, other: &impl Debug) -> Difference {
        Difference { path: String::new(), values: [format!("{one:?}"), format!("{other:?}")] }
    }

    fn below(mut self, step: &str) -> Difference {
        self.path.insert_str(0, step);
        self
    }

    /// The difference in words, each of the two named.
    pub fn told(&self, [one, other]: [&str; 2]) -> String {
        let Difference { path, values: [a, b] } = self;
        format!("{path}: {a} by {one}, {b} by {other}")
    }
}

/// A value that can be compared with another of its type, and whose every bit can be taken into a number.
pub trait Same {
    /// The first place in which the two differ by more than they may.
    fn difference(&self, other: &Self, within: Within) -> Option<Difference>;
    /// Hands on every bit of the value.
    fn take_bits(&self, hasher: &mut DefaultHasher);
}

/// A number for all bits of a value: values that differ in a bit have different numbers.
pub fn fingerprint(value: &(impl Same + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.take_bits(&mut hasher);
    hasher.finish()
}

macro_rules! reals {
    ($( $type:ty ),*) => { $( impl Same for $type {
        fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
            let (a, b) = (f64::from(*self), f64::from(*other));
            let alike = self.to_bits() == other.to_bits() || (a - b).abs() <= within.real * a.abs().max(1.0);
            (!alike).then(|| Difference::between(self, other))
        }
        fn take_bits(&self, hasher: &mut DefaultHasher) {
            self.to_bits().hash(hasher);
        }
    } )* };
}

macro_rules! counts {
    ($( $type:ty ),*) => { $( impl Same for $type {
        fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
            let alike = self == other || self.abs_diff(*other) as u64 <= within.units;
            (!alike).then(|| Difference::between(self, other))
        }
        fn take_bits(&self, hasher: &mut DefaultHasher) {
            self.hash(hasher);
        }
    } )* };
}

macro_rules! exact {
    ($( $type:ty ),*; $( enum $choice:ty ),*) => {
        $( impl Same for $type {
            fn difference(&self, other: &Self, _: Within) -> Option<Difference> {
                (self != other).then(|| Difference::between(self, other))
            }
            fn take_bits(&self, hasher: &mut DefaultHasher) {
                self.hash(hasher);
            }
        } )*
        $( impl Same for $choice {
            fn difference(&self, other: &Self, _: Within) -> Option<Difference> {
                (self != other).then(|| Difference::between(self, other))
            }
            fn take_bits(&self, hasher: &mut DefaultHasher) {
                discriminant(self).hash(hasher);
            }
        } )*
    };
}

reals!(f32, f64);
counts!(u8, u16, u32, u64, usize, i8);
exact!(bool, CrisisId, Domain, Domains, Factors, GroupId, Lasts, Pattern, String, Cow<'static, str>; enum Origin, enum Counted, enum Funder, enum Workforce, enum Row, enum Tenancy, enum Tenure, enum Support);

impl<T: Same> Same for [T] {
    fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
        if self.len() != other.len() {
            return Some(Difference::between(&self.len(), &other.len()).below(".len()"));
        }
        let mut pairs = self.iter().zip(other).enumerate();
        pairs.find_map(|(at, (a, b))| Some(a.difference(b, within)?.below(&format!("[{at}]"))))
    }
    fn take_bits(&self, hasher: &mut DefaultHasher) {
        self.len().hash(hasher);
        self.iter().for_each(|value| value.take_bits(hasher));
    }
}

impl<T: Same> Same for Vec<T> {
    fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
        self[..].difference(&other[..], within)
    }
    fn take_bits(&self, hasher: &mut DefaultHasher) {
        self[..].take_bits(hasher);
    }
}

impl<T: Same, const N: usize> Same for [T; N] {
    fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
        self[..].difference(&other[..], within)
    }
    fn take_bits(&self, hasher: &mut DefaultHasher) {
        self[..].take_bits(hasher);
    }
}

impl<T: Same + Debug> Same for Option<T> {
    fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
        match (self, other) {
            (None, None) => None,
            (Some(a), Some(b)) => a.difference(b, within),
            _ => Some(Difference::between(self, other)),
        }
    }
    fn take_bits(&self, hasher: &mut DefaultHasher) {
        self.as_slice().take_bits(hasher);
    }
}

/// Declares the fields of a struct that are compared: all of them, some within more than the rest.
macro_rules! fields {
    ($( $type:ident { $( $field:ident $( = $within:expr )? ),* $(,)? } )*) => { $( impl Same for $type {
        fn difference(&self, other: &Self, within: Within) -> Option<Difference> {
            let $type { $( $field ),* } = self;
            $(
                let may_differ = fields!(@within within $( $within )?);
                if let Some(difference) = $field.difference(&other.$field, may_differ) {
                    return Some(difference.below(concat!(".", stringify!($field))));
                }
            )*
            None
        }
        fn take_bits(&self, hasher: &mut DefaultHasher) {
            let $type { $( $field ),* } = self;
            $( $field.take_bits(hasher); )*
        }
    } )* };
    (@within $above:ident) => { $above };
    (@within $above:ident $within:expr) => { $within };
}

fields! {
    Country {
        pattern, row, belief, control, utility, articulated, infrastructure, barrier, restructuring_weeks,
        eased, mandated, perceived_control,
    }
    Utility { reported, real, stories }
    Place {
        index, offset, group_offsets, supplied, residents, ties, organisations, commissioner, trust, linked,
        stewards_fte, steward_skill, upstream_share, public_trust, resident_trust, moves, turbulence_factor,
        shocks, requests, handed_on, unready, delay_harm, move_on, comes_free, homes, dose, tally, ledger,
    }
    Dose { times, most_hours, support, treated }
    Commissioner {
        row, belief, budget_per_week, lapsed, kept, to_return, returning, returned, usual_crisis_cost,
        crisis_cost_now, overhead, contracts_due, feedback, perceived_control, money_changed,
    }
    Shocks {
        surge, surge_weeks, cut, cut_lasts, price, illness, illness_weeks, emergency_weeks, scandal, alarm,
    }
    Tally {
        onsets, crises_entered, crises_left, in_crisis, stuck, tenancies, homes_lost, homes_sought, homes_given,
        weeks_to_home, homes_paid, weeks_housed, weeks_without, tenancies_due, tenancies_kept, half_years, deaths, moved, arrivals, complaints,
        adopted, reverted, reallocated,
    }
    Organisation {
        index, domains, workers, pounds_per_hour, workforce, service, funder, skill, motivation, first_group_share, cases,
        waiting, row, switch_order, belief, fidelity, weeks_since_change, dip, codes, package_groups, votes,
        evidence,
        volume, weeks_since_review, safety, absorptive, priority_estimate, boundary, cycles, indicator,
        incentive, reported, recorded, records, has_closed, true_performance, effect_seen = OBSERVED,
        effect_true, submitted_plan, forecast, has_answered, plan_error, rank, contract_ends, income_per_week, withheld,
        reserve, spend_this_year, income_this_year, frozen, agency_fte, quota_left, posts_lost, first_posts,
        complaints, emergency, waits, waste, hours, flows,
    }
    Service {
        package_hours_factor, package_weeks_factor, caseload_factor, contact_factor, assessment_factor,
    }
    EmergencyQueue { is_emergency, backlog, late, delayed }
    Waits { attention, breach, slack, bar, weeks_short, weeks_long, post_left, post_due }
    Waste { level, usual, hours }
    Evidence { scale, log_odds, unread }
    Scale { vote, person, states_beyond, established, bound }
    IndicatorState {
        counts, domains, angle, target, weeks_since_review, met,
    }
    Incentive {
        strength, cosine, sine, audit, detected, peer,
    }
    WeekHours {
        paid, absence, base_admin, meetings, reporting, coordination, supervision, reflection, participation,
        dialogue, outreach, induction, tendering, set_up, assessment, referral, travel, experiments, direct,
    }
    DirectTime { helping, mismatched, measured_only, gaming, slack, listening, design }
    Flows {
        requests, asked_again, refused, joined_list, left_list, taken_in, seen_briefly, opened, clocks_stopped,
        stopped_late, resets, posts_moved, waited_weeks, waited_long, reported_weeks,
        reported_long, closed_by_rule,
        closed_by_agreement, dropped, hand_offs, hand_offs_lost, duplicates, closed_truly, closed_recorded,
        closed_reported, hits_without_gain, effect_seen = OBSERVED, effect_true, leavers, hired, sick_days,
        discoveries, direct, direct_by_origin,
    }
    Worker {
        filled, vacant_weeks, generation, tenure, skill, specialty, group, theta_at_start, theta, autonomy,
        mastery, purpose, exhaustion, absent_days, absent_now, belief, taken, experience, authority, bias, dissonance, voiced,
        curiosity, bravery, independence, proneness, paradigm, threshold, real, measured, gaming, caseload,
        load, direct_hours, wanted_hours, fit_seen, progress_seen, relationship,
    }
    Case {
        personal, plan, found, known, free, resident, generation, worker, package, domains, relationship, heard,
        hours, hours_now, own_now, attention, observed_at_opening = OBSERVED, need_at_opening, need_now,
        rest_at_opening, opened, ends, package_hours, paced, real_hours, seen_in_time,
        told_in_time, origin, fit,
    }
    Request {
        resident, generation, domain, origin, organisation, hand_offs, severity, error,
    }
    Waiting {
        resident, generation, domain, origin, hand_offs, severity, since, earlier_weeks, reset_weeks,
    }
    Unready { resident, domain, generation, first }
    Residents {
        needs = UNIT, set_points, priorities, agency = UNIT, freedom = FREEDOM, freedom_equal = FREEDOM, noise,
        trust = UNIT, ties = UNIT, group, trauma, age, crisis, crisis_weeks, served, waiting, failed, helped,
        active, generation, summary = UNIT, household,
    }
    Homes { tenants, empty, odds, ended }
    Tenant { tenancy, tenure, generation, weeks, housed, hours, hours_now }
    Belief {
        value, known,
    }
    Ledger {
        hours, pounds, funder,
    }
    CostRow { year, activity, origin, payer, pounds, hours }
    GroupRow { week, level, name, outcome, value }
    EvaluationRow { cohort, before, after, twin_after, apparent, true_effect }
    LifeEvent { agent, week, event, detail }
    CensusRow { target, value }
    CohortRow { cohort, outcome, people, mean, sd }
    StateRow { week, kind, agent, state }
    Trace { arm, replicate, error, outcomes, weights, costs, groups, evaluation, lives, census, cohorts, states }
}
