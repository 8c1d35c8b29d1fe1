//! Government: what the centre does, sees and demands.
//!
//! Each week, whatever it does:
//!
//! ```text
//! control' = control + fading (rest - control) + scandal_control * scandal (1 - control)
//! utility' = utility + memory (now - utility),  now = (mean reported, mean true, mean of safety * true)
//! ```
//!
//! `rest` is the mandate's own demand for control, 0 without a mandate; `scandal` is the worst of the week; stories
//! are real results where it is safe to tell them.
//!
//! *Mandate.* Once a year the practice of those who report best is made the practice for all: for each domain,
//! the most used package of the organisation that reports most. Each quarter each factor of every code takes a step
//! towards it with probability `1 - exp(-push * reach / 4)`, whatever works in the place (lift and shift).
//!
//! *Humble.* Three switches. Under both, staff (here helpers, there inspectors) reach
//! `reach = staff / (staff + half_staff)` of what they could, and cost the same:
//!
//! ```text
//! supports:      absorptive' = absorptive + support * reach (1 - absorptive) / 52;  infrastructure tends to reach
//! links:         each quarter, with probability `links * reach`, an organisation meets one of another place, and
//!                takes a step towards its code at a share `absorptive * copied` of the factors (lift and shift),
//!                and a part `copied` of what it is behind in absorptive capacity
//! restructures:  barrier' = barrier + memory (most reported barrier - barrier); once it is `quorum`, a change is
//!                decided that takes `delay_weeks`: eased' = eased + easing * reach (1 - eased), and as many of the
//!                outside factors that are withheld come to be supplied
//! ```
//!
//! A barrier is reported by those who meet it as far as it is safe to say so: no money left, or more people waiting
//! than `crowded` for each open case. Decide, then apply: what is copied is read before anything changes.
//! Withdrawal after a scandal is a change of row, and stands with the others in `paradigms`.
//!
//! Units: in the rows. Source: M37 (three roles; n1, n2, q and d), S089, M38 (control); assumptions A113-A117.
//! Regimes: `government`, the government's own.

use crate::model::patterns::evidence::LogOdds;
use crate::model::patterns::factors::Factors;
use crate::model::patterns::{Belief, bits_of_domains, domain_bits};
use crate::model::rules::system::{Government, Mandate};
use crate::model::world::Country;
use crate::model::world::NationalContext;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness, uniform};
use crate::units::{WEEKS_PER_YEAR, Week, weekly_share};

crate::parameters! {
    /// What government does, by hand and by staff.
    pub struct Parameters {
        /// Rise of the demand for control for each share of public trust that a scandal takes.
        scandal_control: f64 = 1.0, "factor", 0.0..=10.0, Uncertainty, "A113";
        /// Time in which half of the demand for control above its rest fades.
        control_weeks: f64 = 104.0, "week", 1.0..=1040.0, Uncertainty, "A113";
        /// Time in which half of what government remembers is new.
        memory_weeks: f64 = 26.0, "week", 1.0..=520.0, Uncertainty, "A114";
        /// Time between two rounds of pushing, linking, and looking at the numbers.
        round_weeks: u32 = 13, "week", 1.0..=52.0, Constant, "A114";
        /// Central staff for each place that reach half of what staff can.
        half_staff_fte: f64 = 0.5, "FTE", 0.01..=20.0, Uncertainty, "A115";
        /// Absorptive capacity that full support adds in a year where there is none.
        support_per_year: f64 = 0.12, "1/year", 0.0..=1.0, Uncertainty, "M37";
        /// Time in which half of the learning infrastructure is built, or lost.
        infrastructure_weeks: f64 = 104.0, "week", 1.0..=1040.0, Uncertainty, "A115";
        /// Probability that a link brings an organisation together with one of another place at a round.
        links: f64 = 0.1, "probability", 0.0..=1.0, Uncertainty, "M37";
        /// Share of the other's practice that is taken over by whoever absorbs all.
        copied: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A116";
        /// Share of organisations that must report the same barrier.
        quorum: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "M37";
        /// Time from the decision to change structures to the change.
        delay_weeks: u32 = 104, "week", 0.0..=520.0, Uncertainty, "M37";
        /// Share of what still hinders that one change of structure takes away, at full reach.
        easing: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A117";
        /// People waiting for each open case at or above which that is a barrier.
        crowded: f64 = 0.5, "person/case", 0.0..=10.0, Uncertainty, "A117";
    }
}

