//! Which program this is: its version, its commit, and the hash of the sources that decide its numbers.

/// The version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that it was built from, or `unknown`.
pub const COMMIT: &str = match option_env!("REGIMES_COMMIT") {
    Some(commit) => commit,
    None => "unknown",
};

/// SHA-256 of the sources of model, scenario and study, in hexadecimal: two programs of the same hash give the same
/// numbers for the same scenario, seed and replicate.
pub const SOURCES: &str = env!("REGIMES_SOURCES");

#[cfg(test)]
mod tests {
    #[test]
    fn the_sources_have_a_hash() {
        assert!(super::SOURCES.len() == 64 && super::SOURCES.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
