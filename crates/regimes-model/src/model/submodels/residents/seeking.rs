//! Seeking: who asks for help this week, who gives up waiting, and who loses contact.
//!
//! ```text
//! felt      = worst need without help, at least `felt_from`, in a domain that some organisation works in
//! ease      = exp(-burden_weight * (burden * (1 + vulnerability * trauma) + barrier_group * (1 - relief)))
//! relief    = outreach_relief * outreach / outreach_unit, at most 1
//! P(asks)   = (rate * felt + back * felt * failed) * (1 + alarm) * ease * (trust_floor + (1 - trust_floor) * trust),
//!             times crisis_factor in a crisis
//! P(gives up waiting)  = gives_up * (1 - need)
//! P(contact is lost)   = lost * (1 - trust)
//! ```
//!
//! A need that was left mismatched, dropped, refused or closed by rule (`failed`) returns as failure demand;
//! a need that came back after a case that ended well is a relapse.
//! Outreach takes away the same part of the burden and of what keeps a group away; `alarm` is what others do after a
//! scandal.
//! One screening word decides for each resident; a resident in touch or on a list spends it on staying there.
//!
//! Update: all at once; requests stand in order of resident.
//! Units: weekly probabilities. Source: M09, M20, M26; assumptions A140-A143, A206, A209.
//! Regimes: burden, outreach and publication come from the rules of access and competition.

use crate::model::ledger::Origin;
use crate::model::rules::money::Competition;
use crate::model::rules::practice::Access;
use crate::model::screening;
use crate::model::world::Context;
use crate::model::world::cases::Request;
use crate::model::world::constants::Constants;
use crate::model::world::places::Place;
use crate::model::world::residents::{Residents, TileMut};
use crate::parallel::{self, TILE};
use crate::randomness::address::{Address, DENSE};
use crate::randomness::{self, Block, Draws, Randomness};
use crate::units::domains::{Domain, Domains};
use crate::units::{DOMAINS, bits_of, share_of};

crate::parameters! {
    /// Who asks for help.
    pub struct Parameters resolved Coefficients {
        /// Weekly probability that someone of full need, full trust and no burden asks.
        rate: f64 = 0.10, "1/week", 0.0..=1.0, Uncertainty, "A140";
        /// Need below which nobody asks.
        felt_from: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A140";
        /// Weekly probability, at full need, that a need that was not met comes back.
        back: f64 = 0.12, "1/week", 0.0..=1.0, Uncertainty, "M09";
        /// Log probability that a usual burden takes away.
        burden_weight: f64 = 0.35, "log probability", 0.0..=3.0, Uncertainty, "M26";
        /// How much more burden weighs on those who live with trauma.
        vulnerability: f64 = 0.5, "factor", 0.0..=3.0, Uncertainty, "M26";
        /// Share of burden and barriers that outreach of three hundredths of paid time takes away.
        outreach_relief: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A141";
        /// Share of the will to ask that is left without any trust.
        trust_floor: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A140";
        /// Factor on asking while in crisis.
        crisis_factor: f64 = 3.0, "factor", 1.0..=10.0, Uncertainty, "M21";
        /// Weekly probability that someone of little need gives up waiting.
        gives_up: f64 = 0.05, "1/week", 0.0..=1.0, Uncertainty, "A142";
        /// Weekly probability that contact with someone without trust is lost.
        lost: f64 = 0.02, "1/week", 0.0..=1.0, Uncertainty, "A143";
        /// Trust lost by giving up, and by losing contact.
        trust_lost: f64 = 0.04, "share", 0.0..=1.0, Uncertainty, "A142";
        /// Standard deviation of the transient part of observed need.
        noise: f64 = 0.12, "share", 0.0..=0.5, Uncertainty, "M22";
        /// Outreach that the relief is measured by.
        outreach_unit: f64 = 0.03, "share", 0.001..=0.3, Constant, "A141";
    }
}

