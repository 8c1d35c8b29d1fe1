//! Staff: how work wears on them, who falls ill, leaves and comes.

use super::plain::{Owners, domains, each, in_set};
use crate::Now;
use crate::plain_twin::practice::common_code;
use regimes_model::model::patterns::Belief;
use regimes_model::model::patterns::factors::Factors;
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::lessons::Voice;
use regimes_model::model::rules::money::{Competition, Payment};
use regimes_model::model::rules::people::{Management, Recruitment};
use regimes_model::model::town::Workforce;
use regimes_model::model::world::World;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::workers::Worker;
use regimes_model::randomness::Draws;
use regimes_model::randomness::address::Address;
use regimes_model::units::GroupId;
use regimes_model::units::domains::Domain;

fn management(rule: &Management, under_command: f64) -> (f64, f64) {
    match rule {
        Management::Command(rule) => (rule.control, under_command),
        Management::SelfManaged(rule) => (rule.control, rule.safety_support),
        Management::Mixed(rule) => (rule.control, rule.safety_support),
    }
}

fn part(amount: f64, half: f64) -> f64 {
    amount.max(0.0) / (amount.max(0.0) + half)
}

pub fn follow(world: &mut World, now: &Now<'_>) {
    let p = &now.p().strain;
    each(world, |place, o, rules| {
        let (control, supports) = management(&rules.own.management, p.safety_under_command);
        let missed = match &rules.commissioner.accountability {
            Accountability::Targets(rule) if !o.indicator.met => rule.stake.min(1.0),
            _ => 0.0,
        };
        let n = o.n_filled() as f64;
        let open = 1.0 - n / o.workers.len().max(1) as f64;
        let level = supports * (1.0 - p.blame * missed) * (1.0 - p.blame_of_turnover * open);
        let safety = f64::from(o.safety);
        let pace = if level > safety { p.safety_up_per_week } else { p.safety_down_per_week };
        let safety = (safety + pace * (level - safety)) * (1.0 - p.blame_of_scandal * f64::from(place.shocks.scandal));
        o.safety = safety.clamp(0.0, 1.0) as f32;

        let equality = match &rules.own.voice {
            Voice::ByPower(_) => 0.0,
            Voice::Equal(_) => 1.0,
            Voice::Weights(rule) => rule.equality,
        };
        let hours = &o.hours;
        let written = f64::from(hours.base_admin) + f64::from(hours.reporting) + f64::from(hours.tendering);
        let well: f64 = o.workers.iter().filter(|w| w.filled).map(|w| 1.0 - f64::from(w.absent_now) / 5.0).sum();
        let of_those_well = |amount: f64, of: f64| if well > 0.0 { amount / of } else { 0.0 };
        let admin = of_those_well(written, f64::from(hours.paid) * well / n);
        let supported = part(of_those_well(f64::from(hours.supervision), well), p.half_hours);
        let reflected = part(of_those_well(f64::from(hours.reflection), well), p.half_hours);
        let misaligned = f64::from(o.incentive.strength) * f64::from(o.incentive.sine);
        let felt = 1.0 - 0.5_f64.powf(1.0 / p.felt_half_life_weeks);
        for w in o.workers.iter_mut().filter(|w| w.filled) {
            let (theta, b) = (f64::from(w.theta), f64::from(w.exhaustion));
            let (autonomy, fit) = (f64::from(w.autonomy), f64::from(w.fit_seen));
            let overload = if w.wanted_hours > 0.0 {
                (1.0 - f64::from(w.direct_hours) / f64::from(w.wanted_hours)).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let cases = part(f64::from(w.caseload), p.usual_cases * o.service.caseload_factor);
            let wrong = theta * ((1.0 - fit) / 2.0 + f64::from(w.measured) + f64::from(w.gaming));
            let conflict = if w.caseload > 0 { wrong.clamp(0.0, 1.0) } else { 0.0 };
            let demand = (1.0 - f64::from(w.absent_now) / 5.0)
                * (p.overload * (1.0 + p.omega * f64::from(o.waits.attention)) * overload
                    + p.cases * cases
                    + p.admin * admin
                    + p.conflict * conflict
                    + p.emotional * f64::from(w.relationship) * part(f64::from(w.direct_hours), p.close_hours));
            let given = p.by_autonomy * autonomy
                + p.by_support * supported
                + p.by_reflection * reflected
                + p.by_safety * safety;
            let x = p.demand_per_week * demand * (1.0 - p.buffer * given.min(1.0));
            let long = f64::from(w.absent_now) + f64::from(w.absent_days) > p.long_absence_days;
            let rest = if long { 1.0 } else { 1.0 - f64::from(w.absent_now) / 5.0 };
            w.exhaustion = (b + x * (1.0 - b) - p.rest_per_week * rest * b).clamp(0.0, 1.0) as f32;

            let towards = |from: f32, to: f64| (f64::from(from) + felt * (to.clamp(0.0, 1.0) - f64::from(from))) as f32;
            let own = p.autonomy_spread * (f64::from(w.independence) - 0.5);
            let free = 0.5 - control * (1.0 - p.voice * equality);
            w.autonomy = towards(w.autonomy, 0.5 + own + p.autonomy_by_control * free);
            if w.caseload > 0 {
                let progress = part(f64::from(w.progress_seen), p.half_progress);
                let skill = f64::from(w.skill[w.specialty.index()]);
                let mastery =
                    p.mastery_by_progress * progress + p.mastery_by_skill * skill + p.mastery_by_learning * reflected;
                w.mastery = towards(w.mastery, mastery);
                let purpose = p.purpose_by_progress * progress + (1.0 - p.purpose_by_progress) * (1.0 + fit) / 2.0;
                w.purpose = towards(w.purpose, purpose);
            }
            let k = (control + p.pressure * misaligned).min(1.0);
            let moved = theta + p.return_per_week * (f64::from(w.theta_at_start) - theta)
                - p.crowding_per_week * k * theta
                + p.autonomy_per_week * f64::from(w.autonomy) * (p.most_motivation - theta).max(0.0)
                + p.progress_per_week * (f64::from(w.mastery) + f64::from(w.purpose)) / 2.0;
            w.theta = moved.max(0.0) as f32;
        }
    });
}

pub fn turn_over(world: &mut World, now: &Now<'_>) {
    let p = &now.p().staffing;
    let (week, constants, change) = (world.week, world.constants.clone(), world.change.clone());
    each(world, |place, o, rules| {
        let (spells, leaving, filling) = match o.workforce {
            Workforce::Care(_) => (p.spells_care, p.leaving_care, p.filling_care),
            Workforce::Council(_) => (p.spells_council, p.leaving_council, p.filling_council),
            Workforce::SocialWork(_) => (p.spells_social_work, p.leaving_social_work, p.filling_social_work),
            Workforce::Clinic(_) => (p.spells_clinic, p.leaving_clinic, p.filling_clinic),
        };
        let (median, agency) = match o.workforce {
            Workforce::Care(_) => (p.median_days_care, p.agency_use_care),
            Workforce::Council(_) => (p.median_days_council, p.agency_use_council),
            Workforce::SocialWork(_) => (p.median_days_social_work, p.agency_use_social_work),
            Workforce::Clinic(_) => (p.median_days_clinic, p.agency_use_clinic),
        };
        let paid = o.row == Row::Alternative
            && change.start.is_some_and(|start| week >= start)
            && change.end.is_none_or(|end| week < end);
        let premium = if paid { f64::from(change.wage_premium) } else { 0.0 };
        let weeks_to_fill = match &rules.own.recruitment {
            Recruitment::ForSkills(rule) => rule.weeks_to_fill,
            Recruitment::ForValues(rule) => rule.weeks_to_fill,
        };
        let tender = matches!(rules.commissioner.competition, Competition::LeagueAndTender(_) | Competition::Tender(_));
        let unsure = tender && o.contract_ends.saturating_sub(week) <= p.insecure_weeks;
        let insecurity = if unsure { p.leave_by_insecurity } else { 0.0 };
        let together = if place.shocks.illness_weeks > 0 { f64::from(place.shocks.illness) } else { 0.0 };
        let week_hours = f64::from(o.hours.supervision) + f64::from(o.hours.reflection) + f64::from(o.hours.dialogue);
        let each_has = week_hours / o.workers.iter().filter(|w| w.filled).count().max(1) as f64;
        let raised = 1.0 + p.skill_gain * each_has / (each_has + p.skill_half_hours);
        let established = if p.skill_gain > 0.0 { (f64::from(o.skill) * raised).min(1.0) as f32 } else { o.skill };
        let (code, index) = (common_code(o), o.index);
        let mut given_up = (f64::from(o.posts_lost) * o.workers.len() as f64 + 0.5).floor() as usize;
        let mut carried = 0.0;
        for post in (0..o.workers.len()).rev() {
            let at = Address::numbered(place.index, u32::from(index) << 16 | post as u32);
            let draws = now.randomness.block(Draws::WorkerWeeks, 0, week, at);
            if !o.workers[post].filled {
                if given_up > 0 {
                    given_up -= 1;
                } else if !o.frozen && f64::from(draws.uniform(3)) < 1.0 / (weeks_to_fill * filling) {
                    let hired = hire(o, rules, &constants, code, week, at, now);
                    let old = &o.workers[post];
                    let (generation, caseload, load) = (old.generation, old.caseload, old.load);
                    o.workers[post] = Worker { generation, caseload, load, ..hired };
                    o.flows.hired += 1;
                    continue;
                } else {
                    carried += 1.0;
                }
                o.workers[post].vacant_weeks += 1;
                continue;
            }
            let w = &mut o.workers[post];
            o.flows.sick_days += w.absent_now;
            let tired = f64::from(w.exhaustion) - p.usual_exhaustion;
            let log_rate = p.leave_by_exhaustion * tired
                - p.stay_by_motivation * (f64::from(w.theta) - 1.0)
                - p.stay_by_autonomy * (f64::from(w.autonomy) - 0.5)
                - p.stay_by_mastery * (f64::from(w.mastery) - 0.5)
                - p.stay_by_purpose * (f64::from(w.purpose) - 0.5)
                + insecurity
                - p.stay_by_pay * premium
                + if u32::from(w.tenure) < p.new_weeks { p.leave_as_new } else { 0.0 };
            let hazard = leaving * log_rate.exp() / 52.0;
            if f64::from(draws.uniform(2)) < 1.0 - (-hazard).exp() {
                go(o, post, place.index, week, now);
                carried += if given_up > 0 { 0.0 } else { 1.0 };
                given_up = given_up.saturating_sub(1);
                continue;
            }
            w.tenure += 1;
            for skill in &mut w.skill {
                let way = (established - *skill) / p.skill_weeks as f32;
                *skill += if p.skill_gain > 0.0 { way } else { way.max(0.0) };
            }
            if w.absent_days <= 0.0 {
                let prone = f64::from(w.proneness);
                let own = 1.0 - (-spells * prone * (p.ill_by_exhaustion * tired).exp() / 52.0).exp();
                let u = f64::from(draws.uniform(0));
                if u < own {
                    let v = f64::from(draws.uniform(1));
                    let days = p.median_days * median * (v / (1.0 - v)).powf(1.0 / p.tail_shape);
                    w.absent_days = days.clamp(1.0, p.longest_days) as f32;
                } else if u < own + (1.0 - own) * together {
                    w.absent_days = 5.0;
                }
            }
            w.absent_now = w.absent_days.min(5.0);
            w.absent_days -= w.absent_now;
        }
        while given_up > 0 {
            given_up -= 1;
            let filled: Vec<usize> = (0..o.workers.len()).rev().filter(|&post| o.workers[post].filled).collect();
            let Some(&post) = filled.iter().min_by_key(|&&post| o.workers[post].tenure).filter(|_| filled.len() > 1)
            else {
                break;
            };
            go(o, post, place.index, week, now);
        }
        o.agency_fte =
            if o.frozen { 0.0 } else { (carried * (p.agency_use * agency).min(1.0) / p.agency_price) as f32 };
        hand_over(o);
    });
}

/// A quarter's posts go, with who holds them, where most people wait for each.
pub fn transfer(world: &mut World, now: &Now<'_>) {
    let moves = now.p().flow.moves;
    let (week, rows) = (world.week, world.rows.clone());
    if moves == 0.0 || !world.services || week % 13 != 0 {
        return;
    }
    for place in &mut world.places {
        let row = place.commissioner.row.of(&rows);
        let pooled = if let Payment::Alliance(rule) = &row.payment { rule.pooled } else { 0.0 };
        let unit = if let Accountability::Targets(rule) = &row.accountability { rule.wait_weeks } else { 0 };
        if pooled == 0.0 && unit == 0 {
            continue;
        }
        let all = &mut place.organisations;
        for kind in [0, 1, 2, 3] {
            let number = |o: &Organisation| match o.workforce {
                Workforce::Care(_) => 0,
                Workforce::Council(_) => 1,
                Workforce::SocialWork(_) => 2,
                Workforce::Clinic(_) => 3,
            };
            let group: Vec<usize> = (0..all.len()).filter(|&i| number(&all[i]) == kind).collect();
            let filled = |o: &Organisation| o.workers.iter().filter(|w| w.filled).count() as f64;
            let wait = |o: &Organisation| o.waiting.len() as f64 / filled(o).max(0.5);
            let [mut staff, mut list, mut attention] = [0.0; 3];
            for &i in &group {
                staff += filled(&all[i]);
                list += all[i].waiting.len() as f64;
                attention += filled(&all[i]) * f64::from(all[i].waits.attention);
            }
            if list == 0.0 || attention == 0.0 {
                continue;
            }
            let Some(to) = group.iter().copied().rev().max_by(|&a, &b| wait(&all[a]).total_cmp(&wait(&all[b]))) else {
                continue;
            };
            let fair = staff * all[to].waiting.len() as f64 / list;
            let wanted = (fair - filled(&all[to])).max(0.0);
            let mut due = f64::from(all[to].waits.post_due) + moves * attention / staff.max(1.0) * wanted;
            while due >= 1.0 {
                due -= 1.0;
                let givers = group.iter().copied().filter(|&i| i != to && filled(&all[i]) > 1.0);
                let Some(from) = givers.min_by(|&a, &b| wait(&all[a]).total_cmp(&wait(&all[b]))) else { break };
                if wait(&all[from]) >= wait(&all[to]) {
                    break;
                }
                one_post(all, from, to, place.index, week, now);
            }
            all[to].waits.post_due = due as f32;
        }
    }
}

fn one_post(all: &mut [Organisation], from: usize, to: usize, place: u32, week: u32, now: &Now<'_>) {
    let o = &mut all[from];
    let (posts, leavers) = (o.workers.len() as f64, o.flows.leavers);
    let carried = posts - (f64::from(o.posts_lost) * posts).round();
    let pounds = o.income_per_week / carried.max(o.workers.iter().filter(|w| w.filled).count() as f64);
    let post = (0..o.workers.len()).rev().find(|&post| o.workers[post].filled).expect("somebody works here");
    let mut worker = o.workers[post].clone();
    go(o, post, place, week, now);
    o.flows.leavers = leavers;
    hand_over(o);
    o.workers.remove(post);
    o.posts_lost = (f64::from(o.posts_lost) * posts / (posts - 1.0)).min(1.0) as f32;
    o.income_per_week -= pounds;
    let first = if o.first_posts > 0 { 1 } else { 0 };
    o.first_posts -= first;
    for case in &mut o.cases {
        assert!(usize::from(case.worker) < post, "whoever is left has the cases");
    }
    let o = &mut all[to];
    worker = Worker {
        tenure: 0,
        generation: 0,
        vacant_weeks: 0,
        caseload: 0,
        load: 0.0,
        direct_hours: 0.0,
        wanted_hours: 0.0,
        ..worker
    };
    if !o.domains.contains(worker.specialty.index()) {
        let waiting = |d: usize| o.waiting.iter().filter(|w| w.domain.index() == d).count();
        let most = in_set(o.domains).rev().max_by_key(|&d| waiting(d)).expect("a domain");
        worker.specialty = Domain::of(most);
    }
    let posts = o.workers.len() as f64;
    o.posts_lost = (f64::from(o.posts_lost) * posts / (posts + 1.0)) as f32;
    o.workers.push(worker);
    o.income_per_week += pounds;
    o.first_posts += first;
    o.flows.posts_moved += 1;
}

/// Cases of open posts go one by one to the colleague with the least load.
fn hand_over(o: &mut Organisation) {
    if !o.workers.iter().any(|w| w.filled) || !o.workers.iter().any(|w| !w.filled && w.caseload > 0) {
        return;
    }
    for case in &mut o.cases {
        if !o.workers[usize::from(case.worker)].filled {
            let filled = (0..o.workers.len()).filter(|&post| o.workers[post].filled);
            let to = filled.min_by(|&a, &b| o.workers[a].load.total_cmp(&o.workers[b].load)).expect("somebody is left");
            case.worker = to as u16;
            o.workers[to].load += case.need_now;
            o.workers[to].caseload += 1;
        }
    }
    for w in o.workers.iter_mut().filter(|w| !w.filled) {
        (w.caseload, w.load) = (0, 0.0);
    }
    o.cases.sort_by_key(|case| (case.worker, case.resident, case.domains, case.opened));
}

fn hire(
    o: &Organisation,
    rules: &Owners<'_>,
    constants: &Constants,
    code: Belief,
    week: u32,
    at: Address,
    now: &Now<'_>,
) -> Worker {
    let p = &now.p().staffing;
    let who = now.randomness.block(Draws::Workers, 0, week, at);
    let known = code.known & Factors::drawn(p.induction, &now.randomness.pair(Draws::Beliefs, week, at));
    let (premium, factor) = match &rules.own.recruitment {
        Recruitment::ForSkills(rule) => (rule.skill_premium, 1.0),
        Recruitment::ForValues(rule) => (0.0, rule.motivation_factor),
    };
    let theta = f64::from(o.motivation) * factor * (p.motivation_spread * f64::from(who.normal(1))).exp();
    let skill = f64::from(o.skill) * p.skill_at_start + premium + p.skill_spread * f64::from(who.normal(2));
    let threshold = p.threshold_mean + p.threshold_spread * f64::from(who.normal(7));
    let works_in: Vec<usize> = in_set(o.domains).collect();
    let specialty = works_in[(who.uniform(8) * works_in.len() as f32) as usize];
    let (u, first) = (who.uniform(0), o.first_group_share);
    let end = constants.groups[0].up_to;
    let along = end + (1.0 - end) * (u - first) / (1.0 - first);
    let other = constants.groups.iter().position(|group| along < group.up_to).unwrap_or(constants.groups.len() - 1);
    Worker {
        filled: true,
        vacant_weeks: 0,
        generation: 0,
        tenure: 0,
        skill: domains().map(|_| skill.clamp(0.0, 1.0) as f32).collect::<Vec<_>>().try_into().expect("a skill each"),
        specialty: Domain::of(specialty),
        group: GroupId(if u < first { 0 } else { other as u8 }),
        theta_at_start: theta as f32,
        theta: theta as f32,
        autonomy: 0.5,
        mastery: 0.5,
        purpose: 0.5,
        exhaustion: p.exhaustion_at_start as f32,
        absent_days: 0.0,
        absent_now: 0.0,
        belief: Belief { value: code.value & known, known },
        taken: known,
        experience: [0.0; 8],
        authority: who.uniform(4).powi(2),
        bias: who.uniform(3),
        dissonance: 0.0,
        voiced: 0.0,
        curiosity: who.uniform(5),
        bravery: who.uniform(6),
        independence: who.uniform(9),
        proneness: (p.proneness_spread * f64::from(who.normal(10)) - p.proneness_spread.powi(2) / 2.0).exp() as f32,
        paradigm: o.belief,
        threshold: threshold.max(p.threshold_least).min(p.threshold_most) as f32,
        real: 0.0,
        measured: 0.0,
        gaming: 0.0,
        caseload: 0,
        load: 0.0,
        direct_hours: 0.0,
        wanted_hours: 0.0,
        fit_seen: 0.0,
        progress_seen: 0.0,
        relationship: 0.0,
    }
}

/// Somebody goes; of the cases only a part goes over.
fn go(o: &mut Organisation, post: usize, place: u32, week: u32, now: &Now<'_>) {
    let p = &now.p().staffing;
    let mut caseload = 0;
    for case in o.cases.iter_mut().filter(|case| usize::from(case.worker) == post) {
        case.relationship *= p.carry as f32;
        case.heard *= o.records;
        let lost = now.randomness.pair(Draws::HandOvers, week, Address::numbered(place, case.resident));
        let written = Factors::drawn(f64::from(o.records), &lost);
        (case.known, case.found) = (case.known & written, case.found & written);
        caseload += 1;
    }
    let w = &mut o.workers[post];
    *w = Worker {
        filled: false,
        vacant_weeks: 0,
        tenure: 0,
        generation: w.generation + 1,
        real: 0.0,
        measured: 0.0,
        gaming: 0.0,
        absent_days: 0.0,
        absent_now: 0.0,
        direct_hours: 0.0,
        wanted_hours: 0.0,
        caseload,
        ..w.clone()
    };
    o.flows.leavers += 1;
}
