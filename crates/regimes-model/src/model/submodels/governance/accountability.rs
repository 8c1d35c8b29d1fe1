//! Accountability: organisations answer for what they report, in the way that their commissioner's rules say.
//!
//! At a review, under targets:
//!
//! ```text
//! caught = records (reported - recorded)+, with probability `audit`; reported' = reported - caught
//! safety and public trust fall with what was caught
//! plan_error' = plan_error + memory (|submitted_plan - reported| - plan_error)
//! met = reported >= target;  safety falls by blame * stake where it is not
//! target' = target + ratchet (reported - target)+ + growth * target * years since the last review
//! forecast = recorded + candour (true - recorded) + noise z
//! submitted_plan = forecast + pleasing (target' - forecast)+,  pleasing = stake / (stake + half_stake)
//! ```
//!
//! Without a stake nobody is pleased and the target stays; in a dialogue there is no target either, and safety and
//! absorptive capacity rise by a part of what they lack.
//! Payment by results withholds `share * income * (target - reported)+ / target` each week until the next review
//! (where nobody reviews: until the year is over).
//! Every week:
//!
//! ```text
//! complaints = per_grievance (refused + hits_without_gain + waiting_weight * waiting) (1 - public_trust)
//! ```
//!
//! Every `look_weeks`, whoever has waited for more than `patient_weeks` trusts services less, on each list:
//!
//! ```text
//! trust' = trust * (1 - waiting_costs_trust * look_weeks)
//! ```
//!
//! Need takes its own course meanwhile (in lives), and some give up (in seeking).
//!
//! Every `ranking_weeks`: rank is the part of the other organisations of the place that report less (ties count
//! half) where ranks are published, 1/2 elsewhere; perceived control is `1 - sd / mean` of what is reported.
//!
//! Units: in the rows; performance is a share. Source: M03 (ratchet, audit), S002 (plans are known to be fiction by
//! those who write them), M04 (payment), M20 (ranks), M38 and S011 (control from reported numbers); assumptions
//! A102-A108, A188. Regimes: `accountability`, `payment` and `competition`, all three the commissioner's.

use crate::model::regime::Regime;
use crate::model::rules::answering::{Accountability, Targets};
use crate::model::rules::money::{Competition, Payment};
use crate::model::world::Context;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, Week, bits_of, share_of};

crate::parameters! {
    /// What happens at reviews and between them.
    pub struct Parameters {
        /// Share by which psychological safety falls, for each share of reported performance that an audit strikes out.
        caught_safety: f64 = 0.5, "share", 0.0..=5.0, Uncertainty, "A102";
        /// Share by which public trust falls, for the same.
        caught_trust: f64 = 0.5, "share", 0.0..=5.0, Uncertainty, "A102";
        /// Share of psychological safety lost where a target with a stake of 1 is missed.
        blame: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A103";
        /// Share of the difference between what is recorded and what is true that leaders see when they look ahead.
        candour: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A104";
        /// Error of leaders' private forecast (standard deviation).
        forecast_noise: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A104";
        /// Stake at which a plan goes half of the way from what leaders expect to what is asked for.
        half_stake: f64 = 0.2, "incentive", 0.01..=5.0, Uncertainty, "S002";
        /// Weight of the latest review in the running error of plans.
        plan_memory: f64 = 0.5, "share", 0.01..=1.0, Constant, "A104";
        /// Share of what is lacking of psychological safety that a dialogue adds.
        dialogue_safety: f64 = 0.03, "share", 0.0..=0.5, Uncertainty, "A105";
        /// Share of what is lacking of absorptive capacity that a dialogue adds.
        dialogue_absorptive: f64 = 0.02, "share", 0.0..=0.5, Uncertainty, "A105";
        /// Complaints for each grievance of a week, where the public has no trust.
        per_grievance: f64 = 0.05, "complaint", 0.0..=1.0, Uncertainty, "A106";
        /// Grievances of a week for each person who waits.
        waiting_weight: f64 = 0.05, "grievance", 0.0..=1.0, Uncertainty, "A106";
        /// Waiting that residents hold usual.
        patient_weeks: u32 = 6, "week", 0.0..=104.0, Uncertainty, "A188";
        /// Share of a resident's trust in services that each week of waiting beyond that takes.
        waiting_costs_trust: f64 = 0.004, "1/week", 0.0..=0.04, Uncertainty, "A188";
        /// Time between two looks at who waits.
        look_weeks: u32 = 4, "week", 1.0..=13.0, Constant, "A188";
        /// Time between tables of ranks.
        ranking_weeks: u32 = 13, "week", 1.0..=104.0, Constant, "A107";
    }
}

