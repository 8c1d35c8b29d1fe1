//! What money depends on, and whether organisations compete for it.

use crate::parameters::NoParameters;

crate::parameters! {
    /// A share of the money depends on the indicator.
    pub struct ByResults {
        /// Share of the contract's value that depends on reported results.
        share: f64 = 0.3, "share", 0.0..=1.0, Lever, "M04";
        /// Length of a contract.
        contract_weeks: u32 = 156, "week", 26.0..=1040.0, Lever, "M19";
        /// Share of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.8, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::parameters! {
    /// Pooled money under one long contract.
    pub struct Alliance {
        /// Length of a contract.
        contract_weeks: u32 = 520, "week", 26.0..=1040.0, Lever, "S094";
        /// Share of each organisation's income that is shared out again, by where demand waits.
        pooled: f64 = 0.2, "share", 0.0..=1.0, Lever, "M31";
        /// Share of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.0, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::parameters! {
    /// A fixed sum.
    pub struct Block {
        /// Length of a contract.
        contract_weeks: u32 = 156, "week", 26.0..=1040.0, Lever, "M19";
        /// Share of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.5, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::choice! {
    /// What the money depends on, and for how long it is promised.
    pub enum Payment {
        /// Payment by results, short contracts, year-end lapse.
        "results" ByResults(ByResults),
        /// A pooled alliance with a long contract.
        "alliance" Alliance(Alliance),
        /// A block grant.
        "block" Block(Block),
    }
}

impl Payment {
    /// Length of a contract (week).
    #[must_use]
    pub fn contract_weeks(&self) -> u32 {
        match self {
            Payment::ByResults(by_results) => by_results.contract_weeks,
            Payment::Alliance(alliance) => alliance.contract_weeks,
            Payment::Block(block) => block.contract_weeks,
        }
    }
}

crate::parameters! {
    /// Published ranks, and contracts that move to those who rank high.
    pub struct LeagueAndTender {
        /// Incentive that a rank puts on a worker of an organisation in the middle of the table.
        rank: f64 = 0.2, "incentive", 0.0..=2.0, Lever, "M20";
        /// Share of the gap to better peers that a weak organisation closes in a year by looking at them.
        yardstick_per_year: f64 = 0.1, "1/year", 0.0..=0.3, Uncertainty, "M35";
        /// Share of a weak organisation's budget that moves at the end of its contract.
        reallocation: f64 = 0.15, "share", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality in a tender.
        price_weight: f64 = 0.3, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::parameters! {
    /// Published ranks.
    pub struct LeagueTable {
        /// Incentive that a rank puts on a worker of an organisation in the middle of the table.
        rank: f64 = 0.2, "incentive", 0.0..=2.0, Lever, "M20";
        /// Share of the gap to better peers that a weak organisation closes in a year by looking at them.
        yardstick_per_year: f64 = 0.1, "1/year", 0.0..=0.3, Uncertainty, "M35";
    }
}

crate::parameters! {
    /// Contracts that move to whoever bids best.
    pub struct Tender {
        /// Share of a weak organisation's budget that moves at the end of its contract.
        reallocation: f64 = 0.15, "share", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality in a tender.
        price_weight: f64 = 0.3, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::parameters! {
    /// Residents go where the published indicator is best, and the money follows them.
    pub struct ResidentChoice {
        /// How strongly a resident's choice follows the published indicator.
        sensitivity: f64 = 2.0, "log odds per unit", 0.0..=10.0, Uncertainty, "M20";
        /// Incentive that losing residents puts on a worker.
        rank: f64 = 0.15, "incentive", 0.0..=2.0, Lever, "M20";
        /// Share of the budget that follows residents in a year.
        follows_per_year: f64 = 0.2, "1/year", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality; 0 is a fixed price.
        price_weight: f64 = 0.0, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::choice! {
    /// Whether organisations are set against each other.
    pub enum Competition {
        /// A league table and reallocation by tender.
        "league_and_tender" LeagueAndTender(LeagueAndTender),
        /// A league table alone.
        "league_table" LeagueTable(LeagueTable),
        /// Tenders alone.
        "tender" Tender(Tender),
        /// Choice by residents.
        "choice" Choice(ResidentChoice),
        /// None; and so no information about how others do.
        "none" None(NoParameters),
    }
}
