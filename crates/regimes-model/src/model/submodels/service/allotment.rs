//! Allotment: what a paid week goes into, and how direct time is shared out over the cases.
//!
//! ```text
//! paid = absence + base admin + meetings + reporting + coordination + supervision + reflection + participation
//!      + dialogue + outreach + induction + tendering + set-up + assessment + referral + travel + experiments + direct
//! reporting = (indicators * per indicator + contracts * per contract + audit * per audit)
//!             * (1 + demand for control, under a mandate) * (1 - structures eased)
//! base_admin by workforce
//! with reporting_share > 0:  administration = base_admin + reporting_hours / paid_hours_per_week
//!     base admin = (1 - reporting_share) * administration * paid at work
//!     reporting, times reporting_share * administration * paid_hours_per_week / reporting_hours
//! watching  = hours of each worker, where waiting time is watched, and of a delivery unit
//! base admin, referral and an assessment of who was assessed elsewhere: times w, the waste in processes (waste)
//! assessment = (1 - screening) requests * hours + screening (requests * brief + opened * hours) + seen briefly * brief
//! slack = ((1 - admin_kept) base admin + meetings + (direct - wanted by cases)+) / paid
//! released = release * attention * slack * paid; what of it is admin and meetings becomes direct time
//! hours of a case = worker's direct time * weight / sum of weights, at most `most_hours` * kind of service, and at most
//!                   pace * kind of service, where the rules pace packages
//! weight = attention * (even + (1 - even) * need)
//! time of a worker's cases ~ here + stand_in * (1 - here)
//! own part of it = here * (1 - leave * stand_in) / (here + stand_in * (1 - here))
//! time that a worker's week wants = here * (wanted by own cases + stood in / sum of here)
//! stood in = stand_in * sum of (1 - here) * wanted by own cases
//! ```
//!
//! Update: organisations by themselves.
//! Where colleagues stand in, a case is seen while its worker is away, and by somebody else, whose week it weighs on.
//! Those who are ill take no leave; `here` is the part of the week that a worker is not ill.
//! Direct time beyond what cases want is direct already, and slack of effort is the worker's: neither is released.
//!
//! Units: hours a week. Source: M11, M12; assumptions A150-A157, A192, A275, A276, A279, A289, A340.
//! Regimes: reporting, accountability, payment, learning, voice, collaboration, management, access; who stands in
//! (casework); set-up of a change.

pub mod administration;
pub mod parameters;

use crate::model::rules::answering::{Accountability, Reporting};
use crate::model::rules::lessons::{Learning, Voice};
use crate::model::rules::money::Competition;
use crate::model::rules::people::Management;
use crate::model::rules::practice::{Access, Casework};
use crate::model::rules::system::{Collaboration, Government};
use crate::model::submodels::service::allotment::administration::{Administration, base_admin};
use crate::model::submodels::service::allotment::parameters::Parameters;
use crate::model::world::OrganisationContext;
use crate::model::world::cases::Case;
use crate::model::world::organisations::{Organisation, WeekHours};
use crate::model::world::workers::Worker;

/// Allots an organisation's paid time of a week.
pub fn allot(organisation: &mut Organisation, context: &OrganisationContext<'_>, p: &Parameters) {
    (organisation.hours, organisation.waste.hours) =
        if context.services { week_hours(context, organisation, p) } else { Default::default() };
    release(organisation, p);
    share_out(organisation, stand_in(context.rules.casework), p);
}

