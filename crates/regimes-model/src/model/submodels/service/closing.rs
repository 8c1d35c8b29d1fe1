//! Closing: a case ends because its package is over, because both agree, or because contact was lost.
//!
//! ```text
//! by agreement  need_now <= resolved * need_at_opening, or need_now <= enough
//! by rule       week >= end of the package; or real help so far >= its hours, where it has any; or no progress within the patience of an open-ended case
//! truly         need fell by at least `gain` of what it was, own-weighted
//! on paper      (1 - sin phi) * truly + sin phi * paper in counted domains, phi at most 90 degrees, and of the rest
//!               a part lifted by measured effort
//! recorded      on paper * records
//! reported      recorded + claimed * gaming effort * (1 - recorded)
//! seen in time  where a waiting time is watched, paper is 1 in time and 0 late, by the clock on record in what is
//!               recorded, by the clock as it was set back in what is reported; nothing else is claimed
//! effect seen   observed need at opening - observed need now
//! effect true   e + (need_at_opening - e) (1 - heal - rise)^weeks - need now,
//!               e = (heal * set point at opening + rise) / (heal + rise), by own weights over the case's domains
//! ```
//!
//! A need that is still there when a case ends by rule or is dropped comes back as failure demand.
//!
//! Update: organisations in order; residents' flags in order of case.
//! `records` is the part of what is done that is on record; it follows the hours of reporting, in performance.
//!
//! Units: shares. Source: M02, M03, M09; assumptions A170-A175.
//! Regimes: length of a package (support); reporting, through records.

use crate::model::rules::practice::Support;
use crate::model::town::Counted;
use crate::model::world::Context;
use crate::model::world::Rules;
use crate::model::world::cases::Case;
use crate::model::world::constants::Constants;
use crate::model::world::dose::Dose;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::units::{Week, bits_of, share_of};

crate::parameters! {
    /// How cases end and what they count as.
    pub struct Parameters resolved Coefficients {
        /// Share of the need at opening at which both agree to end.
        resolved: f64 = 0.40, "share", 0.0..=1.0, Uncertainty, "A170";
        /// Need at which both agree to end.
        enough: f64 = 0.12, "share", 0.0..=1.0, Uncertainty, "A170";
        /// Share of the need at opening by which it must have fallen to be a real gain.
        gain: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A171";
        /// Need at or above which a need that is left counts as left.
        left_from: f64 = 0.20, "share", 0.0..=1.0, Uncertainty, "M09";
        /// What counts on paper of cases closed, whatever was gained.
        paper_cases_closed: f64 = 0.75, "share", 0.0..=1.0, Uncertainty, "A172";
        /// What counts on paper of plans agreed, whatever was gained.
        paper_plans_agreed: f64 = 0.70, "share", 0.0..=1.0, Uncertainty, "A172";
        /// What counts on paper of needs resolved, whatever was gained.
        paper_needs_resolved: f64 = 0.35, "share", 0.0..=1.0, Uncertainty, "A172";
        /// What counts on paper of people seen in time, whatever was gained.
        paper_seen_in_time: f64 = 0.65, "share", 0.0..=1.0, Uncertainty, "A172";
        /// Share of what does not count yet that measured effort lifts onto paper, at a whole hour of it.
        lift: f64 = 2.0, "factor", 0.0..=10.0, Uncertainty, "A173";
        /// Share of what is not recorded that gaming claims, at a whole hour of it.
        claim: f64 = 4.0, "factor", 0.0..=20.0, Uncertainty, "A173";
        /// Trust won by a case that ends with a real gain, and lost by one that leaves the need.
        trust_step: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A174";
        /// Weeks in which an open-ended case must show progress, as a share of its patience.
        progress_within: f64 = 0.5, "share", 0.1..=1.0, Uncertainty, "A175";
    }
}

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Agreed,
    ByRule,
    Dropped,
}

