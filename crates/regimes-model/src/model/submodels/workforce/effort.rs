//! Effort: how workers share a direct hour between real help, what is only measured, and gaming.
//!
//! What asks something of a worker pulls with a strength `b` at an angle `phi` from what matters (0: aligned,
//! 90 degrees: unrelated, above: opposed).
//! Pulls add as vectors, so any mixture of rules has a strength and an angle:
//!
//! ```text
//! b_contract = feedback + (stake + share at risk * money felt) * nearness * (1 - shading)
//!            + (rank + reallocated * money felt) * (1 + tilt * (1/2 - rank held))
//! nearness   = floor + (1 - floor) * exp(-((target - reported) / width)^2 / 2)
//! shading    = shading * ratchet * (reported - target) / width, the last factor within 0 to 1
//! phi_1      = acos(cos(angle) * sqrt(domains counted / domains served)), served: its own, and those of open cases
//! phi        = phi_1 / (1 + cover * (indicators - 1))
//! ```
//!
//! Beside the contract pull peers (dialogue) and supervisors (control), each at an angle of its own.
//! Shares `a` of real help, measured-only work and gaming maximise `v.a - sum k a^2 / 2` with `a >= 0`,
//! `sum a <= 1`:
//!
//! ```text
//! v = (b cos phi + theta, b sin phi, b kappa),  k = (c, c, c_g (1 + audit sensitivity * detected))
//! c = (1 + weary * (B - B_ref)) / q0
//! a = max(0, (v - L) / k),  L = 0 if the sum fits, otherwise the L >= 0 at which the sum is 1
//! ```
//!
//! `detected = audit * records`: a check finds a false claim only where there is something on record to check by.
//! What is left of the hour is slack: a worker of motivation `theta` whom nobody asks gives `q0 * theta`, less where
//! exhaustion `B` is above the usual; `weary` 0 knocks that path out.
//! Numbers that are shown pull a little without any stake (`feedback`): under targets with or without one, and
//! under measurement for learning.
//! Source: Holmstrom and Milgrom (1991), Baker (2002), mechanisms M01 to M03, M07, M34; assumptions A21, A61 to A64, A210, A211.
//! Regimes: accountability, payment, competition and management set the pulls, reporting the records that checks
//! need. There is no other term.
//! A domain that the indicator misses enters here, through the angle, and is charged nowhere else.

use crate::model::rules::answering::Accountability;
use crate::model::rules::money::{Competition, Payment};
use crate::model::rules::people::Management;
use crate::model::world::OrganisationContext;
use crate::model::world::Rules;
use crate::model::world::organisations::{Incentive, Organisation};
use crate::model::world::workers::Worker;
use crate::units::domains::Domains;

