//! Paradigms: who changes rows, by decree, by spread and back.

use crate::Now;
use crate::plain_twin::admission::weeks_here;
use crate::plain_twin::evidence::agreed;
use crate::plain_twin::plain::{chance, each, u, weekly};
use crate::plain_twin::practice::common_code;
use regimes_model::model::regime::Regime;
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::money::Payment;
use regimes_model::model::rules::people::Management;
use regimes_model::model::rules::practice::Support;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::rows::Row;
use regimes_model::model::world::workers::Worker;
use regimes_model::model::world::{Change, World};
use regimes_model::randomness::Draws;
use regimes_model::randomness::address::Address;
use regimes_model::units::GroupId;

fn control_of(row: &Regime) -> f64 {
    match &row.management {
        Management::Command(rule) => rule.control,
        Management::SelfManaged(rule) => rule.control,
        Management::Mixed(rule) => rule.control,
    }
}

pub fn spread(world: &mut World, now: &Now<'_>) {
    let p = &now.p().paradigms;
    let (week, rows, change) = (world.week, world.rows.clone(), world.change.clone());
    let side = Side { rows: &rows, change: &change, groups: world.constants.groups.len(), week, now };
    for place in &mut world.places {
        (place.tally.adopted, place.tally.reverted) = (0, 0);
        for o in &mut place.organisations {
            o.dip *= (1.0 - weekly(p.dip_weeks)) as f32;
            if let Some(weeks) = o.weeks_since_change {
                o.weeks_since_change = Some(weeks + 1);
                o.fidelity += weekly(p.fidelity_weeks) as f32 * (*o.row.of(&change.fidelity) - o.fidelity);
            }
        }
        if let Some(end) = change.end.filter(|&end| week >= end) {
            if week <= end + 1 {
                for o in place.organisations.iter_mut().filter(|o| o.row == Row::Alternative) {
                    switch(o, Row::StatusQuo, &side);
                    place.tally.reverted += 1;
                }
                commission_under(place, Row::StatusQuo, &side);
            }
            continue;
        }
        let Some(since) = change.start.and_then(|start| week.checked_sub(start)) else { continue };
        if change.spared_places.contains(&place.index) {
            continue;
        }
        if change.organisations && gives_something(&change) && since <= change.phase_in_weeks.max(1) {
            let mut adopted = 0;
            for o in &mut place.organisations {
                let turn = |since: u32| since as f32 * change.share >= o.switch_order * change.phase_in_weeks as f32;
                let due = o.switch_order < change.share && turn(since) && !(since >= 2 && turn(since - 2));
                let spared = change.spared.contains(&(place.index, o.index));
                if due && !spared && o.row != Row::Alternative {
                    switch(o, Row::Alternative, &side);
                    adopted += 1;
                }
            }
            place.tally.adopted += adopted;
        }
        if change.commissioners && change.contracts_changed != 0.0 && since <= 1 {
            commission_under(place, Row::Alternative, &side);
        }
    }
    let governs_otherwise = rows[0].government != rows[1].government;
    let since_start = change.start.and_then(|start| week.checked_sub(start));
    if change.government && governs_otherwise && since_start.is_some_and(|since| since <= 1) {
        world.country.row = Row::Alternative;
    }
    if change.end.and_then(|end| week.checked_sub(end)).is_some_and(|since| since <= 1) {
        world.country.row = Row::StatusQuo;
    }
    let country = &mut world.country;
    let held = world.places.iter().any(|place| {
        place.commissioner.row == Row::Alternative || place.organisations.iter().any(|o| o.row == Row::Alternative)
    });
    let begun = since_start.is_some() || change.spreads;
    country.articulated |= begun && rows[0] != rows[1] && (held || country.row == Row::Alternative);
    let platform = if country.articulated { f64::from(country.infrastructure) } else { 0.0 };
    each(world, |_, o, rules| {
        let led_by = 1.0 - control_of(rules.own);
        let untrue = f64::from((o.reported - o.true_performance).max(0.0));
        let said = f64::from(o.safety) * (p.unheard + (1.0 - p.unheard) * platform);
        for w in &mut o.workers {
            let misfit = if w.direct_hours > 0.0 { ((1.0 - f64::from(w.fit_seen)) / 2.0).clamp(0.0, 1.0) } else { 0.0 };
            let paradigm = f64::from(w.paradigm);
            let felt = p.mismatch_weight * paradigm * misfit
                + p.gaming_weight * f64::from(w.measured + w.gaming)
                + p.report_weight * untrue
                + p.led_weight * (paradigm - led_by).abs();
            let gap = (f64::from(w.theta).min(2.0) * felt).min(1.0);
            w.dissonance += (weekly(p.dissonance_weeks) * (gap - f64::from(w.dissonance))) as f32;
            w.dissonance = if w.filled { w.dissonance } else { 0.0 };
            w.voiced = (f64::from(w.dissonance) * f64::from(w.bravery) * said) as f32;
        }
    });
    for place in &mut world.places {
        let payment = &place.commissioner.row.of(&rows).payment;
        place.commissioner.money_changed = *payment == rows[1].payment;
    }
    if change.spreads && change.end.is_none_or(|end| week < end) {
        withdraw(world, &side);
        if week.is_multiple_of(p.look_weeks) {
            convince(world, platform, &side);
            follow(world, &side);
        }
    }
}