/// What residents of a place meet when they ask, by domain.
struct Doors {
    /// Log probability that the burden takes away, outreach counted.
    burden: [f32; DOMAINS],
    /// Share of what keeps a group away that is left after outreach.
    barrier: [f32; DOMAINS],
    /// Organisations that reach each domain, with the cumulated weight of each.
    open: Vec<Vec<(u16, f32)>>,
    /// Domains that somebody reaches.
    reached: Domains,
    /// How much sooner than usual people are sent.
    sooner: f32,
}

struct SeekingContext<'a> {
    p: &'a Coefficients,
    doors: Doors,
    randomness: &'a Randomness,
    week: u32,
    place: u32,
    /// No chance of asking at full trust exceeds it outside crisis, by whether help failed and the sixteenth of the
    /// worst need.
    most: [[f32; 16]; 2],
    /// The same as words.
    bounds: [[u32; 16]; 2],
    /// What no word with which somebody asks outside crisis exceeds, by whether help failed, the sixteenth of the worst
    /// need and the sixteenth of trust.
    screen: [[[u32; 16]; 16]; 2],
    /// Share of the will to ask that burden leaves, by domain, group and trauma (none, full).
    eases: Vec<[[f32; 2]; DOMAINS]>,
    give_up_bound: u32,
}

impl<'a> SeekingContext<'a> {
    fn of(
        place: &Place,
        context: &Context<'_>,
        p: &Parameters,
        coefficients: &'a Coefficients,
        randomness: &'a Randomness,
    ) -> SeekingContext<'a> {
        let doors = doors(place, context, p);
        let most = bounds(&doors, p);
        let bounds = most.map(|most| most.map(randomness::threshold));
        let screen = screen(&most, &bounds, coefficients);
        let eases = eases(&doors, context.constants, coefficients);
        let give_up_bound = !randomness::threshold(p.gives_up.max(p.lost) as f32);
        let (week, place) = (context.week, place.index);
        SeekingContext { p: coefficients, doors, randomness, week, place, most, bounds, screen, eases, give_up_bound }
    }
}

/// Lets the residents of a place ask, give up, or lose contact.
pub fn ask(place: &mut Place, context: &Context<'_>, p: &Parameters, randomness: &Randomness) {
    if !context.services {
        return;
    }
    let coefficients = &p.resolve();
    let seeking = SeekingContext::of(place, context, p, coefficients, randomness);
    let asked = parallel::map_mut(context.width, &mut place.residents.tiles_mut(), |_, tile| ask_tile(tile, &seeking));
    place.requests.clear();
    place.requests.append(&mut place.handed_on);
    // Whom services lost this week does not go on to the next of them.
    let lost: Vec<u32> = asked.iter().flat_map(|tile| &tile.lost).copied().collect();
    place.requests.retain(|request| lost.binary_search(&request.resident).is_err());
    place.requests.extend(asked.into_iter().flat_map(|tile| tile.requests));
}

/// What no chance of asking exceeds outside crisis, by whether help failed before and the sixteenth of the worst need.
fn bounds(doors: &Doors, p: &Parameters) -> [[f32; 16]; 2] {
    let least = doors.burden.iter().fold(f32::INFINITY, |least, &burden| least.min(burden));
    let most = [p.rate, p.rate + p.back]
        .map(|rate| rate * f64::from(doors.sooner) * f64::from(libm::expf(-least)) * ROUNDED_UP);
    most.map(|most| {
        core::array::from_fn(|sixteenth| {
            // A sixteenth is a little wider than 1/16; see `Constants::summary`.
            let worst = (sixteenth as f64 + 1.0) / 15.999;
            if worst < p.felt_from { 0.0 } else { (most * worst) as f32 }
        })
    })
}

/// What no word with which somebody asks outside crisis exceeds, at the most trust of each sixteenth.
fn screen(most: &[[f32; 16]; 2], bounds: &[[u32; 16]; 2], p: &Coefficients) -> [[[u32; 16]; 16]; 2] {
    // Words are compared after their last byte was cut off.
    const CUT_OFF: u32 = 1 << 8;
    let will: [f32; 16] = core::array::from_fn(|sixteenth| will((sixteenth as f32 + 1.0) / 16.0, p));
    let by_trust = |most: f32, bound: u32| {
        will.map(|will| randomness::threshold((most * will).min(1.0)).saturating_add(CUT_OFF).min(bound))
    };
    core::array::from_fn(|failed| core::array::from_fn(|worst| by_trust(most[failed][worst], bounds[failed][worst])))
}