/// The paid week by use, and what of it each worker gives to improving how work is done.
fn week_hours(context: &OrganisationContext<'_>, organisation: &Organisation, p: &Parameters) -> (WeekHours, f32) {
    let filled = organisation.n_filled() as f32;
    let hours = p.paid_hours_per_week as f32;
    let paid = filled * hours;
    let day = hours / p.days_per_week as f32;
    let sick: f32 = at_work(organisation).map(|worker| worker.absent_now * day).sum();
    let sick = sick.min(paid);
    let absence = sick + p.leave as f32 * (paid - sick);
    let present = if paid > 0.0 { 1.0 - absence / paid } else { 0.0 };
    let each = |hours: f64| hours as f32 * filled * present;
    let part = |share: f64| share as f32 * paid * present;
    let new = at_work(organisation).filter(|worker| u32::from(worker.tenure) < p.induction_weeks).count() as f32;
    let watching = Watching::under(context.rules.accountability, p);
    let split = Administration::split(base_admin(&organisation.workforce, p), p);
    let waste = organisation.waste.level as f32;
    let mut week = WeekHours {
        paid,
        absence,
        base_admin: part(split.base) * waste,
        meetings: part(p.meetings),
        reporting: each(split.reporting * reporting_hours(context, p) + watching.for_control),
        coordination: coordination(context, p, filled, present),
        supervision: each(supervision_hours(context.rules.management)),
        reflection: part(reflection(context.rules.learning)),
        participation: part(participation(context.rules.voice)),
        dialogue: each(dialogue_hours(context.rules.accountability) + watching.for_learning),
        outreach: part(outreach(context.rules.access)),
        induction: new * hours * p.induction as f32 * present,
        tendering: tendering(context, organisation, p, filled * present),
        set_up: part(set_up(context, organisation, p)),
        assessment: assessments(organisation, p) * assessment_hours(organisation, p)
            + briefly(organisation, p)
            + (waste - 1.0) * repeated(organisation, p),
        referral: organisation.flows.hand_offs as f32 * p.referral_hours as f32 * waste,
        ..WeekHours::default()
    };
    let improving = week.reflection + each(watching.for_control + watching.for_learning);
    let fits = fit_into_week(&mut week, context.rules.learning, p);
    (week, if filled > 0.0 { improving * fits / filled } else { 0.0 })
}

/// Hours of each worker for watching who waits.
struct Watching {
    for_control: f64,
    for_learning: f64,
}

impl Watching {
    /// The same time under either use: with the reports under a target, with the dialogue where it is for learning.
    fn under(accountability: &Accountability, p: &Parameters) -> Watching {
        let hours = if accountability.watched().is_some() { p.watching_hours } else { 0.0 };
        match accountability {
            Accountability::Targets(targets) if targets.wait_weeks > 0 => {
                Watching { for_control: hours + targets.improvement_hours, for_learning: 0.0 }
            }
            Accountability::Targets(_) => Watching { for_control: hours, for_learning: 0.0 },
            _ => Watching { for_control: 0.0, for_learning: hours },
        }
    }
}

/// Turns a share of slack into direct time, as far as attention to waiting time goes.
fn release(organisation: &mut Organisation, p: &Parameters) {
    let attention = organisation.waits.attention;
    if attention <= 0.0 {
        organisation.waits.slack = 0.0;
        return;
    }
    let even = p.even as f32;
    let most_wanted = p.wanted_hours as f32 * organisation.service.contact_factor as f32;
    let wanted = |case: &Case| most_wanted * (even + (1.0 - even) * case.need_now);
    let wanted: f32 = organisation.cases.iter().map(wanted).sum();
    let week = &mut organisation.hours;
    let spare_admin = (1.0 - p.admin_kept as f32) * week.base_admin;
    let slack = spare_admin + week.meetings + (week.direct - wanted).max(0.0);
    organisation.waits.slack = if week.paid > 0.0 { slack / week.paid } else { 0.0 };
    let share = p.release as f32 * attention;
    week.direct += share * (spare_admin + week.meetings);
    week.base_admin -= share * spare_admin;
    week.meetings -= share * week.meetings;
}

/// What brief contacts take, and what screening takes beside an assessment of all who ask.
fn briefly(organisation: &Organisation, p: &Parameters) -> f32 {
    let flows = &organisation.flows;
    let asked: u32 = flows.requests.iter().sum();
    let opened: u32 = flows.opened.iter().sum();
    let (brief, full, share) = (p.brief_hours as f32, assessment_hours(organisation, p), p.screening as f32);
    flows.seen_briefly as f32 * brief + share * (asked as f32 * (brief - full) + opened as f32 * full)
}

/// Time of an assessment in this kind of service (hour).
fn assessment_hours(organisation: &Organisation, p: &Parameters) -> f32 {
    p.assessment_hours as f32 * organisation.service.assessment_factor as f32
}

/// Assessments of the week, answers to those who ask again from a list counted by their part of one.
fn assessments(organisation: &Organisation, p: &Parameters) -> f32 {
    let flows = &organisation.flows;
    flows.requests.iter().sum::<u32>() as f32 + p.answer as f32 * flows.asked_again
}

