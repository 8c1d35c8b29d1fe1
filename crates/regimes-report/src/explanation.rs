//! An explanation of the difference between two arms as tables and in words.

pub mod subject;
pub mod tables;
pub mod words;