/// Government looks, and does what its rule says.
pub fn act(
    country: &mut Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let survey = survey(places, p);
    let rule = &country.row.of(context.rows).government;
    demand_control(country, places, rule, p);
    look(country, &survey, context.week, p);
    let (mut infrastructure, mut decides) = (0.0, false);
    match rule {
        Government::Mandate(mandate) => impose(country, places, context, mandate, p, randomness),
        Government::Humble(humble) => {
            let reach = reach(humble.staff_fte_per_place, p);
            if humble.supports {
                infrastructure = reach;
                support(places, reach, p);
            }
            if humble.links && context.week.is_multiple_of(p.round_weeks) {
                link(places, context.week, reach, p, randomness);
            }
            if humble.restructures {
                decides = true;
                if let Some(share) = restructure(country, &survey, reach, p) {
                    places
                        .iter_mut()
                        .for_each(|place| supply(place, context.constants.outside, share, context.week, randomness));
                }
            }
        }
        Government::Absent(_) => {}
    }
    let built = weekly_share(p.infrastructure_weeks) as f32;
    country.infrastructure += built * (infrastructure - country.infrastructure);
    if !decides {
        country.restructuring_weeks = None;
        country.barrier = 0.0;
    }
}

/// Words of the table of governance that this process reads, at the address of an organisation.
mod words {
    /// Whether a link brings it together with another.
    pub(super) const MEETS: usize = 3;
    /// In which place the other is.
    pub(super) const WHERE: usize = 4;
    /// Which one it is.
    pub(super) const WHOM: usize = 5;
}

/// What government can see of all organisations, means over them.
#[derive(Default)]
struct Survey {
    reported: f64,
    squares: f64,
    real: f64,
    stories: f64,
    poor: f64,
    crowded: f64,
}

fn survey(places: &[Place], p: &Parameters) -> Survey {
    let mut sum = Survey::default();
    let mut n: f64 = 0.0;
    for organisation in places.iter().flat_map(|place| &place.organisations) {
        let reported = f64::from(organisation.reported);
        let (safety, real) = (f64::from(organisation.safety), f64::from(organisation.true_performance));
        n += 1.0;
        sum.reported += reported;
        sum.squares += reported * reported;
        sum.real += real;
        sum.stories += safety * real;
        if organisation.reserve < 0.0 {
            sum.poor += safety;
        }
        if organisation.waiting.len() as f64 > p.crowded * organisation.cases.len() as f64 {
            sum.crowded += safety;
        }
    }
    let n = n.max(1.0);
    Survey {
        reported: sum.reported / n,
        squares: sum.squares / n,
        real: sum.real / n,
        stories: sum.stories / n,
        poor: sum.poor / n,
        crowded: sum.crowded / n,
    }
}

/// The demand for control rises with scandals and fades to its rest.
fn demand_control(country: &mut Country, places: &[Place], rule: &Government, p: &Parameters) {
    let scandal = places.iter().map(|place| place.shocks.scandal).fold(0.0, f32::max);
    let rest = match rule {
        Government::Mandate(mandate) => mandate.control as f32,
        Government::Humble(_) | Government::Absent(_) => 0.0,
    };
    country.control += weekly_share(p.control_weeks) as f32 * (rest - country.control);
    country.control += p.scandal_control as f32 * scandal * (1.0 - country.control);
    country.control = country.control.clamp(0.0, 1.0);
}

/// What government gets out of numbers, results and stories.
fn look(country: &mut Country, survey: &Survey, week: Week, p: &Parameters) {
    let memory = weekly_share(p.memory_weeks) as f32;
    let follow = |utility: &mut f32, now: f64| *utility += memory * (now as f32 - *utility);
    follow(&mut country.utility.reported, survey.reported);
    follow(&mut country.utility.real, survey.real);
    follow(&mut country.utility.stories, survey.stories);
    if week.is_multiple_of(p.round_weeks) {
        let variance = (survey.squares - survey.reported * survey.reported).max(0.0);
        let mean = survey.reported.max(f64::MIN_POSITIVE);
        country.perceived_control = (1.0 - libm::sqrt(variance) / mean).clamp(0.0, 1.0) as f32;
    }
}

