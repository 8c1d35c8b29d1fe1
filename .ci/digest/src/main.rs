//! Prints the digest of `tiny`: for some weeks, and at its full length.

#![allow(clippy::disallowed_macros, reason = "the check that calls it compares what it prints")]

fn main() {
    for weeks in [40, 0] {
        println!("{weeks} {:016x}", regimes_digest::digest(weeks));
    }
}
