//! What an organisation knows of those who wait: for weeks on its list, and for hours in emergency care.

/// Weeks beyond which a wait is long, whatever time a rule watches, so that one line holds for all arms (A324).
pub const LONG_WEEKS: u32 = 18;

/// A queue within the week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EmergencyQueue {
    /// Whether the organisation is emergency care; otherwise there is no such queue.
    pub is_emergency: bool,
    /// Patients left over from the week before.
    pub backlog: f32,
    /// Share of patients who wait longer than the limit.
    pub late: f32,
    /// Share of patients who wait so long that those admitted come to harm.
    pub delayed: f32,
}

/// What an organisation makes of its waiting time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Waits {
    /// Attention to it (0-1).
    pub attention: f32,
    /// Reported share of those with a clock who are late; 0 where nobody watches.
    pub breach: f32,
    /// Share of paid time that is slack; 0 without attention.
    pub slack: f32,
    /// By how much the bar of severity has moved from its rule.
    pub bar: f32,
    /// Weeks in a row in which the list was short and hours were free.
    pub weeks_short: u32,
    /// Weeks in a row in which the list was long.
    pub weeks_long: u32,
    /// Share of a post that is still to move to another need.
    pub post_left: f32,
    /// Share of a post that is still to come from another organisation.
    pub post_due: f32,
}
