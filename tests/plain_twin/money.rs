//! Money and answering for it: reviews, contracts, costs.

use super::plain::{each, owners, share, to_bits};
use crate::Now;
use regimes_model::model::ledger::{Activity, Ledger, NATIONAL, Origin, SERVICES};
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::money::{Competition, Payment};
use regimes_model::model::rules::system::Government;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::{DirectTime, Organisation};
use regimes_model::model::world::places::Place;
use regimes_model::model::world::rows::Row;
use regimes_model::randomness::Draws;
use regimes_model::randomness::address::Address;

pub fn review(world: &mut World, now: &Now<'_>) {
    let p = &now.p().accountability;
    let week = world.week;
    let mut caught = vec![0.0; world.places.len()];
    for place in world.places.iter_mut().filter(|_| week.is_multiple_of(p.look_weeks)) {
        for w in place.organisations.iter().flat_map(|o| &o.waiting) {
            let (r, lives) = (w.resident as usize, &mut place.residents);
            if lives.generation[r] == w.generation && week - w.since > p.patient_weeks {
                let lost = (p.waiting_costs_trust * f64::from(p.look_weeks)).min(1.0);
                lives.trust[r] = to_bits(share(lives.trust[r]) * (1.0 - lost as f32));
            }
        }
    }
    for place in &mut world.places {
        place.tally.complaints = 0.0;
    }
    each(world, |place, o, rules| {
        let grievances =
            o.flows.refused as f32 + o.flows.hits_without_gain + p.waiting_weight as f32 * o.waiting.len() as f32;
        o.complaints = p.per_grievance as f32 * grievances * (1.0 - place.public_trust);
        place.tally.complaints += o.complaints;
        o.indicator.weeks_since_review += 1;
        let weeks = match &rules.commissioner.accountability {
            Accountability::Targets(rule) => rule.review_weeks,
            Accountability::TargetsWithoutStake(rule) => rule.review_weeks,
            Accountability::Dialogue(rule) => rule.review_weeks,
            Accountability::Measurement(rule) => rule.review_weeks,
            Accountability::None(_) => 52,
        };
        let share = if let Payment::ByResults(rule) = &rules.commissioner.payment { rule.share } else { 0.0 };
        if o.indicator.weeks_since_review >= weeks {
            let luck =
                now.randomness.block(Draws::Governance, 0, week, Address::numbered(place.index, u32::from(o.index)));
            let mut pleasing = 0.0;
            if let Accountability::Targets(rule) = &rules.commissioner.accountability {
                if luck.uniform(0) < rule.audit as f32 {
                    let found = o.records * (o.reported - o.recorded).max(0.0);
                    o.reported -= found;
                    o.safety = (o.safety - p.caught_safety as f32 * found).max(0.0);
                    caught[place.index as usize] += found;
                }
                pleasing = (rule.stake / (rule.stake + p.half_stake)) as f32;
            }
            o.has_answered = true;
            let error = (o.submitted_plan - o.reported).abs();
            o.plan_error = (1.0 - p.plan_memory as f32) * o.plan_error + p.plan_memory as f32 * error;
            if share > 0.0 {
                let short = (o.indicator.target - o.reported) / o.indicator.target.max(f32::MIN_POSITIVE);
                o.withheld = share * o.income_per_week * f64::from(short.clamp(0.0, 1.0));
            }
            match &rules.commissioner.accountability {
                Accountability::Targets(rule) => {
                    let target = o.indicator.target;
                    o.indicator.met = o.reported >= target;
                    if !o.indicator.met {
                        o.safety *= 1.0 - (p.blame * rule.stake) as f32;
                    }
                    let years = f64::from(o.indicator.weeks_since_review) / 52.0;
                    let over = (o.reported - target).max(0.0);
                    let grown = (rule.growth_per_year * years) as f32 * target;
                    o.indicator.target = (target + rule.ratchet as f32 * over + grown).min(1.0);
                }
                Accountability::TargetsWithoutStake(_) => o.indicator.met = o.reported >= o.indicator.target,
                Accountability::Dialogue(_) => {
                    o.safety += p.dialogue_safety as f32 * (1.0 - o.safety);
                    o.absorptive += p.dialogue_absorptive as f32 * (1.0 - o.absorptive);
                }
                Accountability::Measurement(_) | Accountability::None(_) => {}
            }
            let noise = p.forecast_noise as f32 * luck.normal(1);
            let seen = o.recorded + p.candour as f32 * (o.true_performance - o.recorded) + noise;
            o.forecast = seen.clamp(0.0, 1.0);
            o.submitted_plan = o.forecast + pleasing * (o.indicator.target - o.forecast).max(0.0);
            o.indicator.weeks_since_review = 0;
        }
        o.withheld = o.withheld.min(share * o.income_per_week);
    });
    let (rows, country) = (world.rows.clone(), world.country.row);
    for (place, caught) in world.places.iter_mut().zip(caught) {
        let n = place.organisations.len();
        place.public_trust = (place.public_trust - p.caught_trust as f32 * caught / n as f32).max(0.0);
        if !week.is_multiple_of(p.ranking_weeks) {
            continue;
        }
        let reported: Vec<f32> = place.organisations.iter().map(|o| o.reported).collect();
        let rules = owners(&rows, country, place, &place.organisations[0]);
        let competition = &rules.commissioner.competition;
        let published = !matches!(competition, Competition::Tender(_) | Competition::None(_));
        for (i, o) in place.organisations.iter_mut().enumerate() {
            let others = || (0..n).filter(|&j| j != i);
            let below = others().filter(|&j| reported[j] < reported[i]).count() as f32;
            let level = others().filter(|&j| reported[j] == reported[i]).count() as f32;
            o.rank = if published && n > 1 { (below + level / 2.0) / (n - 1) as f32 } else { 0.5 };
        }
        let mean = reported.iter().sum::<f32>() / n as f32;
        let variance = reported.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / n as f32;
        place.commissioner.perceived_control =
            if mean > 0.0 { (1.0 - variance.sqrt() / mean).clamp(0.0, 1.0) } else { 0.0 };
    }
}