/// Whether an arm has anything for an organisation.
fn gives_something(change: &Change) -> bool {
    change.practice_changed != 0.0 || change.wage_premium != 0.0
}

/// What a change of row needs to know.
struct Side<'a> {
    rows: &'a [Regime; 2],
    change: &'a Change,
    groups: usize,
    week: u32,
    now: &'a Now<'a>,
}

fn switch(o: &mut Organisation, to: Row, side: &Side<'_>) {
    let p = &side.now.p().paradigms;
    if side.rows[0].support != side.rows[1].support {
        repackage(o, &to.of(side.rows).support, side);
    }
    o.row = to;
    if side.change.practice_changed != 0.0 {
        let own = side.change.practice_changed;
        o.weeks_since_change = Some(0);
        o.dip = (1.0 - (1.0 - f64::from(o.dip)) * (1.0 - p.dip * own)) as f32;
        let begins = p.first_fidelity * f64::from(*to.of(&side.change.fidelity));
        o.fidelity = (f64::from(o.fidelity) + own * (begins - f64::from(o.fidelity))) as f32;
    }
}

fn repackage(o: &mut Organisation, support: &Support, side: &Side<'_>) {
    let (packages, keyed, weeks) = match support {
        Support::Standard(rule) => (rule.packages as usize, rule.keyed_to_groups, rule.weeks),
        Support::Menu(rule) => (rule.packages as usize, rule.keyed_to_groups, rule.weeks),
        Support::Bespoke(_) => return,
    };
    let common = common_code(o);
    let merges = o.package_groups[0].is_some() && !keyed;
    if let (Some(shared), Some(evidence)) = (agreed(o, &common), &mut o.evidence) {
        while evidence.log_odds.len() < packages {
            evidence.log_odds.push(shared);
            evidence.unread.push([[0; 128]; 2]);
        }
        if merges {
            evidence.log_odds.iter_mut().for_each(|odds| *odds = shared);
        }
    }
    while o.codes.len() < packages {
        o.codes.push(common);
        o.votes.push([0.0; 128]);
        o.volume.push(0);
    }
    o.package_groups = (0..o.codes.len()).map(|i| keyed.then_some(GroupId((i % side.groups.max(1)) as u8))).collect();
    if merges {
        o.codes.iter_mut().for_each(|code| *code = common);
    }
    let ends = side.week + weeks_here(weeks, o);
    o.cases.iter_mut().filter(|case| case.ends.is_none()).for_each(|case| case.ends = Some(ends));
}

fn commission_under(place: &mut Place, to: Row, side: &Side<'_>) {
    let p = &side.now.p().paradigms;
    let old = place.commissioner.row.of(side.rows);
    if place.commissioner.row == to {
        return;
    }
    place.commissioner.row = to;
    let new = to.of(side.rows);
    let contracts = side.change.contracts_changed;
    place.commissioner.contracts_due += contracts;
    let weeks = |row: &Regime| match &row.payment {
        Payment::ByResults(rule) => f64::from(rule.contract_weeks),
        Payment::Alliance(rule) => f64::from(rule.contract_weeks),
        Payment::Block(rule) => f64::from(rule.contract_weeks),
    };
    for o in &mut place.organisations {
        let rest = if o.weeks_since_change == Some(0) { 1.0 - side.change.practice_changed } else { 1.0 };
        o.dip += (p.dip * p.contract_dip * contracts * rest) as f32 * (1.0 - o.dip);
        if old.accountability != new.accountability {
            (o.indicator.weeks_since_review, o.indicator.met) = (0, true);
            match &new.accountability {
                Accountability::Targets(rule) => o.indicator.target = rule.level as f32,
                Accountability::TargetsWithoutStake(rule) => o.indicator.target = rule.level as f32,
                _ => {}
            }
        }
        let left = f64::from(o.contract_ends) - f64::from(side.week.min(o.contract_ends));
        o.contract_ends = side.week + (left * weeks(new) / weeks(old)).round() as u32;
    }
}

