//! Expectations that were written down before anything was run, beside what was found, and who was right.
//!
//! The register has a table for each pair of rows, with a quantity a line and a density a column; a cell has three marks, of
//! the project and of an advocate of each side. What was found is a sweep over the same densities on draws, once under each
//! status quo. Where the two status quos differ in verdict, a cell is undecided (register, section 8, rule 1).

pub mod found;
pub mod mark;
pub mod page;
pub mod registered;
