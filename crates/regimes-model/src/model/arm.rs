//! Who holds which row of rules, and from when.

use crate::model::regime::{Regime, mixed};
use crate::model::rules::money::Payment;
use crate::parameters::{Date, NoParameters};

crate::parameters! {
    /// The rules before any arm comes into force, and during the burn-in.
    pub struct StatusQuo {
        /// How faithfully organisations follow the row.
        fidelity: f64 = 0.85, "share", 0.0..=1.0, Uncertainty, "M36";
        /// Whether there are services at all.
        services: bool = true;
        /// The rules.
        @flat regime: Regime;
    }
}

crate::choice! {
    /// Whether arms are compared on equal payment, so that money which a rule withholds and somebody keeps is no saving.
    pub enum EqualPayment {
        /// Each arm is paid as it says.
        "off" Off(NoParameters),
        /// Each arm is paid as it says, and each that is paid otherwise is run once more on equal payment, for what it
        /// then costs.
        "beside" Beside(NoParameters),
        /// All arms, and the status quo from the first observed week on, are paid alike in place of their own payment.
        "instead" Instead(NoParameters),
    }
}

/// The payment of all arms where they are paid alike: a block grant, as in the row `mixed` (A330).
#[must_use]
pub fn equal_payment() -> Payment {
    mixed().payment
}

crate::parameters! {
    /// An arm: a row of rules, who adopts it, and when. Rules that it does not set are those of the status quo.
    pub struct Arm from "status_quo" {
        /// When the row comes into force; left out: with the first week after the burn-in.
        start: Option<Date> = None;
        /// When everyone goes back to the rules before it; left out: never. Going back costs what going there cost.
        end: Option<Date> = None;
        /// Places in which it comes into force, by name; empty: in all. Government is one for all places: see `national`.
        places: Vec<String> = Vec::new();
        /// Organisations that adopt it by decree, by name; empty: all in these places. Contracts are those of a place and
        /// not of an organisation, so the arm then leaves commissioners' rules as they are (`commissioners = false`).
        only: Vec<String> = Vec::new();
        /// Weeks over which organisations switch, in a drawn order.
        phase_in_weeks: u32 = 0, "week", 0.0..=1040.0, Lever, "S074";
        /// Share of organisations that switch by decree.
        share: f64 = 1.0, "share", 0.0..=1.0, Lever, "S075";
        /// Whether organisations adopt the rules that they own.
        organisations: bool = true;
        /// Whether commissioners adopt the rules that they own.
        commissioners: bool = true;
        /// Whether government adopts the rule that it owns.
        national: bool = true;
        /// Whether the practice spreads from those that have it to those that do not, and back.
        spreads: bool = false;
        /// How faithfully organisations follow their row, where it changes any of their own rules.
        fidelity: f64 = 0.85, "share", 0.0..=1.0, Uncertainty, "M36";
        /// Whether the change costs what a change of all rules costs, even where they are the same.
        reorganises: bool = false;
        /// Whether there are services at all; without them an arm shows what lives do alone.
        services: bool = true;
        /// Share by which pay lies above the general one. (It confounds: a switch of its own.)
        wage_premium: f64 = 0.0, "share", 0.0..=1.0, Lever, "S104";
        /// Homes a week that are bought in each place of the arm and paid for out of its services' money, beside those that
        /// come free; they count where a domain has a `tenancy`.
        homes_bought_per_week: f64 = 0.0, "home/week", 0.0..=10000.0, Lever, "A273";
        /// What each place of the arm has for services a week, as a multiple of its budget; posts follow at once, up or
        /// down, so that a cut is an arm. It says nothing of rules, and costs no change of contracts.
        budget_times: f64 = 1.0, "factor", 0.5..=2.0, Lever, "A323";
        /// Places to move on to that come free in each place of the arm a week, as a multiple; what is beyond the usual number is
        /// paid for out of services' money, and a cut saves services nothing.
        places_times: f64 = 1.0, "factor", 0.0..=5.0, Lever, "A338";
        /// What services in each place of the arm pay for the same hour of staff, as a multiple; it is not felt as pay.
        prices_times: f64 = 1.0, "factor", 0.5..=2.0, Lever, "A337";
        /// The rules.
        @flat regime: Regime;
    }
}