fn total(place: &Place) -> f64 {
    place.organisations.iter().map(|o| o.income_per_week).sum()
}

/// A budget that an arm multiplies, and the posts that go with it.
fn budget(place: &mut Place, times: f64) {
    place.commissioner.budget_per_week *= times;
    for o in place.organisations.iter_mut().filter(|_| times != 1.0) {
        let there = o.workers.len() as f64;
        let carried = there * (1.0 - f64::from(o.posts_lost)) * times;
        o.posts_lost = if carried < there { (1.0 - carried / there) as f32 } else { 0.0 };
        while ((o.workers.len() + 1) as f64) < carried + 0.5 + 1e-9 {
            o.workers.push(Default::default());
        }
    }
}

pub fn commission(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let p = &now.p().contracting;
    let (week, rows, country) = (world.week, world.rows.clone(), world.country.row);
    let weekly = |half_life: f64| 1.0 - 0.5_f64.powf(1.0 / half_life);
    for place in &mut world.places {
        let rules = owners(&rows, country, place, &place.organisations[0]);
        let change = &world.change;
        if !change.spared_places.contains(&place.index) && change.start != change.end {
            if change.start == Some(week) {
                budget(place, change.budget_times);
                place.organisations.iter_mut().for_each(|o| o.pounds_per_hour *= change.prices_times);
            } else if change.end == Some(week) {
                budget(place, 1.0 / change.budget_times);
                place.organisations.iter_mut().for_each(|o| o.pounds_per_hour /= change.prices_times);
            }
        }
        let c = &mut place.commissioner;
        let cost = c.crisis_cost_now;
        if c.usual_crisis_cost == 0.0 {
            c.usual_crisis_cost = cost;
        }
        c.usual_crisis_cost += weekly(p.usual_weeks) * (cost - c.usual_crisis_cost);
        let over = p.capture * (cost - c.usual_crisis_cost);
        let limit = p.feedback_limit * c.budget_per_week;
        c.feedback = (c.feedback + weekly(p.feedback_weeks) * (-over - c.feedback)).clamp(-limit, limit);
        c.returned += c.returning;
        let money = c.budget_per_week * (1.0 - f64::from(place.shocks.cut)) + c.feedback + c.returning - c.overhead;
        let (money, before) = (money.max(0.0), total(place));
        let n: f64 = place.organisations.iter().map(|o| f64::from(o.first_posts)).sum();
        for o in &mut place.organisations {
            o.income_per_week =
                if before > 0.0 { money * o.income_per_week / before } else { money * f64::from(o.first_posts) / n };
        }

        place.tally.reallocated = 0.0;
        let (tender, price_weight) = match &rules.commissioner.competition {
            Competition::LeagueAndTender(rule) => (Some(rule.reallocation), rule.price_weight),
            Competition::Tender(rule) => (Some(rule.reallocation), rule.price_weight),
            Competition::Choice(rule) => (None, rule.price_weight),
            Competition::LeagueTable(_) | Competition::None(_) => (None, 0.0),
        };
        let cheapest = place.organisations.iter().map(|o| o.pounds_per_hour).fold(f64::MAX, f64::min);
        let score = |o: &Organisation| {
            (1.0 - price_weight) * f64::from(o.reported) + price_weight * cheapest / o.pounds_per_hour
        };
        let peers = |a: &Organisation, b: &Organisation| a.index != b.index && !(a.domains & b.domains).is_empty();
        let length = match &rules.commissioner.payment {
            Payment::ByResults(rule) => rule.contract_weeks,
            Payment::Alliance(rule) => rule.contract_weeks,
            Payment::Block(rule) => rule.contract_weeks,
        };
        for i in 0..place.organisations.len() {
            if place.organisations[i].contract_ends > week {
                continue;
            }
            place.organisations[i].contract_ends = week + length;
            let Some(reallocation) = tender else { continue };
            let judged = |o: &Organisation| {
                let luck = now.randomness.block(
                    Draws::Governance,
                    0,
                    week,
                    Address::numbered(place.index, u32::from(o.index)),
                );
                score(o) + p.tender_noise * f64::from(luck.normal(2))
            };
            let own = judged(&place.organisations[i]);
            let leads: Vec<f64> = place
                .organisations
                .iter()
                .map(|o| if peers(&place.organisations[i], o) { judged(o) - own } else { 0.0 })
                .collect();
            if leads.iter().sum::<f64>() > 0.0 {
                let moved = reallocation * place.organisations[i].income_per_week;
                let better: f64 = leads.iter().map(|lead| lead.max(0.0)).sum();
                let n = leads.len();
                for (j, lead) in leads.into_iter().enumerate().filter(|(_, lead)| *lead > 0.0) {
                    place.organisations[j].income_per_week += moved * lead / better;
                    place.trust[i * n + j] *= 1.0 - p.tender_trust_lost as f32;
                    place.trust[j * n + i] *= 1.0 - p.tender_trust_lost as f32;
                }
                place.organisations[i].income_per_week -= moved;
                place.tally.reallocated += moved;
            }
        }
        if !week.is_multiple_of(p.round_weeks) {
            continue;
        }
        if let Payment::Alliance(rule) = &rules.commissioner.payment {
            let incomes: Vec<f64> = place.organisations.iter().map(|o| o.income_per_week).collect();
            let crowding = |o: &Organisation| {
                let (waiting, open) = (o.waiting.len() as f64, o.cases.len() as f64);
                if waiting > 0.0 { waiting / (waiting + open) } else { 0.0 }
            };
            let payroll = |o: &Organisation| o.pounds_per_hour * f64::from(o.first_posts);
            let pot = rule.pooled * incomes.iter().sum::<f64>();
            let weights: Vec<f64> =
                place.organisations.iter().map(|o| payroll(o) * (1.0 + p.pull * crowding(o))).collect();
            let all: f64 = weights.iter().sum();
            for ((o, weight), income) in place.organisations.iter_mut().zip(&weights).zip(&incomes) {
                let change = if all > 0.0 { pot * weight / all - rule.pooled * income } else { 0.0 };
                o.income_per_week += change;
                place.tally.reallocated += change.max(0.0);
            }
        }
        if let Competition::Choice(rule) = &rules.commissioner.competition {
            let old: Vec<(f64, f64)> = place.organisations.iter().map(|o| (o.income_per_week, score(o))).collect();
            let part = (rule.follows_per_year * f64::from(p.round_weeks) / 52.0).min(1.0);
            for i in 0..old.len() {
                let others: Vec<usize> =
                    (0..old.len()).filter(|&j| peers(&place.organisations[i], &place.organisations[j])).collect();
                for &j in &others {
                    let preferred = 1.0 / (1.0 + (-rule.sensitivity * (old[j].1 - old[i].1)).exp());
                    let flow = part * old[i].0 / others.len() as f64 * preferred;
                    place.organisations[i].income_per_week -= flow;
                    place.organisations[j].income_per_week += flow;
                    place.tally.reallocated += flow;
                }
            }
        }
    }
}