/// What closing reads.
struct ClosingContext<'a> {
    constants: &'a Constants,
    p: &'a Coefficients,
    noise: f32,
    week: Week,
    rules: Rules<'a>,
    dose: Option<&'a Dose>,
}

/// Ends the cases of a place that are over.
pub fn close(place: &mut Place, context: &Context<'_>, p: &Parameters, noise: f64) {
    if !context.services {
        return;
    }
    let coefficients = &p.resolve();
    for organisation in &mut place.organisations {
        let rules = context.rules(place.commissioner.row, organisation.row);
        let (constants, week) = (context.constants, context.week);
        let dose = place.dose.as_ref();
        let closing = ClosingContext { constants, p: coefficients, noise: noise as f32, week, rules, dose };
        let mut cases = std::mem::take(&mut organisation.cases);
        cases.retain(|case| match end_of(case, &place.residents, &closing) {
            None => true,
            Some(end) => {
                end_case(case, end, organisation, &mut place.residents, &closing);
                false
            }
        });
        organisation.cases = cases;
    }
}

fn end_of(case: &Case, residents: &Residents, context: &ClosingContext<'_>) -> Option<End> {
    let r = case.resident as usize;
    if residents.generation[r] != case.generation || !case.domains.is_within(residents.served[r]) {
        return Some(End::Dropped);
    }
    let p = context.p;
    if case.need_now <= p.enough || case.need_now <= p.resolved * case.need_at_opening {
        return Some(End::Agreed);
    }
    let is_given = case.package_hours.is_some_and(|hours| case.real_hours >= hours);
    if is_given || case.ends.is_some_and(|ends| context.week >= ends) {
        return Some(End::ByRule);
    }
    let Support::Bespoke(bespoke) = Dose::support_of(context.dose, r, case.generation, context.rules.support) else {
        return None;
    };
    let patience = bespoke.patience_weeks as f32;
    let age = (context.week - case.opened) as f32;
    let progress = 1.0 - case.need_now / case.need_at_opening.max(f32::MIN_POSITIVE);
    let stuck = age >= patience * p.progress_within && progress < p.gain;
    (stuck || age >= patience).then_some(End::ByRule)
}

fn end_case(
    case: &Case,
    end: End,
    organisation: &mut Organisation,
    residents: &mut Residents,
    context: &ClosingContext<'_>,
) {
    let worker = &mut organisation.workers[usize::from(case.worker)];
    worker.caseload = worker.caseload.saturating_sub(1);
    let volume = &mut organisation.volume[usize::from(case.package)];
    *volume = volume.saturating_sub(1);
    match end {
        End::Dropped => organisation.flows.dropped += 1,
        End::Agreed => organisation.flows.closed_by_agreement += 1,
        End::ByRule => organisation.flows.closed_by_rule += 1,
    }
    let r = case.resident as usize;
    if residents.generation[r] != case.generation {
        return;
    }
    leave_marks(case, residents, context.p);
    residents.served[r] &= !case.domains;
    if end != End::Dropped {
        count(case, organisation, residents, context);
    }
}

/// What a case leaves behind: needs that will come back as failure demand, or as relapse, and trust.
fn leave_marks(case: &Case, residents: &mut Residents, p: &Coefficients) {
    let r = case.resident as usize;
    for domain in case.domains.iter() {
        if residents.need(r, domain) >= p.left_from {
            residents.failed[r].insert(domain);
        } else {
            residents.failed[r].remove(domain);
            residents.helped[r].insert(domain);
        }
    }
    let gained = gained(case, p);
    let step = p.trust_step * (2.0 * gained - 1.0);
    residents.trust[r] = bits_of(share_of(residents.trust[r]) + step);
}

/// 1 where the need fell by a real gain, 0 where it did not.
fn gained(case: &Case, p: &Coefficients) -> f32 {
    let fell = case.need_at_opening - case.need_now;
    if fell >= p.gain * case.need_at_opening { 1.0 } else { 0.0 }
}

