//! How much of what processes take could be done without.

/// The state of an organisation's processes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waste {
    /// Waste, as a multiple of what the status quo has at the end of the burn-in.
    pub level: f64,
    /// Share of it that the status quo takes out in a week, which what creeps in makes up for.
    pub usual: f64,
    /// Time that went into improving how work is done this week, of each worker (hour).
    pub hours: f32,
}

impl Default for Waste {
    fn default() -> Waste {
        Waste { level: 1.0, usual: 0.0, hours: 0.0 }
    }
}
