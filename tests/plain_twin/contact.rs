//! Support: what a week's contact does in every open case.

use crate::Now;
use crate::plain_twin::plain::{Word, domains, each, factors_of, in_set, share, to_bits};
use crate::plain_twin::tenancies;
use regimes_model::model::patterns::factors::Pattern;
use regimes_model::model::rules::practice::Support;
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::randomness::Draws;
use regimes_model::units::DOMAINS;
use regimes_model::units::domains::Domains;

/// What a case did to a resident, to be applied when all have been visited.
struct Done {
    resident: usize,
    domains: Domains,
    hours: f32,
    needs: [u16; DOMAINS],
    /// Changes of agency, ties and trust.
    changes: [f32; 3],
}

pub fn give(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let (constants, pattern, week) = (world.constants.clone(), world.country.pattern, world.week);
    let mut done: Vec<Vec<Done>> = world.places.iter().map(|_| Vec::new()).collect();
    each(world, |place, o, rules| {
        let listening = match &rules.own.support {
            Support::Standard(rule) => rule.listening,
            Support::Bespoke(rule) => rule.listening,
            Support::Menu(rule) => rule.listening,
        } as f32;
        let mut cases = std::mem::take(&mut o.cases);
        for post in 0..o.workers.len() {
            let (mut n, mut hours, mut fit, mut progress, mut relationship) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for case in cases.iter_mut().filter(|case| usize::from(case.worker) == post) {
                if let Some((effect, fell)) = visit(case, place, o, listening, &constants, pattern, week, now) {
                    hours += case.hours_now;
                    fit += case.hours_now * case.fit;
                    progress += fell;
                    done[place.index as usize].push(effect);
                }
                n += 1.0;
                relationship += case.relationship;
            }
            let each = |sum: f32, of: f32| if of > 0.0 { sum / of } else { 0.0 };
            let worker = &mut o.workers[post];
            worker.fit_seen = each(fit, hours);
            worker.progress_seen = each(progress, n);
            worker.relationship = each(relationship, n);
        }
        o.cases = cases;
    });
    for (place, done) in world.places.iter_mut().zip(done) {
        for effect in done {
            let r = effect.resident;
            for d in in_set(effect.domains) {
                place.residents.needs[r][d] = effect.needs[d];
            }
            let [agency, ties, trust] = effect.changes;
            let lives = &mut place.residents;
            lives.agency[r] = to_bits(share(lives.agency[r]) + agency);
            if ties > 0.0 {
                lives.ties[r] = to_bits(share(lives.ties[r]) + ties);
            }
            lives.trust[r] = to_bits(share(lives.trust[r]) + trust);
            lives.active[r] = true;
            if constants.tenancy.as_ref().is_some_and(|tenancy| effect.domains.contains(tenancy.domain)) {
                tenancies::note(place, r, effect.hours, in_set(effect.domains).count());
            }
            let lives = &mut place.residents;
            // What others see is raised at once, and lowered in the turn of the tile.
            let worst = in_set(effect.domains).map(|d| lives.needs[r][d] >> 12).max().unwrap_or(0) as u8;
            lives.summary[r] = lives.summary[r] & 0xf0 | worst.max(lives.summary[r] & 15);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a case and all it happens in")]
fn visit(
    case: &mut Case,
    place: &Place,
    o: &mut Organisation,
    listening: f32,
    constants: &Constants,
    pattern: Pattern,
    week: u32,
    now: &Now<'_>,
) -> Option<(Done, f32)> {
    let (p, patterns) = (&now.p().support, &now.p().patterns);
    let lives = &place.residents;
    let r = case.resident as usize;
    case.relationship *= 1.0 - p.relationship_fades as f32;
    let in_touch = lives.generation[r] == case.generation && (case.domains & !lives.served[r]).is_empty();
    let hours = case.hours_now;
    if !in_touch || hours <= 0.0 {
        case.fit = 0.0;
        return None;
    }
    let group = lives.group[r].index();
    let post = usize::from(case.worker);
    let stranger = o.workers[post].group.index() != group;
    let bias = if stranger { constants.groups[group].bias * o.workers[post].bias } else { 0.0 };
    let trauma = 1.0 - p.trauma_slows as f32 * f32::from(lives.trauma[r]) / 255.0;
    let grows = (p.relationship_grows as f32 * hours * case.own_now * (1.0 - bias) * trauma).min(1.0);
    case.relationship += grows * (1.0 - case.relationship);
    let truth = pattern ^ place.offset ^ place.group_offsets[group] ^ case.personal;
    let listened = hours * listening;
    case.heard += (p.hears_per_hour as f32 * listened).min(1.0) * (1.0 - case.heard);

    let [chance, errors @ ..] = Word { now, table: Draws::Contact, week }.of(place.index, r).to_le_bytes();
    let known = case.own_now * case.relationship;
    let rate = p.finds_per_hour as f32 * listened * (0.5 + known);
    let skill = o.workers[post].skill[o.workers[post].specialty.index()];
    let errs = p.errs as f32 * (1.0 - skill / 2.0) * (1.0 - known / 2.0) + bias / 2.0;
    let mut acted_on = 0;
    for error in errors.into_iter().take((rate + f32::from(chance) / 256.0) as usize) {
        let first = case.resident.wrapping_mul(37) as usize % 128;
        let unknown =
            |f: &usize| (constants.mask & !constants.outside & factors_of(case.domains) & !case.known).contains(*f);
        let Some(factor) = (0..128).map(|i| (first + i) % 128).find(unknown) else { break };
        let right = f32::from(error) / 256.0 >= errs;
        let value = truth.value(factor) == right;
        case.known.insert(factor);
        case.found.set(factor, value);
        if let Some(evidence) = &mut o.evidence {
            evidence.unread[usize::from(case.package)][usize::from(value)][factor] += 1;
            o.workers[post].experience[factor / 16] += 1.0 / constants.factors[factor / 16];
        } else {
            o.votes[usize::from(case.package)][factor] += if value { 1.0 } else { -1.0 };
        }
        o.flows.discoveries += 1;
        o.workers[post].belief.step(factor, value);
        o.workers[post].taken.remove(factor);
        acted_on += u8::from(case.free.contains(factor));
    }
    let design = (f32::from(acted_on) * p.design_hours as f32).min(hours - listened);
    case.hours += hours;

    let act = case.known & case.free;
    let mut wrong = [0_u32; DOMAINS];
    for factor in (0..128).filter(|f| constants.mask.contains(*f)) {
        let given = if act.contains(factor) { case.found } else { case.plan };
        let differs = given.value(factor) != truth.value(factor);
        let fails = if constants.outside.contains(factor) { !place.supplied.contains(factor) } else { differs };
        wrong[factor / 16] += u32::from(fails);
    }
    let worker = &o.workers[post];
    let factors: f32 = in_set(case.domains).map(|d| constants.factors[d]).sum();
    let made = ((act & constants.mask).len() as f32 / factors).min(1.0);
    let standard = 1.0 - made;
    let error = p.error as f32 * (1.0 - p.standard_saves as f32 * o.fidelity * standard);
    let volume = (f64::from(o.volume[usize::from(case.package)].max(1)) / p.scale_unit).powf(p.scale) as f32;
    let acting = (hours - listened - design).max(0.0);
    let real = acting * worker.real;
    if case.package_hours.is_some() {
        let skill: f32 = in_set(case.domains).map(|d| worker.skill[d]).sum();
        case.real_hours += real * skill / case.domains.len() as f32 / o.skill;
    }

    let mut shares = [0.0; DOMAINS];
    for d in in_set(case.domains) {
        let even = 1.0 / constants.n_domains as f32;
        let own = f32::from(lives.priorities[r][d]) / 255.0;
        shares[d] = (even + case.heard * (own - even)) * (lives.need(r, d) + 1e-3);
    }
    let sum: f32 = shares.iter().sum();
    let single = case.domains.len() == 1;
    shares = shares.map(|s| if single { f32::from(u8::from(s > 0.0)) } else { s / sum.max(f32::MIN_POSITIVE) });

    let mut needs = lives.needs[r];
    let (mut fit, mut before, mut after, mut weights) = (0.0, 0.0, 0.0, 0.0);
    for d in in_set(case.domains) {
        let e = 1.0 - 2.0 * wrong[d] as f32 / constants.factors[d];
        let e = if e < 0.0 { patterns.harm as f32 * e } else { e };
        let at_home = o.domains.contains(d) && worker.specialty.index() == d;
        let breadth = if at_home { 1.0 } else { p.generalist as f32 };
        let pull: f32 = domains().map(|from| constants.raises[from][d] * share(lives.needs[r][from])).sum();
        let ready = 1.0 / (1.0 + p.coupling as f32 * pull);
        let x = p.effect_per_hour as f32
            * real
            * shares[d]
            * worker.skill[d]
            * (1.0 - error)
            * e
            * (1.0 + p.gamma as f32 * known)
            * (1.0 + standard * (volume - 1.0))
            * breadth
            * ready
            * (1.0 - o.dip);
        let x = x.clamp(-p.most_per_week as f32, p.most_per_week as f32);
        let need = share(needs[d]);
        let left = if x < 0.0 { need + x.abs() * (1.0 - need) } else { need * (1.0 - x) };
        needs[d] = to_bits(left);
        fit += shares[d] * e;
        let weight = f32::from(lives.priorities[r][d]) + 1.0;
        before += weight * need;
        after += weight * left;
        weights += weight;
    }
    case.need_now = after / weights;
    case.fit = fit;
    let useful = fit.clamp(0.0, 1.0);
    let (measured, gaming) = (acting * worker.measured, acting * worker.gaming);
    let slack = (acting - real - measured - gaming).max(0.0);
    let direct = &mut o.flows.direct;
    direct.helping += real * useful;
    direct.mismatched += real * (1.0 - useful);
    direct.measured_only += measured;
    direct.gaming += gaming;
    direct.slack += slack;
    direct.listening += listened;
    direct.design += design;
    o.flows.direct_by_origin[case.origin as usize] += hours;
    let choice = made * (1.0 + case.heard) / 2.0;
    let agency = share(lives.agency[r]);
    let grows = p.strengthens_per_hour as f32 * choice * (1.0 - agency);
    let depends = p.depends_per_hour as f32 * (1.0 - choice) * agency;
    let ties = if single { 0.0 } else { hours * p.connects_per_hour as f32 };
    let changes = [hours * (grows - depends), ties, hours * p.trust_per_hour as f32 * fit];
    Some((Done { resident: r, domains: case.domains, hours, needs, changes }, (before - after) / weights))
}
