//! The digest of a run of `tiny` by the lower crates without default features: the same numbers in WebAssembly as on the
//! machine that built it.

use regimes_scenario::overrides::read;
use regimes_study::simulation::control::unattended;
use regimes_study::study::ensembles::ensemble;
use sha2::{Digest, Sha256};

/// The first eight bytes of SHA-256 over every number of every arm; 0 where there is no run.
///
/// `weeks` is the horizon (week), with a short burn-in; 0 leaves the scenario as it is.
// A function that another language calls by its name has to have one; nothing else bears this one.
#[unsafe(no_mangle)]
pub extern "C" fn digest(weeks: u32) -> u64 {
    let mut sets = vec!["replicates=1".to_owned()];
    if weeks > 0 {
        sets.extend(["burn_in_weeks=8".to_owned(), format!("horizon_weeks={weeks}")]);
    }
    let Ok(loaded) = regimes_scenario::load::load("tiny", &read(&sets)) else { return 0 };
    let runs = ensemble(&loaded.scenario, &[0], &unattended());
    let mut hash = Sha256::new();
    for number in runs.traces.iter().flat_map(|run| run.outcomes.iter().chain(&run.weights)) {
        hash.update(number.to_le_bytes());
    }
    let first = hash.finalize().first_chunk::<8>().copied();
    if runs.traces.is_empty() { 0 } else { first.map_or(0, u64::from_le_bytes) }
}
