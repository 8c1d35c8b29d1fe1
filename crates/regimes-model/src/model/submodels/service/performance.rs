//! Performance: what is true, what is recorded and what is reported are kept apart; and how much is on record at all.
//!
//! ```text
//! P' = P + w * (counted / closed - P),  w = 1 - (1 - 1/memory)^closed
//! records' = records + pace * (written - records)
//! written = base + (1 - base) * h / (h + half),  h = hours of reporting and of dialogue, each worker
//! ```
//!
//! Each of the three is a running mean over closed cases with a memory of a number of cases.
//! Gaming is the only misreporting by workers; plans and returns are the organisation's and stand in accountability.
//!
//! Records are what reporting buys. They decide how much of what counts is recorded (`closing`), what a review of the
//! code can read (`learning`), which part of false claims a check finds (`effort`, `accountability`), and what a
//! worker who leaves hands on (`staffing`). Base administration keeps a part of them under every row; returns to
//! further hours diminish.
//!
//! Update: organisations by themselves.
//! Units: shares of closed cases, and of what is done; hours a week. Source: M02, M03, M34 (records fall more than
//! work does where monitoring goes); assumptions A177, A184, A185.
//! Regimes: none here; reporting and accountability set the hours, in allotment.

use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::units::weekly_share;

crate::parameters! {
    /// How performance is followed.
    pub struct Parameters {
        /// Closed cases that the running means remember, for each filled post.
        memory_per_post: f64 = 6.0, "case", 1.0..=1000.0, Constant, "A177";
        /// Share of what is done that is on record where nobody reports.
        records_base: f64 = 0.60, "share", 0.0..=1.0, Uncertainty, "M34";
        /// Time of each worker in reporting and dialogue at which half of the rest is on record too.
        records_half_hours: f64 = 2.0, "hour/week", 0.1..=20.0, Uncertainty, "A184";
        /// Time in which half of what was on record has been replaced.
        records_half_life_weeks: f64 = 13.0, "week", 1.0..=104.0, Uncertainty, "A185";
    }
}

/// Records an organisation's performance of the week.
pub fn record(organisation: &mut Organisation, context: &OrganisationContext<'_>, p: &Parameters) {
    if context.services {
        write_down(organisation, p);
    }
    follow(organisation, p);
}

/// Moves records towards what the week's hours write down.
fn write_down(organisation: &mut Organisation, p: &Parameters) {
    let hours = (organisation.hours.reporting + organisation.hours.dialogue) / organisation.n_filled().max(1) as f32;
    let pace = weekly_share(p.records_half_life_weeks) as f32;
    organisation.records += pace * (written(hours, p) - organisation.records);
}

/// Share of what is done that a number of hours of each worker write down.
fn written(hours: f32, p: &Parameters) -> f32 {
    let (base, half) = (p.records_base as f32, p.records_half_hours as f32);
    base + (1.0 - base) * hours / (hours + half)
}

fn follow(organisation: &mut Organisation, p: &Parameters) {
    let flows = &organisation.flows;
    let closed = (flows.closed_by_rule + flows.closed_by_agreement) as f32;
    if closed == 0.0 {
        return;
    }
    organisation.has_closed = true;
    let memory = p.memory_per_post * (organisation.n_filled().max(1) as f64);
    let weight = 1.0 - libm::pow(1.0 - 1.0 / memory.max(1.0), f64::from(closed)) as f32;
    let (truly, recorded, reported) = (flows.closed_truly, flows.closed_recorded, flows.closed_reported);
    let (seen, real) = (flows.effect_seen, flows.effect_true);
    let towards = |mean: &mut f32, sum: f32| *mean += weight * (sum / closed - *mean);
    towards(&mut organisation.true_performance, truly);
    towards(&mut organisation.recorded, recorded);
    towards(&mut organisation.reported, reported);
    towards(&mut organisation.effect_seen, seen);
    towards(&mut organisation.effect_true, real);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::hls;
    use crate::model::world::World;

    #[test]
    fn hours_write_down_more_and_each_further_one_less() {
        let p = Parameters::default();
        let at = |hours: f32| written(hours, &p);
        assert_eq!(at(0.0), p.records_base as f32);
        assert!(at(2.0) - at(0.0) > at(4.0) - at(2.0) && at(4.0) > at(2.0) && at(1e6) <= 1.0);
    }

    #[test]
    fn records_follow_the_hours_at_their_pace() {
        let p = Parameters::default();
        let mut world = fixtures::town(&hls(), 1, 4, 0);
        let organisation = |world: &mut World| world.places[0].organisations[0].clone();
        world.places[0].organisations[0].hours.reporting = 8.0;
        let start = organisation(&mut world).records;
        for _ in 0..13 {
            world.each_organisation(|organisation, context| record(organisation, context, &p));
        }
        let (half, end) = (organisation(&mut world).records, written(2.0, &p));
        assert!((half - (start + end) / 2.0).abs() < 1e-4);
    }

    #[test]
    fn without_services_nothing_is_written() {
        let mut world = fixtures::town(&hls(), 1, 4, 0);
        world.services = false;
        let before = world.places[0].organisations[0].records;
        world.each_organisation(|organisation, context| record(organisation, context, &Parameters::default()));
        assert_eq!(world.places[0].organisations[0].records, before);
    }
}