fn withdraw(world: &mut World, side: &Side<'_>) {
    let (week, now) = (world.week, side.now);
    let p = &now.p().paradigms;
    let utility = world.country.utility;
    let worth = (1.0 - p.control_weight) * f64::from(utility.real + utility.stories) / 2.0;
    let chance = |scandal: f32, control: f32| {
        let lost = p.control_weight * (1.0 - f64::from(control));
        if lost + worth > 0.0 { p.withdrawal * f64::from(scandal) * lost / (lost + worth) } else { 0.0 }
    };
    let mut worst = 0.0_f32;
    for place in &mut world.places {
        worst = worst.max(place.shocks.scandal);
        let luck = now.randomness.block(Draws::Paradigms, 0, week, Address::numbered(place.index, u32::MAX));
        if place.commissioner.row == Row::Alternative
            && u(&luck, 1) < chance(place.shocks.scandal, place.commissioner.perceived_control)
        {
            commission_under(place, Row::StatusQuo, side);
        }
    }
    let luck = now.randomness.block(Draws::Paradigms, 0, week, Address::numbered(u32::MAX, 0));
    if u(&luck, 1) < chance(worst, world.country.perceived_control) {
        world.country.row = Row::StatusQuo;
    }
}

fn pulled(share: f64, by: f64) -> f64 {
    (share + by * if by > 0.0 { 1.0 - share } else { share }).clamp(0.0, 1.0)
}

