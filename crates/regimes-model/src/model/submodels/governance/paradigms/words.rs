//! Words of the table of paradigms, at the address of an organisation, a commissioner or government.

/// Whether the row of the arm is taken up.
pub const TAKES_UP: usize = 0;
/// Whether it is given up.
pub const GIVES_UP: usize = 1;