/// Room for the rounding of a product in a bound.
const ROUNDED_UP: f64 = 1.0001;

/// Share of the will to ask that burden leaves, by group, domain and trauma.
fn eases(doors: &Doors, constants: &Constants, p: &Coefficients) -> Vec<[[f32; 2]; DOMAINS]> {
    let ease = |barrier: f32, domain: usize, trauma: f32| {
        let burden = doors.burden[domain] * (1.0 + p.vulnerability * trauma);
        libm::expf(-(burden + p.burden_weight * barrier * doors.barrier[domain]))
    };
    let of_group = |barrier: f32| core::array::from_fn(|d| [ease(barrier, d, 0.0), ease(barrier, d, 1.0)]);
    constants.groups.iter().map(|group| of_group(group.barrier)).collect()
}

fn doors(place: &Place, context: &Context<'_>, p: &Parameters) -> Doors {
    let sooner = 1.0 + place.shocks.alarm;
    let mut doors = Doors {
        burden: [0.0; DOMAINS],
        barrier: [1.0; DOMAINS],
        open: vec![Vec::new(); DOMAINS],
        reached: Domains::NONE,
        sooner,
    };
    for domain in 0..context.constants.n_domains {
        let (mut sum, mut burden, mut barrier) = (0.0, 0.0, 0.0);
        for organisation in place.organisations.iter().filter(|o| o.reach().contains(domain)) {
            let rules = context.rules(place.commissioner.row, organisation.row);
            let pull = match rules.competition {
                Competition::Choice(choice) => libm::expf(choice.sensitivity as f32 * (organisation.reported - 0.5)),
                _ => 1.0,
            };
            let own = if organisation.domains.contains(domain) { 1.0 } else { 0.0 };
            let weight = organisation.n_filled() as f32 * pull * own;
            sum += weight;
            burden += weight * burden_of(rules.access, p);
            barrier += weight * (1.0 - relief(rules.access, p));
            if weight > 0.0 {
                doors.open[domain].push((organisation.index, sum));
            }
        }
        if sum > 0.0 {
            let emergency = place.shocks.emergency_weeks > 0;
            doors.burden[domain] = if emergency { 0.0 } else { p.burden_weight as f32 * burden / sum };
            doors.barrier[domain] = barrier / sum;
            doors.reached.insert(domain);
        }
    }
    doors
}

/// Burden of asking under a rule of access, outreach counted.
fn burden_of(access: &Access, p: &Parameters) -> f32 {
    let burden = match access {
        Access::Threshold(threshold) => threshold.burden,
        Access::OpenDoor(door) => door.burden,
        Access::Quota(quota) => quota.burden,
    };
    burden as f32 * (1.0 - relief(access, p))
}

/// Share of burden and barriers that outreach takes away.
fn relief(access: &Access, p: &Parameters) -> f32 {
    match access {
        Access::OpenDoor(door) => (p.outreach_relief * door.outreach / p.outreach_unit).min(1.0) as f32,
        Access::Threshold(_) | Access::Quota(_) => 0.0,
    }
}

/// What a tile hands to its place: who asks, and who was lost from contact.
struct Asked {
    requests: Vec<Request>,
    lost: Vec<u32>,
}

