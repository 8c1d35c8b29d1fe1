//! How many hold the row of the arm.

use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;

/// Number of organisations of a place that hold the row of the arm.
#[must_use]
pub fn count_holding(place: &Place) -> usize {
    let holds = |o: &&Organisation| o.row == Row::Alternative;
    place.organisations.iter().filter(holds).count()
}