/// Moves the targets, plans, sanctions, ranks and complaints of a place by a week; organisations in order of number.
pub fn review(place: &mut Place, context: &Context<'_>, p: &Parameters, randomness: &Randomness) {
    let week = context.week;
    let row = place.commissioner.row.of(context.rows);
    let trust = place.public_trust;
    let (mut caught, mut complaints) = (0.0, 0.0);
    for organisation in &mut place.organisations {
        complain(organisation, trust, p);
        complaints += organisation.complaints;
        if is_due(organisation, row) {
            let home = Address::organisation(place.index, organisation.index);
            let luck = randomness.block(Draws::Governance, 0, week, home);
            caught += answer(organisation, row, p, &luck);
        }
        hold_to_share(organisation, &row.payment);
    }
    if week.is_multiple_of(p.look_weeks) {
        lose_patience(place, week, p);
    }
    place.tally.complaints = complaints;
    let n = place.organisations.len().max(1) as f32;
    place.public_trust = (trust - p.caught_trust as f32 * caught / n).max(0.0);
    if week.is_multiple_of(p.ranking_weeks) {
        rank(place, &row.competition);
        place.commissioner.perceived_control = control(&place.organisations);
    }
}

/// Words of the table of governance that this process reads, at the address of an organisation.
mod words {
    /// Whether an audit checks.
    pub(super) const AUDIT: usize = 0;
    /// Error of the private forecast.
    pub(super) const FORECAST: usize = 1;
}

fn complain(organisation: &mut Organisation, public_trust: f32, p: &Parameters) {
    let flows = &organisation.flows;
    let waiting = p.waiting_weight as f32 * organisation.waiting.len() as f32;
    let grievances = flows.refused as f32 + flows.hits_without_gain + waiting;
    organisation.complaints = p.per_grievance as f32 * grievances * (1.0 - public_trust);
}

/// Residents who wait for long trust less.
fn lose_patience(place: &mut Place, week: Week, p: &Parameters) {
    let left = (1.0 - p.waiting_costs_trust * f64::from(p.look_weeks)).max(0.0) as f32;
    let residents = &mut place.residents;
    for waiting in place.organisations.iter().flat_map(|organisation| &organisation.waiting) {
        let r = waiting.resident as usize;
        if residents.generation[r] == waiting.generation && week > waiting.since + p.patient_weeks {
            residents.trust[r] = bits_of(share_of(residents.trust[r]) * left);
        }
    }
}

/// Counts the week, and says whether it is one of review or of settling payments.
fn is_due(organisation: &mut Organisation, row: &Regime) -> bool {
    let indicator = &mut organisation.indicator;
    indicator.weeks_since_review = indicator.weeks_since_review.saturating_add(1);
    let weeks = match &row.accountability {
        Accountability::Targets(targets) => targets.review_weeks,
        Accountability::TargetsWithoutStake(targets) => targets.review_weeks,
        Accountability::Dialogue(dialogue) => dialogue.review_weeks,
        Accountability::Measurement(measurement) => measurement.review_weeks,
        Accountability::None(_) => WEEKS_PER_YEAR as u32,
    };
    indicator.weeks_since_review >= weeks
}

/// An organisation answers for the time since its last review; gives what an audit caught.
fn answer(organisation: &mut Organisation, row: &Regime, p: &Parameters, luck: &Block) -> f32 {
    let mut caught = 0.0;
    let mut pleasing = 0.0;
    if let Accountability::Targets(targets) = &row.accountability {
        caught = audit(organisation, targets, p, luck);
    }
    compare_with_plan(organisation, p);
    withhold(organisation, &row.payment);
    match &row.accountability {
        Accountability::Targets(targets) => {
            ratchet(organisation, targets, p);
            pleasing = targets.stake / (targets.stake + p.half_stake);
        }
        Accountability::TargetsWithoutStake(_) => {
            organisation.indicator.met = organisation.reported >= organisation.indicator.target;
        }
        Accountability::Dialogue(_) => talk(organisation, p),
        Accountability::Measurement(_) | Accountability::None(_) => {}
    }
    submit_plan(organisation, pleasing as f32, p, luck);
    organisation.indicator.weeks_since_review = 0;
    caught
}

/// Strikes out what was claimed beyond the record, where the audit looks and as far as there are records to check by.
fn audit(organisation: &mut Organisation, targets: &Targets, p: &Parameters, luck: &Block) -> f32 {
    if luck.uniform(words::AUDIT) >= targets.audit as f32 {
        return 0.0;
    }
    let caught = organisation.records * (organisation.reported - organisation.recorded).max(0.0);
    organisation.reported -= caught;
    let lost = p.caught_safety as f32 * caught;
    organisation.safety = (organisation.safety - lost).max(0.0);
    caught
}

