//! Generated documents are current; `UPDATE_DOCS=1 cargo test --test documents` rewrites them.

use regimes::cli::doc;
use regimes::scenario::{documents, schema};
use std::path::Path;
use std::{env, fs};

/// Compares a file of `docs/` with what the program says, or writes it.
fn check(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, made).expect("docs can be written");
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let line = kept.lines().zip(made.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or(kept.lines().count().min(made.lines().count())) + 1;
    assert!(kept == made, "docs/{name} differs from line {line} on; UPDATE_DOCS=1 rewrites it");
}

#[test]
fn the_parameters_are_listed_as_declared() {
    check("parameters.md", &documents::parameters());
}

#[test]
fn the_schema_is_that_of_the_declarations() {
    check("scenario.schema.json", &schema::schema());
}

#[test]
fn the_outcomes_are_listed_as_declared() {
    check("outcomes.md", &documents::outcomes());
}

#[test]
fn the_commands_are_listed_as_they_are() {
    check("commands.md", &doc::commands());
}