crate::parameters! {
    /// How a direct hour is shared.
    pub struct Parameters {
        /// Share of a direct hour that a worker of median motivation gives to real help where nobody asks (`q0`).
        unasked: f64 = 0.85, "share", 0.3..=1.0, Uncertainty, "M34";
        /// How much more an hour of gaming raises the measure than an hour of what is measured (`kappa`).
        gaming_gain: f64 = 0.8, "factor", 0.0..=3.0, Uncertainty, "M03";
        /// How fast gaming becomes distasteful, where nobody checks (`c_g`).
        gaming_cost: f64 = 2.5, "incentive", 0.2..=20.0, Uncertainty, "A62";
        /// By how much certain detection multiplies that distaste, beside 1.
        audit_sensitivity: f64 = 10.0, "factor", 0.0..=60.0, Uncertainty, "M03";
        /// Incentive that workers feel of each share of the organisation's money at risk.
        money_felt: f64 = 0.5, "incentive", 0.0..=3.0, Uncertainty, "A61";
        /// Distance from the target over which the pull of a threshold fades.
        width: f64 = 0.15, "share", 0.01..=1.0, Uncertainty, "M03";
        /// Share of the pull that is left far from the target.
        floor: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A61";
        /// Share of the pull that is held back above a target that would ratchet in full.
        shading: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "M03";
        /// By how much a rank pulls harder at the foot of the table than at its head.
        rank_tilt: f64 = 1.5, "factor", 0.0..=2.0, Uncertainty, "M35";
        /// How fast further indicators narrow the angle.
        cover: f64 = 0.15, "1/indicator", 0.0..=1.0, Uncertainty, "A21";
        /// Incentive that supervisors put on a worker who is fully controlled.
        supervisor: f64 = 0.1, "incentive", 0.0..=1.0, Uncertainty, "A63";
        /// Angle between what supervisors see and what matters.
        supervisor_angle_degrees: f64 = 35.0, "degree", 0.0..=180.0, Uncertainty, "A63";
        /// Incentive that a number puts on those who are shown it, whatever depends on it.
        feedback: f64 = 0.05, "incentive", 0.0..=0.3, Uncertainty, "A210";
        /// By how much a unit of exhaustion makes effort more costly.
        weary: f64 = 0.5, "1/share", 0.0..=1.5, Uncertainty, "A211";
        /// Exhaustion at which effort has its usual price (`B_ref`).
        usual_exhaustion: f64 = 0.40, "share", 0.0..=1.0, Constant, "A72";
        /// Factor on the angles of all indicators.
        angles: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "M01";
    }
}

/// Where an organisation stands under its contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Angle of one indicator, in the domains that it counts (radian).
    pub angle: f32,
    /// Share of the domains served that the indicator counts.
    pub counted: f32,
    /// Reported performance less the target.
    pub above_target: f32,
    /// Rank, 0 lowest to 1 highest.
    pub rank: f32,
    /// Share of what is done that is on record.
    pub records: f32,
}

impl Standing {
    /// Where an organisation stands.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Standing {
        let cases = organisation.cases.iter().fold(Domains::NONE, |domains, case| domains | case.domains);
        let served = organisation.domains | cases;
        let counted = (served & organisation.indicator.domains).len();
        Standing {
            angle: organisation.indicator.angle,
            counted: if served.is_empty() { 1.0 } else { counted as f32 / served.len() as f32 },
            above_target: organisation.reported - organisation.indicator.target,
            rank: organisation.rank,
            records: organisation.records,
        }
    }
}

/// Sets the incentives of the week in an organisation and the shares of its workers, in place; workers do not look
/// at each other, so the order of visits does not matter.
pub fn choose(organisation: &mut Organisation, context: &OrganisationContext<'_>, p: &Parameters) {
    let standing = Standing::of(organisation);
    organisation.incentive = if context.place.shocks.emergency_weeks > 0 {
        suspended(&context.rules, &standing, p)
    } else {
        felt(&context.rules, &standing, p)
    };
    let incentive = organisation.incentive;
    for worker in &mut organisation.workers {
        let shares = if worker.filled { response(&incentive, worker, p) } else { [0.0; 3] };
        [worker.real, worker.measured, worker.gaming] = shares;
    }
}

/// The incentives of a week in which the rules are in force.
#[must_use]
pub fn felt(rules: &Rules<'_>, standing: &Standing, p: &Parameters) -> Incentive {
    let contract = contract_pull(rules, standing, p);
    let (peer, peer_angle) = match rules.accountability {
        Accountability::Dialogue(rule) => (rule.peer as f32, (rule.peer_angle_degrees as f32).to_radians()),
        _ => (0.0, 0.0),
    };
    let supervisor = (control(rules.management) * p.supervisor) as f32;
    let supervisor_angle = (p.supervisor_angle_degrees as f32).to_radians();
    let angle = contract_angle(rules, standing, p);
    let pulls = [(contract, angle), (peer, peer_angle), (supervisor, supervisor_angle)];
    let (strength, cosine, sine) = together(&pulls).unwrap_or_else(|| at(angle));
    let audit = audit(rules.accountability);
    Incentive { strength, cosine, sine, audit, detected: audit * standing.records, peer }
}