fn compare_with_plan(organisation: &mut Organisation, p: &Parameters) {
    organisation.has_answered = true;
    let error = (organisation.submitted_plan - organisation.reported).abs();
    organisation.plan_error += p.plan_memory as f32 * (error - organisation.plan_error);
}

/// Sets the next target; a missed one costs safety.
fn ratchet(organisation: &mut Organisation, targets: &Targets, p: &Parameters) {
    let reported = organisation.reported;
    let indicator = &mut organisation.indicator;
    let years = f64::from(indicator.weeks_since_review) / WEEKS_PER_YEAR;
    indicator.met = reported >= indicator.target;
    if !indicator.met {
        let lost = (p.blame * targets.stake) as f32;
        organisation.safety *= (1.0 - lost).max(0.0);
    }
    let taken_in = targets.ratchet as f32 * (reported - indicator.target).max(0.0);
    let grown = (targets.growth_per_year * years) as f32 * indicator.target;
    indicator.target = (indicator.target + taken_in + grown).min(1.0);
}

/// A dialogue with peers: a part of what safety and absorptive capacity lack.
fn talk(organisation: &mut Organisation, p: &Parameters) {
    organisation.safety += p.dialogue_safety as f32 * (1.0 - organisation.safety);
    organisation.absorptive += p.dialogue_absorptive as f32 * (1.0 - organisation.absorptive);
}

/// What leaders expect, and what they hand in.
fn submit_plan(organisation: &mut Organisation, pleasing: f32, p: &Parameters, luck: &Block) {
    let hidden = organisation.true_performance - organisation.recorded;
    let noise = p.forecast_noise as f32 * luck.normal(words::FORECAST);
    let seen = organisation.recorded + p.candour as f32 * hidden + noise;
    organisation.forecast = seen.clamp(0.0, 1.0);
    let asked = (organisation.indicator.target - organisation.forecast).max(0.0);
    organisation.submitted_plan = organisation.forecast + pleasing * asked;
}

/// Withholds money for a shortfall until the next review.
fn withhold(organisation: &mut Organisation, payment: &Payment) {
    if let Payment::ByResults(results) = payment {
        let target = organisation.indicator.target.max(f32::MIN_POSITIVE);
        let shortfall = ((target - organisation.reported) / target).clamp(0.0, 1.0);
        let at_risk = results.share * organisation.income_per_week;
        organisation.withheld = at_risk * f64::from(shortfall);
    }
}

/// What is withheld never exceeds what depends on results under the rules in force.
fn hold_to_share(organisation: &mut Organisation, payment: &Payment) {
    let share = match payment {
        Payment::ByResults(results) => results.share,
        Payment::Alliance(_) | Payment::Block(_) => 0.0,
    };
    organisation.withheld = organisation.withheld.min(share * organisation.income_per_week);
}

/// Ranks within a place, where anybody sees them.
fn rank(place: &mut Place, competition: &Competition) {
    let published = match competition {
        Competition::LeagueAndTender(_) | Competition::LeagueTable(_) | Competition::Choice(_) => true,
        Competition::Tender(_) | Competition::None(_) => false,
    };
    let n = place.organisations.len();
    for i in 0..n {
        let own = place.organisations[i].reported;
        let mut halves = 0;
        for other in &place.organisations {
            halves += u32::from(other.reported < own) + u32::from(other.reported <= own);
        }
        place.organisations[i].rank = if published && n > 1 {
            // The organisation itself is a tie and counts one half, which is taken off.
            (halves - 1) as f32 / (2 * (n - 1)) as f32
        } else {
            0.5
        };
    }
}