fn count(case: &Case, organisation: &mut Organisation, residents: &Residents, context: &ClosingContext<'_>) {
    let p = context.p;
    let worker = &organisation.workers[usize::from(case.worker)];
    let counted = case.domains.meets(organisation.indicator.domains);
    let truly = gained(case, p);
    let sine = organisation.indicator.angle.clamp(0.0, core::f32::consts::FRAC_PI_2);
    let sine = libm::sinf(sine);
    let paper = paper(&organisation.indicator.counts, p);
    let on_paper = |paper: f32| {
        let counts = if counted { (1.0 - sine) * truly + sine * paper } else { truly };
        counts + (p.lift * worker.measured).min(1.0) * (1.0 - counts)
    };
    let is_watched = context.rules.accountability.watched().is_some();
    let (recorded, reported) = match organisation.indicator.counts {
        Counted::SeenInTime(_) if is_watched => {
            let (seen, told) = in_time(case, organisation, p);
            (on_paper(seen) * organisation.records, on_paper(told) * organisation.records)
        }
        _ => {
            let recorded = on_paper(paper) * organisation.records;
            (recorded, recorded + (p.claim * worker.gaming).min(1.0) * (1.0 - recorded))
        }
    };
    let flows = &mut organisation.flows;
    flows.closed_truly += truly;
    flows.closed_recorded += recorded;
    flows.closed_reported += reported;
    flows.hits_without_gain += reported * (1.0 - truly);
    let seen = case.observed_at_opening - observed_now(case, residents, context.noise);
    let alone = without_help(case, residents, context);
    flows.effect_seen += seen;
    flows.effect_true += alone - case.need_now;
}

/// Whether somebody was seen in time, by the record and by the report: 1 or 0, and in emergency care the share of all.
fn in_time(case: &Case, organisation: &Organisation, p: &Coefficients) -> (f32, f32) {
    let queue = &organisation.emergency;
    if queue.is_emergency {
        let set_back = (p.claim * organisation.mean_gaming()).min(1.0);
        return (1.0 - queue.late, 1.0 - queue.late * (1.0 - set_back));
    }
    let share = |in_time| if in_time { 1.0 } else { 0.0 };
    (share(case.seen_in_time), share(case.told_in_time))
}

fn paper(counts: &Counted, p: &Coefficients) -> f32 {
    match counts {
        Counted::CasesClosed(_) => p.paper_cases_closed,
        Counted::PlansAgreed(_) => p.paper_plans_agreed,
        Counted::NeedsResolved(_) => p.paper_needs_resolved,
        Counted::SeenInTime(_) => p.paper_seen_in_time,
    }
}

fn observed_now(case: &Case, residents: &Residents, deviation: f32) -> f32 {
    let noise = residents.noise[case.resident as usize];
    Residents::observed(bits_of(case.need_now), noise, deviation)
}