fn ask_tile(tile: &mut TileMut<'_>, context: &SeekingContext<'_>) -> Asked {
    let mut asked = Asked { requests: Vec::new(), lost: Vec::new() };
    let n = tile.needs.len();
    if !anybody_could(tile, context) {
        return asked;
    }
    let mut words = [0_u32; TILE];
    let first_block = Address::residents(context.place, tile.first);
    context.randomness.fill(Draws::Seeking, context.week, first_block, &mut words[..n.next_multiple_of(DENSE)]);
    let mut moved = [0_u16; TILE];
    let mut asking = Vec::new();
    for &k in who_may_move(tile, &words[..n], context, &mut moved) {
        let k = usize::from(k);
        let word = words[k];
        if word < bound_of(tile, k, context) || tile.crisis[k].is_some() {
            asking.extend(consider(tile, k, randomness::uniform(word), context).map(|domain| (k, domain)));
        } else if !(tile.served[k] | tile.waiting[k]).is_empty() {
            let in_touch = !tile.served[k].is_empty();
            stay_or_go(tile, k, 1.0 - randomness::uniform(word), context.p);
            if in_touch && tile.served[k].is_empty() {
                asked.lost.push((tile.first + k) as u32);
            }
        }
    }
    let addresses = asking.iter().map(|&(k, _)| Address::resident(context.place, (tile.first + k) as u32));
    let blocks = context.randomness.blocks(Draws::Requests, context.week, addresses);
    let request = |(&(k, domain), block): (&(usize, usize), &Block)| request(tile, k, domain, block, context);
    asked.requests = asking.iter().zip(&blocks).map(request).collect();
    asked
}

/// Whether anybody in a tile could ask, give up or be lost, whatever is drawn.
fn anybody_could(tile: &TileMut<'_>, context: &SeekingContext<'_>) -> bool {
    let all = |column: &[Domains]| column.iter().fold(Domains::NONE, |all, &one| all | one);
    let worst = tile.summary.iter().fold(0, |worst, &summary| worst.max(summary & 15));
    let asks = context.bounds[1][usize::from(worst)] > 0;
    let in_crisis = tile.crisis.iter().fold(false, |any, crisis| any | crisis.is_some());
    asks || in_crisis || !(all(tile.served) | all(tile.waiting)).is_empty()
}

/// Whose word may bring anything, in order.
fn who_may_move<'a>(
    tile: &TileMut<'_>,
    words: &[u32],
    context: &SeekingContext<'_>,
    some: &'a mut [u16; TILE],
) -> &'a [u16] {
    let worst = tile.summary.iter().fold(0, |worst, &summary| worst.max(summary & 15));
    let (most, least) = (context.bounds[1][usize::from(worst)], context.give_up_bound);
    let mut marks = [0; TILE];
    let of_touch = tile.served.iter().zip(&*tile.waiting).zip(&*tile.crisis);
    for ((mark, &word), ((&served, &waiting), &crisis)) in marks.iter_mut().zip(words).zip(of_touch) {
        let leaves = (word > least) & !(served | waiting).is_empty();
        *mark = u8::from((word < most) | leaves | (crisis.is_some()));
    }
    screening::marked(&marks, some, |k| {
        let by_trust = &context.screen[usize::from(!tile.failed[k].is_empty())][usize::from(tile.summary[k] & 15)];
        let asks = words[k] < by_trust[usize::from(tile.trust[k] >> 12)];
        let is_in_touch = !(tile.served[k] | tile.waiting[k]).is_empty();
        asks | (is_in_touch & (words[k] > least)) | (tile.crisis[k].is_some())
    })
}

/// What no chance of asking of a resident outside crisis exceeds.
fn bound_of(tile: &TileMut<'_>, k: usize, context: &SeekingContext<'_>) -> u32 {
    context.bounds[usize::from(!tile.failed[k].is_empty())][usize::from(tile.summary[k] & 15)]
}

/// The need with which a resident asks; none who does not.
fn consider(tile: &TileMut<'_>, k: usize, u: f32, context: &SeekingContext<'_>) -> Option<usize> {
    let free = context.doors.reached & !tile.served[k] & !tile.waiting[k];
    if u >= most(tile, k, context) {
        return None;
    }
    let domain = worst(&tile.needs[k], free)?;
    let felt = share_of(tile.needs[k][domain]);
    if felt < context.p.felt_from {
        return None;
    }
    let failed = tile.failed[k].contains(domain);
    let ease = context.eases[tile.group[k].index()][domain][usize::from(tile.trauma[k] != 0)];
    let will = will(share_of(tile.trust[k]), context.p);
    let back = if failed { context.p.back } else { 0.0 };
    let crisis = if tile.crisis[k].is_none() { 1.0 } else { context.p.crisis_factor };
    let chance = (context.p.rate + back) * context.doors.sooner * felt * ease * will * crisis;
    (u < chance).then_some(domain)
}