/// What of them is spent on people who were assessed elsewhere: who is screened first is assessed once more if a case opens.
fn repeated(organisation: &Organisation, p: &Parameters) -> f32 {
    let (brief, share) = (p.brief_hours as f32, p.screening as f32);
    organisation.flows.duplicates as f32 * ((1.0 - share) * assessment_hours(organisation, p) + share * brief)
}

fn at_work(organisation: &Organisation) -> impl Iterator<Item = &Worker> {
    organisation.workers.iter().filter(|worker| worker.filled)
}

/// What is left of the week is contact: travel, experiments and direct time. Returns the share of what is asked that fits.
fn fit_into_week(week: &mut WeekHours, learning: &Learning, p: &Parameters) -> f32 {
    let asked = [
        week.base_admin,
        week.meetings,
        week.reporting,
        week.coordination,
        week.supervision,
        week.reflection,
        week.participation,
        week.dialogue,
        week.outreach,
        week.induction,
        week.tendering,
        week.set_up,
        week.assessment,
        week.referral,
    ];
    let asked: f32 = asked.iter().sum();
    let there = week.paid - week.absence;
    let most = (there - p.least_direct as f32 * week.paid).max(0.0);
    let fits = if asked > most { most / asked } else { 1.0 };
    for use_of_time in [
        &mut week.base_admin,
        &mut week.meetings,
        &mut week.reporting,
        &mut week.coordination,
        &mut week.supervision,
        &mut week.reflection,
        &mut week.participation,
        &mut week.dialogue,
        &mut week.outreach,
        &mut week.induction,
        &mut week.tendering,
        &mut week.set_up,
        &mut week.assessment,
        &mut week.referral,
    ] {
        *use_of_time *= fits;
    }
    let contact = (there - asked * fits).max(0.0);
    week.travel = contact * p.travel as f32;
    let tried = match learning {
        Learning::Cycle(cycle) => cycle.experiments as f32,
        Learning::AnnualReview(_) => 0.0,
    };
    week.experiments = (contact - week.travel) * tried;
    week.direct = contact - week.travel - week.experiments;
    fits
}

fn reporting_hours(context: &OrganisationContext<'_>, p: &Parameters) -> f64 {
    let Reporting::ByRequirement(by) = context.rules.reporting else {
        return 0.0;
    };
    if context.place.shocks.emergency_weeks > 0 {
        return 0.0;
    }
    let (indicators, audit) = match context.rules.accountability {
        Accountability::Targets(targets) => (f64::from(targets.indicators), targets.audit),
        Accountability::TargetsWithoutStake(targets) => (f64::from(targets.indicators), 0.0),
        _ => (0.0, 0.0),
    };
    let contracts = (p.contract_unit_weeks / f64::from(context.rules.payment.contract_weeks())).min(2.0);
    let hours = indicators * by.hours_per_indicator + contracts * by.hours_per_contract + audit * by.hours_per_audit;
    let demand = match context.rules.government {
        Government::Mandate(_) => 1.0 + p.control_demand * f64::from(context.country.control),
        _ => 1.0,
    };
    hours * demand * (1.0 - f64::from(context.country.eased))
}

fn coordination(context: &OrganisationContext<'_>, p: &Parameters, filled: f32, present: f32) -> f32 {
    let others = context.place.linked.len();
    let n = f64::sqrt(others as f64);
    let (hours, share) = match context.rules.collaboration {
        Collaboration::Contracts(_) => (p.coordination_hours, 0.0),
        Collaboration::Stewarded(stewarded) => (p.link_hours * stewarded.linking * n, stewarded.joint_work),
        Collaboration::None(_) => (0.0, 0.0),
    };
    filled * present * (hours + share * p.paid_hours_per_week) as f32
}

fn supervision_hours(management: &Management) -> f64 {
    match management {
        Management::Command(command) => command.hours_per_week,
        Management::SelfManaged(self_managed) => self_managed.hours_per_week,
        Management::Mixed(mixed) => mixed.hours_per_week,
    }
}

fn reflection(learning: &Learning) -> f64 {
    match learning {
        Learning::AnnualReview(_) => 0.0,
        Learning::Cycle(cycle) => cycle.reflection,
    }
}

fn participation(voice: &Voice) -> f64 {
    match voice {
        Voice::ByPower(_) => 0.0,
        Voice::Equal(equal) => equal.participation,
        Voice::Weights(weights) => weights.participation,
    }
}