pub fn post(world: &mut World, now: &Now<'_>) {
    let (p, agency_price) = (&now.p().prices, now.p().staffing.agency_price);
    let (week, services, constants) = (world.week, world.services, world.constants.clone());
    let in_force =
        world.change.start.is_some_and(|start| week >= start) && world.change.end.is_none_or(|end| week < end);
    let (spared, times) = (world.change.spared_places.clone(), f64::from(world.change.places_times));
    let premium = if in_force { f64::from(world.change.wage_premium) } else { 0.0 };
    let mut central = 0.0;
    let lasting = |place: &Place| 1.0 - (place.commissioner.returning / total(place)).min(1.0);
    let lasting: Vec<f64> = world.places.iter().map(lasting).collect();
    if services {
        each(world, |place, o, rules| {
            let mut ledger = Ledger::funded_by(o.funder.column());
            let pay = 1.0 + premium * f64::from(u8::from(o.row == Row::Alternative));
            hours(o, &mut ledger, o.pounds_per_hour * pay);
            let agency = f64::from(o.agency_fte) * p.paid_hours_per_week * o.pounds_per_hour * pay * agency_price;
            let audits = f64::from(o.incentive.audit) * f64::from(o.flows.closed_reported) * p.audit_pounds;
            let hired = f64::from(o.flows.hired) * p.replacement_pounds;
            for (activity, pounds) in
                [(Activity::Agency, agency), (Activity::Recruitment, hired), (Activity::Tendering, audits)]
            {
                ledger.post_pounds(activity, Origin::None, ledger.funder, pounds);
            }
            let spend = ledger.total_pounds();
            place.ledger.add(&ledger);

            let income = o.income_per_week - o.withheld;
            o.reserve += income - spend;
            o.income_this_year += income;
            o.spend_this_year += spend;
            let above = (o.reserve - p.reserve_weeks * o.income_per_week).max(0.0);
            o.reserve -= above;
            place.commissioner.kept += o.withheld + above;
            place.commissioner.to_return += p.kept_returns * (o.withheld + above);
            o.frozen = o.reserve < 0.0;
            let step = p.post_step as f32;
            if o.reserve < -p.debt_weeks * o.income_per_week {
                o.posts_lost = (o.posts_lost + step).min(1.0);
            } else if o.reserve > 0.0
                && income / (p.paid_hours_per_week * o.pounds_per_hour * pay)
                    > 1.0 + o.workers.len() as f64 * (1.0 - f64::from(o.posts_lost))
            {
                o.posts_lost = (o.posts_lost - step).max(0.0);
            }
            if (week + 1).is_multiple_of(52) {
                let lapse = match &rules.commissioner.payment {
                    Payment::ByResults(rule) => rule.lapse,
                    Payment::Alliance(rule) => rule.lapse,
                    Payment::Block(rule) => rule.lapse,
                };
                let posts = o.workers.len() as f64;
                let price_of_a_post =
                    (o.spend_this_year / 52.0 / posts).max(p.paid_hours_per_week * o.pounds_per_hour * pay);
                let first = f64::from(o.first_posts);
                let affordable = (o.income_per_week * lasting[place.index as usize] - o.withheld) / price_of_a_post;
                let pace = if p.new_posts_per_year > 0.0 { (p.new_posts_per_year * first).max(1.0) } else { 0.0 };
                let new = (affordable.min(p.most_posts * first) - posts).min(pace).floor();
                if o.posts_lost == 0.0 && o.reserve > p.debt_weeks * o.income_per_week && new >= 1.0 {
                    o.workers.resize(o.workers.len() + new as usize, Default::default());
                }
                let lost = lapse * (o.income_this_year - o.spend_this_year).clamp(0.0, o.reserve.max(0.0));
                o.reserve -= lost;
                place.commissioner.lapsed += lost;
                place.commissioner.to_return += p.lapsed_returns * lost;
                (o.spend_this_year, o.income_this_year) = (0.0, 0.0);
            }
            central = match &rules.government.government {
                Government::Humble(rule) => rule.staff_fte_per_place,
                Government::Mandate(rule) => rule.staff_fte_per_place,
                Government::Absent(_) => 0.0,
            } * p.central_pounds_per_week;
        });
    }
    for place in &mut world.places {
        if services {
            let stewards = f64::from(place.stewards_fte) * p.steward_pounds_per_week;
            let upstream = f64::from(place.upstream_share) * stewards;
            let c = &mut place.commissioner;
            let step = (1.0 / f64::from(p.new_contracts_weeks)).min(c.contracts_due);
            c.contracts_due -= step;
            let contracts = step * p.new_contracts * 52.0 * c.budget_per_week;
            for (activity, pounds) in [
                (Activity::Stewardship, stewards - upstream),
                (Activity::Upstream, upstream),
                (Activity::Central, p.top_sliced * central),
                (Activity::Tendering, contracts),
            ] {
                place.ledger.post_pounds(activity, Origin::None, SERVICES, pounds);
            }
            let national = (1.0 - p.top_sliced) * central;
            place.ledger.post_pounds(Activity::Central, Origin::None, NATIONAL, national);
            let usual: f64 = place.comes_free.iter().map(|places| f64::from(places.unwrap_or(0.0))).sum();
            let reached = in_force && !spared.contains(&place.index);
            let added = if reached { usual * (times - 1.0).max(0.0) * p.move_on_place_pounds } else { 0.0 };
            place.ledger.post_pounds(Activity::Homes, Origin::None, SERVICES, added);
            place.commissioner.overhead = stewards + p.top_sliced * central + contracts + added;
            if (week + 1).is_multiple_of(52) {
                place.commissioner.returning = place.commissioner.to_return / 52.0;
                place.commissioner.to_return = 0.0;
            }
        }
        place.commissioner.crisis_cost_now = 0.0;
        if let Some(tenancy) = &constants.tenancy {
            let bought = f64::from(place.tally.homes_paid[1]) * tenancy.home_pounds;
            place.ledger.post_pounds(Activity::Homes, Origin::None, SERVICES, bought);
            place.commissioner.overhead += bought;
            let temporary = f64::from(place.tally.tenancies[1]) * tenancy.temporary_pounds * place.shocks.price;
            place.ledger.post_pounds(Activity::Crisis, Origin::None, tenancy.payer, temporary);
            place.commissioner.crisis_cost_now += temporary;
        }
        for (d, crisis) in constants.crises.iter().enumerate() {
            if let Some(crisis) = crisis {
                let entered = f64::from(place.tally.crises_entered[d]) * crisis.pounds;
                let stays = f64::from(place.tally.in_crisis[d]) * crisis.pounds_per_week;
                let pounds = (entered + stays) * place.shocks.price;
                place.ledger.post_pounds(Activity::Crisis, Origin::None, crisis.payer, pounds);
                place.commissioner.crisis_cost_now += pounds;
            }
        }
    }
}

