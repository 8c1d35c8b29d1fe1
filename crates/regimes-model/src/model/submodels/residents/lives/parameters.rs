//! The parameters of lives, and how often they are moved.

crate::parameters! {
    /// How lives move by themselves.
    pub struct Parameters {
        /// Share of the gap to the need that the set point follows in a year.
        set_point_follows_per_year: f64 = 0.20, "1/year", 0.0..=2.0, Uncertainty, "A9";
        /// Share of a set point that full agency mends in a year while things move.
        mending_per_year: f64 = 0.08, "1/year", 0.0..=1.0, Uncertainty, "A9";
        /// Distance from its set point below which a need is at rest.
        rest: f64 = 0.01, "share", 0.0..=0.1, Constant, "A10";
        /// Need below which an old one is over, so that an episode is a new need and no failure of services.
        over_below: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A207";
        /// Greatest factor of coupling on an onset hazard.
        coupling_cap: f64 = 4.0, "factor", 1.0..=20.0, Uncertainty, "A11";
        /// Log hazard of an episode in a shared domain, per unit of the household's worst shared need.
        household_spill: f64 = 0.5, "log hazard", 0.0..=3.0, Uncertainty, "S118";
        /// Log hazard of an episode, per unit of the neighbours' mean worst need.
        neighbour_spill: f64 = 0.2, "log hazard", 0.0..=3.0, Uncertainty, "M23";
        /// Log hazard of an episode or a crisis that full agency and ties take away, half each.
        protection: f64 = 0.8, "log hazard", 0.0..=3.0, Uncertainty, "M21";
        /// Share of the gap to its rest that agency closes in a year.
        agency_settles_per_year: f64 = 0.5, "1/year", 0.0..=10.0, Uncertainty, "A12";
        /// Agency at rest of a life without freedom from need.
        agency_base: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A12";
        /// How much more a life free from need has.
        agency_span: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A12";
        /// Agency lost by entering a crisis.
        crisis_agency_lost: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "M21";
        /// Autocorrelation over four weeks of the transient part of observed need.
        noise_kept: f64 = 0.85, "share", 0.0..=0.999, Uncertainty, "M22";
        /// Share of the gap to its base that trust in services closes in a year.
        trust_settles_per_year: f64 = 0.25, "1/year", 0.0..=10.0, Uncertainty, "A49";
        /// Shape of stays in crisis: the lower, the more of the time belongs to the few who stay long.
        stay_shape: f64 = 2.5, "shape", 2.1..=100.0, Uncertainty, "M21";
        /// Factor on the rates at which crises begin.
        crises: f64 = 1.0, "factor", 0.0..=10.0, Uncertainty, "F08";
        /// Factor on the rates at which episodes heal by themselves.
        heals: f64 = 1.0, "factor", 0.1..=10.0, Uncertainty, "A360";
        /// Factor on the rate at which homes are lost.
        homes_lost: f64 = 1.0, "factor", 0.0..=50.0, Uncertainty, "A361";
        /// Factor on how much need, debt and lack of safety raise the log hazard of losing a home.
        homes_by_need: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "A361";
        /// Factor on the number of homes that come free.
        homes_free: f64 = 1.0, "factor", 0.0..=50.0, Uncertainty, "A361";
        /// Factor on the rate at which people come forward for a home without support.
        homes_sought: f64 = 1.0, "factor", 0.0..=50.0, Uncertainty, "A361";
        /// Yearly death rate at forty of a life free from need.
        death_at_40_per_year: f64 = 0.0015, "1/year", 0.0..=0.5, Uncertainty, "F09";
        /// Years in which the death rate doubles with age.
        death_doubling_years: f64 = 8.0, "year", 1.0..=50.0, Uncertainty, "A13";
        /// Greatest weekly probability of death, however old and frail.
        death_cap_per_week: f64 = 0.02, "1/week", 0.0..=1.0, Constant, "A13";
        /// How much more a life without freedom from need is at risk of death.
        frailty: f64 = 6.0, "factor", 0.0..=50.0, Uncertainty, "F09";
        /// Probability that two consecutive residents of a block of eight live apart.
        apart: f64 = 0.55, "probability", 0.0..=1.0, Uncertainty, "A18";
    }
}

/// Weeks between two turns of a tile.
pub const EVERY: usize = 4;