fn dialogue_hours(accountability: &Accountability) -> f64 {
    match accountability {
        Accountability::Dialogue(dialogue) => dialogue.hours_per_week,
        Accountability::Measurement(measurement) => measurement.hours_per_week,
        _ => 0.0,
    }
}

fn outreach(access: &Access) -> f64 {
    match access {
        Access::OpenDoor(door) => door.outreach,
        _ => 0.0,
    }
}

/// Bids are written in the last weeks of a contract where money moves by tender.
fn tendering(context: &OrganisationContext<'_>, organisation: &Organisation, p: &Parameters, workers: f32) -> f32 {
    let tender = matches!(context.rules.competition, Competition::LeagueAndTender(_) | Competition::Tender(_));
    let near = organisation.contract_ends.saturating_sub(context.week) <= p.tender_weeks;
    if tender && near { workers * p.tender_hours as f32 } else { 0.0 }
}

fn set_up(context: &OrganisationContext<'_>, organisation: &Organisation, p: &Parameters) -> f64 {
    let Some(weeks) = organisation.weeks_since_change else {
        return 0.0;
    };
    let passed = f64::from(weeks) / f64::from(p.set_up_weeks);
    p.set_up * context.change.practice_changed * (1.0 - passed).max(0.0)
}

/// Share of a worker's absence in which a colleague sees the worker's cases.
fn stand_in(casework: &Casework) -> f32 {
    let share = match casework {
        Casework::ByDomain(by_domain) => by_domain.stand_in,
        Casework::LeadWorker(lead) => lead.stand_in,
        Casework::Mixed(mixed) => mixed.stand_in,
    };
    share as f32
}

/// Shares direct time out over workers, and over the cases of each, colleagues standing in for who is away.
fn share_out(organisation: &mut Organisation, stand_in: f32, p: &Parameters) {
    let agency = organisation.agency_fte * (p.paid_hours_per_week * p.agency_direct) as f32;
    let direct = organisation.hours.direct;
    let days: f32 = organisation.workers.iter().map(|worker| here(worker, p)).sum();
    for worker in &mut organisation.workers {
        worker.load = 0.0;
        worker.wanted_hours = 0.0;
        worker.direct_hours = if days > 0.0 { direct * here(worker, p) / days } else { 0.0 };
    }
    let given = given_by_worker(organisation, stand_in, p);
    let even = p.even as f32;
    let contact = organisation.service.contact_factor as f32;
    let (wanted_hours, most_hours) = (contact * p.wanted_hours as f32, contact * p.most_hours as f32);
    for case in &mut organisation.cases {
        let weight = case.attention * (even + (1.0 - even) * case.need_now);
        let worker = &mut organisation.workers[usize::from(case.worker)];
        worker.load += weight;
        worker.wanted_hours += wanted_hours * (even + (1.0 - even) * case.need_now);
        case.hours_now = weight;
    }
    stand_in_for(organisation, stand_in, days, p);
    let cover = if organisation.cases.is_empty() { 0.0 } else { agency / organisation.cases.len() as f32 };
    for case in &mut organisation.cases {
        let load = organisation.workers[usize::from(case.worker)].load;
        let Given { hours, own } = given[usize::from(case.worker)];
        let share = if load > 0.0 { hours * case.hours_now / load } else { 0.0 };
        case.own_now = if share > 0.0 { own * share / (share + cover) } else { 0.0 };
        case.hours_now = (share + cover).min(case.paced.map_or(most_hours, |paced| paced.min(most_hours)));
    }
}

/// Books what the cases of workers who are away want to those who stand in for them.
fn stand_in_for(organisation: &mut Organisation, stand_in: f32, days: f32, p: &Parameters) {
    let away = |worker: &Worker| if worker.filled { 1.0 - here(worker, p) } else { 0.0 };
    let workers = &mut organisation.workers;
    let stood_in: f32 = workers.iter().map(|worker| stand_in * away(worker) * worker.wanted_hours).sum();
    for worker in workers.iter_mut().filter(|worker| worker.filled) {
        let also = if days > 0.0 { stood_in / days } else { 0.0 };
        worker.wanted_hours = here(worker, p) * (worker.wanted_hours + also);
    }
}

/// Share of the week that a worker is at work, leave apart.
fn here(worker: &Worker, p: &Parameters) -> f32 {
    if worker.filled { (1.0 - worker.absent_now / p.days_per_week as f32).max(0.0) } else { 0.0 }
}