const CASES: [Origin; 4] = [Origin::New, Origin::Failure, Origin::Relapse, Origin::Referral];

/// Every paid hour at its line.
fn hours(o: &Organisation, ledger: &mut Ledger, price: f64) {
    let h = &o.hours;
    for (activity, hours) in [
        (Activity::Absence, h.absence),
        (Activity::BaseAdmin, h.base_admin),
        (Activity::Meetings, h.meetings),
        (Activity::Reporting, h.reporting),
        (Activity::Coordination, h.coordination),
        (Activity::Supervision, h.supervision),
        (Activity::Reflection, h.reflection),
        (Activity::Participation, h.participation),
        (Activity::Dialogue, h.dialogue),
        (Activity::Outreach, h.outreach),
        (Activity::Induction, h.induction),
        (Activity::Tendering, h.tendering),
        (Activity::SetUp, h.set_up),
        (Activity::Travel, h.travel),
        (Activity::Experiments, h.experiments),
    ] {
        ledger.post_hours(activity, Origin::None, f64::from(hours), price);
    }
    let requests = o.flows.requests.map(f64::from);
    let mut asked = requests;
    asked[1] += f64::from(o.flows.asked_again);
    for (activity, hours, by) in
        [(Activity::Assessment, h.assessment, asked), (Activity::Referral, h.referral, requests)]
    {
        let all: f64 = by.iter().sum();
        if all == 0.0 {
            ledger.post_hours(activity, Origin::None, f64::from(hours), price);
        }
        for (origin, n) in CASES.iter().zip(by).filter(|_| all > 0.0) {
            ledger.post_hours(activity, *origin, f64::from(hours) * n / all, price);
        }
    }
    let uses = [
        Activity::Helping,
        Activity::Mismatched,
        Activity::MeasuredOnly,
        Activity::Gaming,
        Activity::Slack,
        Activity::Listening,
        Activity::Design,
    ];
    let DirectTime { helping, mismatched, measured_only, gaming, slack, listening, design } = o.flows.direct;
    let direct = [helping, mismatched, measured_only, gaming, slack, listening, design];
    let given: f64 = direct.iter().map(|&h| f64::from(h)).sum();
    let by_origin: f64 = o.flows.direct_by_origin.iter().map(|&h| f64::from(h)).sum();
    let own = f64::from(h.direct);
    let paid = own.min(given);
    if given > 0.0 && by_origin > 0.0 {
        for (activity, &hours) in uses.iter().zip(&direct) {
            for (origin, &part) in CASES.iter().zip(&o.flows.direct_by_origin) {
                let hours = f64::from(hours) * paid / given * f64::from(part) / by_origin;
                ledger.post_hours(*activity, *origin, hours, price);
            }
        }
    }
    ledger.post_hours(Activity::Slack, Origin::None, own - paid, price);
}
