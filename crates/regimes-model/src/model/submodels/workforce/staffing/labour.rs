//! Labour: what the week puts before all workers of an organisation alike, and the rates that it starts from.
//!
//! The equations stand in [`staffing`](super).

use crate::model::rules::money::Competition;
use crate::model::submodels::workforce::staffing::hiring::{Hiring, weeks_to_fill};
use crate::model::submodels::workforce::staffing::parameters::Parameters;
use crate::model::town::Workforce;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::units::{WEEKS_PER_YEAR, Week};

/// What the week puts before all workers of an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Labour<'a> {
    /// The week.
    pub week: Week,
    /// Index of the place.
    pub place: u32,
    /// Share of the workers who are ill together.
    pub illness: f32,
    /// Sickness spells at usual exhaustion [1/week].
    pub spells: f32,
    /// Hazard of leaving at the reference, pay and insecurity included [1/week].
    pub leaving: f32,
    /// Weekly probability that an open post is filled.
    pub filling: f32,
    /// Length that half of the spells exceed (day).
    pub median_days: f32,
    /// Agency staff that the money of an open post pays [FTE/post].
    pub agency: f32,
    /// What is sought and given.
    pub hiring: Hiring<'a>,
}

impl<'a> Labour<'a> {
    /// What the week puts before the workers of an organisation.
    #[must_use]
    pub fn of(context: &OrganisationContext<'a>, organisation: &Organisation, p: &Parameters) -> Labour<'a> {
        let Baselines { spells, leaving, filling, median_days, agency } = Baselines::of(&organisation.workforce, p);
        let premium = context.change.premium(organisation.row, context.week);
        let unsure = if is_insecure(context, organisation, p) { p.leave_by_insecurity } else { 0.0 };
        let felt = libm::expf(unsure as f32 - p.stay_by_pay as f32 * premium);
        let shocks = &context.place.shocks;
        let rule = context.rules.recruitment;
        Labour {
            week: context.week,
            place: context.place.index,
            illness: if shocks.illness_weeks > 0 { shocks.illness } else { 0.0 },
            spells: (spells / WEEKS_PER_YEAR) as f32,
            leaving: (leaving / WEEKS_PER_YEAR) as f32 * felt,
            filling: if organisation.frozen { 0.0 } else { (1.0 / (weeks_to_fill(rule) * filling)).min(1.0) as f32 },
            median_days: median_days as f32,
            agency: agency as f32,
            hiring: Hiring::of(organisation, rule, &context.constants.groups),
        }
    }
}

/// Whether somebody else may soon hold the contract.
fn is_insecure(context: &OrganisationContext<'_>, organisation: &Organisation, p: &Parameters) -> bool {
    let tender = matches!(context.rules.competition, Competition::LeagueAndTender(_) | Competition::Tender(_));
    tender && organisation.contract_ends.saturating_sub(context.week) <= p.insecure_weeks
}

/// What differs between workforces.
#[derive(Clone, Copy, Debug)]
pub struct Baselines {
    /// Sickness spells at usual exhaustion [1/year].
    pub spells: f64,
    /// Rate of leaving at the reference [1/year].
    pub leaving: f64,
    /// Factor on the time to fill a post.
    pub filling: f64,
    /// Length that half of the spells exceed (day).
    pub median_days: f64,
    /// Agency staff that the money of an open post pays [FTE/post].
    pub agency: f64,
}

impl Baselines {
    /// What holds for a workforce.
    #[must_use]
    pub fn of(workforce: &Workforce, p: &Parameters) -> Baselines {
        let (spells, leaving, filling) = match workforce {
            Workforce::Care(_) => (p.spells_care, p.leaving_care, p.filling_care),
            Workforce::Council(_) => (p.spells_council, p.leaving_council, p.filling_council),
            Workforce::SocialWork(_) => (p.spells_social_work, p.leaving_social_work, p.filling_social_work),
            Workforce::Clinic(_) => (p.spells_clinic, p.leaving_clinic, p.filling_clinic),
        };
        let (median, agency) = match workforce {
            Workforce::Care(_) => (p.median_days_care, p.agency_use_care),
            Workforce::Council(_) => (p.median_days_council, p.agency_use_council),
            Workforce::SocialWork(_) => (p.median_days_social_work, p.agency_use_social_work),
            Workforce::Clinic(_) => (p.median_days_clinic, p.agency_use_clinic),
        };
        let agency = (p.agency_use * agency).min(1.0) / p.agency_price;
        Baselines { spells, leaving, filling, median_days: p.median_days * median, agency }
    }
}

/// The probability of at least one event at a hazard.
#[must_use]
pub fn chance(hazard: f32) -> f32 {
    -libm::expm1f(-hazard)
}