/// What the chance of asking of a resident does not exceed, whichever need is brought.
fn most(tile: &TileMut<'_>, k: usize, context: &SeekingContext<'_>) -> f32 {
    let sixteenth = usize::from(tile.summary[k] & 15);
    let most = context.most[usize::from(!tile.failed[k].is_empty())][sixteenth];
    let crisis = if tile.crisis[k].is_none() { 1.0 } else { context.p.crisis_factor };
    most * will(share_of(tile.trust[k]), context.p) * crisis
}

/// Share of the will to ask that trust leaves.
fn will(trust: f32, p: &Coefficients) -> f32 {
    let floor = p.trust_floor;
    floor + (1.0 - floor) * trust
}

/// The greatest of the needs in a set of domains, the first of equals.
fn worst(needs: &[u16; DOMAINS], domains: Domains) -> Option<usize> {
    let mut greatest = 0;
    for (domain, &need) in needs.iter().enumerate() {
        let key = u32::from(need) << 4 | (DOMAINS - domain) as u32;
        greatest = greatest.max(if domains.contains(domain) { key } else { 0 });
    }
    (greatest != 0).then(|| DOMAINS - (greatest & 15) as usize)
}

fn request(tile: &TileMut<'_>, k: usize, domain: usize, block: &Block, context: &SeekingContext<'_>) -> Request {
    let open = &context.doors.open[domain];
    let at = block.uniform(1) * open.last().map_or(0.0, |&(_, sum)| sum);
    let organisation = open.iter().find(|&&(_, sum)| at < sum).map_or(0, |&(organisation, _)| organisation);
    let origin = if tile.failed[k].contains(domain) {
        Origin::Failure
    } else if tile.helped[k].contains(domain) {
        Origin::Relapse
    } else {
        Origin::New
    };
    Request {
        resident: (tile.first + k) as u32,
        generation: tile.generation[k],
        domain: Domain::of(domain),
        origin,
        organisation,
        hand_offs: 0,
        severity: Residents::observed(tile.needs[k][domain], tile.noise[k], context.p.noise),
        error: block.normal(3),
    }
}

/// Of some domains those in which a need is felt.
fn felt(tile: &TileMut<'_>, k: usize, domains: Domains, p: &Coefficients) -> Domains {
    domains.iter().filter(|&domain| share_of(tile.needs[k][domain]) >= p.felt_from).collect()
}