/// The practice of those who report best, pushed on all.
fn impose(
    country: &mut Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    mandate: &Mandate,
    p: &Parameters,
    randomness: &Randomness,
) {
    let week = context.week;
    if week.is_multiple_of(WEEKS_PER_YEAR as u32) || country.mandated.known.is_empty() {
        country.mandated = best_reported(places, context.constants.n_domains);
    }
    let push = mandate.push_per_year * f64::from(reach(mandate.staff_fte_per_place, p));
    if !week.is_multiple_of(p.round_weeks) || push == 0.0 {
        return;
    }
    let years = f64::from(p.round_weeks) / WEEKS_PER_YEAR;
    let probability = -libm::expm1(-push * years);
    let mandated = country.mandated;
    for place in places {
        for organisation in &mut place.organisations {
            let served = bits_of_domains(organisation.domains);
            for package in 0..organisation.codes.len() {
                let blocks = mask_blocks(place.index, organisation.index, package, week, randomness);
                let mask = Factors::drawn(probability, &blocks) & served;
                move_code(organisation, package, &mandated, mask, None);
            }
        }
    }
}

/// Moves a code towards practice from elsewhere at some factors: one of March's steps, or, where codes are evidence, that
/// practice in the place of the own: all of it where it is mandated, and where it is shown what is surer there.
fn move_code(organisation: &mut Organisation, package: usize, practice: &Belief, at: Factors, there: Option<&LogOdds>) {
    if package >= organisation.codes.len() {
        return;
    }
    let at = at & practice.known & organisation.worth_copying(package, there);
    let code = &mut organisation.codes[package];
    if let Some(evidence) = &mut organisation.evidence {
        evidence.take_over(package, practice, at, there);
        code.known |= at;
        code.value = code.value & !at | practice.value & at;
    } else {
        code.step_towards(practice, at);
    }
}

/// For each domain, what the most used package of the organisation that reports most holds.
fn best_reported(places: &[Place], n_domains: usize) -> Belief {
    let mut practice = Belief::default();
    for domain in 0..n_domains {
        let mut best: Option<&Organisation> = None;
        for organisation in places.iter().flat_map(|place| &place.organisations) {
            let works_here = organisation.domains.contains(domain);
            if works_here && best.is_none_or(|b| organisation.reported > b.reported) {
                best = Some(organisation);
            }
        }
        if let Some(code) = best.and_then(|b| b.codes.get(most_used(b))) {
            practice.known |= code.known & domain_bits(domain);
            practice.value |= code.value & domain_bits(domain);
        }
    }
    practice
}

/// The package with most open cases; of equals the first.
fn most_used(organisation: &Organisation) -> usize {
    let mut most = 0;
    for (package, &volume) in organisation.volume.iter().enumerate() {
        if volume > organisation.volume[most] {
            most = package;
        }
    }
    most
}

/// The two blocks that decide at which factors a package of an organisation changes, apart from its single draws.
fn mask_blocks(place: u32, organisation: u16, package: usize, week: Week, randomness: &Randomness) -> [Block; 2] {
    [1, 2]
        .map(|half| randomness.block(Draws::Governance, 0, week, Address::mandate(place, organisation, package, half)))
}

/// How much of what staff can do is done.
fn reach(staff: f64, p: &Parameters) -> f32 {
    (staff / (staff + p.half_staff_fte)) as f32
}

/// Supports places to learn.
fn support(places: &mut [Place], reach: f32, p: &Parameters) {
    let gain = (p.support_per_year / WEEKS_PER_YEAR) as f32 * reach;
    for place in places {
        for organisation in &mut place.organisations {
            organisation.absorptive += gain * (1.0 - organisation.absorptive);
        }
    }
}

/// What an organisation takes home from another place.
struct Visit {
    place: usize,
    organisation: usize,
    practice: Belief,
    log_odds: Option<LogOdds>,
    served: Factors,
    absorptive: f32,
}