/// Control perceived from reported numbers: the more alike they are, the more there seems to be.
fn control(organisations: &[Organisation]) -> f32 {
    let n = organisations.len().max(1) as f32;
    let mean = organisations.iter().map(|o| o.reported).sum::<f32>() / n;
    let squares = organisations.iter().map(|o| (o.reported - mean) * (o.reported - mean)).sum::<f32>();
    if mean > 0.0 { (1.0 - libm::sqrtf(squares / n) / mean).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::rules::answering::{Dialogue, TargetsWithoutStake};
    use crate::model::rules::money::{ByResults, LeagueTable};
    use crate::model::world::World;
    use crate::parameters::NoParameters;

    fn under(change: impl Fn(&mut Regime)) -> World {
        fixtures::country(1, 3, fixtures::twice(change))
    }

    fn unaudited(targets: Targets) -> Accountability {
        Accountability::Targets(Targets { audit: 0.0, ..targets })
    }

    fn weeks(world: &mut World, n: u32) {
        for _ in 0..n {
            world.each_place(|place, context| review(place, context, &Parameters::default(), &Randomness::new(1, 0)));
            world.week += 1;
        }
    }

    fn first(world: &mut World) -> &mut Organisation {
        &mut world.places[0].organisations[0]
    }

    #[test]
    fn a_target_takes_in_a_part_of_what_exceeds_it_and_nothing_of_a_shortfall() {
        for (reported, expected) in [(0.8, 0.7), (0.4, 0.6)] {
            let mut world = under(|row| {
                row.accountability = unaudited(Targets { growth_per_year: 0.0, ..Targets::default() });
            });
            first(&mut world).reported = reported;
            weeks(&mut world, 52);
            let indicator = &first(&mut world).indicator;
            assert!((indicator.target - expected).abs() < 1e-6);
            assert_eq!(indicator.met, reported > 0.6);
            assert_eq!(indicator.weeks_since_review, 0);
        }
    }

    #[test]
    fn frequent_reviews_let_a_target_grow_no_faster() {
        let target = |review_weeks| {
            let mut world = under(|row| {
                row.accountability = unaudited(Targets { review_weeks, ..Targets::default() });
            });
            weeks(&mut world, 52);
            first(&mut world).indicator.target
        };
        assert!((target(52) - target(13)).abs() < 1e-3);
    }

    #[test]
    fn plans_please_where_there_is_a_stake_and_are_honest_where_there_is_none() {
        let plan = |accountability: Accountability| {
            let mut world = under(|row| row.accountability = accountability.clone());
            weeks(&mut world, 52);
            let organisation = first(&mut world).clone();
            (organisation.forecast, organisation.submitted_plan)
        };
        let (forecast, handed_in) = plan(unaudited(Targets::default()));
        assert!(handed_in > forecast && handed_in < 0.62);
        for honest in [
            Accountability::TargetsWithoutStake(TargetsWithoutStake::default()),
            Accountability::Dialogue(Dialogue::default()),
            Accountability::Measurement(Default::default()),
        ] {
            let (forecast, handed_in) = plan(honest);
            assert_eq!(forecast, handed_in);
        }
    }

    #[test]
    fn an_audit_strikes_out_what_it_can_check_and_costs_safety_and_trust() {
        let after = |audit, records| {
            let mut world = under(|row| {
                row.accountability = Accountability::Targets(Targets { audit, stake: 0.0, ..Targets::default() });
            });
            (first(&mut world).reported, first(&mut world).records) = (0.9, records);
            weeks(&mut world, 52);
            let trust = world.places[0].public_trust;
            (first(&mut world).reported, first(&mut world).safety, trust)
        };
        assert_eq!(after(0.0, 1.0), (0.9, 0.5, 0.5));
        assert_eq!(after(1.0, 0.0), (0.9, 0.5, 0.5));
        let (reported, safety, trust) = after(1.0, 1.0);
        assert!((reported - 0.5).abs() < 1e-6 && safety < 0.5 && trust < 0.5);
        assert!((after(1.0, 0.5).0 - 0.7).abs() < 1e-6);
    }

    #[test]
    fn pay_is_withheld_for_a_shortfall_only_and_never_beyond_the_share() {
        for (reported, expected) in [(0.9, 0.0), (0.3, 150.0), (0.0, 300.0)] {
            let mut world = under(|row| {
                row.payment = Payment::ByResults(ByResults { share: 0.3, ..ByResults::default() });
                row.accountability = unaudited(Targets { growth_per_year: 0.0, ratchet: 0.0, ..Targets::default() });
            });
            first(&mut world).reported = reported;
            weeks(&mut world, 60);
            assert!((first(&mut world).withheld - expected).abs() < 1e-3);
        }
    }

    #[test]
    fn nothing_is_withheld_from_who_meets_the_target_of_the_year_however_fast_targets_grow() {
        let mut world = under(|row| {
            row.payment = Payment::ByResults(ByResults { share: 0.3, ..ByResults::default() });
            row.accountability = unaudited(Targets { growth_per_year: 0.2, ..Targets::default() });
        });
        first(&mut world).reported = first(&mut world).indicator.target;
        weeks(&mut world, 60);
        assert!(first(&mut world).indicator.target > first(&mut world).reported);
        assert_eq!(first(&mut world).withheld, 0.0);
    }

    #[test]
    fn nothing_is_withheld_under_a_block_grant() {
        let mut world = under(|row| row.payment = Payment::Block(Default::default()));
        first(&mut world).withheld = 99.0;
        weeks(&mut world, 1);
        assert_eq!(first(&mut world).withheld, 0.0);
    }

    #[test]
    fn ranks_run_from_zero_to_one_and_the_even_stand_in_the_middle() {
        let mut world = under(|row| {
            row.competition = Competition::LeagueTable(LeagueTable::default());
        });
        weeks(&mut world, 13);
        assert_eq!(first(&mut world).rank, 0.5);
        for (organisation, reported) in world.places[0].organisations.iter_mut().zip([0.2, 0.9, 0.5]) {
            organisation.reported = reported;
        }
        weeks(&mut world, 13);
        let ranks: Vec<f32> = world.organisations().map(|(_, o)| o.rank).collect();
        assert_eq!(ranks, [0.0, 1.0, 0.5]);
    }

    #[test]
    fn without_tables_nobody_has_a_rank() {
        let mut world = under(|row| row.competition = Competition::None(NoParameters {}));
        first(&mut world).reported = 0.9;
        weeks(&mut world, 13);
        assert_eq!(first(&mut world).rank, 0.5);
    }

    #[test]
    fn control_falls_by_the_spread_of_what_is_reported_over_its_mean() {
        let mut organisations = vec![under(|_| ()).places[0].organisations[0].clone(); 2];
        (organisations[0].reported, organisations[1].reported) = (0.4, 0.8);
        // A standard deviation of 0.2 about a mean of 0.6.
        assert!((control(&organisations) - 2.0 / 3.0).abs() < 1e-6, "{}", control(&organisations));
    }

    #[test]
    fn control_seems_complete_where_all_report_the_same() {
        let mut world = under(|_| ());
        assert_eq!(control(&world.places[0].organisations), 1.0);
        first(&mut world).reported = 0.9;
        assert!(control(&world.places[0].organisations) < 1.0);
    }

    #[test]
    fn complaints_rise_with_grievances_and_fall_with_trust() {
        let complaints = |refused, trust| {
            let mut world = under(|_| ());
            first(&mut world).flows.refused = refused;
            world.places[0].public_trust = trust;
            weeks(&mut world, 1);
            world.places[0].tally.complaints
        };
        assert_eq!(complaints(0, 0.5), 0.0);
        assert!(complaints(9, 0.5) > complaints(3, 0.5));
        assert!(complaints(9, 0.2) > complaints(9, 0.8));
    }

    #[test]
    fn a_dialogue_lifts_safety_and_asks_for_nothing() {
        let mut world = under(|row| row.accountability = Accountability::Dialogue(Dialogue::default()));
        weeks(&mut world, 520);
        let organisation = first(&mut world);
        assert!(organisation.safety > 0.5 && organisation.safety <= 1.0);
        assert_eq!(organisation.indicator.target, 0.6);
    }

    #[test]
    fn waiting_for_long_costs_trust_and_a_short_wait_none() {
        let after = |n: u32, p: &Parameters| {
            let mut world = under(|_| ());
            let waiting = fixtures::waiting(0);
            let place = &mut world.places[0];
            place.residents = crate::model::world::residents::Residents::with(64);
            place.residents.trust[0] = bits_of(0.5);
            place.organisations[0].waiting = vec![waiting];
            for _ in 0..n {
                world.each_place(|place, context| review(place, context, p, &Randomness::new(1, 0)));
                world.week += 1;
            }
            0.5 - share_of(world.places[0].residents.trust[0])
        };
        let p = Parameters::default();
        assert!(after(7, &p).abs() < 1e-4);
        let half_a_year = after(26, &p);
        assert!((half_a_year - 0.5 * (1.0 - libm::powf(1.0 - 0.016, 5.0))).abs() < 1e-3, "{half_a_year}");
        assert!(after(26, &Parameters { waiting_costs_trust: 0.0, ..p }).abs() < 1e-4);
    }

    #[test]
    fn who_stands_alone_ranks_in_the_middle_and_nothing_reported_gives_no_control() {
        let mut place = fixtures::town(&crate::model::regime::npm(), 1, 1, 0).places.remove(0);
        place.organisations[0].rank = 0.9;
        rank(&mut place, &Competition::LeagueTable(LeagueTable::default()));
        assert_eq!(place.organisations[0].rank, 0.5);
        place.organisations[0].reported = 0.0;
        assert_eq!((control(&place.organisations), control(&[])), (0.0, 0.0));
    }
}