/// The incentives of an emergency, in which nobody asks; the contract keeps its angle.
#[must_use]
pub fn suspended(rules: &Rules<'_>, standing: &Standing, p: &Parameters) -> Incentive {
    let (strength, cosine, sine) = at(contract_angle(rules, standing, p));
    Incentive { strength, cosine, sine, audit: 0.0, detected: 0.0, peer: 0.0 }
}

/// What a worker gains from a whole hour of real help, of measured-only work and of gaming.
#[must_use]
pub fn values(incentive: &Incentive, theta: f32, p: &Parameters) -> [f32; 3] {
    [
        incentive.strength * incentive.cosine + theta,
        incentive.strength * incentive.sine,
        incentive.strength * p.gaming_gain as f32,
    ]
}

/// How a worker shares an hour.
fn response(incentive: &Incentive, worker: &Worker, p: &Parameters) -> [f32; 3] {
    best_response(values(incentive, worker.theta, p), costs(incentive, worker.exhaustion, p))
}

/// How fast each of the three becomes tiring or distasteful to a worker of some exhaustion.
#[must_use]
pub fn costs(incentive: &Incentive, exhaustion: f32, p: &Parameters) -> [f32; 3] {
    let weary = 1.0 + p.weary as f32 * (exhaustion - p.usual_exhaustion as f32);
    let effort = weary / p.unasked as f32;
    let checked = 1.0 + p.audit_sensitivity as f32 * incentive.detected;
    [effort, effort, p.gaming_cost as f32 * checked]
}

/// The shares `a >= 0`, `sum a <= 1` that maximise `values . a - sum costs a^2 / 2`.
#[must_use]
pub fn best_response(values: [f32; 3], costs: [f32; 3]) -> [f32; 3] {
    let shares_at = |price: f32| [0, 1, 2].map(|i: usize| ((values[i] - price) / costs[i]).max(0.0));
    let free = shares_at(0.0);
    if free.iter().sum::<f32>() <= 1.0 {
        return free;
    }
    let mut order = [0_usize, 1, 2];
    order.sort_unstable_by(|&i, &j| values[j].total_cmp(&values[i]));
    let (mut price, mut wanted, mut room) = (0.0, 0.0, 0.0);
    for i in order {
        if values[i] <= price {
            break;
        }
        wanted += values[i] / costs[i];
        room += 1.0 / costs[i];
        price = ((wanted - 1.0) / room).max(0.0);
    }
    // Rounding may leave a little more than an hour.
    let shares = shares_at(price);
    let sum = shares.iter().sum::<f32>().max(1.0);
    shares.map(|share| share / sum)
}

/// Strength with which the contract and the table pull.
fn contract_pull(rules: &Rules<'_>, standing: &Standing, p: &Parameters) -> f32 {
    let (stake, ratchet) = match rules.accountability {
        Accountability::Targets(rule) => (rule.stake, rule.ratchet),
        _ => (0.0, 0.0),
    };
    let at_risk = match rules.payment {
        Payment::ByResults(rule) => rule.share,
        Payment::Alliance(_) | Payment::Block(_) => 0.0,
    };
    let threshold = (stake + at_risk * p.money_felt) as f32;
    feedback(rules.accountability, p)
        + threshold * nearness(standing.above_target, p) * (1.0 - shading(ratchet, standing, p))
        + competition_pull(rules.competition, standing.rank, p)
}

/// Strength with which a number pulls that is shown and has no consequence.
fn feedback(rule: &Accountability, p: &Parameters) -> f32 {
    match rule {
        Accountability::Targets(_) | Accountability::TargetsWithoutStake(_) | Accountability::Measurement(_) => {
            p.feedback as f32
        }
        Accountability::Dialogue(_) | Accountability::None(_) => 0.0,
    }
}