/// Links places with each other: decide who learns what from whom, then apply.
fn link(places: &mut [Place], week: Week, reach: f32, p: &Parameters, randomness: &Randomness) {
    let probability = p.links as f32 * reach;
    let mut visits = Vec::new();
    for (at, place) in places.iter().enumerate() {
        for (i, organisation) in place.organisations.iter().enumerate() {
            let home = Address::organisation(place.index, organisation.index);
            let luck = randomness.block(Draws::Governance, 0, week, home);
            if luck.uniform(words::MEETS) < probability
                && let Some(host) = host(places, at, &luck)
            {
                visits.extend(visit(at, i, organisation, host));
            }
        }
    }
    for visit in &visits {
        take_home(&mut places[visit.place], visit, week, p, randomness);
    }
}

/// An organisation of another place, drawn.
fn host<'a>(places: &'a [Place], home: usize, luck: &Block) -> Option<&'a Organisation> {
    let others = places.len() - 1;
    if others == 0 {
        return None;
    }
    let drawn = pick(luck.0[words::WHERE], others);
    let there = &places[if drawn < home { drawn } else { drawn + 1 }].organisations;
    there.get(pick(luck.0[words::WHOM], there.len()))
}

/// A number below `n`, evenly.
fn pick(word: u32, n: usize) -> usize {
    ((uniform(word) * n as f32) as usize).min(n.saturating_sub(1))
}

/// What a host has to show to a guest; nothing where they share no domain.
fn visit(place: usize, i: usize, guest: &Organisation, host: &Organisation) -> Option<Visit> {
    let shared = guest.domains & host.domains;
    let shown = most_used(host);
    let practice = *host.codes.get(shown)?;
    let log_odds = host.evidence.as_ref().map(|evidence| evidence.log_odds[shown]);
    (!shared.is_empty()).then_some(Visit {
        place,
        organisation: i,
        practice,
        log_odds,
        served: bits_of_domains(shared),
        absorptive: host.absorptive,
    })
}

fn take_home(place: &mut Place, visit: &Visit, week: Week, p: &Parameters, randomness: &Randomness) {
    let guest = &mut place.organisations[visit.organisation];
    let package = most_used(guest);
    let blocks = mask_blocks(place.index, guest.index, package, week, randomness);
    let share = f64::from(guest.absorptive) * p.copied;
    let mask = Factors::drawn(share, &blocks) & visit.served;
    move_code(guest, package, &visit.practice, mask, visit.log_odds.as_ref());
    guest.absorptive += p.copied as f32 * (visit.absorptive - guest.absorptive).max(0.0);
}

/// Decides on a change of structures where many report the same barrier, and says, in the week in which one comes into
/// force, which share of what outside actors withhold it frees.
fn restructure(country: &mut Country, survey: &Survey, reach: f32, p: &Parameters) -> Option<f32> {
    let memory = weekly_share(p.memory_weeks) as f32;
    let most = survey.poor.max(survey.crowded) as f32;
    country.barrier += memory * (most - country.barrier);
    if let Some(weeks) = country.restructuring_weeks {
        country.restructuring_weeks = Some(weeks - 1).filter(|&left| left > 0);
        if country.restructuring_weeks.is_none() {
            let share = p.easing as f32 * reach;
            country.eased += share * (1.0 - country.eased);
            return Some(share);
        }
    } else if country.barrier >= p.quorum as f32 {
        country.restructuring_weeks = Some(p.delay_weeks.max(1));
    }
    None
}