/// What a worker's cases get together.
struct Given {
    hours: f32,
    /// Part of it that the worker gives; colleagues give the rest.
    own: f32,
}

fn given_by_worker(organisation: &Organisation, stand_in: f32, p: &Parameters) -> Vec<Given> {
    let seen = |worker: &Worker| {
        let here = here(worker, p);
        if worker.filled { here + stand_in * (1.0 - here) } else { 0.0 }
    };
    let days: f32 = organisation.workers.iter().map(seen).sum();
    let given = |worker: &Worker| {
        let seen = seen(worker);
        let own = here(worker, p) * (1.0 - p.leave as f32 * stand_in);
        Given {
            hours: if days > 0.0 { organisation.hours.direct * seen / days } else { 0.0 },
            own: if seen > 0.0 { own / seen } else { 0.0 },
        }
    };
    organisation.workers.iter().map(given).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::town::Workforce;

    #[test]
    fn colleagues_stand_in_for_who_is_away_without_a_minute_more() {
        let p = Parameters::default();
        let worker = |absent_now| Worker { filled: true, absent_now, ..Worker::default() };
        let case = |worker| Case { worker, need_now: 0.5, ..fixtures::case(u32::from(worker)) };
        let shared = |stand_in| {
            let mut organisation = fixtures::organisation(0, 2);
            organisation.workers = vec![worker(0.0), worker(5.0)];
            organisation.cases = vec![case(0), case(1)];
            organisation.hours.direct = 4.0;
            organisation.agency_fte = 0.0;
            share_out(&mut organisation, stand_in, &p);
            let [first, second] = [0, 1].map(|i: usize| organisation.cases[i]);
            assert!((first.hours_now + second.hours_now - 4.0).abs() < 1e-5);
            (second.hours_now, first.own_now, second.own_now)
        };
        assert_eq!(shared(0.0), (0.0, 1.0, 0.0));
        let (hours, own, of_away) = shared(1.0);
        assert!((hours - 2.0).abs() < 1e-5 && of_away == 0.0);
        assert!((f64::from(own) - (1.0 - p.leave)).abs() < 1e-5);
    }

    #[test]
    fn the_cases_of_who_is_away_weigh_on_those_who_stand_in() {
        let p = Parameters::default();
        let wanted = |absent_now, stand_in| {
            let mut organisation = fixtures::organisation(0, 2);
            let worker = |absent_now| Worker { filled: true, absent_now, ..Worker::default() };
            organisation.workers = vec![worker(0.0), worker(absent_now)];
            organisation.cases =
                (0..2).map(|i| Case { worker: i, need_now: 1.0, ..fixtures::case(i.into()) }).collect();
            share_out(&mut organisation, stand_in, &p);
            [0, 1].map(|i: usize| organisation.workers[i].wanted_hours)
        };
        assert_eq!(wanted(0.0, 1.0), [2.5, 2.5]);
        assert_eq!(wanted(5.0, 0.0), [2.5, 0.0]);
        assert_eq!(wanted(5.0, 1.0), [5.0, 0.0]);
    }

    #[test]
    fn attention_releases_administration_and_meetings_alone_and_no_hour_is_lost() {
        let after = |attention, release| {
            let mut organisation = fixtures::organisation(0, 2);
            organisation.waits.attention = attention;
            organisation.hours =
                WeekHours { paid: 75.0, base_admin: 20.0, meetings: 6.0, direct: 30.0, ..WeekHours::default() };
            organisation.cases = vec![Case { need_now: 1.0, ..fixtures::case(0) }; 4];
            super::release(&mut organisation, &Parameters { release, ..Parameters::default() });
            let WeekHours { base_admin, meetings, direct, .. } = organisation.hours;
            assert!((base_admin + meetings + direct - 56.0).abs() < 1e-4);
            (direct, base_admin, organisation.waits.slack)
        };
        assert_eq!((after(0.0, 0.3), after(0.5, 0.0).0), ((30.0, 20.0, 0.0), 30.0));
        let (direct, base_admin, slack) = after(0.5, 0.3);
        // Slack: 8 of administration, 6 of meetings, and 20 of direct time beyond the 10 that cases want.
        assert!((slack - 34.0 / 75.0).abs() < 1e-5, "{slack}");
        assert!((direct - 30.0 - 0.15 * 14.0).abs() < 1e-4 && (base_admin - 20.0 + 0.15 * 8.0).abs() < 1e-4);
    }

    #[test]
    fn brief_contacts_take_their_time_and_screening_saves_that_of_those_who_get_no_case() {
        let hours = |screening, opened| {
            let mut organisation = fixtures::organisation(0, 2);
            (organisation.flows.requests, organisation.flows.opened) = ([10, 0, 0, 0], [opened, 0, 0, 0]);
            organisation.flows.seen_briefly = 5;
            let p = Parameters { screening, ..Parameters::default() };
            assessments(&organisation, &p) * p.assessment_hours as f32 + briefly(&organisation, &p)
        };
        assert!((hours(0.0, 4) - (15.0 + 2.0)).abs() < 1e-4);
        assert!((hours(1.0, 4) - (4.0 + 6.0 + 2.0)).abs() < 1e-4);
        assert!((hours(0.5, 4) - (7.5 + 2.0 + 3.0 + 2.0)).abs() < 1e-4);
    }

    #[test]
    fn the_split_of_administration_moves_hours_between_its_parts_and_keeps_their_sum() {
        let at = |reporting_share, base_admin| {
            let p = Parameters { reporting_share, base_admin, ..Parameters::default() };
            let Administration { base, reporting } = Administration::split(p.base_admin, &p);
            (base, reporting * p.reporting_hours / p.paid_hours_per_week)
        };
        for base_admin in [0.05, 0.24, 0.302, 0.5] {
            let stated = at(0.0, base_admin);
            assert_eq!(stated, (base_admin, 5.3 / 37.5));
            for share in [0.05, 0.2, 0.5] {
                let (base, reporting) = at(share, base_admin);
                assert!((base + reporting - stated.0 - stated.1).abs() < 1e-12);
                assert!((reporting / (base + reporting) - share).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_row_without_targets_saves_the_share_of_administration_that_is_reporting() {
        let administration = |row: &crate::model::regime::Regime, reporting_share| {
            let p = Parameters { reporting_share, ..Parameters::default() };
            let mut world = fixtures::town(row, 1, 4, 0);
            let found = std::sync::Mutex::new(0.0);
            world.each_organisation(|organisation, context| {
                let (week, _) = week_hours(context, organisation, &p);
                *found.lock().expect("one thread") = (week.base_admin + week.reporting) / (week.paid - week.absence);
            });
            found.into_inner().expect("one thread")
        };
        let [npm, hls] = [crate::model::regime::npm(), crate::model::regime::hls()];
        for share in [0.0, 0.05, 0.2, 0.5] {
            let (with, without) = (administration(&npm, share), administration(&hls, share));
            let expected = if share > 0.0 { share } else { 5.3 / (5.3 + 0.24 * 37.5) };
            assert!((with - 0.24 - 5.3 / 37.5).abs() < 1e-4, "{with}");
            assert!((f64::from(1.0 - without / with) - expected).abs() < 1e-4, "{without} of {with}");
        }
    }

    #[test]
    fn waste_multiplies_administration_hand_offs_and_second_assessments_and_what_falls_is_contact() {
        let p = Parameters::default();
        let at = |waste: f64| {
            let mut world = fixtures::town(&crate::model::regime::hls(), 1, 4, 0);
            let organisation = &mut world.places[0].organisations[0];
            organisation.flows.requests = [10, 0, 0, 0];
            (organisation.flows.duplicates, organisation.flows.hand_offs) = (4, 6);
            organisation.waste.level = waste;
            world.each_organisation(|organisation, context| allot(organisation, context, &p));
            let organisation = &world.places[0].organisations[0];
            (organisation.hours, organisation.waste.hours)
        };
        let ((full, hours), (less, hours_of_less)) = (at(1.0), at(0.8));
        assert!((less.base_admin - 0.8 * full.base_admin).abs() < 1e-4);
        assert!((less.referral - 0.8 * 6.0 * 0.75).abs() < 1e-4 && (full.assessment - 15.0).abs() < 1e-4);
        assert!((full.assessment - less.assessment - 0.2 * 4.0 * 1.5).abs() < 1e-4);
        let contact = |week: &WeekHours| week.travel + week.experiments + week.direct;
        let given_up = |week: &WeekHours| week.base_admin + week.assessment + week.referral;
        assert!((contact(&less) - contact(&full) - given_up(&full) + given_up(&less)).abs() < 1e-3);
        // A twentieth of the time at work is reflection.
        let expected = (full.paid - full.absence) * 0.05 / 4.0;
        assert!((hours - expected).abs() < 1e-4 && hours == hours_of_less, "{hours} for {expected}");
    }

    #[test]
    fn administration_differs_between_workforces_and_what_one_saves_is_contact() {
        let p = Parameters { base_admin_care: 0.5, ..Parameters::default() };
        let at = |workforce: Workforce| {
            let mut world = fixtures::town(&crate::model::regime::hls(), 1, 4, 0);
            world.places[0].organisations[0].workforce = workforce;
            world.each_organisation(|organisation, context| allot(organisation, context, &p));
            world.places[0].organisations[0].hours
        };
        let none = crate::parameters::NoParameters {};
        let (care, clinic) = (at(Workforce::Care(none.clone())), at(Workforce::Clinic(none)));
        assert!((care.base_admin - 0.5 * clinic.base_admin).abs() < 1e-4 && clinic.base_admin > 0.0);
        let contact = |week: &WeekHours| week.travel + week.experiments + week.direct;
        assert!((contact(&care) - contact(&clinic) - clinic.base_admin + care.base_admin).abs() < 1e-3);
    }

    #[test]
    fn a_delivery_unit_pays_for_the_time_in_which_it_improves() {
        let p = Parameters::default();
        let reporting = |wait_weeks, improvement_hours| {
            let targets =
                crate::model::rules::answering::Targets { wait_weeks, improvement_hours, ..Default::default() };
            let accountability = Accountability::Targets(targets);
            let mut world = fixtures::town(
                &crate::model::regime::Regime { accountability, ..crate::model::regime::npm() },
                1,
                2,
                0,
            );
            world.each_organisation(|organisation, context| allot(organisation, context, &p));
            let organisation = &world.places[0].organisations[0];
            (organisation.hours.reporting, organisation.waste.hours)
        };
        let present = 0.86;
        let ((none, zero), (unit, hours)) = (reporting(0, 1.0), reporting(18, 1.0));
        assert!(zero == 0.0 && (hours - 1.2 * present).abs() < 1e-4, "{hours}");
        assert!((unit - none - 2.0 * 1.2 * present).abs() < 1e-3, "{unit} {none}");
    }

    #[test]
    fn a_week_is_whole_whatever_is_asked() {
        let p = Parameters::default();
        for asked in [0.0, 20.0, 500.0] {
            let mut week = WeekHours { paid: 100.0, absence: 14.0, reporting: asked, ..WeekHours::default() };
            fit_into_week(&mut week, &Learning::default(), &p);
            let sum = week.absence + week.reporting + week.travel + week.experiments + week.direct;
            assert!((sum - 100.0).abs() < 1e-3, "{sum}");
            assert!(week.direct + week.travel + week.experiments >= 4.9);
        }
    }

    #[test]
    fn reporting_takes_hours_for_indicators_contracts_and_audits_less_what_was_eased() {
        let p = Parameters::default();
        let hours = |accountability: Accountability, eased: f32| {
            let row = crate::model::regime::Regime { accountability, ..crate::model::regime::npm() };
            let mut world = fixtures::town(&row, 1, 1, 0);
            (world.country.eased, world.country.control) = (eased, 0.5);
            let found = std::sync::Mutex::new(0.0);
            world.each_organisation(|_, context| *found.lock().expect("one thread") = reporting_hours(context, &p));
            found.into_inner().expect("one thread")
        };
        let targets =
            |audit| Accountability::Targets(crate::model::rules::answering::Targets { audit, ..Default::default() });
        let demand = 1.0 + 0.5 * p.control_demand;
        let weeks = f64::from(crate::model::regime::npm().payment.contract_weeks());
        let contracts = (p.contract_unit_weeks / weeks).min(2.0);
        for (accountability, eased, expected) in [
            (targets(0.0), 0.0, 3.0 + 2.0 * contracts),
            (targets(0.5), 0.0, 3.0 + 2.0 * contracts + 3.0),
            (targets(0.0), 0.25, 0.75 * (3.0 + 2.0 * contracts)),
            (Accountability::TargetsWithoutStake(Default::default()), 0.0, 3.0 + 2.0 * contracts),
            (Accountability::None(crate::parameters::NoParameters {}), 0.0, 2.0 * contracts),
        ] {
            let found = hours(accountability, eased);
            assert!((found - demand * expected).abs() < 1e-6, "{found} for {expected} times {demand}");
        }
    }
}
