//! What organisations do by turns.

use crate::units::Week;

/// Whether something that an organisation does by turns is due this week.
#[must_use]
pub fn is_turn(week: Week, organisation: usize, every: u32) -> bool {
    (week + organisation as u32).is_multiple_of(every)
}
