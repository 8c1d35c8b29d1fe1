//! Figures of an economic evaluation, over the futures of a run or the draws of a study.

pub mod shown;
pub mod acceptability;
pub mod plane;
