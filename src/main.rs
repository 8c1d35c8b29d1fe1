//! The `regimes` program.
fn main() {}
