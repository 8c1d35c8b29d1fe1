//! Open cases, requests and waiting lists.

use crate::model::ledger::Origin;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::Week;
use crate::units::domains::{Domain, Domains};

/// An open case: a resident, a worker, and what is known of what works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// The resident's own pattern, beside the group's, the place's and the country's.
    pub personal: Pattern,
    /// The plan: what is delivered where nothing found may be acted on.
    pub plan: Pattern,
    /// What was found out: the value of each known factor.
    pub found: Pattern,
    /// Which factors were found out.
    pub known: Factors,
    /// Factors in which what was found may be acted on.
    pub free: Factors,
    /// The resident.
    pub resident: u32,
    /// The resident's generation when it opened; another one means that it died or moved.
    pub generation: u8,
    /// The worker (index in the organisation).
    pub worker: u16,
    /// The package (index in the organisation's menu) that the plan started from.
    pub package: u8,
    /// The domains that it serves.
    pub domains: Domains,
    /// Relationship between the two.
    pub relationship: f32,
    /// How well the person's own priorities are understood.
    pub heard: f32,
    /// Direct time given in all (hour).
    pub hours: f32,
    /// Direct time allotted this week (hour).
    pub hours_now: f32,
    /// Part of it that its own worker gives; colleagues and agencies give the rest.
    pub own_now: f32,
    /// Share of the usual attention that it gets (creaming and parking), 1 where nobody chooses.
    pub attention: f32,
    /// Observed need in its domains when it opened, transient part included.
    pub observed_at_opening: f32,
    /// Own-weighted need in its domains when it opened.
    pub need_at_opening: f32,
    /// The same this week.
    pub need_now: f32,
    /// Own-weighted set point in its domains when it opened.
    pub rest_at_opening: f32,
    /// Week in which it opened.
    pub opened: Week,
    /// Week in which a package ends; none where it is open-ended.
    pub ends: Option<Week>,
    /// Time of real help after which its package is over (hour); none where only its length ends it.
    pub package_hours: Option<f32>,
    /// Most contact time of a week, where a package is paced (hour).
    pub paced: Option<f32>,
    /// Real help so far, in hours of an established worker of the organisation; counted only under `package_hours`.
    pub real_hours: f32,
    /// Whether it opened in time by the record, where waiting is watched.
    pub seen_in_time: bool,
    /// Whether it opened in time by the report.
    pub told_in_time: bool,
    /// Why it came.
    pub origin: Origin,
    /// Worst effectiveness in its domains this week, negative where it harms.
    pub fit: f32,
}

/// A request for help that no organisation has answered yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// The resident.
    pub resident: u32,
    /// Its generation when it asked; another one means that it died or moved.
    pub generation: u8,
    /// The need that is brought.
    pub domain: Domain,
    /// Why.
    pub origin: Origin,
    /// The organisation that is asked (index in the place).
    pub organisation: u16,
    /// Hand-offs before it came here.
    pub hand_offs: u8,
    /// Observed severity, own error included.
    pub severity: f32,
    /// Error of the assessment that answers it, in standard deviations.
    pub error: f32,
}

/// A resident on a waiting list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// The resident.
    pub resident: u32,
    /// Its generation when it joined; another one means that it died or moved.
    pub generation: u8,
    /// The need that waits.
    pub domain: Domain,
    /// Why it came.
    pub origin: Origin,
    /// Hand-offs before.
    pub hand_offs: u8,
    /// Assessed severity.
    pub severity: f32,
    /// Week in which it joined.
    pub since: Week,
    /// Time from the first request to joining, where a brief contact came between them (week).
    pub earlier_weeks: u16,
    /// Time that resets of the clock took off the reported wait (week).
    pub reset_weeks: u16,
}

impl Waiting {
    /// Weeks since the person first asked.
    #[must_use]
    pub fn true_wait(&self, week: Week) -> u32 {
        week - self.since + u32::from(self.earlier_weeks)
    }

    /// Weeks on the clock as it is reported.
    #[must_use]
    pub fn reported_wait(&self, week: Week) -> u32 {
        (week - self.since).saturating_sub(u32::from(self.reset_weeks))
    }
}

/// Somebody whom a brief contact took off a list and who still needs help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unready {
    /// The resident.
    pub resident: u32,
    /// The need.
    pub domain: Domain,
    /// The resident's generation.
    pub generation: u8,
    /// Week in which the person first asked.
    pub first: Week,
}