/// Who waits may give up, who is in touch may be lost; the need that is left comes back as failure demand.
fn stay_or_go(tile: &mut TileMut<'_>, k: usize, u: f32, p: &Coefficients) {
    let trust = share_of(tile.trust[k]);
    if !tile.waiting[k].is_empty() {
        let need = worst(&tile.needs[k], tile.waiting[k]).map_or(0.0, |domain| share_of(tile.needs[k][domain]));
        if u < p.gives_up * (1.0 - need) {
            tile.failed[k] |= felt(tile, k, tile.waiting[k], p);
            tile.waiting[k] = Domains::NONE;
            tile.trust[k] = bits_of(trust - p.trust_lost);
        }
    } else if u < p.lost * (1.0 - trust) {
        tile.failed[k] |= felt(tile, k, tile.served[k], p);
        tile.served[k] = Domains::NONE;
        tile.trust[k] = bits_of(trust - p.trust_lost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::simd;
    use crate::units::CrisisId;

    #[test]
    fn the_worst_need_is_brought_and_the_first_of_equals() {
        assert_eq!(worst(&[3, 9, 9, 1, 0, 0, 0, 0], Domains::ALL), Some(1));
        assert_eq!(worst(&[3, 9, 9, 1, 0, 0, 0, 0], Domains::from_bits(0b1001)), Some(0));
        assert_eq!(worst(&[3; 8], Domains::NONE), None);
    }

    /// A tile of lives of all kinds.
    fn of_all_kinds(tile: &mut TileMut<'_>, constants: &Constants) {
        let mut words = [0; TILE * 4];
        Randomness::new(9, 0).fill(Draws::Traits, 0, Address::residents(0, 0), &mut words);
        for (k, &[need, trust, touch, other]) in words.as_chunks().0.iter().enumerate() {
            tile.needs[k] = core::array::from_fn(|d| (need.rotate_left(d as u32 * 5) >> 16) as u16);
            tile.summary[k] = constants.summary(simd::shares_of(&tile.needs[k]));
            tile.trust[k] = trust as u16;
            tile.failed[k] = Domains::from_bits((trust >> 16) as u8 & (trust >> 24) as u8);
            let kind = touch % 8;
            tile.served[k] = Domains::from_bits(if kind == 0 { (touch >> 8) as u8 } else { 0 });
            tile.waiting[k] = Domains::from_bits(if kind == 1 { (touch >> 16) as u8 } else { 0 });
            tile.crisis[k] = (other % 16 == 0).then(|| CrisisId::of(0));
            tile.trauma[k] = (other >> 8) as u8 & 1;
        }
    }

    #[test]
    fn screening_leaves_out_nobody_who_would_ask_or_go() {
        let row = crate::model::regime::npm();
        for (rate, gives_up) in [(0.1, 0.05), (0.9, 0.3), (0.001, 1.0), (1e-6, 0.0)] {
            let p = Parameters { rate, gives_up, lost: gives_up / 2.0, ..Parameters::default() };
            let mut world = fixtures::town(&row, 1, 3, TILE);
            world.places[0].organisations[0].domains = Domains::ALL;
            world.week = 7;
            let (randomness, coefficients) = (Randomness::new(4, 0), p.resolve());
            let constants = world.constants.clone();
            let of_place = fixtures::context(&world);
            let context = SeekingContext::of(&world.places[0], &of_place, &p, &coefficients, &randomness);
            let mut tiles = world.places[0].residents.tiles_mut();
            let tile = &mut tiles[0];
            of_all_kinds(tile, &constants);
            let (mut words, mut some) = ([0; TILE], [0; TILE]);
            randomness.fill(Draws::Seeking, 7, Address::residents(0, 0), &mut words);
            let screened = who_may_move(tile, &words, &context, &mut some).to_vec();
            for k in (0..TILE).filter(|&k| !screened.contains(&(k as u16))) {
                assert!(tile.crisis[k].is_none());
                let u = randomness::uniform(words[k]);
                if words[k] < bound_of(tile, k, &context) {
                    assert_eq!(consider(tile, k, u, &context), None, "{k} would ask");
                } else if !(tile.served[k] | tile.waiting[k]).is_empty() {
                    let before = (tile.served[k], tile.waiting[k]);
                    stay_or_go(tile, k, 1.0 - u, &coefficients);
                    assert_eq!((tile.served[k], tile.waiting[k]), before, "{k} would go");
                }
            }
            assert!(screened.len() < TILE / 2 || rate > 0.5);
        }
    }

    #[test]
    fn an_open_door_with_outreach_weighs_less_than_a_formal_application() {
        let p = Parameters::default();
        let formal = burden_of(&Access::Threshold(Default::default()), &p);
        let open = burden_of(&Access::OpenDoor(Default::default()), &p);
        assert!(open < formal && open >= 0.0);
        assert_eq!(relief(&Access::Threshold(Default::default()), &p), 0.0);
        assert!(relief(&Access::OpenDoor(Default::default()), &p) > 0.0);
    }

    #[test]
    fn who_waits_or_is_in_touch_may_go_even_where_nobody_could_ask() {
        let p = Parameters { gives_up: 1.0, lost: 1.0, ..Parameters::default() };
        let mut world = fixtures::town(&crate::model::regime::npm(), 1, 1, 3);
        let lives = &mut world.places[0].residents;
        (lives.served[0], lives.waiting[1]) = (Domains::one(0_usize), Domains::one(0_usize));
        world.each_place(|place, context| ask(place, context, &p, &Randomness::new(1, 0)));
        let lives = &world.places[0].residents;
        assert_eq!((&lives.served[..], &lives.waiting[..]), (&[Domains::NONE; 3][..], &[Domains::NONE; 3][..]));
        assert!(world.places[0].requests.is_empty());
    }
}
