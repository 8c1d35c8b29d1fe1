//! Waste: what re-assessment, hand-offs and administration take falls where time goes into improving how work is done,
//! and those who know the work may change it.
//!
//! ```text
//! effort  = h / (h + half),  h = hours of reflection, of watching who waits, and of a delivery unit, each worker
//! taken   = (1 - (1 - removable)^(1/156)) * effort * authority,  a week
//! w'      = w * (1 - taken) + usual + creep / 52,  w = 1 at the end of the burn-in
//! usual'  = usual + (taken - usual) / 52 during the burn-in, w held at 1
//! base administration, time of a hand-off, of an assessment of who was assessed elsewhere: each times w  (allotment)
//! authority = 1                      where practice changes by a cycle of those who do the work, or teams decide
//!           = share of discretion    under mixed management
//!           = 0                      under command
//!           at least `unit_authority` where a delivery unit watches a target of waiting time
//! ```
//!
//! Hours are stated as the status quo has them, so each organisation starts at the status quo's fixed point: what creeps
//! in there makes up for what it takes out. That, and what creeps in beyond it, is the same under every arm.
//! Time for improving is paid for before it brings anything: reflection, watching and a delivery unit have hours
//! (allotment). Without `removable` and `creep` nothing of this happens.
//!
//! Update: organisations by themselves, after their week's work.
//! Units: multiples; shares a week; hours a week. Source: L41, L42 (in docs/register.md); assumptions A288, A335, A336.
//! Regimes: learning, management, support (discretion), accountability (watching, delivery unit).

use crate::model::rules::answering::Accountability;
use crate::model::rules::lessons::Learning;
use crate::model::rules::people::Management;
use crate::model::rules::practice::Support;
use crate::model::world::organisations::Organisation;
use crate::model::world::{OrganisationContext, Rules};
use crate::units::WEEKS_PER_YEAR;

crate::parameters! {
    /// How waste in processes falls and creeps in.
    pub struct Parameters {
        /// Share of waste that full effort with full authority takes out in three years; 0: none.
        removable: f64 = 0.0, "share", 0.0..=0.3, Uncertainty, "A288";
        /// Waste that creeps in beyond what the status quo takes out, under every arm.
        creep_per_year: f64 = 0.0, "1/year", 0.0..=0.03, Uncertainty, "A288";
        /// Time of each worker for improving how work is done at which effort is half of full effort.
        half_hours: f64 = 1.0, "hour/week", 0.25..=4.0, Uncertainty, "A335";
        /// Authority to change how work is done that a delivery unit has, as a share of that of those who do the work.
        unit_authority: f64 = 0.6, "share", 0.2..=1.0, Uncertainty, "A288";
    }
}

/// Weeks in which the share `removable` is taken out.
const THREE_YEARS: f64 = 3.0 * WEEKS_PER_YEAR;

/// Takes waste out, and lets it creep in, for a week.
pub fn improve(organisation: &mut Organisation, context: &OrganisationContext<'_>, p: &Parameters) {
    if !context.services {
        return;
    }
    let waste = &mut organisation.waste;
    let full = 1.0 - libm::pow(1.0 - p.removable, 1.0 / THREE_YEARS);
    let taken = full * effort(f64::from(waste.hours), p) * authority(&context.rules, p);
    if context.change.start.is_none() {
        waste.usual += (taken - waste.usual) / f64::from(context.week + 1).min(WEEKS_PER_YEAR);
        return;
    }
    waste.level = waste.level * (1.0 - taken) + waste.usual + p.creep_per_year / WEEKS_PER_YEAR;
}

/// Effort, as a share of full effort.
fn effort(hours: f64, p: &Parameters) -> f64 {
    hours / (hours + p.half_hours)
}

/// How far those who improve may change how work is done.
fn authority(rules: &Rules<'_>, p: &Parameters) -> f64 {
    let own = match (rules.learning, rules.management) {
        (Learning::Cycle(_), _) | (_, Management::SelfManaged(_)) => 1.0,
        (_, Management::Mixed(_)) => discretion(rules.support),
        (_, Management::Command(_)) => 0.0,
    };
    let has_unit = matches!(rules.accountability, Accountability::Targets(targets) if targets.wait_weeks > 0);
    if has_unit { p.unit_authority.max(own) } else { own }
}

