//! Places: residents, organisations, commissioner, stewards, shocks.

use crate::model::ledger::Ledger;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::world::cases::{Request, Unready};
use crate::model::world::constants::Tenancy;
use crate::model::world::dose::Dose;
use crate::model::world::homes::Homes;
use crate::model::world::organisations::Organisation;
use crate::model::world::residents::Residents;
use crate::model::world::rows::Row;
use crate::units::{DOMAINS, GroupId, Lasts};

/// Weeks of the thirty days after an emergency in which delay kills.
pub const HARM_WEEKS: u8 = 4;

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Index in the country.
    pub index: u32,
    /// How its pattern differs from the country's.
    pub offset: Pattern,
    /// How each group's pattern differs from the place's.
    pub group_offsets: Vec<Pattern>,
    /// Outside factors that their actors supply.
    pub supplied: Factors,
    /// Its residents.
    pub residents: Residents,
    /// Which residents of a block of sixty-four are neighbours: `i ^ mask` for each mask.
    pub ties: [u8; 4],
    /// Its organisations.
    pub organisations: Vec<Organisation>,
    /// Who commissions.
    pub commissioner: Commissioner,
    /// Trust between organisations, a row each; symmetric, the diagonal is 1.
    pub trust: Vec<f32>,
    /// Which organisations are linked by stewards, same layout.
    pub linked: Vec<bool>,
    /// Stewards at work (FTE).
    pub stewards_fte: f32,
    /// Their skill.
    pub steward_skill: f32,
    /// Share of the stewards' time that goes upstream.
    pub upstream_share: f32,
    /// Trust of the public in services.
    pub public_trust: f32,
    /// Trust of residents in services at the start, for arrivals.
    pub resident_trust: f32,
    /// Weekly probability that a resident moves away.
    pub moves: f32,
    /// Factor on the turbulence of the country.
    pub turbulence_factor: f32,
    /// What shocks do at present.
    pub shocks: Shocks,
    /// Requests that no organisation has answered yet, in order of resident.
    pub requests: Vec<Request>,
    /// Requests that are handed on and come next week.
    pub handed_on: Vec<Request>,
    /// Those whom a brief contact took off a list and who still need help, in order of resident and need.
    pub unready: Vec<Unready>,
    /// Vacancies to move on to that are free, by domain of the crisis; fractions carry over.
    pub move_on: [f32; DOMAINS],
    /// Further weekly probability of death in the first weeks of a crisis, from delay in emergency care, by domain.
    pub delay_harm: [f32; DOMAINS],
    /// Who has a home, and which stand empty; none where no domain has a tenancy.
    pub homes: Option<Homes>,
    /// Who is given more hours; none where there is no trial.
    pub dose: Option<Dose>,
    /// Vacancies to move on to that come free each week, by domain of the crisis; none where none is needed.
    pub comes_free: [Option<f32>; DOMAINS],
    /// What moved this week, beside the organisations' flows.
    pub tally: Tally,
    /// Hours and pounds of this week.
    pub ledger: Ledger,
}

/// Who commissions in a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commissioner {
    /// The row that it holds.
    pub row: Row,
    /// Belief in the learning paradigm.
    pub belief: f32,
    /// Money for services [GBP/week], before cuts.
    pub budget_per_week: f64,
    /// Money that lapsed so far (GBP).
    pub lapsed: f64,
    /// Money withheld from organisations, or above what their reserves may hold, so far (GBP).
    pub kept: f64,
    /// What of lapsed and kept money is to be given out again when the year is over (GBP).
    pub to_return: f64,
    /// What of last year's lapsed and kept money is given out again [GBP/week].
    pub returning: f64,
    /// What was given out again so far (GBP).
    pub returned: f64,
    /// What crises usually cost: a running mean, from which over- and underspend are counted [GBP/week].
    pub usual_crisis_cost: f64,
    /// Crisis costs of the last whole week (GBP).
    pub crisis_cost_now: f64,
    /// What the last whole week took for the place as a whole: stewards, central staff, new contracts (GBP).
    pub overhead: f64,
    /// New contracts under changed rules that are still to be paid for; 1 is a change of all of its rules.
    pub contracts_due: f64,
    /// Money that payers' over- or underspend takes from or gives to services [GBP/week].
    pub feedback: f64,
    /// Control that it perceives to have.
    pub perceived_control: f32,
    /// Whether the money rules behave as those of the alternative (allocation, accounting).
    pub money_changed: bool,
}