/// Some of the outside factors that are withheld come to be supplied.
fn supply(place: &mut Place, outside: Factors, share: f32, week: Week, randomness: &Randomness) {
    let block = |half| randomness.block(Draws::Governance, 0, week, Address::reform(place.index, half));
    place.supplied |= Factors::drawn(f64::from(share), &[1, 2].map(block)) & outside;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::evidence::Scale;
    use crate::model::rules::system::Humble;
    use crate::model::world::World;
    use crate::model::world::evidence::Evidence;
    use crate::parameters::NoParameters;

    fn under(government: &Government) -> World {
        let rows = fixtures::twice(|row| row.government = government.clone());
        let mut world = fixtures::country(3, 3, rows);
        for (i, place) in world.places.iter_mut().enumerate() {
            for (j, organisation) in place.organisations.iter_mut().enumerate() {
                organisation.reported = 0.4 + 0.1 * i as f32 + 0.01 * j as f32;
                organisation.codes[1] = code(0b0101 >> i);
            }
        }
        world
    }

    fn code(value: u128) -> Belief {
        Belief::of_bits(value, 0b1111)
    }

    fn humble(supports: bool, links: bool, restructures: bool) -> Government {
        Government::Humble(Humble { supports, links, restructures, ..Humble::default() })
    }

    fn weeks(world: &mut World, n: u32) {
        for _ in 0..n {
            world.as_a_whole(|country, places, context| {
                act(country, places, context, &Parameters::default(), &Randomness::new(1, 0))
            });
            world.week += 1;
        }
    }

    fn practices(world: &World) -> Vec<Belief> {
        world.organisations().map(|(_, o)| o.codes[1]).collect()
    }

    fn absorptive(world: &World) -> f32 {
        world.places[0].organisations[0].absorptive
    }

    #[test]
    fn a_mandate_brings_everyone_to_the_practice_of_those_who_report_best() {
        let mut world = under(&Government::Mandate(Mandate { push_per_year: 2.0, ..Mandate::default() }));
        weeks(&mut world, 1500);
        assert_eq!(world.country.mandated, code(0b0001));
        assert!(practices(&world).iter().all(|&practice| practice == code(0b0001)));
    }

    #[test]
    fn a_mandate_takes_the_place_of_evidence_and_a_link_brings_only_what_is_surer_there() {
        let sure = |government: &Government| {
            let mut world = under(government);
            let scale = Scale { states_beyond: 2.5, established: 4.0, bound: 6.0, ..Scale::default() };
            for place in &mut world.places {
                for organisation in &mut place.organisations {
                    let mut evidence = Evidence::of_established(&organisation.codes, scale);
                    evidence.log_odds.iter_mut().flatten().for_each(|odds| *odds *= 1.5);
                    organisation.evidence = Some(evidence);
                }
            }
            weeks(&mut world, 1500);
            for organisation in world.places.iter().flat_map(|place| &place.organisations) {
                let evidence = organisation.evidence.as_ref().unwrap();
                assert_eq!(scale.stated(&evidence.log_odds[1]), organisation.codes[1]);
            }
            (world.places[0].organisations[0].evidence.as_ref().unwrap().log_odds[1], practices(&world)[0])
        };
        let mandate = Government::Mandate(Mandate { push_per_year: 2.0, ..Mandate::default() });
        // What works in the first place was known there as 0101.
        assert_eq!(practices(&under(&mandate))[0], code(0b0101));
        let (odds, practice) = sure(&mandate);
        assert_eq!((practice, odds[..5].to_vec()), (code(0b0001), vec![4.0, -4.0, -4.0, -4.0, 0.0]));
        // Nobody is surer than another, so nothing is brought home.
        let (odds, practice) = sure(&humble(false, true, false));
        assert_eq!((practice, odds[..5].to_vec()), (code(0b0101), vec![6.0, -6.0, 6.0, -6.0, 0.0]));
    }

    #[test]
    fn an_absent_government_changes_no_organisation() {
        let mut world = under(&Government::Absent(NoParameters {}));
        let before = practices(&world);
        weeks(&mut world, 300);
        assert_eq!(practices(&world), before);
        assert_eq!(absorptive(&world), 0.5);
        assert_eq!((world.country.eased, world.country.infrastructure), (0.0, 0.0));
    }

    #[test]
    fn each_of_the_three_switches_does_its_own() {
        let after = |government: Government| {
            let mut world = under(&government);
            for organisation in &mut world.places[0].organisations {
                organisation.reserve = -1.0;
                organisation.safety = 1.0;
            }
            weeks(&mut world, 300);
            let moved = practices(&world) != practices(&under(&government));
            (absorptive(&world) > 0.5, moved, world.country.eased > 0.0)
        };
        assert_eq!(after(humble(false, false, false)), (false, false, false));
        assert_eq!(after(humble(true, false, false)), (true, false, false));
        assert_eq!(after(humble(false, true, false)), (false, true, false));
        assert_eq!(after(humble(false, false, true)), (false, false, true));
    }

    #[test]
    fn without_staff_a_humble_government_reaches_nobody() {
        let mut world = under(&Government::Humble(Humble { staff_fte_per_place: 0.0, ..Humble::default() }));
        let before = practices(&world);
        weeks(&mut world, 300);
        assert_eq!(practices(&world), before);
        assert_eq!(absorptive(&world), 0.5);
    }

    #[test]
    fn structures_change_after_the_delay_and_only_where_enough_report_the_barrier() {
        let mut world = under(&humble(false, false, true));
        weeks(&mut world, 300);
        assert_eq!(world.country.eased, 0.0);
        for (_, organisation) in world.places.iter_mut().flat_map(|place| {
            let index = place.index;
            place.organisations.iter_mut().map(move |o| (index, o))
        }) {
            organisation.reserve = -1.0;
        }
        let mut waited = 0;
        while world.country.eased == 0.0 && waited < 1000 {
            weeks(&mut world, 1);
            waited += 1;
        }
        assert!((105..400).contains(&waited), "{waited}");
    }

    #[test]
    fn where_it_is_not_safe_to_say_so_no_barrier_is_reported() {
        let mut world = under(&humble(false, false, true));
        for place in &mut world.places {
            for organisation in &mut place.organisations {
                organisation.reserve = -1.0;
                organisation.safety = 0.1;
            }
        }
        weeks(&mut world, 500);
        assert_eq!(world.country.eased, 0.0);
    }

    #[test]
    fn only_outside_factors_come_to_be_supplied_and_none_is_taken_back() {
        let mut world = under(&Government::Absent(NoParameters {}));
        let constants = world.constants.clone();
        let place = &mut world.places[0];
        place.supplied = Factors::NONE;
        let mut before = Factors::NONE;
        for week in 0..40 {
            supply(place, constants.outside, 0.1, week, &Randomness::new(3, 0));
            assert!((place.supplied & !constants.outside | before & !place.supplied).is_empty(), "week {week}");
            before = place.supplied;
        }
        let share = f64::from(before.len()) / f64::from(constants.outside.len());
        assert!(share > 0.7, "{share} of outside factors after forty weeks at a tenth each");
    }

    #[test]
    fn the_demand_for_control_rises_with_a_scandal_and_fades() {
        let mut world = under(&Government::Absent(NoParameters {}));
        world.places[1].shocks.scandal = 0.2;
        weeks(&mut world, 1);
        let at_once = world.country.control;
        assert!((at_once - 0.2).abs() < 1e-6);
        world.places[1].shocks.scandal = 0.0;
        weeks(&mut world, 104);
        assert!((world.country.control / at_once - 0.5).abs() < 0.01);
    }

    #[test]
    fn a_country_of_one_place_links_with_nobody() {
        let rows = fixtures::twice(|row| row.government = humble(false, true, false));
        let mut world = fixtures::country(1, 3, rows);
        world.places[0].organisations[0].codes[1] = code(0b1010);
        let before = practices(&world);
        weeks(&mut world, 300);
        assert_eq!(practices(&world), before);
    }

    #[test]
    fn staff_reach_half_at_half_and_each_change_of_structure_eases_a_part_of_the_rest() {
        let p = Parameters { easing: 0.4, delay_weeks: 1, quorum: 0.0, ..Parameters::default() };
        assert!(
            [(p.half_staff_fte, 0.5), (3.0 * p.half_staff_fte, 0.75)]
                .iter()
                .all(|&(staff, part)| reach(staff, &p) == part)
        );
        let mut world = under(&humble(false, false, true));
        let survey = Survey { reported: 0.0, squares: 0.0, real: 0.0, stories: 0.0, poor: 1.0, crowded: 0.0 };
        let mut eased = Vec::new();
        for _ in 0..4 {
            restructure(&mut world.country, &survey, 0.5, &p);
            eased.push(world.country.eased);
        }
        // A fifth is eased every second week: decided, done, decided, done.
        assert!(eased.iter().zip([0.0, 0.2, 0.2, 0.36]).all(|(found, said)| (found - said).abs() < 1e-6), "{eased:?}");
    }
}