/// Share of the plan that is the worker's to change.
fn discretion(support: &Support) -> f64 {
    match support {
        Support::Standard(standard) => standard.discretion,
        Support::Menu(menu) => menu.discretion,
        Support::Bespoke(_) => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{Regime, hls, mixed, npm, npm_deliver};
    use crate::model::rules::answering::Targets;
    use crate::model::world::World;
    use crate::model::world::waste::Waste;

    const FULL: Parameters = Parameters { removable: 0.3, creep_per_year: 0.0, half_hours: 1.0, unit_authority: 1.0 };

    /// A world of one organisation, whose workers improve for some hours a week.
    fn improving(row: &Regime, hours: f32) -> World {
        let mut world = fixtures::town(row, 1, 2, 0);
        world.places[0].organisations[0].waste.hours = hours;
        world
    }

    fn weeks(world: &mut World, n: u32, p: &Parameters) -> Waste {
        for _ in 0..n {
            world.each_organisation(|one, context| improve(one, context, p));
            world.week += 1;
        }
        world.places[0].organisations[0].waste
    }

    fn observed(row: &Regime, hours: f32) -> World {
        let mut world = improving(row, hours);
        world.change.start = Some(0);
        world
    }

    #[test]
    fn under_constant_effort_waste_falls_as_its_closed_form_says() {
        for creep_per_year in [0.0, 0.02] {
            let p = Parameters { creep_per_year, ..FULL };
            let taken = (1.0 - 0.7_f64.powf(1.0 / 156.0)) * 2.0 / 3.0;
            let rest = creep_per_year / 52.0 / taken;
            let level = weeks(&mut observed(&hls(), 2.0), 156, &p).level;
            assert!((level - rest - (1.0 - rest) * (1.0 - taken).powi(156)).abs() < 1e-6, "{level}");
        }
        // At most three tenths in three years, whatever the effort.
        let most = weeks(&mut observed(&hls(), 1e6), 156, &FULL).level;
        assert!((most - 0.7).abs() < 1e-5, "{most}");
    }

    #[test]
    fn without_effort_or_authority_or_anything_to_take_out_nothing_moves() {
        let none = Parameters { removable: 0.0, ..FULL };
        for (row, hours, p) in [(hls(), 0.0, &FULL), (npm(), 2.0, &FULL), (hls(), 2.0, &none), (mixed(), 0.0, &FULL)] {
            assert_eq!(weeks(&mut observed(&row, hours), 99, p).level, 1.0);
        }
        assert_eq!(weeks(&mut observed(&hls(), 2.0), 99, &Parameters::default()).level, 1.0);
    }

    #[test]
    fn the_status_quo_stays_where_it_is_whatever_it_takes_out_and_creep_is_the_same_for_all() {
        for (row, hours) in [(npm(), 0.5), (hls(), 1.5), (mixed(), 0.3), (npm_deliver(), 0.2)] {
            let mut world = improving(&row, hours);
            assert_eq!(weeks(&mut world, 200, &FULL).level, 1.0);
            world.change.start = Some(200);
            let level = weeks(&mut world, 156, &FULL).level;
            assert!((level - 1.0).abs() < 1e-12, "{level}");
        }
        let crept = |row: &Regime| {
            let p = Parameters { removable: 0.0, creep_per_year: 0.03, ..FULL };
            weeks(&mut observed(row, 1.0), 52, &p).level
        };
        assert!((crept(&npm()) - 1.03).abs() < 1e-12);
        assert_eq!(crept(&npm()), crept(&hls()));
    }

    #[test]
    fn a_delivery_unit_with_full_authority_gains_what_those_who_do_the_work_gain_by_the_same_effort() {
        let [unit, teams] = [npm_deliver(), hls()].map(|row| weeks(&mut observed(&row, 1.2), 104, &FULL).level);
        assert_eq!(unit, teams);
        assert!(unit < 0.9, "{unit}");
        let less = Parameters { unit_authority: 0.2, ..FULL };
        let [weak, teams_as_before] =
            [npm_deliver(), hls()].map(|row| weeks(&mut observed(&row, 1.2), 104, &less).level);
        assert!(weak > unit && teams_as_before == teams);
    }

    #[test]
    fn authority_follows_who_may_change_how_work_is_done() {
        let p = Parameters { unit_authority: 0.4, ..FULL };
        let of = |row: &Regime| {
            let rows = [row.clone(), row.clone()];
            authority(&fixtures::status_quo(&rows), &p)
        };
        let watched = Accountability::Targets(Targets { wait_weeks: 18, ..Targets::default() });
        assert_eq!([of(&npm()), of(&hls()), of(&mixed()), of(&npm_deliver())], [0.0, 1.0, 0.5, 0.4]);
        assert_eq!(of(&Regime { learning: hls().learning, ..npm() }), 1.0);
        assert_eq!(of(&Regime { management: hls().management, ..npm() }), 1.0);
        assert_eq!(of(&Regime { accountability: watched, ..mixed() }), 0.5);
    }
}