/// What shocks do at present.
#[derive(Clone, Debug, PartialEq)]
pub struct Shocks {
    /// Factor on the rate of episodes by domain.
    pub surge: [f32; DOMAINS],
    /// Weeks that the factor lasts.
    pub surge_weeks: [u32; DOMAINS],
    /// Share of the budget that is cut.
    pub cut: f32,
    /// How long the cut lasts.
    pub cut_lasts: Lasts,
    /// Factor on the price of crises.
    pub price: f64,
    /// Share of workers who are ill together.
    pub illness: f32,
    /// Weeks that the illness lasts.
    pub illness_weeks: u32,
    /// Weeks of emergency left, in which rules of access, support and reporting are suspended.
    pub emergency_weeks: u32,
    /// A scandal struck this week: how much public trust was lost.
    pub scandal: f32,
    /// Share by which others send people to services sooner than usual, after scandals.
    pub alarm: f32,
}

impl Default for Shocks {
    fn default() -> Self {
        Shocks {
            surge: [1.0; DOMAINS],
            surge_weeks: [0; DOMAINS],
            cut: 0.0,
            cut_lasts: Lasts::Weeks(0),
            price: 1.0,
            illness: 0.0,
            illness_weeks: 0,
            emergency_weeks: 0,
            scandal: 0.0,
            alarm: 0.0,
        }
    }
}

crate::totals! {
    /// What moved among the residents of a place in a week.
    pub struct Tally {
        /// Episodes that began, by domain.
        onsets: [u32; DOMAINS];
        /// Crises entered, by domain.
        crises_entered: [u32; DOMAINS];
        /// Crises left, by domain.
        crises_left: [u32; DOMAINS];
        /// Residents in crisis at the week's end, by domain.
        in_crisis: [u32; DOMAINS];
        /// Of these, those who could leave and find no vacancy to move on to.
        stuck: [u32; DOMAINS];
        /// Residents by tenancy at the week's end: with a home, in temporary accommodation, with none.
        tenancies: [u32; 3];
        /// Homes lost.
        homes_lost: u32;
        /// Residents without a home who came forward for one.
        homes_sought: u32;
        /// Of these, who were given one: that came free, that was bought.
        homes_given: [u32; 2];
        /// Weeks without a home of those who were given one.
        weeks_to_home: u32;
        /// Residents in a home that was given: that came free, that was bought.
        homes_paid: [u32; 2];
        /// Weeks so far of homes that were given.
        weeks_housed: u64;
        /// Weeks so far without a home of those who have none.
        weeks_without: u64;
        /// Tenancies that began a year ago, less those whose tenants died or moved away since.
        tenancies_due: u32;
        /// Of these, those that still stand.
        tenancies_kept: u32;
        /// Residents who had a home in all, some and none of the last half-year.
        half_years: [u32; 3];
        /// Deaths.
        deaths: u32;
        /// Residents who moved away.
        moved: u32;
        /// Arrivals (each who dies or moves is followed by one).
        arrivals: u32;
        /// Complaints.
        complaints: f32;
        /// Organisations that changed their row to the alternative.
        adopted: u32;
        /// Organisations that changed back.
        reverted: u32;
        /// Money moved between organisations by tender, choice or pooling [GBP/week].
        reallocated: f64;
    }
}

impl Place {
    /// Homes that come free each week: its places to move on to in the domain, or, where it states none, the usual number.
    #[must_use]
    pub fn homes_a_week(&self, tenancy: &Tenancy) -> f32 {
        self.comes_free[tenancy.domain].unwrap_or(tenancy.homes) * tenancy.homes_factor
    }

    /// Trust between two organisations.
    #[must_use]
    pub fn trust_between(&self, a: usize, b: usize) -> f32 {
        self.trust[a * self.organisations.len() + b]
    }

    /// What works for a group here, given the country's pattern: everything but what is a resident's own.
    #[must_use]
    pub fn group_truth(&self, country: Pattern, group: GroupId) -> Pattern {
        country ^ self.offset ^ self.group_offsets[group.index()]
    }

    /// What works for those whom a package is made for: a group, or the place as a whole.
    #[must_use]
    pub fn package_truth(&self, country: Pattern, group: Option<GroupId>) -> Pattern {
        group.map_or(country ^ self.offset, |group| self.group_truth(country, group))
    }
}