/// Need at which the course without help would have arrived: healing to the set point of the opening, or rising.
fn without_help(case: &Case, residents: &Residents, context: &ClosingContext<'_>) -> f32 {
    let r = case.resident as usize;
    let weeks = (context.week - case.opened) as f32;
    let (mut heal, mut rise, mut weights) = (0.0, 0.0, 0.0);
    for domain in case.domains.iter() {
        let weight = f32::from(residents.priorities[r][domain]) + 1.0;
        heal += weight * context.constants.heal[domain];
        rise += weight * context.constants.rise[domain];
        weights += weight;
    }
    if heal + rise <= 0.0 {
        return case.need_at_opening;
    }
    let comes_to = (heal * case.rest_at_opening + rise) / (heal + rise);
    let left = libm::powf(1.0 - (heal + rise) / f32::max(weights, 1.0), weeks);
    comes_to + (case.need_at_opening - comes_to) * left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::fixtures::status_quo;
    use crate::units::domains::Domains;

    #[test]
    fn without_help_a_need_heals_to_its_set_point_or_rises_where_needs_rise() {
        let world = fixtures::town(&crate::model::regime::npm(), 1, 1, 1);
        let alone = |heal: f32, rise: f32| {
            let mut constants = fixtures::constants();
            (constants.heal[0], constants.rise[0]) = (heal, rise);
            let rules = status_quo(&world.rows);
            let context = ClosingContext {
                constants: &constants,
                p: &Parameters::default().resolve(),
                noise: 0.0,
                week: 52,
                rules,
                dose: None,
            };
            let case = Case {
                domains: Domains::one(0_usize),
                need_at_opening: 0.5,
                rest_at_opening: 0.2,
                ..fixtures::case(0)
            };
            without_help(&case, &world.places[0].residents, &context)
        };
        assert_eq!(alone(0.0, 0.0), 0.5);
        assert!((alone(0.05, 0.0) - (0.2 + 0.3 * 0.95_f32.powi(52))).abs() < 1e-4);
        assert!((alone(0.0, 0.01) - (1.0 - 0.5 * 0.99_f32.powi(52))).abs() < 1e-4);
    }

    #[test]
    fn a_package_of_hours_ends_when_they_are_given_or_after_its_longest_duration() {
        let world = fixtures::town(&crate::model::regime::npm(), 1, 1, 1);
        let constants = fixtures::constants();
        let mut residents = world.places[0].residents.clone();
        residents.served[0] = Domains::one(0_usize);
        let end = |package_hours, real_hours, week| {
            let p = &Parameters::default().resolve();
            let context = ClosingContext {
                constants: &constants,
                p,
                noise: 0.0,
                week,
                rules: status_quo(&world.rows),
                dose: None,
            };
            let case = Case { ends: Some(12), package_hours, real_hours, need_now: 0.5, ..fixtures::case(0) };
            end_of(&case, &residents, &context)
        };
        assert_eq!((end(Some(3.0), 2.9, 11), end(Some(3.0), 3.0, 4)), (None, Some(End::ByRule)));
        assert_eq!((end(None, 99.0, 11), end(Some(3.0), 0.0, 12)), (None, Some(End::ByRule)));
    }

    #[test]
    fn a_bespoke_case_ends_when_it_is_well_when_it_is_stuck_or_when_patience_is_over() {
        let world = fixtures::town(&crate::model::regime::hls(), 1, 1, 1);
        let constants = fixtures::constants();
        let p = Parameters::default();
        let mut residents = world.places[0].residents.clone();
        residents.served[0] = Domains::one(0_usize);
        let Support::Bespoke(bespoke) = &world.rows[0].support else { panic!("bespoke") };
        let (opened, patience) = (30, bespoke.patience_weeks as Week);
        let early = (f64::from(patience) * p.progress_within).ceil() as Week;
        assert!(early > 1 && early < patience);
        let end = |age: Week, need_now: f32| {
            let context = ClosingContext {
                constants: &constants,
                p: &p.resolve(),
                noise: 0.0,
                week: opened + age,
                rules: status_quo(&world.rows),
                dose: None,
            };
            end_of(&Case { opened, need_at_opening: 0.8, need_now, ..fixtures::case(0) }, &residents, &context)
        };
        let (no_gain, gain) = (0.8 - 0.5 * 0.8 * p.gain as f32, 0.8 - 1.5 * 0.8 * p.gain as f32);
        assert_eq!((end(early - 1, no_gain), end(early, no_gain)), (None, Some(End::ByRule)));
        assert_eq!((end(early, gain), end(patience - 1, gain)), (None, None));
        assert_eq!(end(patience, gain), Some(End::ByRule));
        assert_eq!(end(1, 0.5 * p.enough as f32), Some(End::Agreed));
        residents.served[0] = Domains::NONE;
        let context = ClosingContext {
            constants: &constants,
            p: &p.resolve(),
            noise: 0.0,
            week: opened,
            rules: status_quo(&world.rows),
            dose: None,
        };
        assert_eq!(end_of(&fixtures::case(0), &residents, &context), Some(End::Dropped));
    }
}
