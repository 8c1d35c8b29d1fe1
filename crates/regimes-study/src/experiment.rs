//! Questions to the model: experiments written before their answers are known.
//!
//! ```text
//! scenarios/experiments/x.toml
//!    │ bundled       the files that are compiled in, read and checked            File
//!    ▼ plan          which arms of which towns are needed, each once             Plan
//!    │ runs          every draw of the ensemble, in parallel, kept in a journal    Results
//!    ▼ findings      quantities over draws, shares, verdicts                     Judgement
//! ```
//!
//! [`calibration`](crate::experiment::calibration) makes the draws, on designs of its own.

pub mod axes;
pub mod bundled;
pub mod calibration;
pub mod cells;
pub mod check;
pub mod claims;
pub mod cohort_cells;
pub mod comparisons;
pub mod contenders;
pub mod design;
pub mod draw_effects;
pub mod draw_worths;
pub mod equal_budget;
pub mod explanation;
pub mod expression;
pub mod factors;
pub mod file;
pub mod findings;
pub mod groups;
pub mod horizon;
pub mod judgement;
pub mod measures;
pub mod plan;
pub mod points;
pub mod draws;
pub mod read;
pub mod rows;
pub mod runs;
pub mod sensitivity;
pub mod study_file;
pub mod subject;
pub mod term;
pub mod uncertainty;
pub mod discovery;
pub mod verdict;
pub mod wildcards;
pub mod yardstick;