/// Strength with which ranks, tenders and residents' choice pull.
fn competition_pull(rule: &Competition, rank: f32, p: &Parameters) -> f32 {
    let (ranked, reallocated) = match rule {
        Competition::LeagueAndTender(rule) => (rule.rank, rule.reallocation),
        Competition::LeagueTable(rule) => (rule.rank, 0.0),
        Competition::Tender(rule) => (0.0, rule.reallocation),
        Competition::Choice(rule) => (rule.rank, 0.0),
        Competition::None(_) => (0.0, 0.0),
    };
    let low = 1.0 + p.rank_tilt as f32 * (0.5 - rank);
    (ranked + reallocated * p.money_felt) as f32 * low
}

/// How strongly a threshold pulls at a distance from it.
fn nearness(above_target: f32, p: &Parameters) -> f32 {
    let distance = above_target / p.width as f32;
    let floor = p.floor as f32;
    floor + (1.0 - floor) * libm::expf(-distance * distance / 2.0)
}

/// Share of the pull that is held back, so that the next target is not higher.
fn shading(ratchet: f64, standing: &Standing, p: &Parameters) -> f32 {
    let above = (standing.above_target / p.width as f32).clamp(0.0, 1.0);
    (p.shading * ratchet) as f32 * above
}

/// The angle between what the contract counts and what matters in all domains served: its own and those of its cases.
fn contract_angle(rules: &Rules<'_>, standing: &Standing, p: &Parameters) -> f32 {
    let indicators = match rules.accountability {
        Accountability::Targets(rule) => rule.indicators,
        Accountability::TargetsWithoutStake(rule) => rule.indicators,
        _ => 1,
    };
    let cosine = libm::cosf(standing.angle) * standing.counted.sqrt();
    let further = indicators.saturating_sub(1) as f32;
    libm::acosf(cosine.clamp(-1.0, 1.0)) / (1.0 + p.cover as f32 * further)
}

/// Strength, cosine and sine of pulls taken together; none where nothing pulls.
fn together(pulls: &[(f32, f32)]) -> Option<(f32, f32, f32)> {
    let (mut along, mut across) = (0.0, 0.0);
    for &(strength, angle) in pulls {
        along += strength * libm::cosf(angle);
        across += strength * libm::sinf(angle);
    }
    let strength = (along * along + across * across).sqrt();
    (strength > 0.0).then(|| (strength, along / strength, across / strength))
}

/// No strength at an angle.
fn at(angle: f32) -> (f32, f32, f32) {
    (0.0, libm::cosf(angle), libm::sinf(angle))
}

fn audit(rule: &Accountability) -> f32 {
    match rule {
        Accountability::Targets(rule) => rule.audit as f32,
        _ => 0.0,
    }
}

