//! draft
pub mod datapackage;
pub mod error;
pub mod files;
pub mod findings;
pub mod machine;
pub mod manifest;
pub mod numbers;
pub mod observed;
pub mod run_record;
pub mod table;
pub mod tables;
pub mod terminal;
#[cfg(test)]
pub mod synthetic;