fn convince(world: &mut World, platform: f64, side: &Side<'_>) {
    let (week, now, country) = (world.week, side.now, world.country.clone());
    let p = &now.p().paradigms;
    let years = f64::from(p.look_weeks) / 52.0;
    let direction = (control_of(&world.rows[0]) - control_of(&world.rows[1])).signum()
        * f64::from(u8::from(control_of(&world.rows[0]) != control_of(&world.rows[1])));
    let turned = |belief: f64| 0.5 + direction * (belief - 0.5);
    let all: Vec<&Organisation> = world.places.iter().flat_map(|place| &place.organisations).collect();
    let adopted = all.iter().filter(|o| o.row == Row::Alternative).count() as f64 / all.len() as f64;
    for place in &mut world.places {
        let before = place.organisations.clone();
        let n = before.len();
        for (i, o) in place.organisations.iter_mut().enumerate() {
            let weight = |j: usize| {
                let weight = if i == j || place.linked[i * n + j] { 1.0 } else { f64::from(place.trust[i * n + j]) };
                if weight >= p.visible_trust { weight } else { 0.0 }
            };
            let sum = |held: bool, of: &dyn Fn(&Organisation) -> f64| {
                (0..n)
                    .filter(|&j| (before[j].row == Row::Alternative) == held)
                    .map(|j| weight(j) * of(&before[j]))
                    .sum::<f64>()
            };
            let (with, without) = (sum(true, &|_| 1.0), sum(false, &|_| 1.0));
            let effect = |o: &Organisation| f64::from(o.effect_true);
            let evidence = if with > 0.0 && without > 0.0 {
                ((sum(true, &effect) / with - sum(false, &effect) / without) / p.notable).clamp(-1.0, 1.0)
            } else {
                0.0
            };
            let infrastructure = f64::from(country.infrastructure);
            let contacts = with + without - 1.0 + infrastructure;
            let own = if o.row == Row::Alternative { 1.0 } else { 0.0 };
            let seen = if contacts > 0.0 { (with - own + infrastructure * adopted) / contacts } else { 0.0 };
            let staff: Vec<&Worker> = o.workers.iter().filter(|w| w.filled).collect();
            let authority: f64 = staff.iter().map(|w| f64::from(w.authority)).sum();
            let mean = |of: &dyn Fn(&Worker) -> f64| {
                let sum = staff.iter().map(|w| f64::from(w.authority) * of(w)).sum::<f64>();
                if authority > 0.0 { sum / authority } else { 0.0 }
            };
            let willing = mean(&|w| {
                let threshold = f64::from(w.threshold) * (1.0 - p.validation * platform);
                f64::from(u8::from(seen >= threshold && f64::from(w.dissonance) >= p.least_dissonance))
            });
            let paradigm = if authority > 0.0 { mean(&|w| f64::from(w.paradigm)) } else { f64::from(o.belief) };
            let dissonance = mean(&|w| f64::from(w.dissonance));
            let daring = mean(&|w| f64::from(w.curiosity) * f64::from(w.bravery));
            let shown = (p.experience_per_year * years).min(1.0) * evidence;
            let heard = if country.articulated { mean(&|w| f64::from(w.voiced)) } else { 0.0 };
            let said = (p.argument_per_year * years).min(1.0) * heard;
            let mut belief = f64::from(o.belief);
            if direction != 0.0 {
                belief = turned(pulled(turned(belief), shown + said));
            }
            belief += (p.inside_per_year * years).min(1.0) * f64::from(o.safety) * (paradigm - belief);
            let conviction = turned(belief);
            let luck =
                now.randomness.block(Draws::Paradigms, 0, week, Address::numbered(place.index, u32::from(o.index)));
            let money = place.commissioner.money_changed;
            let holds = o.row == Row::Alternative;
            let moves = if holds {
                let hazard = if money { p.reverts_with_money_per_year } else { p.reverts_per_year };
                u(&luck, 1) < chance(hazard * 2.0 * (1.0 - conviction) * years)
            } else {
                let led = if willing >= 0.5 { p.follows_per_year * conviction } else { 0.0 };
                let first =
                    if dissonance >= p.least_dissonance { p.first_steps_per_year * dissonance * daring } else { 0.0 };
                let takes = chance((led + first) * if money { 1.0 } else { p.unpermitted } * years);
                gives_something(side.change) && u(&luck, 0) < takes
            };
            o.belief = belief.clamp(0.0, 1.0) as f32;
            for w in o.workers.iter_mut().filter(|w| w.filled && direction != 0.0) {
                let pull = f64::from(w.curiosity) * shown + said;
                w.paradigm = turned(pulled(turned(f64::from(w.paradigm)), pull)) as f32;
            }
            if moves {
                switch(o, if holds { Row::StatusQuo } else { Row::Alternative }, side);
                place.tally.reverted += u32::from(holds);
                place.tally.adopted += u32::from(!holds);
                for w in o.workers.iter_mut().filter(|_| !holds) {
                    w.dissonance *= 1.0 - p.relief as f32;
                }
            }
        }
    }
}

fn follow(world: &mut World, side: &Side<'_>) {
    let (week, now) = (world.week, side.now);
    let p = &now.p().paradigms;
    let years = f64::from(p.look_weeks) / 52.0;
    let inside = (p.inside_per_year * years).min(1.0);
    let takes = |rate: f64, control: f32| chance(rate * (1.0 - p.control_weight * f64::from(control)) * years);
    let n = world.places.len();
    let (mut holding, mut beliefs) = (0, 0.0);
    for place in &mut world.places {
        let n = place.organisations.len();
        let mean = place.organisations.iter().map(|o| f64::from(o.belief)).sum::<f64>() / n as f64;
        let c = &mut place.commissioner;
        c.belief += (inside * (mean - f64::from(c.belief))) as f32;
        beliefs += f64::from(c.belief);
        let most = 2 * place.organisations.iter().filter(|o| o.row == Row::Alternative).count() > n;
        let luck = now.randomness.block(Draws::Paradigms, 0, week, Address::numbered(place.index, u32::MAX));
        if most && u(&luck, 0) < takes(p.commissioner_follows_per_year, c.perceived_control) {
            commission_under(place, Row::Alternative, side);
        }
        holding += usize::from(place.commissioner.row == Row::Alternative);
    }
    let country = &mut world.country;
    country.belief += (inside * (beliefs / n as f64 - f64::from(country.belief))) as f32;
    let luck = now.randomness.block(Draws::Paradigms, 0, week, Address::numbered(u32::MAX, 0));
    if 2 * holding > n && u(&luck, 0) < takes(p.government_follows_per_year, country.perceived_control) {
        country.row = Row::Alternative;
    }
}