fn control(rule: &Management) -> f64 {
    match rule {
        Management::Command(rule) => rule.control,
        Management::SelfManaged(rule) => rule.control,
        Management::Mixed(rule) => rule.control,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::status_quo;
    use crate::model::regime::{Regime, hls, npm};
    use crate::model::rules::answering::{Accountability, Dialogue, Targets, TargetsWithoutStake};
    use crate::parameters::NoParameters;
    use proptest::prelude::*;

    const MIDDLE: Standing =
        Standing { angle: core::f32::consts::FRAC_PI_4, counted: 1.0, above_target: 0.0, rank: 0.5, records: 1.0 };

    fn felt_under(row: Regime, standing: &Standing, p: &Parameters) -> Incentive {
        felt(&status_quo(&[row, hls()]), standing, p)
    }

    /// A row in which nobody asks but those whom a test adds.
    fn unasked() -> Regime {
        Regime { accountability: Accountability::None(NoParameters {}), ..hls() }
    }

    fn without_supervisors() -> Parameters {
        Parameters { supervisor: 0.0, ..Parameters::default() }
    }

    fn shares(strength: f32, degrees: f32, theta: f32) -> [f32; 3] {
        let p = Parameters::default();
        let (_, cosine, sine) = at(degrees.to_radians());
        let incentive = Incentive { strength, cosine, sine, ..Incentive::default() };
        best_response(values(&incentive, theta, &p), costs(&incentive, 0.4, &p))
    }

    fn gain(a: [f64; 3], values: [f32; 3], costs: [f32; 3]) -> f64 {
        (0..3).map(|i| f64::from(values[i]) * a[i] - f64::from(costs[i]) * a[i] * a[i] / 2.0).sum()
    }

    /// The best of a fine grid of shares.
    fn best_on_grid(values: [f32; 3], costs: [f32; 3]) -> f64 {
        const STEPS: u32 = 50;
        let mut best = f64::NEG_INFINITY;
        for i in 0..=STEPS {
            for j in 0..=STEPS - i {
                for k in 0..=STEPS - i - j {
                    let a = [i, j, k].map(|n| f64::from(n) / f64::from(STEPS));
                    best = best.max(gain(a, values, costs));
                }
            }
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_other_shares_are_better(
            values in prop::array::uniform3(-1.0_f32..2.5),
            costs in prop::array::uniform3(0.3_f32..6.0),
        ) {
            let a = best_response(values, costs);
            prop_assert!(a.iter().all(|&share| share >= 0.0));
            prop_assert!(a.iter().sum::<f32>() <= 1.0 + 1e-5);
            let mine = gain(a.map(f64::from), values, costs);
            let best = best_on_grid(values, costs);
            // The grid can miss the optimum by its step, never beat it.
            prop_assert!(mine >= best - 1e-5, "{mine} {best}");
            prop_assert!(mine <= best + 0.01, "{mine} {best}");
        }
    }

    #[test]
    fn whom_nobody_asks_gives_what_motivation_gives() {
        assert!((shares(0.0, 45.0, 1.0)[0] - 0.85).abs() < 1e-6);
        assert!((shares(0.0, 45.0, 0.5)[0] - 0.425).abs() < 1e-6);
        assert_eq!(shares(0.0, 45.0, 0.0), [0.0; 3]);
        assert!((shares(0.0, 45.0, 3.0)[0] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn aligned_incentives_help_most_where_motivation_is_low() {
        let gain = |theta| shares(0.3, 0.0, theta)[0] - shares(0.0, 0.0, theta)[0];
        assert!(gain(0.4) > gain(0.9) && gain(0.9) > gain(1.3));
        assert!(gain(0.4) > 0.2);
    }

    #[test]
    fn misaligned_incentives_divert_only_where_the_hour_is_full() {
        assert!((shares(0.3, 90.0, 0.5)[0] - shares(0.0, 90.0, 0.5)[0]).abs() < 1e-6);
        assert!(shares(0.3, 90.0, 1.1)[0] < shares(0.0, 90.0, 1.1)[0] - 0.05);
    }

    #[test]
    fn opposed_incentives_take_from_real_help_even_in_a_slack_hour() {
        assert!(shares(0.3, 150.0, 0.5)[0] < shares(0.0, 150.0, 0.5)[0] - 0.1);
    }

    #[test]
    fn audit_makes_gaming_rarer() {
        let row = |audit| Regime {
            accountability: Accountability::Targets(Targets { audit, ..Targets::default() }),
            ..npm()
        };
        let p = Parameters::default();
        let gaming = |audit| {
            let incentive = felt_under(row(audit), &MIDDLE, &p);
            best_response(values(&incentive, 1.0, &p), costs(&incentive, 0.4, &p))[2]
        };
        assert!(gaming(0.0) > gaming(0.05) && gaming(0.05) > 2.0 * gaming(0.5));
    }

    #[test]
    fn a_threshold_pulls_most_where_it_is_near() {
        let p = Parameters::default();
        let at = |above_target| felt_under(npm(), &Standing { above_target, ..MIDDLE }, &p).strength;
        assert!(at(0.0) > at(-0.2) && at(-0.2) > at(-0.5));
        assert!(at(-0.9) > 0.0);
        assert!(at(0.1) < at(-0.1), "above the target a ratchet is shied away from");
    }

    #[test]
    fn exhausted_workers_help_less_unless_that_path_is_knocked_out() {
        let real = |exhaustion, weary| {
            let p = Parameters { weary, ..Parameters::default() };
            let worker = Worker { theta: 0.9, exhaustion, ..Worker::default() };
            response(&Incentive::default(), &worker, &p)[0]
        };
        assert!((real(0.4, 0.5) - 0.9 * 0.85).abs() < 1e-6);
        assert!(real(0.7, 0.5) < 0.9 * real(0.4, 0.5));
        assert!(real(0.2, 0.5) > real(0.4, 0.5));
        assert_eq!(real(0.7, 0.0), real(0.4, 0.0));
    }

    #[test]
    fn pulls_add_as_vectors() {
        let pulls = [(3.0, 0.0), (4.0, core::f32::consts::FRAC_PI_2)];
        assert!(together(&pulls).is_some_and(|(strength, cosine, sine)| {
            (strength - 5.0).abs() < 1e-5 && (cosine - 0.6).abs() < 1e-5 && (sine - 0.8).abs() < 1e-5
        }));
        assert_eq!(together(&[(0.0, 1.0)]), None);
    }

    #[test]
    fn peers_pull_at_their_own_angle() {
        let row = Regime { accountability: Accountability::Dialogue(Dialogue::default()), ..unasked() };
        let incentive = felt_under(row, &MIDDLE, &without_supervisors());
        assert!((incentive.strength - 0.15).abs() < 1e-6 && incentive.peer > 0.0);
        assert!((incentive.cosine - 25.0_f32.to_radians().cos()).abs() < 1e-5);
    }

    #[test]
    fn targets_without_a_stake_leave_only_what_is_shown_and_the_rank() {
        let row =
            Regime { accountability: Accountability::TargetsWithoutStake(TargetsWithoutStake::default()), ..unasked() };
        let pull = |feedback| Parameters { feedback, ..without_supervisors() };
        assert_eq!(felt_under(row.clone(), &MIDDLE, &pull(0.0)).strength, 0.0);
        assert!((felt_under(row.clone(), &MIDDLE, &pull(0.05)).strength - 0.05).abs() < 1e-6);
        assert_eq!(felt_under(unasked(), &MIDDLE, &pull(0.05)).strength, 0.0, "nothing is shown");
        let ranked = Regime { competition: npm().competition, ..row };
        assert!(felt_under(ranked, &MIDDLE, &without_supervisors()).strength > 0.19);
    }

    #[test]
    fn a_low_rank_pulls_harder() {
        let p = Parameters::default();
        let at = |rank| felt_under(npm(), &Standing { rank, ..MIDDLE }, &p).strength;
        assert!(at(0.0) > at(0.5) && at(0.5) > at(1.0));
    }

    #[test]
    fn further_indicators_narrow_the_angle_and_missed_domains_widen_it() {
        let p = Parameters::default();
        let angle = |indicators, counted| {
            let row = Regime {
                accountability: Accountability::Targets(Targets { indicators, ..Targets::default() }),
                ..npm()
            };
            let pair = [row, hls()];
            contract_angle(&status_quo(&pair), &Standing { counted, ..MIDDLE }, &p)
        };
        assert!((angle(1, 1.0) - MIDDLE.angle).abs() < 1e-5);
        assert!(angle(4, 1.0) < angle(2, 1.0) && angle(2, 1.0) < angle(1, 1.0));
        assert!(angle(1, 0.5) > angle(1, 1.0));
        assert!((angle(1, 0.0) - core::f32::consts::FRAC_PI_2).abs() < 1e-5);
    }

    #[test]
    fn in_an_emergency_nothing_pulls_and_the_angle_stays() {
        let pair = [npm(), hls()];
        let incentive = suspended(&status_quo(&pair), &MIDDLE, &Parameters::default());
        assert_eq!((incentive.strength, incentive.audit), (0.0, 0.0));
        assert!((incentive.cosine - MIDDLE.angle.cos()).abs() < 1e-6);
    }
}
