//! A file becomes a checked scenario, or a list of all its problems.
//!
//! ```text
//! argument  --read::layers-->  sources  --read-->  File and its findings  --check-->  Scenario, or Problems
//! ```

pub mod source;
pub mod text;
pub mod name;
pub mod nearest;
pub mod tree;
pub mod overrides;
pub mod formats;
pub mod file;
pub mod bundled;
pub mod problem;
pub mod read;
pub mod resolved;
pub mod check;
pub mod load;
pub mod schema;
pub mod page;
pub mod documents;
