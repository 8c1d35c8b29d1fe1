//! The two rows of rules that an owner can hold.

/// Which of the two rows of rules an owner holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// The row of the status quo.
    #[default]
    StatusQuo,
    /// The row of the arm.
    Alternative,
}

impl Row {
    /// What belongs to the row, of a pair in the order of the rows.
    #[inline]
    #[must_use]
    pub fn of<T>(self, pair: &[T; 2]) -> &T {
        &pair[self as usize]
    }
}
