//! `machine.json`: where and how fast a run was made, and the bitmaps that were drawn there. It is not hashed.

use crate::files::WrittenFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// The name of the file.
pub const FILE: &str = "machine.json";

/// The name of the page of a run. Like bitmaps it is not hashed in the manifest, since it names the commit that wrote it.
pub const PAGE: &str = "report.html";

/// Seconds of one phase of a run.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Phase {
    /// What was done.
    pub name: String,
    /// How long it took (second).
    pub seconds: f64,
}

/// Where and how fast a run was made.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Machine {
    /// The name of the host, or `unknown`.
    pub host: String,
    /// The operating system and the processor's family.
    pub system: String,
    /// Threads used.
    pub threads: usize,
    /// The phases, in order.
    pub phases: Vec<Phase>,
    /// Residents times weeks of the simulation, burn-in included, in a second.
    pub resident_weeks_per_second: f64,
    /// SHA-256 of the bitmaps, whose last bits may depend on the processor, and of the page, which names a commit.
    #[serde(default)]
    pub bitmaps: BTreeMap<String, String>,
}

/// Takes the time of the phases of a run.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    since: Instant,
    phases: Vec<Phase>,
}

impl Stopwatch {
    /// Starts.
    #[must_use]
    pub fn start() -> Stopwatch {
        Stopwatch { since: now(), phases: Vec::new() }
    }

    /// Ends a phase and begins the next; gives back its seconds.
    pub fn end(&mut self, phase: &str) -> f64 {
        let now = now();
        let seconds = (now - self.since).as_secs_f64();
        self.since = now;
        self.phases.push(Phase { name: phase.to_owned(), seconds });
        seconds
    }

    /// What was taken, on this machine: `resident_weeks` were simulated in the phase of that name.
    #[must_use]
    pub fn machine(&self, threads: usize, phase: &str, resident_weeks: f64) -> Machine {
        let named = self.phases.iter().filter(|p| p.name == phase);
        let seconds: f64 = named.map(|p| p.seconds).sum();
        Machine {
            host: host(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            threads,
            phases: self.phases.clone(),
            resident_weeks_per_second: resident_weeks / seconds.max(1e-9),
            bitmaps: BTreeMap::new(),
        }
    }
}

impl Machine {
    /// What a folder says of the machine that filled it; none where it says nothing that can be understood.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "reads what a run left in its folder")]
    pub fn read(folder: &Path) -> Option<Machine> {
        serde_json::from_slice(&std::fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// The same machine, with the bitmaps and the page among some files.
    #[must_use]
    pub fn with_bitmaps(&self, written: &[WrittenFile]) -> Machine {
        let written = written.iter().filter(|file| file.name.ends_with(".png") || file.name == PAGE);
        let mut machine = self.clone();
        machine.bitmaps.extend(written.map(|file| (file.name.clone(), file.sha256.clone())));
        machine
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a machine has only text keys");
        json + "\n"
    }
}

// The report may look at the clock; the lint that forbids it elsewhere is set by the gate alone.
#[expect(clippy::disallowed_methods, reason = "the report says how long a run took")]
fn now() -> Instant {
    Instant::now()
}

#[allow(clippy::disallowed_methods, reason = "the report names the machine, and nothing else depends on it")]
fn host() -> String {
    let of_system = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = of_system.or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map_or("unknown".to_owned(), |name| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_keeps_its_hash_when_figures_are_drawn_again_and_they_theirs() {
        let file = |name: &str, hash: &str| WrittenFile {
            name: name.to_owned(),
            bytes: 1,
            sha256: hash.to_owned(),
            differs: None,
        };
        let machine = Stopwatch::start().machine(1, "simulate", 1.0);
        let machine = machine.with_bitmaps(&[file("figures/cost.png", "a"), file(PAGE, "b"), file("runs.csv", "c")]);
        let machine = machine.with_bitmaps(&[file("figures/cost.png", "d")]);
        let kept: Vec<(&str, &str)> =
            machine.bitmaps.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect();
        assert_eq!(kept, [("figures/cost.png", "d"), (PAGE, "b")]);
    }

    #[test]
    fn the_rate_is_that_of_the_named_phase() {
        let mut watch = Stopwatch::start();
        watch.end("read");
        watch.end("simulate");
        watch.phases[1].seconds = 2.0;
        let machine = watch.machine(4, "simulate", 1e6);
        assert_eq!(machine.resident_weeks_per_second, 5e5);
        assert!(machine.text().contains("\"threads\": 4"));
    }
}
